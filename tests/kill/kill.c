/* kill SECONDS [PROGRAM]: families write through real HTTP while the server is killed by -9 at any moment and started again. At the end every
 * question whose answer left the server must be there, whole and once; a question whose answer was lost is sent again with the same key, and must
 * be there once too; and the record of who looked must hold. Ends with "N passed, N failed". */
#include "tests/disk/client.h"
#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { WRITERS = 16 };

/* ---- what must hold ---- */

static int times_in(const char *text, const char *words)
{
	int n = 0;
	for (const char *at = text; (at = strstr(at, words)); at += strlen(words))
		n++;
	return n;
}

static void all_is_there(const struct town *t, const struct asked *asked, char *reply)
{
	char path[64];
	int missing_n = 0, torn_n = 0;
	for (int i = 0; i < asked->n; i++) {
		snprintf(path, sizeof path, "/t/%s", asked->list[i].token);
		if (http_get(t, path, "", reply) != 200)
			missing_n++;
		else if (times_in(reply, asked->list[i].words) != 1)
			torn_n++;
	}
	say(missing_n == 0, "every acknowledged question is there (%d missing of %d)", missing_n, asked->n);
	say(torn_n == 0, "each holds its own words, once (%d do not)", torn_n);
}

static int by_token(const void *a, const void *b)
{
	return strcmp(((const struct question *)a)->token, ((const struct question *)b)->token);
}

static void no_two_share(struct asked *asked)
{
	int shared_n = 0;
	qsort(asked->list, (size_t)asked->n, sizeof *asked->list, by_token);
	for (int i = 1; i < asked->n; i++)
		shared_n += strcmp(asked->list[i].token, asked->list[i - 1].token) == 0;
	say(shared_n == 0, "each has a talk of its own (%d share one)", shared_n);
}

/* The demo's nurse sees every open question as a task: as many as were acknowledged, so nothing was kept twice and nothing was kept unheard. */
static void nothing_is_doubled(const struct town *t, const struct asked *asked, char *reply)
{
	struct form form = { 0 };
	char body[300], session[64], cookies[500], count[20] = "";
	bool is_in = form_fetch(t, "/sign-in", &form, reply) == 200;
	snprintf(body, sizeof body, "login=nurse&csrf=%s&once=%s", form.csrf, form.once);
	is_in = is_in && http_post(t, "/demo/enter", form.cookies, body, reply) == 303
		&& http_cut(reply, "Set-Cookie: yorisoi=", ';', session, sizeof session);
	snprintf(cookies, sizeof cookies, "%s; yorisoi=%s", form.cookies, is_in ? session : "");
	is_in = is_in && http_get(t, "/desk", cookies, reply) == 200 && http_cut(reply, "class=\"y-count\">", '<', count, sizeof count);
	say(is_in && atoi(count) == asked->n, "no key acted twice (%s questions on the desk, %d acknowledged)", count, asked->n);
}

/* ---- the whole ---- */

static int kill_for(struct town *t, int seconds)
{
	int kill_n = 0;
	for (int64_t until = ms_now() + seconds * INT64_C(1000); ms_now() < until; kill_n++) {
		rest_ms(30 + any(any(2) ? 900 : 120));
		town_stop(t, SIGKILL);
		town_serve(t);
	}
	return kill_n;
}

int main(int argc, char **argv)
{
	static struct town t;
	struct asked asked = { .list = calloc(QUESTION_MOST, sizeof *asked.list) };
	struct families all = { .town = &t, .asked = &asked, .n = WRITERS, .is_patient = true };
	int seconds = argc > 1 ? atoi(argv[1]) : 20;
	char *reply = malloc(REPLY_CAP);
	must(reply && asked.list, "memory");
	signal(SIGPIPE, SIG_IGN);
	town_folder(&t, argc > 2 ? argv[2] : "build/yorisoi");
	must(town_demo(&t), "the demo was not made");
	town_serve(&t);
	families_begin(&all);
	int kill_n = kill_for(&t, seconds);
	families_end(&all);
	printf("%d questions acknowledged, %d kills, %d answers lost on the way and asked for again\n", asked.n, kill_n, asked.lost_n);
	say(asked.n > 100 && kill_n > seconds / 2 && asked.lost_n > 0, "the server was really at work when it was killed");
	say(asked.bare_n + asked.page_n + asked.empty_n == 0, "nothing was refused (%d were)", asked.bare_n + asked.page_n + asked.empty_n);
	all_is_there(&t, &asked, reply);
	no_two_share(&asked);
	nothing_is_doubled(&t, &asked, reply);
	say(town_stop(&t, SIGTERM) == 0, "the server stops when asked");
	say(town_holds(&t), "the record of who looked holds");
	return tally();
}
