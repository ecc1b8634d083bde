/* Small answers that the desk's pages of the directory share. */
#include "directory/directory_desk.h"
#include "desk/may.h"

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

struct day directory_due_before(const struct desk *d)
{
	int64_t months = 0;
	str_int(tenant_get(d->tenant, "directory.verify_months"), &months);
	if (months <= 0)
		return DAY_NONE;
	struct day_parts today = day_split(d->today);
	int64_t month = today.year * 12 + today.month - 1 - months;
	return day_make((int)(month / 12), (int)(month % 12) + 1, today.day > 28 ? 28 : today.day);
}

struct str directory_keeper(const struct desk *d, struct operator_id operator_id)
{
	for (size_t i = 0; i < d->tenant->operator_n; i++)
		if (operator_id.v && d->tenant->operator[i].operator_id.v == operator_id.v)
			return d->tenant->operator[i].name;
	return d->tenant->town.n ? d->tenant->town : d->tenant->title;
}
