/* What the room's files lend each other. */
#pragma once
#include "talk/talk.h"
#include "base/out.h"
#include "web/page.h"

struct page talk_plain(struct desk *, struct out *, enum lang);
void talk_tell_story(struct desk *, const struct talk_row *, const char *what);
void talk_task(struct desk *, const struct talk_row *, struct moment due_at);
