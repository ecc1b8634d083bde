/* yorisoi check: says in words how the installation stands, and what to do next. Changes nothing. */
#include "command/command.h"
#include "app/machine.h"
#include "base/out.h"

enum { CHECK_SOON = 3 };

static void say_plain(const struct machine_points *all)
{
	static const char *const mark[] = { [MACHINE_WELL] = "ok   ", [MACHINE_NOTE] = "note ", [MACHINE_SOON] = "SOON ", [MACHINE_WRONG] = "WRONG" };
	for (size_t i = 0; i < all->n; i++) {
		const struct machine_point *p = &all->point[i];
		bool has_town = p->kind <= MACHINE_AUDIT || p->kind == MACHINE_MAIL;
		printf("%s  %.*s%s%.*s\n", mark[p->state], STR_ARG(has_town ? p->of : STR_NONE), has_town && p->of.n ? ": " : "", STR_ARG(p->says));
		if (p->next.n)
			printf("       next: %.*s\n", STR_ARG(p->next));
	}
}

static void say_sum(const struct machine_points *all)
{
	size_t wrong_n = machine_count(all, MACHINE_WRONG), soon_n = machine_count(all, MACHINE_SOON);
	if (wrong_n || soon_n)
		printf("%zu to mend now, %zu soon.\n", wrong_n, soon_n);
	else
		printf("Everything is well.\n");
}

static void say_json(struct arena *a, const struct machine_points *all)
{
	struct out o = { .arena = a };
	out_fmt(&o, "{\"wrong\":%zu,\"soon\":%zu,\"points\":[", machine_count(all, MACHINE_WRONG), machine_count(all, MACHINE_SOON));
	for (size_t i = 0; i < all->n; i++) {
		const struct machine_point *p = &all->point[i];
		out_fmt(&o, "%s\n{\"point\":\"%s\",\"state\":\"%s\",\"of\":", i ? "," : "", machine_kind_word(p->kind), machine_state_word(p->state));
		out_json(&o, p->of);
		out_fmt(&o, ",\"n\":%lld,\"says\":", (long long)p->n);
		out_json(&o, p->says);
		out_z(&o, ",\"next\":");
		out_json(&o, p->next);
		out_z(&o, "}");
	}
	out_z(&o, "]}\n");
	fputs(out_done(&o).s, stdout);
}

/* What cannot be opened is said as one more point, so that the rest is still looked at. */
static void look_at_data(struct args *a, struct tenants *t, struct machine_points *all)
{
	struct str why = STR_NONE;
	if (!a->store.n && (!machine_look_versions(a->data, all) || !machine_look_files(a->data, all))) {
		struct tenants closed = { .data = a->data, .keys = a->keys.n ? a->keys : arena_fmt(a->arena, "%s.keys", a->data.s), .tls = a->tls };
		machine_look_quick(&closed, all);
		return;
	}
	t->url = a->store;
	if (!tenants_open(t, a->data, a->keys, TENANTS_LOOK, &why)) {
		machine_add(all, (struct machine_point){ .kind = MACHINE_DATA, .state = MACHINE_WRONG, .says = arena_str(a->arena, why),
			.next = STR("mend that first; the data is as it was") });
		return;
	}
	machine_look_quick(t, all);
	for (struct served *s = t->first; s; s = s->next)
		if (!a->tenant.n || str_eq(a->tenant, s->name))
			machine_look_tenant(s, all);
}

static int check_end(const struct machine_points *all)
{
	return machine_count(all, MACHINE_WRONG) ? COMMAND_REFUSED : machine_count(all, MACHINE_SOON) ? CHECK_SOON : COMMAND_DONE;
}

int command_check(struct args *a)
{
	struct tenants t = { .tls = a->tls };
	struct machine_points all = { .arena = a->arena };
	bool is_serving_only = a->word_n == 1 && str_is(a->word[0], "serving");
	if (a->word_n && !is_serving_only)
		return command_usage(a, "Say check, or check serving.");
	if (is_serving_only && !a->listen.n)
		a->listen = STR("127.0.0.1:8080");
	if (!is_serving_only)
		look_at_data(a, &t, &all);
	if (a->listen.n)
		machine_look_serving(a->listen, &all);
	if (a->ntp.n)
		machine_look_time(a->ntp, &all);
	if (a->is_json)
		say_json(a->arena, &all);
	else {
		say_plain(&all);
		say_sum(&all);
	}
	int end = is_serving_only && machine_count(&all, MACHINE_NOTE) ? COMMAND_REFUSED : check_end(&all);
	if (t.arena)
		tenants_close(&t);
	return end;
}
