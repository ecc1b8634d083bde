/* The routes of the front doors. */
#pragma once
#include "desk/account_web.h"

extern const struct route door_passkey_routes[], door_oidc_routes[];
extern const size_t door_passkey_route_n, door_oidc_route_n;
