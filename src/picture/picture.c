/* The side that stays outside: what a file is by its first bytes, starting the helper, waiting with a clock, believing nothing that it says. */
#include "picture/picture.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/out.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ANSWER_MOST = 6 << 20, HEAD_MOST = 80 };

/* ---- what it is ---- */

static bool begins(struct str b, const char *word, size_t n)
{
	return b.n >= n && memcmp(b.s, word, n) == 0;
}

static bool is_svg(struct str b)
{
	struct str head = { b.s, b.n < 1024 ? b.n : 1024 };
	const char *at = memmem(head.s, head.n, "svg", 3);
	return at && at > head.s && at[-1] == '<';
}

/* ISO 14496-12 begins with the length of a box and its name; the brand tells iPhones' still pictures from films. */
static bool is_still(struct str b)
{
	static const char brands[] = "heic heix hevc hevx heim heis hevm hevs mif1 msf1 avif avis";
	char brand[5] = { 0 };
	memcpy(brand, b.s + 8, 4);
	return strlen(brand) == 4 && strstr(brands, brand) != NULL;
}

/* PICTURE_OK: one that the helper opens. PDFs are never opened here. */
static enum picture_end kind(struct str b, bool *ret_is_pdf)
{
	*ret_is_pdf = begins(b, "%PDF-", 5);
	if (*ret_is_pdf || begins(b, "\xff\xd8\xff", 3) || begins(b, "\x89PNG\r\n\x1a\n", 8))
		return PICTURE_OK;
	if (b.n >= 12 && begins(b, "RIFF", 4))
		return memcmp(b.s + 8, "WEBP", 4) == 0 ? PICTURE_OK : PICTURE_MOVIE;
	if (b.n >= 12 && memcmp(b.s + 4, "ftyp", 4) == 0)
		return is_still(b) ? PICTURE_HEIC : PICTURE_MOVIE;
	return is_svg(b) ? PICTURE_SVG : PICTURE_UNKNOWN;
}

static enum picture_end paper(struct str b, struct picture *ret)
{
	size_t tail = b.n < 1024 ? b.n : 1024;
	if (!memmem(b.s + b.n - tail, tail, "%%EOF", 5))
		return PICTURE_BROKEN;
	*ret = (struct picture){ .type = "application/pdf", .whole = b };
	return PICTURE_OK;
}

/* ---- what the helper says ---- */

static bool is_jpeg(struct str b)
{
	return b.n > 4 && memcmp(b.s, "\xff\xd8\xff", 3) == 0 && memcmp(b.s + b.n - 2, "\xff\xd9", 2) == 0;
}

static bool head_read(struct str head, int64_t ret[7])
{
	struct str word;
	for (int i = 0; i < 7; i++)
		if (!str_cut(&head, ' ', &word) || !str_int(word, &ret[i]) || ret[i] < 0)
			return i == 1 && ret[0] != PICTURE_OK;
	return head.s == NULL;
}

bool picture_answer_read(struct str answer, struct picture *ret, enum picture_end *ret_end)
{
	struct str head;
	int64_t v[7] = { -1, 0, 0, 0, 0, 0, 0 };
	if (!memchr(answer.s ? answer.s : "", '\n', answer.n < HEAD_MOST ? answer.n : HEAD_MOST) || !str_cut(&answer, '\n', &head) || !head_read(head, v))
		return false;
	if (v[0] != PICTURE_OK) {
		*ret_end = (enum picture_end)v[0];
		return v[0] < PICTURE_SLOW && answer.n == 0;
	}
	bool fits = v[1] >= 1 && v[1] <= PICTURE_SIDE && v[2] >= 1 && v[2] <= PICTURE_SIDE && v[3] >= 1 && v[3] <= PICTURE_SMALL_SIDE && v[4] >= 1
		&& v[4] <= PICTURE_SMALL_SIDE && v[5] <= ANSWER_MOST && v[6] <= ANSWER_MOST && (int64_t)answer.n == v[5] + v[6];
	struct str whole = { answer.s, fits ? (size_t)v[5] : 0 }, small = { answer.s + whole.n, answer.n - whole.n };
	if (!fits || !is_jpeg(whole) || !is_jpeg(small))
		return false;
	*ret = (struct picture){ "image/jpeg", whole, small, (int)v[1], (int)v[2], (int)v[3], (int)v[4] };
	*ret_end = PICTURE_OK;
	return true;
}

/* ---- the helper ---- */

static int bytes_as_file(struct str b)
{
	int fd = memfd_create("picture", MFD_CLOEXEC);
	size_t done = 0;
	while (fd >= 0 && done < b.n) {
		ssize_t n = write(fd, b.s + done, b.n - done);
		if (n <= 0) {
			close(fd);
			return -1;
		}
		done += (size_t)n;
	}
	return fd;
}

static bool start(int in, int out, pid_t *ret)
{
	char *words[] = { (char[]){ "yorisoi" }, (char[]){ PICTURE_HELPER }, NULL }, *none[] = { NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	sigset_t no_signal, all_signals;
	sigemptyset(&no_signal);
	sigfillset(&all_signals);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, in, 0);
	posix_spawn_file_actions_adddup2(&files, out, 1);
#ifndef __SANITIZE_ADDRESS__
	posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
#endif
	posix_spawnattr_init(&how);
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(&how, &no_signal);
	posix_spawnattr_setsigdefault(&how, &all_signals);
	int failed = posix_spawn(ret, "/proc/self/exe", &files, &how, words, none);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&how);
	return !failed;
}

/* All that it says until it ends. False when the time is over or it says too much. */
static bool listen_to(int fd, struct out *o, int64_t until_ms)
{
	char b[65536];
	for (;;) {
		int64_t left = until_ms - clock_monotonic_ns() / 1000000;
		struct pollfd p = { .fd = fd, .events = POLLIN };
		if (left <= 0 || o->n > ANSWER_MOST)
			return false;
		if (poll(&p, 1, (int)left) < 0 && errno != EINTR)
			return false;
		if (!(p.revents & (POLLIN | POLLHUP)))
			continue;
		ssize_t n = read(fd, b, sizeof b);
		if (n <= 0)
			return n == 0;
		out_put(o, b, (size_t)n);
	}
}

static enum picture_end end_of(pid_t pid, bool has_ended)
{
	int status = 0;
	if (!has_ended)
		kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	bool is_slow = !has_ended || (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL));
	if (is_slow)
		return PICTURE_SLOW;
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
		log_line(LOG_ERROR, "the picture helper asked the system for what it may not have and was ended");
	else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		log_line(LOG_WARN, "the picture helper ended badly (%d)", status);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? PICTURE_OK : WIFSIGNALED(status) ? PICTURE_BROKEN : PICTURE_NO_HELPER;
}

static enum picture_end ask_helper(int in, struct out *o)
{
	int way[2];
	pid_t pid = 0;
	if (pipe2(way, O_CLOEXEC) != 0)
		return PICTURE_NO_HELPER;
	bool is_started = start(in, way[1], &pid);
	close(way[1]);
	bool has_ended = is_started && listen_to(way[0], o, clock_monotonic_ns() / 1000000 + PICTURE_SECONDS * 1000);
	close(way[0]);
	if (!is_started)
		log_line(LOG_ERROR, "the picture helper cannot be started");
	return is_started ? end_of(pid, has_ended) : PICTURE_NO_HELPER;
}

enum picture_end picture_make(struct arena *a, struct str bytes, struct picture *ret)
{
	bool is_pdf;
	enum picture_end end = bytes.n > PICTURE_BYTES_MOST ? PICTURE_LARGE : kind(bytes, &is_pdf), said = PICTURE_BROKEN;
	if (end != PICTURE_OK || is_pdf)
		return end == PICTURE_OK ? paper(bytes, ret) : end;
	struct out o = { .arena = a };
	int in = bytes_as_file(bytes);
	end = in < 0 ? PICTURE_NO_HELPER : ask_helper(in, &o);
	if (in >= 0)
		close(in);
	if (end != PICTURE_OK)
		return end;
	return picture_answer_read(out_done(&o), ret, &said) ? said : PICTURE_BROKEN;
}
