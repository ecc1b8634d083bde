/* The requests, offers and visits of the town of the sweeps: each family and helper is fresh, so that nobody is in another's way. */
#include "care/care_report.h"
#include "family/family_own.h"
#include "file/file.h"
#include "tests/town/things.h"

struct scene { struct family_id family_id; struct family_row family; struct person_id person_id; struct request_id request_id;
	struct care_request_row request; struct offer_id offer_id; struct care_assignment_row visit; };

static struct person_id helper_of(struct desk *d, struct operator_id operator_id, struct account_id account_id)
{
	static int made_n;
	struct staff_person old, x = { .name = STR("Tachibana"), .kana = arena_fmt(d->arena, "たちばな %d", ++made_n), .kind = STR("concierge"),
		.operator_id = operator_id, .hours_rule = STR("Mon-Sun 06:00-22:00"), .account_id = account_id, .began_on = DAY_NONE,
		.joined_on = DAY_NONE, .left_on = DAY_NONE };
	if (account_id.v && staff_person_of_account(d, account_id, &old)) {
		old.account_id.v = 0;
		staff_put(d, &old);
	}
	if (staff_put(d, &x) != STAFF_OK)
		test_failed(__FILE__, __LINE__, "nobody helps here");
	return x.person_id;
}

/* A family whom the asker may know, and somebody who could help: the asker, where they help. */
static struct scene scene_of(struct desk *d, const struct wish *w)
{
	static int made_n;
	struct scene s = { .family_id = { 0 } };
	struct family_guardian_row *guardian, before;
	struct who who = d->who;
	bool is_own = w->whose == WHOSE_OWN, helps = (person_role(w->asks->person) & (ROLE_HELPER | ROLE_STAFF)) != 0;
	d->who = (struct who){ .role = ROLE_NOBODY };
	s.person_id = helper_of(d, town_operator(d->tenant, town_operator_of(w)), is_own && helps ? w->asks->account_id : (struct account_id){ 0 });
	s.family_id = family_register(d, &(struct family_new){ .name = STR("Kawa"), .kana = arena_fmt(d->arena, "かわ %d", ++made_n + 5000),
		.area_id = town_area(d->tenant, town_area_of(w)), .born_on = DAY_NONE, .due_on = DAY_NONE, .notified_on = DAY_NONE,
		.child_born_on = { d->today.n - 700 }, .child_name = STR("Mina"), .mail = STR("kawa@example.jp") });
	if (is_own && w->asks->person == PERSON_FAMILY && family_guardians_of(d, s.family_id, &guardian)) {
		if (family_of_account(d, w->asks->account_id, &before))
			family_own_unbind(d, before.guardian_id);
		family_own_bind(d, w->asks->account_id, d->now, STR("staff"), guardian[0].guardian_id);
	}
	family_by_id(d, s.family_id, &s.family);
	if (w->asks->account_id.v)
		family_pass_put(d, &(struct family_pass_put_in){ .family_id = s.family_id, .account_id = w->asks->account_id, .purpose = STR("away"),
			.asked_at = d->now, .until_at = moment_add(d->now, DAY_MS) });
	d->who = who;
	for (const char *const *kind = care_kind_words; *kind; kind++)
		care_kind_put(d, &(struct care_kind_row){ .kind = str_of(*kind), .legal = STR("family_support"), .legal_on = DAY_NONE, .is_open = true });
	return s;
}

/* A draft of who asks, which only lacks the asking. */
static void draft(struct desk *d, const struct wish *w, struct scene *s)
{
	struct who who = d->who;
	if (w->whose == WHOSE_OWN && w->asks->person == PERSON_FAMILY)
		d->who = (struct who){ .role = ROLE_FAMILY, .account_id = w->asks->account_id };
	struct care_request_row x = care_draft(d, &s->family);
	x.kind = STR("accompany");
	x.words = STR("Dentist");
	x.from_at = day_moment((struct day){ d->today.n + 8 }, 10 * 60);
	x.until_at = moment_add(x.from_at, 2 * HOUR);
	x.minutes_n = 120;
	x.place_kind = STR("out");
	x.place = STR("Clinic");
	x.consented_at = d->now;
	if (care_draft_put(d, &x) != CARE_OK)
		test_failed(__FILE__, __LINE__, "no draft");
	s->request_id = x.request_id;
	care_request_of(d, x.request_id, &s->request);
	d->who = who;
}

static void asked(struct desk *d, const struct wish *w, struct scene *s)
{
	draft(d, w, s);
	if (care_ask(d, &s->request) != CARE_OK)
		test_failed(__FILE__, __LINE__, "nothing was asked");
	care_request_of(d, s->request_id, &s->request);
}

/* As of so many hours from now: a visit that is under way lies in the past. */
static void offered(struct desk *d, const struct wish *w, struct scene *s)
{
	struct care_offer_row *offer;
	struct person_id stuck;
	asked(d, w, s);
	if (care_offer_send(d, &s->request, &(struct care_offer_new){ .person = &s->person_id, .n = 1, .minutes_n = 60 }, &stuck) != CARE_OK)
		test_failed(__FILE__, __LINE__, "nobody was sounded out");
	care_request_of(d, s->request_id, &s->request);
	size_t n = care_offers(d, &s->request, &offer);
	s->offer_id = n ? offer[0].offer_id : (struct offer_id){ 0 };
}

static void held(struct desk *d, const struct wish *w, struct scene *s)
{
	enum staff_time_refusal why;
	offered(d, w, s);
	if (care_offer_answer(d, s->offer_id, true, true, &why) != CARE_OK || !care_assigned(d, s->request_id, &s->visit))
		test_failed(__FILE__, __LINE__, "nobody goes");
}

/* The act happens when the visit does. */
static void step(struct desk *d, struct scene *s, enum care_refusal (*act)(struct desk *, const struct care_assignment_row *, struct moment))
{
	struct moment now = d->now;
	d->now = moment_add(s->visit.from_at, act == care_end ? HOUR : 0);
	if (act(d, &s->visit, MOMENT_NONE) != CARE_OK)
		test_failed(__FILE__, __LINE__, "a step of the visit was refused");
	d->now = now;
	care_assignment_of(d, s->visit.assignment_id, &s->visit);
}

static void ended(struct desk *d, const struct wish *w, struct scene *s)
{
	held(d, w, s);
	step(d, s, care_start);
	step(d, s, care_end);
}

static void reported(struct desk *d, const struct wish *w, struct scene *s)
{
	ended(d, w, s);
	if (care_report_give(d, &s->visit, &(struct care_report){ .words = STR("Fine") }) != CARE_OK)
		test_failed(__FILE__, __LINE__, "no report");
	care_assignment_of(d, s->visit.assignment_id, &s->visit);
}

/* A fresh scene as far as `until`; NULL: a family that asks for nothing yet. */
static struct scene scene_at(struct desk *d, struct wish *w, void (*until)(struct desk *, const struct wish *, struct scene *))
{
	struct scene s = scene_of(d, w);
	if (until)
		until(d, w, &s);
	return s;
}

/* ---- things ---- */

static struct assignment_id last_visit;                 /* what the hole "care-photo" behind a request's hangs on */

static void make_carer(struct desk *d, struct wish *w)
{
	(void)w;
	w->thing = id_text(d->arena, helper_of(d, (struct operator_id){ 0 }, (struct account_id){ 0 }).v);
}

static void make_asking(struct desk *d, struct wish *w)
{
	w->thing = id_text(d->arena, scene_at(d, w, NULL).family_id.v);
}

static void make_drafted(struct desk *d, struct wish *w)
{
	w->thing = id_text(d->arena, scene_at(d, w, draft).family_id.v);
}

static void make_request(struct desk *d, struct wish *w)
{
	w->thing = id_text(d->arena, scene_at(d, w, asked).request_id.v);
}

static void make_request_held(struct desk *d, struct wish *w)
{
	w->thing = id_text(d->arena, scene_at(d, w, held).request_id.v);
}

static void make_request_reported(struct desk *d, struct wish *w)
{
	struct scene s = scene_at(d, w, reported);
	last_visit = s.visit.assignment_id;
	w->thing = id_text(d->arena, s.request_id.v);
}

static void make_photo(struct desk *d, struct wish *w)
{
	w->thing = town_file(d, &(struct file_place){ .kind = "care", .subject_id = last_visit.v, .part_id = last_visit.v });
}

static void make_offer(struct desk *d, struct wish *w)
{
	w->thing = id_text(d->arena, scene_at(d, w, offered).offer_id.v);
}

static void make_held(struct desk *d, struct wish *w)
{
	w->thing = id_text(d->arena, scene_at(d, w, held).visit.assignment_id.v);
}

/* Begins within the hour. */
static void make_held_now(struct desk *d, struct wish *w)
{
	struct scene s = scene_of(d, w);
	struct person_id stuck;
	struct care_offer_row *offer;
	enum staff_time_refusal why;
	struct moment from_at = { d->now.ms - d->now.ms % STAFF_QUARTER + HOUR };
	asked(d, w, &s);
	care_slot_set(d, &s.request, from_at, moment_add(from_at, HOUR));
	care_request_of(d, s.request_id, &s.request);
	care_offer_send(d, &s.request, &(struct care_offer_new){ .person = &s.person_id, .n = 1, .minutes_n = 30 }, &stuck);
	if (!care_offers(d, &s.request, &offer) || care_offer_answer(d, offer[0].offer_id, true, true, &why) != CARE_OK
		|| !care_assigned(d, s.request_id, &s.visit))
		test_failed(__FILE__, __LINE__, "nobody goes now");
	w->thing = id_text(d->arena, s.visit.assignment_id.v);
}

static void make_held_started(struct desk *d, struct wish *w)
{
	make_held_now(d, w);
	struct assignment_id assignment_id;
	struct care_assignment_row a;
	if (!id_parse(w->thing, &assignment_id.v) || !care_assignment_of(d, assignment_id, &a) || care_start(d, &a, MOMENT_NONE) != CARE_OK)
		test_failed(__FILE__, __LINE__, "it does not begin");
}

static void make_held_ended(struct desk *d, struct wish *w)
{
	w->thing = id_text(d->arena, scene_at(d, w, ended).visit.assignment_id.v);
}

static void make_reported(struct desk *d, struct wish *w)
{
	w->thing = id_text(d->arena, scene_at(d, w, reported).visit.assignment_id.v);
}

static void make_voiced(struct desk *d, struct wish *w)
{
	struct scene s = scene_at(d, w, reported);
	if (care_voice_say(d, &s.visit, STR("fair"), STR("Hm")) != CARE_OK)
		test_failed(__FILE__, __LINE__, "no voice");
	w->thing = id_text(d->arena, s.visit.assignment_id.v);
}

static void make_incident(struct desk *d, struct wish *w)
{
	struct scene s = scene_at(d, w, held);
	struct care_incident_row *row;
	if (care_incident_tell(d, &s.visit, STR("near_miss"), STR("Stumbled"), STR_NONE) != CARE_OK || !care_incidents(d, s.visit.assignment_id, &row))
		test_failed(__FILE__, __LINE__, "nothing happened");
	else
		w->thing = id_text(d->arena, row[0].incident_id.v);
}

static void make_private(struct desk *d, struct wish *w)
{
	struct scene s = scene_at(d, w, reported);
	struct who who = d->who;
	struct care_private_row *row;
	care_private_tell(d, &s.visit, STR("Late"), true);
	d->who = (struct who){ .role = ROLE_MANAGER, .operator_id = s.family.operator_id };
	size_t n = care_privates(d, &row);
	d->who = who;
	for (size_t i = 0; i < n; i++)
		if (row[i].assignment_id.v == s.visit.assignment_id.v)
			w->thing = id_text(d->arena, row[i].private_id.v);
}

const struct town_thing town_care[] = {
	{ "carer", make_carer }, { "asking", make_asking }, { "drafted", make_drafted }, { "request", make_request },
	{ "request:held", make_request_held }, { "request:reported", make_request_reported }, { "request:photo", make_request_reported },
	{ "care-photo", make_photo }, { "offer", make_offer }, { "held", make_held }, { "held:now", make_held_now },
	{ "held:started", make_held_started }, { "held:ended", make_held_ended }, { "reported", make_reported }, { "voiced", make_voiced },
	{ "incident", make_incident }, { "private", make_private },
	{ NULL, NULL }
};
