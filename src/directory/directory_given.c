/* Taking in what sources say. Three are compared: what the source said last time, what stands here, what it says now. */
#include "directory/directory_given.h"
#include "directory/directory_given.sql.h"

enum { CONFLICT_MOST = 6000, PAGE = 1000 };

struct str directory_given_write(struct arena *a, const struct directory_given *v)
{
	struct str facts = directory_facts_write(a, v->fact);
	struct out o = { .arena = a };
	out_put(&o, facts.s, facts.n - 1);
	out_fmt(&o, "%s\"@kind\":", facts.n > 2 ? "," : "");
	out_json(&o, v->kind);
	out_z(&o, ",\"@type\":");
	out_json(&o, v->type);
	out_fmt(&o, ",\"@lat\":%lld,\"@lon\":%lld}", (long long)v->lat_n, (long long)v->lon_n);
	return out_done(&o);
}

bool directory_given_read(struct arena *a, struct str text, struct directory_given *ret)
{
	struct str why;
	const struct json *j = json_read(a, text, &why);
	if (!j || j->kind != JSON_IS_OBJECT)
		return false;
	for (size_t i = 0; i < j->n; i++) {
		enum directory_fact fact;
		if (directory_fact_parse(j->key[i], &fact))
			ret->fact[fact] = j->item[i].text;
	}
	ret->kind = json_text(j, "@kind");
	ret->type = json_text(j, "@type");
	str_int(json_text(j, "@lat"), &ret->lat_n);
	str_int(json_text(j, "@lon"), &ret->lon_n);
	return true;
}

bool directory_given_last(struct desk *d, struct str source, struct str source_key, struct directory_given *ret)
{
	struct directory_given_source_by_key_row r;
	return directory_given_source_by_key(d, source, source_key, &r) && directory_given_read(d->arena, r.given, ret);
}

size_t directory_known_after(struct desk *d, const struct directory_known *after, struct directory_known **ret)
{
	struct directory_given_source_keys_row *row;
	size_t n = directory_given_source_keys(d, after->source.n ? after->source : STR(""), after->source_key.n ? after->source_key : STR(""), PAGE, &row);
	*ret = ARENA_ARRAY(d->arena, struct directory_known, n + 1);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = (struct directory_known){ .source = row[i].source, .source_key = row[i].source_key, .hash = row[i].given_hash,
			.entry_id = row[i].entry_id };
	return n;
}

size_t directory_named_after(struct desk *d, struct entry_id after, struct directory_named **ret)
{
	struct directory_given_entries_after_row *row;
	struct entry_id from = after.v ? after : (struct entry_id){ 1 };        /* an absent id is NULL in a query */
	size_t n = directory_given_entries_after(d, from, PAGE, &row);
	*ret = ARENA_ARRAY(d->arena, struct directory_named, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct str fact[FACT_N] = { 0 };
		directory_facts_read(d->arena, row[i].facts, fact);
		(*ret)[i] = (struct directory_named){ .entry_id = row[i].entry_id, .name = row[i].name, .phone = fact[FACT_PHONE],
			.address = fact[FACT_ADDRESS], .district = fact[FACT_DISTRICT], .lat_n = row[i].lat_n, .lon_n = row[i].lon_n };
	}
	return n;
}

size_t directory_sources(struct desk *d, struct directory_given **ret)
{
	struct directory_given_source_names_row *row;
	size_t n = directory_given_source_names(d, &row);
	*ret = ARENA_ARRAY(d->arena, struct directory_given, n + 1);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = (struct directory_given){ .source = row[i].source, .publisher = row[i].publisher, .licence = row[i].licence,
			.credit = row[i].credit };
	return n;
}

/* The three sides: what the source said, what it says, what stands here. is_known: it said something before. */
struct sides { const struct directory_given *base, *theirs; struct directory_entry *ours; bool is_known; };

static void conflict(struct desk *d, const struct sides *s, int fact)
{
	const struct directory_given *v = s->theirs;
	struct entry_id entry_id = s->ours->entry_id;
	struct str word = str_of(directory_fact_word((enum directory_fact)fact));
	struct str side[3] = { s->base->fact[fact], s->ours->fact[fact], v->fact[fact] };
	for (int i = 0; i < 3; i++)
		if (side[i].n > CONFLICT_MOST)
			side[i] = arena_fmt(d->arena, "%.*s", CONFLICT_MOST, side[i].s);
	directory_given_conflict_drop(d, entry_id, word, v->source);
	directory_given_conflict_add(d, &(struct directory_given_conflict_add_in){ .conflict_id = { id_new() }, .entry_id = entry_id, .fact = word,
		.source = v->source, .old_value = side[0], .our_value = side[1], .their_value = side[2], .raised_at = d->now });
}

/* True when the entry changes. */
static bool merge(struct desk *d, const struct sides *s, struct directory_taken *ret)
{
	const struct directory_given *v = s->theirs, *base = s->base;
	struct directory_entry *e = s->ours;
	bool changes = false;
	for (int i = 0; i < FACT_N; i++) {
		struct str theirs = v->fact[i], was = base->fact[i], ours = e->fact[i];
		if (str_eq(theirs, was) || str_eq(theirs, ours))
			continue;
		bool is_edited = directory_list_has(e->edited, directory_fact_word((enum directory_fact)i));
		if (!is_edited && (str_eq(ours, was) || !ours.n)) {
			e->fact[i] = theirs;
			changes = true;
		} else if (s->is_known || is_edited) {
			conflict(d, s, i);
			ret->conflict_n++;
		}
	}
	bool is_moved = (v->lat_n != base->lat_n || v->lon_n != base->lon_n) && (v->lat_n != e->lat_n || v->lon_n != e->lon_n);
	bool is_free = (e->lat_n == base->lat_n && e->lon_n == base->lon_n) || (!e->lat_n && !e->lon_n);
	if (is_moved && is_free && !directory_list_has(e->edited, "place")) {
		e->lat_n = v->lat_n;
		e->lon_n = v->lon_n;
		changes = true;
	}
	if (!e->area_id.v && v->area_id.v) {
		e->area_id = v->area_id;
		changes = true;
	}
	return changes;
}

static struct directory_entry entry_new(const struct directory_given *v)
{
	struct directory_entry e = { .kind = v->kind.n ? v->kind : STR("facility"), .state = STR("live"), .type = v->type, .area_id = v->area_id,
		.lat_n = v->lat_n, .lon_n = v->lon_n, .coming_n = v->coming_n, .edited = STR(","), .verified_on = DAY_NONE };
	for (int i = 0; i < FACT_N; i++)
		e.fact[i] = v->fact[i];
	return e;
}

static void remember(struct desk *d, const struct directory_given *v, struct entry_id entry_id, struct str given, bool is_moved)
{
	if (is_moved)
		directory_given_source_leave(d, entry_id, v->source, v->source_key);
	directory_given_source_put(d, &(struct directory_given_source_put_in){ .source = v->source, .source_key = v->source_key, .entry_id = entry_id,
		.given = given, .given_hash = seal_hash(d->arena, given), .publisher = v->publisher, .licence = v->licence, .credit = v->credit,
		.imported_at = d->now });
}

static bool is_credited(const struct directory_given_source_by_key_row *r, const struct directory_given *v)
{
	return str_eq(r->publisher, v->publisher) && str_eq(r->licence, v->licence) && str_eq(r->credit, v->credit);
}

void directory_take(struct desk *d, const struct directory_given *v, struct directory_taken *ret)
{
	struct directory_given_source_by_key_row r;
	struct directory_given base = { 0 };
	struct directory_entry e;
	struct str given = directory_given_write(d->arena, v);
	const struct directory_change change = { .why = v->source, .by_name = v->publisher.n ? v->publisher : v->source, .is_import = true };
	bool has_row = directory_given_source_by_key(d, v->source, v->source_key, &r);
	struct entry_id entry_id = v->entry_id.v ? v->entry_id : has_row ? r.entry_id : (struct entry_id){ 0 };
	*ret = (struct directory_taken){ .took = DIRECTORY_TOOK_SAME, .entry_id = entry_id };
	if (has_row && r.entry_id.v == entry_id.v && str_eq(r.given, given)) {
		if (!is_credited(&r, v))
			remember(d, v, entry_id, given, false);
		return;
	}
	bool is_known = has_row && r.entry_id.v == entry_id.v;
	if (is_known)
		directory_given_read(d->arena, r.given, &base);
	if (!entry_id.v || !directory_by_id(d, entry_id, &e)) {
		e = entry_new(v);
		ret->took = directory_put(d, &e, &change) == DIRECTORY_OK ? DIRECTORY_TOOK_NEW : DIRECTORY_TOOK_NOT;
		ret->entry_id = e.entry_id;
	} else {
		ret->took = is_known ? DIRECTORY_TOOK_CHANGED : DIRECTORY_TOOK_SAME;
		if (merge(d, &(struct sides){ .base = &base, .theirs = v, .ours = &e, .is_known = is_known }, ret))
			ret->took = directory_put(d, &e, &change) == DIRECTORY_OK ? DIRECTORY_TOOK_CHANGED : DIRECTORY_TOOK_NOT;
	}
	if (ret->took != DIRECTORY_TOOK_NOT)
		remember(d, v, ret->entry_id, given, v->entry_id.v != 0);
}
