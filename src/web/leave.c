/* Replies leave: the security headers that every one of them carries, static files made ready once, streams handed over with their socket. */
#include "web/inside.h"
#include "web/live.h"
#include "web/reply.h"
#include "base/check.h"
#include "base/log.h"
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#define POLICY "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:"
#define POLICY_REST "; media-src 'self'" POLICY_FORMS
#define POLICY_FORMS "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; font-src 'self'; worker-src 'self'"

/* same-origin, not no-referrer: under no-referrer browsers send `Origin: null` with our own forms, and the origin check would refuse them. */
static const struct { const char *name, *value; } usual[] = {
	{ "Content-Security-Policy", POLICY "" POLICY_REST },
	{ "X-Content-Type-Options", "nosniff" },
	{ "Referrer-Policy", "same-origin" },
	{ "Permissions-Policy", "camera=(), microphone=(), geolocation=(self), payment=(), usb=()" },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
};
static const char hsts[] = "max-age=31536000";

static bool is_set(const struct reply *r, const char *name)
{
	for (size_t i = 0; r && i < r->header_n; i++) {
		if (strcasecmp(r->header[i].name, name) == 0)
			return true;
	}
	return false;
}

void reply_images_from(struct call *c, struct str origin)
{
	reply_header(c, "Content-Security-Policy", arena_fmt(c->arena, POLICY " %.*s" POLICY_REST, STR_ARG(origin)));
}

static void add(struct MHD_Response *to, const char *name, const char *value)
{
	if (MHD_add_response_header(to, name, value) != MHD_YES)
		log_line(LOG_ERROR, "web: the reply header %s was not accepted", name);
}

static void add_usual(struct MHD_Response *to, const struct reply *r, bool is_secure)
{
	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
		if (!is_set(r, usual[i].name))
			add(to, usual[i].name, usual[i].value);
	}
	if (is_secure)
		add(to, "Strict-Transport-Security", hsts);
}

static enum MHD_Result queue(struct exchange *x, int status, struct MHD_Response *r, size_t body_n)
{
	struct web *w = x->web;
	w->status_n[status >= 100 && status < 600 ? status / 100 : 0]++;
	w->byte_out_n += (int64_t)body_n;
	link_phase(w, x->link, PHASE_LEAVE, body_n);
	return MHD_queue_response(x->connection, (unsigned)status, r);
}

static const char *plain_words(int status)
{
	switch (status) {
	case 400: return "400 Bad request\n";
	case 404: return "404 Not found\n";
	case 405: return "405 Method not allowed\n";
	case 411: return "411 Length required\n";
	case 413: return "413 Too large\n";
	case 414: return "414 Address too long\n";
	case 417: return "417 Expectation failed\n";
	case 431: return "431 Too many header fields\n";
	case 501: return "501 Not implemented\n";
	case 503: return "503 Busy, please try again in a moment\n";
	case 505: return "505 HTTP version not supported\n";
	default: return "500 Something went wrong here\n";
	}
}

enum MHD_Result leave_plain(struct exchange *x, int status)
{
	const char *words = plain_words(status);
	struct MHD_Response *r = MHD_create_response_from_buffer(strlen(words), (void *)(uintptr_t)words, MHD_RESPMEM_PERSISTENT);
	if (!r)
		return MHD_NO;
	add_usual(r, NULL, false);
	add(r, "Content-Type", "text/plain; charset=utf-8");
	add(r, "Cache-Control", "no-store");
	if (status == 405)
		add(r, "Allow", "GET, HEAD, POST");
	if (status == 503)
		add(r, "Retry-After", "2");
	else
		add(r, "Connection", "close");
	enum MHD_Result done = queue(x, status, r, strlen(words));
	MHD_destroy_response(r);
	return done;
}

/* ---- static files ---- */
static struct MHD_Response *make_ready(const struct asset *a, int form, bool is_secure)
{
	const unsigned char *const bytes[] = { a->plain, a->gzip, a->brotli, (const unsigned char *)"" };
	const size_t n[] = { a->plain_n, a->gzip_n, a->brotli_n, 0 };
	static const char *const coding[] = { NULL, "gzip", "br", NULL };
	struct MHD_Response *r = MHD_create_response_from_buffer(n[form], (void *)(uintptr_t)bytes[form], MHD_RESPMEM_PERSISTENT);
	char tag[160];
	CHECK(r);
	add_usual(r, NULL, is_secure);
	if (form != ASSET_FORM_N)
		add(r, "Content-Type", a->type);
	if (coding[form])
		add(r, "Content-Encoding", coding[form]);
	if (a->gzip || a->brotli)
		add(r, "Vary", "Accept-Encoding");
	snprintf(tag, sizeof tag, "%.*s%s%s\"", (int)strlen(a->etag) - 1, a->etag, coding[form] ? "-" : "", coding[form] ? coding[form] : "");
	add(r, "ETag", tag);
	add(r, "Cache-Control", a->is_fixed ? "public, max-age=31536000, immutable" : "public, max-age=300");
	return r;
}

static enum MHD_Result leave_asset(struct exchange *x)
{
	const struct call *c = x->call;
	const struct asset *a = c->reply.asset;
	const size_t n[] = { a->plain_n, a->gzip_n, a->brotli_n, 0 };
	int form = c->reply.status == 304 ? (int)ASSET_FORM_N : (int)asset_form_of(a, c->accept_encoding);
	size_t place = ((size_t)(a - asset_table) * (ASSET_FORM_N + 1) + (size_t)form) * 2 + c->is_secure;
	struct MHD_Response **r = &x->web->ready[place];
	if (!*r)
		*r = make_ready(a, form, c->is_secure);
	return queue(x, c->reply.status, *r, n[form]);
}

void leave_start(struct web *w)
{
	w->ready = calloc((asset_n + 1) * (ASSET_FORM_N + 1) * 2, sizeof *w->ready);
	CHECK(w->ready);
}

void leave_stop(struct web *w)
{
	for (size_t i = 0; i < asset_n * (ASSET_FORM_N + 1) * 2; i++) {
		if (w->ready[i])
			MHD_destroy_response(w->ready[i]);
	}
	free(w->ready);
}

/* ---- streams ---- */
static struct str stream_head(struct call *c)
{
	struct out o = { .arena = c->arena };
	out_z(&o, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nX-Accel-Buffering: no\r\nConnection: close\r\n");
	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
		out_fmt(&o, "%s: %s\r\n", usual[i].name, usual[i].value);
	if (c->is_secure)
		out_fmt(&o, "Strict-Transport-Security: %s\r\n", hsts);
	for (size_t i = 0; i < c->reply.header_n; i++)
		out_fmt(&o, "%s: %.*s\r\n", c->reply.header[i].name, STR_ARG(c->reply.header[i].value));
	out_z(&o, "\r\n");
	return out_done(&o);
}

/* A stream leaves the library: it would hold 16 KiB for each, and walk all of them whenever any page resumes. We keep the socket under
 * another number and put an empty one in its place for the library to close. The library does not watch the socket now: it was
 * suspended while the handler worked, and suspending takes it out of the library's epoll set. */
static int take_socket(int fd)
{
	int own = fcntl(fd, F_DUPFD_CLOEXEC, 0), blank = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1, off = 0;
	bool is_ours = own >= 0 && blank >= 0 && dup3(blank, fd, O_CLOEXEC) >= 0;
	if (blank >= 0)
		close(blank);
	if (!is_ours) {
		if (own >= 0)
			close(own);
		return -1;
	}
	setsockopt(own, IPPROTO_TCP, TCP_CORK, &off, sizeof off);
	setsockopt(own, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	fcntl(own, F_SETFL, fcntl(own, F_GETFL) | O_NONBLOCK);
	return own;
}

static enum MHD_Result leave_stream(struct exchange *x)
{
	struct call *c = x->call;
	struct live_listener *l = c->reply.live;
	c->reply.live = NULL;
	int fd = c->method == METHOD_GET && web_has_room(x->web) ? take_socket(x->link->fd) : -1;
	if (fd < 0) {
		live_drop(l);
		x->web->busy_n++;
		return leave_plain(x, c->method == METHOD_GET ? 503 : 405);
	}
	x->web->status_n[2]++;
	live_adopt(l, fd, stream_head(c));
	return MHD_NO;
}

/* ---- pages ---- */
enum MHD_Result leave(struct exchange *x)
{
	struct call *c = x->call;
	struct reply *p = &c->reply;
	if (p->live && p->status == 200)
		return leave_stream(x);
	live_drop(p->live);
	if (p->asset)
		return leave_asset(x);
	if (p->status < 200 || p->status > 599) {
		log_line(LOG_ERROR, "web: a handler left without an answer");
		return leave_plain(x, 500);
	}
	struct MHD_Response *r = MHD_create_response_from_buffer(p->body.n, p->body.n ? p->body.b : "", MHD_RESPMEM_PERSISTENT);
	if (!r)
		return MHD_NO;
	add_usual(r, p, c->is_secure);
	if (!is_set(p, "Cache-Control"))
		add(r, "Cache-Control", "no-store");
	if (p->status != 304 && p->status != 204 && (p->body.n || p->status < 300 || p->status > 399))
		add(r, "Content-Type", p->type ? p->type : "text/html; charset=utf-8");
	for (size_t i = 0; i < p->header_n; i++)
		add(r, p->header[i].name, p->header[i].value.s);
	if (x->web->is_stopping)
		add(r, "Connection", "close");
	enum MHD_Result done = queue(x, p->status, r, p->body.n);
	MHD_destroy_response(r);
	return done;
}
