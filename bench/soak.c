/* soak: a town's day on loopback. Staff with the desk open (its stream, 今日, the inbox, a talk, an answer) and parents with their talk
 * open (its stream, now and then a word, some of them leaving and coming back), by the clock, for as long as it is told. A few threads
 * with an epoll each; what is asked is asked one after the other on a connection that stays, as by a proxy.
 *   soak -P PORT -p PID -T TOWN -t SECONDS -w WARM_SECONDS -l WINDOW_SECONDS [-s STAFF] [-f FAMILIES] [-i SECONDS between a parent's acts]
 * Prints what pages and posts took in each window, and the server's memory and descriptors; exits 1 when a word that was posted is not in
 * its talk exactly once, or its parent's stream did not say so exactly once, or anything was answered amiss. The last line is JSON. */
#include "bench/soak.h"
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { THREADS = 8, MARKS = 512, LIST = 25, STAFF_S = 5, GRACE_S = 20 };

/* `own` and `answer`: which words of this talk were acknowledged. told_n: since its stream is open; heard_n: how often that said so. */
struct actor {
	struct soak_jar jar;
	int number, fd, owner;                          /* fd: its stream, or -1 while away */
	bool is_staff, is_steady, is_open;
	unsigned seed;
	int64_t next_ns;
	char token[80], rest[512], at[200];             /* rest: what of the stream was not a whole line yet; at: the page that stands open */
	char talk[LIST][16];
	int talk_n, own_n;
	_Atomic int answer_n, told_n, heard_n, resync_n;
	_Atomic unsigned char own[MARKS], answer[MARKS];
};

struct worker { pthread_t thread; int number, epoll; struct soak_wire wire; };

static struct { int port, pid, staff_n, family_n, seconds, warm_s, window_s, every_s; const char *town; } ask = {
	.staff_n = 40, .family_n = 2000, .seconds = 3600, .warm_s = 600, .window_s = 300, .every_s = 300, .town = "akune" };
static struct actor *all;
static int actor_n, run;                                /* run: in the names of its parents */
static pthread_barrier_t ready;
static _Atomic int amiss_n, answers_n, words_n, clash_n;
static int64_t begun_ns, end_ns;

static void amiss(const struct actor *a, const char *what, int status)
{
	if (amiss_n++ < 20)
		fprintf(stderr, "soak: %s %d: %s: %d\n", a->is_staff ? "staff" : "parent", a->number, what, status);
}

static unsigned draw(struct actor *a, unsigned below)
{
	a->seed = a->seed * 1664525u + 1013904223u;
	return (a->seed >> 8) % below;
}

/* Somewhere between half and one and a half times as long from now. */
static void rest(struct actor *a, int seconds)
{
	a->next_ns = soak_now() + (int64_t)seconds * (500000000 + (int64_t)draw(a, 1000) * 1000000);
}

static struct soak_said get(struct worker *w, struct actor *a, const char *path)
{
	struct soak_said said = soak_ask(&w->wire, &(struct soak_request){ .jar = &a->jar, .path = path, .number = a->number });
	if (said.status != 200)
		amiss(a, path, said.status);
	soak_note(begun_ns, a->is_staff ? SOAK_DESK : SOAK_TALK, said.took_ns);
	return said;
}

static struct soak_said post(struct worker *w, struct actor *a, const char *path, const char *body)
{
	struct soak_said said = soak_ask(&w->wire, &(struct soak_request){ .jar = &a->jar, .path = path, .body = body, .number = a->number });
	soak_note(begun_ns, SOAK_POST, said.took_ns);
	return said;
}

/* ---- streams ---- */

static void open_stream(struct worker *w, struct actor *a, const char *path)
{
	struct epoll_event e = { .events = EPOLLIN, .data.ptr = a };
	a->rest[0] = 0;
	a->fd = soak_stream(&w->wire, &(struct soak_request){ .jar = &a->jar, .path = path, .number = a->number });
	if (a->fd < 0)
		amiss(a, "no stream", a->fd);
	else if (epoll_ctl(w->epoll, EPOLL_CTL_ADD, a->fd, &e) != 0)
		amiss(a, "epoll", errno);
	a->is_open = a->fd >= 0;
}

static void close_stream(struct actor *a)
{
	if (a->fd >= 0)
		close(a->fd);
	a->fd = -1;
	a->is_open = false;
}

/* How many events of the kind that matter to this page, whole lines only. */
static int hear(struct actor *a)
{
	size_t n = strlen(a->rest);
	ssize_t got = recv(a->fd, a->rest + n, sizeof a->rest - n - 1, MSG_DONTWAIT);
	int heard = 0;
	if (got <= 0 && errno != EAGAIN) {
		amiss(a, "the stream ended", (int)got);
		close_stream(a);
		return 0;
	}
	a->rest[n + (size_t)(got > 0 ? got : 0)] = 0;
	char *line = a->rest;
	for (char *end; (end = strchr(line, '\n')); line = end + 1) {
		*end = 0;
		heard += strncmp(line, "event: task", 11) == 0 || strncmp(line, "event: t-", 9) == 0;
		a->resync_n += strncmp(line, "event: resync", 13) == 0;
	}
	memmove(a->rest, line, strlen(line) + 1);
	return heard;
}

/* ---- parents ---- */

static int times(const char *text, const char *mark)
{
	int n = 0;
	for (const char *at = text; (at = strstr(at, mark)); at += strlen(mark))
		n++;
	return n;
}

/* Every word acknowledged before the page was asked for stands there once. */
static void check_marks(struct actor *a, const _Atomic unsigned char *had, const char *kind, const char *html)
{
	char mark[64];
	for (int k = 0; k < MARKS; k++) {
		snprintf(mark, sizeof mark, "%s-%d-%d.", kind, a->number, k);
		if (had[k] && times(html, mark) != 1)
			amiss(a, mark, times(html, mark));
	}
}

static void look(struct worker *w, struct actor *a, bool checks)
{
	_Atomic unsigned char own[MARKS], answer[MARKS];
	char path[200];
	for (int k = 0; k < MARKS && checks; k++) {
		own[k] = a->own[k];
		answer[k] = a->answer[k];
	}
	snprintf(path, sizeof path, "/%s/t/%s", ask.town, a->token);
	struct soak_said said = get(w, a, path);
	snprintf(a->at, sizeof a->at, "action=\"%.180s\"", path);
	soak_learn(said.text, a->at, &a->jar);
	if (!checks || said.status != 200)
		return;
	check_marks(a, own, "own", said.text);
	check_marks(a, answer, "ans", said.text);
}

static void begin_parent(struct worker *w, struct actor *a)
{
	char path[200], body[400];
	snprintf(path, sizeof path, "/%s/ask", ask.town);
	struct soak_said said = get(w, a, path);
	snprintf(a->at, sizeof a->at, "action=\"%.100s\"", path);
	soak_learn(said.text, a->at, &a->jar);
	snprintf(body, sizeof body, "csrf=%s&once=%s&nickname=oya%dx%d.&words=own-%d-0.", a->jar.csrf, a->jar.once, run, a->number, a->number);
	said = post(w, a, path, body);
	const char *at = strstr(said.location, "/t/");
	if (said.status != 303 || !at) {
		amiss(a, "not taken", said.status);
		return;
	}
	snprintf(a->token, sizeof a->token, "%.*s", (int)strcspn(at + 3, "?#"), at + 3);
	a->own[0] = 1;
	a->own_n = 1;
	snprintf(path, sizeof path, "/%s/t/%s?live=1", ask.town, a->token);
	open_stream(w, a, path);
	look(w, a, true);
}

static void write_word(struct worker *w, struct actor *a)
{
	char path[200], body[400];
	int k = a->own_n++;
	if (k >= MARKS)
		return;
	snprintf(path, sizeof path, "/%s/t/%s", ask.town, a->token);
	snprintf(body, sizeof body, "csrf=%s&once=%s&words=own-%d-%d.", a->jar.csrf, a->jar.once, a->number, k);
	a->told_n++;
	struct soak_said said = post(w, a, path, body);
	if (said.status != 303)
		amiss(a, "a word was not taken", said.status);
	a->own[k] = said.status == 303;
	words_n += said.status == 303;
	look(w, a, true);
}

static void act_parent(struct worker *w, struct actor *a)
{
	char path[200];
	unsigned what = draw(a, 10);
	if (!a->token[0])
		return;
	if (!a->is_open) {
		snprintf(path, sizeof path, "/%s/t/%s?live=1", ask.town, a->token);
		open_stream(w, a, path);
		look(w, a, true);
	} else if (what < 3) {
		write_word(w, a);
	} else if (what < 6 && !a->is_steady) {
		close_stream(a);
	} else {
		look(w, a, false);
	}
	rest(a, ask.every_s);
}

/* ---- staff ---- */

static void see(struct worker *w, struct actor *a)
{
	struct soak_said said = get(w, a, a->at);
	const char *at = said.text;
	char link[64];
	int n = snprintf(link, sizeof link, "href=\"/%s/desk/talk/", ask.town);
	if (!strstr(a->at, "/desk/talk"))
		return;
	for (a->talk_n = 0; a->talk_n < LIST && (at = strstr(at, link)); at += n)
		if (strcspn(at + n, "\"?#/") == 13)
			snprintf(a->talk[a->talk_n++], sizeof a->talk[0], "%.13s", at + n);
}

static void begin_staff(struct worker *w, struct actor *a)
{
	static const char *const login[] = { "hinata", "morino", "isobe", "kakimoto" };
	char path[200], body[400];
	snprintf(path, sizeof path, "/%s/demo", ask.town);
	struct soak_said said = get(w, a, path);
	snprintf(path, sizeof path, "/%s/demo/enter", ask.town);
	soak_learn(said.text, path, &a->jar);
	snprintf(body, sizeof body, "csrf=%s&once=%s&login=%s", a->jar.csrf, a->jar.once, login[a->number % 4]);
	said = post(w, a, path, body);
	if (said.status != 303)
		amiss(a, "not signed in", said.status);
	snprintf(a->at, sizeof a->at, "/%s/desk", ask.town);
	snprintf(path, sizeof path, "/%s/desk/live", ask.town);
	open_stream(w, a, path);
	see(w, a);
}

/* The talk's parent by its name; its words go out under a number that is counted before they leave. */
static void answer(struct worker *w, struct actor *a, const char *talk, const char *html)
{
	char path[200], body[400];
	char who[20];
	int n = snprintf(who, sizeof who, "oya%dx", run), version = soak_version(html);
	const char *head = strstr(html, "<h1"), *name = head ? strstr(head, who) : NULL;
	int to = name ? atoi(name + n) : -1;
	if (to < 0 || to >= ask.family_n || name > strstr(head, "</h1>"))
		return;                                         /* of the demo, or of another run */
	struct actor *parent = &all[ask.staff_n + to];
	int k = parent->answer_n++;
	if (k >= MARKS)
		return;
	snprintf(path, sizeof path, "/%s/desk/talk/%s/answer", ask.town, talk);
	soak_learn(html, path, &a->jar);
	snprintf(body, sizeof body, "csrf=%s&once=%s&version=%d&words=ans-%d-%d.", a->jar.csrf, a->jar.once, version, to, k);
	struct soak_said said = post(w, a, path, body);
	if (said.status == 303) {
		parent->answer[k] = 1;
		parent->told_n++;
		answers_n++;
	} else if (said.status == 409) {
		clash_n++;                                      /* two wrote at once: the second is told, and nothing of it left */
	} else {
		amiss(a, path, said.status);
	}
}

static void talk(struct worker *w, struct actor *a)
{
	char path[200], body[300];
	const char *id = a->talk[draw(a, (unsigned)a->talk_n)];
	snprintf(path, sizeof path, "/%s/desk/talk/%s", ask.town, id);
	struct soak_said said = get(w, a, path);
	char *html = strdup(said.text);
	soak_learn(html, "/answer\"", &a->jar);
	snprintf(body, sizeof body, "csrf=%s&open=1", a->jar.csrf);
	snprintf(a->at, sizeof a->at, "%s", path);
	snprintf(path, sizeof path, "%.190s/here", a->at);
	if (post(w, a, path, body).status != 200)
		amiss(a, path, 0);
	if (draw(a, 4))
		answer(w, a, id, html);
	free(html);
	get(w, a, a->at);
}

static void act_staff(struct worker *w, struct actor *a)
{
	static const char *const page[] = { "/desk", "/desk/talk", "/desk/talk" };
	if (a->talk_n && draw(a, 2)) {
		talk(w, a);
	} else {
		snprintf(a->at, sizeof a->at, "/%s%s", ask.town, page[draw(a, 3)]);
		see(w, a);
	}
	rest(a, STAFF_S);
}

/* What a browser does when its stream says that something changed: it asks for the page again. */
static void heed(struct worker *w, struct actor *a)
{
	int n = hear(a);
	a->heard_n += n;
	if (n && a->is_staff && !strstr(a->at, "/talk/"))
		see(w, a);
	else if (n && !a->is_staff)
		look(w, a, true);
}

/* ---- threads ---- */

static void listen_until(struct worker *w, int64_t until_ns)
{
	struct epoll_event e[64];
	int64_t left_ms = (until_ns - soak_now()) / 1000000;
	int n = epoll_wait(w->epoll, e, 64, left_ms > 0 ? (int)(left_ms < 50 ? left_ms : 50) : 0);
	for (int i = 0; i < n; i++)
		heed(w, e[i].data.ptr);
}

static int64_t act_due(struct worker *w)
{
	int64_t next = end_ns;
	for (int i = w->number; i < actor_n; i += THREADS) {
		struct actor *a = &all[i];
		if (a->next_ns <= soak_now())
			a->is_staff ? act_staff(w, a) : act_parent(w, a);
		next = a->next_ns < next ? a->next_ns : next;
	}
	return next;
}

static void *work(void *arg)
{
	struct worker *w = arg;
	w->epoll = epoll_create1(0);
	for (int i = w->number; i < actor_n; i += THREADS)
		all[i].is_staff ? begin_staff(w, &all[i]) : begin_parent(w, &all[i]);
	pthread_barrier_wait(&ready);
	pthread_barrier_wait(&ready);                   /* the clock is set in between */
	for (int i = w->number; i < actor_n; i += THREADS) {
		all[i].next_ns = soak_now() + (int64_t)draw(&all[i], 1000) * (all[i].is_staff ? STAFF_S : ask.every_s) * 1000000;
	}
	while (soak_now() < end_ns)
		listen_until(w, act_due(w));
	pthread_barrier_wait(&ready);                   /* nobody writes any more */
	for (int64_t until = soak_now() + INT64_C(1000000000) * GRACE_S; soak_now() < until; listen_until(w, until)) {
		bool is_quiet = true;
		for (int i = w->number; i < actor_n; i += THREADS)
			is_quiet = is_quiet && (!all[i].is_steady || all[i].heard_n >= all[i].told_n);
		if (is_quiet)
			break;
	}
	for (int i = w->number; i < actor_n; i += THREADS)
		if (!all[i].is_staff && all[i].token[0])
			look(w, &all[i], true);
	return NULL;
}

static void check_streams(void)
{
	for (int i = 0; i < actor_n; i++)
		if (all[i].is_steady && (all[i].heard_n != all[i].told_n || all[i].resync_n))
			amiss(&all[i], "the stream did not say each word once: heard less what was told", all[i].heard_n - all[i].told_n);
}

static void people(void)
{
	actor_n = ask.staff_n + ask.family_n;
	all = calloc((size_t)actor_n, sizeof *all);
	for (int i = 0; i < actor_n; i++) {
		struct actor *a = &all[i];
		a->is_staff = i < ask.staff_n;
		a->number = a->is_staff ? i : i - ask.staff_n;
		a->is_steady = !a->is_staff && a->number % 3;
		a->seed = (unsigned)i * 2654435761u + 7;
		a->fd = -1;
	}
}

static void read_options(int n, char **word)
{
	for (int o; (o = getopt(n, word, "P:p:T:t:w:l:s:f:i:")) != -1;) {
		int *to = o == 'P' ? &ask.port : o == 'p' ? &ask.pid : o == 't' ? &ask.seconds : o == 'w' ? &ask.warm_s : o == 'l' ? &ask.window_s
			: o == 's' ? &ask.staff_n : o == 'f' ? &ask.family_n : o == 'i' ? &ask.every_s : NULL;
		if (o == 'T')
			ask.town = optarg;
		else if (to)
			*to = atoi(optarg);
	}
}

/* Sizes are means of a window: one page more or less in flight is no growth. */
static void add_size(struct soak_size *sum, const struct soak_size *x, int by)
{
	*sum = (struct soak_size){ sum->pss_kib + x->pss_kib, sum->file_n + x->file_n, sum->thread_n + x->thread_n };
	if (by)
		*sum = (struct soak_size){ sum->pss_kib / by, sum->file_n / by, sum->thread_n / by };
}

/* The window that begins with the end of the warm-up, and the last one. */
static void watch(struct soak_size *ret_warm, struct soak_size *ret_last)
{
	struct soak_size sum = { 0 }, now;
	int by = 0;
	for (int window = 0, at = 0; soak_now() < end_ns; at = (int)((soak_now() - begun_ns) / 1000000000)) {
		if (at / ask.window_s > window) {
			soak_print(window, ask.window_s, ret_last);
			if (window == ask.warm_s / ask.window_s)
				*ret_warm = *ret_last;
			sum = (struct soak_size){ 0 };
			window = at / ask.window_s;
			by = 0;
		}
		sleep(1);
		soak_measure(ask.pid, &now);
		*ret_last = sum;
		add_size(ret_last, &now, ++by);
		add_size(&sum, &now, 0);
	}
	soak_print((ask.seconds - 1) / ask.window_s, ask.window_s, ret_last);
}

int main(int n, char **word)
{
	struct rlimit many = { 65536, 65536 };
	struct worker worker[THREADS];
	struct soak_size warm = { 0 }, last = { 0 };
	read_options(n, word);
	if (!ask.port || !ask.pid || ask.window_s <= 0 || ask.staff_n <= 0 || ask.family_n <= 0 || ask.every_s <= 0)
		return fprintf(stderr, "usage: soak -P PORT -p PID [...]; see bench/soak.c\n"), 2;
	setrlimit(RLIMIT_NOFILE, &many);
	run = (int)getpid() % 10000;
	people();
	soak_windows(ask.window_s);
	pthread_barrier_init(&ready, NULL, THREADS + 1);
	for (int i = 0; i < THREADS; i++) {
		worker[i] = (struct worker){ .number = i, .wire = { .port = ask.port, .fd = -1 } };
		pthread_create(&worker[i].thread, NULL, work, &worker[i]);
	}
	pthread_barrier_wait(&ready);
	begun_ns = soak_now();
	end_ns = begun_ns + (int64_t)ask.seconds * 1000000000;
	printf("soak: %d staff and %d parents are there\n", ask.staff_n, ask.family_n);
	fflush(stdout);
	pthread_barrier_wait(&ready);
	watch(&warm, &last);
	pthread_barrier_wait(&ready);
	for (int i = 0; i < THREADS; i++)
		pthread_join(worker[i].thread, NULL);
	check_streams();
	soak_print_ratio(ask.warm_s / ask.window_s, (ask.seconds - 1) / ask.window_s);
	printf("{\"amiss\":%d,\"words\":%d,\"answers\":%d,\"clashes\":%d,\"warm_kib\":%ld,\"end_kib\":%ld,\"pss_ratio\":%.3f,"
		"\"warm_files\":%d,\"end_files\":%d,\"warm_threads\":%d,\"end_threads\":%d}\n", amiss_n, words_n, answers_n, clash_n, warm.pss_kib, last.pss_kib,
		(double)last.pss_kib / (double)(warm.pss_kib ? warm.pss_kib : 1), warm.file_n, last.file_n, warm.thread_n, last.thread_n);
	return amiss_n ? 1 : 0;
}
