/* Which column is what: by its heading, the key of its JSON, and where neither says it, by what stands in it. */
#include "exchange/exchange_record.h"
#include "base/nfkc.h"
#include <string.h>

/* Nth 歳: the age 0-5 in a heading, or -1. */
static int age_in(struct str folded)
{
	const char *at = folded.n ? memmem(folded.s, folded.n, exchange_word_years, strlen(exchange_word_years)) : NULL;
	if (!at || at == folded.s || at[-1] < '0' || at[-1] > '5')
		return -1;
	return at - 1 > folded.s && at[-2] >= '0' && at[-2] <= '9' ? -1 : at[-1] - '0';
}

static bool has_one(struct str s, const char *const *list)
{
	for (size_t i = 0; list[i]; i++)
		if (str_has(s, list[i]))
			return true;
	return false;
}

/* 0歳児 空き: a column of figures for one age. */
static int figure_column(const struct exchange_words *w, struct str label)
{
	struct str folded = exchange_fold(w->arena, label);
	int age = age_in(folded);
	if (age < 0 || str_letters(folded) > 20)
		return TO_NOTHING;
	return has_one(folded, exchange_wait_words) ? TO_WAIT_0 + age : has_one(folded, exchange_enrolled_words) ? TO_ENROLLED_0 + age
		: has_one(folded, exchange_free_words) ? TO_FREE_0 + age : TO_NOTHING;
}

/* target.conditions, and then conditions alone. */
static int by_key(const struct exchange_words *w, struct str key, bool *ret_is_sure)
{
	int to = exchange_word(w, key, ret_is_sure);
	const char *dot = key.n ? memrchr(key.s, '.', key.n) : NULL;
	if ((to != TO_NOTHING && *ret_is_sure) || !dot)
		return to;
	return exchange_word(w, (struct str){ dot + 1, key.n - (size_t)(dot + 1 - key.s) }, ret_is_sure);
}

static int column_to(const struct exchange_words *w, const struct exchange_table *t, size_t i, bool *ret_is_sure)
{
	bool key_sure, label_sure;
	int figure = figure_column(w, t->label[i]);
	int key = by_key(w, t->key[i], &key_sure), label = exchange_word(w, t->label[i], &label_sure);
	*ret_is_sure = true;
	if (key_sure && label_sure && key != TO_NOTHING && label != TO_NOTHING)
		return key == FACT_NAME ? label : key;
	if (key_sure && key != TO_NOTHING)
		return key;
	if (label_sure && label != TO_NOTHING)
		return label;
	*ret_is_sure = figure != TO_NOTHING;
	return figure != TO_NOTHING ? figure : label != TO_NOTHING ? label : key;
}

/* ---- by content ---- */

struct seen { size_t filled, ends, phone, number, postal, web, mail, address, lat, lon, letters; };

static size_t digits_of(struct str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += s.s[i] >= '0' && s.s[i] <= '9';
	return n;
}

static bool ends_as_name(struct str s)
{
	for (size_t i = 0; exchange_name_ends[i]; i++)
		if (str_ends(s, exchange_name_ends[i]))
			return true;
	return false;
}

static void look(struct arena *a, struct str cell, struct seen *seen)
{
	struct str s = nfkc(a, cell);
	size_t digits = digits_of(s);
	char *end;
	double v = s.n && s.n < 40 ? strtod(s.s, &end) : 0;
	bool is_number = s.n && s.n < 40 && end == s.s + s.n;
	seen->filled++;
	seen->ends += ends_as_name(s);
	seen->number += is_number;
	seen->lat += is_number && v > 20 && v < 46 && str_has(s, ".");
	seen->lon += is_number && v > 122 && v < 154 && str_has(s, ".");
	seen->web += str_starts(s, "http");
	seen->mail += str_has(s, "@") && !str_has(s, " ");
	seen->postal += digits == 7 && s.n == 8 && s.s[3] == '-';
	seen->phone += !is_number && digits >= 9 && digits <= 11 && s.n <= 16 && s.s[0] == '0';
	seen->address += digits > 0 && has_one(s, exchange_address_words) && str_letters(s) >= 6;
	seen->letters += str_letters(s);
}

static void column_seen(struct arena *a, const struct exchange_table *t, size_t at, struct seen *ret)
{
	*ret = (struct seen){ 0 };
	for (size_t i = 0; i < t->line_n && i < 200; i++)
		if (!t->line[i].wrong && t->line[i].cell[at].n)
			look(a, t->line[i].cell[at], ret);
}

static int by_content(const struct seen *s)
{
	size_t most = s->filled * 7 / 10;
	if (s->filled < 1)
		return TO_NOTHING;
	return s->lat > most ? TO_LAT : s->lon > most ? TO_LON : s->web > most ? FACT_URL : s->mail > most ? FACT_MAIL : s->postal > most ? FACT_POSTAL
		: s->phone > most ? FACT_PHONE : s->address > most ? FACT_ADDRESS : TO_NOTHING;
}

static bool is_taken(const struct exchange_layout *l, int to)
{
	for (size_t i = 0; i < l->table->column_n; i++)
		if (l->to[i] == to)
			return true;
	return false;
}

/* Names by what they end with; else the first column of words. */
static int name_by_content(struct arena *a, const struct exchange_layout *l)
{
	int best = -1;
	size_t best_n = 0;
	for (size_t i = 0; i < l->table->column_n; i++) {
		struct seen seen;
		if (l->to[i] != TO_MORE && l->to[i] != TO_PLACE && l->to[i] != FACT_BODY && l->to[i] != FACT_NICKNAME && l->to[i] != FACT_TYPE_WORDS)
			continue;
		column_seen(a, l->table, i, &seen);
		bool is_words = seen.filled && seen.number * 4 < seen.filled && seen.address * 4 < seen.filled && seen.phone * 4 < seen.filled && !seen.web;
		if (is_words && seen.ends * 5 >= seen.filled * 2 && seen.ends > best_n) {
			best = (int)i;
			best_n = seen.ends;
		}
	}
	for (size_t i = 0; best < 0 && !l->table->has_header && i < l->table->column_n; i++) {
		struct seen seen;
		column_seen(a, l->table, i, &seen);
		if (l->to[i] == TO_MORE && seen.filled * 10 >= l->table->line_n * 9 && !seen.number && seen.letters >= seen.filled * 2)
			best = (int)i;
	}
	return best;
}

static void fill_by_content(struct arena *a, struct exchange_layout *l)
{
	for (size_t i = 0; i < l->table->column_n; i++) {
		struct seen seen;
		if (l->to[i] != TO_MORE)
			continue;
		column_seen(a, l->table, i, &seen);
		int to = by_content(&seen);
		if (to == TO_NOTHING || is_taken(l, to) || (l->table->has_header && to != TO_LAT && to != TO_LON))
			continue;
		l->to[i] = to;
		l->guess_n++;
		l->more_n--;
	}
}

/* ---- ids ---- */

/* Every row has one, and no two the same (with the code, for numbers of a list). */
static bool is_unique(struct arena *a, const struct exchange_layout *l, int what)
{
	const struct exchange_table *t = l->table;
	int at = -1, code = -1;
	size_t cap = 64, filled = 0;
	for (size_t i = 0; i < t->column_n; i++) {
		at = l->to[i] == what && at < 0 ? (int)i : at;
		code = l->to[i] == FACT_CODE ? (int)i : code;
	}
	while (cap < t->line_n * 2)
		cap *= 2;
	if (at < 0 || (what == TO_NO && code < 0))
		return false;
	struct str *slot = ARENA_ARRAY(a, struct str, cap);
	for (size_t i = 0; i < t->line_n; i++) {
		struct str s = t->line[i].wrong ? STR_NONE : t->line[i].cell[at];
		uint64_t h = 1469598103934665603u;
		for (size_t k = 0; k < s.n; k++)
			h = (h ^ (unsigned char)s.s[k]) * 1099511628211u;
		size_t place = (h ^ h >> 31) & (cap - 1);
		while (s.n && slot[place].n && !str_eq(slot[place], s))
			place = (place + 1) & (cap - 1);
		if (s.n && slot[place].n)
			return false;
		if (s.n) {
			slot[place] = s;
			filled++;
		}
	}
	return filled > 0 && filled * 10 >= t->line_n * 9;
}

/* ---- all of it ---- */

/* Of several columns of names one is the name: an event's or a programme's before a facility's, a whole heading before a guess. */
static int name_column(const struct exchange_words *w, const struct exchange_layout *l, const bool *is_sure)
{
	int best = -1, best_rank = -1;
	for (size_t i = 0; i < l->table->column_n; i++) {
		if (l->to[i] != FACT_NAME)
			continue;
		struct str folded = exchange_fold(w->arena, l->table->label[i]);
		int rank = has_one(folded, exchange_event_words) ? 3 : is_sure[i] ? 2 : 1;
		if (rank > best_rank) {
			best = (int)i;
			best_rank = rank;
		}
	}
	return best;
}

static void kind_of(const struct exchange_words *w, struct exchange_layout *l)
{
	struct str name = l->name_at >= 0 ? exchange_fold(w->arena, l->table->label[l->name_at]) : STR_NONE;
	bool is_programme = is_taken(l, FACT_SUPPORT) || has_one(name, exchange_programme_words);
	l->is_event = !is_programme && (has_one(name, exchange_events) || (is_taken(l, FACT_PERIOD) && !is_taken(l, FACT_CAPACITY))
		|| is_taken(l, TO_PERIOD_FROM));
	l->is_vacancy = is_taken(l, TO_VACANCY_AGE) && (is_taken(l, TO_FREE) || is_taken(l, TO_WAIT) || is_taken(l, TO_ENROLLED));
	l->kind = is_programme ? STR("programme") : l->is_event ? STR("service") : STR("facility");
}

void exchange_layout_of(struct arena *a, const struct exchange_words *w, const struct exchange_table *t, struct exchange_layout *ret)
{
	bool *is_sure = ARENA_ARRAY(a, bool, t->column_n + 1);
	*ret = (struct exchange_layout){ .table = t, .name_at = -1 };
	for (size_t i = 0; i < t->column_n; i++) {
		int to = t->has_header ? column_to(w, t, i, &is_sure[i]) : TO_NOTHING;
		ret->to[i] = to == TO_NOTHING ? TO_MORE : to;
		ret->sure_n += is_sure[i] && to != TO_NOTHING && to != TO_MORE;
		ret->guess_n += !is_sure[i] && to != TO_NOTHING;
		ret->more_n += ret->to[i] == TO_MORE;
	}
	fill_by_content(a, ret);
	ret->name_at = name_column(w, ret, is_sure);
	if (ret->name_at < 0)
		ret->name_at = name_by_content(a, ret);
	for (size_t i = 0; i < t->column_n; i++)
		if ((int)i == ret->name_at)
			ret->to[i] = FACT_NAME;
		else if (ret->to[i] == FACT_NAME)
			ret->to[i] = TO_PLACE;
	kind_of(w, ret);
	ret->has_id = is_unique(a, ret, TO_ID);
	ret->has_no = is_unique(a, ret, TO_NO);
}
