/* Ranking helpers for one request: match DATA TOWN make|rank. make: 200 helpers with trainings, hours and places, and 500 visits by the doors that
 * the desk uses; rank: so many rankings one after another, every fact read anew, as the page does. Prints milliseconds of wall time. */
#include "app/tenants.h"
#include "base/clock.h"
#include "care/care_match.h"
#include <stdio.h>
#include <stdlib.h>

enum { HELPERS = 200, VISITS = 500, TRIES = 1000, CHUNK = 20 };

static struct person_id helper(struct desk *d, int n)
{
	static const char *const trainings[] = { "担当者研修", "スタッフ研修", "救命講習" };
	struct helper_span span[14];
	struct staff_person x = { .name = arena_fmt(d->arena, "支え手 %d", n), .kana = arena_fmt(d->arena, "ささえ %03d", n), .kind = STR("concierge"),
		.operator_id = d->tenant->operator[0].operator_id, .began_on = DAY_NONE, .joined_on = DAY_NONE, .left_on = DAY_NONE };
	if (staff_put(d, &x) != STAFF_OK)
		exit(1);
	struct helper_row h = { .person_id = x.person_id, .lat_n = 35560000 + n * 397 % 80000, .lon_n = 139570000 + n * 911 % 80000,
		.insured_until_on = DAY_NONE, .is_evening_fine = n % 3 == 0, .is_urgent_fine = n % 2 == 0, .week_n = n % 4 ? 600 : 0 };
	struct desk then = *d;
	then.today.n -= 200;
	if (helper_begin(&then, &h) != HELPER_OK)
		exit(1);
	for (int i = 0; i < 3; i++)
		staff_training_put(d, &(struct staff_training){ .person_id = x.person_id, .name = str_of(trainings[i]), .done_on = { d->today.n - 300 },
			.until_on = { d->today.n + (n % 10 ? 300 : -10) } });
	for (int to = HELPER_TRAINED; to <= HELPER_ACTIVE; to++)
		helper_go(d, &h, &(struct helper_stepping){ .to = (enum helper_state)to, .resting_until_on = DAY_NONE });
	for (int i = 0; i < 14; i++)
		span[i] = (struct helper_span){ i / 2, i % 2 ? 780 : 540, i % 2 ? 1080 : 720 };
	helper_hours_put(d, x.person_id, span, 14);
	return x.person_id;
}

struct making { struct person_id person[HELPERS]; int from, until; };

static void helpers_run(struct desk *d, void *arg)
{
	struct making *m = arg;
	d->who = (struct who){ .role = ROLE_MANAGER, .operator_id = d->tenant->operator[0].operator_id };
	for (const char *const *kind = care_kind_words; m->from == 0 && *kind; kind++)
		care_kind_put(d, &(struct care_kind_row){ .kind = str_of(*kind), .legal = STR("family_support"), .legal_on = DAY_NONE, .is_open = true });
	for (int i = m->from; i < m->until; i++)
		m->person[i] = helper(d, i);
}

static struct request_id ask(struct desk *d, const struct family_row *f, struct moment from_at)
{
	struct care_request_row x = care_draft(d, f);
	x.kind = STR("accompany");
	x.words = STR("x");
	x.from_at = from_at;
	x.until_at = moment_add(from_at, 2 * HOUR);
	x.minutes_n = 120;
	x.place_kind = STR("out");
	x.place = STR("x");
	x.lat_n = 35590000 + from_at.ms / MINUTE % 977 * 20;
	x.lon_n = 139600000;
	x.consented_at = d->now;
	care_draft_put(d, &x);
	struct request_id request_id = x.request_id;
	if (!care_request_of(d, request_id, &x) || care_ask(d, &x) != CARE_OK)
		return (struct request_id){ 0 };
	return request_id;
}

/* Spread over 45 days behind and 10 ahead; every second helper has some. */
static void visits_run(struct desk *d, void *arg)
{
	struct making *m = arg;
	for (int i = m->from; i < m->until; i++) {
		struct desk then = *d;
		struct care_request_row x;
		struct care_offer_row *offer;
		struct person_id stuck;
		enum staff_time_refusal why;
		then.now = moment_add(d->now, ((int64_t)(i % 55) - 50) * DAY_MS);
		then.today = day_of(then.now);
		then.who = (struct who){ .role = ROLE_MANAGER, .operator_id = d->tenant->operator[0].operator_id };
		struct family_id family_id = family_register(&then, &(struct family_new){ .name = STR("山川 花"), .kana = STR("やまかわ はな"),
			.due_on = DAY_NONE, .born_on = DAY_NONE, .child_born_on = { d->today.n - 700 }, .notified_on = DAY_NONE,
			.area_id = d->tenant->area[0].area_id });
		struct family_row f;
		struct request_id request_id = family_by_id(&then, family_id, &f)
			? ask(&then, &f, day_moment((struct day){ then.today.n + 5 }, 9 * 60 + i % 5 * 60)) : (struct request_id){ 0 };
		if (!request_id.v || !care_request_of(&then, request_id, &x) || care_offer_send(&then, &x, &(struct care_offer_new){
			.person = &m->person[(size_t)i * 7 % HELPERS], .n = 1, .minutes_n = 60,
			.reason = STR("a year of visits") }, &stuck) != CARE_OK || !care_offers(&then, &x, &offer)
			|| care_offer_answer(&then, offer[0].offer_id, true, true, &why) != CARE_OK)
			continue;
	}
}

static void last_run(struct desk *d, void *arg)
{
	struct family_row f;
	d->who = (struct who){ .role = ROLE_MANAGER, .operator_id = d->tenant->operator[0].operator_id };
	struct family_id family_id = family_register(d, &(struct family_new){ .name = STR("谷 みき"), .kana = STR("たに みき"), .due_on = DAY_NONE,
		.born_on = DAY_NONE, .child_born_on = { d->today.n - 700 }, .notified_on = DAY_NONE, .area_id = d->tenant->area[0].area_id });
	*(bool *)arg = family_by_id(d, family_id, &f) && ask(d, &f, day_moment((struct day){ d->today.n + 3 }, 10 * 60)).v;
}

static void make(struct served *s)
{
	struct arena *a = arena_new((size_t)256 << 20);
	static struct making m;
	bool is_asked = false;
	for (int k = 0; k < 2; k++)
		for (int i = 0, n = k ? VISITS : HELPERS; i < n; i += CHUNK) {
			m.from = i;
			m.until = i + CHUNK < n ? i + CHUNK : n;
			arena_reset(a);
			if (tenants_write(s, a, &(struct work){ .run = k ? visits_run : helpers_run, .arg = &m }) != STORE_OK)
				exit(1);
		}
	tenants_write(s, a, &(struct work){ .run = last_run, .arg = &is_asked });
	if (!is_asked)
		exit(1);
	arena_free(a);
}

struct ranking { struct care_match m; int64_t visit_n; };

static void rank_run(struct desk *d, void *arg)
{
	struct ranking *r = arg;
	struct care_request_row *x;
	struct care_assignment_row *visit;
	struct match_weights w = care_match_weights(d);
	d->who = (struct who){ .role = ROLE_MANAGER, .operator_id = d->tenant->operator[0].operator_id };
	size_t n = care_list(d, &(struct care_list){ .stage_n = 1, .limit_n = 1 }, &x);
	if (r->visit_n < 0)
		r->visit_n = (int64_t)care_assignments_in(d, moment_add(d->now, -100 * DAY_MS), moment_add(d->now, 100 * DAY_MS), 5000, &visit);
	if (!n || !care_match_run(d, &x[0], &w, &r->m))
		exit(1);
}

static int compare(const void *one, const void *two)
{
	double a = *(const double *)one, b = *(const double *)two;
	return (a > b) - (a < b);
}

static void rank(struct served *s)
{
	struct arena *a = arena_new((size_t)256 << 20);
	struct ranking r = { .visit_n = -1 };
	static double took[TRIES];
	for (int k = -20; k < TRIES; k++) {
		arena_reset(a);
		int64_t begin = clock_monotonic_ns();
		tenants_read(s, a, &(struct work){ .run = rank_run, .arg = &r });
		if (k >= 0)
			took[k] = (double)(clock_monotonic_ns() - begin) / 1e6;
	}
	qsort(took, TRIES, sizeof *took, compare);
	printf("match: %zu helpers x %lld visits, %zu possible: p50 %.2f ms, p99 %.2f ms\n", r.m.n, (long long)r.visit_n, r.m.possible_n, took[TRIES / 2],
		took[TRIES * 99 / 100]);
	arena_free(a);
}

int main(int n, char **word)
{
	struct tenants all = { .arena = arena_new((size_t)64 << 20) };
	struct str why = STR_NONE;
	if (n < 4 || !tenants_open(&all, str_of(word[1]), STR_NONE, TENANTS_MAKE | TENANTS_DEMO, &why)) {
		fprintf(stderr, "match: DATA TOWN make|rank: %.*s\n", STR_ARG(why));
		return 2;
	}
	struct served *s = tenants_by_name(&all, str_of(word[2]));
	if (!s)
		return 2;
	if (str_is(str_of(word[3]), "make"))
		make(s);
	else
		rank(s);
	tenants_close(&all);
	return 0;
}
