/* What the tests of the inbox share: a tale of one talk, whoever sits at the desk, somebody who asks. */
#pragma once
#include "consult/consult_act.h"
#include "consult/consult_inbox.h"
#include "desk/crowd_test.h"

struct tale { struct consult_new new; struct consult_down down; struct consult_box box; struct consult_inbox_row *line; size_t line_n; bool is_more;
	struct consult_inbox_counts_row count; struct thread_id thread_id, other_id; struct consult_thread_row thread, *alike; size_t alike_n;
	struct str token, words; enum consult_refusal r; struct moment until_at; struct account_id to; struct consult_act_row act, *acts; size_t act_n;
	struct count_report report; bool is_so; };

static inline void as(struct town *t, enum role role, const char *operator, int64_t account)
{
	t->who = (struct who){ .role = role, .account_id = { account }, .name = STR("日向"),
		.operator_id = tenant_operator_named(t->tenant, str_of(operator)) };
}

static inline void ask_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->thread_id = consult_ask(d, &t->new, &t->token);
	t->token = arena_str(test_arena(), t->token);
}

static inline void list_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	if (!t->box.state.n)
		t->box = (struct consult_box){ .state = STR("waiting"), .after_n = INT64_MIN };
	t->line_n = consult_inbox(d, &t->box, &t->line, &t->is_more);
	consult_inbox_count(d, &t->count);
}

static inline void read_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = consult_for_staff(d, t->thread_id, &t->thread);
	t->alike_n = t->r == CONSULT_OK ? consult_alike(d, &t->thread, &t->alike) : 0;
	t->act_n = consult_acts(d, t->thread_id, &t->acts);
}

/* The talk as it lies there, whoever may see it. */
static inline void read_run_kept(struct desk *d, struct tale *t)
{
	consult_thread_by_id(d, t->thread_id, &t->thread);
}

static inline void answer_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	read_run(d, t);
	t->r = consult_answer(d, t->thread_id, t->thread.version_n, t->words);
}

static inline struct thread_id asked(struct town *town, struct tale *t, const char *nickname, const char *area)
{
	struct who was = town->who;
	town->who = (struct who){ .role = ROLE_NOBODY };
	town->now = moment_add(town->now, SECOND);
	t->new = (struct consult_new){ .words = STR("夜泣きが続きます"), .nickname = str_of(nickname), .area_id = tenant_area_named(town->tenant, str_of(area)) };
	town_do(town, ask_run, t);
	town->who = was;
	return t->thread_id;
}

static inline void list(struct town *town, struct tale *t, const char *filter)
{
	t->box = (struct consult_box){ .state = STR("waiting"), .filter = str_of(filter), .after_n = INT64_MIN };
	town_do(town, list_run, t);
}
