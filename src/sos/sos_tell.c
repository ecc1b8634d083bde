/* Who is told of a call for help: one rung of the ladder. What leaves says that somebody asks for help, never who, where or why. */
#include "desk/outbox.h"
#include "push/push.h"
#include "sos/sos.page.h"
#include "sos/sos_inside.h"

enum { STAFF_MOST = 5000, LETTER_HOURS = 12, GATEWAY_MINUTES = 30, PUSH_MINUTES = 30 };

bool sos_is_for(struct desk *d, const struct account_line *x, const struct thing *thing)
{
	struct who before = d->who;
	enum role role = ROLE_NOBODY;
	if (x->ended_at.ms || !account_role_parse(x->role, &role))
		return false;
	d->who = (struct who){ .role = role, .account_id = x->account_id, .operator_id = x->operator_id, .area_ids = x->area_ids };
	bool is_for = may(d, MAY_SOS_SEE, thing);
	d->who = before;
	return is_for;
}

static struct str link_to(struct desk *d, const struct sos_row *s)
{
	struct str site = tenant_get(d->tenant, "site_url");
	while (str_ends(site, "/"))
		site.n--;
	return site.n ? arena_fmt(d->arena, "%.*s/desk/sos/%s", STR_ARG(site), id_text(d->arena, s->sos_id.v).s) : STR_NONE;
}

static void mail(struct desk *d, const struct sos_row *s, const struct account_line *to)
{
	struct out subject = { .arena = d->arena }, text = { .arena = d->arena };
	struct page p = { .out = &subject, .base = d->base };
	sos_mail_subject(&p);
	p.out = &text;
	sos_mail_text(&p, d->tenant, link_to(d, s));
	outbox_put(d, &(struct outbox_letter){ .channel = STR("mail"), .to = to->mail, .subject = str_trim(out_done(&subject)), .text = out_done(&text),
		.reason = STR("sos"), .subject_id = s->sos_id.v, .not_after = moment_add(d->now, LETTER_HOURS * HOUR) });
}

static void push(struct desk *d, const struct sos_row *s, const struct account_line *to)
{
	struct out subject = { .arena = d->arena }, text = { .arena = d->arena };
	struct page p = { .out = &subject, .base = d->base };
	sos_mail_subject(&p);
	p.out = &text;
	sos_push_text(&p);
	push_tell(d, to->account_id, &(struct push_notice){ .title = str_trim(out_done(&subject)), .body = str_trim(out_done(&text)), .reason = STR("sos"),
		.path = arena_fmt(d->arena, "desk/sos/%s", id_text(d->arena, s->sos_id.v).s), .tag = STR("sos"), .subject_id = s->sos_id.v,
		.keep_s = PUSH_MINUTES * 60 });
}

struct telling { const struct sos_row *s; int roles; bool is_charge_only, has_mail; };

/* How many were told. */
static int64_t tell_staff(struct desk *d, const struct telling *t)
{
	struct account_line *line;
	struct thing thing = { .operator_id = t->s->operator_id, .area_id = t->s->area_id, .owner_id = t->s->charge_account_id };
	size_t n = account_list(d, STAFF_MOST, &line);
	int64_t told_n = 0;
	for (size_t i = 0; i < n; i++) {
		enum role role = ROLE_NOBODY;
		bool is_charge = t->s->charge_account_id.v && line[i].account_id.v == t->s->charge_account_id.v;
		if (!account_role_parse(line[i].role, &role) || !((int)role & t->roles) || (t->is_charge_only && !is_charge))
			continue;
		if (!sos_is_for(d, &line[i], &thing))
			continue;
		told_n++;
		push(d, t->s, &line[i]);
		if (t->has_mail && line[i].mail.n)
			mail(d, t->s, &line[i]);
	}
	return told_n;
}

/* What calls the telephones of the duty is an outside service of the town's: it is told that there is a call, its number and where it is read. */
static bool call_gateway(struct desk *d, const struct sos_row *s, int64_t rung)
{
	struct str url = tenant_get(d->tenant, "sos.gateway_url");
	struct out text = { .arena = d->arena };
	if (!url.n)
		return false;
	out_fmt(&text, "{\"kind\":\"sos\",\"sos\":\"%s\",\"rung\":%lld,\"town\":", id_text(d->arena, s->sos_id.v).s, (long long)rung);
	out_json(&text, d->tenant->name);
	out_z(&text, ",\"url\":");
	out_json(&text, link_to(d, s));
	out_z(&text, "}");
	outbox_put(d, &(struct outbox_letter){ .channel = STR("gateway"), .to = STR("-"), .text = out_done(&text), .reason = STR("sos"),
		.subject_id = s->sos_id.v, .not_after = moment_add(d->now, GATEWAY_MINUTES * MINUTE), .href = STR("/desk/settings/sos") });
	return true;
}

void sos_tell(struct desk *d, const struct sos_row *s, enum sos_rung rung)
{
	static const char *const word[] = { "charge", "colleagues", "managers", "gateway" };
	const int desk = ROLE_SITE | ROLE_WORKER;
	int64_t told_n = 0;
	switch (rung) {
	case SOS_RUNG_CHARGE:
		told_n = tell_staff(d, &(struct telling){ s, s->charge_account_id.v ? desk | ROLE_MANAGER : desk, s->charge_account_id.v != 0, false });
		break;
	case SOS_RUNG_COLLEAGUES:
		told_n = tell_staff(d, &(struct telling){ s, desk, false, true });
		break;
	case SOS_RUNG_MANAGERS:
		told_n = tell_staff(d, &(struct telling){ s, ROLE_MANAGER, false, true });
		break;
	default:
		told_n = call_gateway(d, s, s->step_n) ? 1 : tell_staff(d, &(struct telling){ s, ROLE_MANAGER, false, true });
	}
	sos_step(d, s->sos_id, word[rung], told_n);
}
