/* The change of the year over families with names: who goes, who stays with whom, what a rehearsal must not do when life went on since, and back. */
#include "base/out.h"
#include "desk/town_test.h"
#include "family/family.h"
#include "family/family_charge_plan.h"
#include "family/family_edit.h"
#include "family/family_loss.h"
#include "family/family_merge.h"
#include "family/family_year.h"
#include "tests/test.h"

enum house { ISLAND, TWINS, SCHOOL, STAIRS, LOST, SOUTH, HOUSE_N };
static const char *const kana[HOUSE_N] = { "しま", "ふたご", "がっこう", "かいだん", "なみだ", "みなみ" };
struct tale { struct town *town; struct family_id house[HOUSE_N]; struct person_id aoi, mio, npo; struct family_plan_draft draft;
	struct plan_id plan_id;
	struct day april_on; int64_t load_n, back_n, left_n; enum family_plan_refusal r; struct str told; size_t leaver_n; struct child_id lost; };

static struct person_id worker(struct desk *d, const char *name, size_t operator, struct str area_ids)
{
	struct staff_person x = { .name = str_of(name), .kana = str_of(name), .kind = STR("nurse"), .operator_id = d->tenant->operator[operator].operator_id,
		.area_ids = area_ids, .capacity_n = 100, .is_named = true, .began_on = DAY_NONE, .joined_on = DAY_NONE, .left_on = DAY_NONE };
	EXPECT_INT(staff_put(d, &x), STAFF_OK);
	return x.person_id;
}

static struct family_id family(struct desk *d, enum house house, struct day born_on, struct person_id person_id)
{
	struct family_id id = family_register(d, &(struct family_new){ .name = arena_fmt(d->arena, "%s 花", kana[house]), .kana = str_of(kana[house]),
		.born_on = DAY_NONE, .due_on = DAY_NONE, .notified_on = DAY_NONE, .coming_on = DAY_NONE, .child_born_on = born_on,
		.area_id = d->tenant->area[0].area_id, .mail = STR("hana@example.jp") });
	family_charge_begin(d, id, person_id);
	return id;
}

static void leave(struct desk *d, struct person_id person_id)
{
	struct staff_person x;
	EXPECT(staff_person_by_id(d, person_id, &x));
	x.left_on = day_make(2027, 3, 31);
	EXPECT_INT(staff_put(d, &x), STAFF_OK);
}

static void settle_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->aoi = worker(d, "Aoi", 0, STR(""));
	t->mio = worker(d, "Mio", 0, STR(""));
	t->npo = worker(d, "Npo", 1, arena_fmt(d->arena, ",%lld,", (long long)d->tenant->area[1].area_id.v));
	t->house[ISLAND] = family(d, ISLAND, day_make(2024, 3, 1), t->aoi);
	t->house[TWINS] = family(d, TWINS, day_make(2026, 2, 1), t->aoi);
	struct family_child_row *child;
	family_children_of(d, t->house[TWINS], &child);
	family_child_add(d, &(struct family_child_new){ .family_id = t->house[TWINS], .birth_id = child[0].birth_id, .born_on = day_make(2026, 2, 1) });
	t->house[SCHOOL] = family(d, SCHOOL, day_make(2021, 4, 1), t->mio);
	t->house[STAIRS] = family(d, STAIRS, day_make(2020, 9, 9), t->mio);
	family_child_add(d, &(struct family_child_new){ .family_id = t->house[STAIRS], .born_on = day_make(2025, 5, 5) });
	t->house[LOST] = family(d, LOST, day_make(2026, 8, 8), t->mio);
	family_children_of(d, t->house[LOST], &child);
	t->lost = child[0].child_id;
	t->house[SOUTH] = family(d, SOUTH, day_make(2025, 7, 7), t->mio);
}

static void reckon(struct tale *t, const char *kind, struct person_id person_id)
{
	struct store_turn turn;
	REQUIRE(store_read_begin(t->town->store, test_arena(), &turn));
	struct desk d = town_desk(t->town, &turn);
	family_plan_reckon(&d, &(struct family_plan_wish){ .kind = str_of(kind), .person_id = person_id, .as_of_on = t->april_on }, &t->draft);
	desk_turn_end(&d);
	EXPECT_INT(t->draft.end, FAMILY_PLAN_OK);
}

static void keep_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->plan_id = family_plan_keep(d, &t->draft);
}

static void carry_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct family_charge_plan_row plan;
	EXPECT_INT(family_plan_for_staff(d, t->plan_id, &plan), FAMILY_PLAN_FINE);
	t->r = family_plan_carry_out(d, &plan, &t->left_n);
}

static void back_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct family_charge_plan_row plan;
	EXPECT_INT(family_plan_for_staff(d, t->plan_id, &plan), FAMILY_PLAN_FINE);
	t->r = family_plan_go_back(d, &plan, &t->back_n, &t->left_n);
}

/* Who has whom, in the order of the houses: A, M, N or - */
static void told_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct out o = { .arena = test_arena() };
	for (int i = 0; i < HOUSE_N; i++) {
		struct family_charge_row x;
		bool is_any = family_charge_of(d, t->house[i], &x);
		out_z(&o, !is_any ? "-" : x.person_id.v == t->aoi.v ? "A" : x.person_id.v == t->mio.v ? "M" : "N");
	}
	t->told = out_done(&o);
}

static void told(struct tale *t, const char *letters)
{
	town_do(t->town, told_run, t);
	EXPECT_STR(t->told, letters);
}

static bool moves(const struct tale *t, enum house house)
{
	for (size_t i = 0; i < t->draft.move_n; i++)
		if (t->draft.move[i].family_id.v == t->house[house].v)
			return true;
	return false;
}

static struct tale *begin(void)
{
	struct tale *t = ARENA_NEW(test_arena(), struct tale);
	t->town = town_open();
	t->april_on = day_make(2027, 4, 1);
	t->town->who = (struct who){ .role = ROLE_MANAGER, .account_id = { 7 }, .operator_id = t->town->tenant->operator[0].operator_id };
	town_do(t->town, settle_run, t);
	EXPECT_INT(t->town->fault, STORE_OK);
	told(t, "AAMMMM");
	return t;
}

static void rehearse(struct tale *t)
{
	reckon(t, "year", (struct person_id){ 0 });
	town_do(t->town, keep_run, t);
}

static void on_the_first_of_april(struct tale *t)
{
	t->town->now = day_moment(t->april_on, 9 * 60);
	town_do(t->town, carry_run, t);
	EXPECT_INT(t->r, FAMILY_PLAN_FINE);
	EXPECT_INT(t->left_n, 0);
}

static void load_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->load_n = family_charge_load(d, t->aoi);
}

static void nought_run(struct desk *d, void *arg)
{
	struct str why;
	(void)arg;
	EXPECT_INT(tenant_set(d, STR("charge.load"), STR("child=0"), &why), TENANT_OK);
}

TEST(family_of_a_child_that_becomes_three_weighs_no_more_where_the_town_says_so_and_keeps_its_worker)
{
	struct tale *t = begin();
	town_do(t->town, nought_run, t);
	town_load(t->town);
	t->town->now = day_moment(day_make(2027, 2, 27), 9 * 60);
	town_do(t->town, load_run, t);
	int64_t before = t->load_n;
	t->town->now = day_moment(day_make(2027, 2, 28), 9 * 60);       /* three on the day before the birthday */
	town_do(t->town, load_run, t);
	EXPECT(t->load_n < before);
	rehearse(t);
	EXPECT(!moves(t, ISLAND));
	on_the_first_of_april(t);
	told(t, "AA-MMM");
	town_close(t->town);
}

static void loss_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	EXPECT_INT(family_loss_start(d, &(struct family_loss_new){ .family_id = t->house[LOST], .child_id = t->lost, .lost_on = d->today,
		.source = STR("staff") }), FAMILY_OK);
}

TEST(family_that_lost_its_child_is_not_told_of_school_and_siblings_stay_with_one_worker)
{
	struct tale *t = begin();
	town_do(t->town, loss_run, t);
	rehearse(t);
	EXPECT_INT(t->draft.ended_n, 1);                        /* born on 1 April 2021: at school in 2027, a day later a year later */
	EXPECT(moves(t, SCHOOL) && !moves(t, LOST) && !moves(t, STAIRS) && !moves(t, TWINS));
	on_the_first_of_april(t);
	told(t, "AA-MMM");
	town_do(t->town, back_run, t);
	EXPECT_INT(t->back_n, 1);
	told(t, "AAMMMM");
	town_close(t->town);
}

static void pregnant_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	family_pregnancy_add(d, t->house[SCHOOL], &(struct family_new){ .due_on = day_make(2027, 9, 1), .notified_on = DAY_NONE, .fetus_n = 1 });
}

TEST(family_with_a_child_on_the_way_since_the_rehearsal_keeps_its_worker)
{
	struct tale *t = begin();
	rehearse(t);
	EXPECT(moves(t, SCHOOL));
	town_do(t->town, carry_run, t);
	EXPECT_INT(t->r, FAMILY_PLAN_EARLY);
	town_do(t->town, pregnant_run, t);
	on_the_first_of_april(t);
	told(t, "AAMMMM");
	town_close(t->town);
}

/* Moved within what the NPO serves, to an area that the contract of their worker does not name. */
static void south_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct family_row x;
	struct family_charge_row old;
	REQUIRE(family_by_id(d, t->house[SOUTH], &x));
	EXPECT_INT(family_edit_household(d, &x, &(struct family_household_edit){ .area_id = d->tenant->area[1].area_id, .lang = STR("ja"),
		.basis = STR("contract"), .version_n = x.version_n }), FAMILY_OK);
	EXPECT(!family_charge_of(d, t->house[SOUTH], &old));    /* another legal body's area: the move itself ends the charge */
	family_charge_begin(d, t->house[SOUTH], worker(d, "Far", 1, STR(",1,")));
}

static void npo_leaves_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	leave(d, t->npo);
}

TEST(family_that_moved_out_of_its_workers_areas_is_handed_over_where_somebody_serves_there)
{
	struct tale *t = begin();
	town_do(t->town, south_run, t);
	t->town->who.operator_id = t->town->tenant->operator[1].operator_id;
	rehearse(t);
	EXPECT(moves(t, SOUTH));
	EXPECT_INT(t->draft.family_n, 1);
	town_do(t->town, npo_leaves_run, t);
	reckon(t, "year", (struct person_id){ 0 });
	EXPECT(!moves(t, SOUTH));                               /* nobody else serves there: better who knows them than nobody */
	EXPECT_INT(t->draft.kept_n, 1);
	town_close(t->town);
}

static void mio_leaves_run(struct desk *d, void *arg)
{
	leave(d, ((struct tale *)arg)->mio);
}

static void aoi_leaves_run(struct desk *d, void *arg)
{
	leave(d, ((struct tale *)arg)->aoi);
}

TEST(family_of_a_worker_who_leaves_is_handed_to_one_who_stays_and_to_nobody_who_left_meanwhile)
{
	struct tale *t = begin();
	town_do(t->town, mio_leaves_run, t);
	rehearse(t);
	EXPECT(moves(t, STAIRS) && moves(t, SOUTH) && moves(t, LOST) && !moves(t, ISLAND));
	town_do(t->town, aoi_leaves_run, t);                    /* after the rehearsal she leaves too: nobody is handed to her */
	on_the_first_of_april(t);
	told(t, "AA-MMM");
	town_close(t->town);
}

static void note_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct family_charge_note_row *x;
	EXPECT_INT(family_charge_notes_of_family(d, t->house[STAIRS], &x), 1);
	EXPECT_INT(family_note_give(d, &x[0], STR("夜の電話はメールで")), FAMILY_NOTE_OK);
}

static void left_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct family_charge_row *past, now;
	struct family_charge_note_row *note;
	t->leaver_n = family_notes_waiting(d, &note);
	EXPECT_INT(family_charge_history(d, t->house[SOUTH], &past), 2);
	EXPECT(family_charge_of(d, t->house[SOUTH], &now) && str_is(now.kind, "import"));
}

TEST(family_plan_carried_out_by_mistake_goes_back_but_for_whom_the_note_was_written)
{
	struct tale *t = begin();
	town_do(t->town, mio_leaves_run, t);
	rehearse(t);
	on_the_first_of_april(t);
	told(t, "AA-AAA");
	town_do(t->town, note_run, t);
	town_do(t->town, back_run, t);
	EXPECT_INT(t->r, FAMILY_PLAN_FINE);
	EXPECT_INT(t->back_n, 3);
	EXPECT_INT(t->left_n, 0);
	told(t, "AAMAMM");
	town_do(t->town, left_run, t);
	EXPECT_INT(t->leaver_n, 1);                             /* notes of those who went back are gone, the written one waits to be read */
	town_do(t->town, back_run, t);
	EXPECT_INT(t->r, FAMILY_PLAN_SETTLED);
	town_close(t->town);
}

TEST(family_plan_goes_back_for_two_weeks_only)
{
	struct tale *t = begin();
	rehearse(t);
	on_the_first_of_april(t);
	t->town->now = moment_add(t->town->now, (FAMILY_PLAN_BACK_DAYS + 1) * DAY_MS);
	town_do(t->town, back_run, t);
	EXPECT_INT(t->r, FAMILY_PLAN_LATE);
	told(t, "AA-MMM");
	town_close(t->town);
}

static void merge_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct family_id other = family_register(d, &(struct family_new){ .name = STR("がっこう 花"), .kana = STR("がっこう"), .born_on = DAY_NONE,
		.due_on = DAY_NONE, .notified_on = DAY_NONE, .coming_on = DAY_NONE, .child_born_on = DAY_NONE, .area_id = d->tenant->area[0].area_id });
	struct family_charge_row old;
	EXPECT(family_charge_of(d, t->house[SCHOOL], &old));
	family_charge_end(d, &old, "other");
	EXPECT_INT(family_merge(d, other, t->house[SCHOOL], STR("同じご家庭")), FAMILY_OK);
	family_charge_begin(d, other, t->mio);
	t->house[SCHOOL] = other;
}

static void farewell_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct family_year year;
	family_year_read(d, &year);
	t->leaver_n = year.leaver_n;
	t->left_n = family_year_farewell(d);
}

TEST(family_whose_children_came_with_another_record_says_goodbye_like_the_others)
{
	struct tale *t = begin();
	town_do(t->town, merge_run, t);
	town_do(t->town, farewell_run, t);
	EXPECT_INT(t->leaver_n, 1);
	EXPECT_INT(t->left_n, 0);                               /* not before the day */
	t->town->now = day_moment(t->april_on, 9 * 60);
	town_do(t->town, farewell_run, t);
	EXPECT_INT(t->left_n, 1);
	told(t, "AA-MMM");
	town_close(t->town);
}
