/* The tenant's key: everything of a tenant is sealed by it or by keys derived from it; it lies in the tenant's own store, sealed by the machine's. */
#include "base/check.h"
#include "desk/tenant.h"
#include "desk/tenant.sql.h"

void tenant_key_keep(struct desk *d, const struct seal_key *machine)
{
	CHECK(d->tenant_key);
	struct seal_key wrap = seal_derive(machine, STR("tenant"), d->tenant_id.v);
	struct str key = { (const char *)d->tenant_key->b, sizeof d->tenant_key->b };
	tenant_key_put(d, seal_box(d->arena, &wrap, key), seal_key_mark(d->arena, machine), d->now);
}

enum tenant_key_found tenant_key_find(struct desk *d, const struct seal_key *machine, struct seal_key *ret, struct str *ret_mark)
{
	struct tenant_key_box_row row;
	struct str key;
	if (!tenant_key_box(d, &row))
		return TENANT_KEY_NONE;
	struct seal_key wrap = seal_derive(machine, STR("tenant"), d->tenant_id.v);
	*ret_mark = row.machine_mark;
	if (!seal_same(row.machine_mark, seal_key_mark(d->arena, machine)))
		return TENANT_KEY_OF_OTHER_MACHINE;
	if (!seal_open(d->arena, &wrap, row.box, &key) || key.n != sizeof ret->b)
		return TENANT_KEY_BROKEN;
	memcpy(ret->b, key.s, sizeof ret->b);
	return TENANT_KEY_FOUND;
}
