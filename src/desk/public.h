/* The pages of a town that anyone may read, and the door of its demo. */
#pragma once
#include "desk/frame.h"
#include "desk/public.sql.h"
#include "web/route.h"

extern const struct route public_routes[];
extern const size_t public_route_n;
extern const struct route_asked public_asked;

struct public_place { const struct tenant_area *area; const struct tenant_counter *const *counter; size_t counter_n; };

/* What an open room puts on the front page, below the invitation to talk; the list stands in app/rooms.c. read may give NULL: nothing to show. */
struct public_piece { const char *room; const void *(*read)(struct desk *); void (*show)(struct page *, const void *view); };
extern const struct public_piece public_pieces[];
extern const size_t public_piece_n;
/* The same for /me. */
extern const struct public_piece own_pieces[];
extern const size_t own_piece_n;
enum { PUBLIC_PIECES = 8 };
struct public_shown { const struct public_piece *piece; const void *view; };

struct public_home {
	const struct tenant *tenant;
	struct public_shown shown[PUBLIC_PIECES]; size_t shown_n;
	bool has_directory;                             /* an area has a page of its own */
	bool is_night, has_consult, is_family;
	bool is_many;                                   /* areas with counters are folded: 24 wards are no page to scroll */
	struct public_place *place; size_t place_n;     /* counters by area, those of no area first */
};

struct public_texts { const struct tenant *tenant; const struct str *line; size_t line_n; };

struct public_door { const struct tenant *tenant; struct public_people_row *person; size_t person_n; };
int64_t public_face(const struct public_people_row *);  /* 1-8: the profile's choice, else always the same one for the same login */
