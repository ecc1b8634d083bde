/* One cell as others write it, made clean: line ends, tags, nothings, yes and no, times, postal codes, coordinates. */
#pragma once
#include "directory/directory_fact.h"

/* Trimmed, with \n as line ends and <br> as such; words that mean nothing stay (yes-or-no columns read them). */
struct str exchange_cell_clean(struct arena *, struct str);
/* What a fact of this kind keeps of it; absent: nothing was said, or it is no such value (an address of a page that is none). */
struct str exchange_cell_fact(struct arena *, enum directory_fact, struct str);
struct str exchange_cell_one_line(struct arena *, struct str);
struct str exchange_cell_cut(struct arena *, struct str, size_t bytes);                 /* at a whole letter */
struct str exchange_cell_cut_letters(struct arena *, struct str, size_t letters);
bool exchange_cell_degrees(struct arena *, struct str, double *ret);                    /* 35.68, wide digits, 35°40'52" */
