/* Why help is used: asked only where the town has to count it, then before anything can be asked, and counted among what was met and what was not. */
#include "care/care_fee_out.h"
#include "care/care_unmet.h"
#include "tests/visit.h"

static void settle_run(struct desk *d, void *arg)
{
	struct str why;
	EXPECT_INT(tenant_set(d, STR("care.uses"), str_of(arg), &why), TENANT_OK);
}

struct asking { struct str household; struct account_id account_id; };

/* The draft, with what the next steps would add. */
static void ask_run(struct desk *d, void *arg)
{
	const struct asking *a = arg;
	struct care_request_row x = { 0 };
	struct family_id family_id = { 0 };
	d->who = (struct who){ .role = ROLE_FAMILY, .account_id = a->account_id };
	EXPECT(id_parse(a->household, &family_id.v) && care_draft_of(d, family_id, &x));
	EXPECT_STR(x.reason, "refresh");
	x.consented_at = d->now;
	EXPECT_INT(care_draft_put(d, &x), CARE_OK);
	struct str use = x.reason;
	x.reason = STR_NONE;
	EXPECT_STR(str_of(care_draft_lacks(d, &x)), "use");
	x.reason = use;
	EXPECT_INT(care_ask(d, &x), CARE_OK);
}

static void count_run(struct desk *d, void *arg)
{
	struct care_unmet *u = arg;
	d->who.role = ROLE_MANAGER;
	care_unmet_read(d, (struct day){ d->today.n - 1 }, (struct day){ d->today.n + 1 }, true, u);
}

/* A family's first step; the status of the answer. */
static int ask(struct visit *v, struct str household, const char *more)
{
	struct arena *a = test_arena();
	visit_form(v, "/me/care/new");
	visit_post(v, arena_fmt(a, "/me/care/new/%.*s", STR_ARG(household)).s,
		arena_fmt(a, "step=1&words=Dentist&when=fixed&on=2027-12-10&begin=10%%3A00&minutes=120&place-kind=out&place=Clinic%s", more).s);
	return v->status;
}

TEST(the_reason_of_use_is_asked_only_where_the_town_counts_it)
{
	struct care_unmet unmet;
	struct town *t = town_build();
	struct visit *v = visit_enter(t, PERSON_FAMILY);
	struct asking a = { arena_str(test_arena(), town_thing(t, &v->who, STR("asking"), WHOSE_OWN)), v->who.account_id };
	EXPECT_INT(ask(v, a.household, ""), 303);
	visit_get(v, "/me/care/new?step=1");
	EXPECT(!visit_has(v, "利用の理由"));
	town_act(t, t->here, settle_run, "work, refresh");
	visit_get(v, "/me/care/new?step=1");
	EXPECT(visit_has(v, "利用の理由") && visit_has(v, "ひと休みするため") && !visit_has(v, "冠婚葬祭や行事"));
	EXPECT(ask(v, a.household, "") == 303 && str_has(v->location, "lack"));         /* kept, and asked for */
	EXPECT_INT(ask(v, a.household, "&use=ceremony"), 422);               /* not one that this town counts */
	EXPECT_INT(ask(v, a.household, "&use=refresh"), 303);
	town_act(t, t->here, count_run, &unmet);
	EXPECT_INT(unmet.use[6].asked_n, 0);                    /* a draft is nothing that was asked */
	town_act(t, t->here, ask_run, &a);
	town_act(t, t->here, count_run, &unmet);
	EXPECT(unmet.use[6].asked_n == 1 && unmet.use[6].open_n == 1 && unmet.use[0].asked_n == 0);
	visit_leave(v);
	town_leave(t);
}

static void sheet_run(struct desk *d, void *arg)
{
	struct care_fee_month_view *v = arg;
	struct sheet s = care_fee_report_sheet(d, v);
	EXPECT_INT(s.row_n, 12);
	EXPECT_STR(s.cell[2 * 8].text, "利用の理由：仕事のため（件）");
	EXPECT_INT(s.cell[2 * 8 + 1].n, 3);
	EXPECT_STR(s.cell[2 * 11].text, "利用の理由：ひと休みするため（分）");
	EXPECT(s.cell[2 * 11 + 1].is_number && s.cell[2 * 11 + 1].n == 75);
	struct care_paper paper = care_fee_report_paper(d, v);
	EXPECT(paper.table.row_n == 11 && str_is(paper.table.cell[2 * 7 + 1], "3"));
	v->month.use_n = 0;
	EXPECT_INT(care_fee_report_sheet(d, v).row_n, 8);       /* where it is not asked, nothing is said of it */
}

TEST(the_months_report_says_the_reasons_on_paper_and_as_a_table)
{
	struct town *t = town_build();
	struct care_fee_uses_of_row use[] = { { STR("work"), 3, 180 }, { STR("refresh"), 1, 75 } };
	struct care_fee_month_view v = { .month = { .month_n = 202611, .use = use, .use_n = 2 } };
	town_act(t, t->here, sheet_run, &v);
	town_leave(t);
}
