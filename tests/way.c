/* How the sweeps walk the route table: an address with its holes filled, a sample with its words, an answer without what is random. */
#include "tests/visit.h"
#include "desk/may.h"
#include "tests/device.h"
#include "tests/issuer.h"
#include "door/door_oidc.sql.h"
#include "web/route.h"

/* ---- holes and samples ---- */

static bool fill_hole(struct visit *v, enum whose whose, struct str word, struct way *w)
{
	struct str thing = word.n && w->hole_n < 4 ? town_thing(v->town, &v->who, word, whose) : STR_NONE;
	if (thing.s)
		w->hole[w->hole_n++] = thing;
	else
		test_failed(__FILE__, __LINE__, "%s: the town (tests/town.c) knows no \"%.*s\" to fill a hole with", w->route->path, STR_ARG(word));
	return thing.s != NULL;
}

static bool fill_path(struct visit *v, enum whose whose, struct way *w)
{
	struct out path = { .arena = test_arena() };
	struct str words = str_of(w->route->holes ? w->route->holes : ""), word;
	for (const char *at = w->route->path; *at; at++) {
		if (*at != '{') {
			out_put(&path, at, 1);
			continue;
		}
		if (!str_cut(&words, ',', &word))
			word = STR_NONE;
		if (!fill_hole(v, whose, word, w))
			return false;
		out_str(&path, w->hole[w->hole_n - 1]);
		at += strcspn(at, "}");
	}
	w->path = out_done(&path);
	return true;
}

struct binding { struct account_id account_id; const char *kind; struct str subject; };

static void bind_outside(struct desk *d, void *arg)
{
	const struct binding *v = arg;
	door_oidc_put(d, &(struct door_oidc_put_in){ .kind = str_of(v->kind), .issuer = issuer_start(), .subject = v->subject,
		.account_id = v->account_id, .made_at = d->now });
}

/* Staff are known to the issuer already; whoever is setting up and families are bound by coming. */
static struct str outside_body(struct visit *v, struct account_id account_id, const char *kind)
{
	struct binding b = { account_id, kind, id_token(test_arena()) };
	if (kind[0] == 't' && v->who.person != PERSON_INVITED)
		town_act(v->town, v->served, bind_outside, &b);
	return issuer_body(v, kind, b.subject.s);
}

/* The words of a sample are of who asks, or of a fresh worker for nobody. */
static struct str sample_word(struct visit *v, struct resident *who, struct str word)
{
	if (!who->account_id.v)
		town_move_in(v->town, v->served, PERSON_WORKER, who);
	if (str_is(word, "login"))
		return who->login;
	if (str_is(word, "account"))
		return id_text(test_arena(), who->account_id.v);
	if (str_starts(word, "passkey-"))
		return str_is(word, "passkey-make") ? device_body_make(v) : device_body_enter(v, who->account_id);
	if (str_is(word, "line"))
		return town_line_body();
	if (str_starts(word, "thing-"))
		return town_thing(v->town, &v->who, (struct str){ word.s + 6, word.n - 6 }, WHOSE_OWN);
	if (str_starts(word, "outside-"))
		return outside_body(v, who->account_id, word.s[8] == 't' ? "town" : "line");
	return str_is(word, "code") ? town_code_now(v->town, v->served, who->account_id) : STR_NONE;
}

static bool fill_sample(struct visit *v, struct way *w)
{
	struct resident who = v->who;
	struct out body = { .arena = test_arena() };
	for (const char *at = w->route->sample; *at; at++) {
		if (*at != '{') {
			out_put(&body, at, 1);
			continue;
		}
		size_t n = strcspn(at, "}");
		struct str value = sample_word(v, &who, (struct str){ at + 1, n - 1 });
		if (!value.s) {
			test_failed(__FILE__, __LINE__, "%s: unknown word in the sample %s", w->route->path, w->route->sample);
			return false;
		}
		out_str(&body, value);
		at += n;
	}
	w->body = out_done(&body);
	return true;
}

bool visit_way(struct visit *v, const struct route *route, enum whose whose, struct way *ret)
{
	*ret = (struct way){ .route = route, .body = STR("") };
	if (route->method == METHOD_POST && !route->sample) {
		test_failed(__FILE__, __LINE__, "POST %s has no sample body in its row", route->path);
		return false;
	}
	return fill_path(v, whose, ret) && (route->method != METHOD_POST || fill_sample(v, ret));
}

struct ask visit_hook(const struct way *w)
{
	return (struct ask){ .method = METHOD_POST, .path = w->path, .body = w->body, .type = STR("application/json"),
		.signature = town_line_signature(w->body) };
}

void visit_go(struct visit *v, const struct way *w)
{
	struct ask hook = visit_hook(w);
	if (w->route->may == MAY_HOOK)
		visit_ask(v, &hook);
	else if (w->route->method == METHOD_POST)
		visit_post(v, w->path.s, w->body.s);
	else
		visit_get(v, w->path.s);
}

bool visit_is_in(const struct visit *v)
{
	bool is_door = str_has(v->location, "/sign-in") || str_has(v->location, "/desk/unlock?to=");
	return v->status == 200 || (v->status == 303 && !is_door);
}

/* ---- comparing ---- */

struct blank { struct str what; const char *with; };
struct blanks { struct blank blank[12]; size_t n; };

static void blank_add(struct blanks *b, struct str what, const char *with)
{
	if (what.n)
		b->blank[b->n++] = (struct blank){ what, with };
}

static size_t blank_here(const struct blanks *b, struct str rest, const char **ret_with)
{
	for (size_t i = 0; i < b->n; i++) {
		struct str what = b->blank[i].what;
		if (rest.n < what.n || memcmp(rest.s, what.s, what.n))
			continue;
		*ret_with = b->blank[i].with;
		return what.n;
	}
	return 0;
}

static void put_blanked(struct out *o, struct str text, const struct blanks *b)
{
	while (text.n) {
		const char *with = text.s;
		size_t n = blank_here(b, text, &with);
		if (n)
			out_z(o, with);
		else
			out_put(o, text.s, n = 1);
		text.s += n;
		text.n -= n;
	}
}

static struct str value_in(const struct visit *v, const char *mark, size_t n)
{
	const char *at = v->body.n ? strstr(v->body.s, mark) : NULL;
	return at && strlen(at) >= strlen(mark) + n ? (struct str){ at + strlen(mark), n } : STR_NONE;
}

/* The one that the page asks a passkey to sign: as long as it is. */
static struct str challenge_in(const struct visit *v, size_t which)
{
	const char *at = v->body.n ? strstr(v->body.s, "data-challenge=\"") : NULL;
	for (; at && which; which--)
		at = strstr(at + 1, "data-challenge=\"");
	return at ? (struct str){ at + 16, strcspn(at + 16, "\"") } : STR_NONE;
}

struct str visit_answer(const struct visit *v, const struct way *w)
{
	return visit_answer_in(test_arena(), v, w);
}

struct str visit_answer_in(struct arena *arena, const struct visit *v, const struct way *w)
{
	struct blanks b = { .n = 0 };
	struct out o = { .arena = arena };
	blank_add(&b, w->path.n > 1 ? w->path : STR_NONE, "{path}");
	for (size_t i = 0; i < w->hole_n; i++)
		blank_add(&b, w->hole[i], "{hole}");
	blank_add(&b, v->csrf, "{csrf}");
	blank_add(&b, value_in(v, "name=\"csrf\" value=\"", 64), "{csrf}");
	for (size_t i = 0; i < 2; i++)
		blank_add(&b, challenge_in(v, i), "{challenge}");
	blank_add(&b, value_in(v, "name=\"once\" value=\"", 26), "{once}");
	for (size_t i = 0; i < v->cookie_n; i++)
		if (strcmp(v->cookie[i].name, "visitor") == 0)
			blank_add(&b, v->cookie[i].value, "{visitor}");
	out_fmt(&o, "%d %s\n", v->status, v->reply.type ? v->reply.type : "-");
	for (size_t i = 0; i < v->reply.header_n; i++) {
		out_fmt(&o, "%s: ", v->reply.header[i].name);
		put_blanked(&o, v->reply.header[i].value, &b);
		out_put(&o, "\n", 1);
	}
	put_blanked(&o, v->body, &b);
	return out_done(&o);
}
