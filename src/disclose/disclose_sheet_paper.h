/* What is handed over, as pages of a PDF (A4). Pure: words come in. */
#pragma once
#include "picture/paper.h"

struct disclose_sheet { struct str title, head; struct disclose_piece { struct str kind, words; } *piece; size_t n; };
struct str disclose_sheet_pdf(struct arena *, const struct disclose_sheet *);
