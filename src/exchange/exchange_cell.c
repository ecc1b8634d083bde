/* Cells, made clean. */
#include "exchange/exchange_cell.h"
#include "base/nfkc.h"
#include "base/out.h"
#include "directory/directory_words.h"
#include "exchange/exchange_record.h"
#include <string.h>

/* A line break of HTML at the front: how long it is. */
static size_t tag_at(struct str s)
{
	size_t n = 3;
	if (s.n < 4 || s.s[0] != '<' || (s.s[1] | 32) != 'b' || (s.s[2] | 32) != 'r')
		return 0;
	while (n < s.n && (s.s[n] == ' ' || s.s[n] == '/'))
		n++;
	return n < s.n && s.s[n] == '>' ? n + 1 : 0;
}

/* A tag of HTML at the front, bold or a link; "<3 years" is none. */
static size_t mark_at(struct str s)
{
	size_t n = s.n > 1 && s.s[1] == '/' ? 2 : 1;
	const char *end = s.s[0] == '<' ? memchr(s.s, '>', s.n < 400 ? s.n : 400) : NULL;
	bool is_letter = n < s.n && ((s.s[n] >= 'a' && s.s[n] <= 'z') || (s.s[n] >= 'A' && s.s[n] <= 'Z'));
	return end && is_letter ? (size_t)(end + 1 - s.s) : 0;
}

static const struct { const char *name, *means; } entities[] = {
	{ "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&nbsp;", " " },
	{ "&#39;", "'" }, { "&apos;", "'" } };

static size_t entity_at(struct str s, const char **ret)
{
	for (size_t i = 0; s.s[0] == '&' && i < sizeof entities / sizeof *entities; i++)
		if (str_starts(s, entities[i].name)) {
			*ret = entities[i].means;
			return strlen(entities[i].name);
		}
	return 0;
}

static bool needs_cleaning(struct str s)
{
	return memchr(s.s, '\r', s.n) || memchr(s.s, '<', s.n) || memchr(s.s, '&', s.n);
}

/* ="012" and '012: how spreadsheets are told that digits are words. */
static struct str without_wrap(struct str s)
{
	bool is_formula = s.n > 3 && s.s[0] == '=' && s.s[1] == '"' && s.s[s.n - 1] == '"' && !memchr(s.s + 2, '"', s.n - 3);
	bool is_words = s.n > 1 && s.s[0] == '\'' && strspn(s.s + 1, "0123456789-+()") >= s.n - 1;
	return is_formula ? (struct str){ s.s + 2, s.n - 3 } : is_words ? (struct str){ s.s + 1, s.n - 1 } : s;
}

struct str exchange_cell_clean(struct arena *a, struct str cell)
{
	struct str s = without_wrap(str_trim(cell));
	struct out out = { .arena = a };
	if (!s.n || !needs_cleaning(s))
		return arena_str(a, s);
	while (s.n) {
		const char *means = NULL;
		size_t tag = tag_at(s), mark = tag ? 0 : mark_at(s), entity = entity_at(s, &means), n = tag ? tag : mark ? mark : entity ? entity : 1;
		bool is_return = s.s[0] == '\r';
		if (tag || (is_return && !(s.n > 1 && s.s[1] == '\n')))
			out_z(&out, "\n");
		else if (entity)
			out_z(&out, means);
		else if (!is_return && !mark)
			out_put(&out, s.s, 1);
		s = (struct str){ s.s + n, s.n - n };
	}
	return out.n ? str_trim(out_done(&out)) : STR("");
}

struct str exchange_cell_one_line(struct arena *a, struct str s)
{
	struct out out = { .arena = a };
	if (!s.n || (!memchr(s.s, '\n', s.n) && !memchr(s.s, '\t', s.n)))
		return s;
	for (size_t i = 0; i < s.n; i++) {
		bool is_break = s.s[i] == '\n' || s.s[i] == '\t';
		if (!is_break || (out.n && out.b[out.n - 1] != ' '))
			out_put(&out, is_break ? " " : s.s + i, 1);
	}
	return out_done(&out);
}

struct str exchange_cell_cut(struct arena *a, struct str s, size_t bytes)
{
	size_t n = s.n < bytes ? s.n : bytes;
	while (n > 0 && n < s.n && ((unsigned char)s.s[n] & 0xc0) == 0x80)
		n--;
	return n == s.n ? s : arena_str(a, (struct str){ s.s, n });
}

struct str exchange_cell_cut_letters(struct arena *a, struct str s, size_t letters)
{
	size_t n = 0, seen = 0;
	while (n < s.n && (seen < letters || ((unsigned char)s.s[n] & 0xc0) == 0x80))
		seen += ((unsigned char)s.s[n++] & 0xc0) != 0x80;
	while (n < s.n && ((unsigned char)s.s[n] & 0xc0) == 0x80)
		n++;
	return exchange_cell_cut(a, s, n);
}

/* ---- facts that have a form ---- */

static struct str yes_or_no(struct str s)
{
	return exchange_is_one_of(s, exchange_yes) ? STR("yes") : exchange_is_one_of(s, exchange_no) ? STR("no") : s;
}

static struct str time_of(struct arena *a, struct str s)
{
	int64_t minute;
	bool is_clock = directory_clock_read(s, &minute) && s.n <= 15;
	return is_clock ? arena_fmt(a, "%02d:%02d", (int)(minute / 60), (int)(minute % 60)) : s;
}

static struct str postal_of(struct arena *a, struct str s)
{
	struct str folded = nfkc(a, s);
	struct out out = { .arena = a };
	for (size_t i = 0; i < folded.n; i++)
		if (folded.s[i] >= '0' && folded.s[i] <= '9')
			out_put(&out, folded.s + i, 1);
	return out.n == 7 ? arena_fmt(a, "%.3s-%.4s", out.b, out.b + 3) : STR_NONE;
}

static bool code_holds(const char *d)
{
	int sum = (d[0] - '0') * 6 + (d[1] - '0') * 5 + (d[2] - '0') * 4 + (d[3] - '0') * 3 + (d[4] - '0') * 2;
	int check = sum >= 11 ? (11 - sum % 11) % 10 : 11 - sum;
	return check % 10 == d[5] - '0';
}

static int code_check(const char *d)
{
	int sum = (d[0] - '0') * 6 + (d[1] - '0') * 5 + (d[2] - '0') * 4 + (d[3] - '0') * 3 + (d[4] - '0') * 2;
	return (sum >= 11 ? (11 - sum % 11) % 10 : 11 - sum) % 10;
}

/* A municipality's six digits (the last one checks): a lost zero in front or a lost check digit is put back; what fails the check is no code. */
static struct str code_of(struct arena *a, struct str s)
{
	struct str folded = nfkc(a, s);
	char d[8] = "";
	size_t n = 0;
	for (size_t i = 0; i < folded.n; i++) {
		if (folded.s[i] < '0' || folded.s[i] > '9' || n == 6)
			return STR_NONE;
		d[n++] = folded.s[i];
	}
	if (n == 6)
		return code_holds(d) ? arena_fmt(a, "%s", d) : STR_NONE;
	if (n != 5)
		return n == 2 ? folded : STR_NONE;
	char padded[8] = { '0', d[0], d[1], d[2], d[3], d[4] };
	return code_holds(padded) ? arena_fmt(a, "%s", padded) : arena_fmt(a, "%s%d", d, code_check(d));
}

static struct str ownership_of(struct str s)
{
	return exchange_is_one_of(s, exchange_public) ? STR("public") : exchange_is_one_of(s, exchange_private) ? STR("private")
		: str_is(s, "public") || str_is(s, "private") || str_is(s, "informal") ? s : STR_NONE;
}

static struct str url_of_cell(struct str s)
{
	bool is_url = str_starts(s, "https://") || str_starts(s, "http://");
	return is_url && !str_has(s, " ") && !str_has(s, "\n") && s.n < 2000 ? s : STR_NONE;
}

struct str exchange_cell_fact(struct arena *a, enum directory_fact fact, struct str s)
{
	switch ((int)fact) {
	case FACT_TEMPORARY: case FACT_SICK_CARE: case FACT_EXTENDED: case FACT_NIGHT: case FACT_HOLIDAY_CARE: case FACT_ALL_DAY:
	case FACT_NURSING_ROOM: case FACT_DIAPER: case FACT_FOOD: case FACT_STROLLER_LOAN: case FACT_STROLLER: case FACT_ELEVATOR:
	case FACT_WHEELCHAIR: case FACT_TOILET: case FACT_DRINKING_WATER: case FACT_PARKING:
		return exchange_is_one_of(s, exchange_nothings) && !exchange_is_one_of(s, exchange_no) ? STR_NONE : yes_or_no(s);
	default:
		break;
	}
	if (exchange_is_one_of(s, exchange_nothings))
		return STR_NONE;
	switch ((int)fact) {
	case FACT_OPENS: case FACT_CLOSES: case FACT_TEMPORARY_OPENS: case FACT_TEMPORARY_CLOSES:
		return time_of(a, s);
	case FACT_POSTAL:
		return postal_of(a, s);
	case FACT_CODE:
		return code_of(a, s);
	case FACT_OWNERSHIP:
		return ownership_of(s);
	case FACT_URL: case FACT_FORM_URL: case FACT_LINE_URL: case FACT_PICTURE_URL:
		return url_of_cell(s);
	case FACT_BODY_NO:
		return s.n == 13 && s.s[0] >= '1' && s.s[0] <= '9' ? s : STR_NONE;
	default:
		return s;
	}
}

/* ---- coordinates and days ---- */

static struct str without_heads(struct str s)
{
	static const char *const tail[] = { "N", "E", "n", "e", " ", ",", NULL };
	for (size_t i = 0; exchange_degree_heads[i]; i++)
		if (str_starts(s, exchange_degree_heads[i])) {
			size_t n = strlen(exchange_degree_heads[i]);
			s = (struct str){ s.s + n, s.n - n };
			i = (size_t)-1;
		}
	for (size_t i = 0; tail[i]; i++)
		if (str_ends(s, tail[i])) {
			s.n -= strlen(tail[i]);
			i = (size_t)-1;
		}
	return s;
}

/* 35.40.52.3: degrees, minutes and seconds with points between them. */
static bool dotted(struct str s, double *part)
{
	struct str rest = s, one;
	int64_t n;
	for (int i = 0; i < 2; i++) {
		if (!str_cut(&rest, '.', &one) || !str_int(one, &n))
			return false;
		part[i] = (double)n;
	}
	char text[16] = "", *end;
	if (!rest.n || rest.n >= sizeof text || rest.s[0] < '0' || rest.s[0] > '9')
		return false;
	memcpy(text, rest.s, rest.n);
	part[2] = strtod(text, &end);
	return !*end;
}

static bool parted(struct str s, double *part)
{
	const char *at = s.s;
	char *end = NULL;
	for (int n = 0; n < 3 && at < s.s + s.n; n++) {
		part[n] = strtod(at, &end);
		if (end == at)
			return false;
		at = end;
		while (at < s.s + s.n && (*at < '0' || *at > '9')) {
			if (*at == '.' || *at == ',' || (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z'))
				return false;
			at++;
		}
	}
	return at >= s.s + s.n;
}

bool exchange_cell_degrees(struct arena *a, struct str words, double *ret)
{
	struct str s = str_trim(nfkc(a, words));
	double part[3] = { 0 };
	size_t points = 0;
	if (!s.n || s.n > 60)
		return false;
	s = arena_str(a, str_trim(without_heads(s)));
	for (size_t i = 0; i < s.n; i++)
		points += s.s[i] == '.';
	bool is_whole = s.n && (points > 1 ? dotted(s, part) : parted(s, part));
	*ret = part[0] + part[1] / 60 + part[2] / 3600;
	return is_whole && part[0] == part[0] && part[1] < 60 && part[2] < 60;
}

/* The numbers in a row of words: at most three. The first year of an era is written with a letter of its own. */
static int numbers(struct str s, int *ret)
{
	int n = 0;
	for (size_t i = 0; i < s.n && n < 3; i++) {
		bool is_digit = s.s[i] >= '0' && s.s[i] <= '9';
		if (!is_digit && !str_starts((struct str){ s.s + i, s.n - i }, exchange_word_first))
			continue;
		ret[n] = is_digit ? 0 : 1;
		while (i < s.n && s.s[i] >= '0' && s.s[i] <= '9' && ret[n] < 100000000)
			ret[n] = ret[n] * 10 + (s.s[i++] - '0');
		n++;
	}
	return n;
}

static struct day eight_digits(struct str s)
{
	int part[3];
	if (numbers(s, part) != 1)
		return DAY_NONE;
	return s.n == 8 ? day_make(part[0] / 10000, part[0] / 100 % 100, part[0] % 100) : day_make(part[0] / 100, part[0] % 100, 1);
}

struct day exchange_day_read(struct arena *a, struct str words)
{
	struct str s = str_trim(nfkc(a, words));
	int part[3], add = 0;
	if (!s.n || s.n > 60)
		return DAY_NONE;
	if (numbers(s, part) == 1 && (s.n == 8 || s.n == 6))
		return eight_digits(s);
	int n = numbers(s, part);
	if (n < 2)
		return DAY_NONE;
	if (part[0] < 100) {
		add = exchange_era(s);
		if (!add)
			return DAY_NONE;
	}
	return part[0] + add < 1900 ? DAY_NONE : day_make(part[0] + add, part[1], n == 3 ? part[2] : 1);
}

/* How long the date at the front is: era and year, or a year of four digits, then month and maybe day; 0: none. */
static size_t date_at(struct str s)
{
	size_t n = exchange_era(s) && !str_starts(s, "r") && !str_starts(s, "h") && !str_starts(s, "s") ? 6 : 0;
	bool has_era = n > 0;
	int groups = 0;
	while (n < s.n && groups < 3) {
		size_t digits = 0;
		struct str rest = { s.s + n, s.n - n };
		while (digits < rest.n && rest.s[digits] >= '0' && rest.s[digits] <= '9')
			digits++;
		bool is_first = !digits && has_era && !groups && str_starts(rest, exchange_word_first);
		if ((!digits && !is_first) || (!groups && !has_era && digits != 4 && digits != 8))
			break;
		n += is_first ? strlen(exchange_word_first) : digits;
		if (++groups == 1 && digits == 8)
			return n;
		size_t gap = 0;
		for (rest = (struct str){ s.s + n, s.n - n }; gap < rest.n && gap < 3 && (rest.s[gap] < '0' || rest.s[gap] > '9'); gap++)
			;
		n += groups < 3 ? gap : 0;
	}
	return groups >= 2 ? n : 0;
}

struct day exchange_day_in(struct arena *a, struct str words)
{
	struct str s = nfkc(a, words);
	bool after_digit = false;
	for (size_t i = 0; i < s.n; i++) {
		size_t n = after_digit ? 0 : date_at((struct str){ s.s + i, s.n - i });
		struct day on = n ? exchange_day_read(a, arena_str(a, (struct str){ s.s + i, n })) : DAY_NONE;
		if (!day_is_none(on))
			return on;
		after_digit = s.s[i] >= '0' && s.s[i] <= '9';
	}
	return DAY_NONE;
}
