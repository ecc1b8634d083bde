/* Tenants that change their store while they are served: carrying one over, and finding one that has gone. */
#include "app/tenants_inside.h"
#include "base/durable.h"
#include "base/log.h"
#include "store/move.h"
#include <errno.h>
#include <unistd.h>

/* ---- the note that is left where a tenant was ---- */

static struct str note_of(struct tenants *all, struct str name)
{
	return arena_fmt(all->arena, "%s/tenants/%.*s.at", all->data.s, STR_ARG(name));
}

static bool note_write(struct tenants *all, struct str name, struct str url)
{
	struct str note = note_of(all, name), part = arena_fmt(all->arena, "%s.part", note.s);
	unlink(part.s);
	FILE *f = fopen(part.s, "wxe");
	bool ok = f && fprintf(f, "%.*s\n", STR_ARG(url)) > 0;
	ok = (!f || fclose(f) == 0) && ok;
	return ok && durable_sync(part.s) && rename(part.s, note.s) == 0 && durable_name(note.s);
}

static bool note_read(struct tenants *all, struct str name, struct str *ret_url)
{
	char line[2000] = "";
	FILE *f = fopen(note_of(all, name).s, "re");
	bool ok = f && fgets(line, sizeof line, f);
	if (f)
		fclose(f);
	line[strcspn(line, "\n")] = 0;
	*ret_url = arena_str(all->arena, str_of(line));
	return ok && str_starts(*ret_url, "postgres");
}

/* ---- finding ---- */

static bool add_from_note(struct tenants *all, struct str name, struct str url, struct str *ret_why)
{
	struct store_tenant *t;
	size_t n;
	bool is_added = false;
	struct arena *a = arena_new((size_t)16 << 20);
	bool ok = store_tenants(url.s, a, &t, &n, ret_why);
	*ret_why = ok ? arena_fmt(all->arena, "%.*s has moved to a database (%s), but is not there.", STR_ARG(name), note_of(all, name).s)
		: arena_str(all->arena, *ret_why);
	for (size_t i = 0; ok && i < n && !is_added; i++)
		if (str_eq(t[i].name, name))
			is_added = served_add_named(all, name, (struct place){ .number = t[i].tenant_id, .url = url }, ret_why);
	arena_free(a);
	return is_added;
}

/* Killed between its last steps, a move leaves both behind: the tenant is in one of them. */
bool served_add_found(struct tenants *all, struct str name, struct str *ret_why)
{
	struct str url, path = tenants_file(all, name);
	bool is_file = access(path.s, F_OK) == 0;
	if (note_read(all, name, &url) && add_from_note(all, name, url, ret_why))
		return true;
	return is_file && served_add_named(all, name, (struct place){ .path = path }, ret_why);
}

/* The old one leaves the list, but not its place in it: whoever walks along the list at this moment goes on from there. */
static void set_gone(struct tenants *all, struct served *s)
{
	struct served **at = &all->first;
	while (*at && *at != s)
		at = &(*at)->next;
	if (!*at)
		return;
	*at = s->next;
	s->gone_next = all->gone;
	all->gone = s;
}

static struct served *look_again(struct served *s)
{
	struct tenants *all = s->all;
	struct str why = STR_NONE;
	struct served *there = tenants_find(all, s->name);
	if (there != s)
		return there;
	if (all->url.n || !served_add_found(all, s->name, &why))
		return NULL;
	set_gone(all, s);
	there = tenants_find(all, s->name);
	there->has_news = 1;
	log_line(LOG_INFO, "%.*s has moved and is served from %s", STR_ARG(s->name), there->url.n ? "the database" : "its file");
	return there;
}

struct served *tenants_again(struct served *s, int wait_ms)
{
	struct served *there = NULL;
	for (;; wait_ms -= 100) {
		pthread_mutex_lock(&tenants_lock);
		there = look_again(s);
		pthread_mutex_unlock(&tenants_lock);
		if (there || wait_ms <= 0)
			return there;
		usleep(100000);
	}
}

/* ---- carrying ---- */

/* The log and its index go along under the new name: those who serve still hold them open, and a new file of the old name must not meet them. SQLite
 * leaves a file alone that has another name than it was opened by, and so takes nothing away behind our back. */
static bool file_aside(struct tenants *all, struct str path)
{
	static const char *const tail[] = { "", "-wal", "-shm" };
	bool ok = true;
	for (int i = 0; i < 3; i++)
		ok = (rename(arena_fmt(all->arena, "%s%s", path.s, tail[i]).s, arena_fmt(all->arena, "%s.moved%s", path.s, tail[i]).s) == 0
			|| (i && errno == ENOENT)) && ok;
	return ok && durable_name(path.s);
}

static bool put_aside(struct tenants *to, struct served *from, struct str *ret_why)
{
	struct tenants *all = from->all;
	bool ok = true;
	if (from->url.n)
		ok = store_empty(from->store, from->number) == STORE_OK;
	else
		ok = (!to->url.n || note_write(all, from->name, to->url)) && file_aside(all, tenants_file(all, from->name));
	if (!ok)
		*ret_why = arena_fmt(all->arena, "%.*s arrived whole and is served from there, but what is left of it could not be put aside: %s.",
			STR_ARG(from->name), from->url.n ? "the log says why" : strerror(errno));
	return ok;
}

/* It is not there yet; a note that it had left for where it now comes from does not count. */
static bool is_free(struct tenants *all, struct served *from, struct str *ret_why)
{
	struct served *here = tenants_find(all, from->name);
	if (!here || (here->url.n && str_eq(here->url, from->url)))
		return true;
	*ret_why = arena_fmt(all->arena, "There is a tenant %.*s already.", STR_ARG(from->name));
	return false;
}

struct served *tenants_take(struct tenants *all, struct served *from, struct store_moved *ret, struct str *ret_why)
{
	struct str path = tenants_file(all, from->name), part = arena_fmt(all->arena, "%s.part", path.s);
	struct place place = { .path = part, .number = from->number };
	if (!is_free(all, from, ret_why))
		return NULL;
	tenants_part_remove(all, part);
	struct served *s = served_open(all, from->name, place, true, ret_why);
	if (!s)
		return NULL;
	bool is_there = store_move(&(struct store_move){ .from = from->store, .to = s->store, .tenant_id = from->number }, ret, ret_why);
	store_close(s->store);
	if (is_there && !all->url.n && !tenants_part_named(all, part, path)) {
		*ret_why = arena_fmt(all->arena, "%s cannot be written: %s. The tenant is whole in %s.moving.", path.s, strerror(errno), path.s);
		rename(part.s, arena_fmt(all->arena, "%s.moving", path.s).s);
		is_there = false;
	}
	tenants_part_remove(all, part);
	if (!is_there || !put_aside(all, from, ret_why))
		return NULL;
	struct served *here = tenants_find(all, from->name);
	if (!all->url.n && here)
		unlink(note_of(all, from->name).s);
	if (here)
		set_gone(all, here);
	place.path = path;
	return served_add_named(all, from->name, place, ret_why) ? tenants_find(all, from->name) : NULL;
}
