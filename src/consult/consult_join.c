/* A talk in its family's story: when a guardian writes or is answered, and when who began without a name makes the talk hers. */
#include "consult/consult_inside.h"
#include "desk/audit.h"
#include "desk/account.h"
#include "family/family_own.h"
#include "sos/sos.h"

void consult_story(struct desk *d, const struct consult_thread_row *t, const char *kind)
{
	struct family_guardian_row g;
	if (!tenant_has_room(d->tenant, "family") || !family_of_account(d, t->owner_account_id, &g))
		return;
	family_story_add(d, &(struct family_line_new){ .family_id = g.family_id, .kind = str_of(kind), .room = STR("consult"),
		.subject_id = t->thread_id.v, .who_may_see = STR("family"), .owner_account_id = t->owner_account_id });
}

void consult_story_change(struct desk *d, struct family_id family_id, struct thread_id thread_id, const char *what)
{
	if (family_id.v)
		family_story_add(d, &(struct family_line_new){ .family_id = family_id, .kind = STR("change"), .line = str_of(what), .room = STR("consult"),
			.subject_id = thread_id.v, .who_may_see = STR("staff") });
}

static struct family_id family_of(struct desk *d, const struct consult_thread_row *t)
{
	struct family_guardian_row g;
	if (t->family_id.v || !t->owner_account_id.v || !family_of_account(d, t->owner_account_id, &g))
		return t->family_id;
	return g.family_id;
}

void consult_story_of_both(struct desk *d, const struct consult_thread_row *t, const struct consult_thread_row *other, const char *what)
{
	struct family_id mine = family_of(d, t), theirs = family_of(d, other);
	consult_story_change(d, mine, other->thread_id, what);
	if (theirs.v != mine.v)
		consult_story_change(d, theirs, t->thread_id, what);
}

enum consult_refusal consult_join(struct desk *d, const struct consult_thread_row *t)
{
	struct family_guardian_row g;
	struct consult_thread_row mine = *t;
	if (d->who.role != ROLE_FAMILY || !family_of_account(d, d->who.account_id, &g))
		return CONSULT_NO_SUCH;
	if (t->owner_account_id.v == d->who.account_id.v)
		return CONSULT_OK;
	if (t->owner_account_id.v)
		return CONSULT_CLOSED;
	mine.owner_account_id = d->who.account_id;
	consult_thread_own(d, d->who.account_id, t->thread_id);
	family_story_add(d, &(struct family_line_new){ .family_id = g.family_id, .happened_at = t->opened_at, .kind = STR("talk"), .room = STR("consult"),
		.subject_id = t->thread_id.v, .who_may_see = STR("family"), .owner_account_id = d->who.account_id });
	if (t->answered_at.ms)
		consult_story(d, &mine, "answer");
	sos_join_family(d, t->thread_id.v, g.family_id);
	audit_note(d, "consult.join", "thread", t->thread_id.v, STR_NONE);
	return CONSULT_OK;
}

bool consult_is_code(struct desk *d, struct str words)
{
	return tenant_has_room(d->tenant, "family") && words.n <= 20 && family_own_code_is_open(d, words);
}

enum consult_refusal consult_join_by_code(struct desk *d, const struct consult_thread_row *t, struct str code)
{
	struct family_guardian_row g;
	struct who before = d->who;
	if (!tenant_has_room(d->tenant, "family") || !family_own_code_guardian(d, code, &g))
		return CONSULT_NO_SUCH;
	struct account_id account_id = g.account_id.v ? g.account_id : account_family_add(d);
	if (t->owner_account_id.v && t->owner_account_id.v != account_id.v)
		return CONSULT_CLOSED;
	if (family_own_use_code(d, code, account_id, &g) != FAMILY_OK)
		return CONSULT_NO_SUCH;
	d->who = (struct who){ .role = ROLE_FAMILY, .account_id = account_id };
	enum consult_refusal r = consult_join(d, t);
	d->who = before;
	return r;
}

static void put_talk(struct desk *d, struct out *o, struct thread_id thread_id)
{
	struct consult_messages_row *m;
	size_t n = consult_messages(d, thread_id, &m);
	out_z(o, "[");
	for (size_t i = 0; i < n; i++) {
		struct day_parts x = day_split(day_of(m[i].written_at));
		int minute = day_minute(m[i].written_at);
		out_fmt(o, "%s{\"at\":\"%04d-%02d-%02dT%02d:%02d:00+09:00\",\"from\":\"%s\",\"words\":", i ? "," : "", x.year, x.month, x.day, minute / 60,
			minute % 60, m[i].is_from_staff ? "staff" : "family");
		out_json(o, m[i].words);
		out_z(o, "}");
	}
	out_z(o, "]");
}

void consult_export(struct desk *d, struct out *o, struct account_id account_id)
{
	struct consult_line_row *line;
	size_t n = account_id.v ? consult_threads_of_owner(d, account_id, &line) : 0;
	out_z(o, "\"talks\":[");
	for (size_t i = 0; i < n; i++) {
		out_z(o, i ? "," : "");
		put_talk(d, o, line[i].thread_id);
	}
	out_z(o, "]");
}

size_t consult_told(struct desk *d, struct account_id account_id, struct family_told **ret)
{
	enum { MOST = 1000 };
	struct consult_line_row *line;
	struct consult_messages_row *m;
	size_t thread_n = account_id.v ? consult_threads_of_owner(d, account_id, &line) : 0, n = 0;
	*ret = ARENA_ARRAY(d->arena, struct family_told, MOST);
	for (size_t i = thread_n; i-- > 0;) {
		size_t message_n = consult_messages(d, line[i].thread_id, &m);
		for (size_t k = 0; k < message_n && n < MOST; k++)
			(*ret)[n++] = (struct family_told){ m[k].written_at, m[k].words, m[k].is_from_staff ? m[k].by_name : STR_NONE, m[k].is_from_staff };
	}
	return n;
}
