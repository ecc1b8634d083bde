/* The page of one entry, its picture for a phone to read from paper, and the form that says that something is wrong. */
#include "directory/directory_web.h"
#include "base/qr.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "directory/directory.page.h"
#include "directory/directory_page.h"
#include "web/reply.h"

enum { WORDS_MOST = 1000 };

/* What may not be seen answers like what does not exist. */
static bool entry_of(struct desk *d, struct call *c, struct directory_entry *ret)
{
	struct entry_id entry_id;
	if (id_parse(c->part[0], &entry_id.v) && directory_by_id(d, entry_id, ret) && directory_may_see(d, ret))
		return true;
	refuse_missing(d, c);
	return false;
}

static void show(struct desk *d, struct call *c)
{
	struct directory_entry e;
	struct directory_place v;
	struct page p;
	if (!entry_of(d, c, &e))
		return;
	directory_place_read(d, &e, c->user_agent, &v);
	v.is_told = form_value(c, "told").n > 0;
	frame_begin(&p, d, c, TAB_FIND);
	frame_of(&p)->back = v.need.n ? arena_fmt(d->arena, "/search?need=%.*s", STR_ARG(v.need)) : STR("/search");
	directory_place_page(&p, &v);
}

static void show_qr(struct desk *d, struct call *c)
{
	struct directory_entry e;
	struct str path;
	struct page p;
	int side_n;
	if (!entry_of(d, c, &e))
		return;
	struct str url = arena_fmt(d->arena, "%.*s/d/%s", STR_ARG(d->site), id_text(d->arena, e.entry_id.v).s);
	if (!qr_path(d->arena, url, &path, &side_n)) {
		refuse_missing(d, c);
		return;
	}
	frame_begin(&p, d, c, TAB_FIND);
	c->reply.type = "image/svg+xml";
	directory_qr(&p, path, side_n);
}

static void wrong_page(struct desk *d, struct call *c, struct directory_wrong *v, const struct form *f)
{
	struct page p;
	frame_begin(&p, d, c, TAB_FIND);
	frame_of(&p)->back = arena_fmt(d->arena, "/d/%s", id_text(d->arena, v->entry->entry_id.v).s);
	frame_of(&p)->is_noindex = true;
	if (f)
		frame_complaints(&p, f);
	directory_wrong_page(&p, v);
}

static void show_wrong(struct desk *d, struct call *c)
{
	struct directory_entry e;
	if (entry_of(d, c, &e))
		wrong_page(d, c, &(struct directory_wrong){ .entry = &e }, NULL);
}

static void say_wrong(struct desk *d, struct call *c)
{
	struct directory_entry e;
	if (!entry_of(d, c, &e))
		return;
	struct form f = form_of(c);
	int what = form_choice(&f, "what", directory_report_whats, true);
	struct str words = form_text(&f, "words", WORDS_MOST, false);
	if (form_is_fine(&f) && directory_report(d, e.entry_id, str_of(directory_report_whats[what]), words) == DIRECTORY_OK) {
		reply_see_other(c, arena_fmt(d->arena, "/d/%s?told=1", id_text(d->arena, e.entry_id.v).s));
		return;
	}
	desk_refuse(d);
	reply_status(c, 422);
	wrong_page(d, c, &(struct directory_wrong){ .entry = &e, .what = form_value(c, "what"), .words = form_value(c, "words"),
		.what_wrong = form_complaint(&f, "what"), .words_wrong = form_complaint(&f, "words") }, &f);
}

const struct route directory_routes[] = {
	{ METHOD_GET, "/d/{entry}", MAY_DIRECTORY_READ, show, NULL, "directory", NULL, "entry" },
	{ METHOD_GET, "/d/{entry}/qr.svg", MAY_DIRECTORY_READ, show_qr, NULL, "directory", NULL, "entry" },
	{ METHOD_GET, "/d/{entry}/wrong", MAY_DIRECTORY_READ, show_wrong, NULL, "directory", NULL, "entry" },
	{ METHOD_POST, "/d/{entry}/wrong", MAY_DIRECTORY_READ, say_wrong, NULL, "directory", "what=hours&words=x", "entry" },
};
const size_t directory_route_n = sizeof directory_routes / sizeof *directory_routes;
