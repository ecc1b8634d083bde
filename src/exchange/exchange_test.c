/* Other people's tables: read in every form, come in once, never over what somebody wrote here. */
#include "directory/directory_given.h"
#include "directory/directory_outline.h"
#include "directory/directory_search.h"
#include "desk/town_test.h"
#include "exchange/exchange.h"
#include <stdio.h>

#define DATA "../shared/data/open-data/"

static struct str file_of(const char *path)
{
	FILE *f = fopen(path, "rb");
	static const size_t most = 3 << 20;
	char *b = arena_get(test_arena(), most);
	size_t n = f ? fread(b, 1, most, f) : 0;
	if (f)
		fclose(f);
	return (struct str){ b, n };
}

static bool job_of(struct str bytes, struct exchange_job *ret)
{
	struct str why = STR_NONE;
	bool is_fine = exchange_open(arena_new((size_t)128 << 20), &(struct exchange_ask){ .bytes = bytes, .file_name = STR("list.csv") }, ret, &why);
	if (!is_fine)
		test_failed(__FILE__, __LINE__, "%.*s", STR_ARG(why));
	return is_fine;
}

static struct directory_given given_of(const struct exchange_job *job, size_t at)
{
	struct directory_given g = { 0 };
	EXPECT(directory_given_read(test_arena(), job->item[at].given, &g));
	return g;
}

static size_t rejected(const struct exchange_job *job)
{
	size_t n = 0;
	for (size_t i = 0; i < job->item_n; i++)
		n += job->item[i].end == EXCHANGE_REJECTED;
	return n;
}

TEST(every_set_of_open_data_comes_in)
{
	static const struct { const char *file; size_t read, rejected; } row[] = {
		{ "hamamatsu/nurseryData.csv", 360, 1 }, { "koriyama/nurseryData.csv", 157, 0 }, { "toyama/nurseryFacilities.csv", 160, 0 },
		{ "yokosuka/nurseryData.csv", 176, 77 }, { "yokohama-vacancy/2024-04-01.csv", 7320, 0 },
		{ "civichat-shibuyaParenting/systemsdata.json", 32, 0 }, { "hamamatsu/nurseryFacilities.geojson", 360, 1 },
		{ "izumo/nurseryFacilities.geojson", 86, 0 }, { "kawasaki/ninka_nurseries_2020.geojson", 391, 0 },
		{ "kawasaki/ninka_nurseries_2020.json", 394, 0 }, { "kawasaki/nurseryFacilities.geojson", 28, 0 },
		{ "koganei/nurseryFacilities.geojson", 66, 0 }, { "koriyama/nurseryFacilities.geojson", 157, 0 }, { "kumamoto/events.json", 56, 0 },
		{ "nagareyama/nurseryFacilities.geojson", 62, 0 }, { "sapporo/nurseryFacilities.geojson", 528, 0 }, { "towada/022063_preschool.json", 30, 0 },
		{ "toyama/nurseryFacilities.geojson", 160, 0 }, { "yokosuka/nurseryFacilities.geojson", 176, 77 },
		{ "yuzawa/childcare_support_2022.json", 5, 0 }, { "yuzawa/kids_club_2022.json", 14, 0 }, { "yuzawa/kids_stations_2022.json", 7, 0 },
		{ "yuzawa/life_event_2022.json", 19, 0 }, { "yuzawa/medical_institutions_2022.json", 93, 0 }, { "yuzawa/nurseries_2022.json", 13, 0 },
		{ "yuzawa/playgrounds_2022.json", 48, 0 }, { "yuzawa/support_for_handicapped_2022.json", 9, 0 },
	};
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct exchange_job job;
		struct str bytes = file_of(arena_fmt(test_arena(), "%s%s", DATA, row[i].file).s);
		if (!bytes.n || !job_of(bytes, &job))
			test_failed(__FILE__, __LINE__, "%s is missing or was not read", row[i].file);
		else if (job.item_n != row[i].read || rejected(&job) != row[i].rejected)
			test_failed(__FILE__, __LINE__, "%s: read %zu, rejected %zu", row[i].file, job.item_n, rejected(&job));
		if (job.arena)
			arena_free(job.arena);
	}
}

TEST(a_row_says_in_the_directory_what_it_said_in_its_city)
{
	struct exchange_job job;
	REQUIRE(job_of(file_of(DATA "towada/022063_preschool.json"), &job));
	struct directory_given g = given_of(&job, 0);
	EXPECT_STR(g.fact[FACT_NAME], "十和田湖保育園");
	EXPECT_STR(g.fact[FACT_CODE], "022063");
	EXPECT_STR(g.fact[FACT_AGES], "0～5歳");
	EXPECT_STR(g.fact[FACT_TEMPORARY], "no");
	EXPECT_INT(g.lat_n, 40427047);
	EXPECT_STR(job.item[0].key, "no:022063:0000000001");
	arena_free(job.arena);
	REQUIRE(job_of(file_of(DATA "hamamatsu/nurseryData.csv"), &job));
	g = given_of(&job, 1);
	EXPECT_STR(g.fact[FACT_NAME], "南保育園");
	EXPECT_STR(g.fact[FACT_OWNERSHIP], "public");
	EXPECT_STR(g.fact[FACT_OPENS], "07:00");
	EXPECT_STR(job.item[1].figures, "18900;0:0:7:-1;1:0:1:-1;2:0:1:-1;3:0:0:-1;4:1:0:-1;5:0:0:-1");
	arena_free(job.arena);
	REQUIRE(job_of(file_of(DATA "yuzawa/nurseries_2022.json"), &job));
	g = given_of(&job, 0);
	EXPECT_STR(g.fact[FACT_NAME], "湯沢市立皆瀬保育園");
	EXPECT_STR(g.fact[FACT_TYPE_WORDS], "保育所");
	EXPECT(str_has(g.fact[FACT_MORE], "保育標準時間: 7:30～18:30"));
	arena_free(job.arena);
	REQUIRE(job_of(file_of(DATA "civichat-shibuyaParenting/systemsdata.json"), &job));
	g = given_of(&job, 0);
	EXPECT_STR(g.kind, "programme");
	EXPECT_STR(g.fact[FACT_NAME], "東京都母子及び父子福祉資金");
	EXPECT(str_starts(g.fact[FACT_SUPPORT], "都内に6か月以上") && str_starts(g.fact[FACT_TARGET], "20歳未満の児童"));
	EXPECT(str_has(g.fact[FACT_HOW_TO_APPLY], "03-3463-2544"));
	arena_free(job.arena);
}

TEST(impossible_places_stay_empty_and_swapped_ones_are_put_right)
{
	struct exchange_job job;
	REQUIRE(job_of(STR("名称,緯度,経度\nA園,0,0\nB園,139.7,35.6\nC園,51.5,-0.1\nD園,,\nE園,３５．６,１３９．７\n"), &job));
	static const int64_t lat[] = { 0, 35600000, 0, 0, 35600000 };
	REQUIRE(job.item_n == 5);
	for (size_t i = 0; i < 5; i++)
		EXPECT_INT(given_of(&job, i).lat_n, lat[i]);
	EXPECT_INT(job.turned_n, 1);
	EXPECT_INT(job.off_n, 1);
	arena_free(job.arena);
}

TEST(a_heading_nobody_foresaw_still_gives_a_name)
{
	static const char *const file[] = {
		"令和6年度 市内保育施設一覧\n\n施設の名称（正式）,ご連絡先（電話）,ところ・住所\nあおば保育園,0996-00-0001,本町1-1\n",
		"あおば保育園,本町1丁目1番1号,0996-00-0001\nわかば幼稚園,本町1丁目1番2号,0996-00-0002\n",
		"園　名\t所　在　地\tﾃﾞﾝﾜ\nあおば保育園\t本町1-1\t0996-00-0001\n",
		"[{\"basicInformation\":{\"psid\":\"3.0x\"},\"institutionName\":{\"canonicalName\":\"あおば保育園\"},\"support\":{\"description\":\"x\"}}]",
		"{\"1\":{\"施設名\":\"あおば保育園\"},\"2\":{\"施設名\":\"わかば幼稚園\"}}",
		"[[\"施設名\",\"住所\"],[\"あおば保育園\",\"本町\"]]",
	};
	for (size_t i = 0; i < sizeof file / sizeof *file; i++) {
		struct exchange_job job;
		if (!job_of(str_of(file[i]), &job))
			continue;
		if (!job.item_n || !str_is(given_of(&job, 0).fact[FACT_NAME], "あおば保育園"))
			test_failed(__FILE__, __LINE__, "%zu: %zu rows", i, job.item_n);
		arena_free(job.arena);
	}
}

static bool is_refused(struct str bytes, const char *because)
{
	struct exchange_job job;
	struct str why = STR_NONE;
	struct arena *a = arena_new((size_t)64 << 20);
	bool is_fine = exchange_open(a, &(struct exchange_ask){ .bytes = bytes, .file_name = STR("x.csv") }, &job, &why);
	bool is_said = !is_fine && str_has(why, because);
	arena_free(a);
	return is_said;
}

TEST(what_is_no_table_is_refused_by_its_name)
{
	EXPECT(is_refused(STR("PK\x03\x04 torn"), "ZIP"));
	EXPECT(is_refused(STR("\x7f" "ELF\x02\x01\x01\x00\x00\x00"), "no text"));
	EXPECT(is_refused(STR("%PDF-1.4"), "PDF"));
	EXPECT(is_refused(STR(""), "empty"));
	EXPECT(is_refused(STR("<!doctype html><p>"), "web page"));
	EXPECT(is_refused(STR("[{\"name\":\"A\""), "no whole JSON"));
	EXPECT(is_refused(STR("a,b\n1,2\n"), "looks like a name"));
}

/* ---- into a town ---- */

struct put { struct str bytes; struct exchange_job job; int64_t conflict_n, n; struct directory_given *source; };

static void put_run(struct desk *d, void *arg)
{
	struct put *p = arg;
	struct str why;
	int64_t conflict_n;
	EXPECT(exchange_open(d->arena, &(struct exchange_ask){ .bytes = p->bytes, .file_name = STR("list_2026.csv") }, &p->job, &why));
	exchange_match(d, &p->job);
	exchange_begin(d, &p->job);
	exchange_stage(d, &p->job, 0, 100000);
	exchange_ready(d, &p->job);
	exchange_decide(d, p->job.import_id);
	p->conflict_n = 0;
	while (exchange_apply(d, p->job.import_id, 100, &conflict_n) > 0)
		p->conflict_n += conflict_n;
}

static void put(struct town *t, struct put *p, const char *csv)
{
	p->bytes = str_of(csv);
	town_do(t, put_run, p);
}

#define EXPECT_JOB(p, added, changed, same, not) do { EXPECT_INT((p).job.added_n, added); EXPECT_INT((p).job.changed_n, changed); \
	EXPECT_INT((p).job.unchanged_n, same); EXPECT_INT((p).job.rejected_n, not); } while (0)

TEST(the_same_file_again_changes_nothing)
{
	struct town *t = town_open();
	struct put p;
	put(t, &p, "名称,住所,電話番号\nあおば保育園,本町1-1,0996-00-0001\nわかば幼稚園,本町1-2,0996-00-0002\nわかば幼稚園,本町1-2,0996-00-0002\n,,\n");
	EXPECT_JOB(p, 2, 0, 1, 1);
	put(t, &p, "名称,住所,電話番号\nあおば保育園,本町1-1,0996-00-0001\nわかば幼稚園,本町1-2,0996-00-0002\nわかば幼稚園,本町1-2,0996-00-0002\n,,\n");
	EXPECT_JOB(p, 0, 0, 3, 1);
	put(t, &p, "名称,住所,電話番号\nあおば保育園,本町1-1,0996-00-0009\n");
	EXPECT_JOB(p, 0, 1, 0, 0);
	EXPECT_INT(p.job.gone_n, 1);
	put(t, &p, "施設名,所在地,TEL\nあおば保育園,新町2-2,0996-00-0009\n");
	EXPECT_JOB(p, 0, 1, 0, 0);
	town_close(t);
}

struct seen { struct put put; int64_t found_n, listed_n, bodies_n; size_t step_n; };

static void begin_run(struct desk *d, void *arg)
{
	struct put *p = arg;
	struct str why;
	EXPECT(exchange_open(d->arena, &(struct exchange_ask){ .bytes = p->bytes, .file_name = STR("list_2026.csv") }, &p->job, &why));
	exchange_match(d, &p->job);
	exchange_begin(d, &p->job);
	exchange_stage(d, &p->job, 0, 100000);
	exchange_ready(d, &p->job);
	exchange_decide(d, p->job.import_id);
}

static void step_run(struct desk *d, void *arg)
{
	struct seen *s = arg;
	int64_t conflict_n;
	s->step_n = (size_t)exchange_apply(d, s->put.job.import_id, 2, &conflict_n);
}

static void look_run(struct desk *d, void *arg)
{
	struct seen *s = arg;
	struct directory_found found;
	struct str *line;
	directory_search(d, &(struct directory_query){ .words = STR("保育園"), .age_n = DIRECTORY_AGE_ANY, .limit_n = 20 }, &found);
	s->found_n = found.total_n;
	s->listed_n = directory_list_n(d, &(struct directory_filter){ .limit_n = 10 });
	s->bodies_n = directory_body_count(d, STR_NONE);
	EXPECT_INT((int64_t)directory_suggest(d, STR("あおば"), 8, &line) > 0, found.total_n > 0);
}

TEST(an_import_is_seen_whole_or_not_at_all)
{
	struct town *t = town_open();
	struct seen s = { .put = { .bytes = STR("名称,住所,団体名\nあおば保育園,本町1,A会\nわかば保育園,本町2,B会\nもみじ保育園,本町3,C会\n"
		"かえで保育園,本町4,D会\nさくら保育園,本町5,E会\n") } };
	town_do(t, begin_run, &s.put);
	for (int i = 0; i < 3; i++) {
		town_do(t, look_run, &s);
		EXPECT(s.found_n == 0 && s.listed_n == 0 && s.bodies_n == 0);
		town_do(t, step_run, &s);
		EXPECT(s.step_n > 0);
	}
	town_do(t, step_run, &s);
	EXPECT_INT((int64_t)s.step_n, 0);
	town_do(t, look_run, &s);
	EXPECT(s.found_n == 5 && s.listed_n == 5 && s.bodies_n == 5);
	s.put.bytes = STR("名称,住所,団体名\nあおば保育園,本町1,Z会\nすみれ保育園,本町6,E会\nのばら保育園,本町7,E会\nつくし保育園,本町8,E会\n");
	town_do(t, begin_run, &s.put);
	town_do(t, step_run, &s);
	town_do(t, step_run, &s);
	town_do(t, look_run, &s);
	EXPECT_INT(s.found_n, 5);
	town_do(t, step_run, &s);
	town_do(t, look_run, &s);
	EXPECT_INT(s.found_n, 8);
	EXPECT_INT(s.bodies_n, 5);
	town_close(t);
}

static void edit_run(struct desk *d, void *arg)
{
	struct put *p = arg;
	struct directory_named *row;
	struct directory_entry e;
	EXPECT_INT(directory_named_after(d, (struct entry_id){ 0 }, &row), 1);
	EXPECT(directory_by_id(d, row[0].entry_id, &e));
	e.fact[FACT_PHONE] = STR("0996-00-7777");
	EXPECT_INT(directory_put(d, &e, &(struct directory_change){ .version_n = e.version_n, .why = STR("電話が変わった") }), DIRECTORY_OK);
	p->n = e.version_n;
}

static void phone_run(struct desk *d, void *arg)
{
	struct put *p = arg;
	struct directory_named *row;
	EXPECT_INT(directory_named_after(d, (struct entry_id){ 0 }, &row), 1);
	EXPECT_STR(row[0].phone, "0996-00-7777");
	struct directory_entry e;
	EXPECT(directory_by_id(d, row[0].entry_id, &e));
	p->n = str_is(e.fact[FACT_ADDRESS], "本町1-9");
}

TEST(what_a_person_wrote_here_is_never_overwritten_and_asked_about_once)
{
	struct town *t = town_open();
	struct put p = { .n = 0 };
	put(t, &p, "ID,名称,住所,電話番号\n7,あおば保育園,本町1-1,0996-00-0001\n");
	t->who = (struct who){ .role = ROLE_MANAGER, .account_id = { 77 }, .name = STR("日向 あおい") };
	town_do(t, edit_run, &p);
	put(t, &p, "ID,名称,住所,電話番号\n7,あおば保育園,本町1-1,0996-00-0001\n");
	EXPECT_JOB(p, 0, 0, 1, 0);
	put(t, &p, "ID,名称,住所,電話番号\n7,あおば保育園,本町1-9,0996-00-0002\n");
	EXPECT_JOB(p, 0, 1, 0, 0);
	EXPECT_INT(p.conflict_n, 1);
	town_do(t, phone_run, &p);
	EXPECT_INT(p.n, 1);
	put(t, &p, "ID,名称,住所,電話番号\n7,あおば保育園,本町1-9,0996-00-0002\n");
	EXPECT_JOB(p, 0, 0, 1, 0);
	EXPECT_INT(p.conflict_n, 0);
	town_close(t);
}

static void vacancies_run(struct desk *d, void *arg)
{
	struct put *p = arg;
	struct directory_named *row;
	struct directory_vacancy *v;
	EXPECT_INT(directory_named_after(d, (struct entry_id){ 0 }, &row), 1);
	p->n = (int64_t)directory_vacancies(d, row[0].entry_id, &v);
	EXPECT(p->n == 2 && v[1].age_n == 1 && v[1].free_n == 3 && v[1].waiting_n == 0);
}

TEST(places_free_find_their_facility_by_name)
{
	struct town *t = town_open();
	struct put p = { .n = 0 };
	put(t, &p, "ID,名称,住所\n7,あおば保育園,本町1-1\n");
	put(t, &p, "month,facility_id,name,ward,age,accept,wait,enrolled\n2026-04-01,990,あおば保育園,,0,0,2,6\n2026-04-01,990,あおば保育園,,1,3,0,6\n");
	EXPECT_JOB(p, 2, 0, 0, 0);
	EXPECT_STR(p.job.kind, "vacancy");
	town_do(t, vacancies_run, &p);
	put(t, &p, "month,facility_id,name,ward,age,accept,wait,enrolled\n2026-04-01,990,あおば保育園,,0,1,2,6\n2026-04-01,990,あおば保育園,,1,3,0,6\n");
	EXPECT_JOB(p, 0, 1, 1, 0);
	town_close(t);
}

TEST(a_point_lies_in_an_outline_or_does_not)
{
	struct directory_outline o = { .south_n = 0, .west_n = 0, .north_n = 100, .east_n = 100,
		.points = STR("0,0 0,100 100,100 100,0;40,40 40,60 60,60 60,40") };
	EXPECT(directory_outline_holds(&o, 10, 10) && !directory_outline_holds(&o, 50, 50) && !directory_outline_holds(&o, 50, 150));
}
