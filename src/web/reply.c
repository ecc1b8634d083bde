/* Ways to answer. Nothing that came from outside can put a line of its own into the head of a reply. */
#include "web/reply.h"
#include "base/check.h"

static const char hex[] = "0123456789ABCDEF";

void reply_status(struct call *c, int status)
{
	c->reply.status = status;
}

/* Bytes that `is_plain` refuses leave as %XX. */
static struct str coded(struct arena *a, struct str x, bool (*is_plain)(unsigned char))
{
	struct out o = { .arena = a };
	for (size_t i = 0; i < x.n; i++) {
		unsigned char b = (unsigned char)x.s[i];
		if (is_plain(b))
			out_put(&o, x.s + i, 1);
		else
			out_put(&o, (char[]){ '%', hex[b >> 4], hex[b & 15] }, 3);
	}
	return out_done(&o);
}

static bool fits_header(unsigned char b)
{
	return b >= 0x20 && b != 0x7f;
}

static bool fits_address(unsigned char b)
{
	return b > 0x20 && b < 0x7f && b != '"' && b != '<' && b != '>' && b != '\\' && b != '^' && b != '`';
}

static bool fits_cookie(unsigned char b)
{
	return b > 0x20 && b < 0x7f && b != '"' && b != ',' && b != ';' && b != '\\';
}

void reply_header(struct call *c, const char *name, struct str value)
{
	struct reply *r = &c->reply;
	CHECK(r->header_n < sizeof r->header / sizeof *r->header);
	r->header[r->header_n++] = (struct header){ name, coded(c->arena, value, fits_header) };
}

void reply_see_other(struct call *c, struct str to)
{
	c->reply.status = 303;
	c->reply.body.n = 0;
	reply_header(c, "Location", coded(c->arena, to, fits_address));
}

void reply_camera(struct call *c)
{
	reply_header(c, "Permissions-Policy", STR("camera=(self), microphone=(self), geolocation=(), payment=(), usb=()"));
}

static void whole(struct call *c, int status, const char *type, struct str text)
{
	c->reply.status = status;
	c->reply.type = type;
	c->reply.body.arena = c->arena;
	c->reply.body.n = 0;
	out_str(&c->reply.body, text);
}

void reply_text(struct call *c, int status, struct str text)
{
	whole(c, status, "text/plain; charset=utf-8", text);
}

void reply_json(struct call *c, int status, struct str json)
{
	whole(c, status, "application/json", json);
}

void reply_file(struct call *c, struct str bytes, const char *type, const char *name)
{
	c->reply.status = 200;
	c->reply.type = type;
	c->reply.body = (struct out){ .arena = c->arena, .b = (char *)(uintptr_t)bytes.s, .n = bytes.n, .cap = bytes.n };
	reply_header(c, "Content-Security-Policy", STR("default-src 'none'; sandbox; frame-ancestors 'none'"));
	reply_header(c, "Content-Disposition", arena_fmt(c->arena, "attachment; filename=\"%s\"", name));
}

void reply_cookie(struct call *c, const struct cookie *k)
{
	struct out o = { .arena = c->arena };
	out_fmt(&o, "%s=", k->name);
	out_str(&o, coded(c->arena, k->value, fits_cookie));
	out_z(&o, "; Path=");
	out_str(&o, k->path.n ? coded(c->arena, k->path, fits_cookie) : STR("/"));
	if (k->age_s)
		out_fmt(&o, "; Max-Age=%lld", (long long)(k->age_s < 0 ? 0 : k->age_s));
	if (k->is_secure)
		out_z(&o, "; Secure");
	if (!k->is_script_readable)
		out_z(&o, "; HttpOnly");
	out_z(&o, "; SameSite=Lax");
	reply_header(c, "Set-Cookie", out_done(&o));
}
