/* What the sentences and pages of LINE are given. */
#pragma once
#include "consult/consult_line.h"

struct consult_line_words { const struct tenant *tenant; struct moment promise_at; struct str link; bool is_first, is_room, is_urgent; };
struct consult_line_link_view { const struct tenant *tenant; struct str token; bool is_used; };
struct consult_line_state_view { const struct tenant *tenant; const struct consult_line_state *state; struct str address; };
