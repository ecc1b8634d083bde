/* Asking for help: a family's three short pages, each of which keeps what was written, and the one page of staff on the telephone. */
#include "care/care_web.h"
#include "care/care_fee_web.h"
#include "care/care.page.h"
#include "care/care_request.page.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "web/reply.h"

/* ---- what the pages need ---- */

/* Where a child was not chosen yet, those that are here are: most families have one or two. */
static void choose_children(struct desk *d, struct care_ask_view *v)
{
	struct out ids = { .arena = d->arena };
	out_z(&ids, ",");
	for (size_t i = 0; i < v->child_n; i++)
		if (str_is(v->child[i].state, "here"))
			out_fmt(&ids, "%lld,", (long long)v->child[i].child_id.v);
	v->draft.child_ids = out_done(&ids);
}

static void read_view(struct desk *d, struct care_ask_view *v)
{
	v->tenant = d->tenant;
	v->today = d->today;
	v->use_n = care_uses(d, v->use);
	v->scene_n = care_scenes(d, &v->scene);
	v->kind_n = care_kinds_all(d, &v->kind);
	v->child_n = family_children_of(d, v->family.family_id, &v->child);
	if (!v->call)
		care_card(d, v->family.family_id, &v->card);
	if (!v->draft.child_n && !v->draft.consented_at.ms && !v->call)
		choose_children(d, v);
	care_lines_read(d, &v->draft, 1, &v->line);
	v->fee = care_fee_before(d, &v->draft);
}

static int step_of(struct call *c)
{
	struct str step = form_value(c, "step");
	return str_is(step, "3") ? 3 : str_is(step, "2") ? 2 : 1;
}

static void draw_step(struct desk *d, struct call *c, struct care_ask_view *v)
{
	struct page p;
	read_view(d, v);
	frame_begin(&p, d, c, TAB_ME);
	frame_of(&p)->is_noindex = true;
	frame_of(&p)->back = STR("/me/care");
	if (v->form)
		frame_complaints(&p, v->form);
	if (v->step == 1)
		care_scene_page(&p, v);
	else if (v->step == 2)
		care_know_page(&p, v);
	else
		care_confirm_page(&p, v);
}

/* ---- the family ---- */

static void show_own(struct desk *d, struct call *c)
{
	struct page p;
	struct care_request_row *row, draft;
	struct care_own_view v = { .tenant = d->tenant };
	v.has_family = care_own_family(d, &v.family);
	if (v.has_family) {
		v.has_draft = care_draft_of(d, v.family.family_id, &draft);
		v.line_n = care_requests_of_family(d, v.family.family_id, &row);
		v.line = ARENA_ARRAY(d->arena, struct care_line, v.line_n + 1);
		care_lines_read(d, row, v.line_n, v.line);
	}
	frame_begin(&p, d, c, TAB_ME);
	frame_of(&p)->is_noindex = true;
	frame_of(&p)->back = STR("/me");
	care_own_page(&p, &v);
}

/* Nothing is written by looking: the draft begins with the first step that is sent. */
static void show_step(struct desk *d, struct call *c)
{
	struct care_ask_view v = { .step = step_of(c) };
	if (!care_own_family(d, &v.family)) {
		show_own(d, c);
		return;
	}
	if (!care_draft_of(d, v.family.family_id, &v.draft)) {
		v.draft = (struct care_request_row){ .family_id = v.family.family_id, .wish_from_on = DAY_NONE, .wish_until_on = DAY_NONE };
		v.step = 1;
	}
	struct form f = form_of(c);
	v.lack = care_draft_lacks(d, &v.draft);
	v.is_closed = v.step == 3 && !v.lack && !care_kind_is_open(d, v.draft.kind);
	if (form_value(c, "lack").n && v.lack && v.step < 3) {
		form_complain(&f, v.lack, COMPLAINT_MISSING);
		v.form = &f;
	}
	draw_step(d, c, &v);
}

/* What is missing may be written later: the draft has all the rest, whatever happens to the telephone now. */
static bool is_only_missing(const struct form *f)
{
	for (size_t i = 0; i < f->complaint_n; i++)
		if (f->complaint[i].what != COMPLAINT_MISSING)
			return false;
	return true;
}

static bool own_household(struct desk *d, struct call *c, struct family_row *ret)
{
	int64_t id;
	if (id_parse(c->part[0], &id) && care_own_family(d, ret) && ret->family_id.v == id)
		return true;
	refuse_missing(d, c);
	return false;
}

static void put_step(struct desk *d, struct call *c)
{
	struct care_ask_view v = { .step = step_of(c) };
	if (!own_household(d, c, &v.family))
		return;
	struct form f = form_of(c);
	v.draft = care_draft(d, &v.family);
	care_card(d, v.family.family_id, &v.card);
	v.card.family_id = v.family.family_id;
	care_form_read(d, &f, v.step, &v.draft, &v.card);
	bool is_fine = form_is_fine(&f);
	if (is_only_missing(&f) && care_draft_put(d, &v.draft) == CARE_OK) {
		if (v.step == 2)
			care_card_put(d, &v.card);
		reply_see_other(c, arena_fmt(d->arena, "/me/care/new?step=%d%s", v.step + is_fine, is_fine ? "" : "&lack=1"));
		return;
	}
	desk_refuse(d);
	reply_status(c, is_fine ? 409 : 422);
	v.form = &f;
	v.call = c;
	draw_step(d, c, &v);
}

static void ask(struct desk *d, struct call *c)
{
	struct care_ask_view v = { .step = 3 };
	if (!own_household(d, c, &v.family))
		return;
	enum care_refusal r = care_draft_of(d, v.family.family_id, &v.draft) ? care_ask(d, &v.draft) : CARE_NOT_NOW;
	if (r == CARE_OK) {
		reply_see_other(c, arena_fmt(d->arena, "/me/care/%s?done=1", id_text(d->arena, v.draft.request_id.v).s));
		return;
	}
	if (r == CARE_NOT_NOW) {
		reply_see_other(c, STR("/me/care"));
		return;
	}
	desk_refuse(d);
	reply_status(c, r == CARE_NOT_OPEN ? 409 : 422);
	v.lack = care_draft_lacks(d, &v.draft);
	v.is_closed = r == CARE_NOT_OPEN;
	draw_step(d, c, &v);
}

static void drop(struct desk *d, struct call *c)
{
	struct family_row f;
	struct care_request_row draft;
	if (!own_household(d, c, &f))
		return;
	if (care_draft_of(d, f.family_id, &draft))
		care_draft_drop(d, &draft);
	reply_see_other(c, STR("/me/care?done=1"));
}

/* ---- staff on the telephone ---- */

static bool family_for(struct desk *d, struct call *c, struct family_row *ret)
{
	struct family_id family_id;
	enum family_refusal r = id_parse(c->part[0], &family_id.v) ? family_for_staff(d, family_id, ret) : FAMILY_NO_SUCH;
	if (r == FAMILY_OK && family_may(d, MAY_CARE_WRITE, ret))
		return true;
	if (r == FAMILY_PURPOSE && d->is_get)                   /* its page asks for what it is opened */
		reply_see_other(c, arena_fmt(d->arena, "/desk/family/%s", id_text(d->arena, family_id.v).s));
	else
		refuse_missing(d, c);
	return false;
}

static void draw_phone(struct desk *d, struct call *c, struct care_ask_view *v)
{
	struct page p;
	v->is_staff = true;
	read_view(d, v);
	frame_begin(&p, d, c, TAB_CARE);
	frame_of(&p)->back = arena_fmt(d->arena, "/desk/family/%s", id_text(d->arena, v->family.family_id.v).s);
	if (v->form)
		frame_complaints(&p, v->form);
	if (!v->call && form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	care_phone_page(&p, v);
}

static void show_phone(struct desk *d, struct call *c)
{
	struct care_ask_view v = { .form = NULL };
	if (!family_for(d, c, &v.family))
		return;
	if (!care_draft_of(d, v.family.family_id, &v.draft))
		v.draft = (struct care_request_row){ .family_id = v.family.family_id, .wish_from_on = DAY_NONE, .wish_until_on = DAY_NONE };
	family_trace_look(d, &v.family);
	draw_phone(d, c, &v);
}

static void read_phone(struct desk *d, struct form *f, struct care_ask_view *v)
{
	v->draft = care_draft(d, &v->family);
	care_card(d, v->family.family_id, &v->card);
	v->card.family_id = v->family.family_id;
	care_form_read(d, f, 0, &v->draft, &v->card);
	v->form = f;
	v->call = f->call;
}

static void take_phone(struct desk *d, struct call *c)
{
	struct care_ask_view v = { .form = NULL };
	if (!family_for(d, c, &v.family))
		return;
	struct form f = form_of(c);
	read_phone(d, &f, &v);
	enum care_refusal r = form_is_fine(&f) ? care_draft_put(d, &v.draft) : CARE_BAD;
	if (r == CARE_OK)
		care_card_put(d, &v.card);
	r = r == CARE_OK && care_draft_of(d, v.family.family_id, &v.draft) ? care_ask(d, &v.draft) : r;
	if (r == CARE_OK) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/care/%s?done=1", id_text(d->arena, v.draft.request_id.v).s));
		return;
	}
	desk_refuse(d);
	reply_status(c, r == CARE_BAD || r == CARE_CONSENT ? 422 : 409);
	v.is_closed = r == CARE_NOT_OPEN;
	draw_phone(d, c, &v);
}

/* A draft may lack anything; what cannot be read at all is kept out of it, and said. */
static void keep_phone(struct desk *d, struct call *c)
{
	struct care_ask_view v = { .form = NULL };
	if (!family_for(d, c, &v.family))
		return;
	struct form f = form_of(c);
	read_phone(d, &f, &v);
	if (is_only_missing(&f) && care_draft_put(d, &v.draft) == CARE_OK) {
		care_card_put(d, &v.card);
		reply_see_other(c, arena_fmt(d->arena, "/desk/care/for/%s?done=1", id_text(d->arena, v.family.family_id.v).s));
		return;
	}
	desk_refuse(d);
	reply_status(c, 422);
	draw_phone(d, c, &v);
}

const struct route care_ask_routes[] = {
	{ METHOD_GET, "/me/care", MAY_CARE_OWN, show_own, .room = "care" },
	{ METHOD_GET, "/me/care/new", MAY_CARE_OWN, show_step, .room = "care" },
	{ METHOD_POST, "/me/care/new/{household}", MAY_CARE_OWN, put_step, .room = "care",
		.sample = "step=1&words=Dentist&when=fixed&on=2026-12-10&begin=10%3A00&minutes=120&place-kind=out&place=Clinic", .holes = "household" },
	{ METHOD_POST, "/me/care/new/{drafted}/ask", MAY_CARE_OWN, ask, .room = "care", .sample = "x=1", .holes = "drafted" },
	{ METHOD_POST, "/me/care/new/{drafted}/drop", MAY_CARE_OWN, drop, .room = "care", .sample = "x=1", .holes = "drafted" },
	{ METHOD_GET, "/desk/care/for/{household}", MAY_CARE_WRITE, show_phone, .room = "care", .holes = "household" },
	{ METHOD_POST, "/desk/care/for/{asking}", MAY_CARE_WRITE, take_phone, .room = "care",
		.sample = "words=Dentist&when=fixed&on=2026-12-10&begin=10%3A00&minutes=120&place-kind=out&place=Clinic&kind=accompany&consent=1",
		.holes = "asking" },
	{ METHOD_POST, "/desk/care/for/{household}/keep", MAY_CARE_WRITE, keep_phone, .room = "care", .sample = "words=Dentist&minutes=60",
		.holes = "household" },
};
const size_t care_ask_route_n = sizeof care_ask_routes / sizeof *care_ask_routes;
