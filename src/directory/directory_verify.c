/* A round of asking: a letter, a reminder, the office. One round at a time for an entry, so no letter goes twice. */
#include "directory/directory_verify.h"
#include "directory/directory_sought.h"
#include "desk/account.h"
#include "desk/audit.h"
#include "desk/outbox.h"
#include "desk/task.h"
#include "desk/tenant.h"
#include "directory/directory_desk.h"
#include "directory/directory_letter.h"
#include "directory/directory_letter.page.h"
#include "directory/directory_verify.sql.h"

enum { ACCOUNTS_MOST = 1000 };

bool directory_verify_is_due(const struct desk *d, const struct directory_entry *e)
{
	struct day before = directory_due_before(d, e->type);
	if (day_is_none(before) || !str_is(e->state, "live"))
		return false;
	/* Nobody has confirmed it yet: its last change is the best we know. */
	return (day_is_none(e->verified_on) ? day_of(e->changed_at).n : e->verified_on.n) < before.n;
}

/* The office's own task says how many; it goes when there are none. */
static void task_refresh(struct desk *d)
{
	struct directory_verify_office_count_row row = { 0 };
	directory_verify_office_count(d, &row);
	if (row.entry_n > 0)
		task_raise(d, &(struct task_new){ .kind = TASK_STALE, .subject_id = d->tenant_id.v, .href = STR("/desk/stale"),
			.line = arena_fmt(d->arena, "%lld", (long long)row.entry_n), .least = ROLE_WORKER });
	else
		task_settle_subject(d, TASK_STALE, d->tenant_id.v);
}

void directory_verify_right(struct desk *d, struct directory_entry *e, struct str by_name)
{
	directory_verified(d, e, by_name);
	directory_verify_end(d, e->entry_id);
	task_refresh(d);
}

void directory_verify_answered(struct desk *d, struct entry_id entry_id)
{
	directory_verify_end(d, entry_id);
	task_refresh(d);
}

/* ---- letters ---- */

static struct str mail_of(struct desk *d, const struct directory_entry *e)
{
	struct account_line *line;
	struct str mail = str_trim(e->fact[FACT_MAIL]);
	if (str_has(mail, "@") && !str_has(mail, " ") && mail.n <= 254)
		return mail;
	size_t n = e->operator_id.v ? account_list(d, ACCOUNTS_MOST, &line) : 0;
	for (size_t i = 0; i < n; i++)
		if (line[i].operator_id.v == e->operator_id.v && str_is(line[i].role, "site") && line[i].mail.n && !line[i].ended_at.ms)
			return line[i].mail;
	return STR_NONE;
}

static void letter(struct desk *d, const struct directory_entry *e, struct str to, struct str token, bool is_reminder)
{
	struct directory_letter v = { .tenant = d->tenant, .name = e->fact[FACT_NAME], .day_n = DIRECTORY_LINK_DAYS,
		.url = arena_fmt(d->arena, "%.*s/confirm/%.*s", STR_ARG(directory_letter_site(d)), STR_ARG(token)) };
	outbox_put(d, &(struct outbox_letter){ .channel = STR("mail"), .to = to, .subject = directory_letter_text(d, directory_letter_subject, &v),
		.text = directory_letter_text(d, is_reminder ? directory_letter_remind : directory_letter_ask, &v),
		.reason = is_reminder ? STR("verify-again") : STR("verify"), .subject_id = e->entry_id.v,
		.not_after = moment_add(d->now, DIRECTORY_LINK_DAYS * DAY_MS),
		.href = arena_fmt(d->arena, "/desk/directory/%s", id_text(d->arena, e->entry_id.v).s) });
}

static void to_office(struct desk *d, struct entry_id entry_id)
{
	directory_verify_put(d, &(struct directory_verify_put_in){ .entry_id = entry_id, .office_at = d->now });
}

bool directory_verify_ask(struct desk *d, const struct directory_entry *e)
{
	struct str to = mail_of(d, e), token = id_token(d->arena);
	if (!to.n || !directory_letter_site(d).n)
		return false;
	directory_verify_put(d, &(struct directory_verify_put_in){ .entry_id = e->entry_id, .token_hash = seal_hash(d->arena, token), .to_mail = to,
		.asked_at = d->now, .until_at = moment_add(d->now, DIRECTORY_LINK_DAYS * DAY_MS) });
	letter(d, e, to, token, false);
	audit_note(d, "directory.ask", "entry", e->entry_id.v, STR_NONE);
	return true;
}

enum directory_refusal directory_verify_by_token(struct desk *d, struct str token, struct directory_entry *ret, struct str *ret_mail)
{
	struct directory_verify_of_token_row row;
	if (!id_is_token(token) || !directory_verify_of_token(d, seal_hash(d->arena, token), &row) || row.until_at.ms <= d->now.ms)
		return DIRECTORY_NO_SUCH;
	if (!directory_by_id(d, row.entry_id, ret) || !str_is(ret->state, "live"))
		return DIRECTORY_NO_SUCH;
	*ret_mail = row.to_mail;
	return DIRECTORY_OK;
}

/* ---- every hour ---- */

static bool ask_due(struct desk *d, int64_t most_n)
{
	struct directory_round round[DIRECTORY_ROUNDS];
	struct directory_verify_due_row *due;
	struct directory_entry e;
	size_t round_n = directory_rounds(d, round), n;
	for (size_t k = 0; k < round_n && most_n > 0; k++) {
		const struct directory_round *r = &round[k];
		n = day_is_none(r->before) ? 0 : directory_verify_due(d, &(struct directory_verify_due_in){ .before_on = r->before,
			.before_at = day_moment(r->before, 0), .is_else = r->is_else, .types = r->types, .limit_n = most_n }, &due);
		for (size_t i = 0; i < n; i++)
			if (directory_by_id(d, due[i].entry_id, &e) && !directory_verify_ask(d, &e))
				to_office(d, e.entry_id);
		most_n -= (int64_t)n;
	}
	return most_n <= 0;
}

static bool ask_again(struct desk *d, int64_t most_n)
{
	struct directory_verify_silent_row *row;
	struct directory_entry e;
	size_t n = directory_verify_silent(d, moment_add(d->now, -DIRECTORY_REMIND_DAYS * DAY_MS),
		moment_add(d->now, -(DIRECTORY_OFFICE_DAYS - DIRECTORY_REMIND_DAYS) * DAY_MS), most_n, &row);
	for (size_t i = 0; i < n; i++) {
		struct str token = id_token(d->arena);
		if (row[i].reminded_at.ms || !directory_by_id(d, row[i].entry_id, &e) || !str_is(e.state, "live")) {
			directory_verify_to_office(d, d->now, row[i].entry_id);
			continue;
		}
		directory_verify_remind(d, seal_hash(d->arena, token), d->now, moment_add(d->now, DIRECTORY_LINK_DAYS * DAY_MS), row[i].entry_id);
		letter(d, &e, row[i].to_mail, token, true);
	}
	return (int64_t)n == most_n;
}

bool directory_hourly(struct desk *d, int64_t most_n)
{
	if (!d->tenant || !tenant_has_room(d->tenant, "directory"))
		return false;
	bool is_more = ask_due(d, most_n);
	is_more = ask_again(d, most_n) || is_more;
	task_refresh(d);
	directory_sought_forget(d);
	return directory_index_tidy(d) || is_more;
}
