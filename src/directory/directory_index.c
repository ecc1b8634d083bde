/* What is live goes into the search in the transaction that wrote it: a card to compare and count, a term to seek in and to show. */
#include "directory/directory_card.h"
#include "directory/directory_search_words.h"
#include "base/fold.h"
#include "base/hours.h"
#include "base/reading.h"

enum { WORDS_MOST = 24000, READ_MOST = 600, SHOWN_MOST = 240, PARTS_FINE = 4 };

/* ---- the card ---- */

const int64_t directory_cell_sizes[CELL_SIZES] = { 5000, 20000, 100000, 500000 };

static int64_t bits_of(struct str list, const char *const *words)
{
	int64_t bits = 0;
	for (int i = 0; words[i]; i++)
		if (directory_list_has(list, words[i]))
			bits |= (int64_t)1 << i;
	return bits;
}

/* Whoever tells more stands before those who tell little: telephone, hours, a summary, a place, a check by a person. */
static int64_t known_of(const struct directory_entry *e)
{
	return (e->fact[FACT_PHONE].n > 0) + (e->hours_rule.n > 0 || e->fact[FACT_HOURS].n > 0) + (e->fact[FACT_SUMMARY].n > 0)
		+ ((e->lat_n || e->lon_n) || e->fact[FACT_ADDRESS].n > 0) + 2 * !day_is_none(e->verified_on);
}

int64_t directory_card_facets(const struct directory_entry *e)
{
	const struct directory_type *type = directory_type_of(e->type);
	int64_t at = type ? type - directory_types : (int64_t)directory_type_n - 1;
	return at | bits_of(e->needs, directory_needs) << CARD_NEEDS | bits_of(e->amenities, directory_amenities) << CARD_AMENITIES
		| (int64_t)str_is(e->fee_kind, "free") << CARD_FREE | known_of(e) << CARD_KNOWN;
}

int64_t directory_hours_n(struct str rule)
{
	uint64_t h = 0xcbf29ce484222325u;
	for (size_t i = 0; i < rule.n; i++)
		h = (h ^ (unsigned char)rule.s[i]) * 0x100000001b3u;
	return rule.n ? (int64_t)(h >> 17 | 1) : 0;
}

/* ---- tags ---- */

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

void directory_cell_put(struct out *o, int64_t lat_n, int64_t lon_n, struct cell cell)
{
	int64_t size = directory_cell_sizes[cell.size];
	out_fmt(o, "=g%d.%lld.%lld", cell.size, (long long)(floor_div(lat_n, size) + cell.north), (long long)(floor_div(lon_n, size) + cell.east));
}

static void put_list(struct out *o, const char *sign, struct str list)
{
	struct str one;
	while (str_cut(&list, ',', &one))
		if (one.n)
			out_fmt(o, " %s%.*s", sign, STR_ARG(one));
}

static void put_years(struct out *o, int64_t from, int64_t to)
{
	if (from < 0 && to < 0) {
		out_z(o, " =y");
		return;
	}
	int64_t last = to < 0 || to / 12 > CARD_YEAR_LAST ? CARD_YEAR_LAST : to / 12;
	for (int64_t year = from < 0 ? 0 : from / 12; year <= last; year++)
		out_fmt(o, " =y%lld", (long long)year);
}

static struct str tags_of(struct desk *d, const struct directory_entry *e, int64_t hours_n)
{
	struct out o = { .arena = d->arena };
	out_fmt(&o, "=all =k%.*s =t%.*s", STR_ARG(e->kind), STR_ARG(e->type));
	put_list(&o, "=n", e->needs);
	put_list(&o, "=m", e->amenities);
	if (e->area_id.v)
		out_fmt(&o, " =a%s", id_text(d->arena, e->area_id.v).s);
	if (str_is(e->fee_kind, "free"))
		out_z(&o, " =f");
	put_years(&o, e->age_from_n, e->age_to_n);
	if (hours_n)
		out_fmt(&o, " =h%lld", (long long)hours_n);
	for (int i = 0; i < CELL_SIZES && (e->lat_n || e->lon_n); i++) {
		out_z(&o, " ");
		directory_cell_put(&o, e->lat_n, e->lon_n, (struct cell){ .size = i });
	}
	return out_done(&o);
}

/* ---- words ---- */

static void put_folded(struct desk *d, struct out *o, struct str s)
{
	struct str folded = fold_text(d->arena, s);
	if (folded.n && o->n + folded.n < WORDS_MOST)
		out_fmt(o, "%s%.*s", o->n ? "|" : "", STR_ARG(folded));
}

static void put_said(struct out *o, const char *words)
{
	if (words)
		out_fmt(o, "%s%s", o->n ? "|" : "", words);
}

/* At a letter, not inside one. */
static struct str shortened(struct str s, size_t most)
{
	if (s.n <= most)
		return s;
	while (most && ((unsigned char)s.s[most] & 0xc0) == 0x80)
		most--;
	return (struct str){ s.s, most };
}

static struct str words_of(struct desk *d, const struct directory_entry *e)
{
	static const enum directory_fact fact[] = { FACT_TYPE_WORDS, FACT_SUMMARY, FACT_TARGET, FACT_SUPPORT, FACT_CONDITIONS, FACT_MONEY, FACT_GOODS,
		FACT_HOW_TO_APPLY, FACT_COUNTER, FACT_BODY, FACT_DISTRICT, FACT_CITY, FACT_TOWN, FACT_ADDRESS, FACT_BUILDING, FACT_ACCESS, FACT_EQUIPMENT,
		FACT_LANGUAGES, FACT_HOURS_NOTE, FACT_EASY, FACT_DESCRIPTION, FACT_NOTE, FACT_PHONE, FACT_CODE };
	struct out o = { .arena = d->arena };
	struct str rest = e->amenities, one;
	put_said(&o, directory_search_type_words(e->type));
	while (str_cut(&rest, ',', &one))
		put_said(&o, directory_search_amenity_words(one));
	/* types that are known bring their kana with them */
	if (str_is(e->type, "other"))
		put_folded(d, &o, reading_of(d->arena, e->fact[FACT_TYPE_WORDS]));
	put_folded(d, &o, reading_of(d->arena, shortened(e->fact[FACT_SUMMARY], READ_MOST)));
	for (size_t i = 0; i < sizeof fact / sizeof *fact; i++)
		put_folded(d, &o, e->fact[fact[i]]);
	return out_done(&o);
}

static struct str name_words_of(struct desk *d, const struct directory_entry *e, struct str kana)
{
	struct out o = { .arena = d->arena };
	put_folded(d, &o, e->fact[FACT_NAME]);
	put_folded(d, &o, e->fact[FACT_NICKNAME]);
	put_folded(d, &o, kana);
	put_folded(d, &o, e->fact[FACT_NAME_EN]);
	return out_done(&o);
}

/* The street as written, or put together of its parts. */
static struct str address_of(struct desk *d, const struct directory_entry *e)
{
	if (e->fact[FACT_ADDRESS].n)
		return e->fact[FACT_ADDRESS];
	return arena_fmt(d->arena, "%.*s%.*s%.*s", STR_ARG(e->fact[FACT_CITY]), STR_ARG(e->fact[FACT_TOWN]), STR_ARG(e->fact[FACT_BLOCK]));
}

static struct str summary_of(const struct directory_entry *e)
{
	static const enum directory_fact fact[] = { FACT_SUMMARY, FACT_DESCRIPTION, FACT_SUPPORT, FACT_TARGET, FACT_NOTE };
	for (size_t i = 0; i < sizeof fact / sizeof *fact; i++)
		if (e->fact[fact[i]].n)
			return shortened(e->fact[fact[i]], SHOWN_MOST);
	return STR_NONE;
}

/* ---- into the search and out ---- */

static void hours_put(struct desk *d, struct str rule, int64_t hours_n)
{
	struct hours_span span[HOURS_SPANS];
	struct directory_search_open_known_row known;
	bool is_known = false;
	for (int day = 0; day < 7 && !is_known; day++) {
		size_t n = hours_on(rule, day, span);
		is_known = n && directory_search_open_known(d, hours_n, day, &known);
		for (size_t i = 0; i < n && !is_known; i++)
			directory_search_open_add(d, day, hours_n, span[i].from, span[i].to);
	}
}

static int64_t slot_for(struct desk *d, struct entry_id entry_id)
{
	struct directory_search_slot_of_row has;
	struct directory_search_slot_last_row last = { 0 };
	if (directory_search_slot_of(d, entry_id, &has))
		return has.slot_n;
	directory_search_slot_last(d, &last);
	return last.slot_n + 1;
}

void directory_index_drop(struct desk *d, struct entry_id entry_id)
{
	struct directory_search_slot_of_row has;
	if (!directory_search_slot_of(d, entry_id, &has))
		return;
	directory_search_term_drop(d, has.slot_n);
	directory_search_card_drop(d, has.slot_n);
}

void directory_index_put(struct desk *d, const struct directory_entry *e)
{
	if (!str_is(e->state, "live")) {
		directory_index_drop(d, e->entry_id);
		return;
	}
	int64_t slot_n = slot_for(d, e->entry_id), hours_n = directory_hours_n(e->hours_rule);
	struct str kana = e->fact[FACT_KANA].n ? e->fact[FACT_KANA] : reading_of(d->arena, e->fact[FACT_NAME]);
	struct str name_words = name_words_of(d, e, kana);
	if (hours_n)
		hours_put(d, e->hours_rule, hours_n);
	directory_search_card_put(d, &(struct directory_search_card_put_in){ .slot_n = slot_n, .entry_id = e->entry_id, .area_id = e->area_id,
		.facets_n = directory_card_facets(e), .age_from_n = e->age_from_n < 0 ? 0 : e->age_from_n,
		.age_to_n = e->age_to_n < 0 ? CARD_AGE_ALL : e->age_to_n, .lat_n = e->lat_n, .lon_n = e->lon_n, .hours_n = hours_n,
		.name_words = name_words, .coming_n = e->coming_n });
	directory_search_term_put(d, &(struct directory_search_term_put_in){ .slot_n = slot_n, .name_words = name_words,
		.words = words_of(d, e), .tags = tags_of(d, e, hours_n), .kana_words = fold_text(d->arena, kana), .summary = summary_of(e),
		.address = address_of(d, e), .phone = e->fact[FACT_PHONE], .ages = e->fact[FACT_AGES] });
}

bool directory_index_tidy(struct desk *d)
{
	struct directory_search_tidied_row r = { 0 };
	directory_search_tidy(d, d->now);
	return directory_search_tidied(d, &r) && r.left_n > PARTS_FINE;
}

void directory_index_anew(struct desk *d)
{
	directory_search_anew(d, d->now);
	directory_search_cards_clean(d);
	directory_search_terms_clean(d);
}

size_t directory_index_again(struct desk *d, struct entry_id *after, int64_t n)
{
	struct directory_entry *e;
	size_t found = directory_list_after(d, *after, n, &e);
	for (size_t i = 0; i < found; i++)
		directory_index_put(d, &e[i]);
	if (found)
		*after = e[found - 1].entry_id;
	return found;
}
