/* Questions and rules at the desk. A rule says only what its source says; an officer's name stands under what families are told. */
#include "support/support_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "support/support_desk.page.h"
#include "web/reply.h"

enum { WORDS_MOST = 300, SENTENCE_MOST = 1000, URL_MOST = 300 };

const char *support_field_name(struct page *p, int i)
{
	return arena_fmt(p->out->arena, "c%d", i).s;
}

/* ---- the overview ---- */

static void count_rules(struct desk *d, struct support_desk_view *v)
{
	struct support_rule_row *rule;
	size_t n = support_rules_all(d, &rule);
	int64_t *rule_n = ARENA_ARRAY(d->arena, int64_t, v->programme_n + 1), *open_n = ARENA_ARRAY(d->arena, int64_t, v->programme_n + 1);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < v->programme_n; k++)
			if (v->programme[k].entry_id.v == rule[i].entry_id.v) {
				rule_n[k]++;
				open_n[k] += day_is_none(rule[i].confirmed_on);
			}
	v->rule_n = rule_n;
	v->open_n = open_n;
}

static void show_all(struct desk *d, struct call *c)
{
	struct page p;
	struct support_desk_view v = { .tenant = d->tenant };
	v.question_n = support_questions(d, true, &v.question);
	v.programme_n = support_programmes(d, &v.programme);
	v.source_n = support_sources(d, &v.source);
	count_rules(d, &v);
	frame_begin(&p, d, c, TAB_PLACES);
	frame_of(&p)->back = STR("/desk/directory");
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	support_desk_page(&p, &v);
}

static void confirm(struct desk *d, struct call *c)
{
	struct form f = form_of(c);
	struct str source = form_text(&f, "source", 100, false);
	if (source.n)
		support_confirm_source(d, source);
	reply_see_other(c, STR("/desk/support?done=1"));
}

/* ---- a question ---- */

static void draw_question(struct desk *d, struct call *c, struct support_question_view *v)
{
	struct page p;
	v->tenant = d->tenant;
	frame_begin(&p, d, c, TAB_PLACES);
	frame_of(&p)->back = STR("/desk/support");
	if (v->form)
		frame_complaints(&p, v->form);
	support_question_page(&p, v);
}

static bool question_of(struct desk *d, struct call *c, struct support_question *ret)
{
	struct support_question *all;
	int64_t id = 0;
	size_t n = id_parse(c->part[0], &id) ? support_questions(d, true, &all) : 0;
	for (size_t i = 0; i < n; i++)
		if (all[i].question_id.v == id) {
			*ret = all[i];
			return true;
		}
	refuse_missing(d, c);
	return false;
}

static void show_question(struct desk *d, struct call *c)
{
	struct support_question_view v = { .form = NULL };
	if (question_of(d, c, &v.question))
		draw_question(d, c, &v);
}

static void show_question_new(struct desk *d, struct call *c)
{
	struct support_question *all;
	struct support_question_view v = { .question = { .state = STR("live"), .place_n = (int64_t)support_questions(d, true, &all) } };
	draw_question(d, c, &v);
}

static void read_words(struct form *f, const char *prefix, struct str words[LANG_N])
{
	for (int i = 0; i < LANG_N; i++) {
		const char *name = arena_fmt(f->call->arena, "%s-%s", prefix, lang_code((enum lang)i)).s;
		if (form_value(f->call, name).s)
			words[i] = form_text(f, name, WORDS_MOST, false);
	}
}

/* A choice's id is taken only when it is the question's own: else it is a new choice. */
static void read_choices(struct desk *d, struct form *f, struct support_question *q)
{
	struct support_question old = *q;
	q->choice_n = 0;
	for (int i = 0; i < SUPPORT_CHOICES; i++) {
		const char *prefix = arena_fmt(d->arena, "c%d", i).s;
		struct support_choice x = { .choice_id = { 0 } }, *at = &q->choice[q->choice_n];
		int64_t id = form_id(f, arena_fmt(d->arena, "%s-id", prefix).s, false);
		for (size_t k = 0; k < old.choice_n; k++)
			if (id && old.choice[k].choice_id.v == id)
				x = old.choice[k];
		read_words(f, prefix, x.words);
		if (x.choice_id.v || x.words[LANG_JA].n) {
			*at = x;
			q->choice_n++;
		}
	}
}

static void save_as(struct desk *d, struct call *c, struct support_question_view *v)
{
	struct form f = form_of(c);
	int64_t stored_n = v->question.version_n;
	read_words(&f, "q", v->question.words);
	read_choices(d, &f, &v->question);
	if (!v->question.words[LANG_JA].n)
		form_complain(&f, "q-ja", COMPLAINT_MISSING);
	v->question.place_n = form_int(&f, "place", 0, 1000, false);
	v->question.state = form_is_on(&f, "live") ? STR("live") : STR("hidden");
	if (v->question.question_id.v)
		v->question.version_n = form_int(&f, "version", 1, INT32_MAX, true);
	enum support_refusal r = form_is_fine(&f) ? support_question_put(d, &v->question) : SUPPORT_BAD;
	if (r == SUPPORT_OK) {
		reply_see_other(c, STR("/desk/support?done=1"));
		return;
	}
	desk_refuse(d);
	reply_status(c, r == SUPPORT_CHANGED ? 409 : 422);
	v->question.version_n = stored_n;
	v->is_changed = r == SUPPORT_CHANGED;
	v->form = &f;
	draw_question(d, c, v);
}

static void add_question(struct desk *d, struct call *c)
{
	struct support_question_view v = { .form = NULL };
	save_as(d, c, &v);
}

static void save_question(struct desk *d, struct call *c)
{
	struct support_question_view v = { .form = NULL };
	if (question_of(d, c, &v.question))
		save_as(d, c, &v);
}

/* ---- the rules of a programme ---- */

struct support_rule_row support_rule_for(const struct support_programme_view *v, struct question_id question_id)
{
	for (size_t i = 0; i < v->rule_n; i++)
		if (v->rule[i].question_id.v == question_id.v)
			return v->rule[i];
	return (struct support_rule_row){ .entry_id = v->entry->entry_id, .question_id = question_id, .fits = STR(","), .fails = STR(","),
		.from_on = DAY_NONE, .until_on = DAY_NONE, .confirmed_on = DAY_NONE };
}

static bool programme_of(struct desk *d, struct call *c, struct directory_entry *ret)
{
	int64_t id = 0;
	if (id_parse(c->part[0], &id) && directory_by_id(d, (struct entry_id){ id }, ret) && str_is(ret->kind, "programme"))
		return true;
	refuse_missing(d, c);
	return false;
}

static void fill(struct desk *d, struct support_programme_view *v, const struct directory_entry *e)
{
	v->tenant = d->tenant;
	v->entry = e;
	v->question_n = support_questions(d, true, &v->question);
	v->rule_n = support_rules_of(d, e->entry_id, &v->rule);
}

static void draw_programme(struct desk *d, struct call *c, struct support_programme_view *v)
{
	struct page p;
	frame_begin(&p, d, c, TAB_PLACES);
	frame_of(&p)->back = STR("/desk/support");
	if (v->form)
		frame_complaints(&p, v->form);
	if (form_value(c, "done").n)
		frame_of(&p)->notice = STR("saved");
	support_programme_page(&p, v);
}

static void show_programme(struct desk *d, struct call *c)
{
	struct directory_entry e;
	struct support_programme_view v = { .form = NULL };
	if (!programme_of(d, c, &e))
		return;
	fill(d, &v, &e);
	draw_programme(d, c, &v);
}

/* What each choice is said to be; the lists of the rule. */
static void read_says(struct desk *d, struct call *c, const struct support_question *q, struct support_rule_row *r)
{
	struct out fits = { .arena = d->arena }, fails = { .arena = d->arena };
	out_z(&fits, ",");
	out_z(&fails, ",");
	for (size_t i = 0; i < q->choice_n; i++) {
		struct str id = id_text(d->arena, q->choice[i].choice_id.v), said = form_value(c, arena_fmt(d->arena, "s-%s", id.s).s);
		if (str_is(said, "fits"))
			out_fmt(&fits, "%s,", id.s);
		else if (str_is(said, "fails"))
			out_fmt(&fails, "%s,", id.s);
	}
	r->fits = out_done(&fits);
	r->fails = out_done(&fails);
}

static enum support_refusal keep_rule(struct desk *d, struct call *c, struct form *f, struct support_rule_row *r)
{
	r->sentence = form_text(f, "sentence", SENTENCE_MOST, false);
	r->source_url = form_text(f, "url", URL_MOST, false);
	r->from_on = form_day(f, "from", false);
	r->until_on = form_day(f, "until", false);
	r->version_n = form_int(f, "version", 0, INT32_MAX, false);
	if (r->source_url.n && !str_starts(r->source_url, "https://") && !str_starts(r->source_url, "http://"))
		form_complain(f, "url", COMPLAINT_WRONG);
	struct str by = str_is(form_value(c, "confirmed"), "on") ? d->who.name : STR_NONE;
	return form_is_fine(f) ? support_rule_put(d, r, by) : SUPPORT_BAD;
}

/* It could not be kept: what was typed stands in its fields, what is stored beside it, and the next press means it. */
static void show_typed(struct desk *d, struct call *c, struct support_programme_view *v, struct support_rule_row *typed)
{
	struct support_rule_row *all = ARENA_ARRAY(d->arena, struct support_rule_row, v->rule_n + 1);
	v->stored = support_rule_for(v, typed->question_id);
	typed->version_n = v->stored.version_n;
	typed->confirmed_on = DAY_NONE;
	all[0] = *typed;
	for (size_t i = 0; i < v->rule_n; i++)
		all[i + 1] = v->rule[i];
	v->rule = all;
	v->rule_n++;
	v->changed_id = typed->question_id;
	draw_programme(d, c, v);
}

static void save_rule(struct desk *d, struct call *c)
{
	struct directory_entry e;
	struct form f = form_of(c);
	struct support_programme_view v = { .form = &f };
	if (!programme_of(d, c, &e))
		return;
	fill(d, &v, &e);
	struct question_id question_id = { form_id(&f, "question", false) };
	struct support_rule_row r = support_rule_for(&v, question_id);
	enum support_refusal end = SUPPORT_NO_SUCH;
	for (size_t i = 0; i < v.question_n; i++)
		if (v.question[i].question_id.v == question_id.v) {
			read_says(d, c, &v.question[i], &r);
			end = keep_rule(d, c, &f, &r);
		}
	if (end == SUPPORT_OK || end == SUPPORT_NO_SUCH) {
		reply_see_other(c, arena_fmt(d->arena, "/desk/support/programme/%.*s?done=1", STR_ARG(c->part[0])));
		return;
	}
	desk_refuse(d);
	reply_status(c, end == SUPPORT_CHANGED ? 409 : 422);
	show_typed(d, c, &v, &r);
}

const struct route support_desk_routes[] = {
	{ METHOD_GET, "/desk/support", MAY_DIRECTORY_APPROVE, show_all, NULL, "directory", NULL, NULL },
	{ METHOD_POST, "/desk/support/confirm", MAY_DIRECTORY_APPROVE, confirm, NULL, "directory", "source=x", NULL },
	{ METHOD_GET, "/desk/support/question/new", MAY_DIRECTORY_APPROVE, show_question_new, NULL, "directory", NULL, NULL },
	{ METHOD_POST, "/desk/support/question/new", MAY_DIRECTORY_APPROVE, add_question, NULL, "directory", "q-ja=x&c0-ja=y&place=1", NULL },
	{ METHOD_GET, "/desk/support/question/{question}", MAY_DIRECTORY_APPROVE, show_question, NULL, "directory", NULL, "question" },
	{ METHOD_POST, "/desk/support/question/{question}", MAY_DIRECTORY_APPROVE, save_question, NULL, "directory", "version=1&q-ja=z&live=on",
		"question" },
	{ METHOD_GET, "/desk/support/programme/{entry}", MAY_DIRECTORY_APPROVE, show_programme, NULL, "directory", NULL, "programme" },
	{ METHOD_POST, "/desk/support/programme/{entry}", MAY_DIRECTORY_APPROVE, save_rule, NULL, "directory", "version=0&sentence=x",
		"programme" },
};
const size_t support_desk_route_n = sizeof support_desk_routes / sizeof *support_desk_routes;
