/* Finding among many: makes a tenant with so many entries out of a seed, then asks its search in process and prints milliseconds of CPU a question.
 *   build/bench/find DATA TOWN ENTRIES make|tidy|ask [THE QUESTION]
 * The words are those of cities' own lists; names are invented. The same seed gives the same town on every machine. */
#include "app/tenants.h"
#include "base/clock.h"
#include "desk/tenant.h"
#include "directory/directory_search.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CHUNK = 200, TRIES = 300 };

static uint64_t seed = 20260401;

static uint32_t dice(uint32_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % n;
}

#define ONE(list) list[dice(sizeof list / sizeof *list)]

static const char *const flower[] = { "さくら", "ひまわり", "すみれ", "なのはな", "たんぽぽ", "あおば", "わかば", "みどり", "つくし", "こすもす", "ひかり", "のぞみ",
	"あさひ", "ほし", "にじ", "そよかぜ", "どんぐり", "くるみ", "まつのみ", "かえで" };
static const char *const place[] = { "中央", "東", "西", "南", "北", "本町", "緑ヶ丘", "桜台", "若葉台", "港", "大山", "小川", "上野原", "下町", "新田", "松原", "竹の塚", "梅田",
	"栄", "旭", "美浜", "高岡", "富士見", "泉", "清水", "寺前", "宮前", "神明", "青葉", "花園" };
static const struct { const char *end, *type, *words; int share; } sort[] = {
	{ "保育園", "nursery", "認可保育所", 30 }, { "保育所", "nursery", "公立保育所", 12 }, { "こども園", "kodomoen", "幼保連携型認定こども園", 10 },
	{ "幼稚園", "kindergarten", "私立幼稚園", 8 }, { "学童クラブ", "after_school", "放課後児童健全育成事業", 10 },
	{ "子育て支援センター", "hiroba", "地域子育て支援拠点", 6 }, { "児童館", "children_hall", "児童館", 4 }, { "公園", "park", "街区公園", 8 },
	{ "小児科クリニック", "clinic", "診療所", 5 }, { "病児保育室", "sick_care", "病児・病後児保育", 2 }, { "子育てサロン", "salon", "子育てサロン", 3 },
	{ "助産院", "birth", "産後ケア", 1 }, { "図書館", "library", "図書館", 1 },
};
static const char *const text[] = { "園庭があり、のびのびと遊べます。", "一時預かりを行っています。前の日までに電話でお申し込みください。", "離乳食やアレルギーの相談もできます。",
	"延長保育は午後7時までです。", "地域の方との交流を大切にしています。", "駅から歩いて5分です。", "月に一度、身体測定と保健師の相談があります。",
	"駐車場は5台分あります。", "雨の日は室内で遊べます。", "はじめての方も気軽にお越しください。", "絵本の読み聞かせを毎週水曜日に行います。", "授乳室とおむつ替えの場所があります。" };

static struct directory_entry entry(struct desk *d, int i)
{
	uint32_t at = dice(100), k = 0;
	while (at >= (uint32_t)sort[k].share)
		at -= (uint32_t)sort[k++].share;
	const char *where = ONE(place);
	struct out note = { .arena = d->arena };
	for (uint32_t n = 3 + dice(5); n; n--)
		out_z(&note, ONE(text));
	const struct tenant *t = d->tenant;
	struct directory_entry e = { .kind = STR("facility"), .state = STR("live"), .type = str_of(sort[k].type), .verified_on = DAY_NONE,
		.area_id = t->area_n ? t->area[dice((uint32_t)t->area_n)].area_id : (struct area_id){ 0 },
		.lat_n = 35500000 + dice(200000), .lon_n = 139500000 + dice(200000) };
	e.fact[FACT_NAME] = arena_fmt(d->arena, "%s%s%s%s", where, ONE(flower), sort[k].end, dice(3) ? "" : "分園");
	e.fact[FACT_TYPE_WORDS] = str_of(sort[k].words);
	e.fact[FACT_ADDRESS] = arena_fmt(d->arena, "%s%d丁目%d-%d", where, (int)dice(6) + 1, (int)dice(30) + 1, (int)dice(20) + 1);
	e.fact[FACT_PHONE] = arena_fmt(d->arena, "000-%04d-%04d", i / 10000, i % 10000);
	e.fact[FACT_AGES] = dice(4) ? STR("0歳～5歳") : STR("1歳～2歳");
	e.fact[FACT_DAYS] = dice(3) ? STR("月火水木金土") : STR("月火水木金");
	e.fact[FACT_OPENS] = arena_fmt(d->arena, "%d:%02d", (int)dice(3) + 7, (int)dice(4) * 15);
	e.fact[FACT_CLOSES] = arena_fmt(d->arena, "%d:%02d", (int)dice(4) + 16, (int)dice(4) * 15);
	e.fact[FACT_FEE] = dice(4) ? STR_NONE : STR("無料");
	e.fact[FACT_NURSING_ROOM] = dice(5) ? STR_NONE : STR("有");
	e.fact[FACT_TEMPORARY] = dice(6) ? STR_NONE : STR("有");
	e.fact[FACT_DESCRIPTION] = out_done(&note);
	return e;
}

struct chunk { int from, to; };

static void put_run(struct desk *d, void *arg)
{
	struct chunk *c = arg;
	for (int i = c->from; i < c->to; i++) {
		struct directory_entry e = entry(d, i);
		directory_put(d, &e, &(struct directory_change){ .by_name = STR("bench"), .is_import = true });
	}
}

static void tidy_run(struct desk *d, void *arg)
{
	*(bool *)arg = directory_index_tidy(d);
}

static double cpu_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void make(struct served *s, int n)
{
	struct arena *a = arena_new((size_t)256 << 20);
	double begin = cpu_ms();
	for (int i = 0; i < n; i += CHUNK) {
		struct chunk c = { i, i + CHUNK < n ? i + CHUNK : n };
		arena_reset(a);
		if (tenants_write(s, a, &(struct work){ .run = put_run, .arg = &c }) != STORE_OK)
			exit(1);
	}
	printf("find: %d entries made, %.3f ms of CPU each\n", n, (cpu_ms() - begin) / n);
	arena_free(a);
}

/* What the hour does with the index, piece by piece. */
static void tidy(struct served *s)
{
	struct arena *a = arena_new((size_t)16 << 20);
	double begin = cpu_ms(), most = 0;
	int n = 0;
	for (bool is_more = true; is_more; n++) {
		double from = cpu_ms();
		arena_reset(a);
		if (tenants_write(s, a, &(struct work){ .run = tidy_run, .arg = &is_more }) != STORE_OK)
			exit(1);
		most = cpu_ms() - from > most ? cpu_ms() - from : most;
	}
	printf("find: index put in order in %d turns, %.0f ms of CPU, %.1f ms at most in a turn\n", n, cpu_ms() - begin, most);
	arena_free(a);
}

struct question { const char *what, *words, *type, *amenities; int64_t age_n; bool is_free, is_open, is_near, is_typed; };
struct asking { const struct question *x; struct directory_found found; size_t line_n; };

static const struct question questions[] = {
	{ .what = "a name", .words = "桜台ひまわり保育園", .age_n = -1 }, { .what = "two words", .words = "富士見 病児", .age_n = -1 },
	{ .what = "a place", .words = "緑ヶ丘 児童館", .age_n = -1 }, { .what = "rare word", .words = "産後ケア", .age_n = -1 },
	{ .what = "word and choices", .words = "病児保育", .amenities = ",nursing,", .age_n = 18, .is_open = true },
	{ .what = "synonym", .words = "一時保育", .type = "hiroba", .age_n = -1, .is_free = true },
	{ .what = "very common word", .words = "保育", .age_n = -1 }, { .what = "common, nearest", .words = "保育園", .age_n = -1, .is_near = true },
	{ .what = "common, rare choice", .words = "遊べます", .type = "birth", .amenities = ",nursing,", .age_n = -1, .is_free = true, .is_open = true },
	{ .what = "all, open now", .words = "", .age_n = -1, .is_open = true }, { .what = "all, nearest", .words = "", .age_n = 6, .is_near = true },
	{ .what = "one letter", .words = "園", .age_n = -1 }, { .what = "typed: saku", .words = "さく", .is_typed = true },
	{ .what = "typed: sakura", .words = "桜", .is_typed = true }, { .what = "typed: hoiku", .words = "保育", .is_typed = true },
	{ .what = "typed: byouji", .words = "びょうじ", .is_typed = true },
};

static void ask_run(struct desk *d, void *arg)
{
	struct asking *a = arg;
	const struct question *x = a->x;
	struct str *line;
	struct directory_query q = { .words = str_of(x->words), .type = str_of(x->type), .amenities = str_of(x->amenities), .age_n = x->age_n,
		.is_free = x->is_free, .open_at = x->is_open ? day_moment(day_make(2026, 11, 25), 605) : MOMENT_NONE, .limit_n = DIRECTORY_PAGE,
		.lat_n = x->is_near ? 35600000 : 0, .lon_n = x->is_near ? 139600000 : 0 };
	if (x->is_typed)
		a->line_n = directory_suggest(d, q.words, 8, &line);
	else
		directory_search(d, &q, &a->found);
}

static void ask(struct served *s, const char *only)
{
	struct arena *a = arena_new((size_t)256 << 20);
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
		struct asking x = { .x = &questions[i] };
		double begin = 0;
		if (!strstr(questions[i].what, only))
			continue;
		for (int k = -10; k < TRIES; k++) {
			begin = k == 0 ? cpu_ms() : begin;
			arena_reset(a);
			tenants_read(s, a, &(struct work){ .run = ask_run, .arg = &x });
		}
		printf("find: %-20s %6lld%s found %8.3f ms\n", x.x->what, (long long)(x.x->is_typed ? (int64_t)x.line_n : x.found.total_n),
			x.found.is_more ? "+" : " ", (cpu_ms() - begin) / TRIES);
	}
	arena_free(a);
}

int main(int n, char **word)
{
	struct tenants all = { .arena = arena_new((size_t)64 << 20) };
	struct str why = STR_NONE;
	if (n < 5 || !tenants_open(&all, str_of(word[1]), STR_NONE, TENANTS_MAKE | TENANTS_DEMO, &why)) {
		fprintf(stderr, "find: DATA TOWN ENTRIES make|tidy|ask: %.*s\n", STR_ARG(why));
		return 2;
	}
	struct served *s = tenants_by_name(&all, str_of(word[2]));
	if (!s)
		return 2;
	int64_t entry_n = 0;
	str_int(str_of(word[3]), &entry_n);
	if (str_is(str_of(word[4]), "make"))
		make(s, (int)entry_n);
	else if (str_is(str_of(word[4]), "tidy"))
		tidy(s);
	else
		ask(s, n > 5 ? word[5] : "");
	tenants_close(&all);
	return 0;
}
