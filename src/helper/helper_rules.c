/* Steps and papers of helpers. */
#include "helper/helper_rules.h"
#include "base/out.h"

const char *const helper_state_words[] = { "applied", "trained", "interviewed", "approved", "active", "resting", "left", NULL };
const char *const helper_kind_words[] = { "accompany", "care", "escort", "errand", "paper", NULL };

enum helper_state helper_state_of(struct str word)
{
	int i = 0;
	while (i < HELPER_STATE_N && !str_is(word, helper_state_words[i]))
		i++;
	return (enum helper_state)i;
}

unsigned helper_kind_bit(struct str word)
{
	if (str_is(word, "all"))
		return (1u << HELPER_KIND_N) - 1;
	for (int i = 0; i < HELPER_KIND_N; i++)
		if (str_is(word, helper_kind_words[i]))
			return 1u << i;
	return 0;
}

unsigned helper_kinds_of(struct str list)
{
	struct str one;
	unsigned kinds = 0;
	while (str_cut(&list, ',', &one))
		kinds |= helper_kind_bit(one);
	return kinds;
}

struct str helper_kinds_text(struct arena *a, unsigned kinds)
{
	struct out out = { .arena = a };
	out_z(&out, ",");
	for (int i = 0; i < HELPER_KIND_N; i++)
		if (kinds & 1u << i)
			out_fmt(&out, "%s,", helper_kind_words[i]);
	return out_done(&out);
}

bool helper_may_step(enum helper_state from, enum helper_state to)
{
	if (from >= HELPER_STATE_N || to >= HELPER_STATE_N || from == to)
		return false;
	if (to == HELPER_LEFT)
		return true;
	if (from == HELPER_LEFT)
		return to == HELPER_APPLIED;
	return (int)to == (int)from + 1 || (from == HELPER_RESTING && to == HELPER_ACTIVE);
}

bool helper_paper_holds(const struct helper_paper *x, struct day on)
{
	return !day_is_none(x->done_on) && x->done_on.n <= on.n && (day_is_none(x->until_on) || on.n <= x->until_on.n);
}

struct day helper_valid_until(struct day done_on, int64_t months)
{
	if (months <= 0 || day_is_none(done_on))
		return DAY_NONE;
	struct day_parts x = day_split(done_on);
	int month = x.month - 1 + (int)months, year = x.year + month / 12;
	struct day until = DAY_NONE;
	for (int day = x.day; day_is_none(until); day--)
		until = day_make(year, month % 12 + 1, day);
	return until;
}
