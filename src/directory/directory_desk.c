/* Small answers that the desk's pages of the directory share. */
#include "directory/directory_desk.h"
#include "desk/may.h"
#include "directory/directory_words.h"

enum { STALE_MONTHS = 6 };

struct may_reach directory_desk_reach(const struct desk *d)
{
	struct may_reach reach = may_reach(d, MAY_DIRECTORY_EDIT);
	if (may(d, MAY_DIRECTORY_APPROVE, NULL))
		reach.is_everywhere = true;
	if (d->who.role == ROLE_SITE) {
		reach.operator_id = d->who.operator_id;
		reach.is_unowned_seen = false;
	}
	return reach;
}

static int64_t months_of_all(const struct desk *d)
{
	int64_t months = 0;
	str_int(tenant_get(d->tenant, "directory.verify_months"), &months);
	return months;
}

static struct day months_ago(const struct desk *d, int64_t months)
{
	if (months <= 0)
		return DAY_NONE;
	struct day_parts today = day_split(d->today);
	int64_t month = today.year * 12 + today.month - 1 - months;
	return day_make((int)(month / 12), (int)(month % 12) + 1, today.day > 28 ? 28 : today.day);
}

/* A type by its own word, or by any that cities use for it. */
static const char *type_said(struct str said)
{
	const struct directory_type *type = directory_type_of(said);
	const struct str fact[FACT_N] = { [FACT_TYPE_WORDS] = said };
	return type ? type->word : directory_type_guess(fact);
}

size_t directory_rounds(const struct desk *d, struct directory_round *ret)
{
	struct str rest = tenant_get(d->tenant, "directory.verify_types"), one, word;
	struct out others = { .arena = d->arena };
	size_t n = 0;
	out_z(&others, ",");
	while (str_cut(&rest, ',', &one) && n + 1 < DIRECTORY_ROUNDS) {
		int64_t months = 0;
		if (!str_cut(&one, '=', &word) || !str_int(str_trim(one), &months))
			continue;
		const char *type = type_said(str_trim(word));
		ret[n++] = (struct directory_round){ .types = arena_fmt(d->arena, ",%s,", type), .before = months_ago(d, months) };
		out_fmt(&others, "%s,", type);
	}
	ret[n++] = (struct directory_round){ .types = out_done(&others), .is_else = true, .before = months_ago(d, months_of_all(d)) };
	return n;
}

struct day directory_due_before(const struct desk *d, struct str type)
{
	struct directory_round round[DIRECTORY_ROUNDS];
	size_t n = directory_rounds(d, round);
	for (size_t i = 0; i + 1 < n; i++)
		if (directory_list_has(round[i].types, type.s))
			return round[i].before;
	return round[n - 1].before;
}

struct day directory_stale_before(const struct desk *d, struct str type)
{
	struct day before = directory_due_before(d, type);
	return day_is_none(before) ? months_ago(d, STALE_MONTHS) : before;
}

struct str directory_keeper(const struct desk *d, struct operator_id operator_id)
{
	for (size_t i = 0; i < d->tenant->operator_n; i++)
		if (operator_id.v && d->tenant->operator[i].operator_id.v == operator_id.v)
			return d->tenant->operator[i].name;
	return d->tenant->town.n ? d->tenant->town : d->tenant->title;
}
