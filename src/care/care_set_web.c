/* What managers set and read: kinds with their legal form, and what families told in private. */
#include "care/care_web.h"
#include "base/check.h"
#include "care/care_set.page.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "web/reply.h"

static void draw_kinds(struct desk *d, struct call *c, struct care_set_view *v)
{
	struct page p;
	const char *use[CARE_USES];
	v->tenant = d->tenant;
	for (size_t i = 0; care_kind_words[i]; i++)
		if (!care_kind_of(d, str_of(care_kind_words[i]), &v->kind[i]))
			v->kind[i] = (struct care_kind_row){ .kind = str_of(care_kind_words[i]), .legal_on = DAY_NONE };
	size_t use_n = care_uses(d, use);
	for (size_t i = 0; i < use_n; i++)
		for (size_t k = 0; k < CARE_USES; k++)
			v->uses[k] = v->uses[k] || strcmp(use[i], care_use_words[k]) == 0;
	frame_begin(&p, d, c, TAB_CARE);
	frame_of(&p)->back = STR("/desk/care");
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	care_kinds_page(&p, v);
}

static void show_kinds(struct desk *d, struct call *c)
{
	draw_kinds(d, c, &(struct care_set_view){ .form = NULL });
}

static bool is_kind(struct str word)
{
	for (const char *const *kind = care_kind_words; *kind; kind++)
		if (str_is(word, *kind))
			return true;
	return false;
}

static void put_uses(struct desk *d, struct call *c)
{
	struct out list = { .arena = d->arena };
	struct form f = form_of(c);
	struct str why;
	for (const char *const *word = care_use_words; *word; word++)
		if (form_is_on(&f, arena_fmt(d->arena, "use-%s", *word).s))
			out_fmt(&list, "%s%s", list.n ? "," : "", *word);
	CHECK(tenant_set(d, STR("care.uses"), out_done(&list), &why) == TENANT_OK);
	reply_see_other(c, STR("/desk/care/kinds?done=1"));
}

static void put_kind(struct desk *d, struct call *c)
{
	static const char *const legals[] = { "beside", "family_support", "notified", "temporary", NULL };
	struct care_set_view v = { .form = NULL };
	if (str_is(c->part[0], "uses")) {
		put_uses(d, c);
		return;
	}
	if (!is_kind(c->part[0])) {
		refuse_missing(d, c);
		return;
	}
	struct form f = form_of(c);
	struct care_kind_row x = { .kind = c->part[0], .legal_no = form_text(&f, "number", 100, false), .legal_on = form_day(&f, "on", false),
		.is_open = form_is_on(&f, "open") };
	int legal = form_choice(&f, "legal", legals, false);
	x.legal = legal >= 0 ? str_of(legals[legal]) : STR_NONE;
	if (form_is_fine(&f) && care_kind_put(d, &x) == CARE_OK) {
		reply_see_other(c, STR("/desk/care/kinds?done=1"));
		return;
	}
	desk_refuse(d);
	reply_status(c, 422);
	v.form = &f;
	draw_kinds(d, c, &v);
}

/* ---- in private ---- */

static void draw_private(struct desk *d, struct call *c, struct care_private_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	v->row_n = care_privates(d, &v->row);
	v->person = ARENA_ARRAY(d->arena, struct staff_person, v->row_n + 1);
	v->family = ARENA_ARRAY(d->arena, struct family_row, v->row_n + 1);
	for (size_t i = 0; i < v->row_n; i++) {
		staff_person_by_id(d, v->row[i].person_id, &v->person[i]);
		family_by_id(d, v->row[i].family_id, &v->family[i]);
	}
	if (d->is_get)
		desk_trace(d, &(struct desk_trace){ .act = STR("care.private-list"), .kind = STR("private"), .is_awaited = true });
	frame_begin(&p, d, c, TAB_CARE);
	frame_of(&p)->back = STR("/desk/care");
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	care_private_page(&p, v);
}

static void show_private(struct desk *d, struct call *c)
{
	draw_private(d, c, &(struct care_private_view){ .form = NULL });
}

static void end_private(struct desk *d, struct call *c)
{
	struct care_private_view v = { .form = NULL };
	struct private_id private_id;
	struct form f = form_of(c);
	struct str outcome = form_text(&f, "outcome", 2000, false);
	enum care_refusal r = id_parse(c->part[0], &private_id.v) ? care_private_end(d, private_id, outcome, form_is_on(&f, "pair")) : CARE_NO_SUCH;
	if (r == CARE_NO_SUCH) {
		refuse_missing(d, c);
	} else if (r == CARE_OK) {
		reply_see_other(c, STR("/desk/care/private?done=1"));
	} else {
		desk_refuse(d);
		reply_status(c, r == CARE_BAD ? 422 : 409);
		v.form = &f;
		draw_private(d, c, &v);
	}
}

const struct route care_set_routes[] = {
	{ METHOD_GET, "/desk/care/kinds", MAY_CARE_SET, show_kinds, .room = "care" },
	{ METHOD_POST, "/desk/care/kinds/{kind}", MAY_CARE_SET, put_kind, .room = "care", .sample = "legal=family_support&open=1",
		.holes = "word:care" },
	{ METHOD_GET, "/desk/care/private", MAY_CARE_PRIVATE, show_private, .room = "care" },
	{ METHOD_POST, "/desk/care/private/{private}/end", MAY_CARE_PRIVATE, end_private, .room = "care", .sample = "outcome=Talked",
		.holes = "private" },
};
const size_t care_set_route_n = sizeof care_set_routes / sizeof *care_set_routes;
