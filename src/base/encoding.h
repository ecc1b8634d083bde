/* What encoding a file that others wrote is in, and its text as UTF-8: with or without a byte order mark, CP932 (Shift_JIS as Windows writes it, with
 * NEC's and IBM's letters), UTF-16, and the older EUC-JP and ISO-2022-JP. What is no text at all is named. */
#pragma once
#include "base/arena.h"

enum encoding { ENCODING_UTF8, ENCODING_CP932, ENCODING_UTF16, ENCODING_EUC, ENCODING_JIS,
	ENCODING_ZIP, ENCODING_EXCEL, ENCODING_PDF, ENCODING_BINARY, ENCODING_EMPTY };
const char *encoding_word(enum encoding);               /* "UTF-8", "CP932", "UTF-16", "zip", ... */

/* True with the text, for the first five; ret_broken_n letters could not be read and stand as U+FFFD. The text has no NUL and no byte order mark;
 * other control characters but tab, CR and LF are gone. False for all else. At most 3 times as long as the bytes, in the arena. */
bool encoding_read(struct arena *, struct str bytes, enum encoding *ret, struct str *ret_text, size_t *ret_broken_n);

/* UTF-8 as CP932, for programs that read nothing else. What it has no letter for becomes U+3013 (a geta); *ret_lost_n counts those. */
struct str encoding_write_cp932(struct arena *, struct str text, size_t *ret_lost_n);
