/* Rules against answers. */
#include "support/support_rules.h"
#include "base/id.h"

bool support_list_has(struct str list, struct choice_id choice_id)
{
	char text[16] = ",";
	id_put(choice_id.v, text + 1);
	text[14] = ',';
	text[15] = 0;
	return str_has(list, text);
}

static bool is_valid(const struct support_judged *r, struct day today)
{
	return !day_is_none(r->confirmed_on) && (day_is_none(r->from_on) || r->from_on.n <= today.n)
		&& (day_is_none(r->until_on) || today.n <= r->until_on.n);
}

enum support_verdict support_judge(const struct support_judged *r, const struct support_answer *answer, size_t answer_n, struct day today)
{
	struct choice_id given = { 0 };
	if (!is_valid(r, today))
		return SUPPORT_UNSURE;
	for (size_t i = 0; i < answer_n; i++)
		if (answer[i].question_id.v == r->question_id.v)
			given = answer[i].choice_id;
	if (!given.v)
		return r->fails.n > 1 || r->fits.n <= 1 ? SUPPORT_UNSURE : SUPPORT_FITS;
	if (support_list_has(r->fails, given))
		return SUPPORT_FAILS;
	return support_list_has(r->fits, given) ? SUPPORT_FITS : SUPPORT_UNSURE;
}

size_t support_answer_ids(struct str words, int64_t *ret_id, size_t most)
{
	struct str rest = words, one;
	size_t n = 0;
	while (n < most && str_cut(&rest, '.', &one))
		n += id_parse(one, &ret_id[n]);
	return n;
}
