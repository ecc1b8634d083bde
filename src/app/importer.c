/* Pieces of an import, each a turn of the writer; their size follows what the last one took. */
#include "app/importer.h"
#include "base/clock.h"

/* PIECE_MS: the longest comes to three times that. */
enum { FINISH_ARENA = 512 << 20, PIECE_MS = 12, PIECE_FIRST = 50, PIECE_MOST = 2000, ROOM_TIMES = 8, ROOM_MORE = 8 << 20 };

struct piece {
	struct exchange_job *job;
	size_t from, n, done;
	struct import_id import_id;
	int64_t conflict_n;
	void (*run)(struct desk *, struct piece *);
};

static void piece_run(struct desk *d, void *arg)
{
	struct piece *p = arg;
	p->run(d, p);
}

static bool failed(struct importer *m, enum store_fault fault, const char *left)
{
	const char *why = fault == STORE_FULL ? "the disk is full" : store_fault_word(fault);
	snprintf(m->why_text, sizeof m->why_text, "%s. %s", why, left);
	m->why = str_of(m->why_text);
	return false;
}

/* How many rows the next piece has, so that it takes about PIECE_MS. */
static size_t next_n(size_t n, int64_t took_ns)
{
	double ratio = took_ns > 0 ? PIECE_MS * 1e6 / (double)took_ns : 2;
	double next = (double)n * (ratio > 2 ? 2 : ratio < 0.25 ? 0.25 : ratio);
	return next < 5 ? 5 : next > PIECE_MOST ? PIECE_MOST : (size_t)next;
}

static enum store_fault write_piece(struct importer *m, struct piece *p, int64_t *ret_ns)
{
	struct work work = { .run = piece_run, .arg = p };
	int64_t begun = clock_monotonic_ns();
	enum store_fault fault = tenants_write(m->served, m->arena, &work);
	*ret_ns = clock_monotonic_ns() - begun;
	m->held_ns = *ret_ns > m->held_ns ? *ret_ns : m->held_ns;
	arena_reset(m->arena);
	return fault;
}

static void tell(const struct importer *m, const char *what, int64_t done, int64_t all)
{
	if (m->tell && all > 0)
		m->tell(m->tell_arg, what, done, all);
}

static void begin_run(struct desk *d, struct piece *p)
{
	exchange_begin(d, p->job);
}

static void stage_run(struct desk *d, struct piece *p)
{
	p->done = exchange_stage(d, p->job, p->from, p->n);
}

static void ready_run(struct desk *d, struct piece *p)
{
	exchange_ready(d, p->job);
}

static void decide_run(struct desk *d, struct piece *p)
{
	exchange_decide(d, p->import_id);
}

static void drop_run(struct desk *d, struct piece *p)
{
	exchange_drop(d, p->import_id);
}

static void apply_run(struct desk *d, struct piece *p)
{
	p->done = (size_t)exchange_apply(d, p->import_id, (int64_t)p->n, &p->conflict_n);
}

static void sweep_run(struct desk *d, struct piece *p)
{
	p->done = exchange_sweep(d);
}

static void match_run(struct desk *d, void *arg)
{
	exchange_match(d, arg);
}

bool importer_match(struct importer *m, struct exchange_job *job)
{
	bool is_read = tenants_read(m->served, m->arena, &(struct work){ .run = match_run, .arg = job });
	arena_reset(m->arena);
	return is_read || failed(m, STORE_IO, "Nothing was changed.");
}

/* What was staged in vain goes; when even that cannot be written, the next import or the next hour does it. */
static bool drop(struct importer *m, const struct exchange_job *job, enum store_fault fault)
{
	struct piece p = { .import_id = job->import_id, .run = drop_run, .done = 1 };
	int64_t ns;
	enum store_fault dropped = job->import_id.v ? write_piece(m, &p, &ns) : STORE_OK;
	p.run = sweep_run;
	while (dropped == STORE_OK && p.done)
		dropped = write_piece(m, &p, &ns);
	return failed(m, fault, "Nothing was changed. Make room, then import again.");
}

static int64_t bytes_of(const struct exchange_job *job)
{
	int64_t n = 0;
	for (size_t i = 0; i < job->item_n; i++)
		n += job->item[i].end == EXCHANGE_REJECTED || job->item[i].end == EXCHANGE_UNCHANGED ? 0 : (int64_t)job->item[i].given.n + 400;
	return n;
}

bool importer_stage(struct importer *m, struct exchange_job *job)
{
	struct piece p = { .job = job, .n = PIECE_FIRST, .run = begin_run };
	size_t all = job->item_n + job->gone_n;
	int64_t ns;
	if (!store_has_room(m->served->store, bytes_of(job) * ROOM_TIMES + ROOM_MORE))
		return failed(m, STORE_FULL, "Nothing was changed. Make room, then import again.");
	enum store_fault fault = write_piece(m, &p, &ns);
	p.run = stage_run;
	while (fault == STORE_OK && p.from < all) {
		fault = write_piece(m, &p, &ns);
		p.from += p.done;
		p.n = next_n(p.n, ns);
		tell(m, "read", (int64_t)p.from, (int64_t)all * 2);
	}
	p.run = ready_run;
	if (fault == STORE_OK)
		fault = write_piece(m, &p, &ns);
	return fault == STORE_OK || drop(m, job, fault);
}

static bool put_in(struct importer *m, struct piece *p, int64_t row_n)
{
	int64_t ns, done = 0;
	enum store_fault fault = STORE_OK;
	p->run = apply_run;
	p->n = PIECE_FIRST;
	do {
		fault = write_piece(m, p, &ns);
		if (fault != STORE_OK)
			return failed(m, fault, "What was read is kept and counts; it goes in by itself when there is room, or with the next import.");
		done += (int64_t)p->done;
		m->conflict_n += p->conflict_n;
		p->n = next_n(p->n, ns);
		tell(m, "put in", row_n + done, row_n * 2);
	} while (p->done);
	return true;
}

bool importer_apply(struct importer *m, struct import_id import_id, int64_t row_n)
{
	struct piece p = { .import_id = import_id, .run = decide_run };
	int64_t ns;
	enum store_fault fault = write_piece(m, &p, &ns);
	if (fault != STORE_OK)
		return failed(m, fault, "Nothing was changed. Make room, then import again.");
	return put_in(m, &p, row_n);
}

static void unfinished_run(struct desk *d, void *arg)
{
	*(struct import_id *)arg = exchange_unfinished(d);
}

bool importer_finish(struct served *served, struct arena *a)
{
	struct piece p = { 0 };
	bool is_fine = true;
	for (;;) {
		p.import_id = (struct import_id){ 0 };
		tenants_read(served, a, &(struct work){ .run = unfinished_run, .arg = &p.import_id });
		if (!p.import_id.v || !is_fine)
			return is_fine;
		struct importer m = { .served = served, .arena = arena_new(FINISH_ARENA) };
		is_fine = put_in(&m, &p, 0);
		arena_free(m.arena);
	}
}

bool importer_resume(struct importer *m)
{
	struct piece p = { .run = sweep_run, .done = 1 };
	int64_t ns;
	enum store_fault fault = STORE_OK;
	if (!importer_finish(m->served, m->arena))
		return false;
	while (fault == STORE_OK && p.done)
		fault = write_piece(m, &p, &ns);
	return fault == STORE_OK;
}
