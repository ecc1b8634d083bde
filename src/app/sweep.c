/* In three steps, so that no transaction waits for a disk or a network: read what is to go, let it go, write that it is gone. */
#include "app/sweep.h"
#include "file/file.h"
#include "keep/keep.h"

enum { PIECE = 50, STRAYS = 2000 };
struct sweeping { struct file_gone_row *gone; size_t gone_n; struct keep disk, s3; struct file_id *done; size_t done_n;
	struct str *old; size_t old_n; };

static struct keep kept_copy(struct desk *d, const char *place)
{
	struct keep k = file_keep(d, str_of(place));
	k.url = arena_str(d->arena, k.url);
	k.region = arena_str(d->arena, k.region);
	k.key = arena_str(d->arena, k.key);
	return k;
}

static void read_gone(struct desk *d, void *arg)
{
	struct sweeping *v = arg;
	v->gone_n = file_gone_list(d, PIECE, &v->gone);
	v->disk = kept_copy(d, "disk");
	v->s3 = kept_copy(d, "s3");
}

static bool drop_both(const struct keep *k, struct arena *a, struct str name)
{
	return keep_drop(k, a, arena_fmt(a, "%.*s.small", STR_ARG(name))) && keep_drop(k, a, name);
}

static void drop_gone(struct sweeping *v, struct arena *a)
{
	v->done = ARENA_ARRAY(a, struct file_id, v->gone_n + 1);
	for (size_t i = 0; i < v->gone_n; i++)
		if (drop_both(str_is(v->gone[i].place, "s3") ? &v->s3 : &v->disk, a, v->gone[i].name))
			v->done[v->done_n++] = v->gone[i].file_id;
}

static void write_gone(struct desk *d, void *arg)
{
	struct sweeping *v = arg;
	for (size_t i = 0; i < v->done_n; i++)
		file_drop(d, v->done[i]);
}

/* Of a form that was refused while the machine lost its power: no row names it. */
static void forget_named(struct desk *d, void *arg)
{
	struct sweeping *v = arg;
	for (size_t i = 0; i < v->old_n; i++) {
		struct file_named_row row;
		struct str name = v->old[i], head;
		str_cut(&name, '.', &head);
		if (file_named(d, head, &row))
			v->old[i] = STR_NONE;
	}
}

int sweep_files(struct served *s, struct arena *a)
{
	struct sweeping v = { .gone_n = 0 };
	int n = 0;
	if (!tenants_read(s, a, &(struct work){ .run = read_gone, .arg = &v }))
		return 0;
	drop_gone(&v, a);
	if (v.done_n && tenants_write(s, a, &(struct work){ .run = write_gone, .arg = &v }) == STORE_OK)
		n += (int)v.done_n;
	v.old_n = keep_old(&v.disk, a, STRAYS, &v.old);
	if (!v.old_n || !tenants_read(s, a, &(struct work){ .run = forget_named, .arg = &v }))
		return n;
	for (size_t i = 0; i < v.old_n; i++)
		n += v.old[i].s && keep_drop(&v.disk, a, v.old[i]);
	return n;
}
