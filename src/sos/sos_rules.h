/* The ladder of a call for help, and for whom it rings: pure arithmetic. */
#pragma once
#include "base/day.h"

/* Rungs: whoever is in charge is told at once; while nobody takes the call, colleagues of the area, managers, the telephone; then the telephone
 * again, every so many minutes, SOS_RUNG_LAST rungs in all. */
enum sos_rung { SOS_RUNG_CHARGE, SOS_RUNG_COLLEAGUES, SOS_RUNG_MANAGERS, SOS_RUNG_GATEWAY, SOS_RUNG_LAST = 12 };
/* How many rungs are due at `now`: 0 before it rings; one more after each `minutes`. */
int64_t sos_rungs_due(struct moment rings_at, struct moment now, int64_t minutes);
/* When the rung of that number is due. */
struct moment sos_rung_at(struct moment rings_at, int64_t rung, int64_t minutes);
enum sos_rung sos_rung_kind(int64_t rung);              /* what the rung of that number does: at most SOS_RUNG_GATEWAY */

/* What one person's screen shows of a call. NOTHING: it is none of theirs. LINE: that there is one, without whose, where or why. SEEN: where and
 * why, silent. RINGS: with sound, until a person takes it. */
enum sos_shown { SOS_NOTHING, SOS_LINE, SOS_SEEN, SOS_RINGS };
struct sos_onlooker { bool may_see, is_manager, is_taken, is_taker; int64_t rung_n; struct moment rings_at; };
enum sos_shown sos_shown_to(const struct sos_onlooker *, struct moment now);
