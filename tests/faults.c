/* The k-th query fails, for every k: of every route and of whole journeys. The answer is the page of a fault, nothing is kept, and the same request
 * works as soon as the fault is gone. Walks the route table: a new route is covered unasked. */
#include "tests/pg.h"
#include "tests/visit.h"
#include "app/rooms.h"
#include "base/clock.h"
#include "base/log.h"
#include "desk/may.h"
#include "desk/outbox.h"
#include <signal.h>
#include <sys/resource.h>

enum { MOST_QUERIES = 400, QUIET = LOG_ERROR + 1, TOWN_FOR = 6 /* routes: a town that fills up gets slow */ };

static struct ask ask_of(struct visit *v, const struct way *w)
{
	if (w->route->may == MAY_HOOK)
		return visit_hook(w);
	return (struct ask){ .method = w->route->method, .path = w->path, .body = w->route->method == METHOD_POST ? visit_body(v, w->body.s) : STR("") };
}

/* The log need not tell what is broken on purpose. */
static void visit_fault(struct visit *v, const struct ask *ask, int k)
{
	log_quiet((enum log_level)QUIET);
	v->town->serve.fault_at = k;
	visit_ask(v, ask);
	v->town->serve.fault_at = 0;
	log_quiet(LOG_ERROR);
}

/* One request with its k-th query failing; false when it has fewer queries than that, and so went through. */
static bool fails_at(struct visit *v, const struct ask *ask, int k, struct str before)
{
	visit_fault(v, ask, k);
	if (v->query_n < k)
		return false;
	if (v->status != 500 || !visit_has(v, "y-num"))
		test_failed(__FILE__, __LINE__, "%.*s as %s: query %d failed, the answer was %d", STR_ARG(ask->path), person_word(v->who.person), k, v->status);
	if (!str_eq(before, town_last_commit(v->town, v->served)))
		test_failed(__FILE__, __LINE__, "%.*s as %s: query %d failed, something was kept", STR_ARG(ask->path), person_word(v->who.person), k);
	return true;
}

/* Fails at every query; the last time nothing fails, and that answer stands. */
static void through_faults(struct visit *v, const struct ask *ask)
{
	struct str before = town_last_commit(v->town, v->served);
	int k = 1;
	while (k < MOST_QUERIES && fails_at(v, ask, k, before))
		k++;
	EXPECT(k < MOST_QUERIES);
	if (v->status == 500)
		test_failed(__FILE__, __LINE__, "%.*s as %s does not work after its faults", STR_ARG(ask->path), person_word(v->who.person));
}

static bool sweep_as(struct town *t, const struct route *route, enum person who, enum whose whose)
{
	struct visit *v = visit_enter(t, who);
	struct way way;
	bool is_in = false;
	if (visit_way(v, route, whose, &way)) {
		struct ask ask = ask_of(v, &way);
		through_faults(v, &ask);
		is_in = visit_is_in(v);
	}
	visit_leave(v);
	return is_in;
}

static void sweep_route(struct town *t, const struct route *route)
{
	static const enum person people[] = { PERSON_NOBODY, PERSON_FAMILY, PERSON_HELPER, PERSON_WORKER, PERSON_MANAGER, PERSON_ADMIN, PERSON_LOCKED,
		PERSON_INVITED };
	int in_n = 0;
	for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
		bool is_in = sweep_as(t, route, people[i], WHOSE_OWN);
		if (!is_in && route->holes && may_role_ever(person_role(people[i]), (enum may)route->may))
			is_in = sweep_as(t, route, people[i], WHOSE_NEIGHBOUR);
		in_n += is_in;
	}
	if (in_n == 0)
		test_failed(__FILE__, __LINE__, "%s %s: nobody gets through with its sample", route->method == METHOD_POST ? "POST" : "GET", route->path);
}

TEST(every_route_survives_the_failing_of_every_query)
{
	size_t n;
	const struct route *const *route = town_routes(&n);
	struct town *t = NULL;
	EXPECT(n > 50 || getenv("YORISOI_ROUTES"));
	for (size_t i = 0; i < n; i++) {
		if (t && i % TOWN_FOR == 0)
			town_leave(t);
		if (i % TOWN_FOR == 0)
			t = town_build();
		sweep_route(t, route[i]);
	}
	town_leave(t);
}

/* ---- journeys: each step on the page before it ---- */

static void step_get(struct visit *v, const char *path)
{
	through_faults(v, &(struct ask){ .method = METHOD_GET, .path = str_of(path) });
	EXPECT_INT(v->status, 200);
}

static void step_post(struct visit *v, const char *page, const char *path, const char *body)
{
	visit_form(v, page);
	struct ask ask = { .method = METHOD_POST, .path = str_of(path), .body = visit_body(v, body) };
	v->once = STR_NONE;
	through_faults(v, &ask);
}

/* The place below the tenant where the last answer led, without its query; `more` is put behind. */
static const char *led_to(const struct visit *v, const char *more)
{
	struct str place = v->location, path;
	if (!str_starts(place, "/hana"))
		return "/nowhere";
	place.s += 5;
	place.n -= 5;
	str_cut(&place, '?', &path);
	return arena_fmt(test_arena(), "%.*s%s", STR_ARG(path), more).s;
}

/* The first address of a talk on this page. */
static const char *talk_on(const struct visit *v)
{
	const char *at = v->body.n ? strstr(v->body.s, "/desk/talk/") : NULL;
	return at ? arena_str(test_arena(), (struct str){ at, strlen("/desk/talk/") + 13 }).s : "/nowhere";
}

TEST(a_question_is_asked_answered_and_closed_though_every_query_failed_once)
{
	struct town *t = town_build();
	struct visit *mother = visit_enter(t, PERSON_NOBODY), *nurse = visit_enter(t, PERSON_WORKER);
	struct visit *head = visit_enter(t, PERSON_MANAGER);
	step_get(mother, "/");
	step_post(mother, "/ask", "/ask", "words=Yonaki&nickname=Mikan&mail=mikan%40example.jp");
	const char *link = led_to(mother, "");
	step_get(mother, link);
	EXPECT(visit_has(mother, "Yonaki"));
	step_post(mother, link, link, "words=Mada");
	step_get(nurse, "/desk");
	step_get(nurse, "/desk/talk");
	const char *talk = talk_on(nurse);
	step_get(nurse, talk);
	EXPECT(visit_has(nurse, "Yonaki") && visit_has(nurse, "Mada"));
	step_post(nurse, talk, arena_fmt(test_arena(), "%s/answer", talk).s, "version=2&words=Daijobu");
	EXPECT_INT(nurse->status, 303);
	step_get(mother, link);
	EXPECT(visit_has(mother, "Daijobu"));
	step_post(nurse, talk, arena_fmt(test_arena(), "%s/close", talk).s, "version=3");
	EXPECT_INT(nurse->status, 303);
	step_get(head, "/desk/audit");
	visit_leave(head);
	visit_leave(mother);
	visit_leave(nurse);
	town_leave(t);
}

static void take_letter(struct desk *d, void *arg)
{
	struct outbox_due *due;
	struct str *ret = arg;
	*ret = outbox_take(d, 1, &due) == 1 ? arena_str(test_arena(), due[0].text) : STR_NONE;
}

TEST(a_family_comes_in_by_mail_though_every_query_failed_once)
{
	struct town *t = town_build();
	struct visit *mother = visit_enter(t, PERSON_NOBODY);
	struct str letter;
	step_post(mother, "/me/mail", "/me/mail", "mail=mikan%40example.jp");
	town_act(t, t->here, take_letter, &letter);
	const char *at = letter.s ? strstr(letter.s, "/enter/") : NULL;
	REQUIRE(at);
	struct str link = arena_str(test_arena(), (struct str){ at, strlen("/enter/") + 26 });
	step_get(mother, link.s);
	step_get(mother, link.s);                       /* looking consumes nothing */
	step_post(mother, link.s, link.s, "");
	EXPECT_INT(mother->status, 303);
	step_get(mother, "/me/sessions");
	visit_get(mother, link.s);
	EXPECT_INT(mother->status, 410);
	visit_leave(mother);
	town_leave(t);
}

/* ---- what the page says, and what may be lost ---- */

TEST(what_was_typed_is_shown_again_when_it_could_not_be_kept)
{
	struct town *t = town_build();
	struct visit *v = visit_enter(t, PERSON_NOBODY);
	visit_form(v, "/ask");
	visit_fault(v, &(struct ask){ .method = METHOD_POST, .path = STR("/ask"), .body = visit_body(v, "words=A+long+letter+at+night") }, 3);
	EXPECT_INT(v->status, 500);
	EXPECT(visit_has(v, "A long letter at night"));
	visit_leave(v);
	town_leave(t);
}

TEST(a_page_leaves_though_its_last_seen_could_not_be_written)
{
	struct town *t = town_build();
	struct visit *v = visit_enter(t, PERSON_FAMILY);
	clock_set(moment_add(clock_now(), 10 * MINUTE));
	visit_get(v, "/me/account");
	int all = v->query_n;
	clock_set(moment_add(clock_now(), 10 * MINUTE));
	visit_fault(v, &(struct ask){ .method = METHOD_GET, .path = STR("/me/account") }, all);
	EXPECT_INT(v->query_n, all);
	EXPECT_INT(v->status, 200);
	visit_leave(v);
	town_leave(t);
}

/* Nothing can be written any more, not even the log of the commit. */
static void disk_fill(bool is_full)
{
	static struct rlimit before;
	if (is_full)
		getrlimit(RLIMIT_FSIZE, &before);
	signal(SIGXFSZ, is_full ? SIG_IGN : SIG_DFL);
	setrlimit(RLIMIT_FSIZE, is_full ? &(struct rlimit){ 0, before.rlim_max } : &before);
}

TEST_ON_SQLITE(a_full_disk_loses_the_request_and_nothing_else)
{
	struct town *t = town_build();
	struct visit *v = visit_enter(t, PERSON_NOBODY);
	visit_form(v, "/ask");
	struct ask ask = { .method = METHOD_POST, .path = STR("/ask"), .body = visit_body(v, "words=Yonaki") };
	struct str before = town_content(t, t->here);
	disk_fill(true);
	visit_fault(v, &ask, 0);
	disk_fill(false);
	EXPECT_INT(v->status, 500);
	EXPECT(str_eq(before, town_content(t, t->here)));
	visit_ask(v, &ask);
	EXPECT_INT(v->status, 303);
	visit_leave(v);
	town_leave(t);
}
