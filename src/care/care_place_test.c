/* Where things lie: what the words name in the directory, else the middle of the area, which the ranking calls an estimate. */
#include "care/care_match.h"
#include "care/care_place.h"
#include "desk/town_test.h"
#include "directory/directory_search.h"
#include "tests/test.h"

struct tale { struct area_id north, south; };

static void put(struct desk *d, const char *name, struct area_id area_id, int64_t lat_n, int64_t lon_n)
{
	struct directory_entry e = { .kind = STR("facility"), .state = STR("live"), .type = STR("clinic"), .verified_on = DAY_NONE, .area_id = area_id,
		.lat_n = lat_n, .lon_n = lon_n, .fact = { [FACT_NAME] = str_of(name) } };
	EXPECT_INT(directory_put(d, &e, &(struct directory_change){ .by_name = STR("x") }), DIRECTORY_OK);
}

static void settle_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->north = d->tenant->area[0].area_id;
	t->south = d->tenant->area[1].area_id;
	put(d, "溝口総合病院", t->north, 35600000, 139600000);
	put(d, "溝口北公園", t->north, 35620000, 139640000);
	put(d, "高津南公園", t->south, 35500000, 139500000);
}

static void name_run(struct desk *d, void *arg)
{
	struct care_request_row x = { .place_kind = STR("out"), .place = STR("溝口総合病院 正面入口"), .end_place = STR("高津南公園") };
	(void)arg;
	care_place_name(d, &x);
	EXPECT(x.lat_n == 35600000 && x.lon_n == 139600000 && x.end_lat_n == 35500000);
	x.place = STR("公園");                                  /* could be either */
	care_place_name(d, &x);
	EXPECT(x.lat_n == 0 && x.lon_n == 0);
	x.place = STR("駅前の喫茶店");
	x.end_place = STR_NONE;
	care_place_name(d, &x);
	EXPECT(x.lat_n == 0 && x.end_lat_n == 0);
	x.place_kind = STR("home");                             /* a home is nobody's place of the directory */
	x.place = STR("溝口総合病院");
	care_place_name(d, &x);
	EXPECT_INT(x.lat_n, 0);
}

static void guess_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	bool is_guessed;
	struct care_middles middles = care_middles(d);
	struct care_request_row x = { .area_id = t->north };
	struct match_place at = care_place_of(d, &middles, &x, &is_guessed);
	EXPECT(is_guessed && at.lat_n == 35610000 && at.lon_n == 139620000);
	x.place_area_id = t->south;
	at = care_place_of(d, &middles, &x, &is_guessed);
	EXPECT(is_guessed && at.lat_n == 35500000);
	x.lat_n = 35600001;
	x.lon_n = 139600001;
	at = care_place_of(d, &middles, &x, &is_guessed);
	EXPECT(!is_guessed && at.lat_n == 35600001);
}

TEST(words_that_name_a_place_of_the_directory_lie_there_and_words_that_could_mean_two_lie_nowhere)
{
	struct tale t = { .north = { 0 } };
	struct town *town = town_open();
	town_do(town, settle_run, &t);
	town_do(town, name_run, &t);
	town_close(town);
}

TEST(where_nothing_is_said_the_middle_of_the_area_stands_and_is_called_an_estimate)
{
	struct tale t = { .north = { 0 } };
	struct town *town = town_open();
	town_do(town, settle_run, &t);
	town_do(town, guess_run, &t);
	town_close(town);
}
