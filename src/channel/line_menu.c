/* Looking, making, taking away: each step may be done again. */
#include "channel/line_menu.h"
#include "base/json.h"

enum { LIST_MOST = 4 << 20, IMAGE_MOST = 2 << 20, ASK_S = 20 };

struct asking { const struct line_wire *wire; struct arena *arena; struct str why; struct fetch_said said; };

static enum line_end ended(enum fetch_end end, const struct fetch_said *said)
{
	if (end == FETCH_DONE)
		return LINE_SENT;
	return said->status == 0 || said->status >= 500 || said->status == 429 ? LINE_LATER : LINE_REFUSED;
}

static enum line_end ask_at(struct asking *x, struct str base, struct fetch_ask ask)
{
	ask.url = arena_fmt(x->arena, "%.*s/v2/bot/%.*s", STR_ARG(base), STR_ARG(ask.url));
	ask.bearer = x->wire->token;
	ask.timeout_s = x->wire->timeout_s ? x->wire->timeout_s : ASK_S;
	x->said = (struct fetch_said){ 0 };
	enum fetch_end end = fetch_http(&ask, x->arena, &x->said, &x->why);
	struct str ignored, said = end == FETCH_DONE ? STR_NONE : json_text(json_read(x->arena, x->said.body, &ignored), "message");
	if (said.n)
		x->why = arena_fmt(x->arena, "LINE: %.*s (HTTP %d)", STR_ARG(said), x->said.status);
	return ended(end, &x->said);
}

static enum line_end ask(struct asking *x, struct fetch_ask a)
{
	return ask_at(x, x->wire->api_base, a);
}

/* What is to stand in an address: letters, digits, '-' and '_' alone. */
static bool is_key(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", s.s[i]))
			return false;
	return s.n > 0 && s.n <= 100;
}

static enum line_end list(struct asking *x, const struct json **ret)
{
	enum line_end end = ask(x, (struct fetch_ask){ .url = STR("richmenu/list"), .most = LIST_MOST });
	*ret = end == LINE_SENT ? json_at(json_read(x->arena, x->said.body, &x->why), "richmenus") : NULL;
	if (end != LINE_SENT || (*ret && (*ret)->kind == JSON_IS_LIST))
		return end;
	x->why = STR("LINE answered with something else than a list of menus");
	return LINE_LATER;
}

static struct str find(const struct json *menus, struct str name)
{
	for (size_t i = 0; i < menus->n; i++)
		if (str_eq(json_text(&menus->item[i], "name"), name) && is_key(json_text(&menus->item[i], "richMenuId")))
			return json_text(&menus->item[i], "richMenuId");
	return STR_NONE;
}

static enum line_end make(struct asking *x, const struct line_menu *m, struct str *ret_key)
{
	enum line_end end = ask(x, (struct fetch_ask){ .url = STR("richmenu"), .body = m->body, .type = "application/json" });
	if (end != LINE_SENT)
		return end;
	*ret_key = json_text(json_read(x->arena, x->said.body, &x->why), "richMenuId");
	if (is_key(*ret_key))
		return LINE_SENT;
	x->why = STR("LINE made a menu and did not say which");
	return LINE_LATER;
}

/* A picture cannot be put twice. */
static enum line_end paint(struct asking *x, const struct line_menu *m, struct str key, bool is_new)
{
	struct str url = arena_fmt(x->arena, "richmenu/%.*s/content", STR_ARG(key));
	if (!is_new) {
		enum line_end end = ask_at(x, m->data_base, (struct fetch_ask){ .url = url, .most = IMAGE_MOST });
		if (end != LINE_REFUSED || x->said.status != 404)
			return end;
	}
	return ask_at(x, m->data_base, (struct fetch_ask){ .url = url, .body = m->image, .type = "image/png" });
}

/* All that were ours but one; what is gone already is gone. */
static enum line_end clear(struct asking *x, const struct json *menus, struct str kept)
{
	enum line_end end = LINE_SENT;
	for (size_t i = 0; i < menus->n && end == LINE_SENT; i++) {
		struct str key = json_text(&menus->item[i], "richMenuId");
		if (!str_starts(json_text(&menus->item[i], "name"), LINE_MENU_OURS) || str_eq(key, kept) || !is_key(key))
			continue;
		end = ask(x, (struct fetch_ask){ .url = arena_fmt(x->arena, "richmenu/%.*s", STR_ARG(key)), .method = "DELETE" });
		end = x->said.status == 404 ? LINE_SENT : end;
	}
	return end;
}

enum line_end line_menu_show(const struct line_wire *w, const struct line_menu *m, struct arena *a, struct str *ret_key, struct str *ret_why)
{
	struct asking x = { .wire = w, .arena = a };
	const struct json *menus;
	struct str key = STR_NONE;
	enum line_end end = list(&x, &menus);
	bool is_new = end == LINE_SENT && !(key = find(menus, m->name)).n;
	if (is_new)
		end = make(&x, m, &key);
	if (end == LINE_SENT)
		end = paint(&x, m, key, is_new);
	if (end == LINE_SENT) {
		end = ask(&x, (struct fetch_ask){ .url = arena_fmt(a, "user/all/richmenu/%.*s", STR_ARG(key)), .body = STR("") });
		if (end == LINE_REFUSED && x.said.status == 404)
			end = LINE_LATER;               /* somebody deleted it meanwhile: it is made anew */
	}
	if (end == LINE_SENT)
		end = clear(&x, menus, key);
	*ret_why = x.why;
	if (end == LINE_SENT)
		*ret_key = key;
	return end;
}

enum line_end line_menu_hide(const struct line_wire *w, struct arena *a, struct str *ret_why)
{
	struct asking x = { .wire = w, .arena = a };
	const struct json *menus;
	enum line_end end = list(&x, &menus);
	if (end == LINE_SENT)
		end = clear(&x, menus, STR_NONE);
	*ret_why = x.why;
	return end;
}
