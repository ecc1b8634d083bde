/* Gathering the facts: a dozen queries for all helpers, however many there are. */
#include "care/care_match.h"
#include "care/care_match.sql.h"
#include "care/care_place.h"

/* What was read for everybody; each list by person_id. */
struct read {
	struct helper_need_row *need; size_t need_n;
	struct helper_training_row *training; size_t training_n;
	struct helper_hours_row *hours; size_t hours_n;
	struct helper_day_row *day; size_t day_n;
	struct helper_check_row *check; size_t check_n;
	struct helper_block_row *block; size_t block_n;
	struct care_match_times_row *time; size_t time_n;
	struct care_match_load_row *load; size_t load_n;
	struct care_match_apart_row *apart; size_t apart_n;
	struct care_assignment_row *visit; size_t visit_n;
	struct care_offer_row *offer; size_t offer_n;
	struct staff_leave_row *leave; size_t leave_n;
	const struct care_request_row *request;
	struct care_middles middles;
	struct day on, monday;
	unsigned kind;
};

static struct day monday_of(struct day on)
{
	return (struct day){ on.n - (day_weekday(on) + 6) % 7 };
}

static void read_all(struct desk *d, const struct care_request_row *x, struct read *all)
{
	*all = (struct read){ .request = x, .on = day_of(x->from_at), .kind = helper_kind_bit(x->kind) };
	all->monday = monday_of(all->on);
	all->middles = care_middles(d);
	all->need_n = helper_needs_all(d, &all->need);
	all->training_n = all->need_n ? helper_trainings_all(d, &all->training) : 0;
	all->hours_n = helper_hours_on(d, day_weekday(all->on), &all->hours);
	all->day_n = helper_days_on(d, all->on, &all->day);
	all->check_n = helper_has_checks(d) ? helper_checks_all(d, &all->check) : 0;
	all->block_n = helper_blocks_of_family(d, x->family_id, &all->block);
	all->time_n = care_match_times(d, moment_add(x->from_at, -DAY_MS), moment_add(x->until_at, DAY_MS), x->request_id, &all->time);
	all->load_n = care_match_load(d, day_moment((struct day){ all->on.n - CARE_MATCH_LOAD_DAYS }, 0), day_moment((struct day){ all->monday.n + 7 }, 0),
		x->request_id, &all->load);
	all->apart_n = care_match_apart(d, x->family_id, &all->apart);
	all->visit_n = care_assignments_of_family(d, x->family_id, &all->visit);
	all->offer_n = care_offers(d, x, &all->offer);
	all->leave_n = staff_leaves_between(d, all->on, all->on, &all->leave);
}

/* ---- the request ---- */

static void ask_children(struct desk *d, const struct care_request_row *x, struct match_request *ret)
{
	struct family_child_row *child;
	size_t n = care_children(d, x, &child);
	struct day_parts on = day_split(day_of(x->from_at));
	ret->child_n = (int)(x->child_n > (int64_t)n ? x->child_n : (int64_t)n);
	for (size_t i = 0; i < n; i++) {
		struct day_parts born = day_split(child[i].born_on);
		int months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day);
		months = months < 0 ? 0 : months;
		ret->youngest_n = i == 0 || months < ret->youngest_n ? months : ret->youngest_n;
		ret->oldest_n = months > ret->oldest_n ? months : ret->oldest_n;
	}
}

static unsigned lang_bits(const struct staff_person *x)
{
	unsigned bits = 0;
	for (int i = 0; i < LANG_N; i++)
		if (staff_speaks(x, (enum lang)i))
			bits |= 1u << i;
	return bits;
}

static struct match_request request_of(struct desk *d, const struct care_request_row *x, struct care_middles *middles)
{
	struct family_row family;
	enum lang lang = LANG_JA;
	struct match_request r = { .now = d->now, .from_at = x->from_at, .until_at = x->until_at, .kind = helper_kind_bit(x->kind),
		.is_urgent = x->is_urgent, .has_checks = helper_has_checks(d) };
	r.from = r.end = care_place_of(d, middles, x, &r.is_guessed);
	if (x->end_lat_n || x->end_lon_n)
		r.end = (struct match_place){ x->end_lat_n, x->end_lon_n };
	if (family_by_id(d, x->family_id, &family) && lang_parse(family.lang, &lang) && lang != LANG_JA && lang != LANG_EASY)
		r.langs = 1u << lang;
	ask_children(d, x, &r);
	return r;
}

/* ---- one helper ---- */

static bool is_active_by(const struct helper_row *x, struct day on)
{
	bool is_back = str_is(x->state, "resting") && !day_is_none(x->resting_until_on) && x->resting_until_on.n < on.n;
	return str_is(x->state, "active") || is_back;
}

static enum match_mode mode_of(struct str travel)
{
	return str_is(travel, "walk") ? MATCH_WALK : str_is(travel, "bus") ? MATCH_BUS : str_is(travel, "car") ? MATCH_CAR : MATCH_BICYCLE;
}

static struct match_helper begin(const struct care_request_row *r, const struct helper_line *x, struct day on)
{
	const struct helper_row *h = &x->helper;
	return (struct match_helper){ .person_id = h->person_id.v,
		.state = is_active_by(h, on) ? MATCH_ACTIVE : str_is(h->state, "resting") ? MATCH_RESTING : MATCH_NOT_YET,
		.resting_until_on = h->resting_until_on, .kinds = helper_kinds_of(h->kinds), .langs = lang_bits(&x->person),
		.from_months_n = (int)h->from_months_n, .until_months_n = (int)h->until_months_n, .child_n = (int)h->child_n, .way_n = (int)h->way_n,
		.week_n = (int)h->week_n, .is_pet_fine = h->is_pet_fine, .is_evening_fine = h->is_evening_fine, .is_urgent_fine = h->is_urgent_fine,
		.is_in_area = staff_has_area(&x->person, r->area_id), .home = { h->lat_n, h->lon_n }, .mode = mode_of(h->travel),
		.insured_until_on = h->insured_until_on, .confirmed_on = DAY_NONE, .due_on = DAY_NONE, .away_from_on = DAY_NONE,
		.away_until_on = DAY_NONE, .family_last_on = DAY_NONE, .last_on = DAY_NONE, .is_apart = helper_is_paused(h, on),
		.is_own_family = h->family_id.v && h->family_id.v == r->family_id.v };
}

/* Who said nothing sets out from the middle of the first area they serve. */
static void see_home(struct desk *d, struct care_middles *middles, const struct helper_line *x, struct match_helper *h)
{
	struct str areas = x->person.area_ids, one;
	struct area_id area_id = { 0 };
	if (h->home.lat_n || h->home.lon_n)
		return;
	while (!area_id.v && str_cut(&areas, ',', &one))
		str_int(one, &area_id.v);
	h->home = care_middle(d, middles, area_id);
	h->is_guessed = h->home.lat_n || h->home.lon_n;
}

static void add_span(struct match_helper *h, int64_t from, int64_t until)
{
	if (from < until && h->span_n < MATCH_SPANS)
		h->span[h->span_n++] = (struct match_span){ (int)from, (int)until };
}

static void see_hours(const struct read *all, struct match_helper *h)
{
	bool is_unlike = false;
	for (size_t i = 0; i < all->day_n; i++)
		if (all->day[i].person_id.v == h->person_id) {
			is_unlike = true;
			add_span(h, all->day[i].from_n, all->day[i].until_n);
		}
	for (size_t i = 0; i < all->hours_n && !is_unlike; i++)
		if (all->hours[i].person_id.v == h->person_id)
			add_span(h, all->hours[i].from_n, all->hours[i].until_n);
}

/* Of several of one name the one that holds on that day, else the one that ends last. */
static struct match_paper paper_of(const struct read *all, int64_t person_id, size_t need)
{
	struct match_paper best = { .need = (int)need, .done_on = DAY_NONE, .until_on = DAY_NONE };
	bool is_held = false;
	for (size_t i = 0; i < all->training_n && !is_held; i++) {
		const struct helper_training_row *t = &all->training[i];
		struct helper_paper x = { t->done_on, t->until_on };
		if (t->person_id.v != person_id || !str_eq(t->name, all->need[need].training))
			continue;
		is_held = helper_paper_holds(&x, all->on);
		if (is_held || day_is_none(best.done_on) || x.until_on.n > best.until_on.n)
			best = (struct match_paper){ (int)need, x.done_on, x.until_on };
	}
	return best;
}

static void see_papers(struct desk *d, const struct read *all, struct match_helper *h)
{
	struct match_paper *paper = ARENA_ARRAY(d->arena, struct match_paper, all->need_n + 1);
	h->paper = paper;
	for (size_t i = 0; i < all->need_n; i++) {
		bool is_again = false;
		for (size_t k = 0; k < i; k++)
			is_again = is_again || ((helper_kind_bit(all->need[k].kind) & all->kind) && str_eq(all->need[k].training, all->need[i].training));
		if ((helper_kind_bit(all->need[i].kind) & all->kind) && !is_again)
			paper[h->paper_n++] = paper_of(all, h->person_id, i);
	}
}

/* The calendar's rows lie by person and time: each helper's are one piece of them. */
static void see_times(struct desk *d, struct read *all, struct match_helper *h, size_t *at)
{
	while (*at < all->time_n && all->time[*at].person_id.v < h->person_id)
		(*at)++;
	size_t end = *at;
	while (end < all->time_n && all->time[end].person_id.v == h->person_id)
		end++;
	struct match_time *time = ARENA_ARRAY(d->arena, struct match_time, end - *at + 1);
	h->time = time;
	for (; *at < end; (*at)++) {
		const struct care_match_times_row *x = &all->time[*at];
		struct match_place from = { x->lat_n, x->lon_n };
		if (!from.lat_n && !from.lon_n)
			from = care_middle(d, &all->middles, x->place_area_id.v ? x->place_area_id : x->area_id);
		time[h->time_n++] = (struct match_time){ x->from_at, x->until_at, from,
			x->end_lat_n || x->end_lon_n ? (struct match_place){ x->end_lat_n, x->end_lon_n } : from };
	}
}

static void see_load(const struct read *all, struct match_helper *h, size_t *at)
{
	while (*at < all->load_n && all->load[*at].person_id.v < h->person_id)
		(*at)++;
	for (; *at < all->load_n && all->load[*at].person_id.v == h->person_id; (*at)++) {
		const struct care_match_load_row *x = &all->load[*at];
		struct day on = day_of(x->from_at);
		int minutes = (int)((x->until_at.ms - x->from_at.ms) / MINUTE);
		h->week_minutes_n += on.n >= all->monday.n ? minutes : 0;
		if (on.n > all->on.n)
			continue;
		h->load_n += minutes;
		h->evening_n += day_minute(x->from_at) + minutes > MATCH_EVENING;
		h->urgent_n += x->is_urgent;
		if (on.n < all->on.n)
			h->last_on = on;
	}
}

static void see_family(const struct read *all, struct match_helper *h)
{
	for (size_t i = 0; i < all->visit_n; i++) {
		const struct care_assignment_row *x = &all->visit[i];
		if (x->person_id.v != h->person_id || !str_is(x->state, "held") || x->from_at.ms >= all->request->from_at.ms)
			continue;
		if (!h->family_n++)
			h->family_last_on = day_of(x->from_at);
	}
	for (size_t i = 0; i < all->offer_n; i++)
		h->was_sounded = h->was_sounded || (all->offer[i].person_id.v == h->person_id && all->offer[i].slot_n == all->request->slot_n);
	for (size_t i = 0; i < all->block_n; i++)
		h->is_apart = h->is_apart || all->block[i].person_id.v == h->person_id;
	for (size_t i = 0; i < all->apart_n; i++)
		h->is_apart = h->is_apart || all->apart[i].person_id.v == h->person_id;
}

static void see_rest(const struct read *all, const struct helper_line *x, struct match_helper *h)
{
	for (size_t i = 0; i < all->check_n; i++)
		if (all->check[i].person_id.v == h->person_id) {
			h->is_check_in_scope = all->check[i].is_in_scope;
			h->confirmed_on = all->check[i].confirmed_on;
			h->due_on = all->check[i].due_on;
		}
	for (size_t i = 0; i < all->leave_n; i++)
		if (all->leave[i].person_id.v == h->person_id) {
			h->away_from_on = all->leave[i].from_on;
			h->away_until_on = all->leave[i].until_on;
		}
	if (!staff_serves(&x->person, all->on))
		h->state = MATCH_NOT_YET;
}

/* ---- all of them ---- */

static int by_person(const void *one, const void *two)
{
	int64_t a = ((const struct helper_line *)one)->helper.person_id.v, b = ((const struct helper_line *)two)->helper.person_id.v;
	return (a > b) - (a < b);
}

static void read_helpers(struct desk *d, const struct care_request_row *x, struct care_match *m)
{
	size_t n = helper_list_of_house(d, &(struct helper_wish){ .is_active_only = false }, &m->line);
	for (size_t i = 0; i < n; i++) {
		struct operator_id theirs = m->line[i].person.operator_id;
		if (!theirs.v || !x->operator_id.v || theirs.v == x->operator_id.v)
			m->line[m->n++] = m->line[i];
	}
	qsort(m->line, m->n, sizeof *m->line, by_person);
}

bool care_match_run(struct desk *d, const struct care_request_row *x, const struct match_weights *w, struct care_match *ret)
{
	struct read all;
	size_t time = 0, load = 0;
	*ret = (struct care_match){ .weights = *w };
	if (!x->from_at.ms || !x->until_at.ms || !x->kind.n)
		return false;
	read_all(d, x, &all);
	read_helpers(d, x, ret);
	ret->ask = request_of(d, x, &all.middles);
	ret->facts = ARENA_ARRAY(d->arena, struct match_helper, ret->n + 1);
	ret->result = ARENA_ARRAY(d->arena, struct match_result, ret->n + 1);
	ret->training = ARENA_ARRAY(d->arena, struct str, all.need_n + 1);
	ret->training_n = all.need_n;
	for (size_t i = 0; i < all.need_n; i++)
		ret->training[i] = all.need[i].training;
	for (size_t i = 0; i < ret->n; i++) {
		struct match_helper *h = &ret->facts[i];
		*h = begin(x, &ret->line[i], all.on);
		see_home(d, &all.middles, &ret->line[i], h);
		see_hours(&all, h);
		see_papers(d, &all, h);
		see_times(d, &all, h, &time);
		see_load(&all, h, &load);
		see_family(&all, h);
		see_rest(&all, &ret->line[i], h);
	}
	care_match_rank(&ret->ask, ret->facts, ret->n, w, ret->result);
	for (size_t i = 0; i < ret->n; i++) {
		ret->possible_n += !ret->result[i].reason_n;
		ret->overridable_n += ret->result[i].is_overridable;
	}
	return true;
}

/* ---- the tenant's weights ---- */

struct match_weights care_match_weights(const struct desk *d)
{
	struct match_weights w = care_match_ordinary;
	struct { const char *word; int *n; } name[] = { { "way", &w.way }, { "family", &w.family }, { "area", &w.area }, { "lang", &w.lang },
		{ "load", &w.load }, { "evening", &w.evening }, { "urgent", &w.urgent }, { "rest", &w.rest }, { "fairness", &w.fairness } };
	struct str list = tenant_get(d->tenant, "care.match"), one, word;
	int64_t n;
	while (str_cut(&list, ',', &one)) {
		bool is_said = str_cut(&one, '=', &word) && str_int(str_trim(one), &n) && n >= 0 && n <= 1000;
		for (size_t i = 0; is_said && i < sizeof name / sizeof *name; i++)
			if (str_is(str_trim(word), name[i].word))
				*name[i].n = (int)n;
	}
	return w;
}

/* ---- who may be asked at all ---- */

bool care_match_bars(struct desk *d, const struct care_request_row *x, struct person_id person_id)
{
	struct helper_line line;
	struct helper_lapse *lapse;
	struct helper_check_row check;
	struct day on = day_of(x->from_at);
	unsigned kind = helper_kind_bit(x->kind);
	if (!helper_by_person(d, person_id, &line))
		return false;
	bool is_insured = day_is_none(line.helper.insured_until_on) || on.n <= line.helper.insured_until_on.n;
	if (!is_active_by(&line.helper, on) || helper_is_paused(&line.helper, on) || !is_insured || !(helper_kinds_of(line.helper.kinds) & kind))
		return true;
	if (helper_lapses(d, &line.helper, kind, on, &lapse) || helper_is_blocked(d, person_id, x->family_id))
		return true;
	return helper_has_checks(d) && helper_check_by_key(d, person_id, &check) && !helper_check_stands(&check, on);
}

static const struct match_result *result_of(const struct care_match *m, struct person_id person_id)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->facts[m->result[i].helper].person_id == person_id.v)
			return &m->result[i];
	return NULL;
}

void care_match_warns(struct desk *d, const struct care_request_row *x, const struct person_id *person, size_t n, bool *ret)
{
	struct care_match m;
	struct match_weights w = care_match_weights(d);
	bool is_ranked = care_match_run(d, x, &w, &m);
	for (size_t i = 0; i < n; i++) {
		const struct match_result *r = is_ranked ? result_of(&m, person[i]) : NULL;
		ret[i] = r && r->reason_n && r->is_overridable;
	}
}

enum care_refusal care_match_may_ask(struct desk *d, const struct care_request_row *x, const struct care_offer_new *o, struct person_id *ret_person)
{
	struct care_match m;
	struct match_weights w = care_match_weights(d);
	if (!o->n || !care_match_run(d, x, &w, &m))
		return CARE_BAD;
	for (size_t i = 0; i < o->n; i++) {
		const struct match_result *r = result_of(&m, o->person[i]);
		bool is_free = r && (!r->reason_n || r->is_overridable);
		if (is_free && (!r->reason_n || o->reason.n))
			continue;
		*ret_person = o->person[i];
		return is_free ? CARE_BAD : CARE_BARRED;
	}
	return CARE_OK;
}
