/* Importing in the browser: a file or pasted rows, a look at what was understood, and one press that makes it count. The file is read in the slow
 * lane with no transaction; what comes of it is staged in one short turn, so larger files are for the command line. */
#include "exchange/exchange_web.h"
#include "desk/refuse.h"
#include "directory/directory_given.h"
#include "exchange/exchange.page.h"
#include "exchange/exchange_view.h"
#include "web/form.h"
#include "web/reply.h"

enum { READ_ARENA = 512 << 20, PAST_MOST = 20, SHOWN_MOST = 8, REJECTED_MOST = 200, AT_ONCE = 60 };

static const char *const kinds[] = { "auto", "facility", "service", "programme", "informal", "vacancy", "outline", NULL };

/* ---- the form ---- */

static void form_page(struct desk *d, struct call *c, const char *wrong)
{
	struct page p;
	struct exchange_form_view v = { .tenant = d->tenant, .wrong = wrong, .kind = form_value(c, "kind"), .source = form_value(c, "source"),
		.publisher = form_value(c, "publisher"), .licence = form_value(c, "licence"), .credit = form_value(c, "credit"),
		.words = form_value(c, "words") };
	v.past_n = exchange_imports(d, PAST_MOST, &v.past);
	if (wrong)
		reply_status(c, 422);
	frame_begin(&p, d, c, TAB_PLACES);
	frame_of(&p)->back = STR("/desk/directory");
	exchange_form_page(&p, &v);
}

static void show_form(struct desk *d, struct call *c)
{
	form_page(d, c, NULL);
}

/* ---- a file arrives ---- */

/* Lives outside the request's memory, since tables are larger than forms. */
struct arrived { struct arena *arena; struct exchange_job job; const char *wrong; };

static void arrived_free(struct desk *d)
{
	struct arrived *x = d->prepared;
	if (x && x->arena)
		arena_free(x->arena);
	d->prepared = NULL;
}

static struct str sent(struct call *c, struct str *ret_name)
{
	for (size_t i = 0; form_read(c) && i < c->fields.field_n; i++) {
		const struct field *f = &c->fields.field[i];
		if (str_is(f->name, "file") && f->value.n) {
			*ret_name = f->file_name.n && f->file_name.n <= 200 && str_is_utf8(f->file_name) ? f->file_name : STR("file");
			return f->value;
		}
	}
	*ret_name = STR("pasted");
	return form_value(c, "words");
}

static struct str line_of(struct form *f, const char *name, size_t most)
{
	struct str s = form_text(f, name, most, false);
	return s.n ? s : STR_NONE;
}

static void read_it(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	int kind = form_choice(&f, "kind", kinds, false);
	struct arrived *x = d->prepared;
	struct exchange_ask ask = { .kind = kind > 0 ? str_of(kinds[kind]) : STR_NONE, .source = line_of(&f, "source", 33),
		.publisher = line_of(&f, "publisher", 60), .licence = line_of(&f, "licence", 60), .credit = line_of(&f, "credit", 150) };
	struct str why;
	ask.bytes = sent(c, &ask.file_name);
	if (!form_is_fine(&f))
		x->wrong = "long";
	else if (!ask.bytes.n)
		x->wrong = "none";
	else if (ask.bytes.n > EXCHANGE_WEB_BYTES)
		x->wrong = "rows";
	else if (!exchange_open(x->arena, &ask, &x->job, &why))
		x->wrong = x->job.wrong ? x->job.wrong : "binary";
	else if (x->job.item_n > EXCHANGE_WEB_ROWS)
		x->wrong = "rows";
	else
		exchange_match(d, &x->job);
}

static void prepare(struct desk *d, struct call *c)
{
	struct arrived *x = ARENA_NEW(d->arena, struct arrived);
	x->arena = arena_new(READ_ARENA);
	d->prepared = x;
	d->undo = arrived_free;
	read_it(d, c);
}

static void arrive(struct desk *d, struct call *c)
{
	struct arrived *x = d->prepared;
	if (x->wrong) {
		form_page(d, c, x->wrong);
		desk_refuse(d);
		return;
	}
	exchange_begin(d, &x->job);
	exchange_stage(d, &x->job, 0, EXCHANGE_WEB_ROWS * 2);
	exchange_ready(d, &x->job);
	reply_see_other(c, arena_fmt(d->arena, "/desk/directory/imports/%s", id_text(d->arena, x->job.import_id.v).s));
	arrived_free(d);
	d->undo = NULL;
}

/* ---- a look at it ---- */

static bool import_of(struct desk *d, struct call *c, struct exchange_import_row *ret)
{
	int64_t id;
	if (id_parse(c->part[0], &id) && exchange_import_by_id(d, (struct import_id){ id }, ret))
		return true;
	refuse_missing(d, c);
	return false;
}

static void columns_of(struct desk *d, struct exchange_import_view *v)
{
	struct str rest = v->import->layout, line;
	v->column = ARENA_ARRAY(d->arena, struct exchange_column, v->import->layout.n / 2 + 1);
	while (rest.n && str_cut(&rest, '\n', &line)) {
		struct str means = line, heading;
		if (str_cut(&means, '\t', &heading) && means.n)
			v->column[v->column_n++] = (struct exchange_column){ heading, means };
	}
}

static size_t samples(struct desk *d, struct import_id import_id, const char *what, int64_t most, struct exchange_sample **ret)
{
	struct exchange_rows_shown_row *row;
	size_t n = exchange_rows_shown(d, import_id, str_of(what), most, &row);
	*ret = ARENA_ARRAY(d->arena, struct exchange_sample, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct directory_given *g = ARENA_NEW(d->arena, struct directory_given);
		if (row[i].given.n && row[i].given.s[0] == '{')
			directory_given_read(d->arena, row[i].given, g);
		(*ret)[i] = (struct exchange_sample){ .line_n = row[i].line_n, .name = row[i].name, .address = g->fact[FACT_ADDRESS],
			.phone = g->fact[FACT_PHONE], .type_words = g->fact[FACT_TYPE_WORDS], .reason = row[i].reason };
	}
	return n;
}

static void show_import(struct desk *d, struct call *c)
{
	struct page p;
	struct exchange_import_row import;
	if (!import_of(d, c, &import))
		return;
	struct exchange_import_view v = { .tenant = d->tenant, .import = &import };
	columns_of(d, &v);
	v.sample_n = samples(d, import.import_id, "entry", SHOWN_MOST, &v.sample);
	v.rejected_n = samples(d, import.import_id, "rejected", REJECTED_MOST, &v.rejected);
	frame_begin(&p, d, c, TAB_PLACES);
	frame_of(&p)->back = STR("/desk/directory/import");
	exchange_import_page(&p, &v);
}

/* The first rows go in at once; the rest by themselves, a piece at a time. */
static void go(struct desk *d, struct call *c)
{
	struct exchange_import_row import;
	int64_t conflict_n;
	if (!import_of(d, c, &import))
		return;
	if (str_is(import.state, "ready")) {
		exchange_decide(d, import.import_id);
		if (exchange_apply(d, import.import_id, AT_ONCE, &conflict_n) < AT_ONCE)
			exchange_apply(d, import.import_id, AT_ONCE, &conflict_n);
	}
	reply_see_other(c, arena_fmt(d->arena, "/desk/directory/imports/%.*s", STR_ARG(c->part[0])));
}

static void drop(struct desk *d, struct call *c)
{
	struct exchange_import_row import;
	if (!import_of(d, c, &import))
		return;
	if (str_is(import.state, "ready"))
		exchange_drop(d, import.import_id);
	reply_see_other(c, STR("/desk/directory/import"));
}

const struct route exchange_routes[] = {
	{ METHOD_GET, "/desk/directory/import", MAY_DIRECTORY_IMPORT, show_form, NULL, "directory", NULL, NULL },
	{ METHOD_POST, "/desk/directory/import", MAY_DIRECTORY_IMPORT, arrive, prepare, "directory",
		"kind=auto&source=list&words=name%2Caddress%2Cphone%0AHidamari%2CHonmachi%2C0996-00-0001%0A", NULL },
	{ METHOD_GET, "/desk/directory/imports/{import}", MAY_DIRECTORY_IMPORT, show_import, NULL, "directory", NULL, "import" },
	{ METHOD_POST, "/desk/directory/imports/{import}/go", MAY_DIRECTORY_IMPORT, go, NULL, "directory", "", "import" },
	{ METHOD_POST, "/desk/directory/imports/{import}/drop", MAY_DIRECTORY_IMPORT, drop, NULL, "directory", "", "import" },
};
const size_t exchange_route_n = sizeof exchange_routes / sizeof *exchange_routes;
