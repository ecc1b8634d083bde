/* The steps of a request, each by its turn and only once. */
#include "disclose/disclose.h"
#include "base/out.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/task.h"
#include "disclose/disclose_inside.h"
#include "family/family_own.h"

static bool is_any(struct str state, const char *a, const char *b)
{
	return str_is(state, a) || (b && str_is(state, b));
}

bool disclose_is_open(const struct disclose_row *x)
{
	return !is_any(x->state, "handed", "closed");
}

static void step(struct desk *d, struct request_id request_id, const char *kind, struct str line)
{
	disclose_step_add(d, &(struct disclose_step_add_in){ .step_id = { id_new() }, .request_id = request_id, .kind = str_of(kind), .line = line,
		.by_account_id = d->who.account_id, .by_name = d->who.name, .happened_at = d->now });
	audit_note(d, arena_fmt(d->arena, "disclose.%s", kind).s, "disclose", request_id.v, STR_NONE);
}

static void clock_run(struct desk *d, const struct disclose_row *x)
{
	task_raise(d, &(struct task_new){ .kind = TASK_DISCLOSE, .subject_id = x->request_id.v, .line = x->asker,
		.href = arena_fmt(d->arena, "/desk/disclose/%s", id_text(d->arena, x->request_id.v).s), .due_at = day_moment(x->due_on, 17 * 60),
		.operator_id = x->operator_id, .area_id = x->area_id, .least = ROLE_WORKER });
}

struct request_id disclose_begin(struct desk *d, const struct family_row *f, const struct disclose_new *v, const char *kind)
{
	struct disclose_row x = { .request_id = { id_new() }, .asker = v->asker, .due_on = { v->asked_on.n + DISCLOSE_DAYS }, .operator_id = f->operator_id,
		.area_id = f->area_id };
	disclose_request_add(d, &(struct disclose_request_add_in){ .request_id = x.request_id, .family_id = f->family_id, .guardian_id = v->guardian_id,
		.child_id = v->child_id, .operator_id = f->operator_id, .area_id = f->area_id, .asker = v->asker, .relation = v->relation, .what = v->what,
		.asked_on = v->asked_on, .due_on = x.due_on, .made_at = d->now });
	step(d, x.request_id, kind, STR_NONE);
	clock_run(d, &x);
	return x.request_id;
}

enum disclose_refusal disclose_enter(struct desk *d, const struct disclose_new *v, struct request_id *ret)
{
	struct family_row f;
	if (family_for_staff(d, v->family_id, &f) != FAMILY_OK || !family_may(d, MAY_DISCLOSE, &f))
		return DISCLOSE_NO_SUCH;
	*ret = disclose_begin(d, &f, v, "enter");
	return DISCLOSE_OK;
}

enum disclose_refusal disclose_for_staff(struct desk *d, struct request_id request_id, struct disclose_row *ret)
{
	struct disclose_row x;
	if (!disclose_by_id(d, request_id, &x) || !may(d, MAY_DISCLOSE, &(struct thing){ .operator_id = x.operator_id, .area_id = x.area_id }))
		return DISCLOSE_NO_SUCH;
	*ret = x;
	return DISCLOSE_OK;
}

size_t disclose_list(struct desk *d, struct disclose_row **ret)
{
	struct may_reach r = may_reach(d, MAY_DISCLOSE);
	return disclose_all(d, &(struct disclose_all_in){ .is_everywhere = r.is_everywhere, .is_unowned_seen = r.is_unowned_seen,
		.operator_id = r.operator_id, .has_all_areas = r.has_all_areas, .area_list = r.area_list }, ret);
}

/* ---- steps ---- */

/* `now` is the request as it will be; it was read as `x`. */
static enum disclose_refusal put(struct desk *d, const struct disclose_row *x, struct disclose_row now, int64_t version_n)
{
	if (disclose_state_put(d, &(struct disclose_state_put_in){ .state = now.state, .checked_by = now.checked_by, .gathered_at = now.gathered_at,
		.proposed_by_account_id = now.proposed_by_account_id, .proposed_at = now.proposed_at, .released_by_account_id = now.released_by_account_id,
		.released_at = now.released_at, .handed_how = now.handed_how, .handed_on = now.handed_on, .closed_why = now.closed_why,
		.request_id = x->request_id, .version_n = version_n }) != 1)
		return DISCLOSE_CHANGED;
	if (!disclose_is_open(&now))
		task_settle_subject(d, TASK_DISCLOSE, x->request_id.v);
	return DISCLOSE_OK;
}

/* From one state to the next, by one act: `now` is the request as it will be; said as `kind` with `line`. */
struct move { struct disclose_row now; const char *from, *kind; struct str line; int64_t version_n; };

static enum disclose_refusal go(struct desk *d, const struct disclose_row *x, const struct move *m)
{
	if (!is_any(x->state, m->from, NULL))
		return DISCLOSE_NOT_NOW;
	enum disclose_refusal r = put(d, x, m->now, m->version_n);
	if (r == DISCLOSE_OK)
		step(d, x->request_id, m->kind, m->line);
	return r;
}

enum disclose_refusal disclose_check(struct desk *d, const struct disclose_row *x, struct str paper, int64_t version_n)
{
	struct move m = { *x, "asked", "check", paper, version_n };
	m.now.state = STR("checked");
	m.now.checked_by = paper;
	return go(d, x, &m);
}

enum disclose_refusal disclose_lengthen(struct desk *d, const struct disclose_row *x, struct day due_on, struct str why)
{
	struct disclose_row now = *x;
	if (!disclose_is_open(x) || x->longer_why.n || due_on.n <= x->due_on.n || due_on.n > x->due_on.n + DISCLOSE_DAYS)
		return DISCLOSE_NOT_NOW;
	if (disclose_longer(d, due_on, why, x->request_id, x->version_n) != 1)
		return DISCLOSE_CHANGED;
	now.due_on = due_on;
	clock_run(d, &now);
	step(d, x->request_id, "lengthen", why);
	return DISCLOSE_OK;
}

enum disclose_refusal disclose_gather(struct desk *d, const struct disclose_row *x, int64_t version_n)
{
	struct disclose_row now = *x;
	now.state = STR("gathered");
	now.gathered_at = d->now;
	if (!is_any(x->state, "checked", "gathered"))
		return DISCLOSE_NOT_NOW;
	enum disclose_refusal r = put(d, x, now, version_n);
	if (r != DISCLOSE_OK)
		return r;
	disclose_items_erase(d, x->request_id);
	size_t n = disclose_collect(d, x);
	step(d, x->request_id, "gather", arena_fmt(d->arena, "%zu", n));
	return DISCLOSE_OK;
}

enum disclose_refusal disclose_mask(struct desk *d, const struct disclose_row *x, const struct disclose_mask *v)
{
	if (!is_any(x->state, "gathered", NULL))
		return DISCLOSE_NOT_NOW;
	bool is_hidden = v->hidden.n || v->is_left_out;
	if (disclose_item_mask(d, &(struct disclose_item_mask_in){ .hidden = v->hidden.n ? v->hidden : STR_NONE, .is_left_out = v->is_left_out,
		.why = is_hidden ? v->why : STR_NONE, .item_id = v->item_id, .request_id = x->request_id }) != 1)
		return DISCLOSE_NO_SUCH;
	audit_note(d, "disclose.mask", "disclose", x->request_id.v, STR_NONE);
	return DISCLOSE_OK;
}

enum disclose_refusal disclose_propose(struct desk *d, const struct disclose_row *x, int64_t version_n)
{
	struct move m = { *x, "gathered", "propose", STR_NONE, version_n };
	m.now.state = STR("proposed");
	m.now.proposed_by_account_id = d->who.account_id;
	m.now.proposed_at = d->now;
	return go(d, x, &m);
}

enum disclose_refusal disclose_release(struct desk *d, const struct disclose_row *x, int64_t version_n)
{
	struct move m = { *x, "proposed", "release", STR_NONE, version_n };
	m.now.state = STR("released");
	m.now.released_by_account_id = d->who.account_id;
	m.now.released_at = d->now;
	bool is_own = is_any(x->state, "proposed", NULL) && x->proposed_by_account_id.v == d->who.account_id.v;
	return is_own ? DISCLOSE_SAME_PERSON : go(d, x, &m);
}

enum disclose_refusal disclose_give_back(struct desk *d, const struct disclose_row *x, struct str why, int64_t version_n)
{
	struct move m = { *x, "proposed", "give-back", why, version_n };
	m.now.state = STR("gathered");
	m.now.proposed_by_account_id.v = 0;
	m.now.proposed_at = MOMENT_NONE;
	return go(d, x, &m);
}

enum disclose_refusal disclose_hand(struct desk *d, const struct disclose_row *x, struct str how, struct day on, int64_t version_n)
{
	struct move m = { *x, "released", "hand", how, version_n };
	m.now.state = STR("handed");
	m.now.handed_how = how;
	m.now.handed_on = on;
	return go(d, x, &m);
}

enum disclose_refusal disclose_end(struct desk *d, const struct disclose_row *x, struct str why, int64_t version_n)
{
	struct disclose_row now = *x;
	now.state = STR("closed");
	now.closed_why = why;
	if (!disclose_is_open(x))
		return DISCLOSE_NOT_NOW;
	enum disclose_refusal r = put(d, x, now, version_n);
	if (r != DISCLOSE_OK)
		return r;
	disclose_items_erase(d, x->request_id);         /* nothing is kept twice for a request that came to nothing */
	step(d, x->request_id, "end", why);
	return DISCLOSE_OK;
}

size_t disclose_items(struct desk *d, const struct disclose_row *x, struct disclose_item_row **ret)
{
	return disclose_items_of(d, x->request_id, ret);
}

size_t disclose_steps(struct desk *d, const struct disclose_row *x, struct disclose_steps_of_row **ret)
{
	return disclose_steps_of(d, x->request_id, ret);
}

/* ---- what is read ---- */

/* How many bytes of s are the longest of the hidden words that stands there. */
static size_t hidden_here(struct str s, struct str hidden)
{
	struct str rest = hidden, one;
	size_t longest = 0;
	while (str_cut(&rest, '\n', &one)) {
		one = str_trim(one);
		if (one.n > longest && one.n <= s.n && memcmp(s.s, one.s, one.n) == 0)
			longest = one.n;
	}
	return longest;
}

/* A square for each letter, three at least, so that its length tells little. */
static void black(struct out *o, struct str s)
{
	size_t letters = 0;
	for (size_t i = 0; i < s.n; i++)
		letters += ((unsigned char)s.s[i] & 0xC0) != 0x80;
	for (size_t i = 0; i < (letters < 3 ? 3 : letters); i++)
		out_z(o, "\u25A0");
}

struct str disclose_shown(struct arena *a, const struct disclose_item_row *x)
{
	struct out o = { .arena = a };
	if (x->is_left_out)
		return STR_NONE;
	for (size_t i = 0; i < x->words.n;) {
		struct str here = { x->words.s + i, x->words.n - i };
		size_t n = x->hidden.n ? hidden_here(here, x->hidden) : 0;
		if (n)
			black(&o, (struct str){ here.s, n });
		else
			out_put(&o, here.s, 1);
		i += n ? n : 1;
	}
	return out_done(&o);
}
