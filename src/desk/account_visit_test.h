/* Asking pages of accounts and settings by hand: route, prepare in a read turn, handler in a write turn. */
#pragma once
#include "desk/account_test.h"
#include "desk/account_web.h"

struct visit {
	struct town *town;
	struct call *call;
	const struct route *route;
	struct str cookie;                              /* all of them, as a browser would send */
	void *prepared;
	int status;
	struct str body, location;
};

void account_ask(struct visit *v, enum method method, const char *path, const char *body);
void account_ask_body(struct visit *v, const char *path, struct str body, struct str type);
struct visit account_visit_of(struct town *town);
struct visit account_visit_admin(struct town *town);
const char *account_filled(const char *fmt, struct str x);
struct str account_between(struct str whole, const char *before, size_t n);

#define GET(v, path) account_ask(v, METHOD_GET, path, "")
#define POST(v, path, body) account_ask(v, METHOD_POST, path, body)
