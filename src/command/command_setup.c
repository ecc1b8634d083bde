/* yorisoi setup: the first town and its first administrator, asked for in three questions or said in options. */
#include "command/command.h"
#include "base/conf.h"
#include "desk/account.h"
#include <stdio.h>
#include <unistd.h>

static struct str ask(struct args *a, const char *what, struct str usual)
{
	char line[400];
	fprintf(stderr, "%s%s%.*s%s: ", what, usual.n ? " [" : "", STR_ARG(usual), usual.n ? "]" : "");
	if (!fgets(line, sizeof line, stdin))
		return usual;
	struct str said = str_trim(str_of(line));
	return said.n ? arena_str(a->arena, said) : usual;
}

struct first { struct args *args; struct str token, why; };

static void first_run(struct desk *d, void *arg)
{
	struct first *f = arg;
	const struct args *a = f->args;
	struct account_id account_id;
	struct account_new n = { .login = a->login, .name = a->login, .mail = a->mail, .role = ROLE_ADMIN };
	if (a->host.n && tenant_set(d, STR("host"), a->host, &f->why) != TENANT_OK) {
		f->why = arena_str(a->arena, f->why);
		desk_refuse(d);
	} else if (account_add(d, &n, &account_id, &f->token) != ACCOUNT_OK) {
		f->why = STR("the administrator's name has 2-40 letters a-z, digits, . _ - or @");
		desk_refuse(d);
	}
	f->token = arena_str(a->arena, f->token);
}

/* Where families come in: by the town's own name, or by the machine's with the town behind it. */
static struct str front_of(struct args *a)
{
	char machine[256] = "localhost";
	gethostname(machine, sizeof machine - 1);
	if (a->host.n)
		return arena_fmt(a->arena, "https://%.*s", STR_ARG(a->host));
	if (a->listen.n && (a->listen.s[0] == '/' || str_starts(a->listen, "unix:")))
		return arena_fmt(a->arena, "https://%s/%.*s", machine, STR_ARG(a->tenant));
	return arena_fmt(a->arena, "http://%.*s/%.*s", STR_ARG(a->listen.n ? a->listen : STR("localhost:8080")), STR_ARG(a->tenant));
}

static void complete(struct args *a)
{
	if (!isatty(0))
		return;
	if (!a->tenant.n)
		a->tenant = ask(a, "A short name for your town, of a-z (it stands in addresses)", STR("town"));
	if (!a->name.n)
		a->name = ask(a, "What families will read at the top", STR("子育て相談"));
	if (!a->login.n)
		a->login = ask(a, "The first administrator's name for signing in", STR("admin"));
	if (!a->host.n)
		a->host = ask(a, "The name that browsers will use, such as kosodate.example.jp (empty: this machine's)", STR_NONE);
}

int command_setup(struct args *a)
{
	struct tenants t = { 0 };
	struct first f = { .args = a };
	struct conf profile = { 0 };
	complete(a);
	if (!a->tenant.n || !a->name.n || !a->login.n)
		return command_usage(a, "Say --tenant, --name and --login, or run it on a terminal, where it asks.");
	if (!command_open(a, &t, TENANTS_MAKE))
		return COMMAND_REFUSED;
	struct served *s = tenants_make(&t, a->tenant, a->name, &profile, &f.why);
	enum store_fault fault = s ? tenants_write(s, a->arena, &(struct work){ .run = first_run, .arg = &f }) : STORE_OK;
	int end = COMMAND_DONE;
	if (!s || fault != STORE_OK || f.why.n)
		end = command_refused("%.*s", STR_ARG(f.why.n ? f.why : str_of(store_fault_word(fault))));
	if (s && end != COMMAND_DONE)
		fprintf(stderr, "The town stands. Go on with: yorisoi account add NAME --tenant %.*s --role admin\n", STR_ARG(a->tenant));
	tenants_close(&t);
	if (end == COMMAND_DONE && a->is_quiet)
		printf("The town %.*s stands. Its administrator's link: yorisoi account reset %.*s --tenant %.*s\n", STR_ARG(a->tenant), STR_ARG(a->login),
			STR_ARG(a->tenant));
	else if (end == COMMAND_DONE)
		printf("The town %.*s stands. Its first administrator, %.*s, enters once by this link within 72 hours:\n%.*s/enter/%.*s\n"
			"(A new link: yorisoi account reset %.*s --tenant %.*s)\nThen: systemctl start yorisoi\n", STR_ARG(a->tenant), STR_ARG(a->login),
			STR_ARG(front_of(a)), STR_ARG(f.token), STR_ARG(a->login), STR_ARG(a->tenant));
	return end;
}
