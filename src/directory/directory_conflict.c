/* Raised by imports, settled once by a person. */
#include "directory/directory_conflict.h"
#include "desk/audit.h"
#include "directory/directory_desk.h"

enum { OPEN_MOST = 200 };

bool directory_conflict_raise(struct desk *d, const struct directory_conflict_at_row *x)
{
	struct directory_conflict_at_row same;
	bool is_there = directory_conflict_same(d, x->entry_id, x->fact, x->source, &same);
	if (is_there && str_eq(same.their_value, x->their_value) && (same.settled_at.ms || str_eq(same.our_value, x->our_value)))
		return false;
	if (is_there && !same.settled_at.ms) {
		directory_conflict_renew(d, x->our_value, x->their_value, d->now, same.conflict_id);
		return true;
	}
	directory_conflict_add(d, &(struct directory_conflict_add_in){ .conflict_id = { id_new() }, .entry_id = x->entry_id, .fact = x->fact,
		.source = x->source, .old_value = x->old_value, .our_value = x->our_value, .their_value = x->their_value, .raised_at = d->now });
	return true;
}

static enum directory_refusal take_theirs(struct desk *d, struct directory_entry *e, const struct directory_conflict_at_row *x)
{
	enum directory_fact fact;
	struct directory_change change = { .version_n = e->version_n, .why = x->source };
	if (!directory_fact_parse(x->fact, &fact))
		return DIRECTORY_BAD;
	e->fact[fact] = x->their_value;
	return directory_put(d, e, &change);
}

enum directory_refusal directory_conflict_settle(struct desk *d, struct conflict_id conflict_id, bool is_theirs)
{
	struct directory_conflict_at_row x;
	struct directory_entry e;
	if (!directory_conflict_by_id(d, conflict_id, &x) || x.settled_at.ms || !directory_by_id(d, x.entry_id, &e) || !directory_may_edit(d, &e))
		return DIRECTORY_NO_SUCH;
	enum directory_refusal r = is_theirs ? take_theirs(d, &e, &x) : DIRECTORY_OK;
	if (r != DIRECTORY_OK)
		return r;
	directory_conflict_end(d, d->now, is_theirs, d->who.account_id, conflict_id);
	audit_note(d, is_theirs ? "directory.take" : "directory.keep", "entry", x.entry_id.v, STR_NONE);
	return DIRECTORY_OK;
}

size_t directory_conflicts(struct desk *d, struct str source, struct entry_id entry_id, struct directory_conflict_open_row **ret)
{
	struct may_reach reach = directory_desk_reach(d);
	return directory_conflict_open(d, &(struct directory_conflict_open_in){ .source = source.n ? source : STR(""), .is_any_entry = !entry_id.v,
		.entry_id = entry_id, .is_everywhere = reach.is_everywhere, .is_unowned_seen = reach.is_unowned_seen,
		.operator_id = reach.operator_id, .has_all_areas = reach.has_all_areas, .area_list = reach.area_list, .limit_n = OPEN_MOST }, ret);
}

int64_t directory_conflict_count(struct desk *d, struct entry_id entry_id)
{
	struct may_reach reach = directory_desk_reach(d);
	struct directory_conflict_open_count_row row = { 0 };
	directory_conflict_open_count(d, &(struct directory_conflict_open_count_in){ .is_any_entry = !entry_id.v, .entry_id = entry_id,
		.is_everywhere = reach.is_everywhere, .is_unowned_seen = reach.is_unowned_seen, .operator_id = reach.operator_id,
		.has_all_areas = reach.has_all_areas, .area_list = reach.area_list }, &row);
	return row.conflict_n;
}
