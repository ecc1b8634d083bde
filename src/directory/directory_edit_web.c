/* Adding and changing an entry at the desk: live at once, or as a proposal where the tenant wants to look first. */
#include "directory/directory_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "directory/directory_conflict.h"
#include "directory/directory_edit_page.h"
#include "directory/directory_edit.page.h"
#include "directory/directory_verify.h"
#include "web/reply.h"

enum { WHY_MOST = 200 };

static const char *const kinds[] = { "facility", "service", "programme", "informal", NULL };

static void draw(struct desk *d, struct call *c, struct directory_edit_view *v)
{
	struct page p;
	struct directory_version *version;
	v->tenant = d->tenant;
	v->may_approve = may(d, MAY_DIRECTORY_APPROVE, NULL);
	v->will_wait = directory_proposal_is_needed(d, &v->entry);
	if (!v->is_new) {
		v->conflict_n = directory_conflict_count(d, v->entry.entry_id);
		v->is_due = directory_verify_is_due(d, &v->entry);
		if (directory_versions(d, v->entry.entry_id, &version) > 0)
			v->newest = version[0];
	}
	frame_begin(&p, d, c, TAB_PLACES);
	frame_of(&p)->back = STR("/desk/directory");
	if (str_is(form_value(c, "notice"), "saved"))
		frame_of(&p)->notice = STR("saved");
	if (str_is(form_value(c, "notice"), "sent"))
		frame_of(&p)->notice = STR("sent");
	if (v->form)
		frame_complaints(&p, v->form);
	directory_edit_page(&p, v);
}

bool directory_desk_entry(struct desk *d, struct call *c, struct directory_entry *ret)
{
	struct entry_id entry_id;
	if (id_parse(c->part[0], &entry_id.v) && directory_by_id(d, entry_id, ret) && directory_may_edit(d, ret))
		return true;
	refuse_missing(d, c);
	return false;
}

static void show_edit(struct desk *d, struct call *c)
{
	struct directory_edit_view v = { .form = NULL };
	struct directory_proposal p;
	if (!directory_desk_entry(d, c, &v.entry))
		return;
	if (directory_proposal_is_needed(d, &v.entry) && directory_proposal_of(d, v.entry.entry_id, &p)) {
		v.proposal = &p;
		directory_proposal_lay(d, &p, &v.entry);
	}
	v.place = directory_edit_place(d->arena, v.entry.lat_n, v.entry.lon_n);
	v.has_no_mail = form_value(c, "nomail").n > 0;
	draw(d, c, &v);
}

static struct directory_entry new_entry(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	int kind = form_choice(&f, "kind", kinds, false);
	struct directory_entry e = { .kind = str_of(kinds[kind < 0 ? 0 : kind]), .state = STR("live"), .type = STR("other"),
		.age_from_n = DIRECTORY_AGE_UNKNOWN, .age_to_n = DIRECTORY_AGE_UNKNOWN, .verified_on = DAY_NONE, .edited = STR(",") };
	if (d->who.role == ROLE_SITE || !may(d, MAY_DIRECTORY_APPROVE, NULL))
		e.operator_id = d->who.operator_id;
	if (str_is(e.kind, "programme"))
		e.type = STR("programme");
	return e;
}

static void show_new(struct desk *d, struct call *c)
{
	struct directory_edit_view v = { .is_new = true, .entry = new_entry(d, c), .place = STR("") };
	draw(d, c, &v);
}

/* ---- saving ---- */

static void read_operator(struct desk *d, struct form *f, struct directory_entry *e)
{
	struct operator_id operator_id = { form_value(f->call, "operator").s ? form_id(f, "operator", false) : e->operator_id.v };
	bool is_known = !operator_id.v;
	for (size_t i = 0; i < d->tenant->operator_n; i++)
		is_known = is_known || d->tenant->operator[i].operator_id.v == operator_id.v;
	if (may(d, MAY_DIRECTORY_APPROVE, NULL) && is_known)
		e->operator_id = operator_id;
}

static void again(struct desk *d, struct call *c, struct directory_edit_view *v, int status)
{
	desk_refuse(d);
	reply_status(c, status);
	v->place = form_value(c, "place").s ? form_value(c, "place") : directory_edit_place(d->arena, v->entry.lat_n, v->entry.lon_n);
	v->why = form_value(c, "why");
	draw(d, c, v);
}

/* Somebody was faster. What they wrote stands beside what this person typed; the next press means it. */
static void show_both(struct desk *d, struct call *c, struct directory_edit_view *v, int64_t began_n)
{
	struct directory_entry now;
	struct directory_version *version;
	size_t n = directory_versions(d, v->entry.entry_id, &version);
	if (!directory_by_id(d, v->entry.entry_id, &now)) {
		refuse_missing(d, c);
		return;
	}
	for (size_t i = 0; i < n; i++)
		if (version[i].version_n == began_n && began_n != now.version_n)
			directory_edit_merge(v, version[i].fact, now.fact);
	if (v->proposal)
		directory_edit_merge(v, (struct str[FACT_N]){ 0 }, v->proposal->fact);
	v->entry.version_n = now.version_n;
	v->is_changed = true;
	again(d, c, v, 409);
}

static enum directory_refusal keep(struct desk *d, struct form *f, struct directory_entry *e, const struct directory_change *change, bool will_wait)
{
	enum directory_refusal r = will_wait && e->entry_id.v ? DIRECTORY_OK : directory_put(d, e, change);
	if (r != DIRECTORY_OK)
		return r;
	if (will_wait)
		return directory_proposal_put(d, e, change, STR_NONE);
	if (form_is_on(f, "all-right"))
		directory_verify_right(d, e, directory_keeper(d, e->operator_id));
	return DIRECTORY_OK;
}

static void led_to(struct desk *d, struct call *c, struct entry_id entry_id, bool will_wait)
{
	reply_see_other(c, arena_fmt(d->arena, "/desk/directory/%s?notice=%s", id_text(d->arena, entry_id.v).s, will_wait ? "sent" : "saved"));
}

static void add(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	struct directory_edit_view v = { .form = &f, .is_new = true, .entry = new_entry(d, c) };
	directory_edit_read(d, &f, &v.entry);
	read_operator(d, &f, &v.entry);
	struct directory_change change = { .why = form_text(&f, "why", WHY_MOST, false) };
	bool will_wait = directory_proposal_is_needed(d, &v.entry);
	if (will_wait)
		v.entry.state = STR("waiting");
	if (!directory_may_edit(d, &v.entry))
		refuse_missing(d, c);
	else if (!form_is_fine(&f))
		again(d, c, &v, 422);
	else if (keep(d, &f, &v.entry, &change, will_wait) != DIRECTORY_OK) {
		form_complain(&f, "name", COMPLAINT_TOO_LONG);
		again(d, c, &v, 422);
	} else {
		led_to(d, c, v.entry.entry_id, will_wait);
	}
}

static void save(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	struct directory_edit_view v = { .form = &f };
	struct directory_proposal p;
	if (!directory_desk_entry(d, c, &v.entry))
		return;
	bool will_wait = directory_proposal_is_needed(d, &v.entry);
	int64_t stored_n = v.entry.version_n, began_n = form_int(&f, "version", 1, INT32_MAX, true);
	if (will_wait && directory_proposal_of(d, v.entry.entry_id, &p)) {
		v.proposal = &p;
		directory_proposal_lay(d, &p, &v.entry);
	}
	directory_edit_read(d, &f, &v.entry);
	read_operator(d, &f, &v.entry);
	struct directory_change change = { .why = form_text(&f, "why", WHY_MOST, false), .version_n = began_n };
	if (!form_is_fine(&f))
		again(d, c, &v, 422);
	else if (began_n != stored_n || form_int(&f, "proposal", 0, INT32_MAX, false) != (v.proposal ? p.version_n : 0))
		show_both(d, c, &v, began_n);
	else if (keep(d, &f, &v.entry, &change, will_wait) != DIRECTORY_OK) {
		form_complain(&f, "name", COMPLAINT_TOO_LONG);
		again(d, c, &v, 422);
	} else {
		led_to(d, c, v.entry.entry_id, will_wait);
	}
}

/* ---- hiding, showing, confirming ---- */

static void set_state(struct desk *d, struct call *c)
{
	static const char *const states[] = { "live", "hidden", NULL };
	struct form f = form_of(c);
	struct directory_edit_view v = { .form = NULL };
	if (!directory_desk_entry(d, c, &v.entry))
		return;
	int state = form_choice(&f, "state", states, true);
	struct directory_change change = { .why = form_text(&f, "why", WHY_MOST, false), .version_n = form_int(&f, "version", 1, INT32_MAX, true) };
	/* What nobody approved yet opens by a yes only. */
	if (!form_is_fine(&f) || str_is(v.entry.state, "waiting") || directory_state(d, &v.entry, states[state], &change) != DIRECTORY_OK) {
		v.is_changed = change.version_n != v.entry.version_n;
		v.form = &f;
		again(d, c, &v, v.is_changed ? 409 : 422);
		return;
	}
	led_to(d, c, v.entry.entry_id, false);
}

static void verify(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	struct directory_edit_view v = { .form = NULL };
	if (!directory_desk_entry(d, c, &v.entry))
		return;
	/* What one confirms is what one looked at. */
	if (form_int(&f, "version", 1, INT32_MAX, true) != v.entry.version_n) {
		v.is_changed = true;
		again(d, c, &v, 409);
		return;
	}
	directory_verify_right(d, &v.entry, directory_keeper(d, v.entry.operator_id));
	led_to(d, c, v.entry.entry_id, false);
}

const struct route directory_edit_routes[] = {
	{ METHOD_GET, "/desk/directory/new", MAY_DIRECTORY_EDIT, show_new, NULL, "directory", NULL, NULL },
	{ METHOD_POST, "/desk/directory/new", MAY_DIRECTORY_EDIT, add, NULL, "directory", "name=Hiroba&type=hiroba&kind=facility", NULL },
	{ METHOD_GET, "/desk/directory/{entry}", MAY_DIRECTORY_EDIT, show_edit, NULL, "directory", NULL, "entry" },
	{ METHOD_POST, "/desk/directory/{entry}", MAY_DIRECTORY_EDIT, save, NULL, "directory", "version=1&name=Hiroba&fee=0&all-right=on", "entry" },
	{ METHOD_POST, "/desk/directory/{entry}/state", MAY_DIRECTORY_EDIT, set_state, NULL, "directory", "version=1&state=hidden&why=x", "entry" },
	{ METHOD_POST, "/desk/directory/{entry}/verify", MAY_DIRECTORY_EDIT, verify, NULL, "directory", "version=1", "entry" },
};
const size_t directory_edit_route_n = sizeof directory_edit_routes / sizeof *directory_edit_routes;
