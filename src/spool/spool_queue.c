/* One file a post, named by its number: written whole under another name, synced, named, the name synced. */
#include "spool/spool_queue.h"
#include "base/clock.h"
#include "base/durable.h"
#include "base/id.h"
#include "base/log.h"
#include "base/out.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_N = 13, FIELD_N = 10 };

/* ---- names ---- */

static struct str path_of(const struct spool_queue *q, struct arena *a, int64_t number, const char *tail)
{
	return arena_fmt(a, "%.*s/%s%s", STR_ARG(q->folder), id_text(a, number).s, tail);
}

static bool number_of(const char *name, int64_t *ret)
{
	return str_ends(str_of(name), ".post") && strlen(name) == NAME_N + 5 && id_parse((struct str){ name, NAME_N }, ret);
}

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return x < y ? -1 : x > y;
}

/* The first one's file tells how long the oldest waits. */
static void note_oldest(struct spool_queue *q, const char *path)
{
	struct stat st;
	if (stat(path, &st) == 0)
		q->oldest_ms = (int64_t)st.st_mtime * 1000;
}

size_t spool_list(struct spool_queue *q, struct arena *a, int64_t **ret)
{
	DIR *dir = opendir(q->folder.s);
	size_t n = 0;
	*ret = ARENA_ARRAY(a, int64_t, SPOOL_POSTS_MOST);
	for (struct dirent *e; dir && n < SPOOL_POSTS_MOST && (e = readdir(dir));)
		n += number_of(e->d_name, &(*ret)[n]);
	if (dir)
		closedir(dir);
	qsort(*ret, n, sizeof **ret, by_number);
	if (n)
		note_oldest(q, path_of(q, a, (*ret)[0], ".post").s);
	return n;
}

/* ---- what is in a file ---- */

static struct str *field(struct spool_post *p, int i)
{
	struct str *const all[FIELD_N] = { &p->base, &p->path, &p->host, &p->cookie, &p->type, &p->language, &p->address, &p->signature, &p->once,
		&p->body };
	return all[i];
}

static struct str packed(struct arena *a, const struct spool_post *post)
{
	struct spool_post p = *post;
	struct out o = { .arena = a };
	out_fmt(&o, "yorisoi spool 1 %lld %lld %d", (long long)p.number, (long long)p.at.ms, p.is_secure);
	for (int i = 0; i < FIELD_N; i++)
		out_fmt(&o, " %zu", field(&p, i)->n);
	out_z(&o, "\n");
	for (int i = 0; i < FIELD_N; i++)
		out_put(&o, field(&p, i)->s, field(&p, i)->n);
	return out_done(&o);
}

static bool number_cut(struct str *head, int64_t *ret)
{
	struct str word;
	return str_cut(head, ' ', &word) && str_int(word, ret) && *ret >= 0;
}

/* Sealed by us, so nobody else made it; still nothing is read past its end. */
static bool unpacked(struct str bytes, int64_t number, struct spool_post *ret)
{
	struct str head;
	int64_t at_ms = 0, secure = 0, own = 0;
	static const char mark[] = "yorisoi spool 1 ";
	if (!str_cut(&bytes, '\n', &head) || !str_starts(head, mark))
		return false;
	head = (struct str){ head.s + strlen(mark), head.n - strlen(mark) };
	if (!number_cut(&head, &own) || own != number || !number_cut(&head, &at_ms) || !number_cut(&head, &secure))
		return false;
	*ret = (struct spool_post){ .number = number, .at = { at_ms }, .is_secure = secure != 0 };
	for (int i = 0; i < FIELD_N; i++) {
		int64_t n = 0;
		if (!number_cut(&head, &n) || (size_t)n > bytes.n)
			return false;
		*field(ret, i) = (struct str){ bytes.s, (size_t)n };
		bytes = (struct str){ bytes.s + n, bytes.n - (size_t)n };
	}
	return bytes.n == 0;
}

/* ---- opening ---- */

static void look_at(struct spool_queue *q, struct arena *a, const char *name)
{
	struct stat st;
	int64_t number = 0;
	struct str path = arena_fmt(a, "%.*s/%s", STR_ARG(q->folder), name);
	if (str_ends(str_of(name), ".part"))
		unlink(path.s);
	else if (number_of(name, &number) && stat(path.s, &st) == 0) {
		int64_t at_ms = (int64_t)st.st_mtime * 1000;
		q->post_n++;
		q->byte_n += st.st_size;
		q->oldest_ms = q->oldest_ms && q->oldest_ms < at_ms ? q->oldest_ms : at_ms;
	}
}

void spool_open(struct spool_queue *q, struct arena *a, struct str folder, const struct seal_key *tenant_key, int64_t tenant_id)
{
	*q = (struct spool_queue){ .folder = arena_str(a, folder), .key = seal_derive(tenant_key, STR("spool"), tenant_id) };
	DIR *dir = opendir(q->folder.s);
	for (struct dirent *e; dir && (e = readdir(dir));)
		look_at(q, a, e->d_name);
	if (dir)
		closedir(dir);
}

/* ---- putting ---- */

bool spool_is_full(struct spool_queue *q, struct moment now, size_t more_n)
{
	bool is_old = q->oldest_ms && now.ms - q->oldest_ms > SPOOL_HOURS_MOST * (int64_t)HOUR;
	return is_old || q->post_n >= SPOOL_POSTS_MOST || q->byte_n + (int64_t)more_n > SPOOL_BYTES_MOST || more_n > SPOOL_POST_MOST;
}

/* Any thread: it may be over its bounds by as many as are put at the same moment. */
static void count(struct spool_queue *q, int post_n, int64_t byte_n)
{
	q->byte_n += byte_n;
	if ((q->post_n += post_n) == 0)
		q->oldest_ms = 0;
}

bool spool_folder(struct arena *a, struct str path)
{
	bool ok = access(path.s, F_OK) == 0;
	for (size_t i = 1; !ok && i <= path.n; i++) {
		bool is_end = i == path.n || path.s[i] == '/';
		struct str part = is_end ? arena_str(a, (struct str){ path.s, i }) : STR_NONE;
		if (is_end && access(part.s, F_OK) != 0 && ((mkdir(part.s, 0700) != 0 && errno != EEXIST) || !durable_name(part.s)))
			return false;
	}
	return true;
}

static bool write_file(const char *part, const char *path, struct str bytes)
{
	int fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool ok = fd >= 0;
	while (ok && bytes.n) {
		ssize_t n = write(fd, bytes.s, bytes.n);
		ok = n > 0;
		bytes = (struct str){ bytes.s + (ok ? n : 0), bytes.n - (size_t)(ok ? n : 0) };
	}
	ok = ok && fsync(fd) == 0;
	if (fd >= 0)
		ok = close(fd) == 0 && ok;
	return ok && renameat2(AT_FDCWD, part, AT_FDCWD, path, RENAME_NOREPLACE) == 0;
}

/* A clock that was put back may give a number again, after a new start. */
static int64_t free_number(const struct spool_queue *q, struct arena *a, int64_t number)
{
	while (access(path_of(q, a, number, ".post").s, F_OK) == 0)
		number++;
	return number;
}

bool spool_put(struct spool_queue *q, struct arena *a, const struct spool_post *post)
{
	struct spool_post numbered = *post;
	numbered.number = free_number(q, a, post->number);
	struct str box = seal_bytes(a, &q->key, packed(a, &numbered));
	struct str part = path_of(q, a, numbered.number, ".part"), path = path_of(q, a, numbered.number, ".post");
	if (spool_is_full(q, post->at, box.n))
		return false;
	int64_t none = 0;
	count(q, 1, (int64_t)box.n);
	atomic_compare_exchange_strong(&q->oldest_ms, &none, post->at.ms);
	if (spool_folder(a, q->folder) && write_file(part.s, path.s, box) && durable_name(path.s))
		return true;
	log_line(LOG_ERROR, "spool: %s: %s", path.s, strerror(errno));
	unlink(part.s);
	count(q, -1, -(int64_t)box.n);
	return false;
}

int64_t spool_waiting(struct spool_queue *q)
{
	return q->post_n;
}

/* ---- taking ---- */

bool spool_get(struct spool_queue *q, struct arena *a, int64_t number, struct spool_post *ret)
{
	struct str path = path_of(q, a, number, ".post"), box, bytes;
	if (durable_read(path.s, a, SPOOL_POST_MOST, &box) && seal_bytes_open(a, &q->key, box, &bytes) && unpacked(bytes, number, ret))
		return true;
	log_line(LOG_ERROR, "spool: %s cannot be read and is put aside", path.s);
	if (rename(path.s, path_of(q, a, number, ".broken").s) == 0)
		count(q, -1, -(int64_t)box.n);
	return false;
}

void spool_drop(struct spool_queue *q, struct arena *a, int64_t number)
{
	struct stat st;
	struct str path = path_of(q, a, number, ".post");
	if (stat(path.s, &st) != 0 || unlink(path.s) != 0)
		return;
	count(q, -1, -(int64_t)st.st_size);
}
