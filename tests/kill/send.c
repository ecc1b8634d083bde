/* send [PROGRAM]: letters by LINE (one by one, by multicast, by reply token) and by web push leave a real server, which the platform (tests/peer)
 * ends by -9 at every step of a letter in turn: when it has connected, when all was delivered and nothing answered, when the answer has left and is
 * not recorded yet, and when it may have been. Started again, the server goes on. At the end nobody was left out and nobody was reached twice by
 * LINE; of a letter by reply token, which has no key to ask with again, staff may be told that nobody knows; a push comes twice under one topic.
 * Ends with "N passed, N failed". */
#include "app/tenants.h"
#include "base/out.h"
#include "desk/outbox.h"
#include "push/push.h"
#include "tests/disk/client.h"
#include "tests/peer/peer.h"
#include <signal.h>

enum { PUSHED = 300, TO_MANY = 24, AT_ONCE = 25, REPLIED = 60, BROWSERS = 8, NOTICES = 8, TOLD = BROWSERS * NOTICES,
	MANY_UNTIL = PUSHED + TO_MANY * AT_ONCE, ALL = MANY_UNTIL + REPLIED, BETWEEN = 9, STEPS = 4, KILLS = 20, LONGEST_MS = 180000 };

struct killing { struct town *town; atomic_bool is_dead, is_starting; int asked_n, kill_n, at[STEPS]; };

/* ---- who dies when ---- */

static bool is_time(struct killing *k, enum peer_step step)
{
	int want = k->kill_n % STEPS;
	k->asked_n += step == PEER_DELIVERED;
	return k->kill_n < KILLS && k->asked_n >= BETWEEN && (want == STEPS - 1 ? step == PEER_ANSWERED : (int)step == want);
}

static bool end_it(void *arg, enum peer_step step, const char *head)
{
	struct killing *k = arg;
	(void)head;
	if (k->is_dead || k->is_starting || !is_time(k, step))
		return k->is_dead;              /* one that is only starting is let alone: whoever started it waits for its answer */
	if (k->kill_n % STEPS == STEPS - 1)
		rest_ms(any(30));
	kill(k->town->pid, SIGKILL);
	k->at[k->kill_n++ % STEPS]++;
	k->asked_n = 0;
	k->is_dead = true;
	return true;
}

/* ---- what is sent ---- */

struct sending { int port; struct outbox_queue queue; int64_t line_n, lines_n, push_n; };

static void set(struct desk *d, const char *key, struct str value)
{
	struct str why;
	must(tenant_set(d, str_of(key), value, &why) == TENANT_OK, key);
}

static void put_push(struct desk *d)
{
	for (int b = 0; b < BROWSERS; b++) {
		struct account_id account_id = { id_new() };
		must(push_put(d, &(struct push_new){ .account_id = account_id, .auth = STR("BTBZMqHH6r4Tts7J_aSIgg"),
			.endpoint = arena_fmt(d->arena, "https://fcm.googleapis.com/fcm/send/%d", b),
			.open = STR("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4") }) == PUSH_OK, "a browser");
		for (int i = 0; i < NOTICES; i++)
			push_tell(d, account_id, &(struct push_notice){ .title = STR("a"), .body = STR("b"), .path = STR("desk"), .tag = STR("t"),
				.reason = STR("notice"), .keep_s = 3600 });
	}
}

static struct str to_many(struct desk *d, int from)
{
	struct out o = { .arena = d->arena };
	for (int i = 0; i < AT_ONCE; i++)
		out_fmt(&o, "%s\"U%032d\"", i ? "," : "[", from + i);
	out_z(&o, "]\n[{\"type\":\"text\",\"text\":\"x\"}]");
	return out_done(&o);
}

static void put_run(struct desk *d, void *arg)
{
	const struct sending *s = arg;
	struct str base = arena_fmt(d->arena, "http://127.0.0.1:%d", s->port), words = STR("[{\"type\":\"text\",\"text\":\"x\"}]");
	set(d, "line.channel_token", STR("token"));
	set(d, "line.api_base", base);
	set(d, "push.base", base);
	for (int i = 0; i < PUSHED; i++)                /* half of them to one person each, half as one of a long list */
		outbox_put(d, &(struct outbox_letter){ .channel = STR("line"), .to = arena_fmt(d->arena, "U%032d", i), .text = words,
			.reason = STR("notice"), .is_many = i % 2 == 0 });
	for (int i = 0; i < TO_MANY; i++)
		outbox_put(d, &(struct outbox_letter){ .channel = STR("lines"), .to = arena_fmt(d->arena, "%d", AT_ONCE), .reason = STR("notice"),
			.text = to_many(d, PUSHED + i * AT_ONCE), .is_many = true });
	for (int i = 0; i < REPLIED; i++)
		outbox_put(d, &(struct outbox_letter){ .channel = STR("line"), .to = STR("U"), .text = words, .reason = STR("answer"),
			.subject = arena_fmt(d->arena, "%032d", MANY_UNTIL + i) });
	put_push(d);
}

static void look_run(struct desk *d, void *arg)
{
	struct sending *s = arg;
	outbox_look(d, &s->queue);
	s->line_n = outbox_sent(d, STR("line"), (struct moment){ 1 });
	s->lines_n = outbox_sent(d, STR("lines"), (struct moment){ 1 });
	s->push_n = outbox_sent(d, STR("push"), (struct moment){ 1 });
}

/* ---- the whole ---- */

static void carry_all(struct killing *k, struct served *s, struct arena *a, struct sending *x)
{
	for (int64_t until = ms_now() + LONGEST_MS; ms_now() < until; rest_ms(20)) {
		if (k->is_dead) {
			town_stop(k->town, SIGKILL);
			k->is_starting = true;
			k->is_dead = false;
			town_serve(k->town);
			k->is_starting = false;
		}
		arena_reset(a);
		if (tenants_read(s, a, &(struct work){ .run = look_run, .arg = x }) && !x->queue.waiting_n)
			return;
	}
}

static void judge(struct peer *peer, const struct killing *k, const struct sending *x)
{
	struct peer_count c;
	peer_look(peer, ALL, &c);
	printf("%d kills (connected %d, delivered %d, answered %d, later %d); %lld requests, %lld by a key or token that was known, %lld pushes twice\n",
		k->kill_n, k->at[0], k->at[1], k->at[2], k->at[3], (long long)c.asked_n, (long long)c.again_n, (long long)c.topic_again_n);
	say(k->kill_n >= 12 && k->at[3] >= 3 && c.again_n > 0 && c.topic_again_n > 0, "the sender really died at every step, and asked again");
	say(x->queue.waiting_n == 0, "nothing waits for ever (%lld)", (long long)x->queue.waiting_n);
	say(c.missing_n == 0 && c.topic_n == TOLD, "none lost: %lld people of LINE left out, %lld notices of %d", (long long)c.missing_n,
		(long long)c.topic_n, TOLD);
	say(c.most_n == 1 && c.people_n == ALL, "none doubled by LINE: %lld deliveries to %d people", (long long)c.people_n, ALL);
	say(x->line_n + x->queue.failed_n == PUSHED + REPLIED && x->lines_n == TO_MANY && x->push_n == TOLD, "each is recorded as what it is");
	say(x->queue.failed_n <= k->kill_n, "staff are asked about replies of which nobody knows, one a kill at most (%lld)", (long long)x->queue.failed_n);
}

int main(int argc, char **argv)
{
	static struct town t;
	struct killing k = { .town = &t };
	struct sending x = { 0 };
	struct str why = STR_NONE;
	struct tenants all = { .arena = arena_new((size_t)64 << 20) };
	struct arena *a = arena_new((size_t)64 << 20);
	signal(SIGPIPE, SIG_IGN);
	town_folder(&t, argc > 1 ? argv[1] : "build/yorisoi");
	must(town_found(&t), "the town was not made");
	must(tenants_open(&all, str_of(t.data), STR_NONE, 0, &why), "the town does not open");
	struct served *s = tenants_by_name(&all, STR("hana"));
	struct peer *peer = peer_start(&(struct peer_conf){ .people_most = ALL, .kill = end_it, .arg = &k });
	must(s && peer, "a town and a platform");
	x.port = peer_port(peer);
	must(tenants_write(s, a, &(struct work){ .run = put_run, .arg = &x }) == STORE_OK, "letters");
	town_serve(&t);
	carry_all(&k, s, a, &x);
	judge(peer, &k, &x);
	say(town_stop(&t, SIGTERM) == 0, "the server stops when asked");
	tenants_close(&all);
	peer_stop(peer);
	arena_free(a);
	arena_free(all.arena);
	return tally();
}
