/* Registering a family and what belongs to it; who may see it. */
#include "family/family.h"
#include "base/fold.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/task.h"
#include "family/family_charge.h"
#include "family/family_edit.h"
#include "family/family_inside.h"

/* ---- what it is found by ---- */

static void key_put(struct desk *d, char kind, struct str value, struct family_subject s)
{
	if (value.n && value.n < 290)
		family_key_add(d, arena_fmt(d->arena, "%c%.*s", kind, STR_ARG(value)), s.family_id, s.subject_id);
}

/* The whole name, and what stands behind the blank, for those who know the given name only. */
static void keys_of_name(struct desk *d, char kind, struct str name, struct family_subject s)
{
	struct str given[2], rest = name;
	key_put(d, kind, fold_text(d->arena, name), s);
	for (int i = 0; i < 2; i++) {
		size_t at = 0;
		while (at < rest.n && rest.s[at] != ' ' && !str_starts((struct str){ rest.s + at, rest.n - at }, "\u3000"))
			at++;
		given[i] = (struct str){ rest.s, at };
		at += at < rest.n ? rest.s[at] == ' ' ? 1 : 3 : 0;
		rest = (struct str){ rest.s + at, rest.n - at };
	}
	if (given[1].n)
		key_put(d, kind, fold_text(d->arena, given[1]), s);
}

void family_keys_put(struct desk *d, struct family_subject s, const struct family_key_new *k)
{
	keys_of_name(d, 'k', k->kana, s);
	keys_of_name(d, 'n', k->name, s);
	key_put(d, 't', family_phone_digits(d->arena, k->phone), s);
	if (!day_is_none(k->born_on)) {
		struct day_parts x = day_split(k->born_on);
		key_put(d, 'b', arena_fmt(d->arena, "%04d-%02d-%02d", x.year, x.month, x.day), s);
	}
}

/* ---- registering ---- */

static struct operator_id operator_of(struct desk *d, const struct family_new *v)
{
	const struct tenant_area *area = tenant_area_of(d->tenant, v->area_id);
	if (area && area->operator_id.v)
		return area->operator_id;
	if (v->operator_id.v || d->who.operator_id.v)
		return v->operator_id.v ? v->operator_id : d->who.operator_id;
	return d->tenant->operator_n == 1 ? d->tenant->operator[0].operator_id : (struct operator_id){ 0 };
}

static struct day day_or_none(struct day x)
{
	return x.n ? x : DAY_NONE;
}

struct guardian_id family_guardian_add(struct desk *d, struct family_id family_id, const struct family_new *v, bool is_confirmed)
{
	struct guardian_id id = { id_new() };
	family_guardian_put(d, &(struct family_guardian_put_in){ .guardian_id = id, .family_id = family_id,
		.relation = v->relation.n ? v->relation : STR("mother"), .name = v->name, .kana = v->kana, .born_on = v->born_on, .phone = v->phone,
		.mail = v->mail, .confirmed_at = is_confirmed ? d->now : MOMENT_NONE, .confirmed_by = is_confirmed ? STR("staff") : STR_NONE,
		.added_at = d->now });
	family_keys_put(d, (struct family_subject){ family_id, { id.v } },
		&(struct family_key_new){ .name = v->name, .kana = v->kana, .phone = v->phone, .born_on = v->born_on });
	return id;
}

struct pregnancy_id family_pregnancy_add(struct desk *d, struct family_id family_id, const struct family_new *v)
{
	struct pregnancy_id id = { id_new() };
	family_pregnancy_put(d, &(struct family_pregnancy_put_in){ .pregnancy_id = id, .family_id = family_id, .due_on = v->due_on,
		.notified_on = day_or_none(v->notified_on), .fetus_n = v->fetus_n > 0 ? v->fetus_n : 1, .is_first = v->is_first, .added_at = d->now });
	return id;
}

struct child_id family_child_add(struct desk *d, const struct family_child_new *v)
{
	struct child_id id = { id_new() };
	struct birth_id birth_id = v->birth_id.v ? v->birth_id : (struct birth_id){ id_new() };
	family_child_put(d, &(struct family_child_put_in){ .child_id = id, .family_id = v->family_id, .birth_id = birth_id,
		.pregnancy_id = v->pregnancy_id, .name = v->name, .kana = v->kana, .sex = v->sex, .born_on = v->born_on,
		.birth_order_n = v->birth_order_n, .added_at = d->now });
	family_keys_put(d, (struct family_subject){ v->family_id, { id.v } },
		&(struct family_key_new){ .name = v->name, .kana = v->kana, .born_on = v->born_on });
	return id;
}

static void members_add(struct desk *d, struct family_id family_id, const struct family_new *v)
{
	family_guardian_add(d, family_id, v, true);
	if (!day_is_none(day_or_none(v->due_on)))
		family_pregnancy_add(d, family_id, v);
	if (!day_is_none(day_or_none(v->child_born_on)))
		family_child_add(d, &(struct family_child_new){ .family_id = family_id, .name = v->child_name, .kana = v->child_kana,
			.sex = v->child_sex, .born_on = v->child_born_on, .birth_order_n = v->is_first ? 1 : 0 });
}

struct family_id family_register(struct desk *d, const struct family_new *v)
{
	struct family_id id = { id_new() };
	struct family_household_add_in in = { .family_id = id, .operator_id = operator_of(d, v), .area_id = v->area_id, .name = v->name, .kana = v->kana,
		.address = v->address, .lang = v->lang.n ? v->lang : STR("ja"), .is_interpreted = v->is_interpreted, .phone = v->phone, .mail = v->mail,
		.registered_at = d->now, .by_account_id = d->who.account_id };
	family_household_add(d, &in);
	members_add(d, id, v);
	if (v->is_coming)
		family_coming_note(d, id, v->from_place, day_or_none(v->coming_on));
	family_story_add(d, &(struct family_line_new){ .family_id = id, .happened_at = d->now, .kind = STR("registered"),
		.line = v->how.n ? v->how : STR("counter"), .room = STR("family"), .subject_id = id.v, .who_may_see = STR("family") });
	audit_note(d, "family.register", "family", id.v, STR_NONE);
	if (!str_is(v->how, "demo") && !str_is(v->how, "import"))
		family_next_task(d, &(struct family_row){ .family_id = id, .operator_id = in.operator_id, .area_id = in.area_id, .name = v->name,
			.next_on = DAY_NONE });
	return id;
}

/* ---- who may see it ---- */

/* The named worker herself, or who stands in for her today. */
static bool is_named(struct desk *d, const struct family_charge_row *charge)
{
	struct staff_person me;
	return d->who.account_id.v && staff_person_of_account(d, d->who.account_id, &me) && (me.person_id.v == charge->person_id.v
		|| me.person_id.v == staff_stand_in(d, charge->person_id, d->today).v);
}

bool family_may(struct desk *d, int act, const struct family_row *f)
{
	struct family_charge_row charge;
	struct thing thing = { .operator_id = f->operator_id, .area_id = f->area_id };
	if (may(d, (enum may)act, &thing))
		return true;
	thing.area_id.v = 0;
	return f->area_id.v && may(d, (enum may)act, &thing) && family_charge_of(d, f->family_id, &charge) && is_named(d, &charge);
}

bool family_by_id(struct desk *d, struct family_id family_id, struct family_row *ret)
{
	return family_household_by_id(d, family_id, ret) && (!ret->into_family_id.v || family_household_by_id(d, ret->into_family_id, ret));
}

/* The queries for several take their numbers as one text of 20 digits each. */
static void number_put(struct out *o, int64_t id)
{
	out_fmt(o, "%020lld", (long long)id);
}

void family_listed(struct desk *d, const struct family_id *id, size_t n, struct family_row *ret)
{
	struct out ids = { .arena = d->arena };
	struct family_row *row;
	for (size_t i = 0; i < n; i++) {
		ret[i] = (struct family_row){ .next_on = DAY_NONE };
		number_put(&ids, id[i].v);
	}
	size_t row_n = n ? family_households_listed(d, out_done(&ids), &row) : 0;
	for (size_t i = 0, k = 0; i < n && k < row_n; i++) {
		if (row[k].family_id.v != id[i].v)
			continue;
		ret[i] = row[k++];
		if (ret[i].into_family_id.v)
			family_household_by_id(d, ret[i].into_family_id, &ret[i]);
	}
}

size_t family_children_by_id(struct desk *d, const struct child_id *id, size_t n, struct family_child_row **ret)
{
	struct out ids = { .arena = d->arena };
	for (size_t i = 0; i < n; i++)
		number_put(&ids, id[i].v);
	return n ? family_children_listed(d, out_done(&ids), ret) : 0;
}

bool family_is_same(struct desk *d, struct family_id a, struct family_id b)
{
	struct family_row x, y;
	return a.v == b.v || (family_by_id(d, a, &x) && family_by_id(d, b, &y) && x.family_id.v == y.family_id.v);
}

bool family_of_account(struct desk *d, struct account_id account_id, struct family_guardian_row *ret)
{
	return account_id.v && family_guardian_of_account(d, account_id, ret);
}

bool family_is_in_charge(struct desk *d, const struct family_row *f)
{
	struct family_charge_row charge;
	if (d->who.role != ROLE_WORKER || !d->who.account_id.v)
		return false;
	if (family_charge_of(d, f->family_id, &charge))
		return is_named(d, &charge);
	return (f->by_account_id.v && f->by_account_id.v == d->who.account_id.v) || family_may(d, MAY_FAMILY_READ, f);
}

enum family_refusal family_for_staff(struct desk *d, struct family_id family_id, struct family_row *ret)
{
	struct family_pass_now_row pass;
	if (!family_by_id(d, family_id, ret) || !family_may(d, MAY_FAMILY_READ, ret))
		return FAMILY_NO_SUCH;
	bool is_known = family_is_in_charge(d, ret) || (ret->by_account_id.v && ret->by_account_id.v == d->who.account_id.v
		&& d->now.ms - ret->registered_at.ms < 12 * (int64_t)HOUR);
	return is_known || family_pass_now(d, ret->family_id, d->who.account_id, d->now, &pass) ? FAMILY_OK : FAMILY_PURPOSE;
}

enum family_refusal family_pass(struct desk *d, struct family_id family_id, struct str purpose, bool is_kept_apart)
{
	struct family_row f;
	if (family_for_staff(d, family_id, &f) == FAMILY_NO_SUCH)
		return FAMILY_NO_SUCH;
	family_pass_put(d, &(struct family_pass_put_in){ .family_id = f.family_id, .account_id = d->who.account_id, .purpose = purpose,
		.is_kept_apart = is_kept_apart, .asked_at = d->now, .until_at = moment_add(d->now, FAMILY_PASS_HOURS * (int64_t)HOUR) });
	return FAMILY_OK;
}

void family_trace_look(struct desk *d, const struct family_row *f)
{
	struct family_pass_now_row pass = { .purpose = STR_NONE };
	bool is_in_charge = family_is_in_charge(d, f);
	bool has_pass = !is_in_charge && family_pass_now(d, f->family_id, d->who.account_id, d->now, &pass);
	desk_trace(d, &(struct desk_trace){ .act = is_in_charge ? STR("family.read") : STR("family.look"),
		.kind = has_pass && pass.is_kept_apart ? STR("family-apart") : f->is_secret ? STR("family-secret") : STR("family"), .subject_id = f->family_id.v,
		.purpose = has_pass ? pass.purpose : STR_NONE, .is_awaited = true });
}
