/* 今日: tasks of the desk. A room raises and settles by kind and subject; people see those of their role and reach. */
#include "desk/task.h"
#include "base/check.h"
#include "base/out.h"
#include "desk/may.h"
#include "desk/task.sql.h"
#include "desk/tenant.h"

/* A kind is shown to those who could ever do what it asks for. By hand: nothing else in the house would notice that it was dealt with. */
static const struct { const char *word, *room; enum may act; bool is_by_hand; } kinds[TASK_KIND_N] = {
	[TASK_URGENT] = { "urgent", "consult", MAY_CONSULT_READ, false },
	[TASK_QUESTION] = { "question", "consult", MAY_CONSULT_READ, false },
	[TASK_LETTER_FAILED] = { "letter", NULL, MAY_LIST_ACCOUNTS, true },
	[TASK_INVITATION_ENDING] = { "invitation", NULL, MAY_INVITE, true },
	[TASK_MACHINE] = { "machine", NULL, MAY_SET_TENANT, false },
	[TASK_PROPOSAL] = { "proposal", "directory", MAY_DIRECTORY_APPROVE, false },
	[TASK_STALE] = { "stale", "directory", MAY_DIRECTORY_EDIT, false },
	[TASK_REPORT] = { "report", "directory", MAY_DIRECTORY_EDIT, false },
	[TASK_TRAINING] = { "training", NULL, MAY_STAFF_TIME, false },
	[TASK_LEAVE] = { "leave", NULL, MAY_STAFF_TIME, true },
	[TASK_VISIT] = { "visit", NULL, MAY_STAFF_TIME, true },
	[TASK_TALK] = { "talk", "talk", MAY_TALK_READ, false },
	[TASK_SPOOLED] = { "spooled", NULL, MAY_CONSULT_READ, false },
	[TASK_NEXT_STEP] = { "next-step", "family", MAY_FAMILY_LIST, false },
	[TASK_VOICE] = { "voice", "voice", MAY_VOICE_READ, false },
	[TASK_LOOKS] = { "looks", "family", MAY_FAMILY_LOOKS, false },
	[TASK_DISCLOSE] = { "disclose", "family", MAY_DISCLOSE, false },
	[TASK_CARE] = { "care", "care", MAY_CARE_READ, false },
	[TASK_CARE_URGENT] = { "care-urgent", "care", MAY_CARE_READ, false },
	/* Of towns that ran before a helper's trouble rang as a call for help; none is raised any more. */
	[TASK_CARE_HELP] = { "care-help", "care", MAY_CARE_READ, true },
	[TASK_CARE_INCIDENT] = { "care-incident", "care", MAY_CARE_READ, false },
	[TASK_CARE_PRIVATE] = { "care-private", "care", MAY_CARE_PRIVATE, false },
	[TASK_HELPER] = { "helper", "care", MAY_HELPER_READ, true },
	[TASK_HANDOVER] = { "handover", NULL, MAY_CHARGE_DECIDE, false },
};

const char *task_kind_word(enum task_kind kind)
{
	CHECK(kind >= 0 && kind < TASK_KIND_N);
	return kinds[kind].word;
}

bool task_is_by_hand(enum task_kind kind)
{
	CHECK(kind >= 0 && kind < TASK_KIND_N);
	return kinds[kind].is_by_hand;
}

static bool kind_parse(struct str word, enum task_kind *ret)
{
	for (int i = 0; i < TASK_KIND_N; i++) {
		if (!str_is(word, kinds[i].word))
			continue;
		*ret = (enum task_kind)i;
		return true;
	}
	return false;
}

static void tell(struct desk *d)
{
	desk_tell(d, STR("task"), STR("changed"));
}

/* ---- raised and settled by rooms ---- */

struct task_id task_raise(struct desk *d, const struct task_new *t)
{
	struct task_upsert_row row = { 0 };
	struct task_upsert_in in = {
		.task_id = { id_new() },
		.kind = str_of(task_kind_word(t->kind)),
		.subject_n = t->subject_id,
		.line = t->line,
		.href = t->href,
		.raised_at = d->now,
		.due_at = t->due_at,
		.operator_id = t->operator_id,
		.area_id = t->area_id,
		.least_n = t->least ? t->least : ROLE_SITE,
		.to_account_id = t->to_account_id,
	};
	task_upsert(d, &in, &row);
	tell(d);
	return row.task_id;
}

void task_give(struct desk *d, enum task_kind kind, int64_t subject_id, struct account_id to)
{
	task_given(d, to, str_of(task_kind_word(kind)), subject_id);
}

bool task_is_open(struct desk *d, enum task_kind kind, int64_t subject_id)
{
	struct task_open_row row = { 0 };
	return task_open(d, str_of(task_kind_word(kind)), subject_id, &row);
}

bool task_settle_subject(struct desk *d, enum task_kind kind, int64_t subject_id)
{
	bool is_closed = task_close_subject(d, d->now, d->who.account_id, str_of(task_kind_word(kind)), subject_id) > 0;
	if (is_closed)
		tell(d);
	return is_closed;
}

/* ---- seen and settled by people ---- */

/* What a closed room raised waits unseen until the room opens again. */
static bool is_kind_seen(const struct desk *d, int kind)
{
	bool is_closed = kinds[kind].room && d->tenant && !tenant_has_room(d->tenant, kinds[kind].room);
	return !is_closed && may_ever(d, kinds[kind].act);
}

static struct str kinds_seen(const struct desk *d)
{
	struct out out = { .arena = d->arena };
	for (int i = 0; i < TASK_KIND_N; i++)
		if (is_kind_seen(d, i))
			out_fmt(&out, ",%s", kinds[i].word);
	out_put(&out, ",", 1);
	return out_done(&out);
}

enum task_refusal task_settle(struct desk *d, struct task_id task_id)
{
	struct may_reach reach = may_reach(d, MAY_SETTLE_TASK);
	struct task_seen_one_row row = { 0 };
	enum task_kind kind;
	struct task_seen_one_in in = {
		.task_id = task_id,
		.role_n = d->who.role,
		.kinds = kinds_seen(d),
		.is_everywhere = reach.is_everywhere,
		.is_unowned_seen = reach.is_unowned_seen,
		.operator_id = reach.operator_id,
		.has_all_areas = reach.has_all_areas,
		.area_list = reach.area_list,
		.account_id = d->who.account_id,
	};
	if (!task_seen_one(d, &in, &row) || !kind_parse(row.kind, &kind))
		return TASK_NO_SUCH;
	if (!kinds[kind].is_by_hand)
		return TASK_NOT_BY_HAND;
	task_close(d, d->now, d->who.account_id, task_id);
	tell(d);
	return TASK_OK;
}

/* What this person may see; limit_n is left open. */
static struct task_seen_in seen(struct desk *d)
{
	struct may_reach reach = may_reach(d, MAY_SETTLE_TASK);
	return (struct task_seen_in){
		.role_n = d->who.role,
		.kinds = kinds_seen(d),
		.is_everywhere = reach.is_everywhere,
		.is_unowned_seen = reach.is_unowned_seen,
		.operator_id = reach.operator_id,
		.has_all_areas = reach.has_all_areas,
		.area_list = reach.area_list,
		.account_id = d->who.account_id,
	};
}

size_t task_list(struct desk *d, int64_t limit_n, struct task **ret)
{
	struct task_seen_row *row = NULL;
	struct task_seen_in in = seen(d);
	in.limit_n = limit_n;
	size_t row_n = task_seen(d, &in, &row), n = 0;
	*ret = ARENA_ARRAY(d->arena, struct task, row_n + 1);
	for (size_t i = 0; i < row_n; i++) {
		struct task *t = &(*ret)[n];
		*t = (struct task){ row[i].task_id, 0, row[i].subject_n, row[i].line, row[i].href, row[i].raised_at, row[i].due_at, row[i].area_id };
		n += kind_parse(row[i].kind, &t->kind);
	}
	return n;
}

int64_t task_count(struct desk *d)
{
	struct task_seen_count_row row = { 0 };
	struct task_seen_in s = seen(d);
	struct task_seen_count_in in = { s.role_n, s.kinds, s.is_everywhere, s.is_unowned_seen, s.operator_id, s.has_all_areas, s.area_list,
		s.account_id };
	task_seen_count(d, &in, &row);
	return row.task_n;
}
