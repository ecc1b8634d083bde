/* Files whole, and what a power cut may not take: a file's bytes, and the names in a folder, are only on the disk once each has been synced. */
#pragma once
#include "base/arena.h"
#include <stdbool.h>

bool durable_sync(const char *path);                    /* of a file: its bytes; of a folder: the names in it. False with errno */
bool durable_name(const char *path);                    /* the name itself: syncs the folder that it lies in */
bool durable_read(const char *path, struct arena *, size_t most_n, struct str *ret);    /* whole; false: not there, broken off, or more than that */
