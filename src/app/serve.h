/* The life of a request: tenant, route, who, permission, transaction, page. No socket in it: tests hand it calls directly. */
#pragma once
#include "app/tenants.h"
#include "web/route.h"
#include "web/server.h"

struct serve {
	struct tenants *tenants;
	struct web *web;                                /* NULL in tests: everything runs on the caller's thread */
	struct limits *limits;                          /* NULL: no limits by address and visitor */
	bool is_logging;                                /* a line for each request, without personal data */
	bool is_may_ignored;                            /* the strangers sweep on PostgreSQL switches the application's own check off */
	struct spooler *spooler;                        /* NULL: nothing is taken while a database is away */
	int fault_at;                                   /* tests: every request's query of this number fails, over all its turns; 0 never */
};

/* Everything above floor 1 starts here. Ends in call->finish(call). */
void serve_call(struct call *, void *serve);

/* What another process on the same database told: for our open screens, and for the sealer, should that process be gone. */
void serve_heard(void *serve, struct str words);

/* What was taken while the database was away (app/spooler.c): in `folder`, which is this process's alone, until it has been entered. */
struct spooler *spooler_start(struct serve *, struct str folder);
void spooler_stop(struct spooler *);                    /* enters nothing any more; may be NULL */
void spooler_free(struct spooler *);                    /* nobody asks any more; may be NULL */
int64_t spooler_waiting(struct spooler *);              /* may be NULL: 0 */

/* One request on its way. */
struct request {
	struct serve *serve;
	struct served *served;
	struct call *call;
	struct desk desk;
	const struct route *route;
	struct profile *profile;
	struct store_write write;
	struct store_turn turn;
	struct str once, csrf;                          /* csrf: as it is, without a page's mask */
	int64_t begun_ns;
	int query_n;                                    /* queries begun in the turns that have ended */
	bool is_second;                                 /* a GET that lost its connection and begins anew */
	bool is_done_before;                            /* a POST whose key was used: it leads where it led */
	bool is_waiting;                                /* a GET whose reply waits for its trace */
	bool is_again;                                  /* begun anew, because its tenant had moved */
};

/* The tenant-less front: /, /healthz, /metrics. True when the call was one of them and is answered. */
bool front_call(struct serve *, struct call *);
/* Who comes: visitor's cookie, language, brightness, base path (app/visitor.c). */
void visitor_settle(struct request *, struct str base);
void visitor_words(struct desk *, struct call *, const struct tenant *);
/* ?lang= ruby= mode= : sets the cookie and comes back. True when it did. */
bool visitor_switch(struct call *, struct str base);
/* Fetched from elsewhere, or without this visitor's token: false. */
bool visitor_form_is_ours(const struct request *);
/* Counts that a page leaves (desk_count), copied out of the request, which is gone when they are written. NULL: there are none (app/after.c). */
struct after;
struct after *after_of(const struct serve *, struct served *, const struct desk *);
void after_run(struct after *);                         /* takes it over; NULL does nothing */
