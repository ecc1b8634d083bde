/* Connections and their patience: whoever sends a head or a body too slowly, or reads too slowly, is cut by a thread that looks twice a
 * second. The library's own timeout only sees silence; a drop every few seconds would keep it content for ever. */
#include "web/inside.h"
#include "base/check.h"
#include "base/clock.h"
#include <arpa/inet.h>
#include <sys/socket.h>

/* A body or a reply may take one second more for every so many bytes: slow mobile lines are not attackers. */
enum { BYTES_A_SECOND = 8192, LOOK_MS = 500, LEAVE_S = 30 };

int64_t now_ms(void)
{
	return clock_monotonic_ns() / 1000000;
}

static void note_address(struct link *k, struct MHD_Connection *c)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *a = info ? info->client_addr : NULL;
	snprintf(k->address, sizeof k->address, "unix");
	if (a && a->sa_family == AF_INET) {
		inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)a)->sin_addr, k->address, sizeof k->address);
	} else if (a && a->sa_family == AF_INET6) {
		const struct in6_addr *six = &((const struct sockaddr_in6 *)(const void *)a)->sin6_addr;
		if (IN6_IS_ADDR_V4MAPPED(six))
			inet_ntop(AF_INET, &six->s6_addr[12], k->address, sizeof k->address);
		else
			inet_ntop(AF_INET6, six, k->address, sizeof k->address);
	}
}

struct link *link_new(struct web *w, struct MHD_Connection *c)
{
	struct link *k = calloc(1, sizeof *k);
	CHECK(k);
	k->fd = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
	note_address(k, c);
	link_phase(w, k, PHASE_HEAD, 0);
	pthread_mutex_lock(&w->links.lock);
	k->next = w->links.first;
	if (k->next)
		k->next->prev = k;
	w->links.first = k;
	w->links.n++;
	pthread_mutex_unlock(&w->links.lock);
	return k;
}

void link_free(struct web *w, struct link *k)
{
	pthread_mutex_lock(&w->links.lock);
	*(k->prev ? &k->prev->next : &w->links.first) = k->next;
	if (k->next)
		k->next->prev = k->prev;
	w->links.n--;
	pthread_mutex_unlock(&w->links.lock);
	free(k);
}

/* `bytes` is what has to pass in this phase. */
void link_phase(struct web *w, struct link *k, enum phase phase, size_t bytes)
{
	const int seconds[] = { [PHASE_IDLE] = w->conf.idle_s, [PHASE_HEAD] = w->conf.header_s, [PHASE_BODY] = w->conf.body_s,
		[PHASE_LEAVE] = LEAVE_S };
	int64_t until = phase == PHASE_WORK ? 0 : now_ms() + ((int64_t)seconds[phase] + (int64_t)bytes / BYTES_A_SECOND) * 1000;
	atomic_store_explicit(&k->phase, phase, memory_order_relaxed);
	atomic_store_explicit(&k->until_ms, until, memory_order_relaxed);
}

static void cut_late(struct web *w)
{
	int64_t now = now_ms();
	for (struct link *k = w->links.first; k; k = k->next) {
		int64_t until = atomic_load_explicit(&k->until_ms, memory_order_relaxed);
		if (k->is_cut || until == 0 || now < until)
			continue;
		k->is_cut = true;
		if (atomic_load_explicit(&k->phase, memory_order_relaxed) != PHASE_IDLE)
			w->cut_n++;
		shutdown(k->fd, SHUT_RDWR);
	}
}

static void *reap(void *arg)
{
	struct web *w = arg;
	pthread_mutex_lock(&w->links.lock);
	while (!w->links.is_stopping) {
		struct timespec until;
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_nsec += LOOK_MS * 1000000L;
		until.tv_sec += until.tv_nsec / 1000000000L;
		until.tv_nsec %= 1000000000L;
		pthread_cond_timedwait(&w->links.stop, &w->links.lock, &until);
		cut_late(w);
	}
	pthread_mutex_unlock(&w->links.lock);
	return NULL;
}

void links_start(struct web *w)
{
	pthread_condattr_t at;
	pthread_condattr_init(&at);
	pthread_condattr_setclock(&at, CLOCK_MONOTONIC);
	pthread_mutex_init(&w->links.lock, NULL);
	pthread_cond_init(&w->links.stop, &at);
	pthread_condattr_destroy(&at);
	CHECK(pthread_create(&w->links.reaper, NULL, reap, w) == 0);
}

void links_stop(struct web *w)
{
	pthread_mutex_lock(&w->links.lock);
	w->links.is_stopping = true;
	pthread_cond_signal(&w->links.stop);
	pthread_mutex_unlock(&w->links.lock);
	pthread_join(w->links.reaper, NULL);
}
