/* The layout of civichat's files: questions and answers by their ids, "1" where an answer lets a system (制度) through, and the systems' own columns,
 * which are those of Code for Japan's 支援制度. */
#include "support/support_load.h"
#include "base/json.h"

static const struct { const char *column; enum directory_fact fact; } columns[] = {
	{ "タイトル（制度名）", FACT_NAME }, { "概要", FACT_SUMMARY }, { "支援内容", FACT_SUPPORT }, { "対象者", FACT_TARGET },
	{ "利用•申請方法", FACT_HOW_TO_APPLY }, { "利用・申請方法", FACT_HOW_TO_APPLY }, { "詳細参照先", FACT_URL }, { "お問い合わせ先", FACT_COUNTER },
	{ "制度所管組織", FACT_BODY },
};

static const struct json *list(const struct json *j, const char *key)
{
	static const struct json none = { .kind = JSON_IS_LIST };
	const struct json *x = json_at(j, key);
	return x && x->kind == JSON_IS_LIST ? x : &none;
}

static size_t questions(struct desk *d, struct support_load *load, const struct json *all, struct support_question *ret)
{
	size_t n = 0;
	for (size_t i = 0; i < all->n && n < SUPPORT_QUESTIONS; i++, n++) {
		const struct json *answer = list(&all->item[i], "answers");
		struct support_question *q = &ret[n];
		*q = (struct support_question){ .source_key = json_text(&all->item[i], "question_id"), .place_n = (int64_t)i };
		q->words[LANG_JA] = json_text(&all->item[i], "question_text");
		for (size_t k = 0; k < answer->n && q->choice_n < SUPPORT_CHOICES; k++) {
			struct support_choice *x = &q->choice[q->choice_n++];
			x->source_key = json_text(&answer->item[k], "answer_id");
			x->words[LANG_JA] = json_text(&answer->item[k], "answer_text");
		}
		support_load_question(d, load, q);
	}
	return n;
}

/* What one answer says of a system: "1", "0", or nothing. */
static struct str said(const struct json *answer, struct str system)
{
	const struct json *all = list(answer, "systems");
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(json_text(&all->item[i], "system_id"), system))
			return json_text(&all->item[i], "system_answer");
	return STR_NONE;
}

struct reading { struct desk *d; struct support_load *load; const struct json *qna; struct support_question *q; size_t q_n; };

static void rule(const struct reading *x, const struct support_question *q, const struct json *qna, struct support_rule_row *r, struct str system)
{
	struct desk *d = x->d;
	struct out fits = { .arena = d->arena }, fails = { .arena = d->arena };
	const struct json *answer = list(qna, "answers");
	out_z(&fits, ",");
	out_z(&fails, ",");
	for (size_t i = 0; i < answer->n; i++) {
		struct choice_id choice_id = support_load_choice(q, json_text(&answer->item[i], "answer_id"));
		struct str word = said(&answer->item[i], system);
		if (choice_id.v && word.n)
			out_fmt(str_is(word, "1") ? &fits : &fails, "%s,", id_text(d->arena, choice_id.v).s);
	}
	r->question_id = q->question_id;
	r->fits = out_done(&fits);
	r->fails = out_done(&fails);
	support_load_rule(d, x->load, r);
}

static void programme(const struct reading *x, const struct json *data)
{
	struct str fact[FACT_N] = { 0 }, key = json_text(data, "サービスID");
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		if (json_text(data, columns[i].column).n)
			fact[columns[i].fact] = json_text(data, columns[i].column);
	struct entry_id entry_id = support_load_programme(x->d, x->load, key, fact);
	for (size_t i = 0; entry_id.v && i < x->qna->n; i++) {
		const struct support_question *of = support_load_find(x->q, x->q_n, json_text(&x->qna->item[i], "question_id"));
		struct support_rule_row r = { .entry_id = entry_id, .sentence = fact[FACT_TARGET], .source_url = fact[FACT_URL] };
		if (of)
			rule(x, of, &x->qna->item[i], &r, key);
	}
}

bool support_load_civichat(struct desk *d, const struct str file[3], struct support_load *load, struct str *ret_why)
{
	const struct json *j[3];
	struct support_question *q = ARENA_ARRAY(d->arena, struct support_question, SUPPORT_QUESTIONS);
	for (int i = 0; i < 3; i++)
		if (!(j[i] = json_read(d->arena, file[i], ret_why)))
			return false;
	const struct json *question = list(j[0], "questions"), *qna = list(j[1], "qnas"), *data = list(j[2], "systemsData");
	if (!question->n || !qna->n || !data->n) {
		*ret_why = STR("These are not the files of civichat: questions.json has `questions`, answers.json `qnas`, systemsdata.json `systemsData`.");
		return false;
	}
	struct reading x = { .d = d, .load = load, .qna = qna, .q = q, .q_n = questions(d, load, question, q) };
	for (size_t i = 0; i < data->n; i++)
		programme(&x, &data->item[i]);
	return true;
}
