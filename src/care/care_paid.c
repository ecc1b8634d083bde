/* Money that came, and months that are closed. */
#include "care/care_fee_inside.h"
#include "desk/audit.h"
#include "desk/may.h"

enum { TRIES = 5, YEAR = 100, LAST = 12 };

/* ---- money ---- */

size_t care_paid_of(struct desk *d, struct fee_id fee_id, struct care_paid_row **ret)
{
	return care_paid_list(d, fee_id, ret);
}

enum care_fee_end care_paid_take(struct desk *d, const struct care_fee_row *x, int64_t paid_yen, struct day paid_on, struct str way)
{
	int64_t owed_yen = x->is_live ? x->family_yen : 0, after_yen = x->paid_yen + paid_yen, year_n = day_fiscal_year(paid_on);
	if (!paid_yen || after_yen < 0 || (paid_yen > 0 && after_yen > owed_yen))
		return CARE_FEE_WRONG;
	for (int i = 0; i < TRIES && !desk_is_faulted(d); i++) {
		struct care_paid_last_row last = { .receipt_n = 0 };
		care_paid_last(d, year_n, &last);
		if (care_paid_add(d, &(struct care_paid_add_in){ .paid_id = { id_new() }, .year_n = year_n, .receipt_n = last.receipt_n + 1,
			.fee_id = x->fee_id, .family_id = x->family_id, .paid_yen = paid_yen, .paid_on = paid_on, .way = way, .made_at = d->now,
			.by_account_id = d->who.account_id, .by_name = d->who.name }) != 1)
			continue;
		care_paid_sum(d, paid_yen, x->fee_id);
		if (after_yen == owed_yen && x->request_id.v)
			care_paid_request_settled(d, x->request_id);
		audit_note(d, "fee.paid", "fee", x->fee_id.v, STR_NONE);
		return CARE_FEE_FINE;
	}
	return CARE_FEE_WRONG;
}

/* ---- months ---- */

static struct care_fee_sums_row sums_of(struct desk *d, int64_t month_n, const struct may_reach *reach)
{
	struct care_fee_sums_row sums = { .fee_n = 0 };
	care_fee_sums_of(d, &(struct care_fee_sums_of_in){ .month_n = month_n, .is_everywhere = reach->is_everywhere,
		.is_unowned_seen = reach->is_unowned_seen, .operator_id = reach->operator_id, .has_all_areas = reach->has_all_areas,
		.area_list = reach->area_list }, &sums);
	return sums;
}

static size_t persons(struct desk *d, int64_t from_n, int64_t until_n, struct care_fee_by_person_row **ret)
{
	struct may_reach reach = may_reach(d, MAY_FEE_MONTH);
	return care_fee_persons_of(d, &(struct care_fee_persons_of_in){ .from_n = from_n, .until_n = until_n, .is_everywhere = reach.is_everywhere,
		.is_unowned_seen = reach.is_unowned_seen, .operator_id = reach.operator_id, .has_all_areas = reach.has_all_areas,
		.area_list = reach.area_list, .limit_n = CARE_FEE_MONTH_MOST }, ret);
}

static bool tied(const struct care_fee_month *m)
{
	int64_t family_yen = 0, add_yen = 0, helper_yen = 0, fee_n = 0;
	for (size_t i = 0; i < m->family_n; i++) {
		family_yen += m->family[i].family_yen;
		add_yen += m->family[i].add_yen;
		fee_n += m->family[i].fee_n;
	}
	for (size_t i = 0; i < m->person_n; i++)
		helper_yen += m->person[i].helper_yen;
	return family_yen == m->sums.family_yen && add_yen == m->sums.add_yen && fee_n == m->sums.fee_n && helper_yen == m->sums.helper_yen
		&& family_yen + add_yen == helper_yen + m->sums.house_yen;
}

void care_fee_month(struct desk *d, int64_t month_n, struct care_fee_month *ret)
{
	struct may_reach reach = may_reach(d, MAY_FEE_MONTH);
	*ret = (struct care_fee_month){ .month_n = month_n, .sums = sums_of(d, month_n, &reach) };
	ret->family_n = care_fee_families_of(d, &(struct care_fee_families_of_in){ .month_n = month_n, .is_everywhere = reach.is_everywhere,
		.is_unowned_seen = reach.is_unowned_seen, .operator_id = reach.operator_id, .has_all_areas = reach.has_all_areas,
		.area_list = reach.area_list, .limit_n = CARE_FEE_MONTH_MOST }, &ret->family);
	ret->person_n = persons(d, month_n, month_n, &ret->person);
	ret->use_n = care_fee_uses_of(d, &(struct care_fee_uses_of_in){ .month_n = month_n, .is_everywhere = reach.is_everywhere,
		.is_unowned_seen = reach.is_unowned_seen, .operator_id = reach.operator_id, .has_all_areas = reach.has_all_areas,
		.area_list = reach.area_list }, &ret->use);
	ret->is_closed = care_fee_month_closed(d, reach.operator_id.v, month_n, &ret->closed);
	ret->is_tied = tied(ret);
}

size_t care_fee_month_list(struct desk *d, int64_t month_n, int64_t limit_n, struct care_fee_row **ret)
{
	struct may_reach reach = may_reach(d, MAY_FEE_MONTH);
	return care_fee_list_of_month(d, &(struct care_fee_list_of_month_in){ .month_n = month_n, .is_everywhere = reach.is_everywhere,
		.is_unowned_seen = reach.is_unowned_seen, .operator_id = reach.operator_id, .has_all_areas = reach.has_all_areas,
		.area_list = reach.area_list, .limit_n = limit_n }, ret);
}

/* Of one legal body, or of what belongs to none. */
static enum care_fee_end close_one(struct desk *d, int64_t month_n, struct operator_id operator_id, const struct may_reach *all)
{
	struct may_reach one = *all;
	struct care_fee_earliest_open_row open = { .month_n = 0 };
	one.is_everywhere = false;
	one.operator_id = operator_id;
	one.is_unowned_seen = !operator_id.v;
	struct care_fee_sums_row sums = sums_of(d, month_n, &one);
	if (care_fee_earliest_open(d, operator_id.v, month_n, &open) && open.month_n)
		return CARE_FEE_EARLIER;
	bool is_done = care_fee_month_shut(d, &(struct care_fee_month_shut_in){ .operator_n = operator_id.v, .month_n = month_n, .fee_n = sums.fee_n,
		.family_yen = sums.family_yen, .add_yen = sums.add_yen, .helper_yen = sums.helper_yen, .house_yen = sums.house_yen,
		.closed_at = d->now, .by_account_id = d->who.account_id, .by_name = d->who.name }) == 1;
	return is_done ? CARE_FEE_FINE : CARE_FEE_MONTH_CLOSED;
}

enum care_fee_end care_fee_month_close(struct desk *d, int64_t month_n)
{
	struct may_reach reach = may_reach(d, MAY_FEE_MONTH);
	enum care_fee_end r = close_one(d, month_n, reach.operator_id, &reach);
	if (r == CARE_FEE_FINE && reach.operator_id.v && reach.is_unowned_seen)
		r = close_one(d, month_n, (struct operator_id){ 0 }, &reach);
	if (r == CARE_FEE_FINE)
		audit_note(d, "fee.close", "month", month_n, STR_NONE);
	return r;
}

size_t care_fee_year(struct desk *d, int64_t year_n, struct care_fee_by_person_row **ret)
{
	return persons(d, year_n * YEAR + 1, year_n * YEAR + LAST, ret);
}

struct care_fee_sums_row care_fee_year_of_person(struct desk *d, struct person_id person_id, int64_t year_n)
{
	struct care_fee_sums_row sums = { .fee_n = 0 };
	care_fee_sums_of_person(d, person_id, year_n * YEAR + 1, year_n * YEAR + LAST, &sums);
	return sums;
}
