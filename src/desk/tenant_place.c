/* Operators, areas and counters: written by profile files and by the administrator. */
#include "desk/audit.h"
#include "desk/tenant.h"
#include "desk/tenant.sql.h"
#include "base/conf.h"

/* Places of new rows: behind all that are there. Ids grow with time, so they serve. */
static int64_t place_after(void)
{
	return id_new();
}

static bool is_line(struct str s, size_t least, size_t most)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.s[i] < 0x20 || s.s[i] == 0x7F)
			return false;
	size_t letters = str_letters(s);
	return str_is_utf8(s) && letters >= least && letters <= most;
}

static enum tenant_refusal refuse(struct desk *d, const char *what, struct str key, const char *why, struct str *ret_why)
{
	*ret_why = arena_fmt(d->arena, "%s %.*s: %s.", what, STR_ARG(key), why);
	return TENANT_BAD_VALUE;
}

static void moved(struct desk *d, const char *act, const char *kind, int64_t id)
{
	tenant_version_bump(d);
	audit_note(d, act, kind, id, STR_NONE);
}

enum tenant_refusal tenant_operator_put(struct desk *d, struct tenant_operator *o, struct str *ret_why)
{
	struct tenant_operator_put_row_row row = { 0 };
	if (!is_line(o->key, 1, 60) || !is_line(o->name, 1, 100))
		return refuse(d, "operator", o->key, "needs a key and a name in one line", ret_why);
	if (!str_is(o->kind, "public") && !str_is(o->kind, "private"))
		return refuse(d, "operator", o->key, "kind is public or private", ret_why);
	struct tenant_operator_put_row_in in = { .operator_id = { id_new() }, .key = o->key, .name = o->name, .kind = o->kind, .place_n = place_after() };
	tenant_operator_put_row(d, &in, &row);
	o->operator_id = row.operator_id;
	moved(d, "tenant.operator", "operator", o->operator_id.v);
	return TENANT_OK;
}

enum tenant_refusal tenant_area_put(struct desk *d, struct tenant_area *a, struct str *ret_why)
{
	struct tenant_area_put_row_row row = { 0 };
	if (!is_line(a->key, 1, 60) || !is_line(a->name, 1, 100) || !is_line(a->nickname, 0, 100))
		return refuse(d, "area", a->key, "needs a key, a name and perhaps a nickname, each in one line", ret_why);
	struct tenant_area_put_row_in in = { .area_id = { id_new() }, .key = a->key, .name = a->name, .nickname = a->nickname,
		.operator_id = a->operator_id, .place_n = place_after() };
	tenant_area_put_row(d, &in, &row);
	a->area_id = row.area_id;
	moved(d, "tenant.area", "area", a->area_id.v);
	return TENANT_OK;
}

enum tenant_refusal tenant_counter_put(struct desk *d, struct tenant_counter *c, struct str *ret_why)
{
	struct tenant_counter_put_row_row row = { 0 };
	if (!is_line(c->key, 1, 60) || !is_line(c->name, 1, 100) || !is_line(c->nickname, 0, 100))
		return refuse(d, "counter", c->key, "needs a key, a name and perhaps a nickname, each in one line", ret_why);
	if (!is_line(c->place, 0, 200) || !is_line(c->phone, 0, 100) || !is_line(c->hours, 0, 300) || str_letters(c->note) > 1000)
		return refuse(d, "counter", c->key, "place, phone, hours or note is too long or holds line breaks", ret_why);
	if (!tenant_hours_rule_is_fine(c->hours_rule))
		return refuse(d, "counter", c->key, "hours_rule is like `Mon-Fri 08:30-17:15; Sat 09:00-12:00`", ret_why);
	struct tenant_counter_put_row_in in = {
		.counter_id = { id_new() },
		.key = c->key,
		.name = c->name,
		.nickname = c->nickname,
		.area_id = c->area_id,
		.operator_id = c->operator_id,
		.place = c->place,
		.phone = c->phone,
		.hours = c->hours,
		.hours_rule = c->hours_rule,
		.note = c->note,
		.is_outreach = c->is_outreach,
		.place_n = place_after(),
	};
	tenant_counter_put_row(d, &in, &row);
	c->counter_id = row.counter_id;
	moved(d, "tenant.counter", "counter", c->counter_id.v);
	return TENANT_OK;
}

bool tenant_counter_end(struct desk *d, struct counter_id counter_id)
{
	bool is_gone = tenant_counter_drop(d, counter_id) > 0;
	if (is_gone)
		moved(d, "tenant.counter.end", "counter", counter_id.v);
	return is_gone;
}

/* ---- hours ---- */

static bool is_minute(struct str s)
{
	struct str hour;
	int64_t h = -1, m = -1;
	if (!str_cut(&s, ':', &hour) || !str_int(hour, &h) || !str_int(s, &m))
		return false;
	return hour.n == 2 && s.n == 2 && h >= 0 && h <= 24 && m >= 0 && m < 60 && h * 60 + m <= 24 * 60;
}

static bool is_weekday(struct str s)
{
	static const char *const word[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	for (size_t i = 0; i < sizeof word / sizeof *word; i++)
		if (str_is(s, word[i]))
			return true;
	return false;
}

static bool are_days(struct str days)
{
	struct str one, first;
	while (str_cut(&days, ',', &one)) {
		struct str last = one;
		if (!str_cut(&last, '-', &first) || !is_weekday(first) || (last.n && !is_weekday(last)))
			return false;
	}
	return true;
}

bool tenant_hours_rule_is_fine(struct str rule)
{
	struct str rest = rule, part, days, from;
	while (rest.n && str_cut(&rest, ';', &part)) {
		struct str hours = str_trim(part);
		if (!str_cut(&hours, ' ', &days) || !are_days(days))
			return false;
		if (!str_cut(&hours, '-', &from) || !is_minute(str_trim(from)) || !is_minute(str_trim(hours)))
			return false;
	}
	return true;
}
