/* What the pages of settings show. */
#pragma once
#include "desk/account_view.h"

enum setting_control { CONTROL_LINE, CONTROL_TEXT, CONTROL_INT, CONTROL_BOOL, CONTROL_SECRET, CONTROL_HUE, CONTROL_KIND, CONTROL_ROOMS,
	CONTROL_LANGUAGES, CONTROL_PARTNER, CONTROL_LINE_MODE };
/* key: of the setting; name: of the form's field. */
struct setting_field { const char *key, *name; enum setting_control control; };
struct setting_group { const char *word; const struct setting_field *field; size_t field_n; };
struct setting_view { const struct setting_group *group; size_t group_n; const struct tenant *tenant; };
struct setting_group_view { const struct form *form; const struct setting_group *group; const struct str *value; const struct tenant *tenant;
	bool is_saved; };
struct setting_hue { int hue; const char *word; };
extern const struct setting_hue setting_hues[];
extern const size_t setting_hue_n;
bool setting_list_has(struct str comma_list, const char *word);

struct setting_places_view { const struct tenant *tenant; bool is_saved; };
struct setting_area_view { const struct form *form; const struct tenant *tenant; struct tenant_area area; bool is_new; };
struct setting_operator_view { const struct form *form; const struct tenant *tenant; struct tenant_operator operator; bool is_new; };
struct setting_counter_view { const struct form *form; const struct tenant *tenant; struct tenant_counter counter; bool is_new; };
