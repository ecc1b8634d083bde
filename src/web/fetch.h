/* Outside calls by libcurl: never inside a transaction, always with a limit of time and size. */
#pragma once
#include "base/arena.h"

struct letter {
	struct str smtp_url;                            /* smtp://127.0.0.1:1025, smtps://mail.example.jp:465 */
	struct str user, password;                      /* may be absent */
	bool needs_tls;                                 /* STARTTLS must succeed */
	struct str from, from_name, to;                 /* addresses without brackets; the name is shown */
	struct str subject, text;                       /* UTF-8, no NUL; line ends as \n */
	struct str message_id;                          /* the same at every try */
	struct str reply_to;                            /* may be absent */
	int timeout_s;
};
enum fetch_end { FETCH_DONE, FETCH_REFUSED, FETCH_LATER, FETCH_UNKNOWN };       /* refused for good; try again; sent or not, nobody knows */
enum fetch_end fetch_letter(const struct letter *, struct arena *, struct str *ret_why);
/* Connects and signs in as for this letter, and sends nothing. False with the server's or the line's own words. */
bool fetch_mail_ready(const struct letter *, struct arena *, struct str *ret_why);
/* An object of an S3 store. method: GET, PUT (with a body), DELETE; at most `most` bytes of answer are taken. Gives the status of HTTP, or 0 when
 * there was no whole answer; *ret_why is the store's own words then. */
struct fetch_object { const char *method; struct str url, region, key, secret, body; size_t most; int timeout_s; };
int fetch_object(const struct fetch_object *, struct arena *, struct str *ret_body, struct str *ret_why);
bool fetch_init(void);

/* ---- other servers ---- */
/* A GET, or a POST of `body`; user and password go as Basic. At most `most` bytes (128 KiB unless said) within timeout_s (8 unless said); no
 * redirect is followed. Only https is asked, and http on this machine itself. */
struct fetch_ask { struct str url, body, user, password; size_t most; int timeout_s;
	struct str bearer; const char *type; struct str header;         /* a token, the body's type, one more header line; all may be absent */
	const struct str *more; size_t more_n;                          /* and further lines */
	const char *method; };                                          /* another than GET or POST: "DELETE" */
/* unknown: it was asked, and no whole answer came. after_s: how long the other side asks to wait (Retry-After), or 0. type: of the body. */
struct fetch_said { int status; struct str body; bool is_unknown; int64_t after_s; struct str type; };
bool fetch_is_safe(struct str url);
enum fetch_end fetch_http(const struct fetch_ask *, struct arena *, struct fetch_said *ret, struct str *ret_why);
/* Many at once, over a few connections that stay open from one time to the next; of one thread. weight: how much of the pace it costs (at least 1).
 * Not more than per_s of weight are begun in a second; what could not be begun within whole_s is LATER, and was not asked. */
struct fetch_crew;
struct fetch_crew *fetch_crew_new(int connection_n);    /* NULL: no memory */
void fetch_crew_free(struct fetch_crew *);
struct fetch_one { struct fetch_ask ask; int64_t weight; enum fetch_end end; struct fetch_said said; struct str why; };
struct fetch_pace { int64_t per_s; int whole_s; int64_t *next_ns; };   /* next_ns: kept from one time to the next, so that the pace holds over them */
void fetch_many(struct fetch_crew *, struct fetch_one *, size_t n, const struct fetch_pace *, struct arena *);
/* The answer to a GET, from memory when it is younger than that; 32 answers are kept. */
enum fetch_end fetch_kept(struct str url, int age_s, struct arena *, struct str *ret_body, struct str *ret_why);
