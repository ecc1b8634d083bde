/* Photos and papers from outside. A photo is opened by a process of its own that can reach nothing (no file, no network, little memory and time),
 * turned as its EXIF says, and made anew: whatever else was in it (place, camera, a second file behind the picture) is gone. */
#pragma once
#include "base/arena.h"

enum { PICTURE_BYTES_MOST = 15 << 20, PICTURE_DOTS_MOST = 64000000, PICTURE_SIDE = 2048, PICTURE_SMALL_SIDE = 320, PICTURE_SECONDS = 20 };

/* SLOW: cut by the clock. NO_HELPER: the process could not be started or did what it may not; the administrator's log says which. */
enum picture_end { PICTURE_OK, PICTURE_UNKNOWN, PICTURE_HEIC, PICTURE_SVG, PICTURE_MOVIE, PICTURE_BROKEN, PICTURE_LARGE, PICTURE_SLOW,
	PICTURE_NO_HELPER };

/* type: "image/jpeg" (sides at most PICTURE_SIDE, the small one PICTURE_SMALL_SIDE) or "application/pdf" (as it came, without a small one). */
struct picture { const char *type; struct str whole, small; int width, height, small_width, small_height; };

/* JPEG, PNG, WebP and PDF; others are refused by name. Slow: outside of transactions only. */
enum picture_end picture_make(struct arena *, struct str bytes, struct picture *ret);

/* Sound and film as LINE hands them on (MPEG-4, ISO/IEC 14496-12): looked through box by box, never decoded here. PICTURE_OK: type is "video/mp4"
 * (it has a track of pictures) or "audio/mp4"; whole is a copy in which everything that is said about it (where it was taken, by whom, with what:
 * udta, meta, uuid) is blank. UNKNOWN: no such file; BROKEN: it ends too early or contradicts itself; LARGE: more than PICTURE_BYTES_MOST. */
enum picture_end picture_film(struct arena *, struct str bytes, struct picture *ret);

/* The helper: this program called with this word. Reads file 0, writes file 1, never returns. */
#define PICTURE_HELPER "picture-helper"
_Noreturn void picture_work(void);

/* What it says; public for the fuzzer. False unless it is exactly what the helper may say. */
bool picture_answer_read(struct str answer, struct picture *ret, enum picture_end *ret_end);
