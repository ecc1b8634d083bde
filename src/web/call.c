/* What a handler asks of a call. */
#include "web/call.h"

struct str call_cookie(const struct call *c, const char *name)
{
	struct str rest = c->cookie, one, key;
	while (str_cut(&rest, ';', &one)) {
		one = str_trim(one);
		if (!str_cut(&one, '=', &key) || !one.s || !str_is(key, name))
			continue;
		if (one.n >= 2 && one.s[0] == '"' && one.s[one.n - 1] == '"')
			one = (struct str){ one.s + 1, one.n - 2 };
		return one;
	}
	return STR_NONE;
}
