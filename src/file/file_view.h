/* Where an attached file is fetched: below the page of what it hangs on, for the pages of rooms. */
#pragma once
#include "file/file.h"
#include "web/page.h"

static inline struct url file_url(struct page *p, const struct file_line_row *f, struct str base)
{
	return url_of(arena_fmt(p->out->arena, "%.*s/%s", STR_ARG(base), id_text(p->out->arena, f->file_id.v).s));
}

static inline struct url file_small_url(struct page *p, const struct file_line_row *f, struct str base)
{
	return url_of(arena_fmt(p->out->arena, "%.*s?small=1", STR_ARG(file_url(p, f, base).s)));
}
