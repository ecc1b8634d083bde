/* Reading what the LINE platform tells, and telling it something. */
#include "channel/line.h"
#include "base/json.h"
#include "base/seal.h"

enum { TEXT_MOST = 4990, MESSAGES_MOST = 5, SAY_S = 15, CONTENT_S = 30 };

static const char *const words[LINE_KIND_N] = { "text", "sticker", "image", "video", "audio", "file", "location", "follow", "unfollow", "postback",
	"unsend", "join", "other" };

const char *line_kind_word(enum line_kind kind)
{
	return words[kind];
}

bool line_is_said(enum line_kind kind)
{
	return kind <= LINE_PLACE;
}

bool line_is_signed(struct arena *a, struct str secret, struct str body, struct str signature)
{
	return secret.n && seal_same(seal_signature(a, secret, body), signature);
}

/* ---- reading ---- */

static enum line_kind kind_of(struct str type, enum line_kind from, enum line_kind to)
{
	for (enum line_kind k = from; k <= to; k++)
		if (str_is(type, words[k]))
			return k;
	return LINE_OTHER;
}

static struct str sticker_words(struct arena *a, const struct json *m)
{
	const struct json *list = json_at(m, "keywords");
	struct out o = { .arena = a };
	if (json_text(m, "text").n)
		return json_text(m, "text");
	for (size_t i = 0; list && list->kind == JSON_IS_LIST && i < list->n && i < 5; i++) {
		if (o.n)
			out_z(&o, ", ");
		out_str(&o, list->item[i].text);
	}
	if (!o.n)
		out_fmt(&o, "%.*s/%.*s", STR_ARG(json_text(m, "packageId")), STR_ARG(json_text(m, "stickerId")));
	return out_done(&o);
}

static struct str place_words(struct arena *a, const struct json *m)
{
	return str_trim(arena_fmt(a, "%.*s %.*s (%.*s, %.*s)", STR_ARG(json_text(m, "title")), STR_ARG(json_text(m, "address")),
		STR_ARG(json_text(m, "latitude")), STR_ARG(json_text(m, "longitude"))));
}

static void read_message(struct arena *a, const struct json *m, struct line_event *e)
{
	e->kind = kind_of(json_text(m, "type"), LINE_TEXT, LINE_PLACE);
	e->message = json_text(m, "id");
	e->has_content = (e->kind == LINE_IMAGE || e->kind == LINE_VIDEO || e->kind == LINE_AUDIO || e->kind == LINE_FILE)
		&& !str_is(json_text(json_at(m, "contentProvider"), "type"), "external");
	switch (e->kind) {
	case LINE_TEXT: e->words = json_text(m, "text"); break;
	case LINE_STICKER: e->words = sticker_words(a, m); break;
	case LINE_FILE: e->words = json_text(m, "fileName"); break;
	case LINE_PLACE: e->words = place_words(a, m); break;
	default: break;
	}
}

static void read_event(struct arena *a, const struct json *x, struct line_event *e)
{
	struct str type = json_text(x, "type");
	const struct json *at = json_at(x, "timestamp");
	*e = (struct line_event){ .key = json_text(x, "webhookEventId"), .user = json_text(json_at(x, "source"), "userId"),
		.reply_token = json_text(x, "replyToken"), .is_standby = str_is(json_text(x, "mode"), "standby"), .kind = LINE_OTHER };
	if (at && at->kind == JSON_IS_NUMBER && at->number > 0 && at->number < 1e15)
		e->at.ms = (int64_t)at->number;
	if (str_is(type, "message")) {
		read_message(a, json_at(x, "message"), e);
		return;
	}
	e->kind = kind_of(type, LINE_FOLLOW, LINE_JOIN);
	if (e->kind == LINE_POSTBACK)
		e->words = json_text(json_at(x, "postback"), "data");
	if (e->kind == LINE_UNSEND)
		e->message = json_text(json_at(x, "unsend"), "messageId");
}

bool line_read(struct arena *a, struct str body, struct line_event **ret, size_t *ret_n)
{
	struct str why;
	const struct json *whole = json_read(a, body, &why), *list = json_at(whole, "events");
	if (!list || list->kind != JSON_IS_LIST)
		return false;
	*ret = ARENA_ARRAY(a, struct line_event, list->n + 1);
	*ret_n = 0;
	for (size_t i = 0; i < list->n; i++) {
		struct line_event e;
		read_event(a, &list->item[i], &e);
		size_t at = (*ret_n)++;
		for (; at > 0 && (*ret)[at - 1].at.ms > e.at.ms; at--)
			(*ret)[at] = (*ret)[at - 1];
		(*ret)[at] = e;
	}
	return true;
}

/* ---- writing ---- */

/* UTF-16 units, as the platform counts; `most` of them at the most, never half a letter. */
static struct str cut(struct arena *a, struct str text)
{
	size_t units = 0, i = 0;
	while (i < text.n && units < TEXT_MOST) {
		units += ((unsigned char)text.s[i] & 0xF8) == 0xF0 ? 2 : 1;
		for (i++; i < text.n && ((unsigned char)text.s[i] & 0xC0) == 0x80; i++)
			;
	}
	return i == text.n ? text : arena_fmt(a, "%.*s\xE2\x80\xA6", (int)i, text.s);
}

struct str line_messages(struct arena *a, const struct str *text, size_t n)
{
	struct out o = { .arena = a };
	out_z(&o, "[");
	for (size_t i = 0; i < n && i < MESSAGES_MOST; i++) {
		out_z(&o, i ? ",{\"type\":\"text\",\"text\":" : "{\"type\":\"text\",\"text\":");
		out_json(&o, cut(a, text[i]));
		out_z(&o, "}");
	}
	out_z(&o, "]");
	return out_done(&o);
}

static enum fetch_end say(const struct line_wire *w, struct fetch_ask *ask, struct arena *a, struct fetch_said *ret, struct str *ret_why)
{
	ask->url = arena_fmt(a, "%.*s%.*s", STR_ARG(w->api_base), STR_ARG(ask->url));
	ask->bearer = w->token;
	ask->type = "application/json";
	ask->timeout_s = w->timeout_s ? w->timeout_s : SAY_S;
	enum fetch_end end = fetch_http(ask, a, ret, ret_why);
	struct str ignored, said = json_text(json_read(a, ret->body, &ignored), "message");
	if (end != FETCH_DONE && said.n)
		*ret_why = arena_fmt(a, "LINE: %.*s (HTTP %d)", STR_ARG(said), ret->status);
	return end;
}

static enum line_end end_of(enum fetch_end end, const struct fetch_said *said)
{
	if (end == FETCH_DONE || said->status == 409)
		return LINE_SENT;
	if (said->status == 0)
		return said->is_unknown ? LINE_UNKNOWN : LINE_LATER;
	if (said->status >= 500)
		return LINE_UNKNOWN;                    /* the platform may have sent it all the same */
	return said->status == 429 ? LINE_BUSY : LINE_REFUSED;
}

enum line_end line_reply(const struct line_wire *w, const struct line_letter *l, struct arena *a, struct str *ret_why)
{
	struct fetch_said said = { 0 };
	struct out o = { .arena = a };
	out_z(&o, "{\"replyToken\":");
	out_json(&o, l->reply_token);
	out_fmt(&o, ",\"messages\":%.*s}", STR_ARG(l->messages));
	struct fetch_ask ask = { .url = STR("/v2/bot/message/reply"), .body = out_done(&o) };
	enum line_end end = end_of(say(w, &ask, a, &said, ret_why), &said);
	return end == LINE_REFUSED && said.status == 400 ? LINE_SPENT : end;
}

struct fetch_ask line_push_ask(const struct line_wire *w, const struct line_letter *l, bool is_to_many, struct arena *a)
{
	struct out o = { .arena = a };
	out_z(&o, "{\"to\":");
	if (is_to_many)
		out_str(&o, l->to);
	else
		out_json(&o, l->to);
	out_fmt(&o, ",\"messages\":%.*s}", STR_ARG(l->messages));
	return (struct fetch_ask){ .url = arena_fmt(a, "%.*s/v2/bot/message/%s", STR_ARG(w->api_base), is_to_many ? "multicast" : "push"),
		.body = out_done(&o), .header = arena_fmt(a, "X-Line-Retry-Key: %.*s", STR_ARG(l->retry_key)), .bearer = w->token,
		.type = "application/json", .timeout_s = w->timeout_s ? w->timeout_s : SAY_S };
}

enum line_end line_push_end(enum fetch_end end, const struct fetch_said *said, struct arena *a, struct str *ret_why)
{
	struct str ignored, said_why = end != FETCH_DONE && said->body.n ? json_text(json_read(a, said->body, &ignored), "message") : STR_NONE;
	if (said_why.n)
		*ret_why = arena_fmt(a, "LINE: %.*s (HTTP %d)", STR_ARG(said_why), said->status);
	return end_of(end, said);
}

enum line_end line_push(const struct line_wire *w, const struct line_letter *l, struct arena *a, struct str *ret_why)
{
	struct fetch_said said = { 0 };
	struct fetch_ask ask = line_push_ask(w, l, false, a);
	enum fetch_end end = fetch_http(&ask, a, &said, ret_why);
	return line_push_end(end, &said, a, ret_why);
}

/* The number of a message is digits there; anything else would be another address. */
static bool is_number(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.s[i] < '0' || s.s[i] > '9')
			return false;
	return s.n > 0 && s.n <= 40;
}

enum line_end line_content(const struct line_wire *w, const struct line_ask *ask, struct arena *a, struct str *ret_bytes, struct str *ret_why)
{
	struct fetch_said said = { 0 };
	if (!is_number(ask->message)) {
		*ret_why = STR("that is no number of a message");
		return LINE_REFUSED;
	}
	struct fetch_ask get = { .url = arena_fmt(a, "%.*s/v2/bot/message/%.*s/content", STR_ARG(ask->data_base), STR_ARG(ask->message)), .bearer = w->token,
		.most = ask->most, .timeout_s = CONTENT_S };
	enum fetch_end end = fetch_http(&get, a, &said, ret_why);
	if (end == FETCH_DONE && said.status == 200) {
		*ret_bytes = said.body;
		return LINE_SENT;
	}
	if (said.status == 202)
		return LINE_UNKNOWN;
	if (end == FETCH_REFUSED && !said.status)
		return LINE_TOO_LARGE;                  /* cut off by ourselves */
	return end == FETCH_REFUSED ? LINE_REFUSED : LINE_LATER;
}
