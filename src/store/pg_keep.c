/* Keeping on PostgreSQL: a copy of what a tenant has there, and its hash. The whole database is its own tools' affair. */
#include "store/pg.h"
#include "store/hash.h"
#include "store/move.h"
#include "base/log.h"
#include <unistd.h>

/* A copy is a file of SQLite with the tenant's rows, as those of the other store are: whichever of the two it is put back to. */
bool pg_copy(struct store *store, const char *to, const struct store_progress *progress, struct arena *arena, struct str *ret_why)
{
	static const char *const beside[] = { "", "-wal", "-shm" };
	struct str rows = arena_fmt(arena, "%s.part-%d-rows", to, (int)getpid());
	struct store_conf conf = { .path = rows.s, .tenant_id = store->conf.tenant_id, .make = true };
	int64_t row_n;
	if (access(to, F_OK) == 0) {
		*ret_why = arena_fmt(arena, "%s is there already. Name a file that does not exist.", to);
		return false;
	}
	unlink(rows.s);
	struct store *file = store_open(&conf, arena, ret_why);
	bool is_fine = file && store_carry(&(struct store_move){ .from = store, .to = file, .tenant_id = store->conf.tenant_id }, &row_n, ret_why)
		&& store_copy(file, to, progress, arena, ret_why);
	store_close(file);
	for (int i = 0; i < 3; i++)
		unlink(arena_fmt(arena, "%s%s", rows.s, beside[i]).s);
	return is_fine;
}

/* What SQLite would call it: truth values, days and moments are numbers there. */
static void add_value(crypto_hash_sha256_state *hash, const PGresult *row, int at)
{
	const char *s = PQgetvalue(row, 0, at);
	bool is_text = PQftype(row, at) == 25;
	hash_int(hash, PQgetisnull(row, 0, at) ? HASH_NONE : is_text ? HASH_TEXT : HASH_INT);
	if (PQgetisnull(row, 0, at))
		return;
	if (is_text)
		hash_bytes(hash, s, PQgetlength(row, 0, at));
	else
		hash_int(hash, *s == 't' ? 1 : *s == 'f' ? 0 : strtoll(s, NULL, 10));
}

static bool add_table(crypto_hash_sha256_state *hash, PGconn *conn, const char *table, const char *keys)
{
	char sql[2000];
	bool is_fine = true;
	snprintf(sql, sizeof sql, "SELECT * FROM \"%s\" ORDER BY %s", table, keys);
	hash_bytes(hash, table, (int)strlen(table));
	if (!PQsendQuery(conn, sql) || !PQsetSingleRowMode(conn))
		return false;
	for (PGresult *row; (row = PQgetResult(conn)); PQclear(row)) {
		ExecStatusType status = PQresultStatus(row);
		is_fine = is_fine && (status == PGRES_SINGLE_TUPLE || status == PGRES_TUPLES_OK);
		for (int i = 0; status == PGRES_SINGLE_TUPLE && i < PQnfields(row); i++)
			add_value(hash, row, i);
	}
	return is_fine;
}

bool pg_content_hash(struct store *store, struct arena *arena, struct str *ret_hex)
{
	struct store_turn turn;
	crypto_hash_sha256_state hash;
	if (!store_read_begin(store, arena, &turn))
		return false;
	PGconn *conn = pg_plain((struct pg_line *)turn.line);
	PGresult *tables = PQexec(conn, "SELECT c.relname, string_agg(quote_ident(a.attname), ', ' ORDER BY k.place) FROM pg_class c "
		"JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(number, place) "
		"JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' "
		"AND c.relname <> 'store_migration' GROUP BY c.relname ORDER BY c.relname COLLATE \"C\"");
	bool is_fine = PQresultStatus(tables) == PGRES_TUPLES_OK;
	crypto_hash_sha256_init(&hash);
	for (int i = 0; is_fine && i < PQntuples(tables); i++)
		is_fine = add_table(&hash, conn, PQgetvalue(tables, i, 0), PQgetvalue(tables, i, 1));
	if (!is_fine)
		log_line(LOG_ERROR, "store %s: cannot be read through: %s", store->path, PQerrorMessage(conn));
	PQclear(tables);
	store_read_end(&turn);
	*ret_hex = hash_end(&hash, arena);
	return is_fine;
}
