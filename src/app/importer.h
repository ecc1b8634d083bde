/* Carrying an import through: staged in pieces that hold the writer for about 25 ms, decided in one step, put in by pieces. For the command line, the
 * demo, and the thread that finishes what others left. */
#pragma once
#include "app/tenants.h"
#include "exchange/exchange.h"

struct importer {
	struct served *served;
	struct arena *arena;                            /* of one piece: reset in between */
	void (*tell)(void *arg, const char *what, int64_t done, int64_t all);   /* or NULL */
	void *tell_arg;
	struct str why;                                 /* what went wrong, with what to do next */
	char why_text[400];
	int64_t conflict_n;
	int64_t held_ns;                                /* the longest piece: how long another writer waited for this one at most */
};
bool importer_match(struct importer *, struct exchange_job *);
/* Staged and ready; false: nothing of it is left (or will be, soon). */
bool importer_stage(struct importer *, struct exchange_job *);
/* Makes it count and puts it in. False: it counts but is not all in: it goes on by itself when there is room again. */
bool importer_apply(struct importer *, struct import_id, int64_t row_n);
/* Finishes what counts and is not all in, whoever began it. A read when there is nothing. False: not now (the disk is full). */
bool importer_finish(struct served *, struct arena *);
/* The same, and clears away what was staged in vain. */
bool importer_resume(struct importer *);
