/* One-time links. Only a hash of the token is stored; looking never consumes, so that mail scanners and previews do no harm. */
#include "desk/account_view.h"
#include "desk/account.sql.h"
#include "desk/account_mail.page.h"
#include "desk/audit.h"
#include "desk/outbox.h"
#include "desk/task.h"
#include "desk/tenant.h"

enum { LINK_STAFF_HOURS = 72, LINK_FAMILY_MINUTES = 30, MAIL_PER_HOUR = 4, MAIL_ADDRESS_PER_HOUR = 300 };

static struct str account_link_put(struct desk *d, struct account_link_add_in *in)
{
	struct str token = id_token(d->arena);
	in->link_id = (struct link_id){ id_new() };
	in->token_hash = seal_hash(d->arena, token);
	in->made_at = d->now;
	account_link_add(d, in);
	return token;
}

struct str account_link_make(struct desk *d, const char *purpose, struct account_id account_id)
{
	int64_t wait = strcmp(purpose, "mail") == 0 ? (int64_t)LINK_FAMILY_MINUTES * MINUTE : (int64_t)LINK_STAFF_HOURS * HOUR;
	return account_link_put(d, &(struct account_link_add_in){
		.purpose = str_of(purpose), .account_id = account_id, .until_at = moment_add(d->now, wait) });
}

static enum account_refusal account_link_judge(struct desk *d, struct str token, struct account_link_by_token_row *ret)
{
	if (!id_is_token(token) || !account_link_by_token(d, seal_hash(d->arena, token), ret))
		return ACCOUNT_NO_SUCH;
	if (ret->used_at.ms)
		return ACCOUNT_USED;
	return ret->until_at.ms <= d->now.ms ? ACCOUNT_ENDED : ACCOUNT_OK;
}

static void account_link_fill(const struct account_link_by_token_row *row, struct account_link *ret)
{
	*ret = (struct account_link){ .purpose = row->purpose, .target = row->target, .account_id = row->account_id, .until_at = row->until_at };
}

enum account_refusal account_link_look(struct desk *d, struct str token, struct account_link *ret)
{
	struct account_link_by_token_row row;
	enum account_refusal r = account_link_judge(d, token, &row);
	if (r != ACCOUNT_NO_SUCH)
		account_link_fill(&row, ret);
	return r;
}

static struct account_id account_family_put(struct desk *d, struct str mail)
{
	struct account_id account_id = { id_new() };
	account_add_row(d, &(struct account_add_row_in){
		.account_id = account_id, .login = id_text(d->arena, account_id.v), .name = STR(""), .role = STR("family"), .mail = mail, .made_at = d->now });
	audit_note(d, "account.add", "account", account_id.v, STR_NONE);
	return account_id;
}

/* The family that has this mail address; made at its first link. */
static struct account_id account_family_of(struct desk *d, struct str mail)
{
	struct account_family_by_mail_row found;
	if (account_family_by_mail(d, mail, &found))
		return found.account_id;
	return account_family_put(d, mail);
}

struct account_id account_family_add(struct desk *d)
{
	return account_family_put(d, STR_NONE);
}

enum account_refusal account_link_use(struct desk *d, struct str token, struct account_link *ret)
{
	struct account_link_by_token_row row;
	enum account_refusal r = account_link_judge(d, token, &row);
	if (r != ACCOUNT_OK)
		return r;
	if (account_link_take(d, d->now, row.link_id) != 1)
		return ACCOUNT_USED;
	account_link_fill(&row, ret);
	if (row.mail.s)
		ret->account_id = account_family_of(d, row.mail);
	task_settle_subject(d, TASK_INVITATION_ENDING, ret->account_id.v);
	audit_note(d, "account.enter", "account", ret->account_id.v, STR_NONE);
	return ACCOUNT_OK;
}

/* ---- letters ---- */
static struct str account_letter_part(struct desk *d, void (*part)(struct page *, const struct account_mail *), const struct account_mail *v)
{
	struct out o = { .arena = d->arena };
	struct page p = { .out = &o, .lang = d->lang, .base = d->base };
	part(&p, v);
	return str_trim(out_done(&o));
}

static struct str account_sender(const struct desk *d)
{
	return d->tenant->mail_name.n ? d->tenant->mail_name : d->tenant->title;
}

void account_letter_invite(struct desk *d, const struct account_line *to, struct str token)
{
	struct account_mail v = { .from = account_sender(d), .name = to->name, .hour_n = LINK_STAFF_HOURS,
		.url = arena_fmt(d->arena, "%.*s/enter/%.*s", STR_ARG(d->site), STR_ARG(token)) };
	outbox_put(d, &(struct outbox_letter){
		.channel = STR("mail"), .to = to->mail, .subject = account_letter_part(d, account_mail_invite_subject, &v),
		.text = account_letter_part(d, account_mail_invite, &v), .reason = STR("invitation"), .subject_id = to->account_id.v,
		.not_after = moment_add(d->now, (int64_t)LINK_STAFF_HOURS * HOUR) });
}

void account_mail_link(struct desk *d, struct str mail, struct str target, struct str address)
{
	struct out low = { .arena = d->arena };
	for (size_t i = 0; i < mail.n; i++)
		out_put(&low, &(char){ mail.s[i] >= 'A' && mail.s[i] <= 'Z' ? (char)(mail.s[i] + 32) : mail.s[i] }, 1);
	struct str to = out_done(&low);
	if (!account_guard_spend(d, "mail", to, MAIL_PER_HOUR) || !account_guard_spend(d, "mail-address", address, MAIL_ADDRESS_PER_HOUR))
		return;
	struct account_link_add_in in = { .purpose = STR("mail"), .mail = to, .target = target,
		.until_at = moment_add(d->now, (int64_t)LINK_FAMILY_MINUTES * MINUTE) };
	struct account_mail v = { .from = account_sender(d), .minute_n = LINK_FAMILY_MINUTES };
	v.url = arena_fmt(d->arena, "%.*s/enter/%.*s", STR_ARG(d->site), STR_ARG(account_link_put(d, &in)));
	outbox_put(d, &(struct outbox_letter){
		.channel = STR("mail"), .to = to, .subject = account_letter_part(d, account_mail_link_subject, &v),
		.text = account_letter_part(d, account_mail_link_text, &v), .reason = STR("sign-in"), .not_after = in.until_at });
}
