/* The ranking over a small town: who lapsed is blocked from the day after, what is masked stays masked, the calendar and the way between two visits
 * count, what may be set aside needs a reason, and the desk's offers obey. */
#include "care/care_match.h"
#include "care/care_match_fair.h"
#include "desk/account.h"
#include "desk/town_test.h"
#include "tests/town/carers.h"

struct tale { struct family_row family; struct person_id person[4]; struct care_request_row request; struct moment at; struct care_match m;
	struct match_result of[4]; enum care_refusal r; struct person_id stuck; struct str why; struct care_match_fair fair; struct account_id account_id;
	size_t which; bool is_so; };

static struct person_id helper(struct desk *d, int n)
{
	static const struct helper_span days[] = { { 1, 540, 1080 }, { 2, 540, 1080 }, { 3, 540, 1080 }, { 4, 540, 1080 }, { 5, 540, 1080 } };
	struct person_id person_id = carers_person(d, arena_fmt(d->arena, "支え手 %d", n));
	struct helper_row h = { .person_id = person_id, .lat_n = 35600000, .lon_n = 139600000 + 5000 * n, .insured_until_on = DAY_NONE };
	EXPECT_INT(helper_begin(d, &h), HELPER_OK);
	for (int to = HELPER_TRAINED; to <= HELPER_ACTIVE; to++)
		EXPECT_INT(helper_go(d, &h, &(struct helper_stepping){ .to = (enum helper_state)to, .resting_until_on = DAY_NONE }), HELPER_OK);
	EXPECT_INT(helper_hours_put(d, person_id, days, 5), HELPER_OK);
	return person_id;
}

static void settle_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	carers_open(d);
	t->family = carers_family(d);
	for (int i = 0; i < 4; i++)
		t->person[i] = helper(d, i);
}

static void ask_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct care_request_row x = care_draft(d, &t->family);
	x.kind = STR("accompany");
	x.words = STR("歯医者");
	x.from_at = t->at;
	x.until_at = moment_add(t->at, 2 * HOUR);
	x.minutes_n = 120;
	x.place_kind = STR("out");
	x.place = STR("溝口の歯医者");
	x.lat_n = 35600000;
	x.lon_n = 139600000;
	x.consented_at = d->now;
	EXPECT_INT(care_draft_put(d, &x), CARE_OK);
	EXPECT(care_draft_of(d, t->family.family_id, &x));
	EXPECT_INT(care_ask(d, &x), CARE_OK);
	EXPECT(care_request_of(d, x.request_id, &t->request));
}

/* It is Thursday 26 November 2026, ten o'clock; help is asked for on Thursday 3 December at ten. */
static struct town *begin(struct tale *t)
{
	struct town *town = town_open();
	*t = (struct tale){ .at = day_moment(day_make(2026, 12, 3), 10 * 60), .why = STR("") };
	town->now = day_moment(day_make(2026, 11, 26), 10 * 60);
	town->who = (struct who){ .role = ROLE_WORKER, .account_id = { 7 }, .operator_id = town->tenant->operator[0].operator_id, .name = STR("森野") };
	town_do(town, settle_run, t);
	town_do(town, ask_run, t);
	return town;
}

static void rank_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct match_weights w = care_match_weights(d);
	EXPECT(care_request_of(d, t->request.request_id, &t->request));
	EXPECT(care_match_run(d, &t->request, &w, &t->m));
	EXPECT_INT(t->m.n, 4);
	for (size_t i = 0; i < t->m.n; i++)
		for (size_t k = 0; k < 4; k++)
			if (t->m.facts[t->m.result[i].helper].person_id == t->person[k].v)
				t->of[k] = t->m.result[i];
}

static void rank(struct town *town, struct tale *t)
{
	town_do(town, rank_run, t);
}

static bool has(const struct match_result *x, enum match_block kind)
{
	for (size_t i = 0; i < x->reason_n; i++)
		if (x->reason[i].kind == kind)
			return true;
	return false;
}

static void offer_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct care_offer_new o = { .person = &t->person[t->which], .n = 1, .minutes_n = 60, .reason = t->why };
	EXPECT(care_request_of(d, t->request.request_id, &t->request));
	t->r = care_match_may_ask(d, &t->request, &o, &t->stuck);
	if (t->r == CARE_OK)
		t->r = care_offer_send(d, &t->request, &o, &t->stuck);
	if (t->r != CARE_OK)
		d->is_refused = true;
}

static enum care_refusal offer(struct town *town, struct tale *t, size_t which, const char *why)
{
	t->which = which;
	t->why = str_of(why);
	town_do(town, offer_run, t);
	return t->r;
}

static void send_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	EXPECT(care_request_of(d, t->request.request_id, &t->request));
	t->r = care_offer_send(d, &t->request, &(struct care_offer_new){ .person = &t->person[t->which], .n = 1, .minutes_n = 60 }, &t->stuck);
	d->is_refused = true;
}

TEST(who_is_nearer_comes_first_and_the_reasons_name_the_way)
{
	struct tale t;
	struct town *town = begin(&t);
	rank(town, &t);
	EXPECT_INT(t.m.possible_n, 4);
	EXPECT_INT(t.of[0].rank, 1);
	EXPECT_INT(t.of[3].rank, 4);
	EXPECT_INT(t.of[0].way_n, 0);
	EXPECT_INT(t.of[3].way_n, 9);                   /* 1,356 m by bicycle */
	EXPECT_INT(t.of[3].gap, 9);
	EXPECT(t.of[3].lever == MATCH_T_WAY && t.of[3].is_lever_enough == false);       /* as near as the first: the same, not before */
	town_close(town);
}

static void need_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	EXPECT_INT(helper_need_put(d, &(struct helper_need_row){ .kind = STR("all"), .training = STR("救命講習"), .months_n = 60 }), HELPER_OK);
	for (int i = 0; i < 4; i++) {
		struct staff_training x = { .person_id = t->person[i], .name = STR("救命講習"), .done_on = day_make(2022, 1, 1),
			.until_on = i == 0 ? day_make(2026, 12, 2) : i == 1 ? day_make(2026, 12, 3) : day_make(2027, 1, 1) };
		if (i < 3)
			EXPECT_INT(staff_training_put(d, &x), STAFF_OK);
	}
}

TEST(whoever_lapsed_is_blocked_from_that_day_and_no_reason_gets_past_it)
{
	struct tale t;
	struct town *town = begin(&t);
	town_do(town, need_run, &t);
	rank(town, &t);
	EXPECT_INT(t.of[0].reason_n, 1);
	EXPECT_INT(t.of[0].reason[0].kind, MATCH_PAPER_LAPSED);
	EXPECT_INT(t.of[0].reason[0].on.n, day_make(2026, 12, 2).n);
	EXPECT_STR(t.m.training[t.of[0].reason[0].need], "救命講習");
	EXPECT_INT(t.of[1].reason_n, 0);                /* its last day is the day */
	EXPECT_INT(t.of[3].reason[0].kind, MATCH_PAPER_NONE);
	EXPECT_INT(offer(town, &t, 0, "急ぎです"), CARE_BARRED);
	t.which = 3;
	town_do(town, send_run, &t);
	EXPECT_INT(t.r, CARE_BARRED);                   /* not by another door of the desk either */
	EXPECT_INT(offer(town, &t, 1, ""), CARE_OK);
	rank(town, &t);
	EXPECT(has(&t.of[1], MATCH_SOUNDED));
	town_close(town);
}

static void visit_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct staff_time before = { .kind = STR("talk"), .person_id = t->person[0], .from_at = moment_add(t->at, -HOUR), .until_at = t->at };
	struct staff_time over = { .kind = STR("leave"), .person_id = t->person[1], .from_at = moment_add(t->at, HOUR),
		.until_at = moment_add(t->at, 4 * HOUR) };
	static const struct staff_span late[] = { { 13 * 60, 18 * 60 } };
	EXPECT_INT(staff_time_book(d, &before, false), STAFF_TIME_OK);
	EXPECT_INT(staff_time_book(d, &over, false), STAFF_TIME_OK);
	EXPECT_INT(helper_day_put(d, t->person[2], day_of(t->at), late, 1), HELPER_OK);
}

TEST(the_calendar_and_single_days_count_and_another_hour_is_offered)
{
	struct tale t;
	struct town *town = begin(&t);
	town_do(town, visit_run, &t);
	rank(town, &t);
	EXPECT(t.of[0].reason_n == 1 && t.of[0].reason[0].kind == MATCH_BEFORE);        /* nobody knows where that was: half an hour */
	EXPECT_INT(t.of[0].reason[0].n, MATCH_WAY_UNKNOWN);
	EXPECT_INT(day_minute(t.of[0].else_at), 10 * 60 + 30);
	EXPECT(t.of[1].reason[0].kind == MATCH_BUSY && t.of[1].reason[0].until_at.ms == moment_add(t.at, 4 * HOUR).ms);
	EXPECT(t.of[2].reason[0].kind == MATCH_HOURS && day_minute(t.of[2].else_at) == 13 * 60);
	EXPECT_INT(offer(town, &t, 2, ""), CARE_BAD);   /* outside of their hours: only with a reason */
	EXPECT_INT(offer(town, &t, 2, "本人がよいと言いました"), CARE_OK);
	EXPECT_INT(offer(town, &t, 1, "どうしても"), CARE_BARRED);
	town_close(town);
}

static void mask_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct str why, token;
	struct block_id block_id;
	struct who who = d->who;
	EXPECT_INT(helper_block_add(d, &(struct helper_blocking){ .person_id = t->person[0], .family_id = t->family.family_id, .side = STR("family") },
		&block_id), HELPER_OK);
	EXPECT_INT(helper_pause(d, &(struct helper_pausing){ .person_id = t->person[1], .until_on = { d->today.n + 30 }, .name = STR("x") }), HELPER_OK);
	EXPECT_INT(tenant_set(d, STR("helper.checks"), STR("yes"), &why), TENANT_OK);
	EXPECT_INT(tenant_set(d, STR("helper.check_login"), STR("takamine"), &why), TENANT_OK);
	EXPECT_INT(account_add(d, &(struct account_new){ .login = STR("takamine"), .name = STR("高嶺"), .role = ROLE_MANAGER,
		.operator_id = d->tenant->operator[0].operator_id }, &t->account_id, &token), ACCOUNT_OK);
	d->who = who;
}

static void check_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	EXPECT_INT(helper_check_put(d, &(struct helper_check_row){ .person_id = t->person[2], .is_in_scope = true, .confirmed_on = DAY_NONE,
		.due_on = DAY_NONE }), HELPER_OK);
}

TEST(a_refused_pair_a_pause_and_a_check_say_nothing_but_their_mask)
{
	struct tale t;
	struct town *town = begin(&t);
	struct who worker = town->who;
	town_do(town, mask_run, &t);
	town_load(town);
	town->who = (struct who){ .role = ROLE_MANAGER, .account_id = t.account_id, .operator_id = worker.operator_id };
	town_do(town, check_run, &t);
	town->who = worker;
	rank(town, &t);
	for (int i = 0; i < 2; i++)
		EXPECT(t.of[i].reason_n == 1 && t.of[i].reason[0].kind == MATCH_APART && day_is_none(t.of[i].reason[0].on) && !t.of[i].reason[0].n);
	EXPECT(t.of[2].reason_n == 1 && t.of[2].reason[0].kind == MATCH_CHECK && day_is_none(t.of[2].reason[0].on));
	for (size_t i = 0; i < 3; i++)
		EXPECT_INT(offer(town, &t, i, "わけ"), CARE_BARRED);
	town_close(town);
}

static void fair_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	care_match_fair(d, &t->fair);
}

static void accept_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct care_offer_row *offer;
	enum staff_time_refusal why;
	EXPECT(care_request_of(d, t->request.request_id, &t->request));
	EXPECT_INT(care_offers(d, &t->request, &offer), 1);
	EXPECT_INT(care_offer_answer(d, offer[0].offer_id, true, true, &why), CARE_OK);
}

TEST(a_visit_is_counted_for_whoever_made_it)
{
	struct tale t;
	struct town *town = begin(&t);
	EXPECT_INT(offer(town, &t, 0, ""), CARE_OK);
	town_do(town, accept_run, &t);
	town->now = moment_add(t.at, 3 * HOUR);
	town_do(town, fair_run, &t);
	EXPECT_INT(t.fair.time_n, 1);
	EXPECT_INT(t.fair.line[0].minutes_n, 120);
	EXPECT_INT(t.fair.line[0].ratio, 400);
	EXPECT_INT(t.fair.gini, 75);
	EXPECT(t.fair.served_n == 1 && t.fair.ended_n == 1 && t.fair.family_by[0] == 1);
	town_close(town);
}

TEST(the_price_of_fairness_is_nothing_while_nobody_has_worked)
{
	struct tale t;
	struct town *town = begin(&t);
	int64_t even[] = { 3, 3, 3 }, one[] = { 0, 0, 0, 9 }, some[] = { 1, 3 };
	town_do(town, fair_run, &t);
	EXPECT_INT(t.fair.line_n, 4);
	EXPECT(t.fair.tried_n == 1 && t.fair.changed_n == 0 && t.fair.with_n == t.fair.without_n);
	EXPECT_INT(care_match_gini(even, 3), 0);
	EXPECT_INT(care_match_gini(one, 4), 75);
	EXPECT_INT(care_match_gini(some, 2), 25);
	EXPECT_INT(care_match_ratio(3, 4, 2), 150);
	EXPECT_INT(care_match_middle(some, 2), 1);
	town_close(town);
}
