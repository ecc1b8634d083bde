/* The pages of a town that anyone may read: what is open is shown, what is closed leaves no trace, and only a demo has a door. */
#include "desk/public.h"
#include "desk/town_test.h"

struct visit { const char *path; struct call call; struct str body; enum lang lang; };

static void visit_run(struct desk *d, void *arg)
{
	struct visit *v = arg;
	v->call = (struct call){ .arena = test_arena(), .path = str_of(v->path), .method = METHOD_GET };
	v->call.reply.body.arena = test_arena();
	d->lang = v->lang;
	d->is_get = true;
	for (size_t i = 0; i < public_route_n; i++)
		if (!strcmp(public_routes[i].path, v->path))
			public_routes[i].handle(d, &v->call);
	v->body = arena_str(test_arena(), out_done(&v->call.reply.body));
}

static struct str page_of(struct town *t, const char *path, int status)
{
	struct visit *v = ARENA_NEW(test_arena(), struct visit);
	v->path = path;
	town_do(t, visit_run, v);
	EXPECT_INT(v->call.reply.status, status);
	return v->body;
}

static struct town *town_of(const char *profile)
{
	struct town *t = town_open_at(NULL);
	struct town_making m = { .name = "akune", .profile = profile };
	town_do(t, town_make_run, &m);
	EXPECT_STR(m.why, "");
	town_load(t);
	return t;
}

TEST(the_front_of_a_town_greets_by_its_clock_and_shows_its_counters)
{
	struct town *t = town_open();
	struct str night = page_of(t, "/", 200);
	EXPECT(str_has(night, "こんばんは。") && str_has(night, "#night\"") && !str_has(night, "y-day"));
	EXPECT(str_has(night, "href=\"/akune/ask\"") && str_has(night, "href=\"tel:0996731211\""));
	EXPECT(str_has(night, "data-hue=\"190\"") && str_has(night, "<html lang=\"ja\""));
	t->now = day_moment(day_make(2026, 11, 25), 10 * 60);
	struct str day = page_of(t, "/", 200);
	EXPECT(str_has(day, "こんにちは。") && str_has(day, "y-day") && !str_has(day, "#night\""));
	town_close(t);
}

TEST(a_town_without_talks_shows_counters_alone)
{
	struct town *t = town_of("title = 子育ての窓口\ntown = 尾花沢市\nrooms =\n[counter hall]\nname = 市役所\nplace = 1階\n");
	const char *path[] = { "/", "/about", "/privacy", "/accessibility", "/numbers" };
	for (size_t i = 0; i < sizeof path / sizeof *path; i++) {
		struct str page = page_of(t, path[i], 200);
		EXPECT(!str_has(page, "/ask\"") && !str_has(page, "/me\""));
	}
	EXPECT(str_has(page_of(t, "/", 200), "市役所"));
	town_close(t);
}

TEST(many_areas_are_folded_and_keep_their_nicknames)
{
	struct out o = { .arena = test_arena() };
	out_z(&o, "title = 24区\nrooms = consult\n");
	for (int i = 1; i <= 24; i++)
		out_fmt(&o, "[area a%d]\nname = %d区\nnickname = コンシェルジュ\n[counter c%d]\nname = 区役所%d\nnickname = コンシェルジュ\narea = a%d\nhours = 平日\n", i, i, i, i, i);
	struct town *t = town_of(out_done(&o).s);
	struct str page = page_of(t, "/", 200);
	EXPECT(str_has(page, "<details class=\"y-area\">") && str_has(page, "区役所24") && page.n < 40000);
	town_close(t);
}

TEST(only_a_demo_has_a_door)
{
	struct town *t = town_open();
	EXPECT(!str_has(page_of(t, "/demo", 404), "/demo/enter"));
	EXPECT(!str_has(page_of(t, "/", 200), "y-demo"));
	t->is_demo = true;
	EXPECT(str_has(page_of(t, "/demo", 200), "だれとして入りますか"));
	EXPECT(str_has(page_of(t, "/", 200), "y-demo"));
	town_close(t);
}

TEST(a_page_for_anyone_may_be_found_and_a_page_of_somebody_may_not)
{
	struct town *t = town_open();
	EXPECT(!str_has(page_of(t, "/", 200), "noindex"));
	t->who = (struct who){ .role = ROLE_FAMILY, .name = STR("<b>") };
	EXPECT(str_has(page_of(t, "/", 200), "noindex"));
	t->is_demo = true;
	EXPECT(str_has(page_of(t, "/", 200), "&lt;b&gt;") && !str_has(page_of(t, "/", 200), "<b>"));
	town_close(t);
}
