/* Fields: read once from the query and the body, then asked for one by one. */
#include "web/form.h"
#include "web/multipart.h"
#include "base/check.h"
#include "base/id.h"

static int hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool decoded(struct arena *a, struct str x, struct str *ret)
{
	char *b = arena_get(a, x.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < x.n; i++) {
		if (x.s[i] != '%') {
			b[n++] = x.s[i] == '+' ? ' ' : x.s[i];
			continue;
		}
		if (x.n - i < 3 || hex_digit(x.s[i + 1]) < 0 || hex_digit(x.s[i + 2]) < 0)
			return false;
		b[n++] = (char)(hex_digit(x.s[i + 1]) * 16 + hex_digit(x.s[i + 2]));
		i += 2;
	}
	*ret = (struct str){ b, n };
	return true;
}

static bool pairs_read(struct arena *a, struct str text, struct fields *ret)
{
	struct str pair, name;
	while (str_cut(&text, '&', &pair)) {
		struct field f = { .name = STR_NONE };
		if (pair.n == 0)
			continue;
		if (ret->field_n == FORM_FIELDS_MAX || !str_cut(&pair, '=', &name))
			return false;
		if (!decoded(a, name, &f.name) || !decoded(a, pair, &f.value) || f.name.n == 0 || !str_is_utf8(f.name))
			return false;
		ret->field[ret->field_n++] = f;
	}
	return true;
}

static bool is_type(struct str type, const char *name)
{
	struct str head = STR_NONE;
	return str_cut(&type, ';', &head) && str_eq_nocase(str_trim(head), name);
}

bool form_read(struct call *c)
{
	if (c->fields.field)
		return true;
	struct fields all = { .field = ARENA_ARRAY(c->arena, struct field, FORM_FIELDS_MAX) };
	bool is_fine = pairs_read(c->arena, c->query, &all);
	if (is_fine && is_type(c->content_type, "application/x-www-form-urlencoded"))
		is_fine = pairs_read(c->arena, c->body, &all);
	else if (is_fine && is_type(c->content_type, "multipart/form-data"))
		is_fine = multipart_read(c->arena, c->content_type, c->body, &all) || c->is_too_long;   /* then what came is in front of the cut */
	if (is_fine)
		c->fields = all;
	return is_fine;
}

struct str form_value(struct call *c, const char *name)
{
	if (!form_read(c))
		return STR_NONE;
	for (size_t i = 0; i < c->fields.field_n; i++) {
		if (str_is(c->fields.field[i].name, name))
			return c->fields.field[i].value;
	}
	return STR_NONE;
}

struct form form_of(struct call *c)
{
	return (struct form){ .call = c };
}

void form_complain(struct form *f, const char *name, enum complaint what)
{
	size_t room = sizeof f->complaint / sizeof *f->complaint;
	if (form_complaint(f, name) == COMPLAINT_NONE && f->complaint_n < room)
		f->complaint[f->complaint_n++] = (struct complaint_at){ name, what };
}

bool form_is_fine(const struct form *f)
{
	return f->complaint_n == 0;
}

enum complaint form_complaint(const struct form *f, const char *name)
{
	for (size_t i = 0; i < f->complaint_n; i++) {
		if (strcmp(f->complaint[i].field, name) == 0)
			return f->complaint[i].what;
	}
	return COMPLAINT_NONE;
}

/* Line ends as \n; false when a control character remains. */
static bool with_plain_ends(struct arena *a, struct str x, struct str *ret)
{
	char *b = arena_get(a, x.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < x.n; i++) {
		unsigned char c = (unsigned char)x.s[i];
		if (c == '\r') {
			if (i + 1 < x.n && x.s[i + 1] == '\n')
				continue;
			c = '\n';
		}
		if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f)
			return false;
		b[n++] = (char)c;
	}
	*ret = (struct str){ b, n };
	return true;
}

struct str form_text(struct form *f, const char *name, size_t max, bool is_required)
{
	struct str raw = str_trim(form_value(f->call, name)), x = STR("");
	if (!str_is_utf8(raw) || !with_plain_ends(f->call->arena, raw, &x)) {
		form_complain(f, name, COMPLAINT_NOT_TEXT);
		return STR("");
	}
	if (x.n == 0 && is_required)
		form_complain(f, name, COMPLAINT_MISSING);
	else if (str_letters(x) > max)
		form_complain(f, name, COMPLAINT_TOO_LONG);
	return x;
}

/* Japanese keyboards type wide letters and digits: U+FF01..U+FF5E are ASCII, the long vowel and minus signs a hyphen. */
static struct str narrow(struct arena *a, struct str x)
{
	struct out o = { .arena = a };
	for (size_t i = 0; i < x.n; i++) {
		const unsigned char *s = (const unsigned char *)x.s + i;
		bool has_three = x.n - i >= 3;
		unsigned wide = has_three && s[0] == 0xef ? (s[1] & 0x3fu) << 6 | (s[2] & 0x3fu) : 0;
		if (wide >= 0xf01 && wide <= 0xf5e) {
			out_put(&o, (char[]){ (char)(wide - 0xf01 + '!') }, 1);
			i += 2;
		} else if (has_three && (memcmp(s, "\xe3\x83\xbc", 3) == 0 || memcmp(s, "\xe2\x88\x92", 3) == 0)) {
			out_put(&o, "-", 1);
			i += 2;
		} else {
			out_put(&o, x.s + i, 1);
		}
	}
	return out_done(&o);
}

/* A short word for a machine: trimmed, narrow; empty when it is missing or complained about. */
static struct str word(struct form *f, const char *name, size_t max, bool is_required)
{
	struct str x = form_text(f, name, max, is_required);
	return form_complaint(f, name) == COMPLAINT_NONE ? narrow(f->call->arena, x) : STR("");
}

int64_t form_int(struct form *f, const char *name, int64_t least, int64_t most, bool is_required)
{
	struct str x = word(f, name, 20, is_required);
	int64_t v = 0;
	if (x.n == 0)
		return 0;
	if (!str_int(x, &v))
		form_complain(f, name, COMPLAINT_NOT_NUMBER);
	else if (v < least || v > most)
		form_complain(f, name, COMPLAINT_OUT_OF_RANGE);
	else
		return v;
	return 0;
}

static struct day day_of_parts(struct form *f, const char *name, bool *ret_is_empty)
{
	static const char *const ending[] = { "year", "month", "day" };
	int64_t v[3] = { 0 };
	size_t filled_n = 0, good_n = 0;
	for (int i = 0; i < 3; i++) {
		char key[64];
		snprintf(key, sizeof key, "%s-%s", name, ending[i]);
		struct str x = narrow(f->call->arena, str_trim(form_value(f->call, key)));
		filled_n += x.n > 0;
		good_n += x.n < 6 && str_int(x, &v[i]);
	}
	*ret_is_empty = filled_n == 0;
	return good_n == 3 ? day_make((int)v[0], (int)v[1], (int)v[2]) : DAY_NONE;
}

struct day form_day(struct form *f, const char *name, bool is_required)
{
	struct day on = DAY_NONE;
	bool is_empty = false;
	if (form_value(f->call, name).n) {
		struct str x = word(f, name, 16, false);
		is_empty = x.n == 0;
		if (!is_empty && !day_parse(x, &on))
			on = DAY_NONE;
	} else {
		on = day_of_parts(f, name, &is_empty);
	}
	if (is_empty && is_required)
		form_complain(f, name, COMPLAINT_MISSING);
	else if (!is_empty && day_is_none(on))
		form_complain(f, name, COMPLAINT_NOT_DAY);
	return on;
}

static bool is_mail_letter(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c && strchr("!#$%&'*+-/=?^_`{|}~.", c));
}

static bool is_domain(struct str x)
{
	struct str label;
	size_t n = 0;
	while (str_cut(&x, '.', &label)) {
		if (label.n == 0 || label.n > 63 || label.s[0] == '-' || label.s[label.n - 1] == '-')
			return false;
		for (size_t i = 0; i < label.n; i++) {
			char c = label.s[i];
			if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-'))
				return false;
		}
		n++;
	}
	return n >= 2;
}

/* Mobile carriers in Japan once gave out addresses with dots in a row or before the @; they are still in use, so dots are free. */
struct str form_mail(struct form *f, const char *name, bool is_required)
{
	struct str x = word(f, name, 254, is_required), domain = x, local = STR("");
	if (x.n == 0)
		return x;
	bool is_good = str_cut(&domain, '@', &local) && local.n >= 1 && local.n <= 64 && is_domain(domain);
	for (size_t i = 0; i < local.n; i++)
		is_good = is_good && is_mail_letter(local.s[i]);
	if (!is_good)
		form_complain(f, name, COMPLAINT_NOT_MAIL);
	return x;
}

/* Two digits or one; the seconds that a browser may add are dropped. */
static bool read_clock(struct str rest, int64_t *ret)
{
	struct str hour, minute;
	int64_t h, m;
	if (!str_cut(&rest, ':', &hour) || !str_int(hour, &h))
		return false;
	if (!str_cut(&rest, ':', &minute))
		minute = rest;
	if (!str_int(minute, &m) || h < 0 || m < 0 || m >= 60)
		return false;
	*ret = h * 60 + m;
	return *ret <= 24 * 60;
}

int form_clock(struct form *f, const char *name, int step_n, bool is_required)
{
	struct str typed = form_text(f, name, 8, is_required);
	int64_t minute;
	if (!typed.n)
		return -1;
	if (read_clock(typed, &minute) && minute % step_n == 0)
		return (int)minute;
	form_complain(f, name, COMPLAINT_WRONG);
	return -1;
}

int form_choice(struct form *f, const char *name, const char *const *words, bool is_required)
{
	struct str x = form_value(f->call, name);
	for (int i = 0; words[i]; i++) {
		if (str_is(x, words[i]) && x.s)
			return i;
	}
	if (x.n)
		form_complain(f, name, COMPLAINT_NOT_CHOICE);
	else if (is_required)
		form_complain(f, name, COMPLAINT_MISSING);
	return -1;
}

bool form_is_on(struct form *f, const char *name)
{
	struct str x = form_value(f->call, name);
	return x.n && !str_is(x, "0") && !str_is(x, "off");
}

int64_t form_id(struct form *f, const char *name, bool is_required)
{
	struct str x = form_value(f->call, name);
	int64_t id = 0;
	if (x.n == 0 && is_required)
		form_complain(f, name, COMPLAINT_MISSING);
	else if (x.n && !id_parse(x, &id))
		form_complain(f, name, COMPLAINT_NOT_CHOICE);
	return id;
}
