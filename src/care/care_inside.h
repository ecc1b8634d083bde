/* What the room's files lend each other. */
#pragma once
#include "care/care.h"
#include "base/out.h"
#include "web/page.h"

struct page care_plain(struct desk *, struct out *, enum lang);
/* One line into the family's story: `what` names the sentence in care_words.page. */
void care_tell_story(struct desk *, const struct care_request_row *, const char *what, struct str word);
/* A letter without content to the account behind it, where it has an address; `way` is the page it leads to. */
void care_tell_person(struct desk *, struct person_id, const char *way);
void care_tell_family(struct desk *, const struct care_request_row *);
/* The task of the desk for a request that somebody is sought for; settled where it is not. */
void care_task(struct desk *, const struct care_request_row *);
void care_task_done(struct desk *, struct request_id);
