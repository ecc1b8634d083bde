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
/* Counts (care_counted.c), in the transaction of the act; each once however often it is said. kind: care-ask of the request, care-offer of the offer,
 * care-fill of the assignment. */
void care_counted(struct desk *, const struct care_request_row *, const char *kind, int64_t subject_n);
void care_counted_over(struct desk *, const struct care_request_row *, struct str state, struct str reason);    /* unfilled or cancelled */
void care_counted_visit(struct desk *, const struct care_request_row *, const struct care_assignment_row *);   /* on the day that it was */
void care_counted_back(struct desk *, struct assignment_id);           /* who was to go does not */
