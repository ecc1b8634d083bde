/* A POST: the form is looked at, the request waits for its tenant's writer, acts in its own transaction, and answers when that is durable. While the
 * database is away, what may be entered later is taken by the spool. */
#include "app/serve_inside.h"
#include "app/limit.h"
#include "app/rooms.h"
#include "desk/may.h"
#include "desk/once.h"
#include "desk/refuse.h"
#include "file/file.h"
#include "web/form.h"
#include "web/live.h"
#include "web/reply.h"

/* ---- POST ---- */

enum { HOOK_MOST = 4000 };

/* ---- acting once ---- */

/* Sent before? Then it leads where it led: nothing happens twice. The place may hold a secret link, so it is kept sealed. */
static bool once_again(struct request *r)
{
	struct desk *d = &r->desk;
	struct str box, place;
	struct seal_key key = once_seal(d);
	if (!r->once.n || !once_used(d, r->once, &box))
		return false;
	r->is_done_before = true;
	if (box.n && seal_open(d->arena, &key, box, &place))
		reply_see_other(r->call, place);
	else
		refuse_form(d, r->call);
	d->is_refused = true;
	return true;
}

static void once_keep(struct request *r)
{
	struct desk *d = &r->desk;
	struct seal_key key = once_seal(d);
	if (!r->once.n || r->call->reply.status != 303)
		return;
	for (size_t i = 0; i < r->call->reply.header_n; i++)
		if (strcmp(r->call->reply.header[i].name, "Location") == 0)
			once_led_to(d, r->once, seal_box(d->arena, &key, r->call->reply.header[i].value));
}

/* ---- news ---- */

/* To the other processes on this database: `NUMBER TOPIC DATA`. */
static void tell_others(struct request *r)
{
	for (struct desk_news *x = r->desk.news; x; x = x->next)
		store_tell(r->desk.turn, arena_fmt(r->call->arena, "%lld %.*s %.*s", (long long)r->served->number, STR_ARG(x->topic), STR_ARG(x->data)));
}

void serve_heard(void *arg, struct str words)
{
	struct serve *s = arg;
	struct str number, topic;
	int64_t channel = 0;
	if (!str_cut(&words, ' ', &number) || !str_cut(&words, ' ', &topic) || !str_int(number, &channel))
		return;
	live_publish(channel, topic, words);
	for (struct served *t = s->tenants->first; t; t = t->next)
		if (t->number == channel)
			t->has_news = 1;
}

static void publish(const struct request *r)
{
	for (struct desk_news *x = r->desk.news; x; x = x->next)
		live_publish(r->served->number, x->topic, x->data);
	r->served->has_news = 1;
}

/* ---- while the database is away ---- */

/* What is whole and needs no answer at once; photos do, since each is opened before it is taken. */
static bool is_taken(struct request *r)
{
	struct call *c = r->call;
	bool (*is_whole)(struct desk *, struct call *) = rooms_spooled(r->route);
	if (!r->serve->spooler || !is_whole || file_is_sent(c) || !is_whole(&r->desk, c))
		return false;
	if (!r->once.n)
		r->once = id_token(c->arena);
	return spooler_take(r->serve->spooler, r->served, c->arena, &(struct spool_post){ .number = id_new(), .at = r->desk.now, .base = r->desk.base,
		.path = c->path, .host = c->host, .cookie = c->cookie, .type = c->content_type, .language = c->accept_language, .address = c->address,
		.signature = c->signature, .once = r->once, .body = c->body, .is_secure = c->is_secure });
}

static void away(struct request *r)
{
	serve_forget(r->call);
	r->desk.turn = NULL;
	bool is_kept = is_taken(r);
	if (is_kept && r->route->may == MAY_HOOK)
		reply_text(r->call, 200, STR("ok\n"));
	else if (is_kept)
		spool_answer_taken(&r->desk, r->call, r->once);
	else
		refuse_away(&r->desk, r->call);
	serve_leave(r);
}

/* ---- a form ---- */

static void post_run(struct store_write *w, struct store_turn *turn, bool *keep)
{
	struct request *r = w->arg;
	struct desk *d = &r->desk;
	d->turn = turn;
	if (serve_admits(r) && !once_again(r)) {
		r->route->handle(d, r->call);
		if (!d->is_refused)
			once_keep(r);
		if (!d->is_refused)
			tell_others(r);
	}
	r->query_n += turn->query_n;
	*keep = !d->is_refused;
}

static void post_done(struct store_write *w, enum store_fault what)
{
	struct request *r = w->arg;
	r->desk.turn = NULL;
	if (what == STORE_OK && r->desk.is_refused && r->desk.undo)
		r->desk.undo(&r->desk);
	if (what == STORE_OK && r->desk.is_gone) {
		serve_again(r);
		return;
	}
	if (serve_is_away(r, what)) {
		away(r);                                /* it may have been kept: then its key was, too */
		return;
	}
	if (what != STORE_OK)
		serve_fault(r, what);
	else if (!r->desk.is_refused)
		publish(r);
	r->served->has_news = 1;
	serve_leave(r);
}

/* In the slow lane: a read turn is open until prepare ends it. */
static void prepare(void *arg)
{
	struct request *r = arg;
	struct desk *d = &r->desk;
	if (!serve_read(r)) {
		serve_fault(r, STORE_IO);
		serve_leave(r);
		return;
	}
	if (serve_admits(r))
		r->route->prepare(d, r->call);
	else
		d->is_refused = true;
	desk_turn_end(d);
	r->query_n += r->turn.query_n;
	if (r->turn.fault != STORE_OK)
		serve_fault(r, r->turn.fault);
	else if (r->desk.is_gone) {
		serve_again(r);
		return;
	}
	bool is_over = d->is_refused || r->turn.fault != STORE_OK;
	if (is_over && d->undo)
		d->undo(d);
	if (is_over)
		serve_leave(r);
	else
		serve_write(r, post_run, post_done);
}

void serve_post_start(struct request *r)
{
	if (!r->route->prepare || (r->route->prepare == file_prepare && !file_is_sent(r->call)))
		serve_write(r, post_run, post_done);
	else if (!r->serve->web)
		prepare(r);
	else if (!web_post(r->serve->web, LANE_SLOW, prepare, r, false)) {
		refuse_busy(&r->desk, r->call, 2);
		serve_leave(r);
	}
}

static void start(struct request *r)
{
	if (store_is_away(r->served->store))
		away(r);
	else
		serve_post_start(r);
}

void serve_post(struct request *r)
{
	struct desk *d = &r->desk;
	struct call *c = r->call;
	int after_s = 0;
	if (c->is_too_long) {
		refuse_large(d, c);
		serve_leave(r);
		return;
	}
	if (r->route->may == MAY_HOOK) {
		start(r);
		return;
	}
	if (!form_read(c)) {
		reply_text(c, 400, STR("The form could not be read.\n"));
		serve_leave(r);
		return;
	}
	if (!visitor_form_is_ours(r)) {
		refuse_form(d, c);
		serve_leave(r);
		return;
	}
	if (r->serve->limits && !limit_take(r->serve->limits, c->address, d->visitor, &after_s)) {
		refuse_busy(d, c, after_s);
		serve_leave(r);
		return;
	}
	r->once = form_value(c, "once");
	if (!id_is_token(r->once))
		r->once = STR_NONE;
	start(r);
}

/* ---- what was taken, entered later ---- */

static void nothing(struct call *c)
{
	(void)c;
}

static void replay_done(struct store_write *w, enum store_fault what)
{
	struct request *r = w->arg;
	r->desk.turn = NULL;
	if (what == STORE_OK && !r->desk.is_refused)
		publish(r);
}

/* Of what another server sent, for a person to look at; no letter is cut in two. */
static struct str beginning(struct str body)
{
	size_t n = body.n < HOOK_MOST ? body.n : HOOK_MOST;
	while (n && n < body.n && ((unsigned char)body.s[n] & 0xc0) == 0x80)
		n--;
	return (struct str){ body.s, n };
}

static enum replayed replay(struct request *r)
{
	bool is_other;
	r->route = serve_route(r, METHOD_POST, &is_other);
	if (!r->route || (r->route->may != MAY_HOOK && !form_read(r->call)))
		return REPLAY_REFUSED;
	r->write = (struct store_write){ .run = post_run, .done = replay_done, .arena = r->call->arena, .arg = r };
	enum store_fault what = store_write(r->served->store, &r->write);
	if (what == STORE_SQL || what == STORE_CORRUPT)
		return REPLAY_REFUSED;                  /* would fail for ever */
	if (what != STORE_OK || r->desk.is_gone)
		return REPLAY_LATER;
	return r->desk.is_refused && !r->is_done_before ? REPLAY_REFUSED : REPLAY_DONE;
}

enum replayed serve_replay(struct serve *s, struct served *served, struct arena *a, const struct spool_post *post, struct spool_refused_add_in *ret)
{
	struct call *c = ARENA_NEW(a, struct call);
	struct request *r = ARENA_NEW(a, struct request);
	*c = (struct call){ .arena = a, .method = METHOD_POST, .uri = post->path, .path = post->path, .query = STR(""), .body = post->body,
		.host = post->host, .cookie = post->cookie, .content_type = post->type, .accept_language = post->language, .address = post->address,
		.signature = post->signature, .is_secure = post->is_secure, .finish = nothing, .work = r };
	*r = (struct request){ .serve = s, .served = served, .call = c, .once = post->once };
	visitor_settle(r, post->base);
	r->desk.now = post->at;
	r->desk.today = day_of(post->at);
	enum replayed how = replay(r);
	if (how == REPLAY_REFUSED)
		*ret = (struct spool_refused_add_in){ .refused_id = { post->number }, .taken_at = post->at, .place = r->route ? str_of(r->route->path) : STR("-"),
			.nickname = form_value(c, "nickname"), .mail = form_value(c, "mail"), .words = form_value(c, "words") };
	if (how == REPLAY_REFUSED && r->route && r->route->may == MAY_HOOK)
		ret->words = beginning(c->body);
	profile_drop(served, r->profile);
	return how;
}
