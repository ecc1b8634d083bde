/* Two threads: the sealer binds fresh audit rows into the chain within a second; the carrier takes letters away. A letter is marked as under way
 * in one transaction, sent with none open, settled in another: killed in between, it goes again with the same Message-ID. */
#include "app/courier.h"
#include "app/courier_burst.h"
#include "app/courier_clock.h"
#include "app/courier_line.h"
#include "app/courier_menu.h"
#include "app/importer.h"
#include "app/machine_web.h"
#include "app/rooms.h"
#include "app/sweep.h"
#include "base/base64.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/log.h"
#include "desk/audit.h"
#include "desk/outbox.h"
#include "consult/consult_line.h"
#include "file/file.h"
#include "push/push.h"
#include "store/watch.h"
#include "web/fetch.h"
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { TAKE = 20, STEP_MS = 200, LOOK_MS = 5000, HOURLY_PIECES = 200, PIECE_MEMORY = 256 << 20, SETTLE_MS = 5000, TOPIC = 32,
	PUSH_KEEP_S = 3600, CONTENT_TRIES = 5, CONTENT_WAIT_S = 5, WAIT_MOST_S = 3600, CREW = 32, BUSY_S = 1 };

struct courier { struct tenants *tenants; pthread_t sealer, carrier; _Atomic bool is_stopping; };

/* ---- one round ---- */

struct taken { struct outbox_due *due; size_t due_n; struct letter letter; struct line_wire line;
	struct str line_data_base, gateway_url, gateway_token;
	bool has_rest;
	struct push_wire push; struct push_ready *ready; };     /* ready: beside each letter, where it is a push */

static void seal_run(struct desk *d, void *arg)
{
	*(int64_t *)arg = audit_seal(d);
}

/* A thousand rows at a time, until none is left. After the first the memory is one that is emptied each time: a list of a hundred thousand that was
 * taken in leaves as many rows. */
static void seal(struct served *s, struct arena *a)
{
	enum { MANY = 1000 };
	struct arena *more = NULL;
	enum store_fault fault = STORE_OK;
	for (int64_t n = 1; n > 0 && fault == STORE_OK;) {
		n = 0;
		fault = tenants_write(s, more ? more : a, &(struct work){ .run = seal_run, .arg = &n });
		if (!more && n >= MANY)
			more = arena_new((size_t)4 << 20);
		if (more)
			arena_reset(more);
	}
	if (fault != STORE_OK)
		s->has_news = store_is_away(s->store);          /* when it is back */
	if (more)
		arena_free(more);
}

static void hourly_run(struct desk *d, void *arg)
{
	*(bool *)arg = rooms_hourly(d);
}

/* Piece by piece, so that nobody waits long for the writer, each in fresh memory (of an import: megabytes). What is left over waits for next time. */
static bool pieces(struct served *s, void (*run)(struct desk *, void *))
{
	struct arena *a = arena_new(PIECE_MEMORY);
	enum store_fault fault = STORE_OK;
	bool is_more = true;
	for (int i = 0; is_more && fault == STORE_OK && i < HOURLY_PIECES; i++) {
		is_more = false;
		fault = tenants_write(s, a, &(struct work){ .run = run, .arg = &is_more });
		arena_reset(a);
	}
	arena_free(a);
	return fault == STORE_OK;
}

static void hourly(struct served *s, struct arena *a)
{
	if (!pieces(s, hourly_run))
		return;
	store_trim(s->store);
	machine_tell(s, a);
}

static void look_minutely(struct desk *d, void *arg)
{
	*(bool *)arg = rooms_is_due(d);
}

static void minutely_run(struct desk *d, void *arg)
{
	*(bool *)arg = rooms_minutely(d);
}

/* Most minutes nothing is due, and then nobody waits for the writer. */
static void minutely(struct served *s, struct arena *a)
{
	bool is_due = false;
	tenants_read(s, a, &(struct work){ .run = look_minutely, .arg = &is_due });
	if (is_due)
		pieces(s, minutely_run);
}

struct dues { struct moment next, next_many; };

static void due_run(struct desk *d, void *arg)
{
	struct dues *dues = arg;
	dues->next = outbox_next_due_of(d, false);
	dues->next_many = outbox_next_due_of(d, true);
}

static bool is_due(struct moment at)
{
	return at.ms && at.ms <= clock_now().ms;
}

static void take_run(struct desk *d, void *arg)
{
	struct taken *t = arg;
	t->due_n = outbox_take(d, TAKE, &t->due);
}

static void take_beside(struct desk *d, void *arg)
{
	struct taken *t = arg;
	t->due_n = outbox_take_beside(d, TAKE, &t->due, &t->has_rest);
}

/* By which ways they leave. */
static void ways_run(struct desk *d, void *arg)
{
	struct taken *t = arg;
	courier_letter(d, &t->letter);
	t->line.api_base = arena_str(d->arena, tenant_get(d->tenant, "line.api_base"));
	tenant_secret(d, d->tenant, "line.channel_token", &t->line.token);
	t->line_data_base = arena_str(d->arena, tenant_get(d->tenant, "line.data_base"));
	t->gateway_url = arena_str(d->arena, tenant_get(d->tenant, "sos.gateway_url"));
	tenant_secret(d, d->tenant, "sos.gateway_token", &t->gateway_token);
	push_wire_of(d, &t->push);
	t->ready = ARENA_ARRAY(d->arena, struct push_ready, t->due_n + 1);
	for (size_t i = 0; i < t->due_n; i++)
		t->ready[i] = str_is(t->due[i].channel, "push") ? push_ready_of(d, t->due[i].to) : (struct push_ready){ 0 };
}

/* Two processes on one database do not wait for each other. What can never leave raises a task, in a turn of the tenant's. */
static bool take(struct served *s, struct arena *a, struct taken *t)
{
	enum store_fault fault = tenants_write_beside(s, a, &(struct work){ .run = take_beside, .arg = t });
	if (fault == STORE_OK && !t->due_n && t->has_rest)
		fault = tenants_write(s, a, &(struct work){ .run = take_run, .arg = t });
	return fault == STORE_OK && t->due_n && tenants_read(s, a, &(struct work){ .run = ways_run, .arg = t });
}

struct settled { struct letter_id letter_id; struct carried carried; };

static void settle_run(struct desk *d, void *arg)
{
	const struct settled *s = arg;
	if (s->carried.is_token_spent)
		outbox_push_from_now(d, s->letter_id);
	if (s->carried.is_busy)
		outbox_wait(d, s->letter_id, moment_add(d->now, BUSY_S * SECOND), s->carried.why);
	else
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
	struct line_letter l = { .to = due->to, .messages = due->text, .reply_token = due->subject, .retry_key = due->message_id,
		.is_spent = due->is_spent };
	if (!l.reply_token.n && !l.is_spent)
		courier_line_turn(s);
	courier_line(&t->line, &l, due->try_n, a, &end.carried);
	settle(s, a, &end);
}

/* The town's own service that rings telephones: any answer of success is one. */
static void carry_gateway(struct served *s, struct arena *a, const struct taken *t, const struct outbox_due *due)
{
	struct settled end = { .letter_id = due->letter_id, .carried = { .end = OUTBOX_FAILED, .why = STR("no gateway is set (sos.gateway_url)") } };
	struct fetch_ask ask = { .url = t->gateway_url, .body = due->text, .type = "application/json", .bearer = t->gateway_token,
		.header = arena_fmt(a, "Idempotency-Key: %.*s", STR_ARG(due->message_id)) };
	struct fetch_said said;
	if (t->gateway_url.n) {
		enum fetch_end r = fetch_http(&ask, a, &said, &end.carried.why);
		end.carried.end = r == FETCH_DONE ? OUTBOX_SENT : r == FETCH_REFUSED ? OUTBOX_FAILED : OUTBOX_LATER;
	}
	settle(s, a, &end);
}

/* ---- what a message by LINE held ---- */

struct held { const struct outbox_due *due; struct str bytes, why; struct file_staged staged; enum file_refusal refusal; enum line_end end; };

/* Slow, so the turn that brought the tenant's settings ends first. */
static void stage_run(struct desk *d, void *arg)
{
	struct held *h = arg;
	desk_turn_end(d);
	h->refusal = file_stage_any(d, h->bytes, &h->staged);
}

/* What stands in the talk instead of it. */
static const char *how_of(const struct held *h)
{
	if (h->end == LINE_TOO_LARGE || (h->end == LINE_SENT && h->refusal == FILE_LARGE))
		return "large";
	return h->end == LINE_SENT ? "refused" : "gone";
}

static void held_run(struct desk *d, void *arg)
{
	const struct held *h = arg;
	bool is_kept = h->end == LINE_SENT && h->refusal == FILE_OK;
	bool is_later = h->end == LINE_LATER && h->due->try_n < CONTENT_TRIES;
	if (h->end == LINE_UNKNOWN) {
		outbox_wait(d, h->due->letter_id, moment_add(d->now, CONTENT_WAIT_S * SECOND), h->why);
		return;
	}
	if (!is_later)
		consult_line_keep(d, h->due->text, is_kept ? &h->staged : NULL, how_of(h));
	outbox_settle(d, h->due->letter_id, is_later ? OUTBOX_LATER : OUTBOX_SENT, h->why);
}

static void carry_content(struct served *s, const struct taken *t, const struct outbox_due *due)
{
	struct arena *a = arena_new((size_t)80 << 20);
	struct held h = { .due = due, .refusal = FILE_UNKNOWN };
	struct line_ask ask = { .data_base = t->line_data_base, .message = due->to, .most = PICTURE_BYTES_MOST };
	h.end = line_content(&t->line, &ask, a, &h.bytes, &h.why);
	if (h.end == LINE_SENT && !tenants_read(s, a, &(struct work){ .run = stage_run, .arg = &h }))
		h.end = LINE_LATER;
	tenants_write(s, a, &(struct work){ .run = held_run, .arg = &h });
	arena_free(a);
}

struct pushed { struct letter_id letter_id; struct place_id place_id; struct push_said said; };

static void pushed_run(struct desk *d, void *arg)
{
	static const enum outbox_end end[] = { [PUSH_SENT] = OUTBOX_SENT, [PUSH_GONE] = OUTBOX_GONE, [PUSH_LATER] = OUTBOX_LATER,
		[PUSH_REFUSED] = OUTBOX_FAILED };
	const struct pushed *x = arg;
	push_settled(d, x->place_id, x->said.end);
	if (x->said.end == PUSH_LATER && x->said.after_s > 0)
		outbox_wait(d, x->letter_id, moment_add(d->now, (x->said.after_s < WAIT_MOST_S ? x->said.after_s : WAIT_MOST_S) * SECOND), x->said.why);
	else
		outbox_settle(d, x->letter_id, end[x->said.end], x->said.why);
}

/* At least once, under the same topic: where it was not shown yet, the second takes the place of the first. */
static void carry_push(struct served *s, struct arena *a, const struct taken *t, const struct outbox_due *due)
{
	const struct push_ready *r = &t->ready[due - t->due];
	struct pushed x = { .letter_id = due->letter_id, .place_id = r->place_id, .said = { .end = PUSH_GONE, .why = STR("it listens no more") } };
	struct push_letter l = { .plain = due->text, .topic = { base64_hash(a, due->message_id).s, TOPIC }, .is_urgent = true,
		.keep_s = due->not_after.ms > clock_now().ms ? (due->not_after.ms - clock_now().ms) / SECOND : PUSH_KEEP_S };
	if (r->is_there)
		x.said = push_send(&t->push, &r->place, &l, a);
	tenants_write(s, a, &(struct work){ .run = pushed_run, .arg = &x });
}

static bool carry_other(struct served *s, struct arena *a, const struct taken *t, const struct outbox_due *due)
{
	if (str_is(due->channel, "line"))
		carry_line(s, a, t, due);
	else if (str_is(due->channel, "gateway"))
		carry_gateway(s, a, t, due);
	else if (str_is(due->channel, "content"))
		carry_content(s, t, due);
	else if (str_is(due->channel, "menu"))
		courier_menu(s, &(struct courier_menu_way){ &t->line, t->line_data_base }, due);
	else if (str_is(due->channel, "push"))
		carry_push(s, a, t, due);
	else
		return courier_clock(s, a, due);
	return true;
}

static void carry(struct served *s, struct arena *a, const struct taken *t, const struct outbox_due *due)
{
	if (carry_other(s, a, t, due))
		return;
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

static bool is_slow(const struct outbox_due *due)
{
	return str_is(due->channel, "content") || str_is(due->channel, "menu");
}

static int carry_each(struct served *s, struct arena *a)
{
	struct taken t = { 0 };
	if (!take(s, a, &t))
		return 0;
	/* What is fetched comes last: it may take its time, and a reply's token lives for a minute. */
	for (size_t i = 0; i < t.due_n; i++)
		if (!is_slow(&t.due[i]))
			carry(s, a, &t, &t.due[i]);
	for (size_t i = 0; i < t.due_n; i++)
		if (is_slow(&t.due[i]))
			carry(s, a, &t, &t.due[i]);
	return (int)t.due_n;
}

/* What is for one person first, then a burst of the long lists; *ret_more: there may be more of either. */
static int carry_due(struct served *s, struct fetch_crew *crew, struct arena *a, bool *ret_more)
{
	struct dues dues = { 0 };
	tenants_read(s, a, &(struct work){ .run = due_run, .arg = &dues });
	int n = is_due(dues.next) ? carry_each(s, a) : 0;
	*ret_more = n >= TAKE;
	if (is_due(dues.next_many) && crew) {
		int64_t people_n = courier_burst(s, crew, a);
		*ret_more = *ret_more || people_n > 0;
		n += (int)people_n;
	}
	return n;
}

int courier_round(struct served *s, struct arena *a, bool is_hour)
{
	seal(s, a);
	if (is_hour) {
		hourly(s, a);
		sweep_files(s, a);
	}
	struct fetch_crew *crew = fetch_crew_new(CREW);
	bool is_more;
	int n = carry_due(s, crew, a, &is_more);
	fetch_crew_free(crew);
	return n;
}

/* ---- the threads ---- */

static void *sealer(void *arg)
{
	struct courier *c = arg;
	struct arena *a = arena_new((size_t)16 << 20);
	int64_t hour = 0, minute = 0;
	while (!c->is_stopping) {
		usleep(STEP_MS * 1000);
		bool is_hour = clock_now().ms / HOUR != hour, is_minute = clock_now().ms / MINUTE != minute;
		hour = clock_now().ms / HOUR;
		minute = clock_now().ms / MINUTE;
		for (struct served *s = c->tenants->first; s && !c->is_stopping; s = s->next) {
			if (is_hour)
				hourly(s, a);
			if (is_minute)
				minutely(s, a);
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

static void release_run(struct desk *d, void *arg)
{
	*(int64_t *)arg = outbox_release(d);
}

/* A file is served by one process: what was under way when the last one died waits for nobody. */
static void release(struct tenants *t, struct arena *a)
{
	int64_t n = 0;
	for (struct served *s = t->first; s && !t->url.n; s = s->next) {
		tenants_write(s, a, &(struct work){ .run = release_run, .arg = &n });
		arena_reset(a);
	}
}

static void *carrier(void *arg)
{
	struct courier *c = arg;
	struct arena *dues = arena_new(1 << 20);
	struct arena *a = arena_new((size_t)16 << 20);
	struct fetch_crew *crew = fetch_crew_new(CREW);
	bool is_more = false, is_any_more = false;
	int64_t looked_ms = 0, hour = clock_now().ms / HOUR;
	release(c->tenants, a);
	while (!c->is_stopping) {
		if (!is_any_more)
			usleep(STEP_MS * 1000);
		is_any_more = false;
		int64_t now = clock_monotonic_ns() / 1000000;
		bool is_look = now - looked_ms > LOOK_MS;
		looked_ms = is_look ? now : looked_ms;
		bool is_hour = clock_now().ms / HOUR != hour;
		hour = clock_now().ms / HOUR;
		struct look look = is_look ? look_round(c->tenants, dues) : (struct look){ 0 };
		for (struct served *s = c->tenants->first; s && !c->is_stopping; s = s->next) {
			is_more = false;
			if (atomic_exchange(&s->has_letters, 0) || look_has(&look, s))
				carry_due(s, crew, a, &is_more);
			if (is_more)
				s->has_letters = is_any_more = true;
			if (is_hour)
				sweep_files(s, a);
			if (s->is_gone)
				tenants_again(s, 0);
			arena_reset(a);
		}
		arena_reset(dues);
	}
	fetch_crew_free(crew);
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
