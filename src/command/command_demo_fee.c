/* The demo's rules of fees and what was asked for in the last months, met or not: [fee NAME] and [past NAME] of a profile. */
#include "command/command.h"
#include "base/conf.h"
#include "care/care_fee.h"
#include "care/care_report.h"
#include "family/family.h"

enum { HELPERS = 20 };

static void rules_add(struct desk *d, const struct conf *c, const struct conf_item *head)
{
	struct care_fee_wrong wrong = { NULL, 0 };
	struct care_fee_rule_row *all;
	struct day_parts today = day_split(d->today);
	struct day from_on = day_make(today.month < 4 ? today.year - 2 : today.year - 1, 4, 1);
	if (care_fee_rule_put(d, conf_of(c, head, "rules"), from_on, conf_of(c, head, "source"), &wrong) == CARE_FEE_FINE
		&& care_fee_rules_all(d, &all) && str_is(conf_of(c, head, "confirmed"), "yes"))
		care_fee_rule_confirm(d, all[0].rule_id);
}

/* ---- what was asked for ---- */

struct past { struct desk *d; const struct conf *conf; struct person_id helper[HELPERS]; size_t helper_n, made_n; };

/* Of that name, or a fresh one in the area. */
static struct family_id family_named(struct desk *d, struct str name, struct area_id area_id)
{
	struct family_line_row *line;
	size_t n = family_list(d, area_id, FAMILY_LIST_MOST, &line);
	for (size_t i = 0; i < n; i++)
		if (str_eq(line[i].name, name))
			return line[i].family_id;
	return family_register(d, &(struct family_new){ .name = name, .kana = name, .area_id = area_id, .due_on = DAY_NONE, .born_on = DAY_NONE,
		.notified_on = DAY_NONE, .child_born_on = { d->today.n - 800 }, .how = STR("demo") });
}

static void carry_out(struct past *x, struct request_id request_id, struct family_id family_id, const struct moment at[2])
{
	struct desk *d = x->d;
	struct assignment_id visit = { id_new() };
	struct moment now = d->now;
	care_request_filled(d, moment_add(at[0], -2 * DAY_MS), request_id, 1);
	care_assignment_add(d, &(struct care_assignment_add_in){ .assignment_id = visit, .request_id = request_id, .family_id = family_id,
		.person_id = x->helper[x->made_n % x->helper_n], .booking_id = { id_new() }, .from_at = at[0], .until_at = at[1],
		.held_at = moment_add(at[0], -2 * DAY_MS) });
	care_report_start(d, at[0], MOMENT_NONE, visit);
	care_report_end(d, at[1], visit);
	care_report_put(d, &(struct care_report_put_in){ .report = d->tenant->lead, .entry_ids = STR(","), .transport_yen = x->made_n % 3 ? 0 : 320,
		.reported_at = at[1], .assignment_id = visit });
	care_report_confirm(d, at[1], visit);
	care_request_state(d, STR("confirmed"), 3, request_id, STR("accepted"));
	d->now = at[1];
	care_fee_settle_visit(d, visit);
	d->now = now;
}

static void past_one(struct past *x, const struct conf_item *head, int64_t days_ago_n)
{
	struct desk *d = x->d;
	const struct conf *c = x->conf;
	struct request_id request_id = { id_new() };
	struct area_id area_id = tenant_area_named(d->tenant, conf_of(c, head, "area"));
	struct family_id family_id = family_named(d, conf_of(c, head, "family"), area_id);
	struct day on = { d->today.n - (int32_t)days_ago_n };
	struct moment at[2] = { day_moment(on, (int)conf_number_of(c, head, "hour") * 60) };
	at[1] = moment_add(at[0], conf_number_of(c, head, "minutes") * MINUTE);
	struct moment asked_at = moment_add(at[0], -4 * DAY_MS);
	struct str end = conf_of(c, head, "end");
	care_request_add(d, &(struct care_request_add_in){ .request_id = request_id, .family_id = family_id, .area_id = area_id,
		.operator_id = d->tenant->operator_n ? d->tenant->operator[0].operator_id : (struct operator_id){ 0 }, .is_by_family = true,
		.made_at = asked_at, .by_account_id = { id_new() } });
	care_request_write(d, &(struct care_request_write_in){ .request_id = request_id, .kind = conf_of(c, head, "kind"), .from_at = at[0],
		.until_at = at[1], .wish_from_on = DAY_NONE, .wish_until_on = DAY_NONE, .child_ids = STR(","), .child_n = 1 + (int64_t)(x->made_n % 5 == 0),
		.minutes_n = conf_number_of(c, head, "minutes"), .words = conf_of(c, head, "words") });
	care_request_asked_now(d, at[0], asked_at, request_id);
	if (str_is(end, "done"))
		carry_out(x, request_id, family_id, at);
	else
		care_request_over(d, &(struct care_request_over_in){ .state = STR("unfilled"), .closed_at = moment_add(at[0], -DAY_MS),
			.unfilled_reason = end, .request_id = request_id, .version_n = 3 });
	x->made_n++;
}

void command_demo_fees(struct desk *d, void *arg)
{
	struct past x = { .d = d, .conf = arg };
	struct staff_person *person;
	struct who who = d->who;
	if (!tenant_has_room(d->tenant, "care"))
		return;
	d->who = (struct who){ .role = ROLE_MANAGER, .operator_id = d->tenant->operator_n ? d->tenant->operator[0].operator_id : (struct operator_id){ 0 },
		.name = d->tenant->title };
	size_t n = staff_people_of_house(d, &(struct staff_wish){ .has_left_too = false }, &person);
	for (size_t i = 0; i < n && x.helper_n < HELPERS; i++)
		if (str_is(person[i].kind, "concierge") || str_is(person[i].kind, "helper"))
			x.helper[x.helper_n++] = person[i].person_id;
	for (size_t i = 0; i < x.conf->item_n; i++) {
		const struct conf_item *head = &x.conf->item[i];
		if (!head->key.n && str_is(head->section, "fee"))
			rules_add(d, x.conf, head);
		for (int64_t k = 0; !head->key.n && str_is(head->section, "past") && x.helper_n && k < conf_number_of(x.conf, head, "times"); k++)
			past_one(&x, head, conf_number_of(x.conf, head, "days_ago") + k * conf_number_of(x.conf, head, "every"));
	}
	d->who = who;
}
