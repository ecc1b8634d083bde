/* Many who want the same at one moment: each on a thread of its own, in real write turns, round after round from one gate. */
#pragma once
#include "desk/town_test.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { CROWD_ENDS = 8, CROWD_MOST = 64 };

struct crowd {
	struct town *town;
	int member_n, round_n;
	/* One try of one member: what it came to, below CROWD_ENDS; 0 is kept, everything else is taken back. */
	int (*want)(struct desk *, const struct crowd *, int member, int round);
	void *arg;
	atomic_int end_n[CROWD_ENDS], fault_n;          /* how many tries came to that; how many did not get through */
	pthread_barrier_t gate;
};
struct crowd_member { struct crowd *crowd; int number; struct arena *arena; pthread_t thread; };
struct crowd_try { struct store_write write; struct crowd_member *member; int round, end; };

static inline void crowd_try_run(struct store_write *w, struct store_turn *turn, bool *keep)
{
	struct crowd_try *x = w->arg;
	struct desk d = town_desk(x->member->crowd->town, turn);
	x->end = x->member->crowd->want(&d, x->member->crowd, x->member->number, x->round);
	*keep = x->end == 0;
}

static inline void *crowd_member_run(void *arg)
{
	struct crowd_member *m = arg;
	for (int round = 0; round < m->crowd->round_n; round++) {
		struct crowd_try x = { .member = m, .round = round, .write = { .run = crowd_try_run, .arena = m->arena } };
		x.write.arg = &x;
		arena_reset(m->arena);
		pthread_barrier_wait(&m->crowd->gate);
		bool is_through = store_write(m->crowd->town->store, &x.write) == STORE_OK && x.end >= 0 && x.end < CROWD_ENDS;
		atomic_fetch_add(is_through ? &m->crowd->end_n[x.end] : &m->crowd->fault_n, 1);
	}
	return NULL;
}

/* YORISOI_ROUNDS, where it is said: `make test` says 1000. */
static inline int crowd_rounds(int usual)
{
	int64_t more = usual;
	str_int(str_of(getenv("YORISOI_ROUNDS")), &more);
	return (int)more;
}

static inline void crowd_run(struct crowd *c)
{
	struct crowd_member member[CROWD_MOST];
	pthread_barrier_init(&c->gate, NULL, (unsigned)c->member_n);
	for (int i = 0; i < c->member_n; i++) {
		member[i] = (struct crowd_member){ .crowd = c, .number = i, .arena = arena_new((size_t)4 << 20) };
		REQUIRE(pthread_create(&member[i].thread, NULL, crowd_member_run, &member[i]) == 0);
	}
	for (int i = 0; i < c->member_n; i++) {
		pthread_join(member[i].thread, NULL);
		arena_free(member[i].arena);
	}
	pthread_barrier_destroy(&c->gate);
	EXPECT_INT(c->fault_n, 0);
}
