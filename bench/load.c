/* load: a small HTTP client for the bench, loopback only. One thread, epoll, keep-alive; prints one line of JSON.
 *   load get  [-c CONNECTIONS] [-t SECONDS] [-r PER_SECOND] [-H 'Name: value'] ADDRESS PATH
 *   load post [-c CONNECTIONS] [-n COUNT] [-H ...] ADDRESS FORM_PATH ACTION BODY     {csrf} {once} {n} in BODY are filled from the form
 *   load hold [-c CONNECTIONS] [-H ...] ADDRESS PATH                                 keeps answers open until its standard input ends
 *   load show [-H ...] ADDRESS PATH                                                  writes the body of one answer
 * With -r requests leave by the clock and a late one counts from when it should have left. With -k a cookie goes along. With -x every form comes
 * from an address of its own (X-Forwarded-For), as behind a proxy. */
#include <errno.h>
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum mode { GET, POST, HOLD, SHOW };
enum phase { IDLE, BUSY, DONE };
enum { OPENING = 100 };                                 /* streams on their way at once: browsers do not come all in one millisecond */

/* A form as one visitor got it: every form is fetched without cookies, so each is a visitor of its own. */
struct sheet { char cookie[160], csrf[80], once[40]; };

struct connection {
	int fd, number;
	enum phase phase;
	char *in, *out;
	size_t in_n, in_cap, out_n, out_at;
	int64_t begun_ns, due_ns;
	struct sheet *sheet;
	int sheet_n, posted_n;
};

static struct {
	enum mode mode;
	int connection_n, count;
	double seconds, rate;
	char extra[2048];
	const char *path, *action, *body, *cookie;
	bool has_addresses;
	struct sockaddr_in to;
} ask = { .connection_n = 1, .count = 1000, .seconds = 3 };

static struct { int64_t *took_ns; size_t took_n, took_cap; int64_t bytes; int by_class[6], lost_n; } seen;
static struct connection *all;
static int poll_fd, open_n, done_n;
static bool is_posting;
static int64_t end_ns;

static int64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void die(const char *what)
{
	fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
	exit(2);
}

/* ---- one connection ---- */
static void watch(struct connection *k, int how, unsigned events)
{
	struct epoll_event e = { .events = events, .data.ptr = k };
	if (epoll_ctl(poll_fd, how, k->fd, &e) != 0)
		die("epoll");
}

static void connect_again(struct connection *k)
{
	if (k->fd >= 0)
		close(k->fd);
	k->fd = socket(AF_INET, SOCK_STREAM, 0);
	if (k->fd < 0 || connect(k->fd, (struct sockaddr *)&ask.to, sizeof ask.to) != 0)
		die("connect");
	setsockopt(k->fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
	fcntl(k->fd, F_SETFL, O_NONBLOCK);
	watch(k, EPOLL_CTL_ADD, EPOLLIN);
}

static void send_more(struct connection *k)
{
	while (k->out_at < k->out_n) {
		ssize_t n = send(k->fd, k->out + k->out_at, k->out_n - k->out_at, MSG_NOSIGNAL);
		if (n < 0 && errno == EAGAIN) {
			watch(k, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
			return;
		}
		if (n < 0)
			return;
		k->out_at += (size_t)n;
	}
}

static void put(struct connection *k, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void put(struct connection *k, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	k->out_n += (size_t)vsnprintf(k->out + k->out_n, 16384 - k->out_n, fmt, ap);
	va_end(ap);
}

static void head(struct connection *k, const char *method, const char *path)
{
	k->out_n = k->out_at = k->in_n = 0;
	put(k, "%s %s HTTP/1.1\r\nHost: localhost:%d\r\n%s", method, path, ntohs(ask.to.sin_port), ask.extra);
	const char *own = is_posting ? k->sheet[k->posted_n].cookie : "";
	int n = k->number * 512 + (is_posting ? k->posted_n : 0);
	if (ask.has_addresses)
		put(k, "X-Forwarded-For: 10.%d.%d.%d\r\n", n >> 14 & 255, n >> 7 & 127, (n & 127) + 1);
	if (ask.cookie || *own)
		put(k, "Cookie: %s%s%s\r\n", ask.cookie ? ask.cookie : "", ask.cookie && *own ? "; " : "", own);
}

/* The body with its holes filled; a form's keys are plain letters, they need no escaping. */
static void fill(struct connection *k, char *to, size_t cap)
{
	size_t n = 0;
	for (const char *s = ask.body; *s && n + 160 < cap;) {
		if (strncmp(s, "{csrf}", 6) == 0)
			n += (size_t)sprintf(to + n, "%s", k->sheet[k->posted_n].csrf), s += 6;
		else if (strncmp(s, "{once}", 6) == 0)
			n += (size_t)sprintf(to + n, "%s", k->sheet[k->posted_n].once), s += 6;
		else if (strncmp(s, "{n}", 3) == 0)
			n += (size_t)sprintf(to + n, "%d", k->number * 10000 + k->posted_n), s += 3;
		else
			to[n++] = *s++;
	}
	to[n] = 0;
}

static void ask_now(struct connection *k)
{
	char body[12000];
	if (is_posting) {
		fill(k, body, sizeof body);
		head(k, "POST", ask.action);
		put(k, "Origin: http://localhost:%d\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
			ntohs(ask.to.sin_port), strlen(body), body);
		k->posted_n++;
	} else {
		head(k, "GET", ask.path);
		put(k, "\r\n");
	}
	k->phase = BUSY;
	k->begun_ns = k->due_ns ? k->due_ns : now_ns();
	send_more(k);
}

/* ---- answers ---- */
static void note(struct connection *k, int status)
{
	if (seen.took_n == seen.took_cap) {
		seen.took_cap = seen.took_cap ? seen.took_cap * 2 : 65536;
		seen.took_ns = realloc(seen.took_ns, seen.took_cap * sizeof *seen.took_ns);
	}
	seen.took_ns[seen.took_n++] = now_ns() - k->begun_ns;
	seen.by_class[status >= 100 && status < 600 ? status / 100 : 0]++;
	seen.bytes += (int64_t)k->in_n;
}

static void take_value(const char *in, const char *name, char *to, size_t cap)
{
	const char *at = strstr(in, name), *value = at ? strstr(at, "value=\"") : NULL;
	if (value)
		snprintf(to, cap, "%.*s", (int)strcspn(value + 7, "\""), value + 7);
}

static void take_cookies(const char *in, char *to, size_t cap)
{
	size_t n = 0;
	for (const char *s = in; (s = strcasestr(s, "\nset-cookie: ")) && n < cap; s++)
		n += (size_t)snprintf(to + n, cap - n, "%s%.*s", n ? "; " : "", (int)strcspn(s + 13, ";\r\n"), s + 13);
}

static void learn_form(struct connection *k)
{
	struct sheet *sheet = &k->sheet[k->sheet_n++];
	take_cookies(k->in, sheet->cookie, sizeof sheet->cookie);
	take_value(k->in, "name=\"csrf\"", sheet->csrf, sizeof sheet->csrf);
	take_value(k->in, "name=\"once\"", sheet->once, sizeof sheet->once);
}

/* A field of the head, from its name on, or NULL. Only the head is searched: bodies are long. */
static const char *field(const struct connection *k, const char *name)
{
	char *end = memmem(k->in, k->in_n, "\r\n\r\n", 4);
	if (!end)
		return NULL;
	end[2] = 0;
	const char *at = strcasestr(k->in, name);
	end[2] = '\r';
	return at;
}

/* Length of the whole answer when it has arrived, else 0. Without a length it ends with the connection. */
static size_t whole(const struct connection *k, bool is_ended)
{
	const char *end = memmem(k->in, k->in_n, "\r\n\r\n", 4), *length = field(k, "\r\ncontent-length:");
	if (!end)
		return 0;
	size_t at = (size_t)(end - k->in) + 4;
	int status = atoi(k->in + 9);
	if (length)
		return k->in_n >= at + (size_t)atol(length + 17) ? at + (size_t)atol(length + 17) : 0;
	if (field(k, "\r\ntransfer-encoding: chunked"))
		return k->in_n >= at + 5 && memcmp(k->in + k->in_n - 5, "0\r\n\r\n", 5) == 0 ? k->in_n : 0;
	return is_ended || status == 304 || status == 204 ? k->in_n : 0;
}

static void finish_one(struct connection *k, bool is_ended)
{
	int share = (ask.count + ask.connection_n - 1) / ask.connection_n;
	int status = atoi(k->in + 9);
	bool closes = is_ended || field(k, "\r\nconnection: close");
	k->phase = IDLE;
	if (ask.mode == SHOW)
		fwrite(strstr(k->in, "\r\n\r\n") + 4, 1, k->in_n - (size_t)(strstr(k->in, "\r\n\r\n") + 4 - k->in), stdout);
	if (ask.mode == POST && !is_posting)
		learn_form(k);
	else
		note(k, status);
	if (closes)
		connect_again(k);
	if (ask.rate > 0)
		k->due_ns += (int64_t)(1e9 / ask.rate * ask.connection_n);
	bool is_over = ask.mode == SHOW || (ask.mode == POST && (is_posting ? k->posted_n : k->sheet_n) >= share)
		|| (ask.mode == GET && now_ns() >= end_ns);
	if (is_over)
		k->phase = DONE, done_n++;
	else if (ask.rate <= 0)
		ask_now(k);
}

static void read_more(struct connection *k)
{
	bool is_ended = false;
	for (;;) {
		if (k->in_n + 65536 > k->in_cap && ask.mode != HOLD)
			k->in = realloc(k->in, (k->in_cap = k->in_cap * 2 + 131072));
		if (k->in_n + 2048 > k->in_cap && ask.mode == HOLD)
			k->in_n = 0;
		ssize_t n = recv(k->fd, k->in + k->in_n, k->in_cap - k->in_n - 1, 0);
		if (n > 0)
			k->in_n += (size_t)n;
		is_ended = n == 0 || (n < 0 && errno != EAGAIN);
		if (n <= 0)
			break;
	}
	k->in[k->in_n] = 0;
	if (ask.mode == HOLD) {
		bool is_open = !is_ended && strstr(k->in, "\r\n\r\n") && strncmp(k->in + 9, "200", 3) == 0;
		if (k->phase == BUSY && is_open)
			k->phase = DONE, open_n++, done_n++;
		else if (is_ended)
			seen.lost_n++, done_n += k->phase == BUSY, open_n -= k->phase == DONE, k->phase = IDLE, close(k->fd);
		return;
	}
	if (k->phase == BUSY && whole(k, is_ended)) {
		finish_one(k, is_ended);
	} else if (is_ended && k->phase != DONE) {
		seen.lost_n += k->phase == BUSY;
		connect_again(k);
		ask_now(k);
	}
}

/* ---- the loop ---- */
static void send_due(void)
{
	for (int i = 0; ask.rate > 0 && i < ask.connection_n; i++)
		if (all[i].phase == IDLE && all[i].due_ns <= now_ns())
			ask_now(&all[i]);
}

static void turn(int wait_ms)
{
	struct epoll_event e[256];
	int n = epoll_wait(poll_fd, e, 256, wait_ms);
	for (int i = 0; i < n; i++) {
		struct connection *k = e[i].data.ptr;
		if (e[i].events & EPOLLOUT && k->phase == BUSY) {
			watch(k, EPOLL_CTL_MOD, EPOLLIN);
			send_more(k);
		}
		if (e[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))
			read_more(k);
	}
}

static void run_phase(void)
{
	int64_t begin = now_ns();
	done_n = 0;
	end_ns = begin + (int64_t)(ask.seconds * 1e9);
	for (int i = 0; i < ask.connection_n; i++) {
		all[i].due_ns = ask.rate > 0 ? begin + (int64_t)(1e9 / ask.rate * i) : 0;
		all[i].phase = IDLE;
		if (ask.mode == HOLD)
			connect_again(&all[i]);
		if (ask.rate <= 0)
			ask_now(&all[i]);
		while (ask.mode == HOLD && i + 1 - done_n > OPENING)
			turn(100);
	}
	int64_t patience = begin + (int64_t)((ask.seconds + 60) * 1e9);
	while (done_n < ask.connection_n && now_ns() < patience) {
		send_due();
		turn(ask.rate > 0 ? 1 : 100);
	}
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static double part_us(double part)
{
	return seen.took_n ? (double)seen.took_ns[(size_t)(part * (double)(seen.took_n - 1))] / 1000 : 0;
}

static void report(double seconds)
{
	qsort(seen.took_ns, seen.took_n, sizeof *seen.took_ns, by_size);
	printf("{\"requests\":%zu,\"seconds\":%.4f,\"per_second\":%.1f,\"p50_us\":%.1f,\"p99_us\":%.1f,\"max_us\":%.1f,\"bytes\":%lld,\"lost\":%d,"
		"\"s2\":%d,\"s3\":%d,\"s4\":%d,\"s5\":%d}\n", seen.took_n, seconds, (double)seen.took_n / seconds, part_us(.5), part_us(.99), part_us(1),
		(long long)seen.bytes, seen.lost_n, seen.by_class[2], seen.by_class[3], seen.by_class[4], seen.by_class[5]);
}

static void hold(void)
{
	char b[64];
	fcntl(0, F_SETFL, O_NONBLOCK);
	printf("{\"open\":%d,\"lost\":%d}\n", open_n, seen.lost_n);
	fflush(stdout);
	for (;;) {
		ssize_t n = read(0, b, sizeof b);
		if (n == 0 || (n < 0 && errno != EAGAIN))
			break;
		turn(50);
	}
	printf("{\"open\":%d,\"lost\":%d}\n", open_n, seen.lost_n);
}

static void open_all(void)
{
	int share = (ask.count + ask.connection_n - 1) / ask.connection_n;
	struct rlimit many = { 65536, 65536 };
	setrlimit(RLIMIT_NOFILE, &many);
	all = calloc((size_t)ask.connection_n, sizeof *all);
	for (int i = 0; i < ask.connection_n; i++) {
		struct connection *k = &all[i];
		*k = (struct connection){ .fd = -1, .number = i, .in_cap = ask.mode == HOLD ? 8192 : 131072 };
		k->in = malloc(k->in_cap);
		k->out = malloc(16384);
		k->sheet = ask.mode == POST ? calloc((size_t)share + 1, sizeof *k->sheet) : NULL;
		if (ask.mode != HOLD)
			connect_again(k);
	}
}

static void read_options(int argc, char **argv)
{
	size_t n = 0;
	for (int o; (o = getopt(argc, argv, "+c:t:n:r:H:k:x")) != -1;) {
		if (o == 'c')
			ask.connection_n = atoi(optarg);
		else if (o == 't')
			ask.seconds = atof(optarg);
		else if (o == 'n')
			ask.count = atoi(optarg);
		else if (o == 'r')
			ask.rate = atof(optarg);
		else if (o == 'k')
			ask.cookie = optarg;
		else if (o == 'x')
			ask.has_addresses = true;
		else if (o == 'H')
			n += (size_t)snprintf(ask.extra + n, sizeof ask.extra - n, "%s\r\n", optarg);
		else
			exit(2);
	}
}

int main(int argc, char **argv)
{
	static const char *const modes[] = { "get", "post", "hold", "show" };
	int mode = 0;
	while (argc > 1 && mode < 4 && strcmp(argv[1], modes[mode]) != 0)
		mode++;
	read_options(argc - 1, argv + 1);
	char **rest = argv + 1 + optind;
	if (argc < 2 || mode == 4 || argc - 1 - optind < (mode == POST ? 4 : 2)) {
		fprintf(stderr, "usage: load get|post|hold|show [options] ADDRESS PATH [ACTION BODY]; see bench/load.c\n");
		return 2;
	}
	char *colon = strchr(rest[0], ':');
	ask.mode = (enum mode)mode;
	ask.to = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(colon ? colon + 1 : "80")),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	ask.path = rest[1];
	ask.action = mode == POST ? rest[2] : NULL;
	ask.body = mode == POST ? rest[3] : NULL;
	poll_fd = epoll_create1(0);
	open_all();
	run_phase();
	int64_t begin = now_ns();
	if (mode == POST) {
		is_posting = true;
		run_phase();
		report((double)(now_ns() - begin) / 1e9);
	} else if (mode == HOLD) {
		hold();
	} else if (mode == GET) {
		report(ask.seconds + (double)(now_ns() - end_ns) / 1e9);
	}
	return 0;
}
