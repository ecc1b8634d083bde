/* What was taken while the database was away, entered later, in a small town: as if it had come then, once, and never lost without a word. */
#include "app/serve_inside.h"
#include "base/clock.h"
#include "desk/task.h"
#include "tests/visit.h"

static struct spool_post post_to(const char *path, const char *body)
{
	return (struct spool_post){ .number = id_new(), .at = moment_add(clock_now(), -10 * MINUTE), .base = STR("/hana"), .path = str_of(path),
		.host = STR("localhost:8080"), .cookie = STR("visitor=x"), .type = STR("application/x-www-form-urlencoded"), .language = STR("ja"),
		.address = STR("203.0.113.9"), .once = id_token(test_arena()), .body = str_of(body) };
}

static enum replayed enter(struct town *t, const struct spool_post *post, struct spool_refused_add_in *ret)
{
	struct arena *a = arena_new((size_t)16 << 20);
	*ret = (struct spool_refused_add_in){ 0 };
	enum replayed how = serve_replay(&t->serve, t->here, a, post, ret);
	ret->place = arena_str(test_arena(), ret->place);
	ret->words = arena_str(test_arena(), ret->words);
	ret->nickname = arena_str(test_arena(), ret->nickname);
	arena_free(a);
	return how;
}

static struct str taken_link(const struct spool_post *post)
{
	return arena_fmt(test_arena(), "/taken/%s", post->once.s);
}

TEST(what_was_taken_is_entered_as_of_then_and_its_link_leads_there)
{
	struct town *t = town_build();
	struct visit *mother = visit_enter(t, PERSON_NOBODY), *nurse = visit_enter(t, PERSON_WORKER);
	struct spool_post post = post_to("/ask", "words=Yonaki&nickname=Mikan&csrf=zz");
	struct spool_refused_add_in refused;
	visit_get(mother, taken_link(&post).s);
	EXPECT_INT(mother->status, 404);
	EXPECT_INT(enter(t, &post, &refused), REPLAY_DONE);
	visit_get(mother, taken_link(&post).s);
	EXPECT_INT(mother->status, 303);
	EXPECT(str_starts(mother->location, "/hana/t/"));
	visit_get(mother, arena_fmt(test_arena(), "%.*s", (int)mother->location.n - 5, mother->location.s + 5).s);
	EXPECT_INT(mother->status, 200);
	EXPECT(visit_has(mother, "Yonaki") && visit_has(mother, "9:50"));
	visit_get(nurse, "/desk");
	EXPECT(visit_has(nurse, "Mikan"));
	visit_leave(mother);
	visit_leave(nurse);
	town_leave(t);
}

/* As after a kill between the transaction and the file's end. */
TEST(what_is_entered_twice_is_there_once)
{
	struct town *t = town_build();
	struct spool_post post = post_to("/ask", "words=Yonaki");
	struct spool_refused_add_in refused;
	EXPECT_INT(enter(t, &post, &refused), REPLAY_DONE);
	struct str before = town_content(t, t->here);
	EXPECT_INT(enter(t, &post, &refused), REPLAY_DONE);
	EXPECT(str_eq(before, town_content(t, t->here)));
	town_leave(t);
}

static void count_tasks(struct desk *d, void *arg)
{
	struct task *task;
	d->who.role = ROLE_MANAGER;
	d->who.operator_id = d->tenant->operator[0].operator_id;
	size_t n = task_list(d, 100, &task);
	*(int *)arg = 0;
	for (size_t i = 0; i < n; i++)
		*(int *)arg += task[i].kind == TASK_SPOOLED;
}

static void raise(struct desk *d, void *arg)
{
	struct spool_refused_add_in *in = arg;
	in->refused_at = d->now;
	spool_refused_raise(d, in);
}

TEST(what_cannot_be_entered_waits_for_a_person_once)
{
	struct town *t = town_build();
	struct visit *nurse = visit_enter(t, PERSON_WORKER);
	struct spool_post post = post_to(arena_fmt(test_arena(), "/t/%s", id_token(test_arena()).s).s, "words=Doko+desu+ka&nickname=Mikan");
	struct spool_refused_add_in refused;
	int task_n = 0;
	EXPECT_INT(enter(t, &post, &refused), REPLAY_REFUSED);
	EXPECT_STR(refused.place, "/t/{token}");
	EXPECT_STR(refused.words, "Doko desu ka");
	town_act(t, t->here, raise, &refused);
	town_act(t, t->here, raise, &refused);
	town_act(t, t->here, count_tasks, &task_n);
	EXPECT_INT(task_n, 1);
	const char *page = arena_fmt(test_arena(), "/desk/spool/%s", id_text(test_arena(), post.number).s).s;
	visit_get(nurse, "/desk");
	EXPECT(visit_has(nurse, page));
	visit_form(nurse, page);
	EXPECT(visit_has(nurse, "Doko desu ka"));
	visit_post(nurse, arena_fmt(test_arena(), "%s/settle", page).s, "");
	EXPECT_INT(nurse->status, 303);
	visit_get(nurse, page);
	EXPECT_INT(nurse->status, 404);
	town_act(t, t->here, count_tasks, &task_n);
	EXPECT_INT(task_n, 0);
	visit_leave(nurse);
	town_leave(t);
}

TEST(a_post_to_what_takes_none_is_refused_when_it_is_entered)
{
	struct town *t = town_build();
	struct spool_post nowhere = post_to("/nowhere", "words=a"), empty = post_to("/ask", "words="), desk = post_to("/desk/accounts/new", "name=a");
	struct spool_refused_add_in refused;
	struct str before = town_content(t, t->here);
	EXPECT_INT(enter(t, &nowhere, &refused), REPLAY_REFUSED);
	EXPECT_INT(enter(t, &empty, &refused), REPLAY_REFUSED);
	EXPECT_INT(enter(t, &desk, &refused), REPLAY_REFUSED);
	EXPECT(str_eq(before, town_content(t, t->here)));
	town_leave(t);
}

TEST(what_line_told_is_entered_once_and_only_with_its_signature)
{
	struct town *t = town_build();
	struct spool_refused_add_in refused;
	struct str body = town_line_body();
	struct spool_post post = post_to("/line/webhook", body.s), forged = post_to("/line/webhook", body.s);
	post.type = forged.type = STR("application/json");
	post.signature = town_line_signature(body);
	forged.signature = town_line_signature(STR("another"));
	struct str before = town_content(t, t->here);
	EXPECT_INT(enter(t, &forged, &refused), REPLAY_REFUSED);
	EXPECT(str_has(refused.words, "Is it all right?"));
	EXPECT(str_eq(before, town_content(t, t->here)));
	EXPECT_INT(enter(t, &post, &refused), REPLAY_DONE);
	struct str after = town_content(t, t->here);
	EXPECT(!str_eq(before, after));
	EXPECT_INT(enter(t, &post, &refused), REPLAY_DONE);
	EXPECT(str_eq(after, town_content(t, t->here)));
	town_leave(t);
}
