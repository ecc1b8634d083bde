/* The room of a video talk. */
#include "talk/talk_room.h"
#include "base/turn.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/task.h"
#include "talk/talk_inside.h"

enum { WORDS_SINCE = 2 * HOUR, SLACK_MS = 2000, ID_MS_SHIFT = 22 };

struct str talk_topic(struct desk *d, const struct talk_row *x)
{
	return arena_fmt(d->arena, "meet-%s", id_text(d->arena, x->talk_id.v).s);
}

void talk_hear(struct desk *d, const struct talk_row *x)
{
	desk_tell(d, talk_topic(d, x), STR("changed"));
}

/* ---- sitting down ---- */

static size_t seats_of(struct desk *d, struct talk_id talk_id, struct talk_room_seat_row **ret)
{
	return talk_room_seats(d, talk_id, moment_add(d->now, -(int64_t)TALK_SEEN_S * SECOND), ret);
}

static int count_of(const struct talk_room_seat_row *seat, size_t n, const char *state)
{
	int found = 0;
	for (size_t i = 0; i < n; i++)
		found += str_is(seat[i].state, state);
	return found;
}

static struct str own_name(struct desk *d)
{
	struct staff_person x;
	struct str name = d->who.account_id.v && staff_person_of_account(d, d->who.account_id, &x) ? staff_shown_name(&x) : STR_NONE;
	return name.n ? name : d->tenant->worker_word;
}

enum talk_refusal talk_sit(struct desk *d, const struct talk_row *x, bool is_staff, bool has_camera, struct seat_id *ret)
{
	struct talk_room_seat_row *seat;
	struct seat_id seat_id = { id_new() };
	size_t n = seats_of(d, x->talk_id, &seat);
	if (!str_is(x->state, "planned"))
		return TALK_SETTLED;
	if (is_staff ? count_of(seat, n, "in") >= TALK_SEATS : count_of(seat, n, "waiting") >= TALK_WAITING)
		return TALK_FULL;
	talk_room_sit(d, &(struct talk_room_sit_in){ .seat_id = seat_id, .talk_id = x->talk_id, .is_staff = is_staff,
		.account_id = is_staff ? d->who.account_id : (struct account_id){ 0 }, .name = is_staff ? own_name(d) : STR_NONE,
		.state = is_staff ? STR("in") : STR("waiting"), .has_camera = has_camera, .sat_at = d->now });
	if (is_staff)
		audit_note(d, "talk.sit", "talk", x->talk_id.v, STR_NONE);
	else
		talk_task(d, x, d->now);
	talk_hear(d, x);
	*ret = seat_id;
	return TALK_OK;
}

bool talk_seat_of(struct desk *d, const struct talk_row *x, struct seat_id seat_id, bool is_staff, struct talk_room_seat_row *ret)
{
	struct talk_room_seat_row seat;
	if (!talk_room_seat_by_id(d, seat_id, &seat) || seat.talk_id.v != x->talk_id.v || seat.is_staff != is_staff || str_is(seat.state, "left"))
		return false;
	if (is_staff && seat.account_id.v != d->who.account_id.v)
		return false;
	*ret = seat;
	return true;
}

void talk_here(struct desk *d, const struct talk_room_seat_row *seat, bool has_camera)
{
	talk_room_seen(d, d->now, has_camera, seat->seat_id);
	if (seat->has_camera != has_camera)
		talk_hear(d, &(struct talk_row){ .talk_id = seat->talk_id });
}

/* Nobody waits any more: nothing of it stands on 今日. */
static void task_end_if_empty(struct desk *d, const struct talk_row *x)
{
	struct talk_room_seat_row *seat;
	size_t n = seats_of(d, x->talk_id, &seat);
	if (!count_of(seat, n, "waiting") && task_settle_subject(d, TASK_TALK, x->talk_id.v))
		desk_tell(d, STR("task"), STR("changed"));
}

enum talk_refusal talk_admit(struct desk *d, const struct talk_row *x, struct seat_id seat_id)
{
	struct talk_room_seat_row *seat, who;
	size_t n = seats_of(d, x->talk_id, &seat);
	if (!talk_room_seat_by_id(d, seat_id, &who) || who.talk_id.v != x->talk_id.v)
		return TALK_NO_SUCH;
	if (count_of(seat, n, "in") >= TALK_SEATS)
		return TALK_FULL;
	if (!str_is(who.state, "waiting") || talk_room_seat_turn(d, STR("in"), seat_id) != 1)
		return TALK_CHANGED;
	audit_note(d, "talk.admit", "talk", x->talk_id.v, STR_NONE);
	task_end_if_empty(d, x);
	talk_hear(d, x);
	return TALK_OK;
}

void talk_leave(struct desk *d, const struct talk_row *x, const struct talk_room_seat_row *seat)
{
	talk_room_seat_turn(d, STR("left"), seat->seat_id);
	task_end_if_empty(d, x);
	talk_hear(d, x);
}

enum talk_refusal talk_signal(struct desk *d, const struct talk_row *x, const struct talk_room_seat_row *from, struct seat_id to, struct str words)
{
	struct talk_room_seat_row seat;
	bool is_there = talk_room_seat_by_id(d, to, &seat) && seat.talk_id.v == x->talk_id.v && str_is(seat.state, "in");
	if (!is_there || !str_is(from->state, "in") || from->seat_id.v == to.v)
		return TALK_NO_SUCH;
	talk_room_signal_add(d, &(struct talk_room_signal_add_in){ .signal_id = { id_new() }, .to_seat_id = to, .from_seat_id = from->seat_id,
		.words = words, .sent_at = d->now });
	talk_hear(d, x);
	return TALK_OK;
}

/* ---- what a seat needs to know ---- */

static void put_urls(struct desk *d, struct str list, struct out *o)
{
	struct str one;
	bool is_first = true;
	out_z(o, "[");
	while (str_cut(&list, ',', &one)) {
		out_z(o, is_first ? "" : ",");
		out_json(o, arena_str(d->arena, str_trim(one)));
		is_first = false;
	}
	out_z(o, "]");
}

/* Whoever listens at the relay learns from the name when it ends, and nothing else. */
static void put_relay(struct desk *d, struct moment until_at, struct out *o)
{
	struct str urls = tenant_get(d->tenant, "video.turn_url"), secret = STR_NONE;
	if (!urls.n || !tenant_secret(d, d->tenant, "video.turn_secret", &secret)) {
		out_z(o, "{\"is_relayed\":false,\"server\":[]}");
		return;
	}
	struct str name = arena_fmt(d->arena, "%lld:%s", (long long)(until_at.ms / SECOND), id_text(d->arena, id_new()).s);
	out_fmt(o, "{\"is_relayed\":%s,\"server\":[{\"urls\":", str_is(tenant_get(d->tenant, "video.relay_only"), "yes") ? "true" : "false");
	put_urls(d, urls, o);
	out_z(o, ",\"username\":");
	out_json(o, name);
	out_z(o, ",\"credential\":");
	out_json(o, turn_password(d->arena, secret, name));
	out_z(o, "}]}");
}

void talk_relay_write(struct desk *d, struct moment until_at, struct out *o)
{
	out_z(o, "{\"ice\":");
	put_relay(d, until_at, o);
	out_z(o, "}");
}

static void put_seat(struct desk *d, const struct talk_room_seat_row *x, struct out *o)
{
	out_fmt(o, "{\"id\":\"%s\",\"is_staff\":%s,\"has_camera\":%s,\"state\":", id_text(d->arena, x->seat_id.v).s, x->is_staff ? "true" : "false",
		x->has_camera ? "true" : "false");
	out_json(o, x->state);
	out_z(o, ",\"name\":");
	out_json(o, x->name);
	out_z(o, "}");
}

/* Who waits sees nobody; who is in sees who is in; staff see who waits, too. */
static void put_seats(struct desk *d, const struct talk_row *x, const struct talk_room_seat_row *me, struct out *o)
{
	struct talk_room_seat_row *seat;
	size_t n = seats_of(d, x->talk_id, &seat);
	bool is_first = true;
	out_z(o, "[");
	for (size_t i = 0; i < n; i++) {
		bool is_seen = str_is(me->state, "in") && (me->is_staff || str_is(seat[i].state, "in"));
		if (seat[i].seat_id.v == me->seat_id.v || !is_seen)
			continue;
		out_z(o, is_first ? "" : ",");
		put_seat(d, &seat[i], o);
		is_first = false;
	}
	out_z(o, "]");
}

/* A little from before, too: between processes a later number may be committed first. The browser knows what it has read. */
static void put_signals(struct desk *d, const struct talk_room_seat_row *me, struct signal_id after, struct out *o)
{
	struct talk_room_signals_row *row;
	struct signal_id from = { after.v ? after.v - ((int64_t)SLACK_MS << ID_MS_SHIFT) : 1 };
	size_t n = talk_room_signals(d, me->seat_id, from, &row);
	out_z(o, "[");
	for (size_t i = 0; i < n; i++) {
		out_fmt(o, "%s{\"id\":\"%s\",", i ? "," : "", id_text(d->arena, row[i].signal_id.v).s);
		out_fmt(o, "\"from\":\"%s\",\"words\":", id_text(d->arena, row[i].from_seat_id.v).s);
		out_json(o, row[i].words);
		out_z(o, "}");
	}
	out_z(o, "]");
}

/* What was written beside this talk, not what the thread held before. */
static void put_words(struct desk *d, const struct talk_row *x, struct out *o)
{
	struct consult_messages_row *m;
	size_t n = x->thread_id.v ? consult_messages(d, x->thread_id, &m) : 0, kept = 0;
	out_z(o, "[");
	for (size_t i = 0; i < n; i++) {
		if (m[i].written_at.ms < x->from_at.ms - WORDS_SINCE)
			continue;
		out_fmt(o, "%s{\"is_staff\":%s,\"words\":", kept++ ? "," : "", m[i].is_from_staff ? "true" : "false");
		out_json(o, m[i].words);
		out_z(o, "}");
	}
	out_z(o, "]");
}

void talk_state_write(struct desk *d, const struct talk_row *x, const struct talk_room_seat_row *me, struct signal_id after, struct out *o)
{
	struct moment until_at = moment_add(x->until_at.ms > d->now.ms ? x->until_at : d->now, HOUR);
	out_fmt(o, "{\"is_over\":%s,\"me\":", str_is(x->state, "planned") ? "false" : "true");
	put_seat(d, me, o);
	out_z(o, ",\"seat\":");
	put_seats(d, x, me, o);
	out_z(o, ",\"signal\":");
	put_signals(d, me, after, o);
	out_z(o, ",\"said\":");
	put_words(d, x, o);
	out_z(o, ",\"ice\":");
	if (str_is(me->state, "in"))
		put_relay(d, until_at, o);
	else
		out_z(o, "null");
	out_z(o, "}");
}

/* ---- timed ---- */

void talk_room_sweep(struct desk *d)
{
	talk_room_signals_erase(d, moment_add(d->now, -(int64_t)HOUR));
	talk_room_seats_erase(d, moment_add(d->now, -DAY_MS));
}
