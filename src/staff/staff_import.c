/* A list of staff comes in, row by row. */
#include "staff/staff_import.h"
#include "base/fold.h"
#include "base/out.h"
#include "desk/account.h"

struct job { struct desk *d; struct roll *roll; struct roll_row *row; struct staff_person *known; size_t known_n; bool is_dry; };

static bool reject(struct job *j, const char *fmt, struct str what)
{
	roll_settle(j->roll, j->row, ROLL_REJECTED, arena_fmt(j->roll->arena, "%s: %.*s", fmt, STR_ARG(what)));
	return false;
}

static struct str cell(const struct job *j, const char *key)
{
	return roll_cell(j->roll, j->row, key);
}

/* ---- cells ---- */

static void take(const struct job *j, const char *key, struct str *ret)
{
	struct str x = cell(j, key);
	if (x.n)
		*ret = x;
}

static bool take_day(struct job *j, const char *key, struct day *ret)
{
	struct str x = cell(j, key);
	return !x.n || roll_day(x, ret) || reject(j, "this is no day", x);
}

static bool take_kind(struct job *j, struct staff_person *x)
{
	struct str written = cell(j, "kind"), kind = staff_import_kind(written);
	if (kind.n)
		x->kind = kind;
	else if (written.n)
		return reject(j, "this occupation is not known here (nurse, midwife, specialist, coordinator, concierge, clerk, manager)", written);
	return x->kind.n || reject(j, "the occupation is missing", STR("kind"));
}

static bool is_area(struct arena *a, const struct tenant_area *area, struct str word)
{
	struct str folded = fold_text(a, word), name = fold_text(a, area->name);
	return str_eq(folded, name) || str_eq(word, area->key) || (area->nickname.n && str_eq(folded, fold_text(a, area->nickname)))
		|| (folded.n >= 6 && str_starts(name, folded.s));
}

static bool take_areas(struct job *j, struct staff_person *x)
{
	struct str rest = cell(j, "area"), word;
	struct out list = { .arena = j->roll->arena };
	if (!rest.n)
		return true;
	while (staff_import_next(&rest, &word)) {
		const struct tenant_area *found = NULL;
		for (size_t i = 0; i < j->d->tenant->area_n && !found; i++)
			if (is_area(j->roll->arena, &j->d->tenant->area[i], word))
				found = &j->d->tenant->area[i];
		if (!found)
			return reject(j, "this town has no such area", word);
		out_fmt(&list, "%s%lld,", list.n ? "" : ",", (long long)found->area_id.v);
	}
	x->area_ids = out_done(&list);
	return true;
}

static bool take_operator(struct job *j, struct staff_person *x)
{
	const struct tenant *t = j->d->tenant;
	struct str written = cell(j, "operator");
	if (!written.n && !x->operator_id.v && t->operator_n == 1)
		x->operator_id = t->operator[0].operator_id;
	for (size_t i = 0; written.n && i < t->operator_n; i++)
		if (str_eq(fold_text(j->roll->arena, t->operator[i].name), fold_text(j->roll->arena, written)) || str_eq(t->operator[i].key, written)) {
			x->operator_id = t->operator[i].operator_id;
			return true;
		}
	if (written.n)
		return reject(j, "this town has no such body", written);
	return x->operator_id.v || reject(j, "this town has several bodies; a column must say whose each person is", STR("operator"));
}

static bool take_numbers(struct job *j, struct staff_person *x)
{
	struct str capacity = cell(j, "capacity"), years = cell(j, "years");
	int64_t n;
	if (str_ends(capacity, "%"))
		capacity.n--;
	if (capacity.n && !(str_int(capacity, &x->capacity_n) && x->capacity_n >= 0 && x->capacity_n <= 200))
		return reject(j, "the share of a full load is a number from 0 to 200", capacity);
	struct str number = years;
	while (number.n && (number.s[number.n - 1] < '0' || number.s[number.n - 1] > '9'))
		number.n--;
	if (years.n && !(str_int(number, &n) && n >= 0 && n < 70))
		return reject(j, "the years of experience are no number", years);
	if (years.n && day_is_none(x->began_on)) {
		struct day_parts p = day_split(j->d->today);
		x->began_on = day_make(p.year - (int)n, 4, 1);
	}
	return true;
}

static bool take_account(struct job *j, struct staff_person *x)
{
	struct str login = cell(j, "login");
	struct account_line line;
	if (!login.n)
		return true;
	if (!account_by_login(j->d, account_login_clean(j->d, login), &line) || str_is(line.role, "family"))
		return reject(j, "nobody signs in by this name", login);
	x->account_id = line.account_id;
	return true;
}

static bool take_languages(struct job *j, struct staff_person *x)
{
	struct str written = cell(j, "language");
	return !written.n || staff_import_languages(j->roll->arena, written, &x->languages) || reject(j, "a language that we do not know", written);
}

static bool read_row(struct job *j, struct staff_person *x)
{
	struct str named = cell(j, "named");
	take(j, "name", &x->name);
	take(j, "kana", &x->kana);
	take(j, "code", &x->code);
	take(j, "phone", &x->phone);
	take(j, "nickname", &x->nickname);
	take(j, "hours", &x->hours);
	take(j, "hours-rule", &x->hours_rule);
	take(j, "about", &x->about);
	bool is_fine = take_kind(j, x) && take_areas(j, x) && take_operator(j, x) && take_languages(j, x) && take_account(j, x)
		&& take_day(j, "joined", &x->joined_on) && take_day(j, "left", &x->left_on) && take_day(j, "began", &x->began_on) && take_numbers(j, x);
	if (day_is_none(x->began_on) && !day_is_none(x->joined_on))
		x->began_on = x->joined_on;
	if (named.n)
		x->is_named = roll_is_yes(named);
	return is_fine;
}

/* ---- rows ---- */

static bool is_same_person(const struct job *j, const struct staff_person *x, struct str name, struct str kana)
{
	struct arena *a = j->roll->arena;
	return str_eq(fold_text(a, x->name), fold_text(a, name)) && (!kana.n || !x->kana.n || str_eq(fold_text(a, x->kana), fold_text(a, kana)));
}

/* Who is meant; NULL: somebody new. False: more than one could be. */
static bool find(struct job *j, struct staff_person **ret)
{
	struct str code = cell(j, "code");
	size_t n = 0;
	*ret = NULL;
	for (size_t i = 0; code.n && i < j->known_n; i++)
		if (str_eq(j->known[i].code, code)) {
			*ret = &j->known[i];
			return true;
		}
	for (size_t i = 0; i < j->known_n; i++) {
		bool has_other_code = code.n && j->known[i].code.n;
		if (has_other_code || !is_same_person(j, &j->known[i], cell(j, "name"), cell(j, "kana")))
			continue;
		*ret = &j->known[i];
		n++;
	}
	return n <= 1 || reject(j, "several people here have this name; give their numbers", cell(j, "name"));
}

static bool is_same(const struct staff_person *a, const struct staff_person *b)
{
	return str_eq(a->name, b->name) && str_eq(a->kana, b->kana) && str_eq(a->nickname, b->nickname) && str_eq(a->kind, b->kind)
		&& str_eq(a->phone, b->phone) && str_eq(a->hours, b->hours) && str_eq(a->hours_rule, b->hours_rule) && str_eq(a->about, b->about)
		&& str_eq(a->area_ids, b->area_ids) && str_eq(a->languages, b->languages) && str_eq(a->code, b->code)
		&& a->capacity_n == b->capacity_n && a->began_on.n == b->began_on.n && a->joined_on.n == b->joined_on.n && a->left_on.n == b->left_on.n
		&& a->is_named == b->is_named && a->operator_id.v == b->operator_id.v && a->account_id.v == b->account_id.v;
}

static void put(struct job *j, struct staff_person *x, struct staff_person *old)
{
	enum staff_refusal r = j->is_dry ? STAFF_OK : staff_put(j->d, x);
	if (r == STAFF_TAKEN)
		reject(j, "another person here has this sign-in or number", x->name);
	else if (r != STAFF_OK)
		reject(j, "hours, days or lengths do not fit", x->name);
	else
		roll_settle(j->roll, j->row, old ? ROLL_CHANGED : ROLL_ADDED, STR_NONE);
	if (r == STAFF_OK && old)
		*old = *x;
	else if (r == STAFF_OK)
		j->known[j->known_n++] = *x;
}

static void take_in(struct job *j)
{
	struct staff_person *old, x = { .capacity_n = 100, .began_on = DAY_NONE, .joined_on = DAY_NONE, .left_on = DAY_NONE, .languages = STR(",ja,"),
		.area_ids = STR(""), .is_named = true };
	if (!cell(j, "name").n) {
		reject(j, "the name is missing", STR("name"));
		return;
	}
	if (!find(j, &old))
		return;
	if (old)
		x = *old;
	if (!read_row(j, &x))
		return;
	if (!old && !cell(j, "named").n)
		x.is_named = !str_is(x.kind, "clerk") && !str_is(x.kind, "manager");
	if (old && is_same(old, &x))
		roll_settle(j->roll, j->row, ROLL_UNCHANGED, STR_NONE);
	else
		put(j, &x, old);
}

void staff_import(struct desk *d, struct roll *roll, bool is_dry)
{
	struct job j = { .d = d, .roll = roll, .is_dry = is_dry };
	struct staff_person *all;
	size_t n = staff_people_of_house(d, &(struct staff_wish){ .has_left_too = true }, &all);
	j.known = ARENA_ARRAY(d->arena, struct staff_person, n + roll->row_n + 1);
	for (j.known_n = 0; j.known_n < n; j.known_n++)
		j.known[j.known_n] = all[j.known_n];
	for (size_t i = 0; i < roll->row_n; i++) {
		j.row = &roll->row[i];
		if (j.row->end == ROLL_WAITS)
			take_in(&j);
	}
}
