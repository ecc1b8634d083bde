/* yorisoi search: the index of a town's directory made anew from its entries, when what is found is not what is there. */
#include "command/command.h"
#include "directory/directory.h"

enum { PIECE = 100, PIECE_ARENA = 256 << 20 };

struct anew { struct entry_id after; int64_t done_n, all_n; bool is_more; };

static void count_run(struct desk *d, void *arg)
{
	((struct anew *)arg)->all_n = directory_list_n(d, &(struct directory_filter){ .limit_n = 1 });
}

static void begin_run(struct desk *d, void *arg)
{
	(void)arg;
	directory_index_anew(d);
}

static void piece_run(struct desk *d, void *arg)
{
	struct anew *x = arg;
	size_t n = directory_index_again(d, &x->after, PIECE);
	x->done_n += (int64_t)n;
	x->is_more = n > 0;
}

static enum store_fault rebuild(struct served *s, struct arena *a, struct anew *x)
{
	tenants_read(s, a, &(struct work){ .run = count_run, .arg = x });
	enum store_fault fault = tenants_write(s, a, &(struct work){ .run = begin_run, .arg = x });
	for (x->is_more = true; fault == STORE_OK && x->is_more;) {
		arena_reset(a);
		fault = tenants_write(s, a, &(struct work){ .run = piece_run, .arg = x });
		command_progress("search", x->done_n, x->all_n);
	}
	return fault;
}

int command_search(struct args *a)
{
	struct tenants t = { 0 };
	struct anew x = { .all_n = 0 };
	if (a->word_n != 1 || !str_is(a->word[0], "rebuild") || !a->tenant.n)
		return command_usage(a, "Say for which tenant: search rebuild --tenant T");
	if (!command_open(a, &t, 0))
		return COMMAND_REFUSED;
	struct served *s = tenants_by_name(&t, a->tenant);
	struct arena *arena = arena_new(PIECE_ARENA);
	enum store_fault fault = s ? rebuild(s, arena, &x) : STORE_OK;
	int end = COMMAND_DONE;
	if (!s)
		end = command_refused("There is no tenant %.*s here. See: yorisoi tenant list", STR_ARG(a->tenant));
	else if (fault != STORE_OK)
		end = command_refused("%s after %lld entries. Do it again; what was done stays.", store_fault_word(fault), (long long)x.done_n);
	else
		printf("%lld entries of %.*s can be found anew.\n", (long long)x.done_n, STR_ARG(a->tenant));
	arena_free(arena);
	tenants_close(&t);
	return end;
}
