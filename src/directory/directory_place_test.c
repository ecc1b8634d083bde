/* Numbers in what people wrote, hours of a week, and the page of one entry as somebody at night asks for it. */
#include "directory/directory_place.h"
#include "tests/visit.h"

static struct str dials(const char *words)
{
	struct directory_said *said;
	struct out o = { .arena = test_arena() };
	size_t n = directory_phone_read(test_arena(), str_of(words), &said), length = 0;
	for (size_t i = 0; i < n; i++) {
		out_fmt(&o, "%s%.*s", said[i].dial.n && o.n ? " " : "", STR_ARG(said[i].dial));
		length += said[i].words.n;
	}
	EXPECT_INT(length, strlen(words));
	return out_done(&o);
}

TEST(every_number_in_what_people_wrote_can_be_called)
{
	static const struct { const char *words, *dials; } row[] = { { "0176-75-2251", "0176752251" }, { "(0176)51-6702", "0176516702" },
		{ "０１７６－７５－２２５１", "0176752251" }, { "03-1234-5678（代表）、090ー1234ー5678", "0312345678 09012345678" }, { "内線123", "" },
		{ "電話（03-1234-5678）まで", "0312345678" }, { "12-3456", "" }, { "平日8:30～17:00", "" }, { "10312345678", "" }, { "0312345678901", "" }, { "", "" } };
	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		EXPECT_STR(dials(row[i].words), row[i].dials);
}

TEST(days_with_the_same_hours_stand_together)
{
	struct directory_week week[DIRECTORY_SPANS];
	EXPECT_INT(directory_week_read(STR("Mon-Fri 08:30-12:00; Mon-Fri 13:00-17:15; Sat 09:00-12:00"), week), 3);
	EXPECT(week[0].from_day == 1 && week[0].to_day == 5 && week[0].from == 510 && week[1].to == 1035 && week[2].from_day == 6 && week[2].to_day == 6);
	EXPECT_INT(directory_week_read(STR("Mon,Wed,Sun 10:00-12:00"), week), 3);
	EXPECT_INT(directory_week_read(STR("Mon-Sun 00:00-24:00"), week), 1);
	EXPECT_INT(directory_week_read(STR("sometimes"), week), 0);
}

struct making { struct entry_id entry_id; const char *state; };

static void put_run(struct desk *d, void *arg)
{
	struct making *m = arg;
	struct directory_entry e = { .kind = STR("facility"), .state = str_of(m->state), .type = STR("counsel"), .verified_on = DAY_NONE,
		.lat_n = 35600000, .lon_n = 139600000, .fact = { [FACT_NAME] = STR("<ふじ>のき"), [FACT_PHONE] = STR("000-0000-0505"), [FACT_FEE] = STR("無料"),
		[FACT_DAYS] = STR("月火水木金"), [FACT_OPENS] = STR("8:30"), [FACT_CLOSES] = STR("17:00"), [FACT_URL] = STR("javascript:alert(1)"),
		[FACT_TEMPORARY] = STR("無"), [FACT_NURSING_ROOM] = STR("有"), [FACT_ADDRESS] = STR("北町1-2") } };
	EXPECT_INT(directory_put(d, &e, &(struct directory_change){ .by_name = STR("x") }), DIRECTORY_OK);
	m->entry_id = e.entry_id;
}

static const char *address(const struct making *m, const char *more)
{
	return arena_fmt(test_arena(), "/d/%s%s", id_text(test_arena(), m->entry_id.v).s, more).s;
}

TEST(one_page_says_what_is_known_and_nothing_else)
{
	struct town *t = town_build();
	struct making m = { .state = "live" };
	town_act(t, t->here, put_run, &m);
	struct visit *v = visit_enter(t, PERSON_NOBODY);
	visit_get(v, address(&m, ""));
	EXPECT_INT(v->status, 200);
	EXPECT(visit_has(v, "&lt;ふじ&gt;のき") && visit_has(v, "href=\"tel:00000000505\"") && visit_has(v, "17:00まで開いています"));
	EXPECT(visit_has(v, "maps.apple.com") && visit_has(v, "授乳室") && visit_has(v, "このページを離れる"));
	EXPECT(!visit_has(v, "href=\"javascript") && !visit_has(v, "一時預かり") && !visit_has(v, "ファクス"));
	visit_get(v, address(&m, "/qr.svg"));
	EXPECT(v->status == 200 && str_is(str_of(v->reply.type), "image/svg+xml") && str_starts(str_trim(v->body), "<svg"));
	visit_leave(v);
	town_leave(t);
}

TEST(a_hidden_entry_is_not_there_for_those_who_do_not_keep_it)
{
	struct town *t = town_build();
	struct making m = { .state = "hidden" };
	town_act(t, t->here, put_run, &m);
	struct visit *nobody = visit_enter(t, PERSON_NOBODY), *admin = visit_enter(t, PERSON_ADMIN);
	visit_get(nobody, address(&m, ""));
	EXPECT_INT(nobody->status, 404);
	visit_get(admin, address(&m, ""));
	EXPECT_INT(admin->status, 200);
	visit_leave(nobody);
	visit_leave(admin);
	town_leave(t);
}

TEST(what_is_wrong_can_be_said_without_a_name_and_a_half_form_loses_nothing)
{
	struct town *t = town_build();
	struct making m = { .state = "live" };
	town_act(t, t->here, put_run, &m);
	struct visit *v = visit_enter(t, PERSON_NOBODY);
	visit_form(v, address(&m, "/wrong"));
	visit_post(v, address(&m, "/wrong"), "words=Tsunagarimasen");
	EXPECT(v->status == 422 && visit_has(v, "Tsunagarimasen") && visit_has(v, "error-summary"));
	visit_post(v, address(&m, "/wrong"), "what=phone&words=Tsunagarimasen");
	EXPECT(v->status == 303 && str_has(v->location, "told=1"));
	visit_leave(v);
	town_leave(t);
}

TEST(the_front_page_leads_by_need_and_area_and_says_who_has_room_today)
{
	struct town *t = town_build();
	struct visit *v = visit_enter(t, PERSON_ADMIN), *nobody = visit_enter(t, PERSON_NOBODY);
	struct str entry = town_thing(t, &v->who, STR("entry"), WHOSE_OWN);
	visit_form(v, "/desk/news");
	visit_post(v, "/desk/news", "words=Asu+wa+oyasumi&from=2026-11-26&to=2026-11-25");
	EXPECT(v->status == 422 && visit_has(v, "Asu wa oyasumi"));
	visit_post(v, "/desk/news", "words=Asu+wa+oyasumi&from=2026-11-25&to=2026-11-25");
	EXPECT_INT(v->status, 303);
	visit_post(v, arena_fmt(test_arena(), "/desk/day/%s", entry.s).s, "mark=few");
	EXPECT_INT(v->status, 303);
	visit_get(nobody, "/");
	EXPECT(visit_has(nobody, "/hana/search?need=leave") && visit_has(nobody, "Asu wa oyasumi"));
	EXPECT(visit_has(nobody, "きょう10:00") && visit_has(nobody, "電話で聞いてください") && visit_has(nobody, "tel:0996731211"));
	visit_get(nobody, arena_fmt(test_arena(), "/area/%s", id_text(test_arena(), tenant_area_named(t->here->profile->tenant, STR("north")).v).s).s);
	EXPECT(nobody->status == 200 && visit_has(nobody, "17:15まで開いています") && visit_has(nobody, "Hidamari"));
	visit_leave(v);
	visit_leave(nobody);
	town_leave(t);
}
