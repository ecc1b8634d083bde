/* kill SECONDS [PROGRAM]: families write through real HTTP while the server is killed by -9 at any moment and started again. At the end every
 * question whose answer left the server must be there, whole and once; a question whose answer was lost is sent again with the same key, and must
 * be there once too; and the record of who looked must hold. Ends with "N passed, N failed". */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WRITERS = 16, REPLY_CAP = 1 << 18, MOST = 1 << 20, READY_MS = 10000 };

struct written { char token[32], words[48]; };

static struct written *written;                         /* what the server has acknowledged */
static atomic_int written_n, port, lost_n, refused_n;
static atomic_bool is_over;
static int passed_n, failed_n;
static char folder[64], program[4096];

/* ---- small helpers ---- */

static void say(bool is_so, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void say(bool is_so, const char *fmt, ...)
{
	va_list ap;
	is_so ? passed_n++ : failed_n++;
	printf("%s ", is_so ? "ok" : "FAILED");
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
}

static void must(bool is_so, const char *what)
{
	if (is_so)
		return;
	printf("FAILED %s: %s\n%d passed, %d failed\n", what, strerror(errno), passed_n, failed_n + 1);
	exit(1);
}

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static uint32_t any(uint32_t below)
{
	uint32_t r = 0;
	must(getrandom(&r, sizeof r, 0) == sizeof r, "random numbers");
	return r % below;
}

static void rest_ms(uint32_t ms)
{
	nanosleep(&(struct timespec){ ms / 1000, (long)(ms % 1000) * 1000000 }, NULL);
}

/* ---- HTTP, one request a connection ---- */

static int dial(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct timeval wait = { .tv_sec = 10 };
	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
	if (connect(fd, (struct sockaddr *)&to, sizeof to) == 0)
		return fd;
	close(fd);
	return -1;
}

/* A reply counts only when all of its bytes have come: head, and as many of the body as the head says. */
static bool is_whole(const char *reply, size_t n)
{
	const char *body = strstr(reply, "\r\n\r\n"), *length = strcasestr(reply, "\r\ncontent-length:");
	return body && length && length < body && n == (size_t)(body + 4 - reply) + (size_t)atol(length + 17);
}

/* The status; 0 when the request left but no whole reply came, -1 when nobody took it. */
static int talk(const char *request, size_t request_n, char *reply)
{
	int fd = dial();
	size_t n = 0;
	ssize_t more = fd < 0 ? -1 : send(fd, request, request_n, MSG_NOSIGNAL);
	while (more > 0 && n < REPLY_CAP - 1 && (more = recv(fd, reply + n, REPLY_CAP - 1 - n, 0)) > 0)
		n += (size_t)more;
	reply[n] = 0;
	if (fd >= 0)
		close(fd);
	return is_whole(reply, n) ? atoi(reply + strlen("HTTP/1.1 ")) : fd < 0 ? -1 : 0;
}

static int get(const char *path, const char *cookies, char *reply)
{
	char request[2048];
	int n = snprintf(request, sizeof request, "GET /hana%s HTTP/1.1\r\nHost: localhost:%d\r\nCookie: %s\r\nConnection: close\r\n\r\n",
		path, port, cookies);
	return talk(request, (size_t)n, reply);
}

static int post(const char *path, const char *cookies, const char *body, char *reply)
{
	char request[4096];
	int n = snprintf(request, sizeof request, "POST /hana%s HTTP/1.1\r\nHost: localhost:%d\r\nOrigin: http://localhost:%d\r\n"
		"Cookie: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n%s",
		path, port, port, cookies, strlen(body), body);
	return talk(request, (size_t)n, reply);
}

/* What stands behind `mark`, up to `stop`. */
static bool cut(const char *text, const char *mark, char stop, char *ret, size_t cap)
{
	const char *from = strstr(text, mark), *to = from ? strchr(from + strlen(mark), stop) : NULL;
	if (!to || (size_t)(to - from) - strlen(mark) >= cap)
		return false;
	snprintf(ret, cap, "%.*s", (int)((size_t)(to - from) - strlen(mark)), from + strlen(mark));
	return true;
}

struct form { char cookies[400], csrf[80], once[40]; };

static bool form_fetch(const char *path, struct form *ret, char *reply)
{
	char visitor[64];
	if (get(path, "", reply) != 200 || !cut(reply, "Set-Cookie: visitor=", ';', visitor, sizeof visitor))
		return false;
	snprintf(ret->cookies, sizeof ret->cookies, "visitor=%s", visitor);
	return cut(reply, "name=\"csrf\" value=\"", '"', ret->csrf, sizeof ret->csrf) &&
		cut(reply, "name=\"once\" value=\"", '"', ret->once, sizeof ret->once);
}

/* ---- the server ---- */

static pid_t run(const char *const *words, bool is_quiet)
{
	pid_t pid = fork();
	must(pid >= 0, "fork");
	if (pid > 0)
		return pid;
	int null = open("/dev/null", O_WRONLY);
	dup2(null, 1);
	if (is_quiet)
		dup2(null, 2);
	execv(program, (char *const *)words);
	_exit(127);
}

static bool run_whole(const char *const *words)
{
	int status = -1;
	waitpid(run(words, false), &status, 0);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* A port that was free a moment ago. */
static int free_port(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	must(fd >= 0 && bind(fd, (struct sockaddr *)&at, n) == 0 && getsockname(fd, (struct sockaddr *)&at, &n) == 0, "a free port");
	close(fd);
	return ntohs(at.sin_port);
}

static bool is_open(void)
{
	int fd = dial();
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static pid_t serve(void)
{
	char data[80], listen[40];
	port = free_port();
	snprintf(data, sizeof data, "%s/data", folder);
	snprintf(listen, sizeof listen, "127.0.0.1:%d", port);
	pid_t pid = run((const char *const[]){ program, "serve", "--data", data, "--listen", listen, "--address-limit", "100000000", NULL }, true);
	for (int64_t until = now_ms() + READY_MS; !is_open(); rest_ms(2))
		must(now_ms() < until && waitpid(pid, NULL, WNOHANG) == 0, "the server does not start");
	return pid;
}

static int stop(pid_t pid, int how)
{
	int status = -1;
	kill(pid, how);
	waitpid(pid, &status, 0);
	return status;
}

/* ---- families ---- */

static void acknowledge(const char *token, const char *words)
{
	int at = atomic_fetch_add(&written_n, 1);
	must(at < MOST, "more was written than this test can hold");
	snprintf(written[at].token, sizeof written[at].token, "%s", token);
	snprintf(written[at].words, sizeof written[at].words, "%s", words);
}

/* Until an answer comes: the same form with the same key, also after the server came back. */
static void send_until_answered(const struct form *form, const char *words, char *reply)
{
	char body[600], token[32];
	int status;
	snprintf(body, sizeof body, "words=%s&csrf=%s&once=%s", words, form->csrf, form->once);
	while ((status = post("/ask", form->cookies, body, reply)) <= 0) {
		lost_n += status == 0;
		rest_ms(5);
	}
	if (status == 303 && cut(reply, "/hana/t/", '?', token, sizeof token))
		acknowledge(token, words);
	else
		refused_n++;
}

static void *write_on(void *arg)
{
	char *reply = malloc(REPLY_CAP), words[48];
	struct form form;
	must(reply != NULL, "memory");
	for (int i = 0; !is_over; i++) {
		snprintf(words, sizeof words, "night-%d-%d-%08x", (int)(intptr_t)arg, i, any(UINT32_MAX));
		if (form_fetch("/ask", &form, reply))
			send_until_answered(&form, words, reply);
		else
			rest_ms(5);
		rest_ms(any(10));
	}
	free(reply);
	return NULL;
}

/* ---- what must hold ---- */

static int times_in(const char *text, const char *words)
{
	int n = 0;
	for (const char *at = text; (at = strstr(at, words)); at += strlen(words))
		n++;
	return n;
}

static void all_is_there(char *reply)
{
	char path[64];
	int missing_n = 0, torn_n = 0;
	for (int i = 0; i < written_n; i++) {
		snprintf(path, sizeof path, "/t/%s", written[i].token);
		if (get(path, "", reply) != 200)
			missing_n++;
		else if (times_in(reply, written[i].words) != 1)
			torn_n++;
	}
	say(missing_n == 0, "every acknowledged question is there (%d missing of %d)", missing_n, written_n);
	say(torn_n == 0, "each holds its own words, once (%d do not)", torn_n);
}

static int by_token(const void *a, const void *b)
{
	return strcmp(((const struct written *)a)->token, ((const struct written *)b)->token);
}

static void no_two_share(void)
{
	int shared_n = 0;
	qsort(written, (size_t)written_n, sizeof *written, by_token);
	for (int i = 1; i < written_n; i++)
		shared_n += strcmp(written[i].token, written[i - 1].token) == 0;
	say(shared_n == 0, "each has a talk of its own (%d share one)", shared_n);
}

/* The demo's nurse sees every open question as a task: as many as were acknowledged, so nothing was kept twice and nothing was kept unheard. */
static void nothing_is_doubled(char *reply)
{
	struct form form;
	char body[300], session[64], cookies[500], count[20] = "";
	bool is_in = form_fetch("/sign-in", &form, reply);
	snprintf(body, sizeof body, "login=nurse&csrf=%s&once=%s", form.csrf, form.once);
	is_in = is_in && post("/demo/enter", form.cookies, body, reply) == 303 && cut(reply, "Set-Cookie: yorisoi=", ';', session, sizeof session);
	snprintf(cookies, sizeof cookies, "%s; yorisoi=%s", form.cookies, is_in ? session : "");
	is_in = is_in && get("/desk", cookies, reply) == 200 && cut(reply, "class=\"y-count\">", '<', count, sizeof count);
	say(is_in && atoi(count) == written_n, "no key acted twice (%s questions on the desk, %d acknowledged)", count, written_n);
}

static void record_holds(void)
{
	char data[80];
	snprintf(data, sizeof data, "%s/data", folder);
	say(run_whole((const char *const[]){ program, "audit", "verify", "--data", data, NULL }), "the record of who looked holds");
}

/* ---- the whole ---- */

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st, (void)kind, (void)at;
	return remove(path);
}

static void demo_make(void)
{
	char profiles[80], file[100], data[80];
	snprintf(folder, sizeof folder, "/tmp/yorisoi-kill-XXXXXX");
	must(mkdtemp(folder) != NULL, "a folder");
	snprintf(profiles, sizeof profiles, "%s/profiles", folder);
	snprintf(file, sizeof file, "%s/hana.conf", profiles);
	snprintf(data, sizeof data, "%s/data", folder);
	must(mkdir(profiles, 0700) == 0, "a folder");
	FILE *f = fopen(file, "we");
	must(f && fputs("title = Hidamari\ntown = Hana\nrooms = consult\n[operator city]\nname = City\n"
		"[person nurse]\nname = Nurse\nrole = worker\noperator = city\n", f) >= 0 && fclose(f) == 0, "a profile");
	must(run_whole((const char *const[]){ program, "demo", "--data", data, "--profiles", profiles, NULL }), "the demo was not made");
}

static int kill_for(int seconds, pid_t *pid)
{
	int kill_n = 0;
	for (int64_t until = now_ms() + seconds * 1000LL; now_ms() < until; kill_n++) {
		rest_ms(30 + any(any(2) ? 900 : 120));
		stop(*pid, SIGKILL);
		*pid = serve();
	}
	return kill_n;
}

int main(int argc, char **argv)
{
	pthread_t writer[WRITERS];
	int seconds = argc > 1 ? atoi(argv[1]) : 20;
	char *reply = malloc(REPLY_CAP);
	written = calloc(MOST, sizeof *written);
	must(reply && written, "memory");
	must(realpath(argc > 2 ? argv[2] : "build/yorisoi", program) != NULL, "the program");
	signal(SIGPIPE, SIG_IGN);
	demo_make();
	pid_t pid = serve();
	for (intptr_t i = 0; i < WRITERS; i++)
		must(pthread_create(&writer[i], NULL, write_on, (void *)i) == 0, "a thread");
	int kill_n = kill_for(seconds, &pid);
	is_over = true;
	for (int i = 0; i < WRITERS; i++)
		pthread_join(writer[i], NULL);
	printf("%d questions acknowledged, %d kills, %d answers lost on the way and asked for again\n", written_n, kill_n, lost_n);
	say(written_n > 100 && kill_n > seconds / 2 && lost_n > 0, "the server was really at work when it was killed");
	say(refused_n == 0, "nothing was refused (%d were)", refused_n);
	all_is_there(reply);
	no_two_share();
	nothing_is_doubled(reply);
	say(stop(pid, SIGTERM) == 0, "the server stops when asked");
	record_holds();
	nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	printf("%d passed, %d failed\n", passed_n, failed_n);
	return failed_n > 0;
}
