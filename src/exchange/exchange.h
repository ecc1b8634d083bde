/* Open data in: a file that somebody else published goes into the directory, and out of it again (by others of this room). Floor 3, above directory,
 * which it writes only through its doors. A file is read and compared first, with nothing written; staged in pieces; one short step makes it count;
 * then it goes in, piece by piece, and whoever finds it unfinished finishes it. */
#pragma once
#include "desk/desk.h"
#include "exchange/exchange_record.h"

struct exchange_ask {
	struct str bytes, file_name;
	struct str kind;                                /* facility | service | programme | informal | vacancy | outline; absent: told by its headings */
	struct str source;                              /* what it is called here when it comes again; absent: by the file's name */
	struct str publisher, licence, credit;          /* absent: as the file says */
};

enum exchange_end { EXCHANGE_ADDED, EXCHANGE_CHANGED, EXCHANGE_UNCHANGED, EXCHANGE_REJECTED };
struct exchange_item {
	int64_t line_n;
	enum exchange_end end;
	enum exchange_why why; const char *broken;      /* REJECTED */
	struct str key, name, given, figures;           /* given: directory_given_write; figures: exchange_figures_write */
	struct str phone, address, district, city;      /* for finding what it is about, and its area */
	int64_t lat_n, lon_n;
	struct entry_id entry_id;                       /* that it was found to be */
	struct area_id area_id;
	int64_t same_as_line_n;                         /* the row says what that one says */
};

struct exchange_job {
	struct arena *arena;
	struct str source, kind, publisher, licence, credit, file_name;
	struct str layout;                              /* what was recognised, for the report: `heading = meaning` lines */
	const char *form, *encoding;
	struct exchange_item *item; size_t item_n;
	struct exchange_item *gone; size_t gone_n;      /* what the source no longer has: name and entry */
	int64_t added_n, changed_n, unchanged_n, rejected_n;
	int64_t turned_n, off_n;                        /* coordinates put right, and left empty */
	size_t broken_n, more_n;                        /* letters that could not be read; columns that no fact fits */
	bool is_event;
	/* Why exchange_open refused, a word for pages: exchange_tables.wrong, no_name, vacancy, no_vacancy, no_outline. */
	const char *wrong;
	struct import_id import_id;
};

/* Reads and recognises; nothing of the tenant is needed. False with a sentence that says what to do next. The arena needs 40 times the file. */
bool exchange_open(struct arena *, const struct exchange_ask *, struct exchange_job *ret, struct str *ret_why);
/* In a read turn: what is new, changed, the same, gone. */
void exchange_match(struct desk *, struct exchange_job *);

/* ---- writing: each in a turn of its own ---- */
void exchange_begin(struct desk *, struct exchange_job *);              /* gives it its import_id */
/* From the from-th item, so many rows; gives how many were done. */
size_t exchange_stage(struct desk *, const struct exchange_job *, size_t from, size_t n);
void exchange_ready(struct desk *, const struct exchange_job *);
void exchange_decide(struct desk *, struct import_id);                  /* the step that makes it count. Audited */
void exchange_drop(struct desk *, struct import_id);
/* Puts the next rows in: first what is new, which nobody sees until all of it is in; the step that shows it puts in the first of the rows that change
 * what is here. 0: all of it is in. */
int64_t exchange_apply(struct desk *, struct import_id, int64_t n, int64_t *ret_conflict_n);
/* An import that counts and is not all in, or {0}. */
struct import_id exchange_unfinished(struct desk *);
/* Clears away what was staged and never counted (untouched for ten minutes; previews after seven days) and rows of imports that are done.
 * A piece at a time; true: there is more. */
bool exchange_sweep(struct desk *);

struct str exchange_figures_write(struct arena *, const struct exchange_figures *);
void exchange_figures_put(struct desk *, struct entry_id, struct str figures);
/* Against what is known of the same days; rows that bring nothing new become unchanged. */
void exchange_figures_match(struct desk *, struct exchange_job *);
void exchange_outline_match(struct desk *, struct exchange_job *);
