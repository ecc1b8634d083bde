/* What is said is kept without a trace of who said it; what is answered goes where its writer wished. */
#include "voice/voice.h"
#include "desk/audit.h"
#include "desk/task.h"

static const char *const kinds[] = { "glad", "wish", "trouble", "other" };
static const char *const ways[] = { "public", "private", "none" };

static bool is_one_of(struct str s, const char *const *word, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(s, word[i]))
			return true;
	return false;
}

struct voice_id voice_say(struct desk *d, const struct voice_new *v, struct str *ret_token)
{
	struct voice_id voice_id = { id_new() };
	struct str kind = is_one_of(v->kind, kinds, sizeof kinds / sizeof *kinds) ? v->kind : STR("other");
	struct str wants = is_one_of(v->wants, ways, sizeof ways / sizeof *ways) ? v->wants : STR("none");
	*ret_token = id_token(d->arena);
	voice_add(d, &(struct voice_add_in){ .voice_id = voice_id, .token_hash = seal_hash(d->arena, *ret_token), .kind = kind, .wants = wants,
		.words = v->words, .said_on = d->today });
	task_raise(d, &(struct task_new){ .kind = TASK_VOICE, .subject_id = voice_id.v, .line = kind,
		.href = arena_fmt(d->arena, "/desk/voice/%s", id_text(d->arena, voice_id.v).s),
		.due_at = day_moment((struct day){ d->today.n + VOICE_DAYS }, 17 * 60), .least = ROLE_WORKER });
	return voice_id;
}

enum voice_refusal voice_held(struct desk *d, struct str token, struct voice_row *ret)
{
	return id_is_token(token) && voice_by_token(d, seal_hash(d->arena, token), ret) ? VOICE_OK : VOICE_NO_SUCH;
}

bool voice_is_open_still(const struct desk *d, const struct voice_row *x)
{
	return x->opened_at.ms && d->now.ms < x->opened_at.ms + (int64_t)VOICE_OPEN_MINUTES * MINUTE;
}

enum voice_refusal voice_open(struct desk *d, struct str token, struct voice_row *ret)
{
	if (voice_held(d, token, ret) != VOICE_OK || !str_is(ret->state, "answered"))
		return VOICE_NO_SUCH;
	if (ret->opened_at.ms)
		return voice_is_open_still(d, ret) || ret->is_public ? VOICE_OK : VOICE_ENDED;
	voice_opened(d, d->now, ret->voice_id);
	ret->opened_at = d->now;
	return VOICE_OK;
}

static void settle(struct desk *d, struct voice_id voice_id, const char *act)
{
	task_settle_subject(d, TASK_VOICE, voice_id.v);
	audit_note(d, act, "voice", voice_id.v, STR_NONE);
}

enum voice_refusal voice_answer(struct desk *d, const struct voice_answer *v)
{
	struct voice_row x;
	if (!voice_by_id(d, v->voice_id, &x))
		return VOICE_NO_SUCH;
	if (!v->answer.n || (v->is_public && !v->shown.n))
		return VOICE_BAD;
	if (str_is(x.state, "kept_back") || str_is(x.wants, "none") || (v->is_public && !str_is(x.wants, "public")))
		return VOICE_NOT_ALLOWED;
	if (voice_answered(d, &(struct voice_answered_in){ .is_public = v->is_public, .shown = v->is_public ? v->shown : STR_NONE,
		.answer = v->answer, .settled_at = d->now, .by_account_id = d->who.account_id, .by_name = d->who.name, .voice_id = v->voice_id,
		.version_n = v->version_n }) != 1)
		return VOICE_CHANGED;
	settle(d, v->voice_id, "voice.answer");
	return VOICE_OK;
}

enum voice_refusal voice_read(struct desk *d, struct voice_id voice_id, int64_t version_n, bool is_kept_back)
{
	struct voice_row x;
	if (!voice_by_id(d, voice_id, &x))
		return VOICE_NO_SUCH;
	if (voice_settled(d, &(struct voice_settled_in){ .state = is_kept_back ? STR("kept_back") : STR("read"),
		.words = is_kept_back ? STR_NONE : x.words, .settled_at = d->now, .by_account_id = d->who.account_id, .by_name = d->who.name,
		.voice_id = voice_id, .version_n = version_n }) != 1)
		return VOICE_CHANGED;
	settle(d, voice_id, is_kept_back ? "voice.keep-back" : "voice.read");
	return VOICE_OK;
}

/* ---- counting ---- */

static struct day month_before(struct day first, int n)
{
	struct day_parts x = day_split(first);
	int month = x.year * 12 + x.month - 1 - n;
	return day_make(month / 12, month % 12 + 1, 1);
}

static void count(struct voice_month *m, const struct voice_counts_row *x)
{
	m->said_n += x->said_n;
	m->answered_n += x->answered_n;
	*(str_is(x->kind, "glad") ? &m->glad_n : str_is(x->kind, "wish") ? &m->wish_n : str_is(x->kind, "trouble") ? &m->trouble_n : &m->other_n)
		+= x->said_n;
}

size_t voice_months(struct desk *d, struct voice_month **ret)
{
	struct voice_counts_row *row;
	struct day now = month_before(d->today, 0);
	size_t n = voice_counts(d, month_before(now, VOICE_MONTHS - 1), &row);
	*ret = ARENA_ARRAY(d->arena, struct voice_month, VOICE_MONTHS);
	for (int i = 0; i < VOICE_MONTHS; i++)
		(*ret)[i] = (struct voice_month){ .from_on = month_before(now, i) };
	for (size_t k = 0; k < n; k++)
		for (int i = 0; i < VOICE_MONTHS; i++)
			if (row[k].said_on.n >= (*ret)[i].from_on.n) {
				count(&(*ret)[i], &row[k]);
				break;
			}
	return VOICE_MONTHS;
}
