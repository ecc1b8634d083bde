/* Sessions, who is here, and the people of a shared PC. Tokens are stored as hashes; a session that ended is a row that is gone. */
#include "desk/account.h"
#include "desk/account.sql.h"
#include "desk/audit.h"
#include "desk/tenant.h"

enum { STAFF_HOURS = 12, FAMILY_DAYS = 30, SETUP_MINUTES = 60, STALE = 2 * MINUTE, LOCK_MINUTES = 15, DEVICE_HOURS = 12 };

const char *account_cookie_name(const struct desk *d)
{
	return d->base.n == 0 && str_starts(d->site, "https:") ? "__Host-yorisoi" : "yorisoi";
}

/* Seen is written two minutes late at most, so that much is granted before the lock falls. */
static bool account_is_idle(const struct desk *d, struct moment seen_at)
{
	int64_t minutes = LOCK_MINUTES;
	if (d->tenant)
		str_int(tenant_get(d->tenant, "lock_minutes"), &minutes);
	return minutes > 0 && d->now.ms - seen_at.ms > minutes * MINUTE + STALE;
}

void account_who(struct desk *d, struct str session_token)
{
	struct account_session_find_row row;
	d->who = (struct who){ .role = ROLE_NOBODY };
	if (!id_is_token(session_token) || !account_session_find(d, seal_hash(d->arena, session_token), &row))
		return;
	if (row.is_setup || row.ended_at.ms || row.until_at.ms <= d->now.ms || !account_role_parse(row.role, &d->who.role))
		return;
	d->who.account_id = row.account_id;
	d->who.session_id = row.session_id;
	d->who.operator_id = row.operator_id;
	d->who.name = row.name;
	d->who.area_ids = row.area_ids;
	d->who.seen_at = row.seen_at;
	d->who.until_at = row.until_at;
	d->who.is_stale = d->now.ms - row.seen_at.ms > STALE;
	d->who.is_locked = (d->who.role & ROLE_STAFF) && (row.locked_at.ms || account_is_idle(d, row.seen_at));
}

void account_seen(struct desk *d)
{
	if (d->who.is_locked || !d->who.is_stale)
		return;
	account_session_put_seen(d, d->now, d->who.session_id);
	account_put_seen(d, d->now, d->who.account_id);
}

bool account_setup_who(struct desk *d, struct str session_token, struct account_id *ret, struct session_id *ret_session)
{
	struct account_session_find_row row;
	if (!id_is_token(session_token) || !account_session_find(d, seal_hash(d->arena, session_token), &row))
		return false;
	if (!row.is_setup || row.ended_at.ms || row.until_at.ms <= d->now.ms)
		return false;
	*ret = row.account_id;
	*ret_session = row.session_id;
	return true;
}

struct str account_session_start(struct desk *d, const struct account_session_new *v)
{
	struct str token = id_token(d->arena);
	int64_t wait = v->is_setup ? (int64_t)SETUP_MINUTES * MINUTE : v->role == ROLE_FAMILY ? FAMILY_DAYS * DAY_MS : (int64_t)STAFF_HOURS * HOUR;
	account_session_add(d, &(struct account_session_add_in){
		.session_id = { id_new() }, .token_hash = seal_hash(d->arena, token), .account_id = v->account_id, .is_setup = v->is_setup,
		.device = v->device, .device_hash = v->device_token.n ? seal_hash(d->arena, v->device_token) : STR_NONE,
		.made_at = d->now, .seen_at = d->now, .until_at = moment_add(d->now, wait) });
	if (!v->is_setup) {
		account_put_seen(d, d->now, v->account_id);
		audit_note(d, "session.open", "account", v->account_id.v, STR_NONE);
	}
	return token;
}

struct str account_session_open(struct desk *d, struct account_id account_id, struct str device)
{
	struct account_line line = { .role = STR_NONE };
	enum role role = ROLE_NOBODY;
	if (account_by_id(d, account_id, &line))
		account_role_parse(line.role, &role);
	struct str token = account_session_start(d, &(struct account_session_new){ .account_id = account_id, .role = role, .device = device });
	account_who(d, token);
	return token;
}

/* Open screens of that session hear nothing more. */
static void account_streams_end(struct desk *d, struct session_id session_id)
{
	desk_tell(d, STR("session-end"), id_text(d->arena, session_id.v));
}

bool account_session_end(struct desk *d, struct session_id session_id)
{
	account_streams_end(d, session_id);
	return account_session_drop(d, session_id) == 1;
}

bool account_session_end_own(struct desk *d, struct session_id session_id)
{
	bool is_own = account_session_drop_own(d, session_id, d->who.account_id) == 1;
	if (is_own)
		account_streams_end(d, session_id);
	return is_own;
}

static void account_all_streams_end(struct desk *d, struct account_id account_id, struct session_id but_id)
{
	struct account_session_line *line;
	size_t n = account_sessions(d, account_id, &line);
	for (size_t i = 0; i < n; i++)
		if (line[i].session_id.v != but_id.v)
			account_streams_end(d, line[i].session_id);
}

int64_t account_sessions_end(struct desk *d, struct account_id account_id)
{
	account_all_streams_end(d, account_id, (struct session_id){ 0 });
	return account_sessions_drop(d, account_id);
}

int64_t account_sessions_end_others(struct desk *d)
{
	account_all_streams_end(d, d->who.account_id, d->who.session_id);
	return account_sessions_drop_others(d, d->who.account_id, d->who.session_id);
}

void account_lock(struct desk *d)
{
	account_session_put_locked(d, d->now, d->who.session_id);
	d->who.is_locked = true;
}

void account_unlock(struct desk *d)
{
	account_session_put_open(d, d->now, d->who.session_id);
	d->who.is_locked = false;
}

size_t account_sessions(struct desk *d, struct account_id account_id, struct account_session_line **ret)
{
	struct account_sessions_of_row *row;
	size_t n = account_sessions_of(d, account_id, d->now, &row);
	*ret = ARENA_ARRAY(d->arena, struct account_session_line, n ? n : 1);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = (struct account_session_line){ .session_id = row[i].session_id, .device = row[i].device, .made_at = row[i].made_at,
			.seen_at = row[i].seen_at, .until_at = row[i].until_at, .is_this = row[i].session_id.v == d->who.session_id.v };
	return n;
}

/* The first mark that fits: browsers name each other, so the order matters. */
static const char *account_mark(struct str user_agent, const char *const (*mark)[2], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_has(user_agent, mark[i][0]))
			return mark[i][1];
	return NULL;
}

struct str account_device_word(struct desk *d, struct str user_agent)
{
	static const char *const machine[][2] = { { "iPhone", "iPhone" }, { "iPad", "iPad" }, { "Android", "Android" }, { "CrOS", "Chromebook" },
		{ "Windows", "Windows" }, { "Macintosh", "Mac" }, { "Linux", "Linux" } };
	static const char *const browser[][2] = { { "Line/", "LINE" }, { "Edg", "Edge" }, { "OPR/", "Opera" }, { "SamsungBrowser", "Samsung" },
		{ "Firefox", "Firefox" }, { "FxiOS", "Firefox" }, { "CriOS", "Chrome" }, { "Chrome", "Chrome" }, { "Safari", "Safari" } };
	const char *m = account_mark(user_agent, machine, sizeof machine / sizeof machine[0]);
	const char *b = account_mark(user_agent, browser, sizeof browser / sizeof browser[0]);
	if (m && b)
		return arena_fmt(d->arena, "%s, %s", m, b);
	return str_of(m ? m : b);
}

/* ---- people of a shared PC ---- */
static struct moment account_device_after(const struct desk *d)
{
	return moment_add(d->now, -(int64_t)DEVICE_HOURS * HOUR);
}

static struct account_person account_person_of(const struct account_device_row *r)
{
	return (struct account_person){ .account_id = r->account_id, .name = r->name, .title = r->title, .face = r->face, .pin_hash = r->pin_hash,
		.wrong_n = r->wrong_n };
}

size_t account_device_list(struct desk *d, struct str device_token, struct account_person **ret)
{
	struct account_device_row *row = NULL;
	size_t n = id_is_token(device_token) ? account_device_people(d, seal_hash(d->arena, device_token), account_device_after(d), &row) : 0;
	*ret = ARENA_ARRAY(d->arena, struct account_person, n ? n : 1);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = account_person_of(&row[i]);
	return n;
}

bool account_device_has(struct desk *d, struct str device_token, struct account_id account_id, struct account_person *ret)
{
	struct account_device_row row;
	if (!id_is_token(device_token) || !account_device_find(d, seal_hash(d->arena, device_token), account_id, account_device_after(d), &row))
		return false;
	*ret = account_person_of(&row);
	return true;
}

void account_device_signed(struct desk *d, struct str device_token, struct account_id account_id)
{
	account_device_put(d, seal_hash(d->arena, device_token), account_id, d->now);
}

void account_device_wrong(struct desk *d, struct str device_token, const struct account_person *who)
{
	account_device_put_wrong(d, who->wrong_n + 1, seal_hash(d->arena, device_token), who->account_id);
}

void account_device_right(struct desk *d, struct str device_token, struct account_id account_id)
{
	account_device_put_wrong(d, 0, seal_hash(d->arena, device_token), account_id);
}
