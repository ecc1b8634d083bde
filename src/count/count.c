/* Events in, a report out, months closed. */
#include "count/count.h"
#include "desk/audit.h"
#include "desk/may.h"

const char *const count_channels[] = { "web", "line", "phone", "counter", "visit", "outreach", "mail", "video", NULL };
const char *const count_askers[] = { "mother", "father", "grandparent", "pregnant", "kin", "agency", "other", NULL };
const char *const count_ages[] = { "unborn", "y0", "y1", "y2", "y3", "school", "unknown", NULL };
const char *const count_topics[] = { "sleep", "food", "growth", "temper", "self", "money", "care", "home", "play", "other", NULL };
const char *const count_matters[] = { "abuse", "nurture", "health", "disability", "delinquency", "upbringing", "other", NULL };
const char *const count_outcomes[] = { "information", "advice", "accompany", "referral", "continuing", "closed", NULL };

const char *const count_helps[] = { "care-ask", "care-offer", "care-fill", "care-unfilled", "care-cancel", "care-visit", NULL };

bool count_knows(const char *const *list, struct str word)
{
	for (; *list; list++)
		if (str_is(word, *list))
			return true;
	return false;
}

/* ---- events ---- */

static void put(struct desk *d, const struct count_new *x, int64_t sign_n)
{
	count_event_add(d, &(struct count_event_add_in){ .event_id = { id_new() }, .kind = str_of(x->kind), .subject_n = x->subject_n,
		.subject_version_n = x->subject_version_n, .sign_n = sign_n, .done_on = x->done_on, .month_n = count_month_of(x->done_on),
		.recorded_at = x->recorded_at.ms ? x->recorded_at : d->now, .operator_id = x->operator_id, .area_id = x->area_id,
		.counter_id = x->counter_id, .by_account_id = x->by_account_id, .by_name = x->by_name, .channel = x->channel, .asker = x->asker,
		.age = x->age, .topic = x->topic, .matter = x->matter, .outcome = x->outcome, .agency = x->agency, .minutes_n = x->minutes_n,
		.is_document = x->is_document });
}

void count_add(struct desk *d, const struct count_new *x)
{
	put(d, x, 1);
}

void count_reverse(struct desk *d, const struct count_new *x)
{
	struct count_event_of_row was;
	if (!count_event_of(d, str_of(x->kind), x->subject_n, x->subject_version_n, &was))
		return;
	put(d, &(struct count_new){ .kind = x->kind, .subject_n = x->subject_n, .subject_version_n = x->subject_version_n, .done_on = was.done_on,
		.operator_id = was.operator_id, .area_id = was.area_id, .counter_id = was.counter_id, .by_account_id = was.by_account_id,
		.by_name = was.by_name, .channel = was.channel, .asker = was.asker, .age = was.age, .topic = was.topic, .matter = was.matter,
		.outcome = was.outcome, .agency = was.agency, .minutes_n = was.minutes_n, .is_document = was.is_document }, -1);
}

/* ---- the report ---- */

/* The body that answers for the town: a public one; where there is none, the first of the profile. The others work under contract or beside it. */
static bool is_own_body(const struct desk *d)
{
	bool has_public = false, is_public = false;
	const struct tenant *t = d->tenant;
	for (size_t i = 0; i < t->operator_n; i++) {
		has_public = has_public || str_is(t->operator[i].kind, "public");
		is_public = is_public || (t->operator[i].operator_id.v == d->who.operator_id.v && str_is(t->operator[i].kind, "public"));
	}
	return is_public || t->operator_n < 2 || (!has_public && t->operator[0].operator_id.v == d->who.operator_id.v);
}

bool count_may_close(const struct desk *d)
{
	return may_ever(d, MAY_COUNT_CLOSE) && is_own_body(d);
}

static void cell_add(struct count_cell *to, const struct count_cells_row *x)
{
	to->piece_n += x->piece_n;
	to->minutes_n += x->minutes_n;
	to->late_n += x->late_n;
}

static struct count_line *line_of(struct desk *d, struct count_report *r, struct str word)
{
	struct count_line *last = r->line_n ? &r->line[r->line_n - 1] : NULL;
	if (last && str_eq(last->word, word) && !last->word.s == !word.s)
		return last;
	last = &r->line[r->line_n++];
	*last = (struct count_line){ .word = word, .month = ARENA_ARRAY(d->arena, struct count_cell, r->month_n) };
	return last;
}

static void closings(struct desk *d, const struct count_ask *ask, struct count_report *r)
{
	struct count_months_row *row;
	size_t n = count_months(d, ask->from_n, ask->until_n, ask->as_of_at, &row);
	for (size_t i = 0; i < n; i++)
		r->closed_at[row[i].month_n - ask->from_n] = row[i].closed_at;
}

/* The greatest first, what was not said last. */
static bool is_before(const struct count_line *a, const struct count_line *b)
{
	if (!a->word.n != !b->word.n)
		return a->word.n > 0;
	return a->all.piece_n > b->all.piece_n;
}

static void sort(struct count_report *r)
{
	for (size_t i = 1; i < r->line_n; i++)
		for (size_t k = i; k > 0 && is_before(&r->line[k], &r->line[k - 1]); k--) {
			struct count_line x = r->line[k];
			r->line[k] = r->line[k - 1];
			r->line[k - 1] = x;
		}
}

static size_t cells(struct desk *d, const struct count_ask *ask, struct count_cells_row **ret)
{
	struct may_reach reach = may_reach(d, MAY_COUNT_READ);
	reach.is_everywhere = reach.is_everywhere || count_may_close(d);
	return count_cells(d, &(struct count_cells_in){ .by = ask->by, .from_n = ask->from_n, .until_n = ask->until_n, .as_of_at = ask->as_of_at,
		.is_help = ask->help.n > 0, .kind = ask->help.n ? ask->help : STR(""),
		.channels = ask->channels.n ? ask->channels : STR(","), .has_all_channels = !ask->channels.n, .is_everywhere = reach.is_everywhere,
		.is_unowned_seen = reach.is_unowned_seen, .operator_id = reach.operator_id, .has_all_areas = reach.has_all_areas,
		.area_list = reach.area_list, .limit_n = COUNT_ROWS_MOST * COUNT_MONTHS_MOST }, ret);
}

void count_report(struct desk *d, const struct count_ask *ask, struct count_report *ret)
{
	struct count_cells_row *row;
	size_t n = cells(d, ask, &row);
	*ret = (struct count_report){ .month_n = (size_t)(ask->until_n - ask->from_n + 1), .line = ARENA_ARRAY(d->arena, struct count_line, n + 1) };
	ret->month = ARENA_ARRAY(d->arena, struct count_cell, ret->month_n);
	ret->closed_at = ARENA_ARRAY(d->arena, struct moment, ret->month_n);
	for (size_t i = 0; i < n; i++) {
		struct count_line *line = line_of(d, ret, row[i].word);
		size_t month = (size_t)(row[i].month_n - ask->from_n);
		cell_add(&line->month[month], &row[i]);
		cell_add(&line->all, &row[i]);
		cell_add(&ret->month[month], &row[i]);
		cell_add(&ret->all, &row[i]);
		ret->has_document = ret->has_document || row[i].document_n > 0;
	}
	closings(d, ask, ret);
	sort(ret);
}

/* ---- closing ---- */

enum count_refusal count_close(struct desk *d, int64_t month_n)
{
	if (!count_may_close(d))
		return COUNT_NOT_YOURS;
	if (month_n >= count_month_of(d->today))
		return COUNT_NOT_OVER;
	if (count_month_close(d, month_n, d->now, d->who.account_id, d->who.name) != 1)
		return COUNT_CLOSED;
	audit_note(d, "count.close", "month", month_n, STR_NONE);
	return COUNT_OK;
}

bool count_document(struct desk *d, struct count_document_months_row *ret)
{
	*ret = (struct count_document_months_row){ .first_n = 0 };
	return count_document_months(d, ret) && ret->first_n > 0;
}
