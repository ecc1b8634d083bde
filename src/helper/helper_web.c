/* The list of helpers and one of them, for the desk. */
#include "helper/helper_web.h"
#include "desk/frame.h"
#include "desk/refuse.h"
#include "family/family.h"
#include "helper/helper_desk.page.h"
#include "helper/helper_one.page.h"
#include "web/reply.h"

enum { IDLE_DAYS = 60, SOON_DAYS = 90 };

const struct staff_span helper_parts[HELPER_PARTS] = { { 7 * 60, 9 * 60 }, { 9 * 60, 12 * 60 }, { 12 * 60, 15 * 60 }, { 15 * 60, 18 * 60 },
	{ 18 * 60, 21 * 60 } };

bool helper_offers(struct str kinds, const char *kind)
{
	return (helper_kinds_of(kinds) & helper_kind_bit(str_of(kind))) != 0;
}

struct str helper_typed(struct call *c, const char *name, struct str kept)
{
	struct str typed = c ? form_value(c, name) : STR_NONE;
	return typed.s ? typed : kept;
}

bool helper_ticked(struct call *c, const char *name, bool kept)
{
	return c ? form_value(c, name).n > 0 : kept;
}

struct str helper_lat_lon(struct page *p, const struct helper_row *x)
{
	if (!x->lat_n)
		return STR("");
	return arena_fmt(p->out->arena, "%lld.%06lld, %lld.%06lld", (long long)(x->lat_n / 1000000), (long long)(x->lat_n % 1000000),
		(long long)(x->lon_n / 1000000), (long long)(x->lon_n % 1000000));
}

/* ---- how papers stand ---- */

/* Trainings of everybody lie by person and name; of one name the one that holds, else the newest. */
static struct helper_paper paper_of(const struct helper_line *x, struct str name, const struct helper_training_row *t, size_t n, struct day today)
{
	struct helper_paper best = { DAY_NONE, DAY_NONE };
	for (size_t i = 0; i < n; i++) {
		struct helper_paper paper = { t[i].done_on, t[i].until_on };
		if (t[i].person_id.v == x->helper.person_id.v && str_eq(t[i].name, name)
			&& (day_is_none(best.done_on) || helper_paper_holds(&paper, today) || !helper_paper_holds(&best, today)))
			best = paper;
	}
	return best;
}

static void look_ahead(struct helper_standing *s, struct str what, struct day until_on, struct day today)
{
	bool is_ahead = !day_is_none(until_on) && until_on.n >= today.n && until_on.n <= today.n + SOON_DAYS;
	if (is_ahead && (day_is_none(s->next_on) || until_on.n < s->next_on.n)) {
		s->next = what;
		s->next_on = until_on;
	}
}

/* Read once for everybody. */
struct papers { const struct helper_need_row *need; size_t need_n; const struct helper_training_row *training; size_t training_n; struct day today; };

static struct helper_standing standing_of(const struct helper_line *x, const struct papers *all)
{
	struct helper_standing s = { .next_on = DAY_NONE };
	for (size_t i = 0; i < all->need_n; i++) {
		struct helper_paper paper = paper_of(x, all->need[i].training, all->training, all->training_n, all->today);
		if (!(helper_kind_bit(all->need[i].kind) & helper_kinds_of(x->helper.kinds)))
			continue;
		if (!helper_paper_holds(&paper, all->today) && !s.is_lapsed) {
			s.is_lapsed = true;
			s.lapse = (struct helper_lapse){ all->need[i].training, paper };
		}
		look_ahead(&s, all->need[i].training, paper.until_on, all->today);
	}
	return s;
}

/* ---- the list ---- */

static struct helper_list_line line_of(struct desk *d, const struct helper_line *x, const struct helper_last_times_row *time, size_t time_n)
{
	struct helper_list_line line = { .x = *x, .is_paused = helper_is_paused(&x->helper, d->today) };
	for (size_t i = 0; i < time_n; i++)
		if (time[i].person_id.v == x->helper.person_id.v) {
			line.last_at = time[i].last_at;
			line.time_n = time[i].time_n;
		}
	line.is_idle = !line.last_at.ms && str_is(x->helper.state, "active") && x->helper.active_on.n + IDLE_DAYS <= d->today.n;
	return line;
}

static void read_lines(struct desk *d, struct helper_list_view *v)
{
	struct helper_line *all;
	struct helper_need_row *need;
	struct helper_training_row *training;
	struct helper_last_times_row *time;
	struct papers papers = { .today = d->today };
	size_t n = helper_list(d, &(struct helper_wish){ .state = v->state, .kinds = helper_kind_bit(v->kind), .area_id = v->area_id }, &all);
	papers.need_n = helper_needs_all(d, &need);
	papers.training_n = helper_trainings_all(d, &training);
	papers.need = need;
	papers.training = training;
	size_t time_n = helper_last_times(d, moment_add(d->now, -IDLE_DAYS * DAY_MS), &time);
	v->line = ARENA_ARRAY(d->arena, struct helper_list_line, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct helper_list_line x = line_of(d, &all[i], time, time_n);
		x.papers = standing_of(&all[i], &papers);
		if ((x.is_idle || !v->is_idle_only) && (x.papers.is_lapsed || !v->is_lapsed_only))
			v->line[v->line_n++] = x;
	}
}

static void show_list(struct desk *d, struct call *c)
{
	struct page p;
	struct helper_application_row *row;
	struct str state = form_value(c, "state"), kind = form_value(c, "kind");
	struct helper_list_view v = { .tenant = d->tenant, .today = d->today, .is_idle_only = str_is(form_value(c, "only"), "idle"),
		.is_lapsed_only = str_is(form_value(c, "only"), "lapsed"), .may_edit = may_ever(d, MAY_HELPER_EDIT),
		.may_manage = may_ever(d, MAY_HELPER_MANAGE) };
	v.state = helper_state_of(state) < HELPER_STATE_N ? state : STR_NONE;
	v.kind = helper_kind_bit(kind) ? kind : STR_NONE;
	if (!id_parse(form_value(c, "area"), &v.area_id.v))
		v.area_id.v = 0;
	read_lines(d, &v);
	v.application_n = v.may_edit && may(d, MAY_HELPER_EDIT, NULL) ? helper_applications(d, &row) : 0;
	frame_begin(&p, d, c, TAB_CARE);
	helper_list_page(&p, &v);
}

/* ---- one helper ---- */

static void read_needs(struct desk *d, struct helper_view *v)
{
	struct helper_need_row *need;
	struct helper_training_row *training;
	size_t need_n = helper_needs_all(d, &need), training_n = helper_trainings_all(d, &training);
	v->need = ARENA_ARRAY(d->arena, struct helper_need_line, need_n + 1);
	for (size_t i = 0; i < need_n; i++) {
		struct helper_need_line x = { .need = need[i], .paper = paper_of(&v->x, need[i].training, training, training_n, d->today) };
		if (!(helper_kind_bit(need[i].kind) & helper_kinds_of(v->x.helper.kinds)))
			continue;
		x.is_held = helper_paper_holds(&x.paper, d->today);
		v->need[v->need_n++] = x;
	}
}

/* A part is ticked where one span holds all of it. */
static void read_grid(struct desk *d, struct helper_view *v)
{
	struct helper_hours_row *row;
	size_t n = helper_hours_of(d, v->x.helper.person_id, &row);
	for (size_t i = 0; i < n; i++)
		for (int part = 0; part < HELPER_PARTS; part++)
			if (row[i].from_n <= helper_parts[part].from && helper_parts[part].until <= row[i].until_n)
				v->grid[row[i].weekday_n][part] = true;
}

static void name_blocks(struct desk *d, struct helper_view *v)
{
	v->block_name = ARENA_ARRAY(d->arena, struct str, v->block_n + 1);
	for (size_t i = 0; i < v->block_n; i++) {
		struct family_row family;
		if (family_by_id(d, v->block[i].family_id, &family))
			v->block_name[i] = family.name;
	}
}

void helper_view_read(struct desk *d, struct helper_view *v)
{
	struct person_id person_id = v->x.helper.person_id;
	v->tenant = d->tenant;
	v->today = d->today;
	v->may_edit = helper_may(d, MAY_HELPER_EDIT, &v->x.person);
	v->may_manage = helper_may(d, MAY_HELPER_MANAGE, &v->x.person);
	v->may_check = helper_may_check(d);
	v->has_check = v->may_check && helper_check_by_key(d, person_id, &v->check);
	v->step_n = helper_steps_of(d, person_id, &v->step);
	v->day_n = helper_days_of(d, person_id, d->today, &v->day);
	v->block_n = v->may_manage ? helper_blocks_of_person(d, person_id, &v->block) : 0;
	v->need_n = 0;
	name_blocks(d, v);
	if (!v->has_check)
		v->check = (struct helper_check_row){ .confirmed_on = DAY_NONE, .due_on = DAY_NONE };
	read_needs(d, v);
	read_grid(d, v);
}

bool helper_web_find(struct desk *d, struct call *c, int act, struct helper_view *v)
{
	struct person_id person_id;
	if (id_parse(c->part[0], &person_id.v) && helper_for_staff(d, person_id, &v->x) && helper_may(d, act, &v->x.person))
		return true;
	refuse_missing(d, c);
	return false;
}

void helper_web_draw(struct desk *d, struct call *c, struct helper_view *v)
{
	struct page p;
	helper_view_read(d, v);
	frame_begin(&p, d, c, TAB_CARE);
	frame_of(&p)->back = STR("/desk/helpers");
	if (v->form)
		frame_complaints(&p, v->form);
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	helper_page(&p, v);
}

static void show(struct desk *d, struct call *c)
{
	struct helper_view v = { .form = NULL };
	if (!helper_web_find(d, c, MAY_HELPER_READ, &v))
		return;
	desk_trace(d, &(struct desk_trace){ .act = STR("helper.read"), .kind = STR("person"), .subject_id = v.x.helper.person_id.v, .is_awaited = true });
	helper_web_draw(d, c, &v);
}

const struct route helper_routes[] = {
	{ METHOD_GET, "/desk/helpers", MAY_HELPER_READ, show_list, .room = "care" },
	{ METHOD_GET, "/desk/helper/{helper}", MAY_HELPER_READ, show, .room = "care", .holes = "helper" },
};
const size_t helper_route_n = sizeof helper_routes / sizeof *helper_routes;
