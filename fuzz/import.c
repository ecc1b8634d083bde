/* A file that a city published: whatever its bytes are, every row gives facts that can be kept, or the reason why it gives none. */
#include "fuzz/fuzz.h"
#include "exchange/exchange_record.h"
#include "base/nfkc.h"

enum { MOST = 1 << 16, LAT_MOST = 90000000, LON_MOST = 180000000 };

static void check_record(struct arena *a, const struct exchange_layout *l, const struct exchange_record *r)
{
	CHECK((int)r->why >= 0 && r->why < EXCHANGE_WHY_N);
	CHECK(exchange_why_word(r->why) && exchange_why_says(r->why));
	if (r->why)
		return;
	CHECK(l->is_vacancy || r->fact[FACT_NAME].n || r->id.n);
	for (int i = 0; i < FACT_N; i++)
		CHECK(!r->fact[i].n || (str_is_utf8(r->fact[i]) && r->fact[i].n < 64000));
	CHECK(llabs((long long)r->lat_n) <= LAT_MOST && llabs((long long)r->lon_n) <= LON_MOST);
	CHECK(exchange_key(a, l, r).n);
}

static void check_table(struct arena *a, const struct exchange_words *w, const struct exchange_table *t)
{
	struct exchange_layout *l = ARENA_NEW(a, struct exchange_layout);
	struct exchange_record *r = ARENA_NEW(a, struct exchange_record);
	CHECK(t->column_n <= EXCHANGE_COLUMNS_MOST);
	exchange_layout_of(a, w, t, l);
	CHECK(l->name_at >= -1 && l->name_at < (int)t->column_n);
	for (size_t i = 0; i < t->column_n; i++)
		CHECK(l->to[i] >= TO_NOTHING && l->to[i] < TO_N);
	for (size_t i = 0; i < t->line_n && l->name_at >= 0; i++) {
		exchange_record_of(a, w, l, &t->line[i], r);
		check_record(a, l, r);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct exchange_words words;
	static struct arena *kept;
	if (!kept) {
		kept = arena_new((size_t)256 << 20);
		exchange_words_begin(kept, &words);
	}
	struct arena *a = arena_new((size_t)512 << 20);
	struct exchange_tables *t = ARENA_NEW(a, struct exchange_tables);
	struct exchange_words w = words;
	struct str why = STR_NONE;
	w.arena = a;
	if (n <= MOST && exchange_read(a, &w, arena_str(a, (struct str){ (const char *)data, n }), t, &why))
		for (size_t i = 0; i < t->table_n; i++)
			check_table(a, &w, &t->table[i]);
	else if (n <= MOST)
		CHECK(why.n && t->wrong);
	arena_free(a);
	return 0;
}
