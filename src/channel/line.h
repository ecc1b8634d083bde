/* The shapes of the LINE platform, as its Messaging API describes them: what it tells us, and what we tell it. No decisions: what an event means to a
 * family is the room's. */
#pragma once
#include "base/arena.h"
#include "base/day.h"
#include "web/fetch.h"

/* True when `signature` (X-Line-Signature) is the HMAC-SHA256 of the body as it came, by the channel's secret. */
bool line_is_signed(struct arena *, struct str secret, struct str body, struct str signature);

enum line_kind { LINE_TEXT, LINE_STICKER, LINE_IMAGE, LINE_VIDEO, LINE_AUDIO, LINE_FILE, LINE_PLACE, LINE_FOLLOW, LINE_UNFOLLOW, LINE_POSTBACK,
	LINE_UNSEND, LINE_JOIN, LINE_OTHER, LINE_KIND_N };
const char *line_kind_word(enum line_kind);             /* "text", "sticker", ... */
bool line_is_said(enum line_kind);                      /* somebody said something: text to place */

struct line_event {
	enum line_kind kind;
	struct str key;                                 /* webhookEventId: the same again when it is delivered again */
	struct str user;                                /* absent in groups that do not say who */
	struct str reply_token;                         /* absent where there is nothing to reply to; works once, for about a minute */
	struct str message;                             /* the platform's number of the message, said or taken back */
	struct str words;                               /* text; what a sticker says; the name of a file; a place; a postback's data; else absent */
	struct moment at;                               /* when it happened there */
	bool is_standby;                                /* another module answers */
	bool has_content;                               /* the platform keeps what it holds, for a while: line_content */
};
/* The events in the order in which they happened. False when the body is no webhook; *ret_n of 0 is fine (the platform tries an address that way). */
bool line_read(struct arena *, struct str body, struct line_event **ret, size_t *ret_n);

/* `["text", ...]` as the messages of a reply or a push: at most 5, of at most 5,000 UTF-16 units each (longer ones end with an ellipsis). */
struct str line_messages(struct arena *, const struct str *text, size_t n);

/* ---- to the platform: outside of any transaction ---- */
struct line_wire { struct str api_base, token; int timeout_s; };
/* SENT also when the platform says that it had this retry key before. SPENT: the reply token is no good any more. LATER: not sent; try again. BUSY:
 * not sent, it was asked too much at once; again in a moment. UNKNOWN: asked, and no answer came. REFUSED: for good. *ret_why is for staff. */
enum line_end { LINE_SENT, LINE_SPENT, LINE_LATER, LINE_BUSY, LINE_UNKNOWN, LINE_REFUSED, LINE_TOO_LARGE };
/* A reply needs no `to` and no retry key, a push no token. is_spent: it may be replied but not pushed (the budget of the month). */
struct line_letter { struct str to, messages, reply_token, retry_key; bool is_spent; };
enum line_end line_reply(const struct line_wire *, const struct line_letter *, struct arena *, struct str *ret_why);
enum line_end line_push(const struct line_wire *, const struct line_letter *, struct arena *, struct str *ret_why);

/* What a message holds (a photo, a video, a sound, a file), at most `most` bytes of it. UNKNOWN: it is still being made
 * ready there. LATER: it is busy, or away. REFUSED: it is gone there. */
struct line_ask { struct str data_base, message; size_t most; };
enum line_end line_content(const struct line_wire *, const struct line_ask *, struct arena *, struct str *ret_bytes, struct str *ret_why);
/* The same, for many at once (fetch_many): what line_push would ask, or what a letter to many asks (`to`: a JSON list of at most 500 numbers), and
 * what the answer means. */
struct fetch_ask line_push_ask(const struct line_wire *, const struct line_letter *, bool is_to_many, struct arena *);
enum line_end line_push_end(enum fetch_end, const struct fetch_said *, struct arena *, struct str *ret_why);
