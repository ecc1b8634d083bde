/* Asking one server many things at once: a crew of connections that stay open, and no faster than that server likes. */
#include "web/fetch_inside.h"
#include "base/clock.h"
#include <stdlib.h>

enum { CREW_MOST = 64, POLL_MS = 20 };

struct place { struct fetch_run run; struct fetch_one *one; };
struct fetch_crew { CURLM *multi; int place_n; struct place place[CREW_MOST]; };

struct fetch_crew *fetch_crew_new(int connection_n)
{
	struct fetch_crew *c = calloc(1, sizeof *c);
	if (!c)
		return NULL;
	c->place_n = connection_n > 0 && connection_n < CREW_MOST ? connection_n : CREW_MOST;
	c->multi = fetch_init() ? curl_multi_init() : NULL;
	for (int i = 0; i < c->place_n && c->multi; i++)
		if (!(c->place[i].run.h = curl_easy_init()))
			break;
	if (c->multi && c->place[c->place_n - 1].run.h) {
		curl_multi_setopt(c->multi, CURLMOPT_MAXCONNECTS, (long)c->place_n);
		return c;
	}
	fetch_crew_free(c);
	return NULL;
}

void fetch_crew_free(struct fetch_crew *c)
{
	for (int i = 0; c && i < c->place_n; i++)
		curl_easy_cleanup(c->place[i].run.h);
	if (c && c->multi)
		curl_multi_cleanup(c->multi);
	free(c);
}

/* ---- one round ---- */

struct round { struct fetch_crew *crew; struct fetch_one *one; size_t n, begun_n, ended_n; const struct fetch_pace *pace; struct arena *arena;
	int64_t from_ns, weight_n; };

static struct place *free_place(struct fetch_crew *c)
{
	for (int i = 0; i < c->place_n; i++)
		if (!c->place[i].one)
			return &c->place[i];
	return NULL;
}

/* When the pace lets the next one begin, and in how long; in ns. */
static int64_t next_at(const struct round *r)
{
	int64_t per_s = r->pace->per_s > 0 ? r->pace->per_s : 1;
	return r->from_ns + r->weight_n * (INT64_C(1000000000) / per_s);
}

static int64_t until_next(const struct round *r)
{
	return next_at(r) - clock_monotonic_ns();
}

static void begin(struct round *r, struct place *at)
{
	struct fetch_one *x = &r->one[r->begun_n++];
	r->weight_n += x->weight > 0 ? x->weight : 1;
	curl_easy_reset(at->run.h);
	if (!fetch_run_begin(&at->run, &x->ask, r->arena, &x->why)) {
		x->end = fetch_is_safe(x->ask.url) ? FETCH_LATER : FETCH_REFUSED;
		r->ended_n++;
		return;
	}
	at->one = x;
	curl_easy_setopt(at->run.h, CURLOPT_PRIVATE, at);
	curl_multi_add_handle(r->crew->multi, at->run.h);
}

static void end_those_ready(struct round *r)
{
	int left_n;
	for (CURLMsg *m; (m = curl_multi_info_read(r->crew->multi, &left_n));) {
		struct place *at = NULL;
		CURLcode code = m->data.result;
		if (m->msg != CURLMSG_DONE || curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &at) != CURLE_OK)
			continue;
		curl_multi_remove_handle(r->crew->multi, at->run.h);
		at->one->end = fetch_run_end(&at->run, code, &at->one->said, &at->one->why);
		at->one = NULL;
		r->ended_n++;
	}
}

static bool is_past(const struct round *r)
{
	return r->pace->whole_s > 0 && clock_monotonic_ns() - r->from_ns > r->pace->whole_s * INT64_C(1000000000);
}

void fetch_many(struct fetch_crew *crew, struct fetch_one *one, size_t n, const struct fetch_pace *pace, struct arena *a)
{
	struct round r = { .crew = crew, .one = one, .n = n, .pace = pace, .arena = a, .from_ns = clock_monotonic_ns() };
	if (r.from_ns < *pace->next_ns)
		r.from_ns = *pace->next_ns;
	for (size_t i = 0; i < n; i++) {
		one[i].end = FETCH_LATER;
		one[i].said = (struct fetch_said){ .status = 0 };
		one[i].why = STR("its turn did not come");
	}
	for (int running_n = 0; r.ended_n < r.begun_n || (r.begun_n < n && !is_past(&r));) {
		for (struct place *at; r.begun_n < n && !is_past(&r) && until_next(&r) <= 0 && (at = free_place(crew));)
			begin(&r, at);
		curl_multi_perform(crew->multi, &running_n);
		end_those_ready(&r);
		int64_t wait_ms = r.begun_n < n && free_place(crew) ? until_next(&r) / 1000000 : POLL_MS;
		if (r.ended_n < r.begun_n || r.begun_n < n)
			curl_multi_poll(crew->multi, NULL, 0, wait_ms < 1 ? 1 : wait_ms > POLL_MS ? POLL_MS : (int)wait_ms, NULL);
	}
	*pace->next_ns = next_at(&r);
}
