/* Applying by the page, being welcomed or thanked; and what the clock does: reminders before something lapses, helpers whom nobody asked for long. */
#include "desk/account.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/outbox.h"
#include "desk/task.h"
#include "helper/helper.h"
#include "helper/helper_words.page.h"
#include "web/page.h"

enum { IDLE_DAYS = 60, ERASE_DAYS = 30 };
enum { ABOUT_INSURANCE = 1, ABOUT_CHECK = 2, ABOUT_IDLE = 3 };          /* subjects of helper_told beside the ids of trainings */
static const int ahead[] = { 7, 30, 90 };

/* ---- applying ---- */

enum helper_refusal helper_apply(struct desk *d, const struct helper_applying *a, struct application_id *ret)
{
	struct application_id application_id = { id_new() };
	bool can_be_reached = str_trim(a->phone).n || str_trim(a->mail).n;
	if (!a->name.n || str_letters(a->name) > 100 || !a->kinds || !can_be_reached)
		return HELPER_BAD;
	helper_application_add(d, &(struct helper_application_add_in){ .application_id = application_id, .name = a->name, .kana = a->kana,
		.phone = a->phone, .mail = a->mail, .area_id = a->area_id, .kinds = helper_kinds_text(d->arena, a->kinds), .words = a->words,
		.applied_at = d->now });
	task_raise(d, &(struct task_new){ .kind = TASK_HELPER, .subject_id = application_id.v, .line = a->name,
		.href = STR("/desk/helpers/applications"), .due_at = moment_add(d->now, 7 * DAY_MS), .area_id = a->area_id, .least = ROLE_WORKER });
	audit_note(d, "helper.apply", "application", application_id.v, STR_NONE);
	*ret = application_id;
	return HELPER_OK;
}

size_t helper_applications(struct desk *d, struct helper_application_row **ret)
{
	return helper_applications_open(d, ret);
}

/* What was written to be reached by moves to the person, and is not kept twice. */
static enum helper_refusal settle(struct desk *d, struct application_id application_id, struct person_id person_id)
{
	if (helper_application_settled(d, d->now, person_id, d->who.account_id, application_id) != 1)
		return HELPER_NO_SUCH;
	task_settle_subject(d, TASK_HELPER, application_id.v);
	return HELPER_OK;
}

enum helper_refusal helper_welcome(struct desk *d, struct application_id application_id, struct person_id *ret)
{
	struct helper_application_row a;
	if (!helper_application_by_id(d, application_id, &a))
		return HELPER_NO_SUCH;
	struct may_reach reach = may_reach(d, MAY_HELPER_EDIT);
	struct staff_person x = { .operator_id = reach.operator_id, .name = a.name, .kana = a.kana, .kind = STR("concierge"), .phone = a.phone,
		.area_ids = a.area_id.v ? arena_fmt(d->arena, ",%lld,", (long long)a.area_id.v) : STR(""), .began_on = DAY_NONE,
		.joined_on = DAY_NONE, .left_on = DAY_NONE };
	if (staff_put(d, &x) != STAFF_OK)
		return HELPER_BAD;
	struct helper_row helper = { .person_id = x.person_id, .kinds = a.kinds, .words = a.words };
	enum helper_refusal r = helper_begin(d, &helper);
	if (r == HELPER_OK)
		r = settle(d, application_id, x.person_id);
	if (r == HELPER_OK)
		*ret = x.person_id;
	return r;
}

enum helper_refusal helper_thank(struct desk *d, struct application_id application_id)
{
	enum helper_refusal r = settle(d, application_id, (struct person_id){ 0 });
	if (r == HELPER_OK)
		audit_note(d, "helper.thank", "application", application_id.v, STR_NONE);
	return r;
}

/* ---- the clock ---- */

struct told { struct account_id account_id; struct person_id person_id; int64_t subject_n; struct str what; struct day until_on; };

static void letter(struct desk *d, const struct told *t, bool is_about_check)
{
	struct account_line account;
	struct out subject = { .arena = d->arena }, text = { .arena = d->arena };
	struct page p = { .out = &subject, .base = d->base, .lang = LANG_JA }, q = { .out = &text, .base = d->base, .lang = LANG_JA };
	if (!t->account_id.v || !account_by_id(d, t->account_id, &account) || !account.mail.n)
		return;
	helper_told_subject(&p);
	if (is_about_check)
		helper_told_check(&q, d->tenant, arena_fmt(d->arena, "%.*s/desk/helpers", STR_ARG(d->site)));
	else
		helper_told_text(&q, d->tenant, t->what, t->until_on, arena_fmt(d->arena, "%.*s/helper/me", STR_ARG(d->site)));
	outbox_put(d, &(struct outbox_letter){ .channel = STR("mail"), .to = account.mail, .subject = str_trim(out_done(&subject)),
		.text = out_done(&text), .reason = STR("helper"), .subject_id = t->person_id.v, .not_after = day_moment(t->until_on, 24 * 60 - 1) });
}

/* 7, 30 or 90: the nearest step that is not further away than that day; 0: it is further, or past. */
static int step_of(struct day until_on, struct day today)
{
	if (day_is_none(until_on) || until_on.n < today.n)
		return 0;
	for (size_t i = 0; i < sizeof ahead / sizeof *ahead; i++)
		if (until_on.n - today.n <= ahead[i])
			return ahead[i];
	return 0;
}

static bool tell_once(struct desk *d, const struct told *t)
{
	int step = step_of(t->until_on, d->today);
	return step && helper_told_add(d, &(struct helper_told_add_in){ .person_id = t->person_id, .subject_n = t->subject_n, .until_on = t->until_on,
		.days_n = step, .told_at = d->now }) == 1;
}

static void tell_trainings(struct desk *d, const struct helper_line *x, const struct helper_training_row *row, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct told t = { x->person.account_id, x->helper.person_id, row[i].training_id.v, row[i].name, row[i].until_on };
		if (row[i].person_id.v == x->helper.person_id.v && tell_once(d, &t))
			letter(d, &t, false);
	}
}

/* The insurance has no page of its own on the desk: it is a task from the first step on, until the new day stands there. */
static void tell_insurance(struct desk *d, const struct helper_line *x)
{
	struct out what = { .arena = d->arena };
	struct page p = { .out = &what, .base = d->base, .lang = LANG_JA };
	helper_word_insurance(&p);
	struct told t = { x->person.account_id, x->helper.person_id, ABOUT_INSURANCE, str_trim(out_done(&what)), x->helper.insured_until_on };
	if (!tell_once(d, &t))
		return;
	letter(d, &t, false);
	task_raise(d, &(struct task_new){ .kind = TASK_HELPER, .subject_id = x->helper.person_id.v,
		.line = arena_fmt(d->arena, "%.*s: %.*s", STR_ARG(x->person.name), STR_ARG(t.what)),
		.href = arena_fmt(d->arena, "/desk/helper/%s", id_text(d->arena, x->helper.person_id.v).s),
		.due_at = day_moment(t.until_on, 17 * 60), .operator_id = x->person.operator_id, .least = ROLE_WORKER });
}

/* The appointed manager alone hears of it, without a name. */
static void tell_checks(struct desk *d)
{
	struct helper_check_row *check;
	struct account_line manager;
	if (!helper_has_checks(d) || !account_by_login(d, tenant_get(d->tenant, "helper.check_login"), &manager))
		return;
	size_t n = helper_checks_all(d, &check);
	for (size_t i = 0; i < n; i++) {
		struct told t = { manager.account_id, check[i].person_id, ABOUT_CHECK, STR_NONE, check[i].due_on };
		if (check[i].is_in_scope && tell_once(d, &t))
			letter(d, &t, true);
	}
}

/* Whom nobody asked for two months: once a month the desk is shown them. */
static void find_idle(struct desk *d, const struct helper_line *x, const struct helper_last_times_row *time, size_t time_n)
{
	struct day_parts now = day_split(d->today);
	struct day month_on = day_make(now.year, now.month, 1);
	bool is_long_active = !day_is_none(x->helper.active_on) && x->helper.active_on.n + IDLE_DAYS <= d->today.n;
	for (size_t i = 0; i < time_n; i++)
		if (time[i].person_id.v == x->helper.person_id.v)
			return;
	if (!is_long_active || !str_is(x->helper.state, "active") || helper_told_add(d, &(struct helper_told_add_in){
		.person_id = x->helper.person_id, .subject_n = ABOUT_IDLE, .until_on = month_on, .days_n = IDLE_DAYS, .told_at = d->now }) != 1)
		return;
	struct out line = { .arena = d->arena };
	struct page p = { .out = &line, .base = d->base, .lang = LANG_JA };
	helper_idle_line(&p, x->person.name);
	task_raise(d, &(struct task_new){ .kind = TASK_HELPER, .subject_id = x->helper.person_id.v, .line = str_trim(out_done(&line)),
		.href = arena_fmt(d->arena, "/desk/helper/%s", id_text(d->arena, x->helper.person_id.v).s), .due_at = moment_add(d->now, 14 * DAY_MS),
		.operator_id = x->person.operator_id, .least = ROLE_WORKER });
}

void helper_hourly(struct desk *d)
{
	struct helper_line *x;
	struct helper_training_row *training;
	struct helper_last_times_row *time;
	size_t n = helper_list_of_house(d, &(struct helper_wish){ .is_active_only = false }, &x);
	size_t training_n = n ? helper_trainings_all(d, &training) : 0;
	size_t time_n = n ? helper_last_times(d, moment_add(d->now, -IDLE_DAYS * DAY_MS), &time) : 0;
	for (size_t i = 0; i < n; i++) {
		tell_trainings(d, &x[i], training, training_n);
		tell_insurance(d, &x[i]);
		find_idle(d, &x[i], time, time_n);
	}
	tell_checks(d);
	helper_checks_erase(d, (struct day){ d->today.n - ERASE_DAYS });
}
