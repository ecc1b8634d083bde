/* Outlines of areas from GeoJSON: polygons, made a little simpler, as the directory keeps them. */
#pragma once
#include "exchange/exchange.h"

bool exchange_is_outline(const struct exchange_tables *, struct str kind);     /* asked for, or nothing else is in it */
/* A row is a feature; a feature of several polygons gives as many items with the same line. */
bool exchange_outline_open(struct arena *, const struct exchange_tables *, struct exchange_job *, struct str *ret_why);
struct directory_outline;
bool exchange_outline_read(struct str given, struct directory_outline *ret);    /* of an item's given */
