/* Static files as C: their bytes come in by the assembler, their addresses carry a hash of what they hold. */
#include "tools/embed.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Files listed in DIR/FIXED (robots.txt, sw.js) are served under their own name and kept shortly. */
struct file { char *name; bool has_plain_name; };

static int by_name(const void *a, const void *b) { return strcmp(((const struct file *)a)->name, ((const struct file *)b)->name); }

static bool ends(const char *s, const char *with)
{
	size_t n = strlen(s), m = strlen(with);
	return n >= m && !strcmp(s + n - m, with);
}

static bool has_plain_name(const char *dir, const char *name)
{
	struct text path = { 0 };
	put_fmt(&path, "%s/FIXED", dir);
	if (access(path.s, R_OK) != 0) return false;
	char *rest = read_file(path.s).s;
	for (char *line; (line = line_of(&rest));)
		if (!strcmp(line, name)) return true;
	return false;
}

static size_t files_of(const char *dir, struct file **ret)
{
	size_t n = 0;
	DIR *d = opendir(dir);
	if (!d) die("%s: cannot open", dir);
	for (struct dirent *e; (e = readdir(d));) {
		if (e->d_name[0] == '.' || !strcmp(e->d_name, "FIXED") || ends(e->d_name, ".br") || ends(e->d_name, ".gz")) continue;
		*ret = grown(*ret, (n + 1) * sizeof **ret);
		(*ret)[n++] = (struct file){ copy(e->d_name, strlen(e->d_name)), has_plain_name(dir, e->d_name) };
	}
	closedir(d);
	if (n) qsort(*ret, n, sizeof **ret, by_name);
	return n;
}

static const char *type_of(const char *name)
{
	static const char *const types[][2] = { { ".css", "text/css; charset=utf-8" }, { ".js", "text/javascript; charset=utf-8" },
		{ ".svg", "image/svg+xml" }, { ".png", "image/png" },
		{ ".jpg", "image/jpeg" }, { ".webp", "image/webp" }, { ".ico", "image/x-icon" }, { ".woff2", "font/woff2" },
		{ ".webmanifest", "application/manifest+json" }, { ".json", "application/json" }, { ".txt", "text/plain; charset=utf-8" },
		{ ".html", "text/html; charset=utf-8" }, { ".xml", "application/xml" } };
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (ends(name, types[i][0])) return types[i][1];
	die("%s: a file of unknown kind", name);
}

/* The bytes come in by the assembler; gives their number, 0 when there is no such file. */
static size_t put_bytes(struct text *t, size_t number, const char *form, const char *path)
{
	struct stat st;
	if (stat(path, &st) != 0) return 0;
	char name[64];
	snprintf(name, sizeof name, "asset_%zu_%s", number, form);
	put_fmt(t, "extern const unsigned char %s[] __attribute__((visibility(\"hidden\")));\n"
		"__asm__(\".pushsection .rodata\\n.balign 16\\n.globl %s\\n.hidden %s\\n%s:\\n"
		".incbin \\\"%s\\\"\\n.byte 0\\n.popsection\");\n", name, name, name, name, path);
	return (size_t)st.st_size;
}

static void put_form(struct text *row, size_t number, const char *form, size_t n)
{
	if (n) put_fmt(row, ", .%s = asset_%zu_%s, .%s_n = %zu", form, number, form, form, n);
}

/* The file under its address, which carries eight digits of its hash. */
static void put_url(struct text *t, const struct file *f, uint64_t hash)
{
	const char *dot = strrchr(f->name, '.');
	if (!dot) die("%s: a name without an ending", f->name);
	if (f->has_plain_name) put_fmt(t, "/%s", f->name);
	else put_fmt(t, "/static/%.*s.%08llx%s", (int)(dot - f->name), f->name, (unsigned long long)(hash >> 32), dot);
}

struct asset_text { struct text bytes, rows, names; };

static void put_asset(struct asset_text *t, const char *dir, const struct file *f, size_t number)
{
	struct text path = { 0 }, url = { 0 };
	put_fmt(&path, "%s/%s", dir, f->name);
	struct text content = read_file(path.s);
	uint64_t hash = UINT64_C(0xcbf29ce484222325);
	for (size_t i = 0; i < content.n; i++) hash = (hash ^ (unsigned char)content.s[i]) * UINT64_C(0x100000001b3);
	put_url(&url, f, hash);
	put_z(&t->names, "#define ASSET_");
	for (const char *s = f->name; *s; s++) {
		char c = *s >= 'a' && *s <= 'z' ? (char)(*s - 32) : (*s >= '0' && *s <= '9') || (*s >= 'A' && *s <= 'Z') ? *s : '_';
		put(&t->names, &c, 1);
	}
	put_fmt(&t->names, " \"%s\"\n", url.s);
	put_fmt(&t->rows, "\t{ .name = \"%s\", .url = \"%s\", .type = \"%s\", .etag = \"\\\"%016llx\\\"\", .is_fixed = %s", f->name, url.s,
		type_of(f->name), (unsigned long long)hash, f->has_plain_name ? "false" : "true");
	put_form(&t->rows, number, "plain", put_bytes(&t->bytes, number, "plain", path.s));
	put_z(&path, ".gz");
	put_form(&t->rows, number, "gzip", put_bytes(&t->bytes, number, "gzip", path.s));
	memcpy(path.s + path.n - 2, "br", 2);
	put_form(&t->rows, number, "brotli", put_bytes(&t->bytes, number, "brotli", path.s));
	put_z(&t->rows, " },\n");
}

int embed_assets(const char *out_c, const char *out_h, const char *dir)
{
	struct file *files = NULL;
	struct asset_text t = { 0 };
	size_t n = files_of(dir, &files);
	put_fmt(&t.bytes, "/* made by embed from %s */\n#include \"web/asset.h\"\n\n", dir);
	put_fmt(&t.names, "/* made by embed from %s: addresses of static files */\n#pragma once\n", dir);
	put_z(&t.rows, "");
	for (size_t i = 0; i < n; i++) put_asset(&t, dir, &files[i], i);
	put_fmt(&t.bytes, "\nconst size_t asset_n = %zu;\nconst struct asset asset_table[%zu] = {\n%s};\n", n, n ? n : 1, t.rows.s);
	write_file(out_c, &t.bytes);
	write_file(out_h, &t.names);
	return 0;
}
