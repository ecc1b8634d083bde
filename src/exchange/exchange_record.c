/* A row, put together: cells into facts, several columns into one, coordinates mended, what is no entry told apart. */
#include "exchange/exchange_record.h"
#include "base/nfkc.h"
#include "base/out.h"
#include "directory/directory_words.h"
#include "exchange/exchange_cell.h"
#include <string.h>

enum { NAME_LETTERS = 100, FACT_BYTES = 17000, MORE_BYTES = 15000, SUM_BYTES = 56000 };

static const struct { const char *word, *says; } whys[EXCHANGE_WHY_N] = {
	[EXCHANGE_FINE] = { "fine", "" }, [EXCHANGE_NO_NAME] = { "no_name", "it has no name" },
	[EXCHANGE_EMPTY_ROW] = { "empty", "every cell is empty" }, [EXCHANGE_SECOND_HEADING] = { "heading", "it is a second heading, not an entry" },
	[EXCHANGE_SUM] = { "sum", "it is a sum, not an entry" }, [EXCHANGE_FOOTNOTE] = { "footnote", "it is a footnote, not an entry" },
	[EXCHANGE_SECTION] = { "section", "it is a title between the rows, not an entry" },
	[EXCHANGE_BROKEN] = { "broken", "it cannot be read" }, [EXCHANGE_TOO_LONG] = { "too_long", "all its cells together are longer than 56,000 bytes" },
	[EXCHANGE_NO_FIGURE] = { "no_figure", "it has no age from 0 to 5, no whole date, or no figure" },
	[EXCHANGE_NO_OUTLINE] = { "no_outline", "it has no outline (Polygon or MultiPolygon)" },
};

const char *exchange_why_word(enum exchange_why why)
{
	return whys[why].word;
}

const char *exchange_why_says(enum exchange_why why)
{
	return whys[why].says;
}

/* Rows under work: what several columns give together. */
struct parts {
	const struct exchange_layout *layout;
	struct exchange_record *record;
	struct str name, address_more, lat, lon, age_from, age_to, month_from, period_from, period_to, apply_from, apply_to, place;
	struct out types, days, more;
};

static void more(struct parts *p, struct arena *a, struct str heading, struct str value)
{
	if (p->more.n + heading.n + value.n + 4 > MORE_BYTES)
		return;
	p->more.arena = a;
	if (p->more.n)
		out_z(&p->more, "\n");
	for (size_t i = 0; i < heading.n; i++)
		out_put(&p->more, heading.s[i] == '\n' || heading.s[i] == '\r' ? " " : heading.s + i, 1);
	out_z(&p->more, ": ");
	out_str(&p->more, value);
}

static bool is_joined(int fact)
{
	return fact == FACT_PHONE || fact == FACT_FAX || fact == FACT_LANGUAGES || fact == FACT_TYPE_WORDS;
}

static bool is_prose(int fact)
{
	return fact == FACT_DESCRIPTION || fact == FACT_NOTE || fact == FACT_HOURS || fact == FACT_HOURS_NOTE || fact == FACT_HOW_TO_APPLY
		|| fact == FACT_CONTACT_NOTE || fact == FACT_SUPPORT || fact == FACT_TARGET || fact == FACT_FEE || fact == FACT_DOCUMENTS;
}

static void fact_set(struct arena *a, struct parts *p, int fact, struct str heading, struct str value)
{
	struct str *to = &p->record->fact[fact], kept = exchange_cell_fact(a, (enum directory_fact)fact, value);
	if (!kept.n) {
		if (value.n && !exchange_is_one_of(value, exchange_nothings))
			more(p, a, heading, value);
		return;
	}
	if (kept.n > FACT_BYTES)
		kept = exchange_cell_cut(a, kept, FACT_BYTES);
	if (!to->n)
		*to = kept;
	else if (str_has(*to, kept.s))
		return;
	else if (is_joined(fact))
		*to = arena_fmt(a, "%.*s%s%.*s", STR_ARG(*to), fact == FACT_TYPE_WORDS ? " " : exchange_word_join, STR_ARG(kept));
	else if (is_prose(fact) && to->n + kept.n + heading.n < FACT_BYTES)
		*to = arena_fmt(a, "%.*s\n%.*s: %.*s", STR_ARG(*to), STR_ARG(heading), STR_ARG(kept));
	else
		more(p, a, heading, value);
}

static bool put_part(struct parts *p, int to, struct str value)
{
	struct str *part = to == TO_ADDRESS_MORE ? &p->address_more : to == TO_LAT ? &p->lat : to == TO_LON ? &p->lon : to == TO_AGE_FROM ? &p->age_from
		: to == TO_AGE_TO ? &p->age_to : to == TO_MONTH_FROM ? &p->month_from : to == TO_PERIOD_FROM ? &p->period_from
		: to == TO_PERIOD_TO ? &p->period_to : to == TO_APPLY_FROM ? &p->apply_from : to == TO_APPLY_TO ? &p->apply_to
		: to == TO_PLACE ? &p->place : NULL;
	if (!part || part->n)
		return false;
	*part = value;
	return true;
}

static bool put_figure(struct exchange_record *r, int to, struct str value)
{
	struct str *at = to >= TO_FREE_0 && to <= TO_FREE_5 ? &r->figures.vacant[to - TO_FREE_0] : to >= TO_WAIT_0 && to <= TO_WAIT_5
		? &r->figures.wait[to - TO_WAIT_0] : to >= TO_ENROLLED_0 && to <= TO_ENROLLED_5 ? &r->figures.enrolled[to - TO_ENROLLED_0] : NULL;
	if (at) {
		*at = value;
		r->figures.is_any = true;
		return true;
	}
	at = to == TO_VACANCY_AGE ? &r->age : to == TO_FREE ? &r->vacant : to == TO_WAIT ? &r->wait : to == TO_ENROLLED ? &r->enrolled
		: to == TO_ID ? &r->id : to == TO_NO ? &r->no : to == TO_PUBLISHER ? &r->publisher : to == TO_LICENCE ? &r->licence : NULL;
	if (!at || at->n)
		return false;
	*at = value;
	return true;
}

static void lat_lon_split(struct parts *p, struct str value)
{
	const char *from = strspn(value.s, "POINTpoint( ") < value.n ? value.s + strspn(value.s, "POINTpoint( ") : value.s;
	bool is_point = *value.s == 'P' || *value.s == 'p';
	struct str rest = { from, value.n - (size_t)(from - value.s) }, head;
	while (rest.n && (rest.s[rest.n - 1] == ')' || rest.s[rest.n - 1] == ' '))
		rest.n--;
	if (p->lat.n || !str_cut(&rest, memchr(rest.s, ',', rest.n) ? ',' : ' ', &head) || !rest.n)
		return;
	p->lat = str_trim(is_point ? rest : head);
	p->lon = str_trim(is_point ? head : rest);
}

static void cell_put(struct arena *a, struct parts *p, size_t at, struct str cell)
{
	const struct exchange_table *t = p->layout->table;
	struct exchange_record *r = p->record;
	int to = p->layout->to[at];
	struct str heading = t->label[at], value = exchange_cell_clean(a, cell);
	if (!value.n || to == TO_IGNORE)
		return;
	if (p->layout->is_name[at] && !p->name.n && !exchange_is_one_of(value, exchange_nothings))
		p->name = value;
	if (to == TO_VACANCY_ON) {
		struct day on = exchange_day_read(a, value);
		r->figures.as_of = day_is_none(on) ? r->figures.as_of : on;
		if (day_is_none(on))
			more(p, a, heading, value);
	} else if (to == TO_TYPE_FLAG) {
		p->types.arena = a;
		if (exchange_is_one_of(value, exchange_yes))
			out_fmt(&p->types, " %s", str_eq_nocase(t->key[at], "Kodomo") ? exchange_word_kodomoen : exchange_word_in_company);
	} else if (to >= TO_DAY_0 && to <= TO_DAY_6 && exchange_is_one_of(value, exchange_yes)) {
		p->days.arena = a;
		out_z(&p->days, exchange_days[to - TO_DAY_0]);
	} else if (to == TO_LAT_LON) {
		lat_lon_split(p, value);
	} else if (to < FACT_N) {
		fact_set(a, p, to, heading, value);
	} else if (!put_figure(r, to, value) && !put_part(p, to, value)) {
		if (!exchange_is_one_of(value, exchange_nothings))
			more(p, a, heading, value);
	}
}

/* ---- what several columns say together ---- */

static struct str from_to(struct arena *a, struct str from, struct str to)
{
	return !from.n && !to.n ? STR_NONE : str_eq(from, to) ? from : arena_fmt(a, "%.*s%s%.*s", STR_ARG(from), exchange_word_from_to, STR_ARG(to));
}

/* "3" alone is three years; "産休明" and "6か月" say themselves. */
static struct str age_word(struct arena *a, struct str s)
{
	int64_t n;
	return str_int(nfkc(a, s), &n) ? arena_fmt(a, "%lld%s", (long long)n, exchange_word_years) : s;
}

static void ages_join(struct arena *a, struct exchange_record *r, const struct parts *p)
{
	struct str *ages = &r->fact[FACT_AGES];
	if (ages->n || (!p->age_from.n && !p->age_to.n && !p->month_from.n))
		return;
	struct str from = p->month_from.n ? p->month_from : age_word(a, p->age_from), to = age_word(a, p->age_to);
	*ages = !to.n ? from : arena_fmt(a, "%.*s%s%.*s", STR_ARG(from), exchange_word_from_to, STR_ARG(to));
}

static bool ends_with_one(struct str s, const char *const *list)
{
	for (size_t i = 0; list[i]; i++)
		if (str_ends(s, list[i]))
			return true;
	return false;
}

static bool has_digit(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.s[i] >= '0' && s.s[i] <= '9')
			return true;
	return false;
}

static bool is_address(struct arena *a, struct str words)
{
	struct str s = nfkc(a, words);
	bool has_word = false;
	for (size_t i = 0; exchange_address_words[i]; i++)
		has_word = has_word || str_has(s, exchange_address_words[i]);
	return has_word && has_digit(s);
}

static void address_join(struct arena *a, struct exchange_record *r, struct parts *p)
{
	struct str *address = &r->fact[FACT_ADDRESS];
	if (str_eq(p->place, p->name))
		p->place = STR_NONE;
	if (p->place.n && !address->n && is_address(a, p->place))
		*address = p->place;
	else if (p->place.n && !r->fact[FACT_BUILDING].n)
		r->fact[FACT_BUILDING] = p->place;
	if (p->address_more.n)
		*address = !address->n ? p->address_more : arena_fmt(a, "%.*s%s%.*s", STR_ARG(*address),
			ends_with_one(*address, exchange_address_heads) ? "" : " ", STR_ARG(p->address_more));
	if (!address->n && (r->fact[FACT_TOWN].n || r->fact[FACT_BLOCK].n))
		*address = arena_fmt(a, "%.*s%.*s%.*s%.*s", STR_ARG(r->fact[FACT_PREFECTURE]), STR_ARG(r->fact[FACT_CITY]), STR_ARG(r->fact[FACT_TOWN]),
			STR_ARG(r->fact[FACT_BLOCK]));
}

static void place_put(struct arena *a, struct exchange_record *r, const struct parts *p)
{
	double lat, lon;
	bool has_lat = exchange_cell_degrees(a, p->lat, &lat), has_lon = exchange_cell_degrees(a, p->lon, &lon);
	if (!has_lat || !has_lon || (lat == 0 && lon == 0)) {
		r->is_off = (p->lat.n || p->lon.n) && !(has_lat && has_lon && lat == 0 && lon == 0);
		return;
	}
	if (lon > 20 && lon < 46 && lat > 122 && lat < 154.5) {
		double was = lat;
		lat = lon;
		lon = was;
		r->is_turned = true;
	}
	if (lat < 20 || lat > 46 || lon < 122 || lon > 154.5) {
		r->is_off = true;
		return;
	}
	r->lat_n = (int64_t)(lat * 1000000 + 0.5);
	r->lon_n = (int64_t)(lon * 1000000 + 0.5);
}

static void name_mend(struct arena *a, struct exchange_record *r, struct parts *p, struct str heading)
{
	struct str *name = &r->fact[FACT_NAME];
	const enum directory_fact instead[] = { FACT_NICKNAME, FACT_KANA, FACT_NAME_EN };
	if (!name->n)
		*name = p->name;
	for (size_t i = 0; i < 3 && !name->n; i++)
		*name = r->fact[instead[i]];
	*name = exchange_cell_one_line(a, *name);
	if (str_eq(*name, r->fact[FACT_NICKNAME]))
		r->fact[FACT_NICKNAME] = STR_NONE;
	if (str_letters(*name) > NAME_LETTERS) {
		more(p, a, heading, *name);
		*name = exchange_cell_cut_letters(a, *name, NAME_LETTERS);
	}
	if (str_letters(r->fact[FACT_KANA]) > NAME_LETTERS * 2)
		r->fact[FACT_KANA] = STR_NONE;
}

/* ---- rows that are no entry ---- */

/* Its name is a heading's word, and so are two more of its cells. */
static bool is_heading(const struct exchange_words *w, const struct exchange_layout *l, const struct exchange_line *x, struct str name)
{
	bool is_sure;
	int known = 0;
	if (exchange_word(w, name, &is_sure) == TO_NOTHING)
		return false;
	for (size_t i = 0; i < l->table->column_n; i++)
		if (x->cell[i].n && x->cell[i].n < 150 && exchange_word(w, x->cell[i], &is_sure) != TO_NOTHING)
			known += is_sure;
	return known >= 3;
}

static bool is_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.s[i] < '0' || s.s[i] > '9')
			return false;
	return s.n > 0 && s.n < 4;
}

/* 1,2,3,4: columns that are counted below their headings. */
static bool is_count(const struct exchange_layout *l, const struct exchange_line *x)
{
	size_t n = 0;
	int64_t v = 0, last = 0;
	for (size_t i = 0; i < l->table->column_n; i++) {
		if (!x->cell[i].n)
			continue;
		if (!is_digits(x->cell[i]) || !str_int(x->cell[i], &v) || (n && v != last + 1))
			return false;
		last = v;
		n++;
	}
	return n > 2;
}

/* "計 12 園": a word of sums, a number, perhaps what is counted. */
static bool is_sum(struct arena *a, struct str name)
{
	struct str s = exchange_fold(a, name);
	if (exchange_is_one_of(name, exchange_sums) || exchange_is_one_of(s, exchange_sums))
		return true;
	for (size_t i = 0; exchange_sums[i]; i++) {
		size_t n = str_starts(s, exchange_sums[i]) ? strlen(exchange_sums[i]) : 0, from = n;
		while (n && n < s.n && s.s[n] >= '0' && s.s[n] <= '9')
			n++;
		if (n > from && (n == s.n || exchange_is_one_of((struct str){ s.s + n, s.n - n }, exchange_counters)))
			return true;
	}
	return false;
}

static bool starts_with_one(struct str s, const char *const *list)
{
	for (size_t i = 0; list[i]; i++)
		if (str_starts(s, list[i]))
			return true;
	return false;
}

/* 【公立保育所】, 私立幼稚園, alone in its row. */
static bool is_title(struct arena *a, struct str name)
{
	struct str s = exchange_fold(a, name);
	if (starts_with_one(name, exchange_brackets))
		return true;
	for (size_t i = 0; exchange_ranks[i]; i++)
		if (str_starts(s, exchange_ranks[i])) {
			s = (struct str){ s.s + strlen(exchange_ranks[i]), s.n - strlen(exchange_ranks[i]) };
			break;
		}
	return s.n && exchange_is_one_of(s, exchange_weak_names);
}

static enum exchange_why why_not(const struct exchange_words *w, const struct exchange_layout *l, const struct exchange_line *x,
	const struct exchange_record *r)
{
	size_t filled = 0, sum = 0;
	for (size_t i = 0; i < l->table->column_n; i++)
		filled += x->cell[i].n > 0;
	for (int i = 0; i < FACT_N; i++)
		sum += r->fact[i].n;
	struct str name = r->fact[FACT_NAME];
	bool is_alone = filled == 1 && l->table->column_n > 1;
	if (!filled)
		return EXCHANGE_EMPTY_ROW;
	if (!name.n)
		return EXCHANGE_NO_NAME;
	if (is_heading(w, l, x, name) || is_count(l, x))
		return EXCHANGE_SECOND_HEADING;
	if (is_sum(w->arena, name))
		return EXCHANGE_SUM;
	if (is_alone && starts_with_one(name, exchange_marks))
		return EXCHANGE_FOOTNOTE;
	if (is_alone && l->table->column_n > 2 && is_title(w->arena, name))
		return EXCHANGE_SECTION;
	return sum > SUM_BYTES ? EXCHANGE_TOO_LONG : EXCHANGE_FINE;
}

void exchange_record_of(struct arena *a, const struct exchange_words *w, const struct exchange_layout *l, const struct exchange_line *x,
	struct exchange_record *ret)
{
	struct parts p = { .layout = l, .record = ret };
	struct exchange_words here = *w;
	here.arena = a;
	*ret = (struct exchange_record){ .line_n = x->line_n, .kind = l->kind, .figures = { .as_of = l->as_of } };
	if (x->wrong) {
		ret->why = EXCHANGE_BROKEN;
		ret->broken = x->wrong;
		return;
	}
	for (size_t i = 0; i < l->table->column_n; i++)
		if (x->cell[i].n)
			cell_put(a, &p, i, x->cell[i]);
	if (p.types.n)
		ret->fact[FACT_TYPE_WORDS] = str_trim(arena_fmt(a, "%.*s%.*s", STR_ARG(ret->fact[FACT_TYPE_WORDS]), STR_ARG(out_done(&p.types))));
	if (!ret->fact[FACT_TYPE_WORDS].n && l->table->title.n && directory_type_known(l->table->title))
		ret->fact[FACT_TYPE_WORDS] = l->table->title;
	if (p.days.n && !ret->fact[FACT_DAYS].n)
		ret->fact[FACT_DAYS] = out_done(&p.days);
	ages_join(a, ret, &p);
	address_join(a, ret, &p);
	place_put(a, ret, &p);
	name_mend(a, ret, &p, l->name_at >= 0 ? l->table->label[l->name_at] : STR_NONE);
	if (!ret->fact[FACT_PERIOD].n)
		ret->fact[FACT_PERIOD] = from_to(a, p.period_from, p.period_to);
	if (!ret->fact[FACT_APPLY_PERIOD].n)
		ret->fact[FACT_APPLY_PERIOD] = from_to(a, p.apply_from, p.apply_to);
	for (size_t i = 0; ret->figures.is_any && i < l->table->column_n; i++)
		if (l->to[i] >= TO_FREE_0 && l->to[i] <= TO_ENROLLED_5 && x->cell[i].n && (day_is_none(ret->figures.as_of) || !has_digit(x->cell[i])))
			more(&p, a, l->table->label[i], x->cell[i]);
	ret->fact[FACT_MORE] = p.more.n ? out_done(&p.more) : STR_NONE;
	ret->type = str_is(l->kind, "programme") ? STR("programme") : l->is_event ? STR("event") : STR_NONE;
	ret->why = why_not(&here, l, x, ret);
}

struct str exchange_key(struct arena *a, const struct exchange_layout *l, const struct exchange_record *r)
{
	struct str where = r->fact[FACT_ADDRESS].n ? r->fact[FACT_ADDRESS] : r->fact[FACT_DISTRICT].n ? r->fact[FACT_DISTRICT] : r->fact[FACT_BUILDING];
	if (l->has_id && r->id.n && r->id.n < 200)
		return arena_fmt(a, "id:%.*s", STR_ARG(r->id));
	if (l->has_no && r->no.n && r->no.n < 100 && r->fact[FACT_CODE].n < 100)
		return arena_fmt(a, "no:%.*s:%.*s", STR_ARG(r->fact[FACT_CODE]), STR_ARG(r->no));
	struct str when = l->is_event ? exchange_fold(a, r->fact[FACT_PERIOD]) : STR_NONE;
	struct str key = arena_fmt(a, "name:%.*s|%.*s%s%.*s", STR_ARG(exchange_fold(a, r->fact[FACT_NAME])), STR_ARG(exchange_fold(a, where)),
		when.n ? "|" : "", STR_ARG(when));
	return exchange_cell_cut_letters(a, key, 250);
}
