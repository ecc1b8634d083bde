/* The words that cities, groups and people use for types, ages, days, times and yes and no. They are read, never shown; nothing is invented. */
#include "directory/directory_words.h"
#include "base/nfkc.h"
#include "directory/directory_rules.h"
#include <string.h>

/* ---- type: the first row whose word stands in what the source calls it, then in the name ---- */

static const struct { const char *said, *type; } said[] = {
	{ "病児", "sick_care" }, { "病後児", "sick_care" }, { "こども園", "kodomoen" }, { "子ども園", "kodomoen" }, { "小規模", "small_nursery" },
	{ "家庭的保育", "small_nursery" }, { "認可外", "unlicensed" }, { "事業所内", "small_nursery" }, { "企業主導", "unlicensed" },
	{ "認証保育", "unlicensed" }, { "ベビーホテル", "unlicensed" }, { "横浜保育室", "unlicensed" }, { "学童", "after_school" }, { "放課後", "after_school" },
	{ "児童クラブ", "after_school" }, { "ファミリー・サポート", "family_support" }, { "ファミリーサポート", "family_support" }, { "一時預かり", "temporary" },
	{ "子育て支援センター", "hiroba" }, { "支援拠点", "hiroba" }, { "つどい", "hiroba" }, { "ひろば", "hiroba" }, { "児童館", "children_hall" },
	{ "児童センター", "children_hall" }, { "公園", "park" }, { "遊び場", "park" }, { "図書館", "library" }, { "サークル", "circle" }, { "サロン", "salon" },
	{ "障がい", "disability" }, { "障害", "disability" }, { "発達", "disability" }, { "助産", "birth" }, { "産後ケア", "birth" }, { "病院", "clinic" },
	{ "クリニック", "clinic" }, { "医院", "clinic" }, { "診療所", "clinic" }, { "小児科", "clinic" }, { "窓口", "counter" }, { "相談", "counsel" },
	{ "保育", "nursery" }, { "幼稚園", "kindergarten" }, { "店", "shop" },
};

static const char *type_in(struct str words)
{
	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		if (words.n && str_has(words, said[i].said))
			return said[i].type;
	return NULL;
}

bool directory_type_known(struct str words)
{
	return type_in(words) != NULL;
}

const char *directory_type_guess(const struct str fact[FACT_N])
{
	const char *type = type_in(fact[FACT_TYPE_WORDS]);
	return type ? type : (type = type_in(fact[FACT_NAME])) ? type : "other";
}

/* ---- ages ---- */

/* Digits, also wide ones, at the front; what follows is left in *s. */
static bool number_cut(struct str *s, int64_t *ret)
{
	int64_t n = 0;
	size_t used = 0;
	while (used < s->n) {
		const unsigned char *at = (const unsigned char *)s->s + used;
		if (*at >= '0' && *at <= '9') {
			n = n * 10 + (*at - '0');
			used++;
		} else if (s->n - used >= 3 && at[0] == 0xef && at[1] == 0xbc && at[2] >= 0x90 && at[2] <= 0x99) {
			n = n * 10 + (at[2] - 0x90);
			used += 3;
		} else {
			break;
		}
		if (n > 10000)
			return false;
	}
	if (!used)
		return false;
	*s = (struct str){ s->s + used, s->n - used };
	*ret = n;
	return true;
}

static bool cut_word(struct str *s, const char *word)
{
	if (!str_starts(*s, word))
		return false;
	*s = (struct str){ s->s + strlen(word), s->n - strlen(word) };
	return true;
}

static bool cut_month_word(struct str *s)
{
	return cut_word(s, "か月") || cut_word(s, "ヶ月") || cut_word(s, "ケ月") || cut_word(s, "カ月") || cut_word(s, "ヵ月") || cut_word(s, "箇月");
}

/* Behind the bracket of 0歳（2ヶ月）, 0歳（57日目）, 0歳（1週間）. */
static bool in_brackets(struct str *s, int64_t *ret_n)
{
	struct str rest = *s;
	int64_t n, months;
	cut_word(&rest, "生後");
	if (!number_cut(&rest, &n))
		return false;
	if (cut_month_word(&rest))
		months = n;
	else if (cut_word(&rest, "日"))
		months = n / 30;
	else if (cut_word(&rest, "週"))
		months = n * 7 / 30;
	else
		return false;
	while (rest.n && !cut_word(&rest, "）") && !cut_word(&rest, ")"))
		rest = (struct str){ rest.s + 1, rest.n - 1 };
	*ret_n = months;
	*s = rest;
	return true;
}

/* One age at the front: months from birth. *ret_is_years: nothing finer than years was said, so as an upper end the whole year counts. */
static bool age_cut(struct str *s, int64_t *ret_n, bool *ret_is_years)
{
	int64_t n;
	*ret_is_years = false;
	if (cut_word(s, "産休あけ") || cut_word(s, "産休明け"))
		return *ret_n = 2, true;
	if (cut_word(s, "就学前") || cut_word(s, "小学校就学前") || cut_word(s, "就学始期"))
		return *ret_n = DIRECTORY_AGE_SCHOOL - 1, true;
	cut_word(s, "生後");
	cut_word(s, "満");
	if (!number_cut(s, &n))
		return false;
	if (cut_word(s, "日"))
		return *ret_n = n / 30, true;
	if (cut_word(s, "週"))
		return *ret_n = n * 7 / 30, true;
	if (cut_month_word(s))
		return *ret_n = n, true;
	if (!cut_word(s, "歳") && !cut_word(s, "才") && s->n && (unsigned char)s->s[0] >= 0x80 && !str_starts(*s, "～") && !str_starts(*s, "〜"))
		return false;
	*ret_n = n * 12;
	struct str rest = *s;
	cut_word(&rest, "児");
	if (n == 0 && (cut_word(&rest, "（") || cut_word(&rest, "(")) && in_brackets(&rest, ret_n)) {
		*s = rest;
		return true;
	}
	rest = *s;
	if (number_cut(&rest, &n) && cut_month_word(&rest)) {
		*ret_n += n;
		*s = rest;
		return true;
	}
	return *ret_is_years = true, true;
}

static bool cut_until(struct str *s)
{
	static const char *const word[] = { "児", "から", "以上", " ", "　", "～", "〜", "-", "－", "―", "ー", "~", "—", "より", NULL };
	bool found = false, again = true;
	while (again) {
		again = false;
		for (size_t i = 0; word[i]; i++)
			if (cut_word(s, word[i]))
				again = found = true;
	}
	return found;
}

bool directory_age_read(struct str words, int64_t *ret_from_n, int64_t *ret_to_n)
{
	struct str s = str_trim(words);
	int64_t from, to;
	bool is_years, is_to_years;
	if (cut_until(&s) && age_cut(&s, &to, &is_to_years)) {          /* ～5歳 */
		*ret_from_n = 0;
		*ret_to_n = is_to_years ? to + 11 : to;
		return true;
	}
	if (!age_cut(&s, &from, &is_years))
		return false;
	*ret_from_n = from;
	*ret_to_n = DIRECTORY_AGE_UNKNOWN;
	bool is_open_ended = cut_until(&s);
	if (is_open_ended && age_cut(&s, &to, &is_to_years) && to >= from)
		*ret_to_n = is_to_years && !str_starts(s, "未満") ? to + 11 : str_starts(s, "未満") ? to - 1 : to;
	else if (!is_open_ended && is_years)
		*ret_to_n = from + 11;
	return true;
}

/* ---- hours ---- */

/* "7:00", "07:00", "7時30分" at the front: minutes of the day. */
static bool clock_cut(struct str *s, int64_t *ret)
{
	int64_t hour, minute = 0;
	if (!number_cut(s, &hour))
		return false;
	if (cut_word(s, ":") || cut_word(s, "：")) {
		if (!number_cut(s, &minute))
			return false;
	} else if (cut_word(s, "時")) {
		if (number_cut(s, &minute) && !cut_word(s, "分"))
			return false;
	} else {
		return false;
	}
	*ret = hour * 60 + minute;
	return hour <= 24 && minute < 60 && *ret <= 24 * 60;
}

bool directory_clock_read(struct str words, int64_t *ret)
{
	struct str s = str_trim(words);
	return clock_cut(&s, ret);
}

/* 月火水木金 -> Mon-Fri and the like; days that are written otherwise stay unknown. */
struct str directory_days_rule(struct arena *a, struct str words)
{
	static const struct { const char *kanji, *rule; } day[] = { { "月", "Mon" }, { "火", "Tue" }, { "水", "Wed" }, { "木", "Thu" }, { "金", "Fri" },
		{ "土", "Sat" }, { "日", "Sun" } };
	struct out o = { .arena = a };
	if (str_has(words, "月～土") || str_has(words, "月〜土") || str_has(words, "月~土"))
		return STR("Mon-Sat");
	if (str_has(words, "月～金") || str_has(words, "月〜金") || str_has(words, "月~金") || str_has(words, "平日"))
		return STR("Mon-Fri");
	if (str_has(words, "毎日") || str_has(words, "月～日") || str_has(words, "月~日"))
		return STR("Mon-Sun");
	for (int i = 0; i < 7; i++)
		if (str_has(words, day[i].kanji) && !str_has(words, "曜"))
			out_fmt(&o, "%s%s", o.n ? "," : "", day[i].rule);
	return o.n ? out_done(&o) : STR_NONE;
}

/* 月～土 8:30～17:00: days and one span of time and nothing that makes it rarer than weekly. */
struct str directory_hours_read(struct arena *a, struct str words)
{
	static const char *const rarer[] = { "第", "毎月", "隔週", "月に", "月１", "月1", "予約", "随時", "回", "曜", NULL };
	struct str s = nfkc(a, words), days;
	int64_t from, to, more;
	size_t at = 0;
	for (size_t i = 0; rarer[i]; i++)
		if (str_has(words, rarer[i]))
			return STR_NONE;
	while (at < s.n && (s.s[at] < '0' || s.s[at] > '9'))
		at++;
	days = directory_days_rule(a, (struct str){ s.s, at });
	s = (struct str){ s.s + at, s.n - at };
	if (!days.n || !clock_cut(&s, &from) || !cut_until(&s) || !clock_cut(&s, &to) || to <= from)
		return STR_NONE;
	for (; s.n; s = (struct str){ s.s + 1, s.n - 1 })
		if (number_cut(&s, &more))
			return STR_NONE;
	return arena_fmt(a, "%s %02d:%02d-%02d:%02d", days.s, (int)(from / 60), (int)(from % 60), (int)(to / 60), (int)(to % 60));
}

/* ---- yes and no, free and paid ---- */

bool directory_is_yes(struct str s)
{
	return s.n && !str_is(s, "無") && !str_is(s, "なし") && !str_is(s, "不可") && !str_is(s, "×") && !str_is(s, "0") && !str_is(s, "no")
		&& !str_is(s, "N") && !str_is(s, "-") && !str_is(s, "―") && !str_is(s, "FALSE") && !str_is(s, "false");
}

bool directory_is_plain_yes(struct str s)
{
	static const char *const word[] = { "有", "有り", "あり", "○", "◯", "可", "可能", "はい", "利用可", "実施", "yes", "Y", "1", "TRUE", "true", NULL };
	for (size_t i = 0; word[i]; i++)
		if (str_is(s, word[i]))
			return true;
	return false;
}

struct str directory_fee_kind(const struct str fact[FACT_N])
{
	struct str fee = fact[FACT_FEE];
	if (!fee.n)
		return STR("unknown");
	bool is_free = str_starts(fee, "無料") || str_is(fee, "0") || str_is(fee, "0円") || str_is(fee, "なし") || str_is(fee, "free");
	bool is_paid = str_has(fee, "円") || str_has(fee, "有料");
	return is_free && !(str_has(fee, "有料")) ? STR("free") : is_paid ? STR("paid") : STR("unknown");
}

/* ---- areas and telephones ---- */

static bool is_no_town(struct str s)
{
	static const char *const word[] = { "北部", "南部", "東部", "西部", "中部", "中央", "区域", "市内ぜんぶ", "北", "南", "東", "西", "島", NULL };
	for (size_t i = 0; word[i]; i++)
		if (str_is(s, word[i]))
			return true;
	return str_letters(s) < 2 || str_ends(s, "区域") || str_ends(s, "ぜんぶ") || str_ends(s, "全域");
}

static struct str without_end(struct str s)
{
	static const char *const end[] = { "のあたり", "のまわり", "地区", "地域", "エリア", NULL };
	for (size_t i = 0; end[i]; i++)
		if (str_ends(s, end[i]) && s.n > strlen(end[i]))
			s.n -= strlen(end[i]);
	return s;
}

bool directory_area_word_cut(struct str *rest, struct str *ret)
{
	static const char *const at[] = { "（", "）", "・", "、", "(", ")", " ", "　", NULL };
	while (rest->n) {
		size_t n = 0, skip = 0;
		while (n < rest->n && !skip) {
			struct str here = { rest->s + n, rest->n - n };
			for (size_t i = 0; at[i] && !skip; i++)
				skip = str_starts(here, at[i]) ? strlen(at[i]) : 0;
			n += !skip;
		}
		struct str word = without_end((struct str){ rest->s, n });
		*rest = (struct str){ rest->s + n + skip, rest->n - n - skip };
		if (word.n && !is_no_town(word)) {
			*ret = word;
			return true;
		}
	}
	return false;
}

/* Digits, with a hyphen wherever something that may stand in a number stood between them. */
static struct str number_at(struct arena *a, struct str s, size_t *at)
{
	struct out o = { .arena = a };
	size_t digits = 0;
	for (; *at < s.n; ++*at) {
		char c = s.s[*at];
		bool is_digit = c >= '0' && c <= '9', is_between = c == '-' || c == '(' || c == ')' || c == ' ' || c == '.';
		if (!is_digit && !is_between && !((unsigned char)c >= 0x80 && (str_starts((struct str){ s.s + *at, s.n - *at }, "‐")
			|| str_starts((struct str){ s.s + *at, s.n - *at }, "−") || str_starts((struct str){ s.s + *at, s.n - *at }, "ー")
			|| str_starts((struct str){ s.s + *at, s.n - *at }, "―") || str_starts((struct str){ s.s + *at, s.n - *at }, "–"))))
			break;
		if (is_digit && digits == 11)
			break;
		if (is_digit)
			out_put(&o, &c, 1);
		else if (o.n && o.b[o.n - 1] != '-')
			out_z(&o, "-");
		digits += is_digit;
		*at += (unsigned char)c >= 0x80 ? 2 : 0;
	}
	while (o.n && o.b[o.n - 1] == '-')
		o.n--;
	bool is_whole = o.n && o.b[0] == '0' && digits >= 10 && digits <= 11;
	return is_whole ? out_done(&o) : STR_NONE;
}

struct str directory_phone_link(struct arena *a, struct str words)
{
	struct str s = nfkc(a, words);
	for (size_t at = 0; at < s.n;) {
		if (s.s[at] == '#' && s.n - at >= 5 && s.s[at + 1] >= '0' && s.s[at + 1] <= '9')
			return arena_fmt(a, "%.5s", s.s + at);
		if (s.s[at] != '0' && s.s[at] != '(') {
			at++;
			continue;
		}
		size_t from = at;
		struct str number = number_at(a, s, &at);
		if (number.n)
			return number;
		at = at > from ? at : from + 1;
	}
	return STR_NONE;
}
