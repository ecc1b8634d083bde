/* Rules, and the statements that are reckoned by them. */
#include "care/care_fee_inside.h"
#include "base/check.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "family/family.h"

enum { MONTHS = 12, HUNDRED = 100 };

/* ---- rules ---- */

struct str care_fee_holidays(const struct desk *d)
{
	return tenant_get(d->tenant, "closed_days");
}

/* What is stored was read once before it was written. */
static void rule_read(struct desk *d, const struct care_fee_rule_row *row, struct care_fee_rule *ret)
{
	struct care_fee_wrong wrong;
	*ret = (struct care_fee_rule){ .rule_id = row->rule_id, .row = *row };
	CHECK(care_fee_rules_read(d->arena, row->rules, &ret->rules, &wrong));
}

bool care_fee_rule_on(struct desk *d, struct day on, struct care_fee_rule *ret)
{
	struct care_fee_rule_row row;
	if (!care_fee_rule_at(d, on, &row))
		return false;
	rule_read(d, &row, ret);
	return true;
}

size_t care_fee_rules_all(struct desk *d, struct care_fee_rule_row **ret)
{
	return care_fee_rules_list(d, ret);
}

bool care_fee_rule_of(struct desk *d, struct rule_id rule_id, struct care_fee_rule *ret)
{
	struct care_fee_rule_row row;
	if (!care_fee_rule_by_id(d, rule_id, &row))
		return false;
	rule_read(d, &row, ret);
	return true;
}

enum care_fee_end care_fee_rule_put(struct desk *d, struct str text, struct day from_on, struct str source, struct care_fee_wrong *ret_wrong)
{
	struct care_fee_rules rules;
	struct rule_id rule_id = { id_new() };
	if (!care_fee_rules_read(d->arena, text, &rules, ret_wrong))
		return CARE_FEE_WRONG;
	care_fee_rule_add(d, &(struct care_fee_rule_add_in){ .rule_id = rule_id, .rules = care_fee_rules_write(d->arena, &rules), .from_on = from_on,
		.source = source, .made_at = d->now, .by_account_id = d->who.account_id, .by_name = d->who.name });
	audit_note(d, "fee.rule", "rule", rule_id.v, STR_NONE);
	return CARE_FEE_FINE;
}

enum care_fee_end care_fee_rule_confirm(struct desk *d, struct rule_id rule_id)
{
	if (care_fee_rule_sign(d, d->now, d->who.name, rule_id) != 1)
		return CARE_FEE_NO_SUCH;
	audit_note(d, "fee.confirm", "rule", rule_id.v, STR_NONE);
	return CARE_FEE_FINE;
}

enum care_fee_end care_fee_estimate(struct desk *d, const struct care_fee_ask *ask, struct care_fee *ret, enum care_fee_refusal *ret_refusal)
{
	struct care_fee_rule rule;
	*ret_refusal = CARE_FEE_OK;
	if (!care_fee_rule_on(d, day_of(ask->from_at), &rule))
		return CARE_FEE_NO_RULES;
	*ret_refusal = care_fee_reckon(&rule.rules, ask, ret);
	return *ret_refusal == CARE_FEE_OK ? CARE_FEE_FINE : CARE_FEE_REFUSED;
}

/* ---- months ---- */

int64_t care_fee_month_of(struct day on)
{
	struct day_parts x = day_split(on);
	return (int64_t)x.year * HUNDRED + x.month;
}

int64_t care_fee_month_after(int64_t month_n)
{
	return month_n % HUNDRED == MONTHS ? month_n + HUNDRED - MONTHS + 1 : month_n + 1;
}

struct day care_fee_month_first(int64_t month_n)
{
	return day_make((int)(month_n / HUNDRED), (int)(month_n % HUNDRED), 1);
}

void care_fee_shut_read(struct desk *d, struct care_fee_shut *ret)
{
	ret->n = care_fee_months_closed(d, &ret->row);
}

int64_t care_fee_booked_in(const struct care_fee_shut *shut, struct operator_id operator_id, struct day on)
{
	int64_t month_n = care_fee_month_of(on);
	for (size_t i = 0; i < shut->n; i++)
		if (shut->row[i].operator_n == operator_id.v && shut->row[i].month_n >= month_n)
			month_n = care_fee_month_after(shut->row[i].month_n);
	return month_n;
}

/* ---- settling ---- */

/* Rules are read once for all days that they hold on: a year of visits asks for a handful. */
struct settling { struct desk *d; struct care_fee_shut shut; struct care_fee_rule rule; struct day from_on, until_on; bool has_rule;
	struct str holidays; };

static bool rule_for(struct settling *s, struct day on)
{
	struct care_fee_rule_row *all;
	if (!day_is_none(s->from_on) && on.n >= s->from_on.n && on.n < s->until_on.n)
		return s->has_rule;
	size_t n = care_fee_rules_list(s->d, &all);
	s->has_rule = care_fee_rule_on(s->d, on, &s->rule);
	s->from_on = s->has_rule ? s->rule.row.from_on : on;
	s->until_on = (struct day){ s->has_rule ? INT32_MAX : on.n + 1 };
	for (size_t i = 0; i < n; i++)
		if (all[i].confirmed_at.ms && all[i].from_on.n > on.n && all[i].from_on.n < s->until_on.n)
			s->until_on = all[i].from_on;
	return s->has_rule;
}

static enum care_fee_way way_of(struct str word, int64_t paid_yen)
{
	return word.n ? care_fee_way_of(word) : paid_yen > 0 ? CARE_WAY_PUBLIC : CARE_WAY_FOOT;
}

static struct care_fee_ask ask_of(const struct settling *s, const struct care_fee_due_row *x)
{
	struct care_fee_ask ask = { .left_at = x->left_home_at, .back_at = x->back_home_at, .child_n = x->child_n > 0 ? x->child_n : 1,
		.way_yen = x->transport_yen, .way_metre_n = x->way_metre_n, .way = way_of(x->way, x->transport_yen), .holidays = s->holidays };
	care_fee_clock(&s->rule.rules, &(struct care_fee_clock){ x->from_at, x->until_at, x->started_at, x->ended_at }, &ask);
	return ask;
}

static struct care_fee_add_in statement(struct settling *s, const struct care_fee_due_row *x, const struct care_fee *fee, const char *kind)
{
	struct desk *d = s->d;
	return (struct care_fee_add_in){ .fee_id = { id_new() }, .kind = str_of(kind), .assignment_id = x->assignment_id, .request_id = x->request_id,
		.family_id = x->family_id, .person_id = x->person_id, .operator_id = x->operator_id, .area_id = x->area_id, .rule_id = s->rule.rule_id,
		.month_n = care_fee_booked_in(&s->shut, x->operator_id, day_of(x->from_at)), .visit_on = day_of(x->from_at), .minute_n = fee->minute_n,
		.child_n = x->child_n > 0 ? x->child_n : 1, .lines = care_fee_lines_write(d->arena, fee), .family_yen = fee->family_yen,
		.add_yen = fee->add_yen, .helper_yen = fee->helper_yen, .is_live = true, .made_at = d->now, .by_account_id = d->who.account_id,
		.by_name = d->who.name };
}

/* A visit that lies outside of the hours (a report over midnight) is reckoned as it was agreed; when that is refused too, a person must mend it. */
static bool reckon_one(struct settling *s, const struct care_fee_due_row *x, bool is_cancelled, struct care_fee_add_in *ret)
{
	struct care_fee fee = { .line_n = 0 };
	size_t tier;
	if (!rule_for(s, day_of(x->from_at)))
		return false;
	struct care_fee_ask ask = ask_of(s, x);
	enum care_fee_refusal r = CARE_FEE_OK;
	if (is_cancelled) {
		ask.from_at = x->from_at;
		ask.until_at = x->until_at;
		r = care_fee_cancel(&s->rule.rules, &ask, x->due_at, &fee, &tier);
	} else if ((r = care_fee_reckon(&s->rule.rules, &ask, &fee)) != CARE_FEE_OK) {
		ask.from_at = x->from_at;
		ask.until_at = x->until_at;
		ask.left_at = ask.back_at = MOMENT_NONE;
		r = care_fee_reckon(&s->rule.rules, &ask, &fee);
	}
	if (r != CARE_FEE_OK)
		return false;
	if (is_cancelled)
		fee.minute_n = 0;
	*ret = statement(s, x, &fee, is_cancelled ? "cancel" : "visit");
	return true;
}

static bool settle_one(struct settling *s, const struct care_fee_due_row *x, bool is_cancelled)
{
	struct care_fee_add_in in;
	bool is_done = reckon_one(s, x, is_cancelled, &in);
	if (is_done)
		care_fee_add(s->d, &in);
	return is_done;
}

int64_t care_fee_settle_due(struct desk *d, struct moment *after_at, int64_t most_n)
{
	struct settling s = { .d = d, .from_on = DAY_NONE, .holidays = care_fee_holidays(d) };
	struct care_fee_due_row *row;
	int64_t done_n = 0;
	care_fee_shut_read(d, &s.shut);
	if (!after_at->ms)
		after_at->ms = 1;                       /* absent is asked of nothing */
	size_t cancelled_n = care_fee_due_cancelled(d, *after_at, most_n, &row);
	for (size_t i = 0; i < cancelled_n; i++)
		done_n += settle_one(&s, &row[i], true);
	size_t n = care_fee_due_reported(d, *after_at, most_n, &row);
	for (size_t i = 0; i < n; i++)
		done_n += settle_one(&s, &row[i], false);
	if (n == (size_t)most_n && cancelled_n < (size_t)most_n)
		*after_at = row[n - 1].due_at;
	return done_n;
}

static void reverse(struct settling *s, const struct care_fee_row *x, struct str note)
{
	struct care_fee fee = { .line_n = 0 };
	CHECK(care_fee_lines_read(x->lines, &fee));
	for (size_t i = 0; i < fee.line_n; i++) {
		fee.line[i].family_yen = -fee.line[i].family_yen;
		fee.line[i].add_yen = -fee.line[i].add_yen;
	}
	care_fee_add(s->d, &(struct care_fee_add_in){ .fee_id = { id_new() }, .kind = STR("reversal"), .assignment_id = x->assignment_id,
		.request_id = x->request_id, .family_id = x->family_id, .person_id = x->person_id, .operator_id = x->operator_id, .area_id = x->area_id,
		.rule_id = x->rule_id, .month_n = care_fee_booked_in(&s->shut, x->operator_id, x->visit_on), .visit_on = x->visit_on,
		.minute_n = -x->minute_n, .child_n = x->child_n, .lines = care_fee_lines_write(s->d->arena, &fee), .family_yen = -x->family_yen,
		.add_yen = -x->add_yen, .helper_yen = -x->helper_yen, .house_yen = -x->house_yen, .reverses_fee_id = x->fee_id, .note = note,
		.made_at = s->d->now, .by_account_id = s->d->who.account_id, .by_name = s->d->who.name });
}

void care_fee_settle_visit(struct desk *d, struct assignment_id assignment_id)
{
	struct settling s = { .d = d, .from_on = DAY_NONE, .holidays = care_fee_holidays(d) };
	struct care_fee_due_row x;
	struct care_fee_row old;
	struct care_fee_add_in in;
	care_fee_shut_read(d, &s.shut);
	if (!care_fee_due_one(d, assignment_id, &x) || !reckon_one(&s, &x, str_is(x.state, "cancelled"), &in))
		return;
	bool has_old = care_fee_live_of(d, assignment_id, &old);
	if (has_old && (str_eq(old.lines, in.lines) || care_fee_die(d, old.fee_id) != 1))
		return;
	if (has_old)
		reverse(&s, &old, STR_NONE);
	care_fee_add(d, &in);
}

bool care_fee_hourly(struct desk *d)
{
	enum { PIECE = 200, ROUNDS = 20 };
	struct moment after_at = moment_add(d->now, -CARE_FEE_SINCE_DAYS * DAY_MS), before_at = { 0 };
	for (int i = 0; i < ROUNDS && after_at.ms != before_at.ms; i++) {
		before_at = after_at;
		if (care_fee_settle_due(d, &after_at, PIECE) > 0)
			return true;
	}
	return false;
}

bool care_fee_of_visit(struct desk *d, struct assignment_id assignment_id, struct care_fee_row *ret)
{
	return care_fee_live_of(d, assignment_id, ret);
}

enum care_fee_end care_fee_for_staff(struct desk *d, int act, struct fee_id fee_id, struct care_fee_row *ret)
{
	struct care_fee_row x;
	if (!care_fee_by_id(d, fee_id, &x) || !may(d, (enum may)act, &(struct thing){ .operator_id = x.operator_id, .area_id = x.area_id }))
		return CARE_FEE_NO_SUCH;
	*ret = x;
	return CARE_FEE_FINE;
}

enum care_fee_end care_fee_for_family(struct desk *d, struct fee_id fee_id, struct care_fee_row *ret)
{
	struct family_guardian_row g;
	struct care_fee_row x;
	if (!care_fee_by_id(d, fee_id, &x) || !family_of_account(d, d->who.account_id, &g) || !family_is_same(d, g.family_id, x.family_id))
		return CARE_FEE_NO_SUCH;
	*ret = x;
	return CARE_FEE_FINE;
}

enum care_fee_end care_fee_register(struct desk *d, struct family_id family_id, struct fee_id *ret)
{
	struct settling s = { .d = d, .from_on = DAY_NONE };
	struct care_fee_registered_row before;
	struct family_row f;
	care_fee_shut_read(d, &s.shut);
	if (!family_by_id(d, family_id, &f) || !rule_for(&s, d->today) || !s.rule.rules.registration_yen
		|| (care_fee_registered(d, family_id, &before) && before.fee_n > 0))
		return CARE_FEE_NO_SUCH;
	struct care_fee fee = { .line_n = 1, .line = { { .kind = CARE_FEE_REGISTRATION, .child_n = 1, .family_yen = s.rule.rules.registration_yen } },
		.family_yen = s.rule.rules.registration_yen };
	struct care_fee_add_in in = statement(&s, &(struct care_fee_due_row){ .family_id = f.family_id, .operator_id = f.operator_id,
		.area_id = f.area_id, .from_at = d->now }, &fee, "registration");
	in.helper_yen = 0;
	in.house_yen = fee.family_yen;
	care_fee_add(d, &in);
	audit_note(d, "fee.register", "family", family_id.v, STR_NONE);
	*ret = in.fee_id;
	return CARE_FEE_FINE;
}

/* ---- mending ---- */

/* The rules of the statement that is mended, whatever holds now. */
static enum care_fee_refusal reckon_again(struct settling *s, const struct care_fee_mend *m, struct care_fee *ret)
{
	struct care_fee_ask ask = { .from_at = m->from_at, .until_at = m->until_at, .child_n = m->child_n, .way_yen = m->way_yen,
		.way_metre_n = m->way_metre_n, .way = m->way_metre_n > 0 ? CARE_WAY_CAR : way_of(STR_NONE, m->way_yen), .holidays = s->holidays };
	size_t tier;
	return m->is_absent ? care_fee_cancel(&s->rule.rules, &ask, MOMENT_NONE, ret, &tier) : care_fee_reckon(&s->rule.rules, &ask, ret);
}

enum care_fee_end care_fee_mend(struct desk *d, const struct care_fee_row *x, const struct care_fee_mend *m, struct fee_id *ret,
	enum care_fee_refusal *ret_refusal)
{
	struct settling s = { .d = d, .from_on = DAY_NONE, .holidays = care_fee_holidays(d) };
	struct care_fee fee = { .line_n = 0 };
	struct care_fee_due_row due;
	bool has_new = m->from_at.ms != 0;
	*ret_refusal = CARE_FEE_OK;
	care_fee_shut_read(d, &s.shut);
	if (!x->is_live || str_is(x->kind, "reversal"))
		return CARE_FEE_REVERSED;
	if (has_new && (!care_fee_rule_of(d, x->rule_id, &s.rule) || !care_fee_due_one(d, x->assignment_id, &due)))
		return CARE_FEE_NO_RULES;
	if (has_new && (*ret_refusal = reckon_again(&s, m, &fee)) != CARE_FEE_OK)
		return CARE_FEE_REFUSED;
	if (care_fee_die(d, x->fee_id) != 1)
		return CARE_FEE_REVERSED;
	reverse(&s, x, m->note);
	*ret = x->fee_id;
	if (has_new) {
		due.from_at = m->from_at;
		due.child_n = m->child_n;
		struct care_fee_add_in in = statement(&s, &due, &fee, m->is_absent ? "cancel" : "visit");
		in.note = m->note;
		care_fee_add(d, &in);
		*ret = in.fee_id;
	}
	audit_note(d, "fee.mend", "fee", x->fee_id.v, STR_NONE);
	return CARE_FEE_FINE;
}
