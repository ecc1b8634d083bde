/* Letters about entries as text. */
#include "directory/directory_letter.h"
#include "desk/tenant.h"
#include "directory/directory_letter.page.h"

struct str directory_letter_text(struct desk *d, void (*draw)(struct page *, const struct directory_letter *), const struct directory_letter *v)
{
	struct out o = { .arena = d->arena };
	struct page p = { .out = &o, .lang = LANG_JA, .base = d->base };
	draw(&p, v);
	return str_trim(out_done(&o));
}

struct str directory_letter_site(const struct desk *d)
{
	struct str site = tenant_get(d->tenant, "site_url");
	if (d->site.n)
		return d->site;
	if (site.n)
		return str_ends(site, "/") ? (struct str){ site.s, site.n - 1 } : site;
	return d->tenant->host.n ? arena_fmt(d->arena, "https://%.*s", STR_ARG(d->tenant->host)) : STR_NONE;
}
