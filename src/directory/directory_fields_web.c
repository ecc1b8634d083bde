/* The form of an entry: which fields come first, reading them, and two people at once. */
#include "directory/directory_edit_page.h"
#include "directory/directory_words.h"

enum { NAME_MOST = 100, TEXT_MOST = 6000 };

bool directory_edit_is_short(enum directory_fact fact)
{
	static const enum directory_fact first[] = { FACT_NAME, FACT_PHONE, FACT_DAYS, FACT_OPENS, FACT_CLOSES, FACT_HOURS_NOTE, FACT_ADDRESS, FACT_FEE,
		FACT_HOW_TO_APPLY, FACT_AGES, FACT_SUMMARY, FACT_EASY };
	for (size_t i = 0; i < sizeof first / sizeof *first; i++)
		if (first[i] == fact)
			return true;
	return false;
}

bool directory_edit_is_long(enum directory_fact fact)
{
	static const enum directory_fact several[] = { FACT_EASY, FACT_DESCRIPTION, FACT_HOURS, FACT_HOURS_NOTE, FACT_HOW_TO_APPLY, FACT_TARGET,
		FACT_CONDITIONS, FACT_SUPPORT, FACT_MONEY, FACT_GOODS, FACT_DOCUMENTS, FACT_NOTE, FACT_MORE, FACT_ACCESS, FACT_EQUIPMENT };
	for (size_t i = 0; i < sizeof several / sizeof *several; i++)
		if (several[i] == fact)
			return true;
	return false;
}

bool directory_edit_is_rest_open(const struct directory_edit_view *v)
{
	for (int i = 0; i < FACT_N; i++) {
		enum directory_fact fact = (enum directory_fact)i;
		if (directory_edit_is_short(fact))
			continue;
		if (v->now[i].s || v->is_adopted[i] || (v->form && form_complaint(v->form, directory_fact_word(fact)) != COMPLAINT_NONE))
			return true;
	}
	return v->form && form_complaint(v->form, "place") != COMPLAINT_NONE;
}

/* ---- the place ---- */

struct str directory_edit_place(struct arena *a, int64_t lat_n, int64_t lon_n)
{
	if (!lat_n && !lon_n)
		return STR("");
	return arena_fmt(a, "%.6f, %.6f", (double)lat_n / 1e6, (double)lon_n / 1e6);
}

/* Up to three digits, a point, up to six more. */
static bool degrees(struct str words, int64_t *ret)
{
	struct str rest = str_trim(words), whole = STR_NONE;
	int64_t n = 0, part = 0;
	str_cut(&rest, '.', &whole);
	if (!str_int(whole, &n) || rest.n > 9 || n < -180 || n > 180)
		return false;
	for (size_t i = 0; i < 6; i++) {
		char c = i < rest.n ? rest.s[i] : '0';
		if (c < '0' || c > '9')
			return false;
		part = part * 10 + (c - '0');
	}
	*ret = n < 0 || str_starts(whole, "-") ? n * 1000000 - part : n * 1000000 + part;
	return true;
}

bool directory_edit_place_read(struct str words, int64_t *ret_lat_n, int64_t *ret_lon_n)
{
	struct str rest = words, lat = STR_NONE;
	int64_t lat_n, lon_n;
	str_cut(&rest, ',', &lat);
	/* Nothing we list lies outside Japan: a place there is a slip, most often the two numbers the wrong way round. */
	if (!degrees(lat, &lat_n) || !degrees(rest, &lon_n) || lat_n < 20000000 || lat_n > 46000000 || lon_n < 122000000 || lon_n > 154000000)
		return false;
	*ret_lat_n = lat_n;
	*ret_lon_n = lon_n;
	return true;
}

/* ---- reading ---- */

static bool is_sent(struct form *f, const char *name)
{
	return form_value(f->call, name).s != NULL;
}

static bool is_web(struct str s)
{
	return str_starts(s, "https://") || str_starts(s, "http://");
}

/* What machines read is looked at, but only where this person changed it: nobody has to mend an import to move a telephone number. */
static void check(struct form *f, enum directory_fact fact, struct str typed)
{
	int64_t minute;
	const char *word = directory_fact_word(fact);
	if (!typed.n)
		return;
	if ((fact == FACT_URL || fact == FACT_FORM_URL || fact == FACT_LINE_URL || fact == FACT_PICTURE_URL) && !is_web(typed))
		form_complain(f, word, COMPLAINT_WRONG);
	if ((fact == FACT_OPENS || fact == FACT_CLOSES) && !directory_clock_read(typed, &minute))
		form_complain(f, word, COMPLAINT_WRONG);
	if (fact == FACT_MAIL)
		form_mail(f, word, false);
}

static void read_fact(struct form *f, enum directory_fact fact, struct str *io)
{
	const char *word = directory_fact_word(fact);
	bool is_name = fact == FACT_NAME;
	if (!is_sent(f, word))
		return;
	struct str typed = form_text(f, word, is_name ? NAME_MOST : fact == FACT_KANA ? NAME_MOST * 2 : TEXT_MOST, is_name);
	if (!str_eq(typed, *io))
		check(f, fact, typed);
	*io = typed.n || !form_value(f->call, word).n ? typed : form_value(f->call, word);
}

void directory_edit_read(struct desk *d, struct form *f, struct directory_entry *e)
{
	struct str place = str_trim(form_value(f->call, "place"));
	for (int i = 0; i < FACT_N; i++)
		read_fact(f, (enum directory_fact)i, &e->fact[i]);
	if (is_sent(f, "type")) {
		e->type = form_text(f, "type", 40, true);
		if (!directory_type_of(e->type))
			form_complain(f, "type", COMPLAINT_NOT_CHOICE);
	}
	if (is_sent(f, "area")) {
		e->area_id = (struct area_id){ form_id(f, "area", false) };
		if (e->area_id.v && !tenant_area_of(d->tenant, e->area_id))
			e->area_id.v = 0;
	}
	if (is_sent(f, "place") && !place.n)
		e->lat_n = e->lon_n = 0;
	else if (place.n && !str_eq(place, directory_edit_place(d->arena, e->lat_n, e->lon_n)) && !directory_edit_place_read(place, &e->lat_n, &e->lon_n))
		form_complain(f, "place", COMPLAINT_WRONG);
}

void directory_edit_merge(struct directory_edit_view *v, const struct str base[FACT_N], const struct str now[FACT_N])
{
	for (int i = 0; i < FACT_N; i++) {
		struct str *typed = &v->entry.fact[i];
		if (str_eq(base[i], now[i]) || str_eq(*typed, now[i]))
			continue;
		if (str_eq(*typed, base[i])) {
			*typed = now[i];
			v->is_adopted[i] = true;
		} else {
			v->now[i] = now[i].s ? now[i] : STR("");
		}
	}
}
