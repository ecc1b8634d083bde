/* PostgreSQL alone: the application takes one town for the other and asks nobody for permission, and still nothing of the town next door is seen or
 * changed, because the database itself shows a transaction only the rows of the tenant that it began with. */
#include "tests/pg.h"
#include "tests/visit.h"
#include "app/rooms.h"

struct sweep { struct town *town; bool is_open; int sent_n, leak_n; struct str first_leak; };

static void wall(const char *word)
{
	test_store_as_owner(arena_fmt(test_arena(), "DO $$ DECLARE t text; BEGIN FOR t IN SELECT relname FROM pg_class WHERE relnamespace = "
		"'public'::regnamespace AND relkind = 'r' AND relname <> 'store_migration' LOOP EXECUTE 'ALTER TABLE ' || t || ' %s ROW LEVEL SECURITY'; "
		"END LOOP; END $$", word).s);
}

enum { ENOUGH = 3 };

/* The error of the application: every query names the other tenant, and nobody is asked who may. */
static struct str answer_to(struct visit *v, const struct way *way)
{
	int64_t was = v->served->number;
	visit_form(v, "/sign-in");
	v->town->serve.is_may_ignored = true;
	v->served->number = v->town->there->number;
	visit_go(v, way);
	v->served->number = was;
	v->town->serve.is_may_ignored = false;
	return visit_answer(v, way);
}

static void try_route(struct sweep *s, const struct route *route, enum person who)
{
	struct visit *v = visit_enter(s->town, who);
	struct way missing, next_door;
	if (visit_way(v, route, WHOSE_NOBODY, &missing) && visit_way(v, route, WHOSE_OTHER_TENANT, &next_door)) {
		struct str before = town_last_commit(s->town, s->town->there), nothing = answer_to(v, &missing), answer = answer_to(v, &next_door);
		bool is_leak = !str_eq(nothing, answer) || !str_eq(before, town_last_commit(s->town, s->town->there));
		s->sent_n++;
		if (is_leak && !s->leak_n++)
			s->first_leak = arena_fmt(test_arena(), "%s as %s", route->path, person_word(who));
	}
	visit_leave(v);
}

static void try_all(struct sweep *s)
{
	static const enum person people[] = { PERSON_NOBODY, PERSON_WORKER, PERSON_ADMIN };
	size_t n;
	const struct route *const *route = rooms_routes(&n);
	for (size_t i = 0; i < n && (!s->is_open || s->leak_n <= ENOUGH); i++)
		for (size_t k = 0; route[i]->holes && k < sizeof people / sizeof *people; k++)
			if (!str_starts(str_of(route[i]->holes), "word:"))      /* words are the same everywhere */
				try_route(s, route[i], people[k]);
}

TEST_ON_PG(the_wall_stands_when_the_application_takes_one_town_for_the_other)
{
	struct town *t = town_build();
	struct sweep walled = { .town = t }, open = { .town = t, .is_open = true };
	try_all(&walled);
	EXPECT(walled.sent_n > 30);
	if (walled.leak_n)
		test_failed(__FILE__, __LINE__, "%d leaks, the first: %.*s", walled.leak_n, STR_ARG(walled.first_leak));
	wall("DISABLE");
	try_all(&open);                                 /* the same error without the wall must be seen, or this test is blind */
	wall("ENABLE");
	EXPECT(open.leak_n > ENOUGH);
	town_leave(t);
}
