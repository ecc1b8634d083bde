/* The courier climbs ladders: whenever its rounds come, however late, each rung is climbed once; one that is taken climbs no more.
 * And it finishes what an import left. */
#include "app/courier.h"
#include "app/courier_burst.h"
#include "base/clock.h"
#include "exchange/exchange.h"
#include "sos/sos.h"
#include "tests/visit.h"

struct ladder { struct sos_id sos_id; int64_t rung_n[4], step_n; };

static void raise_run(struct desk *d, void *arg)
{
	struct ladder *l = arg;
	l->sos_id = sos_raise(d, &(struct sos_new){ .source = "staff", .operator_id = d->tenant->operator[0].operator_id });
}

static void take_run(struct desk *d, void *arg)
{
	struct ladder *l = arg;
	EXPECT_INT(sos_take_open(d, d->now, (struct account_id){ 5 }, STR("Mori"), l->sos_id), 1);
}

static void look_run(struct desk *d, void *arg)
{
	static const char *const word[] = { "charge", "colleagues", "managers", "gateway" };
	struct ladder *l = arg;
	struct sos_steps_row *step;
	memset(l->rung_n, 0, sizeof l->rung_n);
	l->step_n = (int64_t)sos_steps(d, l->sos_id, &step);
	for (int64_t i = 0; i < l->step_n; i++)
		for (int k = 0; k < 4; k++)
			l->rung_n[k] += str_is(step[i].kind, word[k]);
}

static uint64_t seed = 11;

static int64_t dice(int64_t sides)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)(seed >> 33) % sides;
}

/* Rounds at random moments until so many minutes have passed. */
static void rounds(struct town *t, struct moment *now, int64_t minutes)
{
	struct moment until = moment_add(*now, minutes * MINUTE);
	while (now->ms < until.ms) {
		*now = moment_add(*now, 1 + dice(4 * MINUTE));
		clock_set(*now);
		courier_round(t->here, t->arena, false);
		arena_reset(t->arena);
	}
}

TEST(rounds_at_any_time_climb_a_ladder_once)
{
	struct town *t = town_build();
	struct ladder l = { 0 };
	struct moment now = clock_now();
	town_act(t, t->here, raise_run, &l);
	town_act(t, t->here, look_run, &l);
	EXPECT_INT(l.rung_n[0], 1);
	EXPECT_INT(l.rung_n[1], 0);
	rounds(t, &now, 40);
	town_act(t, t->here, look_run, &l);
	EXPECT_INT(l.rung_n[0], 1);
	EXPECT_INT(l.rung_n[1], 1);
	EXPECT_INT(l.rung_n[2], 1);
	EXPECT(l.rung_n[3] >= 5);
	int64_t before = l.step_n;
	town_act(t, t->here, take_run, &l);
	rounds(t, &now, 60);
	town_act(t, t->here, look_run, &l);
	EXPECT_INT(l.step_n, before);
	town_leave(t);
}

/* ---- an import whose process died ---- */

enum { LEFT = 2000 };

static void leave_run(struct desk *d, void *arg)
{
	struct exchange_job *job = arg;
	exchange_match(d, job);
	exchange_begin(d, job);
	EXPECT_INT(exchange_stage(d, job, 0, job->item_n), LEFT);
	exchange_ready(d, job);
	exchange_decide(d, job->import_id);
}

static void is_left_run(struct desk *d, void *arg)
{
	*(bool *)arg = exchange_unfinished(d).v != 0;
}

/* The round's own memory is far less than what the import takes: each piece must have its own, else the server ends here. */
TEST(what_a_dead_import_left_is_put_in_by_the_next_hour)
{
	struct town *t = town_build();
	struct exchange_job job = { 0 };
	struct out list = { .arena = test_arena() };
	struct str why = STR_NONE;
	struct arena *big = arena_new((size_t)256 << 20), *small = arena_new((size_t)256 << 10);
	bool is_left = false;
	out_z(&list, "名称,住所,備考\n");
	for (int i = 0; i < LEFT; i++) {
		out_fmt(&list, "ひだまり%d園,花市北町%d丁目,", i, i);
		for (int k = 0; k < 20; k++)
			out_fmt(&list, "毎週火曜日の%d時にひろばをひらきます。", k);
		out_z(&list, "\n");
	}
	REQUIRE(exchange_open(big, &(struct exchange_ask){ .bytes = out_done(&list), .file_name = STR("list.csv") }, &job, &why));
	town_act(t, t->here, leave_run, &job);
	clock_set(moment_add(clock_now(), MINUTE));
	town_act(t, t->here, is_left_run, &is_left);
	EXPECT(is_left);
	courier_round(t->here, small, true);
	town_act(t, t->here, is_left_run, &is_left);
	EXPECT(!is_left);
	arena_free(big);
	arena_free(small);
	town_leave(t);
}

TEST(what_is_for_one_person_waits_until_the_platform_is_over_the_burst_and_the_next_burst_leaves_after_it)
{
	int64_t next_ns = clock_monotonic_ns() + 30 * INT64_C(1000000);
	struct served s = { .line_next_ns = next_ns };
	courier_line_turn(&s);
	EXPECT(clock_monotonic_ns() >= next_ns);
	EXPECT(s.line_next_ns > next_ns);
	next_ns = s.line_next_ns;
	courier_line_turn(&s);
	EXPECT(s.line_next_ns > next_ns);
}
