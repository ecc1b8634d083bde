/* The demo's kinds, scenes and a few requests at every step: [care KIND] and [scene NAME] of a profile. */
#include "command/command.h"
#include "base/conf.h"
#include "desk/account.h"
#include "care/care_report.h"
#include "family/family.h"

static void kind_add(struct desk *d, const struct conf *c, const struct conf_item *head)
{
	struct care_kind_row x = { .kind = head->name, .legal = conf_of(c, head, "legal"), .legal_no = conf_of(c, head, "number"),
		.legal_on = DAY_NONE, .is_open = true };
	day_parse(conf_of(c, head, "on"), &x.legal_on);
	care_kind_put(d, &x);
}

static void scene_add(struct desk *d, const struct conf *c, const struct conf_item *head)
{
	struct care_scene x = { .place_n = head->line, .kind = conf_of(c, head, "kind"), .icon = conf_of(c, head, "icon"), .is_open = true };
	for (int i = 0; i < LANG_N; i++) {
		const char *code = lang_code((enum lang)i);
		x.words[i] = conf_of(c, head, code);
		x.hint[i] = conf_of(c, head, arena_fmt(d->arena, "hint-%s", code).s);
	}
	care_scene_put(d, &x);
}

/* ---- requests ---- */

struct made { struct desk *d; struct family_line_row *family; size_t family_n, next_n; struct care_scene *scene; size_t scene_n;
	struct staff_person helper; };

/* Asked by telephone so many hours ago, for that moment. */
static bool asked(struct made *m, size_t scene, struct moment from_at, int hours_ago, struct care_request_row *ret)
{
	struct desk then = *m->d;
	struct family_row f;
	struct family_child_row *child;
	if (m->next_n >= m->family_n || scene >= m->scene_n || !family_by_id(m->d, m->family[m->next_n++].family_id, &f))
		return false;
	then.now = moment_add(m->d->now, -(int64_t)hours_ago * HOUR);
	then.today = day_of(then.now);
	struct care_request_row x = care_draft(&then, &f);
	size_t n = family_children_of(&then, f.family_id, &child);
	x.scene_id = m->scene[scene].scene_id;
	x.kind = m->scene[scene].kind;
	x.from_at = from_at;
	x.until_at = moment_add(from_at, 2 * HOUR);
	x.minutes_n = 120;
	x.place_kind = STR("home");
	x.consented_at = then.now;
	if (n) {
		x.child_ids = arena_fmt(then.arena, ",%lld,", (long long)child[0].child_id.v);
		x.child_n = 1;
	}
	return care_draft_put(&then, &x) == CARE_OK && care_request_of(&then, x.request_id, &x) && care_ask(&then, &x) == CARE_OK
		&& care_request_of(&then, x.request_id, ret);
}

static bool held(struct made *m, struct care_request_row *x, struct moment at, struct care_assignment_row *ret)
{
	struct desk then = *m->d;
	struct person_id stuck;
	struct care_offer_row *offer;
	enum staff_time_refusal why;
	then.now = at;
	then.today = day_of(at);
	return care_offer_send(&then, x, &(struct care_offer_new){ .person = &m->helper.person_id, .n = 1, .minutes_n = 120 }, &stuck) == CARE_OK
		&& care_offers(&then, x, &offer) && care_offer_answer(&then, offer[0].offer_id, true, true, &why) == CARE_OK
		&& care_assigned(&then, x->request_id, ret);
}

/* One that is over: begun, ended, reported, confirmed, with a frank word. */
static void carried(struct made *m, const struct conf *c, size_t scene, int days_ago)
{
	struct desk then = *m->d;
	struct care_request_row x;
	struct care_assignment_row a;
	struct moment from_at = day_moment((struct day){ m->d->today.n - days_ago }, 10 * 60);
	if (!asked(m, scene, from_at, days_ago * 24 + 72, &x) || !held(m, &x, moment_add(from_at, -48 * (int64_t)HOUR), &a))
		return;
	then.now = from_at;
	care_start(&then, &a, MOMENT_NONE);
	care_assigned(&then, x.request_id, &a);
	then.now = moment_add(from_at, 2 * HOUR);
	care_end(&then, &a, MOMENT_NONE);
	care_assigned(&then, x.request_id, &a);
	care_report_give(&then, &a, &(struct care_report){ .words = conf_get(c, "care-report", "words"), .transport_yen = 420 });
	care_confirm(&then, &a);
	care_voice_say(&then, &a, STR("good"), conf_get(c, "care-report", "voice"));
}

static bool find_helper(struct made *m)
{
	struct staff_person *all;
	struct desk *d = m->d;
	struct account_line line;
	size_t n = staff_people_of_house(d, &(struct staff_wish){ .operator_id = { 0 } }, &all);
	for (size_t i = 0; i < n; i++)
		if (all[i].account_id.v && account_by_id(d, all[i].account_id, &line) && str_is(line.role, "helper")) {
			m->helper = all[i];
			return true;
		}
	return false;
}

static void requests_add(struct desk *d, const struct conf *c)
{
	struct made m = { .d = d };
	struct care_request_row x;
	struct care_assignment_row a;
	struct staff_person *all;
	struct who who = d->who;
	size_t n = staff_people_of_house(d, &(struct staff_wish){ .is_named_only = false }, &all);
	m.scene_n = care_scenes(d, &m.scene);
	d->who = (struct who){ .role = ROLE_MANAGER, .operator_id = d->tenant->operator_n ? d->tenant->operator[0].operator_id
		: (struct operator_id){ 0 }, .name = n ? all[0].name : STR("") };
	m.family_n = family_list(d, (struct area_id){ 0 }, FAMILY_LIST_MOST, &m.family);
	m.next_n = 1;
	if (find_helper(&m)) {
		carried(&m, c, 0, 21);
		carried(&m, c, 9, 9);
		if (asked(&m, 3, day_moment((struct day){ d->today.n + 6 }, 9 * 60), 30, &x))
			held(&m, &x, moment_add(d->now, -20 * (int64_t)HOUR), &a);
		if (asked(&m, 4, day_moment((struct day){ d->today.n + 4 }, 13 * 60), 26, &x))
			care_unfilled(d, &x, STR("nobody_free"), STR_NONE);
		asked(&m, 5, day_moment((struct day){ d->today.n + 5 }, 10 * 60 + 30), 3, &x);
		asked(&m, 8, day_moment((struct day){ d->today.n + 8 }, 14 * 60), 1, &x);
	}
	d->who = who;
}

void command_demo_care(struct desk *d, void *arg)
{
	const struct conf *c = arg;
	if (!tenant_has_room(d->tenant, "care"))
		return;
	for (size_t i = 0; i < c->item_n; i++) {
		const struct conf_item *x = &c->item[i];
		if (!x->key.n && str_is(x->section, "care"))
			kind_add(d, c, x);
		else if (!x->key.n && str_is(x->section, "scene"))
			scene_add(d, c, x);
	}
	requests_add(d, c);
}
