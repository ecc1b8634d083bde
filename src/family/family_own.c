/* Codes, rights and looks of the family itself. */
#include "family/family_own.h"
#include "base/out.h"
#include "desk/account.h"
#include "desk/audit.h"
#include "family/family_inside.h"

enum { LOOKS_MOST = 400 };

/* ---- codes ---- */

/* Letters as they are written by hand: O for 0, I and L for 1, any blanks and hyphens. */
static struct str code_clean(struct desk *d, struct str typed)
{
	struct out o = { .arena = d->arena };
	for (size_t i = 0; i < typed.n && o.n < 20; i++) {
		char c = typed.s[i];
		c = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
		c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'))
			out_put(&o, &c, 1);
	}
	return out_done(&o);
}

static struct str code_hash(struct desk *d, struct str clean)
{
	struct seal_key key = seal_derive(d->tenant_key, STR("family-code"), d->tenant_id.v);
	return seal_mac(d->arena, &key, clean);
}

struct str family_own_code(struct desk *d, const struct family_guardian_row *g, const char *given_by)
{
	static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	unsigned char random[8];
	char code[9] = "";
	seal_random(random, sizeof random);
	for (int i = 0; i < 8; i++)
		code[i] = letters[random[i] & 31];
	family_own_codes_end(d, d->now, g->guardian_id);
	family_own_code_put(d, &(struct family_own_code_put_in){ .code_id = { id_new() }, .family_id = g->family_id, .guardian_id = g->guardian_id,
		.code_hash = code_hash(d, str_of(code)), .given_by = str_of(given_by), .by_account_id = d->who.account_id, .made_at = d->now,
		.until_at = moment_add(d->now, FAMILY_CODE_DAYS * DAY_MS) });
	audit_note(d, "family.code", "family", g->family_id.v, STR_NONE);
	return arena_fmt(d->arena, "%.4s-%.4s", code, code + 4);
}

static bool code_find(struct desk *d, struct str typed, struct family_own_code_by_hash_row *ret)
{
	struct str clean = code_clean(d, typed);
	return clean.n == 8 && family_own_code_by_hash(d, code_hash(d, clean), ret) && !ret->used_at.ms && ret->until_at.ms > d->now.ms;
}

bool family_own_code_is_open(struct desk *d, struct str typed)
{
	struct family_own_code_by_hash_row code;
	return code_find(d, typed, &code);
}

bool family_own_code_guardian(struct desk *d, struct str typed, struct family_guardian_row *ret)
{
	struct family_own_code_by_hash_row code;
	return code_find(d, typed, &code) && family_guardian_by_id(d, code.guardian_id, ret) && !ret->ended_at.ms;
}

enum family_refusal family_own_use_code(struct desk *d, struct str typed, struct account_id account_id, struct family_guardian_row *ret)
{
	struct family_own_code_by_hash_row code;
	struct family_guardian_row other;
	if (!code_find(d, typed, &code) || !family_guardian_by_id(d, code.guardian_id, ret) || ret->ended_at.ms)
		return FAMILY_NO_SUCH;
	if (family_of_account(d, account_id, &other) && other.guardian_id.v != ret->guardian_id.v)
		return FAMILY_NOT_NOW;
	if (ret->account_id.v && ret->account_id.v != account_id.v)
		account_sessions_end(d, ret->account_id);
	family_own_code_use(d, d->now, code.code_id);
	family_own_bind(d, account_id, ret->confirmed_at.ms ? ret->confirmed_at : d->now, ret->confirmed_by.n ? ret->confirmed_by : code.given_by,
		ret->guardian_id);
	family_story_add(d, &(struct family_line_new){ .family_id = ret->family_id, .kind = STR("account"), .line = STR("bound"), .room = STR("family"),
		.subject_id = ret->guardian_id.v, .who_may_see = STR("family"), .owner_account_id = account_id });
	audit_note(d, "family.bind", "family", ret->family_id.v, STR_NONE);
	return FAMILY_OK;
}

enum family_refusal family_own_second(struct desk *d, const struct family_guardian_row *first, const struct family_new *v, struct str *ret_code)
{
	struct family_row f;
	struct family_guardian_row g;
	if (!family_by_id(d, first->family_id, &f) || !first->confirmed_at.ms || !family_own_is_first(d, first))
		return FAMILY_NO_SUCH;
	if (f.is_secret)
		return FAMILY_NOT_NOW;
	struct guardian_id id = family_guardian_add(d, first->family_id, v, false);
	if (!family_guardian_by_id(d, id, &g))
		return FAMILY_NO_SUCH;
	*ret_code = family_own_code(d, &g, "guardian");
	return FAMILY_OK;
}

/* ---- rights ---- */

bool family_own_is_first(struct desk *d, const struct family_guardian_row *g)
{
	struct family_guardian_row *all;
	size_t n = family_guardians_of(d, g->family_id, &all);
	for (size_t i = 0; i < n; i++)
		if (all[i].family_id.v == g->family_id.v)
			return all[i].guardian_id.v == g->guardian_id.v;
	return false;
}

struct str family_own_right(struct desk *d, const struct family_guardian_row *g, bool is_first, struct child_id child_id)
{
	struct family_own_right_now_row row;
	if (family_own_right_now(d, g->guardian_id, child_id, d->today, &row))
		return row.kind;
	return is_first ? STR("custody") : STR("calendar");
}

bool family_own_is_hushed(struct desk *d)
{
	struct family_guardian_row g;
	struct family_row f;
	return d->who.role == ROLE_FAMILY && family_of_account(d, d->who.account_id, &g) && family_by_id(d, g.family_id, &f) && f.is_secret;
}

/* ---- who looked ---- */

static bool is_look(struct str act)
{
	return str_is(act, "family.read") || str_is(act, "family.look") || str_is(act, "family.export");
}

static size_t looked_in(struct desk *d, const char *kind, struct family_id family_id, struct family_looked *ret)
{
	struct audit_look *look;
	size_t n = audit_looks(d, kind, family_id.v, LOOKS_MOST, &look), kept = 0;
	for (size_t i = 0; i < n; i++) {
		struct family_looked x = { .at = look[i].at, .role = look[i].role, .purpose = look[i].purpose,
			.is_charge = str_is(look[i].act, "family.read") };
		bool is_same = kept && str_eq(ret[kept - 1].role, x.role) && str_eq(ret[kept - 1].purpose, x.purpose)
			&& ret[kept - 1].at.ms - x.at.ms < 10 * MINUTE;
		if (is_look(look[i].act) && !is_same)
			ret[kept++] = x;
	}
	return kept;
}

/* Newest first, of two logs that are each. */
static size_t merged(struct family_looked *a, size_t a_n, const struct family_looked *b, size_t b_n)
{
	for (size_t i = 0; i < b_n; i++) {
		size_t at = a_n++;
		for (; at > 0 && a[at - 1].at.ms < b[i].at.ms; at--)
			a[at] = a[at - 1];
		a[at] = b[i];
	}
	return a_n;
}

/* Looks under 秘匿 lie in a log of their own, which only the protected guardian is shown; looks for protection in a third, which no family sees. */
size_t family_own_looked(struct desk *d, const struct family_guardian_row *g, struct family_looked **ret)
{
	struct family_looked *secret = ARENA_ARRAY(d->arena, struct family_looked, LOOKS_MOST);
	*ret = ARENA_ARRAY(d->arena, struct family_looked, 2 * LOOKS_MOST);
	size_t n = looked_in(d, "family", g->family_id, *ret);
	return g->is_protected ? merged(*ret, n, secret, looked_in(d, "family-secret", g->family_id, secret)) : n;
}

/* ---- export ---- */

static void put_moment(struct out *o, const char *name, struct moment at)
{
	struct day_parts x = day_split(day_of(at));
	int minute = day_minute(at);
	out_fmt(o, "\"%s\":\"%04d-%02d-%02dT%02d:%02d:00+09:00\"", name, x.year, x.month, x.day, minute / 60, minute % 60);
}

static void put_day(struct out *o, const char *name, struct day on)
{
	struct day_parts x = day_split(on);
	if (day_is_none(on))
		out_fmt(o, "\"%s\":null", name);
	else
		out_fmt(o, "\"%s\":\"%04d-%02d-%02d\"", name, x.year, x.month, x.day);
}

static void put_text(struct out *o, const char *name, struct str text)
{
	out_fmt(o, "\"%s\":", name);
	out_json(o, text);
}

static void export_children(struct desk *d, struct out *o, const struct family_guardian_row *g, bool is_first)
{
	struct family_child_row *child;
	size_t n = family_children_of(d, g->family_id, &child), shown = 0;
	out_z(o, "\"children\":[");
	for (size_t i = 0; i < n; i++) {
		if (str_is(family_own_right(d, g, is_first, child[i].child_id), "none"))
			continue;
		out_z(o, shown++ ? ",{" : "{");
		put_text(o, "name", child[i].name);
		out_z(o, ",");
		put_day(o, "born_on", child[i].born_on);
		out_z(o, "}");
	}
	out_z(o, "]");
}

static void export_story(struct desk *d, struct out *o, const struct family_guardian_row *g, bool is_first)
{
	struct family_own_story_row *line;
	size_t n = family_own_story(d, g->family_id, g->account_id, is_first, &line);
	out_z(o, "\"story\":[");
	for (size_t i = 0; i < n; i++) {
		out_z(o, i ? ",{" : "{");
		put_moment(o, "at", line[i].happened_at);
		out_z(o, ",");
		put_text(o, "kind", line[i].kind);
		out_z(o, ",");
		put_text(o, "line", line[i].line);
		out_z(o, "}");
	}
	out_z(o, "]");
}

static void export_looks(struct desk *d, struct out *o, const struct family_guardian_row *g)
{
	struct family_looked *look;
	size_t n = family_own_looked(d, g, &look);
	out_z(o, "\"looked\":[");
	for (size_t i = 0; i < n; i++) {
		out_z(o, i ? ",{" : "{");
		put_moment(o, "at", look[i].at);
		out_z(o, ",");
		put_text(o, "role", look[i].role);
		out_z(o, ",");
		put_text(o, "purpose", look[i].is_charge ? STR("charge") : look[i].purpose);
		out_z(o, "}");
	}
	out_z(o, "]");
}

struct str family_own_export(struct desk *d, const struct family_guardian_row *g)
{
	struct out o = { .arena = d->arena };
	bool is_first = family_own_is_first(d, g);
	out_z(&o, "{");
	put_moment(&o, "exported_at", d->now);
	out_z(&o, ",");
	put_text(&o, "name", g->name);
	out_z(&o, ",");
	put_text(&o, "kana", g->kana);
	out_z(&o, ",");
	put_day(&o, "born_on", g->born_on);
	out_z(&o, ",");
	put_text(&o, "phone", g->phone);
	out_z(&o, ",");
	export_children(d, &o, g, is_first);
	out_z(&o, ",");
	export_story(d, &o, g, is_first);
	out_z(&o, ",");
	export_looks(d, &o, g);
	for (size_t i = 0; i < family_piece_n; i++)
		if (tenant_has_room(d->tenant, family_pieces[i].room)) {
			out_z(&o, ",");
			family_pieces[i].write(d, &o, g->account_id);
		}
	out_z(&o, "}\n");
	return out_done(&o);
}
