/* The one calendar: of many who want the same quarter exactly one gets it; moving loses nothing; what is free is free. */
#include "staff/staff_time.h"
#include "desk/crowd_test.h"

enum { CROWD = 64 };

struct tale { struct staff_person person, other; struct staff_time time; struct staff_time_ask ask; struct moment *slot; size_t slot_n;
	enum staff_time_refusal r; struct staff_leave leave; struct day on; struct staff_span span[2]; size_t span_n; bool must_fit, is_so; };

static struct moment at(int day, int hour, int minute)
{
	return day_moment(day_make(2026, 12, day), hour * 60 + minute);
}

static struct staff_person nurse(const char *name)
{
	return (struct staff_person){ .name = str_of(name), .kind = STR("nurse"), .capacity_n = 100, .began_on = DAY_NONE, .joined_on = DAY_NONE,
		.left_on = DAY_NONE, .hours_rule = STR("Mon-Fri 09:00-12:00; Mon-Fri 13:00-16:30; Tue 17:30-19:30") };
}

static void settle_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->person = nurse("A");
	t->other = nurse("B");
	EXPECT_INT(staff_put(d, &t->person), STAFF_OK);
	EXPECT_INT(staff_put(d, &t->other), STAFF_OK);
}

static struct town *begin(struct tale *t)
{
	struct town *town = town_open();
	*t = (struct tale){ .must_fit = false };
	town_do(town, settle_run, t);
	t->time = (struct staff_time){ .kind = STR("visit"), .person_id = t->person.person_id, .from_at = at(1, 10, 0), .until_at = at(1, 11, 0),
		.room = STR("visit"), .subject_n = 7 };
	t->ask = (struct staff_time_ask){ .person_id = t->person.person_id, .from_on = day_make(2026, 12, 1), .days_n = 1, .minutes_n = 60,
		.step_n = 30 };
	return town;
}

static void book_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = staff_time_book(d, &t->time, t->must_fit);
}

static void move_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->r = staff_time_move(d, &t->time, t->must_fit);
}

static void cancel_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->is_so = staff_time_cancel(d, t->time.booking_id);
}

static void free_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->slot_n = staff_time_free(d, &t->ask, &t->slot);
}

static void leave_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	EXPECT_INT(staff_leave_put(d, &t->leave), STAFF_OK);
}

static void shift_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	EXPECT_INT(staff_shift_put(d, t->person.person_id, t->on, t->span, t->span_n), STAFF_OK);
}

static void duty_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	t->is_so = staff_is_on_duty(d, &t->person, t->time.from_at);
}

static enum staff_time_refusal book(struct town *town, struct tale *t, struct moment from, struct moment until)
{
	t->time.from_at = from;
	t->time.until_at = until;
	town_do(town, book_run, t);
	return t->r;
}

/* ---- a crowd ---- */

/* Everybody wants two quarters that hold the same one, for another purpose. */
static int want(struct desk *d, const struct crowd *c, int member, int round)
{
	static const char *const kind[] = { "visit", "talk", "interview", "outreach", "leave", "accompaniment", "other" };
	const struct tale *t = c->arg;
	struct moment from = moment_add(at(1, 10, 0), (int64_t)round * HOUR - (member % 2) * STAFF_QUARTER);
	struct staff_time one = { .kind = str_of(kind[member % 7]), .person_id = t->person.person_id, .from_at = from,
		.until_at = moment_add(from, 2 * STAFF_QUARTER) };
	return (int)staff_time_book(d, &one, false);
}

static void quarters_run(struct desk *d, void *arg)
{
	struct crowd *c = arg;
	const struct tale *t = c->arg;
	struct staff_time_quarters_taken_row *row;
	EXPECT_INT(staff_time_quarters_taken(d, (struct calendar_id){ t->person.person_id.v }, 0, INT32_MAX, &row), 2 * c->round_n);
}

TEST(of_sixty_four_bookings_of_one_quarter_exactly_one_stands)
{
	struct tale t;
	struct crowd crowd = { .town = begin(&t), .member_n = CROWD, .round_n = crowd_rounds(20), .want = want, .arg = &t };
	crowd_run(&crowd);
	EXPECT_INT(crowd.end_n[STAFF_TIME_OK], crowd.round_n);
	EXPECT_INT(crowd.end_n[STAFF_TIME_TAKEN], (CROWD - 1) * crowd.round_n);
	town_do(crowd.town, quarters_run, &crowd);
	town_close(crowd.town);
}

/* ---- one after the other ---- */

TEST(a_place_is_taken_like_a_person_and_a_refused_booking_leaves_nothing)
{
	struct tale t;
	struct town *town = begin(&t);
	t.time.calendar_id.v = 4711;
	EXPECT_INT(book(town, &t, at(1, 10, 0), at(1, 11, 0)), STAFF_TIME_OK);
	t.time.person_id = t.other.person_id;
	EXPECT_INT(book(town, &t, at(1, 10, 45), at(1, 11, 15)), STAFF_TIME_TAKEN);
	EXPECT_INT(t.time.booking_id.v, 0);
	t.time.calendar_id.v = 0;
	EXPECT_INT(book(town, &t, at(1, 10, 0), at(1, 11, 15)), STAFF_TIME_OK);
	town_close(town);
}

TEST(what_has_no_shape_is_refused)
{
	struct tale t;
	struct town *town = begin(&t);
	EXPECT_INT(book(town, &t, at(1, 10, 5), at(1, 11, 0)), STAFF_TIME_BAD);
	EXPECT_INT(book(town, &t, at(1, 11, 0), at(1, 11, 0)), STAFF_TIME_BAD);
	EXPECT_INT(book(town, &t, at(1, 11, 0), at(3, 11, 0)), STAFF_TIME_BAD);
	t.time.kind = STR("party");
	EXPECT_INT(book(town, &t, at(1, 10, 0), at(1, 11, 0)), STAFF_TIME_BAD);
	t.time.kind = STR("visit");
	t.time.person_id.v = 12345;
	EXPECT_INT(book(town, &t, at(1, 10, 0), at(1, 11, 0)), STAFF_TIME_NO_SUCH);
	town_close(town);
}

TEST(a_move_keeps_the_old_time_when_the_new_one_is_taken)
{
	struct tale t;
	struct town *town = begin(&t);
	EXPECT_INT(book(town, &t, at(1, 10, 0), at(1, 11, 0)), STAFF_TIME_OK);
	struct booking_id first = t.time.booking_id;
	EXPECT_INT(book(town, &t, at(1, 13, 0), at(1, 14, 0)), STAFF_TIME_OK);
	t.time.from_at = at(1, 10, 30);
	t.time.until_at = at(1, 11, 30);
	town_do(town, move_run, &t);
	EXPECT_INT(t.r, STAFF_TIME_TAKEN);
	t.time.from_at = at(1, 13, 30);                 /* over itself */
	t.time.until_at = at(1, 14, 30);
	town_do(town, move_run, &t);
	EXPECT_INT(t.r, STAFF_TIME_OK);
	t.time.booking_id = first;
	town_do(town, cancel_run, &t);
	EXPECT(t.is_so);
	town_do(town, cancel_run, &t);
	EXPECT(!t.is_so);
	EXPECT_INT(book(town, &t, at(1, 10, 0), at(1, 11, 0)), STAFF_TIME_OK);
	town_close(town);
}

TEST(free_time_lies_in_the_hours_between_what_is_booked)
{
	struct tale t;
	struct town *town = begin(&t);
	town_do(town, free_run, &t);
	EXPECT_INT(t.slot_n, 5 + 6 + 3);                /* a Tuesday: 9-12, 13-16:30, 17:30-19:30 */
	EXPECT_INT(t.slot[13].ms, at(1, 18, 30).ms);
	book(town, &t, at(1, 10, 0), at(1, 11, 0));
	town_do(town, free_run, &t);
	EXPECT_INT(t.slot_n, 2 + 6 + 3);
	t.ask.margin_n = 15;
	town_do(town, free_run, &t);
	EXPECT_INT(t.slot_n, 0 + 6 + 3);
	t.ask.not_before_at = at(1, 15, 15);
	town_do(town, free_run, &t);
	EXPECT_INT(t.slot_n, 1 + 3);
	t.must_fit = true;
	EXPECT_INT(book(town, &t, at(1, 12, 0), at(1, 13, 0)), STAFF_TIME_OUTSIDE);
	t.must_fit = false;
	EXPECT_INT(book(town, &t, at(1, 12, 0), at(1, 13, 0)), STAFF_TIME_OK);
	t.must_fit = true;
	EXPECT_INT(book(town, &t, day_moment(day_make(2026, 11, 24), 600), day_moment(day_make(2026, 11, 24), 660)), STAFF_TIME_PAST);
	town_close(town);
}

TEST(leave_and_shifts_change_a_day)
{
	struct tale t;
	struct town *town = begin(&t);
	t.leave = (struct staff_leave){ .person_id = t.person.person_id, .kind = STR("sick"), .from_on = day_make(2026, 12, 1),
		.until_on = day_make(2026, 12, 1) };
	town_do(town, leave_run, &t);
	town_do(town, free_run, &t);
	EXPECT_INT(t.slot_n, 0);
	EXPECT_INT(book(town, &t, at(1, 10, 0), at(1, 11, 0)), STAFF_TIME_AWAY);
	t.on = t.ask.from_on = day_make(2026, 12, 5);   /* a Saturday: by shift only */
	town_do(town, free_run, &t);
	EXPECT_INT(t.slot_n, 0);
	t.span[0] = (struct staff_span){ 600, 720 };
	t.span_n = 1;
	town_do(town, shift_run, &t);
	town_do(town, free_run, &t);
	EXPECT_INT(t.slot_n, 3);
	t.time.from_at = at(5, 11, 59);
	town_do(town, duty_run, &t);
	EXPECT(t.is_so);
	t.time.from_at = at(5, 12, 0);
	town_do(town, duty_run, &t);
	EXPECT(!t.is_so);
	t.time.kind = STR("leave");
	EXPECT_INT(book(town, &t, at(5, 10, 0), at(5, 10, 30)), STAFF_TIME_OK);
	t.time.from_at = at(5, 10, 15);
	town_do(town, duty_run, &t);
	EXPECT(!t.is_so);
	t.span_n = 0;
	t.on = t.ask.from_on = day_make(2026, 12, 2);
	town_do(town, shift_run, &t);
	town_do(town, free_run, &t);
	EXPECT_INT(t.slot_n, 0);
	town_close(town);
}
