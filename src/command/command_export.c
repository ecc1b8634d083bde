/* yorisoi export: a town's directory as open data, to the terminal or into a pipe. */
#include "command/command.h"
#include "exchange/exchange_out.h"
#include <stdio.h>

struct export { enum exchange_format format; struct entry_id after; bool is_first, has_more, is_written; };

/* One piece in a read turn of its own, so that a large town never holds the store for long. */
static void export_piece(struct desk *d, void *arg)
{
	enum { PIECE = 500 };
	struct export *x = arg;
	struct out o = { .arena = d->arena };
	if (x->is_first)
		exchange_out_begin(d, x->format, &o);
	x->is_first = false;
	x->has_more = exchange_out_piece(d, x->format, &x->after, PIECE, &o);
	if (!x->has_more)
		exchange_out_end(d, x->format, &o);
	x->is_written = fwrite(o.b ? o.b : "", 1, o.n, stdout) == o.n;
}

static int export_all(struct args *a, struct tenants *t, enum exchange_format format)
{
	struct export x = { .format = format, .is_first = true, .has_more = true, .is_written = true };
	struct served *s = tenants_by_name(t, a->tenant);
	struct arena *arena = arena_new((size_t)64 << 20);
	bool ok = s != NULL;
	while (ok && x.has_more && x.is_written) {
		ok = tenants_read(s, arena, &(struct work){ .run = export_piece, .arg = &x });
		arena_reset(arena);
	}
	arena_free(arena);
	if (!s)
		return command_refused("There is no tenant %.*s here. See: yorisoi tenant list", STR_ARG(a->tenant));
	if (!ok)
		return command_refused("The data could not be read. See: yorisoi check");
	if (!x.is_written || fflush(stdout) != 0)
		return command_refused("The file could not be written to its end: is the disk full?");
	return COMMAND_DONE;
}

int command_export(struct args *a)
{
	struct tenants t = { 0 };
	enum exchange_format format;
	if (!a->tenant.n || !exchange_format_parse(a->format, &format) || a->word_n)
		return command_usage(a, "Say what and how: export --tenant T --format ods|ods-v1|geojson|json|hsds");
	if (!command_open(a, &t, 0))
		return COMMAND_REFUSED;
	int end = export_all(a, &t, format);
	tenants_close(&t);
	return end;
}
