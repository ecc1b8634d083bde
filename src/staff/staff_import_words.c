/* What the headings and cells of lists of staff say. */
#include "base/fold.h"
#include "base/out.h"
#include "staff/staff_import.h"

const struct roll_column staff_import_columns[] = {
	{ "name", "氏名|名前|職員名|職員氏名|お名前|name" },
	{ "kana", "かな|ふりがな|フリガナ|カナ|カナ氏名|氏名カナ|氏名かな|よみ|読み|よみがな|kana" },
	{ "kind", "職種|職名|職|しごと|仕事|資格|役割|kind" },
	{ "area", "地区|担当地区|受け持ち地区|受持地区|区域|担当区域|地域|担当地域|エリア|area" },
	{ "phone", "電話|電話番号|連絡先|TEL|直通|phone" },
	{ "joined", "採用日|採用年月日|着任日|入職日|入庁日|配属日" },
	{ "began", "従事開始日|資格取得日|免許取得日|実務開始日|経験開始日" },
	{ "years", "経験年数|経験|実務経験|年数" },
	{ "left", "退職日|離任日|異動日|終了日" },
	{ "language", "言語|対応言語|話せる言語|話せることば|語学|外国語|ことば" },
	{ "code", "職員番号|番号|社員番号|職員コード|コード|ID|No" },
	{ "operator", "所属|団体|法人|所属団体|運営団体|委託先" },
	{ "nickname", "愛称|ニックネーム" },
	{ "hours", "勤務時間|時間|窓口時間" },
	{ "hours-rule", "空き時間|時間（計算用）|hours_rule" },
	{ "capacity", "勤務割合|受け持てる量|割合|capacity" },
	{ "named", "担当になれる|担当可|担当の可否|担当" },
	{ "about", "ひとこと|紹介|自己紹介" },
	{ "login", "ログイン名|ログイン|アカウント|login" },
};
const size_t staff_import_column_n = sizeof staff_import_columns / sizeof *staff_import_columns;

struct str staff_import_kind(struct str written)
{
	static const struct { const char *word, *kind; } kinds[] = {
		{ "助産師", "midwife" }, { "保健師", "nurse" }, { "看護師", "nurse" }, { "コーディネーター", "coordinator" }, { "コンシェルジュ", "concierge" },
		{ "コンシェル", "concierge" }, { "専門員", "specialist" }, { "相談員", "specialist" }, { "責任者", "manager" }, { "係長", "manager" },
		{ "課長", "manager" }, { "主任", "manager" }, { "管理", "manager" }, { "センター長", "manager" }, { "事務", "clerk" }, { "受付", "clerk" },
		{ "nurse", "nurse" }, { "midwife", "midwife" }, { "specialist", "specialist" }, { "coordinator", "coordinator" },
		{ "concierge", "concierge" }, { "clerk", "clerk" }, { "manager", "manager" },
	};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_has(written, kinds[i].word))
			return str_of(kinds[i].kind);
	return STR_NONE;
}

static bool language_of(struct arena *a, struct str word, const char **ret)
{
	static const struct { const char *words, *code; } languages[] = {
		{ "日本語|日|ja", "ja" }, { "英語|英|English|en", "en" }, { "中国語|中|北京語|zh", "zh" }, { "ベトナム語|越|vi", "vi" },
		{ "ポルトガル語|葡|pt", "pt" }, { "なし|無|-", "" },
	};
	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
		struct str rest = str_of(languages[i].words), one;
		while (str_cut(&rest, '|', &one))
			if (str_eq(fold_text(a, one), fold_text(a, word))) {
				*ret = languages[i].code;
				return true;
			}
	}
	return false;
}

bool staff_import_languages(struct arena *a, struct str written, struct str *ret)
{
	struct out list = { .arena = a };
	struct str word;
	out_z(&list, ",ja,");
	while (staff_import_next(&written, &word)) {
		const char *code;
		if (!language_of(a, word, &code))
			return false;
		if (*code && !str_is(str_of(code), "ja"))
			out_fmt(&list, "%s,", code);
	}
	*ret = out_done(&list);
	return true;
}

/* Cells hold several words: 中部、北部・南部 / a,b; a b. */
bool staff_import_next(struct str *rest, struct str *ret_word)
{
	static const char *const marks[] = { "、", "・", "，", "／", "；", "　", ",", ";", "/", " ", "\n", "+" };
	for (size_t at = 0; rest->n;) {
		size_t cut = 0;
		struct str here = { rest->s + at, rest->n - at };
		for (size_t i = 0; at < rest->n && i < sizeof marks / sizeof *marks && !cut; i++)
			cut = str_starts(here, marks[i]) ? str_of(marks[i]).n : 0;
		if (at < rest->n && !cut) {
			at++;
			continue;
		}
		*ret_word = str_trim((struct str){ rest->s, at });
		rest->s += at + cut;
		rest->n -= at + cut;
		at = 0;
		if (ret_word->n)
			return true;
	}
	return false;
}
