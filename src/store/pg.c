/* A tenant's store on PostgreSQL: its turns. Every transaction says first whose it is; row-level security shows and takes nothing else. A group of
 * writes holds the tenant's lock until its commit is durable, so that writers of one tenant take turns, from whichever process they come. */
#include "store/pg.h"
#include "base/check.h"
#include "base/clock.h"

/* PostgreSQL keeps 64 parts of a transaction at hand; more would slow its readers. */
enum { GROUP_MOST = 48 };

const struct store_engine store_pg;

/* ---- opening ---- */

static struct str role_trouble(PGconn *conn, struct arena *arena)
{
	if (pg_number(conn, "SELECT CASE WHEN rolsuper OR rolbypassrls THEN 1 ELSE 0 END FROM pg_roles WHERE rolname = current_user") != 0)
		return STR("This role of PostgreSQL may look behind the walls between tenants (superuser or BYPASSRLS). Serve as yorisoi_app.");
	if (pg_number(conn, "SELECT count(*) FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' "
		"AND pg_has_role(c.relowner, 'USAGE')") != 0)
		return STR("This role of PostgreSQL owns the tables, and an owner may take the walls between tenants down. Serve as yorisoi_app.");
	int64_t has = pg_number(conn, "SELECT coalesce(max(number), 0) FROM store_migration");
	if (has < 0)
		return STR("There is no schema of Yorisoi in this database. Make it as its owner first: yorisoi migrate --store postgresql://yorisoi_owner@...");
	if (has < store_schema_version())
		return arena_fmt(arena, "The database is of an older Yorisoi (schema %lld; this program needs %d). Bring it forward as its owner: yorisoi migrate "
			"--store postgresql://yorisoi_owner@...", (long long)has, store_schema_version());
	if (has > store_schema_version())
		return arena_fmt(arena, "The database was written by a newer Yorisoi (schema %lld; this program knows %d). Install the newer program again.",
			(long long)has, store_schema_version());
	return STR_NONE;
}

/* A connection that has been looked over, or NULL with a sentence. */
static struct pg_line *line_checked(struct pg_pool *pool, struct arena *arena, struct str *ret_why)
{
	enum store_fault fault;
	struct pg_line *line = pg_take(pool, &fault);
	if (line && line->is_used)
		return line;
	if (!line && pool->is_away) {
		*ret_why = STR("The database is away at this moment.");
		return NULL;
	}
	if (!line) {
		PGconn *conn = pg_connect(pool->url, arena, ret_why);
		if (conn)
			PQfinish(conn);
		*ret_why = ret_why->n ? *ret_why : STR("PostgreSQL did not let us in. Try again.");
		return NULL;
	}
	struct str trouble = role_trouble(line->conn, arena);
	if (!trouble.n)
		return line;
	*ret_why = trouble;
	pg_drop(line);
	return NULL;
}

struct store *pg_open(const struct store_conf *conf, struct arena *arena, struct str *ret_why)
{
	char name[64];
	struct pg_pool *pool = pg_pool_of(conf->url);
	struct pg_line *line = line_checked(pool, arena, ret_why);
	if (!line) {
		pg_pool_leave(pool);
		return NULL;
	}
	pg_give(line);
	snprintf(name, sizeof name, "postgresql tenant %lld", (long long)conf->tenant_id);
	struct store *store = store_new(conf, name, &store_pg);
	store->pool = pool;
	store->conf.url = pool->url;
	return store;
}

static void close_store(struct store *store)
{
	pg_pool_leave(store->pool);
	store_free(store);
}

static void trim(struct store *store)
{
	pg_pool_trim(store->pool);
}

bool store_tenants(const char *url, struct arena *arena, struct store_tenant **ret, size_t *ret_n, struct str *ret_why)
{
	struct pg_pool *pool = pg_pool_of(url);
	struct pg_line *line = line_checked(pool, arena, ret_why);
	PGresult *result = !line ? NULL : PQexec(pg_plain(line), "SELECT tenant_id, name, CASE WHEN is_demo THEN 1 ELSE 0 END "
		"FROM lobby.tenants() ORDER BY 1");
	bool is_fine = PQresultStatus(result) == PGRES_TUPLES_OK;
	size_t n = is_fine ? (size_t)PQntuples(result) : 0;
	*ret_n = n;
	*ret = n ? arena_get(arena, n * sizeof **ret) : NULL;
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = (struct store_tenant){ strtoll(PQgetvalue(result, (int)i, 0), NULL, 10), arena_str(arena, str_of(PQgetvalue(result, (int)i, 1))),
			*PQgetvalue(result, (int)i, 2) == '1' };
	if (line && !is_fine)
		*ret_why = arena_fmt(arena, "The lobby of the database cannot be asked (%s). Run as its owner: yorisoi migrate --store "
			"postgresql://yorisoi_owner@...", PQerrorMessage(line->conn));
	PQclear(result);
	if (line)
		pg_give(line);
	pg_pool_leave(pool);
	return is_fine;
}

bool store_tenants_due(const char *url, struct moment until, struct arena *arena, int64_t **ret, size_t *ret_n)
{
	char sql[100];
	struct str why = STR_NONE;
	struct pg_pool *pool = pg_pool_of(url);
	struct pg_line *line = line_checked(pool, arena, &why);
	snprintf(sql, sizeof sql, "SELECT tenant_id FROM lobby.due(%lld) ORDER BY 1", (long long)until.ms);
	PGresult *result = line ? PQexec(pg_plain(line), sql) : NULL;
	bool is_fine = PQresultStatus(result) == PGRES_TUPLES_OK;
	size_t n = is_fine ? (size_t)PQntuples(result) : 0;
	*ret_n = n;
	*ret = ARENA_ARRAY(arena, int64_t, n + 1);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = strtoll(PQgetvalue(result, (int)i, 0), NULL, 10);
	PQclear(result);
	if (line)
		pg_give(line);
	pg_pool_leave(pool);
	return is_fine;
}

/* ---- turns ---- */

static const struct query word_read = { "begin", NULL, 0, 0, false, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", ">" };
static const struct query word_begin = { "begin", NULL, 0, 0, false, "BEGIN", ">" };
static const struct query word_whose = { "whose", NULL, 1, 0, false, "SELECT set_config('yorisoi.tenant', $1, true)", "t>" };
static const struct query word_lock = { "lock", NULL, 1, 0, false,
	"SELECT set_config('yorisoi.tenant', $1, true), pg_advisory_xact_lock($1::bigint)", "t>" };
static const struct query word_beside = { "lock beside", NULL, 1, 0, false,
	"SELECT set_config('yorisoi.tenant', $1, true), pg_advisory_xact_lock_shared(-$1::bigint)", "t>" };
static const struct query word_alone = { "lock alone", NULL, 1, 0, false, "SELECT pg_advisory_xact_lock(-$1::bigint)", "t>" };
static const struct query word_save = { "savepoint", NULL, 0, 0, false, "SAVEPOINT turn", ">" };
static const struct query word_release = { "release", NULL, 0, 0, false, "RELEASE turn", ">" };
static const struct query word_back = { "rollback to", NULL, 0, 0, false, "ROLLBACK TO turn", ">" };

/* A connection that rested may have died with its server: then another one is taken. */
static struct pg_line *take(const struct store *store, struct pg_pool *pool, enum store_fault *ret)
{
	struct pg_line *line;
	while ((line = pg_take(pool, ret)) && !pg_lives(line))
		pg_drop(line);
	if (!line)
		return NULL;
	snprintf(line->tenant, sizeof line->tenant, "%lld", (long long)store->conf.tenant_id);
	return line;
}

/* While the database is away its replica answers: all that was acknowledged is there, perhaps a blink late. */
static bool read_begin(struct store *store, struct store_turn *turn)
{
	struct pg_pool *replica = store->pool->replica;
	struct pg_line *line = take(store, store->pool, &turn->fault);
	if (!line && replica)
		line = take(store, replica, &turn->fault);
	turn->line = line ? &line->line : NULL;
	if (line)
		pg_open_by(line, &word_read, &word_whose, NULL);        /* which leave with the first query */
	return line != NULL;
}

static void read_end(struct store_turn *turn)
{
	struct pg_line *line = (struct pg_line *)turn->line;
	CHECK(line->line.open_n == 0);
	pg_end(line, &pg_word_rollback);                /* the answer is taken when the connection is next needed */
	pg_give(line);
	turn->line = NULL;
}

/* ---- one group ---- */

static enum store_fault commit(struct store *store, struct pg_line *line)
{
	PGresult *last;
	line->is_doubted = false;
	pg_end(line, &pg_word_commit);
	enum store_fault fault = pg_collect(line, store->path, &last);
	PQclear(last);
	line->is_open = fault != STORE_OK;              /* COMMIT was passed over behind something that failed */
	return fault == STORE_OK && line->is_doubted ? STORE_IO : fault;
}

/* In a savepoint, unless it is alone; its last words are answered with the commit then. */
static void run_one(struct store *store, struct pg_line *line, struct store_write *w, bool is_alone)
{
	struct store_turn turn = { .store = store, .arena = w->arena, .line = &line->line, .is_writer = true, .fault_at = w->fault_at };
	bool keep = false;
	w->run(w, &turn, &keep);
	CHECK(line->line.open_n == 0);
	keep = keep && turn.fault == STORE_OK;
	if (is_alone && keep) {
		w->is_kept = true;
		return;
	}
	if (keep)
		pg_say(line, &word_release, NULL);
	pg_settle(&turn);
	w->is_kept = keep && turn.fault == STORE_OK;
	w->fault = turn.fault;
	if (is_alone || w->is_kept || store_fault_ends_group(turn.fault))
		return;
	pg_say(line, &word_back, NULL);
	pg_say(line, &word_release, NULL);
}

static enum store_fault run_behind(struct store *store, struct store_write *group, const struct query *lock)
{
	enum store_fault fault = STORE_IO;
	struct pg_line *line = store->pool->is_stuck ? NULL : take(store, store->pool, &fault);
	if (!line)
		return fault;
	line->write_ns = clock_monotonic_ns();
	pg_open_by(line, &word_begin, lock, group->next ? &word_save : NULL);
	bool any_kept = false;
	for (struct store_write *w = group; w && !store_fault_ends_group(fault); w = w->next) {
		run_one(store, line, w, !group->next);
		fault = w->fault;
		if (w->next && !store_fault_ends_group(fault))
			pg_say(line, &word_save, NULL);
		any_kept = any_kept || w->is_kept;
	}
	if (!store_fault_ends_group(fault))
		fault = any_kept ? commit(store, line) : STORE_OK;
	if (line->is_open)
		pg_end(line, &pg_word_rollback);
	line->write_ns = 0;
	if (store_fault_ends_group(fault))
		pg_drop(line);                          /* what is left of it may fail whoever is next */
	else
		pg_give(line);
	return fault;
}

/* Neighbours of the same tenant share a transaction, those of other processes wait at the lock. */
static enum store_fault run_group(struct store *store, struct store_write *group)
{
	return run_behind(store, group, &word_lock);
}

enum store_fault pg_write_beside(struct store *store, struct store_write *w)
{
	return run_behind(store, w, &word_beside);
}

void pg_stand_alone(struct store_turn *turn)
{
	struct pg_line *line = (struct pg_line *)turn->line;
	pg_say(line, &word_alone, line->tenant);
	pg_settle(turn);
}

const struct store_engine store_pg = { close_store, trim, read_begin, read_end, run_group, GROUP_MOST, pg_run_begin, pg_bind_int, pg_bind_none,
	pg_bind_str, pg_next, pg_int, pg_is_none, pg_str, pg_run_end, pg_copy, pg_content_hash };
