/* The report's page, the same as a file, and the closing of a month. */
#include "count/count_web.h"
#include "count/count.page.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "web/reply.h"

const char *const count_bys[] = { "counter", "area", "worker", "channel", "asker", "age", "topic", "matter", "outcome", "agency", NULL };
const char *const count_help_bys[] = { "area", "topic", "outcome", "channel", NULL };
const char *const count_ranges[] = { "all", "online", "desk", NULL };
enum { MONTHS_USUAL = 6, MONTH_FIRST = 2000 * 12, MONTH_LAST = 2200 * 12 };

/* ---- what the page asks ---- */

struct count_month_name count_month_name(int64_t month_n)
{
	return (struct count_month_name){ (int)(month_n / 12), (int)(month_n % 12) + 1 };
}

struct str count_month_value(struct arena *a, int64_t month_n)
{
	return arena_fmt(a, "%04d-%02d", (int)(month_n / 12), (int)(month_n % 12) + 1);
}

int64_t count_shown(const struct count_view *v, const struct count_cell *x)
{
	return v->is_minutes ? x->minutes_n : x->piece_n;
}

bool count_may_close_month(const struct count_view *v, size_t i)
{
	return v->may_close && v->ask.from_n + (int64_t)i < count_month_of(v->today) && day_is_none(v->as_of_on);
}

const char *const *count_bys_of(const struct count_view *v)
{
	return v->ask.help.n ? count_help_bys : count_bys;
}

struct str count_name_of(const struct count_view *v, struct str word)
{
	bool is_counter = str_is(v->ask.by, "counter");
	int64_t id;
	if (!is_counter && !str_is(v->ask.by, "area"))
		return word;
	if (!str_int(word, &id))
		return STR_NONE;
	const struct tenant_counter *counter = is_counter ? tenant_counter_of(v->tenant, (struct counter_id){ id }) : NULL;
	const struct tenant_area *area = is_counter ? NULL : tenant_area_of(v->tenant, (struct area_id){ id });
	return counter ? counter->name : area ? area->name : STR_NONE;
}

/* 2026-11. Absent: as it was. */
static bool month_read(struct str value, int64_t *ret)
{
	struct str year, rest = value;
	int64_t y, m;
	if (!value.n)
		return true;
	if (!str_cut(&rest, '-', &year) || !str_int(year, &y) || !str_int(rest, &m) || m < 1 || m > 12)
		return false;
	*ret = y * 12 + m - 1;
	return *ret >= MONTH_FIRST && *ret <= MONTH_LAST;
}

static struct str one_of(const char *const *list, struct str word)
{
	return count_knows(list, word) ? word : str_of(list[0]);
}

static struct str channels_of(struct str range)
{
	if (str_is(range, "online"))
		return STR(",line,video,");
	return str_is(range, "desk") ? STR(",phone,counter,visit,outreach,") : STR_NONE;
}

static void as_of(struct desk *d, struct call *c, struct count_view *v)
{
	struct str typed = form_value(c, "as-of");
	v->as_of_on = DAY_NONE;
	v->ask.as_of_at = d->now;
	if (!typed.n)
		return;
	if (!day_parse(typed, &v->as_of_on) || day_is_none(v->as_of_on)) {
		v->wrong = COMPLAINT_NOT_DAY;
		v->as_of_on = DAY_NONE;
		return;
	}
	v->ask.as_of_at = moment_add(day_moment((struct day){ v->as_of_on.n + 1 }, 0), -1);
}

static void read_ask(struct desk *d, struct call *c, struct count_view *v)
{
	int64_t now_n = count_month_of(d->today);
	*v = (struct count_view){ .tenant = d->tenant, .today = d->today, .range = one_of(count_ranges, form_value(c, "range")),
		.may_close = count_may_close(d), .is_minutes = str_is(form_value(c, "show"), "minutes") };
	v->ask = (struct count_ask){ .from_n = now_n - MONTHS_USUAL + 1, .until_n = now_n, .channels = channels_of(v->range) };
	if (count_knows(count_helps, form_value(c, "what")))
		v->ask.help = form_value(c, "what");
	v->ask.by = one_of(count_bys_of(v), form_value(c, "by"));
	as_of(d, c, v);
	struct count_ask usual = v->ask;
	bool is_fine = month_read(form_value(c, "from"), &v->ask.from_n) && month_read(form_value(c, "until"), &v->ask.until_n)
		&& v->ask.from_n <= v->ask.until_n && v->ask.until_n - v->ask.from_n < COUNT_MONTHS_MOST;
	if (!is_fine) {
		v->ask = usual;
		v->wrong = COMPLAINT_OUT_OF_RANGE;
	}
}

static void draw(struct desk *d, struct call *c, struct count_view *v)
{
	struct page p;
	v->csv = arena_fmt(d->arena, "/desk/counts.csv?from=%s&until=%s&what=%.*s&by=%.*s&range=%.*s&show=%s&as-of=%.*s",
		count_month_value(d->arena, v->ask.from_n).s, count_month_value(d->arena, v->ask.until_n).s, STR_ARG(v->ask.help), STR_ARG(v->ask.by),
		STR_ARG(v->range), v->is_minutes ? "minutes" : "piece", v->wrong ? 0 : (int)form_value(c, "as-of").n,
		form_value(c, "as-of").n ? form_value(c, "as-of").s : "");
	struct count_document_months_row document;
	if (count_document(d, &document))
		v->document = arena_fmt(d->arena, "/desk/counts?from=%s&until=%s&by=counter&range=online", count_month_value(d->arena, document.first_n).s,
			count_month_value(d->arena, document.last_n).s);
	count_report(d, &v->ask, &v->report);
	if (v->wrong)
		reply_status(c, 422);
	frame_begin(&p, d, c, TAB_INBOX);
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	count_page(&p, v);
}

static void show(struct desk *d, struct call *c)
{
	struct count_view v;
	read_ask(d, c, &v);
	draw(d, c, &v);
}

/* ---- the file ---- */

/* A cell that a table program would take for a formula begins with an apostrophe. */
static void cell(struct out *o, struct str x)
{
	out_z(o, "\"");
	if (x.n && strchr("=+-@\t", x.s[0]))
		out_z(o, "'");
	for (size_t i = 0; i < x.n; i++)
		out_put(o, x.s[i] == '"' ? "\"\"" : x.s + i, x.s[i] == '"' ? 2 : 1);
	out_z(o, "\"");
}

/* What a part of the page says, as text. */
static struct str said(struct page *p, size_t from)
{
	struct str all = out_done(p->out);
	return str_trim((struct str){ all.s + from, all.n - from });
}

static void csv_head(struct page *p, struct out *o, const struct count_view *v)
{
	p->out->n = 0;
	count_csv_head(p, v);
	cell(o, said(p, 0));
	for (size_t i = 0; i < v->report.month_n; i++) {
		p->out->n = 0;
		count_csv_month(p, v->ask.from_n + (int64_t)i);
		out_z(o, ",");
		cell(o, said(p, 0));
	}
	void (*last[])(struct page *) = { count_csv_all, count_csv_minutes, count_csv_late };
	for (size_t i = 0; i < 3; i++) {
		p->out->n = 0;
		last[i](p);
		out_z(o, ",");
		cell(o, said(p, 0));
	}
	out_z(o, "\r\n");
}

static void csv_cells(struct out *o, const struct count_view *v, const struct count_cell *month, const struct count_cell *all)
{
	for (size_t i = 0; i < v->report.month_n; i++)
		out_fmt(o, ",%lld", (long long)count_shown(v, &month[i]));
	out_fmt(o, ",%lld,%lld,%lld\r\n", (long long)all->piece_n, (long long)all->minutes_n, (long long)all->late_n);
}

static void show_csv(struct desk *d, struct call *c)
{
	struct count_view v;
	struct out words = { .arena = d->arena }, *o = &c->reply.body;
	struct page p = { .out = &words, .base = d->base };
	read_ask(d, c, &v);
	count_report(d, &v.ask, &v.report);
	o->arena = d->arena;
	out_z(o, "\xEF\xBB\xBF");
	csv_head(&p, o, &v);
	for (size_t k = 0; k < v.report.line_n; k++) {
		words.n = 0;
		count_csv_word(&p, &v, v.report.line[k].word);
		cell(o, said(&p, 0));
		csv_cells(o, &v, v.report.line[k].month, &v.report.line[k].all);
	}
	words.n = 0;
	count_csv_all(&p);
	cell(o, said(&p, 0));
	csv_cells(o, &v, v.report.month, &v.report.all);
	c->reply.type = "text/csv; charset=utf-8";
	reply_header(c, "Content-Disposition", STR("attachment; filename=\"counts.csv\""));
	reply_status(c, v.wrong ? 422 : 200);
}

/* ---- closing ---- */

static void close_month(struct desk *d, struct call *c)
{
	int64_t month_n = 0;
	struct str value = form_value(c, "month");
	if (value.n && month_read(value, &month_n) && count_close(d, month_n) == COUNT_OK) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/counts?from=%s&until=%s&done=1", value.s, value.s));
		return;
	}
	struct count_view v;
	desk_refuse(d);
	read_ask(d, c, &v);
	v.wrong = COMPLAINT_OUT_OF_RANGE;
	draw(d, c, &v);
}

const struct route count_routes[] = {
	{ METHOD_GET, "/desk/counts", MAY_COUNT_READ, show, .room = "consult" },
	{ METHOD_GET, "/desk/counts.csv", MAY_COUNT_READ, show_csv, .room = "consult" },
	{ METHOD_POST, "/desk/counts/close", MAY_COUNT_CLOSE, close_month, .room = "consult", .sample = "month=2026-08" },
};
const size_t count_route_n = sizeof count_routes / sizeof *count_routes;
