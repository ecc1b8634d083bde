/* Finding a family: what was typed becomes one or two ranges of keys. */
#include "base/fold.h"
#include "desk/may.h"
#include "family/family_inside.h"
#include "staff/staff.h"

enum { FOUND_MOST = 50, RAW_MOST = 120, ALIKE_MOST = 10 };

/* The walls of who asks, as every query of this file takes them. */
#define WALLS(reach) .is_everywhere = (reach).is_everywhere, .is_unowned_seen = (reach).is_unowned_seen, .has_all_areas = (reach).has_all_areas, \
	.operator_id = (reach).operator_id, .area_list = (reach).area_list

/* The same family once; one that is part of another stands for that other. */
static size_t each_once(struct family_line_row *line, size_t n, size_t most)
{
	size_t kept = 0;
	for (size_t i = 0; i < n && kept < most; i++) {
		bool is_new = true;
		for (size_t k = 0; k < kept && is_new; k++)
			is_new = line[k].family_id.v != line[i].family_id.v;
		if (is_new)
			line[kept++] = line[i];
	}
	return kept;
}

/* The one who asks, as a person of the calendar; 0: none. */
static struct person_id own_person(struct desk *d)
{
	struct staff_person me = { .version_n = 0 };
	return staff_person_of_account(d, d->who.account_id, &me) ? me.person_id : (struct person_id){ 0 };
}

size_t family_list(struct desk *d, struct area_id area_id, int64_t limit_n, struct family_line_row **ret)
{
	struct may_reach reach = may_reach(d, MAY_FAMILY_LIST);
	return family_search_listed(d, &(struct family_search_listed_in){ .only_area_id = area_id, .limit_n = limit_n, WALLS(reach) }, ret);
}

size_t family_list_of(struct desk *d, struct person_id person_id, struct area_id area_id, int64_t limit_n, struct family_line_row **ret)
{
	struct may_reach reach = may_reach(d, MAY_FAMILY_LIST);
	return family_search_of_person(d, &(struct family_search_of_person_in){ .person_id = person_id, .own_person_id = own_person(d),
		.only_area_id = area_id, .limit_n = limit_n,
		WALLS(reach) }, ret);
}

size_t family_without_next(struct desk *d, int64_t limit_n, struct family_line_row **ret)
{
	struct may_reach reach = may_reach(d, MAY_FAMILY_LIST);
	return family_search_no_next(d, &(struct family_search_no_next_in){ .today_on = d->today, .limit_n = limit_n, WALLS(reach) }, ret);
}

/* A word as the beginning of a key. Figures are a birthday or a telephone; letters kana first, and a name where kana finds nothing. */
struct sought { struct str from, until; };

static struct sought sought_as(struct desk *d, char kind, struct str value)
{
	struct str from = arena_fmt(d->arena, "%c%.*s", kind, STR_ARG(value));
	return (struct sought){ from, arena_fmt(d->arena, "%s\xF4\x8F\xBF\xBF", from.s) };
}

static bool is_figures(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!(s.s[i] >= '0' && s.s[i] <= '9') && s.s[i] != '-' && s.s[i] != '/' && s.s[i] != '+')
			return false;
	return s.n > 0;
}

static struct sought sought_of(struct desk *d, struct str word, char kind)
{
	struct day on;
	if (day_parse(word, &on)) {
		struct day_parts x = day_split(on);
		return sought_as(d, 'b', arena_fmt(d->arena, "%04d-%02d-%02d", x.year, x.month, x.day));
	}
	if (is_figures(word)) {
		struct out o = { .arena = d->arena };
		for (size_t i = 0; i < word.n; i++)
			if (word.s[i] >= '0' && word.s[i] <= '9')
				out_put(&o, &word.s[i], 1);
		return sought_as(d, 't', out_done(&o));
	}
	return sought_as(d, kind, fold_text(d->arena, word));
}

static size_t find(struct desk *d, const struct sought *s, struct area_id area_id, struct family_line_row **ret)
{
	struct may_reach reach = may_reach(d, MAY_FAMILY_LIST);
	return family_search_found(d, &(struct family_search_found_in){ .own_person_id = own_person(d), .from_text = s[0].from,
		.until_text = s[0].until, .second_from = s[1].from,
		.second_until = s[1].until, .only_area_id = area_id, .limit_n = RAW_MOST, WALLS(reach) }, ret);
}

/* Full-width figures and blanks are typed as often as half-width ones. */
static size_t words_of(struct desk *d, struct str typed, struct str word[2])
{
	struct out o = { .arena = d->arena };
	for (size_t i = 0; i < typed.n;) {
		unsigned char b = (unsigned char)typed.s[i];
		if (b == 0xEF && i + 2 < typed.n && (unsigned char)typed.s[i + 1] == 0xBC && (unsigned char)typed.s[i + 2] >= 0x8D
			&& (unsigned char)typed.s[i + 2] <= 0x99) {
			out_fmt(&o, "%c", (unsigned char)typed.s[i + 2] - 0x60);
			i += 3;
		} else if (str_starts((struct str){ typed.s + i, typed.n - i }, "\u3000")) {
			out_put(&o, " ", 1);
			i += 3;
		} else {
			out_put(&o, &typed.s[i++], 1);
		}
	}
	struct str rest = str_trim(out_done(&o)), one;
	size_t n = 0;
	while (n < 2 && rest.n && str_cut(&rest, ' ', &one))
		if (str_trim(one).n)
			word[n++] = str_trim(one);
	return n;
}

size_t family_search(struct desk *d, struct str typed, struct area_id area_id, struct family_line_row **ret)
{
	struct str word[2] = { STR_NONE, STR_NONE };
	size_t word_n = words_of(d, typed, word), n = 0;
	struct sought s[2] = { { STR_NONE, STR_NONE }, { STR_NONE, STR_NONE } };
	if (!word_n)
		return 0;
	/* Surname and given name are one key, and only two kinds of words are two keys. */
	if (word_n == 2 && !is_figures(word[0]) && !is_figures(word[1])) {
		word[0] = arena_fmt(d->arena, "%.*s%.*s", STR_ARG(word[0]), STR_ARG(word[1]));
		word_n = 1;
	}
	for (const char *kind = "kn"; *kind && !n; kind++) {
		for (size_t i = 0; i < word_n; i++)
			s[i] = sought_of(d, word[i], *kind);
		n = find(d, s, area_id, ret);
		n = each_once(*ret, n, FOUND_MOST);
	}
	return n;
}

/* ---- is it there already? ---- */

static struct str key_of(struct desk *d, char kind, struct str value)
{
	return value.n ? arena_fmt(d->arena, "%c%.*s", kind, STR_ARG(value)) : STR_NONE;
}

static struct str birthday_key(struct desk *d, struct day on)
{
	struct day_parts x = day_split(on);
	return day_is_none(on) || !on.n ? STR_NONE : arena_fmt(d->arena, "b%04d-%02d-%02d", x.year, x.month, x.day);
}

/* What stands before the blank; without one the first letters, for somebody is still typing. */
static struct sought surname_of(struct desk *d, struct str kana)
{
	enum { LETTERS = 3 * 3 };                       /* three kana */
	struct str rest = kana, first = STR_NONE;
	for (size_t i = 0; i < rest.n && !first.n; i++)
		if (rest.s[i] == ' ' || str_starts((struct str){ rest.s + i, rest.n - i }, "\u3000"))
			first = fold_text(d->arena, (struct str){ rest.s, i });
	if (!first.n)
		first = fold_text(d->arena, rest.n > LETTERS ? (struct str){ rest.s, LETTERS } : rest);
	return first.n ? sought_as(d, 'k', first) : (struct sought){ STR_NONE, STR_NONE };
}

static void alike_because(struct family_alike *x, char kind)
{
	x->is_kana = x->is_kana || kind == 'k';
	x->is_name = x->is_name || kind == 'n';
	x->is_phone = x->is_phone || kind == 't';
	x->is_birthday = x->is_birthday || kind == 'b';
}

size_t family_find_alike(struct desk *d, const struct family_new *v, struct family_alike **ret)
{
	struct may_reach reach = may_reach(d, MAY_FAMILY_LIST);
	struct family_search_alike_row *row;
	struct sought surname = surname_of(d, v->kana);
	size_t n = 0, row_n = family_search_alike(d, &(struct family_search_alike_in){ .kana_text = key_of(d, 'k', fold_text(d->arena, v->kana)),
		.child_text = key_of(d, 'k', fold_text(d->arena, v->child_kana)), .name_text = key_of(d, 'n', fold_text(d->arena, v->name)),
		.phone_text = key_of(d, 't', family_phone_digits(d->arena, v->phone)), .born_text = birthday_key(d, v->born_on),
		.child_born_text = birthday_key(d, v->child_born_on), .surname_from = surname.from, .surname_until = surname.until,
		.limit_n = RAW_MOST, WALLS(reach) }, &row);
	*ret = ARENA_ARRAY(d->arena, struct family_alike, ALIKE_MOST + 1);
	for (size_t i = 0; i < row_n; i++) {
		size_t at = 0;
		while (at < n && (*ret)[at].family_id.v != row[i].family_id.v)
			at++;
		if (at == n && n++ < ALIKE_MOST)
			(*ret)[at] = (struct family_alike){ .family_id = row[i].family_id, .area_id = row[i].area_id, .name = row[i].name, .kana = row[i].kana };
		if (at < ALIKE_MOST)
			alike_because(&(*ret)[at], row[i].sought.s[0]);
		n = n > ALIKE_MOST ? ALIKE_MOST : n;
	}
	return n;
}
