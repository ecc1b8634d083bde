/* Many notices: so many letters of one town by LINE, one by one and by multicast, against a platform in C (tests/peer) that takes 2,000 in a second.
 * Meanwhile another town, and somebody of the same town, are told something once a second. Prints how long it took, what was doubled or lost, and the
 * longest that anybody else waited.
 *   build/bench/notices DATA TOWN OTHER N [many: by multicast alone] */
#include "app/courier.h"
#include "base/clock.h"
#include "base/out.h"
#include "desk/outbox.h"
#include "tests/peer/peer.h"
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { CHUNK = 2000, AT_ONCE = 500, LIMIT = 2000, EXTRA = 4096 };
struct wire { int port; };
struct putting { int64_t from, until; bool is_to_many, is_single; };
struct waiting { struct peer *peer; struct served *served; int64_t base, sent_n, heard_n, longest_ns; int64_t at_ns[EXTRA]; };

static void set_run(struct desk *d, void *arg)
{
	const struct wire *w = arg;
	struct str why;
	tenant_set(d, STR("line.channel_token"), STR("token"), &why);
	if (tenant_set(d, STR("line.api_base"), arena_fmt(d->arena, "http://127.0.0.1:%d", w->port), &why) != TENANT_OK)
		fprintf(stderr, "notices: %.*s\n", STR_ARG(why));
}

static struct str text_to(struct desk *d, const struct putting *p, int64_t from, int64_t n)
{
	struct out o = { .arena = d->arena };
	const char *messages = "[{\"type\":\"text\",\"text\":\"お知らせがあります。\"}]";
	if (!p->is_to_many)
		return str_of(messages);
	for (int64_t i = 0; i < n; i++)
		out_fmt(&o, "%s\"U%032lld\"", i ? "," : "[", (long long)(from + i));
	out_fmt(&o, "]\n%s", messages);
	return out_done(&o);
}

static void put_run(struct desk *d, void *arg)
{
	const struct putting *p = arg;
	int64_t step = p->is_to_many ? AT_ONCE : 1;
	for (int64_t i = p->from; i < p->until; i += step) {
		int64_t n = p->until - i < step ? p->until - i : step;
		outbox_put(d, &(struct outbox_letter){ .channel = p->is_to_many ? STR("lines") : STR("line"), .text = text_to(d, p, i, n), .is_many = !p->is_single,
			.to = p->is_to_many ? arena_fmt(d->arena, "%lld", (long long)n) : arena_fmt(d->arena, "U%032lld", (long long)i), .reason = STR("notice") });
	}
}

static bool put(struct served *s, struct arena *a, struct putting p)
{
	for (int64_t until = p.until; p.from < until; p.from = p.until) {
		p.until = p.from + CHUNK < until ? p.from + CHUNK : until;
		arena_reset(a);
		if (tenants_write(s, a, &(struct work){ .run = put_run, .arg = &p }) != STORE_OK)
			return false;
	}
	s->has_letters = 1;
	return true;
}

static double worked(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Once a second one letter to somebody of whom nobody waits yet; and who has heard meanwhile. */
static void tell_and_hear(struct waiting *w, struct arena *a, int64_t now)
{
	if (w->sent_n == w->heard_n && w->sent_n < EXTRA && (!w->sent_n || now - w->at_ns[w->sent_n - 1] > INT64_C(1000000000))) {
		w->at_ns[w->sent_n] = clock_monotonic_ns();
		put(w->served, a, (struct putting){ .from = w->base + w->sent_n, .until = w->base + w->sent_n + 1, .is_single = true });
		w->sent_n++;
	}
	if (w->heard_n < w->sent_n && peer_times(w->peer, (size_t)(w->base + w->heard_n))) {
		int64_t took = clock_monotonic_ns() - w->at_ns[w->heard_n++];
		w->longest_ns = took > w->longest_ns ? took : w->longest_ns;
	}
}

struct running { struct tenants all; struct arena *arena; struct served *town, *other; struct peer *peer, *beside; int64_t n; };

static bool run(struct running *r, bool is_to_many)
{
	struct peer_count c;
	struct waiting own = { .peer = r->peer, .served = r->town, .base = r->n }, others = { .peer = r->beside, .served = r->other };
	if (!put(r->town, r->arena, (struct putting){ .until = r->n, .is_to_many = is_to_many }))
		return false;
	int64_t began_ns = clock_monotonic_ns(), end_ns = began_ns;
	double work_s = worked();
	struct courier *courier = courier_start(&r->all);
	for (int64_t last = -1; end_ns - began_ns < INT64_C(3600000000000); usleep(5000)) {
		end_ns = clock_monotonic_ns();
		tell_and_hear(&own, r->arena, end_ns);
		tell_and_hear(&others, r->arena, end_ns);
		if (end_ns / 1000000000 == last)
			continue;
		last = end_ns / 1000000000;
		peer_look(r->peer, (size_t)r->n, &c);
		if (!c.missing_n)
			break;
	}
	work_s = worked() - work_s;
	courier_stop(courier);
	peer_look(r->peer, (size_t)r->n, &c);
	double took_s = (double)(end_ns - began_ns) / 1e9;
	printf("notices: %lld %s in %.1f s (%.0f a second, %.1f s of CPU with the platform's), %lld lost, %lld doubled, %lld refused by the limit; "
		"another town waited %.2f s at most (%lld letters), one person of the same town %.2f s (%lld)\n", (long long)r->n,
		is_to_many ? "by multicast" : "one by one", took_s, (double)r->n / took_s, work_s, (long long)c.missing_n,
		(long long)(c.people_n - own.heard_n - (r->n - c.missing_n)), (long long)c.busy_n, (double)others.longest_ns / 1e9,
		(long long)others.heard_n, (double)own.longest_ns / 1e9, (long long)own.heard_n);
	fflush(stdout);
	return !c.missing_n && c.most_n == 1;
}

int main(int n, char **word)
{
	struct running r = { .all = { .arena = arena_new((size_t)64 << 20) }, .arena = arena_new((size_t)64 << 20) };
	struct str why = STR_NONE;
	if (n < 5 || !tenants_open(&r.all, str_of(word[1]), STR_NONE, TENANTS_MAKE | TENANTS_DEMO, &why) || !str_int(str_of(word[4]), &r.n)) {
		fprintf(stderr, "notices: DATA TOWN OTHER N: %.*s\n", STR_ARG(why));
		return 2;
	}
	r.town = tenants_by_name(&r.all, str_of(word[2]));
	r.other = tenants_by_name(&r.all, str_of(word[3]));
	bool is_fine = r.town && r.other;
	for (int i = n > 5; i < 2 && is_fine; i++) {
		r.peer = peer_start(&(struct peer_conf){ .per_s = LIMIT, .people_most = (size_t)r.n + EXTRA });
		r.beside = peer_start(&(struct peer_conf){ .people_most = EXTRA });
		is_fine = r.peer && r.beside
			&& tenants_write(r.town, r.arena, &(struct work){ .run = set_run, .arg = &(struct wire){ peer_port(r.peer) } }) == STORE_OK
			&& tenants_write(r.other, r.arena, &(struct work){ .run = set_run, .arg = &(struct wire){ peer_port(r.beside) } }) == STORE_OK
			&& run(&r, i == 1);
		peer_stop(r.peer);
		peer_stop(r.beside);
	}
	tenants_close(&r.all);
	return is_fine ? 0 : 1;
}
