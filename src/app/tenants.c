/* Opening the house of every tenant, and keeping its profile warm. */
#include "app/tenants_inside.h"
#include "base/clock.h"
#include "base/durable.h"
#include "base/log.h"
#include "web/live.h"
#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

pthread_mutex_t tenants_lock = PTHREAD_MUTEX_INITIALIZER;

bool tenants_name_is_fine(struct str name)
{
	static const char *const reserved[] = { "static", "healthz", "metrics", "api", "lang" };
	for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
		if (str_is(name, reserved[i]))
			return false;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.s[i];
		bool inner = (c >= '0' && c <= '9') || c == '-';
		if (!(c >= 'a' && c <= 'z') && !(inner && i > 0))
			return false;
	}
	return name.n >= 2 && name.n <= 31;
}

/* ---- folders ---- */

static bool folder_make(struct tenants *all, struct str path, struct str *ret_why)
{
	bool is_new = mkdir(path.s, 0700) == 0;
	if (is_new ? durable_name(path.s) : errno == EEXIST)
		return true;
	*ret_why = arena_fmt(all->arena, "The folder %s cannot be made: %s. Choose another with --data DIR.", path.s, strerror(errno));
	return false;
}

static bool mark_demo(struct tenants *all, struct str mark, struct str *ret_why)
{
	FILE *f = fopen(mark.s, "we");
	if (f && fputs("This folder belongs to a demo: everything in it is invented.\n", f) >= 0 && fclose(f) == 0 &&
		durable_sync(mark.s) && durable_name(mark.s))
		return true;
	*ret_why = arena_fmt(all->arena, "%s cannot be written: %s.", mark.s, strerror(errno));
	return false;
}

static bool folder_ready(struct tenants *all, int how, struct str *ret_why)
{
	struct str tenants = arena_fmt(all->arena, "%s/tenants", all->data.s), demo = arena_fmt(all->arena, "%s/demo", all->data.s);
	bool is_there = access(tenants.s, F_OK) == 0;
	if (!is_there && !(how & TENANTS_MAKE)) {
		*ret_why = arena_fmt(all->arena, "There is no data of Yorisoi in %s. Make a tenant (yorisoi tenant create) or the demo (yorisoi demo) first.",
			all->data.s);
		return false;
	}
	all->is_demo = access(demo.s, F_OK) == 0;
	if (is_there && !all->is_demo && (how & TENANTS_DEMO)) {
		*ret_why = arena_fmt(all->arena, "%s holds real tenants; the demo is never mixed with them. Give it a folder of its own: --data DIR.", all->data.s);
		return false;
	}
	if (!is_there && (!folder_make(all, all->data, ret_why) || !folder_make(all, tenants, ret_why)))
		return false;
	if (!is_there && (how & TENANTS_DEMO)) {
		all->is_demo = true;
		return mark_demo(all, demo, ret_why);
	}
	return true;
}

/* ---- files ---- */

struct str tenants_file(struct tenants *all, struct str name)
{
	return arena_fmt(all->arena, "%s/tenants/%.*s.db", all->data.s, STR_ARG(name));
}

static void number_read(struct desk *d, void *arg)
{
	struct served *s = arg;
	struct arena *a = arena_new((size_t)16 << 20);
	struct tenant *t = tenant_load(d, a);
	if (!t) {
		arena_free(a);
		return;
	}
	struct profile *p = ARENA_NEW(a, struct profile);
	*p = (struct profile){ .tenant = t, .arena = a, .users = 1 };
	s->profile = p;
	s->number = t->tenant_id.v;
	d->tenant_id = t->tenant_id;
	tenants_key_open(s, d);
}

struct str tenants_place(const struct tenants *all)
{
	return all->url.n ? STR("the database") : all->data;
}

struct served *served_open(struct tenants *all, struct str name, struct place place, bool make, struct str *ret_why)
{
	struct served *s = ARENA_NEW(all->arena, struct served);
	s->all = all;
	s->name = arena_str(all->arena, name);
	s->number = place.number;
	s->url = place.url.n ? place.url : all->url;
	s->files = arena_fmt(all->arena, "%s/files/%.*s", all->data.s, STR_ARG(name));
	s->store = store_open(&(struct store_conf){ .path = place.path.s, .url = s->url.n ? s->url.s : NULL, .tenant_id = place.number, .make = make,
		.migrate = !all->is_looking, .schedule = all->schedule, .schedule_arg = all->schedule_arg }, all->arena, ret_why);
	if (s->store)
		return s;
	*ret_why = arena_fmt(all->arena, "%s: %.*s", s->url.n ? s->name.s : place.path.s, STR_ARG(*ret_why));
	return NULL;
}

/* Newest last, so that a later look finds only what is new. */
static void served_add(struct tenants *all, struct served *s)
{
	struct served **at = &all->first;
	while (*at)
		at = &(*at)->next;
	*at = s;
}

struct served *tenants_find(struct tenants *all, struct str name)
{
	for (struct served *s = all->first; s; s = s->next)
		if (str_eq(s->name, name))
			return s;
	return NULL;
}

bool served_add_named(struct tenants *all, struct str name, struct place place, struct str *ret_why)
{
	struct served *s = served_open(all, name, place, false, ret_why);
	if (!s)
		return false;
	struct arena *a = arena_new((size_t)16 << 20);
	bool is_read = tenants_read(s, a, &(struct work){ .run = number_read, .arg = s });
	arena_free(a);
	if (!is_read || !s->profile) {
		store_close(s->store);
		*ret_why = arena_fmt(all->arena, "%.*s holds no tenant. Move its file away, or restore it from a backup.", STR_ARG(name));
		return false;
	}
	if (!tenants_key_is_open(s, ret_why)) {
		store_close(s->store);
		arena_free(s->profile->arena);
		return false;
	}
	served_add(all, s);
	return true;
}

static bool look_in_lobby(struct tenants *all, struct str *ret_why)
{
	struct store_tenant *t;
	size_t n;
	struct arena *a = arena_new((size_t)16 << 20);
	bool ok = store_tenants(all->url.s, a, &t, &n, ret_why);
	for (size_t i = 0; ok && i < n; i++) {
		all->is_demo = all->is_demo || t[i].is_demo;
		if (!tenants_find(all, t[i].name))
			ok = served_add_named(all, t[i].name, (struct place){ .number = t[i].tenant_id }, ret_why);
	}
	*ret_why = arena_str(all->arena, *ret_why);
	arena_free(a);
	return ok;
}

static bool look(struct tenants *all, struct str *ret_why)
{
	if (all->url.n)
		return look_in_lobby(all, ret_why);
	DIR *dir = opendir(arena_fmt(all->arena, "%s/tenants", all->data.s).s);
	bool ok = true;
	if (!dir) {
		*ret_why = arena_fmt(all->arena, "%s/tenants cannot be read: %s.", all->data.s, strerror(errno));
		return false;
	}
	for (struct dirent *e; ok && (e = readdir(dir));) {
		struct str name = str_of(e->d_name);
		if (!str_ends(name, ".db") && !str_ends(name, ".at"))
			continue;
		name = arena_str(all->arena, (struct str){ name.s, name.n - 3 });
		if (tenants_name_is_fine(name) && !tenants_find(all, name))
			ok = served_add_found(all, name, ret_why);
	}
	closedir(dir);
	return ok;
}

/* A database holds a demo or real tenants, like a folder. */
static bool lobby_ready(struct tenants *all, int how, struct str *ret_why)
{
	if (all->first && !all->is_demo && (how & TENANTS_DEMO)) {
		*ret_why = STR("The database holds real tenants; the demo is never mixed with them. Give it a database of its own.");
		return false;
	}
	all->is_demo = all->is_demo || (how & TENANTS_DEMO);
	return true;
}

bool tenants_open(struct tenants *all, struct str data, struct str keys, int how, struct str *ret_why)
{
	all->arena = arena_new((size_t)64 << 20);
	all->is_looking = how & TENANTS_LOOK;
	while (data.n > 1 && data.s[data.n - 1] == '/')
		data.n--;
	all->url = arena_str(all->arena, all->url);
	all->data = arena_str(all->arena, data);
	all->keys = keys.n ? arena_str(all->arena, keys) : arena_fmt(all->arena, "%s.keys", all->data.s);
	if (all->url.n && !keys.n) {
		*ret_why = STR("Say where the machine's key lies: --keys FOLDER. It is never kept in the database.");
		return false;
	}
	if ((!all->url.n && !folder_ready(all, how, ret_why)) || !folder_make(all, all->keys, ret_why))
		return false;
	if (!tenants_keys_read(all, (how & TENANTS_MAKE) && !(how & TENANTS_NO_NEW_KEY), ret_why))
		return false;
	if ((how & TENANTS_ALONE) && (all->key_lock = tenants_keys_lock(all, true, ret_why)) < 0)
		return false;
	return look(all, ret_why) && (!all->url.n || lobby_ready(all, how, ret_why));
}

static void served_close(struct served *s)
{
	after_forget(s);                                /* nobody runs writes any more */
	store_close(s->store);
	arena_free(s->profile->arena);
}

void tenants_close(struct tenants *all)
{
	for (struct served *s = all->first; s; s = s->next)
		served_close(s);
	for (struct served *s = all->gone; s; s = s->gone_next)
		served_close(s);
	if (all->key_lock > 0)
		close(all->key_lock);
	arena_free(all->arena);
	*all = (struct tenants){ 0 };
}

/* ---- finding ---- */

/* A file of that name; in a database only the lobby can tell. */
static bool is_somewhere(const struct tenants *all, struct str name)
{
	char path[4096], moved[4096];
	snprintf(path, sizeof path, "%s/tenants/%.*s.db", all->data.s, STR_ARG(name));
	snprintf(moved, sizeof moved, "%s/tenants/%.*s.at", all->data.s, STR_ARG(name));
	return all->url.n || access(path, F_OK) == 0 || access(moved, F_OK) == 0;
}

struct served *tenants_by_name(struct tenants *all, struct str name)
{
	struct str why = STR_NONE;
	pthread_mutex_lock(&tenants_lock);
	struct served *s = tenants_find(all, name);
	int64_t now = clock_monotonic_ns() / 1000000;
	if (!s && tenants_name_is_fine(name) && now - all->looked_at_ms > SECOND) {
		all->looked_at_ms = now;
		if (is_somewhere(all, name) && !look(all, &why))
			log_line(LOG_WARN, "a tenant cannot be opened: %.*s", STR_ARG(why));
		s = tenants_find(all, name);
	}
	pthread_mutex_unlock(&tenants_lock);
	return s;
}

struct served *tenants_by_host(struct tenants *all, struct str host)
{
	struct str name = host, head;
	if (str_cut(&name, ':', &head))
		host = head;
	struct served *hit = NULL;
	pthread_mutex_lock(&tenants_lock);
	for (struct served *s = all->first; s && !hit; s = s->next)
		if (s->profile->tenant->host.n && str_eq(s->profile->tenant->host, host))
			hit = s;
	pthread_mutex_unlock(&tenants_lock);
	return hit;
}

/* ---- profiles ---- */

struct profile *profile_take(struct served *s, struct desk *d)
{
	int64_t version_n = d ? tenant_version(d) : 0;
	if (d && !desk_is_faulted(d))
		s->is_gone = d->is_gone = version_n == 0;
	pthread_mutex_lock(&tenants_lock);
	struct profile *p = s->profile;
	p->users++;
	pthread_mutex_unlock(&tenants_lock);
	if (version_n == 0 || p->tenant->version_n == version_n || desk_is_faulted(d))
		return p;
	struct arena *a = arena_new((size_t)16 << 20);
	struct tenant *t = tenant_load(d, a);
	if (!t) {
		arena_free(a);
		return p;
	}
	struct profile *fresh = ARENA_NEW(a, struct profile);
	*fresh = (struct profile){ .tenant = t, .arena = a, .users = 2 };
	pthread_mutex_lock(&tenants_lock);
	struct profile *old = s->profile;
	s->profile = fresh;
	pthread_mutex_unlock(&tenants_lock);
	profile_drop(s, old);
	profile_drop(s, p);
	return fresh;
}

void profile_drop(struct served *s, struct profile *p)
{
	(void)s;
	pthread_mutex_lock(&tenants_lock);
	bool is_last = --p->users == 0;
	pthread_mutex_unlock(&tenants_lock);
	if (is_last)
		arena_free(p->arena);
}

/* ---- commands and timed jobs ---- */

struct job { struct store_write write; struct served *served; struct work *work; struct desk_news *news; };

static struct desk desk_of(struct served *s, struct arena *a, struct store_turn *turn)
{
	struct moment now = clock_now();
	return (struct desk){ .arena = a, .turn = turn, .tenant_id = { s->number }, .now = now, .today = day_of(now),
		.tenant_key = &s->key, .files = s->files, .is_demo = s->all->is_demo, .who = { .role = ROLE_NOBODY }, .base = STR("") };
}

static void job_desk(struct served *s, struct desk *d, struct work *work)
{
	struct profile *p = s->profile ? profile_take(s, d) : NULL;
	d->tenant = p ? p->tenant : NULL;
	if (d->is_gone)
		desk_refuse(d);
	else
		work->run(d, work->arg);
	if (p)
		profile_drop(s, p);
}

static void job_run(struct store_write *w, struct store_turn *turn, bool *keep)
{
	struct job *job = w->arg;
	struct desk d = desk_of(job->served, w->arena, turn);
	job_desk(job->served, &d, job->work);
	job->work->is_kept = !d.is_refused;
	*keep = !d.is_refused;
	job->news = d.is_refused ? NULL : d.news;
	for (struct desk_news *x = job->news; x; x = x->next)           /* to the other processes on this database */
		store_tell(turn, arena_fmt(w->arena, "%lld %.*s %.*s", (long long)job->served->number, STR_ARG(x->topic), STR_ARG(x->data)));
}

/* By the profile as it was, since settings may be half changed here. A tenant that has moved takes its letters along. */
static void beside_run(struct store_write *w, struct store_turn *turn, bool *keep)
{
	struct job *job = w->arg;
	struct desk d = desk_of(job->served, w->arena, turn);
	struct profile *p = profile_take(job->served, NULL);
	d.tenant = p->tenant;
	if (tenant_version(&d))
		job->work->run(&d, job->work->arg);
	else
		desk_refuse(&d);
	profile_drop(job->served, p);
	job->work->is_kept = *keep = !d.is_refused;
}

static void job_done(struct store_write *w, enum store_fault fault)
{
	(void)w, (void)fault;
}

enum store_fault tenants_write(struct served *s, struct arena *a, struct work *work)
{
	struct job job = { .served = s, .work = work };
	job.write = (struct store_write){ .run = job_run, .done = job_done, .arena = a, .arg = &job };
	enum store_fault fault = store_write(s->store, &job.write);
	for (struct desk_news *x = fault == STORE_OK ? job.news : NULL; x; x = x->next)
		live_publish(s->number, x->topic, x->data);
	return fault;
}

enum store_fault tenants_write_beside(struct served *s, struct arena *a, struct work *work)
{
	struct job job = { .served = s, .work = work };
	job.write = (struct store_write){ .run = beside_run, .done = job_done, .arena = a, .arg = &job };
	return store_write_beside(s->store, &job.write);
}

bool tenants_read(struct served *s, struct arena *a, struct work *work)
{
	struct store_turn turn;
	if (!store_read_begin(s->store, a, &turn))
		return false;
	struct desk d = desk_of(s, a, &turn);
	d.is_get = true;
	job_desk(s, &d, work);
	bool ok = turn.fault == STORE_OK;
	store_read_end(&turn);
	return ok;
}

/* ---- a new tenant ---- */

struct making { struct str name, title; const struct conf *profile; struct str why; struct tenants *all; enum tenant_refusal refusal; };

static void make_run(struct desk *d, void *arg)
{
	struct making *m = arg;
	m->refusal = tenant_make(d, m->name, m->title, m->profile, &m->why);
	tenant_key_keep(d, &m->all->machine_key);
	if (m->refusal != TENANT_OK) {
		m->why = arena_str(m->all->arena, m->why);
		desk_refuse(d);
	}
}

void tenants_part_remove(struct tenants *all, struct str part)
{
	static const char *const tail[] = { "", "-wal", "-shm", "-journal" };
	for (int i = 0; i < 4; i++)
		unlink(arena_fmt(all->arena, "%s%s", part.s, tail[i]).s);
}

/* The last one out leaves no log beside the file, unless not all of it could be brought into it; then the file alone is not whole. A log that lies
 * where no file is belongs to one that is gone; the new one would take it for its own. */
bool tenants_part_named(struct tenants *all, struct str part, struct str path)
{
	bool is_whole = access(arena_fmt(all->arena, "%s-wal", part.s).s, F_OK) != 0;
	if (is_whole && access(path.s, F_OK) != 0) {
		unlink(arena_fmt(all->arena, "%s-wal", path.s).s);
		unlink(arena_fmt(all->arena, "%s-shm", path.s).s);
	}
	return is_whole && link(part.s, path.s) == 0 && durable_name(path.s);
}

/* A name is given only to what is whole: whoever is killed on the way leaves a part behind, which nobody opens. */
struct served *tenants_make(struct tenants *all, struct str name, struct str title, const struct conf *profile, struct str *ret_why)
{
	if (!tenants_name_is_fine(name)) {
		*ret_why = STR("A tenant's name has 2-31 of a-z, 0-9 and -, begins with a letter, and is not static, healthz, metrics, api or lang.");
		return NULL;
	}
	struct str path = tenants_file(all, name), part = arena_fmt(all->arena, "%s.part", path.s);
	if (all->url.n ? look(all, ret_why) && tenants_find(all, name) != NULL : access(path.s, F_OK) == 0) {
		*ret_why = arena_fmt(all->arena, "There is a tenant %.*s already. Change it with: yorisoi tenant set %.*s KEY=VALUE", STR_ARG(name), STR_ARG(name));
		return NULL;
	}
	int64_t number = id_new();
	int locked = tenants_keys_lock(all, false, ret_why);
	if (locked < 0)
		return NULL;
	tenants_part_remove(all, part);
	struct served *s = served_open(all, name, (struct place){ .path = part, .number = number }, true, ret_why);
	if (!s) {
		close(locked);
		return NULL;
	}
	seal_random(s->key.b, sizeof s->key.b);
	struct making m = { .name = name, .title = title, .profile = profile, .all = all, .refusal = TENANT_BAD_VALUE };
	struct arena *a = arena_new((size_t)16 << 20);
	enum store_fault fault = tenants_write(s, a, &(struct work){ .run = make_run, .arg = &m });
	arena_free(a);
	store_close(s->store);
	bool is_made = fault == STORE_OK && m.refusal == TENANT_OK && (all->url.n || tenants_part_named(all, part, path));
	if (!is_made)
		*ret_why = m.why.n ? m.why : arena_fmt(all->arena, "The data could not be written: %s.", fault ? store_fault_word(fault) : strerror(errno));
	tenants_part_remove(all, part);
	close(locked);
	return is_made && served_add_named(all, name, (struct place){ .path = path, .number = number }, ret_why) ? tenants_find(all, name) : NULL;
}
