/* See rebuild.h. */
#include "tests/power/rebuild.h"
#include "tests/power/record.h"
#include "tests/disk/client.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- reading the record ---- */

bool record_read(struct record *ret, const char *path)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st))
		return false;
	*ret = (struct record){ .b = malloc((size_t)st.st_size + 1) };
	ret->step = calloc((size_t)st.st_size / sizeof(struct record_head) + 1, sizeof *ret->step);
	must(ret->b && ret->step, "memory for the record");
	for (size_t has = 0; has < (size_t)st.st_size;) {
		ssize_t n = read(fd, ret->b + has, (size_t)st.st_size - has);
		must(n > 0, "reading the record");
		has += (size_t)n;
	}
	close(fd);
	for (const uint8_t *p = ret->b, *end = ret->b + st.st_size; p < end;) {
		struct record_head head;
		memcpy(&head, p, sizeof head);
		const uint8_t *name = p + sizeof head, *data = name + head.name_n;
		size_t n = strchr("WRLA", head.kind) ? head.n : 0;
		ret->step[ret->step_n++] = (struct step){ head.kind, name, data, head.name_n, n, head.at };
		p = data + n;
	}
	return true;
}

void record_free(struct record *r)
{
	free(r->b);
	free(r->step);
}

/* ---- the disk ---- */

struct disk *disk_new(uint64_t seed)
{
	struct disk *d = calloc(1, sizeof *d);
	must(d != NULL, "memory for a disk");
	d->dice = seed * 0x9e3779b97f4a7c15u + 1;
	return d;
}

void disk_free(struct disk *d)
{
	for (int i = 0; i < d->file_n; i++) {
		free(d->file[i].synced.b);
		free(d->file[i].waiting);
	}
	free(d);
}

uint32_t disk_dice(struct disk *d, uint32_t below)
{
	d->dice ^= d->dice << 13;
	d->dice ^= d->dice >> 7;
	d->dice ^= d->dice << 17;
	return (uint32_t)(d->dice >> 32) % below;
}

static struct name *name_find(struct name *names, const char *name)
{
	struct name *empty = NULL;
	for (int i = 0; i < DISK_NAMES; i++) {
		if (!strcmp(names[i].name, name))
			return &names[i];
		empty = empty || names[i].name[0] ? empty : &names[i];
	}
	must(empty != NULL, "more names than this disk can hold");
	snprintf(empty->name, sizeof empty->name, "%s", name);
	empty->file = -1;
	return empty;
}

static void change_do(struct name *names, const struct change *c)
{
	if (c->gone[0])
		name_find(names, c->gone)->file = -1;
	if (c->name[0])
		name_find(names, c->name)->file = c->file;
}

static void change_names(struct disk *d, struct change c)
{
	must(d->change_n < DISK_NAMES, "more changes of names than this disk can hold");
	d->change[d->change_n++] = c;
	change_do(d->now, &c);
}

static int file_make(struct disk *d, const char *name, bool is_folder)
{
	struct change c = { .file = d->file_n };
	must(d->file_n < DISK_FILES, "more files than this disk can hold");
	d->file[d->file_n] = (struct file){ .is_folder = is_folder };
	snprintf(c.name, sizeof c.name, "%s", name);
	change_names(d, c);
	return d->file_n++;
}

static struct file *file_of(struct disk *d, const char *name)
{
	int at = name_find(d->now, name)->file;
	return &d->file[at >= 0 ? at : file_make(d, name, false)];
}

static void bytes_reach(struct bytes *b, size_t n)
{
	if (n > b->cap) {
		b->cap = n * 2 < 65536 ? 65536 : n * 2;
		b->b = realloc(b->b, b->cap);
		must(b->b != NULL, "memory for a file");
	}
	if (n > b->n)
		memset(b->b + b->n, 0, n - b->n);
	b->n = n > b->n ? n : b->n;
}

static void bytes_take(struct bytes *b, const struct step *s)
{
	if (s->kind == RECORD_LENGTH) {
		bytes_reach(b, s->at);
		b->n = s->at;
		return;
	}
	bytes_reach(b, s->at + s->n);
	memcpy(b->b + s->at, s->data, s->n);
}

/* Any part of it, in pieces as a disk writes them. */
static void bytes_take_part(struct disk *d, struct bytes *b, const struct step *s, size_t piece)
{
	if (s->kind == RECORD_LENGTH) {
		if (disk_dice(d, 2))
			bytes_take(b, s);
		return;
	}
	for (size_t from = 0, next; from < s->n; from = next) {
		next = (s->at + from) / piece * piece + piece - s->at;
		next = next < s->n ? next : s->n;
		struct step part = { .kind = RECORD_WRITE, .data = s->data + from, .n = next - from, .at = s->at + from };
		if (disk_dice(d, 2))
			bytes_take(b, &part);
	}
}

static void file_wait(struct file *f, const struct step *s)
{
	if (f->waiting_n == f->waiting_cap) {
		f->waiting_cap = f->waiting_cap ? f->waiting_cap * 2 : 64;
		f->waiting = realloc(f->waiting, f->waiting_cap * sizeof *f->waiting);
		must(f->waiting != NULL, "memory for writes");
	}
	f->waiting[f->waiting_n++] = *s;
}

/* After a failed sync the system forgets that anything was waiting: part of it is on the disk, the rest never will be. */
static void file_sync(struct disk *d, struct file *f, bool has_failed)
{
	for (size_t i = 0; i < f->waiting_n; i++)
		if (has_failed)
			bytes_take_part(d, &f->synced, &f->waiting[i], 4096);
		else
			bytes_take(&f->synced, &f->waiting[i]);
	f->waiting_n = 0;
}

static bool is_in(const char *name, const char *folder)
{
	const char *slash = strrchr(name, '/');
	if (!strcmp(folder, "."))
		return name[0] && !slash;
	return slash && (size_t)(slash - name) == strlen(folder) && !strncmp(name, folder, (size_t)(slash - name));
}

static void folder_sync(struct disk *d, const char *folder)
{
	int kept_n = 0;
	for (int i = 0; i < d->change_n; i++) {
		struct change *c = &d->change[i];
		if (is_in(c->name[0] ? c->name : c->gone, folder))
			change_do(d->synced, c);
		else
			d->change[kept_n++] = *c;
	}
	d->change_n = kept_n;
}

static void take_name(struct disk *d, const struct step *s, const char *name)
{
	struct change c = { .file = name_find(d->now, name)->file };
	if (s->kind != RECORD_LINK)
		snprintf(c.gone, sizeof c.gone, "%s", name);
	if (s->kind != RECORD_REMOVE)
		snprintf(c.name, sizeof c.name, "%.*s", (int)s->n, (const char *)s->data);
	change_names(d, c);
}

void disk_take(struct disk *d, const struct step *s)
{
	char name[DISK_NAME];
	snprintf(name, sizeof name, "%.*s", (int)s->name_n, (const char *)s->name);
	bool is_folder = !strcmp(name, ".") || (name_find(d->now, name)->file >= 0 && file_of(d, name)->is_folder);
	switch ((enum record_kind)s->kind) {
	case RECORD_MAKE: case RECORD_FOLDER:
		file_make(d, name, s->kind == RECORD_FOLDER);
		break;
	case RECORD_WRITE: case RECORD_LENGTH:
		file_wait(file_of(d, name), s);
		break;
	case RECORD_SYNC: case RECORD_SYNC_FAILED:
		if (is_folder && s->kind == RECORD_SYNC)
			folder_sync(d, name);
		else if (!is_folder)
			file_sync(d, file_of(d, name), s->kind == RECORD_SYNC_FAILED);
		break;
	case RECORD_REMOVE: case RECORD_RENAME: case RECORD_LINK:
		take_name(d, s, name);
		break;
	case RECORD_TOLD:
		must(d->told_n < TOLD_MOST, "more was told than this test can hold");
		d->told[d->told_n++] = s;
		break;
	}
}

/* ---- without power ---- */

static void bytes_as_left(struct disk *d, const struct file *f, enum cut_kind kind, struct bytes *ret)
{
	ret->n = 0;
	bytes_reach(ret, f->synced.n);
	memcpy(ret->b, f->synced.b ? f->synced.b : (uint8_t *)"", f->synced.n);
	for (size_t i = 0; i < f->waiting_n && kind != CUT_NOTHING; i++)
		if (kind == CUT_EVERYTHING)
			bytes_take(ret, &f->waiting[i]);
		else
			bytes_take_part(d, ret, &f->waiting[i], kind == CUT_TORN_512 ? 512 : 4096);
}

static void names_as_left(struct disk *d, enum cut_kind kind, struct name names[DISK_NAMES])
{
	int n = kind == CUT_NOTHING ? 0 : kind == CUT_EVERYTHING ? d->change_n : (int)disk_dice(d, (uint32_t)d->change_n + 1);
	memcpy(names, d->synced, sizeof d->synced);
	for (int i = 0; i < n; i++)
		change_do(names, &d->change[i]);
}

static void put_file(const char *path, const struct bytes *b)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	must(fd >= 0, "a file of a state");
	for (size_t has = 0; has < b->n;) {
		ssize_t n = write(fd, b->b + has, b->n - has);
		must(n > 0, "writing a state");
		has += (size_t)n;
	}
	close(fd);
}

/* A file whose folder was not kept is gone with it. */
static void put_name(struct disk *d, const struct name *n, enum cut_kind kind, const char *folder)
{
	struct bytes b = { 0 };
	char path[300], above[300];
	snprintf(path, sizeof path, "%.190s/%.99s", folder, n->name);
	snprintf(above, sizeof above, "%.*s", (int)(strrchr(path, '/') - path), path);
	if (d->file[n->file].is_folder) {
		mkdir(path, 0700);
		return;
	}
	if (access(above, F_OK))
		return;
	bytes_as_left(d, &d->file[n->file], kind, &b);
	put_file(path, &b);
	free(b.b);
}

void disk_lay_out(struct disk *d, enum cut_kind kind, const char *folder)
{
	struct name names[DISK_NAMES];
	names_as_left(d, kind, names);
	for (int is_file = 0; is_file < 2; is_file++)   /* folders first; they lie here in the order of their making */
		for (int i = 0; i < DISK_NAMES; i++)
			if (names[i].name[0] && names[i].file >= 0 && d->file[names[i].file].is_folder != is_file)
				put_name(d, &names[i], kind, folder);
}
