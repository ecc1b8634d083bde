/* What was registered becomes otherwise, and what it was is kept. */
#include "family/family_edit.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/task.h"
#include "family/family_charge.h"
#include "family/family_inside.h"

struct change { struct desk *d; struct family_id family_id; const char *kind; int64_t subject_n; };

static void note(const struct change *c, const char *field, struct str was, struct str became)
{
	if (str_eq(was, became))
		return;
	family_edit_note(c->d, &(struct family_edit_note_in){ .change_id = { id_new() }, .family_id = c->family_id, .kind = str_of(c->kind),
		.subject_n = c->subject_n, .field = str_of(field), .was = was.n ? was : STR_NONE, .became = became.n ? became : STR_NONE,
		.by_account_id = c->d->who.account_id, .by_name = c->d->who.role & ROLE_STAFF ? c->d->who.name : STR_NONE, .changed_at = c->d->now });
}

static void note_day(const struct change *c, const char *field, struct day was, struct day became)
{
	struct day_parts a = day_split(was), b = day_split(became);
	note(c, field, day_is_none(was) ? STR("") : arena_fmt(c->d->arena, "%04d-%02d-%02d", a.year, a.month, a.day),
		day_is_none(became) ? STR("") : arena_fmt(c->d->arena, "%04d-%02d-%02d", b.year, b.month, b.day));
}

static void note_n(const struct change *c, const char *field, int64_t was, int64_t became)
{
	note(c, field, arena_fmt(c->d->arena, "%lld", (long long)was), arena_fmt(c->d->arena, "%lld", (long long)became));
}

static void keys_anew(struct desk *d, struct family_id family_id, int64_t subject, const struct family_key_new *key)
{
	family_keys_erase(d, family_id, (struct subject_id){ subject });
	family_keys_put(d, (struct family_subject){ family_id, { subject } }, key);
}

/* ---- the household ---- */

static struct str area_name(const struct desk *d, struct area_id area_id)
{
	const struct tenant_area *area = tenant_area_of(d->tenant, area_id);
	return area ? area->name : STR("");
}

/* Another legal body looks after it from now on: its worker here ends, and its new desk decides what comes next. */
static void go_over(struct desk *d, const struct family_row *f, struct operator_id to, struct area_id area_id)
{
	struct family_charge_row charge;
	struct family_row then = *f;
	if (family_charge_of(d, f->family_id, &charge))
		family_charge_end(d, &charge, "moved");
	then.operator_id = to;
	then.area_id = area_id;
	then.next_on = DAY_NONE;
	family_next_put(d, STR_NONE, DAY_NONE, d->now, f->family_id);
	family_next_task(d, &then);
}

enum family_refusal family_edit_household(struct desk *d, const struct family_row *f, const struct family_household_edit *v)
{
	const struct tenant_area *area = tenant_area_of(d->tenant, v->area_id);
	struct operator_id operator_id = area && area->operator_id.v ? area->operator_id : f->operator_id;
	struct change c = { d, f->family_id, "household", f->family_id.v };
	bool goes_over = operator_id.v != f->operator_id.v && f->operator_id.v;
	if (goes_over && !v->basis.n)
		return FAMILY_PURPOSE;
	if (family_household_change(d, &(struct family_household_change_in){ .area_id = v->area_id, .operator_id = operator_id, .address = v->address,
		.lang = v->lang, .is_interpreted = v->is_interpreted, .phone = f->phone, .mail = f->mail, .is_secret = f->is_secret, .changed_at = d->now,
		.family_id = f->family_id, .version_n = v->version_n }) != 1)
		return FAMILY_CHANGED;
	note(&c, "area", area_name(d, f->area_id), area_name(d, v->area_id));
	note(&c, "address", f->address, v->address);
	note(&c, "lang", f->lang, v->lang);
	note_n(&c, "interpreter", f->is_interpreted, v->is_interpreted);
	if (goes_over) {
		note(&c, "basis", STR(""), v->basis);
		go_over(d, f, operator_id, v->area_id);
	}
	audit_note(d, goes_over ? "family.go-over" : "family.edit", "family", f->family_id.v, goes_over ? v->basis : STR_NONE);
	return FAMILY_OK;
}

/* ---- guardians ---- */

/* Where the household's was theirs, or was not known. */
static struct str follow(struct str household, struct str was, struct str became)
{
	return !household.n || str_eq(household, was) ? became : household;
}

static void household_follows(struct desk *d, const struct family_guardian_row *g, const struct family_guardian_edit *v)
{
	struct family_row f;
	if (!family_household_by_id(d, g->family_id, &f))
		return;
	struct str phone = follow(f.phone, g->phone, v->phone), mail = follow(f.mail, g->mail, v->mail);
	if (str_eq(f.name, g->name) && str_eq(f.kana, g->kana) && !(str_eq(g->name, v->name) && str_eq(g->kana, v->kana)))
		family_household_rename(d, v->name, v->kana, d->now, f.family_id);
	if (!str_eq(phone, f.phone) || !str_eq(mail, f.mail))
		family_edit_reach(d, phone, mail, d->now, f.family_id);
}

enum family_refusal family_edit_guardian(struct desk *d, const struct family_guardian_row *g, const struct family_guardian_edit *v)
{
	struct change c = { d, g->family_id, "guardian", g->guardian_id.v };
	if (family_guardian_change(d, &(struct family_guardian_change_in){ .relation = v->relation, .name = v->name, .kana = v->kana,
		.born_on = v->born_on, .phone = v->phone, .mail = v->mail, .is_protected = g->is_protected, .guardian_id = g->guardian_id,
		.version_n = v->version_n }) != 1)
		return FAMILY_CHANGED;
	note(&c, "name", g->name, v->name);
	note(&c, "kana", g->kana, v->kana);
	note(&c, "relation", g->relation, v->relation);
	note_day(&c, "born", g->born_on, v->born_on);
	note(&c, "phone", g->phone, v->phone);
	note(&c, "mail", g->mail, v->mail);
	household_follows(d, g, v);
	keys_anew(d, g->family_id, g->guardian_id.v, &(struct family_key_new){ .name = v->name, .kana = v->kana, .phone = v->phone,
		.born_on = v->born_on });
	audit_note(d, "family.edit", "family", g->family_id.v, STR_NONE);
	return FAMILY_OK;
}

enum family_refusal family_edit_guardian_gone(struct desk *d, const struct family_guardian_row *g, int64_t version_n)
{
	struct family_guardian_row *all;
	struct change c = { d, g->family_id, "guardian", g->guardian_id.v };
	if (family_guardians_of(d, g->family_id, &all) < 2)
		return FAMILY_NOT_NOW;
	if (family_edit_guardian_end(d, d->now, g->guardian_id, version_n) != 1)
		return FAMILY_CHANGED;
	note(&c, "gone", g->name, STR(""));
	family_keys_erase(d, g->family_id, (struct subject_id){ g->guardian_id.v });
	audit_note(d, "family.guardian-gone", "family", g->family_id.v, STR_NONE);
	return FAMILY_OK;
}

/* ---- children and pregnancies ---- */

enum family_refusal family_edit_child(struct desk *d, const struct family_child_row *x, const struct family_child_edit *v)
{
	struct change c = { d, x->family_id, "child", x->child_id.v };
	if (family_child_change(d, &(struct family_child_change_in){ .name = v->name, .kana = v->kana, .sex = v->sex, .born_on = v->born_on,
		.birth_order_n = v->birth_order_n, .child_id = x->child_id, .version_n = v->version_n }) != 1)
		return FAMILY_CHANGED;
	note(&c, "name", x->name, v->name);
	note(&c, "kana", x->kana, v->kana);
	note(&c, "sex", x->sex, v->sex);
	note_day(&c, "born", x->born_on, v->born_on);
	note_n(&c, "order", x->birth_order_n, v->birth_order_n);
	keys_anew(d, x->family_id, x->child_id.v, &(struct family_key_new){ .name = v->name, .kana = v->kana, .born_on = v->born_on });
	audit_note(d, "family.edit", "family", x->family_id.v, STR_NONE);
	return FAMILY_OK;
}

enum family_refusal family_edit_pregnant(struct desk *d, const struct family_pregnancy_row *x, const struct family_pregnancy_edit *v)
{
	struct change c = { d, x->family_id, "pregnancy", x->pregnancy_id.v };
	if (!str_is(x->state, "under_way"))
		return FAMILY_NOT_NOW;
	if (family_edit_pregnancy(d, &(struct family_edit_pregnancy_in){ .due_on = v->due_on, .notified_on = v->notified_on, .fetus_n = v->fetus_n,
		.is_first = v->is_first, .note = v->note, .pregnancy_id = x->pregnancy_id, .version_n = v->version_n }) != 1)
		return FAMILY_CHANGED;
	note_day(&c, "due", x->due_on, v->due_on);
	note_day(&c, "notified", x->notified_on, v->notified_on);
	note_n(&c, "fetuses", x->fetus_n, v->fetus_n);
	note_n(&c, "first", x->is_first, v->is_first);
	note(&c, "note", x->note, v->note);
	audit_note(d, "family.edit", "family", x->family_id.v, STR_NONE);
	return FAMILY_OK;
}

enum family_refusal family_bear(struct desk *d, const struct family_birth *v)
{
	const struct family_pregnancy_row *x = v->pregnancy;
	struct birth_id birth_id = { id_new() };
	if (!str_is(x->state, "under_way") || family_pregnancy_end(d, STR("born"), v->born_on, x->pregnancy_id) != 1)
		return FAMILY_NOT_NOW;
	for (size_t i = 0; i < v->n; i++) {
		struct family_child_new child = v->child[i];
		child.family_id = x->family_id;
		child.birth_id = birth_id;
		child.pregnancy_id = x->pregnancy_id;
		child.born_on = v->born_on;
		child.birth_order_n = x->is_first ? (int64_t)i + 1 : 0;
		struct child_id child_id = family_child_add(d, &child);
		family_story_add(d, &(struct family_line_new){ .family_id = x->family_id, .happened_at = day_moment(v->born_on, 12 * 60),
			.kind = STR("birth"), .line = child.name, .room = STR("family"), .subject_id = child_id.v, .who_may_see = STR("family") });
	}
	audit_note(d, "family.birth", "family", x->family_id.v, STR_NONE);
	return FAMILY_OK;
}

/* ---- about to move in ---- */

void family_coming_note(struct desk *d, struct family_id family_id, struct str from_place, struct day coming_on)
{
	family_edit_coming_put(d, family_id, from_place, coming_on, d->now);
}

enum family_refusal family_came(struct desk *d, const struct family_row *f, struct str address)
{
	struct change c = { d, f->family_id, "household", f->family_id.v };
	if (family_edit_came(d, d->now, f->family_id) != 1)
		return FAMILY_NOT_NOW;
	if (address.n) {
		note(&c, "address", f->address, address);
		family_edit_address(d, address, d->now, f->family_id);
	}
	family_story_add(d, &(struct family_line_new){ .family_id = f->family_id, .kind = STR("change"), .line = STR("moved-in"), .room = STR("family"),
		.who_may_see = STR("family") });
	audit_note(d, "family.moved-in", "family", f->family_id.v, STR_NONE);
	return FAMILY_OK;
}
