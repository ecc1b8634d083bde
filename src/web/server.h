/* HTTP by libmicrohttpd: one epoll thread, the guard, two lanes of workers with bounded queues, slow clients cut, graceful stop. */
#pragma once
#include "web/call.h"

struct web;
enum lane { LANE_FAST, LANE_SLOW };

struct web_conf {
	struct str listen;                              /* 127.0.0.1:8080, [::1]:8080, or a path for a unix socket; LISTEN_FDS wins */
	int fast_n, slow_n;                             /* workers; 0 takes the default */
	int fast_queue_n, slow_queue_n;                 /* full: 503 with Retry-After */
	size_t body_max, file_body_max;                 /* 1 MiB unless said; of forms with files 48 MiB */
	int connection_n;
	int header_s, body_s, idle_s;                   /* seconds until a slow client is cut */
	struct str trusted_proxy;                       /* comma list of addresses whose X-Forwarded-For/Proto are believed */
	/* A whole request has arrived; called on a worker of the fast lane. Must end in call->finish(call), here or later. */
	void (*handle)(struct call *, void *arg);
	void *arg;
};

struct web *web_start(const struct web_conf *, struct arena *, struct str *ret_why);
/* Work for a lane. False when its queue is full (the caller answers 503); `must` jobs are always taken. */
bool web_post(struct web *, enum lane, void (*run)(void *), void *arg, bool must);
bool web_is_stopping(struct web *);
/* Stops listening, lets what is under way finish (at most `ms`), ends event streams, then frees. */
void web_stop(struct web *, int ms);
int web_port(struct web *);                             /* the port really bound (0 asked gives a free one) */

struct web_figures { int64_t request_n, refused_n, busy_n, cut_n, byte_out_n; int open_n, stream_n, fast_wait_n, slow_wait_n; int64_t status_n[6]; };
void web_figures(struct web *, struct web_figures *ret);
