/* Figures of a file beside those that are known: what is new. */
#include "directory/directory_outline.h"
#include "exchange/exchange.h"

/* In what directory_figures_of_day gives, sorted by entry and age: the first of this entry. */
static const struct directory_figure *first_of(const struct directory_figure *v, size_t n, struct entry_id entry_id)
{
	size_t from = 0, to = n;
	while (from < to) {
		size_t middle = (from + to) / 2;
		if (v[middle].entry_id.v < entry_id.v)
			from = middle + 1;
		else
			to = middle;
	}
	return from < n && v[from].entry_id.v == entry_id.v ? &v[from] : NULL;
}

static bool is_equal(struct arena *a, const struct directory_vacancy *v, struct str one)
{
	struct str known = arena_fmt(a, "%lld:%lld:%lld:%lld", (long long)v->age_n, (long long)v->free_n, (long long)v->waiting_n,
		(long long)v->enrolled_n);
	return str_eq(known, one);
}

struct of_day { int64_t day; struct directory_figure *v; size_t n; };

static enum exchange_end end_of(struct arena *a, const struct of_day *known, const struct exchange_item *x)
{
	struct str rest = x->figures, day, one;
	enum exchange_end end = EXCHANGE_UNCHANGED;
	str_cut(&rest, ';', &day);
	const struct directory_figure *first = x->entry_id.v ? first_of(known->v, known->n, x->entry_id) : NULL;
	while (str_cut(&rest, ';', &one)) {
		const struct directory_figure *v = first;
		while (v && v < known->v + known->n && v->entry_id.v == x->entry_id.v && v->vacancy.age_n != one.s[0] - '0')
			v++;
		if (!v || v == known->v + known->n || v->entry_id.v != x->entry_id.v)
			return EXCHANGE_ADDED;
		if (!is_equal(a, &v->vacancy, one))
			end = EXCHANGE_CHANGED;
	}
	return end;
}

/* A file is of one day or of a few. */
void exchange_figures_match(struct desk *d, struct exchange_job *job)
{
	struct of_day known = { .day = INT64_MIN };
	struct arena *page = arena_new((size_t)8 << 20);
	for (size_t i = 0; i < job->item_n; i++) {
		struct exchange_item *x = &job->item[i];
		struct str rest = x->figures, head;
		int64_t day;
		if (x->end == EXCHANGE_REJECTED || x->same_as_line_n || !str_cut(&rest, ';', &head) || !str_int(head, &day))
			continue;
		if (day != known.day) {
			known.day = day;
			known.n = directory_figures_of_day(d, (struct day){ (int32_t)day }, &known.v);
		}
		x->end = end_of(page, &known, x);
		arena_reset(page);
	}
	arena_free(page);
}
