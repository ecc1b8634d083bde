/* A rung of a ladder is climbed, or a piece of a message to many put, in the write that settles its timer: killed before, it comes again. */
#include "app/courier_clock.h"
#include "notice/notice_send.h"
#include "sos/sos.h"

static void ring_run(struct desk *d, void *arg)
{
	const struct outbox_due *due = arg;
	struct sos_id sos_id;
	outbox_settle(d, due->letter_id, OUTBOX_SENT, STR_NONE);
	if (id_parse(due->to, &sos_id.v))
		sos_ring(d, sos_id);
}

static void notice_run(struct desk *d, void *arg)
{
	const struct outbox_due *due = arg;
	struct notice_id notice_id;
	outbox_settle(d, due->letter_id, OUTBOX_SENT, STR_NONE);
	if (id_parse(due->to, &notice_id.v))
		notice_step(d, notice_id);
}

bool courier_clock(struct served *s, struct arena *a, const struct outbox_due *due)
{
	bool is_ring = str_is(due->channel, "sos");
	if (!is_ring && !str_is(due->channel, "notice"))
		return false;
	tenants_write(s, a, &(struct work){ .run = is_ring ? ring_run : notice_run, .arg = (void *)due });
	return true;
}
