/* Static files, built and compressed beforehand and compiled in; names carry their hash, so they may be kept for ever. */
#pragma once
#include "web/call.h"

struct asset {
	const char *name;                               /* app.css */
	const char *url;                                /* /static/app.1f2e3d4c.css */
	const char *type;
	const char *etag;                               /* with its quotes */
	const unsigned char *plain, *gzip, *brotli;     /* gzip and brotli may be NULL */
	size_t plain_n, gzip_n, brotli_n;
	bool is_fixed;                                  /* immutable; else (robots.txt, sw.js) short-lived under its plain name */
};
extern const struct asset asset_table[];
extern const size_t asset_n;

bool asset_serve(struct call *);                        /* true when the path was one of ours; 304 by ETag */
/* Which form of a file a browser takes: the best of its Accept-Encoding that we have. */
enum asset_form { ASSET_PLAIN, ASSET_GZIP, ASSET_BROTLI, ASSET_FORM_N };
enum asset_form asset_form_of(const struct asset *, struct str accept_encoding);
bool asset_takes(struct str accept_encoding, const char *word);
const struct asset *asset_find(struct str url);
const char *asset_url(const char *name);                /* CHECKs that there is one */
