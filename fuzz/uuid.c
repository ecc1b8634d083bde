/* UUIDs of HSDS: what is read as ours writes itself the same way again, and every number of ours comes back. */
#include "fuzz/fuzz.h"
#include "exchange/exchange_hsds.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)16 << 20);
	struct str words = arena_str(a, (struct str){ (const char *)data, n });
	int64_t id = 0, again = 0;
	int place = 0, place_again = 0;
	for (int kind = UUID_SERVICE; kind < UUID_SERVICE + 12; kind++)
		if (exchange_uuid_read(words, (enum exchange_uuid_kind)kind, &id, &place)) {
			CHECK(id >= 0 && place >= 0 && place < 256);
			CHECK(str_eq_nocase(words, exchange_uuid((enum exchange_uuid_kind)kind, id, place).s));
		}
	if (n >= 10) {
		enum exchange_uuid_kind kind = (enum exchange_uuid_kind)(UUID_SERVICE + data[9] % 8);
		memcpy(&id, data, sizeof id);
		id &= INT64_MAX;
		struct exchange_uuid u = exchange_uuid(kind, id, data[8]);
		CHECK(exchange_uuid_read(str_of(u.s), kind, &again, &place_again) && again == id && place_again == data[8]);
		CHECK(!exchange_uuid_read(str_of(u.s), (enum exchange_uuid_kind)(kind + 1), &again, &place_again));
	}
	arena_free(a);
	return 0;
}
