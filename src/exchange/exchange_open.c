/* A file, read and recognised: every row an item with what it gives, or with the reason why it gives nothing. */
#include "base/nfkc.h"
#include "base/out.h"
#include "directory/directory_given.h"
#include "exchange/exchange.h"
#include "exchange/exchange_cell.h"
#include "exchange/exchange_outline.h"
#include <string.h>

enum { SCRATCH = 8 << 20 };

struct opening { struct arena *arena, *scratch; struct exchange_words words; const struct exchange_ask *ask; struct exchange_job *job; size_t cap;
	bool has_full, has_name; };

static struct exchange_item *item_new(struct opening *o)
{
	struct exchange_job *job = o->job;
	if (job->item_n == o->cap) {
		size_t cap = o->cap ? o->cap * 2 : 512;
		struct exchange_item *more = ARENA_ARRAY(o->arena, struct exchange_item, cap);
		if (job->item_n)
			memcpy(more, job->item, job->item_n * sizeof *more);
		job->item = more;
		o->cap = cap;
	}
	return &job->item[job->item_n++];
}

/* ---- figures ---- */

static int64_t number_of(struct str s)
{
	int64_t n;
	return str_int(str_trim(s), &n) && n >= 0 && n < 100000 ? n : -1;
}

/* `DAY;age:free:wait:enrolled;...`; what is no number is -1, an age without any is left out. */
struct str exchange_figures_write(struct arena *a, const struct exchange_figures *f)
{
	struct out o = { .arena = a };
	bool is_any = false;
	if (!f->is_any || day_is_none(f->as_of))
		return STR_NONE;
	out_int(&o, f->as_of.n);
	for (int i = 0; i < EXCHANGE_AGES; i++) {
		int64_t n[] = { number_of(nfkc(a, f->vacant[i])), number_of(nfkc(a, f->wait[i])), number_of(nfkc(a, f->enrolled[i])) };
		if (n[0] < 0 && n[1] < 0 && n[2] < 0)
			continue;
		out_fmt(&o, ";%d:%lld:%lld:%lld", i, (long long)n[0], (long long)n[1], (long long)n[2]);
		is_any = true;
	}
	return is_any ? out_done(&o) : STR_NONE;
}

/* ---- rows of entries ---- */

static struct str keep(struct opening *o, struct str s)
{
	return s.n ? arena_str(o->arena, s) : STR_NONE;
}

static void from_file(struct opening *o, const struct exchange_record *r)
{
	struct exchange_job *job = o->job;
	if (!job->publisher.n && r->publisher.n && r->publisher.n < 400)
		job->publisher = keep(o, r->publisher);
	if (!job->licence.n && r->licence.n && r->licence.n < 400)
		job->licence = keep(o, r->licence);
}

static void entry_add(struct opening *o, const struct exchange_layout *l, struct exchange_record *r)
{
	struct exchange_item *x = item_new(o);
	struct exchange_job *job = o->job;
	*x = (struct exchange_item){ .line_n = r->line_n, .name = keep(o, r->fact[FACT_NAME]) };
	if (r->why) {
		x->end = EXCHANGE_REJECTED;
		x->why = r->why;
		x->broken = r->broken;
		return;
	}
	from_file(o, r);
	bool is_told = o->ask->kind.n && !str_is(o->ask->kind, "vacancy");
	struct directory_given g = { .kind = is_told ? o->ask->kind : r->kind, .type = r->type, .lat_n = r->lat_n, .lon_n = r->lon_n };
	memcpy(g.fact, r->fact, sizeof g.fact);
	x->key = keep(o, exchange_key(o->scratch, l, r));
	x->given = keep(o, directory_given_write(o->scratch, &g));
	x->figures = keep(o, exchange_figures_write(o->scratch, &r->figures));
	x->phone = keep(o, r->fact[FACT_PHONE]);
	x->address = keep(o, r->fact[FACT_ADDRESS]);
	x->district = keep(o, r->fact[FACT_DISTRICT]);
	x->city = keep(o, r->fact[FACT_CITY]);
	x->lat_n = r->lat_n;
	x->lon_n = r->lon_n;
	job->turned_n += r->is_turned;
	job->off_n += r->is_off;
}

/* ---- rows of vacancies: one facility, one age ---- */

static bool age_of(struct str words, int *ret)
{
	struct str s = words;
	if (!s.n || s.s[0] < '0' || s.s[0] > '5' || (s.n > 1 && s.s[1] >= '0' && s.s[1] <= '9'))
		return false;
	*ret = s.s[0] - '0';
	return true;
}

static void figure_add(struct opening *o, const struct exchange_layout *l, struct exchange_record *r)
{
	struct exchange_figures f = { .is_any = true, .as_of = r->figures.as_of };
	int age = 0;
	bool is_fine = age_of(nfkc(o->scratch, r->age), &age) && !day_is_none(f.as_of) && (r->vacant.n || r->wait.n || r->enrolled.n);
	f.vacant[age] = r->vacant;
	f.wait[age] = r->wait;
	f.enrolled[age] = r->enrolled;
	struct exchange_layout by_id = *l;
	by_id.has_id = true;
	r->figures = f;
	if (!r->why && (!is_fine || !exchange_figures_write(o->scratch, &f).n))
		r->why = EXCHANGE_NO_FIGURE;
	entry_add(o, &by_id, r);
}

/* ---- duplicates ---- */

static uint64_t hash_of(struct str s)
{
	uint64_t h = 1469598103934665603u;
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.s[i]) * 1099511628211u;
	return h ^ h >> 31;
}

/* The same row twice counts once; another row under the same key gets a number behind it, in the order of the file. */
static void keys_apart(struct opening *o)
{
	struct exchange_job *job = o->job;
	size_t cap = 1024;
	while (cap < job->item_n * 2)
		cap *= 2;
	uint32_t *slot = ARENA_ARRAY(o->arena, uint32_t, cap);
	for (size_t i = 0; i < job->item_n; i++) {
		struct exchange_item *x = &job->item[i];
		struct str key = x->key;
		int again = 1;
		if (x->end == EXCHANGE_REJECTED)
			continue;
		for (size_t at = hash_of(x->key) & (cap - 1);; at = (at + 1) & (cap - 1)) {
			struct exchange_item *other = slot[at] ? &job->item[slot[at] - 1] : NULL;
			if (!other) {
				slot[at] = (uint32_t)i + 1;
				break;
			}
			if (!str_eq(other->key, x->key))
				continue;
			if (str_eq(other->given, x->given) && str_eq(other->figures, x->figures)) {
				x->same_as_line_n = other->line_n;
				break;
			}
			x->key = arena_fmt(o->arena, "%.*s#%d", STR_ARG(key), ++again);
			at = (hash_of(x->key) & (cap - 1)) - 1;
		}
	}
}

/* ---- the file ---- */

/* What the columns were taken for, for the person who looks at the report: heading, a tab, the fact's word (or more, or ignored). */
static void layout_says(struct opening *o, const struct exchange_layout *l, struct out *out)
{
	for (size_t i = 0; i < l->table->column_n && out->n < 3600; i++) {
		int to = l->to[i];
		struct str label = exchange_cell_one_line(o->scratch, l->table->label[i]);
		bool is_day = to >= TO_DAY_0 && to <= TO_DAY_6;
		const char *means = is_day ? directory_fact_word(FACT_DAYS)
			: to >= 0 && to < FACT_N ? directory_fact_word((enum directory_fact)to) : to == TO_MORE ? "more" : to == TO_IGNORE ? "ignored"
			: to == TO_ID || to == TO_NO ? "id" : to == TO_LAT || to == TO_LON || to == TO_LAT_LON ? "place" : to >= TO_VACANCY_ON ? "figures"
			: to == TO_PUBLISHER || to == TO_LICENCE ? "publisher" : to == TO_ADDRESS_MORE ? "address" : to >= TO_AGE_FROM && to <= TO_MONTH_TO ? "ages"
			: to == TO_TYPE_FLAG ? "type_words" : to == TO_PLACE ? "place_words" : "period";
		out_fmt(out, "%.*s\t%s\n", STR_ARG(label), means);
	}
	o->job->more_n += (size_t)l->more_n;
}

static bool is_kind_fine(struct opening *o, const struct exchange_layout *l, struct str *ret_why)
{
	bool has_figures = l->is_vacancy;
	for (size_t i = 0; i < l->table->column_n; i++)
		has_figures = has_figures || (l->to[i] >= TO_FREE_0 && l->to[i] <= TO_ENROLLED_5);
	bool is_wrong = l->is_vacancy && o->ask->kind.n && !str_is(o->ask->kind, "vacancy");
	bool is_none = str_is(o->ask->kind, "vacancy") && !has_figures;
	o->job->wrong = is_wrong ? "vacancy" : is_none ? "no_vacancy" : NULL;
	if (is_wrong)
		*ret_why = STR("this is a table of free places (a row for each facility and age). Import it with --kind vacancy.");
	else if (is_none)
		*ret_why = STR("there are no columns of ages and free places in it. Import it without --kind vacancy.");
	return !is_wrong && !is_none;
}

static bool table_open(struct opening *o, const struct exchange_table *t, struct out *says, struct str *ret_why)
{
	struct exchange_layout *l = ARENA_NEW(o->arena, struct exchange_layout);
	struct exchange_record *r = ARENA_NEW(o->arena, struct exchange_record);
	exchange_layout_of(o->arena, &o->words, t, l);
	o->has_name = o->has_name || l->name_at >= 0;
	if (l->name_at < 0 || (o->has_full && exchange_is_thin(l)))
		return true;
	l->as_of = day_is_none(l->as_of) ? exchange_day_in(o->arena, o->ask->file_name) : l->as_of;
	if (!is_kind_fine(o, l, ret_why))
		return false;
	layout_says(o, l, says);
	o->job->is_event = o->job->is_event || l->is_event;
	if (l->is_vacancy)
		o->job->kind = STR("vacancy");
	else if (!o->job->kind.n)
		o->job->kind = l->kind;
	for (size_t i = 0; i < t->line_n; i++) {
		exchange_record_of(o->scratch, &o->words, l, &t->line[i], r);
		if (l->is_vacancy)
			figure_add(o, l, r);
		else
			entry_add(o, l, r);
		arena_reset(o->scratch);
	}
	return true;
}

/* The file's name without its ending, its digits and what is left of a date: the same for this year's file and the next. */
static struct str source_of(struct arena *a, struct str file_name)
{
	struct out o = { .arena = a };
	const char *slash = file_name.n ? memrchr(file_name.s, '/', file_name.n) : NULL;
	struct str s = slash ? (struct str){ slash + 1, file_name.n - (size_t)(slash + 1 - file_name.s) } : file_name;
	const char *dot = s.n ? memrchr(s.s, '.', s.n) : NULL;
	if (dot && dot > s.s)
		s.n = (size_t)(dot - s.s);
	for (size_t i = 0; i < s.n && o.n < 90; i++)
		if ((s.s[i] < '0' || s.s[i] > '9') && !((s.s[i] == '_' || s.s[i] == '-') && (!o.n || o.b[o.n - 1] == s.s[i])))
			out_put(&o, s.s + i, 1);
	while (o.n && (o.b[o.n - 1] == '_' || o.b[o.n - 1] == '-' || ((unsigned char)o.b[o.n - 1] & 0xc0) == 0x80) && !str_is_utf8((struct str){ o.b, o.n }))
		o.n--;
	while (o.n && (o.b[o.n - 1] == '_' || o.b[o.n - 1] == '-'))
		o.n--;
	return o.n ? out_done(&o) : STR_NONE;
}

static bool tables_open(struct opening *o, struct exchange_tables *t, struct str *ret_why)
{
	struct out says = { .arena = o->arena };
	struct exchange_job *job = o->job;
	job->form = t->form;
	job->encoding = t->encoding;
	job->broken_n = t->broken_n;
	job->credit = o->ask->credit.n ? o->ask->credit : t->credit.n && t->credit.n < 400 ? t->credit : STR_NONE;
	job->licence = o->ask->licence.n ? o->ask->licence : t->licence.n && t->licence.n < 400 ? t->licence : STR_NONE;
	for (size_t i = 0; i < t->table_n; i++)
		t->table[i].is_of_places = str_is(o->ask->kind, "vacancy");
	for (size_t i = 0; t->table_n > 1 && i < t->table_n; i++) {
		struct exchange_layout *l = ARENA_NEW(o->arena, struct exchange_layout);
		exchange_layout_of(o->arena, &o->words, &t->table[i], l);
		o->has_full = o->has_full || (l->name_at >= 0 && !exchange_is_thin(l));
	}
	for (size_t i = 0; i < t->table_n; i++)
		if (!table_open(o, &t->table[i], &says, ret_why))
			return false;
	job->layout = says.n ? out_done(&says) : STR("");
	if (job->item_n)
		return true;
	job->wrong = o->has_name ? "empty" : "no_name";
	*ret_why = o->has_name ? STR("it has headings, but no rows below them.")
		: STR("no column of it looks like a name. Its first row must say what the columns are, in words as cities use them: see docs/import.md.");
	return false;
}

bool exchange_open(struct arena *a, const struct exchange_ask *ask, struct exchange_job *ret, struct str *ret_why)
{
	struct exchange_tables *t = ARENA_NEW(a, struct exchange_tables);
	struct opening o = { .arena = a, .ask = ask, .job = ret };
	*ret = (struct exchange_job){ .arena = a, .source = ask->source.n ? ask->source : source_of(a, ask->file_name), .file_name = ask->file_name,
		.publisher = ask->publisher, .kind = str_is(ask->kind, "vacancy") ? STR_NONE : ask->kind };
	exchange_words_begin(a, &o.words);
	if (!exchange_read(a, &o.words, ask->bytes, t, ret_why)) {
		ret->wrong = t->wrong;
		return false;
	}
	if (exchange_is_outline(t, ask->kind)) {
		ret->kind = STR("outline");
		ret->form = t->form;
		ret->encoding = t->encoding;
		ret->layout = STR("");
		ret->source = ret->source.n ? ret->source : ret->kind;
		return exchange_outline_open(a, t, ret, ret_why);
	}
	o.scratch = arena_new(SCRATCH);
	bool is_fine = tables_open(&o, t, ret_why);
	arena_free(o.scratch);
	if (!ret->source.n)
		ret->source = ret->kind;
	if (is_fine && !str_is(ret->kind, "vacancy"))
		keys_apart(&o);
	return is_fine;
}
