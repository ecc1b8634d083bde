/* The words of facts, and facts as JSON. */
#include "directory/directory_fact.h"

static const char *const words[FACT_N] = {
	[FACT_NAME] = "name", [FACT_KANA] = "kana", [FACT_NAME_EN] = "name_en", [FACT_NICKNAME] = "nickname",
	[FACT_SUMMARY] = "summary", [FACT_EASY] = "easy", [FACT_DESCRIPTION] = "description", [FACT_TYPE_WORDS] = "type_words",
	[FACT_OWNERSHIP] = "ownership", [FACT_CODE] = "code", [FACT_TOWN_CODE] = "town_code", [FACT_POSTAL] = "postal",
	[FACT_PREFECTURE] = "prefecture", [FACT_CITY] = "city", [FACT_TOWN] = "town", [FACT_BLOCK] = "block", [FACT_ADDRESS] = "address",
	[FACT_BUILDING] = "building", [FACT_HEIGHT_KIND] = "height_kind", [FACT_HEIGHT] = "height", [FACT_DISTRICT] = "district",
	[FACT_ACCESS] = "access", [FACT_PARKING] = "parking", [FACT_PHONE] = "phone", [FACT_PHONE_EXT] = "phone_ext", [FACT_FAX] = "fax",
	[FACT_MAIL] = "mail", [FACT_FORM_URL] = "form_url", [FACT_CONTACT_NOTE] = "contact_note", [FACT_URL] = "url", [FACT_LINE_URL] = "line_url",
	[FACT_BODY] = "body", [FACT_BODY_NO] = "body_no", [FACT_APPROVED] = "approved", [FACT_CAPACITY] = "capacity", [FACT_AGES] = "ages",
	[FACT_DAYS] = "days", [FACT_OPENS] = "opens", [FACT_CLOSES] = "closes", [FACT_HOURS_NOTE] = "hours_note", [FACT_HOURS] = "hours",
	[FACT_TEMPORARY] = "temporary", [FACT_TEMPORARY_FEE_KIND] = "temporary_fee_kind", [FACT_TEMPORARY_FEE] = "temporary_fee",
	[FACT_TEMPORARY_FEE_NOTE] = "temporary_fee_note", [FACT_TEMPORARY_OPENS] = "temporary_opens", [FACT_TEMPORARY_CLOSES] = "temporary_closes",
	[FACT_SICK_CARE] = "sick_care", [FACT_EXTENDED] = "extended", [FACT_NIGHT] = "night", [FACT_HOLIDAY_CARE] = "holiday_care",
	[FACT_ALL_DAY] = "all_day", [FACT_NURSING_ROOM] = "nursing_room", [FACT_DIAPER] = "diaper", [FACT_FOOD] = "food",
	[FACT_STROLLER_LOAN] = "stroller_loan", [FACT_STROLLER] = "stroller", [FACT_ELEVATOR] = "elevator", [FACT_WHEELCHAIR] = "wheelchair",
	[FACT_TOILET] = "toilet", [FACT_DRINKING_WATER] = "drinking_water", [FACT_EQUIPMENT] = "equipment", [FACT_LANGUAGES] = "languages",
	[FACT_FEE] = "fee", [FACT_TARGET] = "target", [FACT_CONDITIONS] = "conditions", [FACT_SUPPORT] = "support", [FACT_MONEY] = "money",
	[FACT_GOODS] = "goods", [FACT_HOW_TO_APPLY] = "how_to_apply", [FACT_DOCUMENTS] = "documents", [FACT_PERIOD] = "period",
	[FACT_APPLY_PERIOD] = "apply_period", [FACT_COUNTER] = "counter", [FACT_LAW] = "law", [FACT_PICTURE_URL] = "picture_url",
	[FACT_PICTURE_LICENCE] = "picture_licence", [FACT_NOTE] = "note", [FACT_MORE] = "more",
};

const char *directory_fact_word(enum directory_fact fact)
{
	return fact >= 0 && fact < FACT_N ? words[fact] : "";
}

bool directory_fact_parse(struct str word, enum directory_fact *ret)
{
	for (int i = 0; i < FACT_N; i++)
		if (str_is(word, words[i])) {
			*ret = (enum directory_fact)i;
			return true;
		}
	return false;
}

struct str directory_facts_write(struct arena *a, const struct str fact[FACT_N])
{
	struct out o = { .arena = a };
	out_z(&o, "{");
	for (int i = 0; i < FACT_N; i++) {
		if (!fact[i].n)
			continue;
		out_fmt(&o, "%s\"%s\":", o.n > 1 ? "," : "", words[i]);
		out_json(&o, fact[i]);
	}
	out_z(&o, "}");
	return out_done(&o);
}

bool directory_facts_read(struct arena *a, struct str json, struct str ret_fact[FACT_N])
{
	struct str why;
	const struct json *j = json_read(a, json, &why);
	if (!j || j->kind != JSON_IS_OBJECT)
		return false;
	for (size_t i = 0; i < j->n; i++) {
		enum directory_fact fact;
		if (directory_fact_parse(j->key[i], &fact))
			ret_fact[fact] = j->item[i].text;
	}
	return true;
}
