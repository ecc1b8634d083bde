/* The routes of 今日, for the list in app/rooms.c. */
#pragma once
#include "web/route.h"

struct desk;
struct page;
/* What a room puts on top of 今日; the list stands in app/rooms.c. read may give NULL: nothing to show. */
struct desk_piece { const void *(*read)(struct desk *); void (*show)(struct page *, const void *view); };
extern const struct desk_piece desk_pieces[];
extern const size_t desk_piece_n;
enum { DESK_PIECES = 4 };
struct desk_shown { const struct desk_piece *piece; const void *view; };

extern const struct route desk_routes[];
extern const size_t desk_route_n;
extern const struct route_asked desk_asked;
