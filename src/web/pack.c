/* Pages leave compressed where that gives nothing away.
 *
 * The length of a compressed page tells whether something in it was said twice. Whoever sees lengths on the wire and may choose a part of a page that
 * also holds a secret learns the secret letter by letter (BREACH). So a page is compressed only when nobody else can have chosen what was asked:
 * the browser says that the request came from our own pages or from the person's own hand (Sec-Fetch-Site: same-origin, none), or there was no
 * cookie, and with it no secret that would be the same at the next try. Links and pictures on other sites, which could ask again and again in a
 * person's name, get the page as it is. Besides, the token of forms is masked anew on every page (app/visitor.c). */
#include "web/asset.h"
#include "web/reply.h"
#include <libdeflate.h>
#include <pthread.h>

enum { LEAST = 2048, LEVEL = 1, SPARE = 16 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct libdeflate_compressor *spare[SPARE];
static int spare_n;

static struct libdeflate_compressor *take(void)
{
	pthread_mutex_lock(&lock);
	struct libdeflate_compressor *k = spare_n ? spare[--spare_n] : NULL;
	pthread_mutex_unlock(&lock);
	return k ? k : libdeflate_alloc_compressor(LEVEL);
}

static void give(struct libdeflate_compressor *k)
{
	pthread_mutex_lock(&lock);
	bool is_kept = spare_n < SPARE;
	if (is_kept)
		spare[spare_n++] = k;
	pthread_mutex_unlock(&lock);
	if (!is_kept)
		libdeflate_free_compressor(k);
}

static bool is_nobodys_choice(const struct call *c)
{
	return str_is(c->fetch_site, "same-origin") || str_is(c->fetch_site, "none") || !c->cookie.n;
}

static bool is_text(const char *type)
{
	return !type || strncmp(type, "text/", 5) == 0 || strncmp(type, "application/json", 16) == 0;
}

void reply_pack(struct call *c)
{
	struct reply *r = &c->reply;
	if (c->method != METHOD_GET || r->status != 200 || r->asset || r->live || r->body.n < LEAST || !is_text(r->type)
		|| !asset_takes(c->accept_encoding, "gzip") || !is_nobodys_choice(c))
		return;
	struct libdeflate_compressor *k = take();
	char *to = k ? arena_get(c->arena, r->body.n) : NULL;
	size_t n = k ? libdeflate_gzip_compress(k, r->body.b, r->body.n, to, r->body.n) : 0;
	if (k)
		give(k);
	if (!n)
		return;
	r->body = (struct out){ .arena = c->arena, .b = to, .n = n, .cap = r->body.n };
	reply_header(c, "Content-Encoding", STR("gzip"));
	reply_header(c, "Vary", STR("Accept-Encoding"));
}
