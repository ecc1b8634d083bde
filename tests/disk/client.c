/* See client.h. */
#include "tests/disk/client.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int passed_n, failed_n, skipped_n;
static char doomed[64];
static pid_t doomed_by;

/* ---- what is found ---- */

void say(bool is_so, const char *fmt, ...)
{
	va_list ap;
	is_so ? passed_n++ : failed_n++;
	printf("%s ", is_so ? "ok" : "FAILED");
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	fflush(stdout);
}

void skip(const char *why)
{
	printf("skipped: %s\n", why);
	skipped_n++;
}

int tally(void)
{
	printf("%d passed, %d failed", passed_n, failed_n);
	if (skipped_n)
		printf(", %d skipped", skipped_n);
	putchar('\n');
	return failed_n > 0;
}

void must(bool is_so, const char *what)
{
	if (is_so)
		return;
	printf("FAILED %s: %s\n%d passed, %d failed\n", what, strerror(errno), passed_n, failed_n + 1);
	exit(1);
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st, (void)kind, (void)at;
	return remove(path);
}

void remove_all(const char *folder)
{
	nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void bye(void)
{
	if (getpid() == doomed_by)
		remove_all(doomed);
}

void bye_later(const struct town *t)
{
	if (!doomed_by)
		atexit(bye);
	doomed_by = getpid();
	snprintf(doomed, sizeof doomed, "%s", t->folder);
}

/* ---- small helpers ---- */

int64_t ms_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

uint32_t any(uint32_t below)
{
	uint32_t r = 0;
	must(getrandom(&r, sizeof r, 0) == sizeof r, "random numbers");
	return r % below;
}

void rest_ms(uint32_t ms)
{
	nanosleep(&(struct timespec){ ms / 1000, (long)(ms % 1000) * 1000000 }, NULL);
}

/* ---- HTTP, one request a connection ---- */

static int dial(const struct town *t)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)t->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct timeval wait = { .tv_sec = 20 };
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
	return body && length && length < body && n == (size_t)(body + 4 - reply) + (size_t)strtol(length + 17, NULL, 10);
}

static int talk(const struct town *t, const char *request, size_t request_n, char *reply)
{
	int fd = dial(t);
	size_t n = 0;
	ssize_t more = fd < 0 ? -1 : send(fd, request, request_n, MSG_NOSIGNAL);
	while (more > 0 && n < REPLY_CAP - 1 && (more = recv(fd, reply + n, REPLY_CAP - 1 - n, 0)) > 0)
		n += (size_t)more;
	reply[n] = 0;
	if (fd >= 0)
		close(fd);
	return is_whole(reply, n) ? (int)strtol(reply + strlen("HTTP/1.1 "), NULL, 10) : fd < 0 ? -1 : 0;
}

int http_get(const struct town *t, const char *path, const char *cookies, char *reply)
{
	char request[2048];
	int n = snprintf(request, sizeof request, "GET /hana%s HTTP/1.1\r\nHost: localhost:%d\r\nCookie: %s\r\nConnection: close\r\n\r\n", path, t->port,
		cookies);
	return talk(t, request, (size_t)n, reply);
}

int http_post(const struct town *t, const char *path, const char *cookies, const char *body, char *reply)
{
	char request[4096];
	int n = snprintf(request, sizeof request, "POST /hana%s HTTP/1.1\r\nHost: localhost:%d\r\nOrigin: http://localhost:%d\r\n"
		"Cookie: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n%s",
		path, t->port, t->port, cookies, strlen(body), body);
	return talk(t, request, (size_t)n, reply);
}

bool http_cut(const char *text, const char *mark, char stop, char *ret, size_t cap)
{
	const char *from = strstr(text, mark), *to = from ? strchr(from + strlen(mark), stop) : NULL;
	if (!to || (size_t)(to - from) - strlen(mark) >= cap)
		return false;
	snprintf(ret, cap, "%.*s", (int)((size_t)(to - from) - strlen(mark)), from + strlen(mark));
	return true;
}

/* ---- the program ---- */

void town_folder(struct town *t, const char *program)
{
	char file[100];
	snprintf(t->folder, sizeof t->folder, "/tmp/yorisoi-faults-XXXXXX");
	must(mkdtemp(t->folder) != NULL, "a folder");
	must(realpath(program, t->program) != NULL, "the program");
	snprintf(t->data, sizeof t->data, "%s/data", t->folder);
	snprintf(file, sizeof file, "%s/profiles", t->folder);
	must(mkdir(file, 0700) == 0, "a folder");
	snprintf(file, sizeof file, "%s/profiles/hana.conf", t->folder);
	FILE *f = fopen(file, "we");
	must(f && fputs("title = Hidamari\ntown = Hana\nrooms = consult\n[operator city]\nname = City\n"
		"[person nurse]\nname = Nurse\nrole = worker\noperator = city\n", f) >= 0 && fclose(f) == 0, "a profile");
	bye_later(t);
}

static void become(const struct town *t, const char *const *words, bool is_quiet)
{
	int null = open("/dev/null", O_WRONLY);
	dup2(null, 1);
	if (is_quiet)
		dup2(null, 2);
	for (int i = 0; i < 4 && t->more[i][0]; i++)
		setenv(t->more[i][0], t->more[i][1], 1);
	if (t->preload)
		setenv("LD_PRELOAD", t->preload, 1);
	if (t->is_big_file_error)
		signal(SIGXFSZ, SIG_IGN);
	execv(words[0] ? words[0] : t->program, (char *const *)words);
	_exit(127);
}

pid_t town_run(struct town *t, const char *const *words, bool is_quiet)
{
	pid_t pid = fork();
	must(pid >= 0, "fork");
	if (pid == 0)
		become(t, words, is_quiet);
	return pid;
}

int town_run_whole(struct town *t, const char *const *words)
{
	int status = -1;
	waitpid(town_run(t, words, false), &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool town_found(struct town *t)
{
	char profile[100];
	snprintf(profile, sizeof profile, "%s/profiles/hana.conf", t->folder);
	return town_run_whole(t, (const char *const[]){ t->program, "tenant", "create", "hana", "--name", "Hidamari", "--profile", profile,
		"--data", t->data, NULL }) == 0;
}

bool town_demo(struct town *t)
{
	char profiles[100];
	snprintf(profiles, sizeof profiles, "%s/profiles", t->folder);
	return town_run_whole(t, (const char *const[]){ t->program, "demo", "--data", t->data, "--profiles", profiles, NULL }) == 0;
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

static bool is_open(const struct town *t)
{
	int fd = dial(t);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

void town_serve(struct town *t)
{
	char listen[40];
	t->port = free_port();
	snprintf(listen, sizeof listen, "127.0.0.1:%d", t->port);
	t->pid = town_run(t, (const char *const[]){ t->program, "serve", "--data", t->data, "--listen", listen, "--address-limit", "100000000", NULL },
		!getenv("LOUD"));
	for (int64_t until = ms_now() + READY_MS; !is_open(t); rest_ms(2))
		must(ms_now() < until && waitpid(t->pid, NULL, WNOHANG) == 0, "the server does not start");
}

int town_stop(struct town *t, int how)
{
	int status = -1;
	kill(t->pid, how);
	waitpid(t->pid, &status, 0);
	t->pid = 0;
	return status;
}

bool town_holds(struct town *t)
{
	return town_run_whole(t, (const char *const[]){ t->program, "audit", "verify", "--data", t->data, NULL }) == 0;
}

/* ---- families ---- */

int form_fetch(const struct town *t, const char *path, struct form *ret, char *reply)
{
	char visitor[64];
	int status = http_get(t, path, "", reply);
	if (status != 200)
		return status;
	if (!http_cut(reply, "Set-Cookie: visitor=", ';', visitor, sizeof visitor))
		return 0;
	snprintf(ret->cookies, sizeof ret->cookies, "visitor=%s", visitor);
	return http_cut(reply, "name=\"csrf\" value=\"", '"', ret->csrf, sizeof ret->csrf) &&
		http_cut(reply, "name=\"once\" value=\"", '"', ret->once, sizeof ret->once) ? status : 0;
}

static void acknowledge(struct asked *asked, const char *token, const char *words)
{
	int at = atomic_fetch_add(&asked->n, 1);
	must(at < QUESTION_MOST, "more was asked than this test can hold");
	snprintf(asked->list[at].token, sizeof asked->list[at].token, "%s", token);
	snprintf(asked->list[at].words, sizeof asked->list[at].words, "%s", words);
}

static bool is_fault_page(int status, const char *reply)
{
	return (status == 500 || status == 503) && strstr(reply, "y-num");
}

static void note_bare(struct asked *asked, int status)
{
	if (asked->bare_n++ == 0)
		asked->bare = status;
}

static int fill(const struct town *t, struct asked *asked, struct form *form, char *reply)
{
	int status = form_fetch(t, "/ask", form, reply);
	snprintf(form->words, sizeof form->words, "night-%08x%08x", any(UINT32_MAX), any(UINT32_MAX));
	form->is_filled = status == 200;
	if (is_fault_page(status, reply))
		asked->empty_n++;
	else if (status > 0 && status != 200)
		note_bare(asked, status);
	return status;
}

int town_ask(const struct town *t, struct asked *asked, struct form *form, char *reply)
{
	char body[600], token[40];
	int status;
	if (!form->is_filled && (status = fill(t, asked, form, reply)) != 200)
		return status;
	snprintf(body, sizeof body, "words=%s&csrf=%s&once=%s", form->words, form->csrf, form->once);
	status = http_post(t, "/ask", form->cookies, body, reply);
	form->is_sent = status <= 0;
	if (status == 303 && http_cut(reply, "/hana/t/", '?', token, sizeof token)) {
		acknowledge(asked, token, form->words);
		form->is_filled = false;
	} else if (is_fault_page(status, reply) && strstr(reply, form->words))
		asked->page_n++;
	else if (status > 0)
		note_bare(asked, status);
	else
		asked->lost_n++;
	return status;
}

/* The next form is open before the words for it are there. */
static void *ask_on(void *arg)
{
	struct families *all = arg;
	struct form form = { 0 };
	char *reply = malloc(REPLY_CAP);
	must(reply != NULL, "memory");
	while (!all->is_over || (all->is_patient && form.is_sent)) {
		int status = town_ask(all->town, all->asked, &form, reply);
		if (status == 303)
			fill(all->town, all->asked, &form, reply);
		rest_ms(status == 303 ? 1 + any(6) : 10);
	}
	free(reply);
	return NULL;
}

void families_begin(struct families *all)
{
	all->is_over = false;
	for (int i = 0; i < all->n; i++)
		must(pthread_create(&all->thread[i], NULL, ask_on, all) == 0, "a thread");
}

void families_end(struct families *all)
{
	all->is_over = true;
	for (int i = 0; i < all->n; i++)
		pthread_join(all->thread[i], NULL);
}

int asked_missing(const struct town *t, const struct asked *asked)
{
	char path[64], *reply = malloc(REPLY_CAP);
	int missing_n = 0;
	for (int i = 0; i < asked->n; i++) {
		snprintf(path, sizeof path, "/t/%s", asked->list[i].token);
		const char *at = http_get(t, path, "", reply) == 200 ? strstr(reply, asked->list[i].words) : NULL;
		missing_n += !at || strstr(at + 1, asked->list[i].words);
	}
	free(reply);
	return missing_n;
}
