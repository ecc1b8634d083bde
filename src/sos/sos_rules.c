/* Rungs and rings. */
#include "sos/sos_rules.h"

int64_t sos_rungs_due(struct moment rings_at, struct moment now, int64_t minutes)
{
	int64_t past = now.ms - rings_at.ms, step = (minutes > 0 ? minutes : 1) * MINUTE;
	if (past < 0)
		return 0;
	return past / step + 1 < SOS_RUNG_LAST ? past / step + 1 : SOS_RUNG_LAST;
}

struct moment sos_rung_at(struct moment rings_at, int64_t rung, int64_t minutes)
{
	return moment_add(rings_at, rung * (minutes > 0 ? minutes : 1) * MINUTE);
}

enum sos_rung sos_rung_kind(int64_t rung)
{
	return rung < SOS_RUNG_GATEWAY ? (enum sos_rung)rung : SOS_RUNG_GATEWAY;
}

/* A manager's screen rings when the ladder has come to her; she may see it before. A call that somebody took is seen by its taker alone. */
enum sos_shown sos_shown_to(const struct sos_onlooker *x, struct moment now)
{
	bool rings = x->rings_at.ms <= now.ms;
	if (x->is_taken)
		return x->is_taker ? SOS_SEEN : SOS_NOTHING;
	if (!x->may_see)
		return rings ? SOS_LINE : SOS_NOTHING;
	if (!rings)
		return SOS_SEEN;
	return x->is_manager && x->rung_n <= SOS_RUNG_MANAGERS ? SOS_SEEN : SOS_RINGS;
}
