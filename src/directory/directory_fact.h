/* The facts an entry can hold: one list for import, editing, pages, search and every export. Each has a word (key in JSON and name in forms).
 * Values are text as people wrote it; what is counted or compared (ages, coordinates, hours) is derived from them (directory_rules.h). */
#pragma once
#include "base/json.h"

enum directory_fact {
	FACT_NAME, FACT_KANA, FACT_NAME_EN, FACT_NICKNAME,
	FACT_SUMMARY, FACT_EASY, FACT_DESCRIPTION,              /* one line; やさしい日本語; all of it */
	FACT_TYPE_WORDS,                                        /* 種別 as the source wrote it */
	FACT_OWNERSHIP,                                         /* public | private | informal */
	FACT_CODE, FACT_TOWN_CODE, FACT_POSTAL, FACT_PREFECTURE, FACT_CITY, FACT_TOWN, FACT_BLOCK, FACT_ADDRESS, FACT_BUILDING,
	FACT_HEIGHT_KIND, FACT_HEIGHT, FACT_DISTRICT,           /* 学区, 地区 as written */
	FACT_ACCESS, FACT_PARKING,
	FACT_PHONE, FACT_PHONE_EXT, FACT_FAX, FACT_MAIL, FACT_FORM_URL, FACT_CONTACT_NOTE, FACT_URL, FACT_LINE_URL,
	FACT_BODY, FACT_BODY_NO, FACT_APPROVED,                 /* 団体名, 法人番号 (13 digits), 認可等年月日 */
	FACT_CAPACITY, FACT_AGES,                               /* as written: 57日～5歳 */
	FACT_DAYS, FACT_OPENS, FACT_CLOSES, FACT_HOURS_NOTE, FACT_HOURS,        /* 月火水木金; 08:30; 17:15; exceptions; all in words */
	FACT_TEMPORARY, FACT_TEMPORARY_FEE_KIND, FACT_TEMPORARY_FEE, FACT_TEMPORARY_FEE_NOTE, FACT_TEMPORARY_OPENS, FACT_TEMPORARY_CLOSES,
	FACT_SICK_CARE, FACT_EXTENDED, FACT_NIGHT, FACT_HOLIDAY_CARE, FACT_ALL_DAY,     /* yes | no | words */
	FACT_NURSING_ROOM, FACT_DIAPER, FACT_FOOD, FACT_STROLLER_LOAN, FACT_STROLLER, FACT_ELEVATOR, FACT_WHEELCHAIR, FACT_TOILET, FACT_DRINKING_WATER,
	FACT_EQUIPMENT, FACT_LANGUAGES,                         /* comma list of language codes or words */
	FACT_FEE, FACT_TARGET, FACT_CONDITIONS, FACT_SUPPORT, FACT_MONEY, FACT_GOODS, FACT_HOW_TO_APPLY, FACT_DOCUMENTS,
	FACT_PERIOD, FACT_APPLY_PERIOD, FACT_COUNTER, FACT_LAW, /* 実施期間, 手続期間, 窓口, 根拠法令 */
	FACT_PICTURE_URL, FACT_PICTURE_LICENCE, FACT_NOTE,
	FACT_MORE,                                              /* columns that no fact fits, as lines `header: value`: nothing is thrown away */
	FACT_N
};

const char *directory_fact_word(enum directory_fact);
bool directory_fact_parse(struct str word, enum directory_fact *ret);
/* The JSON object of all that are present, in the list's order; and back. Unknown words are passed over; false: it is no object. */
struct str directory_facts_write(struct arena *, const struct str fact[FACT_N]);
bool directory_facts_read(struct arena *, struct str json, struct str ret_fact[FACT_N]);
