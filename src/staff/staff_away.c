/* When they are away, who stands in, and which trainings lapse. */
#include "staff/staff.h"
#include "desk/audit.h"
#include "desk/task.h"
#include "staff/staff_time.h"

static const char *const kinds[] = { "holiday", "sick", "parental", "training", "transfer", "other" };

static bool is_known(struct str kind)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_is(kind, kinds[i]))
			return true;
	return false;
}


static struct staff_leave leave_of(const struct staff_leave_row *x)
{
	return (struct staff_leave){ x->leave_id, x->person_id, x->kind, x->from_on, x->until_on, x->stand_in_person_id };
}

size_t staff_leave_ahead(struct desk *d, int64_t days_n, struct staff_leave **ret)
{
	struct staff_leave_row *row;
	size_t n = staff_leaves_between(d, (struct day){ d->today.n + (int32_t)days_n }, d->today, &row);
	*ret = ARENA_ARRAY(d->arena, struct staff_leave, n + 1);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = leave_of(&row[i]);
	return n;
}

bool staff_is_away(struct desk *d, struct person_id person_id, struct day on, struct staff_leave *ret)
{
	struct staff_leave_row row;
	if (!staff_leave_on(d, person_id, on, &row))
		return false;
	if (ret)
		*ret = leave_of(&row);
	return true;
}

/* What they had promised on those days is to be moved by a person: it stands on 今日 until somebody did. */
static void task_for_promises(struct desk *d, const struct staff_leave *x, const struct staff_person *person)
{
	struct staff_time *time;
	struct moment until_at = day_is_none(x->until_on) ? moment_add(d->now, 400 * DAY_MS) : day_moment((struct day){ x->until_on.n + 1 }, 0);
	if (staff_time_of(d, x->person_id, day_moment(x->from_on, 0), until_at, &time))
		task_raise(d, &(struct task_new){ .kind = TASK_LEAVE, .subject_id = x->leave_id.v, .line = person->name,
			.href = arena_fmt(d->arena, "/desk/time/%s", id_text(d->arena, x->person_id.v).s), .due_at = day_moment(x->from_on, 8 * 60),
			.operator_id = person->operator_id, .least = ROLE_SITE });
}

enum staff_refusal staff_leave_put(struct desk *d, struct staff_leave *x)
{
	struct staff_person person;
	if (!staff_person_by_id(d, x->person_id, &person))
		return STAFF_NO_SUCH;
	bool is_backwards = day_is_none(x->from_on) || (!day_is_none(x->until_on) && x->until_on.n < x->from_on.n);
	if (is_backwards || x->stand_in_person_id.v == x->person_id.v || !is_known(x->kind))
		return STAFF_BAD;
	x->leave_id.v = id_new();
	staff_leave_add(d, &(struct staff_leave_add_in){ .leave_id = x->leave_id, .person_id = x->person_id, .kind = x->kind, .from_on = x->from_on,
		.until_on = x->until_on, .stand_in_person_id = x->stand_in_person_id, .made_at = d->now, .by_account_id = d->who.account_id });
	task_for_promises(d, x, &person);
	audit_note(d, "staff.leave", "person", x->person_id.v, STR_NONE);
	return STAFF_OK;
}

size_t staff_leave_list(struct desk *d, struct person_id person_id, struct staff_leave **ret)
{
	struct staff_leave_row *row;
	size_t n = staff_leaves_of(d, person_id, d->today, &row);
	*ret = ARENA_ARRAY(d->arena, struct staff_leave, n + 1);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = leave_of(&row[i]);
	return n;
}

enum staff_refusal staff_leave_end(struct desk *d, struct person_id person_id, struct leave_id leave_id)
{
	struct staff_leave_row x;
	if (!staff_leave_by_id(d, leave_id, &x) || x.person_id.v != person_id.v)
		return STAFF_NO_SUCH;
	if (x.from_on.n >= d->today.n)
		staff_leave_drop(d, leave_id);
	else
		staff_leave_until(d, (struct day){ d->today.n - 1 }, leave_id);
	task_settle_subject(d, TASK_LEAVE, leave_id.v);
	audit_note(d, "staff.back", "person", person_id.v, STR_NONE);
	return STAFF_OK;
}

struct person_id staff_stand_in(struct desk *d, struct person_id person_id, struct day on)
{
	struct staff_leave leave;
	return staff_is_away(d, person_id, on, &leave) ? leave.stand_in_person_id : person_id;
}

/* ---- trainings ---- */

static struct staff_training training_of(const struct staff_training_row *x)
{
	return (struct staff_training){ x->training_id, x->person_id, x->name, x->done_on, x->until_on };
}

size_t staff_training_list(struct desk *d, struct person_id person_id, struct staff_training **ret)
{
	struct staff_training_row *row;
	size_t n = staff_training_of(d, person_id, &row);
	*ret = ARENA_ARRAY(d->arena, struct staff_training, n + 1);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = training_of(&row[i]);
	return n;
}

enum staff_refusal staff_training_drop(struct desk *d, struct person_id person_id, struct training_id training_id)
{
	if (staff_training_end(d, d->now, person_id, training_id) != 1)
		return STAFF_NO_SUCH;
	task_settle_subject(d, TASK_TRAINING, training_id.v);
	audit_note(d, "staff.training.end", "person", person_id.v, STR_NONE);
	return STAFF_OK;
}

enum staff_refusal staff_training_put(struct desk *d, struct staff_training *x)
{
	struct staff_person person;
	struct staff_training_row *old;
	if (!staff_person_by_id(d, x->person_id, &person))
		return STAFF_NO_SUCH;
	if (!x->name.n || day_is_none(x->done_on) || (!day_is_none(x->until_on) && x->until_on.n < x->done_on.n))
		return STAFF_BAD;
	x->training_id.v = id_new();
	staff_training_add(d, &(struct staff_training_add_in){ .training_id = x->training_id, .person_id = x->person_id, .name = x->name,
		.done_on = x->done_on, .until_on = x->until_on, .made_at = d->now, .by_account_id = d->who.account_id });
	size_t n = staff_training_renewed(d, x->person_id, x->name, x->done_on, &old);
	for (size_t i = 0; i < n; i++)
		staff_training_drop(d, x->person_id, old[i].training_id);
	audit_note(d, "staff.training", "person", x->person_id.v, STR_NONE);
	return STAFF_OK;
}

void staff_hourly(struct desk *d)
{
	struct staff_training_row *row;
	size_t n = staff_training_lapsing(d, (struct day){ d->today.n + STAFF_TRAINING_AHEAD }, &row);
	for (size_t i = 0; i < n; i++) {
		struct staff_person x;
		if (!staff_person_by_id(d, row[i].person_id, &x) || !staff_serves(&x, d->today))
			task_settle_subject(d, TASK_TRAINING, row[i].training_id.v);
		else if (!task_is_open(d, TASK_TRAINING, row[i].training_id.v))
			task_raise(d, &(struct task_new){ .kind = TASK_TRAINING, .subject_id = row[i].training_id.v,
				.line = arena_fmt(d->arena, "%.*s: %.*s", STR_ARG(x.name), STR_ARG(row[i].name)),
				.href = arena_fmt(d->arena, "/desk/staff/%s", id_text(d->arena, x.person_id.v).s),
				.due_at = day_moment(row[i].until_on, 17 * 60), .operator_id = x.operator_id, .least = ROLE_SITE });
	}
}
