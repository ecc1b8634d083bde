/* Entries: written with a version each time, marked where a person's hand was, never overwritten unseen. */
#include "directory/directory.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/tenant.h"
#include "directory/directory.sql.h"
#include "directory/directory_search.h"

enum { NAME_MOST = 100, FACT_MOST = 6000, FACTS_MOST = 20000 };

/* A text that a query compares with; absent is empty there. */
static struct str text_of(struct str s)
{
	return s.s ? s : STR("");
}

static struct directory_entry entry_of(struct desk *d, const struct directory_entry_row *r)
{
	struct directory_entry e = { .entry_id = r->entry_id, .kind = r->kind, .state = r->state, .type = r->type, .area_id = r->area_id,
		.operator_id = r->operator_id, .lat_n = r->lat_n, .lon_n = r->lon_n, .age_from_n = r->age_from_n, .age_to_n = r->age_to_n,
		.needs = r->needs, .amenities = r->amenities, .fee_kind = r->fee_kind, .hours_rule = r->hours_rule, .edited = r->edited,
		.verified_on = r->verified_on, .verified_by = r->verified_by, .changed_at = r->changed_at, .version_n = r->version_n };
	directory_facts_read(d->arena, r->facts, e.fact);
	return e;
}

static size_t entries_of(struct desk *d, const struct directory_entry_row *row, size_t n, struct directory_entry **ret)
{
	*ret = ARENA_ARRAY(d->arena, struct directory_entry, n + 1);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = entry_of(d, &row[i]);
	return n;
}

/* An absent moment is no number in a query: the first millisecond stands for it. */
static struct moment since(const struct directory_filter *f)
{
	return f->changed_from_at.ms ? f->changed_from_at : (struct moment){ 1 };
}

size_t directory_list(struct desk *d, const struct directory_filter *f, struct directory_entry **ret)
{
	struct directory_entry_row *row;
	size_t n = directory_entries_live(d, &(struct directory_entries_live_in){ .is_any_kind = !f->kind.n, .kind = text_of(f->kind),
		.is_any_type = !f->type.n, .type = text_of(f->type), .is_any_need = !f->need.n, .need = text_of(f->need), .is_any_body = !f->has_body,
		.body_name = text_of(f->body), .is_any_words = !f->words.n, .words = text_of(f->words), .changed_from_at = since(f),
		.limit_n = f->limit_n, .from_n = f->from_n }, &row);
	return entries_of(d, row, n, ret);
}

int64_t directory_list_n(struct desk *d, const struct directory_filter *f)
{
	struct directory_entries_live_n_row r = { 0 };
	directory_entries_live_n(d, &(struct directory_entries_live_n_in){ .is_any_kind = !f->kind.n, .kind = text_of(f->kind),
		.is_any_type = !f->type.n, .type = text_of(f->type), .is_any_need = !f->need.n, .need = text_of(f->need), .is_any_body = !f->has_body,
		.body_name = text_of(f->body), .is_any_words = !f->words.n, .words = text_of(f->words), .changed_from_at = since(f) }, &r);
	return r.entry_n;
}

size_t directory_list_after(struct desk *d, struct entry_id entry_id, int64_t limit_n, struct directory_entry **ret)
{
	struct directory_entry_row *row;
	/* an absent number is no number in a query */
	size_t n = directory_entries_live_after(d, entry_id.v ? entry_id : (struct entry_id){ 1 }, limit_n, &row);
	return entries_of(d, row, n, ret);
}

size_t directory_bodies(struct desk *d, struct str words, int64_t from_n, int64_t limit_n, struct directory_body **ret)
{
	struct directory_bodies_page_row *row;
	size_t n = directory_bodies_page(d, !words.n, text_of(words), limit_n, from_n, &row);
	*ret = ARENA_ARRAY(d->arena, struct directory_body, n + 1);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = (struct directory_body){ row[i].body_name, row[i].entry_id };
	return n;
}

int64_t directory_body_count(struct desk *d, struct str words)
{
	struct directory_bodies_n_row r = { 0 };
	directory_bodies_n(d, !words.n, text_of(words), &r);
	return r.body_n;
}

struct entry_id directory_body_entry(struct desk *d, struct str name)
{
	struct directory_body_first_row r = { 0 };
	directory_body_first(d, text_of(name), &r);
	return r.entry_id;
}

bool directory_by_id(struct desk *d, struct entry_id entry_id, struct directory_entry *ret)
{
	struct directory_entry_row r;
	if (!directory_entry_by_id(d, entry_id, &r))
		return false;
	*ret = entry_of(d, &r);
	return true;
}

bool directory_may_edit(const struct desk *d, const struct directory_entry *e)
{
	struct thing thing = { .operator_id = e->operator_id, .area_id = e->area_id };
	/* A partner group keeps its own entries; what belongs to nobody is the office's. */
	if (d->who.role == ROLE_SITE && (!e->operator_id.v || e->operator_id.v != d->who.operator_id.v))
		return false;
	/* Whoever approves the changes of all groups and imports over all may also mend by hand. */
	return may(d, MAY_DIRECTORY_EDIT, &thing) || may(d, MAY_DIRECTORY_APPROVE, NULL);
}

bool directory_may_see(const struct desk *d, const struct directory_entry *e)
{
	return str_is(e->state, "live") ? may(d, MAY_DIRECTORY_READ, NULL) : directory_may_edit(d, e);
}

bool directory_is_fine(const struct directory_entry *e)
{
	size_t sum = 0;
	if (!e->fact[FACT_NAME].n || str_letters(e->fact[FACT_NAME]) > NAME_MOST || str_letters(e->fact[FACT_KANA]) > NAME_MOST * 2)
		return false;
	for (int i = 0; i < FACT_N; i++) {
		if (e->fact[i].n > FACT_MOST * 3 || !str_is_utf8(e->fact[i]))
			return false;
		sum += e->fact[i].n;
	}
	return sum <= FACTS_MOST * 3;
}

/* Facts that differ from what stood there, beside those a person had written before. */
static struct str edited_after(struct desk *d, const struct directory_entry *old, const struct directory_entry *e)
{
	struct out o = { .arena = d->arena };
	out_z(&o, ",");
	for (int i = 0; i < FACT_N; i++)
		if (directory_list_has(old->edited, directory_fact_word((enum directory_fact)i)) || !str_eq(old->fact[i], e->fact[i]))
			out_fmt(&o, "%s,", directory_fact_word((enum directory_fact)i));
	return out_done(&o);
}

static void derive(struct desk *d, struct directory_entry *e)
{
	struct directory_derived r = directory_derive(d->arena, e->type, e->fact);
	e->type = r.type;
	e->needs = r.needs;
	e->amenities = r.amenities;
	e->fee_kind = r.fee_kind;
	e->hours_rule = r.hours_rule;
	e->age_from_n = r.age_from_n;
	e->age_to_n = r.age_to_n;
}

struct str directory_body_of(const struct desk *d, const struct directory_entry *e)
{
	const struct tenant *t = d->tenant;
	struct str name = str_trim(e->fact[FACT_BODY]);
	bool is_town = t && (str_eq(name, t->town) || str_eq(name, t->title));
	return name.n && !is_town && str_letters(name) <= NAME_MOST ? name : STR("");
}

static void store(struct desk *d, struct directory_entry *e, const struct directory_change *change)
{
	struct str facts = directory_facts_write(d->arena, e->fact);
	e->changed_at = d->now;
	directory_entry_put(d, &(struct directory_entry_put_in){ .entry_id = e->entry_id, .kind = e->kind, .state = e->state, .type = e->type,
		.name = e->fact[FACT_NAME], .kana = e->fact[FACT_KANA], .body_name = directory_body_of(d, e),
		.area_id = e->area_id, .operator_id = e->operator_id, .lat_n = e->lat_n,
		.lon_n = e->lon_n, .age_from_n = e->age_from_n, .age_to_n = e->age_to_n, .fee_kind = e->fee_kind, .needs = e->needs,
		.amenities = e->amenities, .hours_rule = e->hours_rule, .facts = facts, .edited = e->edited, .verified_on = e->verified_on,
		.verified_by = e->verified_by, .changed_at = e->changed_at, .version_n = e->version_n, .coming_n = e->coming_n });
	directory_version_add(d, &(struct directory_version_add_in){ .entry_id = e->entry_id, .version_n = e->version_n, .state = e->state,
		.facts = facts, .by_account_id = d->who.account_id, .by_name = change->by_name.n ? change->by_name : d->who.name,
		.why = change->why, .written_at = d->now });
	directory_index_put(d, e);
}

enum directory_refusal directory_put(struct desk *d, struct directory_entry *e, const struct directory_change *change)
{
	struct directory_entry old = { .edited = STR(",") };
	bool is_new = !e->entry_id.v;
	if (!directory_is_fine(e))
		return DIRECTORY_BAD;
	if (!is_new && !directory_by_id(d, e->entry_id, &old))
		return DIRECTORY_NO_SUCH;
	if (!is_new && !change->is_import && old.version_n != change->version_n)
		return DIRECTORY_CHANGED;
	if (is_new)
		e->entry_id = (struct entry_id){ id_new() };
	if (!e->edited.n)
		e->edited = STR(",");
	if (!change->is_import)
		e->edited = edited_after(d, &old, e);
	e->version_n = old.version_n + 1;
	derive(d, e);
	store(d, e, change);
	if (!change->is_import)
		audit_note(d, is_new ? "directory.add" : "directory.change", "entry", e->entry_id.v, STR_NONE);
	return DIRECTORY_OK;
}

enum directory_refusal directory_state(struct desk *d, struct directory_entry *e, const char *state, const struct directory_change *change)
{
	struct directory_entry old;
	if (!directory_by_id(d, e->entry_id, &old))
		return DIRECTORY_NO_SUCH;
	if (!change->is_import && old.version_n != change->version_n)
		return DIRECTORY_CHANGED;
	*e = old;
	e->state = str_of(state);
	e->version_n++;
	store(d, e, change);
	audit_note(d, "directory.state", "entry", e->entry_id.v, str_of(state));
	return DIRECTORY_OK;
}

void directory_verified(struct desk *d, struct directory_entry *e, struct str by_name)
{
	e->verified_on = d->today;
	e->verified_by = by_name;
	directory_entry_verify(d, e->verified_on, e->verified_by, e->entry_id);
	audit_note(d, "directory.verify", "entry", e->entry_id.v, STR_NONE);
}

int64_t directory_coming(struct desk *d)
{
	struct directory_shown_now_row r = { 0 };
	directory_shown_now(d, &r);
	return r.shown_n + 1;
}

void directory_show(struct desk *d, int64_t coming_n)
{
	if (coming_n >= directory_coming(d))
		directory_shown_put(d, coming_n);
}

static struct directory_version version_of(struct desk *d, const struct directory_version_row *r)
{
	struct directory_version v = { .version_n = r->version_n, .state = r->state, .by_name = r->by_name, .why = r->why, .written_at = r->written_at };
	directory_facts_read(d->arena, r->facts, v.fact);
	return v;
}

size_t directory_versions(struct desk *d, struct entry_id entry_id, struct directory_version **ret)
{
	struct directory_version_row *row;
	size_t n = directory_versions_of(d, entry_id, &row);
	*ret = ARENA_ARRAY(d->arena, struct directory_version, n + 1);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = version_of(d, &row[i]);
	return n;
}

bool directory_version_lay(struct desk *d, struct directory_entry *e, int64_t version_n)
{
	struct directory_version_row row;
	if (!directory_version_at(d, e->entry_id, version_n, &row))
		return false;
	struct directory_version old = version_of(d, &row);
	for (int i = 0; i < FACT_N; i++)
		e->fact[i] = old.fact[i];
	return true;
}

enum directory_refusal directory_restore(struct desk *d, struct directory_entry *e, int64_t version_n, const struct directory_change *change)
{
	return directory_version_lay(d, e, version_n) ? directory_put(d, e, change) : DIRECTORY_NO_SUCH;
}
