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

struct arrived { struct exchange_job job; const char *wrong; };

static struct str kept(struct desk *d, struct str s)
{
	return s.s ? arena_str(d->arena, s) : STR_NONE;
}

/* Tables are larger than the memory of a request; what is staged of them is not. */
static void job_keep(struct desk *d, const struct exchange_job *from, struct exchange_job *to)
{
	*to = (struct exchange_job){ .arena = d->arena, .source = kept(d, from->source), .kind = kept(d, from->kind), .publisher = kept(d, from->publisher),
		.licence = kept(d, from->licence), .credit = kept(d, from->credit), .file_name = kept(d, from->file_name), .layout = kept(d, from->layout),
		.item_n = from->item_n, .gone_n = from->gone_n, .added_n = from->added_n, .changed_n = from->changed_n, .unchanged_n = from->unchanged_n,
		.rejected_n = from->rejected_n };
	to->item = ARENA_ARRAY(d->arena, struct exchange_item, to->item_n + 1);
	to->gone = ARENA_ARRAY(d->arena, struct exchange_item, to->gone_n + 1);
	for (size_t i = 0; i < to->item_n; i++) {
		const struct exchange_item *x = &from->item[i];
		bool is_staged = x->end == EXCHANGE_ADDED || x->end == EXCHANGE_CHANGED;
		to->item[i] = (struct exchange_item){ .line_n = x->line_n, .end = x->end, .why = x->why, .broken = x->broken, .name = kept(d, x->name),
			.entry_id = x->entry_id, .area_id = x->area_id };
		if (!is_staged)
			continue;
		to->item[i].key = kept(d, x->key);
		to->item[i].given = kept(d, x->given);
		to->item[i].figures = kept(d, x->figures);
	}
	for (size_t i = 0; i < to->gone_n; i++)
		to->gone[i] = (struct exchange_item){ .key = kept(d, from->gone[i].key), .entry_id = from->gone[i].entry_id };
}

static size_t bytes_of(const struct exchange_job *job)
{
	size_t n = 0;
	for (size_t i = 0; i < job->item_n; i++)
		n += job->item[i].given.n + job->item[i].key.n + job->item[i].name.n + job->item[i].figures.n + sizeof job->item[i];
	return n + job->gone_n * 400;
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

static const char *read_it(struct desk *d, struct call *c, struct arena *big, struct exchange_job *job)
{
	struct form f = form_of(c);
	int kind = form_choice(&f, "kind", kinds, false);
	struct exchange_ask ask = { .kind = kind > 0 ? str_of(kinds[kind]) : STR_NONE, .source = line_of(&f, "source", 33),
		.publisher = line_of(&f, "publisher", 60), .licence = line_of(&f, "licence", 60), .credit = line_of(&f, "credit", 150) };
	struct str why;
	ask.bytes = sent(c, &ask.file_name);
	if (!form_is_fine(&f))
		return "long";
	if (!ask.bytes.n)
		return "none";
	if (ask.bytes.n > EXCHANGE_WEB_BYTES)
		return "rows";
	if (!exchange_open(big, &ask, job, &why))
		return job->wrong ? job->wrong : "binary";
	if (job->item_n > EXCHANGE_WEB_ROWS || bytes_of(job) > EXCHANGE_WEB_STAGED)
		return "rows";
	exchange_match(d, job);
	return bytes_of(job) > EXCHANGE_WEB_STAGED ? "rows" : NULL;
}

static void prepare(struct desk *d, struct call *c)
{
	struct arrived *x = ARENA_NEW(d->arena, struct arrived);
	struct arena *big = arena_new(READ_ARENA);
	struct exchange_job job = { .arena = big };
	d->prepared = x;
	x->wrong = read_it(d, c, big, &job);
	if (!x->wrong)
		job_keep(d, &job, &x->job);
	arena_free(big);
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
	int64_t conflict_n, n = 1;
	if (!import_of(d, c, &import))
		return;
	if (str_is(import.state, "ready")) {
		exchange_decide(d, import.import_id);
		for (int64_t left = AT_ONCE; n && left > 0; left -= n)
			n = exchange_apply(d, import.import_id, left, &conflict_n);
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
