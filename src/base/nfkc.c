/* utf8proc folds; what it gives is copied into the arena. */
#include "base/nfkc.h"
#include <utf8proc.h>

static bool is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.s[i] >= 0x80 || (s.s[i] >= 'A' && s.s[i] <= 'Z'))
			return false;
	return true;
}

struct str nfkc(struct arena *a, struct str s)
{
	utf8proc_uint8_t *folded = NULL;
	if (!s.n || is_plain(s))
		return s;
	utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s.s, (utf8proc_ssize_t)s.n, &folded,
		UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD);
	if (n < 0)
		return s;
	struct str r = arena_str(a, (struct str){ (const char *)folded, (size_t)n });
	free(folded);
	return r;
}
