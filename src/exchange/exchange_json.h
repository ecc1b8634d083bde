/* JSON as tables: lists of objects anywhere in it, objects by key, lists of lists, features of GeoJSON. */
#pragma once
#include "exchange/exchange_table.h"

bool exchange_json_tables(struct arena *, struct str text, struct exchange_tables *ret, struct str *ret_why);
