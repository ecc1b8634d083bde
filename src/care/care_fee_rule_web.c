/* An officer writes the rules of fees, looks at what visits would cost, and confirms them with name and day; families see them from then on. */
#include "care/care_fee_web.h"
#include "care/care_fee_desk.page.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "web/reply.h"

enum { BANDS = 6, TIERS = 3, RULE_LINE = 60 };

struct str care_fee_typed(struct call *c, struct arena *a, const char *name, struct str kept)
{
	struct str s = c ? form_value(c, name) : STR_NONE;
	return s.s ? arena_str(a, s) : kept;
}

struct str care_fee_clock_text(struct arena *a, int minute)
{
	return arena_fmt(a, "%02d:%02d", minute / 60, minute % 60);
}

struct str care_fee_number(struct arena *a, int64_t n)
{
	return arena_fmt(a, "%lld", (long long)n);
}

struct str care_fee_days_word(int days)
{
	static const struct { int days; const char *word; } all[] = { { CARE_FEE_EVERY_DAY, "every" }, { CARE_FEE_WEEKDAY, "weekday" },
		{ CARE_FEE_WEEKDAY | CARE_FEE_SATURDAY, "weekday,saturday" }, { CARE_FEE_SATURDAY, "saturday" }, { CARE_FEE_SUNDAY, "sunday" },
		{ CARE_FEE_HOLIDAY, "holiday" }, { CARE_FEE_YEAR_END, "year-end" },
		{ CARE_FEE_SUNDAY | CARE_FEE_HOLIDAY | CARE_FEE_YEAR_END, "sunday,holiday,year-end" } };
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i].days == days)
			return str_of(all[i].word);
	return STR("saturday,sunday,holiday,year-end");
}

struct str care_fee_charge_word(enum care_fee_charge charge)
{
	static const char *const words[] = { "nothing", "minutes", "percent", "yen" };
	return str_of(words[charge]);
}

/* ---- examples ---- */

static struct care_fee_ask visit_on(struct desk *d, struct day on, int from, int until)
{
	return (struct care_fee_ask){ .from_at = day_moment(on, from), .until_at = day_moment(on, until), .child_n = 1,
		.holidays = care_fee_holidays(d) };
}

static struct day next_of(struct desk *d, const struct care_fee_rules *r, enum care_fee_days days, struct day from)
{
	for (int i = 1; i < 400; i++)
		if (care_fee_day(r, (struct day){ from.n + i }, care_fee_holidays(d)) == days)
			return (struct day){ from.n + i };
	return from;
}

/* Words stand in the page: hour, long, early, evening, saturday, sunday, holiday, two, short, absent. */
static void examples(struct desk *d, struct care_fee_rule_view *v)
{
	const struct care_fee_rules *r = &v->rule.rules;
	struct day on = next_of(d, r, CARE_FEE_WEEKDAY, v->rule.row.from_on.n > d->today.n ? v->rule.row.from_on : d->today);
	struct day saturday = next_of(d, r, CARE_FEE_SATURDAY, on), sunday = next_of(d, r, CARE_FEE_SUNDAY, on);
	struct care_fee_example all[] = { { .word = "hour", .ask = visit_on(d, on, 540, 600) }, { .word = "long", .ask = visit_on(d, on, 540, 690) },
		{ .word = "early", .ask = visit_on(d, on, 390, 510) }, { .word = "evening", .ask = visit_on(d, on, 1080, 1200) },
		{ .word = "saturday", .ask = visit_on(d, saturday, 600, 720) }, { .word = "sunday", .ask = visit_on(d, sunday, 600, 720) },
		{ .word = "holiday", .ask = visit_on(d, next_of(d, r, CARE_FEE_HOLIDAY, on), 600, 720) },
		{ .word = "two", .ask = visit_on(d, on, 540, 660) }, { .word = "short", .ask = visit_on(d, on, 540, 565) },
		{ .word = "absent", .ask = visit_on(d, on, 540, 660) } };
	size_t tier;
	v->example_n = sizeof all / sizeof *all;
	for (size_t i = 0; i < v->example_n; i++) {
		struct care_fee_example *x = &all[i];
		x->ask.child_n = strcmp(x->word, "two") == 0 ? 2 : 1;
		x->refusal = strcmp(x->word, "absent") == 0 ? care_fee_cancel(r, &x->ask, MOMENT_NONE, &x->fee, &tier)
			: care_fee_reckon(r, &x->ask, &x->fee);
		v->example[i] = *x;
	}
}

/* ---- the pages ---- */

static void draw_list(struct desk *d, struct call *c, struct care_fee_rule_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->today = d->today;
	v->may_month = may_ever(d, MAY_FEE_MONTH);
	v->all_n = care_fee_rules_all(d, &v->all);
	v->has_rule = v->all_n && care_fee_rule_of(d, v->all[0].rule_id, &v->rule);
	frame_begin(&p, d, c, TAB_SETTINGS);
	if (v->form)
		frame_complaints(&p, v->form);
	care_fee_rules_page(&p, v);
}

static void show_list(struct desk *d, struct call *c)
{
	draw_list(d, c, &(struct care_fee_rule_view){ .form = NULL });
}

static struct str word_of(struct call *c, const char *fmt, int i)
{
	return str_trim(form_value(c, arena_fmt(c->arena, fmt, i).s));
}

/* A row without a price is no row. */
static void put_bands(struct call *c, struct out *o)
{
	for (int i = 1; i <= BANDS; i++) {
		struct str yen = word_of(c, "b%d-yen", i), add = word_of(c, "b%d-add", i);
		if (yen.n)
			out_fmt(o, "band = %.*s %.*s-%.*s %.*s +%.*s\n", STR_ARG(word_of(c, "b%d-days", i)), STR_ARG(word_of(c, "b%d-from", i)),
				STR_ARG(word_of(c, "b%d-until", i)), STR_ARG(yen), STR_ARG(add.n ? add : STR("0")));
	}
}

static void put_tiers(struct call *c, struct out *o)
{
	for (int i = 1; i <= TIERS; i++) {
		struct str charge = word_of(c, "t%d-charge", i), n = word_of(c, "t%d-n", i);
		if (charge.n && i < TIERS)
			out_fmt(o, "cancel = %.*s %.*s %.*s %.*s\n", STR_ARG(word_of(c, "t%d-day", i)), STR_ARG(word_of(c, "t%d-time", i)), STR_ARG(charge),
				STR_ARG(n.n ? n : STR("0")));
		else if (charge.n)
			out_fmt(o, "cancel = absent %.*s %.*s\n", STR_ARG(charge), STR_ARG(n.n ? n : STR("0")));
	}
}

static void put_one(struct call *c, struct out *o, const char *key, const char *name, const char *otherwise)
{
	struct str s = str_trim(form_value(c, name));
	out_fmt(o, "%s = %.*s", key, STR_ARG(s.n ? s : str_of(otherwise)));
}

static struct str text_of(struct call *c)
{
	struct out o = { .arena = c->arena };
	bool has_public = form_value(c, "way-public").n > 0, has_car = form_value(c, "way-car").n > 0;
	put_bands(c, &o);
	put_one(c, &o, "first", "first", "60");
	put_one(c, &o, "\nstep", "step", "30");
	put_one(c, &o, "\ngrace", "grace", "0");
	if (str_trim(form_value(c, "flat-minutes")).n) {
		put_one(c, &o, "\nflat", "flat-minutes", "0");
		out_fmt(&o, " %.*s", STR_ARG(form_value(c, "flat-yen").n ? form_value(c, "flat-yen") : STR("0")));
		out_fmt(&o, " %.*s", STR_ARG(form_value(c, "flat-add").n ? form_value(c, "flat-add") : STR("0")));
	}
	put_one(c, &o, "\nsibling", "sibling", "100");
	out_fmt(&o, " %.*s\ncross = %s\nclock = %s\nway = %s%s%s\n", STR_ARG(form_value(c, "sibling-add").n ? form_value(c, "sibling-add") : STR("100")),
		form_value(c, "dearer").n ? "dearer" : "start", form_value(c, "door").n ? "door" : "visit", has_public ? "public" : "",
		has_public && has_car ? "," : "", has_car ? "car" : has_public ? "" : "none");
	if (str_trim(form_value(c, "car-km")).n && !str_is(str_trim(form_value(c, "car-km")), "0"))
		out_fmt(&o, "car_km = %.*s\n", STR_ARG(str_trim(form_value(c, "car-km"))));
	if (form_value(c, "year-end").n)
		out_z(&o, "year_end = 1229 103\n");
	put_tiers(c, &o);
	put_one(c, &o, "registration", "registration", "0");
	out_fmt(&o, "\ncancel_added = %s\n", form_value(c, "cancel-added").n ? "yes" : "no");
	return out_done(&o);
}

/* The first field that has to do with what is wrong. */
static const char *field_of(const struct care_fee_wrong *wrong)
{
	static const struct { const char *what, *field; } fields[] = { { "flat", "flat-yen" }, { "tiers", "t1-charge" }, { "cancel", "t1-charge" },
		{ "sibling", "sibling" }, { "first", "first" }, { "step", "step" }, { "grace", "grace" }, { "registration", "registration" },
		{ "car_km", "car-km" } };
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (strcmp(fields[i].what, wrong->what) == 0)
			return fields[i].field;
	return "b1-yen";
}

static void put(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	struct care_fee_rule_view v = { .form = &f, .call = c };
	struct day from_on = form_day(&f, "from-on", true);
	struct str source = form_text(&f, "source", 300, false);
	if (form_is_fine(&f) && care_fee_rule_put(d, text_of(c), from_on, source, &v.wrong) == CARE_FEE_FINE) {
		struct care_fee_rule_row *all;
		if (!care_fee_rules_all(d, &all))
			return;
		reply_see_other(c, arena_fmt(d->arena, "/desk/fee/rules/%s", id_text(d->arena, all[0].rule_id.v).s));
		return;
	}
	if (v.wrong.what)
		form_complain(&f, field_of(&v.wrong), COMPLAINT_WRONG);
	desk_refuse(d);
	reply_status(c, 422);
	draw_list(d, c, &v);
}

static bool rule_of(struct desk *d, struct call *c, struct care_fee_rule_view *v)
{
	struct rule_id rule_id;
	if (id_parse(c->part[0], &rule_id.v) && care_fee_rule_of(d, rule_id, &v->rule))
		return true;
	refuse_missing(d, c);
	return false;
}

static void show_rule(struct desk *d, struct call *c)
{
	struct page p;
	struct care_fee_rule_view v = { .tenant = d->tenant, .today = d->today };
	if (!rule_of(d, c, &v))
		return;
	examples(d, &v);
	frame_begin(&p, d, c, TAB_SETTINGS);
	frame_of(&p)->back = STR("/desk/fee/rules");
	care_fee_rule_page(&p, &v);
}

static void confirm(struct desk *d, struct call *c)
{
	struct care_fee_rule_view v = { .form = NULL };
	if (!rule_of(d, c, &v))
		return;
	care_fee_rule_confirm(d, v.rule.rule_id);
	reply_see_other(c, arena_fmt(d->arena, "/desk/fee/rules/%s", id_text(d->arena, v.rule.rule_id.v).s));
}

const struct route care_fee_rule_routes[] = {
	{ METHOD_GET, "/desk/fee/rules", MAY_FEE_RULE, show_list, .room = "care" },
	{ METHOD_POST, "/desk/fee/rules", MAY_FEE_RULE, put, .room = "care",
		.sample = "b1-days=every&b1-from=07:00&b1-until=20:00&b1-yen=700&from-on=2026-11-01&first=60&step=30" },
	{ METHOD_GET, "/desk/fee/rules/{rule}", MAY_FEE_RULE, show_rule, .room = "care", .holes = "rule" },
	{ METHOD_POST, "/desk/fee/rules/{rule}/confirm", MAY_FEE_RULE, confirm, .room = "care", .sample = "sure=1", .holes = "rule" },
};
const size_t care_fee_rule_route_n = sizeof care_fee_rule_routes / sizeof *care_fee_rule_routes;
