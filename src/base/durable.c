/* Two ways of fsync, and a file read whole. */
#include "base/durable.h"
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

bool durable_sync(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool done = fsync(fd) == 0;
	int why = errno;
	close(fd);
	errno = why;
	return done;
}

bool durable_name(const char *path)
{
	char folder[PATH_MAX];
	snprintf(folder, sizeof folder, "%s", path);
	return durable_sync(dirname(folder));
}

bool durable_read(const char *path, struct arena *a, size_t most_n, struct str *ret)
{
	struct stat st = { 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok = fd >= 0 && fstat(fd, &st) == 0 && (size_t)st.st_size <= most_n;
	size_t n = ok ? (size_t)st.st_size : 0, done = 0;
	char *b = arena_get(a, n + 1);
	while (ok && done < n) {
		ssize_t more = read(fd, b + done, n - done);
		ok = more > 0;
		done += ok ? (size_t)more : 0;
	}
	if (fd >= 0)
		close(fd);
	*ret = (struct str){ b, n };
	return ok;
}
