/* A request without a socket: somebody with a browser's cookies asks the house and looks at the whole answer. */
#pragma once
#include "tests/town/town.h"

enum { VISIT_COOKIES = 12 };
struct visit {
	struct town *town;
	struct served *served;
	struct resident who;
	struct arena *arena;                            /* of the last request: its answer lives until the next one */
	struct { char name[40]; struct str value; } cookie[VISIT_COOKIES];
	size_t cookie_n;
	struct str csrf, once;                          /* as the last form had them */
	int status;
	struct str location, body;                      /* location as sent, with the tenant's base */
	struct reply reply;
	int query_n;                                    /* how many queries the answer took */
};

/* Somebody of this kind, moved in and signed in, at the door of `here`; nobody has not even a cookie yet. */
struct visit *visit_enter(struct town *, enum person);
struct visit *visit_at(struct town *, struct served *, enum person);
void visit_leave(struct visit *);

struct ask { enum method method; struct str path, body, origin, fetch_site, cookie, type, signature; };
/* As it is: nothing is added to the body; a POST comes from the same origin unless `origin` or `fetch_site` say otherwise. */
void visit_ask(struct visit *, const struct ask *);
void visit_get(struct visit *, const char *path);       /* below the tenant, with its query */
void visit_form(struct visit *, const char *path);      /* GETs a page and takes the form's keys from it */
/* Sends the body with the keys of the form on the page that visit_form saw last; without one looks at /sign-in first. */
void visit_post(struct visit *, const char *path, const char *body);
struct str visit_body(struct visit *, const char *body);        /* what visit_post would send; lives until the test ends */

bool visit_has(const struct visit *, const char *words);        /* in the body */

/* ---- sweeps over the route table ---- */
/* A route's address with its holes filled, and its sample as a body. A sample may name {login}, {account} and {code} (the six digits) of who asks. */
struct way { const struct route *route; struct str path, body, hole[4]; size_t hole_n; };
/* Fails the test by the route's name, and returns false, when the route does not say enough for the sweeps. */
bool visit_way(struct visit *, const struct route *, enum whose, struct way *ret);
struct ask visit_hook(const struct way *);              /* as another server calls a route that is MAY_HOOK */
void visit_go(struct visit *, const struct way *);      /* GET, or POST with the form's keys */
/* Led somewhere of its own: 200, or a redirect that is not one to signing in or unlocking first. */
bool visit_is_in(const struct visit *);
/* The whole answer as text: status, headers, body; the path, the holes and what is random in every answer are blanked out. For comparing. */
struct str visit_answer(const struct visit *, const struct way *);
struct str visit_answer_in(struct arena *, const struct visit *, const struct way *);        /* the same, where it is soon forgotten */
