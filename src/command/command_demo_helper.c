/* The demo's helpers: [need NAME] and [helper NAME] of a profile. A helper named like a person's sign-in is that person; others have no account. */
#include "command/command.h"
#include "base/conf.h"
#include "base/hours.h"
#include "desk/account.h"
#include "helper/helper.h"

static bool person_of(struct desk *d, const struct conf *c, const struct conf_item *head, struct staff_person *ret)
{
	struct account_line account;
	bool all_known;
	if (account_by_login(d, head->name, &account) && staff_person_of_account(d, account.account_id, ret))
		return true;
	struct str areas = command_areas(d, conf_of(c, head, "area"), &all_known);
	*ret = (struct staff_person){ .operator_id = d->tenant->operator_n ? d->tenant->operator[0].operator_id : (struct operator_id){ 0 },
		.name = conf_of(c, head, "name"), .kana = conf_of(c, head, "kana"), .face = conf_of(c, head, "face"), .kind = STR("concierge"),
		.about = conf_of(c, head, "about"), .phone = conf_of(c, head, "phone"), .began_on = DAY_NONE, .joined_on = DAY_NONE, .left_on = DAY_NONE,
		.area_ids = areas.n ? arena_fmt(d->arena, ",%.*s,", STR_ARG(areas)) : STR(""), .is_name_shown = true,
		.languages = conf_of(c, head, "speaks").n ? arena_fmt(d->arena, ",%.*s,", STR_ARG(conf_of(c, head, "speaks"))) : STR("") };
	return all_known && staff_put(d, ret) == STAFF_OK;
}

/* For how many months a training is valid, by the profile. */
static int64_t months_of(const struct conf *c, struct str training)
{
	for (size_t i = 0; i < c->item_n; i++)
		if (!c->item[i].key.n && str_is(c->item[i].section, "need") && str_eq(conf_of(c, &c->item[i], "training"), training))
			return conf_number_of(c, &c->item[i], "months");
	return 0;
}

/* "担当者研修=6,救命講習=62": done so many months ago. */
static void train(struct desk *d, const struct conf *c, struct person_id person_id, struct str list)
{
	struct str one, name;
	int64_t months;
	while (str_cut(&list, ',', &one)) {
		if (!str_cut(&one, '=', &name) || !str_int(str_trim(one), &months))
			continue;
		struct staff_training t = { .person_id = person_id, .name = str_trim(name), .done_on = { d->today.n - (int32_t)(months * 30) },
			.until_on = DAY_NONE };
		t.until_on = helper_valid_until(t.done_on, months_of(c, t.name));
		staff_training_put(d, &t);
	}
}

static void come(struct desk *d, struct person_id person_id, struct str rule)
{
	struct helper_span span[7 * HOURS_SPANS];
	size_t n = 0;
	for (int weekday = 0; weekday < 7; weekday++) {
		struct hours_span hours[HOURS_SPANS];
		size_t hours_n = hours_on(rule, weekday, hours);
		for (size_t i = 0; i < hours_n; i++)
			span[n++] = (struct helper_span){ weekday, hours[i].from, hours[i].to };
	}
	helper_hours_put(d, person_id, span, n);
}

/* Straight through the states as of long ago, before the town asked for any training: who lapsed since is active all the same, and blocked. */
static void go(struct desk *d, struct helper_row *x, struct str state)
{
	enum helper_state last = state.n ? helper_state_of(state) : HELPER_ACTIVE;
	struct desk then = *d;
	then.today.n -= 150;
	then.now = moment_add(d->now, -150 * DAY_MS);
	for (int to = HELPER_TRAINED; to <= (int)last; to++)
		helper_go(&then, x, &(struct helper_stepping){ .to = (enum helper_state)to, .resting_until_on = DAY_NONE });
}

static void helper_of(struct desk *d, const struct conf *c, const struct conf_item *head)
{
	struct staff_person person;
	if (!person_of(d, c, head, &person))
		return;
	struct helper_row x = { .person_id = person.person_id, .kinds = arena_fmt(d->arena, ",%.*s,", STR_ARG(conf_of(c, head, "kinds"))),
		.from_months_n = conf_number_of(c, head, "from_months"), .until_months_n = conf_number_of(c, head, "until_months"),
		.child_n = conf_number_of(c, head, "children"), .is_pet_fine = str_is(conf_of(c, head, "pet"), "yes"), .place = conf_of(c, head, "place"),
		.lat_n = conf_number_of(c, head, "lat"), .lon_n = conf_number_of(c, head, "lon"), .travel = conf_of(c, head, "travel"),
		.way_n = conf_number_of(c, head, "way"), .week_n = 60 * conf_number_of(c, head, "week"),
		.is_evening_fine = str_is(conf_of(c, head, "evening"), "yes"), .is_urgent_fine = str_is(conf_of(c, head, "urgent"), "yes"),
		.insured_until_on = DAY_NONE };
	if (helper_begin(d, &x) != HELPER_OK)
		return;
	train(d, c, x.person_id, conf_of(c, head, "trained"));
	come(d, x.person_id, conf_of(c, head, "comes"));
	go(d, &x, conf_of(c, head, "state"));
}

void command_demo_helpers(struct desk *d, void *arg)
{
	const struct conf *c = arg;
	if (!tenant_has_room(d->tenant, "care"))
		return;
	d->who.name = STR("demo");
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < c->item_n; i++) {
			const struct conf_item *head = &c->item[i];
			if (head->key.n)
				continue;
			if (pass && str_is(head->section, "need"))
				helper_need_put(d, &(struct helper_need_row){ .kind = conf_of(c, head, "kind"), .training = conf_of(c, head, "training"),
					.months_n = conf_number_of(c, head, "months") });
			else if (!pass && str_is(head->section, "helper"))
				helper_of(d, c, head);
		}
}
