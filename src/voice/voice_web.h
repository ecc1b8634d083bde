/* The routes of the voice box, for the list in app/rooms.c, and its card on the front page. */
#pragma once
#include "web/route.h"

extern const struct route voice_routes[];
extern const size_t voice_route_n;

struct page;
const void *voice_home_read(struct desk *);
void voice_home_show(struct page *, const void *view);
