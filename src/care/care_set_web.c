/* What managers set and read: kinds with their legal form, and what families told in private. */
#include "care/care_web.h"
#include "base/check.h"
#include "care/care_set.page.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "web/reply.h"

static void draw_kinds(struct desk *d, struct call *c, struct care_set_view *v)
{
	struct page p;
	const char *use[CARE_USES];
	v->tenant = d->tenant;
	for (size_t i = 0; care_kind_words[i]; i++)
		if (!care_kind_of(d, str_of(care_kind_words[i]), &v->kind[i]))
			v->kind[i] = (struct care_kind_row){ .kind = str_of(care_kind_words[i]), .legal_on = DAY_NONE };
	v->scene_n = care_scenes(d, &v->scene);
	v->fresh = (struct care_scene){ .kind = STR("accompany"), .icon = STR("heart"), .is_open = true };
	size_t use_n = care_uses(d, use);
	for (size_t i = 0; i < use_n; i++)
		for (size_t k = 0; k < CARE_USES; k++)
			v->uses[k] = v->uses[k] || strcmp(use[i], care_use_words[k]) == 0;
	frame_begin(&p, d, c, TAB_CARE);
	frame_of(&p)->back = STR("/desk/care");
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	care_kinds_page(&p, v);
}

static void show_kinds(struct desk *d, struct call *c)
{
	draw_kinds(d, c, &(struct care_set_view){ .form = NULL });
}

static bool is_kind(struct str word)
{
	for (const char *const *kind = care_kind_words; *kind; kind++)
		if (str_is(word, *kind))
			return true;
	return false;
}

static void put_uses(struct desk *d, struct call *c)
{
	struct out list = { .arena = d->arena };
	struct form f = form_of(c);
	struct str why;
	for (const char *const *word = care_use_words; *word; word++)
		if (form_is_on(&f, arena_fmt(d->arena, "use-%s", *word).s))
			out_fmt(&list, "%s%s", list.n ? "," : "", *word);
	CHECK(tenant_set(d, STR("care.uses"), out_done(&list), &why) == TENANT_OK);
	reply_see_other(c, STR("/desk/care/kinds?done=1"));
}

/* ---- scenes ---- */

const char *const care_scene_icons[] = { "hospital", "baby", "fever", "flag", "paper", "bag", "walk", "clock", "school", "tree", "heart", NULL };

/* Counted from one, whatever numbers lie in the store. */
int64_t care_scene_place(const struct care_set_view *v, const struct care_scene *x)
{
	int64_t place_n = 1;
	for (size_t i = 0; i < v->scene_n && v->scene[i].scene_id.v != x->scene_id.v; i++)
		place_n++;
	return place_n;
}

const struct care_scene *care_scene_written(const struct care_set_view *v, const struct care_scene *x)
{
	return v->written && v->written->scene_id.v == x->scene_id.v ? v->written : x;
}

static void form_scene(struct form *f, struct care_scene *x)
{
	int kind = form_choice(f, "kind", care_kind_words, true), icon = form_choice(f, "icon", care_scene_icons, true);
	for (int i = 0; i < LANG_N; i++) {
		const char *code = lang_code((enum lang)i);
		x->words[i] = form_text(f, arena_fmt(f->call->arena, "words-%s", code).s, 60, i == LANG_JA);
		x->hint[i] = form_text(f, arena_fmt(f->call->arena, "hint-%s", code).s, 100, false);
	}
	x->kind = kind >= 0 ? str_of(care_kind_words[kind]) : STR_NONE;
	x->icon = icon >= 0 ? str_of(care_scene_icons[icon]) : STR_NONE;
	x->is_open = form_is_on(f, "open");
	x->version_n = form_int(f, "version", 0, INT32_MAX, false);
}

/* The others keep their order around it; a scene whose number does not change is not written. */
static enum care_refusal keep_scene(struct desk *d, struct care_scene *x, int64_t place_n)
{
	struct care_scene *all;
	size_t n = care_scenes(d, &all);
	int64_t next_n = 1;
	x->place_n = place_n;
	enum care_refusal r = care_scene_put(d, x);
	for (size_t i = 0; i < n && r == CARE_OK; i++) {
		if (all[i].scene_id.v == x->scene_id.v)
			continue;
		next_n += next_n == place_n;
		bool is_there = all[i].place_n == next_n;
		all[i].place_n = next_n++;
		r = is_there ? CARE_OK : care_scene_put(d, &all[i]);
	}
	return r;
}

static void put_scene(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	struct care_scene x = { .scene_id = { 0 } };
	struct care_set_view v = { .form = &f, .written = &x };
	bool is_new = str_is(form_value(c, "scene"), "new");
	if (!is_new && !care_scene_of(d, (struct scene_id){ form_id(&f, "scene", true) }, &x)) {
		refuse_missing(d, c);
		return;
	}
	form_scene(&f, &x);
	int64_t place_n = form_int(&f, "place", 1, 99, true);
	enum care_refusal r = form_is_fine(&f) ? keep_scene(d, &x, place_n) : CARE_BAD;
	if (r == CARE_OK) {
		reply_see_other(c, STR("/desk/care/kinds?done=1#scenes"));
		return;
	}
	desk_refuse(d);
	reply_status(c, r == CARE_CHANGED ? 409 : 422);
	if (is_new)
		x.scene_id.v = 0;
	v.is_scene_changed = r == CARE_CHANGED;
	v.is_scene_wrong = r == CARE_BAD;
	draw_kinds(d, c, &v);
}

/* ---- kinds ---- */

static void put_kind(struct desk *d, struct call *c)
{
	static const char *const legals[] = { "beside", "family_support", "notified", "temporary", NULL };
	struct care_set_view v = { .form = NULL };
	if (str_is(c->part[0], "scene")) {
		put_scene(d, c);
		return;
	}
	if (str_is(c->part[0], "uses")) {
		put_uses(d, c);
		return;
	}
	if (!is_kind(c->part[0])) {
		refuse_missing(d, c);
		return;
	}
	struct form f = form_of(c);
	struct care_kind_row x = { .kind = c->part[0], .legal_no = form_text(&f, "number", 100, false), .legal_on = form_day(&f, "on", false),
		.is_open = form_is_on(&f, "open") };
	int legal = form_choice(&f, "legal", legals, false);
	x.legal = legal >= 0 ? str_of(legals[legal]) : STR_NONE;
	if (form_is_fine(&f) && care_kind_put(d, &x) == CARE_OK) {
		reply_see_other(c, STR("/desk/care/kinds?done=1"));
		return;
	}
	desk_refuse(d);
	reply_status(c, 422);
	v.form = &f;
	draw_kinds(d, c, &v);
}

/* ---- in private ---- */

static void draw_private(struct desk *d, struct call *c, struct care_private_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->row_n = care_privates(d, &v->row);
	v->person = ARENA_ARRAY(d->arena, struct staff_person, v->row_n + 1);
	v->family = ARENA_ARRAY(d->arena, struct family_row, v->row_n + 1);
	for (size_t i = 0; i < v->row_n; i++) {
		staff_person_by_id(d, v->row[i].person_id, &v->person[i]);
		family_by_id(d, v->row[i].family_id, &v->family[i]);
	}
	if (d->is_get)
		desk_trace(d, &(struct desk_trace){ .act = STR("care.private-list"), .kind = STR("private"), .is_awaited = true });
	frame_begin(&p, d, c, TAB_CARE);
	frame_of(&p)->back = STR("/desk/care");
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	care_private_page(&p, v);
}

static void show_private(struct desk *d, struct call *c)
{
	draw_private(d, c, &(struct care_private_view){ .form = NULL });
}

static void end_private(struct desk *d, struct call *c)
{
	struct care_private_view v = { .form = NULL };
	struct private_id private_id;
	struct form f = form_of(c);
	struct str outcome = form_text(&f, "outcome", 2000, false);
	enum care_refusal r = id_parse(c->part[0], &private_id.v) ? care_private_end(d, private_id, outcome, form_is_on(&f, "pair")) : CARE_NO_SUCH;
	if (r == CARE_NO_SUCH) {
		refuse_missing(d, c);
	} else if (r == CARE_OK) {
		reply_see_other(c, STR("/desk/care/private?done=1"));
	} else {
		desk_refuse(d);
		reply_status(c, r == CARE_BAD ? 422 : 409);
		v.form = &f;
		draw_private(d, c, &v);
	}
}

const struct route care_set_routes[] = {
	{ METHOD_GET, "/desk/care/kinds", MAY_CARE_SET, show_kinds, .room = "care" },
	{ METHOD_POST, "/desk/care/kinds/{kind}", MAY_CARE_SET, put_kind, .room = "care", .sample = "legal=family_support&open=1",
		.holes = "word:care" },
	{ METHOD_GET, "/desk/care/private", MAY_CARE_PRIVATE, show_private, .room = "care" },
	{ METHOD_POST, "/desk/care/private/{private}/end", MAY_CARE_PRIVATE, end_private, .room = "care", .sample = "outcome=Talked",
		.holes = "private" },
};
const size_t care_set_route_n = sizeof care_set_routes / sizeof *care_set_routes;
