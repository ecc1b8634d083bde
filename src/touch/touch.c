/* Touchpoints: kept, opened, counted. */
#include "touch/touch.h"
#include "base/out.h"
#include "desk/audit.h"
#include "desk/may.h"

static struct thing thing_of(const struct touch_row *x)
{
	return (struct thing){ .operator_id = x->operator_id, .area_id = x->area_id };
}

static struct operator_id operator_of(const struct desk *d, struct area_id area_id)
{
	const struct tenant_area *area = tenant_area_of(d->tenant, area_id);
	return area && area->operator_id.v ? area->operator_id : d->who.operator_id;
}

struct touch_id touch_add(struct desk *d, const struct touch_new *v)
{
	struct touch_id id = { id_new() };
	touch_put(d, &(struct touch_put_in){ .touch_id = id, .token = id_token(d->arena), .kind = v->kind, .name = v->name, .area_id = v->area_id,
		.operator_id = operator_of(d, v->area_id), .made_at = d->now, .by_account_id = d->who.account_id });
	audit_note(d, "touch.add", "touch", id.v, STR_NONE);
	return id;
}

enum touch_refusal touch_for_staff(struct desk *d, struct touch_id touch_id, struct touch_row *ret)
{
	struct touch_row x;
	if (!touch_by_id(d, touch_id, &x))
		return TOUCH_NO_SUCH;
	struct thing thing = thing_of(&x);
	if (!may(d, MAY_TOUCH, &thing))
		return TOUCH_NO_SUCH;
	*ret = x;
	return TOUCH_OK;
}

size_t touch_list(struct desk *d, struct touch_row **ret)
{
	struct may_reach r = may_reach(d, MAY_TOUCH);
	return touch_all(d, &(struct touch_all_in){ .is_everywhere = r.is_everywhere, .is_unowned_seen = r.is_unowned_seen,
		.operator_id = r.operator_id, .has_all_areas = r.has_all_areas, .area_list = r.area_list }, ret);
}

enum touch_refusal touch_edit(struct desk *d, const struct touch_row *x, const struct touch_new *v, int64_t version_n)
{
	if (touch_change(d, &(struct touch_change_in){ .kind = v->kind, .name = v->name, .area_id = v->area_id, .touch_id = x->touch_id,
		.version_n = version_n }) != 1)
		return TOUCH_CHANGED;
	audit_note(d, "touch.edit", "touch", x->touch_id.v, STR_NONE);
	return TOUCH_OK;
}

void touch_withdraw(struct desk *d, const struct touch_row *x, bool is_withdrawn)
{
	touch_withdrawn_put(d, is_withdrawn ? d->now : MOMENT_NONE, x->touch_id);
	audit_note(d, is_withdrawn ? "touch.withdraw" : "touch.put-back", "touch", x->touch_id.v, STR_NONE);
}

bool touch_by_token(struct desk *d, struct str token, struct touch_row *ret)
{
	return id_is_token(token) && touch_find_token(d, token, ret);
}

/* ---- counting ---- */

static bool is_hushed(struct desk *d)
{
	for (size_t i = 0; i < touch_hush_n; i++)
		if (touch_hushes[i](d))
			return true;
	return false;
}

static void seen_write(struct desk *d, const struct desk_count *x)
{
	touch_seen_add(d, (struct touch_id){ x->subject_id }, d->today);
}

void touch_seen(struct desk *d, const struct touch_row *x)
{
	if (!x->withdrawn_at.ms && !(d->who.role & ROLE_STAFF) && !is_hushed(d))
		desk_count(d, &(struct desk_count){ .write = seen_write, .words = STR(""), .subject_id = x->touch_id.v });
}

void touch_led(struct desk *d, const struct touch_way *v)
{
	struct touch_row x;
	if (!touch_by_token(d, v->token, &x) || x.withdrawn_at.ms || is_hushed(d))
		return;
	touch_led_put(d, &(struct touch_led_put_in){ .touch_id = x.touch_id, .kind = str_of(v->kind), .subject_n = v->subject_id, .led_on = d->today,
		.lang = str_of(lang_code(d->lang)), .stage = str_of(v->stage) });
}

const char *touch_stage(struct day due_on, struct day born_on, struct day today)
{
	enum { YEAR = 365 };
	if (!day_is_none(due_on) && due_on.n)
		return "pregnant";
	if (day_is_none(born_on) || !born_on.n)
		return "unknown";
	int days = today.n - born_on.n;
	return days < YEAR ? "baby" : days < 3 * YEAR ? "toddler" : day_fiscal_year(today) - day_fiscal_year((struct day){ born_on.n - 1 }) < 7
		? "preschool" : "school";
}

bool touch_of(struct desk *d, const char *kind, int64_t subject_id, struct touch_row *ret)
{
	return touch_of_subject(d, str_of(kind), subject_id, ret);
}

void touch_forget(struct desk *d, const char *kind, int64_t subject_id)
{
	touch_led_erase(d, str_of(kind), subject_id);
}

/* ---- what came of it ---- */

static int stage_of(struct str word)
{
	static const char *const words[] = { "pregnant", "baby", "toddler", "preschool", "school" };
	for (int i = 0; i < TOUCH_UNKNOWN; i++)
		if (str_is(word, words[i]))
			return i;
	return TOUCH_UNKNOWN;
}

static struct touch_sum *sum_of(struct touch_sum *sum, size_t n, struct touch_id touch_id)
{
	for (size_t i = 0; i < n; i++)
		if (sum[i].touch.touch_id.v == touch_id.v)
			return &sum[i];
	return NULL;
}

size_t touch_sums(struct desk *d, struct day from_on, struct day until_on, struct touch_sum **ret)
{
	struct touch_row *touch;
	struct touch_seen_sums_row *seen;
	struct touch_led_sums_row *led;
	size_t n = touch_list(d, &touch);
	struct touch_sum *sum = *ret = ARENA_ARRAY(d->arena, struct touch_sum, n + 1);
	for (size_t i = 0; i < n; i++)
		sum[i] = (struct touch_sum){ .touch = touch[i] };
	size_t seen_n = touch_seen_sums(d, from_on, until_on, &seen), led_n = touch_led_sums(d, from_on, until_on, &led);
	for (size_t i = 0; i < seen_n; i++) {
		struct touch_sum *x = sum_of(sum, n, seen[i].touch_id);
		if (x)
			x->seen_n = seen[i].seen_n;
	}
	for (size_t i = 0; i < led_n; i++) {
		struct touch_sum *x = sum_of(sum, n, led[i].touch_id);
		enum lang lang;
		if (!x)
			continue;
		*(str_is(led[i].kind, "ask") ? &x->ask_n : &x->join_n) += led[i].led_n;
		x->stage_n[stage_of(led[i].stage)] += led[i].led_n;
		if (lang_parse(led[i].lang, &lang))
			x->lang_n[lang] += led[i].led_n;
	}
	return n;
}

static struct touch_day *day_at(struct touch_day *day, size_t *n, struct day on)
{
	size_t at = 0;
	while (at < *n && day[at].on.n > on.n)
		at++;
	if (at < *n && day[at].on.n == on.n)
		return &day[at];
	for (size_t i = (*n)++; i > at; i--)
		day[i] = day[i - 1];
	day[at] = (struct touch_day){ .on = on };
	return &day[at];
}

size_t touch_days(struct desk *d, struct touch_id touch_id, struct day from_on, struct day until_on, struct touch_day **ret)
{
	struct touch_seen_days_row *seen;
	struct touch_led_days_row *led;
	size_t seen_n = touch_seen_days(d, touch_id, from_on, until_on, &seen), led_n = touch_led_days(d, touch_id, from_on, until_on, &led), n = 0;
	*ret = ARENA_ARRAY(d->arena, struct touch_day, seen_n + led_n + 1);
	for (size_t i = 0; i < seen_n; i++)
		day_at(*ret, &n, seen[i].seen_on)->seen_n += seen[i].seen_n;
	for (size_t i = 0; i < led_n; i++) {
		struct touch_day *x = day_at(*ret, &n, led[i].led_on);
		*(str_is(led[i].kind, "ask") ? &x->ask_n : &x->join_n) += led[i].led_n;
	}
	return n;
}
