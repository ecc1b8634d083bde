/* What the family's pages of the room are given. */
#pragma once
#include "directory/directory_place.h"
#include "web/form.h"

struct directory_wrong { const struct directory_entry *entry; struct str what, words; enum complaint what_wrong, words_wrong; };
