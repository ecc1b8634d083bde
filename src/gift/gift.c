/* Kinds, the ledger of the stock, a family's box, and the year's money. */
#include "gift/gift.h"
#include "base/json.h"
#include "base/out.h"
#include "desk/audit.h"
#include "family/family_loss.h"

enum { TRIES = 5 };

/* ---- kinds ---- */

struct str gift_name(const struct desk *d, const struct gift_kind *k)
{
	return k->words[d->lang].n ? k->words[d->lang] : k->words[LANG_JA];
}

size_t gift_kinds(struct desk *d, struct gift_kind **ret)
{
	struct gift_kind_row *row;
	size_t n = gift_kinds_all(d, &row);
	*ret = ARENA_ARRAY(d->arena, struct gift_kind, n + 1);
	for (size_t i = 0; i < n; i++) {
		(*ret)[i] = (struct gift_kind){ .kind_id = row[i].kind_id, .place_n = row[i].place_n, .unit_yen = row[i].unit_yen,
			.version_n = row[i].version_n, .is_open = row[i].is_open, .stock_n = row[i].stock_n, .chosen_n = row[i].chosen_n,
			.handed_n = row[i].handed_n };
		lang_words_read(d->arena, row[i].words, (*ret)[i].words);
	}
	return n;
}

bool gift_kind_of(struct desk *d, struct kind_id kind_id, struct gift_kind *ret)
{
	struct gift_kind *all;
	size_t n = gift_kinds(d, &all);
	for (size_t i = 0; i < n; i++)
		if (all[i].kind_id.v == kind_id.v) {
			*ret = all[i];
			return true;
		}
	return false;
}

bool gift_kind_is_free(const struct gift_kind *k)
{
	return k->is_open && k->stock_n > k->chosen_n;
}

enum gift_refusal gift_kind_put(struct desk *d, struct gift_kind *k)
{
	if (!k->words[LANG_JA].n || k->unit_yen < 0)
		return GIFT_BAD;
	struct str words = lang_words_write(d->arena, k->words);
	if (!k->kind_id.v) {
		k->kind_id.v = id_new();
		gift_kind_add(d, &(struct gift_kind_add_in){ .kind_id = k->kind_id, .place_n = k->place_n, .words = words, .unit_yen = k->unit_yen,
			.is_open = k->is_open, .made_at = d->now });
	} else if (gift_kind_change(d, &(struct gift_kind_change_in){ .kind_id = k->kind_id, .place_n = k->place_n, .words = words,
		.unit_yen = k->unit_yen, .is_open = k->is_open, .version_n = k->version_n }) != 1) {
		return GIFT_CHANGED;
	}
	audit_note(d, "gift.kind", "kind", k->kind_id.v, STR_NONE);
	return GIFT_OK;
}

/* ---- the ledger ---- */

enum gift_refusal gift_step(struct desk *d, const struct gift_step *x)
{
	for (int i = 0; i < TRIES && !desk_is_faulted(d); i++) {
		struct gift_step_last_row last = { .step_n = 0 };
		gift_step_last(d, x->kind_id, &last);
		if (last.stock_n + x->change_n < 0)
			return GIFT_OUT_OF_STOCK;
		if (gift_step_add(d, &(struct gift_step_add_in){ .kind_id = x->kind_id, .step_n = last.step_n + 1, .change_n = x->change_n,
			.stock_n = last.stock_n + x->change_n, .reason = str_of(x->reason), .gift_id = x->gift_id, .happened_at = d->now,
			.by_account_id = d->who.account_id, .by_name = d->who.name }) == 1)
			return GIFT_OK;
	}
	return GIFT_CHANGED;
}

enum gift_refusal gift_count(struct desk *d, struct kind_id kind_id, int64_t counted_n)
{
	struct gift_step_last_row last = { .step_n = 0 };
	gift_step_last(d, kind_id, &last);
	if (counted_n < 0)
		return GIFT_BAD;
	if (counted_n == last.stock_n)
		return GIFT_OK;
	audit_note(d, "gift.count", "kind", kind_id.v, STR_NONE);
	return gift_step(d, &(struct gift_step){ .kind_id = kind_id, .change_n = counted_n - last.stock_n, .reason = "counted" });
}

size_t gift_ledger(struct desk *d, struct kind_id kind_id, struct gift_steps_row **ret)
{
	return gift_steps(d, kind_id, ret);
}

/* ---- a family's box ---- */

bool gift_of_family(struct desk *d, struct family_id family_id, struct gift_box *ret)
{
	struct gift_box_row row;
	if (!gift_box_of(d, family_id, &row))
		return false;
	*ret = (struct gift_box){ .gift_id = row.gift_id, .family_id = row.family_id, .kind_id = row.kind_id, .is_handed = str_is(row.state, "handed"),
		.is_by_family = row.is_by_family, .chosen_at = row.chosen_at, .handed_at = row.handed_at, .by_name = row.by_name,
		.visit_n = row.visit_n };
	gift_kind_of(d, row.kind_id, &ret->kind);
	return true;
}

static void box_add(struct desk *d, struct gift_box *box, struct kind_id kind_id, bool is_by_family)
{
	box->gift_id.v = id_new();
	gift_box_add(d, &(struct gift_box_add_in){ .gift_id = box->gift_id, .family_id = box->family_id, .kind_id = kind_id,
		.is_by_family = is_by_family, .chosen_at = d->now });
}

enum gift_refusal gift_choose(struct desk *d, struct family_id family_id, struct kind_id kind_id, bool is_by_family)
{
	struct gift_kind kind;
	struct gift_box box = { .family_id = family_id };
	bool has_box = gift_of_family(d, family_id, &box);
	if (!gift_kind_of(d, kind_id, &kind)
		|| (is_by_family && family_is_mourning(d, family_id)))
		return GIFT_NO_SUCH;
	if (has_box && box.is_handed)
		return GIFT_HANDED_ALREADY;
	if (has_box && box.kind_id.v == kind_id.v)
		return GIFT_OK;
	if (!gift_kind_is_free(&kind))
		return GIFT_OUT_OF_STOCK;
	if (has_box)
		gift_box_kind(d, kind_id, is_by_family, d->now, box.gift_id);
	else
		box_add(d, &box, kind_id, is_by_family);
	audit_note(d, "gift.choose", "family", family_id.v, STR_NONE);
	return GIFT_OK;
}

enum gift_refusal gift_hand_over(struct desk *d, struct family_id family_id, struct kind_id kind_id, int64_t visit_n)
{
	struct gift_kind kind;
	struct gift_box box = { .family_id = family_id };
	bool has_box = gift_of_family(d, family_id, &box);
	if (!gift_kind_of(d, kind_id, &kind))
		return GIFT_NO_SUCH;
	if (has_box && box.is_handed)
		return GIFT_HANDED_ALREADY;
	if (!has_box)
		box_add(d, &box, kind_id, false);
	else if (box.kind_id.v != kind_id.v)
		gift_box_kind(d, kind_id, false, d->now, box.gift_id);
	enum gift_refusal r = gift_step(d, &(struct gift_step){ .kind_id = kind_id, .change_n = -1, .reason = "handed", .gift_id = box.gift_id });
	if (r != GIFT_OK)
		return r;
	gift_box_handed(d, &(struct gift_box_handed_in){ .handed_at = d->now, .by_account_id = d->who.account_id, .by_name = d->who.name,
		.visit_n = visit_n, .gift_id = box.gift_id });
	audit_note(d, "gift.hand-over", "family", family_id.v, STR_NONE);
	return GIFT_OK;
}

enum gift_refusal gift_take_back(struct desk *d, struct family_id family_id)
{
	struct gift_box box;
	if (!gift_of_family(d, family_id, &box) || !box.is_handed)
		return GIFT_NO_SUCH;
	gift_box_back(d, box.gift_id);
	audit_note(d, "gift.take-back", "family", family_id.v, STR_NONE);
	return gift_step(d, &(struct gift_step){ .kind_id = box.kind_id, .change_n = 1, .reason = "returned", .gift_id = box.gift_id });
}

size_t gift_waiting(struct desk *d, struct gift_boxes_waiting_row **ret)
{
	return gift_boxes_waiting(d, ret);
}

/* ---- money ---- */

void gift_year(struct desk *d, int64_t year_n, struct gift_year *ret)
{
	struct gift_budget_of_row budget = { .budget_yen = 0 };
	struct gift_boxes_handed_n_row handed = { .handed_n = 0 };
	struct gift_costs_row *row;
	*ret = (struct gift_year){ .year_n = year_n };
	gift_budget_of(d, year_n, &budget);
	gift_boxes_handed_n(d, day_moment(day_make((int)year_n, 4, 1), 0), day_moment(day_make((int)year_n + 1, 4, 1), 0), &handed);
	ret->budget_yen = budget.budget_yen;
	ret->handed_n = handed.handed_n;
	ret->cost_n = gift_costs(d, year_n, &row);
	ret->cost = ARENA_ARRAY(d->arena, struct gift_cost, ret->cost_n + 1);
	for (size_t i = 0; i < ret->cost_n; i++) {
		ret->cost[i] = (struct gift_cost){ row[i].cost_id, row[i].paid_on, row[i].line, row[i].cost_yen, row[i].piece_n, row[i].kind_id };
		ret->spent_yen += row[i].cost_yen;
		*(row[i].kind_id.v ? &ret->box_yen : &ret->other_yen) += row[i].cost_yen;
	}
}

void gift_budget_set(struct desk *d, int64_t year_n, int64_t budget_yen)
{
	gift_budget_put(d, year_n, budget_yen);
	audit_note(d, "gift.budget", "year", year_n, STR_NONE);
}

enum gift_refusal gift_pay(struct desk *d, const struct gift_cost *x)
{
	struct gift_kind kind;
	if (!x->line.n || x->cost_yen < 0 || x->piece_n < 0 || (x->piece_n > 0 && !x->kind_id.v) || day_is_none(x->paid_on))
		return GIFT_BAD;
	if (x->kind_id.v && !gift_kind_of(d, x->kind_id, &kind))
		return GIFT_NO_SUCH;
	gift_cost_add(d, &(struct gift_cost_add_in){ .cost_id = { id_new() }, .year_n = day_fiscal_year(x->paid_on), .paid_on = x->paid_on,
		.line = x->line, .cost_yen = x->cost_yen, .kind_id = x->kind_id, .piece_n = x->piece_n, .made_at = d->now,
		.by_account_id = d->who.account_id });
	audit_note(d, "gift.pay", "kind", x->kind_id.v, STR_NONE);
	return x->piece_n ? gift_step(d, &(struct gift_step){ .kind_id = x->kind_id, .change_n = x->piece_n, .reason = "bought" }) : GIFT_OK;
}
