/* The server: one epoll thread of libmicrohttpd reads and writes, the lanes work. A connection sleeps while a worker has its call; whoever
 * finishes the call wakes it, and the epoll thread sends the reply. */
#include "web/inside.h"
#include "web/live.h"
#include "base/check.h"
#include "base/log.h"
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

enum { ARENA_BASE = 16 << 20, CONNECTION_MEMORY = WEB_HEAD_MAX, WORDS_OF_LONG = 256 * 1024, SWALLOW_TIMES = 8, CONNECTIONS = 16384 };

/* ---- arenas are used again ---- */
static struct arena *arena_borrow(struct web *w)
{
	pthread_mutex_lock(&w->spare_lock);
	struct arena *a = w->spare_n ? w->spare[--w->spare_n] : NULL;
	pthread_mutex_unlock(&w->spare_lock);
	return a ? a : arena_new(w->arena_cap);
}

static void arena_return(struct web *w, struct arena *a)
{
	if (!a)
		return;
	arena_reset(a);
	pthread_mutex_lock(&w->spare_lock);
	bool is_kept = w->spare_n < WEB_SPARE_ARENAS;
	if (is_kept)
		w->spare[w->spare_n++] = a;
	pthread_mutex_unlock(&w->spare_lock);
	if (!is_kept)
		arena_free(a);
}

/* ---- what the library calls, always on its epoll thread ---- */
static void on_connection(void *arg, struct MHD_Connection *c, void **context, enum MHD_ConnectionNotificationCode what)
{
	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		*context = link_new(arg, c);
	} else if (*context) {
		link_free(arg, *context);
		*context = NULL;
	}
}

/* The request line is whole: the last moment to see the address as it was sent. */
static void *on_line(void *arg, const char *uri, struct MHD_Connection *c)
{
	struct web *w = arg;
	struct exchange *x = calloc(1, sizeof *x);
	size_t n = uri ? strnlen(uri, WEB_URI_MAX + 1) : 0;
	CHECK(x);
	*x = (struct exchange){ .web = w, .connection = c, .uri_at = uri };
	x->link = MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
	if (n > 0 && n <= WEB_URI_MAX)
		x->uri = (struct str){ strndup(uri, n), n };
	link_phase(w, x->link, PHASE_HEAD, 0);
	w->exchange_n++;
	return x;
}

static void on_end(void *arg, struct MHD_Connection *c, void **context, enum MHD_RequestTerminationCode how)
{
	struct web *w = arg;
	struct exchange *x = *context;
	(void)c, (void)how;
	if (!x)
		return;
	*context = NULL;
	link_phase(w, x->link, PHASE_IDLE, 0);
	w->asleep_n -= x->is_asleep;
	stage_free(x->stage);
	arena_return(w, x->arena);
	free((char *)(uintptr_t)x->uri.s);
	free(x);
	w->exchange_n--;
}

static size_t as_is(void *arg, struct MHD_Connection *c, char *s)
{
	(void)arg, (void)c;
	return strlen(s);
}

/* ---- a request in its steps ---- */
static void finish(struct call *c)
{
	struct exchange *x = c->transport;
	MHD_resume_connection(x->connection);
}

static void work(void *arg)
{
	struct exchange *x = arg;
	if (x->stage && !stage_open(x->stage, &x->call->body)) {
		x->refusal = 503;
		finish(x->call);
		return;
	}
	x->web->conf.handle(x->call, x->web->conf.arg);
}

static enum MHD_Result refuse(struct exchange *x, int status)
{
	x->web->refused_n++;
	return leave_plain(x, status);
}

static enum MHD_Result busy(struct exchange *x)
{
	x->web->busy_n++;
	return leave_plain(x, 503);
}

static bool is_with_files(const struct exchange *x)
{
	return x->call && x->call->method == METHOD_POST && x->call->content_type.n > 19
		&& strncasecmp(x->call->content_type.s, "multipart/form-data", 19) == 0;
}

static enum MHD_Result dispatch(struct exchange *x);

/* Photos may be large, and wait on disk. Too large: what was written in front of them is kept, the rest is read away, so that the page says what to
 * do and nothing is lost; far too large (a film): the page comes at once and the rest is not waited for. */
static enum MHD_Result begin_with_files(struct exchange *x, bool waits_for_100)
{
	size_t most = x->web->conf.file_body_max;
	x->call->is_too_long = x->body_left > most;
	if (x->call->is_too_long && (waits_for_100 || x->body_left > most * 4))
		return dispatch(x);
	x->stage = x->call->is_too_long ? NULL : stage_new(x->web);
	if (!x->stage && !x->call->is_too_long)
		return busy(x);
	link_phase(x->web, x->link, PHASE_BODY, x->body_left);
	return MHD_YES;
}

/* The head is whole. A body that is somewhat too long is read away, so that the browser lives to see the answer. */
static enum MHD_Result begin(struct exchange *x, const char *method, const char *version)
{
	struct web *w = x->web;
	x->is_seen = true;
	x->arena = arena_borrow(w);
	int status = arrive(x, method, version);
	bool waits_for_100 = MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, "Expect") != NULL;
	w->request_n++;
	if (x->call) {
		x->call->transport = x;
		x->call->finish = finish;
	}
	if (status == 413 && is_with_files(x))
		return begin_with_files(x, waits_for_100);
	if (status == 413 && !waits_for_100 && x->body_left <= w->conf.body_max * SWALLOW_TIMES)
		x->refusal = 413;
	else if (status)
		return refuse(x, status);
	link_phase(w, x->link, PHASE_BODY, x->body_left);
	return MHD_YES;
}

static enum MHD_Result take_body(struct exchange *x, const char *data, size_t *n)
{
	if (x->stage) {
		if (!stage_put(x->stage, data, *n))
			x->refusal = 503;
	} else if (!x->refusal && (!x->call->is_too_long || x->call->body.n < WORDS_OF_LONG)) {
		struct out o = { .arena = x->arena, .b = (char *)(uintptr_t)x->call->body.s, .n = x->call->body.n, .cap = x->body_cap };
		if (!x->call->is_too_long && *n > x->web->conf.body_max - o.n)
			return MHD_NO;
		if (o.cap == 0 && x->body_left < 256 * 1024)
			out_grow(&o, x->body_left + 1);
		out_put(&o, data, *n);
		x->call->body = out_done(&o);
		x->body_cap = o.cap;
	}
	*n = 0;
	return MHD_YES;
}

static enum MHD_Result dispatch(struct exchange *x)
{
	struct web *w = x->web;
	if (x->refusal)
		return x->refusal == 503 ? busy(x) : refuse(x, x->refusal);
	if (asset_serve(x->call))
		return leave(x);
	link_phase(w, x->link, PHASE_WORK, 0);
	x->is_asleep = true;
	w->asleep_n++;
	MHD_suspend_connection(x->connection);
	if (!lane_post(&w->lane[LANE_FAST], (struct job){ work, x }, false)) {
		x->refusal = 503;
		MHD_resume_connection(x->connection);
	}
	return MHD_YES;
}

static enum MHD_Result wake(struct exchange *x)
{
	x->is_asleep = false;
	x->web->asleep_n--;
	return x->refusal == 503 ? busy(x) : leave(x);
}

/* tidy: parameters (the library's own shape) */
static enum MHD_Result on_request(void *arg, struct MHD_Connection *c, const char *url, const char *method, const char *version,
	const char *data, size_t *data_n, void **context)
{
	struct exchange *x = *context;
	(void)arg, (void)c, (void)url;
	if (!x)
		return MHD_NO;
	if (!x->is_seen)
		return begin(x, method, version);
	if (*data_n)
		return take_body(x, data, data_n);
	return x->is_asleep ? wake(x) : dispatch(x);
}

/* ---- start ---- */
static void fill_in(struct web_conf *k)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	int fast = cores > 2 ? (int)cores * 2 : 4;
	k->fast_n = k->fast_n ? k->fast_n : fast;
	k->slow_n = k->slow_n ? k->slow_n : cores > 2 ? (int)cores - 1 : 1;     /* one processor stays with the pages */
	k->fast_queue_n = k->fast_queue_n ? k->fast_queue_n : 4096;
	k->slow_queue_n = k->slow_queue_n ? k->slow_queue_n : 256;
	k->body_max = k->body_max ? k->body_max : (size_t)1 << 20;
	k->file_body_max = k->file_body_max ? k->file_body_max : (size_t)48 << 20;
	k->header_s = k->header_s ? k->header_s : 10;
	k->body_s = k->body_s ? k->body_s : 30;
	k->idle_s = k->idle_s ? k->idle_s : 75;
}

/* Connections and streams share seven eighths of the descriptors that the system allows; the rest is for files. */
static void claim_descriptors(struct web *w)
{
	struct rlimit r = { .rlim_cur = 1024 };
	getrlimit(RLIMIT_NOFILE, &r);
	if (r.rlim_cur < r.rlim_max) {
		r.rlim_cur = r.rlim_max;
		setrlimit(RLIMIT_NOFILE, &r);
	}
	w->socket_n = r.rlim_cur > 1 << 20 ? 1 << 20 : (int)r.rlim_cur;
	w->socket_n -= w->socket_n / 8;
	int wish = w->conf.connection_n ? w->conf.connection_n : CONNECTIONS;
	w->conf.connection_n = wish < w->socket_n ? wish : w->socket_n;
}

bool web_has_room(struct web *w)
{
	return w->links.n + live_count() < w->socket_n;
}

static enum MHD_Result on_accept(void *arg, const struct sockaddr *address, socklen_t n)
{
	(void)address, (void)n;
	return web_has_room(arg) ? MHD_YES : MHD_NO;
}

static bool start_daemon(struct web *w)
{
	const unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC;
	w->daemon = MHD_start_daemon(flags, 0, on_accept, w, on_request, w,
		MHD_OPTION_LISTEN_SOCKET, w->listener,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)w->conf.connection_n,
		MHD_OPTION_CONNECTION_TIMEOUT, 0u,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
		MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_UNESCAPE_CALLBACK, as_is, NULL,
		MHD_OPTION_URI_LOG_CALLBACK, on_line, w,
		MHD_OPTION_NOTIFY_CONNECTION, on_connection, w,
		MHD_OPTION_NOTIFY_COMPLETED, on_end, w,
		MHD_OPTION_END);
	return w->daemon != NULL;
}

struct web *web_start(const struct web_conf *conf, struct arena *a, struct str *ret_why)
{
	struct web *w = calloc(1, sizeof *w);
	CHECK(w);
	w->conf = *conf;
	fill_in(&w->conf);
	claim_descriptors(w);
	w->arena_cap = ARENA_BASE + 6 * w->conf.body_max;
	signal(SIGPIPE, SIG_IGN);
	if (listen_open(w, a, ret_why) < 0) {
		free(w);
		return NULL;
	}
	fcntl(w->listener, F_SETFL, fcntl(w->listener, F_GETFL) | O_NONBLOCK);
	fcntl(w->listener, F_SETFD, FD_CLOEXEC);
	pthread_mutex_init(&w->spare_lock, NULL);
	leave_start(w);
	links_start(w);
	CHECK(live_begin());
	CHECK(lane_start(&w->lane[LANE_FAST], w->conf.fast_n, w->conf.fast_queue_n, false));
	CHECK(lane_start(&w->lane[LANE_SLOW], w->conf.slow_n, w->conf.slow_queue_n, true));
	CHECK(start_daemon(w));
	return w;
}

bool web_post(struct web *w, enum lane lane, void (*run)(void *), void *arg, bool must)
{
	return lane_post(&w->lane[lane], (struct job){ run, arg }, must);
}

bool web_is_stopping(struct web *w)
{
	return w->is_stopping;
}

int web_port(struct web *w)
{
	return w->port;
}

void web_figures(struct web *w, struct web_figures *ret)
{
	*ret = (struct web_figures){ .request_n = w->request_n, .refused_n = w->refused_n, .busy_n = w->busy_n, .cut_n = w->cut_n,
		.byte_out_n = w->byte_out_n, .open_n = w->links.n, .stream_n = live_count(),
		.fast_wait_n = lane_waiting(&w->lane[LANE_FAST]), .slow_wait_n = lane_waiting(&w->lane[LANE_SLOW]) };
	for (int i = 0; i < 6; i++)
		ret->status_n[i] = w->status_n[i];
}

/* ---- stop ---- */
static bool is_quiet(struct web *w)
{
	return w->exchange_n == 0 && lane_is_idle(&w->lane[LANE_FAST]) && lane_is_idle(&w->lane[LANE_SLOW]);
}

static bool is_awake(struct web *w)
{
	return w->asleep_n == 0;
}

static bool wait_for(struct web *w, bool (*is_so)(struct web *), int64_t until_ms)
{
	while (!is_so(w) && now_ms() < until_ms)
		usleep(2000);
	return is_so(w);
}

static void stop_listening(struct web *w)
{
	w->is_stopping = true;
	MHD_quiesce_daemon(w->daemon);
	listen_close(w);
}

void web_stop(struct web *w, int ms)
{
	int64_t until = now_ms() + ms;
	stop_listening(w);
	wait_for(w, is_quiet, until);
	lane_stop(&w->lane[LANE_FAST]);
	lane_stop(&w->lane[LANE_SLOW]);
	/* A sleeping connection must not be freed under the one who will wake it; the process ends anyway. */
	if (!wait_for(w, is_awake, now_ms() + 1000)) {
		log_line(LOG_ERROR, "web: %d requests did not end in time", (int)w->asleep_n);
		return;
	}
	links_stop(w);
	MHD_stop_daemon(w->daemon);
	live_end();
	leave_stop(w);
	while (w->spare_n)
		arena_free(w->spare[--w->spare_n]);
	free(w);
}
