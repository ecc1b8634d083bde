/* The S3 side of the door; private to this folder. Anything but a clear yes of the store is a no, with a line in the log. */
#pragma once
#include "keep/keep.h"

bool keep_s3_put(const struct keep *, struct arena *, struct str name, struct str bytes);
bool keep_s3_get(const struct keep *, struct arena *, struct str name, struct str *ret);
bool keep_s3_drop(const struct keep *, struct arena *, struct str name);
