/* The machine's key, and opening each tenant's with it. While a key is being replaced there are two of them, and each tenant's row says which of
 * them sealed it: whoever is killed in between leaves nothing that cannot be opened. */
#include "app/tenants.h"
#include "base/durable.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

static struct str key_path(struct tenants *all, const char *name)
{
	return arena_fmt(all->arena, "%s/%s", all->keys.s, name);
}

bool tenants_keys_read(struct tenants *all, bool make, struct str *ret_why)
{
	struct str path = key_path(all, "machine.key"), next = key_path(all, "machine.key.next"), ignored;
	bool was_there = access(path.s, F_OK) == 0;
	if (!was_there && all->has_sheet)
		was_there = seal_key_write(path.s, &all->sheet_key);
	if (!seal_machine_key(path.s, make, &all->machine_key, ret_why, all->arena))
		return false;
	all->is_key_new = all->is_key_new || !was_there;
	all->has_next_key = seal_machine_key(next.s, false, &all->next_key, &ignored, all->arena);
	return true;
}

int tenants_keys_lock(struct tenants *all, bool is_alone, struct str *ret_why)
{
	struct str path = key_path(all, "lock");
	int fd = open(path.s, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd >= 0 && flock(fd, is_alone ? LOCK_EX | LOCK_NB : LOCK_SH) == 0 && tenants_keys_read(all, false, ret_why))
		return fd;
	if (fd < 0)
		*ret_why = arena_fmt(all->arena, "%s cannot be written: %s.", path.s, strerror(errno));
	else if (errno == EWOULDBLOCK)
		*ret_why = STR("Another command is making, restoring or changing keys at this moment. Try again when it has ended.");
	if (fd >= 0)
		close(fd);
	return -1;
}

static enum tenant_key_found open_by_either(struct served *s, struct desk *d)
{
	struct tenants *all = s->all;
	enum tenant_key_found r = tenant_key_find(d, &all->machine_key, &s->key, &s->key_mark);
	if (r == TENANT_KEY_OF_OTHER_MACHINE && all->has_next_key)
		r = tenant_key_find(d, &all->next_key, &s->key, &s->key_mark);
	return r;
}

void tenants_key_open(struct served *s, struct desk *d)
{
	struct str ignored;
	s->key_mark = STR_NONE;
	s->key_found = open_by_either(s, d);
	if (s->key_found == TENANT_KEY_OF_OTHER_MACHINE && tenants_keys_read(s->all, false, &ignored))
		s->key_found = open_by_either(s, d);
	if (s->key_found == TENANT_KEY_NONE)
		s->key = s->all->machine_key;
	s->key_mark = arena_str(s->all->arena, s->key_mark);
}

bool tenants_key_is_open(const struct served *s, struct str *ret_why)
{
	struct arena *a = s->all->arena;
	struct str mark = seal_key_mark(a, &s->all->machine_key);
	if (s->key_found == TENANT_KEY_OF_OTHER_MACHINE)
		*ret_why = arena_fmt(a, "%.*s is sealed with the machine's key %.*s, but in %s lies %s. Put the right machine.key there, or restore with its "
			"recovery sheet: yorisoi restore FOLDER --sheet FILE.", STR_ARG(s->name), STR_ARG(s->key_mark), s->all->keys.s, mark.s);
	else if (s->key_found == TENANT_KEY_BROKEN)
		*ret_why = arena_fmt(a, "The key of %.*s is damaged. Restore it from a backup.", STR_ARG(s->name));
	return s->key_found == TENANT_KEY_FOUND || s->key_found == TENANT_KEY_NONE;
}

/* ---- a tenant that comes from elsewhere ---- */

struct adopting { struct served served; struct arena *arena; enum tenant_key_found found; bool is_sealed_anew; };

static void adopt_read(struct desk *d, void *arg)
{
	struct adopting *v = arg;
	struct tenants *all = v->served.all;
	struct tenant *t = tenant_load(d, v->arena);
	if (!t)
		return;
	v->served.number = t->tenant_id.v;
	d->tenant_id = t->tenant_id;
	v->found = tenant_key_find(d, &all->machine_key, &v->served.key, &v->served.key_mark);
	if (v->found == TENANT_KEY_FOUND || !all->has_sheet)
		return;
	if (v->found == TENANT_KEY_NONE)
		v->served.key = all->sheet_key;
	else
		v->found = tenant_key_find(d, &all->sheet_key, &v->served.key, &v->served.key_mark);
	v->is_sealed_anew = v->found == TENANT_KEY_FOUND || v->found == TENANT_KEY_NONE;
}

static void adopt_write(struct desk *d, void *arg)
{
	struct adopting *v = arg;
	tenant_key_keep(d, &v->served.all->machine_key);
}

static bool adopted(struct tenants *all, struct adopting *v, struct str *ret_why)
{
	v->found = TENANT_KEY_BROKEN;
	bool is_read = tenants_read(&v->served, v->arena, &(struct work){ .run = adopt_read, .arg = v });
	if (is_read && v->found == TENANT_KEY_OF_OTHER_MACHINE)
		*ret_why = arena_fmt(all->arena, "it is sealed with the machine's key %.*s; give that key's recovery sheet: --sheet FILE (or - to type it)",
			STR_ARG(v->served.key_mark));
	else if (!is_read || v->found == TENANT_KEY_BROKEN)
		*ret_why = STR("its key cannot be read");
	else if (v->is_sealed_anew && tenants_write(&v->served, v->arena, &(struct work){ .run = adopt_write, .arg = v }) != STORE_OK)
		*ret_why = STR("its key could not be written");
	else
		return true;
	return false;
}

bool tenants_key_adopt(struct tenants *all, struct str path, struct str *ret_why)
{
	struct adopting v = { .served = { .all = all, .name = path }, .arena = arena_new((size_t)16 << 20) };
	v.served.store = store_open(&(struct store_conf){ .path = path.s, .migrate = true }, all->arena, ret_why);
	bool ok = v.served.store && adopted(all, &v, ret_why);
	if (v.served.store)
		store_close(v.served.store);
	arena_free(v.arena);
	if (ok && access(arena_fmt(all->arena, "%s-wal", path.s).s, F_OK) == 0) {
		*ret_why = STR("not all of it could be written");
		ok = false;
	}
	return ok;
}
