/* Acts and their versions, each counted once; ways side by side; the steps of an application. */
#include "consult/consult_act.h"
#include "consult/consult_inbox.h"
#include "consult/consult_inside.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "family/family.h"

enum { MINUTES_USUAL = 15, LINE_MOST = 400, TITLE_MOST = 100, STEPS_MOST = 40 };

/* ---- what is likely ---- */

static const struct consult_topic_word *topic_of(struct str words)
{
	for (const struct consult_topic_word *x = consult_topic_words; x->word; x++)
		if (str_has(words, x->word))
			return x;
	return NULL;
}

static void suggest_topic(struct desk *d, const struct consult_thread_row *t, struct consult_act_row *a)
{
	struct consult_messages_row *m;
	const struct consult_topic_word *found = NULL;
	size_t n = consult_messages(d, t->thread_id, &m);
	for (size_t i = 0; i < n && !found; i++)
		found = m[i].is_from_staff ? NULL : topic_of(m[i].words);
	if (!found)
		return;
	a->topic = str_of(found->topic);
	a->matter = str_of(found->matter);
}

static const char *age_of(struct desk *d, struct day born_on)
{
	struct day_parts b = day_split(born_on), t = day_split(d->today);
	int years = t.year - b.year - ((t.month < b.month || (t.month == b.month && t.day < b.day)) ? 1 : 0);
	return years <= 0 ? "y0" : years == 1 ? "y1" : years == 2 ? "y2" : years <= 6 ? "y3" : "school";
}

/* Of a family with one child; with several nobody knows whom it is about. */
static void suggest_family(struct desk *d, const struct consult_thread_row *t, struct consult_act_row *a)
{
	struct family_guardian_row g;
	struct family_child_row *child;
	if (t->owner_account_id.v && family_of_account(d, t->owner_account_id, &g) && count_knows(count_askers, g.relation))
		a->asker = g.relation;
	if (t->family_id.v && family_children_of(d, t->family_id, &child) == 1 && str_is(child[0].state, "here"))
		a->age = str_of(age_of(d, child[0].born_on));
}

void consult_act_suggest(struct desk *d, const struct consult_thread_row *t, struct consult_act_row *ret)
{
	*ret = (struct consult_act_row){ .thread_id = t->thread_id, .done_on = d->today, .channel = t->channel.n ? t->channel : STR("web"),
		.outcome = STR("advice"), .minutes_n = MINUTES_USUAL };
	for (size_t i = 0; i < d->tenant->counter_n && !ret->counter_id.v; i++)
		if (d->tenant->counter[i].area_id.v == t->area_id.v)
			ret->counter_id = d->tenant->counter[i].counter_id;
	suggest_topic(d, t, ret);
	if (tenant_has_room(d->tenant, "family"))
		suggest_family(d, t, ret);
}

/* ---- acts ---- */

static bool is_code(const char *const *list, struct str *x)
{
	if (x->n)
		return count_knows(list, *x);
	*x = STR_NONE;
	return true;
}

static bool is_fine(struct desk *d, struct consult_act_row *a)
{
	if (day_is_none(a->done_on))
		a->done_on = d->today;
	return a->channel.n && is_code(count_channels, &a->channel) && is_code(count_askers, &a->asker) && is_code(count_ages, &a->age)
		&& is_code(count_topics, &a->topic) && is_code(count_matters, &a->matter) && is_code(count_outcomes, &a->outcome)
		&& a->minutes_n >= 0 && a->minutes_n <= 24 * 60 && a->done_on.n <= d->today.n && str_letters(a->line) <= LINE_MOST
		&& str_letters(a->agency) <= TITLE_MOST && (!a->counter_id.v || tenant_counter_of(d->tenant, a->counter_id));
}

static struct count_new counted(const struct consult_act_row *a)
{
	return (struct count_new){ .kind = "consult", .subject_n = a->act_id.v, .subject_version_n = a->version_n, .done_on = a->done_on,
		.operator_id = a->operator_id, .area_id = a->area_id, .counter_id = a->counter_id, .by_account_id = a->by_account_id,
		.by_name = a->by_name, .channel = a->channel, .asker = a->asker, .age = a->age, .topic = a->topic, .matter = a->matter,
		.outcome = a->outcome, .agency = a->agency, .minutes_n = a->minutes_n };
}

static void write_version(struct desk *d, struct consult_act_row *a)
{
	struct count_new count = counted(a);
	consult_act_add(d, &(struct consult_act_add_in){ .act_id = a->act_id, .version_n = a->version_n, .thread_id = a->thread_id, .is_gone = a->is_gone,
		.done_on = a->done_on, .operator_id = a->operator_id, .area_id = a->area_id, .counter_id = a->counter_id, .channel = a->channel,
		.asker = a->asker, .age = a->age, .topic = a->topic, .matter = a->matter, .outcome = a->outcome, .agency = a->agency,
		.minutes_n = a->minutes_n, .line = a->line, .by_account_id = a->by_account_id, .by_name = a->by_name, .written_at = d->now,
		.written_name = d->who.name });
	if (!a->is_gone)
		count_add(d, &count);
}

static void first_version(struct desk *d, const struct consult_thread_row *t, struct consult_act_row *a)
{
	a->act_id.v = id_new();
	a->version_n = 1;
	a->thread_id = t->thread_id;
	a->operator_id = t->operator_id;
	a->area_id = t->area_id;
	a->by_account_id = d->who.account_id;
	a->by_name = d->who.name;
	a->is_gone = false;
	write_version(d, a);
	audit_note(d, "consult.act", "thread", t->thread_id.v, STR_NONE);
}

/* The old version steps back once: of two who edit at one moment the second is told. */
static enum consult_refusal next_version(struct desk *d, struct consult_act_row *a)
{
	struct consult_act_row was;
	if (!consult_act_by_id(d, a->act_id, &was) || was.thread_id.v != a->thread_id.v || was.is_gone)
		return CONSULT_NO_SUCH;
	if (consult_act_past(d, a->act_id, a->version_n) != 1)
		return CONSULT_CHANGED;
	struct count_new count = counted(&was);
	count_reverse(d, &count);
	a->version_n = was.version_n + 1;
	a->operator_id = was.operator_id;
	a->area_id = was.area_id;
	a->by_account_id = was.by_account_id;
	a->by_name = was.by_name;
	write_version(d, a);
	audit_note(d, "consult.act-edit", "thread", a->thread_id.v, STR_NONE);
	return CONSULT_OK;
}

enum consult_refusal consult_act_put(struct desk *d, struct thread_id thread_id, struct consult_act_row *a)
{
	struct consult_thread_row t;
	if (consult_to_act(d, thread_id, &t) != CONSULT_OK)
		return CONSULT_NO_SUCH;
	if (!is_fine(d, a))
		return CONSULT_BAD;
	a->thread_id = thread_id;
	if (a->act_id.v)
		return next_version(d, a);
	first_version(d, &t, a);
	return CONSULT_OK;
}

enum consult_refusal consult_act_take_back(struct desk *d, struct thread_id thread_id, struct act_id act_id, int64_t version_n)
{
	struct consult_thread_row t;
	struct consult_act_row a;
	if (consult_to_act(d, thread_id, &t) != CONSULT_OK || !consult_act_by_id(d, act_id, &a) || a.thread_id.v != thread_id.v)
		return CONSULT_NO_SUCH;
	a.version_n = version_n;
	a.is_gone = true;
	return next_version(d, &a);
}

size_t consult_acts(struct desk *d, struct thread_id thread_id, struct consult_act_row **ret)
{
	return consult_act_all(d, thread_id, ret);
}

void consult_act_ensure(struct desk *d, const struct consult_thread_row *t)
{
	struct consult_act_row *all, a;
	size_t n = consult_act_all(d, t->thread_id, &all);
	for (size_t i = 0; i < n; i++)
		if (all[i].is_current && !all[i].is_gone)
			return;
	consult_act_suggest(d, t, &a);
	first_version(d, t, &a);
}

void consult_act_forget(struct desk *d, struct thread_id thread_id)
{
	consult_act_erase(d, thread_id);
	consult_act_options_erase(d, thread_id);
	consult_act_steps_erase(d, thread_id);
	consult_act_results_erase(d, thread_id);
}

/* ---- side by side ---- */

size_t consult_options(struct desk *d, struct thread_id thread_id, struct consult_act_option_row **ret)
{
	return consult_act_options(d, thread_id, ret);
}

enum consult_refusal consult_option_lay(struct desk *d, struct thread_id thread_id, const struct consult_option_new *x)
{
	struct consult_thread_row t;
	struct consult_act_option_row *all;
	if (consult_to_act(d, thread_id, &t) != CONSULT_OK)
		return CONSULT_NO_SUCH;
	if (!x->title.n || str_letters(x->title) > TITLE_MOST || str_letters(x->good) > LINE_MOST || str_letters(x->hard) > LINE_MOST
		|| consult_act_options(d, thread_id, &all) >= CONSULT_OPTIONS_MOST)
		return CONSULT_BAD;
	consult_act_option_add(d, &(struct consult_act_option_add_in){ .option_id = { id_new() }, .thread_id = thread_id, .entry_id = x->entry_id,
		.title = x->title, .good = x->good, .hard = x->hard, .laid_at = d->now, .by_name = d->who.name });
	audit_note(d, "consult.option", "thread", thread_id.v, STR_NONE);
	return CONSULT_OK;
}

static bool is_laid(struct desk *d, struct thread_id thread_id, struct option_id option_id)
{
	struct consult_act_option_row *all;
	size_t n = consult_act_options(d, thread_id, &all);
	for (size_t i = 0; i < n; i++)
		if (all[i].option_id.v == option_id.v)
			return true;
	return false;
}

enum consult_refusal consult_option_drop(struct desk *d, struct thread_id thread_id, struct option_id option_id)
{
	struct consult_thread_row t;
	if (consult_to_act(d, thread_id, &t) != CONSULT_OK || consult_act_option_drop(d, thread_id, option_id) != 1)
		return CONSULT_NO_SUCH;
	audit_note(d, "consult.option-drop", "thread", thread_id.v, STR_NONE);
	return CONSULT_OK;
}

static void chosen(struct desk *d, struct thread_id thread_id, struct option_id option_id, bool is_by_family, struct str words)
{
	consult_act_option_choose(d, &(struct consult_act_option_choose_in){ .option_id = option_id, .chosen_at = d->now, .is_by_family = is_by_family,
		.chosen_words = words, .thread_id = thread_id });
	audit_note(d, "consult.choice", "thread", thread_id.v, STR_NONE);
	desk_tell(d, STR("task"), STR("changed"));
}

enum consult_refusal consult_option_choose(struct desk *d, struct thread_id thread_id, struct option_id option_id, struct str words)
{
	struct consult_thread_row t;
	if (consult_to_act(d, thread_id, &t) != CONSULT_OK)
		return CONSULT_NO_SUCH;
	if (!is_laid(d, thread_id, option_id) || str_letters(words) > LINE_MOST)
		return CONSULT_BAD;
	chosen(d, thread_id, option_id, false, words);
	return CONSULT_OK;
}

enum consult_refusal consult_option_choose_own(struct desk *d, const struct consult_thread_row *t, struct option_id option_id)
{
	if (!is_laid(d, t->thread_id, option_id))
		return CONSULT_BAD;
	chosen(d, t->thread_id, option_id, true, STR_NONE);
	return CONSULT_OK;
}

/* ---- the steps of an application ---- */

enum consult_refusal consult_step_put(struct desk *d, struct thread_id thread_id, const struct consult_step_new *x)
{
	struct consult_thread_row t;
	struct consult_act_step_row *all;
	if (consult_to_act(d, thread_id, &t) != CONSULT_OK)
		return CONSULT_NO_SUCH;
	if (!x->line.n || str_letters(x->line) > 200 || str_letters(x->paper) > 200 || consult_act_steps(d, thread_id, &all) >= STEPS_MOST)
		return CONSULT_BAD;
	consult_act_step_add(d, &(struct consult_act_step_add_in){ .step_id = { id_new() }, .thread_id = thread_id, .line = x->line, .paper = x->paper,
		.due_on = x->due_on, .made_at = d->now, .by_name = d->who.name });
	audit_note(d, "consult.step", "thread", thread_id.v, STR_NONE);
	return CONSULT_OK;
}

enum consult_refusal consult_step_done(struct desk *d, struct thread_id thread_id, struct step_id step_id, bool is_done)
{
	struct consult_thread_row t;
	if (consult_to_act(d, thread_id, &t) != CONSULT_OK
		|| consult_act_step_done(d, is_done ? d->now : MOMENT_NONE, thread_id, step_id) != 1)
		return CONSULT_NO_SUCH;
	return CONSULT_OK;
}

size_t consult_steps(struct desk *d, struct thread_id thread_id, struct consult_act_step_row **ret)
{
	return consult_act_steps(d, thread_id, ret);
}

const char *const consult_results[] = { "granted", "waiting", "refused", "withdrawn", "open", NULL };

enum consult_refusal consult_result_put(struct desk *d, struct thread_id thread_id, const struct consult_result_new *x)
{
	struct consult_thread_row t;
	struct day on = day_is_none(x->decided_on) ? d->today : x->decided_on;
	if (consult_to_act(d, thread_id, &t) != CONSULT_OK)
		return CONSULT_NO_SUCH;
	if (!count_knows(consult_results, x->result) || on.n > d->today.n || str_letters(x->line) > 200)
		return CONSULT_BAD;
	consult_act_result_add(d, &(struct consult_act_result_add_in){ .result_id = { id_new() }, .thread_id = thread_id, .result = x->result,
		.decided_on = on, .line = x->line, .written_at = d->now, .by_name = d->who.name });
	audit_note(d, "consult.result", "thread", thread_id.v, STR_NONE);
	return CONSULT_OK;
}
