/* The demo's boxes, its budget, and a few visits for each nurse: [gift NAME] and [gift budget] of a profile. */
#include "command/command.h"
#include "base/conf.h"
#include "family/family.h"
#include "gift/gift.h"
#include "visit/visit.h"

static void kind_add(struct desk *d, const struct conf *c, const struct conf_item *head)
{
	struct gift_kind kind = { .unit_yen = conf_number_of(c, head, "unit"), .place_n = head->line, .is_open = true };
	int64_t piece_n = conf_number_of(c, head, "pieces");
	for (int i = 0; i < LANG_N; i++)
		kind.words[i] = conf_of(c, head, lang_code((enum lang)i));
	if (gift_kind_put(d, &kind) == GIFT_OK && piece_n > 0)
		gift_pay(d, &(struct gift_cost){ .paid_on = { d->today.n - 20 }, .line = kind.words[LANG_JA], .cost_yen = piece_n * kind.unit_yen,
			.kind_id = kind.kind_id, .piece_n = piece_n });
}

static void gift_add(struct desk *d, const struct conf *c, const struct conf_item *head)
{
	struct str line = conf_of(c, head, "line");
	if (str_is(head->name, "budget"))
		gift_budget_set(d, day_fiscal_year(d->today), conf_number_of(c, head, "yen"));
	else if (line.n)
		gift_pay(d, &(struct gift_cost){ .paid_on = { d->today.n - 10 }, .line = line, .cost_yen = conf_number_of(c, head, "yen") });
	else
		kind_add(d, c, head);
}

/* Three of a nurse's families on the next days that she works; the way between them is not the shortest on purpose. */
static void visits_add(struct desk *d, const struct staff_person *nurse)
{
	static const int64_t lat[] = { 32014000, 32081000, 32020000, 32060000 }, lon[] = { 130193000, 130205000, 130210000, 130190000 };
	struct family_line_row *family;
	struct gift_kind *kind;
	struct who who = d->who;
	d->who = (struct who){ .role = ROLE_WORKER, .account_id = nurse->account_id, .operator_id = nurse->operator_id, .name = nurse->name,
		.area_ids = nurse->area_ids };
	size_t n = family_list(d, (struct area_id){ 0 }, FAMILY_LIST_MOST, &family);
	size_t kind_n = gift_kinds(d, &kind), done_n = 0;
	for (int days = 1; days < 10 && done_n < 4 && n >= 8; days++) {
		struct staff_span span[STAFF_SPANS];
		struct day on = { d->today.n + days };
		for (size_t i = 0; staff_hours_on(d, nurse, on, span) && i < 4; i++, done_n++) {
			struct visit_id visit_id;
			enum staff_time_refusal why;
			const struct family_line_row *f = &family[(done_n * 7 + (size_t)nurse->capacity_n + nurse->kana.n * 11) % n];
			struct visit_new v = { .family_id = f->family_id, .person_id = nurse->person_id, .minutes = 60, .kind = STR("growth"),
				.lat_n = lat[i], .lon_n = lon[i], .is_fixed = i == 0,
				.from_at = day_moment(on, 9 * 60 + 30 + 90 * (int)i) };
			visit_plan(d, &v, &visit_id, &why);
			if (kind_n && i < 2)
				gift_choose(d, f->family_id, kind[i % kind_n].kind_id, i == 0);
		}
	}
	d->who = who;
}

void command_demo_visits(struct desk *d, void *arg)
{
	const struct conf *c = arg;
	struct staff_person *person;
	for (size_t i = 0; i < c->item_n; i++)
		if (!c->item[i].key.n && str_is(c->item[i].section, "gift") && tenant_has_room(d->tenant, "gift"))
			gift_add(d, c, &c->item[i]);
	size_t n = 0;
	if (tenant_has_room(d->tenant, "visit"))
		n = staff_people_of_house(d, &(struct staff_wish){ .is_named_only = true }, &person);
	for (size_t i = 0; i < n; i++)
		visits_add(d, &person[i]);
}
