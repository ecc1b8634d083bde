/* What a family says of a helper in private: it stops the helper at once and parts the pair, before anybody has read it; a manager lifts both, with a
 * reason. The helper reads the term and whom to ask, and nothing else. */
#include "care/care_report.h"
#include "care/care_inside.h"
#include "desk/account.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/task.h"
#include "helper/helper.h"

enum { PEOPLE_MOST = 500 };

/* Whom the helper may ask: a manager of the house, else the house. */
static struct str asked_name(struct desk *d, struct operator_id operator_id)
{
	struct account_line *line;
	size_t n = account_list(d, PEOPLE_MOST, &line);
	for (size_t i = 0; i < n; i++)
		if (str_is(line[i].role, "manager") && !line[i].ended_at.ms && (!operator_id.v || line[i].operator_id.v == operator_id.v))
			return line[i].name;
	for (size_t i = 0; i < d->tenant->operator_n; i++)
		if (d->tenant->operator[i].operator_id.v == operator_id.v)
			return d->tenant->operator[i].name;
	return d->tenant->title;
}

/* Of another open report: then both lift together. */
static bool is_of_a_report(struct desk *d, struct person_id person_id, struct day from_on)
{
	struct care_report_private_open_of_row *row;
	size_t n = care_report_private_open_of(d, person_id, &row);
	for (size_t i = 0; i < n; i++)
		if (!day_is_none(row[i].paused_on) && row[i].paused_on.n == from_on.n)
			return true;
	return false;
}

/* The first day of the pause, where it is this report's to end. A pause that a manager set stays a manager's; it only lasts as long as ours would. */
static struct day pause(struct desk *d, struct person_id person_id, struct operator_id operator_id)
{
	struct helper_line x;
	struct day until_on = { d->today.n + CARE_PAUSE_DAYS };
	if (!helper_by_person(d, person_id, &x))
		return DAY_NONE;
	bool was = helper_is_paused(&x.helper, d->today);
	bool is_longer = was && (day_is_none(x.helper.paused_until_on) || x.helper.paused_until_on.n >= until_on.n);
	if (was && !is_of_a_report(d, person_id, x.helper.paused_from_on)) {
		if (!is_longer)
			helper_pause_longer(d, person_id, until_on);
		return DAY_NONE;
	}
	if (!was)
		helper_pause(d, &(struct helper_pausing){ .person_id = person_id, .until_on = until_on, .name = asked_name(d, operator_id) });
	else if (!is_longer)
		helper_pause_longer(d, person_id, until_on);
	return was ? x.helper.paused_from_on : d->today;
}

static struct block_id part(struct desk *d, const struct care_assignment_row *a)
{
	struct block_id block_id = { 0 };
	if (!helper_is_blocked(d, a->person_id, a->family_id))
		helper_block_add(d, &(struct helper_blocking){ .person_id = a->person_id, .family_id = a->family_id, .side = STR("family") }, &block_id);
	return block_id;
}

enum care_refusal care_private_tell(struct desk *d, const struct care_assignment_row *a, struct str words, bool is_pair)
{
	struct care_request_row x;
	struct family_row f;
	struct private_id private_id = { id_new() };
	if (!words.n)
		return CARE_BAD;
	if (!care_request_by_id(d, a->request_id, &x) || !family_by_id(d, x.family_id, &f))
		return CARE_NO_SUCH;
	struct day paused_on = pause(d, a->person_id, x.operator_id);
	care_offers_stop(d, d->now, a->person_id);      /* nobody waits for an answer that may not be yes: the next minute asks whoever is next */
	care_report_private_add(d, &(struct care_report_private_add_in){ .private_id = private_id, .assignment_id = a->assignment_id,
		.person_id = a->person_id, .family_id = a->family_id, .operator_id = x.operator_id, .area_id = x.area_id, .words = words,
		.is_pair = is_pair, .told_at = d->now, .block_id = part(d, a), .paused_on = paused_on });
	task_raise(d, &(struct task_new){ .kind = TASK_CARE_PRIVATE, .subject_id = private_id.v, .line = f.name, .href = STR("/desk/care/private"),
		.due_at = d->now, .operator_id = x.operator_id, .area_id = x.area_id, .least = ROLE_MANAGER });
	audit_note(d, "care.private", "private", private_id.v, STR_NONE);
	return CARE_OK;
}

size_t care_privates(struct desk *d, struct care_private_row **ret)
{
	struct may_reach r = may_reach(d, MAY_CARE_PRIVATE);
	return care_report_private_list(d, &(struct care_report_private_list_in){ .is_everywhere = r.is_everywhere,
		.is_unowned_seen = r.is_unowned_seen, .operator_id = r.operator_id, .has_all_areas = r.has_all_areas, .area_list = r.area_list }, ret);
}

/* Closed already: the last of the reports that this pause stands for ends it; the pair meets again unless the family said never. */
static void lift(struct desk *d, const struct care_private_row *x, bool is_pair)
{
	struct helper_line helper;
	if (x->block_id.v && !is_pair)
		helper_block_end(d, x->block_id);
	if (is_pair && !helper_is_blocked(d, x->person_id, x->family_id))
		helper_block_add(d, &(struct helper_blocking){ .person_id = x->person_id, .family_id = x->family_id, .side = STR("family") },
			&(struct block_id){ 0 });
	if (day_is_none(x->paused_on) || is_of_a_report(d, x->person_id, x->paused_on) || !helper_by_person(d, x->person_id, &helper))
		return;
	if (helper_is_paused(&helper.helper, d->today) && helper.helper.paused_from_on.n == x->paused_on.n)
		helper_pause_end(d, x->person_id, STR_NONE);
}

enum care_refusal care_private_end(struct desk *d, struct private_id private_id, struct str outcome, bool is_pair)
{
	struct care_private_row x;
	if (!care_report_private_by_id(d, private_id, &x)
		|| !may(d, MAY_CARE_PRIVATE, &(struct thing){ .operator_id = x.operator_id, .area_id = x.area_id }))
		return CARE_NO_SUCH;
	if (!outcome.n)
		return CARE_BAD;
	if (care_report_private_close(d, &(struct care_report_private_close_in){ .closed_at = d->now, .outcome = outcome, .closed_by = d->who.name,
		.is_pair = is_pair, .private_id = private_id }) != 1)
		return CARE_NOT_NOW;
	lift(d, &x, is_pair);
	task_settle_subject(d, TASK_CARE_PRIVATE, private_id.v);
	audit_note(d, "care.private-end", "private", private_id.v, STR_NONE);
	return CARE_OK;
}

void care_private_hourly(struct desk *d)
{
	struct care_report_private_open_row *row;
	size_t n = care_report_private_open(d, &row);
	for (size_t i = 0; i < n; i++) {
		struct helper_line x;
		if (helper_by_person(d, row[i].person_id, &x) && helper_is_paused(&x.helper, d->today) && x.helper.paused_until_on.n == d->today.n)
			helper_pause_longer(d, row[i].person_id, (struct day){ d->today.n + CARE_PAUSE_DAYS });
	}
}
