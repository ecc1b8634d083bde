/* Columns of the layouts that we write: a header and the fact below it, or something that is no fact. */
#pragma once
#include "directory/directory.h"

enum exchange_cell_kind { EXCHANGE_FACT, EXCHANGE_ID, EXCHANGE_TOWN, EXCHANGE_LATITUDE, EXCHANGE_LONGITUDE };
struct exchange_column { const char *header; enum directory_fact fact; int what; };
extern const struct exchange_column exchange_ods[], exchange_ods_v1[];
extern const size_t exchange_ods_n, exchange_ods_v1_n;
