/* Rows of figures put where they belong. */
#include "care/care_unmet.h"
#include "desk/may.h"

const char *const care_unmet_reasons[] = { "nobody_free", "nobody_near", "too_soon", "training", "sick_child", "language", "withdrawn", "other",
	NULL };

int64_t care_unmet_share(const struct care_unmet_count *x)
{
	int64_t decided_n = x->filled_n + x->unfilled_n;
	return decided_n ? (x->filled_n * 1000 + decided_n / 2) / decided_n : -1;
}

static size_t place_of(struct str word, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n && words[i]; i++)
		if (str_is(word, words[i]))
			return i;
	return n;
}

static size_t area_of(const struct desk *d, struct area_id area_id)
{
	size_t n = d->tenant->area_n < CARE_UNMET_AREAS ? d->tenant->area_n : CARE_UNMET_AREAS;
	for (size_t i = 0; i < n; i++)
		if (d->tenant->area[i].area_id.v == area_id.v)
			return i;
	return n;
}

static void count(struct care_unmet_count *x, const struct care_unmet_rows_row *row)
{
	bool is_cancelled = str_is(row->state, "cancelled"), is_unfilled = str_is(row->state, "unfilled");
	x->asked_n += row->request_n;
	if (row->filled_n)
		x->filled_n += row->request_n;
	else if (is_unfilled)
		x->unfilled_n += row->request_n;
	else if (is_cancelled)
		x->withdrawn_n += row->request_n;
	else
		x->open_n += row->request_n;
}

void care_unmet_read(struct desk *d, struct day from_on, struct day until_on, bool is_public, struct care_unmet *ret)
{
	struct care_unmet_rows_row *row;
	struct may_reach reach = is_public ? (struct may_reach){ .is_everywhere = true, .area_list = STR(",") } : may_reach(d, MAY_UNMET_READ);
	*ret = (struct care_unmet){ .from_on = from_on, .until_on = until_on };
	ret->area_n = d->tenant->area_n < CARE_UNMET_AREAS ? d->tenant->area_n : CARE_UNMET_AREAS;
	size_t n = care_unmet_rows(d, &(struct care_unmet_rows_in){ .from_at = day_moment(from_on, 0), .until_at = day_moment(until_on, 0),
		.is_everywhere = reach.is_everywhere, .is_unowned_seen = reach.is_unowned_seen, .operator_id = reach.operator_id,
		.has_all_areas = reach.has_all_areas, .area_list = reach.area_list }, &row);
	for (size_t i = 0; i < n; i++) {
		size_t area = area_of(d, row[i].area_id), kind = place_of(row[i].kind, care_kind_words, CARE_UNMET_KINDS);
		size_t reason = place_of(row[i].unfilled_reason, care_unmet_reasons, CARE_UNMET_REASONS);
		count(&ret->all, &row[i]);
		count(&ret->area[area], &row[i]);
		if (kind < CARE_UNMET_KINDS)
			count(&ret->kind[kind], &row[i]);
		size_t use = place_of(row[i].reason, care_use_words, CARE_USES);
		if (use < CARE_USES)
			count(&ret->use[use], &row[i]);
		if (row[i].part_n >= 0 && row[i].part_n < CARE_UNMET_PARTS)
			count(&ret->part[row[i].part_n], &row[i]);
		if (str_is(row[i].state, "unfilled") && !row[i].filled_n && reason < CARE_UNMET_REASONS) {
			ret->reason[area][reason] += row[i].request_n;
			ret->reason_n[reason] += row[i].request_n;
		}
	}
}

size_t care_unmet_unsaid(struct desk *d, struct care_request_row **ret)
{
	struct care_unmet_past_row *row;
	struct may_reach reach = may_reach(d, MAY_UNMET_READ);
	size_t n = care_unmet_past(d, &(struct care_unmet_past_in){ .until_at = d->now, .is_everywhere = reach.is_everywhere,
		.is_unowned_seen = reach.is_unowned_seen, .operator_id = reach.operator_id, .has_all_areas = reach.has_all_areas,
		.area_list = reach.area_list }, &row), kept_n = 0;
	*ret = ARENA_ARRAY(d->arena, struct care_request_row, n + 1);
	for (size_t i = 0; i < n; i++)
		kept_n += care_request_of(d, row[i].request_id, &(*ret)[kept_n]);
	return kept_n;
}
