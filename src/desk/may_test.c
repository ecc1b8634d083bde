/* Permissions: every act has a row, and reach follows the legal body and the areas. */
#include "desk/may.h"
#include "desk/tenant.h"
#include "tests/test.h"

static struct tenant_operator bodies[] = {
	{ { 1 }, { "city", 4 }, { "city", 4 }, { "public", 6 } },
	{ { 2 }, { "npo", 3 }, { "npo", 3 }, { "private", 7 } },
};
static const struct tenant two_bodies = { .operator = bodies, .operator_n = 2 };
static const struct tenant one_body = { .operator = bodies, .operator_n = 1 };

static struct desk desk_for(enum role role, int64_t operator_id, const char *area_ids)
{
	return (struct desk){ .arena = test_arena(), .tenant = &two_bodies, .tenant_id = { 1 },
		.who = { .role = role, .account_id = { 77 }, .operator_id = { operator_id }, .area_ids = str_of(area_ids) } };
}

static bool reads(const struct desk *d, int64_t operator_id, int64_t area_id)
{
	struct thing t = { .operator_id = { operator_id }, .area_id = { area_id } };
	return may(d, MAY_CONSULT_READ, &t);
}

TEST(every_act_has_a_row_in_the_permission_table)
{
	struct str why = STR_NONE;
	EXPECT(may_check_table(&why, test_arena()));
	EXPECT(!may_role_ever(ROLE_ADMIN, MAY_NOTHING));
	EXPECT_STR(str_of(may_word(MAY_SET_TENANT)), "set-tenant");
}

TEST(administrators_keep_the_house_but_do_not_read_what_families_write)
{
	struct desk d = desk_for(ROLE_ADMIN, 1, NULL);
	EXPECT(may(&d, MAY_SET_TENANT, NULL));
	EXPECT(may(&d, MAY_READ_AUDIT, NULL));
	EXPECT(!reads(&d, 1, 0));
	EXPECT(!may_role_ever(ROLE_WORKER, MAY_SET_TENANT));
	EXPECT(!may_role_ever(ROLE_FAMILY, MAY_READ_DESK));
}

TEST(a_worker_reads_talks_of_her_own_body_and_areas_only)
{
	struct desk d = desk_for(ROLE_WORKER, 1, NULL);
	EXPECT(reads(&d, 1, 5));
	EXPECT(reads(&d, 0, 0));
	EXPECT(!reads(&d, 2, 5));
	char list[40], id[14], id2[14];
	id_put(5, id);
	id_put(55, id2);
	snprintf(list, sizeof list, "%s,%s", id, id2);
	d = desk_for(ROLE_WORKER, 1, list);
	EXPECT(reads(&d, 1, 5));
	EXPECT(reads(&d, 1, 55));
	EXPECT(!reads(&d, 1, 6));
	EXPECT(reads(&d, 1, 0));
	EXPECT(reads(&d, 0, 5));
	EXPECT(!reads(&d, 0, 6));
}

TEST(a_contractor_bound_to_areas_does_not_see_what_belongs_to_nobody)
{
	char id[14];
	id_put(5, id);
	struct desk d = desk_for(ROLE_WORKER, 2, id);
	EXPECT(reads(&d, 2, 5));
	EXPECT(!reads(&d, 2, 6));
	EXPECT(!reads(&d, 0, 5));
	EXPECT(!reads(&d, 1, 5));
	d = desk_for(ROLE_MANAGER, 2, NULL);
	EXPECT(reads(&d, 2, 6));
	EXPECT(reads(&d, 0, 6));
	EXPECT(!reads(&d, 1, 6));
}

TEST(in_a_town_of_citizens_groups_alone_what_belongs_to_nobody_is_everybodys)
{
	const struct tenant groups = { .operator = bodies + 1, .operator_n = 1 };
	struct desk d = desk_for(ROLE_WORKER, 2, "5");
	EXPECT(!reads(&d, 0, 0));
	d.tenant = &groups;
	EXPECT(reads(&d, 0, 0));
	EXPECT(!reads(&d, 2, 6));
}

TEST(in_a_town_of_one_body_everybody_on_the_desk_belongs_to_it)
{
	struct desk d = desk_for(ROLE_WORKER, 0, NULL);
	EXPECT(!reads(&d, 1, 0));
	EXPECT(reads(&d, 0, 0));
	d.tenant = &one_body;
	EXPECT(reads(&d, 1, 9));
}

TEST(a_secret_link_is_a_right_and_ones_own_talk_too)
{
	struct desk d = desk_for(ROLE_NOBODY, 0, NULL);
	EXPECT(!may(&d, MAY_CONSULT_READ_OWN, NULL));
	EXPECT(may(&d, MAY_CONSULT_READ_OWN, &(struct thing){ .is_held = true }));
	d = desk_for(ROLE_FAMILY, 0, NULL);
	EXPECT(may(&d, MAY_CONSULT_READ_OWN, &(struct thing){ .owner_id = { 77 } }));
	EXPECT(!may(&d, MAY_CONSULT_READ_OWN, &(struct thing){ .owner_id = { 78 } }));
	d.who.account_id.v = 0;
	EXPECT(!may(&d, MAY_CONSULT_READ_OWN, &(struct thing){ 0 }));
}

TEST(a_locked_desk_is_unlocked_or_left_and_nothing_else)
{
	struct desk d = desk_for(ROLE_WORKER, 1, NULL);
	d.who.is_locked = true;
	for (int act = MAY_NOTHING + 1; act < MAY_N; act++)
		EXPECT(may_ever(&d, (enum may)act) == (act == MAY_SIGN_IN || act == MAY_SIGN_OUT));
	EXPECT(!reads(&d, 1, 0));
	EXPECT(!may(&d, MAY_READ_SITE, NULL));
}

TEST(entering_as_somebody_is_for_the_demo_only)
{
	struct desk d = desk_for(ROLE_NOBODY, 0, NULL);
	EXPECT(!may_ever(&d, MAY_DEMO_ENTER));
	d.is_demo = true;
	EXPECT(may_ever(&d, MAY_DEMO_ENTER));
}
