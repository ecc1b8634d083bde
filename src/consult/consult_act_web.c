/* What stands beside a talk, read; and its forms: acts, ways side by side, the steps of an application. */
#include "consult/consult_web.h"
#include "consult/consult_desk.page.h"
#include "consult/consult_inside.h"
#include "consult/consult_rules.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "web/reply.h"

enum { TITLE_MOST = 100, LINE_MOST = 400, FOUND_MOST = 5 };

/* ---- read ---- */

bool consult_has_label(struct str labels, struct str label)
{
	struct str one;
	while (str_cut(&labels, ',', &one))
		if (str_eq(one, label))
			return true;
	return false;
}

static void read_family(struct desk *d, struct consult_beside *v)
{
	v->has_family = v->thread->family_id.v && tenant_has_room(d->tenant, "family");
	v->is_passed = v->has_family && family_for_staff(d, v->thread->family_id, &v->family) == FAMILY_OK;
	if (!v->is_passed)
		return;
	v->child_n = family_children_of(d, v->family.family_id, &v->child);
	v->fact_n = family_facts_of(d, v->family.family_id, &v->fact);
	v->has_charge = family_charge_card(d, v->family.family_id, &v->charge);
	v->may_care = tenant_has_room(d->tenant, "care") && family_may(d, MAY_CARE_WRITE, &v->family);
}

/* Families that this talk may be joined with, once they are sought. */
static void read_near(struct desk *d, struct call *c, struct consult_beside *b)
{
	struct str sought = str_is(form_value(c, "act"), "seek") ? form_value(c, "sought") : STR_NONE;
	b->has_families = tenant_has_room(d->tenant, "family");
	b->near_sought = b->has_families ? str_trim(sought) : STR_NONE;
	b->near_n = b->near_sought.n ? family_search(d, str_trim(sought), (struct area_id){ 0 }, &b->near) : 0;
	b->near_n = b->near_n > FOUND_MOST ? FOUND_MOST : b->near_n;
}

static void read_hours(struct desk *d, struct consult_beside *v)
{
	const struct tenant_counter *counter = tenant_counter_for(d->tenant, v->thread->area_id);
	struct str hours = counter ? counter->hours_rule : STR_NONE, closed = tenant_get(d->tenant, "closed_days");
	struct moment due = v->thread->promise_at;
	if (due.ms)
		v->left_n = due.ms >= d->now.ms ? consult_open_minutes(d->now, due, hours, closed) : -consult_open_minutes(due, d->now, hours, closed) - 1;
}

/* What was sought for the answer that is being written, and what was picked before. */
static void read_found(struct desk *d, struct call *c, struct consult_beside *v)
{
	struct directory_found found;
	v->picked = ARENA_ARRAY(d->arena, struct str, c->fields.field_n + 1);
	if (d->is_get)
		return;
	for (size_t i = 0; i < c->fields.field_n; i++)
		if (str_is(c->fields.field[i].name, "entry"))
			v->picked[v->picked_n++] = c->fields.field[i].value;
	v->sought = form_value(c, "find");
	if (!v->sought.n || !tenant_has_room(d->tenant, "directory"))
		return;
	directory_search(d, &(struct directory_query){ .words = v->sought, .age_n = DIRECTORY_AGE_ANY, .limit_n = FOUND_MOST }, &found);
	v->found = found.hit;
	v->found_n = found.hit_n;
}

static bool is_before(const struct consult_messages_row *a, const struct consult_messages_row *b)
{
	return a->written_at.ms != b->written_at.ms ? a->written_at.ms < b->written_at.ms : a->message_id.v < b->message_id.v;
}

static void put_in(struct consult_thread_view *v, struct consult_beside *b, const struct consult_messages_row *m, struct str base, struct str way)
{
	size_t at = v->message_n++;
	for (; at > 0 && is_before(m, &v->message[at - 1]); at--) {
		v->message[at] = v->message[at - 1];
		b->base[at] = b->base[at - 1];
		b->way[at] = b->way[at - 1];
	}
	v->message[at] = *m;
	b->base[at] = base;
	b->way[at] = way;
}

static void add_talk(struct desk *d, const struct consult_thread_row *t, struct consult_thread_view *v, struct consult_beside *b)
{
	struct consult_messages_row *m, *was = v->message;
	struct file_line_row *file, *had = v->file;
	struct str *base = b->base, *way = b->way, at = arena_fmt(d->arena, "/desk/talk/%s/file", id_text(d->arena, t->thread_id.v).s);
	size_t n = consult_messages(d, t->thread_id, &m), file_n = consult_files(d, t->thread_id, &file), old_n = v->message_n;
	v->message = ARENA_ARRAY(d->arena, struct consult_messages_row, old_n + n + 1);
	b->base = ARENA_ARRAY(d->arena, struct str, old_n + n + 1);
	b->way = ARENA_ARRAY(d->arena, struct str, old_n + n + 1);
	v->message_n = 0;
	for (size_t i = 0; i < old_n; i++)
		put_in(v, b, &was[i], base[i], way[i]);
	for (size_t i = 0; i < n; i++)
		put_in(v, b, &m[i], at, t->channel);
	v->file = ARENA_ARRAY(d->arena, struct file_line_row, v->file_n + file_n + 1);
	for (size_t i = 0; i < v->file_n; i++)
		v->file[i] = had[i];
	for (size_t i = 0; i < file_n; i++)
		v->file[v->file_n++] = file[i];
}

static void add_cards(struct desk *d, const struct consult_thread_row *t, struct consult_thread_view *v)
{
	struct consult_card *more, *had = v->card;
	size_t n = consult_cards(d, t->thread_id, &more);
	v->card = ARENA_ARRAY(d->arena, struct consult_card, v->card_n + n + 1);
	for (size_t i = 0; i < v->card_n; i++)
		v->card[i] = had[i];
	for (size_t i = 0; i < n; i++)
		v->card[v->card_n++] = more[i];
}

const struct consult_beside *consult_beside_read(struct desk *d, struct call *c, struct consult_thread_view *v)
{
	struct consult_beside *b = ARENA_NEW(d->arena, struct consult_beside);
	const struct consult_thread_row *t = v->thread;
	*b = (struct consult_beside){ .tenant = d->tenant, .thread = t, .me = d->who.account_id, .today = d->today, .now = d->now, .form = v->form,
		.call = v->form ? c : NULL };
	add_talk(d, t, v, b);
	add_cards(d, t, v);
	b->joined_n = consult_joined(d, t->thread_id, &b->joined);
	for (size_t i = 0; i < b->joined_n; i++) {
		add_talk(d, &b->joined[i], v, b);
		add_cards(d, &b->joined[i], v);
	}
	b->alike_n = t->into_thread_id.v ? 0 : consult_alike(d, t, &b->alike);
	b->colleague_n = consult_colleagues(d, t, &b->colleague);
	b->present_n = consult_present(d, t->thread_id, &b->present);
	b->moved_n = consult_inbox_move_list(d, t->thread_id, &b->moved);
	b->may_move_back = b->moved_n && consult_may_move_back(d, &b->moved[0]);
	read_near(d, c, b);
	b->note_n = consult_inbox_notes(d, t->thread_id, &b->note);
	b->canned_n = consult_inbox_canned_all(d, &b->canned);
	b->label_n = consult_labels(d, b->label);
	b->act_n = consult_acts(d, t->thread_id, &b->act);
	consult_act_suggest(d, t, &b->suggested);
	b->result_n = consult_act_results(d, t->thread_id, &b->result);
	b->step_n = consult_steps(d, t->thread_id, &b->step);
	v->option_n = consult_options(d, t->thread_id, &v->option);
	b->may_undo = consult_may_undo(d, t);
	read_family(d, b);
	read_hours(d, b);
	read_found(d, c, b);
	return b;
}

/* ---- acts ---- */

static void put_act(struct desk *d, struct call *c)
{
	struct thread_id t;
	struct consult_thread_row thread;
	struct consult_act_row a = { .done_on = DAY_NONE }, was;
	if (!consult_part_thread(d, c, &t) || consult_for_staff(d, t, &thread) != CONSULT_OK)
		return;
	struct form f = form_of(c);
	struct act_id one = { form_id(&f, "one", false) };
	int64_t version_n = form_int(&f, "version", 1, INT32_MAX, one.v != 0);
	if (one.v && str_is(form_value(c, "act"), "gone")) {
		consult_beside_end(d, c, form_is_fine(&f) ? consult_act_take_back(d, t, one, version_n) : CONSULT_BAD, &f);
		return;
	}
	if (one.v && consult_act_by_id(d, one, &was))
		a = was;
	else
		consult_act_suggest(d, &thread, &a);
	consult_act_typed(c, &f, &a);
	a.act_id = one;
	a.version_n = version_n;
	consult_beside_end(d, c, form_is_fine(&f) ? consult_act_put(d, t, &a) : CONSULT_BAD, &f);
}

/* ---- side by side, step by step ---- */

static void put_option(struct desk *d, struct call *c)
{
	struct thread_id t;
	if (!consult_part_thread(d, c, &t))
		return;
	struct form f = form_of(c);
	struct str act = form_value(c, "act");
	bool is_lay = str_is(act, "lay");
	struct option_id one = { form_id(&f, "one", !is_lay) };
	struct consult_option_new x = { .title = form_text(&f, "title", TITLE_MOST, is_lay), .good = form_text(&f, "good", LINE_MOST, false),
		.hard = form_text(&f, "hard", LINE_MOST, false) };
	struct str words = form_text(&f, "words", LINE_MOST, false);
	enum consult_refusal r = !form_is_fine(&f) ? CONSULT_BAD : is_lay ? consult_option_lay(d, t, &x) : str_is(act, "drop")
		? consult_option_drop(d, t, one) : consult_option_choose(d, t, one, words);
	consult_beside_end(d, c, r, &f);
}

static void put_step(struct desk *d, struct call *c)
{
	struct thread_id t;
	if (!consult_part_thread(d, c, &t))
		return;
	struct form f = form_of(c);
	struct str act = form_value(c, "act");
	bool is_new = str_is(act, "put");
	if (str_is(act, "result")) {
		struct consult_result_new r = { .result = form_value(c, "result"), .line = form_text(&f, "about", 200, false),
			.decided_on = form_day(&f, "decided", false) };
		consult_beside_end(d, c, form_is_fine(&f) ? consult_result_put(d, t, &r) : CONSULT_BAD, &f);
		return;
	}
	struct step_id one = { form_id(&f, "one", !is_new) };
	struct consult_step_new x = { .line = form_text(&f, "line", 200, is_new), .paper = form_text(&f, "paper", 200, false),
		.due_on = form_day(&f, "due", false) };
	enum consult_refusal r = !form_is_fine(&f) ? CONSULT_BAD : is_new ? consult_step_put(d, t, &x)
		: consult_step_done(d, t, one, !str_is(act, "undone"));
	consult_beside_end(d, c, r, &f);
}

const struct route consult_act_routes[] = {
	{ METHOD_POST, "/desk/talk/{thread}/act", MAY_CONSULT_ANSWER, put_act, .room = "consult", .sample = "minutes=15&outcome=advice", .holes = "thread" },
	{ METHOD_POST, "/desk/talk/{thread}/option", MAY_CONSULT_ANSWER, put_option, .room = "consult", .sample = "act=lay&title=Nursery",
		.holes = "thread" },
	{ METHOD_POST, "/desk/talk/{thread}/step", MAY_CONSULT_ANSWER, put_step, .room = "consult", .sample = "act=put&line=Form", .holes = "thread" },
};
const size_t consult_act_route_n = sizeof consult_act_routes / sizeof *consult_act_routes;
