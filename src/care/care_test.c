/* From asking to the family's word: what a draft lacks, who may be asked, who wins, who is replaced, and what is kept from whom. */
#include "care/care_report.h"
#include "desk/crowd_test.h"
#include "desk/task.h"
#include "tests/town/carers.h"

enum { CROWD = 64, HELPERS = 64 };

struct tale { struct family_id family_id; struct family_row family; struct person_id person[HELPERS], stuck; size_t person_n; bool is_turn;
	struct care_request_row request; struct request_id request_id; struct care_offer_row *offer; size_t offer_n; struct offer_id offer_id;
	struct care_assignment_row visit; enum care_refusal r; enum staff_time_refusal why; const char *lack; struct str words; bool is_so, is_yes;
	int64_t n; struct moment at; size_t from_n, send_n; };

static void settle_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	carers_open(d);
	t->family = carers_family(d);
	t->family_id = t->family.family_id;
	for (int i = 0; i < 4; i++)
		t->person[t->person_n++] = carers_person(d, arena_fmt(d->arena, "橘 %d", i));
}

static void draft_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->request = care_draft(d, &t->family);
	t->request_id = t->request.request_id;
	t->lack = care_draft_lacks(d, &t->request);
}

static void fill_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct care_request_row *x = &t->request;
	x->kind = STR("accompany");
	x->words = STR("歯医者");
	x->from_at = t->at;
	x->until_at = moment_add(t->at, 2 * HOUR);
	x->minutes_n = 120;
	x->place_kind = STR("out");
	x->place = STR("溝口の歯医者");
	x->consented_at = d->now;
	t->r = care_draft_put(d, x);
	EXPECT(care_draft_of(d, t->family_id, x));
	t->lack = care_draft_lacks(d, x);
}

static void ask_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = care_ask(d, &t->request);
	EXPECT(care_request_of(d, t->request_id, &t->request));
	t->is_so = task_is_open(d, TASK_CARE, t->request_id.v) || task_is_open(d, TASK_CARE_URGENT, t->request_id.v);
}

static void send_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = care_offer_send(d, &t->request, &(struct care_offer_new){ .person = t->person + t->from_n, .n = t->send_n, .is_turn = t->is_turn,
		.minutes_n = 60 }, &t->stuck);
	if (t->r != CARE_OK)
		d->is_refused = true;
}

static void look_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	EXPECT(care_request_of(d, t->request_id, &t->request));
	t->offer_n = care_offers(d, &t->request, &t->offer);
	if (!care_assigned(d, t->request_id, &t->visit))
		t->visit = (struct care_assignment_row){ .late_n = 0 };
}

static void answer_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = care_offer_answer(d, t->offer_id, t->is_yes, false, &t->why);
	if (t->r != CARE_OK)
		d->is_refused = true;
}

static void drop_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = care_drop_out(d, &t->visit, STR("熱"));
}

static void minute_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->is_so = care_is_due(d);
	t->n = care_minutely(d, 50);
}

static struct town *begin(struct tale *t)
{
	struct town *town = town_open();
	*t = (struct tale){ .at = day_moment(day_make(2026, 12, 3), 10 * 60), .is_yes = true };
	town->now = day_moment(day_make(2026, 11, 26), 10 * 60);
	town->who = (struct who){ .role = ROLE_WORKER, .account_id = { 7 }, .operator_id = town->tenant->operator[0].operator_id, .name = STR("森野") };
	town_do(town, settle_run, t);
	return town;
}

/* Asked, by everybody's leave; nobody is sounded out yet. */
static struct town *begin_asked(struct tale *t)
{
	struct town *town = begin(t);
	town_do(town, draft_run, t);
	town_do(town, fill_run, t);
	town_do(town, ask_run, t);
	EXPECT_INT(t->r, CARE_OK);
	return town;
}

static void send(struct town *town, struct tale *t, size_t from_n, size_t n, bool is_turn)
{
	t->from_n = from_n;
	t->send_n = n;
	t->is_turn = is_turn;
	town_do(town, send_run, t);
}

/* The state of what this person was asked. */
static const char *offer_of(struct town *town, struct tale *t, size_t i)
{
	town_do(town, look_run, t);
	for (size_t k = 0; k < t->offer_n; k++)
		if (t->offer[k].person_id.v == t->person[i].v) {
			t->offer_id = t->offer[k].offer_id;
			return t->offer[k].state.s;
		}
	return "none";
}

static void answer(struct town *town, struct tale *t, size_t i, bool is_yes)
{
	offer_of(town, t, i);
	t->is_yes = is_yes;
	town_do(town, answer_run, t);
}

TEST(a_draft_says_what_it_lacks_and_stays_until_it_is_asked)
{
	struct tale t;
	struct town *town = begin(&t);
	town_do(town, draft_run, &t);
	EXPECT(strcmp(t.lack, "scene") == 0);
	town_do(town, fill_run, &t);
	EXPECT(t.r == CARE_OK && !t.lack);
	struct request_id first = t.request_id;
	town_do(town, draft_run, &t);
	EXPECT(t.request_id.v == first.v && str_is(t.request.place, "溝口の歯医者"));
	town_do(town, ask_run, &t);
	EXPECT(t.r == CARE_OK && t.is_so && str_is(t.request.state, "asked") && t.request.stage_n == 1);
	town_do(town, ask_run, &t);
	EXPECT_INT(t.r, CARE_NOT_NOW);
	town_close(town);
}

static void kind_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	EXPECT_INT(care_kind_put(d, &(struct care_kind_row){ .kind = STR("care"), .legal = STR("beside"), .legal_on = DAY_NONE, .is_open = true }),
		CARE_BAD);
	EXPECT_INT(care_kind_put(d, &(struct care_kind_row){ .kind = STR("care"), .legal = STR("notified"), .legal_on = DAY_NONE, .is_open = true }),
		CARE_BAD);
	EXPECT_INT(care_kind_put(d, &(struct care_kind_row){ .kind = STR("care"), .legal = STR("notified"), .legal_no = STR("川崎市 第12号"),
		.legal_on = day_make(2025, 4, 1), .is_open = true }), CARE_OK);
	EXPECT_INT(care_kind_put(d, &(struct care_kind_row){ .kind = STR("accompany"), .legal_on = DAY_NONE }), CARE_OK);
	t->is_so = care_kind_is_open(d, STR("care")) && !care_kind_is_open(d, STR("accompany"));
}

TEST(a_kind_without_its_legal_form_is_not_open_and_cannot_be_asked)
{
	struct tale t;
	struct town *town = begin(&t);
	town_do(town, kind_run, &t);
	EXPECT(t.is_so);
	town_do(town, draft_run, &t);
	town_do(town, fill_run, &t);
	town_do(town, ask_run, &t);
	EXPECT_INT(t.r, CARE_NOT_OPEN);
	town_close(town);
}

TEST(in_turn_the_next_is_asked_when_one_refuses_or_is_silent)
{
	struct tale t;
	struct town *town = begin_asked(&t);
	send(town, &t, 0, 3, true);
	EXPECT_INT(t.r, CARE_OK);
	EXPECT_STR(str_of(offer_of(town, &t, 0)), "open");
	EXPECT_STR(str_of(offer_of(town, &t, 1)), "waiting");
	answer(town, &t, 0, false);
	EXPECT_INT(t.r, CARE_OK);
	EXPECT_STR(str_of(offer_of(town, &t, 1)), "open");
	town_do(town, minute_run, &t);
	EXPECT(!t.is_so && t.n == 0);
	town->now = moment_add(town->now, 61 * MINUTE);
	town_do(town, minute_run, &t);
	EXPECT(t.is_so && t.n == 1);
	EXPECT_STR(str_of(offer_of(town, &t, 1)), "expired");
	EXPECT_STR(str_of(offer_of(town, &t, 2)), "open");
	answer(town, &t, 1, true);
	EXPECT_INT(t.r, CARE_TOO_LATE);
	answer(town, &t, 2, false);
	town_do(town, look_run, &t);
	EXPECT_STR(t.request.state, "asked");           /* nobody is left: the desk looks further */
	send(town, &t, 0, 1, false);
	EXPECT(t.r == CARE_TWICE && t.stuck.v == t.person[0].v);
	town_close(town);
}

TEST(nobody_is_sounded_out_for_a_time_that_is_over)
{
	struct tale t;
	struct town *town = begin_asked(&t);
	town->now = moment_add(t.request.until_at, -MINUTE);
	send(town, &t, 0, 1, false);
	EXPECT_INT(t.r, CARE_OK);                       /* it has begun: an hour of help is still help */
	town->now = t.request.until_at;
	send(town, &t, 1, 1, false);
	EXPECT_INT(t.r, CARE_PAST);
	town_close(town);
}

TEST(the_first_yes_wins_the_time_is_held_and_who_drops_out_is_replaced)
{
	struct tale t;
	struct town *town = begin_asked(&t);
	send(town, &t, 0, 3, false);
	answer(town, &t, 2, false);
	answer(town, &t, 1, true);
	EXPECT_INT(t.r, CARE_OK);
	EXPECT_STR(str_of(offer_of(town, &t, 0)), "withdrawn");
	EXPECT(str_is(t.request.state, "accepted") && t.visit.person_id.v == t.person[1].v);
	answer(town, &t, 0, true);
	EXPECT_INT(t.r, CARE_TOO_LATE);
	town_do(town, drop_run, &t);
	EXPECT_INT(t.r, CARE_OK);
	EXPECT_STR(str_of(offer_of(town, &t, 0)), "open");
	EXPECT_STR(str_of(offer_of(town, &t, 1)), "dropped");
	EXPECT_STR(str_of(offer_of(town, &t, 2)), "refused");
	answer(town, &t, 0, true);
	EXPECT(t.r == CARE_OK);
	town_do(town, look_run, &t);
	EXPECT(t.visit.person_id.v == t.person[0].v);
	town_close(town);
}

static void bar_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct staff_training training = { .person_id = t->person[0], .name = STR("救命講習"), .done_on = day_make(2021, 11, 1),
		.until_on = day_make(2026, 12, 2) };
	EXPECT_INT(staff_training_put(d, &training), STAFF_OK);
	struct staff_time busy = { .kind = STR("visit"), .person_id = t->person[1], .from_at = moment_add(t->at, HOUR),
		.until_at = moment_add(t->at, 3 * HOUR) };
	EXPECT_INT(staff_time_book(d, &busy, false), STAFF_TIME_OK);
}

TEST(a_lapsed_training_and_a_double_booking_pass_nobody)
{
	struct tale t;
	struct town *town = begin_asked(&t);
	town_do(town, bar_run, &t);
	send(town, &t, 0, 1, false);
	EXPECT(t.r == CARE_BARRED && t.stuck.v == t.person[0].v);
	send(town, &t, 1, 1, false);
	EXPECT(t.r == CARE_TIME && t.stuck.v == t.person[1].v);
	send(town, &t, 2, 1, false);
	EXPECT_INT(t.r, CARE_OK);
	town_close(town);
}

static void carry_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct care_meet m = { .how = STR("phone"), .points = STR(",allergy,pickup,"), .is_agreed = true };
	EXPECT(care_assigned(d, t->request_id, &t->visit));
	EXPECT_INT(care_start(d, &t->visit, MOMENT_NONE), CARE_NOT_NOW);        /* days before */
	EXPECT_INT(care_meet_put(d, &t->visit, &m), CARE_OK);
	EXPECT_INT(care_meet_put(d, &t->visit, &m), CARE_CHANGED);
	EXPECT(care_request_of(d, t->request_id, &t->request) && str_is(t->request.state, "agreed"));
	d->now = moment_add(t->at, 5 * MINUTE);
	EXPECT(care_assignment_of(d, t->visit.assignment_id, &t->visit));
	EXPECT_INT(care_start(d, &t->visit, t->at), CARE_OK);
	EXPECT_INT(care_start(d, &t->visit, MOMENT_NONE), CARE_NOT_NOW);
	EXPECT(care_assignment_of(d, t->visit.assignment_id, &t->visit));
	EXPECT_INT(care_drop_out(d, &t->visit, STR_NONE), CARE_NOT_NOW);
	EXPECT_INT(t->visit.started_at.ms, t->at.ms);
	d->now = moment_add(t->at, 2 * HOUR);
	EXPECT_INT(care_end(d, &t->visit, MOMENT_NONE), CARE_OK);
	EXPECT(care_assignment_of(d, t->visit.assignment_id, &t->visit));
	EXPECT_INT(care_report_give(d, &t->visit, &(struct care_report){ .words = STR("") }), CARE_BAD);
	EXPECT_INT(care_report_give(d, &t->visit, &(struct care_report){ .words = STR("元気でした"), .transport_yen = 420 }), CARE_OK);
	EXPECT_INT(care_confirm(d, &t->visit), CARE_OK);
	EXPECT_INT(care_voice_say(d, &t->visit, STR("good"), STR("助かりました")), CARE_OK);
	EXPECT_INT(care_voice_say(d, &t->visit, STR("bad"), STR_NONE), CARE_TWICE);
	EXPECT(care_request_of(d, t->request_id, &t->request) && str_is(t->request.state, "confirmed") && t->request.stage_n == 3);
}

static void private_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct care_private_row *row;
	EXPECT(care_request_of(d, t->request_id, &t->request) && care_assigned(d, t->request_id, &t->visit));
	EXPECT_INT(care_private_tell(d, &t->visit, STR("こわかった"), true), CARE_OK);
	EXPECT(care_is_paused(d, t->visit.person_id, (struct family_id){ 1 }));
	EXPECT(care_may_go(d, &t->request, t->visit.person_id) == CARE_BARRED);
	EXPECT(care_privates(d, &row) == 0);                    /* a worker reads nothing of it */
	d->who.role = ROLE_MANAGER;
	REQUIRE(care_privates(d, &row) == 1);
	EXPECT_INT(care_private_end(d, row[0].private_id, STR("話しました"), true), CARE_OK);
	EXPECT(!care_is_paused(d, t->visit.person_id, (struct family_id){ 1 }));
	EXPECT(care_is_paused(d, t->visit.person_id, t->family_id));
}

TEST(each_step_once_and_a_private_word_pauses_at_once)
{
	struct tale t;
	struct town *town = begin_asked(&t);
	send(town, &t, 0, 1, false);
	answer(town, &t, 0, true);
	town_do(town, look_run, &t);
	town_do(town, carry_run, &t);
	town_do(town, private_run, &t);
	town_close(town);
}

/* ---- trouble on the way ---- */

struct trouble { struct tale *t; struct sos_id sos_id; };

static size_t story_of(struct desk *d, struct tale *t, struct family_story_row **ret)
{
	size_t n = family_story(d, &t->family, ret), kept = 0;
	for (size_t i = 0; i < n; i++)
		if (str_is((*ret)[i].kind, "sos"))
			(*ret)[kept++] = (*ret)[i];
	return kept;
}

static void press_run(struct desk *d, void *arg)
{
	struct trouble *x = arg;
	struct tale *t = x->t;
	struct sos_row s = { 0 }, again = { 0 };
	EXPECT(care_request_of(d, t->request_id, &t->request) && care_assigned(d, t->request_id, &t->visit));
	care_call_desk(d, &t->visit, moment_add(d->now, -12 * MINUTE));
	REQUIRE(sos_of_subject(d, t->visit.assignment_id.v, &s));
	EXPECT_STR(s.href, arena_fmt(d->arena, "/desk/care/%s", id_text(d->arena, t->request_id.v).s).s);
	EXPECT_INT(s.pressed_at.ms, d->now.ms - 12 * MINUTE);
	EXPECT_INT(s.rings_at.ms, d->now.ms);
	care_call_desk(d, &t->visit, MOMENT_NONE);
	EXPECT(sos_of_subject(d, t->visit.assignment_id.v, &again) && again.sos_id.v == s.sos_id.v);
	x->sos_id = s.sos_id;
}

static void heard_run(struct desk *d, void *arg)
{
	struct trouble *x = arg;
	struct sos_row s;
	struct sos_bar bar;
	struct who before = d->who;
	sos_look(d, &bar);
	EXPECT(bar.rings && bar.line_n == 1 && !bar.has_others);
	d->who.operator_id = d->tenant->operator[1].operator_id;
	EXPECT_INT(sos_for_staff(d, x->sos_id, &s), SOS_NO_SUCH);
	sos_look(d, &bar);
	EXPECT(!bar.rings && !bar.line_n && bar.has_others);
	d->who = before;
	EXPECT_INT(sos_take(d, x->sos_id), SOS_OK);
	EXPECT(sos_by_id(d, x->sos_id, &s));
	EXPECT_INT(sos_close(d, x->sos_id, &(struct sos_end){ .version_n = s.version_n, .outcome = STR("emergency"), .agency = STR("消防本部"),
		.basis = STR("life") }), SOS_OK);
}

static void told_run(struct desk *d, void *arg)
{
	struct trouble *x = arg;
	struct family_story_row *row;
	EXPECT(family_by_id(d, x->t->family_id, &x->t->family));
	REQUIRE(story_of(d, x->t, &row) == 3);
	EXPECT(str_has(row[0].line, "消防本部") && str_has(row[1].line, "森野さんが受けました") && str_has(row[2].line, "支え手"));
	EXPECT_INT(row[2].happened_at.ms, d->now.ms - 12 * MINUTE);
	EXPECT_STR(family_story_way(d, &row[0]), arena_fmt(d->arena, "/desk/sos/%s", id_text(d->arena, x->sos_id.v).s).s);
	for (size_t i = 0; i < 3; i++)
		EXPECT_STR(row[i].who_may_see, "staff");
}

static void night_run(struct desk *d, void *arg)
{
	struct trouble *x = arg;
	struct sos_row s;
	EXPECT(care_assignment_of(d, x->t->visit.assignment_id, &x->t->visit));
	care_call_desk(d, &x->t->visit, MOMENT_NONE);
	REQUIRE(sos_of_subject(d, x->t->visit.assignment_id.v, &s));
	EXPECT(s.sos_id.v != x->sos_id.v);
	EXPECT_INT(s.rings_at.ms, day_moment(day_make(2026, 11, 27), 8 * 60 + 30).ms);
}

TEST(a_helpers_trouble_rings_for_those_who_may_read_the_visit_and_stands_in_the_story)
{
	struct tale t;
	struct town *town = begin_asked(&t);
	struct trouble x = { .t = &t };
	send(town, &t, 0, 1, false);
	answer(town, &t, 0, true);
	town_do(town, press_run, &x);
	town_do(town, heard_run, &x);
	town_do(town, told_run, &x);
	town->now = day_moment(day_make(2026, 11, 26), 21 * 60);
	town_do(town, night_run, &x);
	town_close(town);
}

/* ---- a crowd ---- */

static void many_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	for (; t->person_n < HELPERS; t->person_n++)
		t->person[t->person_n] = carers_person(d, arena_fmt(d->arena, "橘 %d", (int)t->person_n));
}

static void round_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct person_id stuck;
	t->request = care_draft(d, &t->family);
	t->request_id = t->request.request_id;
	t->at = moment_add(t->at, 3 * HOUR);
	fill_run(d, t);
	EXPECT_INT(care_ask(d, &t->request), CARE_OK);
	EXPECT(care_request_of(d, t->request_id, &t->request));
	EXPECT_INT(care_offer_send(d, &t->request, &(struct care_offer_new){ .person = t->person, .n = CARE_OFFERS_MOST, .minutes_n = 60 }, &stuck),
		CARE_OK);
	t->offer_n = care_offers(d, &t->request, &t->offer);
	for (size_t i = 0; i < t->offer_n; i++)
		t->person[i] = t->offer[i].person_id;
}

/* Members 0..59 say yes to their own offer; the last four press those of others a second time. */
static int want(struct desk *d, const struct crowd *c, int member, int round)
{
	const struct tale *t = c->arg;
	enum staff_time_refusal why;
	(void)round;
	struct care_offer_row *offer;
	size_t n = care_offers(d, &t->request, &offer);
	if (!n)
		return 7;
	return care_offer_answer(d, offer[(size_t)member % n].offer_id, true, false, &why) == CARE_OK ? 0 : 1;
}

static void held_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct care_assignment_row *row;
	struct staff_time *time;
	size_t n = care_assignments_of(d, t->request_id, &row);
	REQUIRE(n == 1);
	EXPECT(str_is(row[0].state, "held") && staff_time_of(d, (struct person_id){ 0 }, row[0].from_at, row[0].until_at, &time) == 1);
	t->n += (int64_t)n;
}

TEST(of_sixty_four_acceptances_exactly_one_stands)
{
	struct tale t;
	struct town *town = begin(&t);
	int rounds = crowd_rounds(10);
	town_do(town, many_run, &t);
	for (int i = 0; i < rounds; i++) {
		struct crowd crowd = { .town = town, .member_n = CROWD, .round_n = 1, .want = want, .arg = &t };
		town_do(town, round_run, &t);
		crowd_run(&crowd);
		EXPECT_INT(crowd.end_n[0], 1);
		EXPECT_INT(crowd.end_n[1], CROWD - 1);
		town_do(town, held_run, &t);
	}
	EXPECT_INT(t.n, rounds);
	town_close(town);
}
