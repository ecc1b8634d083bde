/* Lanes: bounded queues with workers of their own, so that slow work (argon2, outside calls) never stands in the way of pages. */
#include "web/inside.h"
#include "base/check.h"
#include <sys/resource.h>

enum { STAND_BACK = 15 };

static bool take(struct lane_line *l, struct job *ret)
{
	pthread_mutex_lock(&l->lock);
	l->idle_n++;
	while (l->n == 0 && !l->is_ending)
		pthread_cond_wait(&l->some, &l->lock);
	l->idle_n--;
	bool is_there = l->n > 0;
	if (is_there) {
		*ret = l->job[l->head];
		l->head = (l->head + 1) % l->cap;
		l->n--;
	}
	pthread_mutex_unlock(&l->lock);
	return is_there;
}

/* Slow work stands back when a page wants the processor: on Linux a thread has a niceness of its own. */
static void *work(void *arg)
{
	struct lane_line *l = arg;
	struct job j;
	if (l->is_slow)
		setpriority(PRIO_PROCESS, 0, STAND_BACK);
	while (take(l, &j))
		j.run(j.arg);
	return NULL;
}

bool lane_start(struct lane_line *l, int worker_n, int limit, bool is_slow)
{
	*l = (struct lane_line){ .cap = (size_t)limit, .limit = (size_t)limit, .is_slow = is_slow };
	pthread_mutex_init(&l->lock, NULL);
	pthread_cond_init(&l->some, NULL);
	l->job = calloc(l->cap, sizeof *l->job);
	l->worker = calloc((size_t)worker_n, sizeof *l->worker);
	CHECK(l->job && l->worker);
	pthread_mutex_lock(&l->lock);
	while (l->worker_n < worker_n && pthread_create(&l->worker[l->worker_n], NULL, work, l) == 0)
		l->worker_n++;
	pthread_mutex_unlock(&l->lock);
	return l->worker_n == worker_n;
}

/* Only jobs that must be taken go past the limit, so this is rare. */
static void widen(struct lane_line *l)
{
	struct job *wider = calloc(l->cap * 2, sizeof *wider);
	CHECK(wider);
	for (size_t i = 0; i < l->n; i++)
		wider[i] = l->job[(l->head + i) % l->cap];
	free(l->job);
	l->job = wider;
	l->head = 0;
	l->cap *= 2;
}

bool lane_post(struct lane_line *l, struct job j, bool must)
{
	pthread_mutex_lock(&l->lock);
	bool is_taken = l->job && (must || (l->n < l->limit && !l->is_ending));
	if (is_taken) {
		if (l->n == l->cap)
			widen(l);
		l->job[(l->head + l->n++) % l->cap] = j;
	}
	bool has_sleeper = is_taken && l->idle_n > 0;
	pthread_mutex_unlock(&l->lock);
	if (has_sleeper)
		pthread_cond_signal(&l->some);
	return is_taken;
}

void lane_stop(struct lane_line *l)
{
	pthread_mutex_lock(&l->lock);
	l->is_ending = true;
	pthread_cond_broadcast(&l->some);
	pthread_mutex_unlock(&l->lock);
	for (int i = 0; i < l->worker_n; i++)
		pthread_join(l->worker[i], NULL);
	pthread_mutex_lock(&l->lock);
	free(l->worker);
	free(l->job);
	l->job = NULL;
	l->worker = NULL;
	l->worker_n = 0;
	pthread_mutex_unlock(&l->lock);
}

bool lane_is_idle(struct lane_line *l)
{
	pthread_mutex_lock(&l->lock);
	bool is_idle = l->n == 0 && l->idle_n == l->worker_n;
	pthread_mutex_unlock(&l->lock);
	return is_idle;
}

int lane_waiting(struct lane_line *l)
{
	pthread_mutex_lock(&l->lock);
	int n = (int)l->n;
	pthread_mutex_unlock(&l->lock);
	return n;
}
