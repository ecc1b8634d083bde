/* The named worker: reading, proposing, deciding, ending. */
#include "family/family_charge.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/task.h"
#include "family/family.h"
#include "family/family_charge_facts.sql.h"
#include "family/family_charge_plan.sql.h"
#include "family/family_charge_tell.h"

enum { LONG_LEAVE_DAYS = 28, LEAVES_AHEAD_DAYS = 400 };

bool family_charge_of(struct desk *d, struct family_id family_id, struct family_charge_row *ret)
{
	return family_charge_open(d, family_id, ret);
}

size_t family_charge_history(struct desk *d, struct family_id family_id, struct family_charge_row **ret)
{
	return family_charge_all(d, family_id, ret);
}

struct str family_charge_token(struct desk *d, struct person_id person_id)
{
	struct family_charge_link_row x;
	if (family_charge_link_of(d, person_id, &x))
		return x.token;
	x.token = id_token(d->arena);
	family_charge_link_add(d, person_id, x.token, d->now);
	return x.token;
}

bool family_charge_person_by_token(struct desk *d, struct str token, struct staff_person *ret)
{
	struct family_charge_link_row x;
	return family_charge_link_by_token(d, token, &x) && staff_person_by_id(d, x.person_id, ret);
}

bool family_charge_card(struct desk *d, struct family_id family_id, struct family_charge_card *ret)
{
	struct family_charge_row x;
	struct family_charge_link_row link;
	if (!family_charge_open(d, family_id, &x) || !staff_person_by_id(d, x.person_id, &ret->person))
		return false;
	ret->from_on = x.from_on;
	/* made when the family got its worker; a page that is only read makes none */
	ret->link = family_charge_link_of(d, x.person_id, &link) ? arena_fmt(d->arena, "/n/%.*s", STR_ARG(link.token)) : STR_NONE;
	return true;
}

/* ---- proposing ---- */

static const struct tenant_operator *operator_of(const struct tenant *t, struct operator_id operator_id)
{
	for (size_t i = 0; i < t->operator_n; i++)
		if (t->operator[i].operator_id.v == operator_id.v)
			return &t->operator[i];
	return NULL;
}

/* Whose the area is decides whose people may have its families; who works under contract has the areas that the contract names. */
bool family_charge_is_possible(const struct desk *d, const struct staff_person *x, struct area_id area_id, struct day on)
{
	const struct tenant_area *area = tenant_area_of(d->tenant, area_id);
	const struct tenant_operator *operator = operator_of(d->tenant, x->operator_id);
	bool is_contractor = operator && str_is(operator->kind, "private") && str_is(d->tenant->kind, "public");
	if (!x->is_named || x->capacity_n <= 0 || !staff_serves(x, on))
		return false;
	if (is_contractor)
		return area && x->area_ids.n && staff_has_area(x, area_id);
	return !area || !area->operator_id.v || !x->operator_id.v || area->operator_id.v == x->operator_id.v;
}

static bool was_theirs(const struct family_charge_row *past, size_t n, struct person_id person_id)
{
	for (size_t i = 0; i < n; i++)
		if (past[i].person_id.v == person_id.v)
			return true;
	return false;
}

static int leave_ahead(struct desk *d, const struct staff_leave *leave, size_t n, const struct staff_person *x)
{
	int soonest = -1;
	for (size_t i = 0; i < n; i++) {
		const struct staff_leave *l = &leave[i];
		bool is_long = day_is_none(l->until_on) || l->until_on.n - l->from_on.n >= LONG_LEAVE_DAYS || str_is(l->kind, "transfer");
		int in_days = l->from_on.n > d->today.n ? l->from_on.n - d->today.n : 0;
		if (l->person_id.v == x->person_id.v && is_long && (soonest < 0 || in_days < soonest))
			soonest = in_days;
	}
	if (!day_is_none(x->left_on) && (soonest < 0 || x->left_on.n - d->today.n < soonest))
		soonest = x->left_on.n - d->today.n;
	return soonest;
}

int64_t family_charge_load(struct desk *d, struct person_id person_id)
{
	struct family_charge_facts *family;
	size_t n = family_charge_facts_all(d, person_id, d->today, &family);
	int64_t sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += family[i].load_n;
	return sum;
}

void family_charge_ask(struct desk *d, const struct family_charge_facts *f, struct family_proposal *ret)
{
	struct staff_person *all;
	struct staff_leave *leave;
	struct family_charge_row *past;
	size_t all_n = staff_people_of_house(d, &(struct staff_wish){ .is_named_only = true }, &all);
	size_t leave_n = staff_leave_ahead(d, LEAVES_AHEAD_DAYS, &leave), past_n = family_charge_all(d, f->family_id, &past);
	int64_t share_sum = 0;
	*ret = (struct family_proposal){ .person = ARENA_ARRAY(d->arena, struct staff_person, all_n + 1),
		.candidate = ARENA_ARRAY(d->arena, struct charge_candidate, all_n + 1) };
	family_charge_order_read(tenant_get(d->tenant, "charge.order"), &ret->order);
	for (size_t i = 0; i < all_n; i++) {
		const struct staff_person *x = &all[i];
		if (!family_charge_is_possible(d, x, f->area_id, d->today))
			continue;
		struct charge_candidate *to = &ret->candidate[ret->n];
		*to = (struct charge_candidate){ .id = x->person_id.v, .years = staff_years(x, d->today), .load_n = family_charge_load(d, x->person_id),
			.capacity_n = x->capacity_n, .is_known = was_theirs(past, past_n, x->person_id), .has_language = staff_speaks(x, f->lang),
			.has_area = x->area_ids.n && staff_has_area(x, f->area_id), .leave_in_days = leave_ahead(d, leave, leave_n, x) };
		share_sum += to->load_n * 100 / to->capacity_n;
		ret->person[ret->n++] = *x;
	}
	ret->mean_n = ret->n ? share_sum / (int64_t)ret->n : 0;
	family_charge_propose(&(struct charge_question){ &ret->order, &f->asks, ret->candidate, ret->n }, &ret->choice);
}

/* ---- deciding ---- */

/* What stands on 今日 for the family is hers from now on, whichever areas she serves. */
static void give_next_step(struct desk *d, struct family_id family_id, struct person_id person_id)
{
	struct staff_person person = { .version_n = 0 };
	if (staff_person_by_id(d, person_id, &person))
		task_give(d, TASK_NEXT_STEP, family_id.v, person.account_id);
}

static struct charge_id begin(struct desk *d, const struct family_charge_row *x)
{
	struct charge_id charge_id = { id_new() };
	family_charge_add(d, &(struct family_charge_add_in){ .charge_id = charge_id, .family_id = x->family_id, .person_id = x->person_id,
		.from_on = d->today, .kind = x->kind, .reason_n = x->reason_n, .reason = x->reason, .by_account_id = d->who.account_id,
		.made_at = d->now });
	family_charge_token(d, x->person_id);
	give_next_step(d, x->family_id, x->person_id);
	return charge_id;
}

static void close(struct desk *d, const struct family_charge_row *x, const char *end_kind)
{
	family_charge_close(d, d->today, str_of(end_kind), d->now, x->charge_id);
}

static size_t place_of(const struct family_proposal *p, struct person_id person_id)
{
	size_t i = 0;
	while (i < p->n && p->person[i].person_id.v != person_id.v)
		i++;
	return i;
}

enum family_charge_refusal family_charge_put(struct desk *d, const struct family_charge_new *x)
{
	struct family_charge_facts f;
	struct family_proposal p;
	struct family_charge_row old = { .charge_id = { 0 } };
	if (!family_charge_facts_of(d, x->family_id, d->today, &f))
		return FAMILY_CHARGE_NO_SUCH;
	bool has_old = family_charge_open(d, x->family_id, &old);
	if ((has_old ? old.person_id.v : 0) != x->seen_person_id.v)
		return FAMILY_CHARGE_TAKEN;
	family_charge_ask(d, &f, &p);
	size_t at = x->person_id.v ? place_of(&p, x->person_id) : p.n ? p.choice.place[0].at : 0;
	if (at >= p.n || old.person_id.v == p.person[at].person_id.v)
		return FAMILY_CHARGE_BAD;
	bool is_proposed = at == p.choice.place[0].at;
	if (!is_proposed && !x->reason.n)
		return FAMILY_CHARGE_REASON;
	if (has_old)
		close(d, &old, "handover");
	struct family_charge_row new = { .family_id = x->family_id, .person_id = p.person[at].person_id, .kind = str_of(is_proposed ? "proposed" : "chosen"),
		.reason_n = is_proposed ? p.choice.place[0].reasons : 0, .reason = x->reason };
	new.charge_id = begin(d, &new);
	audit_note(d, is_proposed ? "charge.confirm" : "charge.choose", "family", x->family_id.v, STR_NONE);
	if (has_old)
		family_tell_handover(d, &old, new.person_id);
	else
		family_tell_begin(d, &new);
	return FAMILY_CHARGE_OK;
}

void family_charge_begin(struct desk *d, struct family_id family_id, struct person_id person_id)
{
	struct family_row family;
	bool is_there = family_by_id(d, family_id, &family);
	family_charge_add(d, &(struct family_charge_add_in){ .charge_id = { id_new() }, .family_id = family_id, .person_id = person_id,
		.from_on = is_there ? day_of(family.registered_at) : d->today, .kind = STR("import"), .by_account_id = d->who.account_id,
		.made_at = d->now });
	family_charge_token(d, person_id);
	give_next_step(d, family_id, person_id);
}

void family_charge_hand_over(struct desk *d, const struct family_charge_row *old, struct person_id to, int64_t reason_n)
{
	close(d, old, "handover");
	begin(d, &(struct family_charge_row){ .family_id = old->family_id, .person_id = to, .kind = STR("handover"), .reason_n = reason_n });
	audit_note(d, "charge.handover", "family", old->family_id.v, STR_NONE);
	family_tell_handover(d, old, to);
}

static bool was_before(struct desk *d, struct family_id family_id, struct moment at, struct family_charge_row *ret)
{
	struct family_charge_row *past;
	size_t n = family_charge_all(d, family_id, &past);
	for (size_t i = 0; i < n; i++)
		if (past[i].ended_at.ms == at.ms) {
			*ret = past[i];
			return true;
		}
	return false;
}

bool family_charge_take_back(struct desk *d, struct family_id family_id, struct person_id to, struct moment at)
{
	struct family_charge_row old, now;
	bool has_now = family_charge_open(d, family_id, &now);
	if (!was_before(d, family_id, at, &old) || has_now != (to.v != 0))
		return false;
	if (has_now && (now.person_id.v != to.v || now.made_at.ms != at.ms || family_charge_note_unmake(d, family_id, to, at) != 1))
		return false;
	if (has_now)
		close(d, &now, "other");
	family_charge_again(d, old.charge_id, at);
	audit_note(d, "charge.back", "family", family_id.v, STR_NONE);
	family_tell_back(d, &old);
	return true;
}

void family_charge_end(struct desk *d, const struct family_charge_row *x, const char *end_kind)
{
	close(d, x, end_kind);
	audit_note(d, "charge.end", "family", x->family_id.v, STR_NONE);
	family_tell_end(d, x, end_kind);
}

void family_charge_forget(struct desk *d, struct family_id family_id)
{
	family_charge_erase(d, family_id);
	family_charge_note_erase(d, family_id);
	family_charge_plan_move_erase(d, family_id);
}

int64_t family_charge_school(struct desk *d, int64_t most_n)
{
	struct family_charge_facts_done_row *x;
	struct day_parts p = day_split(d->today);
	/* who was born before 2 April six years before this school year is at school */
	int year = p.month < 4 ? p.year - 1 : p.year;
	size_t n = family_charge_facts_done(d, day_make(year - 6, 4, 2), most_n, &x);
	for (size_t i = 0; i < n; i++)
		family_charge_end(d, &(struct family_charge_row){ .charge_id = x[i].charge_id, .family_id = x[i].family_id, .person_id = x[i].person_id,
			.from_on = x[i].from_on }, "school");
	return (int64_t)n;
}
