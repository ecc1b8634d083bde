/* PostgreSQL's schema, made and brought forward by its owner: each step whole, in order, once; then the lobby and the rights. */
#include "store/pg.h"
#include "store/migrate.h"
#include "base/clock.h"

/* Before the steps: they may add functions to the lobby, and give it tables that only those functions read without the wall. */
static const char hall[] =
	"CREATE SCHEMA IF NOT EXISTS lobby;"
	"GRANT USAGE ON SCHEMA lobby TO yorisoi_app;"
	"GRANT USAGE, CREATE ON SCHEMA lobby TO yorisoi_lobby;"
	"GRANT USAGE ON SCHEMA public TO yorisoi_app;"
	"GRANT USAGE, CREATE ON SCHEMA public TO yorisoi_lobby;";

/* Before a tenant is known only the lobby answers. Its functions run as yorisoi_lobby, which may read names of tenants and what is its own. */
static const char lobby[] =
	"GRANT SELECT ON store_migration TO yorisoi_app;"
	"GRANT SELECT ON tenant TO yorisoi_lobby;"
	"CREATE UNIQUE INDEX IF NOT EXISTS lobby_tenant_name ON tenant (name);"
	"DROP POLICY IF EXISTS of_lobby ON tenant;"
	"CREATE POLICY of_lobby ON tenant FOR SELECT TO yorisoi_lobby USING (true);"
	"CREATE OR REPLACE FUNCTION lobby.tenants() RETURNS TABLE (tenant_id bigint, name text, is_demo boolean) LANGUAGE sql STABLE SECURITY DEFINER "
	"SET search_path = public, pg_temp AS 'SELECT t.tenant_id, t.name, t.is_demo FROM tenant t';"
	"ALTER FUNCTION lobby.tenants() OWNER TO yorisoi_lobby;"
	"REVOKE ALL ON FUNCTION lobby.tenants() FROM PUBLIC;"
	"GRANT EXECUTE ON FUNCTION lobby.tenants() TO yorisoi_app;";

/* Where there are letters: whose wait. One question for all tenants, asked by each server every few seconds. The lobby may read when, not what. */
static const char dues[] =
	"GRANT SELECT (tenant_id, due_at) ON outbox_letter TO yorisoi_lobby;"
	"DROP POLICY IF EXISTS of_lobby ON outbox_letter;"
	"CREATE POLICY of_lobby ON outbox_letter FOR SELECT TO yorisoi_lobby USING (true);"
	"CREATE OR REPLACE FUNCTION lobby.due(until_at bigint) RETURNS TABLE (tenant_id bigint) LANGUAGE sql STABLE SECURITY DEFINER "
	"SET search_path = public, pg_temp AS 'SELECT t.tenant_id FROM tenant t WHERE EXISTS (SELECT 1 FROM outbox_letter o "
	"WHERE o.tenant_id = t.tenant_id AND o.due_at <= until_at)';"
	"ALTER FUNCTION lobby.due(bigint) OWNER TO yorisoi_lobby;"
	"REVOKE ALL ON FUNCTION lobby.due(bigint) FROM PUBLIC;"
	"GRANT EXECUTE ON FUNCTION lobby.due(bigint) TO yorisoi_app;";

/* Walls of older databases read the setting once a row; as a question of its own it is read once a query. */
static const char walls[] =
	"DO $$ DECLARE t record; BEGIN "
	"FOR t IN SELECT p.polrelid::regclass AS name FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE p.polname = 'of_tenant' "
	"AND c.relnamespace = 'public'::regnamespace AND pg_get_expr(p.polqual, p.polrelid) NOT LIKE '%SELECT%' LOOP "
	"EXECUTE 'ALTER POLICY of_tenant ON ' || t.name || ' USING (tenant_id = (SELECT nullif(current_setting(''yorisoi.tenant'', true), '''')::bigint))';"
	"END LOOP; END $$;";

static bool step(PGconn *conn, const struct store_migration *m)
{
	char note[300];
	snprintf(note, sizeof note, "INSERT INTO store_migration (number, name, applied_at) VALUES (%d, '%s', %lld)", m->number, m->name,
		(long long)clock_now().ms);
	return pg_word(conn, "BEGIN; LOCK TABLE store_migration IN EXCLUSIVE MODE") == STORE_OK
		&& (pg_number(conn, "SELECT coalesce(max(number), 0) FROM store_migration") >= m->number
			|| (pg_word(conn, m->sql_pg) == STORE_OK && pg_word(conn, note) == STORE_OK))
		&& pg_word(conn, "COMMIT") == STORE_OK;
}

static bool steps(PGconn *conn, struct arena *arena, struct str *ret_why)
{
	int64_t has = pg_number(conn, "SELECT coalesce(max(number), 0) FROM store_migration");
	for (int i = 0; i < store_migration_n; i++) {
		if (store_migrations[i].number <= has || step(conn, &store_migrations[i]))
			continue;
		*ret_why = arena_fmt(arena, "Step %d (%s) of the new schema could not be done: %s Nothing of it was kept.", store_migrations[i].number,
			store_migrations[i].name, PQerrorMessage(conn));
		return false;
	}
	return true;
}

bool store_prepare(const char *owner_url, struct arena *arena, struct str *ret_why)
{
	PGconn *conn = pg_connect(owner_url, arena, ret_why);
	if (!conn)
		return false;
	bool ok = pg_number(conn, "SELECT CASE WHEN pg_encoding_to_char(encoding) = 'UTF8' AND datcollate = 'C' THEN 1 ELSE 0 END FROM pg_database "
		"WHERE datname = current_database()") == 1;
	if (!ok)
		*ret_why = STR("The database must speak UTF8 and sort by C, or lists come in another order than elsewhere: "
			"createdb -E UTF8 --locale=C -T template0 yorisoi");
	if (ok && pg_word(conn, "CREATE TABLE IF NOT EXISTS store_migration (number integer PRIMARY KEY, name text NOT NULL, applied_at bigint NOT NULL)")
		!= STORE_OK) {
		*ret_why = arena_fmt(arena, "This role may not make tables: %s Run it as the owner of the database (deploy/postgresql/roles.sql).",
			PQerrorMessage(conn));
		ok = false;
	}
	bool has_hall = ok && pg_word(conn, hall) == STORE_OK;
	ok = ok && (!has_hall || steps(conn, arena, ret_why));
	if (ok && (!has_hall || pg_word(conn, lobby) != STORE_OK || pg_word(conn, walls) != STORE_OK
		|| (pg_number(conn, "SELECT count(*) FROM pg_tables WHERE tablename = 'outbox_letter'") == 1 && pg_word(conn, dues) != STORE_OK))) {
		*ret_why = arena_fmt(arena, "The lobby could not be made: %s Do the roles stand (deploy/postgresql/roles.sql)?", PQerrorMessage(conn));
		ok = false;
	}
	PQfinish(conn);
	return ok;
}
