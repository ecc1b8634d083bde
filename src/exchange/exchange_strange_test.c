/* Files as cities really publish them: other words for the same headings, titles above, two lines of headings, several lists in a sheet, half-width
 * kana, degrees and minutes, months instead of days, other encodings. Every row that carries a name comes in, under its name. */
#include "directory/directory_given.h"
#include "desk/town_test.h"
#include "exchange/exchange.h"
#include "base/out.h"
#include <iconv.h>

static bool job_of(struct str bytes, const char *file_name, struct exchange_job *ret)
{
	struct str why = STR_NONE;
	return exchange_open(arena_new((size_t)64 << 20), &(struct exchange_ask){ .bytes = bytes, .file_name = str_of(file_name) }, ret, &why);
}

/* Names that came in, then what did not: "A園 B園 !sum". */
static struct str names_of(const struct exchange_job *job)
{
	struct out out = { .arena = test_arena() };
	for (size_t i = 0; i < job->item_n; i++) {
		const struct exchange_item *x = &job->item[i];
		out_z(&out, out.n ? " " : "");
		out_z(&out, x->end == EXCHANGE_REJECTED ? "!" : "");
		out_str(&out, x->end == EXCHANGE_REJECTED ? str_of(exchange_why_word(x->why)) : x->name);
	}
	return out.n ? out_done(&out) : STR("");
}

static void expect_names(const char *file, const char *names)
{
	struct exchange_job job = { 0 };
	bool is_open = job_of(str_of(file), "list.csv", &job);
	struct str came = is_open ? names_of(&job) : STR("(refused)");
	if (!str_is(came, names))
		test_failed(__FILE__, __LINE__, "%.60s: %.*s, not %s", file, STR_ARG(came), names);
	if (job.arena)
		arena_free(job.arena);
}

static struct directory_given given_of(const struct exchange_job *job, size_t at)
{
	struct directory_given g = { 0 };
	EXPECT(at < job->item_n && directory_given_read(test_arena(), job->item[at].given, &g));
	return g;
}

TEST(the_column_of_names_is_found_by_whatever_word_it_has)
{
	static const char *const word[] = { "施設名", "施設名称", "事業所名", "園名", "保育園名", "保育所（園）名", "園名（正式名称）", "名　　称", "施設等名", "保育施設等の名称",
		"実施施設", "施設", "園", "保育所等", "事業所", "医療機関", "委託医療機関", "スポット", "相談窓口", "団体・サークル名", "設置者名及び施設名", "屋号", "実施場所",
		"会場名", "開催場所名", "事業者名", "児童館", "P_NAME", "FacilityName", "Facility Name", "①名称", "3.Name", "ｼｾﾂﾒｲ", "表記", "名前（なまえ）" };
	for (size_t i = 0; i < sizeof word / sizeof *word; i++) {
		expect_names(arena_fmt(test_arena(), "番号,%s,所在地,電話番号\n1,あおば,本町1-1,0996-00-0001\n2,わかば,本町1-2,0996-00-0002\n", word[i]).s, "あおば わかば");
		expect_names(arena_fmt(test_arena(), "住所\t%s\n本町1-1\tあおば\n本町1-2\tわかば\n", word[i]).s, "あおば わかば");
	}
	expect_names("保育園名,幼稚園名,住所\nA保育園,,本町1\n,B幼稚園,本町2\n", "A保育園 B幼稚園");
	expect_names("名称,名称_カナ,住所\n,アオバホイクエン,本町1\n", "アオバホイクエン");
	expect_names("P14_001,P14_004,P14_008\n東京都,丸の内町1丁目1番地,丸の内保育園\n", "丸の内保育園");
}

TEST(titles_sums_and_notes_around_a_list_are_no_entries)
{
	expect_names("日向市 保育施設一覧,,\n,,\nNo.,施設名,住所\n1,A園,本町1\n", "A園");
	expect_names("施設名,住所,電話\n【公立保育所】,,\nA園,本町1,0996-00-0001\n私立幼稚園,,\nB園,本町2,0996-00-0002\n", "!section A園 !section B園");
	expect_names("施設名,住所,定員\nA園,本町1,60\n計 1園,,60\n※4月1日現在,,\n", "A園 !sum !footnote");
	expect_names("施設名,住所,電話\n1,2,3\nA園,本町1,0996-00-0001\n", "!heading A園");
	expect_names("施設名,住所,電話\nA園,本町1,0996-00-0001\n\n園名,電話,住所\nB園,0996-00-0002,本町2\n", "A園 B園");
	expect_names("[{\"id\":1,\"name\":\"A園\",\"address\":\"本町1\"}]", "A園");
	expect_names("{\"categories\":[{\"id\":1,\"name\":\"保育園\"}],\"facilities\":[{\"id\":1,\"name\":\"A園\",\"address\":\"本町1\"}]}", "A園");
	expect_names("これは文章です。\n表ではありません。\n", "(refused)");
}

TEST(a_list_further_down_keeps_its_own_columns)
{
	struct exchange_job job;
	REQUIRE(job_of(STR("認可保育所,,\n施設名,住所,電話\nA園,本町1,0996-00-0001\n\n幼稚園,,\n園名,電話,住所\nB園,0996-00-0002,本町2\n"), "x.csv", &job));
	REQUIRE(job.item_n == 3);
	EXPECT_STR(given_of(&job, 2).fact[FACT_ADDRESS], "本町2");
	EXPECT_STR(given_of(&job, 2).fact[FACT_PHONE], "0996-00-0002");
	EXPECT_INT(job.item[2].line_n, 7);
	arena_free(job.arena);
	REQUIRE(job_of(STR("施設,,,設置者,\n種別,名称,所在地,名称,電話\n認可,A園,本町1-1,日向会,0996-00-0001\n"), "x.csv", &job));
	EXPECT_STR(given_of(&job, 0).fact[FACT_NAME], "A園");
	EXPECT_STR(given_of(&job, 0).fact[FACT_BODY], "日向会");
	arena_free(job.arena);
}

TEST(other_shapes_of_json_are_lists_too)
{
	expect_names("{\"施設名\":\"A園\",\"住所\":\"本町1\"}\n{\"施設名\":\"B園\",\"住所\":\"本町2\"}\n", "A園 B園");
	expect_names("{\"columns\":[\"施設名\",\"住所\"],\"data\":[[\"A園\",\"本町1\"],[\"B園\",\"本町2\"]]}", "A園 B園");
	expect_names("{\"fields\":[{\"id\":\"施設名\"},{\"id\":\"住所\"}],\"records\":[[\"A園\",\"本町1\"]]}", "A園");
	expect_names("{\"施設名\":{\"0\":\"A園\",\"1\":\"B園\"},\"住所\":{\"0\":\"本町1\",\"1\":\"本町2\"}}", "A園 B園");
	expect_names("{\"施設名\":[\"A園\",\"B園\"],\"住所\":[\"本町1\",\"本町2\"]}", "A園 B園");
	expect_names("[{\"name\":{\"ja\":\"A園\",\"en\":\"A\"},\"address\":{\"full\":\"本町1\"}}]", "A園");
}

TEST(what_spreadsheets_and_pages_wrap_around_words_comes_off)
{
	struct exchange_job job;
	REQUIRE(job_of(STR("施設名,住所,電話,備考\n=\"あおば園\",<b>本町</b>1&amp;2<br>3階,'0996000001,\"開いたまま\n"), "x.csv", &job));
	struct directory_given g = given_of(&job, 0);
	EXPECT_STR(g.fact[FACT_NAME], "あおば園");
	EXPECT_STR(g.fact[FACT_ADDRESS], "本町1&2\n3階");
	EXPECT_STR(g.fact[FACT_PHONE], "0996000001");
	EXPECT_STR(g.fact[FACT_NOTE], "開いたまま");
	arena_free(job.arena);
	expect_names("施設名|住所\nA園|本町1\nB園|本町2\n", "A園 B園");
}

TEST(places_are_read_as_degrees_minutes_and_seconds_too)
{
	static const char *const said[] = { "35度40分52秒,139度45分30秒", "\"35°40'52\"\"N\",\"139°45'30\"\"E\"", "N35.40.52,E139.45.30",
		"北緯35度40分52秒,東経139度45分30秒", "３５°４０′５２″,１３９°４５′３０″", "35.6811111N,139.7583333E" };
	struct exchange_job job;
	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		REQUIRE(job_of(arena_fmt(test_arena(), "施設名称,緯度,経度\nA園,%s\n", said[i]), "x.csv", &job));
		EXPECT_INT(given_of(&job, 0).lat_n, 35681111);
		EXPECT_INT(given_of(&job, 0).lon_n, 139758333);
		arena_free(job.arena);
	}
	REQUIRE(job_of(STR("施設名,緯度経度\nA園,POINT(139.1 35.1)\nB園,\"(35.1, 139.1)\"\nC園,\"139.1,35.1\"\nD園,35.68.12 139.1\n"), "x.csv", &job));
	static const int64_t lat[] = { 35100000, 35100000, 35100000, 0 };
	for (size_t i = 0; i < 4; i++)
		EXPECT_INT(given_of(&job, i).lat_n, lat[i]);
	EXPECT_INT(job.turned_n, 1);
	arena_free(job.arena);
	REQUIRE(job_of(STR("施設名,緯度（日本測地系）,経度（日本測地系）,緯度（世界測地系）,経度（世界測地系）\nA園,35.1,139.1,35.2,139.2\n"), "x.csv", &job));
	EXPECT_INT(given_of(&job, 0).lat_n, 35200000);
	arena_free(job.arena);
}

static void expect_figures(const char *file, const char *file_name, const char *figures)
{
	struct exchange_job job;
	REQUIRE(job_of(str_of(file), file_name, &job));
	EXPECT_STR(job.item[0].figures, figures);
	arena_free(job.arena);
}

TEST(figures_have_the_day_of_their_column_their_title_or_their_file)
{
	expect_figures("年月,施設番号,施設名,年齢,空き人数,待ち人数\n令和6年4月,1,A園,0歳,2,0\n", "x.csv", "19814;0:2:0:-1");
	expect_figures("基準日,施設名,年齢,空き人数\n令和元年5月1日,A園,1歳,2\n", "x.csv", "18017;1:2:-1:-1");
	expect_figures("空き状況（令和６年４月１日現在）,,\n施設名,０歳児空き,１歳児空き\nA園,1,2\n", "x.csv", "19814;0:1:-1:-1;1:2:-1:-1");
	expect_figures("令和6年4月1日時点,,,,\nNo,園名,空き状況,,入所待ち,\n,,0歳,1歳,0歳,1歳\n1,A園,1,2,3,4\n", "x.csv", "19814;0:1:3:-1;1:2:4:-1");
	expect_figures("園名,0歳空き\nA園,1\n", "akijokyo_20240501.csv", "19844;0:1:-1:-1");
	expect_figures("空き状況,,\n令和6年4月1日,,\n園名,0歳,1歳,2歳\nA園,1,0,2\n", "x.csv", "19814;0:1:-1:-1;1:0:-1:-1;2:2:-1:-1");
	struct exchange_job job;
	struct str why;
	REQUIRE(exchange_open(arena_new((size_t)64 << 20), &(struct exchange_ask){ .kind = STR("vacancy"), .file_name = STR("x.csv"),
		.bytes = STR("施設名,0歳児,1歳児,2歳児,更新日\nA園,1,0,2,2024/4/1\n") }, &job, &why));
	EXPECT_STR(job.item[0].figures, "19814;0:1:-1:-1;1:0:-1:-1;2:2:-1:-1");
	arena_free(job.arena);
	REQUIRE(job_of(STR("館名,ところ,でんわ,月,火,水,木,金,土,日\nA館,本町1,0996-00-0001,○,○,○,○,○,,\n"), "x.csv", &job));
	EXPECT_STR(given_of(&job, 0).fact[FACT_DAYS], "月火水木金");
	EXPECT_STR(given_of(&job, 0).fact[FACT_PHONE], "0996-00-0001");
	arena_free(job.arena);
	REQUIRE(job_of(STR("施設名,年齢,空き,住所\nA園,0～5歳,あり,本町1\n"), "x.csv", &job));
	EXPECT_STR(job.kind, "facility");
	EXPECT_STR(given_of(&job, 0).fact[FACT_AGES], "0～5歳");
	EXPECT_STR(given_of(&job, 0).fact[FACT_MORE], "空き: あり");
	arena_free(job.arena);
}

TEST(the_same_list_in_every_encoding_is_the_same)
{
	static const char *const encoding[] = { "UTF-8", "CP932", "EUC-JP-MS", "ISO-2022-JP", "UTF-16", "UTF-16LE", "UTF-16BE" };
	static const char list[] = "施設名,住所,備考\r\nあおば保育園,本町１丁目,ひろい\r\nソース能表園,ポ十貼,せまい\r\n";
	for (size_t i = 0; i < sizeof encoding / sizeof *encoding; i++) {
		char bytes[1000], *in = (char *)(uintptr_t)list, *to = bytes;
		size_t left = sizeof list - 1, room = sizeof bytes;
		iconv_t cd = iconv_open(encoding[i], "UTF-8");
		REQUIRE(iconv(cd, &in, &left, &to, &room) != (size_t)-1 && iconv(cd, NULL, NULL, &to, &room) != (size_t)-1);
		iconv_close(cd);
		struct exchange_job job = { 0 };
		if (!job_of((struct str){ bytes, (size_t)(to - bytes) }, "x.csv", &job) || !str_is(names_of(&job), "あおば保育園 ソース能表園"))
			test_failed(__FILE__, __LINE__, "%s: %.*s", encoding[i], STR_ARG(names_of(&job)));
		arena_free(job.arena);
	}
}
