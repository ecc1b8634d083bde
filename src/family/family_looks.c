/* Which looks belong to a week, and which weeks nobody has looked through. */
#include "family/family_looks.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/task.h"

struct day family_looks_monday(struct day on)
{
	return (struct day){ on.n - (day_weekday(on) + 6) % 7 };
}

struct str family_looks_head(struct str purpose)
{
	struct str rest = purpose, head = STR_NONE;
	str_cut(&rest, ':', &head);
	return head;
}

static bool is_of(const struct may_reach *reach, struct operator_id operator_id)
{
	return reach->is_everywhere || (operator_id.v ? operator_id.v == reach->operator_id.v : reach->is_unowned_seen);
}

static struct family_look *look_of(struct family_looks *to, const struct family_looks_between_row *x)
{
	for (size_t i = 0; i < to->n; i++) {
		struct family_look *l = &to->line[i];
		if (l->account_id.v == x->account_id.v && l->family_id.v == x->subject_n && str_eq(l->purpose, x->purpose))
			return l;
	}
	struct family_look *new = &to->line[to->n++];
	*new = (struct family_look){ .account_id = x->account_id, .family_id = { x->subject_n }, .name = x->name, .role = x->role, .purpose = x->purpose,
		.last_at = x->noted_at };
	return new;
}

static void week_read(struct desk *d, const struct may_reach *reach, struct day week_on, struct family_looks *ret)
{
	struct family_looks_between_row *row;
	size_t n = family_looks_between(d, day_moment(week_on, 0), day_moment((struct day){ week_on.n + 7 }, 0), FAMILY_LOOKS_MOST, &row);
	*ret = (struct family_looks){ .week_on = week_on, .line = ARENA_ARRAY(d->arena, struct family_look, n + 1), .is_cut = n == FAMILY_LOOKS_MOST };
	for (size_t i = 0; i < n; i++) {
		if (!is_of(reach, row[i].operator_id))
			continue;
		struct family_look *l = look_of(ret, &row[i]);
		l->first_at = row[i].noted_at;
		l->n++;
	}
	ret->is_seen = family_looks_week_of(d, week_on, reach->operator_id.v, &ret->seen);
}

void family_looks_read(struct desk *d, struct day week_on, struct family_looks *ret)
{
	struct may_reach reach = may_reach(d, MAY_FAMILY_LOOKS);
	week_read(d, &reach, week_on, ret);
	for (size_t i = 0; i < ret->n; i++) {
		struct family_row f;
		if (family_by_id(d, ret->line[i].family_id, &f))
			ret->line[i].family = f.name;
	}
}

/* ---- looked through ---- */

/* A task's subject: the legal body, or 1 where a town has none. */
static int64_t subject_of(struct operator_id operator_id)
{
	return operator_id.v ? operator_id.v : 1;
}

bool family_looks_tick(struct desk *d, struct day week_on)
{
	struct family_looks week;
	struct may_reach reach = may_reach(d, MAY_FAMILY_LOOKS);
	week_read(d, &reach, week_on, &week);
	if (week.is_seen || week_on.n + 7 > d->today.n)
		return false;
	family_looks_week_put(d, &(struct family_looks_week_put_in){ .week_on = week_on, .operator_n = reach.operator_id.v, .look_n = (int64_t)week.n,
		.by_account_id = d->who.account_id, .by_name = d->who.name, .seen_at = d->now });
	task_settle_subject(d, TASK_LOOKS, subject_of(reach.operator_id));
	audit_note(d, "family.looks", "week", week_on.n, STR_NONE);
	return true;
}

static void raise_for(struct desk *d, struct operator_id operator_id)
{
	struct may_reach reach = { .operator_id = operator_id, .is_unowned_seen = true };
	struct day monday = family_looks_monday(d->today);
	for (int i = FAMILY_LOOKS_WEEKS; i >= 1; i--) {
		struct family_looks week;
		struct day on = { monday.n - 7 * i };
		week_read(d, &reach, on, &week);
		if (week.is_seen || !week.n)
			continue;
		struct day_parts x = day_split(on);
		task_raise(d, &(struct task_new){ .kind = TASK_LOOKS, .subject_id = subject_of(operator_id),
			.line = arena_fmt(d->arena, "%zu", week.n), .href = arena_fmt(d->arena, "/desk/looks?week=%04d-%02d-%02d", x.year, x.month, x.day),
			.due_at = day_moment((struct day){ on.n + 7 }, 17 * 60), .operator_id = operator_id, .least = ROLE_MANAGER });
		return;
	}
}

void family_looks_hourly(struct desk *d)
{
	for (size_t i = 0; i < d->tenant->operator_n; i++)
		raise_for(d, d->tenant->operator[i].operator_id);
	if (!d->tenant->operator_n)
		raise_for(d, (struct operator_id){ 0 });
}
