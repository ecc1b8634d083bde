/* Small answers that the frames ask for. */
#include "desk/frame_link.h"

enum { OWN_HUE = 165 };

bool frame_has_lang(const struct frame *f, enum lang lang)
{
	return !f->tenant || tenant_has_lang(f->tenant, lang);
}

int64_t frame_hue(const struct frame *f)
{
	return f->tenant ? f->tenant->hue : OWN_HUE;
}

struct str frame_live(const struct frame *f)
{
	return f->has_live ? arena_fmt(f->d->arena, "%.*s/desk/live", STR_ARG(f->d->base)) : STR("");
}

bool frame_may(const struct frame *f, enum may act)
{
	return may_ever(f->d, act);
}

struct url frame_link(struct page *p, const char *add)
{
	return url_of(arena_fmt(p->out->arena, "%.*s%s", STR_ARG(p->frame->here), add));
}

struct url frame_phone(struct page *p, struct str phone)
{
	struct out out = { .arena = p->out->arena };
	out_z(&out, "tel:");
	for (size_t i = 0; i < phone.n; i++)
		if (strchr("0123456789+#*", phone.s[i]))
			out_put(&out, &phone.s[i], 1);
	return url_of(out_done(&out));
}
