/* A platform that sends messages, as far as our sender can tell: LINE (push, multicast, reply; retry keys once, reply tokens once, a limit a second)
 * and a push service. In C and in one thread, so that it does not eat the cores that are being measured. It counts what it was asked and what it
 * delivered; a hook may end the asker at any step of one request. */
#pragma once
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where in one request the asker may die: its connection just stands; all of it is read and delivered, nothing answered; the answer left. */
enum peer_step { PEER_CONNECTED, PEER_DELIVERED, PEER_ANSWERED };

struct peer;
struct peer_conf { int port; int64_t per_s; size_t people_most;         /* port 0: any; people are numbered U%032d from 0 */
	bool (*kill)(void *arg, enum peer_step, const char *path);      /* NULL, or true: it ended the asker, answer nothing more */
	void *arg; };
/* asked_n: whole requests; again_n: of them with a retry key, topic or token that had been delivered; busy_n: refused by the limit. people_n:
 * deliveries; most_n: to one person at most; missing_n: of the first `expected` people. pushed: web push topics delivered, and how often again. */
struct peer_count { int64_t asked_n, again_n, busy_n, people_n, most_n, missing_n, topic_n, topic_again_n, other_n; };

struct peer *peer_start(const struct peer_conf *);      /* NULL: no port, no memory */
int peer_port(const struct peer *);
void peer_look(struct peer *, size_t expected, struct peer_count *ret);
/* How often this person was reached; a topic of web push; by its number of 32 letters. */
int peer_times(struct peer *, size_t person);
void peer_stop(struct peer *);
