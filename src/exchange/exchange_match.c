/* What a row is about: known by its source's key, else by its name together with its telephone, address or place. In memory, within one read turn. */
#include "base/nfkc.h"
#include "desk/tenant.h"
#include "directory/directory_given.h"
#include "directory/directory_outline.h"
#include "directory/directory_words.h"
#include "exchange/exchange.h"
#include <string.h>

enum { NEAR = 2000 };                                   /* about 200 m in millionths of a degree */

/* One thing that is known already: a row of a source, or an entry by its name. */
struct known {
	struct str word, hash, phone, address;
	struct entry_id entry_id;
	int64_t lat_n, lon_n;
	bool is_ours, is_seen;
	uint32_t next;
};
struct known_list { struct known *known; size_t n, cap; uint32_t *slot; size_t mask; };

struct matching { struct desk *d; struct exchange_job *job; struct arena *arena, *page; struct known_list key, name; struct str town; };

static uint64_t hash_of(struct str s)
{
	uint64_t h = 1469598103934665603u;
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.s[i]) * 1099511628211u;
	return h ^ h >> 31;
}

static void slots_grow(struct arena *a, struct known_list *l)
{
	size_t cap = l->mask ? (l->mask + 1) * 4 : 1024;
	l->slot = ARENA_ARRAY(a, uint32_t, cap);
	l->mask = cap - 1;
	for (size_t i = 0; i < l->n; i++) {
		size_t at = hash_of(l->known[i].word) & l->mask;
		l->known[i].next = l->slot[at];
		l->slot[at] = (uint32_t)i + 1;
	}
}

static void known_add(struct arena *a, struct known_list *l, const struct known *x)
{
	if (l->n == l->cap) {
		size_t cap = l->cap ? l->cap * 2 : 512;
		struct known *more = ARENA_ARRAY(a, struct known, cap);
		if (l->n)
			memcpy(more, l->known, l->n * sizeof *more);
		l->known = more;
		l->cap = cap;
	}
	l->known[l->n++] = *x;
	if (l->n > l->mask) {
		slots_grow(a, l);
		return;
	}
	size_t at = hash_of(x->word) & l->mask;
	l->known[l->n - 1].next = l->slot[at];
	l->slot[at] = (uint32_t)l->n;
}

/* The first of this word behind `after`; NULL: none. */
static struct known *known_next(struct known_list *l, struct str word, const struct known *after)
{
	uint32_t i = after ? after->next : l->slot ? l->slot[hash_of(word) & l->mask] : 0;
	while (i && !str_eq(l->known[i - 1].word, word))
		i = l->known[i - 1].next;
	return i ? &l->known[i - 1] : NULL;
}

/* ---- loading ---- */

static void keys_load(struct matching *m)
{
	struct directory_known after = { 0 }, *row;
	struct arena *own = m->d->arena;
	size_t n;
	m->d->arena = m->page;
	m->d->turn->arena = m->page;
	while ((n = directory_known_after(m->d, &after, &row)) > 0) {
		for (size_t i = 0; i < n; i++)
			known_add(m->arena, &m->key, &(struct known){ .word = arena_str(m->arena, row[i].source_key), .hash = arena_str(m->arena, row[i].hash),
				.entry_id = row[i].entry_id, .is_ours = str_eq(row[i].source, m->job->source) });
		after = (struct directory_known){ .source = arena_str(m->arena, row[n - 1].source), .source_key = arena_str(m->arena, row[n - 1].source_key) };
		arena_reset(m->page);
	}
	m->d->arena = own;
	m->d->turn->arena = own;
}

/* Names are compared without the town in front: 横浜市馬場保育園 is 馬場保育園. */
static struct str name_word(struct matching *m, struct arena *a, struct str name)
{
	struct str s = exchange_fold(a, name);
	return m->town.n && s.n > m->town.n + 6 && memcmp(s.s, m->town.s, m->town.n) == 0 ? (struct str){ s.s + m->town.n, s.n - m->town.n } : s;
}

static struct str phone_word(struct arena *a, struct str phone)
{
	struct str link = directory_phone_link(a, phone);
	char *to = arena_get(a, link.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < link.n; i++)
		if (link.s[i] != '-')
			to[n++] = link.s[i];
	return (struct str){ n ? to : NULL, n };
}

static void names_load(struct matching *m)
{
	struct entry_id after = { 0 };
	struct directory_named *row;
	struct arena *own = m->d->arena;
	size_t n;
	m->d->arena = m->page;
	m->d->turn->arena = m->page;
	while ((n = directory_named_after(m->d, after, &row)) > 0) {
		for (size_t i = 0; i < n; i++)
			known_add(m->arena, &m->name, &(struct known){ .word = arena_str(m->arena, name_word(m, m->page, row[i].name)), .entry_id = row[i].entry_id,
				.phone = arena_str(m->arena, phone_word(m->page, row[i].phone)), .address = arena_str(m->arena, exchange_fold(m->page, row[i].address)),
				.lat_n = row[i].lat_n, .lon_n = row[i].lon_n });
		after = row[n - 1].entry_id;
		arena_reset(m->page);
	}
	m->d->arena = own;
	m->d->turn->arena = own;
}

/* ---- finding ---- */

static bool is_near(int64_t a, int64_t b)
{
	return a - b < NEAR && b - a < NEAR;
}

/* The same name is the same thing when telephone, address or place agree; when one side knows none of them, the name is all there is to go by. */
static bool is_same(const struct known *x, struct str phone, struct str address, const struct exchange_item *item)
{
	bool has_place = x->lat_n && item->lat_n;
	if (x->phone.n && str_eq(x->phone, phone))
		return true;
	if (x->address.n && address.n && (str_ends(x->address, address.s) || str_ends(address, x->address.s)))
		return true;
	if (has_place && is_near(x->lat_n, item->lat_n) && is_near(x->lon_n, item->lon_n))
		return true;
	return (!x->phone.n && !x->address.n && !x->lat_n) || (!phone.n && !address.n && !item->lat_n);
}

static struct known *by_name(struct matching *m, const struct exchange_item *item)
{
	struct str word = name_word(m, m->page, item->name), phone = phone_word(m->page, item->phone), address = exchange_fold(m->page, item->address);
	for (struct known *x = known_next(&m->name, word, NULL); x; x = known_next(&m->name, word, x))
		if (!x->is_seen && is_same(x, phone, address, item))
			return x;
	return NULL;
}

/* A number in a list may have moved on to another facility since, and two cities count from 1001: the same number is the same thing only when its
 * name, address or telephone is still what it was. */
static bool is_still(struct matching *m, const struct exchange_item *item)
{
	struct directory_given last = { 0 };
	struct arena *a = m->d->arena;
	if (str_starts(item->key, "name:") || !directory_given_last(m->d, m->job->source, item->key, &last))
		return true;
	struct str phone = phone_word(a, item->phone);
	return str_eq(name_word(m, a, last.fact[FACT_NAME]), name_word(m, a, item->name))
		|| (item->address.n && str_eq(exchange_fold(a, last.fact[FACT_ADDRESS]), exchange_fold(a, item->address)))
		|| (phone.n && str_eq(phone_word(a, last.fact[FACT_PHONE]), phone));
}

/* A facility's figures may come from another source than the facility: its id, or its name, tells. */
static struct known *by_key(struct matching *m, const struct exchange_item *item)
{
	bool is_any = str_is(m->job->kind, "vacancy") && str_starts(item->key, "id:");
	for (struct known *x = known_next(&m->key, item->key, NULL); x; x = known_next(&m->key, item->key, x))
		if (x->is_ours || is_any)
			return x;
	return NULL;
}

static void seen(struct matching *m, struct str name, struct entry_id entry_id)
{
	struct str word = name_word(m, m->page, name);
	for (struct known *x = known_next(&m->name, word, NULL); x; x = known_next(&m->name, word, x))
		if (x->entry_id.v == entry_id.v)
			x->is_seen = true;
}

static void keys_match(struct matching *m)
{
	struct exchange_job *job = m->job;
	for (size_t i = 0; i < job->item_n; i++) {
		struct exchange_item *x = &job->item[i];
		if (x->end == EXCHANGE_REJECTED || x->same_as_line_n)
			continue;
		struct known *known = by_key(m, x);
		if (!known) {
			x->end = EXCHANGE_ADDED;
			continue;
		}
		bool is_equal = str_eq(known->hash, seal_hash(m->page, x->given));
		if (!is_equal && !is_still(m, x)) {
			x->end = EXCHANGE_ADDED;
			continue;
		}
		x->entry_id = known->entry_id;
		x->end = is_equal || str_is(job->kind, "vacancy") ? EXCHANGE_UNCHANGED : EXCHANGE_CHANGED;
		known->is_seen = true;
		seen(m, x->name, known->entry_id);
		arena_reset(m->page);
	}
}

static void names_match(struct matching *m)
{
	struct exchange_job *job = m->job;
	for (size_t i = 0; i < job->item_n && !job->is_event; i++) {
		struct exchange_item *x = &job->item[i];
		if (x->end != EXCHANGE_ADDED || x->same_as_line_n)
			continue;
		struct known *known = by_name(m, x);
		if (known) {
			x->entry_id = known->entry_id;
			x->end = EXCHANGE_CHANGED;
			known->is_seen = !str_is(job->kind, "vacancy");
		}
		arena_reset(m->page);
	}
}

/* Rows of our source that the file no longer has; but not those whose entry came again under another key. */
static void gone_find(struct matching *m)
{
	struct exchange_job *job = m->job;
	struct known_list back = { 0 };
	for (size_t i = 0; i < job->item_n; i++)
		if (job->item[i].entry_id.v)
			known_add(m->arena, &back, &(struct known){ .word = { (const char *)&job->item[i].entry_id, sizeof job->item[i].entry_id } });
	job->gone = ARENA_ARRAY(job->arena, struct exchange_item, m->key.n + 1);
	for (size_t i = 0; i < m->key.n; i++) {
		struct known *x = &m->key.known[i];
		if (x->is_ours && !x->is_seen && !known_next(&back, (struct str){ (const char *)&x->entry_id, sizeof x->entry_id }, NULL))
			job->gone[job->gone_n++] = (struct exchange_item){ .key = arena_str(job->arena, x->word), .entry_id = x->entry_id };
	}
}

static void areas_find(struct matching *m)
{
	struct directory_outline *outline;
	size_t n = directory_outlines(m->d, &outline);
	for (size_t i = 0; i < m->job->item_n && m->d->tenant->area_n; i++) {
		struct exchange_item *x = &m->job->item[i];
		struct desk here = *m->d;
		here.arena = m->page;
		if (x->end == EXCHANGE_REJECTED || x->end == EXCHANGE_UNCHANGED || x->same_as_line_n)
			continue;
		x->area_id = directory_area_of(&here, outline, n, &(struct directory_whence){ .lat_n = x->lat_n, .lon_n = x->lon_n,
			.words = { x->district, x->address, x->city, x->name } });
		arena_reset(m->page);
	}
}

static void count(struct exchange_job *job)
{
	int64_t *to[] = { &job->added_n, &job->changed_n, &job->unchanged_n, &job->rejected_n };
	for (int i = 0; i < 4; i++)
		*to[i] = 0;
	for (size_t i = 0; i < job->item_n; i++) {
		struct exchange_item *x = &job->item[i];
		if (x->same_as_line_n && x->end != EXCHANGE_REJECTED)
			x->end = EXCHANGE_UNCHANGED;
		++*to[x->end];
	}
}

void exchange_match(struct desk *d, struct exchange_job *job)
{
	struct matching m = { .d = d, .job = job, .arena = arena_new((size_t)512 << 20), .page = arena_new((size_t)64 << 20) };
	m.town = exchange_fold(m.arena, d->tenant->town);
	if (str_is(job->kind, "outline")) {
		exchange_outline_match(d, job);
	} else {
		keys_load(&m);
		names_load(&m);
		keys_match(&m);
		names_match(&m);
		if (str_is(job->kind, "vacancy"))
			exchange_figures_match(d, job);
		else
			gone_find(&m);
		areas_find(&m);
	}
	count(job);
	arena_free(m.page);
	arena_free(m.arena);
}
