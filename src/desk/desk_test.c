/* Frames, 今日 and 見た記録 as pages, without a socket. */
#include "desk/audit_web.h"
#include "desk/desk_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/task.h"
#include "desk/town_test.h"

struct visit {
	const struct route *route;
	const char *path, *query, *part;
	struct call call;
	struct str page;
	struct desk_trace *trace;
	int status;
	bool is_refused;
};

static void go(struct desk *d, void *arg)
{
	struct visit *v = arg;
	v->call = (struct call){ .arena = d->arena, .reply.body.arena = d->arena, .path = str_of(v->path),
		.query = str_of(v->query), .method = v->route->method };
	if (v->part)
		v->call.part[v->call.part_n++] = str_of(v->part);
	d->is_get = v->route->method == METHOD_GET;
	EXPECT(may_ever(d, (enum may)v->route->may));
	v->route->handle(d, &v->call);
	v->page = arena_str(test_arena(), out_done(&v->call.reply.body));
	v->status = v->call.reply.status;
	v->trace = d->trace;
	v->is_refused = d->is_refused;
}

static void raise_three(struct desk *d, void *arg)
{
	struct task_id *letter = arg;
	task_raise(d, &(struct task_new){ .kind = TASK_QUESTION, .subject_id = 1, .line = STR("みかん<b>"), .href = STR("/desk/talk/00000000000AA"),
		.due_at = moment_add(d->now, -HOUR), .area_id = d->tenant->area[0].area_id, .least = ROLE_WORKER });
	*letter = task_raise(d, &(struct task_new){ .kind = TASK_LETTER_FAILED, .subject_id = 2, .line = STR("a@example.jp"), .least = ROLE_MANAGER });
	task_raise(d, &(struct task_new){ .kind = TASK_INVITATION_ENDING, .subject_id = 3, .line = STR("花岡"), .href = STR("/desk/accounts"),
		.due_at = moment_add(d->now, HOUR), .least = ROLE_MANAGER });
}

static struct who manager(const struct town *t)
{
	return (struct who){ .role = ROLE_MANAGER, .account_id = { 5 }, .operator_id = t->tenant->operator[0].operator_id, .name = STR("花岡 ゆき") };
}

TEST(today_shows_three_kinds_of_what_waits_and_leaves_a_trace)
{
	struct town *t = town_open();
	struct visit v = { .route = &desk_routes[0], .path = "/desk" };
	struct task_id letter = { 0 };
	t->who = manager(t);
	town_do(t, go, &v);
	EXPECT(str_has(v.page, "待っているものはありません"));
	town_do(t, raise_three, &letter);
	town_do(t, go, &v);
	EXPECT_INT(v.status, 200);
	EXPECT(str_has(v.page, "みかん&lt;b&gt;"));
	EXPECT(str_has(v.page, "a@example.jp"));
	EXPECT(str_has(v.page, "花岡"));
	EXPECT(str_has(v.page, "href=\"/akune/desk/talk/00000000000AA\""));
	EXPECT(str_has(v.page, "id=\"live-list\""));
	EXPECT(str_has(v.page, "すぎています"));
	REQUIRE(v.trace);
	EXPECT_STR(v.trace->act, "desk.today");
	EXPECT(v.trace->is_awaited);
	town_close(t);
}

TEST(a_task_settled_by_hand_leaves_today_and_a_foreign_one_does_not_exist)
{
	struct town *t = town_open();
	struct task_id letter = { 0 };
	char id[14];
	town_do(t, raise_three, &letter);
	id_put(letter.v, id);
	struct visit v = { .route = &desk_routes[1], .path = "/desk/task/x/settle", .part = id };
	t->who = (struct who){ .role = ROLE_WORKER, .operator_id = t->tenant->operator[0].operator_id };
	town_do(t, go, &v);
	EXPECT_INT(v.status, 404);
	EXPECT(v.is_refused);
	t->who = manager(t);
	town_do(t, go, &v);
	EXPECT_INT(v.status, 303);
	town_do(t, go, &v);
	EXPECT_INT(v.status, 404);
	v.part = "not-an-id";
	town_do(t, go, &v);
	EXPECT_INT(v.status, 404);
	town_close(t);
}

TEST(a_manager_sees_the_record_of_her_own_body_only)
{
	struct town *t = town_open();
	struct visit v = { .route = &audit_routes[0], .path = "/desk/audit" };
	t->who = (struct who){ .role = ROLE_MANAGER, .operator_id = t->tenant->operator[1].operator_id, .area_ids = STR("00000000000AA") };
	town_do(t, go, &v);
	EXPECT(str_has(v.page, "まだ何も記録されていません"));
	t->who = manager(t);
	town_do(t, go, &v);
	EXPECT(str_has(v.page, "設定を変えました"));
	town_close(t);
}

TEST(who_looked_is_shown_in_words)
{
	struct town *t = town_open();
	struct visit v = { .route = &audit_routes[0], .path = "/desk/audit" };
	t->who = (struct who){ .role = ROLE_ADMIN, .account_id = { 5 } };
	town_do(t, go, &v);
	EXPECT_INT(v.status, 200);
	EXPECT(str_has(v.page, "設定を変えました"));
	EXPECT(str_has(v.page, "窓口を書きました"));
	REQUIRE(v.trace);
	EXPECT_STR(v.trace->act, "audit.read");
	town_close(t);
}

/* ---- frames ---- */

static struct frame *begin(struct desk *d, const char *path, const char *query)
{
	struct call *c = ARENA_NEW(test_arena(), struct call);
	struct page p;
	*c = (struct call){ .arena = d->arena, .path = str_of(path), .query = str_of(query) };
	frame_begin(&p, d, c, TAB_HOME);
	EXPECT_INT(c->reply.status, 200);
	return frame_of(&p);
}

TEST(the_language_switch_comes_back_to_the_same_page)
{
	struct town *t = town_open();
	struct desk d = town_desk(t, NULL);
	EXPECT_STR(begin(&d, "/", NULL)->here, "/?");
	EXPECT_STR(begin(&d, "/ask", "lang=en")->here, "/ask?");
	EXPECT_STR(begin(&d, "/t/AB", "new=1&lang=en&ruby=on&x=2")->here, "/t/AB?new=1&x=2&");
	EXPECT_STR(begin(&d, "/a b\"<?#", NULL)->here, "/a%20b%22%3C%3F%23?");
	EXPECT_STR(begin(&d, "/ask", "language=x&mode=dark")->here, "/ask?language=x&");
	town_close(t);
}

static enum lang lang_on(struct desk *d, enum tab tab)
{
	struct call c = { .arena = d->arena, .path = STR("/") };
	struct page p;
	frame_begin(&p, d, &c, tab);
	return p.lang;
}

TEST(what_staff_read_is_japanese_whatever_the_browser_asks_for)
{
	struct town *t = town_open();
	struct desk d = town_desk(t, NULL);
	d.lang = LANG_EN;
	EXPECT_INT(lang_on(&d, TAB_TALK), LANG_EN);
	EXPECT_INT(lang_on(&d, TAB_ME), LANG_EN);
	d.who.role = ROLE_WORKER;
	EXPECT_INT(lang_on(&d, TAB_ME), LANG_JA);
	EXPECT_INT(lang_on(&d, TAB_INBOX), LANG_JA);
	EXPECT_INT(lang_on(&d, TAB_HOME), LANG_EN);
	town_close(t);
}

TEST(night_is_from_six_in_the_evening_until_six_in_the_morning)
{
	static const struct { int minute; bool is_night; } at[] = { { 17 * 60 + 59, false }, { 18 * 60, true }, { 23 * 60 + 40, true }, { 0, true },
		{ 5 * 60 + 59, true }, { 6 * 60, false } };
	struct town *t = town_open();
	struct desk d = town_desk(t, NULL);
	for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
		d.now = day_moment(day_make(2026, 11, 25), at[i].minute);
		EXPECT(begin(&d, "/", NULL)->is_night == at[i].is_night);
	}
	town_close(t);
}

TEST(families_get_no_tasks_and_no_live_stream)
{
	struct town *t = town_open();
	struct desk d = town_desk(t, NULL);
	struct frame *f = begin(&d, "/", NULL);
	EXPECT(!f->has_live && !f->is_signed_in && !f->task_n && f->has_room_consult);
	d.who.role = ROLE_WORKER;
	f = begin(&d, "/desk", NULL);
	EXPECT(f->has_live && f->is_signed_in && f->is_noindex);
	town_close(t);
}

static void notes(struct desk *d, void *arg)
{
	(void)arg;
	desk_tell(d, STR("task"), STR("changed"));
	desk_tell(d, STR("task"), STR("changed"));
	desk_tell(d, STR("outbox"), STR("changed"));
	EXPECT(d->news && d->news->next && !d->news->next->next);
	EXPECT(!desk_is_faulted(d));
	desk_refuse(d);
	EXPECT(d->is_refused);
}

TEST(news_is_told_once_and_a_refusal_keeps_nothing)
{
	struct town *t = town_open();
	town_do(t, notes, NULL);
	EXPECT(!t->is_kept);
	town_close(t);
}
