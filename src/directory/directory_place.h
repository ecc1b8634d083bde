/* One entry as families read it: only what says something, in the order in which one needs it. */
#pragma once
#include "desk/tenant.h"
#include "directory/directory_day.h"

/* A piece of what was written; with `dial` it is a number that a telephone can call. */
struct directory_said { struct str words, dial; };
/* "0176-51-6702（代表）、０３－…": the text cut into numbers and what stands between them. Numbers have 10 or 11 digits from 0 on. */
size_t directory_phone_read(struct arena *, struct str words, struct directory_said **ret);

enum { DIRECTORY_SPANS = 14 };
struct directory_row { enum directory_fact fact; struct str words; };
struct directory_rows { struct directory_row *row; size_t n; };
struct directory_week { int from_day, to_day, from, to; };      /* 0 Sunday; days in a row with the same hours; minutes */
enum directory_open { DIRECTORY_OPEN_UNKNOWN, DIRECTORY_OPEN, DIRECTORY_SHUT, DIRECTORY_OPEN_ASK };     /* ASK: a holiday; hours may not hold */

struct directory_place {
	const struct directory_entry *entry;
	const struct tenant *tenant;
	const struct tenant_area *area;
	enum directory_open open; struct moment until_at, next_at;
	struct directory_week *week; size_t week_n;
	struct directory_mark mark; bool has_mark;
	struct directory_said *phone; size_t phone_n;
	struct str dial;                                /* the first number; absent: none */
	struct str address;
	struct str map_url;                             /* for the map application of this device; absent: no place known */
	struct str lead, lead_easy;                     /* the sentence under the name; the words in easy Japanese */
	struct str need;                                /* the first need that it answers; absent: none */
	struct directory_rows visit, help, care, more;  /* before one goes; what a programme gives; looking after children; the rest */
	struct str *amenity; size_t amenity_n;
	struct directory_vacancy *vacancy; size_t vacancy_n;
	struct directory_origin *origin; size_t origin_n;
	bool is_stale;                                  /* nobody looked for as long as the town says: ask before going */
	bool is_hard;                                   /* about distress: the page can be left in one tap */
	bool is_told, has_consult, may_edit;
	struct str site_url, share_words;
	struct str line_url, mail_url;
};

/* Reads what stands beside the entry and puts it together; `agent` is the browser's own word for itself, for the link to a map. */
void directory_place_read(struct desk *, const struct directory_entry *, struct str agent, struct directory_place *ret);
/* The hours of a week, days with the same hours together; at most DIRECTORY_SPANS. */
size_t directory_week_read(struct str rule, struct directory_week ret[DIRECTORY_SPANS]);
