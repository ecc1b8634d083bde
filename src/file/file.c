/* Staging, attaching, sending, erasing. */
#include "file/file.h"
#include "desk/audit.h"
#include "desk/refuse.h"
#include "desk/tenant.h"
#include "keep/keep.h"
#include "web/reply.h"

static const char no_key[145] = "000000000000000000000000000000000000000000000000000000000000000000000000"
	"000000000000000000000000000000000000000000000000000000000000000000000000";

struct keep file_keep(struct desk *d, struct str place)
{
	struct keep k = { .is_s3 = str_is(place, "s3"), .folder = d->files };
	if (!k.is_s3)
		return k;
	struct str base = tenant_get(d->tenant, "files.s3_base");
	while (base.n && base.s[base.n - 1] == '/')
		base.n--;
	k.url = arena_fmt(d->arena, "%.*s/%.*s", STR_ARG(base), STR_ARG(d->tenant->name));
	k.region = tenant_get(d->tenant, "files.s3_region");
	k.key = tenant_get(d->tenant, "files.s3_key");
	if (!tenant_secret(d, d->tenant, "files.s3_secret", &k.secret))
		k.secret = STR("");
	return k;
}

/* ---- staging ---- */

static struct str small_name(struct arena *a, struct str name)
{
	return arena_fmt(a, "%.*s.small", STR_ARG(name));
}

static bool put_sealed(const struct keep *k, struct arena *a, const struct file_staged *f)
{
	if (!keep_put(k, a, f->name, seal_bytes(a, &f->key, f->picture.whole)))
		return false;
	if (!f->picture.small.n || keep_put(k, a, small_name(a, f->name), seal_bytes(a, &f->key, f->picture.small)))
		return true;
	keep_drop(k, a, f->name);
	return false;
}

static enum picture_end make_any(struct arena *a, struct str bytes, struct picture *ret)
{
	enum picture_end end = picture_film(a, bytes, ret);
	return end == PICTURE_UNKNOWN ? picture_make(a, bytes, ret) : end;
}

static enum file_refusal stage(struct desk *d, struct str bytes, enum picture_end (*make)(struct arena *, struct str, struct picture *),
	struct file_staged *ret)
{
	struct str place = tenant_get(d->tenant, "files.store");
	struct keep k = file_keep(d, place);
	struct arena *a = arena_new((size_t)80 << 20);
	struct file_staged f = { .name = id_token(d->arena), .place = k.is_s3 ? "s3" : "disk" };
	enum picture_end end = make(a, bytes, &f.picture);
	seal_random(f.key.b, sizeof f.key.b);
	if (end == PICTURE_OK && !put_sealed(&k, a, &f))
		end = (enum picture_end)FILE_NO_PLACE;
	f.picture.whole.s = f.picture.small.s = NULL;   /* their lengths stay */
	if (end == PICTURE_OK)
		*ret = f;
	arena_free(a);
	return (enum file_refusal)end;
}

enum file_refusal file_stage(struct desk *d, struct str bytes, struct file_staged *ret)
{
	return stage(d, bytes, picture_make, ret);
}

enum file_refusal file_stage_any(struct desk *d, struct str bytes, struct file_staged *ret)
{
	return stage(d, bytes, make_any, ret);
}

/* What was put down for a form of which nothing is kept. On S3 it stays, and nobody has its key. */
static void undo(struct desk *d)
{
	const struct file_batch *b = file_batch(d);
	for (size_t i = 0; i < b->n; i++) {
		struct keep k = file_keep(d, str_of(b->file[i].place));
		if (k.is_s3)
			continue;
		keep_drop(&k, d->arena, b->file[i].name);
		keep_drop(&k, d->arena, small_name(d->arena, b->file[i].name));
	}
}

/* Browsers send an empty part with an empty name where nothing was chosen. */
static bool is_chosen(const struct field *f)
{
	return f->file_name.s && (f->file_name.n || f->value.n);
}

bool file_is_sent(struct call *c)
{
	for (size_t i = 0; form_read(c) && i < c->fields.field_n; i++)
		if (is_chosen(&c->fields.field[i]))
			return true;
	return false;
}

void file_prepare(struct desk *d, struct call *c)
{
	struct file_batch *b = ARENA_NEW(d->arena, struct file_batch);
	d->prepared = b;
	d->undo = undo;
	desk_turn_end(d);
	for (size_t i = 0; form_read(c) && i < c->fields.field_n && b->refusal == FILE_OK; i++) {
		const struct field *f = &c->fields.field[i];
		if (!is_chosen(f))
			continue;
		b->refused_name = f->file_name;
		b->refusal = b->n == FILE_MOST ? FILE_TOO_MANY : file_stage(d, f->value, &b->file[b->n]);
		b->n += b->refusal == FILE_OK;
	}
}

const struct file_batch *file_batch(const struct desk *d)
{
	static const struct file_batch none;
	return d->undo == undo ? d->prepared : &none;
}

/* ---- attaching ---- */

static struct str key_str(const struct seal_key *key)
{
	return (struct str){ (const char *)key->b, sizeof key->b };
}

static struct seal_key holder_wrap(const struct desk *d)
{
	return seal_derive(d->tenant_key, STR("file"), d->tenant_id.v);
}

static bool key_open(struct desk *d, const struct seal_key *by, struct str box, struct seal_key *ret)
{
	struct str key;
	if (!seal_open(d->arena, by, box, &key) || key.n != sizeof ret->b)
		return false;
	memcpy(ret->b, key.s, sizeof ret->b);
	return true;
}

/* The holder's key, made with its first file. */
static struct holder_id holder_for(struct desk *d, const struct file_place *p, struct seal_key *ret)
{
	struct file_holder_of_row row;
	struct seal_key wrap = holder_wrap(d);
	if (file_holder_of(d, str_of(p->kind), (struct subject_id){ p->subject_id }, &row)) {
		if (!key_open(d, &wrap, row.key_box, ret) && d->turn->fault == STORE_OK)
			d->turn->fault = STORE_CORRUPT;
		return row.holder_id;
	}
	struct holder_id holder_id = { id_new() };
	seal_random(ret->b, sizeof ret->b);
	file_holder_add(d, &(struct file_holder_add_in){ .holder_id = holder_id, .kind = str_of(p->kind), .subject_id = { p->subject_id },
		.key_box = seal_box(d->arena, &wrap, key_str(ret)), .made_at = d->now });
	return holder_id;
}

static bool is_film_type(struct str type)
{
	return str_starts(type, "video/") || str_starts(type, "audio/");
}

void file_attach(struct desk *d, const struct file_place *p, const struct file_staged *f)
{
	struct seal_key key;
	struct holder_id holder_id = holder_for(d, p, &key);
	const struct picture *x = &f->picture;
	bool is_film = is_film_type(str_of(x->type));
	file_add(d, &(struct file_add_in){ .file_id = { id_new() }, .holder_id = holder_id, .part_id = { p->part_id }, .name = f->name,
		.place = str_of(f->place), .type = is_film ? STR("application/pdf") : str_of(x->type), .film = is_film ? str_of(x->type) : STR_NONE,
		.width_n = x->width, .height_n = x->height, .small_width_n = x->small_width,
		.small_height_n = x->small_height, .byte_n = (int64_t)x->whole.n, .key_box = seal_box(d->arena, &key, key_str(&f->key)), .put_at = d->now });
}

void file_attach_all(struct desk *d, const struct file_place *p)
{
	const struct file_batch *b = file_batch(d);
	for (size_t i = 0; i < b->n; i++)
		file_attach(d, p, &b->file[i]);
}

size_t file_list(struct desk *d, const struct file_place *p, struct file_line_row **ret)
{
	return file_lines(d, str_of(p->kind), (struct subject_id){ p->subject_id }, ret);
}

/* ---- sending ---- */

struct sending { struct desk_later later; struct keep keep; struct str name, type; struct seal_key key; };

/* `bytes=FROM-TO`, as players ask (RFC 9110, 14.2): one piece. Anything else is no range, and all of it is sent. */
static bool range_of(struct str range, size_t n, size_t *ret_from, size_t *ret_to)
{
	struct str from;
	int64_t a = 0, b = (int64_t)n - 1;
	if (!str_starts(range, "bytes="))
		return false;
	range = (struct str){ range.s + 6, range.n - 6 };
	if (!str_cut(&range, '-', &from) || !str_int(from, &a) || (range.n && !str_int(range, &b)) || a < 0 || b < a || a >= (int64_t)n)
		return false;
	*ret_from = (size_t)a;
	*ret_to = b < (int64_t)n ? (size_t)b : n - 1;
	return true;
}

/* A player seeks, and some play nothing where they cannot. */
static void send_film(struct desk *d, struct call *c, struct str plain)
{
	size_t from = 0, to = plain.n - 1;
	bool is_piece = range_of(c->range, plain.n, &from, &to);
	c->reply.body = (struct out){ .arena = d->arena, .b = (char *)(uintptr_t)plain.s + from, .n = to - from + 1, .cap = to - from + 1 };
	reply_status(c, is_piece ? 206 : 200);
	reply_header(c, "Accept-Ranges", STR("bytes"));
	if (is_piece)
		reply_header(c, "Content-Range", arena_fmt(d->arena, "bytes %zu-%zu/%zu", from, to, plain.n));
}

/* The browser may show it as what it is and as nothing else: no script, no page, no guess at its type. A paper is always saved, since no browser
 * opens one under such a policy. */
static void send_run(struct desk *d, struct call *c, struct desk_later *later)
{
	struct sending *s = (struct sending *)later;
	struct arena *a = arena_new((size_t)40 << 20);
	struct str sealed, plain;
	bool ok = keep_get(&s->keep, a, s->name, &sealed) && seal_bytes_open(d->arena, &s->key, sealed, &plain);
	arena_free(a);
	if (!ok) {
		refuse_fault(d, c);
		return;
	}
	bool is_paper = str_is(s->type, "application/pdf"), is_film = is_film_type(s->type);
	c->reply.body = (struct out){ .arena = d->arena, .b = (char *)(uintptr_t)plain.s, .n = plain.n, .cap = plain.n };
	c->reply.type = s->type.s;
	reply_status(c, 200);
	if (is_film && plain.n)
		send_film(d, c, plain);
	reply_header(c, "Content-Security-Policy", STR("default-src 'none'; sandbox; frame-ancestors 'none'"));
	reply_header(c, "Content-Disposition", is_paper ? STR("attachment; filename=\"yorisoi.pdf\"")
		: is_film ? STR("inline; filename=\"yorisoi.mp4\"") : STR("inline; filename=\"yorisoi.jpg\""));
}

static bool keys_open(struct desk *d, const struct file_one_row *row, struct seal_key *ret)
{
	struct seal_key wrap = holder_wrap(d), holder;
	return key_open(d, &wrap, row->holder_box, &holder) && key_open(d, &holder, row->key_box, ret);
}

void file_send(struct desk *d, struct call *c, const struct file_place *p, struct str file_id_text)
{
	struct file_one_row row;
	struct file_id file_id;
	struct sending *s = ARENA_NEW(d->arena, struct sending);
	struct str kind = str_of(p->kind);
	bool found = id_parse(file_id_text, &file_id.v) && file_one(d, file_id, kind, (struct subject_id){ p->subject_id }, &row)
		&& keys_open(d, &row, &s->key);
	bool is_small = found && str_is(form_value(c, "small"), "1") && str_is(row.type, "image/jpeg");
	if (!found) {
		refuse_missing(d, c);
		return;
	}
	s->keep = file_keep(d, row.place);
	s->name = is_small ? small_name(d->arena, row.name) : row.name;
	s->type = row.type;
	s->later = (struct desk_later){ .run = send_run, .is_slow = s->keep.is_s3 };
	d->later = &s->later;
}

struct file_reading { struct keep keep; struct str name; struct seal_key key; };

struct file_reading *file_reading_of(struct desk *d, const struct file_place *p, struct file_id file_id, bool is_small)
{
	struct file_one_row row;
	struct file_reading *x = ARENA_NEW(d->arena, struct file_reading);
	if (!file_one(d, file_id, str_of(p->kind), (struct subject_id){ p->subject_id }, &row) || !keys_open(d, &row, &x->key))
		return NULL;
	x->keep = file_keep(d, row.place);
	x->name = is_small && str_is(row.type, "image/jpeg") ? small_name(d->arena, row.name) : row.name;
	return x;
}

bool file_reading_get(struct desk *d, struct file_reading *x, struct str *ret)
{
	struct arena *a = arena_new((size_t)40 << 20);
	struct str sealed;
	bool ok = keep_get(&x->keep, a, x->name, &sealed) && seal_bytes_open(d->arena, &x->key, sealed, ret);
	arena_free(a);
	return ok;
}

/* ---- erasing ---- */

static void holder_wipe(struct desk *d, struct holder_id holder_id)
{
	file_wipe(d, str_of(no_key), d->now, holder_id);
	file_holder_wipe(d, str_of(no_key), d->now, holder_id);
}

int64_t file_strike(struct desk *d, struct holder_id holder_id)
{
	struct file_holder_open_row row;
	if (!file_holder_open(d, holder_id, &row))
		return 0;
	holder_wipe(d, holder_id);
	return 1;
}

void file_erase(struct desk *d, const struct file_place *p)
{
	struct file_holder_of_row row;
	if (!file_holder_of(d, str_of(p->kind), (struct subject_id){ p->subject_id }, &row))
		return;
	holder_wipe(d, row.holder_id);
	audit_note(d, "file.erase", p->kind, p->subject_id, STR_NONE);
}

void file_erase_part(struct desk *d, const struct file_place *p)
{
	struct file_holder_of_row row;
	if (file_holder_of(d, str_of(p->kind), (struct subject_id){ p->subject_id }, &row)
		&& file_wipe_part(d, str_of(no_key), d->now, row.holder_id, (struct part_id){ p->part_id }) > 0)
		audit_note(d, "file.erase", p->kind, p->subject_id, STR("part"));
}

size_t file_gone_list(struct desk *d, int64_t limit_n, struct file_gone_row **ret)
{
	return file_gone(d, limit_n, ret);
}
