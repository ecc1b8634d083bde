/* Taken in one write, asked with none open, settled in one write. Each letter keeps its retry key, so whatever dies in between, what is asked again
 * is sent once: the platform answers 409 to a key that it has had. */
#include "app/courier_burst.h"
#include "base/clock.h"
#include "channel/line.h"
#include "desk/outbox.h"
#include <unistd.h>

/* The platform takes 2,000 in a second; a little less leaves room for what one person is told meanwhile. */
enum { PER_S = 1900, PEOPLE = 500, WHOLE_S = 20, BUSY_MS = 1000, WAIT_MOST_S = 600, SETTLE_MS = 5000 };

struct burst { struct outbox_due *due; size_t n; struct line_wire wire; struct fetch_one *one; };

static void take_run(struct desk *d, void *arg)
{
	struct burst *b = arg;
	b->wire.api_base = arena_str(d->arena, tenant_get(d->tenant, "line.api_base"));
	tenant_secret(d, d->tenant, "line.channel_token", &b->wire.token);
	b->n = outbox_take_many(d, PEOPLE, &b->due);
}

static struct fetch_ask ask_of(const struct burst *b, const struct outbox_due *due, struct arena *a)
{
	bool is_to_many = str_is(due->channel, "lines");
	struct line_letter l = { .to = due->to, .messages = due->text, .retry_key = due->message_id };
	if (is_to_many)
		str_cut(&l.messages, '\n', &l.to);
	return line_push_ask(&b->wire, &l, is_to_many, a);
}

static void settle_one(struct desk *d, const struct outbox_due *due, struct fetch_one *x)
{
	enum line_end end = line_push_end(x->end, &x->said, d->arena, &x->why);
	int64_t busy_ms = x->said.after_s > 0 && x->said.after_s < WAIT_MOST_S ? x->said.after_s * SECOND : BUSY_MS;
	if (end == LINE_BUSY)
		outbox_wait(d, due->letter_id, moment_add(d->now, busy_ms), x->why);
	else
		outbox_settle(d, due->letter_id, end == LINE_SENT ? OUTBOX_SENT : end == LINE_REFUSED ? OUTBOX_FAILED : OUTBOX_LATER, x->why);
}

/* Those beyond what the month allows were not asked, and fail with the reason. */
static void settle_run(struct desk *d, void *arg)
{
	struct burst *b = arg;
	struct fetch_one *one = b->one;
	for (size_t i = 0; i < b->n; i++) {
		if (b->due[i].is_spent)
			outbox_settle(d, b->due[i].letter_id, OUTBOX_FAILED, STR("this month's pushes are used up (line.push_budget)"));
		else if (!b->wire.token.n)
			outbox_settle(d, b->due[i].letter_id, OUTBOX_LATER, STR("no LINE channel is set (line.channel_token)"));
		else
			settle_one(d, &b->due[i], one++);
	}
}

static int64_t ask_all(struct served *s, struct burst *b, struct fetch_crew *crew, struct arena *a)
{
	int64_t people_n = 0;
	size_t n = 0;
	b->one = ARENA_ARRAY(a, struct fetch_one, b->n + 1);
	for (size_t i = 0; i < b->n; i++)
		if (!b->due[i].is_spent) {
			b->one[n] = (struct fetch_one){ .ask = ask_of(b, &b->due[i], a), .weight = outbox_people(&b->due[i]) };
			people_n += b->one[n++].weight;
		}
	if (n && b->wire.token.n)
		fetch_many(crew, b->one, n, &(struct fetch_pace){ .per_s = PER_S, .whole_s = WHOLE_S, .next_ns = &s->line_next_ns }, a);
	return people_n;
}

void courier_line_turn(struct served *s)
{
	int64_t now = clock_monotonic_ns(), until = now + LINE_TURN_MS * INT64_C(1000000);
	if (s->line_next_ns < until)
		until = s->line_next_ns;
	for (; now < until; now = clock_monotonic_ns())
		usleep((useconds_t)((until - now) / 1000 + 1));
	s->line_next_ns = (s->line_next_ns > now ? s->line_next_ns : now) + INT64_C(1000000000) / PER_S;
}

int64_t courier_burst(struct served *s, struct fetch_crew *crew, struct arena *a)
{
	struct burst b = { .n = 0 };
	struct work settle = { .run = settle_run, .arg = &b };
	if (tenants_write(s, a, &(struct work){ .run = take_run, .arg = &b }) != STORE_OK || !b.n)
		return 0;
	int64_t people_n = ask_all(s, &b, crew, a);
	tenants_write(s, a, &settle);
	if (!settle.is_kept && s->is_gone && (s = tenants_again(s, SETTLE_MS)))         /* it moved meanwhile */
		tenants_write(s, a, &settle);
	return people_n ? people_n : 1;
}
