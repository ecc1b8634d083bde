/* Keeps what was taken while the database was away, a queue a tenant in a folder of this process alone, and enters it as soon as the database is
 * back. A post leaves the folder after its transaction; killed in between, it is entered again and finds its key used. */
#include "app/serve_inside.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/log.h"
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/file.h>
#include <unistd.h>

enum { STEP_MS = 100, AGAIN_STEPS = 10 };

struct waiting { struct waiting *next; struct str name; struct spool_queue queue; };

struct spooler {
	struct serve *serve;
	struct str folder;
	struct arena *arena;                            /* guarded by lock, like the list */
	pthread_mutex_t lock;
	struct waiting *first;
	pthread_t thread;
	_Atomic bool is_ending, is_ours;
};

/* ---- queues ---- */

/* One folder serves one process: what another one holds is its own to enter. */
static bool is_alone(struct spooler *sp)
{
	if (sp->is_ours || access(sp->folder.s, F_OK) != 0)
		return sp->is_ours;
	int fd = open(arena_fmt(sp->arena, "%s/lock", sp->folder.s).s, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	sp->is_ours = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0;     /* held until the process ends */
	if (!sp->is_ours && fd >= 0)
		close(fd);
	return sp->is_ours;
}

static struct spool_queue *queue_of(struct spooler *sp, struct served *s)
{
	pthread_mutex_lock(&sp->lock);
	struct waiting *w = sp->first;
	while (w && !str_eq(w->name, s->name))
		w = w->next;
	if (!w && is_alone(sp)) {
		w = ARENA_NEW(sp->arena, struct waiting);
		w->name = arena_str(sp->arena, s->name);
		spool_open(&w->queue, sp->arena, arena_fmt(sp->arena, "%s/%s", sp->folder.s, w->name.s), &s->key, s->number);
		w->next = sp->first;
		sp->first = w;
	}
	pthread_mutex_unlock(&sp->lock);
	return w ? &w->queue : NULL;
}

bool spooler_take(struct spooler *sp, struct served *s, struct arena *a, const struct spool_post *post)
{
	struct spool_queue *q = queue_of(sp, s);
	return q && spool_put(q, a, post);
}

int64_t spooler_waiting(struct spooler *sp)
{
	int64_t n = 0;
	if (!sp)
		return 0;
	pthread_mutex_lock(&sp->lock);
	for (struct waiting *w = sp->first; w; w = w->next)
		n += spool_waiting(&w->queue);
	pthread_mutex_unlock(&sp->lock);
	return n;
}

/* ---- entering ---- */

static void refused_run(struct desk *d, void *arg)
{
	struct spool_refused_add_in *in = arg;
	in->refused_at = d->now;
	spool_refused_raise(d, in);
}

/* False: the database is away again, and it stays. */
static bool enter(struct spooler *sp, struct served *s, struct spool_queue *q, int64_t number)
{
	struct arena *a = arena_new((size_t)16 << 20);
	struct spool_post post;
	struct spool_refused_add_in in = { .refused_id = { number }, .taken_at = clock_now(), .place = STR("-") };
	enum replayed how = spool_get(q, a, number, &post) ? serve_replay(sp->serve, s, a, &post, &in) : REPLAY_REFUSED;
	if (how == REPLAY_REFUSED && tenants_write(s, a, &(struct work){ .run = refused_run, .arg = &in }) != STORE_OK)
		how = REPLAY_LATER;
	if (how == REPLAY_REFUSED)
		log_line(LOG_WARN, "spool %s: a post could not be entered; the desk was told", s->name.s);
	if (how != REPLAY_LATER)
		spool_drop(q, a, number);
	s->has_news = 1;
	arena_free(a);
	return how != REPLAY_LATER;
}

static bool enter_all(struct spooler *sp, struct served *s, struct spool_queue *q)
{
	struct arena *a = arena_new((size_t)1 << 20);
	int64_t *number;
	size_t n = spool_list(q, a, &number), i = 0;
	while (i < n && !sp->is_ending && !store_is_away(s->store) && enter(sp, s, q, number[i]))
		i++;
	if (i)
		log_line(LOG_WARN, "spool %s: %zu of %zu posts entered", s->name.s, i, n);
	arena_free(a);
	return i == n;
}

static void *enter_always(void *arg)
{
	struct spooler *sp = arg;
	int rest = 0;
	while (!sp->is_ending) {
		usleep(STEP_MS * 1000);
		if (rest-- > 0)
			continue;
		rest = 0;
		for (struct served *s = sp->serve->tenants->first; s && !sp->is_ending; s = s->next) {
			struct spool_queue *q = queue_of(sp, s);
			if (q && spool_waiting(q) && !store_is_away(s->store) && !enter_all(sp, s, q))
				rest = AGAIN_STEPS;
		}
	}
	return NULL;
}

struct spooler *spooler_start(struct serve *s, struct str folder)
{
	struct arena *a = arena_new((size_t)4 << 20);
	struct spooler *sp = ARENA_NEW(a, struct spooler);
	*sp = (struct spooler){ .serve = s, .arena = a, .folder = arena_str(a, folder) };
	pthread_mutex_init(&sp->lock, NULL);
	if (!spool_folder(a, sp->folder))
		log_line(LOG_ERROR, "spool: %s cannot be made: nothing is taken while the database is away", sp->folder.s);
	CHECK(pthread_create(&sp->thread, NULL, enter_always, sp) == 0);
	return sp;
}

void spooler_stop(struct spooler *sp)
{
	if (!sp)
		return;
	sp->is_ending = true;
	pthread_join(sp->thread, NULL);
}

void spooler_free(struct spooler *sp)
{
	if (sp)
		arena_free(sp->arena);
}
