/* What fits, what does not, what must be asked: rules, and the oracle of civichat answer by answer. */
#include "desk/town_test.h"
#include "support/support_load.h"
#include "base/json.h"
#include <stdio.h>

enum { SLICES = 16 };

static struct choice_id choice(int64_t id)
{
	return (struct choice_id){ id };
}

static struct str ids(int64_t a, int64_t b)
{
	struct arena *m = test_arena();
	return b ? arena_fmt(m, ",%s,%s,", id_text(m, a).s, id_text(m, b).s) : a ? arena_fmt(m, ",%s,", id_text(m, a).s) : STR(",");
}

TEST(what_the_data_do_not_say_is_never_guessed)
{
	struct day today = day_make(2026, 11, 25);
	int64_t yes = id_new(), no = id_new(), other = id_new();
	struct support_judged r = { .question_id = { 7 }, .fits = ids(yes, 0), .fails = ids(no, 0), .from_on = DAY_NONE, .until_on = DAY_NONE,
		.confirmed_on = today };
	struct support_answer a = { .question_id = { 7 } };
	static const struct { int which; enum support_verdict verdict; } row[] = { { 0, SUPPORT_UNSURE }, { 1, SUPPORT_FITS }, { 2, SUPPORT_FAILS },
		{ 3, SUPPORT_UNSURE } };
	for (size_t i = 0; i < 4; i++) {
		a.choice_id = choice((int64_t[]){ 0, yes, no, other }[row[i].which]);
		EXPECT_INT(support_judge(&r, &a, 1, today), row[i].verdict);
	}
	a.choice_id = choice(no);
	EXPECT_INT(support_judge(&r, &a, 0, today), SUPPORT_UNSURE);
	r.confirmed_on = DAY_NONE;
	EXPECT_INT(support_judge(&r, &a, 1, today), SUPPORT_UNSURE);
	r.confirmed_on = today;
	r.until_on = day_make(2026, 11, 24);
	EXPECT_INT(support_judge(&r, &a, 1, today), SUPPORT_UNSURE);
	r.until_on = today;
	EXPECT_INT(support_judge(&r, &a, 1, today), SUPPORT_FAILS);
	r.fails = STR(",");
	EXPECT_INT(support_judge(&r, &a, 0, today), SUPPORT_FITS);
	int64_t id[3];
	EXPECT_INT(support_answer_ids(arena_fmt(test_arena(), "%s.x..%s.%s.%s", id_text(test_arena(), yes).s, id_text(test_arena(), no).s,
		id_text(test_arena(), other).s, id_text(test_arena(), other).s), id, 3), 3);
	EXPECT(id[0] == yes && id[1] == no && id[2] == other);
}

/* ---- the oracle ---- */

static struct str slurp(const char *path)
{
	FILE *in = fopen(path, "r");
	struct out o = { .arena = test_arena() };
	char b[65536];
	for (size_t n; in && (n = fread(b, 1, sizeof b, in)) > 0;)
		out_put(&o, b, n);
	if (in)
		fclose(in);
	return in ? out_done(&o) : STR_NONE;
}

struct oracle { struct str file[3]; struct support_load load, again; struct str why; bool is_read;
	int64_t agreed_n, differed_n, fits_n, unsure_n, from_n; };

static void load_run(struct desk *d, void *arg)
{
	struct oracle *x = arg;
	x->load = (struct support_load){ .source = STR("civichat"), .confirmed_by = STR("係") };
	x->again = x->load;
	x->is_read = support_load_civichat(d, x->file, &x->load, &x->why) && support_load_civichat(d, x->file, &x->again, &x->why);
}

static const struct support_result *result_of(const struct support_result *all, size_t n, struct entry_id entry_id)
{
	for (size_t i = 0; i < n; i++)
		if (all[i].entry_id.v == entry_id.v)
			return &all[i];
	return NULL;
}

/* Each answer alone: a programme that the oracle shuts out (0) does not fit, any other is not shut out. */
static void compare(struct desk *d, struct oracle *x, const struct support_question *q, const struct json *answer)
{
	struct support_result *got;
	struct support_answer a = { q->question_id, support_load_choice(q, json_text(answer, "answer_id")) };
	size_t n = support_match(d, &a, 1, &got);
	const struct json *systems = json_at(answer, "systems");
	for (size_t i = 0; i < systems->n; i++) {
		struct support_source_entry_row entry;
		bool is_out = str_is(json_text(&systems->item[i], "system_answer"), "0");
		bool is_known = support_source_entry(d, STR("civichat"), json_text(&systems->item[i], "system_id"), &entry);
		const struct support_result *r = is_known ? result_of(got, n, entry.entry_id) : NULL;
		x->agreed_n += r && (r->verdict == SUPPORT_FAILS) == is_out;
		x->differed_n += !r || (r->verdict == SUPPORT_FAILS) != is_out;
	}
}

static void compare_run(struct desk *d, void *arg)
{
	struct oracle *x = arg;
	struct support_question *q;
	size_t n = support_questions(d, false, &q);
	const struct json *qna = json_at(json_read(d->arena, x->file[1], &x->why), "qnas");
	for (size_t i = 0; i < qna->n; i++) {
		const struct support_question *of = support_load_find(q, n, json_text(&qna->item[i], "question_id"));
		const struct json *answer = json_at(&qna->item[i], "answers");
		for (size_t k = 0; of && k < answer->n; k++)
			compare(d, x, of, &answer->item[k]);
	}
}

/* Every combination of one answer to each question: a programme fits when all its answers say 1, and is shut out when one says 0. */
static void combine(struct desk *d, struct oracle *x, const struct support_question *q, size_t q_n, int64_t which)
{
	struct support_answer a[SUPPORT_QUESTIONS];
	struct support_result *got;
	struct support_rule_row *rule;
	for (size_t i = 0; i < q_n; i++) {
		a[i] = (struct support_answer){ q[i].question_id, q[i].choice[which % (int64_t)q[i].choice_n].choice_id };
		which /= (int64_t)q[i].choice_n;
	}
	size_t n = support_match(d, a, q_n, &got);
	for (size_t i = 0; i < n; i++) {
		bool is_out = false;
		size_t rule_n = support_rules_of(d, got[i].entry_id, &rule);
		for (size_t k = 0; k < rule_n; k++)
			for (size_t m = 0; m < q_n; m++)
				is_out = is_out || (a[m].question_id.v == rule[k].question_id.v && support_list_has(rule[k].fails, a[m].choice_id));
		x->fits_n += got[i].verdict == SUPPORT_FITS;
		x->unsure_n += got[i].verdict == SUPPORT_UNSURE;
		x->agreed_n += (got[i].verdict == SUPPORT_FAILS) == is_out;
		x->differed_n += (got[i].verdict == SUPPORT_FAILS) != is_out;
	}
}

static void combine_run(struct desk *d, void *arg)
{
	struct support_question *q;
	size_t n = support_questions(d, false, &q);
	int64_t all_n = 1;
	for (size_t i = 0; i < n; i++)
		all_n *= (int64_t)q[i].choice_n;
	for (int64_t which = ((struct oracle *)arg)->from_n; which < all_n; which += SLICES)
		combine(d, arg, q, n, which);
}

TEST(every_answer_of_the_oracle_shuts_out_what_it_shuts_out)
{
	struct town *t = town_open();
	struct oracle x = { .file = { slurp("../shared/data/open-data/civichat-shibuyaParenting/questions.json"),
		slurp("../shared/data/open-data/civichat-shibuyaParenting/answers.json"),
		slurp("../shared/data/open-data/civichat-shibuyaParenting/systemsdata.json") } };
	if (!x.file[0].n) {
		town_close(t);
		return;         /* the oracle lies beside the tree, not in it */
	}
	t->who = (struct who){ .role = ROLE_ADMIN, .account_id = { 7 }, .name = STR("係") };
	town_do(t, load_run, &x);
	EXPECT(x.is_read && t->fault == STORE_OK);
	EXPECT(x.load.question_n == 6 && x.load.programme_n == 32 && x.load.rule_n == 192 && x.load.changed_n == 6 + 32 + 192);
	EXPECT_INT(x.again.changed_n, 0);
	town_do(t, compare_run, &x);
	EXPECT(x.agreed_n == 17 * 32 && x.differed_n == 0);
	x.agreed_n = 0;
	for (x.from_n = 0; x.from_n < SLICES; x.from_n++)
		town_do(t, combine_run, &x);
	EXPECT(x.agreed_n == 224 * 32 && x.differed_n == 0 && x.fits_n > 100 && x.unsure_n == 0);
	town_close(t);
}

/* ---- our own layout ---- */

static const char own[] = "{\"source\":\"手引き\",\"questions\":[{\"key\":\"age\",\"words\":{\"ja\":\"お子さんの年齢は\",\"en\":\"How old?\"},\"choices\":["
	"{\"key\":\"0\",\"words\":{\"ja\":\"0歳\"}},{\"key\":\"1\",\"words\":{\"ja\":\"1歳より上\"}}]}],\"programmes\":[{\"key\":\"p\","
	"\"facts\":{\"name\":\"おむつの定期便\"},\"rules\":[{\"question\":\"age\",\"fits\":[\"0\"],\"fails\":[\"1\"],\"sentence\":\"1歳の誕生日まで\"}]}]}";

struct own { struct str json, why; struct support_load load; bool is_read; struct support_result *got; size_t n; int64_t confirmed_n; };

static void own_run(struct desk *d, void *arg)
{
	struct own *x = arg;
	x->is_read = support_load_own(d, x->json, &x->load, &x->why);
	if (!x->is_read)
		desk_refuse(d);
}

static void first_choice_run(struct desk *d, void *arg)
{
	struct own *x = arg;
	struct support_question *q;
	if (support_questions(d, false, &q) == 1)
		x->n = support_match(d, &(struct support_answer){ q[0].question_id, q[0].choice[1].choice_id }, 1, &x->got);
}

static void confirm_run(struct desk *d, void *arg)
{
	((struct own *)arg)->confirmed_n = support_confirm_source(d, STR("手引き"));
}

TEST(a_rule_nobody_confirmed_leaves_a_programme_to_be_asked_about)
{
	struct town *t = town_open();
	struct own x = { .json = str_of(own) };
	t->who = (struct who){ .role = ROLE_MANAGER, .account_id = { 7 }, .name = STR("係") };
	town_do(t, own_run, &x);
	EXPECT(x.is_read && x.load.changed_n == 3);
	town_do(t, first_choice_run, &x);
	REQUIRE(x.n == 1);
	EXPECT(x.got[0].verdict == SUPPORT_UNSURE && !x.got[0].reason[0].sentence.s);
	town_do(t, confirm_run, &x);
	EXPECT_INT(x.confirmed_n, 1);
	town_do(t, first_choice_run, &x);
	REQUIRE(x.n == 1);
	EXPECT_INT(x.got[0].verdict, SUPPORT_FAILS);
	EXPECT_STR(x.got[0].reason[0].sentence, "1歳の誕生日まで");
	x.json = STR("{\"questions\":3}");
	town_do(t, own_run, &x);
	EXPECT(!x.is_read && x.why.n);
	town_close(t);
}
