/* A counter, no diary. */
#include "directory/directory_sought.h"
#include "directory/directory_search.sql.h"
#include "base/fold.h"

enum { KEPT_WORDS = 8, KEPT_MOST = 180, DIGITS_MOST = 5 };

static bool is_somebodys(struct str s)
{
	size_t digits = 0;
	for (size_t i = 0; i < s.n; i++) {
		digits = s.s[i] >= '0' && s.s[i] <= '9' ? digits + 1 : s.s[i] == ' ' || s.s[i] == '-' ? digits : 0;
		if (digits > DIGITS_MOST || s.s[i] == '@')
			return true;
	}
	return false;
}

static void sought_write(struct desk *d, const struct desk_count *x)
{
	struct str area = x->subject_id ? id_text(d->arena, x->subject_id) : STR("");
	directory_search_sought_add(d, d->today, x->words, area, x->n);
}

void directory_sought(struct desk *d, const struct directory_query *q, int64_t found_n)
{
	struct str word[KEPT_WORDS];
	size_t n = fold_words(d->arena, q->words, KEPT_WORDS, word);
	struct out o = { .arena = d->arena };
	for (size_t i = 0; i < n; i++)
		out_fmt(&o, "%s%.*s", i ? " " : "", STR_ARG(word[i]));
	struct str words = out_done(&o);
	if (words.n && words.n <= KEPT_MOST && !is_somebodys(words) && !is_somebodys(q->words))
		desk_count(d, &(struct desk_count){ .write = sought_write, .words = words, .subject_id = q->area_id.v, .n = found_n });
}

size_t directory_misses(struct desk *d, struct day from, struct directory_miss **ret)
{
	enum { MOST = 200 };
	struct directory_search_misses_row *row;
	size_t n = directory_search_misses(d, from, MOST, &row);
	*ret = ARENA_ARRAY(d->arena, struct directory_miss, n + 1);
	for (size_t i = 0; i < n; i++) {
		(*ret)[i] = (struct directory_miss){ .words = row[i].words, .sought_n = row[i].sought_n, .last_on = row[i].sought_on };
		id_parse(row[i].area_key, &(*ret)[i].area_id.v);
	}
	return n;
}

void directory_sought_forget(struct desk *d)
{
	directory_search_sought_forget(d, (struct day){ d->today.n - DIRECTORY_SOUGHT_DAYS });
}
