/* Every route x every kind of person x whose thing it is: what one may not see answers, byte for byte, like what does not exist. Walks the route
 * table; a new kind of thing needs a line in tests/town/seen.c that says who may see it, and until then nobody may. */
#include "tests/visit.h"
#include "app/rooms.h"
#include "desk/may.h"

static const char *word_of(const struct route *route)
{
	return arena_fmt(test_arena(), "%s %s", route->method == METHOD_POST ? "POST" : "GET", route->path).s;
}

/* ---- things of others ---- */

struct stranger { struct visit *visit; const struct route *route; struct str nothing; };

/* The answer for a thing that does not exist: what every other refusal must look like. */
static bool begin(struct stranger *s, struct town *t, const struct route *route, enum person who)
{
	struct way way;
	s->visit = visit_enter(t, who);
	s->route = route;
	visit_form(s->visit, "/sign-in");
	if (!visit_way(s->visit, route, WHOSE_NOBODY, &way))
		return false;
	visit_go(s->visit, &way);
	s->nothing = visit_answer(s->visit, &way);
	if (visit_is_in(s->visit))
		test_failed(__FILE__, __LINE__, "%s lets a %s in though there is nothing", word_of(route), person_word(who));
	return true;
}

static void say_difference(const struct stranger *s, enum whose whose, struct str answer)
{
	size_t at = 0;
	while (at < answer.n && at < s->nothing.n && answer.s[at] == s->nothing.s[at])
		at++;
	size_t from = at < 40 ? 0 : at - 40;
	test_failed(__FILE__, __LINE__, "%s as %s, %s: the answer differs from that for nothing: \"%.80s\", expected \"%.80s\"", word_of(s->route),
		person_word(s->visit->who.person), whose_word(whose), answer.s + from, s->nothing.s + from);
}

/* All things are made first, so that what the towns hold must stay as it is while they are asked for. */
static void look_at_refused(struct stranger *s, struct town *t, int whose_all)
{
	struct way way[WHOSE_N];
	enum person who = s->visit->who.person;
	for (int i = 0; i < WHOSE_N; i++)
		if (whose_all & 1 << i && !visit_way(s->visit, s->route, (enum whose)i, &way[i]))
			return;
	struct str here = town_last_commit(t, t->here), there = town_last_commit(t, t->there);
	for (int i = 0; i < WHOSE_N; i++) {
		if (!(whose_all & 1 << i))
			continue;
		visit_go(s->visit, &way[i]);
		struct str answer = visit_answer(s->visit, &way[i]);
		if (!str_eq(answer, s->nothing))
			say_difference(s, (enum whose)i, answer);
	}
	if (!str_eq(here, town_last_commit(t, t->here)) || !str_eq(there, town_last_commit(t, t->there)))
		test_failed(__FILE__, __LINE__, "%s as %s: refused, but something was kept", word_of(s->route), person_word(who));
}

/* Each on a visit of its own: signing out, ending and resetting change who one is. */
static int look_at_allowed(struct town *t, const struct route *route, enum person who, enum whose whose)
{
	struct visit *v = visit_enter(t, who);
	struct way way;
	if (visit_way(v, route, whose, &way))
		visit_go(v, &way);
	if (!visit_is_in(v))
		test_failed(__FILE__, __LINE__, "%s as %s, %s: %d, though allowed", word_of(route), person_word(who), whose_word(whose), v->status);
	bool is_in = visit_is_in(v);
	visit_leave(v);
	return is_in;
}

static int sweep_things(struct town *t, const struct route *route, enum person who)
{
	struct stranger s;
	int in_n = 0;
	bool is_fine = begin(&s, t, route, who);
	int refused = 0;
	for (int whose = 0; whose < WHOSE_NOBODY; whose++)
		refused |= town_may_see(route, who, (enum whose)whose) ? 0 : 1 << whose;
	if (is_fine && refused)
		look_at_refused(&s, t, refused);
	visit_leave(s.visit);
	for (int whose = 0; is_fine && whose < WHOSE_NOBODY; whose++)
		if (town_may_see(route, who, (enum whose)whose))
			in_n += look_at_allowed(t, route, who, (enum whose)whose);
	return in_n;
}

TEST(what_one_may_not_see_answers_like_what_does_not_exist)
{
	size_t n;
	const struct route *const *route = town_routes(&n);
	for (size_t i = 0; i < n; i++) {
		int in_n = 0;
		if (!route[i]->holes)
			continue;
		struct town *t = town_build();
		for (int who = 0; who < PERSON_N; who++)
			in_n += sweep_things(t, route[i], (enum person)who);
		if (in_n == 0)
			test_failed(__FILE__, __LINE__, "%s: tests/town/seen.c does not say who may see a \"%s\" there", word_of(route[i]), route[i]->holes);
		town_leave(t);
	}
}

/* ---- routes of others ---- */

static bool is_open_to(const struct route *route, enum person who)
{
	bool is_unlocked = who != PERSON_LOCKED || route->may == MAY_SIGN_IN || route->may == MAY_SIGN_OUT;
	return is_unlocked && may_role_ever(person_role(who), (enum may)route->may);
}

static void sweep_closed_to(struct town *t, const struct route *route, enum person who)
{
	struct visit *v = visit_enter(t, who);
	struct way way;
	if (visit_way(v, route, WHOSE_OWN, &way)) {
		visit_form(v, "/sign-in");
		struct str before = town_last_commit(t, t->here);
		visit_go(v, &way);
		bool is_led_in = v->status == 303 && route->method == METHOD_GET && !visit_is_in(v);
		if (v->status != 404 && !is_led_in)
			test_failed(__FILE__, __LINE__, "%s as %s: %d, though not allowed", word_of(route), person_word(who), v->status);
		if (!str_eq(before, town_last_commit(t, t->here)))
			test_failed(__FILE__, __LINE__, "%s as %s: not allowed, but something was kept", word_of(route), person_word(who));
	}
	visit_leave(v);
}

TEST(nobody_comes_through_a_route_that_is_not_for_them)
{
	size_t n;
	int closed_n = 0;
	const struct route *const *route = town_routes(&n);
	struct town *t = town_build();
	for (size_t i = 0; i < n; i++)
		for (int who = 0; who < PERSON_N; who++)
			if (!is_open_to(route[i], (enum person)who)) {
				sweep_closed_to(t, route[i], (enum person)who);
				closed_n++;
			}
	EXPECT(closed_n > 100 || getenv("YORISOI_ROUTES"));
	town_leave(t);
}

/* ---- sessions of the town next door ---- */

static void sweep_next_door(struct town *t, const struct route *route, enum person who)
{
	struct visit *guest = visit_enter(t, who), *nobody = visit_at(t, t->there, PERSON_NOBODY);
	struct way way, bare;
	guest->served = t->there;
	visit_form(guest, "/sign-in");
	visit_form(nobody, "/sign-in");
	if (visit_way(nobody, route, WHOSE_NOBODY, &bare)) {
		way = bare;
		visit_go(guest, &way);
		visit_go(nobody, &bare);
		if (!str_eq(visit_answer(guest, &way), visit_answer(nobody, &bare)) && guest->status != 303)
			test_failed(__FILE__, __LINE__, "%s: the session of a %s means something next door", word_of(route), person_word(who));
		if (guest->status != nobody->status)
			test_failed(__FILE__, __LINE__, "%s: %d for a %s from next door, %d for nobody", word_of(route), guest->status, person_word(who),
				nobody->status);
	}
	visit_leave(guest);
	visit_leave(nobody);
}

TEST(a_session_opens_only_its_own_town)
{
	static const enum person people[] = { PERSON_FAMILY, PERSON_WORKER, PERSON_ADMIN, PERSON_INVITED };
	size_t n;
	const struct route *const *route = town_routes(&n);
	struct town *t = town_build();
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < sizeof people / sizeof *people; k++)
			if (!str_starts(str_of(route[i]->path), "/sign-in") && !str_is(str_of(route[i]->path), "/demo/enter"))
				sweep_next_door(t, route[i], people[k]);
	town_leave(t);
}

/* ---- forms from elsewhere ---- */

enum { FORGERIES = 7 };

static struct ask forged(struct visit *v, const struct way *w, int which)
{
	struct str own = visit_body(v, w->body.s);
	struct str bare = w->body.n ? w->body : STR("x=1");
	struct ask ask = { .method = METHOD_POST, .path = w->path, .body = own };
	switch (which) {
	case 0: ask.body = bare; break;
	case 1: ask.body = arena_fmt(test_arena(), "%s&csrf=&once=%s", bare.s, id_token(test_arena()).s); break;
	case 2: ask.body = arena_fmt(test_arena(), "%s&csrf=%.64s", bare.s, "0000000000000000000000000000000000000000000000000000000000000000"); break;
	case 3: ask.origin = STR("https://elsewhere.example"); break;
	case 4: ask.origin = STR("null"); break;
	case 5: ask.fetch_site = STR("cross-site"); break;
	default: ask.fetch_site = STR("same-site"); break;
	}
	return ask;
}

static void sweep_forged(struct town *t, const struct route *route, enum person who)
{
	struct visit *v = visit_enter(t, who);
	struct way way;
	if (visit_way(v, route, WHOSE_OWN, &way))
		for (int which = 0; which < FORGERIES; which++) {
			struct ask ask = forged(v, &way, which);
			struct str before = town_last_commit(t, t->here);
			visit_ask(v, &ask);
			if (v->status != 403 || !str_eq(before, town_last_commit(t, t->here)))
				test_failed(__FILE__, __LINE__, "%s as %s: forgery %d is answered by %d", word_of(route), person_word(who), which, v->status);
		}
	visit_leave(v);
}

TEST(no_form_is_taken_that_another_site_sent)
{
	static const enum person people[] = { PERSON_NOBODY, PERSON_FAMILY, PERSON_WORKER, PERSON_ADMIN };
	size_t n;
	int post_n = 0;
	const struct route *const *route = town_routes(&n);
	struct town *t = town_build();
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; route[i]->method == METHOD_POST && k < sizeof people / sizeof *people; k++, post_n++)
			sweep_forged(t, route[i], people[k]);
	EXPECT(post_n > 60 || getenv("YORISOI_ROUTES"));
	town_leave(t);
}

TEST(the_key_of_anothers_form_opens_nothing)
{
	struct town *t = town_build();
	struct visit *mother = visit_enter(t, PERSON_NOBODY), *other = visit_enter(t, PERSON_NOBODY);
	visit_form(mother, "/ask");
	visit_form(other, "/ask");
	mother->csrf = other->csrf;
	visit_post(mother, "/ask", "words=x");
	EXPECT_INT(mother->status, 403);
	visit_post(other, "/ask", "words=x");
	EXPECT_INT(other->status, 303);
	visit_leave(mother);
	visit_leave(other);
	town_leave(t);
}

TEST(a_form_acts_once_and_leads_to_the_same_place_again)
{
	struct town *t = town_build();
	struct visit *v = visit_enter(t, PERSON_NOBODY);
	visit_form(v, "/ask");
	struct ask ask = { .method = METHOD_POST, .path = STR("/ask"), .body = visit_body(v, "words=Yonaki") };
	visit_ask(v, &ask);
	struct str first = arena_str(test_arena(), v->location), content = town_content(t, t->here);
	visit_ask(v, &ask);
	EXPECT_INT(v->status, 303);
	EXPECT_STR(v->location, first.s);
	EXPECT_STR(town_content(t, t->here), content.s);
	visit_leave(v);
	town_leave(t);
}

/* ---- what the sweeps trust ---- */

static void close_rooms(struct desk *d, void *arg)
{
	struct str why;
	(void)arg;
	EXPECT_INT(tenant_set(d, STR("rooms"), STR(""), &why), TENANT_OK);
}

static void refuse_all(struct desk *d, void *arg)
{
	close_rooms(d, arg);
	d->is_refused = true;
}

/* The sweeps trust this word, so it must move with every commit and with nothing else. */
TEST(a_commit_is_seen_and_what_is_rolled_back_is_not)
{
	struct town *t = town_build();
	struct str before = town_last_commit(t, t->here);
	struct work refused = { .run = refuse_all };
	EXPECT_STR(town_last_commit(t, t->here), before.s);
	EXPECT(tenants_write(t->here, t->arena, &refused) == STORE_OK && !refused.is_kept);
	EXPECT_STR(town_last_commit(t, t->here), before.s);
	town_act(t, t->here, close_rooms, NULL);
	struct str after = town_last_commit(t, t->here);
	EXPECT(!str_eq(after, before));
	town_act(t, t->here, close_rooms, NULL);
	EXPECT(!str_eq(town_last_commit(t, t->here), after));
	town_leave(t);
}

/* ---- closed rooms ---- */

static void go_bare(struct visit *v, const struct way *w)
{
	visit_ask(v, &(struct ask){ .method = w->route->method, .path = w->path, .body = STR("words=x") });
}

static void same_as_nowhere(struct visit *v, const struct way *nowhere, const struct way *way, void (*go)(struct visit *, const struct way *))
{
	struct arena *a = arena_new((size_t)64 << 20);
	go(v, nowhere);
	struct str answer = visit_answer_in(a, v, nowhere);
	go(v, way);
	if (v->status != 404 || !str_eq(answer, visit_answer_in(a, v, way)))
		test_failed(__FILE__, __LINE__, "%s as %s: a closed room can be told from none (%d)", word_of(way->route), person_word(v->who.person), v->status);
	arena_free(a);
}

/* Whatever is asked of a closed room's address, by either method, is answered as at an address that never was. */
static void sweep_closed_room(struct visit *v, const struct route *route, enum method method)
{
	struct route other = *route;
	struct way way, nowhere;
	other.method = method;
	other.sample = route->sample ? route->sample : "words=x";
	if (visit_way(v, &other, WHOSE_NOBODY, &way)) {
		nowhere = (struct way){ .route = &other, .path = STR("/no-such-room"), .body = way.body };
		same_as_nowhere(v, &nowhere, &way, visit_go);
		same_as_nowhere(v, &nowhere, &way, go_bare);
	}
}

TEST(a_closed_room_cannot_be_told_from_none)
{
	size_t n;
	int closed_n = 0;
	const struct route *const *route = town_routes(&n);
	struct town *t = town_build();
	town_act(t, t->here, close_rooms, NULL);
	for (int who = 0; who < PERSON_N; who++) {
		struct visit *v = visit_enter(t, (enum person)who);     /* one for all rooms: nothing that is not there changes who one is */
		visit_form(v, "/sign-in");
		for (size_t i = 0; i < n; i++)
			if (route[i]->room) {
				sweep_closed_room(v, route[i], METHOD_GET);
				sweep_closed_room(v, route[i], METHOD_POST);
				closed_n++;
			}
		visit_leave(v);
	}
	EXPECT(closed_n > 50 || getenv("YORISOI_ROUTES"));
	struct visit *v = visit_enter(t, PERSON_NOBODY);
	visit_get(v, "/");
	EXPECT_INT(v->status, 200);
	EXPECT(!visit_has(v, "/hana/ask"));
	visit_leave(v);
	town_leave(t);
}

TEST(a_real_town_has_no_door_of_the_demo)
{
	struct town *t = town_build();
	struct visit *v = visit_enter(t, PERSON_NOBODY);
	struct resident worker;
	town_move_in(t, t->here, PERSON_WORKER, &worker);
	visit_form(v, "/sign-in");
	const char *body = arena_fmt(test_arena(), "login=%s", worker.login.s).s;
	t->tenants.is_demo = false;
	visit_get(v, "/demo");
	EXPECT_INT(v->status, 404);
	visit_post(v, "/demo/enter", body);
	EXPECT_INT(v->status, 404);
	t->tenants.is_demo = true;
	visit_post(v, "/demo/enter", body);
	EXPECT_INT(v->status, 303);
	visit_leave(v);
	town_leave(t);
}

/* ---- forgotten ---- */

TEST(a_route_without_a_permission_stops_the_start)
{
	static const struct route forgotten = { METHOD_GET, "/forgotten", MAY_NOTHING, .handle = NULL };
	static const struct route unknown = { METHOD_GET, "/unknown", MAY_N, .handle = NULL }, fine = { METHOD_GET, "/fine", MAY_READ_SITE, .handle = NULL };
	const struct route *const with_forgotten[] = { &fine, &forgotten }, *const with_unknown[] = { &unknown }, *const all_fine[] = { &fine };
	struct str why = STR_NONE;
	EXPECT(!rooms_check_routes(with_forgotten, 2, &why, test_arena()) && str_has(why, "/forgotten"));
	EXPECT(!rooms_check_routes(with_unknown, 1, &why, test_arena()) && str_has(why, "/unknown"));
	EXPECT(rooms_check_routes(all_fine, 1, &why, test_arena()));
	EXPECT(rooms_check(&why, test_arena()));
}
