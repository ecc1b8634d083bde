/* The vocabulary of the search: how families, cities and groups call the same help. Data; a test holds that all of it is folded as it is sought. */
#include "directory/directory_search_words.h"

struct said { const char *word, *words; };

static const struct said type_said[] = {
	{ "nursery", "保育所|保育園|ほいくえん|ほいくしよ|認可保育園|預けたい" }, { "kodomoen", "認定こども園|こどもえん|保育園|幼稚園|預けたい" },
	{ "kindergarten", "幼稚園|ようちえん|預けたい" }, { "small_nursery", "小規模保育|家庭的保育|保育まま|保育園|ほいくえん|預けたい" },
	{ "unlicensed", "認可外保育施設|無認可|べびほてる|保育園|ほいくえん|預けたい" }, { "temporary", "一時預かり|一時保育|いちじあずかり|いちじほいく|預けたい" },
	{ "sick_care", "病児保育|病後児保育|びようじほいく|びようごじほいく|熱|預けたい" },
	{ "family_support", "ふあみりさぽとせんた|ふあみさぽ|送迎|預けたい" }, { "after_school", "学童保育|学童くらぶ|放課後児童くらぶ|がくどう|ほうかご" },
	{ "hiroba", "子育てひろば|子育て支援せんた|地域子育て支援拠点|こそだてひろば|つどいの広場|遊び場" }, { "children_hall", "児童館|児童せんた|じどうかん|遊び場" },
	{ "park", "公園|こうえん|遊び場|児童遊園" }, { "library", "図書館|としよかん|絵本" }, { "circle", "子育てさくる|育児さくる|こそだてさくる" },
	{ "salon", "子育てさろん|こそだてさろん|ままかふえ" }, { "shop", "子連れ歓迎|こずれ|店" }, { "counter", "窓口|まどぐち|手続き|てつずき|役所" },
	{ "counsel", "相談|そうだん|育児相談|子育て相談" }, { "clinic", "小児科|病院|医院|びよういん|しようにか" },
	{ "birth", "産後けあ|助産院|産院|出産|さんごけあ|しゆつさん" }, { "disability", "発達支援|療育|障害|はつたつ|りよういく" },
	{ "programme", "手当|助成|給付|補助|てあて|じよせい" }, { "event", "催し|いべんと" },
};
static const struct said amenity_said[] = {
	{ "nursing", "授乳室|じゆにゆう" }, { "diaper", "おむつ替え|おむつ" }, { "food", "食事|離乳食" }, { "stroller_loan", "べびか貸出" }, { "stroller", "べびか" },
	{ "elevator", "えれべた" }, { "wheelchair", "車いす" }, { "toilet", "多目的といれ|だれでもといれ" }, { "parking", "駐車場|ちゆうしやじよう" },
	{ "temporary", "一時預かり|一時保育|いちじあずかり" }, { "extended", "延長保育|えんちよう" }, { "holiday", "休日保育|きゆうじつ" },
	{ "night", "夜間保育|やかん" }, { "sick", "病児保育|びようじ" },
};

const struct directory_shipped directory_shipped[] = {
	{ "temporary", "一時預かり,一時保育,一時預り,リフレッシュ保育",
		"一時預かり|一時保育|一時預り|りふれつしゆ保育" },
	{ "after_school", "学童,放課後児童クラブ,学童保育,学童クラブ,留守家庭児童会,放課後ルーム",
		"学童|放課後児童くらぶ|学童保育|学童くらぶ|留守家庭児童会|放課後るむ" },
	{ "hiroba", "子育てひろば,子育て支援センター,地域子育て支援拠点,つどいの広場,子育て支援拠点,親子ひろば",
		"子育てひろば|子育て支援せんた|地域子育て支援拠点|つどいの広場|子育て支援拠点|親子ひろば" },
	{ "hiroba_short", "ひろば,支援センター",
		"ひろば|支援せんた" },
	{ "family_support", "ファミサポ,ファミリー・サポート,ファミリー・サポート・センター,育児援助活動",
		"ふあみさぽ|ふあみりさぽと|ふあみりさぽとせんた|育児援助活動" },
	{ "nursery", "保育園,保育所,ほいくえん",
		"保育園|保育所|ほいくえん" },
	{ "kodomoen", "認定こども園,こども園,子ども園,子供園",
		"認定こども園|こども園|子ども園|子供園" },
	{ "child", "こども,子ども,子供,児童",
		"こども|子ども|子供|児童" },
	{ "sick_care", "病児保育,病後児保育,病児病後児保育,病児",
		"病児保育|病後児保育|病児病後児保育|病児" },
	{ "nursing", "授乳室,授乳スペース,ベビールーム,赤ちゃんの駅",
		"授乳室|授乳すぺす|べびるむ|赤ちやんの駅" },
	{ "diaper", "おむつ替え,おむつ交換,おむつがえ",
		"おむつ替え|おむつ交換|おむつがえ" },
	{ "stroller", "ベビーカー,乳母車",
		"べびか|乳母車" },
	{ "playgroup", "育児サークル,子育てサークル,親子サークル",
		"育児さくる|子育てさくる|親子さくる" },
	{ "health", "乳幼児健診,乳児健診,赤ちゃん健診,健康診査",
		"乳幼児健診|乳児健診|赤ちやん健診|健康診査" },
	{ "vaccine", "予防接種,ワクチン",
		"予防接種|わくちん" },
	{ "postnatal", "産後ケア,産後ステイケア,産後デイケア",
		"産後けあ|産後すていけあ|産後でいけあ" },
	{ "helper", "ヘルパー,家事支援,家事援助,育児支援ヘルパー",
		"へるぱ|家事支援|家事援助|育児支援へるぱ" },
	{ "allowance", "児童手当,こども手当,子ども手当",
		"児童手当|こども手当|子ども手当" },
	{ "medical", "医療費助成,子ども医療,こども医療,まる福,まる子,小児医療",
		"医療費助成|子ども医療|こども医療|まる福|まる子|小児医療" },
	{ "single", "ひとり親,母子家庭,父子家庭,シングルマザー,片親",
		"ひとり親|母子家庭|父子家庭|しんぐるまざ|片親" },
	{ "disability", "発達支援,療育,発達障害,児童発達支援",
		"発達支援|療育|発達障害|児童発達支援" },
	{ "birth_gift", "出産祝い金,出産祝金,出産育児一時金,出産応援",
		"出産祝い金|出産祝金|出産育児一時金|出産応援" },
	{ "dinner", "子ども食堂,こども食堂,子供食堂,地域食堂",
		"子ども食堂|こども食堂|子供食堂|地域食堂" },
	{ "weaning", "離乳食,りにゅうしょく",
		"離乳食|りにゆうしよく" },
	{ "night", "夜間保育,夜間預かり,トワイライト",
		"夜間保育|夜間預かり|とわいらいと" },
	{ "stay", "ショートステイ,子育て短期支援,宿泊預かり",
		"しよとすてい|子育て短期支援|宿泊預かり" },
	{ "visit", "赤ちゃん訪問,新生児訪問,こんにちは赤ちゃん,乳児家庭全戸訪問",
		"赤ちやん訪問|新生児訪問|こんにちは赤ちやん|乳児家庭全戸訪問" },
	{ "breast", "母乳相談,母乳外来,おっぱい相談",
		"母乳相談|母乳外来|おつぱい相談" },
	{ "handbook", "母子手帳,母子健康手帳,親子手帳",
		"母子手帳|母子健康手帳|親子手帳" },
	{ "parking", "駐車場,パーキング",
		"駐車場|ぱきんぐ" },
	{ "toilet", "多目的トイレ,だれでもトイレ,みんなのトイレ,バリアフリートイレ",
		"多目的といれ|だれでもといれ|みんなのといれ|ばりあふりといれ" },
	{ "abuse", "虐待,ぎゃくたい,たたいてしまう",
		"虐待|ぎやくたい|たたいてしまう" },
	{ "violence", "DV,配偶者暴力,ディーブイ",
		"dv|配偶者暴力|でいぶい" },
	{ "parents_class", "両親学級,母親学級,ママパパ教室,プレママ",
		"両親学級|母親学級|ままぱぱ教室|ぷれまま" },
	{ "picture_books", "絵本,読み聞かせ,おはなし会",
		"絵本|読み聞かせ|おはなし会" },
};
const size_t directory_shipped_n = sizeof directory_shipped / sizeof *directory_shipped;

static const char *words_for(const struct said *said, size_t n, struct str word)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(word, said[i].word))
			return said[i].words;
	return NULL;
}

const char *directory_search_type_words(struct str type)
{
	return words_for(type_said, sizeof type_said / sizeof *type_said, type);
}

const char *directory_search_amenity_words(struct str amenity)
{
	return words_for(amenity_said, sizeof amenity_said / sizeof *amenity_said, amenity);
}
