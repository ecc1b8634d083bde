/* A calendar's entry by RFC 5545. */
#include "talk/talk_rules.h"

enum { FOLD = 75 };

struct str talk_ics_text(struct arena *a, struct str s)
{
	struct out o = { .arena = a };
	for (size_t i = 0; i < s.n; i++) {
		char c = s.s[i];
		if (c == '\n')
			out_z(&o, "\\n");
		else if (c == ',' || c == ';' || c == '\\')
			out_put(&o, (char[]){ '\\', c }, 2);
		else if ((unsigned char)c >= 0x20 && c != 0x7f)
			out_put(&o, &c, 1);
	}
	return out_done(&o);
}

/* A letter of UTF-8 is not cut in two: section 3.1 allows it, many readers break on it. */
static size_t piece(struct str s, size_t at, size_t most)
{
	size_t n = s.n - at < most ? s.n - at : most;
	while (n && at + n < s.n && ((unsigned char)s.s[at + n] & 0xc0) == 0x80)
		n--;
	return n;
}

void talk_ics_line(struct out *o, const char *name, struct str value)
{
	struct out line = { .arena = o->arena };
	out_fmt(&line, "%s:", name);
	out_str(&line, value);
	struct str whole = out_done(&line);
	for (size_t at = 0, n; at < whole.n; at += n) {
		if (at)
			out_z(o, "\r\n ");
		n = piece(whole, at, at ? FOLD - 1 : FOLD);
		out_put(o, whole.s + at, n);
	}
	out_z(o, "\r\n");
}

static void moment_line(struct out *o, const char *name, struct moment at)
{
	struct moment there = moment_add(at, -9 * (int64_t)HOUR);      /* day_of and day_minute tell Japan's time; the file says UTC's */
	struct day_parts x = day_split(day_of(there));
	int minute = day_minute(there);
	talk_ics_line(o, name, arena_fmt(o->arena, "%04d%02d%02dT%02d%02d%02dZ", x.year, x.month, x.day, minute / 60, minute % 60,
		(int)(there.ms / SECOND % 60)));
}

void talk_ics_write(struct out *o, const struct talk_ics *x)
{
	talk_ics_line(o, "BEGIN", STR("VCALENDAR"));
	talk_ics_line(o, "VERSION", STR("2.0"));
	talk_ics_line(o, "PRODID", STR("-//Yorisoi//Talk//JA"));
	talk_ics_line(o, "METHOD", x->is_cancelled ? STR("CANCEL") : STR("PUBLISH"));
	talk_ics_line(o, "BEGIN", STR("VEVENT"));
	talk_ics_line(o, "UID", x->uid);
	talk_ics_line(o, "SEQUENCE", arena_fmt(o->arena, "%lld", (long long)x->sequence_n));
	moment_line(o, "DTSTAMP", x->made_at);
	moment_line(o, "DTSTART", x->from_at);
	moment_line(o, "DTEND", x->until_at);
	talk_ics_line(o, "SUMMARY", talk_ics_text(o->arena, x->summary));
	if (x->place.n)
		talk_ics_line(o, "LOCATION", talk_ics_text(o->arena, x->place));
	if (x->url.n)
		talk_ics_line(o, "URL", x->url);
	talk_ics_line(o, "STATUS", x->is_cancelled ? STR("CANCELLED") : STR("CONFIRMED"));
	talk_ics_line(o, "CLASS", STR("PRIVATE"));
	talk_ics_line(o, "END", STR("VEVENT"));
	talk_ics_line(o, "END", STR("VCALENDAR"));
}
