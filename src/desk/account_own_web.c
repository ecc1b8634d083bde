/* One's own account: families' page, their link by mail and their devices; staff's password, PIN, codes and devices. */
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

static bool is_staff(const struct desk *d)
{
	return (d->who.role & (ROLE_STAFF | ROLE_HELPER)) != 0;
}

static const char *own_page(const struct desk *d)
{
	return is_staff(d) ? "/desk/me" : "/me/sessions";
}

/* ---- families ---- */
static struct account_me_view *me_view(struct desk *d, struct call *c)
{
	struct account_me_view *v = ARENA_NEW(d->arena, struct account_me_view);
	struct account_line *line = ARENA_NEW(d->arena, struct account_line);
	struct account_secret secret;
	v->to = account_way(d, form_value(c, "to"), "");
	v->is_staff = is_staff(d);
	v->saved = form_value(c, "saved");
	v->ask = door_asks(d, c);
	if (!d->who.account_id.v || !account_by_id(d, d->who.account_id, line))
		return v;
	v->line = line;
	v->session_n = account_sessions(d, d->who.account_id, &v->session);
	v->key_n = door_key_count(d, d->who.account_id);
	if (v->is_staff && account_secret_of(d, d->who.account_id, &secret)) {
		v->has_pin = secret.pin_hash.n > 0;
		v->has_totp = secret.is_totp_on;
		v->code_n = account_code_count(d, d->who.account_id);
	}
	return v;
}

static void draw_me(struct desk *d, struct call *c, void (*page)(struct page *, const struct account_me_view *), const struct account_me_view *v)
{
	struct page p;
	frame_begin(&p, d, c, TAB_ME);
	if (v->form)
		frame_complaints(&p, v->form);
	page(&p, v);
}

static void show_me(struct desk *d, struct call *c)
{
	draw_me(d, c, account_me_page, me_view(d, c));
}

static void show_mail(struct desk *d, struct call *c)
{
	draw_me(d, c, account_mail_page, me_view(d, c));
}

/* The answer is the same whether or not anybody has this address, and when there were too many letters. */
static void send_mail(struct desk *d, struct call *c)
{
	struct form form = form_of(c);
	struct account_me_view *v = me_view(d, c);
	v->mail = form_mail(&form, "mail", true);
	if (form_is_fine(&form)) {
		account_mail_link(d, v->mail, v->to, c->address);
		draw_me(d, c, account_mail_sent_page, v);
		return;
	}
	desk_refuse(d);
	reply_status(c, 422);
	v->form = &form;
	v->mail = form_value(c, "mail");
	draw_me(d, c, account_mail_page, v);
}

static void show_sessions(struct desk *d, struct call *c)
{
	if (is_staff(d))
		account_go(d, c, STR("/desk/me"));
	else
		draw_me(d, c, account_sessions_page, me_view(d, c));
}

static void end_session(struct desk *d, struct call *c)
{
	int64_t id;
	bool is_this = id_parse(c->part[0], &id) && id == d->who.session_id.v;
	if (!id_parse(c->part[0], &id) || !account_session_end_own(d, (struct session_id){ id })) {
		refuse_missing(d, c);
		return;
	}
	audit_note(d, "session.end", "account", d->who.account_id.v, STR_NONE);
	if (is_this)
		account_leave(d, c);
	account_go(d, c, is_this ? STR("/") : str_of(own_page(d)));
}

static void end_others(struct desk *d, struct call *c)
{
	account_sessions_end_others(d);
	audit_note(d, "session.end-others", "account", d->who.account_id.v, STR_NONE);
	account_go(d, c, str_of(own_page(d)));
}

/* One press, everywhere: this device too. */
static void end_all(struct desk *d, struct call *c)
{
	account_sessions_end(d, d->who.account_id);
	audit_note(d, "session.end-all", "account", d->who.account_id.v, STR_NONE);
	account_leave(d, c);
	account_go(d, c, STR("/"));
}

/* ---- staff ---- */
static void show_desk_me(struct desk *d, struct call *c)
{
	if (is_staff(d))
		draw_me(d, c, account_desk_me_page, me_view(d, c));
	else
		account_go(d, c, STR("/me/account"));
}

/* Each of the three forms asks for the present password in a field of its own, so that a complaint stands where it belongs. */
struct change { const char *what, *now; };
static const struct change of_pin = { "pin", "pin-now" }, of_password = { "password", "password-now" }, of_codes = { NULL, "codes-now" };

static void complain_of_change(struct desk *d, struct call *c, struct form *form, const struct change *change)
{
	struct account_line line = { .login = STR_NONE };
	bool is_pin = change == &of_pin;
	if (form_value(c, change->now).n == 0)
		form_complain(form, change->now, COMPLAINT_MISSING);
	if (!change->what)
		return;
	struct str fresh = form_value(c, change->what);
	if (!is_pin)
		account_by_id(d, d->who.account_id, &line);
	if (fresh.n == 0)
		form_complain(form, change->what, COMPLAINT_MISSING);
	else if (fresh.n > 200)
		form_complain(form, change->what, COMPLAINT_TOO_LONG);
	else if (is_pin ? account_pin_is_weak(fresh) : account_password_is_weak_here(d, fresh, line.login, line.name))
		form_complain(form, change->what, COMPLAINT_WEAK);
}

static void prepare_change(struct desk *d, struct call *c, const struct change *change)
{
	struct form form = form_of(c);
	struct account_proof *proof = ARENA_NEW(d->arena, struct account_proof);
	if (!is_staff(d))
		return;
	complain_of_change(d, c, &form, change);
	if (!form_is_fine(&form))
		return;
	account_prove_own(d, d->who.account_id, form_value(c, change->now), proof);
	if (change->what && proof->fits)
		proof->fresh_hash = seal_password(d->arena, form_value(c, change->what));
	d->prepared = proof;
}

static void prepare_pin(struct desk *d, struct call *c)
{
	prepare_change(d, c, &of_pin);
}

static void prepare_password(struct desk *d, struct call *c)
{
	prepare_change(d, c, &of_password);
}

static void prepare_codes(struct desk *d, struct call *c)
{
	prepare_change(d, c, &of_codes);
}

/* True when the present password was right; else the page has been drawn again, with the try counted. */
static bool is_confirmed(struct desk *d, struct call *c, const struct change *change)
{
	struct form form = form_of(c);
	const struct account_proof *proof = d->prepared;
	if (!is_staff(d)) {
		refuse_missing(d, c);
		return false;
	}
	complain_of_change(d, c, &form, change);
	bool is_fine = form_is_fine(&form);
	enum account_refusal r = is_fine ? account_confirm_own(d, proof) : ACCOUNT_NO_SUCH;
	if (r == ACCOUNT_OK && (!change->what || proof->fresh_hash.n))
		return true;
	if (is_fine)
		form_complain(&form, change->now, COMPLAINT_WRONG);
	else
		desk_refuse(d);
	struct account_me_view *v = me_view(d, c);
	v->form = &form;
	reply_status(c, r == ACCOUNT_LOCKED_OUT ? 429 : 422);
	draw_me(d, c, account_desk_me_page, v);
	return false;
}

static void put_pin(struct desk *d, struct call *c)
{
	const struct account_proof *proof = d->prepared;
	if (!is_confirmed(d, c, &of_pin))
		return;
	account_keep_pin(d, d->who.account_id, proof->fresh_hash);
	account_go(d, c, STR("/desk/me?saved=pin"));
}

static void put_password(struct desk *d, struct call *c)
{
	const struct account_proof *proof = d->prepared;
	if (!is_confirmed(d, c, &of_password))
		return;
	account_keep_password(d, d->who.account_id, proof->fresh_hash);
	account_sessions_end_others(d);
	account_go(d, c, STR("/desk/me?saved=password"));
}

static void put_codes(struct desk *d, struct call *c)
{
	struct page p;
	struct str code[ACCOUNT_CODE_N];
	struct account_line line;
	if (!is_confirmed(d, c, &of_codes) || !account_by_id(d, d->who.account_id, &line))
		return;
	account_codes_make(d, d->who.account_id, code);
	audit_note(d, "account.codes", "account", d->who.account_id.v, STR_NONE);
	frame_begin(&p, d, c, TAB_ME);
	account_codes_page(&p, &(struct account_codes_view){ .login = line.login, .name = line.name, .code = code });
}

const struct route account_own_routes[] = {
	{ METHOD_GET, "/me/account", MAY_READ_SITE, .handle = show_me },
	{ METHOD_GET, "/me/mail", MAY_SIGN_IN, .handle = show_mail },
	{ METHOD_POST, "/me/mail", MAY_SIGN_IN, .handle = send_mail, .sample = "mail=nohara%40example.jp" },
	{ METHOD_GET, "/me/sessions", MAY_OWN_ACCOUNT, .handle = show_sessions },
	{ METHOD_POST, "/me/sessions/{session}/end", MAY_OWN_ACCOUNT, .handle = end_session, .sample = "", .holes = "session" },
	{ METHOD_POST, "/me/sessions/end-others", MAY_OWN_ACCOUNT, .handle = end_others, .sample = "" },
	{ METHOD_POST, "/me/sessions/end-all", MAY_OWN_ACCOUNT, .handle = end_all, .sample = "" },
	{ METHOD_GET, "/desk/me", MAY_OWN_ACCOUNT, .handle = show_desk_me },
	{ METHOD_POST, "/desk/me/pin", MAY_OWN_ACCOUNT, .handle = put_pin, .prepare = prepare_pin, .sample = "pin-now=hidamari-no-michi&pin=2580" },
	{ METHOD_POST, "/desk/me/password", MAY_OWN_ACCOUNT, .handle = put_password, .prepare = prepare_password,
		.sample = "password-now=hidamari-no-michi&password=komorebi-no-niwa" },
	{ METHOD_POST, "/desk/me/codes", MAY_OWN_ACCOUNT, .handle = put_codes, .prepare = prepare_codes, .sample = "codes-now=hidamari-no-michi" },
};
const size_t account_own_route_n = sizeof account_own_routes / sizeof account_own_routes[0];
