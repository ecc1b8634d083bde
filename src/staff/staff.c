/* Who works here: reading through the walls between operators, and writing at the version that was seen. */
#include "staff/staff.h"
#include "desk/audit.h"
#include "desk/may.h"

static const char *const kinds[] = { "nurse", "midwife", "specialist", "coordinator", "concierge", "clerk", "manager" };

static bool is_one_of(struct str word, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(word, list[i]))
			return true;
	return false;
}

static struct staff_person person_of(const struct staff_person_row *x)
{
	return (struct staff_person){ .person_id = x->person_id, .account_id = x->account_id, .operator_id = x->operator_id, .name = x->name,
		.kana = x->kana, .nickname = x->nickname, .kind = x->kind, .phone = x->phone, .hours = x->hours, .hours_rule = x->hours_rule,
		.area_ids = x->area_ids, .languages = x->language_codes, .about = x->about, .face = x->face, .code = x->code,
		.capacity_n = x->capacity_n, .began_on = x->began_on, .joined_on = x->joined_on, .left_on = x->left_on, .is_named = x->is_named,
		.is_name_shown = x->is_name_shown, .is_photo_shown = x->is_photo_shown, .photo_id = x->photo_id,
		.version_n = x->version_n };
}

/* ---- about one person ---- */

bool staff_serves(const struct staff_person *x, struct day on)
{
	return (day_is_none(x->joined_on) || x->joined_on.n <= on.n) && (day_is_none(x->left_on) || on.n < x->left_on.n);
}

bool staff_has_area(const struct staff_person *x, struct area_id area_id)
{
	char text[24];
	if (!area_id.v || !x->area_ids.n)
		return true;
	snprintf(text, sizeof text, ",%lld,", (long long)area_id.v);
	return str_has(x->area_ids, text);
}

bool staff_speaks(const struct staff_person *x, enum lang lang)
{
	char text[16];
	if (!x->languages.n)
		return lang == LANG_JA || lang == LANG_EASY;
	snprintf(text, sizeof text, ",%s,", lang_code(lang == LANG_EASY ? LANG_JA : lang));
	return str_has(x->languages, text);
}

int staff_years(const struct staff_person *x, struct day on)
{
	if (day_is_none(x->began_on) || x->began_on.n > on.n)
		return -1;
	struct day_parts from = day_split(x->began_on), to = day_split(on);
	return to.year - from.year - (to.month < from.month || (to.month == from.month && to.day < from.day));
}

struct str staff_shown_name(const struct staff_person *x)
{
	return x->is_name_shown ? x->name : x->nickname;
}

/* ---- reading ---- */

static bool shares_area(const struct desk *d, const struct staff_person *x)
{
	struct str rest = d->who.area_ids, one;
	int64_t id;
	while (str_cut(&rest, ',', &one))
		if ((id_parse(one, &id) || str_int(one, &id)) && staff_has_area(x, (struct area_id){ id }))
			return true;
	return !x->area_ids.n;
}

/* Colleagues of one body see each other; a worker under contract (who sees nothing that is nobody's) only those with whom an area is shared. */
static bool is_seen(const struct desk *d, const struct may_reach *reach, const struct staff_person *x)
{
	if (reach->is_everywhere || (x->account_id.v && x->account_id.v == d->who.account_id.v))
		return true;
	if (x->operator_id.v ? x->operator_id.v != reach->operator_id.v : !reach->is_unowned_seen)
		return false;
	return reach->is_unowned_seen || d->who.role == ROLE_MANAGER || shares_area(d, x);
}

static bool is_wished(const struct desk *d, const struct staff_wish *w, const struct staff_person *x)
{
	return (w->has_left_too || staff_serves(x, d->today)) && (!w->is_named_only || x->is_named)
		&& (!w->operator_id.v || w->operator_id.v == x->operator_id.v) && staff_has_area(x, w->area_id);
}

static size_t people(struct desk *d, const struct staff_wish *w, const struct may_reach *reach, struct staff_person **ret)
{
	struct staff_person_row *row;
	size_t n = staff_person_all(d, &row), kept = 0;
	*ret = ARENA_ARRAY(d->arena, struct staff_person, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct staff_person x = person_of(&row[i]);
		if (is_wished(d, w, &x) && (!reach || is_seen(d, reach, &x)))
			(*ret)[kept++] = x;
	}
	return kept;
}

size_t staff_people(struct desk *d, const struct staff_wish *w, struct staff_person **ret)
{
	struct may_reach reach = may_reach(d, MAY_STAFF_READ);
	return people(d, w, &reach, ret);
}

size_t staff_people_of_house(struct desk *d, const struct staff_wish *w, struct staff_person **ret)
{
	return people(d, w, NULL, ret);
}

bool staff_person_by_id(struct desk *d, struct person_id person_id, struct staff_person *ret)
{
	struct staff_person_row row;
	if (!staff_person_by_key(d, person_id, &row))
		return false;
	*ret = person_of(&row);
	return true;
}

bool staff_person_of_account(struct desk *d, struct account_id account_id, struct staff_person *ret)
{
	struct staff_person_row row;
	if (!account_id.v || !staff_person_by_account(d, account_id, &row))
		return false;
	*ret = person_of(&row);
	return true;
}

enum staff_refusal staff_person_for_staff(struct desk *d, struct person_id person_id, struct staff_person *ret)
{
	struct may_reach reach = may_reach(d, MAY_STAFF_READ);
	struct staff_person x;
	if (!staff_person_by_id(d, person_id, &x) || !is_seen(d, &reach, &x))
		return STAFF_NO_SUCH;
	*ret = x;
	return STAFF_OK;
}

bool staff_person_may_edit(struct desk *d, const struct staff_person *x)
{
	return may(d, MAY_STAFF_EDIT, &(struct thing){ .operator_id = x->operator_id });
}

/* ---- writing ---- */

static bool is_fine(const struct staff_person *x)
{
	bool has_order = day_is_none(x->joined_on) || day_is_none(x->left_on) || x->joined_on.n < x->left_on.n;
	return x->name.n && str_letters(x->name) <= 100 && is_one_of(x->kind, kinds, sizeof kinds / sizeof *kinds)
		&& x->capacity_n >= 0 && x->capacity_n <= 200 && has_order && tenant_hours_rule_is_fine(x->hours_rule);
}

/* Somebody else has the account, or the number in the payroll's list. */
static bool is_taken(struct desk *d, const struct staff_person *x)
{
	struct staff_person_row other;
	if (x->account_id.v && staff_person_by_account(d, x->account_id, &other) && other.person_id.v != x->person_id.v)
		return true;
	return x->code.n && staff_person_by_code(d, x->code, &other) && other.person_id.v != x->person_id.v;
}

static void add(struct desk *d, struct staff_person *x)
{
	x->person_id.v = id_new();
	x->version_n = 1;
	staff_person_add(d, &(struct staff_person_add_in){ .person_id = x->person_id, .account_id = x->account_id, .operator_id = x->operator_id,
		.name = x->name, .kana = x->kana, .nickname = x->nickname, .kind = x->kind, .phone = x->phone, .hours = x->hours,
		.hours_rule = x->hours_rule, .area_ids = x->area_ids, .language_codes = x->languages, .about = x->about, .face = x->face,
		.code = x->code.n ? x->code : STR_NONE, .capacity_n = x->capacity_n, .began_on = x->began_on, .joined_on = x->joined_on,
		.left_on = x->left_on, .is_named = x->is_named, .is_name_shown = x->is_name_shown, .is_photo_shown = x->is_photo_shown,
		.made_at = d->now });
}

static bool change(struct desk *d, struct staff_person *x)
{
	return staff_person_change(d, &(struct staff_person_change_in){ .person_id = x->person_id, .account_id = x->account_id,
		.operator_id = x->operator_id, .name = x->name, .kana = x->kana, .nickname = x->nickname, .kind = x->kind, .phone = x->phone,
		.hours = x->hours, .hours_rule = x->hours_rule, .area_ids = x->area_ids, .language_codes = x->languages, .about = x->about,
		.face = x->face, .code = x->code.n ? x->code : STR_NONE, .capacity_n = x->capacity_n, .began_on = x->began_on,
		.joined_on = x->joined_on, .left_on = x->left_on, .is_named = x->is_named, .is_name_shown = x->is_name_shown,
		.is_photo_shown = x->is_photo_shown, .photo_id = x->photo_id, .changed_at = d->now, .version_n = x->version_n }) == 1;
}

enum staff_refusal staff_put(struct desk *d, struct staff_person *x)
{
	if (!x->area_ids.s)
		x->area_ids = STR("");
	if (!x->languages.s)
		x->languages = STR("");
	if (!is_fine(x))
		return STAFF_BAD;
	if (is_taken(d, x))
		return STAFF_TAKEN;
	if (!x->person_id.v)
		add(d, x);
	else if (change(d, x))
		x->version_n++;
	else
		return STAFF_CHANGED;
	audit_note(d, "staff.put", "person", x->person_id.v, STR_NONE);
	return STAFF_OK;
}
