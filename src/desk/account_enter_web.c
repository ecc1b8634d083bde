/* One-time links and what follows them: families are in at once; staff set a password, six digits or paper codes, and keep ten recovery codes.
 * Looking at a link consumes nothing; the button does. */
#include "desk/account_web.h"
#include "desk/account.page.h"
#include "desk/account_desk.page.h"
#include "desk/account_view.h"
#include "desk/audit.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "door/door.h"
#include "web/reply.h"

/* ---- the link ---- */
static void draw_dead_link(struct desk *d, struct call *c, const struct account_link *link, enum account_refusal why)
{
	struct page p;
	desk_refuse(d);
	if (why == ACCOUNT_NO_SUCH) {
		refuse_missing(d, c);
		return;
	}
	reply_status(c, 410);
	frame_begin(&p, d, c, TAB_NONE);
	account_dead_link_page(&p, &(struct account_dead_link_view){ .is_used = why == ACCOUNT_USED, .is_staff = !str_is(link->purpose, "mail") });
}

static void show_link(struct desk *d, struct call *c)
{
	struct page p;
	struct account_link link;
	struct account_line line = { .name = STR("") };
	enum account_refusal r = account_link_look(d, c->part[0], &link);
	if (r != ACCOUNT_OK) {
		draw_dead_link(d, c, &link, r);
		return;
	}
	bool is_family = str_is(link.purpose, "mail");
	if (!is_family)
		account_by_id(d, link.account_id, &line);
	frame_begin(&p, d, c, TAB_NONE);
	account_enter_page(&p, &(struct account_enter_view){
		.token = c->part[0], .name = line.name, .is_family = is_family, .is_reset = str_is(link.purpose, "reset") });
}

static void begin_setup(struct desk *d, struct call *c, struct account_id account_id)
{
	account_totp_begin(d, account_id);
	if (d->who.session_id.v)
		account_session_end(d, d->who.session_id);
	account_put_cookie(d, c, account_session_start(d, &(struct account_session_new){ .account_id = account_id, .is_setup = true }), 0);
	account_go(d, c, STR("/setup/password"));
}

static void use_link(struct desk *d, struct call *c)
{
	struct account_link link;
	struct account_secret who;
	enum account_refusal r = account_link_use(d, c->part[0], &link);
	if (r != ACCOUNT_OK) {
		draw_dead_link(d, c, &link, r);
	} else if (!account_secret_of(d, link.account_id, &who) || who.ended_at.ms) {
		draw_dead_link(d, c, &link, ACCOUNT_ENDED);
	} else if (who.role == ROLE_FAMILY) {
		account_begin(d, c, &who, true);
		account_go(d, c, account_way(d, link.target, tenant_has_room(d->tenant, "consult") ? "/me" : "/me/account"));
	} else {
		begin_setup(d, c, who.account_id);
	}
}

/* ---- setting up ---- */
static bool is_under_way(struct desk *d, struct call *c, struct account_secret *ret)
{
	struct account_id account_id;
	struct session_id session_id;
	return account_setup_who(d, account_session_cookie(d, c), &account_id, &session_id) && account_secret_of(d, account_id, ret);
}

/* The account under way; without one the way leads to the sign-in. */
static bool is_in_setup(struct desk *d, struct call *c, struct account_secret *ret)
{
	bool is_there = is_under_way(d, c, ret);
	if (!is_there)
		account_go(d, c, STR("/sign-in"));
	return is_there;
}

static void draw_password(struct desk *d, struct call *c, const struct account_secret *who, const struct form *form)
{
	struct page p;
	frame_begin(&p, d, c, TAB_NONE);
	if (form)
		frame_complaints(&p, form);
	account_setup_password_page(&p, &(struct account_setup_view){ .form = form, .login = who->login, .name = who->name, .ask = door_asks(d, c) });
}

static void show_password(struct desk *d, struct call *c)
{
	struct account_secret who;
	if (is_in_setup(d, c, &who))
		draw_password(d, c, &who, NULL);
}

static void complain_of_password(struct desk *d, struct call *c, struct form *form, const struct account_secret *who)
{
	struct str password = form_value(c, "password");
	if (password.n == 0)
		form_complain(form, "password", COMPLAINT_MISSING);
	else if (password.n > 200)
		form_complain(form, "password", COMPLAINT_TOO_LONG);
	else if (account_password_is_weak_here(d, password, who->login, who->name))
		form_complain(form, "password", COMPLAINT_WEAK);
	else if (!str_eq(password, form_value(c, "again")))
		form_complain(form, "again", COMPLAINT_NOT_SAME);
}

static void prepare_password(struct desk *d, struct call *c)
{
	struct account_secret who;
	struct form form = form_of(c);
	if (!is_under_way(d, c, &who))
		return;
	complain_of_password(d, c, &form, &who);
	desk_turn_end(d);
	if (!form_is_fine(&form))
		return;
	struct account_proof *proof = ARENA_NEW(d->arena, struct account_proof);
	proof->account_id = who.account_id;
	proof->fresh_hash = seal_password(d->arena, form_value(c, "password"));
	d->prepared = proof;
}

static void put_password(struct desk *d, struct call *c)
{
	struct account_secret who;
	struct form form = form_of(c);
	const struct account_proof *proof = d->prepared;
	if (!is_in_setup(d, c, &who))
		return;
	complain_of_password(d, c, &form, &who);
	if (!form_is_fine(&form) || !proof || proof->account_id.v != who.account_id.v) {
		desk_refuse(d);
		reply_status(c, 422);
		draw_password(d, c, &who, &form);
		return;
	}
	account_keep_password(d, who.account_id, proof->fresh_hash);
	account_go(d, c, STR("/setup/app"));
}

static void draw_app(struct desk *d, struct call *c, const struct account_secret *who, const struct form *form)
{
	struct page p;
	struct account_setup_view v = { .form = form, .login = who->login, .name = who->name };
	account_totp_show(d, who, &v.totp);
	frame_begin(&p, d, c, TAB_NONE);
	if (form)
		frame_complaints(&p, form);
	account_setup_app_page(&p, &v);
}

static void show_app(struct desk *d, struct call *c)
{
	struct account_secret who;
	if (!is_in_setup(d, c, &who))
		return;
	if (!who.password_hash.n)
		account_go(d, c, STR("/setup/password"));
	else if (who.is_totp_on)
		account_go(d, c, STR("/setup/codes"));
	else
		draw_app(d, c, &who, NULL);
}

/* Shown in the answer to the button itself: they are stored as hashes only and cannot be shown again. */
static void draw_codes(struct desk *d, struct call *c, const struct account_secret *who)
{
	struct page p;
	struct str code[ACCOUNT_CODE_N];
	account_codes_make(d, who->account_id, code);
	frame_begin(&p, d, c, TAB_NONE);
	account_codes_page(&p, &(struct account_codes_view){ .login = who->login, .name = who->name, .code = code, .is_setup = true });
}

static void put_app(struct desk *d, struct call *c)
{
	struct account_secret who;
	struct form form = form_of(c);
	if (!is_in_setup(d, c, &who))
		return;
	struct str code = form_text(&form, "code", 6, true);
	if (form_is_fine(&form) && !account_totp_confirm(d, &who, code))
		form_complain(&form, "code", COMPLAINT_WRONG);
	if (!form_is_fine(&form)) {
		desk_refuse(d);
		reply_status(c, 422);
		draw_app(d, c, &who, &form);
		return;
	}
	draw_codes(d, c, &who);
}

static void show_codes(struct desk *d, struct call *c)
{
	struct account_secret who;
	struct page p;
	if (!is_in_setup(d, c, &who))
		return;
	if (!who.password_hash.n) {
		account_go(d, c, STR("/setup/password"));
		return;
	}
	frame_begin(&p, d, c, TAB_NONE);
	account_setup_codes_page(&p, &(struct account_setup_view){ .login = who.login, .name = who.name });
}

static void make_codes(struct desk *d, struct call *c)
{
	struct account_secret who;
	if (!is_in_setup(d, c, &who))
		return;
	if (who.password_hash.n)
		draw_codes(d, c, &who);
	else
		account_go(d, c, STR("/setup/password"));
}

static void finish(struct desk *d, struct call *c)
{
	struct account_secret who;
	struct account_id account_id;
	struct session_id session_id;
	if (!is_in_setup(d, c, &who) || !account_setup_who(d, account_session_cookie(d, c), &account_id, &session_id))
		return;
	if (account_code_count(d, account_id) == 0 || !account_keep_ready(d, account_id)) {
		account_go(d, c, STR("/setup/app"));
		return;
	}
	account_session_end(d, session_id);
	account_begin(d, c, &who, true);
	account_go(d, c, who.role & ROLE_STAFF ? STR("/desk") : STR("/"));
}

const struct route account_enter_routes[] = {
	{ METHOD_GET, "/enter/{token}", MAY_SIGN_IN, .handle = show_link, .holes = "token:link" },
	{ METHOD_POST, "/enter/{token}", MAY_SIGN_IN, .handle = use_link, .sample = "", .holes = "token:link" },
	{ METHOD_GET, "/setup/password", MAY_SIGN_IN, .handle = show_password },
	{ METHOD_POST, "/setup/password", MAY_SIGN_IN, .handle = put_password, .prepare = prepare_password,
		.sample = "password=hidamari-no-michi&again=hidamari-no-michi" },
	{ METHOD_GET, "/setup/app", MAY_SIGN_IN, .handle = show_app },
	{ METHOD_POST, "/setup/app", MAY_SIGN_IN, .handle = put_app, .sample = "code={code}" },
	{ METHOD_GET, "/setup/codes", MAY_SIGN_IN, .handle = show_codes },
	{ METHOD_POST, "/setup/codes", MAY_SIGN_IN, .handle = make_codes, .sample = "" },
	{ METHOD_POST, "/setup/done", MAY_SIGN_IN, .handle = finish, .sample = "" },
};
const size_t account_enter_route_n = sizeof account_enter_routes / sizeof account_enter_routes[0];
