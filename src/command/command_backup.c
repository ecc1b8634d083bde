/* yorisoi backup, restore, audit: what lets a town's administrator sleep. */
#include "app/backup_files.h"
#include "app/machine.h"
#include "base/clock.h"
#include "base/durable.h"
#include "desk/audit.h"
#include "keep/keep.h"
#include "store/move.h"
#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- backup ---- */

static void show_progress(void *arg, int64_t done, int64_t all)
{
	const struct served *s = arg;
	command_progress(s->name.s, done < all ? done : all - 1, all);
}

static bool copy_one(struct args *a, struct served *s)
{
	struct str to = arena_fmt(a->arena, "%.*s/%.*s.db", STR_ARG(a->word[0]), STR_ARG(s->name)), why = STR_NONE;
	if (access(to.s, F_OK) == 0) {
		command_refused("%s is there already. Choose another folder for this backup.", to.s);
		return false;
	}
	if (!store_copy(s->store, to.s, &(struct store_progress){ show_progress, s }, a->arena, &why)) {
		command_refused("%.*s was not copied: %.*s", STR_ARG(s->name), STR_ARG(why));
		return false;
	}
	command_progress(s->name.s, 1, 1);
	return true;
}

/* What an earlier one left that was killed: here, and where it was going. Then the word that this one has begun. */
static void backup_begin(struct args *a, const struct tenants *t, struct backup_record *mine)
{
	struct backup_record earlier;
	char path[PATH_MAX];
	char *to = realpath(a->word[0].s, path);
	*mine = (struct backup_record){ .at = clock_now(), .to = arena_str(a->arena, to ? str_of(to) : a->word[0]), .pid = getpid() };
	int swept_n = backup_sweep(a->arena, mine->to);
	if (!t->url.n && backup_record_read(a->arena, t->data, false, &earlier) && !str_eq(earlier.to, mine->to))
		swept_n += backup_sweep(a->arena, earlier.to);
	if (swept_n)
		printf("Swept away %d file%s of a backup that was ended before it was whole.\n", swept_n, swept_n == 1 ? "" : "s");
	if (!t->url.n && !backup_record_write(a->arena, t->data, false, mine))
		command_refused("%.*s/backup.begun cannot be written: %s.", STR_ARG(t->data), strerror(errno));
}

int command_backup(struct args *a)
{
	struct tenants t = { 0 };
	struct backup_record mine;
	int done_n = 0;
	int64_t file_n = 0, struck_n = 0;
	if (a->word_n != 1)
		return command_usage(a, "Say where to: backup FOLDER");
	if (!command_open(a, &t, TENANTS_LOOK))
		return COMMAND_REFUSED;
	if (mkdir(a->word[0].s, 0700) != 0 && errno != EEXIST) {
		tenants_close(&t);
		return command_refused("%s cannot be made: %s.", a->word[0].s, strerror(errno));
	}
	bool ok = true;
	backup_begin(a, &t, &mine);
	for (struct served *s = t.first; s && ok; s = s->next) {
		if (a->tenant.n && !str_eq(a->tenant, s->name))
			continue;
		int64_t n = 0;
		ok = copy_one(a, s) && backup_files(a, s, &n);
		struck_n += ok && !t.url.n ? backup_strike(a, s) : 0;
		file_n += n;
		done_n += ok;
	}
	if (ok && !done_n)
		ok = command_refused("There is no tenant %.*s here. See: yorisoi tenant list", STR_ARG(a->tenant)) == COMMAND_DONE;
	mine.tenant_n = done_n;
	if (ok && !a->tenant.n && !t.url.n && !backup_record_write(a->arena, t.data, true, &mine))
		command_refused("%.*s/backup.done cannot be written: %s. The copies are whole all the same.", STR_ARG(t.data), strerror(errno));
	if (ok)
		printf("Copied and verified %d tenant%s in %s, with %lld sealed files. To open them elsewhere, the recovery sheet is needed: yorisoi key "
			"sheet\n", done_n, done_n == 1 ? "" : "s", a->word[0].s, (long long)file_n);
	if (ok && struck_n)
		printf("Keys of what was erased meanwhile: %lld destroyed in the older backups beside it.\n", (long long)struck_n);
	tenants_close(&t);
	return ok ? COMMAND_DONE : COMMAND_REFUSED;
}

/* ---- restore ---- */

static bool file_copy(const char *from, const char *to)
{
	char b[65536];
	size_t n;
	FILE *in = fopen(from, "re"), *out = in ? fopen(to, "wxe") : NULL;
	bool ok = out != NULL;
	while (ok && (n = fread(b, 1, sizeof b, in)) > 0)
		ok = fwrite(b, 1, n, out) == n;
	ok = ok && !ferror(in) && fflush(out) == 0 && fsync(fileno(out)) == 0;
	if (out && fclose(out) != 0)
		ok = false;
	if (in)
		fclose(in);
	return ok;
}

static bool restore_one(struct args *a, struct tenants *t, struct str name)
{
	struct str from = arena_fmt(a->arena, "%.*s/%.*s.db", STR_ARG(a->word[0]), STR_ARG(name)), why = STR_NONE;
	struct str to = arena_fmt(a->arena, "%s/tenants/%.*s.db", t->data.s, STR_ARG(name)), part = arena_fmt(a->arena, "%s.part", to.s);
	if (access(to.s, F_OK) == 0) {
		command_refused("%.*s is here already and is not overwritten. To take the backup's instead, stop the server and move %s away first.",
			STR_ARG(name), to.s);
		return false;
	}
	if (!store_verify_file(from.s, a->arena, &why)) {
		command_refused("The backup of %.*s is not whole: %.*s", STR_ARG(name), STR_ARG(why));
		return false;
	}
	unlink(part.s);
	if (!file_copy(from.s, part.s)) {
		command_refused("%s cannot be written: %s.", part.s, strerror(errno));
		unlink(part.s);
		return false;
	}
	if (!tenants_key_adopt(t, part, &why)) {
		command_refused("The backup of %.*s was not put back: %.*s.", STR_ARG(name), STR_ARG(why));
		unlink(part.s);
		return false;
	}
	if (!restore_files(a, t, name)) {
		unlink(part.s);
		return false;
	}
	if (rename(part.s, to.s) != 0 || !durable_name(to.s)) {
		command_refused("%s cannot be written: %s.", to.s, strerror(errno));
		unlink(part.s);
		return false;
	}
	command_progress(name.s, 1, 1);
	return true;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st, (void)kind, (void)at;
	return remove(path);
}

/* From a folder that was put back to the side, tenant by tenant, into the database. */
static bool carry_all(struct args *a, struct tenants *from, struct tenants *to)
{
	struct store_moved moved;
	struct str why = STR_NONE;
	for (struct served *s = from->first; s; s = s->next)
		if (!restore_files(a, to, s->name) || !tenants_take(to, s, &moved, &why)) {
			if (why.n)
				command_refused("%.*s was not put back: %.*s", STR_ARG(s->name), STR_ARG(why));
			return false;
		}
	return true;
}

static int restore_to_store(struct args *a)
{
	const char *side = getenv("TMPDIR");
	char folder[PATH_MAX];
	struct tenants from = { 0 }, to = { .url = a->store };
	struct args aside = *a;
	struct str why = STR_NONE;
	if (!a->keys.n)
		return command_refused("Name the folder of the machine's key: --keys DIR.");
	snprintf(folder, sizeof folder, "%s/yorisoi-restore-XXXXXX", side ? side : "/var/tmp");
	if (!mkdtemp(folder))
		return command_refused("%s cannot be made: %s.", folder, strerror(errno));
	aside.is_quiet = true;
	aside.store = STR_NONE;
	aside.data = str_of(folder);
	bool ok = command_restore(&aside) == COMMAND_DONE;
	if (ok && !(tenants_open(&from, aside.data, a->keys, 0, &why)
		&& keep_folder(a->data.s) && tenants_open(&to, a->data, a->keys, TENANTS_MAKE | (from.is_demo ? TENANTS_DEMO : 0), &why)))
		ok = command_refused("%.*s", STR_ARG(why)) == COMMAND_DONE;
	ok = ok && carry_all(a, &from, &to);
	if (from.arena)
		tenants_close(&from);
	if (to.arena)
		tenants_close(&to);
	nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	if (ok)
		printf("What was in %.*s is in the database. A running server finds it by itself.\n", STR_ARG(a->word[0]));
	return ok ? COMMAND_DONE : COMMAND_REFUSED;
}

int command_restore(struct args *a)
{
	struct tenants t = { 0 };
	int done_n = 0;
	bool ok = true;
	if (a->word_n != 1)
		return command_usage(a, "Say where from: restore FOLDER");
	if (a->store.n)
		return restore_to_store(a);
	if (a->sheet.n && !command_sheet_read(a, &t))
		return COMMAND_REFUSED;
	DIR *dir = opendir(a->word[0].s);
	if (!dir)
		return command_refused("%s cannot be read: %s.", a->word[0].s, strerror(errno));
	if (!command_open(a, &t, TENANTS_MAKE | TENANTS_NO_NEW_KEY)) {
		closedir(dir);
		return COMMAND_REFUSED;
	}
	for (struct dirent *e; ok && (e = readdir(dir));) {
		struct str name = str_of(e->d_name);
		if (!str_ends(name, ".db"))
			continue;
		name = arena_str(a->arena, (struct str){ name.s, name.n - 3 });
		if (!tenants_name_is_fine(name) || (a->tenant.n && !str_eq(a->tenant, name)))
			continue;
		ok = restore_one(a, &t, name);
		done_n += ok;
	}
	closedir(dir);
	tenants_close(&t);
	if (ok && !done_n)
		return command_refused("There is no backup%s%.*s in %s.", a->tenant.n ? " of " : "", STR_ARG(a->tenant), a->word[0].s);
	if (ok && !a->is_quiet)
		printf("Put %d tenant%s back. A running server finds them by itself.\n", done_n, done_n == 1 ? "" : "s");
	return ok ? COMMAND_DONE : COMMAND_REFUSED;
}

/* ---- audit ---- */

static void verify_run(struct desk *d, void *arg)
{
	audit_verify(d, arg);
}

static bool verify_one(struct args *a, struct served *s)
{
	struct audit_verdict v = { 0 };
	tenants_read(s, a->arena, &(struct work){ .run = verify_run, .arg = &v });
	if (v.holds)
		printf("%.*s: holds. %lld rows, %lld sealed, %lld not sealed yet.\n", STR_ARG(s->name), (long long)v.row_n, (long long)v.sealed_n,
			(long long)v.tail_n);
	else
		printf("%.*s: BROKEN at row %lld: %.*s\n", STR_ARG(s->name), (long long)v.broken_at, STR_ARG(v.why));
	return v.holds;
}

int command_audit(struct args *a)
{
	struct tenants t = { 0 };
	bool ok = true;
	int n = 0;
	if (a->word_n != 1 || !str_is(a->word[0], "verify"))
		return command_usage(a, "Say audit verify.");
	if (!command_open(a, &t, TENANTS_LOOK))
		return COMMAND_REFUSED;
	for (struct served *s = t.first; s; s = s->next) {
		if (a->tenant.n && !str_eq(a->tenant, s->name))
			continue;
		ok = verify_one(a, s) && ok;
		n++;
	}
	if (!n)
		command_refused("There is no tenant %.*s here. See: yorisoi tenant list", STR_ARG(a->tenant));
	tenants_close(&t);
	return ok && n ? COMMAND_DONE : COMMAND_REFUSED;
}
