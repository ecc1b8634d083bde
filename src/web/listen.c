/* The listening socket: an address with a port, a unix socket, or one handed over by systemd (LISTEN_FDS). Errors say what to do next. */
#include "web/inside.h"
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 4096, HANDED_FD = 3 };

static int refuse(int fd, struct str why, struct str *ret_why)
{
	if (fd >= 0)
		close(fd);
	*ret_why = why;
	return -1;
}

/* sd_listen_fds(3): the first handed descriptor is 3, and the numbers are meant for the process whose id is LISTEN_PID. */
static int handed(void)
{
	const char *pid = getenv("LISTEN_PID"), *n = getenv("LISTEN_FDS");
	int64_t pid_n = 0, fd_n = 0;
	if (!str_int(str_of(pid), &pid_n) || !str_int(str_of(n), &fd_n) || pid_n != getpid() || fd_n < 1)
		return -1;
	return HANDED_FD;
}

static int open_unix(struct web *w, const char *path, struct arena *a, struct str *ret_why)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	struct stat st;
	if (strlen(path) >= sizeof at.sun_path)
		return refuse(-1, arena_fmt(a, "The socket path %s is too long: at most %zu bytes.", path, sizeof at.sun_path - 1), ret_why);
	memcpy(at.sun_path, path, strlen(path) + 1);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (lstat(path, &st) == 0) {
		if (!S_ISSOCK(st.st_mode))
			return refuse(fd, arena_fmt(a, "%s exists and is not a socket: move it away or listen elsewhere.", path), ret_why);
		if (connect(fd, (struct sockaddr *)&at, sizeof at) == 0 || errno != ECONNREFUSED)
			return refuse(fd, arena_fmt(a, "Another program already serves %s: stop it first.", path), ret_why);
		unlink(path);
		close(fd);
		fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	}
	mode_t old = umask(0117);
	int failed = bind(fd, (struct sockaddr *)&at, sizeof at);
	int error = errno;
	umask(old);
	if (failed || listen(fd, BACKLOG) != 0)
		return refuse(fd, arena_fmt(a, "Cannot listen on %s: %s. Does its folder exist, and may this user write there?", path,
			strerror(failed ? error : errno)), ret_why);
	memcpy(w->unix_path, at.sun_path, sizeof w->unix_path);
	w->is_unix = true;
	return fd;
}

/* "127.0.0.1:8080" and "[::1]:8080" fall into host and port. */
static bool split(struct str listen, char host[64], char port[8])
{
	const char *colon = listen.n ? memrchr(listen.s, ':', listen.n) : NULL;
	if (!colon)
		return false;
	struct str h = { listen.s, (size_t)(colon - listen.s) }, p = { colon + 1, listen.n - h.n - 1 };
	int64_t n = 0;
	if (h.n >= 2 && h.s[0] == '[' && h.s[h.n - 1] == ']')
		h = (struct str){ h.s + 1, h.n - 2 };
	else if (str_has(h, ":"))
		return false;
	if (str_is(h, "localhost"))
		h = STR("127.0.0.1");
	if (h.n == 0 || h.n > 63 || !str_int(p, &n) || n < 0 || n > 65535)
		return false;
	snprintf(host, 64, "%.*s", STR_ARG(h));
	snprintf(port, 8, "%d", (int)n);
	return true;
}

static struct str why_not(struct arena *a, struct str listen, int error)
{
	if (error == EADDRINUSE)
		return arena_fmt(a, "The address %.*s is already in use: stop the program that has it, or choose another port with --listen.",
			STR_ARG(listen));
	if (error == EACCES)
		return arena_fmt(a, "Not allowed to listen on %.*s: ports below 1024 need CAP_NET_BIND_SERVICE; put a proxy in front, or take 8080.",
			STR_ARG(listen));
	if (error == EADDRNOTAVAIL)
		return arena_fmt(a, "This machine has no address %.*s: see `ip address` for those it has.", STR_ARG(listen));
	return arena_fmt(a, "Cannot listen on %.*s: %s.", STR_ARG(listen), strerror(error));
}

static int open_port(struct str listen_at, struct arena *a, struct str *ret_why)
{
	char host[64], port[8];
	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM }, *at = NULL;
	if (!split(listen_at, host, port) || getaddrinfo(host, port, &hints, &at) != 0)
		return refuse(-1, arena_fmt(a, "\"%.*s\" is no address to listen on: use 127.0.0.1:8080, [::1]:8080 or the path of a unix socket.",
			STR_ARG(listen_at)), ret_why);
	int on = 1, fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	bool is_open = fd >= 0 && bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0;
	int error = errno;
	freeaddrinfo(at);
	return is_open ? fd : refuse(fd, why_not(a, listen_at, error), ret_why);
}

static int port_of(int fd)
{
	struct sockaddr_storage at = { 0 };
	socklen_t n = sizeof at;
	if (getsockname(fd, (struct sockaddr *)&at, &n) != 0)
		return 0;
	if (at.ss_family == AF_INET)
		return ntohs(((struct sockaddr_in *)&at)->sin_port);
	return at.ss_family == AF_INET6 ? ntohs(((struct sockaddr_in6 *)&at)->sin6_port) : 0;
}

int listen_open(struct web *w, struct arena *a, struct str *ret_why)
{
	struct str at = w->conf.listen;
	int fd = handed();
	if (fd < 0 && str_starts(at, "unix:"))
		at = (struct str){ at.s + 5, at.n - 5 };
	if (fd < 0)
		fd = str_starts(at, "/") ? open_unix(w, arena_str(a, at).s, a, ret_why) : open_port(at, a, ret_why);
	w->listener = fd;
	if (fd >= 0)
		w->port = port_of(fd);
	return fd;
}

void listen_close(struct web *w)
{
	if (w->listener >= 0)
		close(w->listener);
	w->listener = -1;
	if (w->is_unix)
		unlink(w->unix_path);
}
