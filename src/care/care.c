/* Kinds and scenes, reading requests through the walls, and what others are told of them. */
#include "care/care.h"
#include "base/json.h"
#include "care/care_inside.h"
#include "care/care_words.page.h"
#include "desk/account.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/outbox.h"
#include "desk/task.h"
#include "family/family_loss.h"

const char *const care_kind_words[] = { "accompany", "care", "escort", "errand", "paper", NULL };

static bool is_kind(struct str kind)
{
	for (const char *const *word = care_kind_words; *word; word++)
		if (str_is(kind, *word))
			return true;
	return false;
}

/* ---- kinds ---- */

bool care_kind_of(struct desk *d, struct str kind, struct care_kind_row *ret)
{
	return care_kind_one(d, kind, ret);
}

bool care_kind_is_open(struct desk *d, struct str kind)
{
	struct care_kind_row row;
	return care_kind_one(d, kind, &row) && row.is_open;
}

/* A child is looked after without its guardian: "beside" is no form for that. */
static bool legal_is_fine(const struct care_kind_row *x)
{
	bool is_alone = str_is(x->kind, "care") || str_is(x->kind, "escort");
	bool is_notified = str_is(x->legal, "notified") || str_is(x->legal, "temporary");
	if (str_is(x->legal, "beside"))
		return !is_alone;
	return str_is(x->legal, "family_support") || (is_notified && x->legal_no.n && !day_is_none(x->legal_on));
}

enum care_refusal care_kind_put(struct desk *d, const struct care_kind_row *x)
{
	if (!is_kind(x->kind) || (x->is_open && !legal_is_fine(x)))
		return CARE_BAD;
	care_kind_write(d, &(struct care_kind_write_in){ .kind = x->kind, .legal = x->legal.n ? x->legal : STR_NONE,
		.legal_no = x->legal_no.n ? x->legal_no : STR_NONE, .legal_on = x->legal_on, .is_open = x->is_open, .changed_at = d->now,
		.by_account_id = d->who.account_id });
	audit_note(d, "care.kind", "tenant", d->tenant_id.v, x->kind);
	return CARE_OK;
}

/* ---- scenes ---- */

struct str care_said(const struct str words[LANG_N], enum lang lang)
{
	return words[lang].n ? words[lang] : words[LANG_JA];
}

size_t care_scenes(struct desk *d, struct care_scene **ret)
{
	struct care_scene_row *row;
	size_t n = care_scenes_all(d, &row);
	*ret = ARENA_ARRAY(d->arena, struct care_scene, n + 1);
	for (size_t i = 0; i < n; i++) {
		(*ret)[i] = (struct care_scene){ .scene_id = row[i].scene_id, .place_n = row[i].place_n, .kind = row[i].kind, .icon = row[i].icon,
			.is_open = row[i].is_open, .version_n = row[i].version_n };
		lang_words_read(d->arena, row[i].words, (*ret)[i].words);
		lang_words_read(d->arena, row[i].hint, (*ret)[i].hint);
	}
	return n;
}

static bool is_named(const struct care_request_row *x, size_t n, struct scene_id scene_id)
{
	for (size_t i = 0; i < n; i++)
		if (x[i].scene_id.v == scene_id.v)
			return true;
	return false;
}

size_t care_scenes_named(struct desk *d, const struct care_request_row *x, size_t n, struct care_scene **ret)
{
	struct care_scene_row *row;
	size_t row_n = n ? care_scenes_all(d, &row) : 0, named_n = 0;
	*ret = ARENA_ARRAY(d->arena, struct care_scene, row_n + 1);
	for (size_t i = 0; i < row_n; i++) {
		if (!is_named(x, n, row[i].scene_id))
			continue;
		struct care_scene *scene = &(*ret)[named_n++];
		*scene = (struct care_scene){ .scene_id = row[i].scene_id, .place_n = row[i].place_n, .kind = row[i].kind, .icon = row[i].icon,
			.is_open = row[i].is_open, .version_n = row[i].version_n };
		lang_words_read(d->arena, row[i].words, scene->words);
	}
	return named_n;
}

bool care_scene_of(struct desk *d, struct scene_id scene_id, struct care_scene *ret)
{
	struct care_scene *all;
	size_t n = scene_id.v ? care_scenes(d, &all) : 0;
	for (size_t i = 0; i < n; i++)
		if (all[i].scene_id.v == scene_id.v) {
			*ret = all[i];
			return true;
		}
	return false;
}

enum care_refusal care_scene_put(struct desk *d, struct care_scene *x)
{
	if (!x->words[LANG_JA].n || !is_kind(x->kind))
		return CARE_BAD;
	struct str words = lang_words_write(d->arena, x->words), hint = lang_words_write(d->arena, x->hint);
	struct str icon = x->icon.n ? x->icon : STR("heart");
	if (!x->scene_id.v) {
		x->scene_id.v = id_new();
		care_scene_add(d, &(struct care_scene_add_in){ .scene_id = x->scene_id, .place_n = x->place_n, .words = words, .hint = hint, .kind = x->kind,
			.icon = icon, .is_open = x->is_open, .made_at = d->now });
	} else if (care_scene_change(d, &(struct care_scene_change_in){ .scene_id = x->scene_id, .place_n = x->place_n, .words = words, .hint = hint,
		.kind = x->kind, .icon = icon, .is_open = x->is_open, .version_n = x->version_n }) != 1)
		return CARE_CHANGED;
	audit_note(d, "care.scene", "scene", x->scene_id.v, STR_NONE);
	return CARE_OK;
}

/* ---- why it is used ---- */

const char *const care_use_words[] = { "work", "medical", "birth", "sibling", "ceremony", "study", "refresh", "other", NULL };

size_t care_uses(const struct desk *d, const char *ret[CARE_USES])
{
	struct str list = tenant_get(d->tenant, "care.uses"), one;
	size_t n = 0;
	while (str_cut(&list, ',', &one) && n < CARE_USES)
		for (const char *const *word = care_use_words; *word; word++)
			if (str_is(str_trim(one), *word))
				ret[n++] = *word;
	return n;
}

/* ---- reading requests ---- */

bool care_request_of(struct desk *d, struct request_id request_id, struct care_request_row *ret)
{
	return care_request_by_id(d, request_id, ret);
}

enum care_refusal care_for_staff(struct desk *d, struct request_id request_id, struct care_request_row *ret, struct family_row *ret_family)
{
	struct care_request_row x;
	struct family_row f;
	if (!care_request_by_id(d, request_id, &x) || str_is(x.state, "draft") || !family_by_id(d, x.family_id, &f) || !family_may(d, MAY_CARE_READ, &f))
		return CARE_NO_SUCH;
	*ret = x;
	*ret_family = f;
	return CARE_OK;
}

bool care_own_family(struct desk *d, struct family_row *ret)
{
	struct family_guardian_row guardian;
	return family_of_account(d, d->who.account_id, &guardian) && family_by_id(d, guardian.family_id, ret);
}

enum care_refusal care_for_family(struct desk *d, struct request_id request_id, struct care_request_row *ret)
{
	struct care_request_row x;
	struct family_row f;
	if (!care_request_by_id(d, request_id, &x) || !care_own_family(d, &f) || !family_is_same(d, x.family_id, f.family_id))
		return CARE_NO_SUCH;
	*ret = x;
	return CARE_OK;
}

static bool has_id(struct str list, int64_t id)
{
	char text[24];
	snprintf(text, sizeof text, ",%lld,", (long long)id);
	return str_has(list, text);
}

size_t care_children(struct desk *d, const struct care_request_row *x, struct family_child_row **ret)
{
	bool is_any = x->child_ids.n > 1;                       /* "," holds none: a list is spared a question for each of its rows */
	size_t n = is_any ? family_children_of(d, x->family_id, ret) : 0, kept = 0;
	if (!is_any)
		*ret = NULL;
	for (size_t i = 0; i < n; i++)
		if (has_id(x->child_ids, (*ret)[i].child_id.v))
			(*ret)[kept++] = (*ret)[i];
	return kept;
}

static size_t list_over(struct desk *d, const struct care_list *l, const struct may_reach *r, struct care_request_row **ret)
{
	return care_requests_over(d, &(struct care_requests_over_in){ .is_urgent = l->is_urgent,
		.before_at = l->after ? l->after->sort_at : (struct moment){ INT64_MAX }, .before_request_id = l->after ? l->after->request_id
		: (struct request_id){ INT64_MAX }, .has_no_state = !l->state.n, .state = l->state.n ? l->state : STR(""),
		.is_everywhere = r->is_everywhere, .is_unowned_seen = r->is_unowned_seen, .operator_id = r->operator_id,
		.has_all_areas = r->has_all_areas, .area_list = r->area_list, .limit_n = l->limit_n }, ret);
}

size_t care_list(struct desk *d, const struct care_list *l, struct care_request_row **ret)
{
	struct may_reach r = may_reach(d, MAY_CARE_READ);
	if (l->stage_n == 3)
		return list_over(d, l, &r, ret);
	return care_requests_page(d, &(struct care_requests_page_in){ .stage_n = l->stage_n, .is_urgent = l->is_urgent,
		.after_at = l->after ? l->after->sort_at : (struct moment){ 1 }, .after_request_id = l->after ? l->after->request_id
		: (struct request_id){ 0 }, .has_no_state = !l->state.n, .state = l->state.n ? l->state : STR(""), .is_everywhere = r.is_everywhere,
		.is_unowned_seen = r.is_unowned_seen, .operator_id = r.operator_id, .has_all_areas = r.has_all_areas, .area_list = r.area_list,
		.limit_n = l->limit_n }, ret);
}

int64_t care_count(struct desk *d, int64_t stage_n, bool is_urgent_only)
{
	struct may_reach r = may_reach(d, MAY_CARE_READ);
	struct care_requests_count_row row = { 0 };
	care_requests_count(d, &(struct care_requests_count_in){ .stage_n = stage_n, .is_urgent_only = is_urgent_only, .is_everywhere = r.is_everywhere,
		.is_unowned_seen = r.is_unowned_seen, .operator_id = r.operator_id, .has_all_areas = r.has_all_areas, .area_list = r.area_list,
		.most_n = CARE_COUNT_MOST }, &row);
	return row.request_n;
}

/* ---- the card ---- */

bool care_card(struct desk *d, struct family_id family_id, struct care_card_row *ret)
{
	return care_card_of(d, family_id, ret);
}

void care_card_put(struct desk *d, const struct care_card_row *x)
{
	care_card_write(d, &(struct care_card_write_in){ .family_id = x->family_id, .allergy = x->allergy, .soothe = x->soothe, .sleep = x->sleep,
		.pickup = x->pickup, .pickup_word = x->pickup_word, .doctor = x->doctor, .contact = x->contact, .is_photo_fine = x->is_photo_fine,
		.changed_at = d->now });
	audit_note(d, "care.card", "family", x->family_id.v, STR_NONE);
}

/* ---- what others are told ---- */

struct page care_plain(struct desk *d, struct out *out, enum lang lang)
{
	return (struct page){ .out = out, .base = d->base, .lang = lang };
}

void care_tell_story(struct desk *d, const struct care_request_row *x, const char *what, struct str word)
{
	struct out line = { .arena = d->arena };
	struct page p = care_plain(d, &line, LANG_JA);
	care_story_line(&p, x, str_of(what), word);
	family_story_add(d, &(struct family_line_new){ .family_id = x->family_id, .kind = STR("care"), .line = str_trim(out_done(&line)),
		.room = STR("care"), .subject_id = x->request_id.v, .who_may_see = STR("family"), .owner_account_id = x->owner_account_id });
}

static void letter(struct desk *d, struct str to, enum lang lang, int64_t subject_id, const char *way)
{
	struct out subject = { .arena = d->arena }, text = { .arena = d->arena };
	struct page p = care_plain(d, &subject, lang), q = care_plain(d, &text, lang);
	care_notice_subject(&p);
	care_notice_text(&q, d->tenant, arena_fmt(d->arena, "%.*s%s", STR_ARG(d->site), way));
	outbox_put(d, &(struct outbox_letter){ .channel = STR("mail"), .to = to, .subject = str_trim(out_done(&subject)), .text = out_done(&text),
		.reason = STR("care"), .subject_id = subject_id });
}

void care_tell_person(struct desk *d, struct person_id person_id, const char *way)
{
	struct staff_person person;
	struct account_line account;
	if (staff_person_by_id(d, person_id, &person) && person.account_id.v && account_by_id(d, person.account_id, &account) && account.mail.n
		&& !account.ended_at.ms && d->site.n)
		letter(d, account.mail, LANG_JA, person_id.v, way);
}

/* Where the family's address must stay hidden, nobody is written to. */
void care_tell_family(struct desk *d, const struct care_request_row *x)
{
	struct family_row f;
	enum lang lang = LANG_JA;
	if (!family_by_id(d, x->family_id, &f) || !f.mail.n || f.is_secret || family_is_mourning(d, f.family_id) || !d->site.n)
		return;
	lang_parse(f.lang, &lang);
	letter(d, f.mail, lang, x->request_id.v, arena_fmt(d->arena, "/me/care/%s", id_text(d->arena, x->request_id.v).s).s);
}

void care_task(struct desk *d, const struct care_request_row *x)
{
	struct family_row f;
	if (!family_by_id(d, x->family_id, &f))
		return;
	enum task_kind kind = x->is_urgent ? TASK_CARE_URGENT : TASK_CARE;
	struct moment due_at = x->is_urgent ? moment_add(d->now, 15 * MINUTE) : moment_add(d->now, DAY_MS);
	task_raise(d, &(struct task_new){ .kind = kind, .subject_id = x->request_id.v, .line = f.name,
		.href = arena_fmt(d->arena, "/desk/care/%s", id_text(d->arena, x->request_id.v).s), .due_at = due_at, .operator_id = x->operator_id,
		.area_id = x->area_id, .least = ROLE_SITE });
}

void care_task_done(struct desk *d, struct request_id request_id)
{
	task_settle_subject(d, TASK_CARE, request_id.v);
	task_settle_subject(d, TASK_CARE_URGENT, request_id.v);
}
