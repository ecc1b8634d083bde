/* Where an installed Yorisoi keeps its things: /etc/yorisoi/yorisoi.conf, so that an administrator types `yorisoi check` and no paths; and the step
 * from root down to the user whose data it is. */
#include "command/command.h"
#include "base/conf.h"
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

static const char usual[] = "/etc/yorisoi/yorisoi.conf";

static const struct { const char *key; size_t at; } known[] = {
	{ "data", offsetof(struct args, data) }, { "store", offsetof(struct args, store) },
	{ "replica", offsetof(struct args, replica) }, { "keys", offsetof(struct args, keys) },
	{ "listen", offsetof(struct args, listen) }, { "trusted_proxy", offsetof(struct args, trusted_proxy) }, { "tls", offsetof(struct args, tls) },
	{ "ntp", offsetof(struct args, ntp) }, { "keeper", offsetof(struct args, keeper) },
};
enum { KNOWN_N = sizeof known / sizeof *known };

static int take_item(struct args *a, const struct conf *conf, const struct conf_item *x)
{
	if (str_is(x->key, "address_limit"))
		return str_int(x->value, &a->address_limit) ? COMMAND_DONE
			: command_refused("%s:%d: address_limit takes a number.", conf->name, x->line);
	for (int i = 0; i < KNOWN_N; i++)
		if (str_is(x->key, known[i].key)) {
			struct str *at = (struct str *)(void *)((char *)a + known[i].at);
			if (!at->n)
				*at = arena_str(a->arena, x->value);
			return COMMAND_DONE;
		}
	return command_refused("%s:%d: there is no setting %.*s.", conf->name, x->line, STR_ARG(x->key));
}

int command_conf(struct args *a)
{
	struct conf conf;
	struct str why;
	int end = COMMAND_DONE;
	bool is_wanted = a->conf.n || (!a->data.n && !a->store.n && access(usual, F_OK) == 0);
	if (is_wanted && !conf_read(a->arena, a->conf.n ? a->conf.s : usual, &conf, &why))
		return command_refused("%.*s", STR_ARG(why));
	for (size_t i = 0; is_wanted && i < conf.item_n && end == COMMAND_DONE; i++)
		end = take_item(a, &conf, &conf.item[i]);
	if (!a->data.n)
		a->data = STR("var/yorisoi");
	return end;
}

/* Of a folder that is not made yet, the folder around it does not count: then we stay who we are. Certificates are root's. */
int command_become(const struct args *a)
{
	struct stat st;
	const char *place = a->store.n ? a->keys.s : a->data.s;
	if (a->command->run == command_tls || geteuid() != 0 || !place || stat(place, &st) != 0 || st.st_uid == 0)
		return COMMAND_DONE;
	const struct passwd *who = getpwuid(st.st_uid);
	bool ok = who ? initgroups(who->pw_name, st.st_gid) == 0 : setgroups(0, NULL) == 0;
	if (ok && setgid(st.st_gid) == 0 && setuid(st.st_uid) == 0)
		return COMMAND_DONE;
	return command_refused("%s belongs to the user number %u, who we cannot become: %s.", place, st.st_uid, strerror(errno));
}
