/* Today's mark has today's date, a report raises one task and is settled with it, figures are of the newest day, news ends. */
#include "desk/task.h"
#include "desk/town_test.h"
#include "directory/directory_day.h"

struct story { struct entry_id entry_id; const char *mark, *what; enum directory_refusal r; bool found, is_true; int64_t n;
	struct directory_mark seen; struct directory_news news; struct directory_vacancy vacancy, first; };

static void put_run(struct desk *d, void *arg)
{
	struct story *s = arg;
	struct directory_entry e = { .kind = STR("service"), .state = STR("live"), .type = STR("sick_care"), .verified_on = DAY_NONE,
		.operator_id = d->tenant->operator[1].operator_id, .fact = { [FACT_NAME] = STR("みどり小児科 病児室"), [FACT_PHONE] = STR("000-0000-0001") } };
	EXPECT_INT(directory_put(d, &e, &(struct directory_change){ .by_name = STR("市") }), DIRECTORY_OK);
	s->entry_id = e.entry_id;
}

static void mark_run(struct desk *d, void *arg)
{
	struct story *s = arg;
	s->r = directory_mark(d, s->entry_id, str_of(s->mark));
}

static void look_run(struct desk *d, void *arg)
{
	struct story *s = arg;
	struct directory_mark *mark;
	s->found = directory_mark_today(d, s->entry_id, &s->seen);
	s->n = (int64_t)directory_marks(d, 10, &mark);
}

static void mine_run(struct desk *d, void *arg)
{
	struct story *s = arg;
	struct directory_mark *mark;
	s->n = (int64_t)directory_marks_mine(d, &mark);
}

static void report_run(struct desk *d, void *arg)
{
	struct story *s = arg;
	s->r = directory_report(d, s->entry_id, str_of(s->what), STR("電話がつながりません"));
}

static void reports_run(struct desk *d, void *arg)
{
	struct story *s = arg;
	struct directory_report_line *line;
	s->n = (int64_t)directory_reports(d, s->entry_id, &line) * 10 + task_count(d);
}

static void done_run(struct desk *d, void *arg)
{
	struct story *s = arg;
	struct directory_entry e;
	s->r = directory_reports_done(d, s->entry_id, s->is_true);
	s->found = directory_by_id(d, s->entry_id, &e) && e.verified_on.n == d->today.n;
}

static void vacancy_run(struct desk *d, void *arg)
{
	struct story *s = arg;
	struct directory_vacancy *v;
	s->r = directory_vacancy_put(d, s->entry_id, &s->vacancy);
	s->n = (int64_t)directory_vacancies(d, s->entry_id, &v);
	s->first = s->n ? v[0] : (struct directory_vacancy){ 0 };
}

static void news_run(struct desk *d, void *arg)
{
	struct story *s = arg;
	struct directory_news *v;
	if (!s->news.news_id.v)
		s->r = directory_news_put(d, &s->news);
	s->n = (int64_t)directory_news_today(d, 10, &v);
	if (s->n)
		s->news = v[0];
}

static void stop_run(struct desk *d, void *arg)
{
	struct story *s = arg;
	s->r = directory_news_stop(d, s->news.news_id);
}

static void open_run(struct desk *d, void *arg)
{
	(void)arg;
	struct str why;
	EXPECT_INT(tenant_set(d, STR("rooms"), STR("directory"), &why), TENANT_OK);
}

static void as(struct town *t, enum role role, size_t operator)
{
	t->who = (struct who){ .role = role, .account_id = { 77 }, .name = STR("みどり"), .operator_id = t->tenant->operator[operator].operator_id };
}

TEST(todays_place_for_a_sick_child_is_said_by_its_own_people_and_is_true_today_only)
{
	struct town *t = town_open();
	struct story s = { .mark = "few" };
	as(t, ROLE_ADMIN, 0);
	town_do(t, put_run, &s);
	as(t, ROLE_SITE, 0);
	town_do(t, mark_run, &s);
	EXPECT_INT(s.r, DIRECTORY_NOT_YOURS);
	town_do(t, mine_run, &s);
	EXPECT_INT(s.n, 0);
	as(t, ROLE_SITE, 1);
	town_do(t, mine_run, &s);
	EXPECT_INT(s.n, 1);
	town_do(t, mark_run, &s);
	EXPECT_INT(s.r, DIRECTORY_OK);
	town_do(t, look_run, &s);
	EXPECT(s.found && str_is(s.seen.mark, "few") && s.seen.marked_at.ms == t->now.ms && s.n == 1);
	s.mark = "perhaps";
	town_do(t, mark_run, &s);
	EXPECT_INT(s.r, DIRECTORY_BAD);
	t->now = moment_add(t->now, DAY_MS);
	town_do(t, look_run, &s);
	EXPECT(!s.found && s.n == 0);
	town_close(t);
}

TEST(what_readers_say_is_one_task_until_somebody_looked)
{
	struct town *t = town_open();
	struct story s = { .what = "phone", .is_true = true };
	town_do(t, open_run, &s);
	town_load(t);
	as(t, ROLE_ADMIN, 0);
	town_do(t, put_run, &s);
	t->who = (struct who){ .role = ROLE_NOBODY };
	town_do(t, report_run, &s);
	town_do(t, report_run, &s);
	EXPECT_INT(s.r, DIRECTORY_OK);
	as(t, ROLE_SITE, 0);
	town_do(t, done_run, &s);
	EXPECT_INT(s.r, DIRECTORY_NOT_YOURS);
	as(t, ROLE_SITE, 1);
	town_do(t, reports_run, &s);
	EXPECT_INT(s.n, 21);
	town_do(t, done_run, &s);
	EXPECT(s.r == DIRECTORY_OK && s.found);
	town_do(t, reports_run, &s);
	EXPECT_INT(s.n, 0);
	s.entry_id.v++;
	town_do(t, report_run, &s);
	EXPECT_INT(s.r, DIRECTORY_NO_SUCH);
	town_close(t);
}

TEST(free_places_are_those_of_the_newest_day)
{
	struct town *t = town_open();
	struct story s = { 0 };
	as(t, ROLE_ADMIN, 0);
	town_do(t, put_run, &s);
	s.vacancy = (struct directory_vacancy){ day_make(2026, 4, 1), 0, 3, -1, -1 };
	town_do(t, vacancy_run, &s);
	s.vacancy.age_n = 1;
	town_do(t, vacancy_run, &s);
	EXPECT_INT(s.n, 2);
	s.vacancy = (struct directory_vacancy){ day_make(2026, 10, 1), 2, 1, 4, 12 };
	town_do(t, vacancy_run, &s);
	EXPECT(s.n == 1 && s.first.age_n == 2 && s.first.waiting_n == 4);
	s.vacancy.free_n = 0;
	town_do(t, vacancy_run, &s);
	EXPECT(s.n == 1 && s.first.free_n == 0);
	s.vacancy.age_n = 7;
	town_do(t, vacancy_run, &s);
	EXPECT_INT(s.r, DIRECTORY_BAD);
	town_close(t);
}

TEST(news_is_shown_between_its_days)
{
	struct town *t = town_open();
	struct day today = day_of(t->now);
	struct story s = { .news = { .words = STR("あすはお休みです"),
		.other = { [LANG_EASY] = STR("あすは やすみです"), [LANG_VI] = STR("Ngày mai \"nghỉ\"") }, .from_on = { today.n + 1 }, .to_on = today } };
	as(t, ROLE_MANAGER, 0);
	town_do(t, news_run, &s);
	EXPECT(s.r == DIRECTORY_BAD && s.n == 0);
	s.news.to_on.n += 2;
	town_do(t, news_run, &s);
	EXPECT(s.r == DIRECTORY_OK && s.n == 0);
	t->now = moment_add(t->now, DAY_MS);
	town_do(t, news_run, &s);
	EXPECT_INT(s.n, 1);
	EXPECT_STR(s.news.other[LANG_VI], "Ngày mai \"nghỉ\"");
	EXPECT(directory_news_lang(&s.news, LANG_VI) == LANG_VI && directory_news_lang(&s.news, LANG_PT) == LANG_EASY);
	EXPECT(directory_news_lang(&s.news, LANG_JA) == LANG_JA);
	EXPECT_STR(directory_news_words(&s.news, LANG_EASY), "あすは やすみです");
	town_do(t, stop_run, &s);
	town_do(t, news_run, &s);
	EXPECT_INT(s.n, 0);
	town_close(t);
}
