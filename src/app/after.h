/* What is written after a page has left: counts that name nobody. They live on their own, since the request is gone by then. */
#pragma once
#include "app/serve.h"

struct after;
struct after *after_of(const struct serve *, struct served *, const struct desk *);     /* NULL: there is nothing to count */
void after_run(struct after *);                         /* takes it over; NULL does nothing */
