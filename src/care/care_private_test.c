/* What a family says in private, as the helper's own pages see it: the helper is stopped at once, reads a term and a name, and nothing of it. */
#include "care/care_report.h"
#include "helper/helper.h"
#include "tests/visit.h"

struct tale { struct str visit; struct care_assignment_row a; struct who who; enum care_refusal r; struct helper_line line; bool is_so, is_pair; };

static void find_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct assignment_id assignment_id;
	EXPECT(id_parse(t->visit, &assignment_id.v) && care_assignment_of(d, assignment_id, &t->a));
	EXPECT_INT(helper_begin(d, &(struct helper_row){ .person_id = t->a.person_id, .insured_until_on = DAY_NONE }), HELPER_OK);
}

static void tell_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	d->who = (struct who){ .role = ROLE_FAMILY, .account_id = { 4711 }, .name = STR("kawa@example.jp") };
	t->r = care_private_tell(d, &t->a, STR("Frightening"), t->is_pair);
}

static struct private_id open_of(struct desk *d, const struct tale *t)
{
	struct care_report_private_open_of_row *row;
	size_t n = care_report_private_open_of(d, t->a.person_id, &row);
	return n ? row[0].private_id : (struct private_id){ 0 };
}

static void lift_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct care_request_row x;
	struct helper_step_row *step;
	struct private_id private_id = open_of(d, t);
	EXPECT(care_request_of(d, t->a.request_id, &x));
	EXPECT_INT(care_private_end(d, private_id, STR("x"), false), CARE_NO_SUCH);     /* by nobody's leave */
	d->who = (struct who){ .role = ROLE_MANAGER, .operator_id = x.operator_id, .name = STR("Boss") };
	EXPECT_INT(care_private_end(d, private_id, STR_NONE, false), CARE_BAD);         /* not without a reason */
	EXPECT_INT(care_private_end(d, private_id, STR("Talked"), t->is_pair), CARE_OK);
	EXPECT(helper_by_person(d, t->a.person_id, &t->line));
	t->is_so = helper_is_blocked(d, t->a.person_id, t->a.family_id);
	size_t n = helper_steps_of(d, t->a.person_id, &step);
	for (size_t i = 0; i < n; i++)
		EXPECT(!str_is(step[i].by_name, "kawa@example.jp"));
}

static void look_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	EXPECT(helper_by_person(d, t->a.person_id, &t->line));
	t->is_so = helper_is_blocked(d, t->a.person_id, t->a.family_id);
}

/* Sounded out twice, once openly and once for later; then somebody says something of them in private. */
static void stop_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct care_request_row x;
	struct care_offer_row *o;
	EXPECT(care_request_of(d, t->a.request_id, &x));
	for (int64_t turn_n = 7; turn_n < 9; turn_n++)
		EXPECT_INT(care_offer_add(d, &(struct care_offer_add_in){ .offer_id = { id_new() }, .request_id = x.request_id, .slot_n = turn_n,
			.person_id = t->a.person_id, .turn_n = turn_n, .minutes_n = 60, .state = turn_n == 7 ? STR("open") : STR("waiting"), .made_at = d->now,
			.opened_at = turn_n == 7 ? d->now : MOMENT_NONE, .until_at = turn_n == 7 ? moment_add(d->now, HOUR) : MOMENT_NONE,
			.by_name = STR("Boss") }), 1);
	EXPECT_INT(care_private_tell(d, &t->a, STR("Frightening"), false), CARE_OK);
	care_minutely(d, 100);
	size_t n = care_offers(d, &x, &o);
	for (size_t i = 0; i < n; i++)
		if (o[i].slot_n >= 7)
			EXPECT_STR(o[i].state, o[i].slot_n == 7 ? "expired" : "withdrawn");
	t->is_so = n >= 2;
}

static void last_day_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	d->today.n += CARE_PAUSE_DAYS;
	care_private_hourly(d);
	EXPECT(helper_by_person(d, t->a.person_id, &t->line));
	EXPECT_INT(t->line.helper.paused_until_on.n, d->today.n + CARE_PAUSE_DAYS);
}

static void expect_nothing(struct visit *v, const struct tale *t)
{
	const char *const page[] = { "/helper/me", "/help", arena_fmt(test_arena(), "/help/visit/%.*s", STR_ARG(t->visit)).s };
	for (size_t i = 0; i < sizeof page / sizeof *page; i++) {
		visit_get(v, page[i]);
		EXPECT_INT(v->status, 200);
		EXPECT(!visit_has(v, "Frightening") && !visit_has(v, "そっと") && !visit_has(v, "対象外") && !visit_has(v, "Talked"));
	}
}

static struct town *begin(struct tale *t, struct visit **ret)
{
	struct town *town = town_build();
	*ret = visit_enter(town, PERSON_HELPER);
	t->visit = arena_str(test_arena(), town_thing(town, &(*ret)->who, STR("held:ended"), WHOSE_OWN));
	town_act(town, town->here, find_run, t);
	return town;
}

TEST(who_is_paused_is_waited_for_no_longer)
{
	struct tale t = { 0 };
	struct visit *v;
	struct town *town = begin(&t, &v);
	town_act(town, town->here, stop_run, &t);
	EXPECT(t.is_so);
	visit_leave(v);
	town_leave(town);
}

TEST(a_private_word_stops_the_helper_at_once_and_the_helpers_pages_show_nothing_of_it)
{
	struct tale t = { .r = CARE_OK };
	struct visit *v;
	struct town *town = begin(&t, &v);
	visit_get(v, "/helper/me");
	EXPECT(!visit_has(v, "お休みします"));
	town_act(town, town->here, tell_run, &t);
	EXPECT_INT(t.r, CARE_OK);
	town_act(town, town->here, look_run, &t);
	EXPECT(t.is_so && t.line.helper.paused_until_on.n - t.line.helper.paused_from_on.n == CARE_PAUSE_DAYS);
	EXPECT(t.line.helper.paused_name.n > 0 && t.line.helper.paused_why.n == 0);
	expect_nothing(v, &t);
	visit_get(v, "/helper/me");
	EXPECT(visit_has(v, "新しいお願いはお休みします") && visit_has(v, "に聞いてください"));
	town_act(town, town->here, last_day_run, &t);
	town_act(town, town->here, lift_run, &t);
	EXPECT(!t.is_so && day_is_none(t.line.helper.paused_from_on));
	expect_nothing(v, &t);
	visit_get(v, "/helper/me");
	EXPECT(!visit_has(v, "お休みします"));
	visit_leave(v);
	town_leave(town);
}

TEST(of_two_private_words_the_last_that_is_closed_ends_the_pause_and_never_again_stays)
{
	struct tale t = { .is_pair = true };
	struct visit *v;
	struct town *town = begin(&t, &v);
	town_act(town, town->here, tell_run, &t);
	town_act(town, town->here, tell_run, &t);
	town_act(town, town->here, lift_run, &t);
	EXPECT(t.is_so && !day_is_none(t.line.helper.paused_from_on));
	town_act(town, town->here, lift_run, &t);
	EXPECT(t.is_so && day_is_none(t.line.helper.paused_from_on));
	visit_leave(v);
	town_leave(town);
}
