/* The room's pages, its event stream, and the small questions and answers of its script. The family comes by its link, staff by their session. */
#include "talk/talk_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "talk/talk_room.h"
#include "talk/talk_room.page.h"
#include "web/live.h"
#include "web/reply.h"

enum { TRY_MINUTES = 5 };

/* ---- which talk ---- */

static bool room_of(struct desk *d, struct call *c, bool is_staff, struct talk_row *ret)
{
	struct talk_id talk_id;
	struct family_row f;
	bool is_there = is_staff ? id_parse(c->part[0], &talk_id.v) && talk_for_staff(d, talk_id, ret, &f) == TALK_OK
		: talk_by_token(d, c->part[0], ret) == TALK_OK;
	if (!is_there)
		refuse_missing(d, c);
	return is_there;
}

static struct str base_of(struct desk *d, struct call *c, bool is_staff)
{
	return arena_fmt(d->arena, is_staff ? "/desk/meet/%.*s" : "/meet/go/%.*s", STR_ARG(c->part[0]));
}

/* ---- pages ---- */

static struct talk_room_view view_of(struct desk *d, struct call *c, bool is_staff)
{
	const struct tenant_counter *counter = d->tenant->counter_n ? &d->tenant->counter[0] : NULL;
	struct talk_room_view v = { .tenant = d->tenant, .is_staff = is_staff, .phone = d->tenant->phone };
	v.path = base_of(d, c, is_staff);
	v.base = arena_fmt(d->arena, "%.*s%.*s", STR_ARG(d->base), STR_ARG(v.path));
	if (!v.phone.n && counter)
		v.phone = counter->phone;
	return v;
}

struct url talk_way_words(struct page *p, const struct talk_room_view *v)
{
	return url_of(arena_fmt(p->out->arena, "%.*s/words", STR_ARG(v->path)));
}

struct url talk_way_try(struct page *p, const struct talk_room_view *v)
{
	return url_of(arena_fmt(p->out->arena, "%.*s/try", STR_ARG(v->path)));
}

static void begin(struct desk *d, struct call *c, struct page *p, const struct talk_room_view *v)
{
	reply_camera(c);
	frame_begin(p, d, c, v->is_staff ? TAB_VISIT : TAB_TALK);
	frame_of(p)->is_noindex = true;
	frame_of(p)->back = v->path;
}

static void show_room(struct desk *d, struct call *c, bool is_staff)
{
	struct page p;
	struct talk_row x;
	if (!room_of(d, c, is_staff, &x))
		return;
	struct talk_room_view v = view_of(d, c, is_staff);
	v.name = is_staff ? talk_name(d, &x) : STR_NONE;
	v.topic = talk_topic(d, &x);
	v.is_over = !str_is(x.state, "planned");
	if (is_staff)
		desk_trace(d, &(struct desk_trace){ .act = STR("talk.room"), .kind = STR("talk"), .subject_id = x.talk_id.v, .is_awaited = true });
	begin(d, c, &p, &v);
	if (is_staff)
		talk_room_desk_page(&p, &v);
	else
		talk_room_page(&p, &v);
}

static void show_try(struct desk *d, struct call *c, bool is_staff)
{
	struct page p;
	struct talk_row x;
	if (!is_staff && !room_of(d, c, false, &x))
		return;
	struct talk_room_view v = { .is_staff = is_staff };
	if (!is_staff)
		v = view_of(d, c, false);
	v.tenant = d->tenant;
	v.path = is_staff ? STR("/desk/meet") : v.path;
	v.base = arena_fmt(d->arena, "%.*s%.*s", STR_ARG(d->base), STR_ARG(v.path));
	begin(d, c, &p, &v);
	if (is_staff)
		talk_try_desk_page(&p, &v);
	else
		talk_try_page(&p, &v);
}

static void give_relay(struct desk *d, struct call *c, bool is_staff)
{
	struct talk_row x;
	if (!is_staff && !room_of(d, c, false, &x))
		return;
	reply_json(c, 200, STR(""));
	talk_relay_write(d, moment_add(d->now, (int64_t)TRY_MINUTES * MINUTE), &c->reply.body);
}

/* ---- the script's questions ---- */

static void say_state(struct desk *d, struct call *c, const struct talk_row *x, const struct talk_room_seat_row *seat)
{
	struct signal_id after = { 0 };
	id_parse(form_value(c, "after"), &after.v);
	reply_json(c, 200, STR(""));
	talk_state_write(d, x, seat, after, &c->reply.body);
}

/* A seat that is gone (the browser slept, or the talk is over) is missing: the script sits down anew. */
static bool seat_of(struct desk *d, struct call *c, bool is_staff, struct talk_row *x, struct talk_room_seat_row *ret)
{
	struct seat_id seat_id = { 0 };
	if (!room_of(d, c, is_staff, x))
		return false;
	if (id_parse(c->part[1], &seat_id.v) && talk_seat_of(d, x, seat_id, is_staff, ret))
		return true;
	refuse_missing(d, c);
	return false;
}

static void live(struct desk *d, struct call *c, bool is_staff)
{
	struct talk_row x;
	if (!room_of(d, c, is_staff, &x))
		return;
	live_open(c, d->tenant_id.v, talk_topic(d, &x));
	if (d->who.session_id.v)
		live_own(c->reply.live, d->who.session_id.v);
}

static void state(struct desk *d, struct call *c, bool is_staff)
{
	struct talk_row x;
	struct talk_room_seat_row seat;
	if (seat_of(d, c, is_staff, &x, &seat))
		say_state(d, c, &x, &seat);
}

static void sit(struct desk *d, struct call *c, bool is_staff)
{
	struct talk_row x;
	struct seat_id seat_id;
	struct talk_room_seat_row seat;
	struct form f = form_of(c);
	if (!room_of(d, c, is_staff, &x))
		return;
	enum talk_refusal r = talk_sit(d, &x, is_staff, form_is_on(&f, "camera"), &seat_id);
	if (r == TALK_OK && talk_seat_of(d, &x, seat_id, is_staff, &seat)) {
		say_state(d, c, &x, &seat);
		return;
	}
	desk_refuse(d);
	reply_json(c, 409, r == TALK_FULL ? STR("{\"is_full\":true}") : STR("{\"is_over\":true}"));
}

static void here(struct desk *d, struct call *c, bool is_staff)
{
	struct talk_row x;
	struct talk_room_seat_row seat;
	struct form f = form_of(c);
	if (!seat_of(d, c, is_staff, &x, &seat))
		return;
	talk_here(d, &seat, form_is_on(&f, "camera"));
	say_state(d, c, &x, &seat);
}

static void leave(struct desk *d, struct call *c, bool is_staff)
{
	struct talk_row x;
	struct talk_room_seat_row seat;
	if (!seat_of(d, c, is_staff, &x, &seat))
		return;
	talk_leave(d, &x, &seat);
	reply_json(c, 200, STR("{}"));
}

static void send_signal(struct desk *d, struct call *c, bool is_staff)
{
	struct talk_row x;
	struct talk_room_seat_row seat;
	if (!seat_of(d, c, is_staff, &x, &seat))
		return;
	struct seat_id to = { 0 };
	struct str words = form_value(c, "words");
	if (!words.n || words.n > TALK_SIGNAL_MOST || !str_is_utf8(words)) {
		desk_refuse(d);
		reply_json(c, 422, STR("{}"));
	} else if (id_parse(c->part[2], &to.v) && talk_signal(d, &x, &seat, to, words) == TALK_OK)
		reply_json(c, 200, STR("{}"));
	else
		refuse_missing(d, c);
}

static void admit(struct desk *d, struct call *c)
{
	struct talk_row x;
	struct seat_id who = { 0 };
	if (!room_of(d, c, true, &x))
		return;
	enum talk_refusal r = id_parse(c->part[1], &who.v) ? talk_admit(d, &x, who) : TALK_NO_SUCH;
	if (r == TALK_OK)
		reply_json(c, 200, STR("{}"));
	else if (r == TALK_NO_SUCH)
		refuse_missing(d, c);
	else {
		desk_refuse(d);
		reply_json(c, 409, r == TALK_FULL ? STR("{\"is_full\":true}") : STR("{}"));
	}
}

/* Works without a script, too: then the page comes again. */
static void write_words(struct desk *d, struct call *c, bool is_staff)
{
	struct talk_row x;
	struct consult_thread_row t;
	if (!room_of(d, c, is_staff, &x))
		return;
	struct form f = form_of(c);
	struct str words = form_text(&f, "words", TALK_WORDS_MOST, true);
	bool is_kept = form_is_fine(&f);
	if (is_kept && !is_staff)
		is_kept = talk_write(d, &x, words) == TALK_OK;
	else if (is_kept)
		is_kept = x.thread_id.v && consult_for_staff(d, x.thread_id, &t) == CONSULT_OK
			&& consult_answer(d, x.thread_id, t.version_n, words) == CONSULT_OK;
	if (!is_kept) {
		desk_refuse(d);
		reply_status(c, 422);
		show_room(d, c, is_staff);
		return;
	}
	talk_hear(d, &x);
	reply_see_other(c, arena_fmt(d->arena, "%.*s/room", STR_ARG(base_of(d, c, is_staff))));
}

/* ---- two ways in ---- */

static void show_room_held(struct desk *d, struct call *c) { show_room(d, c, false); }
static void show_room_desk(struct desk *d, struct call *c) { show_room(d, c, true); }
static void show_try_held(struct desk *d, struct call *c) { show_try(d, c, false); }
static void show_try_desk(struct desk *d, struct call *c) { show_try(d, c, true); }
static void give_relay_held(struct desk *d, struct call *c) { give_relay(d, c, false); }
static void give_relay_desk(struct desk *d, struct call *c) { give_relay(d, c, true); }
static void live_held(struct desk *d, struct call *c) { live(d, c, false); }
static void live_desk(struct desk *d, struct call *c) { live(d, c, true); }
static void state_held(struct desk *d, struct call *c) { state(d, c, false); }
static void state_desk(struct desk *d, struct call *c) { state(d, c, true); }
static void sit_held(struct desk *d, struct call *c) { sit(d, c, false); }
static void sit_desk(struct desk *d, struct call *c) { sit(d, c, true); }
static void here_held(struct desk *d, struct call *c) { here(d, c, false); }
static void here_desk(struct desk *d, struct call *c) { here(d, c, true); }
static void leave_held(struct desk *d, struct call *c) { leave(d, c, false); }
static void leave_desk(struct desk *d, struct call *c) { leave(d, c, true); }
static void signal_held(struct desk *d, struct call *c) { send_signal(d, c, false); }
static void signal_desk(struct desk *d, struct call *c) { send_signal(d, c, true); }
static void words_held(struct desk *d, struct call *c) { write_words(d, c, false); }
static void words_desk(struct desk *d, struct call *c) { write_words(d, c, true); }

const struct route talk_room_routes[] = {
	{ METHOD_GET, "/meet/go/{token}/room", MAY_TALK_HELD, show_room_held, .room = "talk", .holes = "token:talk" },
	{ METHOD_GET, "/meet/go/{token}/try", MAY_TALK_HELD, show_try_held, .room = "talk", .holes = "token:talk" },
	{ METHOD_POST, "/meet/go/{token}/try", MAY_TALK_HELD, give_relay_held, .room = "talk", .sample = "x=1", .holes = "token:talk" },
	{ METHOD_GET, "/meet/go/{token}/live", MAY_TALK_HELD, live_held, .room = "talk", .holes = "token:talk" },
	{ METHOD_GET, "/meet/go/{token}/seat/{seat}/state", MAY_TALK_HELD, state_held, .room = "talk", .holes = "token:talk,chair" },
	{ METHOD_POST, "/meet/go/{token}/sit", MAY_TALK_HELD, sit_held, .room = "talk", .sample = "camera=1", .holes = "token:talk" },
	{ METHOD_POST, "/meet/go/{token}/seat/{seat}/here", MAY_TALK_HELD, here_held, .room = "talk", .sample = "camera=1",
		.holes = "token:talk,chair" },
	{ METHOD_POST, "/meet/go/{token}/seat/{seat}/leave", MAY_TALK_HELD, leave_held, .room = "talk", .sample = "x=1",
		.holes = "token:talk,chair" },
	{ METHOD_POST, "/meet/go/{token}/seat/{seat}/signal/{other}", MAY_TALK_HELD, signal_held, .room = "talk", .sample = "words=1",
		.holes = "token:talk,chair,other" },
	{ METHOD_POST, "/meet/go/{token}/words", MAY_TALK_HELD, words_held, .room = "talk", .sample = "words=Hello", .holes = "token:talk" },
	{ METHOD_GET, "/desk/meet/try", MAY_TALK_READ, show_try_desk, .room = "talk" },
	{ METHOD_POST, "/desk/meet/try", MAY_TALK_READ, give_relay_desk, .room = "talk", .sample = "x=1" },
	{ METHOD_GET, "/desk/meet/{talk}/room", MAY_TALK_READ, show_room_desk, .room = "talk", .holes = "talk" },
	{ METHOD_GET, "/desk/meet/{talk}/live", MAY_TALK_READ, live_desk, .room = "talk", .holes = "talk" },
	{ METHOD_GET, "/desk/meet/{talk}/seat/{seat}/state", MAY_TALK_READ, state_desk, .room = "talk", .holes = "talk,seat" },
	{ METHOD_POST, "/desk/meet/{talk}/sit", MAY_TALK_WRITE, sit_desk, .room = "talk", .sample = "camera=1", .holes = "talk" },
	{ METHOD_POST, "/desk/meet/{talk}/seat/{seat}/here", MAY_TALK_WRITE, here_desk, .room = "talk", .sample = "camera=1",
		.holes = "talk,seat" },
	{ METHOD_POST, "/desk/meet/{talk}/seat/{seat}/leave", MAY_TALK_WRITE, leave_desk, .room = "talk", .sample = "x=1",
		.holes = "talk,seat" },
	{ METHOD_POST, "/desk/meet/{talk}/seat/{seat}/signal/{other}", MAY_TALK_WRITE, signal_desk, .room = "talk", .sample = "words=1",
		.holes = "talk,seat,other" },
	{ METHOD_POST, "/desk/meet/{talk}/words", MAY_TALK_WRITE, words_desk, .room = "talk", .sample = "words=Hello", .holes = "written" },
	{ METHOD_POST, "/desk/meet/{talk}/guest/{guest}/admit", MAY_TALK_WRITE, admit, .room = "talk", .sample = "x=1",
		.holes = "talk,guest" },
};
const size_t talk_room_route_n = sizeof talk_room_routes / sizeof *talk_room_routes;
