/* What the pages of passkeys show. */
#pragma once
#include "door/door.h"
#include "door/door_passkey.h"
#include "desk/account_view.h"

/* What the script hands to the browser for a new key. */
struct door_make { struct str challenge, rp, site_name, user, name, allow; };
struct door_passkey_view {
	const struct form *form;
	struct door_passkey_line *line; size_t line_n;
	const struct door_ask *ask;
	struct door_make make;
	struct str name, saved, host;
	bool is_offered, is_number, is_last_way, is_staff, needs_password;
	const struct door_passkey_line *one;
};
