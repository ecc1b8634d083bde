/* The front of requests to see what the town holds. */
#include "disclose/disclose_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "disclose/disclose.page.h"
#include "disclose/disclose_page.h"
#include "disclose/disclose_paper.page.h"
#include "disclose/disclose_sheet_paper.h"
#include "web/reply.h"

enum { LINE_MOST = 100, WHAT_MOST = 400, HIDDEN_MOST = 1000 };

static void show_list(struct desk *d, struct call *c)
{
	struct page p;
	struct disclose_list_view v = { .tenant = d->tenant, .today = d->today };
	v.n = disclose_list(d, &v.line);
	desk_trace(d, &(struct desk_trace){ .act = STR("disclose.list"), .kind = STR("disclose"), .is_awaited = true });
	frame_begin(&p, d, c, TAB_FAMILY);
	frame_of(&p)->back = STR("/desk/family");
	disclose_list_page(&p, &v);
}

/* ---- a new one ---- */

static bool family_of(struct desk *d, struct call *c, struct family_row *ret)
{
	struct family_id id;
	bool is_fine = id_parse(c->part[0], &id.v) && family_for_staff(d, id, ret) == FAMILY_OK && family_may(d, MAY_DISCLOSE, ret);
	if (!is_fine)
		refuse_missing(d, c);
	return is_fine;
}

static void new_page(struct desk *d, struct call *c, const struct family_row *f, const struct form *form)
{
	struct page p;
	struct disclose_new_view v = { .tenant = d->tenant, .family = f, .form = form, .typed = form ? c : NULL, .today = d->today };
	v.guardian_n = family_guardians_of(d, f->family_id, &v.guardian);
	v.child_n = family_children_of(d, f->family_id, &v.child);
	frame_begin(&p, d, c, TAB_FAMILY);
	frame_of(&p)->back = arena_fmt(d->arena, "/desk/family/%s", id_text(d->arena, f->family_id.v).s);
	if (form)
		frame_complaints(&p, form);
	disclose_new_page(&p, &v);
}

static void show_new(struct desk *d, struct call *c)
{
	struct family_row f;
	if (!family_of(d, c, &f))
		return;
	family_trace_look(d, &f);
	new_page(d, c, &f, NULL);
}

/* "g" or "c" and the number of a guardian or child of this family. */
static void read_who(struct desk *d, struct form *form, struct str who, struct disclose_new *v)
{
	struct family_guardian_row *g;
	struct family_child_row *x;
	int64_t id = 0;
	bool is_there = false;
	if (who.n == 14 && id_parse((struct str){ who.s + 1, who.n - 1 }, &id)) {
		size_t n = who.s[0] == 'g' ? family_guardians_of(d, v->family_id, &g) : 0;
		for (size_t i = 0; i < n; i++)
			is_there = is_there || g[i].guardian_id.v == id;
		n = who.s[0] == 'c' ? family_children_of(d, v->family_id, &x) : 0;
		for (size_t i = 0; i < n; i++)
			is_there = is_there || x[i].child_id.v == id;
	}
	if (!is_there)
		form_complain(form, "who", who.n ? COMPLAINT_NOT_CHOICE : COMPLAINT_MISSING);
	else if (who.s[0] == 'g')
		v->guardian_id.v = id;
	else
		v->child_id.v = id;
}

static void enter(struct desk *d, struct call *c)
{
	static const char *const relation[] = { "self", "parent", "agent", NULL };
	struct family_row f;
	struct request_id request_id;
	if (!family_of(d, c, &f))
		return;
	struct form form = form_of(c);
	struct disclose_new v = { .family_id = f.family_id, .asker = form_text(&form, "asker", LINE_MOST, true),
		.what = form_text(&form, "what", WHAT_MOST, false), .asked_on = form_day(&form, "asked", true) };
	int i = form_choice(&form, "relation", relation, true);
	v.relation = str_of(relation[i < 0 ? 0 : i]);
	read_who(d, &form, form_value(c, "who"), &v);
	if (!day_is_none(v.asked_on) && (v.asked_on.n > d->today.n || v.asked_on.n < d->today.n - 60))
		form_complain(&form, "asked", COMPLAINT_OUT_OF_RANGE);
	if (form_is_fine(&form) && disclose_enter(d, &v, &request_id) == DISCLOSE_OK) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/disclose/%s", id_text(d->arena, request_id.v).s));
		return;
	}
	desk_refuse(d);
	reply_status(c, 422);
	new_page(d, c, &f, &form);
}

/* ---- one ---- */

static bool request_of(struct desk *d, struct call *c, struct disclose_row *ret)
{
	struct request_id id;
	bool is_there = id_parse(c->part[0], &id.v) && disclose_for_staff(d, id, ret) == DISCLOSE_OK;
	if (!is_there)
		refuse_missing(d, c);
	return is_there;
}

static struct str about(struct desk *d, const struct disclose_row *x)
{
	struct family_guardian_row g;
	struct family_child_row *child;
	struct family_row f = { .name = STR("") };
	size_t n = x->child_id.v ? family_children_of(d, x->family_id, &child) : 0;
	for (size_t i = 0; i < n; i++)
		if (child[i].child_id.v == x->child_id.v && child[i].name.n)
			return child[i].name;
	if (x->guardian_id.v && family_guardian_by_id(d, x->guardian_id, &g))
		return g.name;
	family_by_id(d, x->family_id, &f);
	return f.name;
}

static void one_page(struct desk *d, struct call *c, const struct disclose_row *x, struct disclose_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->request = x;
	v->about = about(d, x);
	v->item_n = disclose_items(d, x, &v->item);
	v->step_n = disclose_steps(d, x, &v->step);
	v->arena = d->arena;
	v->own_account_id = d->who.account_id;
	v->today = d->today;
	frame_begin(&p, d, c, TAB_FAMILY);
	frame_of(&p)->back = STR("/desk/disclose");
	if (v->form)
		frame_complaints(&p, v->form);
	disclose_page(&p, v);
}

static void trace(struct desk *d, const struct disclose_row *x)
{
	desk_trace(d, &(struct desk_trace){ .act = STR("disclose.read"), .kind = STR("disclose"), .subject_id = x->request_id.v, .is_awaited = true });
}

static void show_one(struct desk *d, struct call *c)
{
	struct disclose_row x;
	if (!request_of(d, c, &x))
		return;
	trace(d, &x);
	one_page(d, c, &x, &(struct disclose_view){ .form = NULL });
}

/* One of the steps was taken, or says why not; what was typed stays. */
static void end(struct desk *d, struct call *c, const struct disclose_row *x, struct form *form, enum disclose_refusal r)
{
	struct disclose_view v = { .form = form, .typed = c, .is_changed = r == DISCLOSE_CHANGED, .is_not_now = r == DISCLOSE_NOT_NOW,
		.is_same_person = r == DISCLOSE_SAME_PERSON };
	if (form_is_fine(form) && r == DISCLOSE_OK) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/disclose/%s", id_text(d->arena, x->request_id.v).s));
		return;
	}
	desk_refuse(d);
	reply_status(c, form_is_fine(form) ? 409 : 422);
	one_page(d, c, x, &v);
}

static int64_t version_of(struct form *form)
{
	return form_int(form, "version", 1, INT32_MAX, true);
}

static void check(struct desk *d, struct call *c)
{
	struct disclose_row x;
	if (!request_of(d, c, &x))
		return;
	struct form f = form_of(c);
	struct str paper = form_text(&f, "paper", LINE_MOST, true);
	int64_t n = version_of(&f);
	end(d, c, &x, &f, form_is_fine(&f) ? disclose_check(d, &x, paper, n) : DISCLOSE_OK);
}

static void lengthen(struct desk *d, struct call *c)
{
	struct disclose_row x;
	if (!request_of(d, c, &x))
		return;
	struct form f = form_of(c);
	struct day until = form_day(&f, "until", true);
	struct str why = form_text(&f, "longer-why", LINE_MOST, true);
	if (!day_is_none(until) && (until.n <= x.due_on.n || until.n > x.due_on.n + DISCLOSE_DAYS))
		form_complain(&f, "until", COMPLAINT_OUT_OF_RANGE);
	end(d, c, &x, &f, form_is_fine(&f) ? disclose_lengthen(d, &x, until, why) : DISCLOSE_OK);
}

/* Steps that need nothing but their turn. */
static void plain_step(struct desk *d, struct call *c, enum disclose_refusal (*act)(struct desk *, const struct disclose_row *, int64_t))
{
	struct disclose_row x;
	if (!request_of(d, c, &x))
		return;
	struct form f = form_of(c);
	int64_t n = version_of(&f);
	end(d, c, &x, &f, form_is_fine(&f) ? act(d, &x, n) : DISCLOSE_OK);
}

static void gather(struct desk *d, struct call *c)
{
	plain_step(d, c, disclose_gather);
}

static void propose(struct desk *d, struct call *c)
{
	plain_step(d, c, disclose_propose);
}

static void release(struct desk *d, struct call *c)
{
	plain_step(d, c, disclose_release);
}

static void give_back(struct desk *d, struct call *c)
{
	struct disclose_row x;
	if (!request_of(d, c, &x))
		return;
	struct form f = form_of(c);
	struct str why = form_text(&f, "back-why", LINE_MOST, true);
	int64_t n = version_of(&f);
	end(d, c, &x, &f, form_is_fine(&f) ? disclose_give_back(d, &x, why, n) : DISCLOSE_OK);
}

static void hand(struct desk *d, struct call *c)
{
	static const char *const how[] = { "counter", "post", "other", NULL };
	struct disclose_row x;
	if (!request_of(d, c, &x))
		return;
	struct form f = form_of(c);
	int i = form_choice(&f, "how", how, true);
	struct day on = form_day(&f, "handed", true);
	int64_t n = version_of(&f);
	if (!day_is_none(on) && on.n > d->today.n)
		form_complain(&f, "handed", COMPLAINT_OUT_OF_RANGE);
	end(d, c, &x, &f, form_is_fine(&f) ? disclose_hand(d, &x, str_of(how[i]), on, n) : DISCLOSE_OK);
}

static void end_request(struct desk *d, struct call *c)
{
	struct disclose_row x;
	if (!request_of(d, c, &x))
		return;
	struct form f = form_of(c);
	struct str why = form_text(&f, "end-why", LINE_MOST, true);
	int64_t n = version_of(&f);
	end(d, c, &x, &f, form_is_fine(&f) ? disclose_end(d, &x, why, n) : DISCLOSE_OK);
}

static void mask(struct desk *d, struct call *c)
{
	static const char *const why[] = { "third", "safety", "business", "other", NULL };
	struct disclose_row x;
	struct disclose_mask v = { .is_left_out = false };
	if (!request_of(d, c, &x))
		return;
	struct form f = form_of(c);
	v.hidden = form_text(&f, "hidden", HIDDEN_MOST, false);
	v.is_left_out = form_is_on(&f, "out");
	int i = form_choice(&f, "why", why, true);
	v.why = str_of(why[i < 0 ? 0 : i]);
	enum disclose_refusal r = !id_parse(c->part[1], &v.item_id.v) ? DISCLOSE_NO_SUCH : form_is_fine(&f) ? disclose_mask(d, &x, &v) : DISCLOSE_OK;
	if (r == DISCLOSE_NO_SUCH) {
		refuse_missing(d, c);
	} else if (form_is_fine(&f) && r == DISCLOSE_OK) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/disclose/%s#i-%s", id_text(d->arena, x.request_id.v).s, id_text(d->arena, v.item_id.v).s));
	} else {
		desk_refuse(d);
		reply_status(c, form_is_fine(&f) ? 409 : 422);
		one_page(d, c, &x, &(struct disclose_view){ .form = &f, .typed = c, .wrong_id = v.item_id, .is_not_now = r == DISCLOSE_NOT_NOW });
	}
}

/* ---- what is handed over ---- */

struct printing { struct desk_later later; struct disclose_sheet sheet; };

static void print(struct desk *d, struct call *c, struct desk_later *later)
{
	struct str pdf = disclose_sheet_pdf(d->arena, &((struct printing *)later)->sheet);
	if (!pdf.n) {
		refuse_fault(d, c);
		return;
	}
	reply_file(c, pdf, "application/pdf", "disclosure.pdf");
}

/* A page that draws plain words into an arena. */
static struct page plain_page(struct desk *d, struct out *to)
{
	*to = (struct out){ .arena = d->arena };
	return (struct page){ .out = to, .base = d->base, .lang = LANG_JA };
}

static struct disclose_sheet sheet_of(struct desk *d, const struct disclose_view *v)
{
	struct out o;
	struct page p = plain_page(d, &o);
	struct disclose_sheet s = { .n = v->item_n, .piece = ARENA_ARRAY(d->arena, struct disclose_piece, v->item_n + 1) };
	disclose_paper_title(&p);
	s.title = str_trim(out_done(&o));
	p = plain_page(d, &o);
	disclose_paper_head(&p, v);
	s.head = str_trim(out_done(&o));
	for (size_t i = 0; i < v->item_n; i++) {
		p = plain_page(d, &o);
		disclose_paper_kind(&p, &v->item[i]);
		s.piece[i].kind = str_trim(out_done(&o));
		p = plain_page(d, &o);
		disclose_paper_words(&p, v, &v->item[i]);
		s.piece[i].words = str_trim(out_done(&o));
	}
	return s;
}

/* Nothing leaves before two persons let it go. */
static void send_paper(struct desk *d, struct call *c)
{
	struct page p;
	struct disclose_row x;
	if (!request_of(d, c, &x))
		return;
	struct disclose_view v = { .tenant = d->tenant, .request = &x, .arena = d->arena, .today = d->today };
	if (!str_is(x.state, "released") && !str_is(x.state, "handed")) {
		refuse_missing(d, c);
		return;
	}
	v.about = about(d, &x);
	v.item_n = disclose_items(d, &x, &v.item);
	desk_trace(d, &(struct desk_trace){ .act = STR("disclose.print"), .kind = STR("disclose"), .subject_id = x.request_id.v, .is_awaited = true });
	if (str_is(form_value(c, "form"), "html")) {
		frame_begin(&p, d, c, TAB_FAMILY);
		reply_header(c, "Content-Disposition", STR("attachment; filename=\"disclosure.html\""));
		disclose_sheet_page(&p, &v);
		return;
	}
	struct printing *to = ARENA_NEW(d->arena, struct printing);
	*to = (struct printing){ .later = { .run = print, .is_slow = true }, .sheet = sheet_of(d, &v) };
	d->later = &to->later;
}

#define STEP(name, handle, sample, hole) \
	{ METHOD_POST, "/desk/disclose/{request}/" name, MAY_DISCLOSE, handle, NULL, "family", sample, hole }
const struct route disclose_routes[] = {
	{ METHOD_GET, "/desk/disclose", MAY_DISCLOSE, show_list, .room = "family" },
	{ METHOD_GET, "/desk/family/{family}/disclose", MAY_DISCLOSE, show_new, .room = "family", .holes = "family" },
	{ METHOD_POST, "/desk/family/{family}/disclose", MAY_DISCLOSE, enter, .room = "family",
		.sample = "who=c{thing-child}&asker=Umi&relation=parent&asked=2026-11-20", .holes = "family" },
	{ METHOD_GET, "/desk/disclose/{request}", MAY_DISCLOSE, show_one, .room = "family", .holes = "request:gathered" },
	{ METHOD_GET, "/desk/disclose/{request}/paper", MAY_DISCLOSE, send_paper, .room = "family", .holes = "request:released" },
	STEP("check", check, "version=1&paper=x", "request:asked"),
	STEP("lengthen", lengthen, "until=2027-01-10&longer-why=x", "request:asked"),
	STEP("gather", gather, "version=2", "request:checked"),
	STEP("propose", propose, "version=3", "request:gathered"),
	STEP("release", release, "version=4", "request:proposed"),
	STEP("back", give_back, "version=4&back-why=x", "request:proposed"),
	STEP("hand", hand, "version=5&how=post&handed=2026-11-24", "request:released"),
	STEP("end", end_request, "version=1&end-why=x", "request:asked"),
	{ METHOD_POST, "/desk/disclose/{request}/item/{item}", MAY_DISCLOSE, mask, .room = "family", .sample = "hidden=Yama&why=third",
		.holes = "request:gathered,item" },
};
const size_t disclose_route_n = sizeof disclose_routes / sizeof *disclose_routes;
