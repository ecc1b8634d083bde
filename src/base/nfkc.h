/* One spelling for letters that look alike: wide and half-width forms, small and large Latin (Unicode's NFKC with case folded). For comparing; never
 * for showing. */
#pragma once
#include "base/arena.h"

struct str nfkc(struct arena *, struct str);            /* as it is when it is no UTF-8 */
