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

static const char *const languages[] = { "ja", "jp", "ja-JP", "ja_JP", "value", "@value", "text", "label", NULL };

/* target.conditions, and then conditions alone. */
static int by_key(const struct exchange_words *w, struct str key, bool *ret_is_sure)
{
	int to = exchange_word(w, key, ret_is_sure);
	const char *dot = key.n ? memrchr(key.s, '.', key.n) : NULL;
	if ((to != TO_NOTHING && *ret_is_sure) || !dot)
		return to;
	struct str tail = { dot + 1, key.n - (size_t)(dot + 1 - key.s) }, head = { key.s, (size_t)(dot - key.s) };
	return exchange_word(w, exchange_is_one_of(tail, languages) ? head : tail, ret_is_sure);
}

static int column_to(const struct exchange_words *w, const struct exchange_table *t, size_t i, bool *ret_is_sure)
{
	bool key_sure, label_sure;
	int figure = figure_column(w, t->label[i]);
	int key = by_key(w, t->key[i], &key_sure), label = exchange_word(w, t->label[i], &label_sure);
	*ret_is_sure = true;
	if (t->is_joined && label != TO_NOTHING && label != key) {
		*ret_is_sure = label_sure;
		return label;
	}
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

struct seen { size_t filled, ends, phone, number, postal, web, mail, address, lat, lon, letters, wide; };

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
	seen->wide += s.n > str_letters(s) * 2;
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

static bool may_be_name(int to)
{
	return to == TO_MORE || to == TO_PLACE || to == FACT_BODY || to == FACT_NICKNAME || to == FACT_TYPE_WORDS
		|| to == FACT_COUNTER || to == FACT_BUILDING;
}

static bool is_words(const struct seen *s)
{
	return s->filled && s->number * 4 < s->filled && s->address * 4 < s->filled && s->phone * 4 < s->filled && !s->web && s->letters >= s->filled * 2;
}

/* Names differ from row to row; kinds and yes or no do not. */
static bool is_varied(const struct exchange_layout *l, size_t at)
{
	size_t again = 0, n = 0;
	for (; n < l->table->line_n && n < 100; n++)
		for (size_t i = 0; i < n && !l->table->line[n].wrong; i++)
			if (!l->table->line[i].wrong && str_eq(l->table->line[i].cell[at], l->table->line[n].cell[at])) {
				again++;
				break;
			}
	return again * 3 <= n;
}

/* Its heading is that of a kind of thing: 保育所, 実施施設, 会場. */
static int name_by_heading(struct arena *a, const struct exchange_layout *l)
{
	struct seen seen;
	for (size_t i = 0; l->table->has_header && i < l->table->column_n; i++) {
		struct str folded = exchange_fold(a, l->table->label[i]);
		bool is_weak = false;
		for (size_t k = 0; exchange_weak_names[k]; k++)
			is_weak = is_weak || (folded.n && str_ends(folded, exchange_weak_names[k]));
		if (!is_weak || !may_be_name(l->to[i]))
			continue;
		column_seen(a, l->table, i, &seen);
		if (is_words(&seen))
			return (int)i;
	}
	return -1;
}

/* Names by what they end with; else by a heading that names a kind of thing; else the first column of words that is always filled, unless the file
 * has but one: that may be any text. */
static int name_by_content(struct arena *a, const struct exchange_layout *l)
{
	int best = -1;
	size_t best_n = 0;
	struct seen seen;
	for (size_t i = 0; i < l->table->column_n; i++) {
		if (!may_be_name(l->to[i]))
			continue;
		column_seen(a, l->table, i, &seen);
		if (is_words(&seen) && seen.ends * 5 >= seen.filled * 2 && seen.ends > best_n) {
			best = (int)i;
			best_n = seen.ends;
		}
	}
	best = best < 0 ? name_by_heading(a, l) : best;
	bool is_table = l->table->column_n > 1 && (!l->table->has_header || l->sure_n);
	for (size_t i = 0; best < 0 && is_table && i < l->table->column_n; i++) {
		column_seen(a, l->table, i, &seen);
		size_t rows = l->table->line_n < 200 ? l->table->line_n : 200;
		bool is_full = seen.filled * 10 >= rows * 9 && seen.wide * 2 >= seen.filled && !seen.number;
		if ((l->to[i] == TO_MORE || l->to[i] == TO_PLACE) && is_full && is_words(&seen) && is_varied(l, i))
			best = (int)i;
	}
	return best;
}

/* P14_008: a code instead of a heading. */
static bool is_code(struct str label)
{
	for (size_t i = 0; i < label.n; i++)
		if ((unsigned char)label.s[i] >= 0x80 || label.s[i] == ' ')
			return false;
	return true;
}

static void fill_by_content(struct arena *a, struct exchange_layout *l)
{
	for (size_t i = 0; i < l->table->column_n; i++) {
		struct seen seen;
		if (l->to[i] != TO_MORE)
			continue;
		column_seen(a, l->table, i, &seen);
		int to = by_content(&seen);
		if (to == TO_NOTHING || is_taken(l, to) || (l->table->has_header && to != TO_LAT && to != TO_LON && !is_code(l->table->label[i])))
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
		struct seen seen;
		column_seen(w->arena, l->table, i, &seen);
		bool is_rare = seen.filled * 10 < (l->table->line_n < 200 ? l->table->line_n : 200);
		int rank = is_rare ? 0 : has_one(folded, exchange_event_words) ? 3 : is_sure[i] ? 2 : 1;
		if (rank > best_rank) {
			best = (int)i;
			best_rank = rank;
		}
	}
	return best;
}

/* Ages that are one year each: 0歳, 1歳児, 2. "0～5歳" is whom a facility takes. */
static bool is_by_age(const struct exchange_layout *l)
{
	size_t one = 0, all = 0;
	for (size_t i = 0; i < l->table->column_n; i++)
		for (size_t k = 0; l->to[i] == TO_VACANCY_AGE && k < l->table->line_n && k < 200; k++) {
			struct str cell = l->table->line[k].wrong ? STR_NONE : l->table->line[k].cell[i];
			one += cell.n && str_letters(cell) <= 5 && !has_one(cell, exchange_from_to);
			all += cell.n > 0;
		}
	return all && one * 10 >= all * 7;
}

static void kind_of(const struct exchange_words *w, struct exchange_layout *l)
{
	struct str name = l->name_at >= 0 ? exchange_fold(w->arena, l->table->label[l->name_at]) : STR_NONE;
	bool is_programme = is_taken(l, FACT_SUPPORT) || has_one(name, exchange_programme_words);
	l->is_event = !is_programme && (has_one(name, exchange_events) || (is_taken(l, FACT_PERIOD) && !is_taken(l, FACT_CAPACITY))
		|| is_taken(l, TO_PERIOD_FROM));
	l->is_vacancy = is_taken(l, TO_VACANCY_AGE) && is_by_age(l) && (is_taken(l, TO_FREE) || is_taken(l, TO_WAIT) || is_taken(l, TO_ENROLLED));
	l->kind = is_programme ? STR("programme") : l->is_event ? STR("service") : STR("facility");
}

/* Words of free places mean what they say only where a table has them by age: an age alone is the age of those who may come. */
static void figures_only_there(const struct exchange_words *w, struct exchange_layout *l)
{
	bool has_figures = l->is_vacancy;
	for (size_t i = 0; i < l->table->column_n; i++)
		has_figures = has_figures || (l->to[i] >= TO_FREE_0 && l->to[i] <= TO_ENROLLED_5);
	for (size_t i = 0; i < l->table->column_n; i++) {
		int to = l->to[i];
		bool is_age = to == TO_VACANCY_AGE && has_one(exchange_fold(w->arena, l->table->label[i]), exchange_age_words);
		if (!l->is_vacancy && to >= TO_VACANCY_AGE && to <= TO_ENROLLED)
			l->to[i] = is_age && !is_taken(l, FACT_AGES) ? FACT_AGES : TO_MORE;
		else if (!has_figures && to == TO_VACANCY_ON)
			l->to[i] = TO_MORE;
		l->more_n += l->to[i] == TO_MORE && to != TO_MORE;
	}
}

/* A week of columns, or words that mean something else: 日 may be a date. */
static void days_together(struct exchange_layout *l)
{
	int n = 0;
	for (int day = TO_DAY_0; day <= TO_DAY_6; day++)
		n += is_taken(l, day);
	for (size_t i = 0; n < 5 && i < l->table->column_n; i++)
		if (l->to[i] >= TO_DAY_0 && l->to[i] <= TO_DAY_6) {
			l->to[i] = TO_MORE;
			l->more_n++;
		}
}

/* 0歳, 1歳児: columns of places free, where somebody says that the table is about them and no column says it itself. */
static void classes_are_places(const struct exchange_words *w, struct exchange_layout *l)
{
	int at[EXCHANGE_AGES], n = 0;
	if (!l->table->is_of_places && !has_one(l->table->above, exchange_free_words))
		return;
	for (int age = 0; age < EXCHANGE_AGES; age++)
		at[age] = -1;
	for (size_t i = 0; i < l->table->column_n; i++) {
		struct str s = exchange_fold(w->arena, l->table->key[i]);
		bool is_class = s.n > 1 && s.s[0] >= '0' && s.s[0] <= '5' && exchange_is_one_of((struct str){ s.s + 1, s.n - 1 }, exchange_class_words);
		if (l->to[i] >= TO_FREE_0 && l->to[i] <= TO_ENROLLED_5)
			return;
		if (is_class && l->to[i] == TO_MORE && at[s.s[0] - '0'] < 0) {
			at[s.s[0] - '0'] = (int)i;
			n++;
		}
	}
	for (int age = 0; n > 2 && age < EXCHANGE_AGES; age++)
		if (at[age] >= 0) {
			l->to[at[age]] = TO_FREE_0 + age;
			l->more_n--;
		}
}

/* The day that a title says, or a heading: 空き状況（令和6年4月1日現在）. */
static struct day day_above(struct arena *a, const struct exchange_table *t)
{
	struct day on = exchange_day_in(a, t->above);
	for (size_t i = 0; day_is_none(on) && t->has_header && i < t->column_n; i++)
		on = t->label[i].n < 300 ? exchange_day_in(a, t->label[i]) : on;
	return on;
}

void exchange_layout_of(struct arena *a, const struct exchange_words *w, const struct exchange_table *t, struct exchange_layout *ret)
{
	bool *is_sure = ARENA_ARRAY(a, bool, t->column_n + 1);
	*ret = (struct exchange_layout){ .table = t, .name_at = -1, .as_of = day_above(a, t) };
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
		else if (ret->to[i] == FACT_NAME) {
			ret->to[i] = TO_PLACE;
			ret->is_name[i] = true;
		}
	days_together(ret);
	classes_are_places(w, ret);
	kind_of(w, ret);
	figures_only_there(w, ret);
	ret->has_id = is_unique(a, ret, TO_ID);
	ret->has_no = is_unique(a, ret, TO_NO);
}

bool exchange_is_thin(const struct exchange_layout *l)
{
	for (size_t i = 0; i < l->table->column_n; i++) {
		int to = l->to[i];
		bool is_plain = to == FACT_NAME || to == FACT_NICKNAME || to == FACT_KANA || to == FACT_NAME_EN || to == FACT_TYPE_WORDS || to == TO_ID
			|| to == TO_NO || to == TO_IGNORE || to == TO_MORE;
		if (!is_plain)
			return false;
	}
	return l->table->column_n < 6;
}
