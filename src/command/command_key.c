/* yorisoi key: the recovery sheet, and a new machine's key. */
#include "command/command.h"
#include "base/durable.h"
#include "base/qr.h"
#include "desk/audit.h"
#include <errno.h>
#include <unistd.h>

/* ---- the sheet ---- */

/* Two rows of the square are one line of text: the upper and the lower half of a letter. */
static void qr_print(struct arena *a, struct str text)
{
	static const char *const half[] = { " ", "\u2580", "\u2584", "\u2588" };
	struct qr qr;
	for (int y = 0; qr_of(a, text, &qr) && y < qr.n; y += 2) {
		fputs("    ", stdout);
		for (int x = 0; x < qr.n; x++)
			fputs(half[qr_is_dark(&qr, x, y) + 2 * qr_is_dark(&qr, x, y + 1)], stdout);
		putchar('\n');
	}
}

void command_sheet_print(struct args *a, const struct tenants *t)
{
	struct str text = seal_key_text(a->arena, &t->machine_key), mark = seal_key_mark(a->arena, &t->machine_key);
	printf("\n=== YORISOI: RECOVERY SHEET ===  key %s, of %s\n\n    %s\n\n", mark.s, t->keys.s, text.s);
	qr_print(a->arena, text);
	printf("\nWhoever has this sheet and a backup can read everything; whoever has only a backup can read no file and no secret in it.\n"
		"Print it now, put it into a safe away from the backups, and empty this screen. On an empty machine:\n\n"
		"    yorisoi restore BACKUP --sheet FILE --data DIR        (--sheet - lets you type the line above)\n\n"
		"Print it again: yorisoi key sheet. When it may have been seen: yorisoi key rotate.\n===\n\n");
	fflush(stdout);
}

bool command_sheet_read(struct args *a, struct tenants *t)
{
	enum { SHEET_MOST = 65536 };
	bool is_typed = str_is(a->sheet, "-");
	FILE *in = is_typed ? stdin : fopen(a->sheet.s, "re");
	if (!in)
		return command_refused("%s cannot be read: %s.", a->sheet.s, strerror(errno)) == COMMAND_DONE;
	if (is_typed && isatty(0))
		fputs("The line of 14 groups from the recovery sheet, then Enter and Ctrl-D:\n", stderr);
	char *b = arena_get(a->arena, SHEET_MOST);
	size_t n = fread(b, 1, SHEET_MOST, in);
	if (!is_typed)
		fclose(in);
	t->has_sheet = seal_key_parse((struct str){ b, n }, &t->sheet_key);
	if (!t->has_sheet)
		command_refused("This is no recovery sheet: it must have a line of 14 groups of four letters and digits. If it was typed, look for a slip.");
	return t->has_sheet;
}

/* ---- a new key ---- */

struct rotation { struct args *args; struct tenants tenants; struct str key, next, old, mark; };

static void wrap_run(struct desk *d, void *arg)
{
	const struct rotation *v = arg;
	tenant_key_keep(d, &v->tenants.next_key);
	audit_note(d, "key.rotate", "tenant", d->tenant_id.v, v->mark);
}

static void look_run(struct desk *d, void *arg)
{
	tenants_key_open(arg, d);
}

/* Written, and read again from the store before the old key may go. */
static bool wrap(struct rotation *v, struct served *s)
{
	struct arena *a = v->args->arena;
	if (!str_eq(s->key_mark, v->mark) && tenants_write(s, a, &(struct work){ .run = wrap_run, .arg = v }) != STORE_OK)
		return false;
	return tenants_read(s, a, &(struct work){ .run = look_run, .arg = s }) && s->key_found == TENANT_KEY_FOUND && str_eq(s->key_mark, v->mark);
}

static bool next_key_ready(struct rotation *v)
{
	struct tenants *t = &v->tenants;
	if (!seal_key_shred(v->old.s))
		return false;
	if (!t->has_next_key) {
		seal_random(t->next_key.b, sizeof t->next_key.b);
		t->has_next_key = seal_key_write(v->next.s, &t->next_key);
	}
	v->mark = seal_key_mark(v->args->arena, &t->next_key);
	return t->has_next_key;
}

/* The new key takes the old one's name in one step; the old one is overwritten under another. */
static bool keys_change_places(struct rotation *v)
{
	if (link(v->key.s, v->old.s) != 0 || rename(v->next.s, v->key.s) != 0 || !durable_name(v->key.s) || !seal_key_shred(v->old.s))
		return false;
	v->tenants.machine_key = v->tenants.next_key;
	return true;
}

static int rotate(struct rotation *v)
{
	int done_n = 0;
	if (!next_key_ready(v))
		return command_refused("%s cannot be written: %s. Nothing was changed.", v->next.s, strerror(errno));
	for (struct served *s = v->tenants.first; s; s = s->next, done_n++) {
		if (!wrap(v, s))
			return command_refused("The key of %.*s could not be written. Nothing is lost: both keys are kept. Mend the store, then run this again.",
				STR_ARG(s->name));
		command_progress(s->name.s, 1, 1);
	}
	if (!keys_change_places(v))
		return command_refused("The new key could not take its place (%s). Nothing is lost: run this again.", strerror(errno));
	printf("%d tenant%s sealed anew with the key %s. A running server goes on as it is.\nBackups made before need the old recovery sheet: keep "
		"it until the last of them is gone.\n", done_n, done_n == 1 ? "" : "s", v->mark.s);
	if (v->tenants.url.n)
		printf("Other machines that serve this database need the new %s before they start again.\n", v->key.s);
	command_sheet_print(v->args, &v->tenants);
	return COMMAND_DONE;
}

int command_key(struct args *a)
{
	struct rotation v = { .args = a };
	bool is_rotate = a->word_n == 1 && str_is(a->word[0], "rotate");
	if (!is_rotate && !(a->word_n == 1 && str_is(a->word[0], "sheet")))
		return command_usage(a, "Say key sheet or key rotate.");
	if (!command_open(a, &v.tenants, is_rotate ? TENANTS_ALONE : 0))
		return COMMAND_REFUSED;
	const char *keys = v.tenants.keys.s;
	v.key = arena_fmt(a->arena, "%s/machine.key", keys);
	v.next = arena_fmt(a->arena, "%s/machine.key.next", keys);
	v.old = arena_fmt(a->arena, "%s/machine.key.old", keys);
	int end = COMMAND_DONE;
	if (is_rotate)
		end = rotate(&v);
	else
		command_sheet_print(a, &v.tenants);
	tenants_close(&v.tenants);
	return end;
}
