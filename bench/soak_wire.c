/* The soak's client, its windows and its measures; see bench/soak.h. */
#include "bench/soak.h"
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { WINDOWS = 400, BUCKETS = 400 };

int64_t soak_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* ---- the wire ---- */

static int connect_to(int port)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct timeval most = { .tv_sec = 60 };
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
	if (connect(fd, (struct sockaddr *)&to, sizeof to) == 0)
		return fd;
	close(fd);
	return -1;
}

static bool send_request(int fd, int port, const struct soak_request *r)
{
	char out[4096];
	int n = snprintf(out, sizeof out, "%s %s HTTP/1.1\r\nHost: localhost:%d\r\nX-Forwarded-For: 10.%d.%d.%d\r\n", r->body ? "POST" : "GET", r->path,
		port, 1 + r->number / 60000, r->number / 250 % 240, 1 + r->number % 250);
	for (int i = 0, is_first = 1; i < 4; i++)
		if (r->jar->cookie[i][0]) {
			n += snprintf(out + n, sizeof out - (size_t)n, "%s%s", is_first ? "Cookie: " : "; ", r->jar->cookie[i]);
			is_first = 0;
		}
	n += snprintf(out + n, sizeof out - (size_t)n, "%s", r->jar->cookie[0][0] ? "\r\n" : "");
	if (r->body)
		n += snprintf(out + n, sizeof out - (size_t)n, "Origin: http://localhost:%d\r\nContent-Type: application/x-www-form-urlencoded\r\n"
			"Content-Length: %zu\r\n\r\n%s", port, strlen(r->body), r->body);
	else
		n += snprintf(out + n, sizeof out - (size_t)n, "\r\n");
	return send(fd, out, (size_t)n, MSG_NOSIGNAL) == n;
}

/* A cookie takes the place of the one with its name. */
static void keep_cookie(struct soak_jar *jar, const char *value)
{
	size_t n = strcspn(value, ";\r\n"), name = strcspn(value, "=");
	int at = 0;
	while (at < 3 && jar->cookie[at][0] && strncmp(jar->cookie[at], value, name + 1) != 0)
		at++;
	snprintf(jar->cookie[at], sizeof jar->cookie[at], "%.*s", (int)n, value);
}

static void read_head(const char *head, struct soak_jar *jar, struct soak_said *ret)
{
	ret->status = atoi(head + 9);
	for (const char *s = head; (s = strcasestr(s, "\nset-cookie: ")); s++)
		keep_cookie(jar, s + 13);
	const char *to = strcasestr(head, "\nlocation: ");
	if (to)
		snprintf(ret->location, sizeof ret->location, "%.*s", (int)strcspn(to + 11, "\r\n"), to + 11);
}

/* The whole answer by its length; false: the connection ended before. */
static bool read_answer(struct soak_wire *w, struct soak_jar *jar, struct soak_said *ret)
{
	size_t n = 0, whole = 0, body = 0;
	while (!whole || n < whole) {
		if (n + 65536 > w->in_cap)
			w->in = realloc(w->in, w->in_cap += 262144);
		ssize_t got = recv(w->fd, w->in + n, w->in_cap - n - 1, 0);
		if (got <= 0)
			return false;
		n += (size_t)got;
		w->in[n] = 0;
		char *end = whole ? NULL : strstr(w->in, "\r\n\r\n");
		if (!end)
			continue;
		*end = 0;
		const char *length = strcasestr(w->in, "\ncontent-length:");
		body = (size_t)(end - w->in) + 4;
		whole = body + (length ? (size_t)atol(length + 16) : 0);
		read_head(w->in, jar, ret);
	}
	ret->text = w->in + body;
	return true;
}

/* A connection that the server closed meanwhile is opened once more: forms carry their once-key. */
struct soak_said soak_ask(struct soak_wire *w, const struct soak_request *r)
{
	struct soak_said said = { .text = "" };
	int64_t begun = soak_now();
	for (int i = 0; i < 2; i++) {
		if (w->fd < 0)
			w->fd = connect_to(w->port);
		if (w->fd >= 0 && send_request(w->fd, w->port, r) && read_answer(w, r->jar, &said))
			break;
		said.status = 0;
		if (w->fd >= 0)
			close(w->fd);
		w->fd = -1;
	}
	said.took_ns = soak_now() - begun;
	return said;
}

/* Byte by byte until the head is over: what follows belongs to the stream. */
int soak_stream(struct soak_wire *w, const struct soak_request *r)
{
	char head[4096];
	size_t n = 0;
	int fd = connect_to(w->port);
	if (fd < 0 || !send_request(fd, w->port, r))
		return -1;
	while (n + 1 < sizeof head && recv(fd, head + n, 1, 0) == 1) {
		head[++n] = 0;
		if (n > 4 && memcmp(head + n - 4, "\r\n\r\n", 4) == 0)
			break;
	}
	if (n > 12 && strncmp(head + 9, "200", 3) == 0 && strstr(head, "event-stream"))
		return fd;
	close(fd);
	return -1;
}

static void value_of(const char *html, const char *name, char *to, size_t cap)
{
	const char *at = strstr(html, name), *value = at ? strstr(at, "value=\"") : NULL;
	if (value)
		snprintf(to, cap, "%.*s", (int)strcspn(value + 7, "\""), value + 7);
}

void soak_learn(const char *html, const char *anchor, struct soak_jar *jar)
{
	const char *at = strstr(html, anchor);
	if (!at)
		return;
	value_of(at, "name=\"csrf\"", jar->csrf, sizeof jar->csrf);
	value_of(at, "name=\"once\"", jar->once, sizeof jar->once);
}

int soak_version(const char *html)
{
	char number[20] = "0";
	const char *at = strstr(html, "/answer\"");
	if (at)
		value_of(at, "name=\"version\"", number, sizeof number);
	return atoi(number);
}

/* ---- what it took: buckets a twentieth apart, from 50 us on ---- */

static struct { pthread_mutex_t lock; int window_s; unsigned count[WINDOWS][SOAK_KINDS][BUCKETS]; } took = { .lock = PTHREAD_MUTEX_INITIALIZER };

void soak_windows(int window_s)
{
	took.window_s = window_s;
}

void soak_note(int64_t begun_ns, enum soak_kind kind, int64_t took_ns)
{
	int64_t window = begun_ns ? (soak_now() - begun_ns) / 1000000000 / took.window_s : -1;
	int bucket = 0;
	for (double at = 50e3; at < (double)took_ns && bucket < BUCKETS - 1; at *= 1.05)
		bucket++;
	if (window < 0 || window >= WINDOWS)
		return;
	pthread_mutex_lock(&took.lock);
	took.count[window][kind][bucket]++;
	pthread_mutex_unlock(&took.lock);
}

static double part_ms(int window, enum soak_kind kind, double part, unsigned *ret_n)
{
	unsigned sum = 0, n = 0;
	double at = 0.05;
	for (int i = 0; i < BUCKETS; i++)
		n += took.count[window][kind][i];
	for (int i = 0; i < BUCKETS && n; i++, at *= 1.05) {
		sum += took.count[window][kind][i];
		if (sum >= part * n)
			break;
	}
	*ret_n = n;
	return at;
}

static const char *const kind_word[] = { "desk", "talk", "post" };

void soak_print(int window, int window_s, const struct soak_size *size)
{
	double load = 0;
	unsigned n;
	if (window >= WINDOWS || getloadavg(&load, 1) < 1)
		return;
	printf("%6d s ", (window + 1) * window_s);
	for (int k = 0; k < SOAK_KINDS; k++) {
		double half = part_ms(window, (enum soak_kind)k, 0.5, &n);
		printf(" %s %u: p50 %.1f p95 %.1f ms;", kind_word[k], n, half, part_ms(window, (enum soak_kind)k, 0.95, &n));
	}
	printf(" PSS %ld KiB, %d files, %d threads, load %.1f\n", size->pss_kib, size->file_n, size->thread_n, load);
	fflush(stdout);
}

void soak_print_ratio(int first, int last)
{
	unsigned n;
	for (int k = 0; k < SOAK_KINDS && last > first && last < WINDOWS; k++)
		printf("%s: p95 of the last window %.2f times that of the first after the warm-up\n", kind_word[k],
			part_ms(last, (enum soak_kind)k, 0.95, &n) / part_ms(first, (enum soak_kind)k, 0.95, &n));
}

/* ---- the server ---- */

static long line_of(int pid, const char *file, const char *name)
{
	char path[64], line[256];
	long v = 0;
	snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
	FILE *f = fopen(path, "r");
	while (f && fgets(line, sizeof line, f))
		if (strncmp(line, name, strlen(name)) == 0)
			v = atol(line + strlen(name));
	if (f)
		fclose(f);
	return v;
}

void soak_measure(int pid, struct soak_size *ret)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%d/fd", pid);
	DIR *folder = opendir(path);
	ret->file_n = 0;
	while (folder && readdir(folder))
		ret->file_n++;
	if (folder)
		closedir(folder);
	ret->pss_kib = line_of(pid, "smaps_rollup", "Pss:");
	ret->thread_n = (int)line_of(pid, "status", "Threads:");
}
