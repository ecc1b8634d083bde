/* Ages, days and hours as people wrote them in a public list: unknown, or in order; a rule of hours that was derived can be read. */
#include "fuzz/fuzz.h"
#include "base/hours.h"
#include "directory/directory_rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct str rest = arena_str(a, (struct str){ (const char *)data, n < 8192 ? n : 8192 }), fact[FACT_N] = { 0 };
	static const enum directory_fact asked[] = { FACT_AGES, FACT_DAYS, FACT_OPENS, FACT_CLOSES, FACT_NAME, FACT_TYPE_WORDS, FACT_FEE, FACT_TARGET };
	int64_t from = -9, to = -9;
	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
		str_cut(&rest, '\n', &fact[asked[i]]);
	if (directory_age_read(fact[FACT_AGES], &from, &to))
		CHECK(from >= DIRECTORY_AGE_UNKNOWN && to >= DIRECTORY_AGE_UNKNOWN && (to == DIRECTORY_AGE_UNKNOWN || from <= to));
	struct directory_derived d = directory_derive(a, STR_NONE, fact);
	struct hours_span span[HOURS_SPANS];
	size_t spans = 0;
	for (int day = 0; day < 7; day++)
		spans += hours_on(d.hours_rule, day, span);
	CHECK(!d.hours_rule.n || spans > 0);
	CHECK(str_starts(d.needs, ",") && str_starts(d.amenities, ",") && d.fee_kind.n > 0);
	arena_free(a);
	return 0;
}
