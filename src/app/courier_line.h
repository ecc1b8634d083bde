/* Carrying one letter over LINE. */
#pragma once
#include "channel/line.h"
#include "desk/outbox.h"

struct carried { enum outbox_end end; struct str why; bool is_token_spent, is_busy; };        /* busy: again in a moment, not counted */
/* By its reply token where it has one, else, and when that is surely unused and of no use any more, by a push with its retry key. What may have
 * left by a reply token is never pushed after it: said twice is worse than a letter that staff see as unknown. */
void courier_line(const struct line_wire *, const struct line_letter *, int64_t try_n, struct arena *, struct carried *ret);
