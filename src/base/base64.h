/* Bytes as text in the alphabet for addresses (RFC 4648, 5), without padding: what passkeys and tokens speak. */
#pragma once
#include "base/arena.h"

struct str base64_text(struct arena *, struct str bytes);
/* False for a letter outside the alphabet, padding, and bits left over that are not zero: every text has one reading. */
bool base64_read(struct arena *, struct str text, struct str *ret_bytes);
struct str base64_hash(struct arena *, struct str bytes); /* of SHA-256, 43 letters */
