/* Small values in the forms that others check: addresses, moments, days of the week. */
#pragma once
#include "base/arena.h"
#include "base/day.h"

bool exchange_is_url(struct str);                               /* http(s), ASCII, nothing that must be escaped */
bool exchange_is_mail(struct str);
struct str exchange_time(struct arena *, struct moment);        /* 2026-11-22T14:40:00.000Z */
struct str exchange_day(struct arena *, struct day);            /* 2026-11-22; absent for none */
struct str exchange_by_day(struct arena *, struct str days);    /* Mon-Fri or Mon,Wed: MO,TU,WE,TH,FR */
