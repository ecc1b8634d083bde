/* The deep points: reading all data, and speaking to the mail server, the time server and whoever answers at our address. */
#include "app/machine.h"
#include "app/courier.h"
#include "base/clock.h"
#include "desk/audit.h"
#include "web/fetch.h"
#include <dirent.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { ASK_MS = 2000, MAIL_S = 10, OFF_SOON_MS = 2000, OFF_WRONG_MS = 60000 };

/* ---- versions ---- */

static bool look_version(struct str path, struct str name, struct machine_points *all)
{
	int has = store_file_schema(path.s), knows = store_schema_version();
	struct machine_point p = { .kind = MACHINE_SCHEMA, .of = name, .n = has };
	if (has == knows)
		return true;
	p.state = has > 0 && has < knows ? MACHINE_SOON : MACHINE_WRONG;
	if (has > knows) {
		p.says = arena_fmt(all->arena, "the data is of a newer Yorisoi (version %d; this program knows %d)", has, knows);
		p.next = STR("install the newer program again, or take the way back (docs/install.md)");
	} else if (has > 0) {
		p.says = arena_fmt(all->arena, "the data is of an older Yorisoi (version %d; this program has %d): the next start brings it forward", has, knows);
		p.next = STR("yorisoi rehearse first, which tries it on a copy; then start the server again");
	} else {
		p.says = arena_fmt(all->arena, "%.*s cannot be read as data of Yorisoi", STR_ARG(path));
		p.next = STR("keep the file as it is, and restore the last backup beside it (yorisoi restore)");
	}
	machine_add(all, p);
	return false;
}

static bool look_whole(struct str path, struct str name, struct machine_points *all)
{
	struct machine_point p = { .kind = MACHINE_DATA, .of = name, .says = STR("the data is whole") };
	bool is_whole = store_verify_file(path.s, all->arena, &p.says);
	if (!is_whole) {
		p.state = MACHINE_WRONG;
		p.next = STR("stop the server, keep the file as it is, and restore the last backup (yorisoi restore)");
	}
	machine_add(all, p);
	return is_whole;
}

static bool each_file(struct str data, struct machine_points *all, bool (*look)(struct str path, struct str name, struct machine_points *))
{
	bool is_fine = true;
	struct str folder = arena_fmt(all->arena, "%.*s/tenants", STR_ARG(data));
	DIR *dir = opendir(folder.s);
	for (struct dirent *e; dir && (e = readdir(dir));) {
		struct str name = arena_str(all->arena, str_of(e->d_name));
		if (str_ends(name, ".db"))
			is_fine = look(arena_fmt(all->arena, "%s/%s", folder.s, name.s), (struct str){ name.s, name.n - 3 }, all) && is_fine;
	}
	if (dir)
		closedir(dir);
	return is_fine;
}

bool machine_look_versions(struct str data, struct machine_points *all)
{
	return each_file(data, all, look_version);
}

bool machine_look_files(struct str data, struct machine_points *all)
{
	return each_file(data, all, look_whole);
}

/* ---- one tenant ---- */

static void verify_run(struct desk *d, void *arg)
{
	audit_verify(d, arg);
}

void machine_look_audit(struct served *s, struct machine_points *all)
{
	struct audit_verdict v = { 0 };
	tenants_read(s, all->arena, &(struct work){ .run = verify_run, .arg = &v });
	struct machine_point p = { .kind = MACHINE_AUDIT, .of = s->name, .n = v.broken_at };
	if (v.holds)
		p.says = arena_fmt(all->arena, "the record of who looked holds: %lld rows", (long long)v.row_n);
	else {
		p.state = MACHINE_WRONG;
		p.says = arena_fmt(all->arena, "the record of who looked is broken: %.*s", STR_ARG(v.why.n ? v.why : STR("it cannot be read")));
		p.next = STR("yorisoi audit verify names the row; compare with a backup, and tell who answers for data protection");
	}
	machine_add(all, p);
}

static void mail_run(struct desk *d, void *arg)
{
	courier_letter(d, arg);
}

static void look_mail(struct served *s, struct machine_points *all)
{
	struct letter l = { 0 };
	struct str why = STR_NONE;
	tenants_read(s, all->arena, &(struct work){ .run = mail_run, .arg = &l });
	l.timeout_s = MAIL_S;
	struct machine_point p = { .kind = MACHINE_MAIL, .of = s->name };
	if (!l.smtp_url.n || !l.from.n) {
		p.state = s->all->is_demo ? MACHINE_NOTE : MACHINE_WRONG;
		p.says = STR("no mail server is set: no letter can leave");
		p.next = arena_fmt(all->arena, "yorisoi tenant set %.*s smtp.url=smtp://HOST:25 mail_from=ADDRESS", STR_ARG(s->name));
	} else if (!fetch_mail_ready(&l, all->arena, &why)) {
		p.state = MACHINE_WRONG;
		p.says = arena_fmt(all->arena, "the mail server %.*s did not take us in: %.*s", STR_ARG(l.smtp_url), STR_ARG(why));
		p.next = STR("ask who looks after it for its name, port, user and password; letters wait and are tried again");
	} else
		p.says = arena_fmt(all->arena, "the mail server %.*s answers", STR_ARG(l.smtp_url));
	machine_add(all, p);
}

void machine_look_tenant(struct served *s, struct machine_points *all)
{
	machine_look_audit(s, all);
	look_mail(s, all);
}

/* ---- others at the other end of a socket ---- */

static int reach(const char *host, const char *port, int kind)
{
	struct addrinfo hints = { .ai_socktype = kind }, *at = NULL;
	struct timeval most = { .tv_sec = ASK_MS / 1000 };
	if (getaddrinfo(host, port, &hints, &at) != 0)
		return -1;
	int fd = socket(at->ai_family, kind | SOCK_CLOEXEC, 0);
	if (fd >= 0) {
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
		setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &most, sizeof most);
		if (connect(fd, at->ai_addr, at->ai_addrlen) != 0) {
			close(fd);
			fd = -1;
		}
	}
	freeaddrinfo(at);
	return fd;
}

static int reach_unix(struct str path)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	if (path.n >= sizeof at.sun_path)
		return -1;
	memcpy(at.sun_path, path.s, path.n);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&at, sizeof at) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static int reach_listen(struct arena *a, struct str listen)
{
	const char *colon = listen.n ? memrchr(listen.s, ':', listen.n) : NULL;
	if (str_starts(listen, "unix:"))
		return reach_unix(arena_str(a, (struct str){ listen.s + 5, listen.n - 5 }));
	if (str_starts(listen, "/"))
		return reach_unix(arena_str(a, listen));
	if (!colon)
		return -1;
	struct str host = { listen.s, (size_t)(colon - listen.s) }, port = { colon + 1, listen.n - host.n - 1 };
	if (host.n > 2 && host.s[0] == '[')
		host = (struct str){ host.s + 1, host.n - 2 };
	if (str_is(host, "0.0.0.0") || str_is(host, "::"))
		host = STR("localhost");
	return reach(arena_str(a, host).s, arena_str(a, port).s, SOCK_STREAM);
}

static bool is_ours(int fd)
{
	static const char question[] = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
	char answer[4096];
	size_t n = 0;
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	if (send(fd, question, sizeof question - 1, MSG_NOSIGNAL) != (ssize_t)sizeof question - 1)
		return false;
	while (n < sizeof answer - 1 && poll(&wait, 1, ASK_MS) > 0) {
		ssize_t got = recv(fd, answer + n, sizeof answer - 1 - n, 0);
		if (got <= 0)
			break;
		n += (size_t)got;
	}
	answer[n] = 0;
	return str_starts(str_of(answer), "HTTP/1.1 200") && strstr(answer, "Cross-Origin-Opener-Policy") && strstr(answer, "\r\n\r\nok\n");
}

void machine_look_serving(struct str listen, struct machine_points *all)
{
	int fd = reach_listen(all->arena, listen);
	struct machine_point p = { .kind = MACHINE_SERVING, .of = listen };
	if (fd < 0) {
		p.state = MACHINE_NOTE;
		p.says = arena_fmt(all->arena, "nobody serves at %.*s now", STR_ARG(listen));
		p.next = STR("systemctl start yorisoi, if families should be able to come in");
	} else if (is_ours(fd))
		p.says = arena_fmt(all->arena, "Yorisoi answers at %.*s", STR_ARG(listen));
	else {
		p.state = MACHINE_WRONG;
		p.says = arena_fmt(all->arena, "another program answers at %.*s, or ours does not answer any more", STR_ARG(listen));
		p.next = STR("see who it is (ss -ltnp), and stop it, start ours again, or choose another address in yorisoi.conf");
	}
	if (fd >= 0)
		close(fd);
	machine_add(all, p);
}

/* RFC 4330: 48 bytes there, 48 back; seconds since 1900 and their fractions in the last eight. */
static bool ask_time(struct arena *a, struct str server, int64_t *ret_off_ms)
{
	unsigned char b[48] = { 0x23 };
	struct str host = STR_NONE, port = server;
	struct timespec before, after;
	str_cut(&port, ':', &host);
	int fd = reach(arena_str(a, host).s, port.n ? arena_str(a, port).s : "123", SOCK_DGRAM);
	clock_gettime(CLOCK_REALTIME, &before);
	bool ok = fd >= 0 && send(fd, b, sizeof b, 0) == sizeof b && recv(fd, b, sizeof b, 0) == sizeof b && (b[0] & 7) == 4 && b[1] != 0;
	clock_gettime(CLOCK_REALTIME, &after);
	if (fd >= 0)
		close(fd);
	if (!ok)
		return false;
	int64_t seconds = ((int64_t)b[40] << 24 | b[41] << 16 | b[42] << 8 | b[43]) - INT64_C(2208988800);
	int64_t theirs = seconds * 1000 + (((int64_t)b[44] << 8 | b[45]) * 1000 >> 16);
	int64_t ours = (before.tv_sec + after.tv_sec) * 500 + (before.tv_nsec + after.tv_nsec) / 2000000;
	*ret_off_ms = ours - theirs;
	return true;
}

void machine_look_time(struct str server, struct machine_points *all)
{
	struct machine_point p = { .kind = MACHINE_CLOCK_ASKED, .of = server };
	if (!ask_time(all->arena, server, &p.n)) {
		p.state = MACHINE_NOTE;
		p.says = arena_fmt(all->arena, "the time server %.*s did not answer", STR_ARG(server));
		p.next = STR("look at its name, and whether UDP port 123 is open from here");
	} else {
		int64_t off = p.n < 0 ? -p.n : p.n;
		p.state = off > OFF_WRONG_MS ? MACHINE_WRONG : off > OFF_SOON_MS ? MACHINE_SOON : MACHINE_WELL;
		p.says = arena_fmt(all->arena, "the clock is %lld ms %s what %.*s says", (long long)off, p.n < 0 ? "behind" : "ahead of", STR_ARG(server));
		if (p.state != MACHINE_WELL)
			p.next = STR("let a time service keep it (apt install chrony, with this server), or set it: timedatectl set-time");
	}
	machine_add(all, p);
}
