/* Bringing the menu below the chats of LINE to what the town wants. */
#pragma once
#include "app/tenants.h"
#include "channel/line_menu.h"
#include "desk/outbox.h"

struct courier_menu_way { const struct line_wire *line; struct str data_base; };
void courier_menu(struct served *, const struct courier_menu_way *, const struct outbox_due *);
