/* Questions, rules, and what they say to a family's answers. */
#include "support/support.h"
#include "base/json.h"
#include "desk/audit.h"
#include "desk/tenant.h"

/* ---- questions ---- */

static struct support_question question_of(struct desk *d, const struct support_question_row *r)
{
	struct support_question q = { .question_id = r->question_id, .state = r->state, .source = r->source, .source_key = r->source_key,
		.place_n = r->place_n, .version_n = r->version_n };
	lang_words_read(d->arena, r->words, q.words);
	return q;
}

static void give_choices(struct desk *d, struct support_question *q, const struct support_choice_row *row, size_t n)
{
	for (size_t i = 0; i < n && q->choice_n < SUPPORT_CHOICES; i++) {
		struct support_choice *x = &q->choice[q->choice_n];
		if (row[i].question_id.v != q->question_id.v)
			continue;
		x->choice_id = row[i].choice_id;
		x->source_key = row[i].source_key;
		lang_words_read(d->arena, row[i].words, x->words);
		q->choice_n++;
	}
}

size_t support_questions(struct desk *d, bool is_staff, struct support_question **ret)
{
	struct support_question_row *row;
	struct support_choice_row *choice;
	size_t row_n = support_questions_all(d, &row), choice_n = support_choices_all(d, &choice), n = 0;
	*ret = ARENA_ARRAY(d->arena, struct support_question, SUPPORT_QUESTIONS);
	for (size_t i = 0; i < row_n && n < SUPPORT_QUESTIONS; i++) {
		if (!is_staff && !str_is(row[i].state, "live"))
			continue;
		(*ret)[n] = question_of(d, &row[i]);
		give_choices(d, &(*ret)[n], choice, choice_n);
		n += is_staff || (*ret)[n].choice_n > 0;
	}
	return n;
}

static void keep_choices(struct desk *d, struct support_question *q)
{
	size_t kept_n = 0;
	for (size_t i = 0; i < q->choice_n; i++) {
		struct support_choice x = q->choice[i];
		if (!x.words[LANG_JA].n) {
			if (x.choice_id.v)
				support_choice_drop(d, x.choice_id, q->question_id);
			continue;
		}
		if (!x.choice_id.v)
			x.choice_id.v = id_new();
		support_choice_put_row(d, &(struct support_choice_put_row_in){ .choice_id = x.choice_id, .question_id = q->question_id,
			.place_n = (int64_t)kept_n, .words = lang_words_write(d->arena, x.words), .source_key = x.source_key });
		q->choice[kept_n++] = x;
	}
	q->choice_n = kept_n;
}

enum support_refusal support_question_put(struct desk *d, struct support_question *q)
{
	struct support_question_row old;
	if (!q->words[LANG_JA].n)
		return SUPPORT_BAD;
	if (q->question_id.v && !support_question_at(d, q->question_id, &old))
		return SUPPORT_NO_SUCH;
	if (q->question_id.v && old.version_n != q->version_n)
		return SUPPORT_CHANGED;
	if (!q->question_id.v)
		q->question_id.v = id_new();
	support_question_put_row(d, &(struct support_question_put_row_in){ .question_id = q->question_id, .place_n = q->place_n, .state = q->state,
		.words = lang_words_write(d->arena, q->words), .source = q->source, .source_key = q->source_key, .changed_at = d->now });
	keep_choices(d, q);
	audit_note(d, "support.question", "question", q->question_id.v, STR_NONE);
	return SUPPORT_OK;
}

/* ---- rules ---- */

bool support_rule_is_same(const struct support_rule_row *a, const struct support_rule_row *b)
{
	return str_eq(a->fits, b->fits) && str_eq(a->fails, b->fails) && str_eq(a->sentence, b->sentence) && str_eq(a->source_url, b->source_url)
		&& a->from_on.n == b->from_on.n && a->until_on.n == b->until_on.n;
}

enum support_refusal support_rule_put(struct desk *d, const struct support_rule_row *r, struct str by)
{
	struct support_rule_row *old;
	size_t n = support_rules_of(d, r->entry_id, &old);
	struct day confirmed_on = by.n ? d->today : DAY_NONE;
	struct str confirmed_by = by;
	int64_t version_n = 0;
	for (size_t i = 0; i < n; i++) {
		if (old[i].question_id.v != r->question_id.v)
			continue;
		version_n = old[i].version_n;
		if (!by.n && support_rule_is_same(&old[i], r)) {
			confirmed_on = old[i].confirmed_on;
			confirmed_by = old[i].confirmed_by;
		}
	}
	if (version_n != r->version_n)
		return SUPPORT_CHANGED;
	support_rule_put_row(d, &(struct support_rule_put_row_in){ .entry_id = r->entry_id, .question_id = r->question_id, .fits = r->fits,
		.fails = r->fails, .sentence = r->sentence, .source = r->source, .source_url = r->source_url, .from_on = r->from_on,
		.until_on = r->until_on, .confirmed_on = confirmed_on, .confirmed_by = confirmed_by, .changed_at = d->now });
	audit_note(d, by.n ? "support.confirm" : "support.rule", "entry", r->entry_id.v, STR_NONE);
	return SUPPORT_OK;
}

int64_t support_confirm_source(struct desk *d, struct str source)
{
	int64_t n = support_rules_confirm(d, d->today, d->who.name, source);
	if (n > 0)
		audit_note(d, "support.confirm", "source", n, STR_NONE);
	return n;
}

/* ---- matching ---- */

struct matching { struct desk *d; const struct support_answer *answer; size_t answer_n; struct support_question *question; size_t question_n; };

static struct str question_words(const struct matching *m, struct question_id question_id)
{
	for (size_t i = 0; i < m->question_n; i++)
		if (m->question[i].question_id.v == question_id.v)
			return m->question[i].words[m->d->lang].n ? m->question[i].words[m->d->lang] : m->question[i].words[LANG_JA];
	return STR_NONE;
}

static enum support_verdict judge(const struct matching *m, const struct support_rule_row *r)
{
	return support_judge(&(struct support_judged){ r->question_id, r->fits, r->fails, r->from_on, r->until_on, r->confirmed_on },
		m->answer, m->answer_n, m->d->today);
}

/* The rules of one programme lie side by side: the worst decides, and those of that verdict are its reasons. */
static struct support_result result_of(const struct matching *m, const struct support_rule_row *r, size_t n)
{
	struct support_result x = { .entry_id = r->entry_id, .verdict = SUPPORT_FITS, .reason = ARENA_ARRAY(m->d->arena, struct support_reason, n) };
	for (size_t i = 0; i < n; i++) {
		enum support_verdict v = judge(m, &r[i]);
		x.verdict = v > x.verdict ? v : x.verdict;
	}
	for (size_t i = 0; i < n; i++) {
		if (judge(m, &r[i]) != x.verdict)
			continue;
		/* What no officer confirmed is not told as a fact. */
		bool is_told = !day_is_none(r[i].confirmed_on);
		x.reason[x.reason_n++] = (struct support_reason){ .question = question_words(m, r[i].question_id), .verdict = x.verdict,
			.sentence = is_told ? r[i].sentence : STR_NONE, .source_url = is_told ? r[i].source_url : STR_NONE };
	}
	return x;
}

static bool describe(struct desk *d, struct support_result *x)
{
	struct directory_entry e;
	if (!directory_by_id(d, x->entry_id, &e) || !str_is(e.state, "live"))
		return false;
	x->name = e.fact[FACT_NAME];
	x->summary = e.fact[FACT_SUMMARY];
	x->phone = e.fact[FACT_PHONE];
	return true;
}

size_t support_match(struct desk *d, const struct support_answer *answer, size_t answer_n, struct support_result **ret)
{
	struct matching m = { .d = d, .answer = answer, .answer_n = answer_n };
	struct support_rule_row *rule;
	size_t rule_n = support_rules_all(d, &rule), n = 0;
	m.question_n = support_questions(d, false, &m.question);
	*ret = ARENA_ARRAY(d->arena, struct support_result, rule_n + 1);
	for (size_t i = 0, end; i < rule_n; i = end) {
		for (end = i + 1; end < rule_n && rule[end].entry_id.v == rule[i].entry_id.v;)
			end++;
		(*ret)[n] = result_of(&m, &rule[i], end - i);
		n += describe(d, &(*ret)[n]);
	}
	return n;
}
