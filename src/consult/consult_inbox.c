/* The inbox: pages of the list, who has a talk and who takes over, what rests, labels, notes, who is here. */
#include "consult/consult_inbox.h"
#include "consult/consult_inside.h"
#include "consult/consult_rules.h"
#include "desk/account.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/task.h"
#include "base/out.h"
#include "family/family.h"
#include "family/family_charge.h"

enum { REST_DAYS_MOST = 90, COLLEAGUES_MOST = 400, LABEL_MOST = 20 };

static void tell(struct desk *d)
{
	desk_tell(d, STR("task"), STR("changed"));
}

/* ---- the list ---- */

/* The areas that this person serves, as the walls know them; ',' for who serves all. */
static struct str own_areas(const struct may_reach *reach)
{
	return reach->area_list.n ? reach->area_list : STR(",");
}

static size_t page_of_mine(struct desk *d, const struct consult_box *box, const struct may_reach *reach, struct consult_inbox_row **ret)
{
	return consult_inbox_mine(d, &(struct consult_inbox_mine_in){ .state = box->state, .charge_account_id = d->who.account_id, .now_at = d->now,
		.after_n = box->after_n, .after_thread_id = box->after_thread_id, .is_everywhere = reach->is_everywhere,
		.is_unowned_seen = reach->is_unowned_seen, .operator_id = reach->operator_id, .limit_n = CONSULT_PAGE + 1 }, ret);
}

size_t consult_inbox(struct desk *d, const struct consult_box *box, struct consult_inbox_row **ret, bool *ret_is_more)
{
	struct may_reach reach = may_reach(d, MAY_CONSULT_READ);
	size_t n = str_is(box->filter, "mine") ? page_of_mine(d, box, &reach, ret) : consult_inbox_page(d, &(struct consult_inbox_page_in){
		.state = box->state, .account_id = d->who.account_id, .after_n = box->after_n,
		.after_thread_id = box->after_thread_id, .is_everywhere = reach.is_everywhere,
		.is_unowned_seen = reach.is_unowned_seen, .operator_id = reach.operator_id, .has_all_areas = reach.has_all_areas,
		.area_list = reach.area_list, .is_free = str_is(box->filter, "free"), .is_late = str_is(box->filter, "late"), .now_at = d->now,
		.is_urgent = str_is(box->filter, "urgent"), .is_area = str_is(box->filter, "area"), .own_areas = own_areas(&reach),
		.has_channel = box->channel.n > 0, .channel = box->channel, .has_label = box->label.n > 0,
		.label = arena_fmt(d->arena, ",%.*s,", STR_ARG(box->label)), .is_resting = str_is(box->filter, "rest"),
		.limit_n = CONSULT_PAGE + 1 }, ret);
	*ret_is_more = n > CONSULT_PAGE;
	return *ret_is_more ? CONSULT_PAGE : n;
}

void consult_inbox_count(struct desk *d, struct consult_inbox_counts_row *ret)
{
	struct may_reach reach = may_reach(d, MAY_CONSULT_READ);
	*ret = (struct consult_inbox_counts_row){ .all_n = 0 };
	consult_inbox_counts(d, &(struct consult_inbox_counts_in){ .now_at = d->now, .charge_account_id = d->who.account_id,
		.own_areas = own_areas(&reach),
		.has_own_areas = !reach.has_all_areas,
		.is_everywhere = reach.is_everywhere, .is_unowned_seen = reach.is_unowned_seen, .operator_id = reach.operator_id,
		.has_all_areas = reach.has_all_areas, .area_list = reach.area_list, .limit_n = CONSULT_COUNT_MOST }, ret);
}

size_t consult_offered(struct desk *d, struct consult_inbox_row **ret)
{
	struct may_reach reach = may_reach(d, MAY_CONSULT_READ);
	return consult_inbox_offers(d, d->who.account_id, reach.is_everywhere, reach.is_unowned_seen, reach.operator_id, ret);
}

/* ---- whose it becomes when it comes ---- */

static bool goes_to(struct consult_thread_row *t, const struct staff_person *x)
{
	if (!x->account_id.v)
		return false;
	t->charge_account_id = x->account_id;
	t->charge_name = x->name;
	return true;
}

static bool goes_to_named_worker(struct desk *d, struct consult_thread_row *t)
{
	struct family_charge_row charge;
	struct staff_person x;
	return t->family_id.v && family_charge_of(d, t->family_id, &charge) && staff_person_by_id(d, charge.person_id, &x) && goes_to(t, &x);
}

/* Who speaks the language and serves the area; in Japanese whoever is there. */
static void goes_to_speaker(struct desk *d, struct consult_thread_row *t)
{
	struct staff_person *x;
	enum lang lang = LANG_JA;
	lang_parse(t->lang, &lang);
	if (lang == LANG_JA || lang == LANG_EASY)
		return;
	size_t n = staff_people_of_house(d, &(struct staff_wish){ .operator_id = t->operator_id, .area_id = t->area_id }, &x);
	for (size_t i = 0; i < n; i++)
		if (staff_speaks(&x[i], lang) && goes_to(t, &x[i]))
			return;
}

void consult_route(struct desk *d, struct consult_thread_row *t)
{
	struct family_guardian_row g;
	struct staff_person to;
	if (!t->family_id.v && t->owner_account_id.v && tenant_has_room(d->tenant, "family") && family_of_account(d, t->owner_account_id, &g))
		t->family_id = g.family_id;
	if (t->to_person_id.v && staff_person_by_id(d, t->to_person_id, &to) && goes_to(t, &to))
		return;
	if (!goes_to_named_worker(d, t))
		goes_to_speaker(d, t);
}

/* ---- who has it ---- */

enum consult_refusal consult_take(struct desk *d, struct thread_id thread_id)
{
	struct consult_thread_row t;
	if (consult_to_act(d, thread_id, &t) != CONSULT_OK)
		return CONSULT_NO_SUCH;
	if (consult_inbox_take(d, d->who.account_id, d->who.name, thread_id) != 1)
		return CONSULT_TAKEN;
	audit_note(d, "consult.take", "thread", thread_id.v, STR_NONE);
	tell(d);
	return CONSULT_OK;
}

/* Whether somebody else could answer in this talk: asked of the one table, in that person's place. */
static bool could_answer(struct desk *d, const struct account_line *x, const struct consult_thread_row *t)
{
	struct desk other = *d;
	struct thing thing = consult_thing(t);
	enum role role;
	if (x->ended_at.ms || !account_role_parse(x->role, &role))
		return false;
	other.who = (struct who){ .role = role, .account_id = x->account_id, .operator_id = x->operator_id, .name = x->name,
		.area_ids = x->area_ids };
	return may(&other, MAY_CONSULT_ANSWER, &thing);
}

size_t consult_colleagues(struct desk *d, const struct consult_thread_row *t, struct consult_colleague **ret)
{
	struct account_line *x;
	size_t n = account_list(d, COLLEAGUES_MOST, &x), kept = 0;
	*ret = ARENA_ARRAY(d->arena, struct consult_colleague, n + 1);
	for (size_t i = 0; i < n; i++)
		if (x[i].account_id.v != d->who.account_id.v && could_answer(d, &x[i], t))
			(*ret)[kept++] = (struct consult_colleague){ x[i].account_id, x[i].name, x[i].title };
	return kept;
}

enum consult_refusal consult_offer(struct desk *d, struct thread_id thread_id, struct account_id to, struct str words)
{
	struct consult_thread_row t;
	struct account_line x;
	if (consult_to_act(d, thread_id, &t) != CONSULT_OK)
		return CONSULT_NO_SUCH;
	if (!account_by_id(d, to, &x) || !could_answer(d, &x, &t))
		return CONSULT_BAD;
	consult_inbox_offer(d, to, x.name, thread_id);
	if (words.n)
		consult_note(d, thread_id, words);
	audit_note(d, "consult.offer", "thread", thread_id.v, STR_NONE);
	tell(d);
	return CONSULT_OK;
}

static enum consult_refusal settled(struct desk *d, int64_t changed_n, const char *act, struct thread_id thread_id)
{
	if (changed_n != 1)
		return CONSULT_TAKEN;
	audit_note(d, act, "thread", thread_id.v, STR_NONE);
	tell(d);
	return CONSULT_OK;
}

enum consult_refusal consult_accept(struct desk *d, struct thread_id thread_id)
{
	struct consult_thread_row t;
	if (consult_to_act(d, thread_id, &t) != CONSULT_OK)
		return CONSULT_NO_SUCH;
	return settled(d, consult_inbox_accept(d, d->who.account_id, d->who.name, thread_id), "consult.accept", thread_id);
}

enum consult_refusal consult_decline(struct desk *d, struct thread_id thread_id)
{
	struct consult_thread_row t;
	if (consult_to_act(d, thread_id, &t) != CONSULT_OK)
		return CONSULT_NO_SUCH;
	return settled(d, consult_inbox_decline(d, thread_id, d->who.account_id), "consult.decline", thread_id);
}

enum consult_refusal consult_let_go(struct desk *d, struct thread_id thread_id)
{
	struct consult_thread_row t;
	if (consult_to_act(d, thread_id, &t) != CONSULT_OK)
		return CONSULT_NO_SUCH;
	return settled(d, consult_inbox_let_go(d, thread_id, d->who.account_id), "consult.let-go", thread_id);
}

/* ---- resting, labels, notes, where it belongs ---- */

enum consult_refusal consult_rest(struct desk *d, struct thread_id thread_id, struct moment until_at)
{
	struct consult_thread_row t;
	if (consult_to_act(d, thread_id, &t) != CONSULT_OK)
		return CONSULT_NO_SUCH;
	if (until_at.ms && (until_at.ms <= d->now.ms || until_at.ms > d->now.ms + REST_DAYS_MOST * DAY_MS))
		return CONSULT_BAD;
	return settled(d, consult_inbox_rest(d, until_at, thread_id), "consult.rest", thread_id) == CONSULT_OK ? CONSULT_OK : CONSULT_CLOSED;
}

size_t consult_labels(struct desk *d, struct str ret[CONSULT_LABELS_MOST])
{
	struct str rest = tenant_get(d->tenant, "consult.labels"), one;
	size_t n = 0;
	while (n < CONSULT_LABELS_MOST && str_cut(&rest, ',', &one))
		if (str_trim(one).n && str_letters(str_trim(one)) <= LABEL_MOST)
			ret[n++] = str_trim(one);
	return n;
}

static bool is_label(struct desk *d, struct str label)
{
	struct str known[CONSULT_LABELS_MOST];
	size_t n = consult_labels(d, known);
	for (size_t i = 0; i < n; i++)
		if (str_eq(known[i], label))
			return true;
	return false;
}

enum consult_refusal consult_label(struct desk *d, struct thread_id thread_id, struct str label, bool is_on)
{
	struct consult_thread_row t;
	struct out out = { .arena = d->arena };
	struct str one;
	if (consult_to_act(d, thread_id, &t) != CONSULT_OK)
		return CONSULT_NO_SUCH;
	if (is_on && !is_label(d, label))
		return CONSULT_BAD;
	while (str_cut(&t.labels, ',', &one))
		if (one.n && !str_eq(one, label))
			out_fmt(&out, ",%.*s", STR_ARG(one));
	if (is_on)
		out_fmt(&out, ",%.*s", STR_ARG(label));
	if (out.n)
		out_z(&out, ",");
	consult_inbox_labels(d, out.n ? out_done(&out) : STR_NONE, thread_id);
	tell(d);
	return CONSULT_OK;
}

enum consult_refusal consult_note(struct desk *d, struct thread_id thread_id, struct str words)
{
	struct consult_thread_row t;
	if (consult_to_act(d, thread_id, &t) != CONSULT_OK)
		return CONSULT_NO_SUCH;
	consult_inbox_note_add(d, &(struct consult_inbox_note_add_in){ .note_id = { id_new() }, .thread_id = thread_id, .words = words,
		.by_account_id = d->who.account_id, .by_name = d->who.name, .written_at = d->now });
	audit_note(d, "consult.note", "thread", thread_id.v, STR_NONE);
	return CONSULT_OK;
}

/* ---- who is here ---- */

void consult_here(struct desk *d, struct thread_id thread_id, bool is_writing, bool is_gone)
{
	struct consult_thread_row t;
	if (consult_to_act(d, thread_id, &t) != CONSULT_OK)
		return;
	struct consult_inbox_here_of_row *row;
	bool was_here = false;
	for (size_t i = consult_inbox_here_of(d, thread_id, moment_add(d->now, -CONSULT_HERE_SECONDS * SECOND), &row); i-- > 0;)
		was_here = was_here || row[i].account_id.v == d->who.account_id.v;
	if (is_gone)
		consult_inbox_here_gone(d, thread_id, d->who.account_id);
	else
		consult_inbox_here_put(d, &(struct consult_inbox_here_put_in){ .thread_id = thread_id, .account_id = d->who.account_id,
			.name = d->who.name, .seen_at = d->now, .wrote_at = is_writing ? d->now : MOMENT_NONE });
	consult_inbox_here_past(d, moment_add(d->now, -DAY_MS));
	if (is_writing || is_gone || !was_here)         /* what only goes on is no news */
		desk_tell(d, STR("here"), STR("changed"));
}

size_t consult_present(struct desk *d, struct thread_id thread_id, struct consult_present **ret)
{
	struct consult_inbox_here_of_row *row;
	struct moment since = moment_add(d->now, -CONSULT_HERE_SECONDS * SECOND);
	size_t n = consult_inbox_here_of(d, thread_id, since, &row), kept = 0;
	*ret = ARENA_ARRAY(d->arena, struct consult_present, n + 1);
	for (size_t i = 0; i < n; i++)
		if (row[i].account_id.v != d->who.account_id.v)
			(*ret)[kept++] = (struct consult_present){ row[i].name, row[i].wrote_at.ms >= since.ms };
	return kept;
}
