/* Begins a page: what its frame shows, in which language, with which keys for its forms. */
#include "desk/frame.h"
#include "desk/task.h"
#include "web/reply.h"

enum { NIGHT_FROM = 18 * 60, NIGHT_TO = 6 * 60 };

static bool is_night(struct moment now)
{
	int minute = day_minute(now);
	return minute >= NIGHT_FROM || minute < NIGHT_TO;
}

/* ---- this page again, in another language ---- */

static bool is_switch(struct str part)
{
	struct str name = STR_NONE;
	str_cut(&part, '=', &name);
	return str_is(name, "lang") || str_is(name, "ruby") || str_is(name, "mode");
}

/* The path was decoded once; what may not stand in an address is encoded again. */
static void put_path(struct out *out, struct str path)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/:@!$&()*+,;=";
	for (size_t i = 0; i < path.n; i++) {
		if (memchr(plain, path.s[i], sizeof plain - 1))
			out_put(out, &path.s[i], 1);
		else
			out_fmt(out, "%%%02X", (unsigned char)path.s[i]);
	}
}

static struct str here_of(const struct desk *d, const struct call *c)
{
	struct out out = { .arena = d->arena };
	struct str rest = c->query, part;
	char sign = '?';
	put_path(&out, c->path.n ? c->path : STR("/"));
	while (rest.n && str_cut(&rest, '&', &part)) {
		if (!part.n || is_switch(part))
			continue;
		out_put(&out, &sign, 1);
		out_str(&out, part);
		sign = '&';
	}
	out_put(&out, &sign, 1);
	return out_done(&out);
}

/* ---- the page ---- */

static void fill_desk(struct frame *f, struct desk *d)
{
	bool is_staff = (d->who.role & ROLE_STAFF) && !d->who.is_locked;
	if (!is_staff)
		return;
	f->has_live = true;
	if (!d->turn)
		return;
	f->task_n = task_count(d);
	for (size_t i = 0; i < frame_piece_n && f->top_n < FRAME_PIECES; i++) {
		bool is_open = !frame_pieces[i].room || tenant_has_room(d->tenant, frame_pieces[i].room);
		const void *view = is_open ? frame_pieces[i].read(d) : NULL;
		if (view)
			f->top[f->top_n++] = (struct frame_shown){ &frame_pieces[i], view };
	}
}

/* What only staff read is written in Japanese, whatever their browser asks for: its dates too. */
static enum lang lang_of(const struct desk *d, enum tab tab)
{
	bool is_desk = tab >= TAB_TODAY || (tab == TAB_ME && (d->who.role & ROLE_STAFF));
	return is_desk ? LANG_JA : d->lang;
}

void frame_begin(struct page *p, struct desk *d, struct call *c, enum tab tab)
{
	struct frame *f = ARENA_NEW(d->arena, struct frame);
	*f = (struct frame){
		.d = d,
		.tenant = d->tenant,
		.tab = tab,
		.is_signed_in = d->who.role && d->who.role != ROLE_NOBODY,
		.is_night = is_night(d->now),
		.here = here_of(d, c),
		.has_room_consult = d->tenant && tenant_has_room(d->tenant, "consult"),
		.has_room_directory = d->tenant && tenant_has_room(d->tenant, "directory"),
		.has_room_family = d->tenant && tenant_has_room(d->tenant, "family"),
		.has_room_talk = d->tenant && tenant_has_room(d->tenant, "talk"),
		.has_room_visit = d->tenant && tenant_has_room(d->tenant, "visit"),
	};
	f->is_noindex = f->is_signed_in;
	fill_desk(f, d);
	if (!c->reply.status)
		reply_status(c, 200);
	c->reply.body.arena = d->arena;
	*p = (struct page){ .out = &c->reply.body, .lang = lang_of(d, tab), .has_ruby = d->has_ruby, .base = d->base, .csrf = d->form_keys_csrf,
		.once = d->form_keys_once, .frame = f };
}

struct frame *frame_of(struct page *p)
{
	return (struct frame *)p->frame;
}

struct str frame_words(struct desk *d, enum lang lang, void (*part)(struct page *))
{
	struct out o = { .arena = d->arena };
	struct page p = { .out = &o, .base = d->base, .lang = lang };
	part(&p);
	return str_trim(out_done(&o));
}

void frame_complaints(struct page *p, const struct form *form)
{
	struct frame *f = frame_of(p);
	f->complaint_n = form->complaint_n;
	f->complaint = ARENA_ARRAY(f->d->arena, struct complaint_at, form->complaint_n + 1);
	for (size_t i = 0; i < form->complaint_n; i++)
		f->complaint[i] = form->complaint[i];
}

struct str desk_csrf(const struct desk *d, const struct seal_key *tenant_key)
{
	return seal_mac(d->arena, tenant_key, d->visitor);
}
