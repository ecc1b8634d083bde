/* yorisoi tenant, yorisoi account: what a vendor or an administrator does without a browser. */
#include "command/command.h"
#include "base/conf.h"
#include "desk/account.h"
#include "door/door.h"

/* ---- tenant ---- */

static int create(struct args *a, struct tenants *t)
{
	struct conf profile = { 0 };
	struct str why = STR_NONE;
	if (a->word_n != 2)
		return command_usage(a, "Name the tenant: tenant create NAME --name TEXT");
	if (a->profile.n && !conf_read(a->arena, a->profile.s, &profile, &why))
		return command_refused("%.*s", STR_ARG(why));
	struct served *s = tenants_make(t, a->word[1], a->name, &profile, &why);
	if (!s)
		return command_refused("%.*s", STR_ARG(why));
	printf("Made the tenant %.*s. Next: yorisoi account add NAME --tenant %.*s --role admin\n", STR_ARG(s->name), STR_ARG(s->name));
	return COMMAND_DONE;
}

struct setting { struct args *args; struct str why; enum tenant_refusal refusal; };

static void set_run(struct desk *d, void *arg)
{
	struct setting *v = arg;
	for (int i = 2; i < v->args->word_n && v->refusal == TENANT_OK; i++) {
		struct str value = v->args->word[i], key;
		str_cut(&value, '=', &key);
		v->refusal = tenant_set(d, str_trim(key), value.s ? value : STR(""), &v->why);
	}
	if (v->refusal == TENANT_OK)
		return;
	v->why = arena_str(v->args->arena, v->why);
	desk_refuse(d);
}

static int set(struct args *a, struct tenants *t)
{
	struct setting v = { .args = a };
	if (a->word_n < 3)
		return command_usage(a, "Say what to set: tenant set NAME KEY=VALUE ...");
	for (int i = 2; i < a->word_n; i++)
		if (!str_has(a->word[i], "="))
			return command_usage(a, "%.*s is not KEY=VALUE.", STR_ARG(a->word[i]));
	struct served *s = tenants_by_name(t, a->word[1]);
	if (!s)
		return command_refused("There is no tenant %.*s here. See: yorisoi tenant list", STR_ARG(a->word[1]));
	enum store_fault fault = tenants_write(s, a->arena, &(struct work){ .run = set_run, .arg = &v });
	if (fault != STORE_OK)
		return command_refused("Nothing was changed: %s.", store_fault_word(fault));
	if (v.refusal != TENANT_OK)
		return command_refused("Nothing was changed: %.*s", STR_ARG(v.why));
	printf("Set %d of %.*s.\n", a->word_n - 2, STR_ARG(s->name));
	return COMMAND_DONE;
}

static int list(struct tenants *t)
{
	for (struct served *s = t->first; s; s = s->next) {
		const struct tenant *x = s->profile->tenant;
		printf("%-16.*s %.*s %.*s (%zu areas, %zu counters; rooms: %.*s)\n", STR_ARG(s->name), STR_ARG(x->town), STR_ARG(x->title), x->area_n,
			x->counter_n, STR_ARG(x->rooms));
	}
	return COMMAND_DONE;
}

int command_tenant(struct args *a)
{
	struct tenants t = { 0 };
	struct str verb = a->word_n ? a->word[0] : STR("");
	bool is_create = str_is(verb, "create");
	if (!is_create && !str_is(verb, "set") && !str_is(verb, "list"))
		return command_usage(a, "Say create, set or list.");
	if (!command_open(a, &t, is_create ? TENANTS_MAKE : 0))
		return COMMAND_REFUSED;
	int end = is_create ? create(a, &t) : str_is(verb, "set") ? set(a, &t) : list(&t);
	tenants_close(&t);
	return end;
}

/* ---- account ---- */

struct accounting { struct args *args; struct str verb, token; enum account_refusal refusal; };

static void add_run(struct desk *d, struct accounting *v)
{
	struct args *a = v->args;
	struct account_id account_id;
	struct account_new n = { .login = a->word[1], .name = a->name.n ? a->name : a->word[1], .mail = a->mail, .title = a->title };
	bool all_known;
	if (!account_role_parse(a->role, &n.role)) {
		v->refusal = ACCOUNT_BAD_ROLE;
		return;
	}
	n.operator_id = a->operator.n ? tenant_operator_named(d->tenant, a->operator) : (struct operator_id){ 0 };
	n.area_ids = command_areas(d, a->areas, &all_known);
	if ((a->operator.n && !n.operator_id.v) || !all_known)
		v->refusal = ACCOUNT_NO_SUCH;
	else
		v->refusal = account_add(d, &n, &account_id, &v->token);
}

/* As whom the town's own sign-in names this person. */
static void bind_run(struct desk *d, struct accounting *v)
{
	struct account_line line;
	struct str login = account_login_clean(d, v->args->word[1]);
	if (!login.s || !account_by_login(d, login, &line) || str_is(line.role, "family"))
		v->refusal = ACCOUNT_NO_SUCH;
	else if (line.ended_at.ms)
		v->refusal = ACCOUNT_ENDED;
	else
		v->refusal = door_record(d, line.account_id, v->args->word[2]) ? ACCOUNT_OK : ACCOUNT_TAKEN;
}

static void account_run(struct desk *d, void *arg)
{
	struct accounting *v = arg;
	if (str_is(v->verb, "add"))
		add_run(d, v);
	else if (str_is(v->verb, "bind"))
		bind_run(d, v);
	else if (str_is(v->verb, "reset"))
		v->refusal = account_reset(d, v->args->word[1], &v->token);
	else
		v->refusal = account_end(d, v->args->word[1]);
	v->token = arena_str(v->args->arena, v->token);
	if (v->refusal != ACCOUNT_OK)
		desk_refuse(d);
}

static void list_run(struct desk *d, void *arg)
{
	struct account_line *line;
	(void)arg;
	size_t n = account_list(d, 1000, &line);
	for (size_t i = 0; i < n; i++)
		printf("%-16.*s %-8.*s %.*s%s\n", STR_ARG(line[i].login), STR_ARG(line[i].role), STR_ARG(line[i].name), line[i].ended_at.ms ? " (ended)" : "");
}

static int say(struct args *a, const struct accounting *v, struct served *s)
{
	static const char *const why[] = { [ACCOUNT_NO_SUCH] = "there is no such account, operator or area",
		[ACCOUNT_TAKEN] = "that name or subject is taken, or oidc.issuer is not set",
		[ACCOUNT_BAD_ROLE] = "the role is one of worker, manager, admin, site, helper", [ACCOUNT_ENDED] = "that account has ended",
		[ACCOUNT_BAD_LOGIN] = "a name has 2-40 letters a-z, digits, . _ - or @", [ACCOUNT_WRONG] = "it was refused",
		[ACCOUNT_LOCKED_OUT] = "it is locked for a while", [ACCOUNT_USED] = "it was used already" };
	if (v->refusal != ACCOUNT_OK)
		return command_refused("Nothing was changed: %s. See: yorisoi account list --tenant %.*s", why[v->refusal], STR_ARG(s->name));
	if (str_is(v->verb, "bind")) {
		printf("%.*s comes in by the town's own sign-in from now on.\n", STR_ARG(a->word[1]));
		return COMMAND_DONE;
	}
	if (!v->token.n) {
		printf("Ended %.*s; every session of it is over.\n", STR_ARG(a->word[1]));
		return COMMAND_DONE;
	}
	struct str site = tenant_get(s->profile->tenant, "site_url");
	struct str base = site.n ? site : arena_fmt(a->arena, "http://localhost:8080/%.*s", STR_ARG(s->name));
	printf("%.*s enters once by this link within 72 hours:\n%.*s/enter/%.*s\n", STR_ARG(a->word[1]), STR_ARG(base), STR_ARG(v->token));
	return COMMAND_DONE;
}

int command_account(struct args *a)
{
	struct tenants t = { 0 };
	struct accounting v = { .args = a, .verb = a->word_n ? a->word[0] : STR("") };
	bool is_list = str_is(v.verb, "list"), is_bind = str_is(v.verb, "bind");
	if (!is_list && !is_bind && !str_is(v.verb, "add") && !str_is(v.verb, "reset") && !str_is(v.verb, "end"))
		return command_usage(a, "Say add, list, reset, bind or end.");
	if (!a->tenant.n || (!is_list && a->word_n != (is_bind ? 3 : 2)) || (str_is(v.verb, "add") && !a->role.n))
		return command_usage(a, "Name the account and its tenant%s.", str_is(v.verb, "add") ? ", and give --role" : "");
	if (!command_open(a, &t, 0))
		return COMMAND_REFUSED;
	struct served *s = tenants_by_name(&t, a->tenant);
	int end = COMMAND_DONE;
	if (!s)
		end = command_refused("There is no tenant %.*s here. See: yorisoi tenant list", STR_ARG(a->tenant));
	else if (is_list)
		tenants_read(s, a->arena, &(struct work){ .run = list_run });
	else {
		enum store_fault fault = tenants_write(s, a->arena, &(struct work){ .run = account_run, .arg = &v });
		end = fault == STORE_OK ? say(a, &v, s) : command_refused("Nothing was changed: %s.", store_fault_word(fault));
	}
	tenants_close(&t);
	return end;
}
