/* LD_PRELOAD: notes in POWER_LOG, in their true order, every write, length, sync, name and removal below POWER_DIR, and when an answer 303
 * leaves for a family. Syncs cost nothing here: the rebuilder gives them their meaning. With POWER_FAIL=K every K-th sync of a file of the store
 * fails instead. */
#include "tests/power/record.h"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { FD_MOST = 4096, REPLY_LOOK = 2048 };

static const char *folder;
static size_t folder_n;
static int log_fd = -1, fail_every, sync_n;
static bool is_ours[FD_MOST];                           /* opened through here: all its writes were seen */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv("POWER_LOG"), *fail = getenv("POWER_FAIL");
	folder = getenv("POWER_DIR");
	if (!folder || !path)
		return;
	folder_n = strlen(folder);
	fail_every = fail ? (int)strtol(fail, NULL, 10) : 0;
	log_fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void note(enum record_kind kind, const char *name, uint64_t at, const void *data, size_t n)
{
	struct record_head head = { (uint8_t)kind, (uint16_t)strlen(name), at, n };
	struct iovec part[3] = { { &head, sizeof head }, { (void *)name, head.name_n }, { (void *)data, n } };
	if (syscall(SYS_writev, log_fd, part, n ? 3 : 2) != (long)(sizeof head + head.name_n + n))
		abort();
}

/* The name below the folder; NULL for what is elsewhere, and for the index in shared memory, which no power cut survives. */
static const char *below(const char *path)
{
	size_t n = strlen(path);
	if (log_fd < 0 || strncmp(path, folder, folder_n) || (path[folder_n] && path[folder_n] != '/'))
		return NULL;
	if (n > 4 && !strcmp(path + n - 4, "-shm"))
		return NULL;
	return path[folder_n] ? path + folder_n + 1 : ".";
}

static const char *name_of(int fd, char path[512])
{
	char link[40];
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t n = log_fd < 0 ? -1 : readlink(link, path, 511);
	if (n <= 0)
		return NULL;
	path[n] = 0;
	return below(path);
}

/* ---- names ---- */

static int open_noted(const char *path, int flags, unsigned mode)
{
	struct stat st;
	pthread_mutex_lock(&lock);
	const char *name = below(path);
	bool is_new = name && (flags & O_CREAT) && stat(path, &st) != 0;
	int fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
	if (fd >= 0 && fd < FD_MOST)
		is_ours[fd] = true;
	if (fd >= 0 && is_new)
		note(RECORD_MAKE, name, 0, NULL, 0);
	else if (fd >= 0 && name && (flags & O_TRUNC))
		note(RECORD_LENGTH, name, 0, NULL, 0);
	pthread_mutex_unlock(&lock);
	return fd;
}

#define OPEN(word) \
	int word(const char *path, int flags, ...); \
	int word(const char *path, int flags, ...) \
	{ \
		va_list ap; \
		va_start(ap, flags); \
		unsigned mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(ap, unsigned) : 0; \
		va_end(ap); \
		return open_noted(path, flags, mode); \
	}
OPEN(open)
OPEN(open64)

int close(int fd)
{
	if (fd >= 0 && fd < FD_MOST)
		is_ours[fd] = false;
	return (int)syscall(SYS_close, fd);
}

int mkdir(const char *path, mode_t mode)
{
	pthread_mutex_lock(&lock);
	int r = (int)syscall(SYS_mkdir, path, mode);
	if (r == 0 && below(path))
		note(RECORD_FOLDER, below(path), 0, NULL, 0);
	pthread_mutex_unlock(&lock);
	return r;
}

int unlink(const char *path)
{
	pthread_mutex_lock(&lock);
	int r = (int)syscall(SYS_unlink, path);
	if (r == 0 && below(path))
		note(RECORD_REMOVE, below(path), 0, NULL, 0);
	pthread_mutex_unlock(&lock);
	return r;
}

int rename(const char *from, const char *to)
{
	pthread_mutex_lock(&lock);
	int r = (int)syscall(SYS_rename, from, to);
	if (r == 0 && below(from) && below(to))
		note(RECORD_RENAME, below(from), 0, below(to), strlen(below(to)));
	pthread_mutex_unlock(&lock);
	return r;
}

int link(const char *from, const char *to)
{
	pthread_mutex_lock(&lock);
	int r = (int)syscall(SYS_link, from, to);
	if (r == 0 && below(from) && below(to))
		note(RECORD_LINK, below(from), 0, below(to), strlen(below(to)));
	pthread_mutex_unlock(&lock);
	return r;
}

/* ---- bytes ---- */

/* Before it leaves: what it says must be durable by now. */
static void look_at_answer(const char *b, size_t n)
{
	char text[REPLY_LOOK + 1];
	n = n < REPLY_LOOK ? n : REPLY_LOOK;
	if (log_fd < 0 || n < 20 || memcmp(b, "HTTP/1.1 303", 12))
		return;
	memcpy(text, b, n);
	text[n] = 0;
	const char *at = strstr(text, "Location: /hana/t/");
	if (at) {
		at += strlen("Location: /hana/t/");
		note(RECORD_TOLD, "", 0, at, strcspn(at, "?\r\n"));
	}
}

static ssize_t write_noted(int fd, const void *b, size_t n, off_t at)
{
	char path[512];
	pthread_mutex_lock(&lock);
	const char *name = name_of(fd, path);
	off_t from = name && at < 0 ? lseek(fd, 0, SEEK_CUR) : at;
	if (!name)
		look_at_answer(b, n);
	ssize_t r = at < 0 ? syscall(SYS_write, fd, b, n) : syscall(SYS_pwrite64, fd, b, n, at);
	if (r > 0 && name)
		note(RECORD_WRITE, name, (uint64_t)from, b, (size_t)r);
	pthread_mutex_unlock(&lock);
	return r;
}

ssize_t write(int fd, const void *b, size_t n)
{
	return write_noted(fd, b, n, -1);
}

ssize_t pwrite(int fd, const void *b, size_t n, off_t at)
{
	return write_noted(fd, b, n, at);
}

ssize_t pwrite64(int fd, const void *b, size_t n, off_t at)
{
	return write_noted(fd, b, n, at);
}

static int length_noted(int fd, off_t n)
{
	char path[512];
	pthread_mutex_lock(&lock);
	int r = (int)syscall(SYS_ftruncate, fd, n);
	const char *name = r == 0 ? name_of(fd, path) : NULL;
	if (name)
		note(RECORD_LENGTH, name, (uint64_t)n, NULL, 0);
	pthread_mutex_unlock(&lock);
	return r;
}

int ftruncate(int fd, off_t n)
{
	return length_noted(fd, n);
}

int ftruncate64(int fd, off_t n)
{
	return length_noted(fd, n);
}

/* ---- syncs ---- */

/* Bytes that went by stdio were not seen one by one; by now they lie in the file. */
static void note_whole(int fd, const char *name)
{
	struct stat st;
	if (fd < FD_MOST && is_ours[fd])
		return;
	if (fstat(fd, &st) || !S_ISREG(st.st_mode))
		return;
	char *b = malloc((size_t)st.st_size + 1), link[40];
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	int again = (int)syscall(SYS_openat, AT_FDCWD, link, O_RDONLY | O_CLOEXEC, 0);
	ssize_t n = b ? pread(again, b, (size_t)st.st_size, 0) : -1;
	note(RECORD_LENGTH, name, (uint64_t)(n < 0 ? 0 : n), NULL, 0);
	if (n > 0)
		note(RECORD_WRITE, name, 0, b, (size_t)n);
	syscall(SYS_close, again);
	free(b);
}

int fsync(int fd)
{
	char path[512];
	int r = 0;
	pthread_mutex_lock(&lock);
	const char *name = name_of(fd, path);
	bool fails = name && fail_every && strstr(name, ".db") && ++sync_n % fail_every == 0;
	if (name) {
		note_whole(fd, name);
		note(fails ? RECORD_SYNC_FAILED : RECORD_SYNC, name, 0, NULL, 0);
	}
	if (fails) {
		errno = EIO;
		r = -1;
	}
	pthread_mutex_unlock(&lock);
	return r;
}

int fdatasync(int fd)
{
	return fsync(fd);
}

/* ---- the network ---- */

static void look_at_parts(const struct iovec *part, size_t n)
{
	char text[REPLY_LOOK];
	size_t has = 0;
	for (size_t i = 0; i < n && has < sizeof text; i++) {
		size_t more = part[i].iov_len < sizeof text - has ? part[i].iov_len : sizeof text - has;
		memcpy(text + has, part[i].iov_base, more);
		has += more;
	}
	pthread_mutex_lock(&lock);
	look_at_answer(text, has);
	pthread_mutex_unlock(&lock);
}

ssize_t send(int fd, const void *b, size_t n, int flags)
{
	look_at_parts(&(struct iovec){ (void *)b, n }, 1);
	return syscall(SYS_sendto, fd, b, n, flags, NULL, 0);
}

ssize_t sendmsg(int fd, const struct msghdr *m, int flags)
{
	look_at_parts(m->msg_iov, m->msg_iovlen);
	return syscall(SYS_sendmsg, fd, m, flags);
}

ssize_t writev(int fd, const struct iovec *part, int n)
{
	look_at_parts(part, (size_t)n);
	return syscall(SYS_writev, fd, part, n);
}

/* For programs that know the recorder is there: somebody relies on this from now on. */
void power_told(const char *word);
void power_told(const char *word)
{
	pthread_mutex_lock(&lock);
	if (log_fd >= 0)
		note(RECORD_TOLD, "", 0, word, strlen(word));
	pthread_mutex_unlock(&lock);
}
