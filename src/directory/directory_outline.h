/* Places: where areas lie (outlines), which of them a point lies in, and what is known of free places. */
#pragma once
#include "directory/directory_day.h"

/* Places free of every entry on one day (directory_day.h), sorted by entry and age: for comparing a file with what is known. */
struct directory_figure { struct entry_id entry_id; struct directory_vacancy vacancy; };
size_t directory_figures_of_day(struct desk *, struct day, struct directory_figure **ret);

/* ---- outlines ---- */
struct directory_outline {
	struct area_id area_id;                         /* {0}: of the whole town, or of no area here */
	struct str name;
	int64_t south_n, west_n, north_n, east_n;       /* millionths of a degree, as all that follows */
	struct str points;                              /* "lat,lon lat,lon ...", rings split by ";", the outer one first */
};
void directory_outline_put(struct desk *, const struct directory_outline *, int64_t import_id);
void directory_outline_replace(struct desk *, struct str name, int64_t import_id);      /* drops those of this name from other imports */
size_t directory_outlines(struct desk *, struct directory_outline **ret);               /* at most 2,000 polygons */
bool directory_outline_holds(const struct directory_outline *, int64_t lat_n, int64_t lon_n);   /* even-odd rule; pure */

/* The area of an entry: the one whose outline holds the point, else the one whose name, or a town named in it, stands in the words (address, ward).
 * The town's own name says nothing. {0}: no way to know. */
struct directory_whence { int64_t lat_n, lon_n; struct str words[4]; };         /* words[0]: the district as written */
struct area_id directory_area_of(const struct desk *, const struct directory_outline *, size_t outline_n, const struct directory_whence *);
