/* Once-keys: the key is taken in the transaction of the act itself, so that both stand or fall together. */
#include "desk/once.h"
#include "desk/once.sql.h"

bool once_used(struct desk *d, struct str key, struct str *ret_location)
{
	struct once_key_find_row row = { 0 };
	if (once_key_take(d, key, d->now) == 1)
		return false;
	if (!once_key_find(d, key, &row))
		return false;
	*ret_location = row.location;
	return true;
}

void once_led_to(struct desk *d, struct str key, struct str location)
{
	once_key_led(d, location, key);
}

struct seal_key once_seal(const struct desk *d)
{
	return seal_derive(d->tenant_key, STR("once"), d->tenant_id.v);
}

bool once_place(struct desk *d, struct str key, struct str *ret)
{
	struct once_key_find_row row = { 0 };
	struct seal_key seal = once_seal(d);
	return once_key_find(d, key, &row) && row.location.n && seal_open(d->arena, &seal, row.location, ret);
}

int64_t once_forget(struct desk *d)
{
	return once_keys_forget(d, moment_add(d->now, -35 * DAY_MS));
}
