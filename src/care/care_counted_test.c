/* What is done with requests is counted once, in the month of the day, and stays as it was as of a past moment. */
#include "care/care_report.h"
#include "care/care_report.sql.h"
#include "count/count.h"
#include "desk/town_test.h"
#include "tests/town/carers.h"

struct tale { struct town *town; struct family_row family; struct person_id person[2]; struct request_id request_id; struct moment at, as_of_at;
	struct count_report report; const char *help; };

static void settle_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	carers_open(d);
	t->family = carers_family(d);
	t->person[0] = carers_person(d, STR("橘 一"));
	t->person[1] = carers_person(d, STR("橘 二"));
}

static void ask_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct care_request_row x = care_draft(d, &t->family);
	t->request_id = x.request_id;
	x.kind = STR("accompany");
	x.words = STR("歯医者");
	x.from_at = t->at;
	x.until_at = moment_add(t->at, 2 * HOUR);
	x.minutes_n = 120;
	x.place_kind = STR("out");
	x.place = STR("溝口の歯医者");
	x.consented_at = d->now;
	EXPECT_INT(care_draft_put(d, &x), CARE_OK);
	EXPECT(care_draft_of(d, t->family.family_id, &x));
	EXPECT_INT(care_ask(d, &x), CARE_OK);
}

static void offer_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct care_request_row x;
	struct person_id stuck;
	EXPECT(care_request_of(d, t->request_id, &x));
	EXPECT_INT(care_offer_send(d, &x, &(struct care_offer_new){ .person = t->person, .n = 2, .minutes_n = 60, .is_turn = true,
		.reason = STR("電話で確かめた") }, &stuck), CARE_OK);
}

/* Whoever is asked now says yes. */
static void accept_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct care_request_row x;
	struct care_offer_row *o;
	enum staff_time_refusal why;
	EXPECT(care_request_of(d, t->request_id, &x));
	size_t n = care_offers(d, &x, &o);
	for (size_t i = 0; i < n; i++)
		if (str_is(o[i].state, "open"))
			EXPECT_INT(care_offer_answer(d, o[i].offer_id, true, true, &why), CARE_OK);
}

static void drop_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct care_assignment_row a;
	EXPECT(care_assigned(d, t->request_id, &a));
	EXPECT_INT(care_drop_out(d, &a, STR_NONE), CARE_OK);
}

static void unfilled_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct care_request_row x;
	EXPECT(care_request_of(d, t->request_id, &x));
	EXPECT_INT(care_unfilled(d, &x, STR("nobody_near"), STR_NONE), CARE_OK);
}

static void report_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct care_assignment_row a;
	EXPECT(care_assigned(d, t->request_id, &a));
	EXPECT_INT(care_report_start(d, t->at, MOMENT_NONE, a.assignment_id), 1);
	EXPECT_INT(care_report_end(d, moment_add(t->at, 90 * MINUTE), a.assignment_id), 1);
	EXPECT(care_assignment_of(d, a.assignment_id, &a));
	EXPECT_INT(care_report_give(d, &a, &(struct care_report){ .words = STR("元気でした") }), CARE_OK);
}

static void count_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	d->who = (struct who){ .role = ROLE_MANAGER, .operator_id = d->tenant->operator[0].operator_id };
	count_report(d, &(struct count_ask){ .from_n = 2026 * 12 + 10, .until_n = 2026 * 12 + 11, .as_of_at = t->as_of_at, .by = STR("outcome"),
		.help = t->help ? str_of(t->help) : STR_NONE }, &t->report);
}

static int64_t counted(struct tale *t, const char *help, struct moment as_of_at)
{
	t->help = help;
	t->as_of_at = as_of_at;
	town_do(t->town, count_run, t);
	return t->report.all.piece_n;
}

static struct moment later(struct tale *t)
{
	struct moment was = t->town->now;
	t->town->now = moment_add(was, MINUTE);
	return was;
}

static void begin(struct tale *t)
{
	*t = (struct tale){ .town = town_open() };
	t->at = day_moment(day_make(2026, 12, 3), 9 * 60);
	t->town->now = day_moment(day_make(2026, 11, 26), 10 * 60);
	t->town->who = (struct who){ .role = ROLE_WORKER, .account_id = { 70 }, .operator_id = t->town->tenant->operator[0].operator_id,
		.name = STR("高嶺") };
	town_do(t->town, settle_run, t);
}

TEST(help_that_was_asked_offered_dropped_and_not_met_is_counted_as_of_any_moment)
{
	struct tale t;
	begin(&t);
	town_do(t.town, ask_run, &t);
	town_do(t.town, offer_run, &t);
	EXPECT_INT(counted(&t, "care-offer", t.town->now), 1);         /* who waits for a turn was not asked yet */
	struct moment asked = later(&t);
	town_do(t.town, accept_run, &t);
	struct moment filled = later(&t);
	town_do(t.town, drop_run, &t);
	struct moment dropped = later(&t);
	town_do(t.town, unfilled_run, &t);
	struct moment now = later(&t);
	EXPECT_INT(counted(&t, "care-ask", now), 1);
	EXPECT(counted(&t, "care-fill", asked) == 0 && counted(&t, "care-fill", filled) == 1 && counted(&t, "care-fill", dropped) == 0);
	EXPECT_INT(counted(&t, "care-offer", now), 2);
	EXPECT(counted(&t, "care-unfilled", dropped) == 0 && counted(&t, "care-unfilled", now) == 1);
	EXPECT_STR(t.report.line[0].word, "nobody_near");
	EXPECT_INT(counted(&t, "care-cancel", now), 0);
	EXPECT_INT(counted(&t, NULL, now), 0);                  /* no consultation among them */
	town_close(t.town);
}

TEST(help_that_was_done_counts_on_its_day_with_its_minutes)
{
	struct tale t;
	begin(&t);
	town_do(t.town, ask_run, &t);
	town_do(t.town, offer_run, &t);
	town_do(t.town, accept_run, &t);
	t.town->now = moment_add(t.at, 2 * DAY_MS);
	town_do(t.town, report_run, &t);
	EXPECT_INT(counted(&t, "care-visit", t.town->now), 1);
	EXPECT_INT(t.report.all.minutes_n, 90);
	EXPECT_INT(t.report.month[count_month_of(day_of(t.at)) - (2026 * 12 + 10)].piece_n, 1);
	EXPECT_INT(counted(&t, "care-visit", moment_add(t.at, HOUR)), 0);
	town_close(t.town);
}
