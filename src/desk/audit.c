/* The record of who looked and who did, its chain, and the proof that nobody changed it since. */
#include "desk/audit.h"
#include "base/check.h"
#include "desk/account.h"
#include "desk/audit.sql.h"
#include <stdio.h>

enum { SEAL_MOST = 1000, VERIFY_PAGE = 400, MAC_TEXT_MAX = 1600 };

static struct seal_key audit_key(const struct desk *d)
{
	CHECK(d->tenant_key);
	return seal_derive(d->tenant_key, STR("audit"), d->tenant_id.v);
}

/* ---- noting ---- */

/* Every field with its length in front, so that no two rows give the same text. */
static struct str entry_mac(struct arena *a, const struct seal_key *key, const struct audit_entry_add_in *e)
{
	char text[MAC_TEXT_MAX];
	int n = snprintf(text, sizeof text, "%lld %lld %lld %lld %lld %zu:%.*s%zu:%.*s%zu:%.*s%zu:%.*s", (long long)e->audit_id.v,
		(long long)e->noted_at.ms, (long long)e->account_id.v, (long long)e->session_id.v, (long long)e->subject_n, e->role.n,
		STR_ARG(e->role), e->act.n, STR_ARG(e->act), e->kind.n, STR_ARG(e->kind), e->purpose.n, STR_ARG(e->purpose));
	size_t most = sizeof text - 1;
	return seal_mac(a, key, (struct str){ text, n < 0 ? 0 : (size_t)n < most ? (size_t)n : most });
}

/* At most so many bytes, never in the middle of a letter. */
static struct str at_most(struct str s, size_t n)
{
	if (s.n <= n)
		return s;
	while (n && ((unsigned char)s.s[n] & 0xC0) == 0x80)
		n--;
	return (struct str){ s.s, n };
}

static void note(struct desk *d, const struct desk_trace *t, const struct seal_key *key)
{
	struct audit_entry_add_in in = {
		.audit_id = { id_new() },
		.noted_at = d->now,
		.account_id = d->who.account_id,
		.session_id = d->who.session_id,
		.role = str_of(account_role_word(d->who.role ? d->who.role : ROLE_NOBODY)),
		.act = t->act,
		.kind = t->kind,
		.subject_n = t->subject_id,
		.purpose = at_most(t->purpose, 400),
	};
	in.mac = entry_mac(d->arena, key, &in);
	audit_entry_add(d, &in);
}

void audit_note(struct desk *d, const char *act, const char *kind, int64_t subject_id, struct str purpose)
{
	struct desk_trace t = { .act = str_of(act), .kind = str_of(kind), .subject_id = subject_id, .purpose = purpose };
	struct seal_key key = audit_key(d);
	CHECK(d->turn && d->turn->is_writer);
	note(d, &t, &key);
}

void audit_write_traces(struct desk *d, const struct desk_trace *first)
{
	struct seal_key key = audit_key(d);
	CHECK(d->turn && d->turn->is_writer);
	for (const struct desk_trace *t = first; t; t = t->next)
		note(d, t, &key);
}

/* ---- sealing ---- */

static struct str link_mac(struct arena *a, const struct seal_key *key, struct str before, struct str mac)
{
	return seal_mac(a, key, arena_fmt(a, "link %.*s %.*s", STR_ARG(before), STR_ARG(mac)));
}

static struct str head_mac(struct arena *a, const struct seal_key *key, const struct audit_head_now_row *h)
{
	return seal_mac(a, key, arena_fmt(a, "head %lld %lld %.*s", (long long)h->sealed_n, (long long)h->sealed_at.ms, STR_ARG(h->chain)));
}

int64_t audit_seal(struct desk *d)
{
	struct audit_unsealed_row *row = NULL;
	struct audit_head_now_row head = { .chain = STR("") };
	size_t n = audit_unsealed(d, SEAL_MOST, &row);
	if (!n)
		return 0;
	struct seal_key key = audit_key(d);
	audit_head_now(d, &head);
	for (size_t i = 0; i < n; i++) {
		head.chain = link_mac(d->arena, &key, head.chain, row[i].mac);
		audit_entry_seal(d, ++head.sealed_n, head.chain, row[i].audit_id);
	}
	head.sealed_at = d->now;
	audit_head_put(d, head.sealed_n, head.chain, head.sealed_at, head_mac(d->arena, &key, &head));
	return desk_is_faulted(d) ? 0 : (int64_t)n;
}

/* ---- verifying ---- */

struct walk {
	struct desk *d;
	struct arena *kept;                             /* for what is told; the desk's own is emptied page by page */
	struct seal_key key;
	struct audit_verdict *v;
	struct audit_head_now_row head;
	int64_t link_n;                                 /* the last link that held */
	char chain[65];
};

static bool broken(struct walk *w, int64_t at, const char *what)
{
	w->v->holds = false;
	w->v->broken_at = at;
	w->v->why = arena_fmt(w->kept, "link %lld %s", (long long)at, what);
	return false;
}

static bool entry_holds(struct walk *w, const struct audit_sealed_row *r)
{
	struct audit_entry_add_in in = { .audit_id = r->audit_id, .noted_at = r->noted_at, .account_id = r->account_id,
		.session_id = r->session_id, .role = r->role, .act = r->act, .kind = r->kind, .subject_n = r->subject_n, .purpose = r->purpose };
	return seal_same(entry_mac(w->d->arena, &w->key, &in), r->mac);
}

static bool link_holds(struct walk *w, const struct audit_sealed_row *r)
{
	int64_t at = w->link_n + 1;
	if (r->seal_n > at)
		return broken(w, at, "is missing");
	if (r->seal_n < at)
		return broken(w, r->seal_n, "is there twice");
	if (at > w->head.sealed_n)
		return broken(w, at, "lies beyond the head of the chain");
	if (!entry_holds(w, r))
		return broken(w, at, "was changed after it was written");
	struct str chain = link_mac(w->d->arena, &w->key, str_of(w->chain), r->mac);
	if (!seal_same(chain, r->chain))
		return broken(w, at, "does not follow from the one before it");
	snprintf(w->chain, sizeof w->chain, "%.*s", STR_ARG(chain));
	w->link_n = at;
	return true;
}

static bool head_holds(struct walk *w)
{
	struct audit_head_now_row h = { 0 };
	if (!audit_head_now(w->d, &h))
		return true;
	w->head = h;
	w->head.chain = arena_str(w->kept, h.chain);
	if (seal_same(head_mac(w->d->arena, &w->key, &h), h.mac))
		return true;
	return broken(w, h.sealed_n, "is the end of the chain, and the head that says so was changed");
}

/* Rows come page by page, so that the memory stays flat however long the record is. */
static bool links_hold(struct walk *w)
{
	struct audit_sealed_row last = { .seal_n = INT64_MIN };
	size_t n;
	do {
		struct audit_sealed_row *row = NULL;
		arena_reset(w->d->arena);
		n = audit_sealed(w->d, last.seal_n, last.audit_id, VERIFY_PAGE, &row);
		for (size_t i = 0; i < n; i++)
			if (!link_holds(w, &row[i]))
				return false;
		if (n)
			last = row[n - 1];
		w->v->sealed_n += (int64_t)n;
	} while (n == VERIFY_PAGE);
	if (w->link_n < w->head.sealed_n)
		return broken(w, w->link_n + 1, "and all after it are missing at the end of the chain");
	return !w->link_n || seal_same(str_of(w->chain), w->head.chain) || broken(w, w->link_n, "is not the end that the head names");
}

static bool tail_holds(struct walk *w)
{
	struct audit_id last = { INT64_MIN };            /* an absent id is NULL, which nothing is greater than */
	size_t n;
	do {
		struct audit_sealed_row *row = NULL;
		arena_reset(w->d->arena);
		n = audit_tail(w->d, last, VERIFY_PAGE, &row);
		for (size_t i = 0; i < n; i++, w->v->tail_n++)
			if (!entry_holds(w, &row[i]))
				return broken(w, w->link_n + w->v->tail_n + 1, "(not sealed yet) was changed after it was written");
		if (n)
			last = row[n - 1].audit_id;
	} while (n == VERIFY_PAGE);
	return true;
}

void audit_verify(struct desk *d, struct audit_verdict *ret)
{
	struct arena *kept = d->arena, *turn_arena = d->turn->arena, *page = arena_new((size_t)16 << 20);
	struct walk w = { .d = d, .kept = kept, .key = audit_key(d), .v = ret };
	*ret = (struct audit_verdict){ .holds = true };
	d->arena = d->turn->arena = page;
	if (head_holds(&w) && links_hold(&w))
		tail_holds(&w);
	d->arena = kept;
	d->turn->arena = turn_arena;
	arena_free(page);
	ret->row_n = ret->sealed_n + ret->tail_n;
	if (desk_is_faulted(d))
		*ret = (struct audit_verdict){ .why = STR("the record could not be read") };
}

/* ---- looking ---- */

size_t audit_looks(struct desk *d, const char *kind, int64_t subject_id, int64_t limit_n, struct audit_look **ret)
{
	struct audit_looks_at_row *row = NULL;
	size_t n = audit_looks_at(d, str_of(kind), subject_id, limit_n, &row);
	*ret = ARENA_ARRAY(d->arena, struct audit_look, n + 1);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = (struct audit_look){ row[i].noted_at, row[i].act, row[i].name, row[i].role, row[i].purpose, row[i].account_id };
	return n;
}
