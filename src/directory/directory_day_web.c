/* Staff say what is true today: room for a sick child, reports looked at, news. */
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "directory/directory_day_desk.page.h"
#include "directory/directory_day_page.h"
#include "directory/directory_web.h"
#include "web/reply.h"

enum { NEWS_WORDS = 150, NEWS_URL = 300 };

/* ---- today's place for a sick child ---- */

static void show_day(struct desk *d, struct call *c)
{
	struct directory_day_view v = { .today = d->today };
	struct page p;
	v.mark_n = directory_marks_mine(d, &v.mark);
	frame_begin(&p, d, c, TAB_PLACES);
	directory_day_page(&p, &v);
}

static void mark(struct desk *d, struct call *c)
{
	struct directory_entry e;
	if (!directory_desk_entry(d, c, &e))
		return;
	struct str word = form_value(c, "mark");
	if (directory_mark(d, e.entry_id, word) != DIRECTORY_OK)
		desk_refuse(d);
	reply_see_other(c, STR("/desk/day"));
}

/* ---- what readers say is wrong ---- */

static void show_reports(struct desk *d, struct call *c)
{
	struct directory_reports_view v = { 0 };
	struct page p;
	v.place_n = directory_report_places(d, &v.place);
	frame_begin(&p, d, c, TAB_PLACES);
	frame_of(&p)->back = STR("/desk/directory");
	directory_reports_page(&p, &v);
}

static void show_report(struct desk *d, struct call *c)
{
	struct directory_entry e;
	if (!directory_desk_entry(d, c, &e))
		return;
	struct directory_report_view v = { .entry = &e };
	struct page p;
	v.line_n = directory_reports(d, e.entry_id, &v.line);
	frame_begin(&p, d, c, TAB_PLACES);
	frame_of(&p)->back = STR("/desk/reports");
	directory_report_page(&p, &v);
}

static void settle_report(struct desk *d, struct call *c)
{
	struct directory_entry e;
	if (!directory_desk_entry(d, c, &e))
		return;
	struct form f = form_of(c);
	directory_reports_done(d, e.entry_id, form_is_on(&f, "is-true"));
	reply_see_other(c, STR("/desk/reports"));
}

/* ---- news ---- */

static void news_page(struct desk *d, struct call *c, struct directory_news_view *v, const struct form *f)
{
	struct page p;
	v->news_n = directory_news_coming(d, &v->news);
	frame_begin(&p, d, c, TAB_PLACES);
	if (f)
		frame_complaints(&p, f);
	directory_news_page(&p, v);
}

static void show_news(struct desk *d, struct call *c)
{
	news_page(d, c, &(struct directory_news_view){ .from_on = d->today, .to_on = { d->today.n + 14 } }, NULL);
}

static void add_news(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	struct directory_news v = { .words = form_text(&f, "words", NEWS_WORDS, true), .url = form_text(&f, "url", NEWS_URL, false),
		.from_on = form_day(&f, "from", true), .to_on = form_day(&f, "to", true) };
	for (enum lang lang = LANG_EASY; lang < LANG_N; lang++)
		v.other[lang] = form_text(&f, arena_fmt(d->arena, "words-%s", lang_code(lang)).s, NEWS_WORDS * 3, false);
	if (v.url.n && !str_starts(v.url, "https://") && !str_starts(v.url, "http://") && !str_starts(v.url, "/"))
		form_complain(&f, "url", COMPLAINT_NOT_CHOICE);
	if (form_is_fine(&f) && v.to_on.n < v.from_on.n)
		form_complain(&f, "to", COMPLAINT_OUT_OF_RANGE);
	if (form_is_fine(&f) && directory_news_put(d, &v) == DIRECTORY_OK) {
		reply_see_other(c, STR("/desk/news?notice=saved"));
		return;
	}
	desk_refuse(d);
	reply_status(c, 422);
	struct directory_news_view view = { .words = form_value(c, "words"), .url = form_value(c, "url"), .from_on = v.from_on, .to_on = v.to_on,
		.words_wrong = form_complaint(&f, "words"), .url_wrong = form_complaint(&f, "url"), .from_wrong = form_complaint(&f, "from"),
		.to_wrong = form_complaint(&f, "to") };
	memcpy(view.other, v.other, sizeof view.other);
	news_page(d, c, &view, &f);
}

static void stop_news(struct desk *d, struct call *c)
{
	struct news_id news_id;
	if (id_parse(c->part[0], &news_id.v) && directory_news_stop(d, news_id) == DIRECTORY_OK) {
		reply_see_other(c, STR("/desk/news?notice=ended"));
		return;
	}
	refuse_missing(d, c);
}

const struct route directory_day_routes[] = {
	{ METHOD_GET, "/desk/day", MAY_DIRECTORY_EDIT, show_day, NULL, "directory", NULL, NULL },
	{ METHOD_POST, "/desk/day/{entry}", MAY_DIRECTORY_EDIT, mark, NULL, "directory", "mark=open", "entry" },
	{ METHOD_GET, "/desk/reports", MAY_DIRECTORY_EDIT, show_reports, NULL, "directory", NULL, NULL },
	{ METHOD_GET, "/desk/reports/{entry}", MAY_DIRECTORY_EDIT, show_report, NULL, "directory", NULL, "entry" },
	{ METHOD_POST, "/desk/reports/{entry}", MAY_DIRECTORY_EDIT, settle_report, NULL, "directory", "is-true=on", "entry" },
	{ METHOD_GET, "/desk/news", MAY_DIRECTORY_APPROVE, show_news, NULL, "directory", NULL, NULL },
	{ METHOD_POST, "/desk/news", MAY_DIRECTORY_APPROVE, add_news, NULL, "directory", "words=x&from=2026-11-25&to=2026-12-01", NULL },
	{ METHOD_POST, "/desk/news/{news}/stop", MAY_DIRECTORY_APPROVE, stop_news, NULL, "directory", "x=1", "news" },
};
const size_t directory_day_route_n = sizeof directory_day_routes / sizeof *directory_day_routes;
