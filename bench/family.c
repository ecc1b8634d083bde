/* Families among many: makes a tenant with so many families out of a seed, then asks its search in process and prints milliseconds of CPU a question.
 *   build/bench/family DATA TOWN FAMILIES make|ask
 * Names are put together from syllables; the same seed gives the same town on every machine. `make` prints the number of one family at its end. */
#include "app/tenants.h"
#include "base/clock.h"
#include "desk/tenant.h"
#include "family/family.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { CHUNK = 200, TRIES = 400 };

static uint64_t seed = 20260401;

static uint32_t dice(uint32_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % n;
}

#define ONE(list) list[dice(sizeof list / sizeof *list)]

static const char *const front[] = { "やま", "かわ", "さ", "た", "なか", "いの", "まつ", "こ", "よし", "おか", "むら", "もり", "はら", "きた", "みなみ", "あら", "いし", "うえ",
	"くろ", "しみ" };
static const char *const back[] = { "だ", "もと", "とう", "なか", "むら", "うえ", "した", "ばやし", "かわ", "の", "ぐち", "べ", "さき", "ぎ", "じま", "い", "やま", "ば", "おか",
	"ざわ" };
static const char *const given[] = { "あおい", "ひな", "ゆい", "さくら", "めい", "りん", "はな", "みお", "ゆうと", "はると", "そうた", "みなと", "いつき", "あやか", "まい",
	"さやか", "ともみ", "けいこ", "なおみ", "かおり", "みさき", "ちひろ" };

struct chunk { int from, to; struct family_id last; };

static struct family_new family(struct desk *d, int i)
{
	struct str surname = arena_fmt(d->arena, "%s%s", ONE(front), ONE(back));
	struct family_new v = { .name = arena_fmt(d->arena, "%s %s", surname.s, ONE(given)), .born_on = { d->today.n - 9000 - (int)dice(6000) },
		.phone = arena_fmt(d->arena, "000-%04d-%04d", i / 10000, i % 10000), .how = STR("import"), .due_on = DAY_NONE, .notified_on = DAY_NONE,
		.child_born_on = { d->today.n - 1 - (int)dice(2200) }, .child_name = arena_fmt(d->arena, "%s %s", surname.s, ONE(given)),
		.coming_on = DAY_NONE };
	const struct tenant *t = d->tenant;
	v.kana = v.name;
	v.child_kana = v.child_name;
	v.area_id = t->area_n ? t->area[dice((uint32_t)t->area_n)].area_id : (struct area_id){ 0 };
	return v;
}

static void put_run(struct desk *d, void *arg)
{
	struct chunk *c = arg;
	d->who = (struct who){ .role = ROLE_NOBODY };
	for (int i = c->from; i < c->to; i++) {
		struct family_new v = family(d, i);
		c->last = family_register(d, &v);
		for (int k = 0; k < 8; k++)
			family_story_add(d, &(struct family_line_new){ .family_id = c->last, .kind = STR("call"), .room = STR("family"), .who_may_see = STR("staff"),
				.line = STR("よく眠れるようになったとのこと。離乳食は一日二回。") });
		family_next_put(d, STR("電話"), (struct day){ d->today.n + 1 + (int)dice(90) }, d->now, c->last);
	}
}

static double cpu_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void make(struct served *s, int n)
{
	struct arena *a = arena_new((size_t)256 << 20);
	struct chunk c = { .last = { 0 } };
	double begin = cpu_ms();
	for (int i = 0; i < n; i += CHUNK) {
		c.from = i;
		c.to = i + CHUNK < n ? i + CHUNK : n;
		arena_reset(a);
		if (tenants_write(s, a, &(struct work){ .run = put_run, .arg = &c }) != STORE_OK)
			exit(1);
	}
	fprintf(stderr, "family: %d families made, %.3f ms of CPU each\n", n, (cpu_ms() - begin) / n);
	printf("%s\n", id_text(a, c.last.v).s);
	arena_free(a);
}

struct asking { const char *typed; size_t n; };

static void ask_run(struct desk *d, void *arg)
{
	struct asking *x = arg;
	struct family_line_row *line;
	d->who = (struct who){ .role = ROLE_WORKER, .account_id = { 7 }, .operator_id = d->tenant->operator_n ? d->tenant->operator[0].operator_id
		: (struct operator_id){ 0 }, .area_ids = STR("") };
	x->n = family_search(d, str_of(x->typed), (struct area_id){ 0 }, &line);
}

static void ask(struct served *s)
{
	static const char *const typed[] = { "やまだ", "ヤマダ アオイ", "さやか", "まつ", "や", "000-0001-2345", "2024-05-01", "やまだ 2024-05-01", "ぬぬぬ" };
	struct arena *a = arena_new((size_t)64 << 20);
	for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
		struct asking x = { .typed = typed[i] };
		double begin = 0;
		for (int k = -10; k < TRIES; k++) {
			begin = k == 0 ? cpu_ms() : begin;
			arena_reset(a);
			tenants_read(s, a, &(struct work){ .run = ask_run, .arg = &x });
		}
		double each = (cpu_ms() - begin) / TRIES;
		printf("bench: family_search \"%s\" (%zu shown) %.3f ms target <= 2 %s\n", typed[i], x.n, each, each <= 2 ? "ok" : "short");
	}
	arena_free(a);
}

int main(int n, char **word)
{
	struct tenants all = { .arena = arena_new((size_t)64 << 20) };
	struct str why = STR_NONE;
	if (n < 5 || !tenants_open(&all, str_of(word[1]), STR_NONE, TENANTS_MAKE | TENANTS_DEMO, &why)) {
		fprintf(stderr, "family: DATA TOWN FAMILIES make|ask: %.*s\n", STR_ARG(why));
		return 2;
	}
	struct served *s = tenants_by_name(&all, str_of(word[2]));
	int64_t family_n = 0;
	str_int(str_of(word[3]), &family_n);
	if (s && str_is(str_of(word[4]), "make"))
		make(s, (int)family_n);
	else if (s)
		ask(s);
	tenants_close(&all);
	return s ? 0 : 2;
}
