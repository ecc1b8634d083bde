/* What the fronts of care share: everything a page shows of one request, and the fields of its forms. */
#include "care/care_web.h"
#include "care/care_fee.h"
#include "care/care_place.h"
#include "desk/may.h"
#include "directory/directory.h"
#include "web/reply.h"

/* ---- reading for pages ---- */

static void scene_read(const struct care_scene *all, size_t n, struct care_line *ret)
{
	for (size_t i = 0; i < n && !ret->has_scene; i++)
		if (all[i].scene_id.v == ret->request.scene_id.v) {
			ret->scene = all[i];
			ret->has_scene = true;
		}
}

/* What the family and its children do not say. */
static void rest_read(struct desk *d, struct care_line *ret)
{
	const struct care_request_row *x = &ret->request;
	ret->today = d->today;
	ret->area = tenant_area_of(d->tenant, x->area_id);
	ret->has_visit = x->stage_n >= 2 && care_assigned(d, x->request_id, &ret->visit)
		&& staff_person_by_id(d, ret->visit.person_id, &ret->person);
}

static size_t children_named(struct desk *d, const struct care_request_row *x, size_t n, struct family_child_row **ret)
{
	struct child_id *id = ARENA_ARRAY(d->arena, struct child_id, n * CARE_CHILDREN_MOST + 1);
	size_t id_n = 0;
	for (size_t i = 0; i < n; i++) {
		struct str rest = x[i].child_ids, one;
		while (id_n < n * CARE_CHILDREN_MOST && str_cut(&rest, ',', &one))
			id_n += one.n && str_int(one, &id[id_n].v);
	}
	return family_children_by_id(d, id, id_n, ret);
}

/* Of those that were read for the whole list. Where families were put together some are under another number: they are asked for. */
static void children_read(struct desk *d, struct family_child_row *all, size_t n, struct care_line *ret)
{
	const struct care_request_row *x = &ret->request;
	ret->child = ARENA_ARRAY(d->arena, struct family_child_row, CARE_CHILDREN_MOST + 1);
	for (size_t i = 0; i < n && ret->child_n < CARE_CHILDREN_MOST; i++)
		if (all[i].family_id.v == x->family_id.v && care_has_child(x, all[i].child_id))
			ret->child[ret->child_n++] = all[i];
	if ((int64_t)ret->child_n < x->child_n)
		ret->child_n = care_children(d, x, &ret->child);
}

void care_lines_read(struct desk *d, const struct care_request_row *x, size_t n, struct care_line *ret)
{
	struct care_scene *scene;
	struct family_child_row *child;
	struct family_id *family_id = ARENA_ARRAY(d->arena, struct family_id, n + 1);
	struct family_row *family = ARENA_ARRAY(d->arena, struct family_row, n + 1);
	size_t scene_n = care_scenes_named(d, x, n, &scene), child_n = children_named(d, x, n, &child);
	for (size_t i = 0; i < n; i++)
		family_id[i] = x[i].family_id;
	family_listed(d, family_id, n, family);
	for (size_t i = 0; i < n; i++) {
		ret[i] = (struct care_line){ .request = x[i], .family = family[i] };
		children_read(d, child, child_n, &ret[i]);
		rest_read(d, &ret[i]);
		scene_read(scene, scene_n, &ret[i]);
	}
}

/* All but the scene. */
void care_line_read(struct desk *d, const struct care_request_row *x, struct care_line *ret)
{
	*ret = (struct care_line){ .request = *x };
	family_by_id(d, x->family_id, &ret->family);
	ret->child_n = care_children(d, x, &ret->child);
	rest_read(d, ret);
}

static void read_places(struct desk *d, struct str ids, struct care_view *v)
{
	struct str rest = ids, one;
	int64_t id;
	v->place = ARENA_ARRAY(d->arena, struct care_place, CARE_ENTRIES_MOST + 24);
	while (v->place_n < CARE_ENTRIES_MOST && str_cut(&rest, ',', &one)) {
		struct directory_entry e;
		if (one.n && str_int(one, &id) && directory_by_id(d, (struct entry_id){ id }, &e) && str_is(e.state, "live"))
			v->place[v->place_n++] = (struct care_place){ .entry_id = e.entry_id, .name = e.fact[FACT_NAME], .phone = e.fact[FACT_PHONE],
				.is_chosen = true };
	}
}

void care_view_read(struct desk *d, struct care_view *v)
{
	struct care_request_row request = v->line.request;
	v->tenant = d->tenant;
	v->now = d->now;
	v->batch = file_batch(d);
	care_lines_read(d, &request, 1, &v->line);
	v->has_card = care_card(d, request.family_id, &v->card);
	v->may_cancel = request.stage_n == 1 || str_is(request.state, "accepted") || str_is(request.state, "agreed");
	if (!v->line.has_visit)
		return;
	struct assignment_id assignment_id = v->line.visit.assignment_id;
	v->has_voice = care_voice(d, assignment_id, &v->voice);
	v->photo_n = file_list(d, &(struct file_place){ .kind = "care", .subject_id = assignment_id.v }, &v->photo);
	struct care_fee_row *fee = ARENA_NEW(d->arena, struct care_fee_row);
	v->fee = v->line.visit.reported_at.ms && care_fee_of_visit(d, assignment_id, fee) ? fee : NULL;
	read_places(d, v->line.visit.entry_ids, v);
}

bool care_view_answer(struct desk *d, struct call *c, struct care_view *v, enum care_refusal r)
{
	if (r == CARE_OK)
		return true;
	desk_refuse(d);
	reply_status(c, r == CARE_BAD ? 422 : 409);
	v->is_refused = r == CARE_BAD;
	v->is_changed = !v->is_refused;
	v->call = c;
	return false;
}

struct str care_typed(struct call *c, const char *name, struct str kept)
{
	struct str typed = c ? form_value(c, name) : STR_NONE;
	return typed.s ? typed : kept;
}

struct str care_clock(struct page *p, struct moment at)
{
	return at.ms ? arena_fmt(p->out->arena, "%02d:%02d", day_minute(at) / 60, day_minute(at) % 60) : STR_NONE;
}

bool care_has_child(const struct care_request_row *x, struct child_id child_id)
{
	char text[24];
	snprintf(text, sizeof text, ",%lld,", (long long)child_id.v);
	return str_has(x->child_ids, text);
}

bool care_has_point(const struct care_assignment_row *a, const char *point)
{
	char text[40];
	snprintf(text, sizeof text, ",%s,", point);
	return str_has(a->meet_points, text);
}

int care_months(struct day born_on, struct day on)
{
	struct day_parts from = day_split(born_on), to = day_split(on);
	int months = (to.year - from.year) * 12 + to.month - from.month - (to.day < from.day);
	return months > 0 ? months : 0;
}

/* ---- fields ---- */

struct moment care_form_moment(struct form *f, const char *day, const char *clock, bool is_required)
{
	struct day on = form_day(f, day, is_required);
	int minute = form_clock(f, clock, 1, is_required && !day_is_none(on));
	return day_is_none(on) || minute < 0 ? MOMENT_NONE : day_moment(on, minute - minute % 15);
}

/* "3.5" kilometres as metres; empty: 0. */
int64_t care_form_metres(struct form *f, const char *name)
{
	struct str typed = form_text(f, name, 8, false), rest = typed, whole;
	int64_t km = 0, tenth = 0;
	if (!typed.n)
		return 0;
	bool is_read = str_cut(&rest, '.', &whole) && str_int(whole, &km) && (!rest.n || (rest.n == 1 && str_int(rest, &tenth)));
	if (!is_read || km < 0 || tenth < 0 || km * 1000 > CARE_WAY_METRES_MOST)
		form_complain(f, name, COMPLAINT_WRONG);
	return is_read ? km * 1000 + tenth * 100 : 0;
}

struct str care_form_ids(struct desk *d, struct call *c, const char *prefix)
{
	struct out out = { .arena = d->arena };
	size_t n = strlen(prefix), count = 0;
	out_z(&out, ",");
	for (size_t i = 0; i < c->fields.field_n && count < CARE_ENTRIES_MOST; i++) {
		struct str name = c->fields.field[i].name;
		int64_t id;
		if (str_starts(name, prefix) && id_parse((struct str){ name.s + n, name.n - n }, &id)) {
			out_int(&out, id);
			out_z(&out, ",");
			count++;
		}
	}
	return out_done(&out);
}

struct care_meet care_form_meet(struct form *f)
{
	static const char *const hows[] = { "home", "site", "phone", "video", "none", NULL };
	struct out points = { .arena = f->call->arena };
	struct care_meet m = { .meet_at = care_form_moment(f, "meet-on", "meet-clock", false), .is_agreed = form_is_on(f, "agreed") };
	int how = form_choice(f, "how", hows, false);
	m.how = how >= 0 ? str_of(hows[how]) : STR_NONE;
	out_z(&points, ",");
	for (const char *const *point = care_points; *point; point++)
		if (form_is_on(f, arena_fmt(f->call->arena, "point-%s", *point).s))
			out_fmt(&points, "%s,", *point);
	m.points = out_done(&points);
	return m;
}

static void read_scene(struct desk *d, struct form *f, struct care_request_row *x)
{
	struct care_scene scene;
	struct scene_id scene_id = { form_id(f, "scene", false) };
	bool is_other = scene_id.v != x->scene_id.v;
	x->is_urgent = form_is_on(f, "urgent");
	x->words = form_text(f, "words", CARE_WORDS_MOST, false);
	x->scene_id = scene_id;
	if (scene_id.v && (!care_scene_of(d, scene_id, &scene) || (is_other && !scene.is_open)))
		form_complain(f, "scene", COMPLAINT_NOT_CHOICE);
	else if (scene_id.v && (is_other || !x->kind.n))
		x->kind = scene.kind;
	else if (!scene_id.v && !x->words.n)
		form_complain(f, "scene", COMPLAINT_MISSING);
	else if (!scene_id.v && !x->kind.n)
		x->kind = STR("accompany");
}

static void read_wish(struct desk *d, struct form *f, struct care_request_row *x)
{
	static const char *const parts[] = { "morning", "afternoon", "any", NULL };
	bool is_later = str_is(form_value(f->call, "week"), "next");
	int part = form_choice(f, "part", parts, true);
	x->from_at = x->until_at = MOMENT_NONE;
	x->wish_from_on.n = d->today.n + (is_later ? 7 : 0);
	x->wish_until_on.n = d->today.n + (is_later ? 20 : 6);
	x->wish_part = part >= 0 ? str_of(parts[part]) : STR_NONE;
}

static void read_time(struct desk *d, struct form *f, struct care_request_row *x)
{
	x->minutes_n = form_int(f, "minutes", 15, 24 * 60, true);
	if (str_is(form_value(f->call, "when"), "wish")) {
		read_wish(d, f, x);
		return;
	}
	struct moment from_at = care_form_moment(f, "on", "begin", true);
	if (from_at.ms && from_at.ms <= d->now.ms)
		form_complain(f, "on", COMPLAINT_OUT_OF_RANGE);
	x->from_at = from_at;
	x->until_at = from_at.ms ? moment_add(from_at, x->minutes_n * MINUTE) : MOMENT_NONE;
	x->wish_from_on = x->wish_until_on = DAY_NONE;
	x->wish_part = STR_NONE;
}

static void read_place(struct desk *d, struct form *f, struct care_request_row *x)
{
	bool is_home = str_is(form_value(f->call, "place-kind"), "home");
	x->place_kind = is_home ? STR("home") : STR("out");
	x->place = form_text(f, "place", 200, false);
	x->end_place = form_text(f, "end-place", 200, false);
	x->place_area_id = (struct area_id){ is_home ? 0 : form_id(f, "place-area", false) };
	if (x->place_area_id.v && !tenant_area_of(d->tenant, x->place_area_id))
		form_complain(f, "place-area", COMPLAINT_NOT_CHOICE);
	care_place_name(d, x);
	if (!is_home && !x->place.n)
		form_complain(f, "place", COMPLAINT_MISSING);
	if (str_is(x->kind, "escort") && !x->end_place.n)
		form_complain(f, "end-place", COMPLAINT_MISSING);
}

static void read_use(struct desk *d, struct form *f, struct care_request_row *x)
{
	const char *use[CARE_USES + 1] = { NULL };
	int which = care_uses(d, use) ? form_choice(f, "use", use, true) : -1;
	x->reason = which >= 0 ? str_of(use[which]) : STR_NONE;
}

static void read_children(struct desk *d, struct form *f, struct care_request_row *x)
{
	struct family_child_row *child;
	size_t n = family_children_of(d, x->family_id, &child);
	struct out ids = { .arena = d->arena };
	x->child_n = 0;
	out_z(&ids, ",");
	for (size_t i = 0; i < n && x->child_n < CARE_CHILDREN_MOST; i++)
		if (form_is_on(f, arena_fmt(d->arena, "child-%s", id_text(d->arena, child[i].child_id.v).s).s)) {
			out_fmt(&ids, "%lld,", (long long)child[i].child_id.v);
			x->child_n++;
		}
	x->child_ids = out_done(&ids);
	if (!x->child_n && (str_is(x->kind, "care") || str_is(x->kind, "escort")))
		form_complain(f, "children", COMPLAINT_MISSING);
}

static void read_known(struct form *f, struct care_card_row *card)
{
	card->soothe = form_text(f, "soothe", 500, false);
	card->allergy = form_text(f, "allergy", 500, false);
	card->sleep = form_text(f, "sleep", 500, false);
	card->pickup = form_text(f, "pickup", 300, false);
	card->pickup_word = form_text(f, "pickup-word", 100, false);
	card->doctor = form_text(f, "doctor", 300, false);
	card->contact = form_text(f, "contact", 300, false);
	card->is_photo_fine = form_is_on(f, "photo-fine");
}

static void read_kind(struct form *f, struct care_request_row *x)
{
	int kind = form_choice(f, "kind", care_kind_words, false);
	if (kind >= 0)
		x->kind = str_of(care_kind_words[kind]);
}

void care_form_read(struct desk *d, struct form *f, int step, struct care_request_row *x, struct care_card_row *card)
{
	if (step != 2)
		read_scene(d, f, x);
	if (step != 1)
		read_kind(f, x);
	if (step != 2) {
		read_time(d, f, x);
		read_place(d, f, x);
		read_use(d, f, x);
	}
	if (step == 1)
		return;
	read_children(d, f, x);
	x->note = form_text(f, "note", CARE_NOTE_MOST, false);
	read_known(f, card);
	if (form_is_on(f, "consent"))
		x->consented_at = d->now;
	else
		form_complain(f, "consent", COMPLAINT_MISSING);
}
