/* Letters from the transaction that wants them to the courier that carries them. */
#include "desk/outbox.h"
#include "base/check.h"
#include "desk/outbox.sql.h"
#include "desk/task.h"
#include "desk/tenant.h"

enum { AWAY_MS = 2 * MINUTE, KEEP_DAYS = 7, WHY_MAX = 90, PIECE = 25 };

/* After how many tries to wait how long; after the last of them the letter has failed. */
static const int wait_minutes[] = { 1, 5, 30, 120 };
enum { WAIT_N = sizeof wait_minutes / sizeof *wait_minutes };

static struct seal_key letter_key(const struct desk *d)
{
	CHECK(d->tenant_key);
	return seal_derive(d->tenant_key, STR("outbox"), d->tenant_id.v);
}

/* ---- written ---- */

/* The same at every try, so that a letter carried twice is seen as one. */
static struct str message_key(const struct desk *d, struct letter_id id)
{
	const struct tenant *t = d->tenant;
	struct str host = t && t->host.n ? t->host : STR("yorisoi.invalid");
	char text[14];
	id_put(id.v, text);
	return arena_fmt(d->arena, "<%s@%.*s>", text, STR_ARG(host));
}

/* As LINE wants it: a random UUID (RFC 9562, version 4), kept before the first try. */
static struct str retry_key(const struct desk *d)
{
	unsigned char b[16];
	seal_random(b, sizeof b);
	b[6] = (unsigned char)((b[6] & 0x0F) | 0x40);
	b[8] = (unsigned char)((b[8] & 0x3F) | 0x80);
	return arena_fmt(d->arena, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1], b[2], b[3], b[4], b[5], b[6],
		b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
}

static bool is_by_line(struct str channel)
{
	return str_is(channel, "line") || str_is(channel, "lines");
}

struct letter_id outbox_put(struct desk *d, const struct outbox_letter *l)
{
	struct seal_key key = letter_key(d);
	struct outbox_letter_add_in in = {
		.letter_id = { id_new() },
		.channel = l->channel.n ? l->channel : STR("mail"),
		.recipient = l->to,
		.subject = l->subject,
		.text_box = seal_box(d->arena, &key, l->text),
		.reason = l->reason,
		.subject_n = l->subject_id,
		.href = l->href,
		.made_at = l->not_before.ms > d->now.ms ? l->not_before : d->now,       /* it waits from then on */
		.not_after_at = l->not_after,
		.many_n = l->is_many,
	};
	in.message_key = is_by_line(in.channel) ? retry_key(d) : message_key(d, in.letter_id);
	outbox_letter_add(d, &in);
	desk_tell(d, STR("outbox"), STR("changed"));
	return in.letter_id;
}

/* ---- what LINE's plan allows a month ---- */

struct budget { int64_t month_n, left_n, taken_n; };

/* The first time ever it begins with what this month's letters say; later months begin with nothing. */
static struct budget budget_open(struct desk *d)
{
	struct day_parts today = day_split(d->today);
	struct budget b = { .month_n = today.year * 12 + today.month - 1, .left_n = INT64_MAX };
	struct outbox_month_last_row last = { 0 };
	int64_t most_n = 0;
	bool is_first = !outbox_month_last(d, &last);
	if (is_first)
		last = (struct outbox_month_last_row){ b.month_n, outbox_pushed(d, STR("line"), day_moment(day_make(today.year, today.month, 1), 0)) };
	if (is_first)
		outbox_month_add(d, last.month_n, last.people_n);
	if (d->tenant)
		str_int(tenant_get(d->tenant, "line.push_budget"), &most_n);
	if (most_n > 0)
		b.left_n = most_n - (last.month_n == b.month_n ? last.people_n : 0);
	return b;
}

/* A letter that was counted this month, and goes again by its retry key, is not counted twice. What does not fit any more stops the list. */
static void count_in(struct budget *b, struct outbox_letters_due_row *row, struct outbox_due *x)
{
	int64_t people_n = outbox_people(x);
	if (row->counted_n == b->month_n)
		return;
	x->is_spent = people_n > b->left_n;
	if (!x->is_spent && b->left_n != INT64_MAX)
		b->left_n -= people_n;
	if (x->is_spent && !x->subject.n)
		b->left_n = 0;
	if (x->is_spent)
		return;
	b->taken_n += people_n;
	row->counted_n = b->month_n;
}

static void give_back(struct desk *d, const struct outbox_letters_due_row *row)
{
	if (!row->counted_n)
		return;
	outbox_month_add(d, row->counted_n, -outbox_people(&(struct outbox_due){ .channel = row->channel, .to = row->recipient }));
	outbox_letter_uncount(d, row->letter_id);
}

/* ---- settled ---- */

static struct str short_why(struct str why)
{
	size_t n = why.n < WHY_MAX ? why.n : WHY_MAX;
	while (n && n < why.n && ((unsigned char)why.s[n] & 0xC0) == 0x80)
		n--;
	return why.s ? (struct str){ why.s, n } : why;
}

/* Those who look after accounts mend addresses; the worker who wrote the answer is not asked to. */
static void fail(struct desk *d, const struct outbox_letters_due_row *row, struct str why)
{
	struct task_new task = { .kind = TASK_LETTER_FAILED, .subject_id = row->letter_id.v, .line = row->recipient, .href = row->href,
		.least = ROLE_MANAGER };
	outbox_letter_end(d, STR("failed"), d->now, short_why(why), row->letter_id);
	if (!str_is(row->reason, "notice"))             /* its own page counts them: a hundred dead addresses are not a hundred tasks */
		task_raise(d, &task);
}

void outbox_settle(struct desk *d, struct letter_id letter_id, enum outbox_end end, struct str why)
{
	struct outbox_letters_due_row row = { 0 };
	if (!outbox_letter_open(d, letter_id, &row))
		return;
	/* By its reply token it cost nothing; refused or unwanted it surely did not leave. What got no answer may have. */
	if (end == OUTBOX_SENT ? row.subject.n > 0 : end != OUTBOX_LATER)
		give_back(d, &row);
	if (end == OUTBOX_SENT) {
		outbox_letter_end(d, STR("sent"), d->now, STR_NONE, letter_id);
		return;
	}
	if (end == OUTBOX_GONE) {
		outbox_letter_end(d, STR("failed"), d->now, short_why(why), letter_id);
		outbox_letter_empty(d, letter_id);
		return;
	}
	int64_t at = row.try_n > 0 ? row.try_n - 1 : 0;
	if (end == OUTBOX_LATER && at < WAIT_N) {
		outbox_letter_wait(d, moment_add(d->now, (int64_t)wait_minutes[at] * MINUTE), short_why(why), letter_id);
		return;
	}
	fail(d, &row, why);
}

void outbox_wait(struct desk *d, struct letter_id letter_id, struct moment until, struct str why)
{
	struct outbox_letters_due_row row = { 0 };
	if (!outbox_letter_open(d, letter_id, &row))
		return;
	outbox_letter_away(d, row.try_n > 0 ? row.try_n - 1 : 0, until, row.counted_n, letter_id);
	outbox_letter_wait(d, until, short_why(why), letter_id);
}

/* ---- carried ---- */

struct taking { int64_t most, most_people; bool is_many, is_beside, has_rest; struct seal_key key;
	struct budget budget; };                                /* opened by the first letter that is counted */

/* A letter that comes too late, or that this machine's key does not open, will never leave: it fails here. */
static bool take_one(struct desk *d, struct taking *t, struct outbox_letters_due_row *row, struct outbox_due *ret)
{
	struct str text = STR_NONE, why = STR_NONE;
	if (row->not_after_at.ms && row->not_after_at.ms < d->now.ms)
		why = STR("its time had passed before it could be sent");
	else if (!seal_open(d->arena, &t->key, row->text_box, &text))
		why = STR("its text was sealed with another machine's key");
	if (why.n && !t->is_beside)
		fail(d, row, why);
	if (why.n)
		return false;
	if (t->is_beside && is_by_line(row->channel))           /* the month's count is the tenant's own business, one after the other */
		return false;
	*ret = (struct outbox_due){ .letter_id = row->letter_id, .channel = row->channel, .to = row->recipient, .subject = row->subject, .text = text,
		.message_id = row->message_key, .try_n = row->try_n + 1, .not_after = row->not_after_at };
	if (is_by_line(row->channel) && !t->budget.month_n)
		t->budget = budget_open(d);
	if (is_by_line(row->channel))
		count_in(&t->budget, row, ret);
	outbox_letter_away(d, row->try_n + 1, moment_add(d->now, AWAY_MS), row->counted_n, row->letter_id);
	return true;
}

int64_t outbox_people(const struct outbox_due *x)
{
	int64_t n = 1;
	if (str_is(x->channel, "lines"))
		str_int(x->to, &n);
	return n > 0 ? n : 1;
}

/* Piece by piece: a letter to many weighs some tens of kilobytes, and a turn's memory has an end. What is taken is not due any more. */
static size_t take(struct desk *d, struct taking *t, struct outbox_due **ret)
{
	struct outbox_letters_due_row *row = NULL;
	int64_t people_n = 0, n = 0;
	size_t row_n = PIECE;
	t->key = letter_key(d);
	*ret = ARENA_ARRAY(d->arena, struct outbox_due, (size_t)t->most + 1);
	while (row_n == PIECE && n < t->most && people_n < t->most_people && !t->has_rest) {
		row_n = outbox_letters_due(d, t->is_many, d->now, t->most - n < PIECE ? t->most - n : PIECE, &row);
		for (size_t i = 0; i < row_n && people_n < t->most_people; i++) {
			if (!take_one(d, t, &row[i], &(*ret)[n])) {
				t->has_rest = t->is_beside;
				continue;
			}
			people_n += outbox_people(&(*ret)[n++]);
		}
	}
	if (t->budget.taken_n)
		outbox_month_add(d, t->budget.month_n, t->budget.taken_n);
	return desk_is_faulted(d) ? 0 : (size_t)n;
}

size_t outbox_take(struct desk *d, int64_t most, struct outbox_due **ret)
{
	return take(d, &(struct taking){ .most = most, .most_people = INT64_MAX }, ret);
}

size_t outbox_take_beside(struct desk *d, int64_t most, struct outbox_due **ret, bool *ret_rest)
{
	struct taking t = { .most = most, .most_people = INT64_MAX, .is_beside = true };
	size_t n = take(d, &t, ret);
	*ret_rest = t.has_rest;
	return n;
}

size_t outbox_take_many(struct desk *d, int64_t most_people, struct outbox_due **ret)
{
	return take(d, &(struct taking){ .most = most_people, .most_people = most_people, .is_many = true }, ret);
}

int64_t outbox_release(struct desk *d)
{
	struct outbox_letters_away_row row = { 0 };
	struct moment until = moment_add(d->now, AWAY_MS);
	outbox_letters_away(d, d->now, until, &row);
	return row.away_n ? outbox_letters_release(d, d->now, until) : 0;
}

struct moment outbox_next_due_of(struct desk *d, bool is_many)
{
	struct outbox_letter_next_row row = { 0 };
	outbox_letter_next_of(d, is_many, &row);
	return row.due_at;
}

struct moment outbox_next_due(struct desk *d)
{
	struct outbox_letter_next_row row = { 0 };
	outbox_letter_next(d, &row);
	return row.due_at;
}

int64_t outbox_forget(struct desk *d)
{
	return outbox_letters_forget(d, moment_add(d->now, -KEEP_DAYS * DAY_MS));
}

int64_t outbox_sent(struct desk *d, struct str channel, struct moment from)
{
	struct outbox_letters_sent_row row = { 0 };
	outbox_letters_sent(d, channel, from, &row);
	return row.sent_n;
}

int64_t outbox_pushed(struct desk *d, struct str channel, struct moment from)
{
	struct outbox_letters_pushed_row row = { 0 };
	outbox_letters_pushed(d, channel, from, &row);
	return row.sent_n;
}

void outbox_push_from_now(struct desk *d, struct letter_id letter_id)
{
	outbox_letter_no_subject(d, letter_id);
}

/* ---- looked at and sent again ---- */

static bool is_past(const struct desk *d, struct moment not_after)
{
	return not_after.ms && not_after.ms < d->now.ms;
}

size_t outbox_list_failed(struct desk *d, int64_t limit_n, struct outbox_failed **ret)
{
	struct outbox_letters_failed_row *row = NULL;
	size_t n = outbox_letters_failed(d, limit_n, &row);
	*ret = ARENA_ARRAY(d->arena, struct outbox_failed, n + 1);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = (struct outbox_failed){ .letter_id = row[i].letter_id, .to = row[i].recipient, .reason = row[i].reason, .why = row[i].why,
			.settled_at = row[i].settled_at, .is_too_late = is_past(d, row[i].not_after_at) };
	return n;
}

void outbox_look(struct desk *d, struct outbox_queue *ret)
{
	struct outbox_letters_failed_count_row failed = { 0 };
	struct outbox_letters_waiting_row waiting = { 0 };
	outbox_letters_failed_count(d, &failed);
	outbox_letters_waiting(d, &waiting);
	*ret = (struct outbox_queue){ .waiting_n = waiting.waiting_n, .failed_n = failed.failed_n, .oldest_at = waiting.oldest_at };
}

enum outbox_refusal outbox_again(struct desk *d, struct letter_id letter_id)
{
	struct outbox_letter_failed_row row = { 0 };
	if (!outbox_letter_failed(d, letter_id, &row))
		return OUTBOX_NO_SUCH;
	if (is_past(d, row.not_after_at))
		return OUTBOX_TOO_LATE;
	outbox_letter_again(d, d->now, letter_id);
	task_settle_subject(d, TASK_LETTER_FAILED, letter_id.v);
	desk_tell(d, STR("outbox"), STR("changed"));
	return OUTBOX_OK;
}

int64_t outbox_stop(struct desk *d, int64_t subject_id)
{
	return subject_id ? outbox_letter_stop(d, d->now, subject_id) : 0;
}

int64_t outbox_stop_kind(struct desk *d, struct str channel, int64_t subject_id)
{
	return subject_id ? outbox_letter_stop_kind(d, d->now, subject_id, channel) : 0;
}
