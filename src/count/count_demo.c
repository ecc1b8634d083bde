/* The demo's figures: so many events, each with a place, a day, a way and a topic, shared out by arithmetic that is always the same. */
#include "count/count_demo.h"

static bool month_read(struct str value, int64_t *ret)
{
	struct str year, rest = value;
	int64_t y, m;
	if (!str_cut(&rest, '-', &year) || !str_int(year, &y) || !str_int(rest, &m))
		return false;
	*ret = y * 12 + m - 1;
	return m >= 1 && m <= 12;
}

static size_t list_n(const char *const *list)
{
	size_t n = 0;
	while (list[n])
		n++;
	return n;
}

static struct str nth(struct str list, int64_t i)
{
	struct str one = STR_NONE, first = list;
	int64_t n = 1;
	for (size_t k = 0; k < list.n; k++)
		n += list.s[k] == ',';
	for (int64_t k = i % n; k >= 0 && str_cut(&first, ',', &one); k--)
		;
	return str_trim(one);
}

/* Places near the beginning of the profile have more; weekdays alone. */
static void one_event(struct desk *d, const struct conf *c, int64_t i, int64_t from_n, int64_t month_n)
{
	const struct tenant *t = d->tenant;
	uint64_t mixed = ((uint64_t)i + 1) * 0x9E3779B97F4A7C15u, place = (mixed >> 40) % t->counter_n;
	const struct tenant_counter *counter = &t->counter[i % 3 ? place : place * place / t->counter_n];
	int64_t month = from_n + (int64_t)((mixed >> 20) % (uint64_t)month_n);
	struct day on = day_make((int)(month / 12), (int)(month % 12) + 1, (int)((mixed >> 10) % 28) + 1);
	int weekday = day_weekday(on);
	on.n += weekday == 0 ? 1 : weekday == 6 ? (on.n % 2 ? -1 : -2) : 0;
	if (count_month_of(on) != month)
		on.n += 3;
	count_add(d, &(struct count_new){ .kind = "document", .subject_n = i + 1, .subject_version_n = 1, .done_on = on,
		.recorded_at = day_moment(on, 17 * 60), .operator_id = counter->operator_id, .area_id = counter->area_id, .counter_id = counter->counter_id,
		.channel = nth(conf_get(c, "count", "channels"), (int64_t)(mixed >> 33) % 5 == 0 ? 1 : 0), .asker = STR("mother"),
		.age = str_of(count_ages[1 + (mixed >> 45) % 4]), .topic = str_of(count_topics[(mixed >> 50) % list_n(count_topics)]),
		.outcome = str_of(count_outcomes[(mixed >> 55) % 2]), .minutes_n = 10 + (int64_t)(mixed >> 58) % 5 * 5, .is_document = true });
}

void count_demo(struct desk *d, const struct conf *c)
{
	int64_t all_n = 0, from_n, until_n;
	if (!str_int(conf_get(c, "count", "all"), &all_n) || !month_read(conf_get(c, "count", "from"), &from_n)
		|| !month_read(conf_get(c, "count", "until"), &until_n) || until_n < from_n || !d->tenant->counter_n)
		return;
	for (int64_t i = 0; i < all_n; i++)
		one_event(d, c, i, from_n, until_n - from_n + 1);
}
