/* yorisoi plan: the matching engine by itself, on instances that others wrote (OR-Library text, from a file or standard input). */
#include "command/command.h"
#include "base/out.h"
#include "match/assign.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define FILE_MOST ((size_t)1 << 30)
enum { LIMIT_MS = 10 * 1000, LIMIT_MOST_MS = 24 * 3600 * 1000 };

struct numbers { int64_t *v; int64_t n; };

static bool file_read(struct args *a, struct str path, struct out *to)
{
	bool is_input = str_is(path, "-");
	FILE *f = is_input ? stdin : fopen(path.s, "rb");
	char piece[1 << 16];
	size_t n;
	if (!f)
		return command_refused("%.*s cannot be read: %s.", STR_ARG(path), strerror(errno)) == COMMAND_DONE;
	while ((n = fread(piece, 1, sizeof piece, f)) > 0 && to->n + n <= FILE_MOST)
		out_put(to, piece, n);
	bool is_whole = !ferror(f) && n == 0;
	if (!is_input)
		fclose(f);
	(void)a;
	return is_whole || command_refused("%.*s could not be read to its end, or is larger than 1 GiB.", STR_ARG(path)) == COMMAND_DONE;
}

/* Whole numbers between white space. False names the first word that is none. */
static bool numbers_read(struct arena *a, struct str text, struct numbers *ret, struct str *ret_word)
{
	size_t i = 0;
	*ret = (struct numbers){ .v = ARENA_ARRAY(a, int64_t, text.n / 2 + 1) };
	for (;;) {
		while (i < text.n && strchr(" \t\r\n,", text.s[i]))
			i++;
		size_t from = i;
		while (i < text.n && !strchr(" \t\r\n,", text.s[i]))
			i++;
		if (i == from)
			return true;
		*ret_word = (struct str){ text.s + from, i - from };
		if (!str_int(*ret_word, &ret->v[ret->n++]))
			return false;
	}
}

/* Agents and jobs, costs agent by agent, loads agent by agent, capacities; begins at x[*at], which moves behind it. */
static bool problem_take(const struct numbers *x, int64_t *at, struct assign_problem *ret)
{
	int64_t left = x->n - *at, m = left >= 2 ? x->v[*at] : 0, n = left >= 2 ? x->v[*at + 1] : 0;
	if (m < 1 || n < 1 || m > ASSIGN_AGENTS_MOST || n > ASSIGN_PAIRS_MOST / m || left < 2 + 2 * m * n + m)
		return false;
	const int64_t *v = x->v + *at + 2;
	*ret = (struct assign_problem){ m, n, v, v + m * n, v + 2 * m * n };
	*at += 2 + 2 * m * n + m;
	return true;
}

/* One problem by itself, or how many there are and then each, as OR-Library keeps them. 0: neither. */
static int64_t problems_count(const struct numbers *x, int64_t *ret_first)
{
	struct assign_problem p;
	int64_t at = *ret_first = 0;
	if (problem_take(x, &at, &p) && at == x->n)
		return 1;
	at = *ret_first = 1;
	for (int64_t k = 0; x->n && k < x->v[0]; k++)
		if (!problem_take(x, &at, &p))
			return 0;
	return x->n && at == x->n ? x->v[0] : 0;
}

static void answer_print(const struct assign_problem *p, const struct assign_answer *x)
{
	printf("{\"cost\":%lld,\"bound\":%lld,\"proven\":%s,\"agent\":[", (long long)x->cost, (long long)x->bound, x->is_proven ? "true" : "false");
	for (int64_t j = 0; j < p->job_n; j++)
		printf("%s%d", j ? "," : "", x->agent[j]);
	puts("]}");
}

static int solve(struct args *a, struct arena *room, const struct assign_problem *p)
{
	struct assign_effort effort = { .limit_ms = a->time_limit_ms ? a->time_limit_ms : LIMIT_MS, .seed = (uint64_t)a->seed,
		.thread_n = a->threads ? a->threads : 1 };
	struct assign_answer x;
	switch (assign_solve(room, p, &effort, &x)) {
	case ASSIGN_FOUND:
		answer_print(p, &x);
		return COMMAND_DONE;
	case ASSIGN_IMPOSSIBLE:
		return command_refused("There is no answer: the jobs do not fit into the capacities.");
	case ASSIGN_NONE_FOUND:
		return command_refused("No answer was found in this time. Give it longer with --time-limit-ms; it may be that the jobs do not fit.");
	case ASSIGN_BAD:
		break;
	}
	return command_refused("Costs are whole numbers from 0 to %d, loads from 0 to 1073741824, capacities not below 0.", ASSIGN_COST_MOST);
}

/* An answer a line, in the file's order, each with its own time. */
static int solve_all(struct args *a, struct arena *room, const struct numbers *x)
{
	struct assign_problem p;
	int64_t at, n = problems_count(x, &at);
	int end = COMMAND_DONE;
	if (!n)
		return command_refused("This is no problem of assignment: after AGENTS and JOBS come AGENTS x JOBS costs, as many loads, and AGENTS "
			"capacities (or how many such problems there are, and then each); there are %lld numbers.", (long long)x->n);
	for (int64_t k = 0; end == COMMAND_DONE && k < n && problem_take(x, &at, &p); k++)
		end = solve(a, room, &p);
	return end;
}

int command_plan(struct args *a)
{
	if (a->word_n != 1 || !str_is(a->format, "gap"))
		return command_usage(a, "Say what and how: plan FILE --format gap");
	if (a->time_limit_ms < 0 || a->time_limit_ms > LIMIT_MOST_MS || a->threads < 0 || a->threads > 64)
		return command_usage(a, "--time-limit-ms is from 1 to %d, --threads from 1 to 64.", LIMIT_MOST_MS);
	struct arena *big = arena_new(FILE_MOST * 12);
	struct out text = { .arena = big };
	struct numbers x;
	struct str word;
	int end = COMMAND_REFUSED;
	if (file_read(a, a->word[0], &text)) {
		if (!numbers_read(big, out_done(&text), &x, &word))
			end = command_refused("\"%.*s\" is no whole number.", word.n < 40 ? (int)word.n : 40, word.s);
		else
			end = solve_all(a, big, &x);
	}
	arena_free(big);
	return end;
}
