/* Parts of headings and words in cells, for what no whole heading says; and looking a heading up. */
#include "exchange/exchange_words.h"
#include "base/nfkc.h"
#include "base/out.h"
#include <string.h>

#define NOT_NAMES "カナ|かな|英|法人|団体|設置|運営|事業者|市区町村|市町村|都道府県|自治体|連絡先|場所|会場|担当|課|代表|園長|所長|管理者|学校|駅|町|ファイル|画像|建物|路線|言語|国|氏名|責任|施設長|講師|申込|相談員|バス"

const struct exchange_part exchange_parts[] = {
	{ "緯度", "経度|日本測地|旧測地", false, TO_LAT }, { "経度", "緯度|日本測地|旧測地", false, TO_LON },
	{ "latitude", NULL, false, TO_LAT }, { "longitude", NULL, false, TO_LON },
	{ "郵便", NULL, false, FACT_POSTAL }, { "fax", "電話|tel", false, FACT_FAX }, { "ファックス", "電話", false, FACT_FAX },
	{ "ファクス", "電話", false, FACT_FAX },
	{ "メール", NULL, false, FACT_MAIL }, { "mail", NULL, false, FACT_MAIL },
	{ "電話", "時間|受付", false, FACT_PHONE }, { "tel", "hotel|intel", false, FACT_PHONE }, { "phone", NULL, false, FACT_PHONE },
	{ "カナ", "住所|所在|都道|市区|代表|設置|法人", false, FACT_KANA }, { "ふりがな", "住所|所在|代表", false, FACT_KANA },
	{ "フリガナ", "住所|所在|代表", false, FACT_KANA }, { "よみ", "本|絵|聞", false, FACT_KANA }, { "英語", "対応|教|保育", false, FACT_NAME_EN },
	{ "英字", NULL, false, FACT_NAME_EN }, { "通称", NULL, false, FACT_NICKNAME },
	{ "施設名", NOT_NAMES, false, FACT_NAME }, { "園名", NOT_NAMES, false, FACT_NAME }, { "事業所名", NULL, false, FACT_NAME },
	{ "名称", NOT_NAMES, false, FACT_NAME },
	{ "クラブ名", NULL, false, FACT_NAME }, { "館名", NOT_NAMES, false, FACT_NAME }, { "所名", NOT_NAMES, true, FACT_NAME },
	{ "制度名", NULL, false, FACT_NAME },
	{ "事業名", NULL, false, FACT_NAME }, { "機関名", NOT_NAMES, true, FACT_NAME }, { "院名", NOT_NAMES, true, FACT_NAME },
	{ "店名", NULL, true, FACT_NAME },
	{ "教室名", NULL, true, FACT_NAME }, { "タイトル", "サブ", false, FACT_NAME }, { "校名", NULL, true, FACT_NAME }, { "拠点名", NULL, false, FACT_NAME },
	{ "名", NOT_NAMES "|人|件|有無", true, FACT_NAME },
	{ "所在地", NOT_NAMES "|コード|法人|設置", false, FACT_ADDRESS }, { "住所", "コード|法人|設置|運営|代表", false, FACT_ADDRESS },
	{ "番地", NULL, true, FACT_BLOCK }, { "address", "mail", false, FACT_ADDRESS }, { "都道府県", "コード", false, FACT_PREFECTURE },
	{ "市区町村", "コード", false, FACT_CITY }, { "方書", NULL, false, FACT_BUILDING },
	{ "駐車", "料金", false, FACT_PARKING }, { "アクセス", "シビリティ", false, FACT_ACCESS }, { "最寄", NULL, false, FACT_ACCESS },
	{ "法人番号", NULL, false, FACT_BODY_NO }, { "設置者", "種|区分|住所|電話", false, FACT_BODY }, { "運営", "種|区分|住所|電話|形態|時間|日|方", false, FACT_BODY },
	{ "法人名", NULL, false, FACT_BODY }, { "事業者名", NULL, false, FACT_BODY }, { "主催", NULL, false, FACT_BODY }, { "団体名", NULL, false, FACT_BODY },
	{ "公私", NULL, false, FACT_OWNERSHIP }, { "公立", "数|園", false, FACT_OWNERSHIP },
	{ "定員", "歳|才|児|号|申込|空|欠|備", false, FACT_CAPACITY },
	{ "年齢下限", NULL, false, TO_AGE_FROM }, { "年齢上限", NULL, false, TO_AGE_TO }, { "開始年齢", NULL, false, TO_AGE_FROM },
	{ "終了年齢", NULL, false, TO_AGE_TO },
	{ "対象年齢", "空", false, FACT_AGES }, { "受入年齢", "空", false, FACT_AGES }, { "入年齢", "空", false, FACT_AGES }, { "年齢", "別|数|人", true, FACT_AGES },
	{ "曜日", "時", false, FACT_DAYS }, { "休館", NULL, false, FACT_HOURS_NOTE }, { "休園", NULL, false, FACT_HOURS_NOTE },
	{ "定休", NULL, false, FACT_HOURS_NOTE },
	{ "一時預かり", "料|時間|電話|定員", false, FACT_TEMPORARY }, { "一時保育", "料|時間|電話|定員", false, FACT_TEMPORARY },
	{ "病児", "料|時間|電話|定員", false, FACT_SICK_CARE }, { "延長保育", "料|時間|終了", false, FACT_EXTENDED }, { "休日保育", "料|時間", false, FACT_HOLIDAY_CARE },
	{ "夜間保育", "料|時間", false, FACT_NIGHT }, { "授乳", NULL, false, FACT_NURSING_ROOM }, { "おむつ", "処分|持", false, FACT_DIAPER },
	{ "オムツ", "処分|持", false, FACT_DIAPER }, { "ベビーカー貸", NULL, false, FACT_STROLLER_LOAN }, { "ベビーカー", NULL, false, FACT_STROLLER },
	{ "車椅子", NULL, false, FACT_WHEELCHAIR }, { "車いす", NULL, false, FACT_WHEELCHAIR }, { "エレベータ", NULL, false, FACT_ELEVATOR },
	{ "トイレ", NULL, false, FACT_TOILET }, { "遊具", NULL, false, FACT_EQUIPMENT },
	{ "開始時", "延長|申込", false, FACT_OPENS }, { "終了時", "延長|申込", false, FACT_CLOSES }, { "時間", "延長|土|日曜|祝|短|標準|教育|24|移動|所要", false, FACT_HOURS },
	{ "料金", "備考|駐|延長", false, FACT_FEE }, { "参加費", NULL, false, FACT_FEE }, { "利用料", NULL, false, FACT_FEE },
	{ "対象者", NULL, false, FACT_TARGET }, { "申込方法", NULL, false, FACT_HOW_TO_APPLY }, { "申請方法", NULL, false, FACT_HOW_TO_APPLY },
	{ "持ち物", NULL, false, FACT_DOCUMENTS }, { "必要書類", NULL, false, FACT_DOCUMENTS }, { "根拠法令", NULL, false, FACT_LAW },
	{ "問合", NULL, false, FACT_COUNTER }, { "問い合わせ", NULL, false, FACT_COUNTER }, { "担当課", NULL, false, FACT_COUNTER },
	{ "url", "画像|地図|申", false, FACT_URL }, { "ホームページ", NULL, false, FACT_URL }, { "サイト", NULL, false, FACT_URL },
	{ "画像", NULL, false, FACT_PICTURE_URL },
	{ "種別", "料金|高度", false, FACT_TYPE_WORDS }, { "施設区分", NULL, false, FACT_TYPE_WORDS }, { "分類", NULL, true, FACT_TYPE_WORDS },
	{ "類型", NULL, false, FACT_TYPE_WORDS },
	{ "小学校区", NULL, false, FACT_DISTRICT }, { "学区", NULL, false, FACT_DISTRICT }, { "地区", NULL, true, FACT_DISTRICT },
	{ "会場", NULL, false, TO_PLACE }, { "場所", "駐", false, TO_PLACE }, { "概要", NULL, false, FACT_SUMMARY },
	{ "内容", NULL, true, FACT_DESCRIPTION },
	{ "備考", "料金|連絡", false, FACT_NOTE }, { "特記", NULL, false, FACT_NOTE },
};
const size_t exchange_part_n = sizeof exchange_parts / sizeof *exchange_parts;

const char *const exchange_name_ends[] = { "園", "保育所", "センター", "館", "ひろば", "広場", "クリニック", "医院", "病院", "教室", "クラブ", "公園", "ルーム", "ハウス",
	"サークル", "サロン", "ホーム", "学園", "診療所", "の家", "保育室", "ステーション", "スクール", "ランド", "キッズ", NULL };
const char *const exchange_weak_names[] = { "施設", "園", "保育所", "保育所等", "幼稚園", "公園", "事業所", "団体", "サロン", "店", "店舗", "医療機関", "病院", "スポット",
	"窓口", "センター", "児童館", "クラブ", "サークル", "ひろば", "広場", "教室", "ルーム", "学校", "表記", "事業", "制度", "サービス", "名", "会場", "場所", "事業者", "子供園", "保育園",
	"保育施設", NULL };
const char *const exchange_ranks[] = { "公立", "私立", "認可外", "認可", "認定", "市立", "区立", "町立", "村立", "民間", NULL };
const char *const exchange_brackets[] = { "【", "■", "●", "◆", "○", "◎", "〇", "□", "◇", "▼", "▲", "〔", "《", "＜", "<", "[", "［", "★", "☆", NULL };
const char *const exchange_degree_heads[] = { "北緯", "東経", "緯度", "経度", "N", "E", "n", "e", ":", " ", NULL };
const char *const exchange_days[] = { "月", "火", "水", "木", "金", "土", "日", NULL };
const char *const exchange_class_words[] = { "歳", "歳児", "歳児クラス", "歳クラス", NULL };
const char *const exchange_from_to[] = { "～", "〜", "~", "-", "－", "から", NULL };
const char *const exchange_age_words[] = { "年齢", "age", NULL };
const char *const exchange_counters[] = { "園", "か所", "ヶ所", "カ所", "箇所", "施設", "件", "人", "名", "館", "クラブ", NULL };
const char *const exchange_nothings[] = { "-", "ー", "―", "—", "–", "‐", "−", "－", "ｰ", "--", "---", "n/a", "na", "null", "none", "nan",
	"#n/a", "・", "/", "／", "*", "＊", "…", "...", NULL };
const char *const exchange_yes[] = { "y", "yes", "有", "有り", "あり", "○", "◯", "〇", "◎", "☆", "■", "●", "1", "true", "可", "可能", "実施", "実施あり",
	"レ", "✓", "✔", NULL };
const char *const exchange_no[] = { "n", "no", "無", "無し", "なし", "×", "✕", "✖", "0", "false", "不可", "未実施", "-", "ー", "―", "—", NULL };
const char *const exchange_public[] = { "公", "公立", "公設", "市", "市立", "区立", "町立", "村立", "県立", "公営", "公設公営", "直営", NULL };
const char *const exchange_private[] = { "私", "私立", "民間", "民営", "民", "私設", NULL };
const char *const exchange_word_column = "列";
const char *const exchange_word_kodomoen = "認定こども園", *const exchange_word_in_company = "事業所内保育", *const exchange_word_from_to = "～";

const char *const exchange_word_years = "歳", *const exchange_word_join = "、", *const exchange_word_first = "元";
const char *const exchange_free_words[] = { "空", "受入可能", "受け入れ可能", "入所可能", "募集", "欠員", "利用可能", NULL };
const char *const exchange_wait_words[] = { "待", "申込", "申請", "希望", NULL };
const char *const exchange_enrolled_words[] = { "在籍", "在園", "入所児", "入所者", "入園児", "現員", "児童数", NULL };
const char *const exchange_address_words[] = { "市", "町", "村", "区", "丁目", "番地", "番", "字", NULL };
const char *const exchange_address_heads[] = { "都", "道", "府", "県", "市", "区", "町", "村", "郡", NULL };
const char *const exchange_event_words[] = { "イベント", "制度", "キッズステーション", "講座名", "教室名", "クラブ名", NULL };
const char *const exchange_events[] = { "イベント", "講座", "催し", "行事", NULL };
const char *const exchange_programme_words[] = { "制度", "手当", "助成", NULL };
const char *const exchange_sums[] = { "合計", "小計", "総計", "計", "総数", "平均", "全体", NULL };
const char *const exchange_marks[] = { "※", "＊", "*", "注", "（注", "(注", "出典", "資料", NULL };

/* ---- looking up ---- */

static const char *const dropped[] = { " ", "\t", "\n", "\r", "_", "-", "(", ")", "[", "]", "{", "}", "<", ">", "【", "】", "「", "」", "『",
	"』", "〔", "〕", "〈", "〉", "《", "》",
	"・", "•", "‧", "、", "。", ",", ".", ":", ";", "*", "※", "\"", "'", "/", "\\", "|", "~", "〜", "‐", "–", "—", "?", "!", "#", "&", "+", NULL };

static const struct { const char *from, *to; } same[] = { { "子ども", "子供" }, { "こども", "子供" }, { "ファクシミリ", "fax" }, { "ウエブ", "ウェブ" },
	{ "ﾞ", "" }, { "お問", "問" } };

/* In brackets these say that the heading means something else: 住所（設置者）. */
static const char owners[] = "設置|法人|運営|代表|カナ|かな|英|備考|土曜|休日|祝|電話|fax|コード|日本測地|旧測地";

static size_t dropped_at(struct str s)
{
	for (size_t i = 0; dropped[i]; i++)
		if (dropped[i][0] == s.s[0] && str_starts(s, dropped[i]))
			return strlen(dropped[i]);
	return 0;
}

struct str exchange_fold(struct arena *a, struct str heading)
{
	struct out out = { .arena = a };
	struct str s = nfkc(a, heading.n > 300 ? (struct str){ heading.s, 0 } : heading);
	while (s.n) {
		size_t skip = dropped_at(s), n = 1;
		for (size_t i = 0; !skip && i < sizeof same / sizeof *same; i++)
			if (same[i].from[0] == s.s[0] && str_starts(s, same[i].from)) {
				out_z(&out, same[i].to);
				skip = strlen(same[i].from);
			}
		while (n < s.n && ((unsigned char)s.s[n] & 0xc0) == 0x80)
			n++;
		if (!skip)
			out_put(&out, s.s, n);
		n = skip ? skip : n;
		s = (struct str){ s.s + n, s.n - n };
	}
	return out_done(&out);
}

bool exchange_is_one_of(struct str s, const char *const *list)
{
	for (size_t i = 0; list[i]; i++)
		if (str_eq_nocase(s, list[i]))
			return true;
	return false;
}

static uint64_t hash(struct str s)
{
	uint64_t h = 1469598103934665603u;
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.s[i]) * 1099511628211u;
	return h ^ h >> 29;
}

void exchange_words_begin(struct arena *a, struct exchange_words *ret)
{
	size_t cap = 2048;
	*ret = (struct exchange_words){ .arena = a, .slot = arena_get(a, cap * sizeof *ret->slot), .mask = cap - 1 };
	for (size_t i = 0; i < exchange_header_n; i++) {
		struct str word = exchange_fold(a, str_of(exchange_headers[i].word));
		size_t at = hash(word) & ret->mask;
		while (ret->slot[at].word.n && !str_eq(ret->slot[at].word, word))
			at = (at + 1) & ret->mask;
		if (!ret->slot[at].word.n) {
			ret->slot[at].word = word;
			ret->slot[at].to = exchange_headers[i].to;
		}
	}
}

static int whole(const struct exchange_words *w, struct str folded)
{
	for (size_t at = hash(folded) & w->mask; w->slot[at].word.n; at = (at + 1) & w->mask)
		if (str_eq(w->slot[at].word, folded))
			return w->slot[at].to;
	return TO_NOTHING;
}

static bool has_any(struct str s, const char *list)
{
	struct str rest = str_of(list), one;
	while (list && str_cut(&rest, '|', &one))
		if (one.n && memmem(s.s, s.n, one.s, one.n))
			return true;
	return false;
}

static int by_part(struct str folded)
{
	for (size_t i = 0; i < exchange_part_n; i++) {
		const struct exchange_part *x = &exchange_parts[i];
		if ((x->is_end ? str_ends(folded, x->has) : str_has(folded, x->has)) && !has_any(folded, x->not))
			return x->to;
	}
	return TO_NOTHING;
}

/* A heading without what stands in brackets: 定員（人） is 定員. */
static struct str without_brackets(struct arena *a, struct str heading)
{
	struct str s = nfkc(a, heading);
	const char *open = s.n ? memchr(s.s, '(', s.n) : NULL;
	if (!open || open == s.s || has_any(s, owners))
		return heading;
	return (struct str){ s.s, (size_t)(open - s.s) };
}

/* 3.Name is Name; 0歳児 is not 歳児. */
static struct str without_number(struct str s)
{
	size_t n = 0;
	while (n < s.n && s.s[n] >= '0' && s.s[n] <= '9')
		n++;
	return n && n + 1 < s.n && (s.s[n] & 0x80) == 0 ? (struct str){ s.s + n, s.n - n } : STR_NONE;
}

int exchange_word(const struct exchange_words *w, struct str heading, bool *ret_is_sure)
{
	struct str folded = exchange_fold(w->arena, heading);
	*ret_is_sure = true;
	if (!folded.n)
		return TO_NOTHING;
	int to = whole(w, folded);
	if (to == TO_NOTHING)
		to = whole(w, exchange_fold(w->arena, without_brackets(w->arena, heading)));
	if (to == TO_NOTHING)
		to = whole(w, without_number(folded));
	if (to != TO_NOTHING)
		return to;
	*ret_is_sure = false;
	return str_letters(folded) > 40 ? TO_NOTHING : by_part(folded);
}

int exchange_era(struct str date)
{
	return str_starts(date, "令和") || str_starts(date, "r") ? 2018 : str_starts(date, "平成") || str_starts(date, "h") ? 1988
		: str_starts(date, "昭和") || str_starts(date, "s") ? 1925 : 0;
}
