/* What the steps of a request share, and the spool that takes some of them while the database is away; private to the files of serve and spooler. */
#pragma once
#include "app/serve.h"
#include "spool/spool.h"
#include "store/watch.h"

/* ---- serve.c ---- */
void serve_leave(struct request *);                     /* the reply stands; the request ends */
void serve_forget(struct call *);                       /* the reply as if nobody had begun one */
void serve_fault(struct request *, enum store_fault);
bool serve_is_away(const struct request *, enum store_fault);   /* the fault of a database that cannot be reached */
void serve_again(struct request *);                     /* its tenant is gone from its store */
bool serve_admits(struct request *);                    /* in a turn: who asks, and may they? Leaves the answer when not */
bool serve_read(struct request *);
void serve_write(struct request *, void (*run)(struct store_write *, struct store_turn *, bool *keep),
	void (*done)(struct store_write *, enum store_fault));
const struct route *serve_route(struct request *, enum method, bool *ret_other);

/* ---- serve_post.c ---- */
void serve_post(struct request *);
void serve_post_start(struct request *);
enum replayed { REPLAY_DONE, REPLAY_REFUSED, REPLAY_LATER };
/* Enters what was taken, as if it came then; DONE also when it had been entered before. REFUSED: *ret says what to show to the desk. */
enum replayed serve_replay(struct serve *, struct served *, struct arena *, const struct spool_post *, struct spool_refused_add_in *ret);

/* ---- spooler.c ---- */
/* Durable when it returns true. */
bool spooler_take(struct spooler *, struct served *, struct arena *, const struct spool_post *);
