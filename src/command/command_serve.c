/* yorisoi serve: starts the server, the courier, and ends them in order. */
#include "command/command.h"
#include "app/courier.h"
#include "app/limit.h"
#include "app/machine.h"
#include "app/ready.h"
#include "app/rooms.h"
#include "app/serve.h"
#include "store/watch.h"
#include "web/fetch.h"
#include <pthread.h>
#include <signal.h>

static volatile sig_atomic_t is_asked_to_stop;
static pthread_t waiter;

/* The kernel may give the signal to any thread, and then the one that waits for it sleeps on: it is passed on to that one. */
static void on_signal(int number)
{
	is_asked_to_stop = 1;
	if (!pthread_equal(pthread_self(), waiter))
		pthread_kill(waiter, number);
}

static void wait_for_end(void)
{
	sigset_t mask, before;
	sigemptyset(&mask);
	sigaddset(&mask, SIGTERM);
	sigaddset(&mask, SIGINT);
	sigprocmask(SIG_BLOCK, &mask, &before);
	while (!is_asked_to_stop)
		sigsuspend(&before);
	sigprocmask(SIG_SETMASK, &before, NULL);
}

static void run_writes(void *store)
{
	store_run_writes(store);
}

/* Writes wait: a worker of the fast lane takes the writer's turn. Before the server stands (and after), the caller runs them. */
static void schedule(struct store *store, void *arg)
{
	struct serve *s = arg;
	if (s->web)
		web_post(s->web, LANE_FAST, run_writes, store, true);
	else
		store_run_writes(store);
}

static void say_where(struct args *a, const struct tenants *t, const struct serve *s)
{
	if (a->is_quiet)
		return;
	if (a->listen.s[0] == '/')
		printf("Yorisoi serves at %.*s.\n", STR_ARG(a->listen));
	else
		printf("\n  Yorisoi is open:   http://localhost:%d/\n\n", web_port(s->web));
	if (t->is_demo && a->listen.s[0] != '/')
		printf("  As a mother        http://localhost:%d/akune/          (no name needed)\n"
			"  As a nurse, clerk, manager, administrator:\n"
			"                     http://localhost:%d/akune/demo      and the same for the nine other towns\n"
			"  Everything in it is invented. Stop with Ctrl-C.\n\n", web_port(s->web), web_port(s->web));
	fflush(stdout);
}

int command_serve(struct args *a)
{
	struct tenants t = { 0 };
	int visitor_limit = a->address_limit > 3000 ? (int)a->address_limit / 100 : 30;
	struct serve s = { .tenants = &t, .is_logging = a->is_logging, .limits = limit_new((int)a->address_limit, visitor_limit) };
	struct str why = STR_NONE;
	struct sigaction action = { .sa_handler = on_signal };
	t.keeper = a->keeper;
	t.tls = a->tls;
	t.clock_offset_ms = machine_clock_offset();
	t.schedule = schedule;
	t.schedule_arg = &s;
	if (!a->listen.n)
		a->listen = STR("127.0.0.1:8080");
	if (!rooms_check(&why, a->arena))
		return command_refused("%.*s", STR_ARG(why));
	waiter = pthread_self();
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
	if (!command_open(a, &t, 0))
		return COMMAND_REFUSED;
	fetch_init();
	s.web = web_start(&(struct web_conf){ .listen = a->listen, .trusted_proxy = a->trusted_proxy, .handle = serve_call, .arg = &s }, a->arena, &why);
	if (!s.web) {
		tenants_close(&t);
		return command_refused("%.*s", STR_ARG(why));
	}
	struct store_watch *watch = t.url.n ? store_watch(t.url.s, a->replica.s) : NULL;
	s.spooler = t.url.n ? spooler_start(&s, arena_fmt(t.arena, "%s/spool", t.data.s)) : NULL;
	struct courier *courier = courier_start(&t);
	struct store_ear *ear = t.url.n ? store_listen(t.url.s, serve_heard, &s) : NULL;
	say_where(a, &t, &s);
	ready_tell("READY=1");
	wait_for_end();
	ready_tell("STOPPING=1");
	store_listen_end(ear);
	courier_stop(courier);
	spooler_stop(s.spooler);
	web_stop(s.web, 10000);
	spooler_free(s.spooler);
	store_watch_end(watch);
	tenants_close(&t);
	return COMMAND_DONE;
}
