/* A tenant's store on PostgreSQL: its turns. Every transaction says first whose it is; row-level security shows and takes nothing else. A write
 * holds the tenant's lock until its commit is durable, so that writers of one tenant take turns, from whichever process they come. */
#include "store/pg.h"
#include "base/check.h"
#include "base/log.h"

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
	PGresult *result = line ? PQexec(line->conn, "SELECT tenant_id, name, CASE WHEN is_demo THEN 1 ELSE 0 END FROM lobby.tenants() ORDER BY 1") : NULL;
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

/* ---- turns ---- */

/* A connection that rested may have died with its server: nothing was asked of it yet, so another one is taken. */
static struct pg_line *begin(struct store *store, const char *words, enum store_fault *ret)
{
	char sql[300];
	snprintf(sql, sizeof sql, words, (long long)store->conf.tenant_id, (long long)store->conf.tenant_id);
	for (;;) {
		struct pg_line *line = pg_take(store->pool, ret);
		if (!line)
			return NULL;
		*ret = pg_word(line->conn, sql);
		if (*ret == STORE_OK)
			return line;
		bool is_stale = line->is_used && PQstatus(line->conn) != CONNECTION_OK;
		if (!is_stale)
			log_line(LOG_ERROR, "store %s: begin: %s: %s", store->path, store_fault_word(*ret), PQerrorMessage(line->conn));
		pg_drop(line);
		if (!is_stale)
			return NULL;
	}
}

static bool read_begin(struct store *store, struct store_turn *turn)
{
	struct pg_line *line = begin(store, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT set_config('yorisoi.tenant', '%lld', true)",
		&turn->fault);
	turn->line = line ? &line->line : NULL;
	return line != NULL;
}

static void read_end(struct store_turn *turn)
{
	struct pg_line *line = (struct pg_line *)turn->line;
	CHECK(line->line.open_n == 0);
	pg_word(line->conn, "COMMIT");
	pg_give(line);
	turn->line = NULL;
}

static enum store_fault end_write(struct store *store, struct pg_line *line, bool is_kept)
{
	enum store_fault fault = pg_word(line->conn, is_kept ? "COMMIT" : "ROLLBACK");
	if (is_kept && fault != STORE_OK)
		log_line(LOG_ERROR, "store %s: commit: %s; whether it was kept is not known: %s", store->path, store_fault_word(fault), PQerrorMessage(line->conn));
	return is_kept ? fault : STORE_OK;
}

/* One write is a group: its neighbours of the same tenant wait in the queue, those of other processes at the lock. */
static enum store_fault run_group(struct store *store, struct store_write *w)
{
	enum store_fault fault;
	struct pg_line *line = begin(store, "BEGIN; SELECT set_config('yorisoi.tenant', '%lld', true); SELECT pg_advisory_xact_lock(%lld)", &fault);
	if (!line)
		return fault;
	struct store_turn turn = { .store = store, .arena = w->arena, .line = &line->line, .is_writer = true, .fault_at = w->fault_at };
	bool keep = false;
	w->run(w, &turn, &keep);
	CHECK(line->line.open_n == 0);
	pg_settle(&turn);
	w->is_kept = keep && turn.fault == STORE_OK;
	fault = end_write(store, line, w->is_kept);
	pg_give(line);
	w->fault = turn.fault != STORE_OK ? turn.fault : fault;
	return w->fault;
}

const struct store_engine store_pg = { close_store, trim, read_begin, read_end, run_group, 1, pg_run_begin, pg_bind_int, pg_bind_none, pg_bind_str,
	pg_next, pg_int, pg_is_none, pg_str, pg_run_end, pg_copy, pg_content_hash };
