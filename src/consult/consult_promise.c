/* Promises: made with a question, met with its answer, counted; and the pace that the next ones are made by. */
#include "consult/consult_promise.h"
#include "consult/consult_rules.h"
#include "desk/may.h"

enum { PACE = 1 };                                      /* one row a tenant */

static struct str hours_of(const struct desk *d, struct area_id area_id)
{
	const struct tenant_counter *counter = tenant_counter_for(d->tenant, area_id);
	return counter ? counter->hours_rule : STR_NONE;
}

struct moment consult_promise_now(struct desk *d, struct area_id area_id, bool *ret_is_open)
{
	struct str hours = hours_of(d, area_id), closed = tenant_get(d->tenant, "closed_days");
	struct consult_promise_pace_row pace;
	*ret_is_open = consult_is_open(d->now, hours, closed);
	if (consult_promise_pace(d, &pace) && pace.sample_n >= CONSULT_PACE_LEAST)
		return consult_promise_at_pace(d->now, hours, closed, pace.minute_n);
	return consult_promise(d->now, hours, closed);
}

void consult_promise_made(struct desk *d, const struct consult_thread_row *t, struct moment promised_at)
{
	consult_promise_add(d, &(struct consult_promise_add_in){ .promise_id = { id_new() }, .thread_id = t->thread_id, .operator_id = t->operator_id,
		.made_at = d->now, .promised_at = promised_at });
}

void consult_promise_met(struct desk *d, struct thread_id thread_id)
{
	consult_promise_answer(d, d->now, thread_id);
}

void consult_promise_dropped(struct desk *d, struct thread_id thread_id)
{
	consult_promise_end(d, d->now, thread_id);
}

/* ---- the pace ---- */

void consult_pace_hourly(struct desk *d)
{
	struct consult_promise_pace_row last;
	struct consult_promise_list_answered_row *row;
	struct str hours = hours_of(d, (struct area_id){ 0 }), closed = tenant_get(d->tenant, "closed_days");
	if (!hours.n || (consult_promise_pace(d, &last) && last.made_on.n == d->today.n))
		return;
	size_t n = consult_promise_list_answered(d, moment_add(d->now, -CONSULT_PACE_DAYS * DAY_MS), &row);
	int64_t *minutes = ARENA_ARRAY(d->arena, int64_t, n + 1);
	for (size_t i = 0; i < n; i++)
		minutes[i] = consult_open_minutes(row[i].made_at, row[i].answered_at, hours, closed);
	consult_promise_pace_put(d, (struct pace_id){ PACE }, d->today, (int64_t)n, consult_share(minutes, n, CONSULT_PACE_SHARE));
}

/* ---- looked at ---- */

static struct day month_before(struct day on, int n)
{
	struct day_parts x = day_split(on);
	int month = x.year * 12 + x.month - 1 - n;
	return day_make(month / 12, month % 12 + 1, 1);
}

void consult_promise_look(struct desk *d, struct consult_promise_view *ret)
{
	enum { MONTHS = 6 };
	struct may_reach reach = may_reach(d, MAY_CONSULT_COUNT);
	struct consult_promise_pace_row pace;
	*ret = (struct consult_promise_view){ .tenant = d->tenant };
	for (int i = 0; i < MONTHS; i++) {
		struct consult_promise_count_row n = { 0 };
		struct day on = month_before(d->today, i);
		consult_promise_count(d, &(struct consult_promise_count_in){ .now_at = d->now, .from_at = day_moment(on, 0),
			.until_at = day_moment(month_before(d->today, i - 1), 0), .is_everywhere = reach.is_everywhere, .is_unowned_seen = reach.is_unowned_seen,
			.operator_id = reach.operator_id }, &n);
		ret->month[ret->month_n++] = (struct consult_kept){ on, n.kept_n, n.broken_n, n.open_n };
	}
	ret->broken_n = consult_promise_list_broken(d, &(struct consult_promise_list_broken_in){ .from_at = day_moment(month_before(d->today, 1), 0),
		.now_at = d->now, .is_everywhere = reach.is_everywhere, .is_unowned_seen = reach.is_unowned_seen, .operator_id = reach.operator_id },
		&ret->broken);
	if (consult_promise_pace(d, &pace)) {
		ret->sample_n = pace.sample_n;
		ret->minute_n = pace.minute_n;
		ret->has_pace = pace.sample_n >= CONSULT_PACE_LEAST;
	}
}
