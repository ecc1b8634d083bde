/* Sign-in and sign-out, the locked screen, the change of person on a shared PC, and the demo's door. */
#include "desk/account_web.h"
#include "desk/account_desk.page.h"
#include "desk/account_view.h"
#include "desk/audit.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "door/door.h"
#include "web/reply.h"

enum { COOKIE_DAYS = 30, DEVICE_DAYS = 365 };

/* ---- cookies and ways on ---- */
struct str account_way(struct desk *d, struct str to, const char *fallback)
{
	bool is_path = to.n > 0 && to.n <= 300 && to.s[0] == '/' && !str_starts(to, "//") && !str_has(to, "\\");
	for (size_t i = 0; is_path && i < to.n; i++)
		is_path = (unsigned char)to.s[i] > ' ';
	return is_path ? arena_str(d->arena, to) : str_of(fallback);
}

void account_go(struct desk *d, struct call *c, struct str path)
{
	(void)d;
	reply_see_other(c, path);
}

static bool is_host_only(const struct desk *d)
{
	return str_starts(str_of(account_cookie_name(d)), "__Host-");
}

struct str account_session_cookie(const struct desk *d, const struct call *c)
{
	return call_cookie(c, account_cookie_name(d));
}

static const char *account_device_name(const struct desk *d)
{
	return is_host_only(d) ? "__Host-yorisoi-device" : "yorisoi-device";
}

struct str account_device_cookie(const struct desk *d, const struct call *c)
{
	struct str token = call_cookie(c, account_device_name(d));
	return id_is_token(token) ? token : STR_NONE;
}

static void put_cookie(struct desk *d, struct call *c, const char *name, struct cookie k)
{
	k.name = name;
	k.path = is_host_only(d) ? STR("/") : arena_fmt(d->arena, "%.*s/", STR_ARG(d->base));
	k.is_secure = is_host_only(d) || c->is_secure;
	reply_cookie(c, &k);
}

void account_put_cookie(struct desk *d, struct call *c, struct str token, int64_t age_s)
{
	put_cookie(d, c, account_cookie_name(d), (struct cookie){ .value = token, .age_s = age_s });
}

/* The browser forgets what it kept of these pages; who may sit here by a PIN stays in its cookie. */
void account_leave(struct desk *d, struct call *c)
{
	account_put_cookie(d, c, STR(""), -1);
	reply_header(c, "Clear-Site-Data", STR("\"cache\", \"storage\""));
}

static struct str account_device_keep(struct desk *d, struct call *c)
{
	struct str token = account_device_cookie(d, c);
	if (!token.s)
		token = id_token(d->arena);
	put_cookie(d, c, account_device_name(d), (struct cookie){ .value = token, .age_s = (int64_t)DEVICE_DAYS * DAY_MS / SECOND });
	return token;
}

void account_begin(struct desk *d, struct call *c, const struct account_secret *v, bool is_in_full)
{
	struct account_session_new new = { .account_id = v->account_id, .role = v->role, .device = account_device_word(d, c->user_agent) };
	bool is_family = v->role == ROLE_FAMILY;
	if (d->who.session_id.v)
		account_session_end(d, d->who.session_id);
	if (!is_family)
		new.device_token = account_device_keep(d, c);
	if (!is_family && is_in_full)
		account_device_signed(d, new.device_token, v->account_id);
	struct str token = account_session_start(d, &new);
	account_put_cookie(d, c, token, is_family ? (int64_t)COOKIE_DAYS * DAY_MS / SECOND : 0);
	account_who(d, token);
}

static const char *account_home(enum role role)
{
	return role & ROLE_STAFF ? "/desk" : "/";
}

/* ---- sign in and out ---- */
static void draw_sign_in(struct desk *d, struct call *c, struct account_sign_in_view *v)
{
	struct page p;
	struct account_person *people;
	v->has_people = account_device_list(d, account_device_cookie(d, c), &people) > 0;
	v->login = form_value(c, "login");
	v->to = account_way(d, form_value(c, "to"), "");
	v->ask = door_asks(d, c);
	frame_begin(&p, d, c, TAB_NONE);
	if (v->form)
		frame_complaints(&p, v->form);
	account_sign_in_page(&p, v);
}

static void show_sign_in(struct desk *d, struct call *c)
{
	draw_sign_in(d, c, &(struct account_sign_in_view){ .form = NULL });
}

static void prepare_sign_in(struct desk *d, struct call *c)
{
	struct account_proof *proof = ARENA_NEW(d->arena, struct account_proof);
	account_prove_password(d, form_value(c, "login"), form_value(c, "password"), proof);
	d->prepared = proof;
}

static int64_t minutes_until(const struct desk *d, struct moment until_at)
{
	return until_at.ms > d->now.ms ? (until_at.ms - d->now.ms + MINUTE - 1) / MINUTE : 0;
}

/* The step behind the password has been drawn already when it is only half the way. */
static void come_in(struct desk *d, struct call *c, enum account_refusal r, const struct account_secret *who)
{
	if (r != ACCOUNT_OK)
		return;
	account_begin(d, c, who, true);
	account_go(d, c, account_way(d, form_value(c, "to"), account_home(who->role)));
}

static void sign_in(struct desk *d, struct call *c)
{
	struct form form = form_of(c);
	struct account_secret who;
	struct moment until_at;
	struct account_try try = { .address = c->address, .proof = d->prepared };
	try.login = form_text(&form, "login", 64, true);
	try.code = form_text(&form, "code", 20, false);
	if (form_value(c, "password").n == 0)
		form_complain(&form, "password", COMPLAINT_MISSING);
	if (!form_is_fine(&form) && !try.code.n)
		form_complain(&form, "code", COMPLAINT_MISSING);
	if (form_is_fine(&form)) {
		enum account_refusal r = account_sign_in(d, &try, &who, &until_at);
		if (r == ACCOUNT_OK || (r == ACCOUNT_HALF && door_ask_second(d, c, &who))) {
			come_in(d, c, r, &who);
			return;
		}
		if (!until_at.ms)
			form_complain(&form, try.code.n ? "login" : "code", try.code.n ? COMPLAINT_WRONG : COMPLAINT_MISSING);
	} else {
		desk_refuse(d);
		until_at = MOMENT_NONE;
	}
	reply_status(c, until_at.ms ? 429 : 422);
	draw_sign_in(d, c, &(struct account_sign_in_view){
		.form = &form, .is_locked_out = until_at.ms != 0, .minute_n = minutes_until(d, until_at) });
}

static void sign_out(struct desk *d, struct call *c)
{
	account_session_end(d, d->who.session_id);
	account_leave(d, c);
	account_go(d, c, STR("/"));
}

/* ---- the locked screen ---- */
static void draw_pin(struct desk *d, struct call *c, void (*page)(struct page *, const struct account_pin_view *), struct account_pin_view *v)
{
	struct page p;
	v->to = account_way(d, form_value(c, "to"), "");
	v->name = d->who.name;
	frame_begin(&p, d, c, TAB_NONE);
	if (v->form)
		frame_complaints(&p, v->form);
	page(&p, v);
}

static void draw_unlock(struct desk *d, struct call *c, struct account_pin_view *v)
{
	struct account_person who;
	v->has_pin = account_device_has(d, account_device_cookie(d, c), d->who.account_id, &who) && who.pin_hash.n && who.wrong_n < ACCOUNT_PIN_TRIES;
	draw_pin(d, c, account_unlock_page, v);
}

static void show_unlock(struct desk *d, struct call *c)
{
	if (d->who.role == ROLE_NOBODY)
		account_go(d, c, STR("/sign-in"));
	else if (!d->who.is_locked)
		account_go(d, c, account_way(d, form_value(c, "to"), account_home(d->who.role)));
	else
		draw_unlock(d, c, &(struct account_pin_view){ .form = NULL });
}

static void prepare_unlock(struct desk *d, struct call *c)
{
	struct account_proof *proof = ARENA_NEW(d->arena, struct account_proof);
	account_prove_pin(d, account_device_cookie(d, c), d->who.account_id, form_value(c, "pin"), proof);
	d->prepared = proof;
}

static void unlock(struct desk *d, struct call *c)
{
	struct form form = form_of(c);
	form_text(&form, "pin", 8, true);
	if (d->who.role == ROLE_NOBODY) {
		account_go(d, c, STR("/sign-in"));
		return;
	}
	enum account_refusal r = form_is_fine(&form) ? account_enter_pin(d, account_device_cookie(d, c), d->who.account_id, d->prepared) : ACCOUNT_NO_SUCH;
	if (r == ACCOUNT_OK) {
		account_unlock(d);
		account_go(d, c, account_way(d, form_value(c, "to"), account_home(d->who.role)));
		return;
	}
	if (r == ACCOUNT_WRONG)
		form_complain(&form, "pin", COMPLAINT_WRONG);
	reply_status(c, 422);
	draw_unlock(d, c, &(struct account_pin_view){ .form = &form, .is_out = r == ACCOUNT_LOCKED_OUT });
}

static void lock(struct desk *d, struct call *c)
{
	account_lock(d);
	account_go(d, c, STR("/desk/unlock"));
}

/* ---- change of person ---- */
static void draw_change(struct desk *d, struct call *c, struct account_pin_view *v)
{
	struct account_person *people;
	v->person_n = account_device_list(d, account_device_cookie(d, c), &people);
	v->person = people;
	draw_pin(d, c, account_change_page, v);
}

static void show_change(struct desk *d, struct call *c)
{
	draw_change(d, c, &(struct account_pin_view){ .form = NULL });
}

static void prepare_change(struct desk *d, struct call *c)
{
	struct form form = form_of(c);
	struct account_proof *proof = ARENA_NEW(d->arena, struct account_proof);
	struct account_id account_id = { form_id(&form, "account", false) };
	account_prove_pin(d, account_device_cookie(d, c), account_id, form_value(c, "pin"), proof);
	d->prepared = proof;
}

static void change(struct desk *d, struct call *c)
{
	struct form form = form_of(c);
	struct account_id account_id = { form_id(&form, "account", true) };
	struct account_secret who;
	form_text(&form, "pin", 8, true);
	enum account_refusal r = form_is_fine(&form) ? account_enter_pin(d, account_device_cookie(d, c), account_id, d->prepared) : ACCOUNT_NO_SUCH;
	if (r == ACCOUNT_OK && account_secret_of(d, account_id, &who) && !who.ended_at.ms) {
		account_begin(d, c, &who, false);
		account_go(d, c, str_of(account_home(who.role)));
		return;
	}
	if (r == ACCOUNT_WRONG)
		form_complain(&form, "pin", COMPLAINT_WRONG);
	reply_status(c, 422);
	draw_change(d, c, &(struct account_pin_view){ .form = &form, .account_id = account_id, .is_out = r == ACCOUNT_LOCKED_OUT });
}

/* ---- the demo's door ---- */
static void enter_demo(struct desk *d, struct call *c)
{
	struct account_secret who;
	struct str login = account_login_clean(d, form_value(c, "login"));
	if (!d->is_demo || !login.s || !account_secret_by_login(d, login, &who) || who.ended_at.ms) {
		refuse_missing(d, c);
		return;
	}
	account_begin(d, c, &who, true);
	account_go(d, c, account_way(d, form_value(c, "to"), account_home(who.role)));
}

const struct route account_routes[] = {
	{ METHOD_GET, "/sign-in", MAY_SIGN_IN, .handle = show_sign_in },
	{ METHOD_POST, "/sign-in", MAY_SIGN_IN, .handle = sign_in, .prepare = prepare_sign_in,
		.sample = "login={login}&password=hidamari-no-michi&code={code}" },
	{ METHOD_POST, "/sign-out", MAY_SIGN_OUT, .handle = sign_out, .sample = "" },
	{ METHOD_GET, "/desk/unlock", MAY_SIGN_IN, .handle = show_unlock },
	{ METHOD_POST, "/desk/unlock", MAY_SIGN_IN, .handle = unlock, .prepare = prepare_unlock, .sample = "pin=2580" },
	{ METHOD_POST, "/desk/lock", MAY_READ_DESK, .handle = lock, .sample = "" },
	{ METHOD_GET, "/desk/change", MAY_SIGN_IN, .handle = show_change },
	{ METHOD_POST, "/desk/change", MAY_SIGN_IN, .handle = change, .prepare = prepare_change, .sample = "account={account}&pin=2580" },
	{ METHOD_POST, "/demo/enter", MAY_DEMO_ENTER, .handle = enter_demo, .sample = "login={login}" },
};
const size_t account_route_n = sizeof account_routes / sizeof account_routes[0];
