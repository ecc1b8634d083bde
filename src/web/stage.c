/* Large bodies wait on disk until they are whole: in a file without a name, sealed with a key that nobody keeps, so that no photo of a child lies
 * readable in a temporary folder, and a thousand slow senders cost no memory. */
#include "web/inside.h"
#include "base/check.h"
#include "base/seal.h"
#include <sys/mman.h>
#include <unistd.h>

/* Large bodies that are worked on hold memory: 256 MiB together, and one always. */
enum { PIECE = 65536, STAGES_MOST = 32, OPEN_MOST = 256 << 20 };
struct stage { struct web *web; int fd; struct seal_key key; size_t n, piece_n; void *open; char piece[PIECE]; };

static int file_without_name(void)
{
	static const char *const folder[] = { "/var/tmp", "/tmp" };
	for (int i = 0; i < 2; i++) {
		char path[64];
		snprintf(path, sizeof path, "%s/yorisoi-XXXXXX", folder[i]);
		int fd = mkostemp(path, 02000000);      /* O_CLOEXEC */
		if (fd >= 0) {
			unlink(path);
			return fd;
		}
	}
	return -1;
}

struct stage *stage_new(struct web *w)
{
	struct stage *s = w->stage_n < STAGES_MOST ? malloc(sizeof *s) : NULL;
	if (!s)
		return NULL;
	*s = (struct stage){ .web = w, .fd = file_without_name() };
	if (s->fd < 0) {
		free(s);
		return NULL;
	}
	seal_random(s->key.b, sizeof s->key.b);
	w->stage_n++;
	return s;
}

static bool piece_write(struct stage *s)
{
	seal_stream(&s->key, s->n, s->piece, s->piece_n);
	for (size_t done = 0; done < s->piece_n;) {
		ssize_t n = write(s->fd, s->piece + done, s->piece_n - done);
		if (n <= 0)
			return false;
		done += (size_t)n;
	}
	s->n += s->piece_n;
	s->piece_n = 0;
	return true;
}

bool stage_put(struct stage *s, const char *data, size_t n)
{
	while (n) {
		size_t take = PIECE - s->piece_n < n ? PIECE - s->piece_n : n;
		memcpy(s->piece + s->piece_n, data, take);
		s->piece_n += take;
		data += take;
		n -= take;
		if (s->piece_n == PIECE && !piece_write(s))
			return false;
	}
	return true;
}

static bool read_back(struct stage *s)
{
	for (size_t at = 0; at < s->n;) {
		ssize_t n = pread(s->fd, (char *)s->open + at, s->n - at, (off_t)at);
		if (n <= 0)
			return false;
		at += (size_t)n;
	}
	seal_stream(&s->key, 0, s->open, s->n);
	return true;
}

bool stage_open(struct stage *s, struct str *ret)
{
	if (!piece_write(s) || s->n == 0)
		return false;
	size_t open_n = atomic_fetch_add(&s->web->stage_open_n, s->n);
	if (open_n && open_n + s->n > OPEN_MOST) {
		s->web->stage_open_n -= s->n;
		return false;
	}
	void *b = mmap(NULL, s->n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (b == MAP_FAILED) {
		s->web->stage_open_n -= s->n;
		return false;
	}
	s->open = b;
	*ret = (struct str){ b, s->n };
	return read_back(s);
}

void stage_free(struct stage *s)
{
	if (!s)
		return;
	if (s->open) {
		munmap(s->open, s->n);
		s->web->stage_open_n -= s->n;
	}
	s->web->stage_n--;
	close(s->fd);
	free(s);
}
