/* The one thing of EXIF that matters here: how the picture is to be turned. Public for the fuzzer. */
#pragma once
#include "base/str.h"

int exif_turn(struct str exif);                         /* 1-8 as in TIFF 6.0, tag 274; 1 for whatever cannot be read. May begin with "Exif\0\0" */
struct str riff_chunk(struct str file, const char *name);       /* a chunk of a WebP file by its four letters; STR_NONE without one */
