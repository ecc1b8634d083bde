/* The scenes that families choose among, as a manager writes them: words, languages, order, shown or not; and what is refused loses nothing. */
#include "care/care.h"
#include "tests/visit.h"

struct tale { struct scene_id first, second; struct care_scene *scene; size_t n; };

static void settle_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct care_scene one = { .place_n = 1, .kind = STR("accompany"), .icon = STR("heart"), .is_open = true };
	struct care_scene two = { .place_n = 2, .kind = STR("care"), .icon = STR("bag"), .is_open = true };
	one.words[LANG_JA] = STR("ひとつめ");
	two.words[LANG_JA] = STR("ふたつめ");
	EXPECT(care_scene_put(d, &one) == CARE_OK && care_scene_put(d, &two) == CARE_OK);
	t->first = one.scene_id;
	t->second = two.scene_id;
}

static void read_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct care_scene *x;
	t->n = care_scenes(d, &x);
	t->scene = ARENA_ARRAY(test_arena(), struct care_scene, t->n + 1);
	for (size_t i = 0; i < t->n; i++) {
		t->scene[i] = x[i];
		t->scene[i].words[LANG_JA] = arena_str(test_arena(), x[i].words[LANG_JA]);
		t->scene[i].words[LANG_EN] = arena_str(test_arena(), x[i].words[LANG_EN]);
	}
}

static int put(struct visit *v, struct scene_id scene_id, const char *more)
{
	struct arena *a = test_arena();
	visit_form(v, "/desk/care/kinds");
	visit_post(v, "/desk/care/kinds/scene", arena_fmt(a, "scene=%s&kind=care&icon=tree&%s", scene_id.v ? id_text(a, scene_id.v).s : "new", more).s);
	return v->status;
}

TEST(a_manager_writes_the_scenes_and_families_read_them_in_their_order)
{
	struct tale t = { .n = 0 };
	struct town *town = town_build();
	struct visit *v = visit_enter(town, PERSON_MANAGER), *family = visit_enter(town, PERSON_FAMILY);
	town_act(town, town->here, settle_run, &t);
	EXPECT_INT(put(v, (struct scene_id){ 0 }, "words-ja=Park&words-en=To+the+park&open=on&place=1"), 303);
	EXPECT_INT(put(v, t.second, "words-ja=Later&version=2&place=2"), 303);
	town_act(town, town->here, read_run, &t);
	REQUIRE(t.n == 3);
	EXPECT_STR(t.scene[0].words[LANG_JA], "Park");
	EXPECT_STR(t.scene[0].words[LANG_EN], "To the park");
	EXPECT(t.scene[1].scene_id.v == t.second.v && !t.scene[1].is_open && t.scene[2].scene_id.v == t.first.v);
	EXPECT_INT(put(v, t.second, "words-ja=Old&version=1&place=2"), 409);
	EXPECT(visit_has(v, "先に、ほかの人が書きかえました") && visit_has(v, "Old"));
	EXPECT_INT(put(v, t.first, "words-ja=&words-en=Kept&version=2&place=1"), 422);
	EXPECT(visit_has(v, "Kept"));
	EXPECT_INT(put(v, (struct scene_id){ 4711 }, "words-ja=X&place=1"), 404);
	visit_get(family, "/me/care/new?step=1");
	EXPECT(visit_has(family, "Park") && visit_has(family, "ひとつめ") && !visit_has(family, "Later"));
	visit_leave(family);
	visit_leave(v);
	town_leave(town);
}
