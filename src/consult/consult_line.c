/* The story of a message by LINE: it comes once, lies in a talk of ours, is confirmed by a fixed sentence; an answer is announced, not told. */
#include "consult/consult_line.h"
#include "consult/consult_line.page.h"
#include "consult/consult_line_page.h"
#include "desk/audit.h"
#include "desk/outbox.h"

enum { LINK_DAYS = 7, EVENT_DAYS = 35, WORDS_MOST = 8000, EVENTS_SHOWN = 30, LETTER_HOURS = 24, MESSAGE_LATE_DAYS = 7 };

/* One event and whom it is from; `user` is filled in where the platform says who. */
struct taking { const struct line_event *event; struct str event_hash; struct consult_line_user_row user; bool has_user, is_new; };

static struct seal_key line_key(const struct desk *d)
{
	return seal_derive(d->tenant_key, STR("line"), d->tenant_id.v);
}

static struct str hashed(const struct desk *d, const char *what, struct str x)
{
	struct seal_key key = line_key(d);
	return seal_mac(d->arena, &key, arena_fmt(d->arena, "%s:%.*s", what, STR_ARG(x)));
}

static void user_keep(struct desk *d, const struct consult_line_user_row *u)
{
	consult_line_user_set(d, &(struct consult_line_user_set_in){ .thread_id = u->thread_id, .token_box = u->token_box, .is_blocked = u->is_blocked,
		.told_at = u->told_at, .declined_at = u->declined_at, .last_at = d->now, .line_user_id = u->line_user_id });
}

static void user_find(struct desk *d, struct taking *t)
{
	struct seal_key key = line_key(d);
	struct str hash = hashed(d, "user", t->event->user);
	t->has_user = t->event->user.n > 0;
	if (!t->has_user || consult_line_user_by_hash(d, hash, &t->user))
		return;
	t->is_new = true;
	t->user = (struct consult_line_user_row){ .line_user_id = { id_new() }, .user_box = seal_box(d->arena, &key, t->event->user) };
	consult_line_user_add(d, t->user.line_user_id, hash, t->user.user_box, d->now);
}

/* ---- ways in ---- */

struct str consult_line_way(struct desk *d, struct thread_id thread_id)
{
	struct str token = id_token(d->arena);
	consult_line_link_add(d, hashed(d, "link", token), thread_id, moment_add(d->now, LINK_DAYS * DAY_MS));
	return arena_fmt(d->arena, "%.*s/l/%s?openExternalBrowser=1", STR_ARG(d->site), token.s);
}

static enum consult_line_open link_find(struct desk *d, struct str token, struct consult_line_link_by_hash_row *ret)
{
	if (!id_is_token(token) || !consult_line_link_by_hash(d, hashed(d, "link", token), ret))
		return CONSULT_LINK_NO_SUCH;
	return ret->used_at.ms || ret->until_at.ms < d->now.ms ? CONSULT_LINK_USED : CONSULT_LINK_OK;
}

enum consult_line_open consult_line_link_look(struct desk *d, struct str token)
{
	struct consult_line_link_by_hash_row link;
	return link_find(d, token, &link);
}

enum consult_line_open consult_line_link_open(struct desk *d, struct str token, struct str *ret_token)
{
	struct consult_line_link_by_hash_row link;
	struct consult_line_user_row user;
	struct seal_key key = line_key(d);
	enum consult_line_open r = link_find(d, token, &link);
	if (r != CONSULT_LINK_OK)
		return r;
	if (!consult_line_user_by_thread(d, link.thread_id, &user) || !seal_open(d->arena, &key, user.token_box, ret_token))
		return CONSULT_LINK_NO_SUCH;
	return consult_line_link_use(d, d->now, hashed(d, "link", token)) == 1 ? CONSULT_LINK_OK : CONSULT_LINK_USED;
}

/* ---- what goes back ---- */

static void send(struct desk *d, const struct consult_line_user_row *u, struct str reply_token, const struct str *text, size_t n)
{
	struct seal_key key = line_key(d);
	struct str to;
	if (u->is_blocked || !seal_open(d->arena, &key, u->user_box, &to))
		return;
	outbox_put(d, &(struct outbox_letter){ .channel = STR("line"), .to = to, .subject = reply_token, .text = line_messages(d->arena, text, n),
		.reason = STR("line"), .subject_id = u->thread_id.v, .not_after = moment_add(d->now, LETTER_HOURS * HOUR) });
}

struct writing { struct page p; struct out out; };

static struct page *write_begin(struct desk *d, struct writing *w, struct str lang)
{
	*w = (struct writing){ .out = { .arena = d->arena } };
	w->p = (struct page){ .out = &w->out, .base = d->base };
	lang_parse(lang, &w->p.lang);
	return &w->p;
}

static bool is_room(const struct desk *d)
{
	return str_is(tenant_get(d->tenant, "line.mode"), "room");
}

static void confirm(struct desk *d, struct taking *t, const struct consult_thread_row *thread, bool is_first)
{
	struct writing w;
	if (!t->event->reply_token.n || t->event->is_standby)
		return;
	struct consult_line_words v = { .tenant = d->tenant, .promise_at = thread->promise_at, .link = consult_line_way(d, thread->thread_id),
		.is_urgent = thread->urgent_n == 2, .is_first = is_first, .is_room = is_room(d) && !t->user.declined_at.ms };
	consult_line_received(write_begin(d, &w, thread->lang), &v);
	send(d, &t->user, t->event->reply_token, &(struct str){ w.out.b, w.out.n }, 1);
}

void consult_line_answered(struct desk *d, const struct consult_thread_row *thread, struct str words)
{
	struct consult_line_user_row user;
	struct writing w;
	struct str text[2];
	size_t n = 0;
	if (!consult_line_user_by_thread(d, thread->thread_id, &user))
		return;
	if (is_room(d) && user.told_at.ms && !user.declined_at.ms)
		text[n++] = words;
	consult_line_notice(write_begin(d, &w, thread->lang), &(struct consult_line_words){ .tenant = d->tenant,
		.link = consult_line_way(d, thread->thread_id), .is_room = n > 0 });
	text[n++] = (struct str){ w.out.b, w.out.n };
	send(d, &user, STR_NONE, text, n);
}

/* ---- what comes ---- */

static struct str words_of(struct desk *d, const struct line_event *e)
{
	struct str x = e->words.n ? e->words : STR("-");
	while (str_letters(x) > WORDS_MOST)
		x = (struct str){ x.s, x.n - 1 };
	return arena_str(d->arena, x);
}

/* The talk that this person has with us, or a new one with these words in it. */
static struct consult_thread_row talk(struct desk *d, struct taking *t, const struct consult_said *said, bool *ret_is_first)
{
	struct consult_thread_row thread = { 0 };
	struct seal_key key = line_key(d);
	struct str token;
	*ret_is_first = !t->user.thread_id.v || !consult_thread_by_id(d, t->user.thread_id, &thread);
	if (!*ret_is_first) {
		consult_write_as(d, &thread, said);
	} else {
		t->user.thread_id = consult_ask(d, &(struct consult_new){ .words = said->words, .said = said }, &token);
		t->user.token_box = seal_box(d->arena, &key, token);
	}
	consult_thread_by_id(d, t->user.thread_id, &thread);
	return thread;
}

/* The platform forgets what it holds: the courier fetches it at once. */
static void fetch_later(struct desk *d, const struct line_event *e, struct thread_id thread_id, struct message_id message_id)
{
	outbox_put(d, &(struct outbox_letter){ .channel = STR("content"), .to = e->message, .reason = STR("line"), .subject_id = message_id.v,
		.text = arena_fmt(d->arena, "%s %s", id_text(d->arena, thread_id.v).s, id_text(d->arena, message_id.v).s),
		.not_after = moment_add(d->now, LETTER_HOURS * HOUR), .href = STR("/desk/line") });
}

/* A code that binds her to her record: it is not kept in the talk, and what goes back says only that it worked. */
static bool bound(struct desk *d, struct taking *t)
{
	const struct line_event *e = t->event;
	struct consult_said what = { .words = STR("-"), .kind = "bound", .message_id = { id_new() }, .at = d->now };
	struct consult_thread_row thread = { 0 };
	struct writing w;
	bool is_first = false;
	if (e->kind != LINE_TEXT || !consult_is_code(d, e->words))
		return false;
	bool has_talk = t->user.thread_id.v && consult_thread_by_id(d, t->user.thread_id, &thread);
	if (!has_talk)
		thread = talk(d, t, &what, &is_first);
	if (consult_join_by_code(d, &thread, e->words) != CONSULT_OK)
		return false;
	if (has_talk)
		consult_note_as(d, &thread, &what);
	user_keep(d, &t->user);
	if (!e->reply_token.n || e->is_standby)
		return true;
	consult_line_bound(write_begin(d, &w, thread.lang), &(struct consult_line_words){ .tenant = d->tenant,
		.link = consult_line_way(d, thread.thread_id) });
	send(d, &t->user, e->reply_token, &(struct str){ w.out.b, w.out.n }, 1);
	return true;
}

static void said(struct desk *d, struct taking *t)
{
	const struct line_event *e = t->event;
	if (bound(d, t))
		return;
	struct str hash = hashed(d, "message", e->message);
	struct consult_line_message_by_hash_row before;
	bool is_first, is_taken_back = e->message.n && consult_line_message_by_hash(d, hash, &before) && !before.message_id.v;
	struct consult_said what = { .words = is_taken_back ? STR("-") : words_of(d, e), .kind = is_taken_back ? "unsend" : line_kind_word(e->kind),
		.message_id = { id_new() }, .at = e->at };
	if (what.at.ms > d->now.ms || what.at.ms < d->now.ms - MESSAGE_LATE_DAYS * DAY_MS)
		what.at = d->now;
	struct consult_thread_row thread = talk(d, t, &what, &is_first);
	if (e->message.n)
		consult_line_message_add(d, hash, what.message_id, d->now);
	if (e->has_content && !is_taken_back)
		fetch_later(d, e, thread.thread_id, what.message_id);
	t->user.is_blocked = false;
	if (is_room(d) && e->reply_token.n && !t->user.told_at.ms)
		t->user.told_at = d->now;
	user_keep(d, &t->user);
	confirm(d, t, &thread, is_first);
}

/* Its words, and what it held. */
static void take_back(struct desk *d, struct message_id message_id)
{
	struct consult_line_message_row m;
	if (consult_line_message(d, message_id, &m)) {
		struct file_place place = { .kind = "thread", .subject_id = m.thread_id.v, .part_id = message_id.v };
		file_erase_part(d, &place);
	}
	outbox_stop(d, message_id.v);
	consult_line_take_back(d, message_id);
}

static void taken_back(struct desk *d, const struct line_event *e)
{
	struct str hash = hashed(d, "message", e->message);
	struct consult_line_message_by_hash_row row;
	if (!e->message.n)
		return;
	if (consult_line_message_by_hash(d, hash, &row) && row.message_id.v)
		take_back(d, row.message_id);
	else
		consult_line_message_add(d, hash, (struct message_id){ 0 }, d->now);
}

/* Something that was not said: a line in the talk where there is one. */
static void happened(struct desk *d, struct taking *t)
{
	struct consult_thread_row thread;
	struct consult_said what = { .words = words_of(d, t->event), .kind = line_kind_word(t->event->kind), .message_id = { id_new() }, .at = d->now };
	if (t->user.thread_id.v && consult_thread_by_id(d, t->user.thread_id, &thread))
		consult_note_as(d, &thread, &what);
}

static void greet(struct desk *d, struct taking *t)
{
	struct writing w;
	if (!t->event->reply_token.n || t->event->is_standby)
		return;
	consult_line_greeting(write_begin(d, &w, STR("ja")), &(struct consult_line_words){ .tenant = d->tenant, .is_room = is_room(d) });
	send(d, &t->user, t->event->reply_token, &(struct str){ w.out.b, w.out.n }, 1);
}

static void from_user(struct desk *d, struct taking *t)
{
	switch (t->event->kind) {
	case LINE_FOLLOW:
	case LINE_UNFOLLOW:
		t->user.is_blocked = t->event->kind == LINE_UNFOLLOW;
		happened(d, t);
		user_keep(d, &t->user);
		if (t->event->kind == LINE_FOLLOW)
			greet(d, t);
		break;
	case LINE_POSTBACK:
		if (str_is(t->event->words, "answers=link") || str_is(t->event->words, "answers=line"))
			t->user.declined_at = str_is(t->event->words, "answers=link") ? d->now : MOMENT_NONE;
		happened(d, t);
		user_keep(d, &t->user);
		break;
	default:
		if (line_is_said(t->event->kind) || (t->event->kind == LINE_OTHER && t->event->message.n))
			said(d, t);
		else if (t->event->kind != LINE_UNSEND)
			happened(d, t);
	}
}

static bool take(struct desk *d, const struct line_event *e)
{
	struct taking t = { .event = e };
	/* Before 2022 events had no key of their own: then the whole of it is its key. */
	t.event_hash = hashed(d, "event", e->key.n ? e->key : arena_fmt(d->arena, "%lld %.*s %.*s %s %.*s", (long long)e->at.ms, STR_ARG(e->user),
		STR_ARG(e->message), line_kind_word(e->kind), STR_ARG(e->words)));
	if (consult_line_event_add(d, t.event_hash, str_of(line_kind_word(e->kind)), d->now) != 1)
		return false;
	if (e->kind == LINE_UNSEND)
		taken_back(d, e);
	user_find(d, &t);
	if (t.has_user)
		from_user(d, &t);
	if (t.user.thread_id.v)
		consult_line_event_thread(d, t.user.thread_id, t.event_hash);
	return true;
}

size_t consult_line_take(struct desk *d, const struct line_event *event, size_t n)
{
	size_t new_n = 0;
	for (size_t i = 0; i < n; i++)
		new_n += take(d, &event[i]);
	return new_n;
}

/* ---- what a message held ---- */

static bool content_of(struct desk *d, struct str place, struct file_place *ret, struct consult_line_message_row *ret_message)
{
	struct str thread;
	struct message_id message_id;
	*ret = (struct file_place){ .kind = "thread" };
	if (!str_cut(&place, ' ', &thread) || !id_parse(thread, &ret->subject_id) || !id_parse(place, &message_id.v))
		return false;
	ret->part_id = message_id.v;
	return consult_line_message(d, message_id, ret_message) && !str_is(ret_message->kind, "unsend");
}

void consult_line_keep(struct desk *d, struct str place_words, const struct file_staged *staged, const char *how)
{
	struct file_place place;
	struct consult_line_message_row m;
	if (!content_of(d, place_words, &place, &m))
		return;
	if (staged)
		file_attach(d, &place, staged);
	consult_line_content_end(d, arena_fmt(d->arena, "%.*s-%s", STR_ARG(m.kind), staged ? "kept" : how), (struct message_id){ place.part_id });
	desk_tell(d, STR("task"), STR("changed"));
}

/* ---- looked at ---- */

void consult_line_look(struct desk *d, struct consult_line_state *ret)
{
	struct consult_line_users_count_row users = { 0 };
	struct day_parts today = day_split(d->today);
	consult_line_users_count(d, &users);
	*ret = (struct consult_line_state){ .has_secret = tenant_is_set(d->tenant, "line.channel_secret"),
		.has_token = tenant_is_set(d->tenant, "line.channel_token"), .is_room = is_room(d), .friend_n = users.friend_n, .blocked_n = users.blocked_n };
	struct moment month_at = day_moment(day_make(today.year, today.month, 1), 0);
	ret->sent_n = outbox_sent(d, STR("line"), month_at);
	ret->pushed_n = outbox_pushed(d, STR("line"), month_at);
	str_int(tenant_get(d->tenant, "line.push_budget"), &ret->budget_n);
	ret->event_n = consult_line_events(d, EVENTS_SHOWN, &ret->event);
	if (ret->event_n)
		ret->last_at = ret->event[0].came_at;
}

void consult_line_forget(struct desk *d)
{
	consult_line_events_forget(d, moment_add(d->now, -EVENT_DAYS * DAY_MS));
	consult_line_messages_forget(d, moment_add(d->now, -EVENT_DAYS * DAY_MS));
	consult_line_links_forget(d, moment_add(d->now, -EVENT_DAYS * DAY_MS));
}

/* ---- a message to many ---- */

size_t consult_line_friends(struct desk *d, struct family_id reached, struct family_id last, struct consult_line_friend **ret)
{
	struct consult_line_friends_between_row *row;
	struct seal_key key = line_key(d);
	size_t n = consult_line_friends_between(d, reached, last, &row), kept = 0;
	*ret = ARENA_ARRAY(d->arena, struct consult_line_friend, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct str to;
		if ((!kept || (*ret)[kept - 1].family_id.v != row[i].family_id.v) && seal_open(d->arena, &key, row[i].user_box, &to))
			(*ret)[kept++] = (struct consult_line_friend){ row[i].family_id, to };
	}
	return kept;
}
