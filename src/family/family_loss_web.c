/* The page of the one switch. */
#include "family/family_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "family/family_loss.page.h"
#include "family/family_loss_page.h"
#include "web/reply.h"

static void loss_page(struct desk *d, struct call *c, const struct family_row *f, struct family_loss_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->family = f;
	v->today = d->today;
	v->own_account_id = d->who.account_id;
	v->pregnancy_n = family_pregnancies_of(d, f->family_id, &v->pregnancy);
	v->child_n = family_children_of(d, f->family_id, &v->child);
	v->loss_n = family_loss_of(d, f->family_id, &v->loss);
	frame_begin(&p, d, c, TAB_FAMILY);
	frame_of(&p)->back = arena_fmt(d->arena, "/desk/family/%s", id_text(d->arena, f->family_id.v).s);
	if (v->form)
		frame_complaints(&p, v->form);
	family_loss_page(&p, v);
}

static void show_loss(struct desk *d, struct call *c)
{
	struct family_row f;
	if (!family_to_write(d, c, &f))
		return;
	family_trace_look(d, &f);
	loss_page(d, c, &f, &(struct family_loss_view){ .form = NULL });
}

/* "p" or "c" and the number of the pregnancy or child. */
static bool who_of(struct str who, struct family_loss_new *v)
{
	int64_t id = 0;
	if (who.n != 14 || !id_parse((struct str){ who.s + 1, who.n - 1 }, &id))
		return false;
	if (who.s[0] == 'c')
		v->child_id.v = id;
	else
		v->pregnancy_id.v = id;
	return true;
}

static void switch_loss(struct desk *d, struct call *c)
{
	struct family_row f;
	if (!family_to_write(d, c, &f))
		return;
	struct form form = form_of(c);
	struct family_loss_new v = { .family_id = f.family_id, .lost_on = form_day(&form, "lost-on", true), .source = form_text(&form, "source", 40, true) };
	if (!who_of(form_value(c, "who"), &v))
		form_complain(&form, "who", COMPLAINT_NOT_CHOICE);
	if (!day_is_none(v.lost_on) && v.lost_on.n > d->today.n)
		form_complain(&form, "lost-on", COMPLAINT_OUT_OF_RANGE);
	enum family_refusal r = form_is_fine(&form) ? family_loss_switch(d, &v) : FAMILY_OK;
	if (form_is_fine(&form) && r == FAMILY_OK) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/family/%s?done=1", id_text(d->arena, f.family_id.v).s));
		return;
	}
	desk_refuse(d);
	reply_status(c, r == FAMILY_OK ? 422 : 409);
	loss_page(d, c, &f, &(struct family_loss_view){ .form = r == FAMILY_OK ? &form : NULL, .call = c, .is_not_now = r != FAMILY_OK });
}

static void undo_loss(struct desk *d, struct call *c)
{
	struct family_row f;
	struct loss_id loss_id;
	bool is_undone;
	if (!family_to_write(d, c, &f))
		return;
	enum family_refusal r = id_parse(c->part[1], &loss_id.v) ? family_loss_undo(d, f.family_id, loss_id, &is_undone) : FAMILY_NO_SUCH;
	if (r == FAMILY_NO_SUCH) {
		refuse_missing(d, c);
	} else if (r != FAMILY_OK) {
		desk_refuse(d);
		reply_status(c, 409);
		loss_page(d, c, &f, &(struct family_loss_view){ .is_same_person = true });
	} else {
		reply_see_other(c, arena_fmt(d->arena, "/desk/family/%s/loss", id_text(d->arena, f.family_id.v).s));
	}
}

const struct route family_loss_routes[] = {
	{ METHOD_GET, "/desk/family/{family}/loss", MAY_FAMILY_WRITE, show_loss, .room = "family", .holes = "family" },
	{ METHOD_POST, "/desk/family/{family}/loss", MAY_FAMILY_WRITE, switch_loss, .room = "family",
		.sample = "who=c{thing-child}&lost-on=2026-11-20&source=x", .holes = "family" },
	{ METHOD_POST, "/desk/family/{family}/loss/{loss}/undo", MAY_FAMILY_WRITE, undo_loss, .room = "family", .sample = "x=1",
		.holes = "family,loss" },
};
const size_t family_loss_route_n = sizeof family_loss_routes / sizeof *family_loss_routes;
