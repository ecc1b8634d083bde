/* The desk's front of calls for help: what stands on top of every page, the list, one call. */
#include "sos/sos_web.h"
#include "desk/audit.h"
#include "desk/frame.h"
#include "desk/refuse.h"
#include "sos/sos.page.h"
#include "web/reply.h"

enum { LIST_MOST = 200, DAYS_SHOWN = 30, REASON_MOST = 1000, AGENCY_MOST = 100, ARTICLE_MOST = 200, NOTE_MOST = 2000 };

const void *sos_top_read(struct desk *d)
{
	struct sos_bar *bar;
	if (!may_ever(d, MAY_SOS_SEE))
		return NULL;
	bar = ARENA_NEW(d->arena, struct sos_bar);
	sos_look(d, bar);
	return bar;
}

void sos_top_show(struct page *p, const void *view)
{
	sos_top(p, view);
}

/* The same top again, alone, for screens that are open. It names nobody, so it leaves no trace. */
static void show_ring(struct desk *d, struct call *c)
{
	struct page p;
	const void *bar = sos_top_read(d);
	frame_begin(&p, d, c, TAB_TODAY);
	sos_top(&p, bar);
}

static size_t seen_of(struct desk *d, struct sos_row *row, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		struct thing thing = { .operator_id = row[i].operator_id, .area_id = row[i].area_id, .owner_id = row[i].charge_account_id };
		if (may(d, MAY_SOS_SEE, &thing))
			row[kept++] = row[i];
	}
	return kept;
}

static void show_list(struct desk *d, struct call *c)
{
	struct page p;
	struct sos_list_view v = { .tenant = d->tenant, .may_raise = true };
	v.open_n = sos_open(d, LIST_MOST, &v.open);
	v.open_n = seen_of(d, v.open, v.open_n);
	v.closed_n = sos_closed_since(d, moment_add(d->now, -DAYS_SHOWN * DAY_MS), LIST_MOST, &v.closed);
	v.closed_n = seen_of(d, v.closed, v.closed_n);
	desk_trace(d, &(struct desk_trace){ .act = STR("sos.list"), .kind = STR("desk"), .is_awaited = true });
	frame_begin(&p, d, c, TAB_TODAY);
	frame_of(&p)->back = STR("/desk");
	sos_list_page(&p, &v);
}

static bool sos_of(struct desk *d, struct call *c, struct sos_row *ret)
{
	struct sos_id sos_id;
	if (id_parse(c->part[0], &sos_id.v) && sos_for_staff(d, sos_id, ret) == SOS_OK)
		return true;
	refuse_missing(d, c);
	return false;
}

static void draw(struct desk *d, struct call *c, struct sos_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->is_mine = v->sos.taken_by_account_id.v && v->sos.taken_by_account_id.v == d->who.account_id.v;
	v->may_give_back = v->sos.taken_at.ms && !v->sos.closed_at.ms && (v->is_mine || d->who.role == ROLE_MANAGER);
	v->step_n = sos_steps(d, v->sos.sos_id, &v->step);
	frame_begin(&p, d, c, TAB_TODAY);
	frame_of(&p)->back = STR("/desk/sos");
	sos_page(&p, v);
}

static void show(struct desk *d, struct call *c)
{
	struct sos_view v = { .tenant = d->tenant };
	if (!sos_of(d, c, &v.sos))
		return;
	desk_trace(d, &(struct desk_trace){ .act = STR("sos.read"), .kind = STR("sos"), .subject_id = v.sos.sos_id.v, .is_awaited = true });
	draw(d, c, &v);
}

static void go_to(struct desk *d, struct call *c, struct sos_id sos_id)
{
	reply_see_other(c, arena_fmt(d->arena, "/desk/sos/%s", id_text(d->arena, sos_id.v).s));
}

/* A refusal shows the call as it is now, with the sentence that fits. */
static void show_again(struct desk *d, struct call *c, struct sos_view *v, int status)
{
	desk_refuse(d);
	reply_status(c, status);
	draw(d, c, v);
}

static void take(struct desk *d, struct call *c)
{
	struct sos_view v = { 0 };
	if (!sos_of(d, c, &v.sos))
		return;
	enum sos_refusal r = sos_take(d, v.sos.sos_id);
	if (r == SOS_OK) {
		go_to(d, c, v.sos.sos_id);
		return;
	}
	v.is_taken_by_other = r == SOS_TAKEN;
	show_again(d, c, &v, 409);
}

static void give_back(struct desk *d, struct call *c)
{
	struct sos_view v = { 0 };
	if (!sos_of(d, c, &v.sos))
		return;
	enum sos_refusal r = sos_give_back(d, v.sos.sos_id);
	if (r == SOS_OK) {
		go_to(d, c, v.sos.sos_id);
		return;
	}
	v.is_taken_by_other = r == SOS_TAKEN && v.sos.taken_at.ms;
	v.is_changed = !v.is_taken_by_other;
	show_again(d, c, &v, 409);
}

static struct str chosen(struct call *c, const char *name)
{
	struct str x = form_value(c, name);
	return x.n <= 20 ? x : STR_NONE;
}

static void close_sos(struct desk *d, struct call *c)
{
	struct sos_view v = { 0 };
	if (!sos_of(d, c, &v.sos))
		return;
	struct form f = form_of(c);
	struct sos_end e = { .version_n = form_int(&f, "version", 1, INT32_MAX, true), .outcome = chosen(c, "outcome"), .basis = chosen(c, "basis"),
		.agency = form_text(&f, "agency", AGENCY_MOST, false), .article = form_text(&f, "article", ARTICLE_MOST, false),
		.note = form_text(&f, "note", NOTE_MOST, false) };
	enum sos_refusal r = form_is_fine(&f) ? sos_close(d, v.sos.sos_id, &e) : SOS_BAD;
	if (r == SOS_OK) {
		go_to(d, c, v.sos.sos_id);
		return;
	}
	v.outcome = e.outcome;
	v.basis = e.basis;
	v.agency = form_value(c, "agency");
	v.article = form_value(c, "article");
	v.note = form_value(c, "note");
	v.is_incomplete = r == SOS_BAD;
	v.is_changed = r != SOS_BAD;
	show_again(d, c, &v, r == SOS_BAD ? 422 : 409);
}

/* By telephone, at the counter, on the road: a call that belongs to no talk yet. */
static void raise(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	struct str reason = form_text(&f, "reason", REASON_MOST, false);
	const struct tenant_area *area = tenant_area_of(d->tenant, (struct area_id){ form_id(&f, "area", false) });
	struct sos_new v = { .source = "staff", .reason = form_is_fine(&f) ? reason : STR_NONE, .operator_id = d->who.operator_id };
	if (area) {
		v.area_id = area->area_id;
		v.operator_id = area->operator_id;
	}
	struct sos_id sos_id = sos_raise(d, &v);
	struct sos_row s;
	if (sos_for_staff(d, sos_id, &s) == SOS_OK)
		go_to(d, c, sos_id);
	else
		reply_see_other(c, STR("/desk/sos"));
}

/* Of no room that a town may close: talks ring, and so do visits. */
const struct route sos_routes[] = {
	{ METHOD_GET, "/desk/ring", MAY_SOS_SEE, show_ring, NULL, NULL, NULL, NULL },
	{ METHOD_GET, "/desk/sos", MAY_SOS_SEE, show_list, NULL, NULL, NULL, NULL },
	{ METHOD_POST, "/desk/sos", MAY_SOS_SEE, raise, NULL, NULL, "reason=x", NULL },
	{ METHOD_GET, "/desk/sos/{sos}", MAY_SOS_SEE, show, NULL, NULL, NULL, "sos" },
	{ METHOD_POST, "/desk/sos/{sos}/take", MAY_SOS_SEE, take, NULL, NULL, "", "sos" },
	{ METHOD_POST, "/desk/sos/{sos}/back", MAY_SOS_SEE, give_back, NULL, NULL, "", "sos:taken" },
	{ METHOD_POST, "/desk/sos/{sos}/close", MAY_SOS_SEE, close_sos, NULL, NULL, "version=2&outcome=calm", "sos:taken" },
};
const size_t sos_route_n = sizeof sos_routes / sizeof *sos_routes;
