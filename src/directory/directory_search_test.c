/* Finding: in any spelling, by what it means, near, open, free, for this age; and never nothing. */
#include "directory/directory_card.h"
#include "directory/directory_search_words.h"
#include "directory/directory_sought.h"
#include "directory/directory_synonym.h"
#include "base/fold.h"
#include "base/reading.h"
#include "desk/town_test.h"
#include "directory/directory_search.sql.h"

/* A small town: name, kana, type, age, north of the town hall in thousandths of a degree, hours, fee, area, what is there. */
static const struct { const char *name, *kana, *type, *ages; int north; const char *days, *opens, *closes, *fee; int area; const char *more; }
	place[] = {
	{ "ひまわり保育園", "ひまわりほいくえん", "nursery", "57日～5歳", 10, "月火水木金土", "7:00", "18:30", "", 0, "" },
	{ "ﾐﾅﾄ保育所", "ﾐﾅﾄﾎｲｸｼﾖ", "nursery", "1歳～5歳", 30, "月火水木金", "7:30", "18:00", "", 1, "一時預かりあり" },
	{ "山﨑こどもクリニック", "", "clinic", "", 2, "月火水木金土", "9:00", "12:00", "", 0, "渡邊医師" },
	{ "子育て支援センター なのはな", "なのはな", "hiroba", "0～3歳未満", 1, "月火水木金", "9:30", "15:00", "無料", 0, "授乳室" },
	{ "夜間相談", "", "counsel", "", 0, "月火水木金土日", "18:00", "24:00", "無料", 1, "" },
	{ "ファミリー・サポート・センター", "", "family_support", "0歳～12歳", 5, "月～金", "8:30", "17:15", "700円", 1, "" },
};
enum { PLACES = sizeof place / sizeof *place, HALL_LAT = 35600000, HALL_LON = 139600000 };

struct story { struct directory_query q; struct directory_found found; struct entry_id id[PLACES]; int at; const char *typed; struct str *line;
	size_t line_n; };

static void put_run(struct desk *d, void *arg)
{
	struct story *s = arg;
	for (int i = 0; i < PLACES; i++) {
		struct directory_entry e = { .kind = STR("facility"), .state = STR("live"), .type = str_of(place[i].type), .verified_on = DAY_NONE,
			.area_id = d->tenant->area[place[i].area].area_id, .lat_n = HALL_LAT + place[i].north * 1000, .lon_n = HALL_LON,
			.fact = { [FACT_NAME] = str_of(place[i].name), [FACT_KANA] = str_of(place[i].kana), [FACT_AGES] = str_of(place[i].ages),
				[FACT_DAYS] = str_of(place[i].days), [FACT_OPENS] = str_of(place[i].opens), [FACT_CLOSES] = str_of(place[i].closes),
				[FACT_FEE] = str_of(place[i].fee), [FACT_SUMMARY] = str_of(place[i].more),
				[FACT_NURSING_ROOM] = str_is(str_of(place[i].more), "授乳室") ? STR("有") : STR_NONE } };
		EXPECT_INT(directory_put(d, &e, &(struct directory_change){ .by_name = STR("市") }), DIRECTORY_OK);
		s->id[i] = e.entry_id;
	}
}

static void search_run(struct desk *d, void *arg)
{
	struct story *s = arg;
	if (s->q.area_id.v && s->q.area_id.v < 10)
		s->q.area_id = d->tenant->area[s->q.area_id.v - 1].area_id;
	directory_search(d, &s->q, &s->found);
}

/* The places that are found, as their letters in the list, `AC`. */
static struct str seek(struct town *t, struct story *s, struct directory_query q)
{
	struct out o = { .arena = test_arena() };
	s->q = q;
	town_do(t, search_run, s);
	EXPECT_INT(s->found.total_n, (int64_t)s->found.hit_n);
	for (size_t i = 0; i < s->found.hit_n; i++)
		for (int k = 0; k < PLACES; k++)
			if (s->found.hit[i].entry_id.v == s->id[k].v)
				out_fmt(&o, "%c", 'A' + k);
	return out_done(&o);
}

static struct str words(struct town *t, struct story *s, const char *words)
{
	return seek(t, s, (struct directory_query){ .words = str_of(words), .age_n = DIRECTORY_AGE_ANY });
}

static int64_t count_of(const struct directory_facet *f, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(f[i].word, word))
			return f[i].n;
	return 0;
}

TEST(directory_search_finds_any_spelling_and_what_means_the_same)
{
	struct town *t = town_open();
	struct story s = { 0 };
	town_do(t, put_run, &s);
	EXPECT_STR(words(t, &s, "保育園"), "AB");              /* what is called so stands before what means the same */
	EXPECT_STR(words(t, &s, "ほいくえん"), "AB");
	EXPECT_STR(words(t, &s, "みなと"), "B");
	EXPECT_STR(words(t, &s, "ミナト　保育"), "B");
	EXPECT_STR(words(t, &s, "山崎"), "C");
	EXPECT_STR(words(t, &s, "渡辺"), "C");
	EXPECT_STR(words(t, &s, "一時保育"), "B");
	EXPECT_STR(words(t, &s, "預か"), "B");
	EXPECT_STR(words(t, &s, "ファミサポ"), "F");
	EXPECT_STR(words(t, &s, "ﾌｧﾐﾘｰｻﾎﾟｰﾄ"), "F");
	EXPECT_STR(words(t, &s, "子育てひろば"), "D");
	EXPECT_STR(words(t, &s, "赤ちゃんの駅"), "D");
	EXPECT_STR(words(t, &s, "\"保育\" OR *"), "BA");
	EXPECT_STR(s.found.taken_words, "保育");                /* nobody has the word OR */
	words(t, &s, "一時保育");
	EXPECT_STR(s.found.hit[0].summary_marked, "\x02一時預かり\x03あり");
	words(t, &s, "サポートセンター");
	EXPECT_STR(s.found.hit[0].name_marked, "ファミリー・\x02サポート・センター\x03");
	EXPECT_INT(words(t, &s, "").n, PLACES);
	town_close(t);
}

static void tidy_run(struct desk *d, void *arg)
{
	*(bool *)arg = directory_index_tidy(d);
}

TEST(an_index_in_many_parts_is_put_in_order_and_finds_the_same)
{
	struct town *t = town_open();
	struct story s = { 0 };
	bool is_more = false;
	int turn_n = 0;
	for (int i = 0; i < 40; i++)
		town_do(t, put_run, &s);
	for (int i = 0; i < 7; i++)
		town_do(t, put_run, &s);
	s.q = (struct directory_query){ .words = STR("保育園"), .age_n = DIRECTORY_AGE_ANY };
	town_do(t, search_run, &s);
	int64_t before = s.found.total_n;
	EXPECT_INT(before, 2 * 47);
	do
		town_do(t, tidy_run, &is_more);
	while (is_more && ++turn_n < 20);
	EXPECT(!is_more);
	town_do(t, search_run, &s);
	EXPECT_INT(s.found.total_n, before);
	town_close(t);
}

TEST(directory_search_filters_by_age_area_hours_and_fee_and_counts)
{
	struct town *t = town_open();
	struct story s = { 0 };
	struct moment friday = day_moment(day_make(2026, 11, 27), 11 * 60), night = day_moment(day_make(2026, 11, 27), 19 * 60);
	town_do(t, put_run, &s);
	EXPECT_STR(seek(t, &s, (struct directory_query){ .type = STR("nursery"), .age_n = 6 }), "A");
	EXPECT_STR(seek(t, &s, (struct directory_query){ .words = STR("センター"), .age_n = 36 }), "F");       /* 3歳未満 ends before 36 months */
	EXPECT_STR(seek(t, &s, (struct directory_query){ .need = STR("leave"), .area_id = { 2 }, .age_n = DIRECTORY_AGE_ANY }), "BF");
	EXPECT_STR(seek(t, &s, (struct directory_query){ .is_free = true, .age_n = DIRECTORY_AGE_ANY, .open_at = friday }), "D");
	EXPECT_STR(seek(t, &s, (struct directory_query){ .age_n = DIRECTORY_AGE_ANY, .open_at = night }), "E");
	EXPECT_STR(seek(t, &s, (struct directory_query){ .amenities = STR(",nursing,"), .age_n = DIRECTORY_AGE_ANY }), "D");
	EXPECT_STR(seek(t, &s, (struct directory_query){ .age_n = DIRECTORY_AGE_ANY, .lat_n = HALL_LAT, .lon_n = HALL_LON }), "EDCFAB");
	EXPECT_INT(s.found.hit[5].metres_n / 10, 333);
	EXPECT_INT(count_of(s.found.type, s.found.type_n, "nursery"), 2);
	EXPECT_INT(count_of(s.found.need, s.found.need_n, "leave"), 3);
	EXPECT_INT(count_of(s.found.amenity, s.found.amenity_n, "nursing"), 1);
	EXPECT_INT(s.found.area_n, 2);
	EXPECT_INT(s.found.area[0].n + s.found.area[1].n, PLACES);
	town_close(t);
}

static void change_run(struct desk *d, void *arg)
{
	struct story *s = arg;
	struct directory_entry e;
	EXPECT(directory_by_id(d, s->id[s->at], &e));
	e.fact[FACT_NAME] = STR("つくし広場");
	e.fact[FACT_KANA] = STR_NONE;
	EXPECT_INT(directory_put(d, &e, &(struct directory_change){ .by_name = STR("市"), .version_n = e.version_n }), DIRECTORY_OK);
}

static void hide_run(struct desk *d, void *arg)
{
	struct story *s = arg;
	struct directory_entry e = { .entry_id = s->id[s->at] };
	EXPECT(directory_by_id(d, s->id[s->at], &e));
	const char *state = str_is(e.state, "live") ? "hidden" : "live";
	struct directory_change change = { .by_name = STR("市"), .version_n = e.version_n };
	EXPECT_INT(directory_state(d, &e, state, &change), DIRECTORY_OK);
}

TEST(directory_search_knows_at_once_what_was_changed_hidden_and_shown)
{
	struct town *t = town_open();
	struct story s = { .at = 0 };
	town_do(t, put_run, &s);
	town_do(t, change_run, &s);
	EXPECT_STR(words(t, &s, "ひまわり"), "");
	EXPECT_STR(words(t, &s, "つくし"), "A");
	town_do(t, hide_run, &s);
	EXPECT_STR(words(t, &s, "つくし"), "");
	EXPECT_INT(words(t, &s, "").n, PLACES - 1);
	town_do(t, hide_run, &s);
	EXPECT_STR(words(t, &s, "つくし"), "A");
	town_close(t);
}

TEST(directory_search_without_a_result_says_what_else_there_is)
{
	struct town *t = town_open();
	struct story s = { 0 };
	town_do(t, put_run, &s);
	EXPECT_STR(words(t, &s, "どこで一時保育できますか"), "B");
	EXPECT_STR(s.found.taken_words, "一時保育");
	EXPECT_STR(seek(t, &s, (struct directory_query){ .words = STR("クリニック"), .area_id = { 2 }, .age_n = DIRECTORY_AGE_ANY }), "");
	EXPECT(s.found.wider_area_n == 1 && s.found.wider_age_n == 0 && s.found.wider_area[0].entry_id.v == s.id[2].v);
	EXPECT_STR(seek(t, &s, (struct directory_query){ .type = STR("hiroba"), .area_id = { 1 }, .age_n = 60 }), "");
	EXPECT(s.found.wider_area_n == 0 && s.found.wider_age_n == 1 && s.found.wider_age[0].entry_id.v == s.id[3].v);
	EXPECT_STR(words(t, &s, "存在しないもの"), "");
	EXPECT(s.found.is_need_only && s.found.wider_area_n > 0);
	town_close(t);
}

static void suggest_run(struct desk *d, void *arg)
{
	struct story *s = arg;
	s->line_n = directory_suggest(d, str_of(s->typed), 8, &s->line);
}

static struct str suggested(struct town *t, struct story *s, const char *typed)
{
	struct out o = { .arena = test_arena() };
	s->typed = typed;
	town_do(t, suggest_run, s);
	for (size_t i = 0; i < s->line_n; i++)
		out_fmt(&o, "%s%.*s", i ? "/" : "", STR_ARG(s->line[i]));
	return out_done(&o);
}

TEST(directory_suggest_knows_names_readings_and_vocabulary)
{
	struct town *t = town_open();
	struct story s = { 0 };
	town_do(t, put_run, &s);
	EXPECT_STR(suggested(t, &s, "ひま"), "ひまわり保育園");
	EXPECT_STR(suggested(t, &s, "み"), "みんなのトイレ/ﾐﾅﾄ保育所");
	EXPECT_STR(suggested(t, &s, "なのは"), "子育て支援センター なのはな");
	EXPECT_STR(suggested(t, &s, "病児"), "病児保育/病児病後児保育");
	EXPECT_STR(suggested(t, &s, "  "), "");
	EXPECT_STR(suggested(t, &s, "\") OR (\""), "");
	town_close(t);
}

TEST(directory_search_vocabulary_is_folded_as_it_is_sought)
{
	for (size_t i = 0; i < directory_shipped_n; i++)
		EXPECT_STR(fold_text(test_arena(), str_of(directory_shipped[i].words)), directory_shipped[i].folded);
	for (size_t i = 0; i < directory_type_n; i++) {
		struct str said = str_of(directory_search_type_words(str_of(directory_types[i].word)));
		if (!str_eq(fold_text(test_arena(), said), said))
			test_failed(__FILE__, __LINE__, "%s folds to %s", said.s, fold_text(test_arena(), said).s);
	}
	for (int i = 0; directory_amenities[i]; i++) {
		struct str said = str_of(directory_search_amenity_words(str_of(directory_amenities[i])));
		if (!said.n || !str_eq(fold_text(test_arena(), said), said))
			test_failed(__FILE__, __LINE__, "%s: %.*s folds otherwise", directory_amenities[i], STR_ARG(said));
	}
}

struct words_story { struct directory_group g; struct directory_trial *trial; size_t trial_n; struct directory_miss *miss; size_t miss_n;
	const char *typed; bool is_fine; struct directory_query q; struct directory_found found; int times; };

/* As after a page has left: what a search counted is written. */
static void sought_run(struct desk *d, void *arg)
{
	struct words_story *s = arg;
	for (int i = 0; i < s->times; i++) {
		d->count = NULL;
		directory_search(d, &s->q, &s->found);
		directory_sought(d, &s->q, s->found.taken_words.n ? 0 : s->found.total_n);
		for (const struct desk_count *x = d->count; x; x = x->next)
			x->write(d, x);
	}
}

static void misses_run(struct desk *d, void *arg)
{
	struct words_story *s = arg;
	s->miss_n = directory_misses(d, d->today, &s->miss);
}

static void try_run(struct desk *d, void *arg)
{
	struct words_story *s = arg;
	s->is_fine = directory_group_read(d, str_of(s->typed), &s->g.words);
	s->trial_n = directory_group_try(d, &s->g, &s->trial);
}

static void keep_run(struct desk *d, void *arg)
{
	struct words_story *s = arg;
	s->is_fine = directory_group_read(d, str_of(s->typed), &s->g.words);
	directory_group_put(d, &s->g);
}

static void off_run(struct desk *d, void *arg)
{
	struct words_story *s = arg;
	EXPECT(directory_group_by_key(d, STR("nursing"), &s->g));
	s->g.is_off = true;
	directory_group_put(d, &s->g);
}

static void drop_run(struct desk *d, void *arg)
{
	struct words_story *s = arg;
	s->g.words = STR("");                           /* what it held lived in the act before */
	directory_group_drop(d, &s->g);
}

static void seek_words(struct town *t, struct words_story *w, const char *words, int times)
{
	w->q = (struct directory_query){ .words = str_of(words), .age_n = DIRECTORY_AGE_ANY };
	w->times = times;
	town_do(t, sought_run, w);
}

TEST(directory_misses_are_counted_without_the_person)
{
	struct town *t = town_open();
	struct story s = { 0 };
	struct words_story w = { 0 };
	town_do(t, put_run, &s);
	seek_words(t, &w, "夜泣き外来", 2);
	seek_words(t, &w, "ヨナキ　外来", 1);
	seek_words(t, &w, "保育園", 3);
	seek_words(t, &w, "090-1234-5678 山田", 1);
	seek_words(t, &w, "hanako@example.jp", 1);
	town_do(t, misses_run, &w);
	EXPECT_INT(w.miss_n, 2);
	EXPECT_STR(w.miss[0].words, "夜泣き外来");
	EXPECT_INT(w.miss[0].sought_n, 2);
	EXPECT_INT(w.miss[0].last_on.n, day_of(t->now).n);
	EXPECT_STR(w.miss[1].words, "よなき 外来");
	town_close(t);
}

TEST(directory_synonyms_are_tried_on_what_was_sought_before_they_count)
{
	struct town *t = town_open();
	struct story s = { 0 };
	struct words_story w = { .typed = "よなきひろば、子育て支援センター" };
	town_do(t, put_run, &s);
	seek_words(t, &w, "よなきひろば", 2);
	EXPECT_INT(w.found.total_n, 0);
	town_do(t, try_run, &w);
	EXPECT(w.is_fine);
	EXPECT_INT(w.trial_n, 1);
	EXPECT_INT(w.trial[0].now_n, 0);
	EXPECT_INT(w.trial[0].then_n, 1);
	EXPECT_INT(w.trial[0].sought_n, 2);
	EXPECT_STR(words(t, &s, "よなきひろば"), "");           /* a trial keeps nothing */
	w.g = (struct directory_group){ 0 };
	town_do(t, keep_run, &w);
	EXPECT_STR(words(t, &s, "よなきひろば"), "D");
	town_do(t, drop_run, &w);
	EXPECT_STR(words(t, &s, "よなきひろば"), "");
	EXPECT_STR(words(t, &s, "赤ちゃんの駅"), "D");
	town_do(t, off_run, &w);
	EXPECT_STR(words(t, &s, "赤ちゃんの駅"), "");           /* a shipped group that is switched off */
	town_do(t, drop_run, &w);
	EXPECT_STR(words(t, &s, "赤ちゃんの駅"), "D");
	w.typed = "ひとつだけ";
	town_do(t, try_run, &w);
	EXPECT(!w.is_fine);
	town_close(t);
}

static void whale_run(struct desk *d, void *arg)
{
	(void)arg;
	struct directory_entry e = { .kind = STR("facility"), .state = STR("live"), .type = STR("hiroba"), .verified_on = DAY_NONE,
		.fact = { [FACT_NAME] = STR("鯨の部屋"), [FACT_SUMMARY] = STR("浜辺にあります") } };
	EXPECT_INT(directory_put(d, &e, &(struct directory_change){ .by_name = STR("市") }), DIRECTORY_OK);
}

/* Needs libmecab2 and mecab-ipadic-utf8, which `make test` installs; without them words are found as they are written. */
TEST(directory_search_finds_kanji_by_their_reading)
{
	struct town *t = town_open();
	struct story s = { .at = 0 };
	town_do(t, whale_run, &s);
	s.q = (struct directory_query){ .words = STR("鯨"), .age_n = DIRECTORY_AGE_ANY };
	town_do(t, search_run, &s);
	EXPECT_INT(s.found.total_n, 1);
	static const char *const read[] = { "くじら", "クジラのへや", "はまべ" };
	for (size_t i = 0; reading_is_known() && i < 3; i++) {
		s.q.words = str_of(read[i]);
		town_do(t, search_run, &s);
		if (s.found.total_n != 1 || s.found.taken_words.n)
			test_failed(__FILE__, __LINE__, "%s finds %d", read[i], (int)s.found.total_n);
	}
	town_close(t);
}

static void spoil_run(struct desk *d, void *arg)
{
	(void)arg;
	directory_search_term_drop(d, 1);
}

static void anew_run(struct desk *d, void *arg)
{
	struct entry_id after = { 0 };
	struct story *s = arg;
	directory_index_anew(d);
	s->at = 0;
	for (size_t n = 1; n; s->at += (int)n)
		n = directory_index_again(d, &after, 2);
}

TEST(directory_index_made_anew_finds_what_was_lost)
{
	struct town *t = town_open();
	struct story s = { .at = 0 };
	town_do(t, put_run, &s);
	EXPECT_STR(seek(t, &s, (struct directory_query){ .words = STR("ひまわり"), .age_n = DIRECTORY_AGE_ANY }), "A");
	town_do(t, spoil_run, &s);
	s.q = (struct directory_query){ .words = STR("ひまわり"), .age_n = DIRECTORY_AGE_ANY };
	town_do(t, search_run, &s);
	EXPECT_INT(s.found.total_n, 0);
	town_do(t, anew_run, &s);
	EXPECT_INT(s.at, PLACES);
	EXPECT_STR(seek(t, &s, (struct directory_query){ .words = STR("ひまわり"), .age_n = DIRECTORY_AGE_ANY }), "A");
	EXPECT_STR(seek(t, &s, (struct directory_query){ .words = STR("保育"), .type = STR("nursery"), .age_n = DIRECTORY_AGE_ANY }), "BA");
	town_close(t);
}
