/* What the pages of the room are given. */
#pragma once
#include "desk/account_view.h"
#include "voice/voice.h"
#include "web/page.h"

struct voice_say_view { const struct tenant *tenant; const struct form *form; struct str words, kind, wants; };
struct voice_held_view { const struct tenant *tenant; struct voice_row voice; struct str token, link; bool is_new, is_open, is_ended; };
struct voice_public_view { const struct tenant *tenant; struct voice_row *voice; size_t voice_n; int64_t said_n, answered_n; };

struct voice_desk_view { const struct tenant *tenant; struct voice_row *voice; size_t voice_n; struct voice_month *month; size_t month_n;
	bool may_answer; };
struct voice_one_view { const struct tenant *tenant; const struct form *form; struct voice_row voice; struct str answer, shown;
	bool is_public, may_answer, is_changed; };
