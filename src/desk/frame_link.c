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
