/* Accounts: made by an invitation, set back, ended. Nothing here asks for permission: routes and commands do. */
#include "desk/account.h"
#include "desk/account_key.h"
#include "desk/account.sql.h"
#include "desk/audit.h"
#include "desk/task.h"
#include "door/door.h"

static const struct { enum role role; const char *word; } roles[] = {
	{ ROLE_FAMILY, "family" }, { ROLE_HELPER, "helper" }, { ROLE_SITE, "site" },
	{ ROLE_WORKER, "worker" }, { ROLE_MANAGER, "manager" }, { ROLE_ADMIN, "admin" },
};

bool account_role_parse(struct str word, enum role *ret)
{
	for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++)
		if (str_is(word, roles[i].word)) {
			*ret = roles[i].role;
			return true;
		}
	return false;
}

const char *account_role_word(enum role role)
{
	for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++)
		if (roles[i].role == role)
			return roles[i].word;
	return "nobody";
}

struct str account_login_clean(struct desk *d, struct str raw)
{
	struct str x = str_trim(raw);
	if (!x.s || x.n == 0 || x.n > 64 || !str_is_utf8(x))
		return STR_NONE;
	char *b = arena_get(d->arena, x.n + 1);
	for (size_t i = 0; i < x.n; i++) {
		char ch = x.s[i];
		if ((unsigned char)ch <= ' ' || ch == 0x7f || strchr("/\\<>\"'&?#%,", ch))
			return STR_NONE;
		b[i] = ch >= 'A' && ch <= 'Z' ? (char)(ch - 'A' + 'a') : ch;
	}
	return (struct str){ b, x.n };
}

enum account_refusal account_add(struct desk *d, const struct account_new *v, struct account_id *ret_id, struct str *ret_token)
{
	if (v->role == ROLE_NOBODY || str_is(str_of(account_role_word(v->role)), "nobody"))
		return ACCOUNT_BAD_ROLE;
	struct str login = account_login_clean(d, v->login);
	if (!login.s)
		return ACCOUNT_BAD_LOGIN;
	struct account_add_row_in in = {
		.account_id = { id_new() }, .login = login, .name = v->name.n ? v->name : login, .role = str_of(account_role_word(v->role)),
		.mail = v->mail.n ? v->mail : STR_NONE, .operator_id = v->operator_id, .area_ids = v->area_ids, .title = v->title, .face = v->face,
		.made_at = d->now, .by_account_id = v->by_account_id,
	};
	if (account_add_row(d, &in) == 0)
		return ACCOUNT_TAKEN;
	*ret_token = STR_NONE;
	if (v->is_at_the_door)
		account_put_ready_at_door(d, d->now, in.account_id);
	else
		*ret_token = account_link_make(d, v->role == ROLE_FAMILY ? "mail" : "invite", in.account_id);
	*ret_id = in.account_id;
	audit_note(d, "account.add", "account", in.account_id.v, STR_NONE);
	return ACCOUNT_OK;
}

static enum account_refusal account_open_one(struct desk *d, struct str login, struct account_line *ret)
{
	struct str clean = account_login_clean(d, login);
	if (!clean.s || !account_by_login(d, clean, ret))
		return ACCOUNT_NO_SUCH;
	return ret->ended_at.ms ? ACCOUNT_ENDED : ACCOUNT_OK;
}

/* What opens doors goes: links, sessions, devices, printed codes, passkeys. */
static void account_close_doors(struct desk *d, struct account_id account_id)
{
	account_links_void(d, d->now, account_id);
	account_sessions_end(d, account_id);
	account_devices_drop(d, account_id);
	account_codes_drop(d, account_id);
	door_forget(d, account_id);
	account_forget_secrets(d, account_id);
	task_settle_subject(d, TASK_INVITATION_ENDING, account_id.v);
}

enum account_refusal account_reset(struct desk *d, struct str login, struct str *ret_token)
{
	struct account_line line;
	enum account_refusal r = account_open_one(d, login, &line);
	if (r != ACCOUNT_OK)
		return r;
	account_close_doors(d, line.account_id);
	account_guard_clear(d, "login", line.login);
	*ret_token = account_link_make(d, str_is(line.role, "family") ? "mail" : "reset", line.account_id);
	audit_note(d, "account.reset", "account", line.account_id.v, STR_NONE);
	return ACCOUNT_OK;
}

enum account_refusal account_end(struct desk *d, struct str login)
{
	struct account_line line;
	enum account_refusal r = account_open_one(d, login, &line);
	if (r != ACCOUNT_OK)
		return r;
	account_put_ended(d, d->now, line.account_id);
	account_close_doors(d, line.account_id);
	audit_note(d, "account.end", "account", line.account_id.v, STR_NONE);
	return ACCOUNT_OK;
}

static void account_line_of(const struct account_row *r, struct account_line *ret)
{
	*ret = (struct account_line){
		.account_id = r->account_id, .login = r->login, .name = r->name, .role = r->role, .title = r->title, .mail = r->mail,
		.made_at = r->made_at, .seen_at = r->seen_at, .ended_at = r->ended_at, .invited_until_at = r->invited_until_at,
		.operator_id = r->operator_id, .area_ids = r->area_ids, .ready_at = r->ready_at,
	};
}

size_t account_list(struct desk *d, int64_t limit_n, struct account_line **ret)
{
	struct account_row *row;
	size_t n = account_list_rows(d, limit_n, &row);
	*ret = ARENA_ARRAY(d->arena, struct account_line, n ? n : 1);
	for (size_t i = 0; i < n; i++)
		account_line_of(&row[i], &(*ret)[i]);
	return n;
}

size_t account_here(struct desk *d, struct moment since, struct account_line **ret)
{
	struct account_row *row;
	size_t n = account_here_rows(d, since, &row);
	*ret = ARENA_ARRAY(d->arena, struct account_line, n ? n : 1);
	for (size_t i = 0; i < n; i++)
		account_line_of(&row[i], &(*ret)[i]);
	return n;
}

bool account_by_login(struct desk *d, struct str login, struct account_line *ret)
{
	struct account_row row;
	if (!account_by_login_row(d, login, &row))
		return false;
	account_line_of(&row, ret);
	return true;
}

bool account_by_id(struct desk *d, struct account_id account_id, struct account_line *ret)
{
	struct account_row row;
	if (!account_by_id_row(d, account_id, &row))
		return false;
	account_line_of(&row, ret);
	return true;
}

static void account_warn_of_invitations(struct desk *d)
{
	struct account_links_ending_row *row;
	size_t n = account_links_ending(d, moment_add(d->now, DAY_MS), &row);
	for (size_t i = 0; i < n; i++)
		task_raise(d, &(struct task_new){
			.kind = TASK_INVITATION_ENDING, .subject_id = row[i].account_id.v, .line = row[i].name, .due_at = row[i].until_at,
			.href = arena_fmt(d->arena, "/desk/accounts/%.*s", STR_ARG(id_text(d->arena, row[i].account_id.v))),
			.operator_id = row[i].operator_id, .least = ROLE_MANAGER,
		});
}

void account_hourly(struct desk *d)
{
	account_warn_of_invitations(d);
	account_sessions_forget(d, d->now);
	account_links_forget(d, moment_add(d->now, -30 * DAY_MS));
	account_devices_forget(d, moment_add(d->now, -DAY_MS));
	door_hourly(d);
	account_guards_forget(d, moment_add(d->now, -2 * DAY_MS));
}
