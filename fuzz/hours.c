/* Weekly hours: the first line is the rule, the rest the closed days. What opens lies within a day, and the three questions agree with each other. */
#include "fuzz/fuzz.h"
#include "base/hours.h"
#include "consult/consult_rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)16 << 20);
	struct str closed = arena_str(a, (struct str){ (const char *)data, n < 4096 ? n : 4096 }), rule = STR_NONE;
	struct hours_span s[HOURS_SPANS];
	struct moment now = { 1760000000000 + (int64_t)n * 3600000 };
	str_cut(&closed, '\n', &rule);
	for (int day = 0; day < 7; day++)
		for (size_t i = hours_on(rule, day, s); i-- > 0;)
			CHECK(s[i].from >= 0 && s[i].from < s[i].to && s[i].to < 25 * 60);
	struct moment next = hours_next_open(now, rule, closed), until = hours_open_until(now, rule, closed);
	CHECK((until.ms != 0) == hours_are_open(now, rule, closed));
	CHECK(!until.ms || (until.ms > now.ms && next.ms == now.ms));
	CHECK(!next.ms || next.ms >= now.ms);
	if (next.ms)
		CHECK(hours_are_open(next, rule, closed));
	consult_promise(now, rule, closed);
	arena_free(a);
	return 0;
}
