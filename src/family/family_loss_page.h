/* What the page of a loss is given. */
#pragma once
#include "family/family_loss.h"
#include "web/form.h"

struct family_loss_view {
	const struct tenant *tenant;
	const struct family_row *family;
	struct family_pregnancy_row *pregnancy; size_t pregnancy_n;
	struct family_child_row *child; size_t child_n;
	struct family_loss_row *loss; size_t loss_n;
	struct account_id own_account_id;
	const struct form *form;
	struct call *call;
	struct day today;
	bool is_not_now, is_same_person;
};
