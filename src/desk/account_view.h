/* What the pages of accounts show. */
#pragma once
#include "desk/account_key.h"
#include "web/form.h"
#include "desk/tenant.h"

static inline enum complaint complaint_on(const struct form *form, const char *name)
{
	return form ? form_complaint(form, name) : COMPLAINT_NONE;
}

struct account_mail { struct str from, url, name; int64_t hour_n, minute_n; };

struct door_ask;                                        /* door/door.h */
struct account_sign_in_view { const struct form *form; struct door_ask *ask; struct str login, to; bool is_locked_out, has_people;
	int64_t minute_n; };
struct account_enter_view { struct str token, name; bool is_family, is_reset; };
struct account_dead_link_view { bool is_used, is_staff; };
struct account_setup_view { const struct form *form; struct door_ask *ask; struct str login, name; struct account_totp_show totp; };
struct account_codes_view { struct str login, name; const struct str *code; bool is_setup; };
struct account_pin_view { const struct form *form; struct str to; const struct account_person *person; size_t person_n; struct account_id account_id;
	struct str name; bool is_out, has_pin; };
struct account_me_view { const struct form *form; struct door_ask *ask; const struct account_line *line; struct account_session_line *session;
	size_t session_n; int64_t key_n;
	bool has_pin, has_totp, is_staff; int64_t code_n; struct str mail, to, saved; };
struct account_list_view { const struct account_line *line; size_t line_n; struct moment now; bool may_invite; const struct tenant *tenant; };
struct account_invite_view { const struct form *form; const struct tenant *tenant; struct str login, name, mail, title, role, area_ids;
	struct operator_id operator_id; bool may_admin; };
struct account_one_view { const struct account_line *line; const struct tenant *tenant; bool may_invite, is_self, is_invited; };
struct account_link_view { const struct account_line *line; struct str url; bool is_mailed, is_reset; };

/* Whether a comma list of ids, as forms bring it, names this one. */
bool account_list_has(struct str comma_list, int64_t id);
