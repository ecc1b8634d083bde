/* What is settled before anyone is served: who asks, of which tenant, in which language, under which transaction. First argument of everything
 * above floor 1. */
#pragma once
#include "base/arena.h"
#include "base/day.h"
#include "base/id.h"
#include "base/lang.h"
#include "base/seal.h"
#include "gen/ids.h"
#include "store/store.h"

struct call;

/* Bits, so that the permission table can name several. */
enum role { ROLE_NOBODY = 1, ROLE_FAMILY = 2, ROLE_HELPER = 4, ROLE_SITE = 8, ROLE_WORKER = 16, ROLE_MANAGER = 32, ROLE_ADMIN = 64 };
enum { ROLE_STAFF = ROLE_SITE | ROLE_WORKER | ROLE_MANAGER | ROLE_ADMIN, ROLE_ANYONE = 127 };

struct who {
	enum role role;                                 /* ROLE_NOBODY without a session */
	struct account_id account_id;
	struct session_id session_id;
	struct operator_id operator_id;                 /* staff: the legal body they belong to; none for families */
	struct str name;                                /* as shown */
	struct str area_ids;                            /* staff: comma list of the areas they serve; empty is all of their operator's */
	bool is_locked;                                 /* shared PC: locked until the PIN */
	struct moment seen_at, until_at;                /* the session's last use as stored; its end */
	bool is_stale;                                  /* that is over two minutes ago: account_seen() in the next group */
};

struct desk {
	struct arena *arena;
	struct store_turn *turn;                        /* NULL in prepare */
	const struct tenant *tenant;
	struct tenant_id tenant_id;
	struct who who;
	struct moment now;
	struct day today;
	enum lang lang;
	bool has_ruby;
	struct str look_mode;                           /* "", "light", "dark" */
	struct str base;                                /* "/akune" or "": what links begin with */
	struct str site;                                /* "http://localhost:8080/akune": for links in letters */
	struct str request_no;                          /* shown on fault pages and in the log */
	struct str visitor;                             /* random value of the visitor's cookie; csrf hangs on it */
	struct str form_keys_csrf, form_keys_once;
	union { const struct seal_key *tenant_key, *machine_key; };     /* the tenant's own; the second name is the one it had before */
	void *prepared;                                 /* what the route's prepare found */
	struct str files;                               /* folder of this tenant's files */
	struct desk_later *later;                       /* of a GET: what is fetched when no transaction is open any more */
	void (*undo)(struct desk *);                    /* of a POST: takes back what prepare left outside the store, when nothing is kept */
	bool is_get, is_demo, is_refused;               /* refused: the reply stands, nothing is kept */
	bool is_gone;                                   /* in this transaction the store holds no tenant: it has moved */
	struct desk_trace *trace;                       /* of a GET: written in the next group */
	struct desk_count *count;                       /* of a GET: written after the page has left */
	struct desk_news *news;                         /* published after the commit */
};

/* A refusal of the domain: the reply stands, what was written is rolled back. */
void desk_refuse(struct desk *);
bool desk_is_faulted(const struct desk *);
/* A route's prepare begins with a read turn; it reads what it needs, ends the turn by this, and only then does slow work. Safe to call twice. */
void desk_turn_end(struct desk *);

/* A GET that fetches bytes from outside the store: `run` gets them and finishes the reply, after the turn has ended (slow: in the slow lane). */
struct desk_later { void (*run)(struct desk *, struct call *, struct desk_later *); bool is_slow; };

/* The only thing a GET leaves: an audit row, written in the next group. The page waits for it when is_awaited. */
struct desk_trace { struct desk_trace *next; struct str act, kind; int64_t subject_id; struct str purpose; bool is_awaited; };
void desk_trace(struct desk *, const struct desk_trace *);

/* The other thing a GET may leave: a count that names nobody (what was sought). `write` is called within a second after the page has
 * left, by nobody, together with others; a count that is lost is no fault. */
struct desk_count { struct desk_count *next; void (*write)(struct desk *, const struct desk_count *); struct str words; int64_t subject_id, n; };
void desk_count(struct desk *, const struct desk_count *);

/* Something changed: told to open screens after the commit. No personal data: topic "task", data "changed". */
struct desk_news { struct desk_news *next; struct str topic, data; };
void desk_tell(struct desk *, struct str topic, struct str data);
