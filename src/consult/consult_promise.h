/* What families are promised (until when a person answers), and how it was kept: by the hours of the counter, and where there were enough answers in
 * the last four weeks by how quick 80 of 100 of them were. */
#pragma once
#include "consult/consult.h"
#include "consult/consult_promise.sql.h"

enum { CONSULT_PACE_LEAST = 20, CONSULT_PACE_DAYS = 28, CONSULT_PACE_SHARE = 80 };

void consult_promise_made(struct desk *, const struct consult_thread_row *, struct moment promised_at);  /* none where one is open already */
void consult_promise_met(struct desk *, struct thread_id);              /* somebody answered */
void consult_promise_dropped(struct desk *, struct thread_id);          /* closed without an answer */
/* Timed, once a day: how quick the answers were. */
void consult_pace_hourly(struct desk *);

/* One month's promises; MAY_CONSULT_COUNT's reach. */
struct consult_kept { struct day month_on; int64_t kept_n, broken_n, open_n; };
struct consult_promise_view { const struct tenant *tenant; struct consult_kept month[6]; size_t month_n;
	struct consult_promise_list_broken_row *broken; size_t broken_n; int64_t sample_n, minute_n; bool has_pace; };
void consult_promise_look(struct desk *, struct consult_promise_view *ret);
