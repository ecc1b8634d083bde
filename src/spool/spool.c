/* The story of what could not be entered: a task, a look, an end. */
#include "spool/spool.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/task.h"

void spool_refused_raise(struct desk *d, const struct spool_refused_add_in *in)
{
	if (spool_refused_add(d, in) != 1)
		return;
	task_raise(d, &(struct task_new){ .kind = TASK_SPOOLED, .subject_id = in->refused_id.v, .line = in->nickname,
		.href = arena_fmt(d->arena, "/desk/spool/%s", id_text(d->arena, in->refused_id.v).s), .due_at = moment_add(d->now, DAY_MS),
		.least = ROLE_SITE });
	audit_note(d, "spool.refused", "spool", in->refused_id.v, STR_NONE);
}

enum spool_refusal spool_refused_read(struct desk *d, struct refused_id refused_id, struct spool_refused_by_id_row *ret)
{
	bool is_there = spool_refused_by_id(d, refused_id, ret);
	return is_there && may(d, MAY_CONSULT_READ, &(struct thing){ 0 }) ? SPOOL_OK : SPOOL_NO_SUCH;
}

enum spool_refusal spool_refused_settle(struct desk *d, struct refused_id refused_id)
{
	struct spool_refused_by_id_row row;
	if (spool_refused_read(d, refused_id, &row) != SPOOL_OK)
		return SPOOL_NO_SUCH;
	spool_refused_erase(d, refused_id);
	task_settle_subject(d, TASK_SPOOLED, refused_id.v);
	audit_note(d, "spool.settle", "spool", refused_id.v, STR_NONE);
	return SPOOL_OK;
}
