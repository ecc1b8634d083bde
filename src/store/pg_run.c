/* Queries on PostgreSQL: prepared once a connection, parameters and results in binary form. */
#include "store/pg.h"
#include "base/check.h"
#include "base/log.h"
#include <endian.h>

/* PostgreSQL's own numbers of its types. */
enum { OID_BOOL = 16, OID_INT8 = 20, OID_INT4 = 23, OID_TEXT = 25 };

Oid pg_oid(char letter)
{
	return letter == 't' ? OID_TEXT : letter == 'b' ? OID_BOOL : letter == 'd' ? OID_INT4 : OID_INT8;
}

/* ---- preparing ---- */

static const struct query word_keys = { "bulk", NULL, 0, 0, false, "SELECT set_config('enable_seqscan', 'off', true), "
	"set_config('enable_sort', 'off', true), set_config('enable_bitmapscan', 'off', true)", ">" };

struct store_run *pg_run_begin(struct store_turn *turn, const struct query *query)
{
	struct pg_line *line = (struct pg_line *)turn->line;
	if (query->is_write && !turn->is_writer) {
		log_line(LOG_ERROR, "store %s: %s writes in a reading turn", turn->store->path, query->name);
		turn->fault = STORE_SQL;
		return NULL;
	}
	/* Plans made while a table was small stay with the connection, also those of its foreign keys; what is carried row by row needs the keys. */
	if (turn->is_bulk && turn->query_n == 1)
		pg_say(line, &word_keys, NULL);
	return &pg_run_of(line, query)->run;
}

static struct str type_trouble(struct arena *arena, PGresult *described, const struct query *query)
{
	const char *column = strchr(query->types, '>') + 1;
	if (PQnfields(described) != query->column_n)
		return arena_fmt(arena, "gives %d columns, not %d", PQnfields(described), query->column_n);
	for (int i = 0; i < query->column_n; i++)
		if (PQftype(described, i) != pg_oid(column[i]))
			return arena_fmt(arena, "column %s has PostgreSQL's type %u, not %u (say CAST(... AS BIGINT))", PQfname(described, i), PQftype(described, i),
				pg_oid(column[i]));
	return STR_NONE;
}

struct str pg_query_trouble(PGconn *conn, const struct query *query, struct arena *arena)
{
	struct str trouble = STR_NONE;
	Oid oid[64];
	for (int i = 0; i < query->param_n; i++)
		oid[i] = pg_oid(query->types[i]);
	PGresult *made = PQprepare(conn, "", query->sql_pg, query->param_n, oid), *described = NULL;
	if (PQresultStatus(made) != PGRES_COMMAND_OK)
		trouble = arena_str(arena, str_of(PQresultErrorMessage(made)));
	else {
		described = PQdescribePrepared(conn, "");
		trouble = type_trouble(arena, described, query);
	}
	PQclear(made);
	PQclear(described);
	return trouble;
}

/* ---- binding ---- */

static void bind(struct store_run *r, int at, const void *value, int length)
{
	struct pg_run *run = (struct pg_run *)r;
	CHECK(at >= 1 && at <= r->query->param_n);
	run->value[at - 1] = value;
	run->length[at - 1] = length;
}

void pg_bind_int(struct store_run *r, int at, int64_t v)
{
	int64_t *number = &((struct pg_run *)r)->number[at - 1];
	char letter = r->query->types[at - 1];
	uint32_t day = htobe32((uint32_t)(int32_t)v);
	char is_true = v != 0;
	if (letter == 'b') {
		memcpy(number, &is_true, 1);
		bind(r, at, number, 1);
	} else if (letter == 'd') {
		memcpy(number, &day, sizeof day);
		bind(r, at, number, sizeof day);
	} else {
		*number = (int64_t)htobe64((uint64_t)v);
		bind(r, at, number, sizeof *number);
	}
}

void pg_bind_none(struct store_run *r, int at)
{
	bind(r, at, NULL, 0);
}

void pg_bind_str(struct store_run *r, int at, struct str v)
{
	CHECK(v.n <= INT32_MAX);
	bind(r, at, v.s, (int)v.n);
}

/* ---- stepping ---- */

/* The last answer; the caller's to clear. */
static PGresult *answer(struct store_turn *turn)
{
	PGresult *last = NULL;
	enum store_fault fault = pg_collect((struct pg_line *)turn->line, turn->store->path, &last);
	if (turn->fault == STORE_OK)
		turn->fault = fault;
	return last;
}

void pg_settle(struct store_turn *turn)
{
	PQclear(answer(turn));
}

/* The connection had died while it rested, and this was the first question: nothing is lost, another one is asked. */
static void ask_anew(struct pg_run *run)
{
	struct store_turn *turn = run->run.turn;
	struct pg_line *line = (struct pg_line *)turn->line;
	PQclear(run->result);
	run->result = NULL;
	if (!pg_renew(line)) {
		log_line(LOG_ERROR, "store %s: %s: %s", turn->store->path, run->run.query->name, PQerrorMessage(line->conn));
		return;
	}
	turn->fault = STORE_OK;
	pg_open_by(line, line->opening[0], line->opening[1], line->opening[2]);
	pg_send(line, run);
	run->result = answer(turn);
}

static bool execute(struct pg_run *run)
{
	struct store_turn *turn = run->run.turn;
	struct pg_line *line = (struct pg_line *)turn->line;
	const struct query *query = run->run.query;
	run->row = 0;
	pg_send(line, run);
	if (run->is_patient || (turn->is_bulk && query->is_write && !query->column_n)) {
		if (line->sent_n >= PG_SENT_MOST)
			pg_settle(turn);
		return false;
	}
	run->result = answer(turn);
	if (turn->fault != STORE_OK && line->is_lost && line->is_young && line->is_used && turn->query_n == 1)
		ask_anew(run);
	return turn->fault == STORE_OK;
}

static uint64_t bound_of(const struct pg_run *run)
{
	uint64_t hash = 1469598103934665603u;
	for (int i = 0; i < run->run.query->param_n; i++) {
		hash = (hash ^ (run->value[i] ? (uint64_t)run->length[i] + 1 : 0)) * 1099511628211u;
		for (int k = 0; run->value[i] && k < run->length[i]; k++)
			hash = (hash ^ (unsigned char)run->value[i][k]) * 1099511628211u;
	}
	return hash;
}

bool pg_ahead(struct store_run *r)
{
	struct pg_run *run = (struct pg_run *)r;
	struct pg_line *line = (struct pg_line *)r->turn->line;
	run->is_ahead = true;
	run->ahead_of = r->turn->early.is_on ? bound_of(run) : 0;
	run->row = 0;
	pg_send(line, run);
	if (!r->turn->early.is_on)                      /* else it leaves with the first query that waits */
		line->is_lost = line->is_lost || !PQsendFlushRequest(line->conn) || PQflush(line->conn) < 0;
	return true;
}

/* What was asked ahead may have been answered on the way to something else; with other parameters it is asked once more, and so it is where the
 * answer went down with a connection that had died while it rested. */
static bool take_ahead(struct pg_run *run, bool is_wanted)
{
	run->is_ahead = false;
	if (!run->result)
		pg_settle(run->run.turn);
	if (!is_wanted || run->run.turn->fault != STORE_OK || (!run->result && !run->ahead_of))
		return false;
	if (run->result && (!run->ahead_of || bound_of(run) == run->ahead_of))
		return true;
	PQclear(run->result);
	run->result = NULL;
	return execute(run);
}

bool pg_next(struct store_run *r)
{
	struct pg_run *run = (struct pg_run *)r;
	if (run->result && !run->is_ahead)
		run->row++;
	else if (run->is_ahead ? !take_ahead(run, true) : !execute(run)) {
		r->is_over = true;
		return false;
	}
	r->is_over = run->row >= PQntuples(run->result);
	return !r->is_over;
}

int64_t pg_int(struct store_run *r, int at)
{
	struct pg_run *run = (struct pg_run *)r;
	const char *b = PQgetvalue(run->result, run->row, at);
	uint64_t wide;
	uint32_t narrow;
	if (PQgetisnull(run->result, run->row, at))
		return 0;
	switch (PQftype(run->result, at)) {
	case OID_BOOL:
		return b[0];
	case OID_INT4:
		memcpy(&narrow, b, sizeof narrow);
		return (int32_t)be32toh(narrow);
	case OID_INT8:
		memcpy(&wide, b, sizeof wide);
		return (int64_t)be64toh(wide);
	default:
		log_line(LOG_ERROR, "store: %s: column %d is no whole number of PostgreSQL's", r->query->name, at);
		r->turn->fault = STORE_SQL;
		return 0;
	}
}

bool pg_is_none(struct store_run *r, int at)
{
	struct pg_run *run = (struct pg_run *)r;
	return PQgetisnull(run->result, run->row, at) != 0;
}

struct str pg_str(struct store_run *r, int at)
{
	struct pg_run *run = (struct pg_run *)r;
	if (PQgetisnull(run->result, run->row, at))
		return STR_NONE;
	return arena_str(r->turn->arena, (struct str){ PQgetvalue(run->result, run->row, at), (size_t)PQgetlength(run->result, run->row, at) });
}

int64_t pg_run_end(struct store_run *r)
{
	struct pg_run *run = (struct pg_run *)r;
	if (run->is_ahead)
		take_ahead(run, false);                 /* asked in vain */
	bool is_write = r->query->is_write && r->turn->fault == STORE_OK && run->result;
	int64_t changed_n = is_write ? strtoll(PQcmdTuples(run->result), NULL, 10) : 0;
	PQclear(run->result);
	run->result = NULL;
	for (int i = 0; i < r->query->param_n; i++)
		run->value[i] = NULL;
	return changed_n;
}
