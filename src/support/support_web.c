/* The family's path: each answer is a link, the address carries all of them, and nothing is kept. */
#include "support/support_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "support/support.page.h"
#include "web/reply.h"

struct str support_join(struct page *p, struct str answers, int64_t id)
{
	struct arena *a = p->out->arena;
	return answers.n ? arena_fmt(a, "%.*s.%s", STR_ARG(answers), id_text(a, id).s) : id_text(a, id);
}

/* ---- which answers the address carries ---- */

struct walk { struct support_question *question; size_t question_n; struct support_answer answer[SUPPORT_QUESTIONS]; size_t answer_n; };

/* To which question an id belongs; false: to none (a question that went, an address that was mended). */
static bool place_of(const struct walk *w, int64_t id, size_t *ret_question, struct choice_id *ret_choice)
{
	for (size_t i = 0; i < w->question_n; i++) {
		const struct support_question *q = &w->question[i];
		*ret_question = i;
		*ret_choice = (struct choice_id){ 0 };
		if (q->question_id.v == id)
			return true;
		for (size_t k = 0; k < q->choice_n; k++)
			if (q->choice[k].choice_id.v == id) {
				ret_choice->v = id;
				return true;
			}
	}
	return false;
}

/* Answers in the order of the questions, up to the first that has none. */
static void walk_read(struct desk *d, struct call *c, struct walk *w)
{
	int64_t id[SUPPORT_QUESTIONS * 2];
	bool has[SUPPORT_QUESTIONS] = { 0 };
	struct support_answer given[SUPPORT_QUESTIONS];
	struct choice_id choice_id;
	size_t at, n = support_answer_ids(form_value(c, "a"), id, SUPPORT_QUESTIONS * 2);
	w->question_n = support_questions(d, false, &w->question);
	for (size_t i = 0; i < n; i++)
		if (place_of(w, id[i], &at, &choice_id)) {
			has[at] = true;
			given[at] = (struct support_answer){ w->question[at].question_id, choice_id };
		}
	while (w->answer_n < w->question_n && has[w->answer_n]) {
		w->answer[w->answer_n] = given[w->answer_n];
		w->answer_n++;
	}
}

static struct str answers_text(struct desk *d, const struct walk *w, size_t n)
{
	struct out o = { .arena = d->arena };
	for (size_t i = 0; i < n; i++)
		out_fmt(&o, "%s%s", i ? "." : "", id_text(d->arena, w->answer[i].choice_id.v ? w->answer[i].choice_id.v : w->answer[i].question_id.v).s);
	return out_done(&o);
}

/* ---- pages ---- */

static struct str in_lang(const struct desk *d, const struct str *words)
{
	return words[d->lang].n ? words[d->lang] : words[LANG_JA];
}

static void say_again(struct desk *d, const struct walk *w, struct support_result_view *v)
{
	v->said = ARENA_ARRAY(d->arena, struct support_said, w->answer_n + 1);
	for (size_t i = 0; i < w->answer_n; i++)
		for (size_t k = 0; k < w->question[i].choice_n; k++)
			if (w->question[i].choice[k].choice_id.v == w->answer[i].choice_id.v)
				v->said[v->said_n++] = (struct support_said){ in_lang(d, w->question[i].words), in_lang(d, w->question[i].choice[k].words) };
}

static void show_result(struct desk *d, struct page *p, const struct walk *w)
{
	struct support_result *all;
	size_t n = support_match(d, w->answer, w->answer_n, &all);
	struct support_result_view v = { .tenant = d->tenant, .before = answers_text(d, w, w->answer_n - 1),
		.fits = ARENA_ARRAY(d->arena, struct support_result, n + 1), .unsure = ARENA_ARRAY(d->arena, struct support_result, n + 1),
		.fails = ARENA_ARRAY(d->arena, struct support_result, n + 1) };
	for (size_t i = 0; i < n; i++) {
		if (all[i].verdict == SUPPORT_FITS)
			v.fits[v.fits_n++] = all[i];
		else if (all[i].verdict == SUPPORT_UNSURE)
			v.unsure[v.unsure_n++] = all[i];
		else
			v.fails[v.fails_n++] = all[i];
	}
	say_again(d, w, &v);
	support_result_page(p, &v);
}

static void show(struct desk *d, struct call *c)
{
	struct page p;
	struct walk w = { .answer_n = 0 };
	walk_read(d, c, &w);
	frame_begin(&p, d, c, TAB_FIND);
	frame_of(&p)->is_noindex = frame_of(&p)->is_noindex || w.answer_n > 0;
	if (w.question_n == 0)
		support_none_page(&p, d->tenant);
	else if (w.answer_n == w.question_n)
		show_result(d, &p, &w);
	else
		support_path_page(&p, &(struct support_path_view){ .tenant = d->tenant, .question = w.question, .question_n = w.question_n,
			.step_n = w.answer_n, .answers = answers_text(d, &w, w.answer_n), .before = w.answer_n ? answers_text(d, &w, w.answer_n - 1) : STR("") });
}

/* The way in from the front page, where there is something to ask. */
const void *support_home_read(struct desk *d)
{
	struct support_question_first_row *first = ARENA_NEW(d->arena, struct support_question_first_row);
	return support_question_first(d, first) ? first : NULL;
}

void support_home_show(struct page *p, const void *view)
{
	(void)view;
	support_home_part(p);
}

const struct route support_routes[] = {
	{ METHOD_GET, "/support", MAY_DIRECTORY_READ, show, NULL, "directory", NULL, NULL },
};
const size_t support_route_n = sizeof support_routes / sizeof *support_routes;
