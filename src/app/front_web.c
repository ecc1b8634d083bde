/* What is answered before a tenant is known: the front, health, figures. */
#include "app/front.page.h"
#include "app/serve.h"
#include "base/clock.h"
#include "web/live.h"
#include "web/reply.h"

static bool is_loopback(const struct call *c)
{
	return str_is(c->address, "127.0.0.1") || str_is(c->address, "::1") || str_is(c->address, "unix");
}

static void figure(struct out *o, const char *name, const char *what, int64_t value)
{
	out_fmt(o, "# HELP yorisoi_%s %s\n# TYPE yorisoi_%s gauge\nyorisoi_%s %lld\n", name, what, name, name, (long long)value);
}

static void metrics(struct serve *s, struct call *c)
{
	struct out o = { .arena = c->arena };
	struct web_figures f = { 0 };
	int tenant_n = 0;
	int64_t waiting_n = 0;
	if (s->web)
		web_figures(s->web, &f);
	for (struct served *t = s->tenants->first; t; t = t->next, tenant_n++)
		waiting_n += (int64_t)store_writes_waiting(t->store);
	figure(&o, "requests_total", "Requests answered.", f.request_n);
	figure(&o, "refused_total", "Requests the guard refused.", f.refused_n);
	figure(&o, "busy_total", "Requests turned away because a lane was full.", f.busy_n);
	figure(&o, "cut_total", "Slow clients cut.", f.cut_n);
	figure(&o, "sent_bytes_total", "Bytes of bodies sent.", f.byte_out_n);
	figure(&o, "connections", "Open connections.", f.open_n);
	figure(&o, "streams", "Open event streams.", live_count());
	figure(&o, "fast_waiting", "Jobs waiting in the fast lane.", f.fast_wait_n);
	figure(&o, "slow_waiting", "Jobs waiting in the slow lane.", f.slow_wait_n);
	figure(&o, "writes_waiting", "Requests waiting for their tenant's writer.", waiting_n);
	figure(&o, "spool_waiting", "Posts taken while the database was away, not yet entered.", spooler_waiting(s->spooler));
	figure(&o, "tenants", "Tenants served.", tenant_n);
	for (int i = 1; i < 6; i++)
		out_fmt(&o, "yorisoi_answers_total{class=\"%dxx\"} %lld\n", i, (long long)f.status_n[i]);
	reply_text(c, 200, out_done(&o));
}

static int by_name(const void *a, const void *b)
{
	const struct tenant *const *x = a, *const *y = b;
	return strcmp((*x)->name.s, (*y)->name.s);
}

static void front(struct serve *s, struct call *c)
{
	struct page p;
	struct desk *d = ARENA_NEW(c->arena, struct desk);
	struct front v = { .is_demo = s->tenants->is_demo };
	*d = (struct desk){ .arena = c->arena, .now = clock_now(), .base = STR(""), .is_demo = v.is_demo, .who = { .role = ROLE_NOBODY } };
	visitor_words(d, c, NULL);
	for (struct served *t = s->tenants->first; t; t = t->next)
		v.tenant_n++;
	const struct tenant **tenant = ARENA_ARRAY(c->arena, const struct tenant *, v.tenant_n + 1);
	size_t n = 0;
	for (struct served *t = s->tenants->first; t && n < v.tenant_n; t = t->next)
		tenant[n++] = t->profile->tenant;
	qsort(tenant, n, sizeof *tenant, by_name);
	v.tenant = tenant;
	v.tenant_n = n;
	frame_begin(&p, d, c, TAB_HOME);
	front_page(&p, &v);
}

bool front_call(struct serve *s, struct call *c)
{
	c->reply.body.arena = c->arena;
	if (str_is(c->path, "/healthz"))
		reply_text(c, 200, STR("ok\n"));
	else if (str_is(c->path, "/metrics") && is_loopback(c))
		metrics(s, c);
	else if (str_is(c->path, "/") && !tenants_by_host(s->tenants, c->host) && c->method != METHOD_POST) {
		if (!visitor_switch(c, STR("")))
			front(s, c);
	} else
		return false;
	return true;
}
