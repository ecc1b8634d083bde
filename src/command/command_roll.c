/* Lists of people on the command line. */
#include "command/command_roll.h"
#include "base/clock.h"
#include "base/out.h"
#include "family/family_resident.h"
#include "staff/staff_import.h"
#include <time.h>

enum { ARENA = 1 << 30, REST_NS = 4000000 };          /* between turns, so that another process gets its own */

struct rolling { struct command_roll *what; bool is_dry; };

static void roll_run(struct desk *d, void *arg)
{
	struct rolling *v = arg;
	v->what->run(d, &v->what->roll, v->is_dry);
}

static void print_json(const struct roll *r)
{
	struct out o = { .arena = r->arena };
	bool is_first = true;
	out_fmt(&o, "{\"read_n\":%zu,\"added_n\":%lld,\"changed_n\":%lld,\"unchanged_n\":%lld,\"rejected_n\":%lld,\"rejected\":[", r->row_n,
		(long long)r->added_n, (long long)r->changed_n, (long long)r->unchanged_n, (long long)r->rejected_n);
	for (size_t i = 0; i < r->row_n; i++) {
		if (r->row[i].end != ROLL_REJECTED)
			continue;
		out_fmt(&o, "%s{\"line_n\":%lld,\"reason\":", is_first ? "" : ",", (long long)r->row[i].line_n);
		out_json(&o, r->row[i].why);
		out_z(&o, "}");
		is_first = false;
	}
	out_z(&o, "]}\n");
	fwrite(o.b, 1, o.n, stdout);
}

static void print_words(const struct args *a, const struct roll *r)
{
	printf("%.*s: %s, %zu rows of kind %.*s%s\n", STR_ARG(a->word[0]), r->encoding, r->row_n, STR_ARG(a->kind),
		a->is_dry ? " (dry run: nothing was written)" : "");
	printf("  read      %zu\n  added     %lld\n  changed   %lld\n  unchanged %lld\n  rejected  %lld\n", r->row_n, (long long)r->added_n,
		(long long)r->changed_n, (long long)r->unchanged_n, (long long)r->rejected_n);
	if (r->longest_ns)
		printf("  others waited %.0f ms at most\n", (double)r->longest_ns / 1e6);
	if (r->unknown.n)
		printf("  left aside: the columns %.*s\n", STR_ARG(r->unknown));
	for (size_t i = 0; i < r->row_n; i++)
		if (r->row[i].end == ROLL_REJECTED)
			printf("  line %lld: %.*s\n", (long long)r->row[i].line_n, STR_ARG(r->row[i].why));
}

static int put_in(struct args *a, struct served *s, struct command_roll *what)
{
	struct rolling v = { .what = what, .is_dry = a->is_dry };
	struct work work = { .run = roll_run, .arg = &v };
	struct arena *arena = arena_new((size_t)256 << 20);
	enum store_fault fault = STORE_OK;
	if (a->is_dry && !tenants_read(s, arena, &work))
		fault = STORE_IO;
	for (bool is_more = !a->is_dry; is_more && fault == STORE_OK;) {
		int64_t begun = clock_monotonic_ns();
		arena_reset(arena);
		fault = tenants_write(s, arena, &work);
		int64_t took = clock_monotonic_ns() - begun;
		what->roll.turn_ns = took;
		what->roll.longest_ns = took > what->roll.longest_ns ? took : what->roll.longest_ns;
		is_more = what->is_in_pieces && what->roll.done_n < what->roll.row_n;
		if (is_more)
			nanosleep(&(struct timespec){ .tv_nsec = REST_NS }, NULL);
	}
	if (fault == STORE_OK && a->is_json)
		print_json(&what->roll);
	else if (fault == STORE_OK)
		print_words(a, &what->roll);
	arena_free(arena);
	return fault == STORE_OK ? COMMAND_DONE : what->roll.done_n
		? command_refused("Taken in up to row %zu, then: %s. Give the same list once more.", what->roll.done_n, store_fault_word(fault))
		: command_refused("Nothing was written: %s.", fault == STORE_FULL ? "the disk is full" : store_fault_word(fault));
}

int command_roll(struct args *a, struct command_roll *what)
{
	struct tenants t = { 0 };
	struct arena *arena = arena_new(ARENA);
	struct str bytes, why = STR_NONE;
	int end = COMMAND_REFUSED;
	if (!command_file_read(arena, a->word[0].s, &bytes))
		;
	else if (!roll_open(arena, bytes, &what->roll, what->must, &why))
		command_refused("%.*s: %.*s", STR_ARG(a->word[0]), STR_ARG(why));
	else if (command_open(a, &t, a->is_dry ? TENANTS_LOOK : 0)) {
		struct served *s = tenants_by_name(&t, a->tenant);
		end = s ? put_in(a, s, what) : command_refused("There is no tenant %.*s here. See: yorisoi tenant list", STR_ARG(a->tenant));
		tenants_close(&t);
	}
	arena_free(arena);
	return end;
}

int command_import_worker(struct args *a)
{
	struct command_roll what = { .must = "name", .run = staff_import, .roll = { .column = staff_import_columns, .column_n = staff_import_column_n } };
	return command_roll(a, &what);
}

int command_import_family(struct args *a)
{
	struct command_roll what = { .must = "number", .is_in_pieces = true, .run = family_resident_import,
		.roll = { .column = family_resident_columns, .column_n = family_resident_column_n } };
	return command_roll(a, &what);
}
