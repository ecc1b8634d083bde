/* A ZIP archive of a few small files, stored as they are (APPNOTE 6.3, names in UTF-8): what people take along in one piece. */
#pragma once
#include "base/out.h"

struct zip { struct out bytes, index; int64_t n; };

struct zip zip_new(struct arena *);
void zip_add(struct zip *, const char *name, struct str content);       /* a plain name, without folders */
struct str zip_done(struct zip *);
