/* A server on a real socket for its own tests: what it serves, and what a client without a library says and hears. */
#pragma once
#include "tests/test.h"
#include "web/inside.h"
#include "web/live.h"
#include "web/reply.h"
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

/* own_next: whose the next stream is. */
struct house { struct web *web; atomic_int waiting_n, may_go; _Atomic int64_t own_next; };

static inline void hold(struct house *h)
{
	h->waiting_n++;
	while (!h->may_go)
		usleep(1000);
}

static inline void handle(struct call *c, void *arg)
{
	struct house *h = arg;
	if (str_is(c->path, "/hold"))
		hold(h);
	if (str_is(c->path, "/live")) {
		live_open(c, 7, STR("inbox,thread"));
		live_own(c->reply.live, h->own_next);
	} else if (str_is(c->path, "/echo"))
		reply_text(c, 200, c->body.s ? c->body : STR("none"));
	else if (str_is(c->path, "/who"))
		reply_text(c, 200, arena_fmt(c->arena, "%.*s %s %.*s", STR_ARG(c->address), c->is_secure ? "safe" : "open", STR_ARG(c->host)));
	else if (!str_is(c->path, "/silent"))
		reply_text(c, 200, arena_fmt(c->arena, "page %.*s", STR_ARG(c->path)));
	c->finish(c);
}

static inline struct house *start_in(struct house *h, struct web_conf conf)
{
	struct str why = STR_NONE;
	conf.handle = handle;
	conf.arg = h;
	if (!conf.listen.s)
		conf.listen = STR("127.0.0.1:0");
	h->web = web_start(&conf, test_arena(), &why);
	if (!h->web)
		test_failed(__FILE__, __LINE__, "%.*s", STR_ARG(why));
	return h->web ? h : NULL;
}

static inline int dial(const struct house *h)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)web_port(h->web)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connect(fd, (struct sockaddr *)&at, sizeof at) != 0)
		test_failed(__FILE__, __LINE__, "cannot connect");
	return fd;
}

static inline void say(int fd, const char *text, size_t n)
{
	while (n) {
		ssize_t sent = send(fd, text, n, MSG_NOSIGNAL);
		if (sent <= 0)
			return;
		text += sent;
		n -= (size_t)sent;
	}
}

/* What comes until `mark` was seen, the other side closes, or nothing came for `ms`. */
static inline struct str listen_for(int fd, const char *mark, int ms)
{
	struct out o = { .arena = test_arena() };
	struct pollfd p = { .fd = fd, .events = POLLIN };
	while (poll(&p, 1, ms) > 0) {
		char b[4096];
		ssize_t n = recv(fd, b, sizeof b, 0);
		if (n <= 0)
			break;
		out_put(&o, b, (size_t)n);
		size_t tail = mark && o.n > (size_t)n + strlen(mark) ? (size_t)n + strlen(mark) : o.n;
		if (mark && str_has((struct str){ o.b + o.n - tail, tail }, mark))
			break;
	}
	return out_done(&o);
}

static inline struct str ask(const struct house *h, const char *text, size_t n)
{
	int fd = dial(h);
	say(fd, text, n);
	struct str got = listen_for(fd, NULL, 3000);
	close(fd);
	return got;
}

static inline struct str get(const struct house *h, const char *path)
{
	struct str r = arena_fmt(test_arena(), "GET %s HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n", path);
	return ask(h, r.s, r.n);
}

static inline bool is_good(const struct house *h)
{
	return str_has(get(h, "/page"), "page /page");
}

#define H "Host: a.example\r\n"
