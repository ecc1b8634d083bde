/* Calls for help: a ladder that climbs each rung once, however late it is asked; one who takes; walls; an end that carries what it rests on; the
 * truth about who watches. */
#include "sos/sos.h"
#include "desk/account.h"
#include "desk/outbox.h"
#include "desk/outbox.sql.h"
#include "desk/town_test.h"
#include "family/family.h"

struct call_for { struct sos_new new; struct sos_id sos_id; struct sos_row row; struct sos_steps_row *step; size_t step_n; enum sos_refusal r;
	struct sos_bar bar; struct sos_end end; struct sos_watch watch; struct outbox_due *due; size_t due_n; int64_t told[8]; };

static const struct { const char *login; enum role role; int operator; int area; } people[] = {
	{ "mori", ROLE_WORKER, 0, 0 }, { "hara", ROLE_WORKER, 0, 0 }, { "yama", ROLE_MANAGER, 0, -1 }, { "kishi", ROLE_WORKER, 1, 1 },
};
enum { MORI, HARA, YAMA, KISHI, PEOPLE };
static struct account_id ids[PEOPLE];

static struct str area_ids_of(struct desk *d, int area)
{
	return area < 0 ? STR_NONE : arena_fmt(d->arena, "%lld", (long long)d->tenant->area[area].area_id.v);
}

static void people_run(struct desk *d, void *arg)
{
	(void)arg;
	for (int i = 0; i < PEOPLE; i++) {
		struct str token;
		struct account_new a = { .login = str_of(people[i].login), .name = str_of(people[i].login), .role = people[i].role,
			.mail = arena_fmt(d->arena, "%s@example.jp", people[i].login), .operator_id = d->tenant->operator[people[i].operator].operator_id,
			.area_ids = area_ids_of(d, people[i].area) };
		if (account_add(d, &a, &ids[i], &token) != ACCOUNT_OK)
			test_failed(__FILE__, __LINE__, "nobody works here");
	}
	outbox_forget(d);
}

static struct town *town_with_people(void)
{
	struct town *t = town_open();
	town_do(t, people_run, NULL);
	return t;
}

static void be(struct town *t, int who)
{
	t->who = (struct who){ .role = people[who].role, .account_id = ids[who], .name = str_of(people[who].login),
		.operator_id = t->tenant->operator[people[who].operator].operator_id,
		.area_ids = people[who].area < 0 ? STR_NONE : arena_fmt(test_arena(), "%lld", (long long)t->tenant->area[people[who].area].area_id.v) };
}

static void raise_run(struct desk *d, void *arg)
{
	struct call_for *c = arg;
	c->new.operator_id = d->tenant->operator[0].operator_id;
	c->new.area_id = d->tenant->area[0].area_id;
	c->sos_id = sos_raise(d, &c->new);
}

static void ring_run(struct desk *d, void *arg)
{
	struct call_for *c = arg;
	sos_ring(d, c->sos_id);
}

static void look_run(struct desk *d, void *arg)
{
	struct call_for *c = arg;
	c->r = sos_for_staff(d, c->sos_id, &c->row);
	sos_by_id(d, c->sos_id, &c->row);
	c->step_n = sos_steps(d, c->sos_id, &c->step);
	memset(c->told, 0, sizeof c->told);
	static const char *const word[] = { "charge", "colleagues", "managers", "gateway" };
	for (size_t i = 0; i < c->step_n; i++)
		for (int k = 0; k < 4; k++)
			c->told[k] += str_is(c->step[i].kind, word[k]);
	sos_look(d, &c->bar);
	c->watch = sos_watch(d, c->new.area_id, c->new.operator_id);
}

static void take_run(struct desk *d, void *arg)
{
	struct call_for *c = arg;
	c->r = sos_take(d, c->sos_id);
}

static void back_run(struct desk *d, void *arg)
{
	struct call_for *c = arg;
	c->r = sos_give_back(d, c->sos_id);
}

static void close_run(struct desk *d, void *arg)
{
	struct call_for *c = arg;
	look_run(d, arg);
	c->end.version_n = c->row.version_n;
	c->r = sos_close(d, c->sos_id, &c->end);
}

static void due_run(struct desk *d, void *arg)
{
	struct call_for *c = arg;
	c->due_n = outbox_take(d, 100, &c->due);
	for (size_t i = 0; i < c->due_n; i++)
		outbox_settle(d, c->due[i].letter_id, OUTBOX_SENT, STR_NONE);
}

static size_t due_of(const struct call_for *c, const char *channel)
{
	size_t n = 0;
	for (size_t i = 0; i < c->due_n; i++)
		n += str_is(c->due[i].channel, channel) && !str_is(c->due[i].subject, "invitation");
	return n;
}

struct setting { const char *key, *value; enum tenant_refusal r; };

static void set_run(struct desk *d, void *arg)
{
	struct setting *s = arg;
	struct str why;
	s->r = tenant_set(d, str_of(s->key), str_of(s->value), &why);
	if (s->r != TENANT_OK)
		desk_refuse(d);
}

static enum tenant_refusal set(struct town *t, const char *key, const char *value)
{
	struct setting s = { .key = key, .value = value };
	town_do(t, set_run, &s);
	town_load(t);
	return s.r;
}

static uint64_t seed;

static int64_t dice(int64_t sides)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)(seed >> 33) % sides;
}

TEST(each_rung_is_due_once_in_order_and_never_early)
{
	for (seed = 1; seed < 2000; seed += 7) {
		struct moment rings_at = { 1795568400000 + dice(DAY_MS) }, now = { rings_at.ms - dice(2 * HOUR) };
		int64_t minutes = 1 + dice(60), done = 0;
		for (int i = 0; i < 60; i++) {
			int64_t due = sos_rungs_due(rings_at, now, minutes);
			if (due < done || due > SOS_RUNG_LAST || (now.ms < rings_at.ms && due)
				|| (due && due < SOS_RUNG_LAST && sos_rung_at(rings_at, due, minutes).ms <= now.ms)
				|| (due && sos_rung_at(rings_at, due - 1, minutes).ms > now.ms)) {
				test_failed(__FILE__, __LINE__, "seed %llu: %lld rungs", (unsigned long long)seed, (long long)due);
				return;
			}
			done = due;
			now = moment_add(now, 1 + dice(minutes * MINUTE * 2));
		}
	}
	EXPECT_INT(sos_rung_kind(0), SOS_RUNG_CHARGE);
	EXPECT_INT(sos_rung_kind(11), SOS_RUNG_GATEWAY);
}

/* The same through the store: asked at random moments, late and often, each rung leaves one line, until somebody takes it. */
TEST(a_ladder_asked_at_any_time_climbs_each_rung_once_until_it_is_taken)
{
	for (seed = 3; seed < 9; seed++) {
		struct town *t = town_with_people();
		struct call_for c = { .new = { .source = "staff", .reason = STR("x") } };
		struct moment from = t->now;
		town_do(t, raise_run, &c);
		while (t->now.ms < from.ms + 90 * MINUTE) {
			t->now = moment_add(t->now, 1 + dice(8 * MINUTE));
			town_do(t, ring_run, &c);
		}
		town_do(t, look_run, &c);
		EXPECT_INT(c.told[0], 1);
		EXPECT_INT(c.told[1], 1);
		EXPECT_INT(c.told[2], 1);
		EXPECT_INT(c.told[3], SOS_RUNG_LAST - SOS_RUNG_GATEWAY);
		be(t, MORI);
		town_do(t, take_run, &c);
		EXPECT_INT(c.r, SOS_OK);
		town_do(t, look_run, &c);
		size_t before = c.step_n;
		t->now = moment_add(t->now, DAY_MS);
		town_do(t, ring_run, &c);
		town_do(t, look_run, &c);
		EXPECT_INT(c.step_n, before);
		town_close(t);
	}
}

TEST(a_call_rings_for_those_who_may_see_it_and_is_one_line_for_others)
{
	struct town *t = town_with_people();
	struct call_for c = { .new = { .source = "words", .kind = STR("life"), .reason = STR("消えてしまいたい") } };
	town_do(t, raise_run, &c);
	be(t, MORI);
	town_do(t, look_run, &c);
	EXPECT(c.r == SOS_OK && c.bar.rings && c.bar.line_n == 1 && !c.bar.has_others);
	be(t, YAMA);
	town_do(t, look_run, &c);
	EXPECT(c.r == SOS_OK && !c.bar.rings && c.bar.line_n == 1);
	be(t, KISHI);
	town_do(t, look_run, &c);
	EXPECT(c.r == SOS_NO_SUCH && !c.bar.rings && c.bar.line_n == 0 && c.bar.has_others);
	town_do(t, take_run, &c);
	EXPECT_INT(c.r, SOS_NO_SUCH);
	t->now = moment_add(t->now, 11 * MINUTE);
	town_do(t, ring_run, &c);
	be(t, YAMA);
	town_do(t, look_run, &c);
	EXPECT(c.bar.rings);
	town_close(t);
}

TEST(of_two_who_take_it_one_has_it_and_may_give_it_back)
{
	struct town *t = town_with_people();
	struct call_for c = { .new = { .source = "staff" } };
	town_do(t, raise_run, &c);
	be(t, MORI);
	town_do(t, take_run, &c);
	EXPECT_INT(c.r, SOS_OK);
	be(t, HARA);
	town_do(t, take_run, &c);
	EXPECT_INT(c.r, SOS_TAKEN);
	town_do(t, back_run, &c);
	EXPECT_INT(c.r, SOS_TAKEN);
	town_do(t, look_run, &c);
	EXPECT(!c.bar.rings && c.bar.line_n == 0);
	be(t, MORI);
	town_do(t, take_run, &c);
	EXPECT_INT(c.r, SOS_OK);
	town_do(t, back_run, &c);
	EXPECT_INT(c.r, SOS_OK);
	be(t, HARA);
	town_do(t, look_run, &c);
	EXPECT(c.bar.rings);
	town_close(t);
}

TEST(a_call_closes_only_with_an_outcome_and_what_a_disclosure_rests_on)
{
	static const struct { const char *outcome, *agency, *basis, *article; enum sos_refusal r; } ends[] = {
		{ "", "", "", "", SOS_BAD }, { "done", "", "", "", SOS_BAD }, { "passed", "", "", "", SOS_BAD }, { "passed", "児童相談所", "", "", SOS_BAD },
		{ "passed", "", "life", "", SOS_BAD }, { "emergency", "消防", "law", "", SOS_BAD }, { "passed", "児童相談所", "because", "", SOS_BAD },
		{ "passed", "児童相談所", "law", "児童福祉法25条", SOS_OK }, { "calm", "", "", "", SOS_CLOSED },
	};
	struct town *t = town_with_people();
	struct call_for c = { .new = { .source = "staff" } };
	town_do(t, raise_run, &c);
	be(t, MORI);
	c.end = (struct sos_end){ .outcome = STR("calm") };
	town_do(t, close_run, &c);
	EXPECT_INT(c.r, SOS_CHANGED);                   /* nobody took it yet */
	town_do(t, take_run, &c);
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		c.end = (struct sos_end){ .outcome = str_of(ends[i].outcome), .agency = str_of(ends[i].agency), .basis = str_of(ends[i].basis),
			.article = str_of(ends[i].article) };
		town_do(t, close_run, &c);
		EXPECT_INT(c.r, ends[i].r);
	}
	town_do(t, look_run, &c);
	EXPECT_STR(c.row.article, "児童福祉法25条");
	EXPECT(c.bar.line_n == 0 && c.row.closed_at.ms);
	town_close(t);
}

TEST(a_press_in_the_night_rings_in_the_morning_unless_words_are_urgent)
{
	struct town *t = town_with_people();
	struct call_for c = { .new = { .source = "family", .subject_id = 77, .is_morning = true } };
	town_do(t, raise_run, &c);
	be(t, MORI);
	town_do(t, look_run, &c);
	EXPECT_INT(c.row.rings_at.ms, day_moment(day_make(2026, 11, 26), 8 * 60 + 30).ms);
	EXPECT(!c.bar.rings && c.bar.line_n == 1 && c.bar.line[0].is_morning && c.told[0] == 0);
	t->now = moment_add(t->now, HOUR);
	c.new = (struct sos_new){ .source = "words", .subject_id = 77, .kind = STR("life") };
	town_do(t, raise_run, &c);
	town_do(t, look_run, &c);
	EXPECT(c.bar.rings && c.bar.line_n == 1 && c.told[0] == 1);
	town_close(t);
}

TEST(what_leaves_names_nobody_and_stops_when_somebody_takes_it)
{
	struct town *t = town_with_people();
	struct call_for c = { .new = { .source = "words", .kind = STR("life"), .reason = STR("消えてしまいたい") } };
	EXPECT_INT(set(t, "sos.gateway_url", "https://gateway.example.jp/ring"), TENANT_OK);
	town_do(t, raise_run, &c);
	t->now = moment_add(t->now, 15 * MINUTE);
	town_do(t, ring_run, &c);
	town_do(t, due_run, &c);
	EXPECT_INT(due_of(&c, "mail"), 3);
	EXPECT_INT(due_of(&c, "gateway"), 1);
	for (size_t i = 0; i < c.due_n; i++)
		EXPECT(!str_has(c.due[i].text, "消え") && !str_has(c.due[i].text, "阿久根の"));
	t->now = moment_add(t->now, 5 * MINUTE);
	town_do(t, due_run, &c);
	EXPECT_INT(due_of(&c, "sos"), 1);
	town_do(t, ring_run, &c);
	be(t, MORI);
	town_do(t, take_run, &c);
	t->now = moment_add(t->now, HOUR);
	town_do(t, due_run, &c);
	EXPECT_INT(c.due_n, 0);
	town_close(t);
}

static void session_run(struct desk *d, void *arg)
{
	(void)arg;
	account_session_start(d, &(struct account_session_new){ .account_id = ids[MORI], .role = ROLE_WORKER, .device = STR("PC") });
}

TEST(the_page_tells_the_truth_about_who_watches)
{
	struct town *t = town_with_people();
	struct call_for c = { .new = { .source = "staff" } };
	town_do(t, raise_run, &c);
	town_do(t, look_run, &c);
	EXPECT_INT(c.watch.presence, SOS_NOBODY);
	EXPECT_INT(c.watch.opens_at.ms, day_moment(day_make(2026, 11, 26), 8 * 60 + 30).ms);
	t->now = day_moment(day_make(2026, 11, 26), 10 * 60);
	town_do(t, look_run, &c);
	EXPECT_INT(c.watch.presence, SOS_ON_DUTY);
	town_do(t, session_run, NULL);
	town_do(t, look_run, &c);
	EXPECT_INT(c.watch.presence, SOS_WATCHING);
	t->now = moment_add(t->now, 6 * MINUTE);
	town_do(t, look_run, &c);
	EXPECT_INT(c.watch.presence, SOS_ON_DUTY);
	town_close(t);
}

TEST(the_word_sos_needs_a_duty_at_every_hour)
{
	struct town *t = town_with_people();
	struct call_for c = { .new = { .source = "staff" } };
	EXPECT_INT(set(t, "sos.word", "yes"), TENANT_BAD_VALUE);
	EXPECT_INT(set(t, "sos.night", "Mon-Sun 17:15-24:00; Mon-Sun 00:00-08:30"), TENANT_OK);
	EXPECT_INT(set(t, "sos.word", "yes"), TENANT_BAD_VALUE);        /* the weekend's day is nobody's */
	EXPECT_INT(set(t, "sos.night", "Mon-Sun 17:15-24:00; Mon-Sun 00:00-08:30; Sat,Sun 08:30-17:15"), TENANT_OK);
	EXPECT_INT(set(t, "sos.word", "yes"), TENANT_OK);
	town_do(t, raise_run, &c);
	town_do(t, look_run, &c);
	EXPECT(c.watch.has_word && c.watch.presence == SOS_ON_DUTY);
	EXPECT_INT(set(t, "sos.night", ""), TENANT_BAD_VALUE);
	EXPECT_INT(set(t, "sos.night", "Mon 17:15-24:00"), TENANT_BAD_VALUE);
	EXPECT_INT(set(t, "sos.word", "no"), TENANT_OK);
	EXPECT_INT(set(t, "sos.night", ""), TENANT_OK);
	town_close(t);
}

/* ---- in the family's story ---- */

struct joining { struct call_for *c; struct moment raised_at, closed_at; struct family_id family_id; };

static void join_run(struct desk *d, void *arg)
{
	struct joining *j = arg;
	j->family_id = family_register(d, &(struct family_new){ .name = STR("山川 花"), .kana = STR("やまかわ はな"), .due_on = DAY_NONE, .born_on = DAY_NONE,
		.child_born_on = day_make(2024, 10, 1), .notified_on = DAY_NONE, .area_id = d->tenant->area[0].area_id });
	sos_join_family(d, j->c->new.subject_id, j->family_id);
	sos_join_family(d, j->c->new.subject_id, j->family_id);
}

static void joined_run(struct desk *d, void *arg)
{
	struct joining *j = arg;
	struct family_row f;
	struct family_story_row *row;
	EXPECT(family_by_id(d, j->family_id, &f));
	size_t n = family_story(d, &f, &row), kept = 0;
	for (size_t i = 0; i < n; i++)
		if (str_is(row[i].kind, "sos"))
			row[kept++] = row[i];
	REQUIRE(kept == 3);
	EXPECT_INT(row[0].happened_at.ms, j->closed_at.ms);
	EXPECT_INT(row[2].happened_at.ms, j->raised_at.ms);
	EXPECT(str_has(row[0].line, "児童相談所") && str_has(row[1].line, "mori"));
}

TEST(a_call_of_nobody_known_comes_into_the_story_when_it_is_known_whose_it_was)
{
	struct town *t = town_with_people();
	struct call_for c = { .new = { .source = "family", .subject_id = 77 }, .end = { .outcome = STR("passed"), .agency = STR("児童相談所"),
		.basis = STR("consent") } };
	struct joining j = { .c = &c, .raised_at = t->now };
	be(t, MORI);
	town_do(t, raise_run, &c);
	t->now = moment_add(t->now, MINUTE);
	town_do(t, take_run, &c);
	t->now = j.closed_at = moment_add(t->now, HOUR);
	town_do(t, close_run, &c);
	EXPECT_INT(c.r, SOS_OK);
	t->now = moment_add(t->now, DAY_MS);
	town_do(t, join_run, &j);
	town_do(t, joined_run, &j);
	town_close(t);
}
