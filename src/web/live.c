/* The hub of event streams: one thread with an epoll of its own writes to all of them. A listener costs a few hundred bytes and its socket.
 * Messages are shared, not copied; whoever cannot keep up loses its queue and is told `event: resync`. The hub lives once in a process. */
#include "web/inside.h"
#include "web/live.h"
#include "base/check.h"
#include "base/id.h"
#include "base/log.h"
#include <errno.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum { QUEUE = 16, BUCKETS = 1024, HEARTBEAT_MS = 25 * 1000, LOOK_MS = 1000, EVENTS = 64 };

struct message { int users; size_t n; char b[]; };

struct live_listener {
	struct live_listener *next, *prev;              /* of the same bucket */
	struct live_listener *next_due;
	int64_t channel, owner, sent_ms;
	int fd;                                         /* -1 until adopted */
	bool is_due, is_dead;
	uint8_t head, n;
	size_t offset;                                  /* what of the first message has left */
	struct message *queue[QUEUE];
	char topics[];
};

static struct hub {
	pthread_mutex_t lock;
	pthread_t thread;
	struct live_listener *bucket[BUCKETS], *due, **due_end;
	struct message *heartbeat, *resync, *hello;
	int epoll, wake, user_n;
	_Atomic int listener_n;
	bool is_ending;
} hub = { .lock = PTHREAD_MUTEX_INITIALIZER };

static struct live_listener **bucket_of(int64_t channel)
{
	return &hub.bucket[((uint64_t)channel * 0x9e3779b97f4a7c15u) >> 54];
}

/* ---- messages ---- */
static struct message *message_new(size_t n)
{
	struct message *m = malloc(sizeof *m + n);
	CHECK(m);
	*m = (struct message){ .users = 1, .n = n };
	return m;
}

static struct message *message_of(const char *text)
{
	struct message *m = message_new(strlen(text));
	memcpy(m->b, text, m->n);
	return m;
}

static void message_leave(struct message *m)
{
	if (--m->users == 0)
		free(m);
}

/* A line end inside the data would end the event: each line becomes a data line of its own. */
static struct message *message_event(struct str topic, struct str data)
{
	struct arena *a = arena_new(1 << 20);
	struct out o = { .arena = a };
	struct str line;
	out_fmt(&o, "event: %.*s\n", STR_ARG(topic));
	if (!data.n)
		out_z(&o, "data:\n");
	while (data.n && str_cut(&data, '\n', &line))
		out_fmt(&o, "data: %.*s\n", STR_ARG(line));
	out_z(&o, "\n");
	struct message *m = message_new(o.n);
	memcpy(m->b, o.b, o.n);
	arena_free(a);
	return m;
}

/* ---- listeners; the lock is held ---- */
static void push(struct live_listener *l, struct message *m)
{
	m->users++;
	l->queue[(l->head + l->n++) % QUEUE] = m;
}

/* The message that is half sent has to stay, else the stream would be broken in the middle of a line. */
static void overflow(struct live_listener *l)
{
	int keep = l->offset > 0;
	for (; l->n > keep; l->n--)
		message_leave(l->queue[(l->head + l->n - 1) % QUEUE]);
	push(l, hub.resync);
}

static void make_due(struct live_listener *l)
{
	if (l->is_due || l->fd < 0)
		return;
	l->is_due = true;
	l->next_due = NULL;
	*hub.due_end = l;
	hub.due_end = &l->next_due;
}

static void enqueue(struct live_listener *l, struct message *m)
{
	if (l->n == QUEUE)
		overflow(l);
	else
		push(l, m);
	make_due(l);
}

static void wake(void)
{
	if (write(hub.wake, &(uint64_t){ 1 }, sizeof(uint64_t)) < 0 && errno != EAGAIN)
		log_line(LOG_ERROR, "live: cannot wake the streams");
}

static void unlink_listener(struct live_listener *l)
{
	*(l->prev ? &l->prev->next : bucket_of(l->channel)) = l->next;
	if (l->next)
		l->next->prev = l->prev;
	hub.listener_n--;
	if (l->fd >= 0)
		close(l->fd);
	while (l->n)
		message_leave(l->queue[(l->head + --l->n) % QUEUE]);
	free(l);
}

/* ---- doors ---- */
void live_open(struct call *c, int64_t channel, struct str topics)
{
	struct live_listener *l = calloc(1, sizeof *l + topics.n + 1);
	CHECK(l);
	memcpy(l->topics, topics.n ? topics.s : "", topics.n);
	l->channel = channel;
	l->fd = -1;
	pthread_mutex_lock(&hub.lock);
	struct live_listener **first = bucket_of(channel);
	l->next = *first;
	if (l->next)
		l->next->prev = l;
	*first = l;
	hub.listener_n++;
	pthread_mutex_unlock(&hub.lock);
	c->reply.status = 200;
	c->reply.live = l;
}

void live_drop(struct live_listener *l)
{
	if (!l)
		return;
	pthread_mutex_lock(&hub.lock);
	unlink_listener(l);
	pthread_mutex_unlock(&hub.lock);
}

static bool hears(const struct live_listener *l, struct str topic)
{
	struct str rest = str_of(l->topics), one;
	while (str_cut(&rest, ',', &one)) {
		if (str_eq(str_trim(one), topic))
			return true;
	}
	return false;
}

void live_own(struct live_listener *l, int64_t owner)
{
	pthread_mutex_lock(&hub.lock);
	l->owner = owner;
	pthread_mutex_unlock(&hub.lock);
}

/* One that has no socket yet ends as soon as it gets one. */
static void end_owned(int64_t channel, struct str owner)
{
	int64_t id;
	bool has_some = false;
	if (!id_parse(owner, &id))
		return;
	pthread_mutex_lock(&hub.lock);
	for (struct live_listener *l = *bucket_of(channel); l; l = l->next)
		if (l->channel == channel && l->owner == id) {
			l->is_dead = has_some = true;
			make_due(l);
		}
	if (has_some)
		wake();
	pthread_mutex_unlock(&hub.lock);
}

void live_publish(int64_t channel, struct str topic, struct str data)
{
	if (str_is(topic, LIVE_END)) {
		end_owned(channel, data);
		return;
	}
	struct message *m = message_event(topic, data);
	pthread_mutex_lock(&hub.lock);
	bool was_idle = hub.due == NULL;
	for (struct live_listener *l = *bucket_of(channel); l; l = l->next) {
		if (l->channel == channel && hears(l, topic))
			enqueue(l, m);
	}
	bool has_due = hub.due != NULL;
	message_leave(m);
	if (was_idle && has_due)
		wake();
	pthread_mutex_unlock(&hub.lock);
}

int live_count(void)
{
	return hub.listener_n;
}

void live_adopt(struct live_listener *l, int fd, struct str head)
{
	struct epoll_event e = { .events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = l };
	struct message *first = message_new(head.n);
	memcpy(first->b, head.s, head.n);
	pthread_mutex_lock(&hub.lock);
	if (l->n >= QUEUE - 1)
		overflow(l);
	l->fd = fd;
	l->head = (uint8_t)((l->head + QUEUE - 1) % QUEUE);
	l->queue[l->head] = hub.hello;
	hub.hello->users++;
	l->n++;
	if (l->n == QUEUE)
		overflow(l);
	l->head = (uint8_t)((l->head + QUEUE - 1) % QUEUE);
	l->queue[l->head] = first;
	l->n++;
	l->sent_ms = now_ms();
	make_due(l);
	if (epoll_ctl(hub.epoll, EPOLL_CTL_ADD, fd, &e) != 0)
		l->is_dead = true;
	wake();
	pthread_mutex_unlock(&hub.lock);
}

/* ---- the thread ---- */
static void send_some(struct live_listener *l)
{
	while (l->n && !l->is_dead) {
		struct message *m = l->queue[l->head];
		ssize_t n = send(l->fd, m->b + l->offset, m->n - l->offset, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n < 0) {
			l->is_dead = errno != EAGAIN && errno != EINTR;
			return;
		}
		l->offset += (size_t)n;
		l->sent_ms = now_ms();
		if (l->offset < m->n)
			continue;
		message_leave(m);
		l->offset = 0;
		l->head = (uint8_t)((l->head + 1) % QUEUE);
		l->n--;
	}
}

/* One listener a time, so that who publishes never waits for more than one send. */
static bool serve_next(void)
{
	pthread_mutex_lock(&hub.lock);
	struct live_listener *l = hub.due;
	if (l) {
		hub.due = l->next_due;
		if (!hub.due)
			hub.due_end = &hub.due;
		l->is_due = false;
		send_some(l);
		if (l->is_dead)
			unlink_listener(l);
	}
	pthread_mutex_unlock(&hub.lock);
	return l != NULL;
}

/* Nothing is expected from a browser here: a little is read away; an end, an error or a flood makes the listener leave. */
static void hear(struct live_listener *l, uint32_t events)
{
	char away[4096];
	ssize_t n = events & EPOLLIN ? recv(l->fd, away, sizeof away, MSG_DONTWAIT) : -1;
	pthread_mutex_lock(&hub.lock);
	if ((events & (EPOLLHUP | EPOLLERR | EPOLLRDHUP)) || n == 0 || n == sizeof away)
		l->is_dead = true;
	make_due(l);
	pthread_mutex_unlock(&hub.lock);
}

static void beat(void)
{
	int64_t now = now_ms();
	pthread_mutex_lock(&hub.lock);
	for (size_t i = 0; i < BUCKETS; i++) {
		for (struct live_listener *l = hub.bucket[i]; l; l = l->next) {
			if (l->fd >= 0 && l->n == 0 && now - l->sent_ms >= HEARTBEAT_MS)
				enqueue(l, hub.heartbeat);
		}
	}
	pthread_mutex_unlock(&hub.lock);
}

static void *run(void *arg)
{
	struct epoll_event e[EVENTS];
	int64_t looked_ms = now_ms();
	while (!__atomic_load_n(&hub.is_ending, __ATOMIC_ACQUIRE)) {
		int n = epoll_wait(hub.epoll, e, EVENTS, LOOK_MS);
		for (int i = 0; i < n; i++) {
			uint64_t count;
			if (e[i].data.ptr)
				hear(e[i].data.ptr, e[i].events);
			else if (read(hub.wake, &count, sizeof count) < 0)
				continue;
		}
		if (now_ms() - looked_ms >= LOOK_MS) {
			looked_ms = now_ms();
			beat();
		}
		while (serve_next()) {
		}
	}
	return arg;
}

bool live_begin(void)
{
	if (hub.user_n++)
		return true;
	struct epoll_event e = { .events = EPOLLIN };
	hub.due_end = &hub.due;
	hub.is_ending = false;
	hub.epoll = epoll_create1(EPOLL_CLOEXEC);
	hub.wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	hub.heartbeat = message_of(":\n\n");
	hub.resync = message_of("event: resync\ndata:\n\n");
	hub.hello = message_of("retry: 3000\n\n");
	return hub.epoll >= 0 && hub.wake >= 0 && epoll_ctl(hub.epoll, EPOLL_CTL_ADD, hub.wake, &e) == 0 &&
		pthread_create(&hub.thread, NULL, run, NULL) == 0;
}

/* A listener without a socket still belongs to its call. */
static void end_all(void)
{
	for (size_t i = 0; i < BUCKETS; i++) {
		for (struct live_listener *l = hub.bucket[i], *next; l; l = next) {
			next = l->next;
			if (l->fd >= 0)
				unlink_listener(l);
		}
	}
	hub.due = NULL;
	message_leave(hub.heartbeat);
	message_leave(hub.resync);
	message_leave(hub.hello);
}

void live_end(void)
{
	if (--hub.user_n)
		return;
	__atomic_store_n(&hub.is_ending, true, __ATOMIC_RELEASE);
	wake();
	pthread_join(hub.thread, NULL);
	pthread_mutex_lock(&hub.lock);
	end_all();
	pthread_mutex_unlock(&hub.lock);
	close(hub.epoll);
	close(hub.wake);
}
