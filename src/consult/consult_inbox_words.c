/* Words that others write: the fields in canned answers, and what families write about, for the topic that is suggested. */
#include "consult/consult_act.h"
#include "consult/consult_inbox.h"

static const char *const fields[FIELD_N] = { [FIELD_NAME] = "名前", [FIELD_WORKER] = "担当", [FIELD_COUNTER] = "窓口", [FIELD_PHONE] = "電話",
	[FIELD_HOURS] = "時間", [FIELD_TOWN] = "町" };

enum consult_field consult_field_of(struct str word)
{
	for (int i = 0; i < FIELD_N; i++)
		if (str_is(word, fields[i]))
			return (enum consult_field)i;
	return FIELD_N;
}

/* The first that is found counts: what is grave before what is daily. */
const struct consult_topic_word consult_topic_words[] = {
	{ "怒鳴", "temper", "nurture" }, { "たたいて", "temper", "abuse" }, { "叩いて", "temper", "abuse" }, { "手をあげ", "temper", "abuse" },
	{ "なぐ", "home", "abuse" }, { "夫が", "home", "nurture" }, { "パートナー", "home", "nurture" }, { "けんか", "home", "nurture" },
	{ "離婚", "home", "nurture" }, { "ひとり親", "home", "nurture" }, { "しんど", "self", "nurture" }, { "つらい", "self", "nurture" },
	{ "つかれ", "self", "nurture" }, { "疲れ", "self", "nurture" }, { "泣きたく", "self", "nurture" }, { "眠れな", "self", "health" },
	{ "ことば", "growth", "disability" }, { "言葉が", "growth", "disability" }, { "発達", "growth", "disability" }, { "健診", "growth", "health" },
	{ "歩か", "growth", "disability" }, { "体重", "growth", "health" }, { "夜泣き", "sleep", "upbringing" }, { "寝か", "sleep", "upbringing" },
	{ "寝る", "sleep", "upbringing" }, { "ねんね", "sleep", "upbringing" }, { "離乳食", "food", "health" }, { "母乳", "food", "health" },
	{ "授乳", "food", "health" }, { "ミルク", "food", "health" }, { "食べ", "food", "health" }, { "アレルギー", "food", "health" },
	{ "イヤイヤ", "temper", "upbringing" }, { "赤ちゃん返り", "temper", "upbringing" }, { "かんしゃく", "temper", "upbringing" },
	{ "しかり", "temper", "upbringing" }, { "叱", "temper", "upbringing" }, { "保育", "care", "other" }, { "幼稚園", "care", "other" },
	{ "入園", "care", "other" }, { "預け", "care", "other" }, { "預かり", "care", "other" }, { "一時", "care", "other" }, { "手当", "money", "other" },
	{ "申請", "money", "other" }, { "手続", "money", "other" }, { "お金", "money", "other" }, { "費用", "money", "other" }, { "遊べ", "play", "upbringing" },
	{ "遊び", "play", "upbringing" }, { "公園", "play", "upbringing" }, { "ひろば", "play", "upbringing" }, { "友だち", "play", "upbringing" },
	{ NULL, NULL, NULL }
};
