/* Guards against guessing and flooding. The row's subject is a keyed hash: no address and no login stands in the file. */
#include "desk/account_key.h"
#include "desk/account.sql.h"

static struct str account_guard_subject(struct desk *d, const char *kind, struct str what)
{
	struct seal_key key = seal_derive(d->tenant_key, STR("guard"), d->tenant_id.v);
	return seal_mac(d->arena, &key, arena_fmt(d->arena, "%s:%.*s", kind, STR_ARG(what)));
}

struct moment account_guard_wait(struct desk *d, const char *kind, struct str what)
{
	struct account_guard_find_row row;
	if (!account_guard_find(d, account_guard_subject(d, kind, what), &row) || row.until_at.ms <= d->now.ms)
		return MOMENT_NONE;
	return row.until_at;
}

static struct moment account_guard_until(const struct desk *d, int64_t over_n)
{
	int64_t wait = over_n > 6 ? HOUR : (int64_t)MINUTE << over_n;
	return moment_add(d->now, wait < HOUR ? wait : HOUR);
}

void account_guard_fail(struct desk *d, const char *kind, struct str what, int64_t free_n)
{
	struct account_guard_find_row row;
	struct str subject = account_guard_subject(d, kind, what);
	if (!account_guard_find(d, subject, &row) || row.since_at.ms < d->now.ms - DAY_MS)
		row = (struct account_guard_find_row){ .since_at = d->now };
	row.count_n++;
	row.until_at = row.count_n >= free_n ? account_guard_until(d, row.count_n - free_n) : MOMENT_NONE;
	account_guard_put(d, subject, row.count_n, row.since_at, row.until_at);
}

void account_guard_clear(struct desk *d, const char *kind, struct str what)
{
	account_guard_drop(d, account_guard_subject(d, kind, what));
}

bool account_guard_spend(struct desk *d, const char *kind, struct str what, int64_t most)
{
	struct account_guard_find_row row;
	struct str subject = account_guard_subject(d, kind, what);
	if (!account_guard_find(d, subject, &row) || row.since_at.ms <= d->now.ms - HOUR)
		row = (struct account_guard_find_row){ .since_at = d->now };
	if (row.count_n >= most)
		return false;
	account_guard_put(d, subject, row.count_n + 1, row.since_at, MOMENT_NONE);
	return true;
}
