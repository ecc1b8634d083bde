/* yorisoi rehearse: what an upgrade would do to the data, done to a copy first. The copy as it was is kept: with the program of before it is the way
 * back. Nothing of what is served is touched, and people may work meanwhile. */
#include "command/command.h"
#include "app/machine.h"
#include "base/clock.h"
#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

struct rehearsal { struct args *args; struct str keep, stage; int town_n, oldest; int64_t begun_ns; };

/* `how` stands between what and why. */
static bool say(struct str what, const char *how, struct str why)
{
	command_refused("%.*s %s: %.*s", STR_ARG(what), how, STR_ARG(why));
	return false;
}

static struct str stage_file(const struct rehearsal *r, struct str name, const char *tail)
{
	return arena_fmt(r->args->arena, "%s/tenants/%.*s.db%s", r->stage.s, STR_ARG(name), tail);
}

static void stage_clear(const struct rehearsal *r, struct str name)
{
	static const char *const tail[] = { "", "-wal", "-shm", "-journal" };
	for (int i = 0; i < 4; i++)
		unlink(stage_file(r, name, tail[i]).s);
}

/* The new program opens the copy, which brings it forward, and looks at all of it. */
static bool try_out(const struct rehearsal *r, struct str name)
{
	struct args *a = r->args;
	struct tenants t = { 0 };
	struct str why = STR_NONE, keys = a->keys.n ? a->keys : arena_fmt(a->arena, "%s.keys", a->data.s);
	struct machine_points all = { .arena = a->arena };
	if (!tenants_open(&t, r->stage, keys, 0, &why)) {
		say(name, "could not be brought forward on its copy", arena_str(a->arena, why));
		if (t.arena)
			tenants_close(&t);
		return false;
	}
	machine_look_audit(t.first, &all);
	tenants_close(&t);
	machine_look_files(r->stage, &all);
	for (size_t i = 0; i < all.n; i++)
		if (all.point[i].state == MACHINE_WRONG)
			return say(name, "is not whole after it was brought forward on its copy", all.point[i].says);
	return true;
}

static bool rehearse_one(struct rehearsal *r, struct str name)
{
	struct args *a = r->args;
	struct str why = STR_NONE, from = arena_fmt(a->arena, "%s/tenants/%.*s.db", a->data.s, STR_ARG(name));
	struct str kept = arena_fmt(a->arena, "%s/%.*s.db", r->keep.s, STR_ARG(name));
	int version = store_file_schema(from.s);
	if (r->oldest == 0 || version < r->oldest)
		r->oldest = version;
	stage_clear(r, name);
	if (!store_copy_file(from.s, kept.s, a->arena, &why) || !store_copy_file(kept.s, stage_file(r, name, "").s, a->arena, &why))
		return say(name, "was not copied", why);
	bool is_fine = try_out(r, name);
	stage_clear(r, name);
	r->town_n += is_fine;
	return is_fine;
}

static bool each(struct rehearsal *r)
{
	struct args *a = r->args;
	DIR *dir = opendir(arena_fmt(a->arena, "%s/tenants", a->data.s).s);
	bool is_fine = dir != NULL;
	if (!dir)
		say(a->data, "cannot be read", str_of(strerror(errno)));
	for (struct dirent *e; is_fine && (e = readdir(dir));) {
		struct str name = str_of(e->d_name);
		if (str_ends(name, ".db"))
			is_fine = rehearse_one(r, arena_str(a->arena, (struct str){ name.s, name.n - 3 }));
	}
	if (dir)
		closedir(dir);
	return is_fine;
}

static bool folder(struct str path)
{
	if (mkdir(path.s, 0700) == 0 || errno == EEXIST)
		return true;
	return say(path, "cannot be made", str_of(strerror(errno)));
}

int command_rehearse(struct args *a)
{
	struct machine_points versions = { .arena = a->arena };
	struct rehearsal r = { .args = a, .begun_ns = clock_monotonic_ns() };
	if (a->word_n != 1)
		return command_usage(a, "Say where the copy is to be kept: rehearse FOLDER");
	if (a->store.n)
		return command_refused("What lies in PostgreSQL is rehearsed on a copy of its own: pg_dump into another database, then yorisoi migrate there.");
	if (machine_look_versions(a->data, &versions)) {
		printf("Nothing to rehearse: the data is of this version already (%d).\n", store_schema_version());
		return COMMAND_DONE;
	}
	r.keep = a->word[0];
	r.stage = arena_fmt(a->arena, "%s/rehearsal", r.keep.s);
	bool is_fine = folder(r.keep) && folder(r.stage) && folder(arena_fmt(a->arena, "%s/tenants", r.stage.s)) && each(&r);
	rmdir(arena_fmt(a->arena, "%s/tenants", r.stage.s).s);
	rmdir(r.stage.s);
	if (!is_fine) {
		fprintf(stderr, "The rehearsal failed. The data is as it was: keep the program of before running, and ask with the lines above.\n");
		return COMMAND_REFUSED;
	}
	printf("Rehearsed on copies of %d town%s: version %d becomes %d, whole and readable, in %lld s. As they were they lie in %.*s.\n", r.town_n,
		r.town_n == 1 ? "" : "s", r.oldest, store_schema_version(), (long long)(clock_monotonic_ns() - r.begun_ns) / 1000000000, STR_ARG(r.keep));
	return COMMAND_DONE;
}
