/* The files of a tenant in its backups: copied after its rows, so that every row's file is there; and keys that were destroyed here are destroyed in
 * the older backups beside the new one too, since a backup that still has them would remember what was to be forgotten. */
#include "app/backup_files.h"
#include "file/file.h"
#include "keep/keep.h"
#include <dirent.h>
#include <unistd.h>

bool backup_files(struct args *a, struct served *s, int64_t *ret_n)
{
	struct str why = STR_NONE, to = arena_fmt(a->arena, "%.*s/%.*s.files", STR_ARG(a->word[0]), STR_ARG(s->name));
	if (keep_copy(s->files.s, to.s, ret_n, &why, a->arena))
		return true;
	command_refused("%.*s: %.*s.", STR_ARG(s->name), STR_ARG(why));
	return false;
}

bool restore_files(struct args *a, struct tenants *t, struct str name)
{
	struct str why = STR("its folder of files cannot be made"), from = arena_fmt(a->arena, "%.*s/%.*s.files", STR_ARG(a->word[0]), STR_ARG(name));
	struct str all = arena_fmt(a->arena, "%s/files", t->data.s), to = arena_fmt(a->arena, "%s/%.*s", all.s, STR_ARG(name));
	int64_t n = 0;
	if (access(from.s, F_OK) != 0)
		return true;
	if (keep_folder(all.s) && keep_copy(from.s, to.s, &n, &why, a->arena))
		return true;
	command_refused("%.*s: %.*s.", STR_ARG(name), STR_ARG(why));
	return false;
}

/* ---- striking ---- */

struct striking { struct arena *arena; struct holder_id *holder; size_t holder_n; int64_t struck_n; };

static void read_erased(struct desk *d, void *arg)
{
	struct striking *v = arg;
	struct file_holders_erased_row *row;
	size_t n = file_holders_erased(d, &row);
	v->holder = ARENA_ARRAY(v->arena, struct holder_id, n + 1);
	for (size_t i = 0; i < n; i++)
		v->holder[v->holder_n++] = row[i].holder_id;
}

static void strike_run(struct desk *d, void *arg)
{
	struct striking *v = arg;
	for (size_t i = 0; i < v->holder_n; i++)
		v->struck_n += file_strike(d, v->holder[i]);
}

/* A backup of an older schema stays as it is: it would have to be brought forward first, and then it would be no backup of its day. */
static void strike_in(struct served *s, struct str path, struct striking *v)
{
	struct str ignored;
	struct served old = { .all = s->all, .name = s->name, .number = s->number, .key = s->key };
	if (access(path.s, F_OK) != 0)
		return;
	old.store = store_open(&(struct store_conf){ .path = path.s }, v->arena, &ignored);
	if (!old.store)
		return;
	tenants_write(&old, v->arena, &(struct work){ .run = strike_run, .arg = v });
	store_close(old.store);
}

/* The folders beside TO, which are older backups when they hold this tenant. */
int64_t backup_strike(struct args *a, struct served *s)
{
	struct striking v = { .arena = a->arena };
	struct str parent = arena_fmt(a->arena, "%.*s/..", STR_ARG(a->word[0]));
	DIR *dir = NULL;
	if (tenants_read(s, a->arena, &(struct work){ .run = read_erased, .arg = &v }) && v.holder_n)
		dir = opendir(parent.s);
	for (struct dirent *e; dir && (e = readdir(dir));)
		if (e->d_name[0] != '.')
			strike_in(s, arena_fmt(a->arena, "%s/%s/%.*s.db", parent.s, e->d_name, STR_ARG(s->name)), &v);
	if (dir)
		closedir(dir);
	return v.struck_n;
}
