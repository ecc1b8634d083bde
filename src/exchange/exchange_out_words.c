/* The column headers of 子育て施設一覧 as municipalities publish it: the current recommended data set (53 columns) and the older one (28). */
#include "exchange/exchange_out_words.h"

const struct exchange_column exchange_ods[] = {
	{ "全国地方公共団体コード", FACT_CODE, 0 }, { "ID", FACT_N, EXCHANGE_ID }, { "地方公共団体名", FACT_N, EXCHANGE_TOWN }, { "名称", FACT_NAME, 0 },
	{ "名称_カナ", FACT_KANA, 0 }, { "名称_英字", FACT_NAME_EN, 0 }, { "種別", FACT_TYPE_WORDS, 0 },
	{ "所在地_全国地方公共団体コード", FACT_CODE, 0 }, { "町字ID", FACT_TOWN_CODE, 0 }, { "所在地_連結表記", FACT_ADDRESS, 0 },
	{ "所在地_都道府県", FACT_PREFECTURE, 0 }, { "所在地_市区町村", FACT_CITY, 0 }, { "所在地_町字", FACT_TOWN, 0 }, { "所在地_番地以下", FACT_BLOCK, 0 },
	{ "建物名等(方書)", FACT_BUILDING, 0 }, { "緯度", FACT_N, EXCHANGE_LATITUDE }, { "経度", FACT_N, EXCHANGE_LONGITUDE },
	{ "高度の種別", FACT_HEIGHT_KIND, 0 }, { "高度の値", FACT_HEIGHT, 0 }, { "アクセス方法", FACT_ACCESS, 0 }, { "駐車場情報", FACT_PARKING, 0 },
	{ "電話番号", FACT_PHONE, 0 }, { "内線番号", FACT_PHONE_EXT, 0 }, { "FAX番号", FACT_FAX, 0 }, { "連絡先メールアドレス", FACT_MAIL, 0 },
	{ "連絡先FormURL", FACT_FORM_URL, 0 }, { "連絡先備考（その他、SNSなど）", FACT_CONTACT_NOTE, 0 }, { "郵便番号", FACT_POSTAL, 0 },
	{ "法人番号", FACT_BODY_NO, 0 }, { "団体名", FACT_BODY, 0 }, { "認可等年月日", FACT_APPROVED, 0 }, { "収容定員", FACT_CAPACITY, 0 },
	{ "受入年齢", FACT_AGES, 0 }, { "利用可能曜日", FACT_DAYS, 0 }, { "開始時間", FACT_OPENS, 0 }, { "終了時間", FACT_CLOSES, 0 },
	{ "利用可能日時特記事項", FACT_HOURS_NOTE, 0 }, { "一時預かりの有無", FACT_TEMPORARY, 0 }, { "(子供預かり)料金種別", FACT_TEMPORARY_FEE_KIND, 0 },
	{ "(子供預かり)料金", FACT_TEMPORARY_FEE, 0 }, { "(子供預かり)料金備考", FACT_TEMPORARY_FEE_NOTE, 0 },
	{ "(子供預かり)開所時間", FACT_TEMPORARY_OPENS, 0 }, { "(子供預かり)閉所時間", FACT_TEMPORARY_CLOSES, 0 }, { "病児保育の有無", FACT_SICK_CARE, 0 },
	{ "授乳室", FACT_NURSING_ROOM, 0 }, { "おむつ替えコーナー", FACT_DIAPER, 0 }, { "飲食可否", FACT_FOOD, 0 }, { "ベビーカー貸出", FACT_STROLLER_LOAN, 0 },
	{ "ベビーカー利用", FACT_STROLLER, 0 }, { "URL", FACT_URL, 0 }, { "画像", FACT_PICTURE_URL, 0 }, { "画像_ライセンス", FACT_PICTURE_LICENCE, 0 },
	{ "備考", FACT_NOTE, 0 },
};
const size_t exchange_ods_n = sizeof exchange_ods / sizeof *exchange_ods;

const struct exchange_column exchange_ods_v1[] = {
	{ "都道府県コード又は市区町村コード", FACT_CODE, 0 }, { "NO", FACT_N, EXCHANGE_ID }, { "都道府県名", FACT_PREFECTURE, 0 },
	{ "市区町村名", FACT_N, EXCHANGE_TOWN }, { "名称", FACT_NAME, 0 }, { "名称_カナ", FACT_KANA, 0 }, { "種別", FACT_TYPE_WORDS, 0 },
	{ "住所", FACT_ADDRESS, 0 }, { "方書", FACT_BUILDING, 0 }, { "緯度", FACT_N, EXCHANGE_LATITUDE }, { "経度", FACT_N, EXCHANGE_LONGITUDE },
	{ "アクセス方法", FACT_ACCESS, 0 }, { "駐車場情報", FACT_PARKING, 0 }, { "電話番号", FACT_PHONE, 0 }, { "内線番号", FACT_PHONE_EXT, 0 },
	{ "FAX番号", FACT_FAX, 0 }, { "法人番号", FACT_BODY_NO, 0 }, { "団体名", FACT_BODY, 0 }, { "認可等年月日", FACT_APPROVED, 0 },
	{ "収容定員", FACT_CAPACITY, 0 }, { "受入年齢", FACT_AGES, 0 }, { "利用可能曜日", FACT_DAYS, 0 }, { "開始時間", FACT_OPENS, 0 },
	{ "終了時間", FACT_CLOSES, 0 }, { "利用可能日時特記事項", FACT_HOURS_NOTE, 0 }, { "一時預かりの有無", FACT_TEMPORARY, 0 }, { "URL", FACT_URL, 0 },
	{ "備考", FACT_NOTE, 0 },
};
const size_t exchange_ods_v1_n = sizeof exchange_ods_v1 / sizeof *exchange_ods_v1;
