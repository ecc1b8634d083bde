/* Open data on its way out: what was written comes back as it was, and other programs find HSDS where it should be. */
#include "exchange/exchange_out.h"
#include "exchange/exchange_hsds.h"
#include "exchange/exchange_out_words.h"
#include "tests/town/town.h"
#include "tests/visit.h"

static void add(struct desk *d, void *arg)
{
	struct directory_entry *e = arg;
	REQUIRE(directory_put(d, e, &(struct directory_change){ .by_name = STR("test") }) == DIRECTORY_OK);
}

static struct directory_entry nursery(void)
{
	return (struct directory_entry){ .kind = STR("facility"), .state = STR("live"), .lat_n = 32014321, .lon_n = 130190000, .verified_on = DAY_NONE,
		.fact = { [FACT_NAME] = STR("みなと\"保育\"園, 本園"), [FACT_KANA] = STR("ミナトホイクエン"), [FACT_PHONE] = STR("0996-00-0001 / 0996-00-0002"),
		[FACT_ADDRESS] = STR("鹿児島県阿久根市1"), [FACT_DAYS] = STR("月火水木金"), [FACT_OPENS] = STR("8:00"), [FACT_CLOSES] = STR("18:00"),
		[FACT_AGES] = STR("6か月～5歳"), [FACT_NOTE] = STR("=1+1"), [FACT_BODY] = STR("社会福祉法人ひなた"), [FACT_URL] = STR("https://example.jp/a b") } };
}

struct told { enum exchange_format format; char *text; size_t n; };

static void tell(struct desk *d, void *arg)
{
	struct told *t = arg;
	struct out o = { .arena = d->arena };
	struct entry_id after = { 0 };
	exchange_out_begin(d, t->format, &o);
	exchange_out_piece(d, t->format, &after, 100, &o);
	exchange_out_end(d, t->format, &o);
	struct str s = out_done(&o);
	t->n = s.n < t->n - 1 ? s.n : t->n - 1;
	for (size_t i = 0; i < t->n; i++)
		t->text[i] = s.s[i];
	t->text[t->n] = 0;
}

static size_t commas_of_first_line(const char *s)
{
	size_t n = 0;
	while (*s && *s != '\r')
		n += *s++ == ',';
	return n;
}

TEST(exchange_writes_both_layouts_of_municipalities)
{
	static char text[20000];
	struct town *t = town_build();
	struct directory_entry e = nursery();
	struct told told = { EXCHANGE_ODS, text, sizeof text };
	town_act(t, t->here, add, &e);
	town_act(t, t->here, tell, &told);
	EXPECT(str_starts(str_of(text), "\xef\xbb\xbf全国地方公共団体コード,ID,地方公共団体名,名称,"));
	EXPECT_INT((int64_t)commas_of_first_line(text) + 1, 53);
	EXPECT(str_has(str_of(text), "\"みなと\"\"保育\"\"園, 本園\"") && str_has(str_of(text), ",32.014321,130.190000,"));
	EXPECT(str_has(str_of(text), "\"'=1+1\"\r\n"));
	told = (struct told){ EXCHANGE_ODS_V1, text, sizeof text };
	town_act(t, t->here, tell, &told);
	EXPECT_INT((int64_t)commas_of_first_line(text) + 1, 28);
	town_leave(t);
}

TEST(exchange_uuids_carry_the_number_and_nothing_else_passes)
{
	struct exchange_uuid u = exchange_uuid(UUID_SERVICE, INT64_C(0x123456789abcdef), 7);
	int64_t id;
	int place;
	EXPECT(exchange_uuid_read(str_of(u.s), UUID_SERVICE, &id, &place));
	EXPECT_INT(id, INT64_C(0x123456789abcdef));
	EXPECT_INT(place, 7);
	EXPECT(!exchange_uuid_read(str_of(u.s), UUID_TERM, &id, &place));
	EXPECT(!exchange_uuid_read(STR("00000000-0000-4000-8000-000000000000"), UUID_SERVICE, &id, &place));
	EXPECT(!exchange_uuid_read(STR("zz"), UUID_SERVICE, &id, &place));
	u = exchange_uuid(UUID_AT, INT64_MAX, 255);
	EXPECT(exchange_uuid_read(str_of(u.s), UUID_AT, &id, &place) && id == INT64_MAX && place == 255 && u.s[14] == '8');
}

TEST(exchange_json_and_hsds_can_be_read_again)
{
	static const enum exchange_format format[] = { EXCHANGE_JSON, EXCHANGE_GEOJSON, EXCHANGE_HSDS };
	static char text[40000];
	struct town *t = town_build();
	struct arena *a = arena_new(1 << 20);
	struct directory_entry e = nursery(), bare = { .kind = STR("informal"), .state = STR("live"), .verified_on = DAY_NONE,
		.fact = { [FACT_NAME] = STR("ひだまりサロン") } }, hidden = bare;
	hidden.state = STR("hidden");
	hidden.fact[FACT_NAME] = STR("かくれたサロン");
	town_act(t, t->here, add, &e);
	town_act(t, t->here, add, &bare);
	town_act(t, t->here, add, &hidden);
	for (size_t i = 0; i < 3; i++) {
		struct told told = { format[i], text, sizeof text };
		struct str why = STR_NONE;
		town_act(t, t->here, tell, &told);
		const struct json *j = json_read(a, (struct str){ text, told.n }, &why);
		const struct json *list = format[i] == EXCHANGE_GEOJSON ? json_at(j, "features") : j;
		REQUIRE(list && list->n == 2);
		EXPECT(!str_has(str_of(text), "かくれた"));
		if (format[i] != EXCHANGE_HSDS)
			continue;
		EXPECT(json_at(&list->item[0], "phones")->n == 2 && !json_at(&list->item[0], "url"));
		EXPECT(str_is(json_text(&json_at(&list->item[0], "schedules")->item[0], "byday"), "MO,TU,WE,TH,FR"));
		EXPECT_STR(json_text(&list->item[0], "minimum_age"), "0.5");
	}
	arena_free(a);
	town_leave(t);
}
