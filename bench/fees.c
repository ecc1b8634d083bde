/* A year of visits settled: makes so many reported visits of 2,000 families and 300 helpers in a town, then settles them all in the writer's turns
 * of 500 and adds up twelve months. Prints seconds, of the clock and of the processor, and whether everything ties.
 *   build/bench/fees DATA TOWN VISITS */
#include "app/tenants.h"
#include "base/clock.h"
#include "care/care_fee.h"
#include "care/care_report.sql.h"
#include <stdio.h>
#include <time.h>

enum { CHUNK = 1000, PIECE = 500, FAMILIES = 2000, HELPERS = 300, YEAR = 365, MONTHS = 12 };
struct making { int from, until, all_n; int64_t family_base, person_base; };
struct settling { struct moment after_at; int64_t done_n; };
struct adding { int64_t month_n; struct care_fee_month month; int64_t fee_n, yen; bool is_tied; };

static void rules_run(struct desk *d, void *arg)
{
	struct care_fee_wrong wrong;
	struct care_fee_rule_row *all;
	(void)arg;
	care_fee_rule_put(d, STR("band = weekday 06:00-22:00 500 +500\nband = saturday,sunday,holiday,year-end 06:00-22:00 600 +500\nyear_end = 1229 103\n"
		"sibling = 50 +100\nway = public\n"), day_make(2025, 4, 1), STR_NONE, &wrong);
	if (care_fee_rules_all(d, &all))
		care_fee_rule_confirm(d, all[0].rule_id);
}

static void make_run(struct desk *d, void *arg)
{
	const struct making *m = arg;
	for (int i = m->from; i < m->until; i++) {
		int day = (int)((int64_t)i * YEAR / m->all_n);  /* as a year comes: one day after the other */
		struct request_id request_id = { id_new() };
		struct assignment_id visit = { id_new() };
		struct family_id family_id = { m->family_base + i % FAMILIES };
		struct moment from_at = day_moment((struct day){ day_make(2025, 4, 1).n + day }, 420 + i % 11 * 60);
		struct moment until_at = moment_add(from_at, (int64_t)(30 + i % 7 * 25) * MINUTE);
		care_request_add(d, &(struct care_request_add_in){ .request_id = request_id, .family_id = family_id, .made_at = from_at,
			.by_account_id = { id_new() } });
		care_request_write(d, &(struct care_request_write_in){ .request_id = request_id, .kind = STR("care"), .from_at = from_at, .until_at = until_at,
			.wish_from_on = DAY_NONE, .wish_until_on = DAY_NONE, .child_ids = STR(","), .child_n = 1 + i % 3 });
		care_request_asked_now(d, from_at, from_at, request_id);
		care_assignment_add(d, &(struct care_assignment_add_in){ .assignment_id = visit, .request_id = request_id, .family_id = family_id,
			.person_id = { m->person_base + i % HELPERS }, .booking_id = { id_new() }, .from_at = from_at, .until_at = until_at, .held_at = from_at });
		care_report_start(d, from_at, MOMENT_NONE, visit);
		care_report_end(d, until_at, visit);
		care_report_put(d, &(struct care_report_put_in){ .report = STR("fine"), .entry_ids = STR(","), .transport_yen = i % 4 ? 0 : 200 + i % 300,
			.reported_at = moment_add(until_at, i % 1000), .assignment_id = visit });
	}
}

static void settle_run(struct desk *d, void *arg)
{
	struct settling *s = arg;
	s->done_n = care_fee_settle_due(d, &s->after_at, PIECE);
}

static void add_run(struct desk *d, void *arg)
{
	struct adding *a = arg;
	d->who = (struct who){ .role = ROLE_MANAGER };
	care_fee_month(d, a->month_n, &a->month);
	a->fee_n += a->month.sums.fee_n;
	a->yen += a->month.sums.helper_yen;
	a->is_tied = a->is_tied && a->month.is_tied;
}

static double worked(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double since(int64_t from_ns)
{
	return (double)(clock_monotonic_ns() - from_ns) / 1e9;
}

int main(int n, char **word)
{
	struct tenants all = { .arena = arena_new((size_t)64 << 20) };
	struct arena *a = arena_new((size_t)256 << 20);
	struct str why = STR_NONE;
	int64_t visit_n = 0, done_n = 0;
	if (n < 4 || !tenants_open(&all, str_of(word[1]), STR_NONE, TENANTS_MAKE | TENANTS_DEMO, &why) || !str_int(str_of(word[3]), &visit_n)) {
		fprintf(stderr, "fees: DATA TOWN VISITS: %.*s\n", STR_ARG(why));
		return 2;
	}
	struct served *s = tenants_by_name(&all, str_of(word[2]));
	struct making m = { .all_n = (int)visit_n, .family_base = id_new(), .person_base = id_new() };
	if (!s || tenants_write(s, a, &(struct work){ .run = rules_run }) != STORE_OK)
		return 2;
	for (; m.from < visit_n; m.from = m.until) {
		m.until = m.from + CHUNK < visit_n ? m.from + CHUNK : (int)visit_n;
		arena_reset(a);
		if (tenants_write(s, a, &(struct work){ .run = make_run, .arg = &m }) != STORE_OK)
			return 2;
	}
	int64_t began_ns = clock_monotonic_ns(), longest_ns = 0;
	double work_s = worked();
	for (struct settling x = { .done_n = 1 }; x.done_n > 0; done_n += x.done_n) {
		int64_t turn_ns = clock_monotonic_ns();
		arena_reset(a);
		if (tenants_write(s, a, &(struct work){ .run = settle_run, .arg = &x }) != STORE_OK)
			return 2;
		turn_ns = clock_monotonic_ns() - turn_ns;
		longest_ns = turn_ns > longest_ns ? turn_ns : longest_ns;
	}
	double settled_s = since(began_ns), settled_work_s = worked() - work_s;
	began_ns = clock_monotonic_ns();
	struct adding x = { .month_n = 202504, .is_tied = true };
	for (int i = 0; i < MONTHS; i++, x.month_n = care_fee_month_after(x.month_n)) {
		arena_reset(a);
		tenants_read(s, a, &(struct work){ .run = add_run, .arg = &x });
	}
	printf("fees: %lld visits settled in %.2f s (%.2f s of CPU, longest turn of the writer %.0f ms), twelve months added in %.2f s (%.2f s of CPU): "
		"%lld statements, %lld yen, %s\n", (long long)done_n, settled_s, settled_work_s, (double)longest_ns / 1e6, since(began_ns),
		worked() - work_s - settled_work_s, (long long)x.fee_n, (long long)x.yen,
		x.is_tied ? "all tie" : "NOT TIED");
	tenants_close(&all);
	return x.is_tied && done_n >= visit_n ? 0 : 1;
}
