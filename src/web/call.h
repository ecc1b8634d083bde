/* One request and its reply, with no socket in it: the server makes it from the wire, tests make it by hand. */
#pragma once
#include "base/out.h"

enum method { METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_OTHER };
struct field { struct str name; struct str value; struct str file_name; };
struct fields { struct field *field; size_t field_n; };
struct header { const char *name; struct str value; };

struct reply {
	int status;                                     /* 0 until somebody answers */
	const char *type;                               /* Content-Type; NULL is text/html; charset=utf-8 */
	struct out body;
	struct header header[16]; size_t header_n;
	const struct asset *asset;                      /* a static file instead of body */
	struct live_listener *live;                     /* an event stream instead of body */
};

struct call {
	struct arena *arena;
	enum method method;
	struct str uri;                                 /* as sent, without the query */
	struct str path;                                /* decoded once; the app cuts the tenant off its front */
	struct str query;                               /* raw, behind the ? */
	struct str body;
	struct str host, origin, fetch_site, cookie, content_type, accept_language, accept_encoding, if_none_match, user_agent;
	struct str signature;                           /* of the body, by another server that calls us */
	struct str range;                               /* the piece of it that is wanted: "bytes=0-1023" */
	struct str address;                             /* the client's, behind trusted proxies */
	bool is_too_long;                               /* a form with files that is too long: the body is its beginning, or nothing; answer by 413 */
	bool is_secure;                                 /* https, by a trusted proxy's word */
	struct fields fields;                           /* query and body, read on first use by form_read */
	struct str part[6]; size_t part_n;              /* what the route's {holes} matched */
	struct reply reply;
	void *work;                                     /* the app's own */
	void *transport;                                /* the server's own */
	void (*finish)(struct call *);                  /* the reply is ready to leave; any thread, once */
};

struct str call_cookie(const struct call *, const char *name);  /* STR_NONE when there is none */
