/* Inventing a town's families, from lists of words and a row of numbers that is always the same. */
#include "family/family_demo.h"
#include "base/fold.h"
#include "family/family_inside.h"
#include "family/family_own.sql.h"

enum { WORDS_MOST = 120 };
enum list { SURNAME, MOTHER, FATHER, CHILD, STREET, NEXT, FACT, STORY, LIST_N };
static const char *const list_word[LIST_N] = { "surname", "mother", "father", "child", "street", "next", "fact", "story" };

struct words { struct str word[LIST_N][WORDS_MOST]; size_t n[LIST_N]; uint64_t seed; };

static void words_read(struct words *w, struct str text)
{
	struct str line, kind;
	while (text.n && str_cut(&text, '\n', &line)) {
		if (!str_cut(&line, ' ', &kind))
			continue;
		for (int i = 0; i < LIST_N; i++)
			if (str_is(kind, list_word[i]) && w->n[i] < WORDS_MOST)
				w->word[i][w->n[i]++] = line;
	}
}

/* xorshift64*: the same row of numbers on every machine. */
static uint64_t next(struct words *w)
{
	w->seed ^= w->seed >> 12;
	w->seed ^= w->seed << 25;
	w->seed ^= w->seed >> 27;
	return w->seed * 2685821657736338717ull >> 16;
}

static int64_t below(struct words *w, int64_t n)
{
	return n > 0 ? (int64_t)(next(w) % (uint64_t)n) : 0;
}

static struct str one(struct words *w, enum list list)
{
	return w->n[list] ? w->word[list][below(w, (int64_t)w->n[list])] : STR("");
}

/* "kanji kana" of a surname and of a given name, with a blank between. */
struct name { struct str name, kana, sex; };
static struct name named(struct desk *d, struct str surname, struct str given)
{
	struct str s, g;
	str_cut(&surname, ' ', &s);
	str_cut(&given, ' ', &g);
	struct str kana = STR_NONE, sex = given;
	str_cut(&sex, ' ', &kana);
	return (struct name){ arena_fmt(d->arena, "%.*s %.*s", STR_ARG(s), STR_ARG(g)),
		arena_fmt(d->arena, "%.*s %.*s", STR_ARG(surname), STR_ARG(kana)), sex.n ? sex : STR_NONE };
}

/* ---- one family ---- */

struct making { struct desk *d; struct words *w; struct day from_on; int64_t left_n, babies_n, made_n; };

static struct day birthday(struct making *m, bool is_baby)
{
	int year_ago = m->d->today.n - 365;
	if (is_baby || year_ago <= m->from_on.n)
		return (struct day){ m->d->today.n - 3 - (int)below(m->w, 360) };
	return (struct day){ m->from_on.n + (int)below(m->w, year_ago - m->from_on.n) };
}

static void more_children(struct making *m, struct family_id id, struct str surname, struct day first_on)
{
	int64_t siblings = below(m->w, 10) < 4 ? 1 + (below(m->w, 8) == 0) : 0;
	for (int64_t i = 0; i < siblings && m->left_n > 0; i++) {
		struct day on = { first_on.n - 540 - (int)below(m->w, 900) };
		struct name child = named(m->d, surname, one(m->w, CHILD));
		if (on.n < m->from_on.n)
			continue;
		family_child_add(m->d, &(struct family_child_new){ .family_id = id, .name = child.name, .kana = child.kana, .sex = child.sex, .born_on = on });
		m->left_n--;
	}
}

static void twin(struct making *m, struct family_id id, struct str surname)
{
	struct family_child_row *child;
	struct name other = named(m->d, surname, one(m->w, CHILD));
	if (below(m->w, 90) || m->left_n <= 0 || family_children_of(m->d, id, &child) != 1)
		return;
	family_child_add(m->d, &(struct family_child_new){ .family_id = id, .birth_id = child[0].birth_id, .name = other.name, .kana = other.kana,
		.sex = other.sex, .born_on = child[0].born_on });
	m->left_n--;
}

static void lines(struct making *m, struct family_id id, struct day since_on)
{
	int64_t n = 1 + below(m->w, 3), days = m->d->today.n - since_on.n;
	for (int64_t i = 0; i < n && days > 20; i++) {
		struct str line = one(m->w, STORY), kind;
		str_cut(&line, ' ', &kind);
		struct day on = { since_on.n + 7 + (int)below(m->w, days < 700 ? days - 7 : 700) };
		family_story_add(m->d, &(struct family_line_new){ .family_id = id, .happened_at = day_moment(on, 600 + (int)below(m->w, 360)), .kind = kind,
			.line = line, .room = STR("family"), .who_may_see = STR("staff") });
	}
	if (below(m->w, 6) == 0) {
		struct str line = one(m->w, FACT), kind;
		str_cut(&line, ' ', &kind);
		family_fact_put(m->d, &(struct family_fact_put_in){ .fact_id = { id_new() }, .family_id = id, .kind = kind, .line = line,
			.noted_on = { m->d->today.n - (int)below(m->w, 60) }, .added_at = m->d->now });
	}
}

/* Most have a next step; a few are empty or past, as on any desk. */
static void next_step(struct making *m, struct family_id id)
{
	int64_t chance = below(m->w, 120);
	if (chance > 1)
		family_next_put(m->d, one(m->w, NEXT), (struct day){ m->d->today.n + (chance == 2 ? -3 : 1) + (int)below(m->w, chance == 2 ? 2 : 75) },
			m->d->now, id);
}

static void family_make(struct making *m, bool is_baby, bool is_pregnant)
{
	struct desk then = *m->d;
	struct words *w = m->w;
	struct str surname = one(w, SURNAME);
	struct name mother = named(m->d, surname, one(w, MOTHER)), child = named(m->d, surname, one(w, CHILD)), father;
	struct day on = birthday(m, is_baby);
	struct family_new v = { .name = mother.name, .kana = mother.kana, .born_on = { m->d->today.n - 365 * 24 - (int)below(w, 365 * 17) },
		.phone = arena_fmt(m->d->arena, "090-0000-%04d", (int)below(w, 10000)), .is_first = below(w, 2) == 0, .how = STR("demo"),
		.due_on = DAY_NONE, .notified_on = DAY_NONE, .child_born_on = DAY_NONE,
		.address = arena_fmt(m->d->arena, "%.*s%.*s %d-%d", STR_ARG(m->d->tenant->town), STR_ARG(one(w, STREET)), 1 + (int)below(w, 40),
			1 + (int)below(w, 20)) };
	if (m->d->tenant->area_n)
		v.area_id = m->d->tenant->area[(size_t)below(w, (int64_t)m->d->tenant->area_n)].area_id;
	if (is_pregnant) {
		v.due_on.n = m->d->today.n + 10 + (int)below(w, 210);
		v.notified_on.n = v.due_on.n - 220;
	} else {
		v.child_name = child.name;
		v.child_kana = child.kana;
		v.child_sex = child.sex;
		v.child_born_on = on;
		m->left_n--;
	}
	struct day since_on = { is_pregnant ? v.due_on.n - 215 : on.n - 200 };
	if (since_on.n > m->d->today.n)
		since_on = m->d->today;
	then.now = day_moment(since_on, 9 * 60 + (int)below(w, 400));
	then.today = since_on;
	struct family_id id = family_register(&then, &v);
	if (below(w, 3)) {
		father = named(m->d, surname, one(w, FATHER));
		family_guardian_add(&then, id, &(struct family_new){ .name = father.name, .kana = father.kana, .relation = STR("father"),
			.born_on = DAY_NONE }, true);
	}
	if (!is_pregnant) {
		twin(m, id, surname);
		more_children(m, id, surname, on);
	}
	lines(m, id, since_on);
	next_step(m, id);
	m->made_n++;
}

/* ---- the town ---- */

/* Not at school yet: born on 2 April of the year that many before, or later. */
static struct day preschool_from(struct day today)
{
	int year = day_fiscal_year(today);
	return day_make(year - 6, 4, 2);
}

int64_t family_demo_make(struct desk *d, const struct family_demo *v)
{
	struct words *w = ARENA_NEW(d->arena, struct words);
	struct making m = { .d = d, .w = w, .from_on = preschool_from(d->today), .left_n = v->child_n, .babies_n = v->birth_n };
	words_read(w, v->names);
	w->seed = 88172645463325252ull ^ (uint64_t)v->child_n;
	if (!w->n[SURNAME] || !w->n[MOTHER] || !w->n[CHILD])
		return 0;
	for (int64_t i = 0; i < v->birth_n * 6 / 10; i++)
		family_make(&m, false, true);
	while (m.left_n > 0) {
		family_make(&m, m.babies_n > 0, false);
		m.babies_n--;
	}
	return m.made_n;
}

void family_demo_person(struct desk *d, const struct family_demo_guardian *x)
{
	struct family_guardian_row *g;
	struct day born_on = family_months_later(d->today, -x->months);
	struct desk then = *d;
	struct family_new v = { .name = x->name, .kana = x->kana.n ? x->kana : fold_text(d->arena, x->name), .born_on = DAY_NONE,
		.area_id = x->area_id, .is_first = true,
		.due_on = DAY_NONE, .notified_on = DAY_NONE, .child_born_on = born_on, .how = STR("demo") };
	then.now = day_moment((struct day){ born_on.n - 190 }, 10 * 60);
	struct family_id id = family_register(&then, &v);
	if (family_guardians_of(d, id, &g) == 1)
		family_own_bind(d, x->account_id, then.now, STR("staff"), g[0].guardian_id);
	family_next_put(d, STR(""), (struct day){ d->today.n + 4 }, d->now, id);
}
