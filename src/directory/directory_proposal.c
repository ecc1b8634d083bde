/* Changes that wait: put beside the entry, shown as differences, taken or sent back with a word. */
#include "directory/directory_proposal.h"
#include "desk/account.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/outbox.h"
#include "desk/task.h"
#include "desk/tenant.h"
#include "directory/directory.sql.h"
#include "directory/directory_letter.page.h"

enum { WAITING_MOST = 200 };

bool directory_proposal_is_needed(const struct desk *d, const struct directory_entry *e)
{
	if (may(d, MAY_DIRECTORY_APPROVE, NULL))
		return false;
	if (e->entry_id.v && str_is(e->state, "waiting"))
		return true;
	bool is_partner = d->who.role == ROLE_SITE || d->who.role == ROLE_NOBODY;
	return is_partner && str_is(tenant_get(d->tenant, "directory.partner_changes"), "approve");
}

static struct directory_proposal proposal_of(struct desk *d, const struct directory_proposal_row *r)
{
	struct directory_proposal p = { .proposal_id = r->proposal_id, .entry_id = r->entry_id, .state = r->state, .is_new = r->is_new,
		.base_version_n = r->base_version_n, .type = r->type, .area_id = r->area_id, .lat_n = r->lat_n, .lon_n = r->lon_n, .why = r->why,
		.by_name = r->by_name, .by_mail = r->by_mail, .answer = r->answer, .answered_by_name = r->answered_by_name,
		.by_account_id = r->by_account_id, .made_at = r->made_at, .answered_at = r->answered_at, .version_n = r->version_n };
	directory_facts_read(d->arena, r->facts, p.fact);
	return p;
}

bool directory_proposal_of(struct desk *d, struct entry_id entry_id, struct directory_proposal *ret)
{
	struct directory_proposal_row r;
	if (!directory_proposal_open(d, entry_id, &r))
		return false;
	*ret = proposal_of(d, &r);
	return true;
}

bool directory_proposal_by_id(struct desk *d, struct proposal_id proposal_id, struct directory_proposal *ret)
{
	struct directory_proposal_row r;
	if (!directory_proposal_at(d, proposal_id, &r))
		return false;
	*ret = proposal_of(d, &r);
	return true;
}

static void task_for(struct desk *d, const struct directory_proposal *p, struct str name)
{
	task_raise(d, &(struct task_new){ .kind = TASK_PROPOSAL, .subject_id = p->proposal_id.v, .line = name,
		.href = arena_fmt(d->arena, "/desk/proposals/%s", id_text(d->arena, p->proposal_id.v).s), .least = ROLE_MANAGER });
}

enum directory_refusal directory_proposal_put(struct desk *d, const struct directory_entry *e, const struct directory_change *change,
	struct str by_mail)
{
	struct directory_proposal p;
	if (!directory_is_fine(e))
		return DIRECTORY_BAD;
	directory_proposal_put_row(d, &(struct directory_proposal_put_row_in){ .proposal_id = { id_new() }, .entry_id = e->entry_id,
		.is_new = str_is(e->state, "waiting"), .base_version_n = e->version_n, .type = e->type, .area_id = e->area_id, .lat_n = e->lat_n,
		.lon_n = e->lon_n, .facts = directory_facts_write(d->arena, e->fact), .why = change->why, .by_account_id = d->who.account_id,
		.by_name = change->by_name.n ? change->by_name : d->who.name, .by_mail = by_mail, .made_at = d->now });
	if (!directory_proposal_of(d, e->entry_id, &p))
		return DIRECTORY_NO_SUCH;
	task_for(d, &p, e->fact[FACT_NAME]);
	audit_note(d, "directory.propose", "entry", e->entry_id.v, STR_NONE);
	return DIRECTORY_OK;
}

size_t directory_proposal_differences(struct desk *d, const struct directory_proposal *p, const struct directory_entry *now,
	struct directory_difference **ret)
{
	struct directory_version_row row;
	struct str base[FACT_N] = { 0 };
	size_t n = 0;
	/* Nobody has seen a new entry: all of it is news. */
	if (!p->is_new && directory_version_at(d, p->entry_id, p->base_version_n, &row))
		directory_facts_read(d->arena, row.facts, base);
	*ret = ARENA_ARRAY(d->arena, struct directory_difference, FACT_N);
	for (int i = 0; i < FACT_N; i++) {
		struct str stands = p->is_new ? STR_NONE : now->fact[i];
		if (!str_eq(base[i], p->fact[i]) && !str_eq(stands, p->fact[i]))
			(*ret)[n++] = (struct directory_difference){ (enum directory_fact)i, base[i], stands, p->fact[i], !str_eq(stands, base[i]) };
	}
	return n;
}

void directory_proposal_lay(struct desk *d, const struct directory_proposal *p, struct directory_entry *e)
{
	struct directory_difference *diff;
	size_t n = directory_proposal_differences(d, p, e, &diff);
	for (size_t i = 0; i < n; i++)
		e->fact[diff[i].fact] = diff[i].theirs;
	for (int i = 0; p->is_new && i < FACT_N; i++)
		e->fact[i] = p->fact[i];
	e->type = p->type;
	e->area_id = p->area_id;
	e->lat_n = p->lat_n;
	e->lon_n = p->lon_n;
}

/* ---- the office answers ---- */

static void letter(struct desk *d, const struct directory_proposal *p, struct str name, struct str answer)
{
	struct account_line maker = { 0 };
	if (p->by_account_id.v)
		account_by_id(d, p->by_account_id, &maker);
	struct str to = p->by_mail.n ? p->by_mail : maker.mail;
	struct directory_letter v = { .tenant = d->tenant, .name = name, .words = answer,
		.url = arena_fmt(d->arena, "%.*s/desk/directory/%s", STR_ARG(directory_letter_site(d)), id_text(d->arena, p->entry_id.v).s) };
	if (!to.n)
		return;
	outbox_put(d, &(struct outbox_letter){ .channel = STR("mail"), .to = to, .subject = directory_letter_text(d, directory_letter_subject, &v),
		.text = directory_letter_text(d, answer.s ? directory_letter_back : directory_letter_taken, &v), .reason = STR("proposal"),
		.subject_id = p->proposal_id.v });
}

static bool answered(struct desk *d, const struct directory_proposal *p, const char *state, struct str words)
{
	bool is_first = directory_proposal_answer(d, &(struct directory_proposal_answer_in){ .state = str_of(state), .answer = words, .answered_at = d->now,
		.answered_by_name = d->who.name, .proposal_id = p->proposal_id, .version_n = p->version_n }) == 1;
	if (is_first)
		task_settle_subject(d, TASK_PROPOSAL, p->proposal_id.v);
	return is_first;
}

enum directory_refusal directory_proposal_take(struct desk *d, const struct directory_proposal *p, int64_t entry_version_n)
{
	struct directory_entry e;
	struct directory_change change = { .why = p->why, .by_name = p->by_name, .version_n = entry_version_n };
	if (!directory_by_id(d, p->entry_id, &e))
		return DIRECTORY_NO_SUCH;
	if (e.version_n != entry_version_n || !answered(d, p, "taken", STR_NONE))
		return DIRECTORY_CHANGED;
	directory_proposal_lay(d, p, &e);
	if (str_is(e.state, "waiting"))
		e.state = STR("live");
	enum directory_refusal r = directory_put(d, &e, &change);
	if (r == DIRECTORY_OK)
		letter(d, p, e.fact[FACT_NAME], STR_NONE);
	return r;
}

enum directory_refusal directory_proposal_back(struct desk *d, const struct directory_proposal *p, struct str words)
{
	struct directory_entry e;
	if (!directory_by_id(d, p->entry_id, &e))
		return DIRECTORY_NO_SUCH;
	if (!answered(d, p, "back", words))
		return DIRECTORY_CHANGED;
	letter(d, p, e.fact[FACT_NAME], words);
	audit_note(d, "directory.back", "entry", p->entry_id.v, STR_NONE);
	return DIRECTORY_OK;
}

size_t directory_proposals(struct desk *d, struct directory_proposal_waiting_row **ret)
{
	return directory_proposal_waiting(d, WAITING_MOST, ret);
}
