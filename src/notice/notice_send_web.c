/* A message to families: what is seen before it is sent, the second press, how it goes; and the family's own page of messages. */
#include "notice/notice_web.h"
#include "desk/audit.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "family/family_loss.h"
#include "notice/notice.page.h"
#include "notice/notice_own_page.h"
#include "notice/notice_send_desk.page.h"
#include "notice/notice_send_web.h"
#include "web/reply.h"

/* ---- the desk ---- */

/* The texts of letters are not escaped, so they come into the page as words. */
static void preview(struct desk *d, struct notice_send_view *v)
{
	struct out line = { .arena = d->arena }, push = line, mail = line;
	struct page p = { .out = &line, .base = d->base, .lang = LANG_JA };
	struct str link = arena_fmt(d->arena, "%.*s/me/notice", STR_ARG(d->site));
	notice_line_text(&p, d->tenant, v->notice, link);
	p.out = &push;
	notice_push_text(&p);
	p.out = &mail;
	notice_mail_text(&p, d->tenant, v->notice, link);
	v->line_text = str_trim(out_done(&line));
	v->push_text = str_trim(out_done(&push));
	v->mail_text = str_trim(out_done(&mail));
}

void notice_send_show(struct desk *d, struct call *c, struct notice_send_view *v)
{
	struct page p;
	const struct notice_row *n = v->notice;
	v->tenant = d->tenant;
	v->line_left_n = notice_line_left(d);
	v->has_budget = v->line_left_n < INT64_MAX;
	if (str_is(n->state, "draft")) {
		notice_count(d, n, d->now, &v->count);
		v->chosen_n = notice_chosen(d, n, d->now);
		preview(d, v);
	} else {
		notice_progress(d, n, &v->progress);
		v->paper_n = notice_send_papers(d, n->notice_id, &v->paper);
	}
	frame_begin(&p, d, c, TAB_TODAY);
	frame_of(&p)->back = STR("/desk/notice");
	notice_send_page(&p, v);
}

/* Day and minute both, or neither: now. */
static struct moment read_at(struct form *f)
{
	struct day on = form_day(f, "on", false);
	int minute = form_clock(f, "at", 1, false);
	if (day_is_none(on) && minute < 0)
		return MOMENT_NONE;
	if (!day_is_none(on) && minute >= 0)
		return day_moment(on, minute);
	form_complain(f, "on", COMPLAINT_MISSING);
	return MOMENT_NONE;
}

enum notice_refusal notice_send_press(struct desk *d, struct form *f, const struct notice_row *n)
{
	struct moment at = read_at(f);
	int64_t shown_n = form_int(f, "shown", 0, INT32_MAX, true);
	if (at.ms && (at.ms < d->now.ms || at.ms > d->now.ms + NOTICE_AHEAD_DAYS * DAY_MS))
		form_complain(f, "on", COMPLAINT_OUT_OF_RANGE);
	return form_is_fine(f) ? notice_send(d, n, at, shown_n) : NOTICE_OK;
}

/* ---- the family ---- */

static bool own_family(struct desk *d, struct family_id *ret)
{
	struct family_guardian_row g;
	struct family_row f;
	if (d->who.role != ROLE_FAMILY || !family_of_account(d, d->who.account_id, &g) || !family_by_id(d, g.family_id, &f))
		return false;
	*ret = f.family_id;
	return true;
}

/* After a loss nothing that came by a child's age stands there. */
static void own_read(struct desk *d, struct notice_own_view *v)
{
	struct family_id family_id;
	struct notice_send_quiet_of_row quiet;
	v->tenant = d->tenant;
	v->is_bound = own_family(d, &family_id);
	if (!v->is_bound)
		return;
	bool is_mourning = family_is_mourning(d, family_id);
	size_t n = notice_send_of_family(d, family_id, &v->notice);
	for (size_t i = 0; i < n; i++)
		if (!is_mourning || v->notice[i].age_from_n < 0)
			v->notice[v->notice_n++] = v->notice[i];
	v->is_quiet = notice_send_quiet_of(d, family_id, &quiet);
}

static void show_own(struct desk *d, struct call *c)
{
	struct page p;
	struct notice_own_view v = { .notice_n = 0 };
	own_read(d, &v);
	frame_begin(&p, d, c, TAB_ME);
	frame_of(&p)->back = STR("/me");
	frame_of(&p)->is_noindex = true;
	notice_own_page(&p, &v);
}

static void set_own(struct desk *d, struct call *c)
{
	struct family_id family_id;
	if (!own_family(d, &family_id)) {
		reply_see_other(c, STR("/join"));
		return;
	}
	if (str_is(form_value(c, "on"), "0"))
		notice_send_quiet_put(d, family_id, d->who.account_id, d->now);
	else
		notice_send_quiet_drop(d, family_id);
	audit_note(d, "notice.quiet", "family", family_id.v, STR_NONE);
	reply_see_other(c, STR("/me/notice"));
}

const void *notice_own_read(struct desk *d)
{
	struct notice_own_view *v = ARENA_NEW(d->arena, struct notice_own_view);
	*v = (struct notice_own_view){ .notice_n = 0 };
	own_read(d, v);
	return v->notice_n ? v : NULL;
}

void notice_own_show(struct page *p, const void *view)
{
	notice_own_link(p, view);
}

const struct route notice_own_routes[] = {
	{ METHOD_GET, "/me/notice", MAY_NOTICE_OWN, show_own, .room = "family" },
	{ METHOD_POST, "/me/notice", MAY_NOTICE_OWN, set_own, .room = "family", .sample = "on=0" },
};
const size_t notice_own_route_n = sizeof notice_own_routes / sizeof *notice_own_routes;
