/* Small answers that the frames ask for. */
#pragma once
#include "desk/frame.h"
#include "desk/may.h"

bool frame_has_lang(const struct frame *, enum lang);
int64_t frame_hue(const struct frame *);
struct str frame_live(const struct frame *);            /* address of the desk's event stream, or nothing */
bool frame_may(const struct frame *, enum may);
