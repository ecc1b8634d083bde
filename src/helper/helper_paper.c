/* When they can come, who is not sent to whom, which trainings open which kinds, and the check by law. */
#include "desk/account.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "helper/helper.h"

/* ---- when they can come ---- */

static bool spans_are_fine(const struct helper_span *span, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (span[i].weekday < 0 || span[i].weekday > 6 || span[i].from < 0 || span[i].from >= span[i].until || span[i].until > 24 * 60)
			return false;
		for (size_t k = 0; k < i; k++)
			if (span[k].weekday == span[i].weekday && span[k].from < span[i].until && span[i].from < span[k].until)
				return false;
	}
	return true;
}

enum helper_refusal helper_hours_put(struct desk *d, struct person_id person_id, const struct helper_span *span, size_t n)
{
	struct helper_row x;
	if (!spans_are_fine(span, n))
		return HELPER_BAD;
	if (!helper_by_key(d, person_id, &x))
		return HELPER_NO_SUCH;
	helper_hours_drop(d, person_id);
	for (size_t i = 0; i < n; i++)
		helper_hours_add(d, person_id, span[i].weekday, span[i].from, span[i].until);
	audit_note(d, "helper.hours", "person", person_id.v, STR_NONE);
	return HELPER_OK;
}

enum helper_refusal helper_day_put(struct desk *d, struct person_id person_id, struct day on, const struct staff_span *span, size_t n)
{
	struct helper_row x;
	int last = 0;
	for (size_t i = 0; i < n; i++) {
		if (span[i].from < last || span[i].until <= span[i].from || span[i].until > 24 * 60)
			return HELPER_BAD;
		last = span[i].until;
	}
	if (!helper_by_key(d, person_id, &x))
		return HELPER_NO_SUCH;
	helper_day_drop(d, person_id, on);
	for (size_t i = 0; i < n; i++)
		helper_day_add(d, person_id, on, span[i].from, span[i].until);
	if (!n)
		helper_day_add(d, person_id, on, 0, 0);
	audit_note(d, "helper.day", "person", person_id.v, STR_NONE);
	return HELPER_OK;
}

void helper_day_usual(struct desk *d, struct person_id person_id, struct day on)
{
	helper_day_drop(d, person_id, on);
	audit_note(d, "helper.day", "person", person_id.v, STR_NONE);
}

size_t helper_spans_on(struct desk *d, struct person_id person_id, struct day on, struct staff_span ret[STAFF_SPANS])
{
	struct helper_day_row *day;
	struct helper_hours_row *hours;
	size_t n = 0, day_n = helper_days_of(d, person_id, on, &day);
	if (day_n && day[0].that_on.n == on.n) {
		for (size_t i = 0; i < day_n && n < STAFF_SPANS && day[i].that_on.n == on.n; i++)
			if (day[i].from_n < day[i].until_n)
				ret[n++] = (struct staff_span){ (int)day[i].from_n, (int)day[i].until_n };
		return n;
	}
	size_t hours_n = helper_hours_of(d, person_id, &hours);
	for (size_t i = 0; i < hours_n && n < STAFF_SPANS; i++)
		if (hours[i].weekday_n == day_weekday(on))
			ret[n++] = (struct staff_span){ (int)hours[i].from_n, (int)hours[i].until_n };
	return n;
}

/* ---- who is not sent to whom ---- */

bool helper_is_blocked(struct desk *d, struct person_id person_id, struct family_id family_id)
{
	struct helper_block_row *row;
	size_t n = helper_blocks_of_family(d, family_id, &row);
	for (size_t i = 0; i < n; i++)
		if (row[i].person_id.v == person_id.v)
			return true;
	return false;
}

enum helper_refusal helper_block_add(struct desk *d, const struct helper_blocking *b, struct block_id *ret)
{
	struct helper_row x;
	struct block_id block_id = { id_new() };
	bool is_side = str_is(b->side, "family") || str_is(b->side, "helper") || str_is(b->side, "desk");
	if (!is_side || !b->family_id.v || str_letters(b->why) > 1000)
		return HELPER_BAD;
	if (!helper_by_key(d, b->person_id, &x))
		return HELPER_NO_SUCH;
	helper_block_put(d, &(struct helper_block_put_in){ .block_id = block_id, .person_id = b->person_id, .family_id = b->family_id, .side = b->side,
		.why = b->why, .made_at = d->now, .by_account_id = d->who.account_id });
	audit_note(d, "helper.block", "person", b->person_id.v, STR_NONE);
	*ret = block_id;
	return HELPER_OK;
}

bool helper_block_end(struct desk *d, struct block_id block_id)
{
	if (helper_block_ended(d, d->now, block_id) != 1)
		return false;
	audit_note(d, "helper.block.end", "block", block_id.v, STR_NONE);
	return true;
}

/* ---- trainings ---- */

/* Of several of one name the one that holds, else the one that lapsed last. */
static struct helper_paper paper_of(const struct staff_training *t, size_t n, struct str name, struct day on)
{
	struct helper_paper best = { DAY_NONE, DAY_NONE };
	for (size_t i = 0; i < n; i++) {
		struct helper_paper x = { t[i].done_on, t[i].until_on };
		bool is_better = day_is_none(best.done_on) || helper_paper_holds(&x, on)
			|| (!helper_paper_holds(&best, on) && x.until_on.n > best.until_on.n);
		if (str_eq(t[i].name, name) && is_better)
			best = x;
	}
	return best;
}

size_t helper_lapses(struct desk *d, const struct helper_row *x, unsigned kinds, struct day on, struct helper_lapse **ret)
{
	struct helper_need_row *need;
	struct staff_training *training;
	size_t need_n = helper_needs_all(d, &need), n = 0;
	size_t training_n = need_n ? staff_training_list(d, x->person_id, &training) : 0;
	*ret = ARENA_ARRAY(d->arena, struct helper_lapse, need_n + 1);
	for (size_t i = 0; i < need_n; i++) {
		struct helper_lapse lapse = { need[i].training, { DAY_NONE, DAY_NONE } };
		bool is_known = false;
		for (size_t k = 0; k < n; k++)
			is_known = is_known || str_eq((*ret)[k].training, lapse.training);
		lapse.paper = paper_of(training, training_n, lapse.training, on);
		if (!is_known && (helper_kind_bit(need[i].kind) & kinds) && !helper_paper_holds(&lapse.paper, on))
			(*ret)[n++] = lapse;
	}
	return n;
}

enum helper_refusal helper_need_put(struct desk *d, const struct helper_need_row *x)
{
	bool is_fine = helper_kind_bit(x->kind) && x->training.n && str_letters(x->training) <= 100 && x->months_n >= 0 && x->months_n <= 600;
	if (!is_fine || helper_need_add(d, &(struct helper_need_add_in){ .need_id = { id_new() }, .kind = x->kind, .training = x->training,
		.months_n = x->months_n, .made_at = d->now }) != 1)
		return HELPER_BAD;
	audit_note(d, "helper.need", "tenant", d->tenant_id.v, STR_NONE);
	return HELPER_OK;
}

bool helper_need_end(struct desk *d, struct need_id need_id)
{
	if (helper_need_ended(d, d->now, need_id) != 1)
		return false;
	audit_note(d, "helper.need.end", "tenant", d->tenant_id.v, STR_NONE);
	return true;
}

/* ---- the check by law ---- */

bool helper_has_checks(const struct desk *d)
{
	return str_is(tenant_get(d->tenant, "helper.checks"), "yes");
}

bool helper_may_check(struct desk *d)
{
	struct account_line line;
	struct str login = tenant_get(d->tenant, "helper.check_login");
	return helper_has_checks(d) && login.n && d->who.role == ROLE_MANAGER && account_by_login(d, login, &line)
		&& line.account_id.v == d->who.account_id.v;
}

enum helper_refusal helper_check_put(struct desk *d, const struct helper_check_row *x)
{
	struct helper_row helper;
	bool has_order = day_is_none(x->confirmed_on) || day_is_none(x->due_on) || x->confirmed_on.n <= x->due_on.n;
	if (!helper_may_check(d) || !helper_by_key(d, x->person_id, &helper))
		return HELPER_NO_SUCH;
	if (!has_order || (!day_is_none(x->confirmed_on) && x->confirmed_on.n > d->today.n))
		return HELPER_BAD;
	helper_check_keep(d, &(struct helper_check_keep_in){ .person_id = x->person_id, .is_in_scope = x->is_in_scope,
		.confirmed_on = x->confirmed_on, .due_on = x->due_on, .changed_at = d->now, .by_account_id = d->who.account_id });
	audit_note(d, "helper.check", "person", x->person_id.v, STR_NONE);
	return HELPER_OK;
}

bool helper_check_stands(const struct helper_check_row *x, struct day on)
{
	return !x->is_in_scope || (!day_is_none(x->confirmed_on) && (day_is_none(x->due_on) || on.n <= x->due_on.n));
}
