/* The page behind a letter's link: looking consumes nothing, one press does; and the office's list of what nobody confirmed. */
#include "directory/directory_verify.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "directory/directory_conflict_view.h"
#include "directory/directory_web.h"
#include "directory/directory_edit_page.h"
#include "directory/directory_parts.page.h"
#include "directory/directory_verify.page.h"
#include "web/reply.h"

enum { STALE_MOST = 20000, WHY_MOST = 200 };

/* ---- the letter's link ---- */

static void draw(struct desk *d, struct call *c, struct directory_confirm_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->token = c->part[0];
	v->will_wait = directory_proposal_is_needed(d, v->entry);
	frame_begin(&p, d, c, TAB_NONE);
	frame_of(&p)->is_noindex = true;
	if (v->form)
		frame_complaints(&p, v->form);
	directory_confirm_page(&p, v);
}

static bool entry_of(struct desk *d, struct call *c, struct directory_entry *ret, struct str *ret_mail)
{
	if (directory_verify_by_token(d, c->part[0], ret, ret_mail) == DIRECTORY_OK)
		return true;
	refuse_missing(d, c);
	return false;
}

static void show(struct desk *d, struct call *c)
{
	struct directory_entry e;
	struct str mail;
	if (entry_of(d, c, &e, &mail))
		draw(d, c, &(struct directory_confirm_view){ .entry = &e, .is_changing = form_value(c, "change").n > 0 });
}

static void again(struct desk *d, struct call *c, struct directory_confirm_view *v, int status)
{
	desk_refuse(d);
	reply_status(c, status);
	v->is_changing = true;
	draw(d, c, v);
}

/* Somebody at the desk was faster: both are shown, and the next press means it. */
static void show_both(struct desk *d, struct call *c, struct directory_confirm_view *v, struct directory_entry *typed, int64_t began_n)
{
	struct directory_edit_view merged = { .entry = *typed };
	struct directory_version *version;
	struct directory_entry now;
	size_t n = directory_versions(d, typed->entry_id, &version);
	if (!directory_by_id(d, typed->entry_id, &now))
		return;
	for (size_t i = 0; i < n; i++)
		if (version[i].version_n == began_n)
			directory_edit_merge(&merged, version[i].fact, now.fact);
	for (int i = 0; i < FACT_N; i++)
		v->now[i] = merged.now[i];
	merged.entry.version_n = now.version_n;
	v->entry = &merged.entry;
	v->is_changed = true;
	again(d, c, v, 409);
}

static bool keep(struct desk *d, struct directory_entry *e, const struct directory_change *change, struct str mail)
{
	if (directory_proposal_is_needed(d, e)) {
		if (directory_proposal_put(d, e, change, mail) != DIRECTORY_OK)
			return false;
		directory_verify_answered(d, e->entry_id);
		return true;
	}
	if (directory_put(d, e, change) != DIRECTORY_OK)
		return false;
	directory_verify_right(d, e, directory_keeper(d, e->operator_id));
	return true;
}

static void change_facts(struct desk *d, struct call *c, struct directory_entry *e, struct str mail)
{
	struct form f = form_of(c);
	struct directory_confirm_view v = { .entry = e, .form = &f, .was_changed = true };
	int64_t stored_n = e->version_n, began_n = form_int(&f, "version", 1, INT32_MAX, true);
	directory_edit_read(d, &f, e);
	struct directory_change change = { .version_n = began_n, .by_name = directory_keeper(d, e->operator_id),
		.why = form_text(&f, "why", WHY_MOST, false) };
	if (!form_is_fine(&f))
		again(d, c, &v, 422);
	else if (stored_n != began_n)
		show_both(d, c, &v, e, began_n);
	else if (!keep(d, e, &change, mail)) {
		form_complain(&f, "name", COMPLAINT_TOO_LONG);
		again(d, c, &v, 422);
	} else {
		v.is_done = true;
		draw(d, c, &v);
	}
}

static void answer(struct desk *d, struct call *c)
{
	static const char *const acts[] = { "right", "change", NULL };
	struct directory_entry e;
	struct form f = form_of(c);
	struct str mail;
	if (!entry_of(d, c, &e, &mail))
		return;
	int act = form_choice(&f, "act", acts, true);
	if (act == 1) {
		change_facts(d, c, &e, mail);
		return;
	}
	/* What is confirmed is what was looked at: else the page of now is shown, and nothing happened. */
	if (act != 0 || form_int(&f, "version", 1, INT32_MAX, true) != e.version_n) {
		desk_refuse(d);
		reply_status(c, 409);
		draw(d, c, &(struct directory_confirm_view){ .entry = &e });
		return;
	}
	directory_verify_right(d, &e, directory_keeper(d, e.operator_id));
	draw(d, c, &(struct directory_confirm_view){ .entry = &e, .is_done = true });
}

/* ---- the office's list ---- */

/* Those that nobody ever confirmed first, then the oldest. */
static int by_age(const void *x, const void *y)
{
	const struct directory_verify_report_row *a = x, *b = y;
	bool is_a = !day_is_none(a->verified_on), is_b = !day_is_none(b->verified_on);
	if (is_a != is_b)
		return is_a ? 1 : -1;
	return is_a && a->verified_on.n != b->verified_on.n ? (a->verified_on.n < b->verified_on.n ? -1 : 1) : 0;
}

static size_t stale(struct desk *d, struct directory_verify_report_row **ret)
{
	struct may_reach reach = directory_desk_reach(d);
	struct directory_round round[DIRECTORY_ROUNDS];
	struct directory_verify_report_row *row, *all = NULL;
	size_t round_n = directory_rounds(d, round), all_n = 0;
	for (size_t k = 0; k < round_n; k++) {
		const struct directory_round *r = &round[k];
		size_t n = day_is_none(r->before) ? 0 : directory_verify_report(d, &(struct directory_verify_report_in){ .before_on = r->before,
			.before_at = day_moment(r->before, 0), .is_else = r->is_else, .types = r->types, .is_everywhere = reach.is_everywhere,
			.is_unowned_seen = reach.is_unowned_seen, .operator_id = reach.operator_id, .has_all_areas = reach.has_all_areas,
			.area_list = reach.area_list, .limit_n = STALE_MOST }, &row);
		struct directory_verify_report_row *more = ARENA_ARRAY(d->arena, struct directory_verify_report_row, all_n + n + 1);
		if (all_n)
			memcpy(more, all, all_n * sizeof *more);
		if (n)
			memcpy(more + all_n, row, n * sizeof *more);
		all = more;
		all_n += n;
	}
	if (round_n > 1)
		qsort(all, all_n, sizeof *all, by_age);
	*ret = all;
	return all_n;
}

static void show_stale(struct desk *d, struct call *c)
{
	struct page p;
	struct directory_stale_view v = { .tenant = d->tenant, .today = d->today };
	str_int(tenant_get(d->tenant, "directory.verify_months"), &v.month_n);
	v.types = tenant_get(d->tenant, "directory.verify_types");
	v.line_n = stale(d, &v.line);
	frame_begin(&p, d, c, TAB_PLACES);
	frame_of(&p)->back = STR("/desk/directory");
	directory_stale_page(&p, &v);
}

/* A cell that a table program might take for a formula gets an apostrophe in front. */
static void cell(struct out *o, struct str s)
{
	out_z(o, o->n && o->b[o->n - 1] != '\n' ? ",\"" : "\"");
	if (s.n && strchr("=+-@\t", s.s[0]))
		out_z(o, "'");
	for (size_t i = 0; i < s.n; i++)
		out_put(o, s.s[i] == '"' ? "\"\"" : &s.s[i], s.s[i] == '"' ? 2 : 1);
	out_z(o, "\"");
}

static void cell_day(struct desk *d, struct out *o, struct day on)
{
	struct day_parts x = day_split(on);
	cell(o, day_is_none(on) ? STR("") : arena_fmt(d->arena, "%04d-%02d-%02d", x.year, x.month, x.day));
}

static struct str type_of(struct desk *d, struct str type)
{
	struct out o = { .arena = d->arena };
	struct page p = { .out = &o, .lang = LANG_JA };
	directory_type_name(&p, type);
	return str_trim(out_done(&o));
}

static void csv_line(struct desk *d, struct out *o, const struct directory_verify_report_row *x)
{
	struct moment at[] = { x->changed_at, x->asked_at, x->reminded_at };
	cell(o, id_text(d->arena, x->entry_id.v));
	cell(o, x->name);
	cell(o, type_of(d, x->type));
	cell(o, directory_keeper(d, x->operator_id));
	cell_day(d, o, x->verified_on);
	cell(o, x->verified_by);
	for (size_t i = 0; i < 3; i++)
		cell_day(d, o, at[i].ms ? day_of(at[i]) : DAY_NONE);
	cell(o, x->office_at.ms ? frame_words(d, LANG_JA, directory_stale_yes) : STR(""));
	out_z(o, "\r\n");
}

/* UTF-8 with a byte order mark and CRLF: what the table programs of town halls open rightly. */
static void show_csv(struct desk *d, struct call *c)
{
	struct directory_verify_report_row *line;
	size_t n = stale(d, &line);
	struct out *o = &c->reply.body;
	o->arena = d->arena;
	out_z(o, "\xEF\xBB\xBF");
	out_str(o, frame_words(d, LANG_JA, directory_stale_heads));
	out_z(o, "\r\n");
	for (size_t i = 0; i < n; i++)
		csv_line(d, o, &line[i]);
	c->reply.type = "text/csv; charset=utf-8";
	reply_header(c, "Content-Disposition", STR("attachment; filename=\"stale.csv\""));
	reply_status(c, 200);
}

/* A letter now, without waiting for the hour. */
static void ask(struct desk *d, struct call *c)
{
	struct directory_entry e;
	if (!directory_desk_entry(d, c, &e))
		return;
	bool is_sent = str_is(e.state, "live") && directory_verify_ask(d, &e);
	reply_see_other(c, arena_fmt(d->arena, "/desk/directory/%.*s%s", STR_ARG(c->part[0]), is_sent ? "?notice=sent" : "?nomail=1"));
}

const struct route directory_verify_routes[] = {
	{ METHOD_GET, "/confirm/{token}", MAY_DIRECTORY_READ, show, NULL, "directory", NULL, "token:verify" },
	{ METHOD_POST, "/confirm/{token}", MAY_DIRECTORY_READ, answer, NULL, "directory", "act=right&version=1", "token:verify" },
	{ METHOD_GET, "/desk/stale", MAY_DIRECTORY_EDIT, show_stale, NULL, "directory", NULL, NULL },
	{ METHOD_GET, "/desk/stale.csv", MAY_DIRECTORY_EDIT, show_csv, NULL, "directory", NULL, NULL },
	{ METHOD_POST, "/desk/directory/{entry}/ask", MAY_DIRECTORY_EDIT, ask, NULL, "directory", "", "entry" },
};
const size_t directory_verify_route_n = sizeof directory_verify_routes / sizeof *directory_verify_routes;
