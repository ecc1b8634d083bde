/* Local headers with the content, then the index. */
#include "base/zip.h"
#include <libdeflate.h>
#include <string.h>

enum { VERSION = 20, UTF8 = 0x0800, DAY_1980 = 0x0021 };

static void put(struct out *o, uint32_t value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		out_put(o, &(char){ (char)(value >> 8 * i & 255) }, 1);
}

/* What both headers say of a file, from the version that is needed to the length of its name. */
static void put_file(struct out *o, const char *name, struct str content)
{
	put(o, VERSION, 2);
	put(o, UTF8, 2);
	put(o, 0, 2);                                   /* stored */
	put(o, 0, 2);
	put(o, DAY_1980, 2);
	put(o, libdeflate_crc32(0, content.s, content.n), 4);
	put(o, (uint32_t)content.n, 4);
	put(o, (uint32_t)content.n, 4);
	put(o, (uint32_t)strlen(name), 2);
	put(o, 0, 2);
}

struct zip zip_new(struct arena *a)
{
	return (struct zip){ .bytes = { .arena = a }, .index = { .arena = a } };
}

void zip_add(struct zip *z, const char *name, struct str content)
{
	uint32_t at = (uint32_t)z->bytes.n;
	put(&z->bytes, 0x04034B50, 4);
	put_file(&z->bytes, name, content);
	out_z(&z->bytes, name);
	out_put(&z->bytes, content.s, content.n);
	put(&z->index, 0x02014B50, 4);
	put(&z->index, VERSION, 2);
	put_file(&z->index, name, content);
	put(&z->index, 0, 2);                           /* no comment, disk 0, no attributes */
	put(&z->index, 0, 2);
	put(&z->index, 0, 2);
	put(&z->index, 0, 4);
	put(&z->index, at, 4);
	out_z(&z->index, name);
	z->n++;
}

struct str zip_done(struct zip *z)
{
	uint32_t at = (uint32_t)z->bytes.n, n = (uint32_t)z->index.n;
	struct str index = out_done(&z->index);
	out_put(&z->bytes, index.s, n);
	put(&z->bytes, 0x06054B50, 4);
	put(&z->bytes, 0, 4);
	put(&z->bytes, (uint32_t)z->n, 2);
	put(&z->bytes, (uint32_t)z->n, 2);
	put(&z->bytes, n, 4);
	put(&z->bytes, at, 4);
	put(&z->bytes, 0, 2);
	return out_done(&z->bytes);
}
