/* What is done with a request, written into the counts (room count): asked, sounded out, filled, not met with its reason, called off, done.
 * They are events of the day of the act, so that a month is the same for ever as of a past day; a helper who drops out takes the filling back. */
#include "care/care_inside.h"
#include "count/count.h"

static struct count_new event(const struct care_request_row *x, const char *kind, int64_t subject_n)
{
	return (struct count_new){ .kind = kind, .subject_n = subject_n, .subject_version_n = 1, .operator_id = x->operator_id, .area_id = x->area_id,
		.channel = x->is_by_family ? STR("web") : STR("phone"), .topic = x->kind };
}

void care_counted(struct desk *d, const struct care_request_row *x, const char *kind, int64_t subject_n)
{
	struct count_new e = event(x, kind, subject_n);
	e.done_on = d->today;
	count_add(d, &e);
}

void care_counted_over(struct desk *d, const struct care_request_row *x, struct str state, struct str reason)
{
	struct count_new e = event(x, str_is(state, "unfilled") ? "care-unfilled" : "care-cancel", x->request_id.v);
	e.done_on = d->today;
	e.outcome = reason;
	count_add(d, &e);
}

void care_counted_visit(struct desk *d, const struct care_request_row *x, const struct care_assignment_row *a)
{
	struct count_new e = event(x, "care-visit", a->assignment_id.v);
	e.done_on = day_of(a->started_at.ms ? a->started_at : a->from_at);
	e.minutes_n = a->started_at.ms && a->ended_at.ms > a->started_at.ms ? (a->ended_at.ms - a->started_at.ms) / MINUTE : 0;
	count_add(d, &e);
}

void care_counted_back(struct desk *d, struct assignment_id assignment_id)
{
	count_reverse(d, &(struct count_new){ .kind = "care-fill", .subject_n = assignment_id.v, .subject_version_n = 1 });
}
