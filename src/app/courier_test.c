/* The courier climbs ladders: whenever its rounds come, however late, each rung is climbed once; one that is taken climbs no more. */
#include "app/courier.h"
#include "base/clock.h"
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
