/* One door for both places, and the folder. Files lie in 1,024 folders by the first two letters of their random names. */
#include "keep/keep.h"
#include "keep/keep_s3.h"
#include "base/durable.h"
#include "base/log.h"
#include "base/out.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DAY_S = 24 * 3600 };

static struct str path_of(const struct keep *k, struct arena *a, struct str name)
{
	return arena_fmt(a, "%.*s/%.2s/%.*s", STR_ARG(k->folder), name.s, STR_ARG(name));
}

/* ---- writing ---- */

bool keep_folder(const char *path)
{
	if (mkdir(path, 0700) == 0)
		return durable_name(path);
	return errno == EEXIST;
}

/* The folder of the file and those around it: where the rows lie in a database there may be no folder of data yet. */
static bool folders_make(const struct keep *k, struct arena *a, struct str name)
{
	struct str own = arena_fmt(a, "%.*s/%.2s", STR_ARG(k->folder), name.s);
	bool ok = access(own.s, F_OK) == 0;
	for (size_t i = 1; !ok && i < own.n; i++)
		if (own.s[i] == '/' && access(arena_str(a, (struct str){ own.s, i }).s, F_OK) != 0 && !keep_folder(arena_str(a, (struct str){ own.s, i }).s))
			return false;
	return ok || keep_folder(own.s);
}

static bool write_whole(int fd, struct str bytes)
{
	while (bytes.n) {
		ssize_t n = write(fd, bytes.s, bytes.n);
		if (n <= 0)
			return false;
		bytes = (struct str){ bytes.s + n, bytes.n - (size_t)n };
	}
	return fsync(fd) == 0;
}

static bool folder_put(const struct keep *k, struct arena *a, struct str name, struct str bytes)
{
	struct str path = path_of(k, a, name), part = arena_fmt(a, "%.*s.part", STR_ARG(path));
	if (!folders_make(k, a, name))
		return false;
	int fd = open(part.s, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	bool ok = write_whole(fd, bytes);
	ok = close(fd) == 0 && ok && rename(part.s, path.s) == 0 && durable_name(path.s);
	if (!ok)
		unlink(part.s);
	return ok;
}

/* ---- reading ---- */

static bool folder_get(const struct keep *k, struct arena *a, struct str name, struct str *ret)
{
	return durable_read(path_of(k, a, name).s, a, KEEP_MOST, ret);
}

static bool is_old(const struct stat *st, time_t now)
{
	return S_ISREG(st->st_mode) && st->st_mtime < now - DAY_S && st->st_mtime > now - 3 * DAY_S;
}

static size_t old_in(const char *folder, struct arena *a, size_t most_n, struct str *ret)
{
	DIR *dir = opendir(folder);
	size_t n = 0;
	time_t now = time(NULL);
	for (struct dirent *e; dir && n < most_n && (e = readdir(dir));) {
		struct stat st;
		if (e->d_name[0] != '.' && stat(arena_fmt(a, "%s/%s", folder, e->d_name).s, &st) == 0 && is_old(&st, now))
			ret[n++] = arena_str(a, str_of(e->d_name));
	}
	if (dir)
		closedir(dir);
	return n;
}

size_t keep_old(const struct keep *k, struct arena *a, size_t most_n, struct str **ret)
{
	DIR *dir = k->is_s3 ? NULL : opendir(arena_str(a, k->folder).s);
	size_t n = 0;
	*ret = ARENA_ARRAY(a, struct str, most_n);
	for (struct dirent *e; dir && n < most_n && (e = readdir(dir));)
		if (e->d_name[0] != '.')
			n += old_in(arena_fmt(a, "%.*s/%s", STR_ARG(k->folder), e->d_name).s, a, most_n - n, *ret + n);
	if (dir)
		closedir(dir);
	return n;
}

/* ---- one door ---- */

static bool told(bool ok, const char *act, struct str name)
{
	if (!ok)
		log_line(LOG_ERROR, "the file %.*s could not be %s: %s", STR_ARG(name), act, errno ? strerror(errno) : "see above");
	return ok;
}

bool keep_put(const struct keep *k, struct arena *a, struct str name, struct str bytes)
{
	errno = 0;
	return told(k->is_s3 ? keep_s3_put(k, a, name, bytes) : folder_put(k, a, name, bytes), "kept", name);
}

bool keep_get(const struct keep *k, struct arena *a, struct str name, struct str *ret)
{
	errno = 0;
	return told(k->is_s3 ? keep_s3_get(k, a, name, ret) : folder_get(k, a, name, ret), "read", name);
}

bool keep_drop(const struct keep *k, struct arena *a, struct str name)
{
	errno = 0;
	bool ok = k->is_s3 ? keep_s3_drop(k, a, name) : unlink(path_of(k, a, name).s) == 0 || errno == ENOENT;
	return told(ok, "dropped", name);
}

/* ---- copying ---- */

static bool copy_file(const char *from, const char *to, struct arena *a)
{
	struct str bytes, part = arena_fmt(a, "%s.part", to);
	FILE *f = fopen(from, "re");
	if (!f)
		return errno == ENOENT;
	struct stat st;
	bool ok = fstat(fileno(f), &st) == 0 && st.st_size <= KEEP_MOST;
	char *b = arena_get(a, ok ? (size_t)st.st_size + 1 : 1);
	ok = ok && fread(b, 1, (size_t)st.st_size, f) == (size_t)st.st_size;
	fclose(f);
	bytes = (struct str){ b, ok ? (size_t)st.st_size : 0 };
	unlink(part.s);
	int fd = ok ? open(part.s, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
	if (fd < 0)
		return false;
	ok = write_whole(fd, bytes);
	return close(fd) == 0 && ok && rename(part.s, to) == 0;
}

static bool copy_folder(const char *from, const char *to, int64_t *ret_n)
{
	DIR *dir = opendir(from);
	bool ok = dir && keep_folder(to);
	for (struct dirent *e; ok && (e = readdir(dir));) {
		if (e->d_name[0] == '.' || str_ends(str_of(e->d_name), ".part"))
			continue;
		struct arena *a = arena_new((size_t)64 << 20);
		struct str path = arena_fmt(a, "%s/%s", to, e->d_name);
		ok = access(path.s, F_OK) == 0 || copy_file(arena_fmt(a, "%s/%s", from, e->d_name).s, path.s, a);
		arena_free(a);
		++*ret_n;
	}
	if (dir)
		closedir(dir);
	return ok && durable_sync(to);
}

bool keep_copy(const char *from, const char *to, int64_t *ret_n, struct str *ret_why, struct arena *a)
{
	DIR *dir = opendir(from);
	*ret_n = 0;
	if (!dir && errno == ENOENT)
		return true;                            /* nobody attached anything yet */
	bool ok = dir && keep_folder(to);
	for (struct dirent *e; ok && (e = readdir(dir));)
		if (e->d_name[0] != '.')
			ok = copy_folder(arena_fmt(a, "%s/%s", from, e->d_name).s, arena_fmt(a, "%s/%s", to, e->d_name).s, ret_n);
	if (!ok)
		*ret_why = arena_fmt(a, "the files in %s could not be copied to %s: %s", from, to, strerror(errno));
	if (dir)
		closedir(dir);
	return ok && durable_sync(to);
}
