/* The helper: takes a file, shuts itself in, opens it, makes two fresh pictures, says what became of it, and ends. */
#include "picture/cage.h"
#include "picture/canvas.h"
#include "base/out.h"
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A picture of 64 million dots whose file is read as a whole (interlaced, lossless) takes a quarter of a GiB, and the library as much again. */
enum { MEMORY_MOST = 768 << 20, QUALITY = 82, SMALL_QUALITY = 70 };

static void limit(int what, rlim_t most)
{
	setrlimit((__rlimit_resource_t)what, &(struct rlimit){ most, most });
}

static void limits(void)
{
	limit(RLIMIT_CPU, PICTURE_SECONDS / 2);
	limit(RLIMIT_CORE, 0);
#ifndef __SANITIZE_ADDRESS__
	limit(RLIMIT_AS, MEMORY_MOST);
#endif
}

static bool write_all(struct str x)
{
	while (x.n) {
		ssize_t n = write(1, x.s, x.n);
		if (n <= 0)
			return false;
		x = (struct str){ x.s + n, x.n - (size_t)n };
	}
	return true;
}

static enum picture_end read_any(struct arena *a, struct str bytes, struct canvas *ret, int *ret_turn)
{
	switch (bytes.n ? (unsigned char)bytes.s[0] : 0) {
	case 0xFF: return jpeg_read(a, bytes, ret, ret_turn);
	case 0x89: return png_read(a, bytes, ret, ret_turn);
	case 'R': return webp_read(a, bytes, ret, ret_turn);
	default: return PICTURE_UNKNOWN;
	}
}

static void small_of(struct arena *a, const struct canvas *whole, struct canvas *ret)
{
	struct shrink s;
	shrink_begin(&s, a, whole, PICTURE_SMALL_SIDE, ret);
	for (int y = 0; y < whole->height; y++)
		shrink_row(&s, whole->rgb + (size_t)y * (size_t)whole->width * 3);
}

static enum picture_end work(struct arena *a, struct str bytes)
{
	struct canvas canvas, small;
	struct str whole_jpeg, small_jpeg;
	int turn = 1;
	enum picture_end end = read_any(a, bytes, &canvas, &turn);
	if (end != PICTURE_OK)
		return end;
	canvas = canvas_turned(a, &canvas, turn);
	small_of(a, &canvas, &small);
	if (!jpeg_write(&canvas, QUALITY, &whole_jpeg) || !jpeg_write(&small, SMALL_QUALITY, &small_jpeg))
		return PICTURE_LARGE;
	struct str head = arena_fmt(a, "0 %d %d %d %d %zu %zu\n", canvas.width, canvas.height, small.width, small.height, whole_jpeg.n, small_jpeg.n);
	write_all(head);
	write_all(whole_jpeg);
	write_all(small_jpeg);
	return PICTURE_OK;
}

/* At once, without the farewells of libraries: those would want calls that the cage refuses. */
static _Noreturn void leave(int code)
{
	for (;;)
		syscall(SYS_exit_group, code);
}

_Noreturn void picture_work(void)
{
	struct stat st;
	prctl(PR_SET_PDEATHSIG, 9);
	close_range(3, ~0U, 0);
	if (fstat(0, &st) != 0 || st.st_size <= 0 || st.st_size > PICTURE_BYTES_MOST)
		leave(2);
	void *b = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, 0, 0);
	limits();
	if (b == MAP_FAILED || !cage_close())
		leave(3);
	struct arena *a = arena_new(MEMORY_MOST);
	enum picture_end end = work(a, (struct str){ b, (size_t)st.st_size });
	if (end != PICTURE_OK)
		write_all(arena_fmt(a, "%d\n", (int)end));
	leave(0);
}
