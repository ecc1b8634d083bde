/* What a backup leaves beside the data: that it began, and when the last whole one was made. And the sweeping of what a killed one left. */
#include "app/machine.h"
#include "base/conf.h"
#include "base/durable.h"
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <unistd.h>

static struct str place_of(struct arena *a, struct str data, bool is_done)
{
	return arena_fmt(a, "%.*s/backup.%s", STR_ARG(data), is_done ? "done" : "begun");
}

bool backup_record_read(struct arena *a, struct str data, bool is_done, struct backup_record *ret)
{
	struct conf conf;
	struct str why;
	struct backup_record r = { 0 };
	if (!conf_read(a, place_of(a, data, is_done).s, &conf, &why))
		return false;
	r.to = conf_get(&conf, "", "to");
	str_int(conf_get(&conf, "", "tenants"), &r.tenant_n);
	str_int(conf_get(&conf, "", "pid"), &r.pid);
	if (!str_int(conf_get(&conf, "", "at_ms"), &r.at.ms) || !r.to.n)
		return false;
	*ret = r;
	return true;
}

/* Written beside and renamed: whoever looks sees a whole one. */
bool backup_record_write(struct arena *a, struct str data, bool is_done, const struct backup_record *r)
{
	struct str to = place_of(a, data, is_done), part = arena_fmt(a, "%s.new", to.s);
	FILE *f = fopen(part.s, "we");
	if (!f)
		return false;
	fprintf(f, "at_ms = %lld\nto = %.*s\ntenants = %lld\npid = %lld\n", (long long)r->at.ms, STR_ARG(r->to), (long long)r->tenant_n, (long long)r->pid);
	bool ok = fflush(f) == 0 && fsync(fileno(f)) == 0;
	ok = fclose(f) == 0 && ok && rename(part.s, to.s) == 0 && durable_name(to.s);
	if (ok && is_done)
		unlink(place_of(a, data, false).s);
	return ok;
}

/* `akune.db.part-1234`, and what SQLite lays beside it; *ret_pid is whose it was. */
static bool is_part(struct str name, int64_t *ret_pid)
{
	const char *at = strstr(name.s, ".db.part-");
	struct str rest = at ? str_of(at + 9) : STR_NONE, digits = STR_NONE;
	str_cut(&rest, '-', &digits);
	return at && str_int(digits, ret_pid) && *ret_pid > 0;
}

int backup_sweep(struct arena *a, struct str folder)
{
	int n = 0;
	DIR *dir = opendir(arena_str(a, folder).s);
	for (struct dirent *e; dir && (e = readdir(dir));) {
		int64_t pid = 0;
		if (is_part(str_of(e->d_name), &pid) && kill((pid_t)pid, 0) != 0 && errno == ESRCH)
			n += unlink(arena_fmt(a, "%.*s/%s", STR_ARG(folder), e->d_name).s) == 0;
	}
	if (dir)
		closedir(dir);
	return n;
}
