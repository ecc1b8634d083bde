/* LD_PRELOAD: makes the disk under a store's files, or the memory, fail as the test's switch says (FAULT_SWITCH names its file). */
#include "tests/disk/fault.h"
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);

static struct fault_switch *at;
static uintptr_t sqlite_from, sqlite_to;

static int find_sqlite(struct dl_phdr_info *info, size_t n, void *arg)
{
	(void)n, (void)arg;
	if (!info->dlpi_name || !strstr(info->dlpi_name, "libsqlite3"))
		return 0;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];
		if (part->p_type != PT_LOAD || !(part->p_flags & PF_X))
			continue;
		sqlite_from = info->dlpi_addr + part->p_vaddr;
		sqlite_to = sqlite_from + part->p_memsz;
	}
	return 1;
}

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv("FAULT_SWITCH");
	int fd = path ? (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC) : -1;
	if (fd < 0)
		return;
	dl_iterate_phdr(find_sqlite, NULL);
	void *map = mmap(NULL, sizeof *at, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	at = map == MAP_FAILED ? NULL : map;
	syscall(SYS_close, fd);
}

static bool fails(enum fault_kind kind)
{
	if (!at || at->kind != (int)kind || (atomic_fetch_add(&at->seen_n, 1) + 1) % at->every)
		return false;
	at->failed_n++;
	return true;
}

/* ---- the disk ---- */

static bool is_store(int fd)
{
	char link[40], path[512];
	if (!at || at->kind == FAULT_NONE)
		return false;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t n = readlink(link, path, sizeof path - 1);
	path[n < 0 ? 0 : n] = 0;
	return strstr(path, ".db") && !strstr(path, "-shm");
}

static bool is_refused(int fd, int *ret_errno)
{
	*ret_errno = at && at->kind == FAULT_FULL ? ENOSPC : EIO;
	return is_store(fd) && (fails(FAULT_WRITE) || fails(FAULT_FULL));
}

ssize_t pwrite64(int fd, const void *b, size_t n, off_t to)
{
	int why;
	if (!is_refused(fd, &why))
		return syscall(SYS_pwrite64, fd, b, n, to);
	syscall(SYS_pwrite64, fd, b, n / 2, to);
	errno = why;
	return -1;
}

ssize_t pwrite(int fd, const void *b, size_t n, off_t to)
{
	return pwrite64(fd, b, n, to);
}

ssize_t write(int fd, const void *b, size_t n)
{
	int why;
	if (!is_refused(fd, &why))
		return syscall(SYS_write, fd, b, n);
	errno = why;
	return -1;
}

ssize_t pread64(int fd, void *b, size_t n, off_t from)
{
	if (!is_store(fd) || !fails(FAULT_READ))
		return syscall(SYS_pread64, fd, b, n, from);
	errno = EIO;
	return -1;
}

ssize_t pread(int fd, void *b, size_t n, off_t from)
{
	return pread64(fd, b, n, from);
}

int fsync(int fd)
{
	if (is_store(fd) && fails(FAULT_LIE))
		return 0;
	if (!is_store(fd) || !fails(FAULT_SYNC))
		return (int)syscall(SYS_fsync, fd);
	errno = EIO;
	return -1;
}

int fdatasync(int fd)
{
	return fsync(fd);
}

/* ---- the memory ---- */

static bool is_out(const void *from)
{
	uintptr_t by = (uintptr_t)from;
	return at && ((by >= sqlite_from && by < sqlite_to && fails(FAULT_STORE_MEMORY)) || fails(FAULT_MEMORY));
}

static void *none(void)
{
	errno = ENOMEM;
	return NULL;
}

void *malloc(size_t n)
{
	return is_out(__builtin_return_address(0)) ? none() : __libc_malloc(n);
}

void *calloc(size_t a, size_t b)
{
	return is_out(__builtin_return_address(0)) ? none() : __libc_calloc(a, b);
}

void *realloc(void *p, size_t n)
{
	return is_out(__builtin_return_address(0)) ? none() : __libc_realloc(p, n);
}
