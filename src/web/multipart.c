/* multipart/form-data (RFC 7578), read strictly: a body is either what browsers send or broken. */
#include "web/multipart.h"

enum { BOUNDARY_MAX = 70, HEAD_MAX = 2048, WORDS_MOST = 1 << 20 };

/* Takes `word` off the front, whatever its case. */
static bool skip(struct str *s, const char *word)
{
	size_t n = strlen(word);
	if (s->n < n || strncasecmp(s->s, word, n) != 0)
		return false;
	*s = (struct str){ s->s + n, s->n - n };
	return true;
}

/* Takes all up to `mark` and the mark itself. */
static bool upto(struct str *s, struct str mark, struct str *ret)
{
	const char *hit = s->n ? memmem(s->s, s->n, mark.s, mark.n) : NULL;
	if (!hit)
		return false;
	*ret = (struct str){ s->s, (size_t)(hit - s->s) };
	*s = (struct str){ hit + mark.n, s->n - ret->n - mark.n };
	return true;
}

static bool is_boundary(struct str x)
{
	for (size_t i = 0; i < x.n; i++) {
		unsigned char c = (unsigned char)x.s[i];
		bool is_word = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
		if (!is_word && !memchr("'()+_,-./:=?", c, 12))
			return false;
	}
	return x.n > 0 && x.n <= BOUNDARY_MAX;
}

static bool boundary_of(struct str type, struct str *ret)
{
	struct str one;
	if (!str_cut(&type, ';', &one))
		return false;
	while (str_cut(&type, ';', &one)) {
		one = str_trim(one);
		if (!skip(&one, "boundary="))
			continue;
		if (one.n >= 2 && one.s[0] == '"' && one.s[one.n - 1] == '"')
			one = (struct str){ one.s + 1, one.n - 2 };
		*ret = one;
		return is_boundary(one);
	}
	return false;
}

/* Browsers write a quote as %22 and line ends as %0D%0A inside a name, and nothing else. */
static struct str unquoted(struct arena *a, struct str x)
{
	struct out o = { .arena = a };
	while (x.n) {
		if (skip(&x, "%22"))
			out_put(&o, "\"", 1);
		else if (skip(&x, "%0D") || skip(&x, "%0A"))
			out_put(&o, " ", 1);
		else {
			out_put(&o, x.s, 1);
			x = (struct str){ x.s + 1, x.n - 1 };
		}
	}
	return out_done(&o);
}

static bool is_name(struct str x)
{
	for (size_t i = 0; i < x.n; i++) {
		if ((unsigned char)x.s[i] < 0x20 || x.s[i] == 0x7f)
			return false;
	}
	return str_is_utf8(x);
}

/* One `; key="value"`. Old Windows browsers sent backslashes in file names, so a backslash means itself. */
static bool parameter(struct arena *a, struct str *line, const char *key, struct str *ret)
{
	struct str rest = *line, value;
	if (!skip(&rest, ";"))
		return false;
	while (skip(&rest, " ") || skip(&rest, "\t")) {
	}
	if (!skip(&rest, key) || !skip(&rest, "=\"") || !upto(&rest, STR("\""), &value) || !is_name(value))
		return false;
	*ret = unquoted(a, value);
	*line = rest;
	return true;
}

static bool disposition(struct arena *a, struct str line, struct field *ret)
{
	line = str_trim(line);
	if (!skip(&line, "form-data") || !parameter(a, &line, "name", &ret->name) || ret->name.n == 0)
		return false;
	if (line.n && !parameter(a, &line, "filename", &ret->file_name))
		return false;
	/* filename*= is forbidden here by RFC 7578; browsers never send it. */
	return line.n == 0;
}

/* The lines in front of a part's bytes. */
static bool part_head(struct arena *a, struct str head, struct field *ret)
{
	struct str line;
	while (head.n) {
		if (!upto(&head, STR("\r\n"), &line)) {
			line = head;
			head = STR_NONE;
		}
		if (!skip(&line, "content-disposition:"))
			continue;
		if (ret->name.s || !disposition(a, line, ret))
			return false;
	}
	return ret->name.s != NULL;
}

/* Files stay where they are; what is copied has a limit of its own. */
static size_t words_n(const struct fields *all)
{
	size_t n = 0;
	for (size_t i = 0; i < all->field_n; i++)
		n += all->field[i].file_name.s ? 0 : all->field[i].value.n;
	return n;
}

static bool part(struct arena *a, struct str *rest, struct str mark, struct fields *ret)
{
	struct field f = { .name = STR_NONE };
	struct str head;
	if (ret->field_n == FORM_FIELDS_MAX || !upto(rest, STR("\r\n\r\n"), &head) || head.n > HEAD_MAX)
		return false;
	if (!part_head(a, head, &f) || !upto(rest, mark, &f.value))
		return false;
	if (!f.file_name.s && words_n(ret) + f.value.n > WORDS_MOST)
		return false;
	if (!f.file_name.s)
		f.value = arena_str(a, f.value);
	ret->field[ret->field_n++] = f;
	return true;
}

bool multipart_read(struct arena *a, struct str content_type, struct str body, struct fields *ret)
{
	struct str boundary;
	if (!boundary_of(content_type, &boundary))
		return false;
	struct str mark = arena_fmt(a, "\r\n--%.*s", STR_ARG(boundary));
	if (!skip(&body, "--") || !str_starts(body, mark.s + 4))
		return false;
	body = (struct str){ body.s + boundary.n, body.n - boundary.n };
	while (skip(&body, "\r\n")) {
		if (!part(a, &body, mark, ret))
			return false;
	}
	return skip(&body, "--") && (body.n == 0 || str_is(body, "\r\n"));
}
