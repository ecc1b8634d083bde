/* What the administrator's page of the machine shows. */
#pragma once
#include "desk/account_view.h"
#include "desk/machine.h"
#include "desk/outbox.h"

enum machine_tried { MACHINE_TRIED_NOT, MACHINE_TRIED_SENT, MACHINE_TRIED_FAILED, MACHINE_TRIED_UNSET };
struct machine_view {
	const struct machine_points *points;            /* NULL: somebody else looks after the machine */
	struct moment now;
	struct str version, store;                      /* of the program; "sqlite" or "postgresql" */
	int64_t schema_n;
	struct str smtp_url, from;                      /* absent: not set */
	struct outbox_queue queue;
	struct outbox_failed *failed; size_t failed_n;
	const struct form *form;
	struct str to, tried_why;
	enum machine_tried tried;
	bool is_again;                                  /* a letter was just put back into the queue */
};
struct machine_letter { struct str from, url; const struct machine_points *points; };
