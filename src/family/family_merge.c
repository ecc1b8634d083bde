/* Together, apart, and lines that move. */
#include "family/family_merge.h"
#include "base/out.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/task.h"

/* Both must be open for who asks, with a purpose where one is needed. */
static bool may_write(struct desk *d, struct family_id family_id, struct family_row *ret)
{
	return family_for_staff(d, family_id, ret) == FAMILY_OK && family_may(d, MAY_FAMILY_WRITE, ret);
}

static struct str other_line(struct desk *d, struct family_id family_id)
{
	return id_text(d->arena, family_id.v);
}

enum family_refusal family_merge(struct desk *d, struct family_id family_id, struct family_id gone, struct str why)
{
	struct family_row kept_row, gone_row;
	struct family_merge_has_others_row part;
	if (!may_write(d, family_id, &kept_row) || !may_write(d, gone, &gone_row))
		return FAMILY_NO_SUCH;
	if (kept_row.family_id.v == gone_row.family_id.v || kept_row.family_id.v != family_id.v || gone_row.family_id.v != gone.v
		|| family_merge_has_others(d, gone, &part))
		return FAMILY_NOT_NOW;
	if (family_merge_into(d, family_id, gone) != 1)
		return FAMILY_NOT_NOW;
	family_merge_put(d, &(struct family_merge_put_in){ .merge_id = { id_new() }, .family_id = family_id, .gone_family_id = gone, .why = why,
		.merged_at = d->now, .by_account_id = d->who.account_id });
	task_settle_subject(d, TASK_NEXT_STEP, gone.v);
	audit_note(d, "family.merge", "family", family_id.v, other_line(d, gone));
	audit_note(d, "family.merged", "family", gone.v, other_line(d, family_id));
	return FAMILY_OK;
}

enum family_refusal family_merge_undo(struct desk *d, struct family_id family_id, struct merge_id merge_id)
{
	struct family_row kept_row;
	struct family_merge_by_id_row m;
	if (!may_write(d, family_id, &kept_row) || !family_merge_by_id(d, merge_id, &m) || m.family_id.v != kept_row.family_id.v || m.undone_at.ms)
		return FAMILY_NO_SUCH;
	if (d->now.ms - m.merged_at.ms > FAMILY_UNDO_DAYS * DAY_MS)
		return FAMILY_NOT_NOW;
	family_merge_apart(d, m.gone_family_id, m.family_id);
	family_merge_undone(d, d->now, d->who.account_id, merge_id);
	audit_note(d, "family.unmerge", "family", m.family_id.v, other_line(d, m.gone_family_id));
	audit_note(d, "family.unmerged", "family", m.gone_family_id.v, other_line(d, m.family_id));
	return FAMILY_OK;
}

enum family_refusal family_story_move(struct desk *d, struct family_id family_id, struct story_id story_id, struct family_id to)
{
	struct family_row here, there;
	struct family_story_row line;
	if (!may_write(d, family_id, &here) || !family_story_by_id(d, story_id, &line) || !family_is_same(d, line.family_id, here.family_id))
		return FAMILY_NO_SUCH;
	if (!may_write(d, to, &there) || here.family_id.v == there.family_id.v || line.moved_to_family_id.v || str_is(line.kind, "registered"))
		return FAMILY_NOT_NOW;
	struct story_id id = family_story_add(d, &(struct family_line_new){ .family_id = there.family_id, .happened_at = line.happened_at,
		.kind = line.kind, .line = line.line, .room = line.room, .subject_id = line.subject_n, .who_may_see = STR("staff") });
	family_merge_line_come(d, line.family_id, d->now, id);
	family_merge_line_gone(d, there.family_id, d->now, story_id);
	audit_note(d, "family.line-gone", "family", here.family_id.v, other_line(d, there.family_id));
	audit_note(d, "family.line-come", "family", there.family_id.v, other_line(d, here.family_id));
	return FAMILY_OK;
}

/* ---- the proof ---- */

static void put(struct out *o, struct str s)
{
	out_fmt(o, "%zu:%.*s ", s.n, STR_ARG(s));
}

static void put_household(struct out *o, const struct family_row *f)
{
	put(o, f->state);
	put(o, f->name);
	put(o, f->kana);
	put(o, f->address);
	put(o, f->phone);
	put(o, f->mail);
	put(o, f->next_line);
	out_fmt(o, "%lld %lld %lld %d %lld %lld\n", (long long)f->into_family_id.v, (long long)f->operator_id.v, (long long)f->area_id.v, f->next_on.n,
		(long long)f->changed_at.ms, (long long)f->version_n);
}

static void put_people(struct desk *d, struct out *o, struct family_id id)
{
	struct family_guardian_row *g;
	struct family_child_row *c;
	struct family_pregnancy_row *x;
	size_t n = family_guardians_of(d, id, &g);
	for (size_t i = 0; i < n; i++) {
		put(o, g[i].name);
		out_fmt(o, "%lld %lld %lld %lld\n", (long long)g[i].guardian_id.v, (long long)g[i].family_id.v, (long long)g[i].account_id.v,
			(long long)g[i].version_n);
	}
	n = family_children_of(d, id, &c);
	for (size_t i = 0; i < n; i++) {
		put(o, c[i].name);
		out_fmt(o, "%lld %lld %d %lld\n", (long long)c[i].child_id.v, (long long)c[i].family_id.v, c[i].born_on.n, (long long)c[i].version_n);
	}
	n = family_pregnancies_of(d, id, &x);
	for (size_t i = 0; i < n; i++)
		out_fmt(o, "%lld %lld %d %lld\n", (long long)x[i].pregnancy_id.v, (long long)x[i].family_id.v, x[i].due_on.n, (long long)x[i].version_n);
}

static void put_lines(struct desk *d, struct out *o, struct family_id id)
{
	struct family_fact_row *fact;
	struct family_story_row *line;
	struct family_merge_keys_row *key;
	size_t n = family_facts_of(d, id, &fact);
	for (size_t i = 0; i < n; i++) {
		put(o, fact[i].line);
		out_fmt(o, "%lld %lld\n", (long long)fact[i].fact_id.v, (long long)fact[i].family_id.v);
	}
	n = family_story_of(d, id, true, FAMILY_STORY_MOST, &line);
	for (size_t i = 0; i < n; i++) {
		put(o, line[i].line);
		out_fmt(o, "%lld %lld %lld\n", (long long)line[i].story_id.v, (long long)line[i].family_id.v, (long long)line[i].happened_at.ms);
	}
	n = family_merge_keys(d, id, &key);
	for (size_t i = 0; i < n; i++) {
		put(o, key[i].sought);
		out_fmt(o, "%lld %lld\n", (long long)key[i].family_id.v, (long long)key[i].subject_id.v);
	}
}

struct str family_content(struct desk *d, struct family_id family_id)
{
	struct out o = { .arena = d->arena };
	struct family_row f;
	if (family_household_by_id(d, family_id, &f))
		put_household(&o, &f);
	put_people(d, &o, family_id);
	put_lines(d, &o, family_id);
	return seal_hash(d->arena, out_done(&o));
}
