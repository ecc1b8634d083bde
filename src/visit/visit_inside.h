/* What the room's files lend each other. */
#pragma once
#include "visit/visit.h"
#include "base/out.h"
#include "web/page.h"

struct page visit_plain(struct desk *, struct out *, enum lang);
void visit_tell_story(struct desk *, const struct visit_row *, const char *what);
