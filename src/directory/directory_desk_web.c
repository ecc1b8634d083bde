/* The desk's lists of the directory: entries one may edit, their versions, and changes that wait for a yes. */
#include "directory/directory_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "directory/directory_conflict.h"
#include "directory/directory_day.h"
#include "directory/directory_desk.page.h"
#include "directory/directory_verify.h"
#include "web/form.h"
#include "web/reply.h"

enum { WORDS_MOST = 1000, SEARCH_MOST = 100 };

/* ---- the list ---- */

static const char *const shows[] = { "all", "due", "waiting", "hidden", NULL };

static struct directory_desk_entries_in filter(struct desk *d, struct str show, struct str words)
{
	struct may_reach reach = directory_desk_reach(d);
	struct day before = directory_due_before(d, STR(""));
	struct str state = str_is(show, "waiting") || str_is(show, "hidden") ? show : STR("");
	return (struct directory_desk_entries_in){ .words = words, .state = state, .is_due = str_is(show, "due"), .before_on = before,
		.before_at = day_is_none(before) ? MOMENT_NONE : day_moment(before, 0), .is_everywhere = reach.is_everywhere,
		.is_unowned_seen = reach.is_unowned_seen, .operator_id = reach.operator_id, .has_all_areas = reach.has_all_areas,
		.area_list = reach.area_list, .limit_n = DIRECTORY_DESK_PAGE };
}

static int64_t count(struct desk *d, const struct directory_desk_entries_in *in)
{
	struct directory_desk_count_row row = { 0 };
	directory_desk_count(d, &(struct directory_desk_count_in){ .words = in->words, .state = in->state, .is_due = in->is_due,
		.before_on = in->before_on, .before_at = in->before_at, .is_everywhere = in->is_everywhere, .is_unowned_seen = in->is_unowned_seen,
		.operator_id = in->operator_id, .has_all_areas = in->has_all_areas, .area_list = in->area_list }, &row);
	return row.entry_n;
}

static void show_list(struct desk *d, struct call *c)
{
	struct page p;
	struct form f = form_of(c);
	struct directory_proposal_waiting_row *proposal;
	int show = form_choice(&f, "show", shows, false);
	struct directory_list_view v = { .tenant = d->tenant, .show = str_of(shows[show < 0 ? 0 : show]), .words = form_text(&f, "q", SEARCH_MOST, false),
		.from_n = form_int(&f, "from", 0, 1000000, false), .may_approve = may(d, MAY_DIRECTORY_APPROVE, NULL),
		.may_import = may(d, MAY_DIRECTORY_IMPORT, NULL),
		.is_partner = d->who.role == ROLE_SITE };
	struct directory_desk_entries_in in = filter(d, v.show, v.words), due = filter(d, STR("due"), STR(""));
	in.from_n = v.from_n;
	v.line_n = directory_desk_entries(d, &in, &v.line);
	v.total_n = count(d, &in);
	v.due_n = count(d, &due);
	v.conflict_n = directory_conflict_count(d, (struct entry_id){ 0 });
	struct directory_report_place *report;
	v.report_n = (int64_t)directory_report_places(d, &report);
	if (v.may_approve)
		v.proposal_n = (int64_t)directory_proposals(d, &proposal);
	frame_begin(&p, d, c, TAB_PLACES);
	directory_list_page(&p, &v);
}

/* ---- versions ---- */

/* What the version at `i` changed, beside the one before it. */
static void compare(struct desk *d, struct directory_versions_view *v, size_t i)
{
	static const struct str nothing[FACT_N];
	const struct str *old = i + 1 < v->version_n ? v->version[i + 1].fact : nothing, *new = v->version[i].fact;
	v->at = &v->version[i];
	v->diff = ARENA_ARRAY(d->arena, struct directory_difference, FACT_N);
	for (int k = 0; k < FACT_N; k++)
		if (!str_eq(old[k], new[k]))
			v->diff[v->diff_n++] = (struct directory_difference){ .fact = (enum directory_fact)k, .old = old[k], .theirs = new[k] };
}

static void draw_versions(struct desk *d, struct call *c, const struct directory_entry *e, bool is_changed)
{
	struct page p;
	struct form f = form_of(c);
	struct directory_versions_view v = { .tenant = d->tenant, .entry = e, .is_changed = is_changed };
	int64_t at = form_int(&f, "at", 1, INT32_MAX, false);
	v.version_n = directory_versions(d, e->entry_id, &v.version);
	for (size_t i = 0; i < v.version_n; i++)
		if (v.version[i].version_n == at)
			compare(d, &v, i);
	frame_begin(&p, d, c, TAB_PLACES);
	frame_of(&p)->back = arena_fmt(d->arena, "/desk/directory/%s", id_text(d->arena, e->entry_id.v).s);
	directory_versions_page(&p, &v);
}

static void show_versions(struct desk *d, struct call *c)
{
	struct directory_entry e;
	if (directory_desk_entry(d, c, &e))
		draw_versions(d, c, &e, false);
}

static void restore(struct desk *d, struct call *c)
{
	struct directory_entry e;
	struct form f = form_of(c);
	if (!directory_desk_entry(d, c, &e))
		return;
	struct directory_change change = { .version_n = form_int(&f, "version", 1, INT32_MAX, true), .why = form_text(&f, "why", 200, false) };
	int64_t at = form_int(&f, "at", 1, INT32_MAX, true);
	enum directory_refusal r = change.version_n == e.version_n && form_is_fine(&f) ? DIRECTORY_OK : DIRECTORY_CHANGED;
	bool will_wait = directory_proposal_is_needed(d, &e);
	if (r == DIRECTORY_OK && !will_wait)
		r = directory_restore(d, &e, at, &change);
	if (r == DIRECTORY_OK && will_wait)
		r = directory_version_lay(d, &e, at) ? directory_proposal_put(d, &e, &change, STR_NONE) : DIRECTORY_NO_SUCH;
	if (r == DIRECTORY_OK) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/directory/%.*s?notice=%s", STR_ARG(c->part[0]), will_wait ? "sent" : "saved"));
		return;
	}
	desk_refuse(d);
	reply_status(c, 409);
	directory_by_id(d, e.entry_id, &e);
	draw_versions(d, c, &e, true);
}

/* ---- changes that wait ---- */

static void show_proposals(struct desk *d, struct call *c)
{
	struct page p;
	struct directory_proposals_view v = { .tenant = d->tenant };
	v.line_n = directory_proposals(d, &v.line);
	frame_begin(&p, d, c, TAB_PLACES);
	frame_of(&p)->back = STR("/desk/directory");
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	directory_proposals_page(&p, &v);
}

static bool proposal_of(struct desk *d, struct call *c, struct directory_proposal *ret, struct directory_entry *ret_entry)
{
	struct proposal_id proposal_id;
	if (id_parse(c->part[0], &proposal_id.v) && directory_proposal_by_id(d, proposal_id, ret) && directory_by_id(d, ret->entry_id, ret_entry))
		return true;
	refuse_missing(d, c);
	return false;
}

static void draw_proposal(struct desk *d, struct call *c, struct directory_proposal_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->diff_n = directory_proposal_differences(d, v->proposal, v->entry, &v->diff);
	frame_begin(&p, d, c, TAB_PLACES);
	frame_of(&p)->back = STR("/desk/proposals");
	if (v->form)
		frame_complaints(&p, v->form);
	directory_proposal_page(&p, v);
}

static void show_proposal(struct desk *d, struct call *c)
{
	struct directory_proposal x;
	struct directory_entry e;
	if (proposal_of(d, c, &x, &e))
		draw_proposal(d, c, &(struct directory_proposal_view){ .proposal = &x, .entry = &e });
}

static void refused(struct desk *d, struct call *c, struct directory_proposal_view *v)
{
	desk_refuse(d);
	reply_status(c, v->is_changed ? 409 : 422);
	v->words = form_value(c, "words");
	draw_proposal(d, c, v);
}

static void take(struct desk *d, struct call *c)
{
	struct directory_proposal x;
	struct directory_entry e;
	struct form f = form_of(c);
	if (!proposal_of(d, c, &x, &e))
		return;
	int64_t stored_n = x.version_n;
	x.version_n = form_int(&f, "proposal", 1, INT32_MAX, true);
	if (form_is_fine(&f) && directory_proposal_take(d, &x, form_int(&f, "version", 1, INT32_MAX, true)) == DIRECTORY_OK) {
		reply_see_other(c, STR("/desk/proposals?done=1"));
		return;
	}
	x.version_n = stored_n;
	refused(d, c, &(struct directory_proposal_view){ .proposal = &x, .entry = &e, .is_changed = true });
}

static void send_back(struct desk *d, struct call *c)
{
	struct directory_proposal x;
	struct directory_entry e;
	struct form f = form_of(c);
	if (!proposal_of(d, c, &x, &e))
		return;
	int64_t stored_n = x.version_n;
	struct str words = form_text(&f, "words", WORDS_MOST, true);
	x.version_n = form_int(&f, "proposal", 1, INT32_MAX, true);
	if (form_is_fine(&f) && directory_proposal_back(d, &x, words) == DIRECTORY_OK) {
		reply_see_other(c, STR("/desk/proposals?done=1"));
		return;
	}
	bool is_fine = form_is_fine(&f);
	x.version_n = stored_n;
	refused(d, c, &(struct directory_proposal_view){ .proposal = &x, .entry = &e, .is_changed = is_fine, .form = is_fine ? NULL : &f });
}

const struct route directory_desk_routes[] = {
	{ METHOD_GET, "/desk/directory", MAY_DIRECTORY_EDIT, show_list, NULL, "directory", NULL, NULL },
	{ METHOD_GET, "/desk/directory/{entry}/versions", MAY_DIRECTORY_EDIT, show_versions, NULL, "directory", NULL, "entry" },
	{ METHOD_POST, "/desk/directory/{entry}/restore", MAY_DIRECTORY_EDIT, restore, NULL, "directory", "version=1&at=1", "entry" },
	{ METHOD_GET, "/desk/proposals", MAY_DIRECTORY_APPROVE, show_proposals, NULL, "directory", NULL, NULL },
	{ METHOD_GET, "/desk/proposals/{proposal}", MAY_DIRECTORY_APPROVE, show_proposal, NULL, "directory", NULL, "proposal" },
	{ METHOD_POST, "/desk/proposals/{proposal}/take", MAY_DIRECTORY_APPROVE, take, NULL, "directory", "proposal=1&version=1", "proposal" },
	{ METHOD_POST, "/desk/proposals/{proposal}/back", MAY_DIRECTORY_APPROVE, send_back, NULL, "directory", "proposal=1&words=x", "proposal" },
};
const size_t directory_desk_route_n = sizeof directory_desk_routes / sizeof *directory_desk_routes;
