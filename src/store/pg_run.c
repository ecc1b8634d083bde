/* Queries on PostgreSQL: prepared once a connection, parameters and results in binary form. */
#include "store/pg.h"
#include "base/check.h"
#include "base/log.h"
#include <endian.h>

/* PostgreSQL's own numbers of its types. */
enum { OID_BOOL = 16, OID_INT8 = 20, OID_INT4 = 23, OID_TEXT = 25 };
enum { SENT_MOST = 400 };

struct pg_run {
	struct store_run run;                           /* first: the store's common files know only that */
	char name[24];
	PGresult *result;
	int row;
	const char **value;
	int *length, *format;
	int64_t *number;                                /* where bound numbers lie, in network order */
};

static Oid oid_of(char letter)
{
	return letter == 't' ? OID_TEXT : letter == 'b' ? OID_BOOL : letter == 'd' ? OID_INT4 : OID_INT8;
}

static PGconn *conn_of(const struct store_turn *turn)
{
	return ((struct pg_line *)turn->line)->conn;
}

static void failed(struct store_turn *turn, const char *query, const PGresult *result)
{
	if (turn->fault != STORE_OK)
		return;
	PGconn *conn = conn_of(turn);
	turn->fault = pg_fault(conn, result);
	const char *said = result ? PQresultErrorMessage(result) : PQerrorMessage(conn);
	log_line(LOG_ERROR, "store %s: %s: %s: %.*s", turn->store->path, query, store_fault_word(turn->fault), (int)strcspn(said, "\n"), said);
}

/* ---- preparing ---- */

static PGresult *prepare(PGconn *conn, const char *name, const struct query *query)
{
	Oid oid[64];
	CHECK(query->sql_pg && query->param_n <= 64);
	for (int i = 0; i < query->param_n; i++)
		oid[i] = oid_of(query->types[i]);
	return PQprepare(conn, name, query->sql_pg, query->param_n, oid);
}

static struct pg_run *run_new(const struct query *query, size_t number)
{
	size_t n = (size_t)query->param_n + 1;
	struct pg_run *run = calloc(1, sizeof *run);
	CHECK(run);
	run->run = (struct store_run){ .engine = &store_pg, .query = query };
	snprintf(run->name, sizeof run->name, "q%zu", number);
	run->value = calloc(n, sizeof *run->value);
	run->length = calloc(n, sizeof *run->length);
	run->format = calloc(n, sizeof *run->format);
	run->number = calloc(n, sizeof *run->number);
	CHECK(run->value && run->length && run->format && run->number);
	for (size_t i = 0; i < n; i++)
		run->format[i] = 1;
	return run;
}

void pg_run_free(struct store_run *r)
{
	struct pg_run *run = (struct pg_run *)r;
	PQclear(run->result);
	free(run->value);
	free(run->length);
	free(run->format);
	free(run->number);
	free(run);
}

struct store_run *pg_run_begin(struct store_turn *turn, const struct query *query)
{
	if (query->is_write && !turn->is_writer) {
		log_line(LOG_ERROR, "store %s: %s writes in a reading turn", turn->store->path, query->name);
		turn->fault = STORE_SQL;
		return NULL;
	}
	/* Plans made while a table was small stay with the connection, also those of its foreign keys; what is carried row by row needs the keys. */
	if (turn->is_bulk && turn->query_n == 1)
		pg_word(conn_of(turn), "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off");
	struct store_run **at = line_place(turn->line, query);
	if (*at)
		return *at;
	pg_settle(turn);
	struct pg_run *run = run_new(query, turn->line->run_n);
	PGresult *result = prepare(conn_of(turn), run->name, query);
	bool is_fine = PQresultStatus(result) == PGRES_COMMAND_OK;
	if (!is_fine)
		failed(turn, query->name, result);
	PQclear(result);
	if (!is_fine) {
		pg_run_free(&run->run);
		return NULL;
	}
	turn->line->run_n++;
	return *at = &run->run;
}

static struct str type_trouble(struct arena *arena, PGresult *described, const struct query *query)
{
	const char *column = strchr(query->types, '>') + 1;
	if (PQnfields(described) != query->column_n)
		return arena_fmt(arena, "gives %d columns, not %d", PQnfields(described), query->column_n);
	for (int i = 0; i < query->column_n; i++)
		if (PQftype(described, i) != oid_of(column[i]))
			return arena_fmt(arena, "column %s has PostgreSQL's type %u, not %u (say CAST(... AS BIGINT))", PQfname(described, i), PQftype(described, i),
				oid_of(column[i]));
	return STR_NONE;
}

struct str pg_query_trouble(PGconn *conn, const struct query *query, struct arena *arena)
{
	struct str trouble = STR_NONE;
	PGresult *made = prepare(conn, "", query), *described = NULL;
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

/* ---- many writes at once ---- */

/* Until the answer to the mark behind the last one; an earlier failure lets the server pass over the rest. */
void pg_settle(struct store_turn *turn)
{
	struct pg_line *line = (struct pg_line *)turn->line;
	PGconn *conn = line->conn;
	if (!line->sent_n)
		return;
	bool is_over = !PQpipelineSync(conn);
	if (is_over)
		failed(turn, "bulk", NULL);
	for (int null_n = 0; !is_over && null_n < 2;) {
		PGresult *result = PQgetResult(conn);
		ExecStatusType status = PQresultStatus(result);
		null_n = result ? 0 : null_n + 1;
		is_over = status == PGRES_PIPELINE_SYNC;
		if (result && status == PGRES_FATAL_ERROR)
			failed(turn, "bulk", result);
		PQclear(result);
	}
	line->sent_n = 0;
	if (!PQexitPipelineMode(conn))
		failed(turn, "bulk", NULL);
}

static void send(struct pg_run *run)
{
	struct store_turn *turn = run->run.turn;
	struct pg_line *line = (struct pg_line *)turn->line;
	const struct query *query = run->run.query;
	bool is_sent = (line->sent_n || PQenterPipelineMode(line->conn))
		&& PQsendQueryPrepared(line->conn, run->name, query->param_n, run->value, run->length, run->format, 1);
	if (!is_sent)
		failed(turn, query->name, NULL);
	line->sent_n++;
	if (line->sent_n == SENT_MOST)
		pg_settle(turn);
}

/* ---- stepping ---- */

static bool execute(struct pg_run *run)
{
	struct store_turn *turn = run->run.turn;
	const struct query *query = run->run.query;
	run->row = 0;
	if (turn->is_bulk && query->is_write && !query->column_n) {
		send(run);
		return false;
	}
	pg_settle(turn);
	run->result = PQexecPrepared(conn_of(turn), run->name, query->param_n, run->value, run->length, run->format, 1);
	ExecStatusType status = PQresultStatus(run->result);
	if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
		return true;
	failed(turn, query->name, run->result);
	return false;
}

bool pg_next(struct store_run *r)
{
	struct pg_run *run = (struct pg_run *)r;
	if (run->result)
		run->row++;
	else if (!execute(run)) {
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
	bool is_write = r->query->is_write && r->turn->fault == STORE_OK && run->result;
	int64_t changed_n = is_write ? strtoll(PQcmdTuples(run->result), NULL, 10) : 0;
	PQclear(run->result);
	run->result = NULL;
	for (int i = 0; i < r->query->param_n; i++)
		run->value[i] = NULL;
	return changed_n;
}
