/* The families of the town of the sweeps, and what hangs on the one in the hole before. */
#include "family/family_edit.h"
#include "family/family_loss.h"
#include "family/family_merge.h"
#include "family/family_own.h"
#include "family/family_resident.h"
#include "tests/town/things.h"

static struct family_id last_family;
static int made_n;

static struct family_id family_make(struct desk *d, struct area_id area_id)
{
	struct who who = d->who;
	struct family_new v = { .name = STR("Yama"), .kana = arena_fmt(d->arena, "やま %d", ++made_n), .area_id = area_id, .born_on = DAY_NONE,
		.due_on = { d->today.n + 100 }, .child_born_on = { d->today.n - 400 }, .child_name = STR("Hana"), .is_first = true };
	d->who = (struct who){ .role = ROLE_NOBODY };
	struct family_id id = family_register(d, &v);
	d->who = who;
	return id;
}

/* Who asks has said for what, so that every page behind it is walked. */
static void let_in(struct desk *d, const struct resident *asks, struct family_id id)
{
	if (asks->account_id.v)
		family_pass_put(d, &(struct family_pass_put_in){ .family_id = id, .account_id = asks->account_id, .purpose = STR("away"),
			.asked_at = d->now, .until_at = moment_add(d->now, DAY_MS) });
}

static void make_family(struct desk *d, struct wish *w)
{
	last_family = family_make(d, town_area(d->tenant, town_area_of(w)));
	let_in(d, w->asks, last_family);
	w->thing = id_text(d->arena, last_family.v);
}

/* One that who asks may write on, whatever the family in the path is. */
static void make_mine(struct desk *d, struct wish *w)
{
	enum person who = w->asks->person;
	struct family_id id = family_make(d, town_area(d->tenant, who == PERSON_WORKER_EAST ? "east" : who == PERSON_WORKER_NPO ? "south" : "north"));
	let_in(d, w->asks, id);
	w->thing = id_text(d->arena, id.v);
}

void town_family_settle(struct desk *d, struct account_id account_id)
{
	struct family_guardian_row *g;
	struct family_id id = family_make(d, town_area(d->tenant, "north"));
	if (family_guardians_of(d, id, &g) == 1)
		family_own_bind(d, account_id, d->now, STR("staff"), g[0].guardian_id);
}

static void make_fact(struct desk *d, struct wish *w)
{
	w->thing = id_text(d->arena, family_fact_add(d, &(struct family_fact_new){ .family_id = last_family, .kind = STR("now"),
		.line = STR("tired") }).v);
}

static void make_guardian(struct desk *d, struct wish *w)
{
	struct family_guardian_row *g;
	w->thing = id_text(d->arena, family_guardians_of(d, last_family, &g) ? g[0].guardian_id.v : id_new());
}

static void make_child(struct desk *d, struct wish *w)
{
	struct family_child_row *x;
	w->thing = id_text(d->arena, family_children_of(d, last_family, &x) ? x[0].child_id.v : id_new());
}

static void make_pregnancy(struct desk *d, struct wish *w)
{
	struct family_pregnancy_row *x;
	w->thing = id_text(d->arena, family_pregnancies_of(d, last_family, &x) ? x[0].pregnancy_id.v : id_new());
}

static void make_second(struct desk *d, struct wish *w)
{
	w->thing = id_text(d->arena, family_guardian_add(d, last_family, &(struct family_new){ .name = STR("Sora"), .kana = STR("Sora"),
		.relation = STR("father"), .born_on = DAY_NONE }, true).v);
}

/* A family that is about to move in. */
static void make_coming(struct desk *d, struct wish *w)
{
	make_family(d, w);
	family_coming_note(d, last_family, STR("Ichi"), DAY_NONE);
}

static void make_story(struct desk *d, struct wish *w)
{
	w->thing = id_text(d->arena, family_story_add(d, &(struct family_line_new){ .family_id = last_family, .kind = STR("call"), .line = STR("well"),
		.room = STR("family") }).v);
}

static void make_merge(struct desk *d, struct wish *w)
{
	struct family_id gone = family_make(d, town_area(d->tenant, town_area_of(w)));
	struct merge_id id = { id_new() };
	family_merge_into(d, last_family, gone);
	family_merge_put(d, &(struct family_merge_put_in){ .merge_id = id, .family_id = last_family, .gone_family_id = gone, .why = STR("same"),
		.merged_at = d->now });
	w->thing = id_text(d->arena, id.v);
}

/* A paper for a family that nobody is bound to yet. */
static void make_paper(struct desk *d, struct wish *w)
{
	struct family_guardian_row *g;
	struct family_id id = family_make(d, town_area(d->tenant, "north"));
	w->thing = family_guardians_of(d, id, &g) ? family_own_code(d, &g[0], "staff") : STR_NONE;
}

/* Somebody else has asked for the way back already. */
static void make_loss(struct desk *d, struct wish *w)
{
	struct family_child_row *x;
	struct family_loss_row *loss;
	if (family_children_of(d, last_family, &x))
		family_loss_start(d, &(struct family_loss_new){ .family_id = last_family, .child_id = x[0].child_id, .lost_on = d->today,
			.source = STR("register") });
	w->thing = id_text(d->arena, family_loss_of(d, last_family, &loss) ? loss[0].loss_id.v : id_new());
}

static void make_resident(struct desk *d, struct wish *w)
{
	struct resident_id id = { id_new() };
	struct str hash = seal_hash(d->arena, id_text(d->arena, id.v));
	family_resident_put(d, &(struct family_resident_put_in){ .resident_id = id, .number_hash = hash, .household_hash = hash, .given_hash = hash,
		.name = STR("Yama"), .kana = STR("Yama"), .born_on = { d->today.n - 100 }, .is_child = true, .change = STR("new"), .moved_on = DAY_NONE,
		.read_at = d->now });
	w->thing = id_text(d->arena, id.v);
}

const struct town_thing town_family[] = {
	{ "family", make_family }, { "fact", make_fact }, { "guardian", make_guardian }, { "child", make_child }, { "story", make_story },
	{ "merge", make_merge }, { "paper", make_paper }, { "mine", make_mine }, { "loss", make_loss }, { "resident", make_resident },
	{ "pregnancy", make_pregnancy }, { "second", make_second }, { "coming", make_coming }, { NULL, NULL }
};
