/* What a source gives of an entry, taken in fact by fact beside what people wrote here. Door for imports. */
#pragma once
#include "directory/directory.h"

struct directory_given {
	struct str source, source_key;                  /* whose row; the same when it comes again */
	struct str publisher, licence, credit;
	struct entry_id entry_id;                       /* that it was found to be; {0}: what the key says, else a new one */
	struct str kind, type;                          /* type absent: guessed */
	struct area_id area_id;
	int64_t lat_n, lon_n;
	int64_t coming_n;                               /* a new entry is not seen before directory_show; 0: at once */
	struct str fact[FACT_N];
};
/* The given as one text with its hash: what is kept, and compared when the row comes again. */
struct str directory_given_write(struct arena *, const struct directory_given *);
bool directory_given_read(struct arena *, struct str text, struct directory_given *ret);        /* kind, type, place and facts */

enum directory_took { DIRECTORY_TOOK_NEW, DIRECTORY_TOOK_CHANGED, DIRECTORY_TOOK_SAME, DIRECTORY_TOOK_NOT };
struct directory_taken { enum directory_took took; struct entry_id entry_id; int64_t conflict_n; };
/* Against what the same source said before: a fact it did not change is left alone; one it changed is written, unless a person wrote it here or
 * another source says otherwise: then a conflict is kept (what it said, what stands here, what it says now), nothing is overwritten. An entry that
 * several sources know takes from the later ones only what it did not have. NOT: it does not fit (directory_put's DIRECTORY_BAD). */
void directory_take(struct desk *, const struct directory_given *, struct directory_taken *ret);
/* What a source last gave under this key; false: nothing. */
bool directory_given_last(struct desk *, struct str source, struct str source_key, struct directory_given *ret);

/* All that sources gave, and all entries, a page at a time in the desk's arena: for finding what a row of a file is about. 0: no more. */
struct directory_known { struct str source, source_key, hash; struct entry_id entry_id; };     /* hash: of directory_given_write's text */
size_t directory_known_after(struct desk *, const struct directory_known *after, struct directory_known **ret);
struct directory_named { struct entry_id entry_id; struct str name, phone, address, district; int64_t lat_n, lon_n; };
size_t directory_named_after(struct desk *, struct entry_id after, struct directory_named **ret);
/* The sources of this tenant, by name; source_key and facts are absent. */
size_t directory_sources(struct desk *, struct directory_given **ret);
