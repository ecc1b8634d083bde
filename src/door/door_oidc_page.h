/* What the pages of coming in by an issuer show. */
#pragma once
#include "door/door.h"
#include "web/page.h"

enum door_no { DOOR_NO_LATE, DOOR_NO_ANSWER, DOOR_NO_TRUST, DOOR_NO_INVITATION, DOOR_NO_OTHERS, DOOR_NO_ENDED, DOOR_NO_WISH };
struct door_oidc_view { struct url url; struct str state, code, iss; bool is_line; enum door_no why; };
