/* yorisoi demo, yorisoi load: invented towns and invented questions, never beside real ones. */
#include "command/command.h"
#include "app/load.page.h"
#include "base/clock.h"
#include "base/conf.h"
#include "consult/consult.h"
#include "consult/consult_inbox.h"
#include "count/count_demo.h"
#include "desk/account.h"
#include "desk/account_key.h"
#include "desk/audit.h"
#include "desk/outbox.h"
#include "exchange/exchange.h"
#include "family/family_charge_plan.h"
#include "family/family_demo.h"
#include "staff/staff.h"
#include "support/support.h"
#include <dirent.h>
#include <errno.h>
#include <unistd.h>

enum { MOST = 400 };

/* ---- people and questions of a profile ---- */

struct peopling { const struct conf *profile; struct str why; };

static struct str of_section(const struct conf *c, struct str section, struct str name, const char *key)
{
	for (size_t i = 0; i < c->item_n; i++)
		if (str_eq(c->item[i].section, section) && str_eq(c->item[i].name, name) && str_is(c->item[i].key, key))
			return c->item[i].value;
	return STR_NONE;
}

/* The town of the demo has no mail server, so its invitation goes the way of every letter that does not arrive: tried, put off, given up. */
static void invitation_fail(struct desk *d, struct str login, struct str token)
{
	struct account_line line;
	struct outbox_due *due;
	size_t n = 1;
	if (!account_by_login(d, login, &line))
		return;
	account_letter_invite(d, &line, token);
	while ((n = outbox_take(d, MOST, &due)) > 0) {
		for (size_t i = 0; i < n; i++)
			outbox_settle(d, due[i].letter_id, OUTBOX_LATER, STR("no mail server is set (smtp.url, mail_from)"));
		d->now = moment_add(d->now, 3 * HOUR);
	}
}

static struct str comma_listed(struct desk *d, struct str list)
{
	return list.n ? arena_fmt(d->arena, ",%.*s,", STR_ARG(list)) : STR("");
}

/* Who has a kind in the profile works here: with years of experience, languages and hours. Their names and faces are theirs to show. */
static bool staff_add(struct desk *d, const struct conf *c, const struct conf_item *head, const struct account_new *n, struct account_id account_id)
{
	struct staff_person x = { .account_id = account_id, .operator_id = n->operator_id, .name = n->name, .face = n->face,
		.area_ids = comma_listed(d, n->area_ids), .kind = of_section(c, head->section, head->name, "kind"),
		.kana = of_section(c, head->section, head->name, "kana"), .about = of_section(c, head->section, head->name, "about"),
		.phone = of_section(c, head->section, head->name, "phone"), .hours = of_section(c, head->section, head->name, "hours"),
		.hours_rule = of_section(c, head->section, head->name, "hours_rule"), .joined_on = DAY_NONE, .left_on = DAY_NONE,
		.languages = comma_listed(d, of_section(c, head->section, head->name, "speaks")), .is_name_shown = true, .is_photo_shown = true };
	if (!x.kind.n)
		return true;
	str_int(of_section(c, head->section, head->name, "capacity"), &x.capacity_n);
	if (!day_parse(of_section(c, head->section, head->name, "began"), &x.began_on))
		x.began_on = DAY_NONE;
	x.is_named = x.capacity_n > 0;
	return staff_put(d, &x) == STAFF_OK;
}

static bool person_add(struct desk *d, const struct conf *c, const struct conf_item *head, struct str *ret_why)
{
	struct account_new n = { .login = head->name, .name = of_section(c, head->section, head->name, "name"),
		.title = of_section(c, head->section, head->name, "title"), .face = of_section(c, head->section, head->name, "face"),
		.mail = of_section(c, head->section, head->name, "mail") };
	struct desk then = *d;
	int64_t hours_ago = 0;
	bool is_invited = str_int(of_section(c, head->section, head->name, "invited_hours_ago"), &hours_ago);
	then.now = moment_add(d->now, -hours_ago * HOUR);
	n.is_at_the_door = !is_invited;
	struct str token, key = of_section(c, head->section, head->name, "operator"), role = of_section(c, head->section, head->name, "role");
	struct account_id account_id;
	bool all_known;
	n.operator_id = tenant_operator_named(d->tenant, key);
	n.area_ids = command_areas(d, of_section(c, head->section, head->name, "area"), &all_known);
	if (account_role_parse(role, &n.role) && all_known && (n.operator_id.v || !key.n)
		&& account_add(&then, &n, &account_id, &token) == ACCOUNT_OK) {
		int64_t months = 8;
		str_int(of_section(c, head->section, head->name, "child_months"), &months);
		if (n.role == ROLE_FAMILY && tenant_has_room(d->tenant, "family"))
			family_demo_person(d, &(struct family_demo_guardian){ .account_id = account_id, .name = n.name,
				.kana = of_section(c, head->section, head->name, "kana"), .months = (int)months,
				.area_id = tenant_area_named(d->tenant, of_section(c, head->section, head->name, "area")) });
		if (is_invited && n.mail.n)
			invitation_fail(&then, n.login, token);
		if (staff_add(d, c, head, &n, account_id))
			return true;
	}
	*ret_why = arena_fmt(d->arena, "line %d: the person %.*s has an unknown role, area, operator or kind", head->line, STR_ARG(head->name));
	return false;
}

static void question_add(struct desk *d, const struct conf *c, const struct conf_item *head)
{
	struct desk then = *d;
	struct str token, area = of_section(c, head->section, head->name, "area");
	struct consult_new v = { .words = of_section(c, head->section, head->name, "text"),
		.nickname = of_section(c, head->section, head->name, "nickname") };
	int64_t minutes_ago = 0;
	str_int(of_section(c, head->section, head->name, "minutes_ago"), &minutes_ago);
	v.area_id = tenant_area_named(d->tenant, area);
	then.now = moment_add(d->now, -minutes_ago * MINUTE);
	then.today = day_of(then.now);
	if (v.words.n)
		consult_ask(&then, &v, &token);
}

static void people_run(struct desk *d, void *arg)
{
	struct peopling *v = arg;
	const struct conf *c = v->profile;
	for (size_t i = 0; i < c->item_n && !d->is_refused; i++) {
		const struct conf_item *x = &c->item[i];
		if (x->key.n)
			continue;
		if (str_is(x->section, "person") && !person_add(d, c, x, &v->why))
			desk_refuse(d);
		else if (str_is(x->section, "question") && tenant_has_room(d->tenant, "consult"))
			question_add(d, c, x);
	}
}

/* Families: as many as the profile says ([families demo] children, births), invented from the words of families.txt beside it. */
static void families_run(struct desk *d, void *arg)
{
	struct family_naming naming;
	family_demo_make(d, arg);
	family_naming_reckon(d, &naming);
	family_naming_put(d, &naming);
}

static bool families_fill(struct args *a, struct served *s, const char *path, const struct conf *profile)
{
	const char *slash = strrchr(path, '/');
	struct family_demo v = { .child_n = 8, .birth_n = 2 };
	struct out words = { .arena = a->arena };
	str_int(conf_get(profile, "families", "children"), &v.child_n);
	str_int(conf_get(profile, "families", "births"), &v.birth_n);
	FILE *f = fopen(arena_fmt(a->arena, "%.*s/families.txt", slash ? (int)(slash - path) : 1, slash ? path : ".").s, "re");
	char piece[4096];
	for (size_t n; f && (n = fread(piece, 1, sizeof piece, f)) > 0;)
		out_put(&words, piece, n);
	if (f)
		fclose(f);
	v.names = out_done(&words);
	struct arena *arena = arena_new((size_t)64 << 20);
	bool is_fine = !f || tenants_write(s, arena, &(struct work){ .run = families_run, .arg = &v }) == STORE_OK;
	arena_free(arena);
	return is_fine;
}

/* ---- the towns ---- */

/* What helps families there: files beside the profile, in the layout in which municipalities publish them, through the importer like any other. */
static bool directory_fill(struct args *a, struct served *s, const char *profile)
{
	const char *slash = strrchr(profile, '/');
	struct str folder = slash ? (struct str){ profile, (size_t)(slash - profile) } : STR("."), why = STR_NONE;
	for (int i = 0; i < 2; i++) {
		struct str path = i ? arena_fmt(a->arena, "%.*s/directory/%.*s-programmes.csv", STR_ARG(folder), STR_ARG(s->name))
			: arena_fmt(a->arena, "%.*s/directory/%.*s.csv", STR_ARG(folder), STR_ARG(s->name));
		struct exchange_ask ask = { .source = i ? STR("demo-programmes") : STR("demo"), .file_name = path, .publisher = STR("Yorisoi デモ"),
			.licence = STR("CC0 1.0"), .credit = STR("デモのための作りものです") };
		if (access(path.s, R_OK) == 0 && !command_import_file(s, a->arena, path.s, &ask, &why))
			return command_refused("%s: %.*s", path.s, STR_ARG(why)) == COMMAND_DONE;
	}
	return true;
}

/* What the desk works with: answers that it says often, and figures of the town's document. */
static void desk_run(struct desk *d, void *arg)
{
	const struct conf *c = arg;
	for (size_t i = 0; i < c->item_n; i++) {
		struct consult_inbox_canned_row x = { .title = of_section(c, c->item[i].section, c->item[i].name, "title"),
			.words = of_section(c, c->item[i].section, c->item[i].name, "text"), .place_n = c->item[i].line };
		if (!c->item[i].key.n && str_is(c->item[i].section, "canned"))
			consult_canned_put(d, &x);
	}
	count_demo(d, c);
}

static bool desk_fill(struct served *s, struct conf *profile)
{
	struct arena *arena = arena_new((size_t)64 << 20);
	enum store_fault fault = tenants_write(s, arena, &(struct work){ .run = desk_run, .arg = profile });
	arena_free(arena);
	return fault == STORE_OK;
}

static bool visits_fill(struct served *s, struct conf *profile)
{
	struct arena *arena = arena_new((size_t)64 << 20);
	if (tenants_write(s, arena, &(struct work){ .run = command_demo_helpers, .arg = profile }) != STORE_OK)
		return false;
	arena_reset(arena);
	enum store_fault fault = tenants_write(s, arena, &(struct work){ .run = command_demo_visits, .arg = profile });
	if (fault == STORE_OK)
		fault = tenants_write(s, arena, &(struct work){ .run = command_demo_care, .arg = profile });
	arena_reset(arena);
	if (fault == STORE_OK)
		fault = tenants_write(s, arena, &(struct work){ .run = command_demo_fees, .arg = profile });
	arena_free(arena);
	return fault == STORE_OK;
}

static bool town_make(struct args *a, struct tenants *t, struct str name, const char *path)
{
	struct conf profile = { 0 };
	struct str why = STR_NONE;
	if (!conf_read(a->arena, path, &profile, &why))
		return command_refused("%.*s", STR_ARG(why)) == COMMAND_DONE;
	struct served *s = tenants_make(t, name, conf_get(&profile, "", "title"), &profile, &why);
	if (!s)
		return command_refused("%s: %.*s", path, STR_ARG(why)) == COMMAND_DONE;
	struct peopling v = { .profile = &profile };
	struct work work = { .run = people_run, .arg = &v };
	enum store_fault fault = tenants_write(s, a->arena, &work);
	const char *support = arena_fmt(a->arena, "%.*s.support.json", (int)(strlen(path) - strlen(".conf")), path).s;
	if (fault == STORE_OK && work.is_kept)
		return directory_fill(a, s, path) && families_fill(a, s, path, &profile) && visits_fill(s, &profile) && desk_fill(s, &profile)
			&& (access(support, R_OK) != 0 || command_support_load(a, s, support, &(struct support_load){ .question_n = 0 }));
	return command_refused("%s: %.*s", path, STR_ARG(v.why.n ? v.why : str_of(store_fault_word(fault)))) == COMMAND_DONE;
}

/* The profiles of the folder, by name: at most 400. */
static int profiles(struct arena *a, const char *folder, struct str *name)
{
	int n = 0;
	DIR *dir = opendir(folder);
	for (struct dirent *e; dir && n < MOST && (e = readdir(dir));)
		if (str_ends(str_of(e->d_name), ".conf"))
			name[n++] = arena_str(a, (struct str){ e->d_name, strlen(e->d_name) - 5 });
	if (dir)
		closedir(dir);
	for (int i = 1; i < n; i++)
		for (int k = i; k > 0 && strcmp(name[k - 1].s, name[k].s) > 0; k--) {
			struct str x = name[k];
			name[k] = name[k - 1];
			name[k - 1] = x;
		}
	return n;
}

int command_demo(struct args *a)
{
	struct tenants t = { 0 };
	struct str name[MOST];
	const char *folder = a->profiles.n ? a->profiles.s : "demo";
	int made_n = 0, n = profiles(a->arena, folder, name);
	bool ok = true;
	if (n == 0)
		return command_refused("There are no profiles (*.conf) in %s. Say where they are: --profiles DIR", folder);
	if (!command_open(a, &t, TENANTS_MAKE | TENANTS_DEMO))
		return COMMAND_REFUSED;
	for (int i = 0; i < n && ok; i++)
		if (!tenants_by_name(&t, name[i])) {
			ok = town_make(a, &t, name[i], arena_fmt(a->arena, "%s/%s.conf", folder, name[i].s).s);
			made_n += ok;
		}
	struct str place = arena_str(a->arena, tenants_place(&t));
	tenants_close(&t);
	if (ok && made_n)
		printf("Made %d towns of the demo in %.*s.\n", made_n, STR_ARG(place));
	else if (ok && !a->is_quiet)
		printf("Nothing to make: the %d towns of the demo are in %.*s.\n", n, STR_ARG(place));
	return ok ? COMMAND_DONE : COMMAND_REFUSED;
}

/* ---- load ---- */

static struct str load_words(struct page *p, int which)
{
	p->out->n = 0;
	load_question(p, which);
	return arena_str(p->out->arena, str_trim(out_done(p->out)));
}

static void load_run(struct desk *d, void *arg)
{
	struct out words = { .arena = d->arena };
	struct page p = { .out = &words };
	int64_t *left = arg;
	struct str token;
	for (int i = 0; i < 500 && *left > 0; i++, --*left)
		consult_ask(d, &(struct consult_new){ .words = load_words(&p, (int)(*left % 4)), .area_id = d->tenant->area_n ?
			d->tenant->area[(size_t)*left % d->tenant->area_n].area_id : (struct area_id){ 0 } }, &token);
}

int command_load(struct args *a)
{
	struct tenants t = { 0 };
	int64_t left = a->count;
	if (!a->tenant.n || a->count <= 0)
		return command_usage(a, "Name a tenant and how many: load --tenant T --count N");
	if (!command_open(a, &t, 0))
		return COMMAND_REFUSED;
	struct served *s = tenants_by_name(&t, a->tenant);
	int end = !s ? command_refused("There is no tenant %.*s here.", STR_ARG(a->tenant))
		: !t.is_demo ? command_refused("%s holds real data; load fills demo folders only.", arena_str(a->arena, tenants_place(&t)).s) : COMMAND_DONE;
	struct arena *arena = arena_new((size_t)64 << 20);
	while (end == COMMAND_DONE && left > 0) {
		if (tenants_write(s, arena, &(struct work){ .run = load_run, .arg = &left }) != STORE_OK)
			end = command_refused("The data could not be written.");
		command_progress("load", a->count - left, a->count);
		arena_reset(arena);
	}
	arena_free(arena);
	tenants_close(&t);
	if (end == COMMAND_DONE)
		printf("Asked %lld invented questions in %.*s.\n", (long long)a->count, STR_ARG(a->tenant));
	return end;
}
