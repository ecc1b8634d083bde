/* A day on the road, and the letter the day before. */
#include "desk/audit.h"
#include "desk/outbox.h"
#include "family/family_loss.h"
#include "visit/visit_inside.h"
#include "visit/visit_words.page.h"

static void read_stops(const struct visit_day *v, struct visit_stop *stop)
{
	for (size_t i = 0; i < v->visit_n; i++)
		stop[i] = (struct visit_stop){ v->visit[i].lat_n, v->visit[i].lon_n, (int)((v->visit[i].until_at.ms - v->visit[i].from_at.ms) / MINUTE),
			v->visit[i].is_fixed || !str_is(v->visit[i].state, "planned") };
}

void visit_day_of(struct desk *d, struct person_id person_id, struct day on, struct visit_day *ret)
{
	*ret = (struct visit_day){ .visit_n = 0 };
	ret->visit_n = visit_of_person(d, person_id, day_moment(on, 0), day_moment((struct day){ on.n + 1 }, 0), &ret->visit);
	struct visit_stop *stop = ARENA_ARRAY(d->arena, struct visit_stop, ret->visit_n + 1);
	ret->order = ARENA_ARRAY(d->arena, size_t, ret->visit_n + 1);
	read_stops(ret, stop);
	visit_order(stop, ret->visit_n, ret->order);
	ret->metre_n = visit_road_metres(stop, NULL, ret->visit_n);
	ret->best_n = visit_road_metres(stop, ret->order, ret->visit_n);
	ret->is_other = ret->best_n < ret->metre_n;
}

bool visit_day_put(struct desk *d, struct person_id person_id, struct day on)
{
	struct visit_day v;
	visit_day_of(d, person_id, on, &v);
	struct staff_time *to = ARENA_ARRAY(d->arena, struct staff_time, v.visit_n + 1);
	size_t n = 0;
	for (size_t i = 0; v.is_other && i < v.visit_n; i++)
		if (v.order[i] != i)
			to[n++] = (struct staff_time){ .booking_id = v.visit[v.order[i]].booking_id, .from_at = v.visit[i].from_at,
				.until_at = v.visit[i].until_at };
	if (!n || staff_time_move_all(d, to, n) != STAFF_TIME_OK)
		return false;
	for (size_t i = 0; i < v.visit_n; i++) {
		struct visit_row moved = v.visit[v.order[i]];
		if (v.order[i] == i)
			continue;
		moved.from_at = v.visit[i].from_at;
		moved.until_at = v.visit[i].until_at;
		visit_moved(d, moved.person_id, moved.from_at, moved.until_at, moved.visit_id);
		visit_tell_story(d, &moved, "moved");
	}
	audit_note(d, "visit.order", "person", person_id.v, STR_NONE);
	return true;
}

/* Where the family's address must stay hidden, nobody is written to. */
static bool remind(struct desk *d, const struct visit_row *x)
{
	struct family_row f;
	struct out subject = { .arena = d->arena }, text = { .arena = d->arena };
	enum lang lang = LANG_JA;
	if (!family_by_id(d, x->family_id, &f) || !f.mail.n || f.is_secret || family_is_mourning(d, f.family_id))
		return false;
	lang_parse(f.lang, &lang);
	struct page p = visit_plain(d, &subject, lang), q = visit_plain(d, &text, lang);
	visit_remind_subject(&p);
	visit_remind_text(&q, d->tenant, x->from_at, arena_fmt(d->arena, "%.*s/me/visit", STR_ARG(d->site)));
	outbox_put(d, &(struct outbox_letter){ .channel = STR("mail"), .to = f.mail, .subject = str_trim(out_done(&subject)), .text = out_done(&text),
		.reason = STR("visit"), .subject_id = x->visit_id.v, .not_after = x->from_at });
	return true;
}

int64_t visit_remind(struct desk *d, int64_t most_n)
{
	struct visit_row *x;
	int minute = day_minute(d->now);
	if (minute < 8 * 60 || minute >= 20 * 60)
		return 0;
	size_t n = visit_to_remind(d, d->now, moment_add(d->now, DAY_MS), most_n, &x);
	for (size_t i = 0; i < n; i++) {
		remind(d, &x[i]);
		visit_reminded(d, d->now, x[i].visit_id);
	}
	return (int64_t)n;
}
