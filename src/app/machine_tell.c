/* Every hour: what is to be mended on the machine becomes a task of its administrators, and a letter the first time. */
#include "app/machine_web.h"
#include "desk/account.h"
#include "desk/machine.page.h"
#include "desk/machine_view.h"
#include "desk/task.h"

enum { ADMINS_MOST = 1000 };

/* Kinds that become tasks; of several points of a kind the worst counts. */
static const enum machine_kind told[] = { MACHINE_DISK, MACHINE_RIGHTS, MACHINE_CLOCK_DATE, MACHINE_CLOCK_FILES, MACHINE_CLOCK_JUMP, MACHINE_BACKUP,
	MACHINE_BACKUP_PLACE, MACHINE_LEFTOVER, MACHINE_CERTIFICATE };

static bool raise_one(struct desk *d, const struct machine_point *x)
{
	bool is_new = !task_is_open(d, TASK_MACHINE, x->kind);
	task_raise(d, &(struct task_new){ .kind = TASK_MACHINE, .subject_id = x->kind, .line = arena_fmt(d->arena, "%lld", (long long)x->n),
		.href = STR("/desk/machine"), .least = ROLE_ADMIN });
	return is_new;
}

static struct str drawn(struct desk *d, void (*part)(struct page *, const struct machine_letter *), const struct machine_letter *v)
{
	struct out o = { .arena = d->arena };
	struct page p = { .out = &o, .lang = LANG_JA, .base = d->base };
	part(&p, v);
	return str_trim(out_done(&o));
}

static struct str page_of(const struct desk *d)
{
	struct str site = tenant_get(d->tenant, "site_url");
	if (site.n)
		return arena_fmt(d->arena, "%.*s/desk/machine", STR_ARG(site));
	if (d->tenant->host.n)
		return arena_fmt(d->arena, "https://%.*s/desk/machine", STR_ARG(d->tenant->host));
	return arena_fmt(d->arena, "/%.*s/desk/machine", STR_ARG(d->tenant->name));
}

static void write_to_admins(struct desk *d, const struct machine_points *fresh)
{
	struct account_line *line;
	struct machine_letter v = { .from = d->tenant->mail_name.n ? d->tenant->mail_name : d->tenant->title, .points = fresh, .url = page_of(d) };
	size_t n = account_list(d, ADMINS_MOST, &line);
	for (size_t i = 0; i < n; i++)
		if (str_is(line[i].role, "admin") && line[i].mail.n && !line[i].ended_at.ms)
			outbox_put(d, &(struct outbox_letter){ .to = line[i].mail, .subject = drawn(d, machine_letter_subject, &v),
				.text = drawn(d, machine_letter_text, &v), .reason = STR("machine"), .subject_id = line[i].account_id.v,
				.not_after = moment_add(d->now, DAY_MS), .href = STR("/desk/machine") });
}

static void tell_run(struct desk *d, void *arg)
{
	const struct machine_points *all = arg;
	struct machine_points fresh = { .arena = d->arena };
	for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
		const struct machine_point *x = machine_worst(all, told[i]);
		if (!x || x->state < MACHINE_SOON)
			task_settle_subject(d, TASK_MACHINE, told[i]);
		else if (raise_one(d, x)) {
			struct machine_point y = *x;
			y.of = arena_fmt(d->arena, "%lld", (long long)x->n);       /* the letter says what the task says */
			machine_add(&fresh, y);
		}
	}
	if (fresh.n && !d->is_demo)
		write_to_admins(d, &fresh);
}

void machine_tell(struct served *s, struct arena *a)
{
	struct machine_points all = { .arena = a };
	if (!machine_is_kept_by(s) || s->all->is_demo)
		return;
	machine_look_quick(s->all, &all);
	tenants_write(s, a, &(struct work){ .run = tell_run, .arg = &all });
}
