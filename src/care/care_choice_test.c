/* A person confirms another than the ranking would: by both pages that send, a wish that stands in the way needs a reason, which is kept and shown; a
 * lapsed training, a missing consent and a double booking pass nobody, whatever the reason. */
#include "care/care_match.h"
#include "care/care_report.h"
#include "tests/visit.h"

struct tale { struct visit *v; struct town *town; struct str request, person; struct request_id request_id; struct person_id person_id;
	struct care_request_row row; enum care_refusal r; };

static void read_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	EXPECT(id_parse(t->request, &t->request_id.v) && id_parse(t->person, &t->person_id.v) && care_request_of(d, t->request_id, &t->row));
}

static struct str thing(struct tale *t, const char *word, enum whose whose)
{
	return arena_str(test_arena(), town_thing(t->town, &t->v->who, str_of(word), whose));
}

static struct tale begin(void)
{
	struct tale t = { .town = town_build() };
	t.v = visit_enter(t.town, PERSON_WORKER);
	t.request = thing(&t, "request", WHOSE_OWN);
	t.person = thing(&t, "willing", WHOSE_NEIGHBOUR);
	town_act(t.town, t.town->here, read_run, &t);
	return t;
}

static void end(struct tale *t)
{
	visit_leave(t->v);
	town_leave(t->town);
}

/* Sounds them out by this page of the request's; the status of the answer. */
static int send(struct tale *t, const char *page, const char *why)
{
	struct arena *a = test_arena();
	visit_form(t->v, arena_fmt(a, "/desk/care/%.*s/match", STR_ARG(t->request)).s);
	visit_post(t->v, arena_fmt(a, "/desk/care/%.*s/%s", STR_ARG(t->request), page).s,
		arena_fmt(a, "way=many&within=60&who-%.*s=1&why=%s", STR_ARG(t->person), why).s);
	return t->v->status;
}

/* Only afterwards on that day. */
static void late_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	static const struct staff_span late[] = { { 13 * 60, 18 * 60 } };
	EXPECT_INT(helper_day_put(d, t->person_id, day_of(t->row.from_at), late, 1), HELPER_OK);
}

static void kept_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct care_offer_row *o;
	REQUIRE(care_offers(d, &t->row, &o) == 1);
	EXPECT_STR(o[0].reason, "Spoken by telephone");
}

TEST(a_wish_in_the_way_needs_a_reason_by_either_page_and_the_reason_is_kept_and_shown)
{
	struct tale t = begin();
	town_act(t.town, t.town->here, late_run, &t);
	EXPECT_INT(send(&t, "match", ""), 422);
	EXPECT(visit_has(t.v, "わけを書いてください"));
	EXPECT_INT(send(&t, "offer", ""), 422);
	EXPECT(visit_has(t.v, "わけを書いてください") && visit_has(t.v, "希望とちがう"));
	EXPECT_INT(send(&t, "offer", "Spoken+by+telephone"), 303);
	town_act(t.town, t.town->here, kept_run, &t);
	visit_get(t.v, arena_fmt(test_arena(), "/desk/care/%.*s", STR_ARG(t.request)).s);
	EXPECT(visit_has(t.v, "わけ：Spoken by telephone"));
	end(&t);
}

static void unreasoned_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct care_offer_row *o;
	REQUIRE(care_offers(d, &t->row, &o) == 1);
	EXPECT_INT(o[0].reason.n, 0);
}

TEST(a_reason_is_not_kept_with_somebody_who_needs_none)
{
	struct tale t = begin();
	EXPECT_INT(send(&t, "match", "Because"), 303);
	town_act(t.town, t.town->here, unreasoned_run, &t);
	end(&t);
}

static void lapse_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct staff_training x = { .person_id = t->person_id, .name = STR("first aid"), .done_on = { d->today.n - 400 }, .until_on = { d->today.n + 7 } };
	EXPECT_INT(helper_need_put(d, &(struct helper_need_row){ .kind = STR("all"), .training = STR("first aid"), .months_n = 12 }), HELPER_OK);
	EXPECT_INT(staff_training_put(d, &x), STAFF_OK);
}

TEST(no_reason_gets_past_a_lapsed_training_by_either_page)
{
	struct tale t = begin();
	town_act(t.town, t.town->here, lapse_run, &t);
	EXPECT_INT(send(&t, "match", "Urgent"), 409);
	EXPECT_INT(send(&t, "offer", "Urgent"), 409);
	EXPECT(visit_has(t.v, "今回はお願いできない人がいます"));
	end(&t);
}

static void book_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct staff_time x = { .kind = STR("talk"), .person_id = t->person_id, .from_at = moment_add(t->row.from_at, HOUR),
		.until_at = moment_add(t->row.until_at, HOUR) };
	EXPECT_INT(staff_time_book(d, &x, false), STAFF_TIME_OK);
}

TEST(no_reason_gets_past_a_double_booking_by_either_page)
{
	struct tale t = begin();
	town_act(t.town, t.town->here, book_run, &t);
	EXPECT_INT(send(&t, "match", "Urgent"), 409);
	EXPECT_INT(send(&t, "offer", "Urgent"), 409);
	EXPECT(visit_has(t.v, "その時間には、ほかの約束があります"));
	end(&t);
}

static void consent_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct person_id stuck;
	t->row.consented_at = MOMENT_NONE;
	t->r = care_offer_send(d, &t->row, &(struct care_offer_new){ .person = &t->person_id, .n = 1, .minutes_n = 60, .reason = STR("Urgent") }, &stuck);
}

TEST(no_reason_gets_past_a_missing_consent)
{
	struct tale t = begin();
	town_act(t.town, t.town->here, consent_run, &t);
	EXPECT_INT(t.r, CARE_CONSENT);
	end(&t);
}
