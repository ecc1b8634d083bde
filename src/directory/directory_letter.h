/* What letters about entries are given. Nothing in them is about a family: names of places, and a link. */
#pragma once
#include "directory/directory.h"

struct page;
struct directory_letter { const struct tenant *tenant; struct str name, words, url; int64_t day_n; };

/* A piece of directory_letter.page as text, in Japanese: those who keep entries read it. */
struct str directory_letter_text(struct desk *, void (*draw)(struct page *, const struct directory_letter *), const struct directory_letter *);
/* Where links of letters begin: of the request, or of the setting site_url or the tenant's host for those that leave by themselves; else none. */
struct str directory_letter_site(const struct desk *);
