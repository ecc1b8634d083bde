/* The administrator's one page: who sees what of the machine, letters that go again, a letter to try, and tasks that come and go by themselves. */
#include "tests/visit.h"
#include "tests/pg.h"
#include "app/machine_web.h"
#include "base/clock.h"
#include "desk/outbox.h"
#include "desk/task.h"
#include <unistd.h>

struct found { int64_t letter_n, task_n; struct str first, text; };

static void count(struct desk *d, void *arg)
{
	struct found *f = arg;
	struct outbox_due *due;
	*f = (struct found){ .letter_n = (int64_t)outbox_take(d, 50, &due) };
	f->first = f->letter_n ? arena_str(test_arena(), due[0].subject) : STR_NONE;
	f->text = f->letter_n ? arena_str(test_arena(), due[0].text) : STR_NONE;
	for (int kind = 0; kind < MACHINE_KIND_N; kind++)
		f->task_n += task_is_open(d, TASK_MACHINE, kind);
}

static struct found look(struct town *t)
{
	struct found f;
	town_act(t, t->here, count, &f);
	return f;
}

static void set_mail(struct desk *d, void *arg)
{
	struct str why;
	EXPECT_INT(tenant_set(d, STR("smtp.url"), str_of(arg), &why), TENANT_OK);
	EXPECT_INT(tenant_set(d, STR("mail_from"), STR("hana@example.jp"), &why), TENANT_OK);
}

TEST(a_letter_that_failed_goes_again_and_once)
{
	struct town *t = town_build();
	struct visit *v = visit_enter(t, PERSON_ADMIN);
	struct str id = town_thing(t, &v->who, STR("letter"), WHOSE_OWN);
	const char *path = arena_fmt(test_arena(), "/desk/machine/letter/%s/again", id.s).s;
	visit_form(v, "/desk/machine");
	EXPECT(visit_has(v, path));
	visit_post(v, path, "");
	EXPECT_INT(v->status, 303);
	visit_get(v, "/desk/machine?again=1");
	EXPECT(!visit_has(v, path) && visit_has(v, "もう一度送ります"));
	EXPECT_INT(look(t).letter_n, 1);
	visit_post(v, path, "");
	EXPECT_INT(v->status, 404);
	visit_leave(v);
	town_leave(t);
}

TEST(a_letter_to_try_says_what_the_mail_server_said)
{
	struct town *t = town_build();
	struct visit *v = visit_enter(t, PERSON_ADMIN);
	visit_form(v, "/desk/machine");
	visit_post(v, "/desk/machine/mail", "to=nonsense");
	EXPECT_INT(v->status, 422);
	EXPECT(visit_has(v, "to-error") && visit_has(v, "value=\"nonsense\""));
	visit_form(v, "/desk/machine");
	visit_post(v, "/desk/machine/mail", "to=a%40example.jp");
	EXPECT(v->status == 200 && visit_has(v, "まだ送れません"));
	town_act(t, t->here, set_mail, "smtp://127.0.0.1:9");
	visit_form(v, "/desk/machine");
	visit_post(v, "/desk/machine/mail", "to=a%40example.jp");
	EXPECT(v->status == 200 && visit_has(v, "送れませんでした") && visit_has(v, "127.0.0.1"));
	visit_leave(v);
	town_leave(t);
}

TEST_ON_SQLITE(the_machine_is_shown_to_those_who_look_after_it)
{
	struct town *t = town_build();
	struct visit *v = visit_enter(t, PERSON_ADMIN);
	t->tenants.is_demo = false;
	visit_get(v, "/desk/machine");
	EXPECT(v->status == 200 && !visit_has(v, "ディスクの空き") && visit_has(v, "届かな") == false);
	t->tenants.keeper = STR("tori");
	visit_get(v, "/desk/machine");
	EXPECT(!visit_has(v, "ディスクの空き"));
	t->tenants.keeper = STR("hana");
	visit_get(v, "/desk/machine");
	EXPECT(visit_has(v, "ディスクの空き") && visit_has(v, "まだ一度もとっていません"));
	t->tenants.is_demo = true;
	visit_leave(v);
	town_leave(t);
}

TEST_ON_SQLITE(what_is_to_be_mended_becomes_a_task_and_one_letter_and_goes_by_itself)
{
	struct town *t = town_build();
	struct visit *v = visit_enter(t, PERSON_ADMIN);
	struct backup_record done = { .at = { (int64_t)time(NULL) * 1000 }, .to = STR("/nowhere"), .tenant_n = 2 };
	machine_tell(t->here, test_arena());
	EXPECT_INT(look(t).task_n, 0);                  /* a demo's machine worries nobody */
	t->tenants.is_demo = false;
	machine_tell(t->here, test_arena());
	EXPECT_INT(look(t).task_n, 0);                  /* two towns: neither looks after the machine */
	t->tenants.keeper = STR("hana");
	machine_tell(t->here, test_arena());
	struct found f = look(t);
	EXPECT_INT(f.task_n, 1);
	EXPECT_INT(f.letter_n, 1);
	EXPECT(str_has(f.text, "/hana/desk/machine") && str_has(f.text, "バックアップ") && !str_has(f.text, "<"));
	machine_tell(t->here, test_arena());
	EXPECT_INT(look(t).letter_n, 0);
	t->tenants.is_demo = true;
	visit_get(v, "/desk");
	EXPECT(visit_has(v, "サーバーの手当て") && visit_has(v, "まだ一度もとっていません"));
	t->tenants.is_demo = false;
	EXPECT(backup_record_write(test_arena(), t->tenants.data, true, &done));
	machine_tell(t->here, test_arena());
	EXPECT_INT(look(t).task_n, 0);
	t->tenants.is_demo = true;
	visit_leave(v);
	town_leave(t);
}
