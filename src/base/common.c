/* Looking a password up among the common ones. */
#include "base/common.h"
#include <string.h>
#include <strings.h>

static bool is_listed(struct str word)
{
	size_t from = 0, to = common_words_n;
	while (from < to) {
		size_t at = from + (to - from) / 2;
		while (at > from && common_words[at - 1] != '\n')
			at--;
		size_t n = strcspn(common_words + at, "\n");
		int order = strncasecmp(word.s, common_words + at, word.n < n ? word.n : n);
		if (!order && word.n == n)
			return true;
		if (order < 0 || (!order && word.n < n))
			to = at;
		else
			from = at + n + 1;
	}
	return false;
}

bool common_has(struct str password)
{
	struct str stem = password;
	if (is_listed(password))
		return true;
	while (stem.n && strchr("0123456789!#$%&*+-_.,:;=?@~^/ ", stem.s[stem.n - 1]))
		stem.n--;
	return stem.n >= 4 && stem.n < password.n && is_listed(stem);
}
