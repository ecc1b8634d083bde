/* Two threads: the sealer binds fresh audit rows into the chain within a second; the carrier takes letters away. A letter is marked as under way
 * in one transaction, sent with none open, settled in another: killed in between, it goes again with the same Message-ID. */
#include "app/courier.h"
#include "app/courier_line.h"
#include "app/importer.h"
#include "app/machine_web.h"
#include "app/rooms.h"
#include "app/sweep.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/log.h"
#include "desk/audit.h"
#include "desk/outbox.h"
#include "store/watch.h"
#include "web/fetch.h"
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { TAKE = 20, LETTER_TIMEOUT_S = 30, STEP_MS = 200, LOOK_MS = 5000, HOURLY_PIECES = 200, SETTLE_MS = 5000 };

struct courier { struct tenants *tenants; pthread_t sealer, carrier; _Atomic bool is_stopping; };

/* ---- one round ---- */

struct taken { struct outbox_due *due; size_t due_n; struct letter letter; struct line_wire line; };

static void seal_run(struct desk *d, void *arg)
{
	*(int64_t *)arg = audit_seal(d);
}

/* A thousand rows at a time, until none is left. */
static void seal(struct served *s, struct arena *a)
{
	int64_t n = 1;
	while (n > 0) {
		n = 0;
		if (tenants_write(s, a, &(struct work){ .run = seal_run, .arg = &n }) != STORE_OK) {
			s->has_news = store_is_away(s->store);  /* when it is back */
			return;
		}
	}
}

static void hourly_run(struct desk *d, void *arg)
{
	*(bool *)arg = rooms_hourly(d);
}

/* Piece by piece, so that nobody waits long for the writer; what is left over waits for the next hour. */
static void hourly(struct served *s, struct arena *a)
{
	bool is_more = true;
	for (int i = 0; is_more && i < HOURLY_PIECES; i++) {
		is_more = false;
		if (tenants_write(s, a, &(struct work){ .run = hourly_run, .arg = &is_more }) != STORE_OK)
			return;
	}
	store_trim(s->store);
	machine_tell(s, a);
}

static void due_run(struct desk *d, void *arg)
{
	*(struct moment *)arg = outbox_next_due(d);
}

/* A mail server on this very machine: what goes to it crosses no wire, and such relays seldom offer TLS. */
static bool is_on_this_machine(struct str url)
{
	static const char *const host[] = { "smtp://127.0.0.1", "smtp://localhost", "smtp://[::1]" };
	for (size_t i = 0; i < sizeof host / sizeof *host; i++) {
		size_t n = strlen(host[i]);
		if (str_starts(url, host[i]) && (url.n == n || url.s[n] == ':' || url.s[n] == '/') && !str_has(url, "@"))
			return true;
	}
	return false;
}

void courier_letter(struct desk *d, struct letter *ret)
{
	const struct tenant *t = d->tenant;
	*ret = (struct letter){ .smtp_url = arena_str(d->arena, tenant_get(t, "smtp.url")), .user = arena_str(d->arena, tenant_get(t, "smtp.user")),
		.needs_tls = str_is(tenant_get(t, "smtp.tls"), "yes") && !is_on_this_machine(tenant_get(t, "smtp.url")),
		.from = arena_str(d->arena, t->mail_from), .from_name = arena_str(d->arena, t->mail_name), .timeout_s = LETTER_TIMEOUT_S };
	tenant_secret(d, t, "smtp.password", &ret->password);
}

static void take_run(struct desk *d, void *arg)
{
	struct taken *t = arg;
	t->due_n = outbox_take(d, TAKE, &t->due);
	courier_letter(d, &t->letter);
	t->line.api_base = arena_str(d->arena, tenant_get(d->tenant, "line.api_base"));
	tenant_secret(d, d->tenant, "line.channel_token", &t->line.token);
}

struct settled { struct letter_id letter_id; struct carried carried; };

static void settle_run(struct desk *d, void *arg)
{
	const struct settled *s = arg;
	if (s->carried.is_token_spent)
		outbox_push_from_now(d, s->letter_id);
	outbox_settle(d, s->letter_id, s->carried.end, s->carried.why);
}

static void settle(struct served *s, struct arena *a, struct settled *end)
{
	struct work work = { .run = settle_run, .arg = end };
	tenants_write(s, a, &work);
	if (!work.is_kept && s->is_gone && (s = tenants_again(s, SETTLE_MS)))   /* it moved while the letter was on its way */
		tenants_write(s, a, &work);
}

static void carry_line(struct served *s, struct arena *a, const struct taken *t, const struct outbox_due *due)
{
	struct settled end = { .letter_id = due->letter_id };
	struct line_letter l = { .to = due->to, .messages = due->text, .reply_token = due->subject, .retry_key = due->message_id };
	courier_line(&t->line, &l, due->try_n, a, &end.carried);
	settle(s, a, &end);
}

static void carry(struct served *s, struct arena *a, const struct taken *t, const struct outbox_due *due)
{
	if (str_is(due->channel, "line")) {
		carry_line(s, a, t, due);
		return;
	}
	struct letter l = t->letter;
	struct settled end = { .letter_id = due->letter_id };
	l.to = due->to;
	l.subject = due->subject;
	l.text = due->text;
	l.message_id = due->message_id;
	if (!l.smtp_url.n || !l.from.n) {
		end.carried.end = OUTBOX_LATER;
		end.carried.why = STR("no mail server is set (smtp.url, mail_from)");
	} else {
		enum fetch_end r = fetch_letter(&l, a, &end.carried.why);
		end.carried.end = r == FETCH_DONE ? OUTBOX_SENT : r == FETCH_REFUSED ? OUTBOX_FAILED : OUTBOX_LATER;
	}
	settle(s, a, &end);
}

static int carry_due(struct served *s, struct arena *a)
{
	struct moment due = MOMENT_NONE;
	struct taken t = { 0 };
	tenants_read(s, a, &(struct work){ .run = due_run, .arg = &due });
	if (!due.ms || due.ms > clock_now().ms)
		return 0;
	if (tenants_write(s, a, &(struct work){ .run = take_run, .arg = &t }) != STORE_OK)
		return 0;
	for (size_t i = 0; i < t.due_n; i++)
		carry(s, a, &t, &t.due[i]);
	return (int)t.due_n;
}

int courier_round(struct served *s, struct arena *a, bool is_hour)
{
	seal(s, a);
	if (is_hour) {
		hourly(s, a);
		sweep_files(s, a);
	}
	return carry_due(s, a);
}

/* ---- the threads ---- */

static void *sealer(void *arg)
{
	struct courier *c = arg;
	struct arena *a = arena_new((size_t)16 << 20);
	int64_t hour = 0;
	while (!c->is_stopping) {
		usleep(STEP_MS * 1000);
		bool is_hour = clock_now().ms / HOUR != hour;
		hour = clock_now().ms / HOUR;
		for (struct served *s = c->tenants->first; s && !c->is_stopping; s = s->next) {
			if (is_hour)
				hourly(s, a);
			after_flush(s);
			if (atomic_exchange(&s->has_news, 0)) {
				seal(s, a);
				importer_finish(s, a);
				s->has_letters = 1;
			}
			arena_reset(a);
		}
	}
	for (struct served *s = c->tenants->first; s; s = s->next)
		after_flush(s);
	arena_free(a);
	return NULL;
}

/* Who is to be looked at though nobody told: in one database its lobby knows whose letters are due, else all are asked. */
struct look { bool is_all; int64_t *due; size_t due_n; };

static struct look look_round(const struct tenants *t, struct arena *a)
{
	struct look look = { 0 };
	look.is_all = !t->url.n || !store_tenants_due(t->url.s, clock_now(), a, &look.due, &look.due_n);
	return look;
}

static bool look_has(const struct look *look, const struct served *s)
{
	bool has = look->is_all;
	for (size_t i = 0; i < look->due_n && !has; i++)
		has = look->due[i] == s->number;
	return has;
}

static void *carrier(void *arg)
{
	struct courier *c = arg;
	struct arena *dues = arena_new(1 << 20);
	struct arena *a = arena_new((size_t)16 << 20);
	int64_t looked_ms = 0, hour = clock_now().ms / HOUR;
	while (!c->is_stopping) {
		usleep(STEP_MS * 1000);
		int64_t now = clock_monotonic_ns() / 1000000;
		bool is_look = now - looked_ms > LOOK_MS;
		looked_ms = is_look ? now : looked_ms;
		bool is_hour = clock_now().ms / HOUR != hour;
		hour = clock_now().ms / HOUR;
		struct look look = is_look ? look_round(c->tenants, dues) : (struct look){ 0 };
		for (struct served *s = c->tenants->first; s && !c->is_stopping; s = s->next) {
			if (atomic_exchange(&s->has_letters, 0) || look_has(&look, s))
				carry_due(s, a);
			if (is_hour)
				sweep_files(s, a);
			if (s->is_gone)
				tenants_again(s, 0);
			arena_reset(a);
		}
		arena_reset(dues);
	}
	arena_free(dues);
	arena_free(a);
	return NULL;
}

struct courier *courier_start(struct tenants *tenants)
{
	struct courier *c = ARENA_NEW(tenants->arena, struct courier);
	c->tenants = tenants;
	for (struct served *s = tenants->first; s; s = s->next)
		s->has_news = 1;
	CHECK(pthread_create(&c->sealer, NULL, sealer, c) == 0);
	CHECK(pthread_create(&c->carrier, NULL, carrier, c) == 0);
	return c;
}

void courier_stop(struct courier *c)
{
	c->is_stopping = true;
	pthread_join(c->sealer, NULL);
	pthread_join(c->carrier, NULL);
}
