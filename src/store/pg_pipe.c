/* Asking PostgreSQL in a pipeline. What is sent waits in the connection's buffer until something needs an answer; answers are taken in the order of
 * asking. Queries are prepared once a connection, on the way; parameters and results are in binary form. */
#include "store/pg.h"
#include "base/check.h"
#include "base/log.h"
#include <poll.h>

enum { LOOKS_MOST = 8 };

const struct query pg_word_commit = { "commit", NULL, 0, 0, false, "COMMIT", ">" };
const struct query pg_word_rollback = { "rollback", NULL, 0, 0, false, "ROLLBACK", ">" };

/* ---- queries of a connection ---- */

static struct pg_run *run_new(const struct query *query, size_t number)
{
	size_t n = (size_t)query->param_n + 1;
	struct pg_run *run = calloc(1, sizeof *run);
	CHECK(run && query->sql_pg);
	run->run = (struct store_run){ .engine = &store_pg, .query = query };
	run->is_patient = query->is_write && !query->column_n && strchr(query->types, '!');
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

void pg_run_free(struct pg_run *run)
{
	PQclear(run->result);
	free(run->value);
	free(run->length);
	free(run->format);
	free(run->number);
	free(run);
}

struct pg_run *pg_run_of(struct pg_line *line, const struct query *query)
{
	struct store_run **at = line_place(&line->line, query);
	if (!*at)
		*at = &run_new(query, line->line.run_n++)->run;
	return (struct pg_run *)*at;
}

/* ---- sending ---- */

static void note(struct pg_line *line, struct pg_run *run, bool is_prepare)
{
	CHECK(line->sent_n < PG_SENT_MOST + 8);
	line->sent[line->sent_n++] = (struct pg_sent){ run, is_prepare, run && run->is_ahead && !is_prepare };
}

static bool send_prepare(PGconn *conn, const struct pg_run *run)
{
	const struct query *query = run->run.query;
	Oid oid[64];
	CHECK(query->param_n <= 64);
	for (int i = 0; i < query->param_n; i++)
		oid[i] = pg_oid(query->types[i]);
	return PQsendPrepare(conn, run->name, query->sql_pg, query->param_n, oid);
}

void pg_send(struct pg_line *line, struct pg_run *run)
{
	bool is_sent = !line->is_lost && (PQpipelineStatus(line->conn) == PQ_PIPELINE_ON || PQenterPipelineMode(line->conn));
	if (is_sent && !run->is_prepared) {
		is_sent = send_prepare(line->conn, run);
		if (is_sent)
			note(line, run, true);
		run->is_prepared = is_sent;
	}
	is_sent = is_sent && PQsendQueryPrepared(line->conn, run->name, run->run.query->param_n, run->value, run->length, run->format, 1);
	if (is_sent)
		note(line, run, false);
	line->is_lost = !is_sent;
}

void pg_say(struct pg_line *line, const struct query *word, const char *value)
{
	struct pg_run *run = pg_run_of(line, word);
	if (value) {
		run->value[0] = value;
		run->length[0] = (int)strlen(value);
	}
	pg_send(line, run);                             /* libpq has its own copy now */
}

void pg_open_by(struct pg_line *line, const struct query *begin, const struct query *whose, const struct query *save)
{
	line->is_open = line->is_young = true;
	line->opening[0] = begin;
	line->opening[1] = whose;
	line->opening[2] = save;
	pg_say(line, begin, NULL);
	pg_say(line, whose, line->tenant);
	if (save)
		pg_say(line, save, NULL);
}

void pg_end(struct pg_line *line, const struct query *word)
{
	pg_say(line, word, NULL);
	line->is_lost = line->is_lost || !PQpipelineSync(line->conn);
	if (!line->is_lost)
		note(line, NULL, false);
	line->is_open = line->is_lost;
	line->is_young = false;
}

/* ---- answers ---- */

/* Behind each query's result stands an empty one. */
static PGresult *next_result(PGconn *conn)
{
	PGresult *result = PQgetResult(conn);
	return result ? result : PQgetResult(conn);
}

/* What was no transaction any more is rolled back by COMMIT without a complaint; only its tag tells. */
static bool is_good(const struct pg_sent *sent, const PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);
	if (!sent->run)
		return status == PGRES_PIPELINE_SYNC;
	if (!sent->is_prepare && sent->run->run.query == &pg_word_commit)
		return status == PGRES_COMMAND_OK && !strcmp(PQcmdStatus((PGresult *)result), "COMMIT");
	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

static enum store_fault failed(struct pg_line *line, const char *path, const struct pg_sent *sent, const PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);
	bool is_rest = status == PGRES_COMMAND_OK || status == PGRES_PIPELINE_ABORTED;
	enum store_fault fault = is_rest ? STORE_SQL : pg_fault(line->conn, result);
	const char *said = is_rest ? "nothing was kept" : result ? PQresultErrorMessage(result) : PQerrorMessage(line->conn);
	if (fault != STORE_IO || !line->is_young || !line->is_used)     /* else another connection is asked */
		log_line(LOG_ERROR, "store %s: %s: %s: %.*s", path, sent->run ? sent->run->run.query->name : "end",
			store_fault_word(fault), (int)strcspn(said, "\n"), said);
	return fault;
}

/* After a failure the server passes over everything until the next mark. */
static void recover(struct pg_line *line)
{
	ExecStatusType status = PGRES_EMPTY_QUERY;
	line->is_lost = line->is_lost || !PQpipelineSync(line->conn);
	while (!line->is_lost && status != PGRES_PIPELINE_SYNC) {
		PGresult *result = next_result(line->conn);
		status = PQresultStatus(result);
		line->is_lost = !result || PQstatus(line->conn) != CONNECTION_OK;
		PQclear(result);
	}
}

enum store_fault pg_collect(struct pg_line *line, const char *path, PGresult **ret_last)
{
	enum store_fault fault = STORE_OK;
	int n = line->sent_n;
	*ret_last = NULL;
	line->sent_n = 0;
	if (!line->is_lost && n && line->sent[n - 1].run)
		line->is_lost = !PQsendFlushRequest(line->conn);
	for (int i = 0; i < n && !line->is_lost; i++) {
		PQclear(*ret_last);
		*ret_last = next_result(line->conn);
		bool is_fine = is_good(&line->sent[i], *ret_last);
		if (!is_fine && fault == STORE_OK)
			fault = failed(line, path, &line->sent[i], *ret_last);
		if (!is_fine && line->sent[i].is_prepare)
			line->sent[i].run->is_prepared = false;
		line->is_lost = !*ret_last || PQstatus(line->conn) != CONNECTION_OK;
		if (line->sent[i].is_ahead && is_fine) {
			line->sent[i].run->result = *ret_last;
			*ret_last = NULL;
		}
	}
	if (line->is_lost && fault == STORE_OK)
		fault = failed(line, path, &line->sent[0], NULL);
	if (fault != STORE_OK)
		recover(line);
	else
		line->is_young = false;
	return fault;
}

/* Whoever is told that the server ends, or finds the other end closed, does not ask. */
bool pg_lives(struct pg_line *line)
{
	struct pollfd fd = { .fd = PQsocket(line->conn), .events = POLLIN };
	for (int i = 0; i < LOOKS_MOST && poll(&fd, 1, 0) > 0; i++)
		if (!PQconsumeInput(line->conn))
			return false;
	return PQstatus(line->conn) == CONNECTION_OK;
}

PGconn *pg_plain(struct pg_line *line)
{
	if (PQpipelineStatus(line->conn) == PQ_PIPELINE_OFF)
		return line->conn;
	PGresult *last;
	if (!line->sent_n || line->sent[line->sent_n - 1].run) {
		line->is_lost = !PQpipelineSync(line->conn);
		note(line, NULL, false);
	}
	pg_collect(line, "plain", &last);
	PQclear(last);
	PQclear(PQgetResult(line->conn));
	line->is_lost = line->is_lost || !PQexitPipelineMode(line->conn);
	return line->conn;
}
