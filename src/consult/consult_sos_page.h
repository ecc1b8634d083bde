/* What the family's page of a call for help is given. */
#pragma once
#include "consult/consult_sos.h"
#include "web/form.h"

struct consult_sos_view {
	const struct tenant *tenant;
	struct sos_watch watch;
	struct str token;                               /* of the talk that it belongs to; absent: a new one */
	struct str words, contact;                      /* as typed */
	enum complaint words_wrong, contact_wrong;
	bool is_line_mail;
};
