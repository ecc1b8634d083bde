/* Booking, moving, cancelling and settling talks, and who may see them. */
#include "talk/talk.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/task.h"
#include "family/family_charge.h"
#include "talk/talk_inside.h"
#include "talk/talk_words.page.h"

enum { LEAD = 10 * MINUTE, LEAD_HOME = 20 * HOUR, MARGIN_HOME = 30, STEP = 30, SHORT = 30, LONG = 60 };

static const char *const hows[TALK_HOW_N] = { "video", "phone", "site", "home" };

const char *talk_how_word(enum talk_how how)
{
	return hows[how];
}

bool talk_how_of(struct str word, enum talk_how *ret)
{
	for (int i = 0; i < TALK_HOW_N; i++)
		if (str_is(word, hows[i])) {
			*ret = (enum talk_how)i;
			return true;
		}
	return false;
}

int talk_minutes(enum talk_how how)
{
	return how == TALK_HOME ? LONG : SHORT;
}

/* ---- with whom, and when ---- */

bool talk_with_person(struct desk *d, struct person_id person_id, struct talk_with *ret)
{
	struct talk_with w = { .has_person = true };
	if (!person_id.v || !staff_person_by_id(d, person_id, &w.person) || !staff_serves(&w.person, d->today))
		return false;
	*ret = w;
	return true;
}

bool talk_with_counter(struct desk *d, struct counter_id counter_id, struct talk_with *ret)
{
	const struct tenant_counter *x = tenant_counter_of(d->tenant, counter_id);
	if (!x || x->is_outreach || !x->hours_rule.n)
		return false;
	*ret = (struct talk_with){ .counter = x };
	return true;
}

bool talk_with_worker(struct desk *d, const struct family_row *f, struct talk_with *ret)
{
	struct family_charge_row charge;
	struct staff_person *all;
	if (family_charge_of(d, f->family_id, &charge)) {
		struct person_id stand_in = staff_stand_in(d, charge.person_id, d->today);
		if (talk_with_person(d, stand_in.v ? stand_in : charge.person_id, ret))
			return true;
	}
	size_t n = staff_people_of_house(d, &(struct staff_wish){ .operator_id = f->operator_id, .area_id = f->area_id, .is_named_only = true }, &all);
	if (n)
		*ret = (struct talk_with){ .person = all[0], .has_person = true };
	return n > 0;
}

bool talk_with_thread(struct desk *d, const struct consult_thread_row *t, struct talk_with *ret)
{
	return t->to_person_id.v && talk_with_person(d, t->to_person_id, ret);
}

size_t talk_slots(struct desk *d, const struct talk_with *with, enum talk_how how, struct moment **ret)
{
	struct staff_time_ask ask = { .person_id = with->person.person_id, .from_on = d->today, .days_n = TALK_DAYS, .minutes_n = talk_minutes(how),
		.step_n = STEP, .margin_n = how == TALK_HOME ? MARGIN_HOME : 0, .not_before_at = moment_add(d->now, how == TALK_HOME ? LEAD_HOME : LEAD) };
	return with->has_person ? staff_time_free(d, &ask, ret) : staff_time_free_at(d, with->counter, &ask, ret);
}

/* What a family picks must be free by the same rule by which it was offered. */
static bool is_free_slot(struct desk *d, const struct talk_with *with, enum talk_how how, struct moment from_at)
{
	struct moment *slot;
	size_t n = talk_slots(d, with, how, &slot);
	for (size_t i = 0; i < n; i++)
		if (slot[i].ms == from_at.ms)
			return true;
	return false;
}

/* ---- what is said of it ---- */

struct page talk_plain(struct desk *d, struct out *out, enum lang lang)
{
	return (struct page){ .out = out, .base = d->base, .lang = lang };
}

static struct account_id owner_of(struct desk *d, const struct talk_row *x)
{
	struct family_guardian_row g;
	return x->guardian_id.v && family_guardian_by_id(d, x->guardian_id, &g) ? g.account_id : (struct account_id){ 0 };
}

void talk_tell_story(struct desk *d, const struct talk_row *x, const char *what)
{
	struct out line = { .arena = d->arena };
	struct page p = talk_plain(d, &line, LANG_JA);
	if (!x->family_id.v)
		return;
	talk_story_line(&p, x, str_of(what));
	family_story_add(d, &(struct family_line_new){ .family_id = x->family_id, .kind = STR("talk"), .line = str_trim(out_done(&line)),
		.room = STR("talk"), .subject_id = x->talk_id.v, .who_may_see = STR("staff"), .owner_account_id = owner_of(d, x) });
}

struct str talk_name(struct desk *d, const struct talk_row *x)
{
	struct family_row f;
	return x->family_id.v && family_by_id(d, x->family_id, &f) ? f.name : x->name;
}

/* What a counter took, or who waits at the door, stands on 今日 until somebody is there. */
void talk_task(struct desk *d, const struct talk_row *x, struct moment due_at)
{
	struct staff_person person = { .version_n = 0 };
	if (x->person_id.v)
		staff_person_by_id(d, x->person_id, &person);
	task_raise(d, &(struct task_new){ .kind = TASK_TALK, .subject_id = x->talk_id.v, .line = talk_name(d, x),
		.href = arena_fmt(d->arena, "/desk/meet/%s", id_text(d->arena, x->talk_id.v).s), .due_at = due_at,
		.operator_id = x->operator_id, .area_id = x->area_id, .to_account_id = person.account_id, .least = ROLE_SITE });
	desk_tell(d, STR("task"), STR("changed"));
}

static void task_end(struct desk *d, const struct talk_row *x)
{
	if (task_settle_subject(d, TASK_TALK, x->talk_id.v))
		desk_tell(d, STR("task"), STR("changed"));
}

/* ---- planning ---- */

/* A hash cut short is enough for a secret; its letters are those of every other token. */
struct str talk_token(struct desk *d, struct talk_id talk_id)
{
	struct seal_key key = seal_derive(d->tenant_key, STR("talk"), d->tenant_id.v);
	struct str mac = seal_mac(d->arena, &key, id_text(d->arena, talk_id.v));
	return (struct str){ mac.s, 26 };
}

/* Whose it is: the family's house, else the person's or the counter's. */
static void place_of(struct desk *d, const struct talk_new *v, const struct family_row *f, struct talk_add_in *in)
{
	struct consult_thread_row t;
	in->operator_id = v->with.has_person ? v->with.person.operator_id : v->with.counter->operator_id;
	in->area_id = v->with.counter ? v->with.counter->area_id : (struct area_id){ 0 };
	in->lang = str_of(lang_code(d->lang));
	in->name = v->name;
	in->mail = v->mail;
	if (f) {
		in->operator_id = f->operator_id;
		in->area_id = f->area_id;
		in->lang = f->lang;
		in->name = f->name;
	} else if (v->thread_id.v && consult_thread_by_id(d, v->thread_id, &t)) {
		in->area_id = t.area_id;
		in->lang = t.lang;
		in->name = t.nickname;
		in->mail = t.notice_mail;
	}
}

static enum talk_refusal look_at(struct desk *d, const struct talk_new *v, struct family_row *ret_family)
{
	struct talk_row *old;
	if (v->with.has_person == (v->with.counter != NULL) || (v->family_id.v && !family_by_id(d, v->family_id, ret_family)))
		return TALK_NO_SUCH;
	if (v->minutes < 15 || v->minutes > 4 * 60 || (v->how == TALK_PHONE && !v->phone.n))
		return TALK_BAD;
	if (v->is_by_family && v->family_id.v && talk_of_guardian(d, ret_family->family_id, v->guardian_id, d->now, &old))
		return TALK_HAS_ONE;
	return TALK_OK;
}

static enum staff_time_refusal take_time(struct desk *d, const struct talk_new *v, struct talk_id talk_id, struct staff_time *ret)
{
	*ret = (struct staff_time){ .kind = STR("talk"), .person_id = v->with.person.person_id, .from_at = v->from_at,
		.calendar_id = { v->with.counter ? v->with.counter->counter_id.v : 0 },
		.until_at = moment_add(v->from_at, (int64_t)v->minutes * MINUTE), .room = STR("talk"), .subject_n = talk_id.v };
	if (v->is_by_family && !is_free_slot(d, &v->with, v->how, v->from_at))
		return STAFF_TIME_TAKEN;
	return staff_time_book(d, ret, v->is_by_family);
}

enum talk_refusal talk_plan(struct desk *d, const struct talk_new *v, struct talk_id *ret, enum staff_time_refusal *ret_time)
{
	struct family_row f;
	struct staff_time time;
	struct talk_id talk_id = { id_new() };
	enum talk_refusal r = look_at(d, v, &f);
	*ret_time = STAFF_TIME_OK;
	if (r != TALK_OK)
		return r;
	*ret_time = take_time(d, v, talk_id, &time);
	if (*ret_time != STAFF_TIME_OK)
		return TALK_TIME;
	struct talk_add_in in = { .talk_id = talk_id, .token_hash = seal_hash(d->arena, talk_token(d, talk_id)), .guardian_id = v->guardian_id,
		.family_id = v->family_id.v ? f.family_id : (struct family_id){ 0 }, .thread_id = v->thread_id, .person_id = v->with.person.person_id,
		.booking_id = time.booking_id, .how = str_of(hows[v->how]), .from_at = time.from_at, .until_at = time.until_at,
		.is_by_family = v->is_by_family, .phone = v->phone, .place = v->place, .made_at = d->now };
	in.counter_id = v->with.counter ? v->with.counter->counter_id : (struct counter_id){ 0 };
	place_of(d, v, v->family_id.v ? &f : NULL, &in);
	talk_add(d, &in);
	struct talk_row x;
	if (!talk_by_id(d, talk_id, &x))
		return TALK_NO_SUCH;                    /* a fault: the desk knows */
	talk_tell_story(d, &x, "planned");
	if (v->is_by_family && !x.person_id.v)
		talk_task(d, &x, x.from_at);
	audit_note(d, "talk.plan", "talk", talk_id.v, STR_NONE);
	*ret = talk_id;
	return TALK_OK;
}

static bool with_of(struct desk *d, const struct talk_row *x, struct talk_with *ret)
{
	return x->person_id.v ? talk_with_person(d, x->person_id, ret) : talk_with_counter(d, x->counter_id, ret);
}

enum talk_refusal talk_move(struct desk *d, const struct talk_row *x, struct moment from_at, struct person_id person_id,
	enum staff_time_refusal *ret_time)
{
	struct talk_with with = { .has_person = false };
	struct talk_row now = *x;
	enum talk_how how = TALK_VIDEO;
	bool is_staff = (d->who.role & ROLE_STAFF) && person_id.v;
	*ret_time = STAFF_TIME_OK;
	if (!str_is(x->state, "planned"))
		return TALK_SETTLED;
	talk_how_of(x->how, &how);
	now.person_id = person_id.v ? person_id : x->person_id;
	now.from_at = from_at;
	now.until_at = moment_add(from_at, x->until_at.ms - x->from_at.ms);
	if (!is_staff && (!with_of(d, x, &with) || !is_free_slot(d, &with, how, from_at)))
		*ret_time = STAFF_TIME_TAKEN;
	if (*ret_time == STAFF_TIME_OK)
		*ret_time = staff_time_move(d, &(struct staff_time){ .booking_id = x->booking_id, .person_id = now.person_id, .from_at = now.from_at,
			.until_at = now.until_at }, !is_staff);
	if (*ret_time != STAFF_TIME_OK)
		return TALK_TIME;
	talk_moved(d, now.person_id, now.from_at, now.until_at, x->talk_id);
	talk_tell_story(d, &now, "moved");
	if (!now.person_id.v)
		talk_task(d, &now, now.from_at);
	audit_note(d, "talk.move", "talk", x->talk_id.v, STR_NONE);
	return TALK_OK;
}

enum talk_refusal talk_cancel(struct desk *d, const struct talk_row *x)
{
	if (talk_cancelled(d, d->now, x->talk_id) != 1)
		return TALK_SETTLED;
	staff_time_cancel(d, x->booking_id);
	talk_tell_story(d, x, "cancelled");
	task_end(d, x);
	audit_note(d, "talk.cancel", "talk", x->talk_id.v, STR_NONE);
	return TALK_OK;
}

/* ---- who may see it ---- */

enum talk_refusal talk_by_token(struct desk *d, struct str token, struct talk_row *ret)
{
	struct talk_row x;
	struct thing thing = { .is_held = true };
	if (!id_is_token(token) || !talk_by_token_hash(d, seal_hash(d->arena, token), &x) || !may(d, MAY_TALK_HELD, &thing))
		return TALK_NO_SUCH;
	if (x.until_at.ms + (int64_t)TALK_LINK_HOURS * HOUR < d->now.ms)
		return TALK_NO_SUCH;
	*ret = x;
	return TALK_OK;
}

static bool is_own(struct desk *d, const struct talk_row *x)
{
	struct staff_person person;
	return x->person_id.v && staff_person_by_id(d, x->person_id, &person) && person.account_id.v && person.account_id.v == d->who.account_id.v;
}

static bool is_seen(struct desk *d, const struct talk_row *x, const struct family_row *f)
{
	struct thing thing = { .operator_id = x->operator_id, .area_id = x->area_id };
	return is_own(d, x) || (f ? family_may(d, MAY_TALK_READ, f) : may(d, MAY_TALK_READ, &thing));
}

enum talk_refusal talk_for_staff(struct desk *d, struct talk_id talk_id, struct talk_row *ret, struct family_row *ret_family)
{
	struct talk_row x;
	struct family_row f = { .family_id = { 0 } };
	if (!talk_by_id(d, talk_id, &x) || (x.family_id.v && !family_by_id(d, x.family_id, &f)))
		return TALK_NO_SUCH;
	if (!is_seen(d, &x, f.family_id.v ? &f : NULL))
		return TALK_NO_SUCH;
	*ret = x;
	*ret_family = f;
	return TALK_OK;
}

size_t talk_mine(struct desk *d, struct talk_row **ret)
{
	struct family_guardian_row g;
	struct family_row f;
	if (d->who.role != ROLE_FAMILY || !family_of_account(d, d->who.account_id, &g) || !family_by_id(d, g.family_id, &f))
		return 0;
	return talk_of_guardian(d, f.family_id, g.guardian_id, d->now, ret);
}

size_t talk_day_of(struct desk *d, struct day on, struct person_id person_id, struct talk_row **ret)
{
	size_t kept = 0, n = talk_between(d, day_moment(on, 0), day_moment((struct day){ on.n + 1 }, 0), ret);
	for (size_t i = 0; i < n; i++) {
		struct talk_row x;
		struct family_row f;
		if ((!person_id.v || (*ret)[i].person_id.v == person_id.v) && talk_for_staff(d, (*ret)[i].talk_id, &x, &f) == TALK_OK)
			(*ret)[kept++] = x;
	}
	return kept;
}
