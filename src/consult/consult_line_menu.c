/* Which menu is wanted, and what became of it. */
#include "consult/consult_line_menu.h"
#include "consult/consult_line.page.h"
#include "consult/consult_line_desk.page.h"
#include "base/out.h"
#include "desk/audit.h"
#include "desk/outbox.h"
#include "desk/tenant.h"

/* DRAWN moves when the picture is drawn otherwise. */
enum { TRY_DAYS = 3, KEPT_DAYS = 400, DRAWN = 1, MENU_SUBJECT = 1, KEY_LETTERS = 24, WHY_MOST = 100 };

const char *const consult_menu_words[] = { "ask", "find", "support", "book", "call", "help", NULL };

bool consult_menu_is_open(const struct desk *d, const char *word)
{
	struct str w = str_of(word);
	if (str_is(w, "call"))
		return d->tenant->phone.n > 0;
	return str_is(w, "help") || tenant_has_room(d->tenant, str_is(w, "ask") ? "consult" : str_is(w, "book") ? "talk" : "directory");
}

/* ---- where cells lie ---- */

static size_t rows_of(size_t n)
{
	return n > 3 ? 2 : 1;
}

int consult_menu_high(size_t n)
{
	return (int)rows_of(n) * CONSULT_MENU_ROW;
}

struct consult_menu_box consult_menu_box(size_t i, size_t n)
{
	size_t first = rows_of(n) == 1 ? n : n / 2, row = i >= first, in_row = row ? n - first : first, at = row ? i - first : i;
	int left = (int)(CONSULT_MENU_WIDE * at / in_row), right = (int)(CONSULT_MENU_WIDE * (at + 1) / in_row);
	return (struct consult_menu_box){ left, (int)row * CONSULT_MENU_ROW, right - left, CONSULT_MENU_ROW };
}

/* ---- what is wanted ---- */

struct writing { struct page p; struct out out; };

static struct page *begin(struct desk *d, struct writing *w, enum lang lang)
{
	*w = (struct writing){ .out = { .arena = d->arena } };
	w->p = (struct page){ .out = &w->out, .base = d->base, .lang = lang };
	return &w->p;
}

static struct str done(struct writing *w)
{
	return str_trim(out_done(&w->out));
}

static void cell_of(struct desk *d, const char *word, struct consult_menu_cell *ret)
{
	struct writing w;
	*ret = (struct consult_menu_cell){ .word = word };
	consult_line_menu_label(begin(d, &w, LANG_JA), word);
	ret->label = done(&w);
	consult_line_menu_mark(begin(d, &w, LANG_JA), word);
	ret->mark = done(&w);
	if (!tenant_has_lang(d->tenant, LANG_EN))
		return;
	consult_line_menu_label(begin(d, &w, LANG_EN), word);
	ret->more = done(&w);
}

static void cells_of(struct desk *d, struct str cells, struct consult_menu *ret)
{
	for (const char *const *word = consult_menu_words; *word; word++) {
		struct str rest = cells, one;
		while (str_cut(&rest, ',', &one))
			if (str_is(str_trim(one), *word) && consult_menu_is_open(d, *word) && ret->n < CONSULT_MENU_MOST) {
				cell_of(d, *word, &ret->cell[ret->n++]);
				break;
			}
	}
}

/* The address that letters are given, else the one under which the menu was asked for. */
static struct str site_of(struct desk *d)
{
	struct consult_line_menu_last_row last;
	struct str site = tenant_get(d->tenant, "site_url");
	if (!site.n)
		site = d->site.n ? d->site : consult_line_menu_last(d, &last) ? last.site : STR_NONE;
	while (site.n && site.s[site.n - 1] == '/')
		site.n--;
	return site;
}

static void put_uri(struct out *o, const struct desk *d, struct str site, struct str word)
{
	const char *path = str_is(word, "find") ? "search" : str_is(word, "support") ? "support" : str_is(word, "book") ? "meet" : "numbers";
	struct str phone = d->tenant->phone;
	if (!str_is(word, "call")) {
		out_json(o, arena_fmt(o->arena, "%.*s/%s?openExternalBrowser=1", STR_ARG(site), path));
		return;
	}
	out_z(o, "\"tel:");
	for (size_t i = 0; i < phone.n; i++)
		if (strchr("0123456789-+", phone.s[i]))
			out_put(o, phone.s + i, 1);
	out_z(o, "\"");
}

static void put_area(struct out *o, const struct desk *d, struct str site, const struct consult_menu *m, size_t i)
{
	struct consult_menu_box b = consult_menu_box(i, m->n);
	struct str word = str_of(m->cell[i].word);
	out_fmt(o, "%s{\"bounds\":{\"x\":%d,\"y\":%d,\"width\":%d,\"height\":%d},\"action\":{\"label\":", i ? "," : "", b.x, b.y, b.wide, b.high);
	out_json(o, m->cell[i].label);
	if (str_is(word, "ask")) {
		out_z(o, ",\"type\":\"postback\",\"data\":\"menu=ask\",\"inputOption\":\"openKeyboard\"}}");
		return;
	}
	out_z(o, ",\"type\":\"uri\",\"uri\":");
	put_uri(o, d, site, word);
	out_z(o, "}}");
}

/* Its name is made of all that it is, so that another menu has another name and the same one is found again. */
static void wanted(struct desk *d, struct str cells, struct str site, struct consult_menu *ret)
{
	struct out areas = { .arena = d->arena }, o = { .arena = d->arena };
	struct writing w;
	*ret = (struct consult_menu){ .hue = d->tenant->hue, .key = STR("yorisoi-none") };
	cells_of(d, cells, ret);
	if (!ret->n)
		return;
	for (size_t i = 0; i < ret->n; i++)
		put_area(&areas, d, site, ret, i);
	struct str area = out_done(&areas);
	struct str whole = arena_fmt(d->arena, "%d %d %.*s %.*s", DRAWN, ret->hue, STR_ARG(ret->cell[0].more), STR_ARG(area));
	ret->key = arena_fmt(d->arena, "yorisoi-%.*s", KEY_LETTERS, seal_hash(d->arena, whole).s);
	consult_line_menu_bar(begin(d, &w, LANG_JA));
	out_fmt(&o, "{\"size\":{\"width\":%d,\"height\":%d},\"selected\":true,\"name\":\"%.*s\",\"chatBarText\":", CONSULT_MENU_WIDE,
		consult_menu_high(ret->n), STR_ARG(ret->key));
	out_json(&o, done(&w));
	out_fmt(&o, ",\"areas\":[%.*s]}", STR_ARG(area));
	ret->body = out_done(&o);
}

/* ---- asked for, told ---- */

static void ask(struct desk *d, struct str cells, struct str site)
{
	struct consult_menu m;
	struct consult_line_menu_last_row last;
	struct moment at = d->now;
	wanted(d, cells, site, &m);
	if (consult_line_menu_last(d, &last) && last.asked_at.ms >= at.ms)
		at.ms = last.asked_at.ms + 1;
	outbox_stop_kind(d, STR("menu"), MENU_SUBJECT);
	consult_line_menu_put(d, m.key, m.n ? cells : STR_NONE, site, at);
	consult_line_menu_forget(d, m.key, moment_add(d->now, -KEPT_DAYS * DAY_MS));
	outbox_put(d, &(struct outbox_letter){ .channel = STR("menu"), .to = STR("LINE"), .text = m.key, .reason = STR("line"),
		.subject_id = MENU_SUBJECT, .not_after = moment_add(d->now, TRY_DAYS * DAY_MS), .href = STR("/desk/line") });
}

enum consult_refusal consult_menu_put(struct desk *d, struct str cells)
{
	struct str why, site = site_of(d);
	if (!str_eq(cells, tenant_get(d->tenant, "line.menu")) && tenant_set(d, STR("line.menu"), cells, &why) != TENANT_OK)
		return CONSULT_BAD;
	ask(d, cells, site);
	audit_note(d, "consult.line-menu", "tenant", d->tenant_id.v, cells);
	return CONSULT_OK;
}

bool consult_menu_is_due(struct desk *d)
{
	struct consult_line_menu_last_row last;
	struct consult_menu m;
	struct str cells = tenant_get(d->tenant, "line.menu");
	bool has_last = consult_line_menu_last(d, &last);
	if (!tenant_is_set(d->tenant, "line.channel_token") || (!has_last && !cells.n))
		return false;
	struct str site = site_of(d);
	if (!site.n)
		return false;
	wanted(d, cells, site, &m);
	return !has_last || !str_eq(m.key, last.menu_key);
}

void consult_menu_catch_up(struct desk *d)
{
	if (!consult_menu_is_due(d))
		return;
	ask(d, tenant_get(d->tenant, "line.menu"), site_of(d));
	audit_note(d, "consult.line-menu", "tenant", d->tenant_id.v, tenant_get(d->tenant, "line.menu"));
}

bool consult_menu_ready(struct desk *d, struct str key, struct consult_menu *ret)
{
	struct consult_line_menu_last_row last;
	if (!consult_line_menu_last(d, &last) || !str_eq(last.menu_key, key))
		return false;
	wanted(d, tenant_get(d->tenant, "line.menu"), last.site, ret);
	return str_eq(ret->key, key);
}

void consult_menu_told(struct desk *d, struct str key, struct str platform_key, struct str why)
{
	struct str shorter = { why.s, why.n < WHY_MOST ? why.n : WHY_MOST };
	while (shorter.n && shorter.n < why.n && ((unsigned char)why.s[shorter.n] & 0xC0) == 0x80)
		shorter.n--;
	consult_line_menu_end(d, platform_key, platform_key.n ? d->now : MOMENT_NONE, platform_key.n || !why.n ? STR_NONE : shorter, key);
}
