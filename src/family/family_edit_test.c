/* What was registered, put right: nothing overwritten unseen, what it was kept, found by what it is now; births; moving in. */
#include "desk/may.h"
#include "desk/town_test.h"
#include "family/family_charge.h"
#include "family/family_edit.h"
#include "tests/test.h"

struct tale { struct town *town; struct family_id family_id; struct family_row row; struct family_guardian_row guardian; enum family_refusal r;
	struct family_edit_changes_row *change; struct family_child_row *child; struct family_pregnancy_row *pregnancy; size_t n; struct str typed;
	int64_t version_n; struct family_line_row *line; struct str basis; };

static void do_register(struct desk *d, void *arg)
{
	struct tale *x = arg;
	x->family_id = family_register(d, &(struct family_new){ .name = STR("山田 花子"), .kana = STR("やまだ はなこ"),
		.area_id = tenant_area_named(x->town->tenant, STR("north")),
		.born_on = DAY_NONE, .due_on = { d->today.n + 20 }, .fetus_n = 2, .is_first = true, .phone = STR("0996-73-1211"),
		.child_born_on = DAY_NONE, .coming_on = DAY_NONE });
}

static void do_read(struct desk *d, void *arg)
{
	struct tale *x = arg;
	struct family_guardian_row *g;
	EXPECT(family_by_id(d, x->family_id, &x->row));
	EXPECT_INT(family_guardians_of(d, x->family_id, &g), 1);
	x->guardian = g[0];
	x->n = family_edit_changes(d, x->family_id, &x->change);
}

static struct tale *begin(void)
{
	struct tale *x = ARENA_NEW(test_arena(), struct tale);
	x->town = town_open();
	x->town->who = (struct who){ .role = ROLE_WORKER, .account_id = { 7 }, .operator_id = x->town->tenant->operator[0].operator_id,
		.name = STR("Aoi"), .area_ids = STR("") };
	town_do(x->town, do_register, x);
	return x;
}

static void do_marry(struct desk *d, void *arg)
{
	struct tale *x = arg;
	do_read(d, x);
	x->r = family_edit_guardian(d, &x->guardian, &(struct family_guardian_edit){ .relation = STR("mother"), .name = STR("川本 花子"),
		.kana = STR("かわもと はなこ"), .phone = STR("090-1111-2222"), .born_on = DAY_NONE, .version_n = x->version_n });
	do_read(d, x);
}

static void do_search(struct desk *d, void *arg)
{
	struct tale *x = arg;
	x->n = family_search(d, x->typed, (struct area_id){ 0 }, &x->line);
}

static size_t found(struct tale *x, const char *typed)
{
	x->typed = str_of(typed);
	town_do(x->town, do_search, x);
	return x->n;
}

TEST(family_guardian_put_right_is_found_by_the_new_name_and_what_it_was_is_kept)
{
	struct tale *x = begin();
	x->version_n = 1;
	town_do(x->town, do_marry, x);
	EXPECT_INT(x->r, FAMILY_OK);
	EXPECT_STR(x->row.name, "川本 花子");
	EXPECT_STR(x->row.phone, "090-1111-2222");
	EXPECT_INT(x->n, 3);
	for (size_t i = 0; i < x->n; i++)
		if (str_is(x->change[i].field, "name"))
			EXPECT_STR(x->change[i].was, "山田 花子");
	EXPECT_INT(found(x, "かわもと"), 1);
	EXPECT_INT(found(x, "09011112222"), 1);
	EXPECT_INT(found(x, "やまだ"), 0);
	EXPECT_INT(found(x, "0996731211"), 0);
	town_close(x->town);
}

TEST(family_guardian_that_somebody_else_changed_meanwhile_is_not_overwritten)
{
	struct tale *x = begin();
	x->version_n = 1;
	town_do(x->town, do_marry, x);
	town_do(x->town, do_marry, x);
	EXPECT_INT(x->r, FAMILY_CHANGED);
	EXPECT_INT(x->n, 3);
	town_close(x->town);
}

static void do_move(struct desk *d, void *arg)
{
	struct tale *x = arg;
	do_read(d, x);
	x->r = family_edit_household(d, &x->row, &(struct family_household_edit){ .area_id = tenant_area_named(x->town->tenant, STR("south")),
		.address = STR("南町 1-2"),
		.lang = STR("vi"), .is_interpreted = true, .basis = x->basis, .version_n = x->row.version_n });
	if (x->r != FAMILY_OK)
		desk_refuse(d);
	do_read(d, x);
}

TEST(family_goes_to_another_legal_body_only_on_a_named_basis)
{
	struct tale *x = begin();
	town_do(x->town, do_move, x);
	EXPECT_INT(x->r, FAMILY_PURPOSE);
	town_do(x->town, do_read, x);
	EXPECT_INT(x->row.area_id.v, tenant_area_named(x->town->tenant, STR("north")).v);
	x->basis = STR("consent");
	town_do(x->town, do_move, x);
	EXPECT_INT(x->r, FAMILY_OK);
	EXPECT_INT(x->row.area_id.v, tenant_area_named(x->town->tenant, STR("south")).v);
	EXPECT(x->row.operator_id.v != x->town->who.operator_id.v);
	EXPECT_INT(x->n, 5);
	town_close(x->town);
}

static void do_bear(struct desk *d, void *arg)
{
	struct tale *x = arg;
	EXPECT_INT(family_pregnancies_of(d, x->family_id, &x->pregnancy), 1);
	struct family_birth birth = { .pregnancy = &x->pregnancy[0], .born_on = d->today, .n = 2, .child = { { .name = STR("葵") }, { .name = STR("湊") } } };
	x->r = family_bear(d, &birth);
	x->n = family_children_of(d, x->family_id, &x->child);
}

TEST(family_twins_are_one_birth_and_end_the_pregnancy_once)
{
	struct tale *x = begin();
	town_do(x->town, do_bear, x);
	EXPECT_INT(x->r, FAMILY_OK);
	EXPECT_INT(x->n, 2);
	EXPECT_INT(x->child[0].birth_id.v, x->child[1].birth_id.v);
	EXPECT_INT(x->child[0].birth_order_n + x->child[1].birth_order_n, 3);
	town_do(x->town, do_bear, x);
	EXPECT_INT(x->r, FAMILY_NOT_NOW);
	EXPECT_INT(x->n, 2);
	EXPECT_INT(found(x, "湊"), 1);
	town_close(x->town);
}

static void do_coming(struct desk *d, void *arg)
{
	struct tale *x = arg;
	family_coming_note(d, x->family_id, STR("川崎市"), day_make(2027, 4, 1));
}

static void do_came(struct desk *d, void *arg)
{
	struct tale *x = arg;
	struct family_edit_coming_of_row coming;
	EXPECT(family_by_id(d, x->family_id, &x->row));
	x->n = family_edit_coming_of(d, x->family_id, &coming);
	x->r = family_came(d, &x->row, STR("北町 3-4"));
	EXPECT(family_by_id(d, x->family_id, &x->row));
}

TEST(family_that_is_about_to_move_in_becomes_a_resident_by_one_act)
{
	struct tale *x = begin();
	town_do(x->town, do_coming, x);
	town_do(x->town, do_came, x);
	EXPECT_INT(x->n, 1);
	EXPECT_INT(x->r, FAMILY_OK);
	EXPECT_STR(x->row.address, "北町 3-4");
	town_do(x->town, do_came, x);
	EXPECT_INT(x->n, 0);
	EXPECT_INT(x->r, FAMILY_NOT_NOW);
	town_close(x->town);
}
