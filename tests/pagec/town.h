/* What tests/pagec/town.page shows. */
#pragma once
#include "web/page.h"

struct town_id { int64_t v; };
struct town { struct str evil, name; struct url site, path; struct town_id town_id; struct day on; struct moment at; int64_t n; bool is_on; };
