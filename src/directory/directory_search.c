/* Finding: the question becomes one expression of words, synonyms and tags; what it finds is counted, put in order, and the page's part is shown. */
#include "directory/directory_card.h"
#include "base/fold.h"
#include "desk/tenant.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { OPEN_TAGS = 40 };

/* A question as the index is asked it. */
struct asked {
	const struct directory_query *q;
	struct directory_same same[SEARCH_WORDS_MOST];
	size_t same_n;
	int64_t weekday_n, minute_n;                    /* -1: any time, or settled by tags */
	struct str open_tags;                           /* absent: many hours are open then */
	struct str words, itself, tags;                 /* itself: without what means the same */
};

/* ---- the expression ---- */

/* Whoever has the longer word has the shorter one too: 病児保育 need not be sought beside 病児. */
static bool is_covered(const struct directory_same *same, size_t k)
{
	for (size_t i = 0; i < same->n; i++)
		if (i != k && same->word[i].n < same->word[k].n && memmem(same->word[k].s, same->word[k].n, same->word[i].s, same->word[i].n))
			return true;
	return false;
}

static void put_same(struct out *o, const struct directory_same *same, bool is_itself)
{
	bool is_first = true;
	for (size_t k = 0; k < (is_itself ? 1 : same->n); k++) {
		if (!is_itself && is_covered(same, k))
			continue;
		out_z(o, is_first ? "" : " OR ");
		fold_phrase(o, same->word[k]);
		is_first = false;
	}
}

static struct str words_expression(struct desk *d, const struct asked *a, bool is_itself)
{
	struct out o = { .arena = d->arena };
	for (size_t i = 0; i < a->same_n; i++) {
		out_z(&o, i ? " AND (" : "(");
		put_same(&o, &a->same[i], is_itself);
		out_z(&o, ")");
	}
	return out_done(&o);
}

static void put_tag(struct out *o, const char *sign, struct str word)
{
	if (word.n)
		out_fmt(o, "%s\"%s%.*s\"", o->n ? " AND " : "", sign, STR_ARG(word));
}

static struct str tags_expression(struct desk *d, const struct asked *a)
{
	const struct directory_query *q = a->q;
	struct out o = { .arena = d->arena };
	struct str rest = q->amenities, one;
	put_tag(&o, "=k", q->kind);
	put_tag(&o, "=t", q->type);
	put_tag(&o, "=n", q->need);
	while (str_cut(&rest, ',', &one))
		put_tag(&o, "=m", one);
	if (q->area_id.v)
		put_tag(&o, "=a", id_text(d->arena, q->area_id.v));
	if (q->is_free)
		out_fmt(&o, "%s\"=f\"", o.n ? " AND " : "");
	if (q->age_n >= 0)
		out_fmt(&o, "%s(\"=y%d\" OR \"=y\")", o.n ? " AND " : "", (int)(q->age_n / 12 > CARD_YEAR_LAST ? CARD_YEAR_LAST : q->age_n / 12));
	if (a->open_tags.n)
		out_fmt(&o, "%s(%.*s)", o.n ? " AND " : "", STR_ARG(a->open_tags));
	return out_done(&o);
}

/* Tags stand first, for the index walks words only from one tagged entry to the next. */
static struct str expression(struct desk *d, const struct asked *a, bool is_name, struct str more)
{
	struct out o = { .arena = d->arena };
	if (is_name && a->words.n)
		out_fmt(&o, "name_words : (%.*s)", STR_ARG(a->itself));
	if (a->tags.n)
		out_fmt(&o, "%s%.*s", o.n ? " AND " : "", STR_ARG(a->tags));
	if (!is_name && a->words.n)
		out_fmt(&o, "%s(%.*s)", o.n ? " AND " : "", STR_ARG(a->words));
	if (more.n)
		out_fmt(&o, "%s(%.*s)", o.n ? " AND " : "", STR_ARG(more));
	return o.n ? out_done(&o) : STR("\"=all\"");
}

/* When few rules are open (at night), their tags find what keeps them; when many are, each found entry is asked. */
static void ask_open(struct desk *d, struct asked *a)
{
	a->weekday_n = a->minute_n = -1;
	if (!a->q->open_at.ms)
		return;
	struct directory_search_open_at_row *row;
	struct out o = { .arena = d->arena };
	a->weekday_n = day_weekday(day_of(a->q->open_at));
	a->minute_n = day_minute(a->q->open_at);
	size_t n = directory_search_open_at(d, a->weekday_n, a->minute_n, OPEN_TAGS + 1, &row);
	if (n > OPEN_TAGS)
		return;
	for (size_t i = 0; i < n; i++)
		out_fmt(&o, "%s\"=h%lld\"", i ? " OR " : "", (long long)row[i].hours_n);
	a->open_tags = n ? out_done(&o) : STR("\"=never\"");
	a->weekday_n = -1;
}

static struct asked ask(struct desk *d, const struct directory_query *q, const struct str *word, size_t word_n)
{
	struct asked a = { .q = q };
	a.same_n = word_n ? directory_synonyms(d, q, word, word_n, a.same) : 0;
	ask_open(d, &a);
	a.words = words_expression(d, &a, false);
	a.itself = words_expression(d, &a, true);
	a.tags = tags_expression(d, &a);
	return a;
}

/* ---- what is found ---- */

struct card { const struct directory_search_card_row *row; int64_t metres_n; bool is_named; };
struct cards { struct card *card; size_t n; bool is_more; };

static size_t cards_for(struct desk *d, const struct asked *a, struct str sought, struct directory_search_card_row **ret)
{
	return directory_search_cards(d, &(struct directory_search_cards_in){ .sought = sought, .age_n = a->q->age_n, .weekday_n = a->weekday_n,
		.minute_n = a->minute_n, .limit_n = DIRECTORY_COUNT_MOST + 1 }, ret);
}

static int64_t metres_between(const struct directory_query *q, int64_t lat_n, int64_t lon_n)
{
	if ((!q->lat_n && !q->lon_n) || (!lat_n && !lon_n))
		return -1;
	double north = (double)(lat_n - q->lat_n) * 0.111195, east = (double)(lon_n - q->lon_n) * 0.111195 * cos((double)q->lat_n * 1.7453292519943e-8);
	return (int64_t)sqrt(north * north + east * east);
}

static bool is_near(const struct directory_query *q)
{
	return q->lat_n || q->lon_n;
}

static struct cards cards_of(struct desk *d, const struct asked *a, const struct directory_search_card_row *row, size_t n)
{
	struct cards c = { .card = ARENA_ARRAY(d->arena, struct card, n + 1), .n = n > DIRECTORY_COUNT_MOST ? DIRECTORY_COUNT_MOST : n,
		.is_more = n > DIRECTORY_COUNT_MOST };
	for (size_t i = 0; i < c.n; i++)
		c.card[i] = (struct card){ &row[i], metres_between(a->q, row[i].lat_n, row[i].lon_n), false };
	return c;
}

/* ---- the order ---- */

static int by_place(const void *x, const void *y)
{
	const struct card *a = x, *b = y;
	bool is_a = a->metres_n >= 0, is_b = b->metres_n >= 0;
	if (is_a != is_b)
		return is_a ? -1 : 1;
	if (a->metres_n != b->metres_n)
		return a->metres_n < b->metres_n ? -1 : 1;
	return a->row->slot_n < b->row->slot_n ? -1 : 1;
}

static int by_fit(const void *x, const void *y)
{
	const struct card *a = x, *b = y;
	if (a->is_named != b->is_named)
		return a->is_named ? -1 : 1;
	int64_t known_a = card_known(a->row->facets_n), known_b = card_known(b->row->facets_n);
	if (known_a != known_b)
		return known_a > known_b ? -1 : 1;
	return a->row->slot_n < b->row->slot_n ? -1 : 1;
}

static bool is_named(const struct asked *a, struct str name_words)
{
	for (size_t i = 0; i < a->same_n; i++)
		if (!memmem(name_words.s, name_words.n, a->same[i].word[0].s, a->same[i].word[0].n))
			return false;
	return a->same_n > 0;
}

/* Among more than can be put in order: those whose name says it. */
static struct cards named_first(struct desk *d, const struct asked *a, const struct cards *all)
{
	struct directory_search_card_row *named;
	size_t n = cards_for(d, a, expression(d, a, true, STR_NONE), &named);
	struct cards first = cards_of(d, a, named, n);
	struct cards c = { .card = ARENA_ARRAY(d->arena, struct card, first.n + all->n + 1), .is_more = true };
	for (size_t i = 0; i < first.n; i++) {
		c.card[c.n] = first.card[i];
		c.card[c.n++].is_named = true;
	}
	for (size_t i = 0; i < all->n; i++)
		if (!all->card[i].is_named)
			c.card[c.n++] = all->card[i];
	return c;
}

/* Among more than can be measured: squares around the place, from small to large, until one holds enough. Within the side of a small square nothing
 * is nearer than what lies in the nine around the place. */
static struct cards nearest(struct desk *d, const struct asked *a, const struct cards *all)
{
	for (int size = 0; size < CELL_SIZES; size++) {
		struct out o = { .arena = d->arena };
		for (int i = 0; i < 9; i++) {
			out_z(&o, i ? " OR \"" : "\"");
			directory_cell_put(&o, a->q->lat_n, a->q->lon_n, (struct cell){ size, i % 3 - 1, i / 3 - 1 });
			out_z(&o, "\"");
		}
		struct directory_search_card_row *row;
		size_t n = cards_for(d, a, expression(d, a, false, out_done(&o)), &row);
		struct cards c = cards_of(d, a, row, n);
		int64_t side = directory_cell_sizes[size] * 3 / 40, inside_n = 0;
		for (size_t i = 0; i < c.n; i++)
			inside_n += c.card[i].metres_n >= 0 && c.card[i].metres_n <= side;
		if (inside_n >= a->q->from_n + a->q->limit_n || c.is_more)
			return c;
	}
	return *all;
}

static struct cards in_order(struct desk *d, const struct asked *a, const struct cards *all)
{
	struct cards c = *all;
	if (is_near(a->q)) {
		if (c.is_more)
			c = nearest(d, a, all);
	} else if (a->words.n) {
		for (size_t i = 0; i < c.n; i++)
			c.card[i].is_named = is_named(a, c.card[i].row->name_words);
		if (c.is_more)
			c = named_first(d, a, &c);
	}
	qsort(c.card, c.n, sizeof *c.card, is_near(a->q) ? by_place : by_fit);
	return c;
}

/* ---- facets ---- */

enum { AREAS_MOST = 300 };
struct counts { int64_t type[256], need[8], amenity[24], area[AREAS_MOST]; };

static void count_bits(int64_t *n, int64_t bits)
{
	for (; bits; bits &= bits - 1)
		n[__builtin_ctzll((unsigned long long)bits)]++;
}

static void count(struct counts *n, const struct tenant *t, const struct cards *c)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct directory_search_card_row *r = c->card[i].row;
		n->type[card_type(r->facets_n)]++;
		count_bits(n->need, card_needs(r->facets_n));
		count_bits(n->amenity, card_amenities(r->facets_n));
		for (size_t k = 0; r->area_id.v && k < t->area_n && k < AREAS_MOST; k++)
			if (t->area[k].area_id.v == r->area_id.v) {
				n->area[k]++;
				break;
			}
	}
}

static struct directory_facet *facets_of(struct desk *d, const int64_t *n, const struct str *word, size_t word_n, size_t *ret_n)
{
	struct directory_facet *f = ARENA_ARRAY(d->arena, struct directory_facet, word_n + 1);
	*ret_n = 0;
	for (size_t i = 0; i < word_n; i++)
		if (n[i])
			f[(*ret_n)++] = (struct directory_facet){ word[i], n[i] };
	return f;
}

static struct directory_facet *facets_in(struct desk *d, const int64_t *n, const char *const *words, size_t *ret_n)
{
	struct str word[24];
	size_t word_n = 0;
	for (; words[word_n]; word_n++)
		word[word_n] = str_of(words[word_n]);
	return facets_of(d, n, word, word_n, ret_n);
}

static void facets(struct desk *d, const struct cards *c, struct directory_found *ret)
{
	struct counts *n = ARENA_NEW(d->arena, struct counts);
	const struct tenant *t = d->tenant;
	size_t area_n = t->area_n < AREAS_MOST ? t->area_n : AREAS_MOST;
	struct str *type = ARENA_ARRAY(d->arena, struct str, directory_type_n), *area = ARENA_ARRAY(d->arena, struct str, area_n + 1);
	count(n, t, c);
	for (size_t i = 0; i < directory_type_n; i++)
		type[i] = str_of(directory_types[i].word);
	for (size_t i = 0; i < area_n; i++)
		if (n->area[i])
			area[i] = id_text(d->arena, t->area[i].area_id.v);
	ret->type = facets_of(d, n->type, type, directory_type_n, &ret->type_n);
	ret->need = facets_in(d, n->need, directory_needs, &ret->need_n);
	ret->amenity = facets_in(d, n->amenity, directory_amenities, &ret->amenity_n);
	ret->area = facets_of(d, n->area, area, area_n, &ret->area_n);
}

/* ---- what is shown ---- */

static struct directory_hit hit_of(struct desk *d, const struct asked *a, const struct card *c)
{
	struct directory_search_shown_row r = { 0 };
	struct str word[SEARCH_WORDS_MOST * DIRECTORY_SAME_MOST];
	size_t word_n = 0;
	for (size_t i = 0; i < a->same_n; i++)
		for (size_t k = 0; k < a->same[i].n; k++)
			word[word_n++] = a->same[i].word[k];
	if (!directory_search_shown(d, c->row->slot_n, &r))
		return (struct directory_hit){ .metres_n = -1 };
	return (struct directory_hit){ .entry_id = r.entry_id, .area_id = r.area_id, .kind = r.kind, .type = r.type, .name = r.name, .kana = r.kana,
		.summary = r.summary, .address = r.address, .phone = r.phone, .hours_rule = r.hours_rule, .fee_kind = r.fee_kind, .ages = r.ages,
		.age_from_n = r.age_from_n, .age_to_n = r.age_to_n, .lat_n = r.lat_n, .lon_n = r.lon_n, .metres_n = c->metres_n,
		.verified_on = r.verified_on, .name_marked = word_n ? fold_mark(d->arena, r.name, word, word_n) : r.name,
		.summary_marked = word_n ? fold_mark(d->arena, r.summary, word, word_n) : r.summary };
}

static struct directory_hit *hits_of(struct desk *d, const struct asked *a, const struct cards *c, size_t *ret_n)
{
	int64_t from = a->q->from_n < 0 ? 0 : a->q->from_n, most = a->q->limit_n < 1 ? DIRECTORY_PAGE : a->q->limit_n > 100 ? 100 : a->q->limit_n;
	struct directory_hit *hit = ARENA_ARRAY(d->arena, struct directory_hit, most + 1);
	*ret_n = 0;
	for (int64_t i = from; i < (int64_t)c->n && i < from + most; i++)
		hit[(*ret_n)++] = hit_of(d, a, &c->card[i]);
	return hit;
}

/* ---- the whole ---- */

void directory_search_answer(struct desk *d, const struct directory_query *q, const struct str *word, size_t word_n, struct directory_found *ret)
{
	struct asked a = ask(d, q, word, word_n);
	struct directory_search_card_row *row;
	size_t n = cards_for(d, &a, expression(d, &a, false, STR_NONE), &row);
	struct cards all = cards_of(d, &a, row, n);
	ret->total_n = (int64_t)all.n;
	ret->is_more = all.is_more;
	facets(d, &all, ret);
	struct cards c = in_order(d, &a, &all);
	ret->hit = hits_of(d, &a, &c, &ret->hit_n);
}

void directory_search(struct desk *d, const struct directory_query *q, struct directory_found *ret)
{
	struct str word[SEARCH_WORDS_MOST];
	size_t word_n = fold_words(d->arena, q->words, SEARCH_WORDS_MOST, word);
	*ret = (struct directory_found){ 0 };
	directory_search_answer(d, q, word, word_n, ret);
	if (!ret->total_n && word_n)
		directory_search_loosely(d, q, ret);
	if (!ret->total_n)
		directory_search_instead(d, q, ret);
}
