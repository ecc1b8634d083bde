/* The list of residents: compared, kept waiting, taken over. */
#include "family/family_resident.h"
#include "base/clock.h"
#include "base/fold.h"
#include "desk/audit.h"
#include "family/family_inside.h"
#include "family/family_loss.h"

enum { CHILD_YEARS = 18 };

struct job { struct desk *d; struct roll *roll; struct roll_row *row; bool is_dry; };

static struct str cell(const struct job *j, const char *key)
{
	return roll_cell(j->roll, j->row, key);
}

static bool reject(struct job *j, const char *why)
{
	roll_settle(j->roll, j->row, ROLL_REJECTED, str_of(why));
	return false;
}

static struct str sealed(struct job *j, const char *use, struct str value)
{
	struct seal_key key = seal_derive(j->d->tenant_key, str_of(use), j->d->tenant_id.v);
	return value.n ? seal_mac(j->d->arena, &key, value) : STR_NONE;
}

/* ---- reading a row ---- */

static bool read_row(struct job *j, struct family_resident_put_in *v)
{
	struct str number = cell(j, "number"), born = cell(j, "born"), moved = cell(j, "moved");
	if (cell(j, "mynumber").n || family_is_my_number(number))
		return reject(j, "this is a My Number; it must not come in. Write the list out again with the number of the register (atena bango) in its place");
	if (!number.n)
		return reject(j, "the number of the register is missing");
	*v = (struct family_resident_put_in){ .name = cell(j, "name"), .kana = cell(j, "kana"), .address = cell(j, "address"),
		.sex = family_resident_sex(cell(j, "sex")), .moved_on = DAY_NONE, .read_at = j->d->now, .number_hash = sealed(j, "resident", number),
		.household_hash = sealed(j, "resident-household", cell(j, "household")), .change = family_resident_reason(cell(j, "reason")) };
	if (!v->name.n)
		return reject(j, "the name is missing");
	if (!v->kana.s)
		v->kana = STR("");
	if (!roll_day(born, &v->born_on))
		return reject(j, "the birthday is missing or no day");
	if (moved.n && !roll_day(moved, &v->moved_on))
		return reject(j, "the day of the change is no day");
	v->is_child = family_age_on(v->born_on, j->d->today).years < CHILD_YEARS;
	v->given_hash = seal_hash(j->d->arena, arena_fmt(j->d->arena, "%.*s|%.*s|%d|%.*s|%.*s|%.*s|%.*s", STR_ARG(v->name), STR_ARG(v->kana), v->born_on.n,
		STR_ARG(v->sex), STR_ARG(v->address), STR_ARG(v->household_hash), STR_ARG(v->change)));
	return true;
}

/* A child that is known here and has died: that night's notices must not go out. */
static bool start_loss(struct job *j, const struct family_resident_row *old, const struct family_resident_put_in *v)
{
	if (!old->child_id.v || !str_is(v->change, "dead"))
		return false;
	return j->is_dry || family_loss_start(j->d, &(struct family_loss_new){ .family_id = old->family_id, .child_id = old->child_id,
		.lost_on = day_is_none(v->moved_on) ? j->d->today : v->moved_on, .source = STR("register") }) == FAMILY_OK;
}

static void change(struct job *j, const struct family_resident_row *old, struct family_resident_put_in *v)
{
	bool is_loss = start_loss(j, old, v);
	if (!v->change.n)
		v->change = old->family_id.v ? STR("changed") : STR("new");
	if (is_loss)
		v->change = STR("none");
	if (!j->is_dry)
		family_resident_give(j->d, &(struct family_resident_give_in){ .household_hash = v->household_hash, .given_hash = v->given_hash,
			.name = v->name, .kana = v->kana, .born_on = v->born_on, .sex = v->sex, .is_child = v->is_child, .address = v->address,
			.change = v->change, .moved_on = v->moved_on, .read_at = v->read_at, .resident_id = old->resident_id });
	roll_settle(j->roll, j->row, ROLL_CHANGED, STR_NONE);
}

static void take_in(struct job *j)
{
	struct family_resident_row old;
	struct family_resident_put_in v;
	if (!read_row(j, &v))
		return;
	if (family_resident_by_number(j->d, v.number_hash, &old)) {
		if (str_eq(old.given_hash, v.given_hash))
			roll_settle(j->roll, j->row, ROLL_UNCHANGED, STR_NONE);
		else
			change(j, &old, &v);
		return;
	}
	if (v.change.n) {                               /* gone before we ever heard of them */
		roll_settle(j->roll, j->row, ROLL_UNCHANGED, STR_NONE);
		return;
	}
	v.change = STR("new");
	v.resident_id.v = id_new();
	if (!j->is_dry)
		family_resident_put(j->d, &v);
	roll_settle(j->roll, j->row, ROLL_ADDED, STR_NONE);
}

void family_resident_import(struct desk *d, struct roll *roll, bool is_dry)
{
	struct job j = { .d = d, .roll = roll, .is_dry = is_dry };
	int64_t until_ns = clock_monotonic_ns() + (is_dry ? INT64_MAX / 2 : roll_pace(roll));
	for (; roll->done_n < roll->row_n && clock_monotonic_ns() < until_ns; roll->done_n++) {
		j.row = &roll->row[roll->done_n];
		if (j.row->end == ROLL_WAITS)
			take_in(&j);
	}
	if (!is_dry && roll->done_n == roll->row_n)
		audit_note(d, "family.residents", "families", 0, STR_NONE);
}

/* ---- saying yes ---- */

struct joining { struct family_id family_id; struct child_id child_id; struct guardian_id guardian_id; };

/* The family that others of the household belong to already. */
static struct family_id family_of_household(struct desk *d, const struct family_resident_row *x)
{
	struct family_resident_row *all;
	size_t n = x->household_hash.n ? family_resident_of_household(d, x->household_hash, &all) : 0;
	for (size_t i = 0; i < n; i++)
		if (all[i].family_id.v)
			return all[i].family_id;
	return (struct family_id){ 0 };
}

/* Somebody of that kana and birthday who was registered at the counter. */
static bool known_person(struct desk *d, const struct family_resident_row *x, struct joining *ret)
{
	struct family_resident_alike_row alike;
	struct day_parts p = day_split(x->born_on);
	struct str kana = arena_fmt(d->arena, "k%.*s", STR_ARG(fold_text(d->arena, x->kana)));
	if (!x->kana.n || !family_resident_alike(d, arena_fmt(d->arena, "b%04d-%02d-%02d", p.year, p.month, p.day), kana, &alike))
		return false;
	ret->family_id = alike.family_id;
	if (x->is_child)
		ret->child_id.v = alike.subject_id.v;
	else
		ret->guardian_id.v = alike.subject_id.v;
	return true;
}

/* Who the family is registered by: the mother, else any adult of the household, else the child's own name. */
static struct family_new new_family(struct desk *d, const struct family_resident_row *x)
{
	struct family_resident_row *all;
	const struct family_resident_row *found = x;
	size_t n = x->household_hash.n ? family_resident_of_household(d, x->household_hash, &all) : 0;
	for (size_t i = 0; i < n; i++)
		if (!all[i].is_child && (found->is_child || (str_is(all[i].sex, "f") && !str_is(found->sex, "f"))))
			found = &all[i];
	return (struct family_new){ .name = found->name, .kana = found->kana, .born_on = found->is_child ? DAY_NONE : found->born_on,
		.relation = found->is_child || str_is(found->sex, "f") ? STR("mother") : STR("father"), .address = x->address, .due_on = DAY_NONE,
		.notified_on = DAY_NONE, .child_born_on = DAY_NONE, .how = STR("import") };
}

static void join(struct desk *d, const struct family_resident_row *x, struct joining *ret)
{
	struct family_new v = new_family(d, x);
	if (known_person(d, x, ret))
		return;
	ret->family_id = family_of_household(d, x);
	if (x->is_child && !ret->family_id.v)
		ret->family_id = family_register(d, &v);
	if (x->is_child)
		ret->child_id = family_child_add(d, &(struct family_child_new){ .family_id = ret->family_id, .name = x->name, .kana = x->kana,
			.sex = x->sex, .born_on = x->born_on });
}

static void take_over(struct desk *d, const struct family_resident_row *x)
{
	if (x->child_id.v)
		family_resident_rename_child(d, &(struct family_resident_rename_child_in){ .name = x->name, .kana = x->kana, .born_on = x->born_on,
			.sex = x->sex, .child_id = x->child_id });
	if (x->guardian_id.v)
		family_resident_rename_guardian(d, x->name, x->kana, x->born_on, x->guardian_id);
	if (x->child_id.v || x->guardian_id.v)
		family_keys_put(d, (struct family_subject){ x->family_id, { x->child_id.v ? x->child_id.v : x->guardian_id.v } },
			&(struct family_key_new){ .name = x->name, .kana = x->kana, .born_on = x->born_on });
	if (x->family_id.v && x->address.n)
		family_resident_address(d, x->address, d->now, x->family_id);
}

static void gone(struct desk *d, const struct family_resident_row *x)
{
	if (x->child_id.v)
		family_child_end(d, STR("left"), day_is_none(x->moved_on) ? d->today : x->moved_on, x->child_id);
	if (x->family_id.v && x->child_id.v)
		family_household_state(d, STR("left"), d->now, x->family_id);
}

enum family_refusal family_resident_settle_one(struct desk *d, struct resident_id resident_id, bool is_yes)
{
	struct family_resident_row x;
	if (!family_resident_by_id(d, resident_id, &x) || str_is(x.change, "none"))
		return FAMILY_NO_SUCH;
	struct joining j = { x.family_id, x.child_id, x.guardian_id };
	if (is_yes && str_is(x.change, "new"))
		join(d, &x, &j);
	else if (is_yes && str_is(x.change, "changed"))
		take_over(d, &x);
	else if (is_yes && str_is(x.change, "left"))
		gone(d, &x);
	family_resident_settle(d, j.family_id, j.child_id, j.guardian_id, resident_id);
	audit_note(d, is_yes ? "family.resident-yes" : "family.resident-no", "family", j.family_id.v, STR_NONE);
	return FAMILY_OK;
}
