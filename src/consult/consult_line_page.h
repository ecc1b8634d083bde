/* What the sentences and pages of LINE are given. */
#pragma once
#include "consult/consult_line.h"
#include "consult/consult_line_menu.h"

struct consult_line_words { const struct tenant *tenant; struct moment promise_at; struct str link; bool is_first, is_room, is_urgent; };
struct consult_line_link_view { const struct tenant *tenant; struct str token; bool is_used; };
struct consult_line_state_view { const struct tenant *tenant; const struct consult_line_state *state; struct str address;
	struct consult_line_menu_last_row menu;         /* the menu that was asked for last */
	bool has_menu, is_menu_wrong, is_open[CONSULT_MENU_MOST], is_chosen[CONSULT_MENU_MOST]; };     /* of consult_menu_words */
