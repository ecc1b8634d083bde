/* A calendar's entry by RFC 5545: lines of at most 75 octets, folded between letters. Pure. */
#pragma once
#include "base/day.h"
#include "base/out.h"

/* sequence_n: rises with every change, so that calendars replace what they have. url may be absent. No names, no reason: calendars are shared. */
struct talk_ics { struct str uid, summary, place, url; struct moment from_at, until_at, made_at; int64_t sequence_n; bool is_cancelled; };
void talk_ics_write(struct out *, const struct talk_ics *);
/* One content line "NAME:value", folded, with CRLF. */
void talk_ics_line(struct out *, const char *name, struct str value);
struct str talk_ics_text(struct arena *, struct str);   /* commas, semicolons, backslashes and line ends escaped; other controls go */
