/* What the headings of a list of residents say. */
#include "family/family_resident.h"

const struct roll_column family_resident_columns[] = {
	{ "number", "宛名番号|宛名コード|個人コード|住民コード|住民番号|number" },
	{ "household", "世帯番号|世帯コード|household" },
	{ "name", "氏名|名前|漢字氏名|氏名漢字|name" },
	{ "kana", "カナ|かな|フリガナ|ふりがな|カナ氏名|氏名カナ|氏名かな|よみ|kana" },
	{ "born", "生年月日|誕生日|born" },
	{ "sex", "性別|sex" },
	{ "relation", "続柄|relation" },
	{ "address", "住所|現住所|address" },
	{ "reason", "異動事由|異動内容|事由|reason" },
	{ "moved", "異動日|異動年月日|moved" },
	{ "mynumber", "個人番号|マイナンバー|mynumber" },
};
const size_t family_resident_column_n = sizeof family_resident_columns / sizeof *family_resident_columns;

/* Of the cell of a reason: 'left', 'dead', or absent. */
struct str family_resident_reason(struct str written)
{
	if (str_has(written, "死亡"))
		return STR("dead");
	return str_has(written, "転出") ? STR("left") : STR_NONE;
}

struct str family_resident_sex(struct str written)
{
	if (str_has(written, "女") || str_is(written, "2") || str_is(written, "F") || str_is(written, "f"))
		return STR("f");
	return str_has(written, "男") || str_is(written, "1") || str_is(written, "M") || str_is(written, "m") ? STR("m") : STR_NONE;
}
