/* Small answers that the frames ask for. */
#pragma once
#include "desk/frame.h"
#include "desk/may.h"

bool frame_has_lang(const struct frame *, enum lang);
int64_t frame_hue(const struct frame *);
struct str frame_live(const struct frame *);            /* address of the desk's event stream, or nothing */
bool frame_may(const struct frame *, enum may);
/* This page again, with one more word behind its address: the switches for language, furigana and brightness. */
struct url frame_link(struct page *, const char *add);
struct url frame_phone(struct page *, struct str phone);        /* tel: with what a telephone can dial */
