/* Two small towns in a folder of their own, for tests that go through the whole house: people of every kind, and things that belong to somebody. */
#pragma once
#include "app/serve.h"
#include "tests/test.h"

struct route;

struct town {
	struct tenants tenants;
	struct serve serve;                             /* without a server: everything runs on the caller's thread */
	struct served *here, *there;                    /* "hana", and "tori" next door */
	struct arena *arena;                            /* of one act */
	struct watch *watch[2];                         /* here, there: see town_last_commit */
};

/* The city serves north and east, the NPO south. Workers without a word more belong to the city and serve the north. */
enum person { PERSON_NOBODY, PERSON_FAMILY, PERSON_HELPER, PERSON_SITE, PERSON_WORKER, PERSON_WORKER_EAST, PERSON_WORKER_NPO, PERSON_MANAGER,
	PERSON_ADMIN, PERSON_LOCKED, PERSON_INVITED, PERSON_N };
const char *person_word(enum person);
enum role person_role(enum person);                     /* in a session of theirs; somebody who is still setting up is nobody */

/* Whose a thing is, seen from the one who asks for it. */
enum whose { WHOSE_OWN, WHOSE_NEIGHBOUR, WHOSE_OTHER_AREA, WHOSE_OTHER_OPERATOR, WHOSE_OTHER_TENANT, WHOSE_NOBODY, WHOSE_N };
const char *whose_word(enum whose);

static const char town_password[] = "hidamari-no-michi", town_pin[] = "2580";

struct town *town_build(void);                          /* the clock stands still at ten in the morning */
void town_leave(struct town *);

/* One operation in a write turn of its own; a fault or a refusal fails the test. What it makes lives until the next one. */
void town_act(struct town *, struct served *, void (*run)(struct desk *, void *), void *arg);
/* Everything that this tenant's store holds, as a hash that lives until the test ends. */
struct str town_content(struct town *, struct served *);
/* The same word as long as nothing is committed there (on PostgreSQL: anywhere): nothing was kept. Far quicker than asking for the content twice. */
struct str town_last_commit(struct town *, struct served *);
void town_watch_end(struct town *);

/* A fresh account of this kind with a session; staff have password, app, PIN and ten codes. Nobody has none of it. */
struct resident { enum person person; struct account_id account_id; struct session_id session_id; struct str login, session, device; };
void town_move_in(struct town *, struct served *, enum person, struct resident *ret);
struct str town_code_now(struct town *, struct served *, struct account_id);    /* the six digits of this minute; zeros for families */

/* A fresh thing, as it fills a hole of an address: "thread", "token:thread", "file" (of the thread before it),
 * "account", "session", "task", "operator", "area", "counter", "token:link", "word:ANY" (itself). STR_NONE when the town knows no such thing. */
struct str town_thing(struct town *, const struct resident *asks, struct str word, enum whose);

/* What LINE would send for a fresh message of a fresh person, and the signature that goes with a body. */
struct str town_line_body(void);
struct str town_line_signature(struct str body);

/* The second book (tests/town/seen.c): whether this person may see this kind of thing there, being whose it is. */
bool town_may_see(const struct route *, enum person, enum whose);

/* Every route of the house; with YORISOI_ROUTES=/desk/family,/gift only those whose path holds one of the pieces, and it says so. */
const struct route *const *town_routes(size_t *ret_n);
