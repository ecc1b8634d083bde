/* The routes of /api: our own JSON, and the downloads of open data. */
#pragma once
#include "web/route.h"

/* JSON that any page may read; and a refusal as `{"error": why}`. */
void exchange_api_answer(struct call *, int status, struct out *);
void exchange_api_refuse(struct desk *, struct call *, int status, const char *why);

extern const struct route exchange_api_routes[];
extern const size_t exchange_api_route_n;
