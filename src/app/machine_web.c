/* The administrator's one page: how the machine stands (for those who look after it), the letters, a letter to try. */
#include "app/machine_web.h"
#include "app/courier.h"
#include "app/serve.h"
#include "app/version.h"
#include "desk/account.h"
#include "desk/account_web.h"
#include "desk/audit.h"
#include "desk/frame.h"
#include "desk/machine.page.h"
#include "desk/machine_view.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "web/reply.h"

enum { FAILED_MOST = 50, TRY_S = 15 };

/* ---- what is shown ---- */

static void keep_worst(const struct machine_points *all, enum machine_kind first, enum machine_kind last, struct machine_points *to)
{
	const struct machine_point *worst = NULL;
	for (size_t i = 0; i < all->n; i++)
		if (all->point[i].kind >= first && all->point[i].kind <= last && (!worst || all->point[i].state > worst->state))
			worst = &all->point[i];
	if (worst)
		machine_add(to, *worst);
}

/* Of clock and rights one row each; of backup and certificate everything that is not well, and how they stand at all. */
static void gather(const struct machine_points *all, struct machine_points *to)
{
	keep_worst(all, MACHINE_DISK, MACHINE_DISK, to);
	for (size_t i = 0; i < all->n; i++) {
		enum machine_kind kind = all->point[i].kind;
		bool is_always = kind == MACHINE_BACKUP || kind == MACHINE_CERTIFICATE;
		if (is_always || ((kind == MACHINE_BACKUP_PLACE || kind == MACHINE_LEFTOVER) && all->point[i].state != MACHINE_WELL))
			machine_add(to, all->point[i]);
	}
	keep_worst(all, MACHINE_CLOCK_DATE, MACHINE_CLOCK_ASKED, to);
	keep_worst(all, MACHINE_RIGHTS, MACHINE_RIGHTS, to);
}

/* What is to be mended comes first; else the order stays. */
static struct machine_points *sorted(const struct machine_points *some)
{
	struct machine_points *to = ARENA_NEW(some->arena, struct machine_points);
	to->arena = some->arena;
	for (int state = MACHINE_WRONG; state >= MACHINE_WELL; state--)
		for (size_t i = 0; i < some->n; i++)
			if ((int)some->point[i].state == state)
				machine_add(to, some->point[i]);
	return to;
}

static const struct machine_points *points_of(struct desk *d, const struct served *s)
{
	struct machine_points all = { .arena = d->arena }, some = { .arena = d->arena };
	if (!machine_is_kept_by(s))
		return NULL;
	machine_look_quick(s->all, &all);
	gather(&all, &some);
	for (size_t i = 0; i < some.n; i++)
		if (some.point[i].kind >= MACHINE_CLOCK_DATE && some.point[i].kind <= MACHINE_CLOCK_ASKED)
			some.point[i].at = d->now;
	return sorted(&some);
}

static void draw(struct desk *d, struct call *c, struct machine_view *v)
{
	struct page p;
	const struct served *s = ((const struct request *)c->work)->served;
	v->points = points_of(d, s);
	v->now = d->now;
	v->version = str_of(version_word());
	v->store = s->all->url.n ? STR("postgresql") : STR("sqlite");
	v->schema_n = store_schema_version();
	v->smtp_url = tenant_get(d->tenant, "smtp.url");
	v->from = d->tenant->mail_from;
	outbox_look(d, &v->queue);
	v->failed_n = outbox_list_failed(d, FAILED_MOST, &v->failed);
	frame_begin(&p, d, c, TAB_SETTINGS);
	frame_of(&p)->back = STR("/desk/settings");
	if (v->form)
		frame_complaints(&p, v->form);
	machine_page(&p, v);
}

static void show(struct desk *d, struct call *c)
{
	struct account_line line = { 0 };
	account_by_id(d, d->who.account_id, &line);
	draw(d, c, &(struct machine_view){ .to = line.mail, .is_again = form_value(c, "again").n > 0 });
}

/* ---- a letter to try ---- */

struct tried { enum machine_tried how; struct str why; };

static struct str drawn(struct desk *d, void (*part)(struct page *, const struct machine_letter *), const struct machine_letter *v)
{
	struct out o = { .arena = d->arena };
	struct page p = { .out = &o, .lang = LANG_JA, .base = d->base };
	part(&p, v);
	return str_trim(out_done(&o));
}

/* Sent at once and with no transaction open, so that the page can say what the mail server said. */
static void try_prepare(struct desk *d, struct call *c)
{
	struct form form = form_of(c);
	struct letter l;
	struct tried *t = ARENA_NEW(d->arena, struct tried);
	struct str to = form_mail(&form, "to", true);
	courier_letter(d, &l);
	desk_turn_end(d);
	d->prepared = t;
	if (!form_is_fine(&form))
		return;
	t->how = MACHINE_TRIED_UNSET;
	if (!l.smtp_url.n || !l.from.n)
		return;
	struct machine_letter v = { .from = d->tenant->mail_name.n ? d->tenant->mail_name : d->tenant->title };
	l.to = to;
	l.subject = drawn(d, machine_try_subject, &v);
	l.text = drawn(d, machine_try_text, &v);
	l.message_id = arena_fmt(d->arena, "<%.*s@yorisoi.invalid>", STR_ARG(d->request_no));
	l.timeout_s = TRY_S;
	t->how = fetch_letter(&l, d->arena, &t->why) == FETCH_DONE ? MACHINE_TRIED_SENT : MACHINE_TRIED_FAILED;
}

static void try_mail(struct desk *d, struct call *c)
{
	struct form form = form_of(c);
	const struct tried *t = d->prepared;
	struct machine_view v = { .form = &form, .to = form_value(c, "to") };
	form_mail(&form, "to", true);
	if (!t || !form_is_fine(&form)) {
		desk_refuse(d);
		reply_status(c, 422);
		draw(d, c, &v);
		return;
	}
	audit_note(d, "machine.mail", "tenant", d->tenant_id.v, STR_NONE);
	v.tried = t->how;
	v.tried_why = t->why;
	draw(d, c, &v);
}

/* ---- a letter once more ---- */

static void again(struct desk *d, struct call *c)
{
	struct letter_id letter_id;
	bool is_there = id_parse(c->part[0], &letter_id.v);
	enum outbox_refusal r = is_there ? outbox_again(d, letter_id) : OUTBOX_NO_SUCH;
	if (r == OUTBOX_NO_SUCH) {
		refuse_missing(d, c);
		return;
	}
	if (r == OUTBOX_OK)
		audit_note(d, "outbox.again", "letter", letter_id.v, STR_NONE);
	account_go(d, c, r == OUTBOX_OK ? STR("/desk/machine?again=1") : STR("/desk/machine"));
}

const struct route machine_routes[] = {
	{ METHOD_GET, "/desk/machine", MAY_SET_TENANT, .handle = show },
	{ METHOD_POST, "/desk/machine/mail", MAY_SET_TENANT, .handle = try_mail, .prepare = try_prepare, .sample = "to=a%40example.jp" },
	{ METHOD_POST, "/desk/machine/letter/{letter}/again", MAY_SET_TENANT, .handle = again, .sample = "", .holes = "letter" },
};
const size_t machine_route_n = sizeof machine_routes / sizeof machine_routes[0];
