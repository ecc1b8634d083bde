/* Staging, deciding, putting in. Every function here is one turn of the writer, small enough that nobody waits. */
#include "exchange/exchange.h"
#include "base/out.h"
#include "desk/audit.h"
#include "directory/directory_given.h"
#include "directory/directory_outline.h"
#include "exchange/exchange.sql.h"
#include "exchange/exchange_outline.h"
#include <string.h>

/* Rows about something that is here already are numbered from here on: what is new goes in first, unseen, and is shown with the first of them. */
enum { LATER = 10000000 };
enum { SWEEP_ROWS = 300, STAGING_MS = 10 * MINUTE, READY_DAYS = 7, DONE_DAYS = 30 };

void exchange_begin(struct desk *d, struct exchange_job *job)
{
	job->import_id = (struct import_id){ id_new() };
	exchange_import_add(d, &(struct exchange_import_add_in){ .import_id = job->import_id, .source = job->source, .kind = job->kind,
		.file_name = job->file_name, .layout = job->layout, .publisher = job->publisher, .licence = job->licence, .credit = job->credit,
		.by_account_id = d->who.account_id, .by_name = d->who.name.n ? d->who.name : STR("yorisoi import"), .now_at = d->now });
}

static void row_stage(struct desk *d, const struct exchange_job *job, size_t at, const struct exchange_item *x)
{
	bool is_outline = str_is(job->kind, "outline");
	bool is_figures = str_is(job->kind, "vacancy") && x->entry_id.v;
	const char *what = x->end == EXCHANGE_REJECTED ? "rejected" : is_outline ? "outline" : is_figures ? "figures" : "entry";
	if (x->end == EXCHANGE_UNCHANGED)
		return;
	int64_t row_n = (int64_t)at + (x->entry_id.v || is_outline ? LATER : 0);
	exchange_row_add(d, &(struct exchange_row_add_in){ .import_id = job->import_id, .row_n = row_n, .line_n = x->line_n, .what = str_of(what),
		.source_key = x->key, .entry_id = x->entry_id, .area_id = x->area_id, .name = x->name, .given = is_figures ? STR_NONE : x->given,
		.figures = x->figures, .reason = x->end == EXCHANGE_REJECTED ? str_of(x->broken ? x->broken : exchange_why_word(x->why)) : STR_NONE });
}

size_t exchange_stage(struct desk *d, const struct exchange_job *job, size_t from, size_t n)
{
	size_t done = 0, all = job->item_n + job->gone_n;
	for (size_t i = from; i < all && done < n; i++, done++)
		if (i < job->item_n)
			row_stage(d, job, i, &job->item[i]);
		else
			exchange_row_add(d, &(struct exchange_row_add_in){ .import_id = job->import_id, .row_n = (int64_t)i + LATER, .line_n = 0, .what = STR("gone"),
				.source_key = job->gone[i - job->item_n].key, .entry_id = job->gone[i - job->item_n].entry_id });
	exchange_import_touch(d, d->now, 0, job->import_id);
	return done;
}

void exchange_ready(struct desk *d, const struct exchange_job *job)
{
	exchange_import_ready(d, &(struct exchange_import_ready_in){ .read_n = (int64_t)job->item_n, .added_n = job->added_n, .changed_n = job->changed_n,
		.unchanged_n = job->unchanged_n, .rejected_n = job->rejected_n, .gone_n = (int64_t)job->gone_n,
		.row_n = job->added_n + job->changed_n, .layout = job->layout, .kind = job->kind, .now_at = d->now, .import_id = job->import_id });
}

static void state(struct desk *d, struct import_id import_id, const char *word, bool is_end)
{
	exchange_import_state(d, str_of(word), d->now, is_end ? d->now : MOMENT_NONE, import_id);
}

void exchange_decide(struct desk *d, struct import_id import_id)
{
	state(d, import_id, "live", false);
	exchange_import_coming(d, directory_coming(d), import_id);
	audit_note(d, "directory.import", "import", import_id.v, STR_NONE);
}

void exchange_drop(struct desk *d, struct import_id import_id)
{
	state(d, import_id, "dropped", true);
	exchange_pieces_drop(d, import_id);
}

/* ---- putting in ---- */

/* One age of figures: `age:free:wait:enrolled`. */
static bool figure_read(struct str one, struct directory_vacancy *v)
{
	struct str rest = one, part;
	int64_t *to[] = { &v->age_n, &v->free_n, &v->waiting_n, &v->enrolled_n };
	for (int i = 0; i < 4; i++)
		if (!str_cut(&rest, ':', &part) || !str_int(part, to[i]))
			return false;
	return true;
}

void exchange_figures_put(struct desk *d, struct entry_id entry_id, struct str figures)
{
	struct str rest = figures, head, one;
	int64_t day;
	if (!figures.n || !str_cut(&rest, ';', &head) || !str_int(head, &day))
		return;
	while (str_cut(&rest, ';', &one)) {
		struct directory_vacancy v = { .counted_on = { (int32_t)day } };
		if (figure_read(one, &v))
			directory_vacancy_put(d, entry_id, &v);
	}
}

struct putting { struct desk *d; const struct exchange_import_row *import; struct directory_given *given; int64_t conflict_n; bool is_seen; };

static void entry_put(struct putting *p, const struct exchange_staged_row *r)
{
	struct directory_taken taken;
	*p->given = (struct directory_given){ .source = p->import->source, .source_key = r->source_key, .publisher = p->import->publisher,
		.licence = p->import->licence, .credit = p->import->credit, .entry_id = r->entry_id, .area_id = r->area_id,
		.coming_n = p->is_seen ? 0 : p->import->coming_n };
	if (!directory_given_read(p->d->arena, r->given, p->given))
		return;
	directory_take(p->d, p->given, &taken);
	p->conflict_n += taken.conflict_n;
	if (taken.took != DIRECTORY_TOOK_NOT)
		exchange_figures_put(p->d, taken.entry_id, r->figures);
}

static void row_put(struct putting *p, const struct exchange_staged_row *r)
{
	struct directory_outline outline = { .area_id = r->area_id, .name = r->name };
	if (str_is(r->what, "figures")) {
		exchange_figures_put(p->d, r->entry_id, r->figures);
	} else if (str_is(r->what, "entry")) {
		entry_put(p, r);
	} else if (exchange_outline_read(r->given, &outline)) {
		directory_outline_replace(p->d, r->name, p->import->import_id.v);
		directory_outline_put(p->d, &outline, p->import->import_id.v);
	}
	exchange_row_drop(p->d, p->import->import_id, r->row_n);
}

int64_t exchange_apply(struct desk *d, struct import_id import_id, int64_t n, int64_t *ret_conflict_n)
{
	struct exchange_import_row import;
	struct exchange_staged_row *row;
	*ret_conflict_n = 0;
	if (!exchange_import_by_id(d, import_id, &import) || !str_is(import.state, "live"))
		return 0;
	size_t row_n = exchange_rows_next(d, import_id, n, &row);
	size_t new_n = 0;
	while (new_n < row_n && row[new_n].row_n < LATER)
		new_n++;
	struct putting p = { .d = d, .import = &import, .given = ARENA_NEW(d->arena, struct directory_given), .is_seen = !new_n };
	if (new_n)
		row_n = new_n;
	else
		directory_show(d, import.coming_n);
	for (size_t i = 0; i < row_n; i++)
		row_put(&p, &row[i]);
	if (row_n)
		exchange_import_touch(d, d->now, p.conflict_n, import_id);
	else
		state(d, import_id, "done", true);
	*ret_conflict_n = p.conflict_n;
	return (int64_t)row_n;
}

struct import_id exchange_unfinished(struct desk *d)
{
	struct exchange_import_in_state_row r;
	return exchange_import_in_state(d, STR("live"), d->now, &r) ? r.import_id : (struct import_id){ 0 };
}

/* ---- clearing away ---- */

bool exchange_sweep(struct desk *d)
{
	struct exchange_import_in_state_row r;
	if (exchange_import_in_state(d, STR("staging"), moment_add(d->now, -STAGING_MS), &r)
		|| exchange_import_in_state(d, STR("ready"), moment_add(d->now, -READY_DAYS * DAY_MS), &r))
		exchange_drop(d, r.import_id);
	bool is_dropped = exchange_import_in_state(d, STR("dropped"), moment_add(d->now, 1), &r);
	if (!is_dropped && !exchange_import_in_state(d, STR("done"), moment_add(d->now, -DONE_DAYS * DAY_MS), &r))
		return false;
	if (exchange_rows_drop(d, r.import_id, SWEEP_ROWS) > 0)
		return true;
	if (is_dropped)
		exchange_import_forget(d, r.import_id);
	else
		exchange_import_touch(d, d->now, 0, r.import_id);
	return true;
}
