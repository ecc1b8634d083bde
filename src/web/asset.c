/* Finds a static file and chooses its form. What leaves is made once by the server (leave.c), not for each request. */
#include "web/asset.h"
#include "base/check.h"
#include <pthread.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const struct asset **slot;
static size_t mask;

static size_t hash(struct str x)
{
	uint64_t h = 0xcbf29ce484222325;
	for (size_t i = 0; i < x.n; i++)
		h = (h ^ (unsigned char)x.s[i]) * 0x100000001b3;
	return (size_t)(h ^ h >> 32);
}

/* Open addressing, at most a quarter full, made at the first question and kept for ever. */
static void index_all(void)
{
	for (mask = 15; mask < asset_n * 4;)
		mask = mask * 2 + 1;
	slot = calloc(mask + 1, sizeof *slot);
	CHECK(slot);
	for (size_t i = 0; i < asset_n; i++) {
		size_t at = hash(str_of(asset_table[i].url)) & mask;
		while (slot[at])
			at = (at + 1) & mask;
		slot[at] = &asset_table[i];
	}
}

const struct asset *asset_find(struct str url)
{
	pthread_once(&once, index_all);
	for (size_t at = hash(url) & mask; slot[at]; at = (at + 1) & mask) {
		if (str_is(url, slot[at]->url))
			return slot[at];
	}
	return NULL;
}

const char *asset_url(const char *name)
{
	for (size_t i = 0; i < asset_n; i++) {
		if (strcmp(asset_table[i].name, name) == 0)
			return asset_table[i].url;
	}
	CHECK(!"an asset of that name");
	return NULL;
}

/* The tag without its quotes: a browser may send it back weakened, in a list, or with the mark of an encoding. */
static bool is_known(const struct asset *a, struct str if_none_match)
{
	char core[128];
	size_t n = strlen(a->etag);
	if (n < 3 || n >= sizeof core || !if_none_match.n)
		return false;
	memcpy(core, a->etag + 1, n - 2);
	core[n - 2] = 0;
	return str_is(if_none_match, "*") || str_has(if_none_match, core);
}

bool asset_serve(struct call *c)
{
	if (c->method != METHOD_GET && c->method != METHOD_HEAD)
		return false;
	const struct asset *a = asset_find(c->path);
	if (!a)
		return false;
	c->reply.asset = a;
	c->reply.status = is_known(a, c->if_none_match) ? 304 : 200;
	return true;
}

/* `gzip;q=0` means "not gzip"; a star is not taken as a wish. */
bool asset_takes(struct str accept, const char *word)
{
	struct str one, name;
	while (str_cut(&accept, ',', &one)) {
		struct str rest = one;
		if (!str_cut(&rest, ';', &name) || !str_eq_nocase(str_trim(name), word))
			continue;
		struct str weight = str_trim(rest);
		return !(str_starts(weight, "q=0") && strspn(weight.s + 2, "0.") >= weight.n - 2);
	}
	return false;
}

enum asset_form asset_form_of(const struct asset *a, struct str accept)
{
	if (a->brotli && asset_takes(accept, "br"))
		return ASSET_BROTLI;
	return a->gzip && asset_takes(accept, "gzip") ? ASSET_GZIP : ASSET_PLAIN;
}
