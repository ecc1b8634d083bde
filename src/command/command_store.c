/* yorisoi migrate, yorisoi move: what concerns where the data lies. */
#include "command/command.h"
#include "keep/keep.h"
#include "store/move.h"

int command_migrate(struct args *a)
{
	struct str why = STR_NONE;
	if (!a->store.n || a->word_n)
		return command_usage(a, "Say where: migrate --store postgresql://OWNER@HOST/DATABASE");
	if (!store_prepare(a->store.s, a->arena, &why))
		return command_refused("%.*s", STR_ARG(why));
	printf("The database has schema %d. Serve it as yorisoi_app.\n", store_schema_version());
	return COMMAND_DONE;
}

/* ---- move ---- */

/* `sqlite:DIR` or `postgresql://...`. */
static bool place_open(struct args *a, struct tenants *t, struct str place, int how, struct str *ret_why)
{
	struct str rest = place, head;
	if (str_starts(place, "postgresql://"))
		t->url = place;
	else if (!str_cut(&rest, ':', &head) || !str_is(head, "sqlite") || !rest.n) {
		*ret_why = arena_fmt(a->arena, "%.*s is neither sqlite:DIR nor postgresql://...", STR_ARG(place));
		return false;
	}
	return tenants_open(t, rest, a->keys, how, ret_why);
}

static struct str key_beside(struct args *a, struct str place)
{
	return str_starts(place, "sqlite:") ? arena_fmt(a->arena, "%.*s.keys", (int)(place.n - 7), place.s + 7) : STR_NONE;
}

/* Between two folders the files that people attached go along, before the rows and once more behind them, for those that came meanwhile. */
static bool move_files(struct args *a, const struct tenants *from, const struct tenants *to, struct str *ret_why)
{
	int64_t n;
	struct str name = a->tenant, all = arena_fmt(a->arena, "%s/files", to->data.s);
	*ret_why = arena_fmt(a->arena, "%s cannot be made.", all.s);
	return from->url.n || to->url.n || (keep_folder(all.s) && keep_copy(arena_fmt(a->arena, "%s/files/%.*s", from->data.s, STR_ARG(name)).s,
		arena_fmt(a->arena, "%s/%.*s", all.s, STR_ARG(name)).s, &n, ret_why, a->arena));
}

static int move(struct args *a, struct tenants *from, struct tenants *to)
{
	struct str why = STR_NONE;
	struct store_moved moved;
	if (!place_open(a, from, a->from, 0, &why) || !place_open(a, to, a->to, TENANTS_MAKE | (from->is_demo ? TENANTS_DEMO : 0), &why))
		return command_refused("%.*s", STR_ARG(why));
	struct served *s = tenants_by_name(from, a->tenant);
	if (!s)
		return command_refused("There is no tenant %.*s there.", STR_ARG(a->tenant));
	if (to->is_demo && !from->is_demo)
		return command_refused("A demo and real tenants are never mixed.");
	if (!move_files(a, from, to, &why) || !tenants_take(to, s, &moved, &why))
		return command_refused("%.*s", STR_ARG(why));
	if (!move_files(a, from, to, &why))
		return command_refused("The rows of %.*s have moved, but not all of its files: %.*s. Copy %s/files/%.*s by hand.", STR_ARG(a->tenant), STR_ARG(why),
			from->data.s, STR_ARG(a->tenant));
	printf("Moved %.*s: %lld rows, each equal on both sides; writing waited for %lld ms (%lld rows of them were late).\n", STR_ARG(a->tenant),
		(long long)moved.row_n, (long long)moved.frozen_ms, (long long)moved.late_n);
	if (to->url.n && !from->url.n)
		printf("Files that people attached stay in %s/files, which this folder's server goes on using; another server needs them in its own.\n",
			from->data.s);
	return COMMAND_DONE;
}

int command_move(struct args *a)
{
	struct tenants from = { 0 }, to = { 0 };
	if (!a->tenant.n || !a->from.n || !a->to.n)
		return command_usage(a, "Say what and where: move --tenant T --from PLACE --to PLACE");
	if (!a->keys.n)
		a->keys = str_starts(a->from, "sqlite:") ? key_beside(a, a->from) : key_beside(a, a->to);
	int end = move(a, &from, &to);
	if (from.arena)
		tenants_close(&from);
	if (to.arena)
		tenants_close(&to);
	return end;
}
