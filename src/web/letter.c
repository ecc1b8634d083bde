/* The text of a letter as it travels. Everything that is not plain ASCII goes in base64, so that no relay can break or reinterpret a line,
 * and no text of ours or of a family can begin a head line of its own. */
#include "web/letter.h"
#include "base/clock.h"

enum { LINE_BYTES = 57, WORD_BYTES = 39 };

static const char sixty_four[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void put_base64(struct out *o, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i += 3) {
		unsigned v = (unsigned)(unsigned char)s[i] << 16;
		v |= i + 1 < n ? (unsigned)(unsigned char)s[i + 1] << 8 : 0;
		v |= i + 2 < n ? (unsigned char)s[i + 2] : 0;
		char b[4] = { sixty_four[v >> 18], sixty_four[v >> 12 & 63], '=', '=' };
		if (i + 1 < n)
			b[2] = sixty_four[v >> 6 & 63];
		if (i + 2 < n)
			b[3] = sixty_four[v & 63];
		out_put(o, b, 4);
	}
}

static bool is_plain(struct str x)
{
	for (size_t i = 0; i < x.n; i++) {
		if (x.s[i] < 0x20 || x.s[i] > 0x7e)
			return false;
	}
	return x.n <= 60 && !str_has(x, "=?");
}

/* RFC 2047: each encoded word holds whole letters and fits a line; control characters become spaces. */
static void put_encoded(struct out *o, struct str x)
{
	struct str clean = arena_str(o->arena, x);
	char *b = (char *)(uintptr_t)clean.s;
	for (size_t i = 0; i < clean.n; i++)
		b[i] = (unsigned char)b[i] < 0x20 || b[i] == 0x7f ? ' ' : b[i];
	for (size_t i = 0; i < clean.n;) {
		size_t n = clean.n - i < WORD_BYTES ? clean.n - i : WORD_BYTES;
		while (i + n < clean.n && n > 1 && ((unsigned char)b[i + n] & 0xc0) == 0x80)
			n--;
		out_z(o, i ? "\r\n =?UTF-8?B?" : "=?UTF-8?B?");
		put_base64(o, b + i, n);
		out_z(o, "?=");
		i += n;
	}
}

static bool is_address(struct str x)
{
	const char *at = x.n ? memrchr(x.s, '@', x.n) : NULL;
	for (size_t i = 0; i < x.n; i++) {
		if (x.s[i] <= 0x20 || x.s[i] > 0x7e || strchr("<>()[],;:\\\"", x.s[i]))
			return false;
	}
	return at && at > x.s && at + 1 < x.s + x.n && x.n <= 254;
}

/* A name in ASCII is quoted, since it may hold what is special in a head; all others are encoded words. */
static void put_mailbox(struct out *o, struct str name, struct str address)
{
	if (name.n && is_plain(name) && !str_has(name, "\"") && !str_has(name, "\\"))
		out_fmt(o, "\"%.*s\" ", STR_ARG(name));
	else if (name.n) {
		put_encoded(o, name);
		out_z(o, "\r\n ");
	}
	out_fmt(o, "<%.*s>\r\n", STR_ARG(address));
}

static void put_date(struct out *o)
{
	static const char *const weekday[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char *const month[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	struct moment now = clock_now();
	struct day on = day_of(now);
	struct day_parts p = day_split(on);
	int minute = day_minute(now);
	out_fmt(o, "Date: %s, %d %s %04d %02d:%02d:%02d +0900\r\n", weekday[day_weekday(on)], p.day, month[p.month - 1], p.year, minute / 60,
		minute % 60, (int)(now.ms / 1000 % 60));
}

static void put_body(struct out *o, struct str text)
{
	struct out lines = { .arena = o->arena };
	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] == '\n')
			out_put(&lines, "\r\n", 2);
		else if (text.s[i] != '\r' && text.s[i] != 0)
			out_put(&lines, text.s + i, 1);
	}
	for (size_t i = 0; i < lines.n; i += LINE_BYTES) {
		put_base64(o, lines.b + i, lines.n - i < LINE_BYTES ? lines.n - i : LINE_BYTES);
		out_z(o, "\r\n");
	}
}

static bool refuse(struct str why, struct str *ret_why)
{
	*ret_why = why;
	return false;
}

bool letter_write(struct out *o, const struct letter *l, struct str *ret_why)
{
	struct str id = l->message_id;
	if (id.n > 2 && id.s[0] == '<' && id.s[id.n - 1] == '>')
		id = (struct str){ id.s + 1, id.n - 2 };
	if (!is_address(l->from) || (l->reply_to.n && !is_address(l->reply_to)))
		return refuse(STR("The sender's address is not one that mail can carry: see the mail settings of the tenant."), ret_why);
	if (!is_address(l->to))
		return refuse(STR("The recipient's address is not one that mail can carry."), ret_why);
	if (!is_address(id))
		return refuse(STR("The Message-ID has to look like an address."), ret_why);
	put_date(o);
	out_z(o, "From: ");
	put_mailbox(o, l->from_name, l->from);
	out_fmt(o, "To: <%.*s>\r\n", STR_ARG(l->to));
	if (l->reply_to.n)
		out_fmt(o, "Reply-To: <%.*s>\r\n", STR_ARG(l->reply_to));
	out_z(o, "Subject: ");
	if (is_plain(l->subject))
		out_str(o, l->subject);
	else
		put_encoded(o, l->subject);
	out_fmt(o, "\r\nMessage-ID: <%.*s>\r\nMIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\n", STR_ARG(id));
	out_z(o, "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
	put_body(o, l->text);
	return true;
}
