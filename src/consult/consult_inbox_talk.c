/* What goes into a talk from the desk: what was said elsewhere and written down, canned answers, cards, undoing, and talks that are one. */
#include "consult/consult_inbox.h"
#include "consult/consult_act.h"
#include "consult/consult_inside.h"
#include "consult/consult_promise.h"
#include "consult/consult_rules.h"
#include "base/out.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/outbox.h"
#include "desk/task.h"
#include "directory/directory.h"
#include "family/family.h"

enum { ALIKE_DAYS = 90, CARDS_MOST = 200, MORNING = 8 * 60 + 30, EVENING = 17 * 60 };
static const char *const down_channels[] = { "phone", "counter", "visit", "outreach", "mail", NULL };

static void tell(struct desk *d)
{
	desk_tell(d, STR("task"), STR("changed"));
}

/* ---- written down ---- */

static bool is_mine(struct desk *d, const struct consult_thread_row *t)
{
	struct thing thing = consult_thing(t);
	return may(d, MAY_CONSULT_ANSWER, &thing);
}

/* With a family it lies where the family's record lies. */
static bool down_place(struct desk *d, const struct consult_down *v, struct consult_thread_row *t)
{
	struct family_row f;
	const struct tenant_area *area = tenant_area_of(d->tenant, v->area_id);
	t->area_id = area ? area->area_id : (struct area_id){ 0 };
	t->operator_id = area ? area->operator_id : d->who.operator_id;
	if (!v->family_id.v)
		return is_mine(d, t);
	if (!family_by_id(d, v->family_id, &f) || !family_may(d, MAY_FAMILY_READ, &f))
		return false;
	t->family_id = f.family_id;
	t->area_id = f.area_id;
	t->operator_id = f.operator_id;
	t->nickname = t->nickname.n ? t->nickname : str_letters(f.name) <= 40 ? f.name : STR_NONE;
	return is_mine(d, t);
}

static void down_story(struct desk *d, const struct consult_thread_row *t, struct str channel)
{
	if (t->family_id.v)
		family_story_add(d, &(struct family_line_new){ .family_id = t->family_id, .kind = str_is(channel, "phone") ? STR("call")
			: str_is(channel, "counter") ? STR("counter") : str_is(channel, "mail") ? STR("mail") : STR("talk"),
			.room = STR("consult"), .subject_id = t->thread_id.v, .who_may_see = STR("staff") });
}

enum consult_refusal consult_write_down(struct desk *d, const struct consult_down *v, struct thread_id *ret)
{
	bool is_open;
	struct consult_thread_row t = { .thread_id = { id_new() }, .nickname = v->nickname, .lang = STR("ja"), .state = STR("waiting"),
		.charge_account_id = d->who.account_id, .charge_name = d->who.name };
	if (!count_knows(down_channels, v->channel) || !v->words.n || !down_place(d, v, &t))
		return CONSULT_BAD;
	t.promise_at = v->is_done ? MOMENT_NONE : consult_promise_now(d, t.area_id, &is_open);
	consult_thread_add(d, &(struct consult_thread_add_in){ .thread_id = t.thread_id, .token_hash = seal_hash(d->arena, id_token(d->arena)),
		.operator_id = t.operator_id, .area_id = t.area_id, .nickname = t.nickname, .lang = t.lang, .opened_at = d->now, .promise_at = t.promise_at,
		.channel = v->channel, .order_n = consult_order_waiting(t.promise_at, d->now, false), .family_id = t.family_id,
		.charge_account_id = t.charge_account_id, .charge_name = t.charge_name });
	consult_message_add(d, &(struct consult_message_add_in){ .message_id = { id_new() }, .thread_id = t.thread_id, .by_account_id = d->who.account_id,
		.by_name = d->who.name, .words = v->words, .kind = arena_fmt(d->arena, "by-%.*s", STR_ARG(v->channel)), .written_at = d->now });
	if (v->is_done) {
		consult_inbox_state(d, &(struct consult_inbox_state_in){ .state = STR("answered"), .order_n = consult_order_rested(d->now),
			.answered_at = d->now, .thread_id = t.thread_id });
	} else {
		consult_promise_made(d, &t, t.promise_at);
		consult_task(d, &t);
	}
	down_story(d, &t, v->channel);
	audit_note(d, "consult.write-down", "thread", t.thread_id.v, STR_NONE);
	tell(d);
	*ret = t.thread_id;
	return CONSULT_OK;
}

/* ---- canned answers ---- */

static const struct tenant_counter *counter_of(const struct desk *d, struct area_id area_id)
{
	for (size_t i = 0; i < d->tenant->counter_n; i++)
		if (d->tenant->counter[i].area_id.v == area_id.v)
			return &d->tenant->counter[i];
	return d->tenant->counter_n ? d->tenant->counter : NULL;
}

/* The words in braces are Japanese: a data table (consult_inbox_words.c). */
static struct str field(struct desk *d, const struct consult_thread_row *t, enum consult_field f)
{
	const struct tenant_counter *counter = counter_of(d, t->area_id);
	switch (f) {
	case FIELD_NAME: return t->nickname;
	case FIELD_WORKER: return d->who.name;
	case FIELD_COUNTER: return counter ? counter->name : STR_NONE;
	case FIELD_PHONE: return counter && counter->phone.n ? counter->phone : d->tenant->phone;
	case FIELD_HOURS: return counter ? counter->hours : STR_NONE;
	case FIELD_TOWN: return d->tenant->town;
	case FIELD_N: break;
	}
	return STR_NONE;
}

struct str consult_fill(struct desk *d, const struct consult_thread_row *t, struct str words)
{
	struct out out = { .arena = d->arena };
	for (size_t i = 0; i < words.n; i++) {
		const char *end = words.s[i] == '{' ? memchr(words.s + i, '}', words.n - i) : NULL;
		enum consult_field f = end ? consult_field_of((struct str){ words.s + i + 1, (size_t)(end - words.s) - i - 1 }) : FIELD_N;
		if (f == FIELD_N) {
			out_put(&out, words.s + i, 1);
			continue;
		}
		out_str(&out, field(d, t, f));
		i = (size_t)(end - words.s);
	}
	return out_done(&out);
}

const char *const consult_thens[] = { "closed", "hour", "morning", "week", NULL };

static bool macro_is_fine(struct desk *d, const struct consult_inbox_canned_row *x)
{
	struct str label[CONSULT_LABELS_MOST];
	bool is_known = !x->label.n;
	for (size_t i = consult_labels(d, label); i-- > 0;)
		is_known = is_known || str_eq(label[i], x->label);
	return is_known && (!x->and_then.n || count_knows(consult_thens, x->and_then));
}

struct moment consult_rest_until(const struct desk *d, struct str word)
{
	if (str_is(word, "hour"))
		return moment_add(d->now, HOUR);
	return day_moment((struct day){ d->today.n + (str_is(word, "week") ? 7 : 1) }, MORNING);
}

/* Answered, and not done: it waits again, out of sight until its moment, and is due by the evening of that day. */
static enum consult_refusal comes_back(struct desk *d, struct consult_thread_row *t, struct moment until)
{
	bool is_open;
	struct moment evening = day_moment(day_of(until), EVENING), soonest = consult_promise_now(d, t->area_id, &is_open);
	t->promise_at = evening.ms > soonest.ms ? evening : soonest;
	consult_inbox_state(d, &(struct consult_inbox_state_in){ .state = STR("waiting"), .promise_at = t->promise_at,
		.order_n = consult_order_waiting(t->promise_at, d->now, false), .answered_at = t->answered_at, .thread_id = t->thread_id });
	consult_promise_made(d, t, t->promise_at);
	consult_task(d, t);
	return consult_rest(d, t->thread_id, until);
}

enum consult_refusal consult_macro_end(struct desk *d, struct thread_id thread_id, const struct consult_inbox_canned_row *x)
{
	struct consult_thread_row t;
	enum consult_refusal r = x->label.n ? consult_label(d, thread_id, x->label, true) : CONSULT_OK;
	if (r == CONSULT_BAD)
		r = CONSULT_OK;                         /* the town has that label no more */
	if (r != CONSULT_OK || !x->and_then.n)
		return r;
	if (consult_to_act(d, thread_id, &t) != CONSULT_OK)
		return CONSULT_NO_SUCH;
	if (str_is(x->and_then, "closed"))
		return consult_close(d, thread_id, t.version_n);
	return comes_back(d, &t, consult_rest_until(d, x->and_then));
}

enum consult_refusal consult_canned_put(struct desk *d, struct consult_inbox_canned_row *x)
{
	if (!x->title.n || !x->words.n || str_letters(x->title) > 60 || str_letters(x->words) > 4000 || !macro_is_fine(d, x))
		return CONSULT_BAD;
	x->label = x->label.n ? x->label : STR_NONE;
	x->and_then = x->and_then.n ? x->and_then : STR_NONE;
	if (!x->canned_id.v) {
		x->canned_id.v = id_new();
		consult_inbox_canned_add(d, &(struct consult_inbox_canned_add_in){ .canned_id = x->canned_id, .title = x->title, .words = x->words,
			.place_n = x->place_n, .changed_at = d->now, .by_name = d->who.name, .label = x->label, .and_then = x->and_then });
	} else if (consult_inbox_canned_change(d, &(struct consult_inbox_canned_change_in){ .title = x->title, .words = x->words, .changed_at = d->now,
		.by_name = d->who.name, .label = x->label, .and_then = x->and_then, .canned_id = x->canned_id, .version_n = x->version_n }) != 1) {
		return CONSULT_CHANGED;
	}
	audit_note(d, "consult.canned", "canned", x->canned_id.v, STR_NONE);
	return CONSULT_OK;
}

/* ---- cards ---- */

void consult_cards_put(struct desk *d, struct thread_id thread_id, struct message_id message_id, const struct entry_id *entry, size_t n)
{
	struct directory_entry e;
	for (size_t i = 0; i < n; i++)
		if (directory_by_id(d, entry[i], &e) && directory_may_see(d, &e))
			consult_inbox_card_add(d, message_id, entry[i], thread_id, (int64_t)i);
}

size_t consult_cards(struct desk *d, struct thread_id thread_id, struct consult_card **ret)
{
	struct consult_inbox_cards_row *row;
	struct directory_entry e;
	size_t n = consult_inbox_cards(d, thread_id, &row), kept = 0;
	*ret = ARENA_ARRAY(d->arena, struct consult_card, n + 1);
	for (size_t i = 0; i < n; i++)
		if (directory_by_id(d, row[i].entry_id, &e) && str_is(e.state, "live"))
			(*ret)[kept++] = (struct consult_card){ .message_id = row[i].message_id, .entry_id = row[i].entry_id, .name = e.fact[FACT_NAME],
				.phone = e.fact[FACT_PHONE], .summary = e.fact[FACT_SUMMARY] };
	return kept;
}

/* ---- undoing ---- */

/* Where the newest words of a talk stand, those of joined talks included. */
static bool last_of(struct desk *d, struct thread_id thread_id, struct consult_inbox_last_row *ret)
{
	struct consult_thread_row *more;
	bool found = consult_inbox_last(d, thread_id, ret);
	size_t n = consult_joined(d, thread_id, &more);
	for (size_t i = 0; i < n; i++) {
		struct consult_inbox_last_row x;
		if (consult_inbox_last(d, more[i].thread_id, &x) && (!found || x.message_id.v > ret->message_id.v)) {
			*ret = x;
			found = true;
		}
	}
	return found;
}

/* Where staff's words go by LINE they have left the house. */
static bool left_by_line(const struct desk *d, const struct consult_thread_row *t)
{
	return str_is(tenant_get(d->tenant, "line.mode"), "room") && str_is(t->channel, "line");
}

/* A photo may be on its way to a screen already, and its key is the whole talk's. */
static bool has_photo(struct desk *d, const struct consult_inbox_last_row *last)
{
	struct file_line_row *file;
	size_t n = consult_files(d, last->thread_id, &file);
	for (size_t i = 0; i < n; i++)
		if (file[i].part_id.v == last->message_id.v)
			return true;
	return false;
}

bool consult_may_undo(struct desk *d, const struct consult_thread_row *t)
{
	struct consult_inbox_last_row last;
	return last_of(d, t->thread_id, &last) && last.is_from_staff && !last.kind.n && last.by_account_id.v == d->who.account_id.v
		&& d->now.ms - last.written_at.ms <= CONSULT_UNDO_MINUTES * MINUTE && !left_by_line(d, t)
		&& !has_photo(d, &last);
}

enum consult_refusal consult_undo(struct desk *d, struct thread_id thread_id)
{
	struct consult_thread_row t;
	struct consult_inbox_last_row last;
	bool is_open;
	if (consult_to_act(d, thread_id, &t) != CONSULT_OK)
		return CONSULT_NO_SUCH;
	if (!consult_may_undo(d, &t) || !last_of(d, thread_id, &last) || consult_inbox_undo(d, last.message_id) != 1)
		return CONSULT_CLOSED;
	consult_inbox_cards_of_erase(d, last.message_id);
	outbox_stop(d, last.thread_id.v);
	t.promise_at = consult_promise_now(d, t.area_id, &is_open);
	consult_inbox_state(d, &(struct consult_inbox_state_in){ .state = STR("waiting"), .promise_at = t.promise_at,
		.order_n = consult_order_waiting(t.promise_at, d->now, false), .answered_at = MOMENT_NONE, .thread_id = thread_id });
	consult_promise_made(d, &t, t.promise_at);
	consult_task(d, &t);
	audit_note(d, "consult.undo", "thread", thread_id.v, STR_NONE);
	desk_tell(d, consult_topic(d, last.thread_id), STR("changed"));
	tell(d);
	return CONSULT_OK;
}

/* ---- talks that are one ---- */

static size_t keep_readable(struct desk *d, struct consult_thread_row *x, size_t n, struct operator_id operator_id)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (is_mine(d, &x[i]) && x[i].operator_id.v == operator_id.v)
			x[kept++] = x[i];
	return kept;
}

size_t consult_alike(struct desk *d, const struct consult_thread_row *t, struct consult_thread_row **ret)
{
	size_t n = consult_threads_alike(d, &(struct consult_threads_alike_in){ .since_at = moment_add(d->now, -ALIKE_DAYS * DAY_MS),
		.thread_id = t->thread_id, .owner_account_id = t->owner_account_id, .family_id = t->family_id, .notice_mail = t->notice_mail,
		.nickname = t->nickname }, ret);
	return keep_readable(d, *ret, n, t->operator_id);
}

size_t consult_joined(struct desk *d, struct thread_id thread_id, struct consult_thread_row **ret)
{
	size_t n = consult_threads_joined(d, thread_id, ret), kept = 0;
	for (size_t i = 0; i < n; i++)
		if (is_mine(d, &(*ret)[i]))
			(*ret)[kept++] = (*ret)[i];
	return kept;
}

/* One of the two may have talks in it already: those would hang below something that is no list's line any more. */
enum consult_refusal consult_unite(struct desk *d, struct thread_id thread_id, struct thread_id other_id)
{
	struct consult_thread_row t, other, *more;
	if (consult_to_act(d, thread_id, &t) != CONSULT_OK || consult_to_act(d, other_id, &other) != CONSULT_OK)
		return CONSULT_NO_SUCH;
	if (thread_id.v == other_id.v || t.into_thread_id.v || t.operator_id.v != other.operator_id.v || consult_threads_joined(d, other_id, &more) > 0
		|| consult_inbox_into(d, thread_id, other_id) != 1)
		return CONSULT_BAD;
	task_settle_subject(d, TASK_QUESTION, other_id.v);
	task_settle_subject(d, TASK_URGENT, other_id.v);
	if (str_is(other.state, "waiting")) {
		struct consult_thread_row as_one = other;
		as_one.into_thread_id = thread_id;
		struct consult_thread_row root = consult_joined_waits(d, &as_one);
		consult_task(d, &root);
	}
	consult_story_of_both(d, &t, &other, "talk-joined");
	audit_note(d, "consult.unite", "thread", thread_id.v, STR_NONE);
	audit_note(d, "consult.unite", "thread", other_id.v, STR_NONE);
	tell(d);
	return CONSULT_OK;
}

enum consult_refusal consult_part(struct desk *d, struct thread_id thread_id, struct thread_id other_id)
{
	struct consult_thread_row t, other;
	if (consult_to_act(d, thread_id, &t) != CONSULT_OK || consult_to_act(d, other_id, &other) != CONSULT_OK
		|| consult_inbox_apart(d, other_id, thread_id) != 1)
		return CONSULT_NO_SUCH;
	if (str_is(other.state, "waiting"))
		consult_task(d, &other);
	consult_story_of_both(d, &t, &other, "talk-parted");
	audit_note(d, "consult.part", "thread", thread_id.v, STR_NONE);
	audit_note(d, "consult.part", "thread", other_id.v, STR_NONE);
	tell(d);
	return CONSULT_OK;
}

/* ---- for consult.c ---- */

/* Of a talk that now waits: the one that the desk sees, which waits with it. */
struct consult_thread_row consult_joined_waits(struct desk *d, const struct consult_thread_row *t)
{
	struct consult_thread_row root;
	if (!t->into_thread_id.v || !consult_thread_by_id(d, t->into_thread_id, &root))
		return *t;
	if (!str_is(root.state, "waiting") || !root.promise_at.ms || (t->promise_at.ms && t->promise_at.ms < root.promise_at.ms))
		root.promise_at = t->promise_at;
	if (t->urgent_n > root.urgent_n) {
		root.urgent_n = t->urgent_n;
		consult_thread_urgent(d, &(struct consult_thread_urgent_in){ .urgent_n = t->urgent_n, .urgent_kind = t->urgent_kind,
			.urgent_words = t->urgent_words, .thread_id = root.thread_id });
	}
	consult_thread_waits(d, d->now, root.promise_at, consult_order_waiting(root.promise_at, d->now, root.urgent_n == 2), root.thread_id);
	return root;
}

/* The answer goes where the family can read it and wrote last; everything that is one with it is answered too. */
void consult_joined_answered(struct desk *d, struct consult_thread_row *t)
{
	struct consult_thread_row *more, to = *t;
	struct consult_inbox_last_row last;
	int64_t newest = consult_inbox_last(d, t->thread_id, &last) && !last.is_from_staff && consult_is_read(t) ? last.message_id.v : 0;
	size_t n = consult_threads_joined(d, t->thread_id, &more);
	for (size_t i = 0; i < n; i++) {
		consult_promise_met(d, more[i].thread_id);
		consult_inbox_state(d, &(struct consult_inbox_state_in){ .state = STR("answered"), .order_n = consult_order_rested(d->now),
			.answered_at = d->now, .thread_id = more[i].thread_id });
		if (consult_is_read(&more[i]) && consult_inbox_last(d, more[i].thread_id, &last) && !last.is_from_staff && last.message_id.v > newest) {
			newest = last.message_id.v;
			to = more[i];
		}
	}
	if (!newest && !consult_is_read(t))
		for (size_t i = 0; i < n; i++)
			to = consult_is_read(&more[i]) ? more[i] : to;
	*t = to;
}

bool consult_is_read(const struct consult_thread_row *t)
{
	return !count_knows(down_channels, t->channel);
}

void consult_inbox_forget(struct desk *d, struct thread_id thread_id)
{
	consult_inbox_notes_erase(d, thread_id);
	consult_inbox_move_erase(d, thread_id);
	consult_inbox_cards_erase(d, thread_id);
}
