/* Finds a request's row. Rows are few hundred and most differ in their first letter, so they are simply walked. */
#include "web/route.h"
#include "base/check.h"

enum { PARTS = sizeof ((struct call *)0)->part / sizeof (struct str) };

static const char *segment_end(const char *s, const char *end)
{
	while (s < end && *s != '/')
		s++;
	return s;
}

/* Both begin behind a slash. Fills part[] with what the holes stand for. */
static bool fits(const char *row, struct str path, struct str part[PARTS], size_t *ret_n)
{
	const char *s = path.s + 1, *end = path.s + path.n;
	size_t n = 0;
	for (row++;; row++, s++) {
		const char *stop = segment_end(s, end);
		if (*row == '{') {
			if (stop == s || n == PARTS)
				return false;
			part[n++] = (struct str){ s, (size_t)(stop - s) };
			row += strcspn(row, "/");
			s = stop;
		}
		for (; s < stop && *row == *s; row++)
			s++;
		if (s != stop)
			return false;
		if (s == end || *row != '/') {
			*ret_n = n;
			return s == end && *row == 0;
		}
	}
}

/* Where two rows first differ in kind, the literal is the narrower one. */
static bool is_narrower(const char *a, const char *b)
{
	for (; *a && *b; a++, b++) {
		if (*a == '{' && *b == '{') {
			a += strcspn(a, "/");
			b += strcspn(b, "/");
			if (!*a || !*b)
				return false;
		} else if (*a == '{' || *b == '{') {
			return *b == '{';
		}
	}
	return false;
}

static bool may_fit(const char *row, struct str path)
{
	return row[1] == '{' || (path.n > 1 ? row[1] == path.s[1] : row[1] == 0);
}

const struct route *route_find(const struct route *const *table, size_t table_n, struct call *c, struct str path, bool *ret_other)
{
	enum method method = c->method == METHOD_HEAD ? METHOD_GET : c->method;
	const struct route *best = NULL;
	*ret_other = false;
	if (path.n == 0 || path.s[0] != '/')
		return NULL;
	for (size_t i = 0; i < table_n; i++) {
		const struct route *r = table[i];
		struct str part[PARTS];
		size_t n;
		if (!may_fit(r->path, path) || !fits(r->path, path, part, &n))
			continue;
		if (r->method != method) {
			*ret_other = true;
		} else if (!best || is_narrower(r->path, best->path)) {
			best = r;
			memcpy(c->part, part, n * sizeof *part);
			c->part_n = n;
		}
	}
	*ret_other = *ret_other && !best;
	return best;
}
