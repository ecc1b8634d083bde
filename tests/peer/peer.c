/* See peer.h. epoll, kept connections, HTTP/1.1 with a Content-Length: what libcurl sends. */
#include "tests/peer/peer.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BODY_MOST = 1 << 16, KEY_SLOTS = 1 << 22, READY = 64, MARK = 40 };

struct line { int fd; size_t n; char in[BODY_MOST]; };
/* What was delivered under: a retry key, a reply token, a topic; open addressing over 64-bit hashes. */
struct peer { struct peer_conf conf; int listen_fd, poll_fd, port; pthread_t thread; pthread_mutex_t lock; _Atomic bool is_over; uint64_t *key;
	unsigned char *person; struct peer_count count; double credit; int64_t at_ns; };

static int64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

/* ---- what was delivered ---- */

/* Where this mark stands, or would. */
static size_t slot_of(const struct peer *p, const char *mark, uint64_t *ret_hash)
{
	uint64_t h = 14695981039346656037u;
	for (; *mark; mark++)
		h = (h ^ (unsigned char)*mark) * 1099511628211u;
	*ret_hash = h ? h : 1;
	size_t at = (size_t)(*ret_hash * 0x9E3779B97F4A7C15u >> 20) % KEY_SLOTS;
	while (p->key[at] && p->key[at] != *ret_hash)
		at = (at + 1) % KEY_SLOTS;
	return at;
}

static bool is_known(const struct peer *p, const char *mark)
{
	uint64_t h;
	return p->key[slot_of(p, mark, &h)] != 0;
}

static void note(struct peer *p, const char *mark)
{
	uint64_t h;
	size_t at = slot_of(p, mark, &h);
	p->key[at] = h;
}

/* Everybody named "U" and 32 digits in the body. */
static int64_t people_in(const char *body, size_t n, bool (*each)(struct peer *, size_t), struct peer *p)
{
	int64_t people_n = 0;
	for (size_t i = 0; i + 35 <= n; i++) {
		if (body[i] != '"' || body[i + 1] != 'U' || body[i + 34] != '"')
			continue;
		char digits[33];
		memcpy(digits, body + i + 2, 32);
		digits[32] = '\0';
		people_n++;
		if (each)
			each(p, strtoul(digits, NULL, 10));
		i += 34;
	}
	return people_n;
}

static bool reach(struct peer *p, size_t person)
{
	if (person >= p->conf.people_most)
		return false;
	if (p->person[person] < 255)
		p->person[person]++;
	if (p->person[person] > p->count.most_n)
		p->count.most_n = p->person[person];
	p->count.people_n++;
	return true;
}

/* A bucket that holds a tenth of a second. */
static bool is_within_limit(struct peer *p, int64_t weight)
{
	int64_t now = now_ns();
	double most = (double)p->conf.per_s / 10;
	if (p->conf.per_s <= 0)
		return true;
	p->credit += (double)(now - p->at_ns) * (double)p->conf.per_s / 1e9;
	p->at_ns = now;
	p->credit = p->credit > most ? most : p->credit;
	if (p->credit <= 0)
		return false;
	p->credit -= (double)weight;                    /* a call to many may overdraw it, and the next ones wait for that */
	return true;
}

/* ---- one request ---- */

static size_t header(const char *head, const char *name, char *ret, size_t cap)
{
	const char *at = strcasestr(head, name);
	size_t n = 0;
	if (!at)
		return 0;
	for (at += strlen(name); *at == ' '; at++)
		;
	for (; n + 1 < cap && at[n] && at[n] != '\r'; n++)
		ret[n] = at[n];
	ret[n] = '\0';
	return n;
}

static void answer(const struct line *l, int status, const char *body)
{
	char text[300];
	int n = snprintf(text, sizeof text, "HTTP/1.1 %d X\r\nContent-Type: application/json\r\n%sContent-Length: %zu\r\n\r\n%s", status,
		status == 429 ? "Retry-After: 1\r\n" : "", strlen(body), body);
	if (write(l->fd, text, (size_t)n) != n)
		return;                                 /* the asker is gone */
}

static int by_line(struct peer *p, const char *head, const char *body, size_t n)
{
	char key[MARK + 40] = "";
	bool is_reply = strstr(head, "/reply ") != NULL;
	const char *token = is_reply ? strstr(body, "\"replyToken\":\"") : NULL;
	if (token)
		snprintf(key, sizeof key, "%.32s", token + 14);
	else
		header(head, "X-Line-Retry-Key:", key, sizeof key);
	if (*key && is_known(p, key)) {
		p->count.again_n++;
		return is_reply ? 400 : 409;
	}
	if (!is_within_limit(p, is_reply ? 1 : people_in(body, n, NULL, p))) {
		p->count.busy_n++;
		return 429;
	}
	note(p, key);
	if (is_reply)
		reach(p, (size_t)strtoul(key, NULL, 10));
	else
		people_in(body, n, reach, p);
	return 200;
}

static int by_push(struct peer *p, const char *head)
{
	char topic[MARK] = "";
	header(head, "Topic:", topic, sizeof topic);
	if (is_known(p, topic))
		p->count.topic_again_n++;
	else
		p->count.topic_n++;
	note(p, topic);
	return 201;
}

static bool is_killed(struct peer *p, enum peer_step step, const char *head)
{
	return p->conf.kill && p->conf.kill(p->conf.arg, step, head);
}

static void serve(struct peer *p, struct line *l, const char *body, size_t n)
{
	int status;
	pthread_mutex_lock(&p->lock);
	p->count.asked_n++;
	if (strstr(l->in, "/v2/bot/message/"))
		status = by_line(p, l->in, body, n);
	else if (strcasestr(l->in, "\r\nTopic:"))
		status = by_push(p, l->in);
	else
		p->count.other_n++, status = 404;
	pthread_mutex_unlock(&p->lock);
	if (is_killed(p, PEER_DELIVERED, l->in))
		return;
	answer(l, status, status == 200 ? "{\"sentMessages\":[]}" : status == 201 ? "" : "{\"message\":\"not this time\"}");
	is_killed(p, PEER_ANSWERED, l->in);
}

/* Whole requests in what has come; the rest stays. */
static bool take(struct peer *p, struct line *l)
{
	char length[24] = "0";
	l->in[l->n] = '\0';
	char *end = strstr(l->in, "\r\n\r\n");
	if (!end)
		return l->n + 1 < sizeof l->in;
	char kept = end[2];
	end[2] = '\0';
	header(l->in, "Content-Length:", length, sizeof length);
	size_t head_n = (size_t)(end - l->in) + 4, body_n = strtoul(length, NULL, 10);
	end[2] = kept;
	if (head_n + body_n >= sizeof l->in)
		return false;
	if (l->n < head_n + body_n) {
		if (strcasestr(l->in, "Expect: 100-continue") && l->n == head_n)
			return write(l->fd, "HTTP/1.1 100 Continue\r\n\r\n", 25) == 25;
		return true;
	}
	end[2] = '\0';
	serve(p, l, end + 4, body_n);
	memmove(l->in, l->in + head_n + body_n, l->n - head_n - body_n);
	l->n -= head_n + body_n;
	return true;
}

static void open_line(struct peer *p)
{
	int fd = accept4(p->listen_fd, NULL, NULL, SOCK_CLOEXEC), on = 1;
	struct line *l = fd >= 0 ? calloc(1, sizeof *l) : NULL;
	if (!l)
		return;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	l->fd = fd;
	epoll_ctl(p->poll_fd, EPOLL_CTL_ADD, fd, &(struct epoll_event){ .events = EPOLLIN, .data.ptr = l });
	is_killed(p, PEER_CONNECTED, "");
}

static void *run(void *arg)
{
	struct peer *p = arg;
	struct epoll_event ready[READY];
	while (!p->is_over) {
		int n = epoll_wait(p->poll_fd, ready, READY, 100);
		for (int i = 0; i < n; i++) {
			struct line *l = ready[i].data.ptr;
			if (!l) {
				open_line(p);
				continue;
			}
			ssize_t got = read(l->fd, l->in + l->n, sizeof l->in - l->n - 1);
			if (got > 0)
				l->n += (size_t)got;
			if (got <= 0 || !take(p, l)) {
				epoll_ctl(p->poll_fd, EPOLL_CTL_DEL, l->fd, NULL);      /* a child of ours may hold it too for a moment */
				close(l->fd);
				free(l);
			}
		}
	}
	return NULL;
}

/* ---- begun, looked at, ended ---- */

static bool listen_at(struct peer *p)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons((uint16_t)p->conf.port) };
	socklen_t n = sizeof at;
	int on = 1;
	p->listen_fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(p->listen_fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(p->listen_fd, (struct sockaddr *)&at, n) || listen(p->listen_fd, 512) || getsockname(p->listen_fd, (struct sockaddr *)&at, &n))
		return false;
	p->port = ntohs(at.sin_port);
	p->poll_fd = epoll_create1(EPOLL_CLOEXEC);
	return epoll_ctl(p->poll_fd, EPOLL_CTL_ADD, p->listen_fd, &(struct epoll_event){ .events = EPOLLIN, .data.ptr = NULL }) == 0;
}

struct peer *peer_start(const struct peer_conf *conf)
{
	struct peer *p = calloc(1, sizeof *p);
	if (!p)
		return NULL;
	p->conf = *conf;
	p->key = calloc(KEY_SLOTS, sizeof *p->key);
	p->person = calloc(conf->people_most + 1, 1);
	p->at_ns = now_ns();
	pthread_mutex_init(&p->lock, NULL);
	if (!p->key || !p->person || !listen_at(p) || pthread_create(&p->thread, NULL, run, p))
		return NULL;
	return p;
}

int peer_port(const struct peer *p)
{
	return p->port;
}

void peer_look(struct peer *p, size_t expected, struct peer_count *ret)
{
	pthread_mutex_lock(&p->lock);
	*ret = p->count;
	ret->missing_n = 0;
	for (size_t i = 0; i < expected; i++)
		ret->missing_n += p->person[i] == 0;
	pthread_mutex_unlock(&p->lock);
}

int peer_times(struct peer *p, size_t person)
{
	pthread_mutex_lock(&p->lock);
	int n = person < p->conf.people_most ? p->person[person] : 0;
	pthread_mutex_unlock(&p->lock);
	return n;
}

void peer_stop(struct peer *p)
{
	p->is_over = true;
	pthread_join(p->thread, NULL);
	close(p->listen_fd);
	close(p->poll_fd);
	free(p->key);
	free(p->person);
	free(p);
}
