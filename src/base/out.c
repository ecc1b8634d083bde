/* A growing text in an arena. Growing copies; the old piece stays in the arena until it is reset. */
#include "base/out.h"
#include "base/check.h"
#include <stdarg.h>
#include <string.h>

void out_grow(struct out *o, size_t more)
{
	if (o->n + more <= o->cap)
		return;
	size_t cap = o->cap ? o->cap * 2 : 1024;
	while (cap < o->n + more)
		cap *= 2;
	char *b = arena_get(o->arena, cap);
	if (o->n)
		memcpy(b, o->b, o->n);
	o->b = b;
	o->cap = cap;
}

void out_put(struct out *o, const char *s, size_t n)
{
	if (n == 0)
		return;
	out_grow(o, n);
	memcpy(o->b + o->n, s, n);
	o->n += n;
}

void out_str(struct out *o, struct str x)
{
	out_put(o, x.s, x.n);
}

void out_z(struct out *o, const char *z)
{
	out_put(o, z, strlen(z));
}

void out_int(struct out *o, int64_t v)
{
	char b[24];
	size_t at = sizeof b;
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	do {
		b[--at] = (char)('0' + u % 10);
		u /= 10;
	} while (u);
	if (v < 0)
		b[--at] = '-';
	out_put(o, b + at, sizeof b - at);
}

void out_fmt(struct out *o, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	CHECK(n >= 0);
	out_grow(o, (size_t)n + 1);
	vsnprintf(o->b + o->n, (size_t)n + 1, fmt, again);
	va_end(again);
	o->n += (size_t)n;
}

void out_json(struct out *o, struct str x)
{
	static const char hex[] = "0123456789abcdef";
	if (!x.s) {
		out_z(o, "null");
		return;
	}
	out_put(o, "\"", 1);
	for (size_t i = 0; i < x.n; i++) {
		unsigned char c = (unsigned char)x.s[i];
		if (c == '"' || c == '\\')
			out_put(o, (char[]){ '\\', (char)c }, 2);
		else if (c < 0x20 || c == 0x7f)
			out_put(o, (char[]){ '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] }, 6);
		else
			out_put(o, (char *)&c, 1);
	}
	out_put(o, "\"", 1);
}

void out_percent(struct out *o, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char ch = (unsigned char)s.s[i];
		bool is_plain = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || (ch && strchr("-._~", ch));
		is_plain ? out_put(o, s.s + i, 1) : out_fmt(o, "%%%02X", ch);
	}
}

struct str out_done(struct out *o)
{
	out_grow(o, 1);
	o->b[o->n] = 0;
	return (struct str){ o->b, o->n };
}
