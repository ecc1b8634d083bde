/* Questions, programmes and rules out of a document, each compared with what is here before it is written. */
#include "support/support_load.h"
#include "base/json.h"
#include "desk/tenant.h"

const struct support_question *support_load_find(const struct support_question *q, size_t n, struct str key)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(q[i].source_key, key))
			return &q[i];
	return NULL;
}

struct choice_id support_load_choice(const struct support_question *q, struct str key)
{
	for (size_t i = 0; i < q->choice_n; i++)
		if (str_eq(q->choice[i].source_key, key))
			return q->choice[i].choice_id;
	return (struct choice_id){ 0 };
}

static bool words_are_same(const struct str a[LANG_N], const struct str b[LANG_N])
{
	for (int i = 0; i < LANG_N; i++)
		if (!str_eq(a[i], b[i]))
			return false;
	return true;
}

static bool question_is_same(const struct support_question *a, const struct support_question *b)
{
	if (a->choice_n != b->choice_n || !words_are_same(a->words, b->words))
		return false;
	for (size_t i = 0; i < a->choice_n; i++)
		if (!str_eq(a->choice[i].source_key, b->choice[i].source_key) || !words_are_same(a->choice[i].words, b->choice[i].words))
			return false;
	return true;
}

void support_load_question(struct desk *d, struct support_load *load, struct support_question *q)
{
	struct support_question *all;
	size_t n = support_questions(d, true, &all);
	load->question_n++;
	q->source = load->source;
	q->state = STR("live");
	for (size_t i = 0; i < n; i++) {
		if (!str_eq(all[i].source, load->source) || !str_eq(all[i].source_key, q->source_key))
			continue;
		q->question_id = all[i].question_id;
		q->version_n = all[i].version_n;
		q->state = all[i].state;
		for (size_t k = 0; k < q->choice_n; k++)
			q->choice[k].choice_id = support_load_choice(&all[i], q->choice[k].source_key);
		if (question_is_same(q, &all[i]))
			return;
	}
	load->changed_n += support_question_put(d, q) == SUPPORT_OK;
}

static bool take_facts(struct directory_entry *e, const struct str fact[FACT_N])
{
	bool is_changed = false;
	for (int i = 0; i < FACT_N; i++) {
		bool is_ours = directory_list_has(e->edited, directory_fact_word((enum directory_fact)i));
		if (is_ours || str_eq(e->fact[i], fact[i]) || !fact[i].n)
			continue;
		e->fact[i] = fact[i];
		is_changed = true;
	}
	return is_changed;
}

struct entry_id support_load_programme(struct desk *d, struct support_load *load, struct str key, const struct str fact[FACT_N])
{
	struct support_source_entry_row there;
	struct directory_entry e = { .kind = STR("programme"), .state = STR("live"), .type = STR("programme"), .age_from_n = DIRECTORY_AGE_UNKNOWN,
		.age_to_n = DIRECTORY_AGE_UNKNOWN, .verified_on = DAY_NONE, .edited = STR(",") };
	bool is_there = support_source_entry(d, load->source, key, &there) && directory_by_id(d, there.entry_id, &e);
	load->programme_n++;
	if (!take_facts(&e, fact))
		return e.entry_id;
	if (directory_put(d, &e, &(struct directory_change){ .by_name = load->source, .is_import = true }) != DIRECTORY_OK)
		return (struct entry_id){ 0 };
	if (!is_there)
		support_source_put(d, load->source, key, e.entry_id);
	load->changed_n++;
	return e.entry_id;
}

void support_load_rule(struct desk *d, struct support_load *load, struct support_rule_row *r)
{
	struct support_rule_row *old;
	size_t n = support_rules_of(d, r->entry_id, &old);
	load->rule_n++;
	r->source = load->source;
	r->from_on = r->until_on = DAY_NONE;
	for (size_t i = 0; i < n; i++) {
		if (old[i].question_id.v != r->question_id.v)
			continue;
		/* The office's own rule, or the same again. */
		if (!str_eq(old[i].source, load->source) || support_rule_is_same(&old[i], r))
			return;
		r->version_n = old[i].version_n;
	}
	load->changed_n += support_rule_put(d, r, load->confirmed_by) == SUPPORT_OK;
}

/* ---- our own layout ---- */

static const struct json *list(const struct json *j, const char *key)
{
	static const struct json none = { .kind = JSON_IS_LIST };
	const struct json *x = json_at(j, key);
	return x && x->kind == JSON_IS_LIST ? x : &none;
}

static void words_of(const struct json *j, struct str ret[LANG_N])
{
	for (int i = 0; i < LANG_N; i++)
		ret[i] = json_text(json_at(j, "words"), lang_code((enum lang)i));
}

static struct support_question question_of(const struct json *j)
{
	struct support_question q = { .source_key = json_text(j, "key") };
	const struct json *choice = list(j, "choices");
	words_of(j, q.words);
	for (size_t i = 0; i < choice->n && q.choice_n < SUPPORT_CHOICES; i++) {
		struct support_choice *x = &q.choice[q.choice_n++];
		x->source_key = json_text(&choice->item[i], "key");
		words_of(&choice->item[i], x->words);
	}
	return q;
}

static struct str choices_of(struct desk *d, const struct support_question *q, const struct json *keys)
{
	struct out o = { .arena = d->arena };
	out_z(&o, ",");
	for (size_t i = 0; i < keys->n; i++) {
		struct choice_id choice_id = support_load_choice(q, keys->item[i].text);
		if (choice_id.v)
			out_fmt(&o, "%s,", id_text(d->arena, choice_id.v).s);
	}
	return out_done(&o);
}

static void load_programme(struct desk *d, struct support_load *load, const struct json *j, const struct support_question *q, size_t q_n)
{
	struct str fact[FACT_N] = { 0 };
	const struct json *facts = json_at(j, "facts"), *rule = list(j, "rules");
	for (int i = 0; i < FACT_N; i++)
		fact[i] = json_text(facts, directory_fact_word((enum directory_fact)i));
	struct entry_id entry_id = support_load_programme(d, load, json_text(j, "key"), fact);
	for (size_t i = 0; entry_id.v && i < rule->n; i++) {
		const struct support_question *of = support_load_find(q, q_n, json_text(&rule->item[i], "question"));
		if (of)
			support_load_rule(d, load, &(struct support_rule_row){ .entry_id = entry_id, .question_id = of->question_id,
				.fits = choices_of(d, of, list(&rule->item[i], "fits")), .fails = choices_of(d, of, list(&rule->item[i], "fails")),
				.sentence = json_text(&rule->item[i], "sentence"), .source_url = json_text(&rule->item[i], "url") });
	}
}

bool support_load_own(struct desk *d, struct str json, struct support_load *load, struct str *ret_why)
{
	const struct json *j = json_read(d->arena, json, ret_why), *question = list(j, "questions"), *programme = list(j, "programmes");
	struct support_question *q = ARENA_ARRAY(d->arena, struct support_question, SUPPORT_QUESTIONS);
	if (!j)
		return false;
	load->source = json_text(j, "source");
	load->confirmed_by = json_text(j, "confirmed_by");
	if (!load->source.n || !question->n || question->n > SUPPORT_QUESTIONS) {
		*ret_why = STR("This is no list of questions and programmes: it needs `source`, `questions` (at most 40) and `programmes`; see docs/support.md.");
		return false;
	}
	for (size_t i = 0; i < question->n; i++) {
		q[i] = question_of(&question->item[i]);
		q[i].place_n = (int64_t)i;
		support_load_question(d, load, &q[i]);
	}
	for (size_t i = 0; i < programme->n; i++)
		load_programme(d, load, &programme->item[i], q, question->n);
	return true;
}
