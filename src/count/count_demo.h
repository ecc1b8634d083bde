/* The demo: a figure of the town's document, laid in as events. */
#pragma once
#include "base/conf.h"
#include "count/count.h"

/* [count document] of a profile: from, until (months, 2021-11), channels, all: as many events, shared out over the town's places and those
 * months by a fixed rule, so that they add up to the document's figure. */
void count_demo(struct desk *, const struct conf *profile);
