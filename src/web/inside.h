/* What the files of the server share: the daemon, its connections and the exchange (one request and its reply) under way. */
#pragma once
#include "web/asset.h"
#include "web/server.h"
#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

enum { WEB_HEAD_MAX = 16 * 1024, WEB_HEADERS_MAX = 100, WEB_URI_MAX = 2048, WEB_SPARE_ARENAS = 64 };

/* ---- cut.c: every connection, and how long it may stay where it is ---- */
enum phase { PHASE_IDLE, PHASE_HEAD, PHASE_BODY, PHASE_WORK, PHASE_LEAVE };
struct link {
	struct link *next, *prev;
	int fd;
	bool is_cut;
	_Atomic int phase;
	_Atomic int64_t until_ms;                       /* on the monotonic clock; 0: no limit */
	char address[48];                               /* of the peer: 192.0.2.1, 2001:db8::1, unix */
};
struct links { pthread_mutex_t lock; pthread_cond_t stop; pthread_t reaper; struct link *first; bool is_stopping; _Atomic int n; };
void links_start(struct web *);
void links_stop(struct web *);
struct link *link_new(struct web *, struct MHD_Connection *);
void link_free(struct web *, struct link *);
void link_phase(struct web *, struct link *, enum phase, size_t bytes);
int64_t now_ms(void);

/* ---- lanes.c: bounded queues with workers ---- */
struct job { void (*run)(void *); void *arg; };
struct lane_line {
	pthread_mutex_t lock;
	pthread_cond_t some;
	struct job *job;                                /* a ring */
	size_t cap, head, n, limit;
	pthread_t *worker;
	int worker_n, idle_n;
	bool is_ending, is_slow;
};
bool lane_start(struct lane_line *, int worker_n, int limit, bool is_slow);
bool lane_post(struct lane_line *, struct job, bool must);
void lane_stop(struct lane_line *);                     /* runs what waits, then ends the workers */
int lane_waiting(struct lane_line *);
bool lane_is_idle(struct lane_line *);

/* ---- stage.c: a large body on its way in; NULL when there are too many or there is no disk ---- */
struct stage;
struct stage *stage_new(struct web *);
bool stage_put(struct stage *, const char *data, size_t n);
bool stage_open(struct stage *, struct str *ret);       /* in memory, until stage_free; false when too many are open or the disk fails */
void stage_free(struct stage *);

/* ---- server.c ---- */
struct exchange {
	struct web *web;
	struct link *link;
	struct MHD_Connection *connection;
	struct call *call;                              /* NULL before the head is whole and after a stream has left */
	struct arena *arena;
	struct str uri;                                 /* as sent, own memory; absent when it was too long */
	const char *uri_at;                             /* where the library holds it */
	size_t body_left, body_cap;                     /* declared; room taken for it */
	struct stage *stage;                            /* where a large body goes */
	int refusal;                                    /* status to answer once the body has been swallowed */
	bool is_seen, is_asleep;
};

struct web {
	struct web_conf conf;
	struct MHD_Daemon *daemon;
	int listener, port;
	int socket_n;                                   /* connections and streams together */
	bool is_unix;
	char unix_path[108];
	struct links links;
	struct lane_line lane[2];
	struct MHD_Response **ready;                    /* leave.c: static files, by asset, form and safety */
	pthread_mutex_t spare_lock;
	struct arena *spare[WEB_SPARE_ARENAS];
	int spare_n;
	size_t arena_cap;
	_Atomic bool is_stopping;
	_Atomic int asleep_n, exchange_n, stage_n;
	_Atomic size_t stage_open_n;                    /* bytes */
	_Atomic int64_t request_n, refused_n, busy_n, cut_n, byte_out_n, status_n[6];
};

bool web_has_room(struct web *);

/* ---- guard.c ---- */
struct guard { struct str path, query, host; size_t body_n; int status; };      /* status 0: may pass */
void guard_head(struct exchange *, const char *method, const char *version, struct guard *ret);
bool guard_path(struct arena *, struct str raw, struct str *ret_path);
bool guard_host(struct str);

/* ---- arrive.c: the call from what the library holds ---- */
int arrive(struct exchange *, const char *method, const char *version);        /* 0, or the status of a refusal */

/* ---- leave.c ---- */
enum MHD_Result leave(struct exchange *);               /* the call's reply */
enum MHD_Result leave_plain(struct exchange *, int status);     /* a few plain words, for what no handler has seen */
void leave_start(struct web *);
void leave_stop(struct web *);

/* ---- listen.c: the listening socket, -1 with a sentence for the administrator ---- */
int listen_open(struct web *, struct arena *, struct str *ret_why);
void listen_close(struct web *);

/* ---- live.c ---- */
struct live_listener;
bool live_begin(void);
void live_end(void);
/* Gives the socket to the streams' own thread; `head` is sent first. */
void live_adopt(struct live_listener *, int fd, struct str head);
