/* The languages families read: their codes and what a browser asks for. */
#include "base/lang.h"
#include "base/json.h"
#include "base/out.h"
#include <string.h>

static const struct { const char *code, *html, *wish; } langs[LANG_N] = {
	[LANG_JA] = { "ja", "ja", "ja" },
	[LANG_EASY] = { "ja-easy", "ja", NULL },        /* no browser asks for it */
	[LANG_EN] = { "en", "en", "en" },
	[LANG_ZH] = { "zh", "zh-Hans", "zh" },
	[LANG_VI] = { "vi", "vi", "vi" },
	[LANG_PT] = { "pt", "pt-BR", "pt" },
};

bool lang_parse(struct str s, enum lang *ret)
{
	for (int i = 0; i < LANG_N; i++)
		if (str_is(s, langs[i].code)) {
			*ret = (enum lang)i;
			return true;
		}
	return false;
}

const char *lang_code(enum lang lang) { return langs[lang].code; }
const char *lang_html(enum lang lang) { return langs[lang].html; }

/* The weight behind ;q= in thousandths; 1000 when there is none. */
static int weight(struct str options)
{
	struct str one;
	while (str_cut(&options, ';', &one)) {
		one = str_trim(one);
		if (one.n < 3 || (one.s[0] | 32) != 'q' || one.s[1] != '=') continue;
		int q = one.s[2] == '1' ? 1000 : 0;
		for (size_t i = 4, unit = 100; i < one.n && i < 7 && q < 1000; i++, unit /= 10)
			if (one.s[i] >= '0' && one.s[i] <= '9') q += (one.s[i] - '0') * (int)unit;
		return q;
	}
	return 1000;
}

static int lang_of_tag(struct str tag)
{
	struct str primary;
	if (!str_cut(&tag, '-', &primary)) return -1;
	for (int i = 0; i < LANG_N; i++)
		if (langs[i].wish && str_eq_nocase(primary, langs[i].wish)) return i;
	return -1;
}

enum lang lang_accept(struct str accept_language)
{
	enum lang best = LANG_JA;
	int best_weight = 0;
	struct str one, tag;
	while (str_cut(&accept_language, ',', &one)) {
		if (!str_cut(&one, ';', &tag)) continue;
		int lang = lang_of_tag(str_trim(tag)), w = weight(one);
		if (lang >= 0 && w > best_weight) {
			best = (enum lang)lang;
			best_weight = w;
		}
	}
	return best;
}

void lang_words_read(struct arena *a, struct str json, struct str ret[LANG_N])
{
	struct str why;
	const struct json *j = json_read(a, json, &why);
	for (int i = 0; i < LANG_N; i++)
		ret[i] = json_text(j, lang_code((enum lang)i));
}

struct str lang_words_write(struct arena *a, const struct str words[LANG_N])
{
	struct out o = { .arena = a };
	for (int i = 0; i < LANG_N; i++) {
		if (!words[i].n)
			continue;
		out_fmt(&o, "%s\"%s\":", o.n ? "," : "{", lang_code((enum lang)i));
		out_json(&o, words[i]);
	}
	if (!o.n)
		return STR_NONE;
	out_z(&o, "}");
	return out_done(&o);
}
