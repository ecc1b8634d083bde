/* Accounts of a town: the list, inviting, a fresh link, ending. Whom one may not look after answers like nobody. */
#include "desk/account_web.h"
#include "base/check.h"
#include "desk/account_admin.page.h"
#include "desk/account_view.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "web/reply.h"

enum { LIST_MOST = 1000 };
static const char *const role_words[] = { "worker", "manager", "admin", "site", "helper", NULL };

static bool may_on(const struct desk *d, enum may act, const struct account_line *line)
{
	return may(d, act, &(struct thing){ .operator_id = line->operator_id });
}

bool account_list_has(struct str comma_list, int64_t id)
{
	char text[14];
	struct str rest = comma_list, one;
	id_put(id, text);
	while (str_cut(&rest, ',', &one))
		if (str_is(one, text))
			return true;
	return false;
}

static void show_list(struct desk *d, struct call *c)
{
	struct page p;
	struct account_line *line;
	size_t n = account_list(d, LIST_MOST, &line), kept = 0;
	for (size_t i = 0; i < n; i++)
		if (may_on(d, MAY_LIST_ACCOUNTS, &line[i]))
			line[kept++] = line[i];
	frame_begin(&p, d, c, TAB_ACCOUNTS);
	account_list_page(&p, &(struct account_list_view){
		.line = line, .line_n = kept, .now = d->now, .may_invite = may_ever(d, MAY_INVITE), .tenant = d->tenant });
}

/* The account that the address names, when this person may do that with it. */
static bool find_one(struct desk *d, struct call *c, enum may act, struct account_line *ret)
{
	int64_t id;
	bool is_there = id_parse(c->part[0], &id) && account_by_id(d, (struct account_id){ id }, ret) && !str_is(ret->role, "family");
	if (is_there && may_on(d, act, ret))
		return true;
	refuse_missing(d, c);
	return false;
}

/* ---- inviting ---- */
static void draw_invite(struct desk *d, struct call *c, struct account_invite_view *v)
{
	struct page p;
	int64_t operator_id = 0;
	struct out areas = { .arena = d->arena };
	v->tenant = d->tenant;
	v->login = form_value(c, "login");
	v->name = form_value(c, "name");
	v->mail = form_value(c, "mail");
	v->title = form_value(c, "title");
	v->role = form_value(c, "role");
	if (id_parse(form_value(c, "operator"), &operator_id))
		v->operator_id.v = operator_id;
	for (size_t i = 0; i < c->fields.field_n; i++)
		if (str_is(c->fields.field[i].name, "area[]"))
			out_fmt(&areas, "%.*s,", STR_ARG(c->fields.field[i].value));
	v->area_ids = out_done(&areas);
	v->may_admin = d->who.role == ROLE_ADMIN;
	frame_begin(&p, d, c, TAB_ACCOUNTS);
	frame_of(&p)->back = STR("/desk/accounts");
	if (v->form)
		frame_complaints(&p, v->form);
	account_invite_page(&p, v);
}

static void show_invite(struct desk *d, struct call *c)
{
	form_read(c);
	draw_invite(d, c, &(struct account_invite_view){ .form = NULL });
}

static bool has_operator(const struct tenant *t, int64_t id)
{
	for (size_t i = 0; i < t->operator_n; i++)
		if (t->operator[i].operator_id.v == id)
			return true;
	return false;
}

/* Ticked areas of this town, as a comma list. */
static struct str ticked_areas(struct desk *d, const struct call *c)
{
	struct out o = { .arena = d->arena };
	for (size_t i = 0; i < c->fields.field_n; i++) {
		int64_t id;
		const struct field *f = &c->fields.field[i];
		if (str_is(f->name, "area[]") && id_parse(f->value, &id) && tenant_area_of(d->tenant, (struct area_id){ id }))
			out_fmt(&o, "%s%.*s", o.n ? "," : "", STR_ARG(f->value));
	}
	return out_done(&o);
}

static void read_invite(struct desk *d, struct call *c, struct form *form, struct account_new *ret)
{
	*ret = (struct account_new){ .by_account_id = d->who.account_id, .role = ROLE_NOBODY };
	ret->name = form_text(form, "name", 100, true);
	ret->login = form_text(form, "login", 40, true);
	ret->title = form_text(form, "title", 100, false);
	ret->mail = form_mail(form, "mail", false);
	int role = form_choice(form, "role", role_words, true);
	if (role >= 0)
		account_role_parse(str_of(role_words[role]), &ret->role);
	int64_t operator_id = form_id(form, "operator", false);
	if (operator_id && !has_operator(d->tenant, operator_id))
		form_complain(form, "operator", COMPLAINT_NOT_CHOICE);
	ret->operator_id = (struct operator_id){ operator_id };
	ret->area_ids = ticked_areas(d, c);
	/* Managers invite for their own legal body, and nobody makes somebody mightier than oneself. */
	if (!may(d, MAY_INVITE, &(struct thing){ .operator_id = ret->operator_id }))
		form_complain(form, "operator", COMPLAINT_NOT_CHOICE);
	if (ret->role == ROLE_ADMIN && d->who.role != ROLE_ADMIN)
		form_complain(form, "role", COMPLAINT_NOT_CHOICE);
	if (ret->login.n && !account_login_clean(d, ret->login).s)
		form_complain(form, "login", COMPLAINT_NOT_TEXT);
}

/* The link leaves by mail, or is shown this once to be printed. */
static void hand_over(struct desk *d, struct call *c, struct account_id account_id, struct account_link_view *v, struct str token)
{
	struct page p;
	struct account_line line;
	CHECK(account_by_id(d, account_id, &line) || desk_is_faulted(d));
	v->line = &line;
	v->is_mailed = line.mail.n > 0;
	v->url = arena_fmt(d->arena, "%.*s/enter/%.*s", STR_ARG(d->site), STR_ARG(token));
	if (v->is_mailed)
		account_letter_invite(d, &line, token);
	desk_tell(d, STR("account"), STR("changed"));
	frame_begin(&p, d, c, TAB_ACCOUNTS);
	frame_of(&p)->back = STR("/desk/accounts");
	account_link_page(&p, v);
}

static void invite(struct desk *d, struct call *c)
{
	struct form form = form_of(c);
	struct account_new new;
	struct account_id account_id;
	struct str token;
	read_invite(d, c, &form, &new);
	if (form_is_fine(&form)) {
		enum account_refusal r = account_add(d, &new, &account_id, &token);
		if (r == ACCOUNT_OK) {
			hand_over(d, c, account_id, &(struct account_link_view){ .is_reset = false }, token);
			return;
		}
		form_complain(&form, "login", r == ACCOUNT_TAKEN ? COMPLAINT_TAKEN : COMPLAINT_NOT_TEXT);
	}
	desk_refuse(d);
	reply_status(c, 422);
	draw_invite(d, c, &(struct account_invite_view){ .form = &form });
}

/* ---- one account ---- */
static void draw_one(struct desk *d, struct call *c, enum may act, void (*page)(struct page *, const struct account_one_view *))
{
	struct page p;
	struct account_line line;
	if (!find_one(d, c, act, &line))
		return;
	frame_begin(&p, d, c, TAB_ACCOUNTS);
	frame_of(&p)->back = STR("/desk/accounts");
	page(&p, &(struct account_one_view){ .line = &line, .tenant = d->tenant, .may_invite = may_on(d, MAY_INVITE, &line) && !line.ended_at.ms,
		.is_self = line.account_id.v == d->who.account_id.v, .is_invited = line.invited_until_at.ms > d->now.ms && !line.ready_at.ms });
}

static void show_one(struct desk *d, struct call *c)
{
	draw_one(d, c, MAY_LIST_ACCOUNTS, account_one_page);
}

static void show_reset(struct desk *d, struct call *c)
{
	draw_one(d, c, MAY_INVITE, account_reset_page);
}

static void show_end(struct desk *d, struct call *c)
{
	draw_one(d, c, MAY_INVITE, account_end_page);
}

/* Administrators are set back and ended by administrators only; nobody ends oneself and leaves the town without. */
static bool is_out_of_reach(const struct desk *d, const struct account_line *line)
{
	return line->account_id.v == d->who.account_id.v || (str_is(line->role, "admin") && d->who.role != ROLE_ADMIN);
}

static void reset(struct desk *d, struct call *c)
{
	struct account_line line;
	struct str token;
	if (!find_one(d, c, MAY_INVITE, &line))
		return;
	if (is_out_of_reach(d, &line) || account_reset(d, line.login, &token) != ACCOUNT_OK)
		refuse_missing(d, c);
	else
		hand_over(d, c, line.account_id, &(struct account_link_view){ .is_reset = true }, token);
}

static void end(struct desk *d, struct call *c)
{
	struct account_line line;
	if (!find_one(d, c, MAY_INVITE, &line))
		return;
	if (is_out_of_reach(d, &line) || account_end(d, line.login) != ACCOUNT_OK) {
		refuse_missing(d, c);
		return;
	}
	desk_tell(d, STR("account"), STR("changed"));
	account_go(d, c, STR("/desk/accounts"));
}

const struct route account_admin_routes[] = {
	{ METHOD_GET, "/desk/accounts", MAY_LIST_ACCOUNTS, .handle = show_list },
	{ METHOD_GET, "/desk/accounts/new", MAY_INVITE, .handle = show_invite },
	{ METHOD_POST, "/desk/accounts/new", MAY_INVITE, .handle = invite, .sample = "name=Mori&login=mori&role=worker&mail=mori%40example.jp" },
	{ METHOD_GET, "/desk/accounts/{account}", MAY_LIST_ACCOUNTS, .handle = show_one, .holes = "account" },
	{ METHOD_GET, "/desk/accounts/{account}/reset", MAY_INVITE, .handle = show_reset, .holes = "account" },
	{ METHOD_POST, "/desk/accounts/{account}/reset", MAY_INVITE, .handle = reset, .sample = "", .holes = "account" },
	{ METHOD_GET, "/desk/accounts/{account}/end", MAY_INVITE, .handle = show_end, .holes = "account" },
	{ METHOD_POST, "/desk/accounts/{account}/end", MAY_INVITE, .handle = end, .sample = "", .holes = "account" },
};
const size_t account_admin_route_n = sizeof account_admin_routes / sizeof account_admin_routes[0];
