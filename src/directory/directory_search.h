/* Finding: words in any spelling, near a place, for a child's age, open now. One door for the search page, its JSON and the desk. */
#pragma once
#include "directory/directory.h"

enum { DIRECTORY_PAGE = 20, DIRECTORY_COUNT_MOST = 2000, DIRECTORY_AGE_ANY = -1 };

struct directory_group;
struct directory_query {
	struct str words;                               /* as typed; folded here */
	struct area_id area_id;                         /* {0}: anywhere */
	struct str kind, type, need;                    /* absent: any */
	struct str amenities;                           /* ",nursing,diaper,": all of them; absent: any */
	int64_t age_n;                                  /* a child of so many months is welcome (an unknown age is not shut out); DIRECTORY_AGE_ANY */
	bool is_free;
	struct moment open_at;                          /* absent: any time */
	int64_t lat_n, lon_n;                           /* nearest to this place first; both 0: best match first */
	const struct directory_group *trial;            /* as if this group of synonyms stood already (directory_synonym.h); mostly NULL */
	int64_t from_n, limit_n;                        /* from_n 0 is the first; limit_n at most 100 */
};

struct directory_hit {
	struct entry_id entry_id; struct area_id area_id;
	struct str kind, type, name, kana, summary, address, phone, hours_rule, fee_kind, ages;
	int64_t age_from_n, age_to_n;                   /* months; -1: unknown */
	int64_t lat_n, lon_n, metres_n;                 /* metres -1: no place to measure from, or none known */
	struct day verified_on;
	struct str name_marked, summary_marked;         /* matches between \x02 and \x03 */
};
struct directory_facet { struct str word; int64_t n; };         /* a type, a need, an amenity, or the id of an area as text */

struct directory_found {
	struct directory_hit *hit; size_t hit_n;
	int64_t total_n; bool is_more;                  /* exact up to DIRECTORY_COUNT_MOST; beyond, is_more: "2,000+", and facets count those 2,000 */
	struct directory_facet *type, *need, *area, *amenity; size_t type_n, need_n, area_n, amenity_n;
	struct str taken_words;                         /* what was sought instead, when nothing had all that was typed; absent: as typed */
	/* Only where nothing was found: the same in a wider area, the same area with a wider age. Where the words themselves lead nowhere, what answers
	 * the same need is taken (is_need_only). */
	struct directory_hit *wider_area, *wider_age; size_t wider_area_n, wider_age_n;
	bool is_need_only;
};

/* Ranking, so that it can be told: with a place, the nearest first; without, first those whose name has the words, then those that tell most
 * (telephone, hours, a summary, a place, a check by a person). bm25 is not used: it costs more and cannot be explained to the one who is ranked. */
/* What was sought is counted by day, words and area, without the person: directory_sought.h. */
void directory_search(struct desk *, const struct directory_query *, struct directory_found *ret);
/* While typing: names, types and synonyms that begin with or contain what was typed; at most limit_n. */
size_t directory_suggest(struct desk *, struct str typed, int64_t limit_n, struct str **ret);
/* Everything in a town that has a place, of one area and one need where the question names them: for the map. */
struct directory_dot { struct entry_id entry_id; struct str name; int64_t lat_n, lon_n; };
size_t directory_dots(struct desk *, const struct directory_query *, int64_t limit_n, struct directory_dot **ret);
/* The middle of what lies in an area; false: nothing there has a place. */
bool directory_area_place(struct desk *, struct area_id, int64_t *ret_lat_n, int64_t *ret_lon_n);

/* The place that these words name: an entry with a place, whose name stands in them ("溝口総合病院 正面入口") or holds all of them; false: none, or the
 * words could mean several. */
bool directory_named_place(struct desk *, struct str words, struct directory_dot *ret);

/* ---- for those who write entries: in the same transaction ---- */
void directory_index_put(struct desk *, const struct directory_entry *);        /* live: into the search; else out of it */
void directory_index_drop(struct desk *, struct entry_id);
/* The index put in order a little, for questions are answered sooner where it lies in few parts (1.4 ms or 0.9). True: there is more to do. */
bool directory_index_tidy(struct desk *);
