/* Marks of a day, free places, news and reports: small things that are true today. */
#include "directory/directory_day.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/task.h"
#include "directory/directory_day.sql.h"
#include "directory/directory_desk.h"
#include "directory/directory_verify.h"

enum { LIST_MOST = 200, NEWS_MOST = 100, REPORTS_MOST = 50, DAYS_TO_ANSWER = 3 };

/* ---- today's place for a sick child ---- */

enum directory_refusal directory_mark(struct desk *d, struct entry_id entry_id, struct str mark)
{
	struct directory_entry e;
	if (!directory_by_id(d, entry_id, &e) || !str_is(e.state, "live"))
		return DIRECTORY_NO_SUCH;
	if (!directory_may_edit(d, &e))
		return DIRECTORY_NOT_YOURS;
	if (!str_is(mark, "open") && !str_is(mark, "few") && !str_is(mark, "full"))
		return DIRECTORY_BAD;
	directory_day_mark_put(d, &(struct directory_day_mark_put_in){ .entry_id = entry_id, .for_on = d->today, .mark = mark, .by_name = d->who.name,
		.marked_at = d->now });
	audit_note(d, "directory.mark", "entry", entry_id.v, mark);
	return DIRECTORY_OK;
}

bool directory_mark_today(struct desk *d, struct entry_id entry_id, struct directory_mark *ret)
{
	struct directory_day_mark_of_row r;
	if (!directory_day_mark_of(d, entry_id, d->today, &r))
		return false;
	*ret = (struct directory_mark){ .entry_id = entry_id, .mark = r.mark, .marked_at = r.marked_at };
	return true;
}

size_t directory_marks(struct desk *d, int64_t limit_n, struct directory_mark **ret)
{
	struct directory_day_marks_on_row *r;
	size_t n = directory_day_marks_on(d, d->today, limit_n, &r);
	*ret = ARENA_ARRAY(d->arena, struct directory_mark, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct str fact[FACT_N] = { 0 };
		directory_facts_read(d->arena, r[i].facts, fact);
		(*ret)[i] = (struct directory_mark){ .entry_id = r[i].entry_id, .area_id = r[i].area_id, .name = r[i].name, .phone = fact[FACT_PHONE],
			.mark = r[i].mark, .marked_at = r[i].marked_at };
	}
	return n;
}

/* The office's own reach; a partner group marks only what is its own (directory_may_edit). */
size_t directory_marks_mine(struct desk *d, struct directory_mark **ret)
{
	struct may_reach reach = directory_desk_reach(d);
	struct directory_day_markable_row *r;
	size_t n = directory_day_markable(d, &(struct directory_day_markable_in){ .for_on = d->today, .is_everywhere = reach.is_everywhere,
		.is_unowned_seen = reach.is_unowned_seen, .operator_id = reach.operator_id, .has_all_areas = reach.has_all_areas,
		.area_list = reach.area_list, .limit_n = LIST_MOST }, &r);
	*ret = ARENA_ARRAY(d->arena, struct directory_mark, n + 1);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = (struct directory_mark){ .entry_id = r[i].entry_id, .area_id = r[i].area_id, .name = r[i].name, .mark = r[i].mark,
			.marked_at = r[i].marked_at, .by_name = r[i].by_name };
	return n;
}

/* ---- free places ---- */

enum directory_refusal directory_vacancy_put(struct desk *d, struct entry_id entry_id, const struct directory_vacancy *v)
{
	if (day_is_none(v->counted_on) || v->age_n < 0 || v->age_n > 6)
		return DIRECTORY_BAD;
	directory_day_vacancy_put(d, &(struct directory_day_vacancy_put_in){ .entry_id = entry_id, .counted_on = v->counted_on, .age_n = v->age_n,
		.free_n = v->free_n, .waiting_n = v->waiting_n, .enrolled_n = v->enrolled_n });
	return DIRECTORY_OK;
}

size_t directory_vacancies(struct desk *d, struct entry_id entry_id, struct directory_vacancy **ret)
{
	struct directory_day_vacancies_row *r;
	size_t n = directory_day_vacancies(d, entry_id, &r), kept = 0;
	*ret = ARENA_ARRAY(d->arena, struct directory_vacancy, n + 1);
	for (size_t i = 0; i < n && r[i].counted_on.n == r[0].counted_on.n; i++)
		(*ret)[kept++] = (struct directory_vacancy){ r[i].counted_on, r[i].age_n, r[i].free_n, r[i].waiting_n, r[i].enrolled_n };
	return kept;
}

/* ---- what readers say is wrong ---- */

const char *const directory_report_whats[] = { "phone", "hours", "place", "gone", "other", NULL };

enum directory_refusal directory_report(struct desk *d, struct entry_id entry_id, struct str what, struct str words)
{
	struct directory_entry e;
	if (!directory_by_id(d, entry_id, &e) || !str_is(e.state, "live"))
		return DIRECTORY_NO_SUCH;
	directory_day_report_add(d, &(struct directory_day_report_add_in){ .report_id = { id_new() }, .entry_id = entry_id, .what = what, .words = words,
		.said_at = d->now });
	task_raise(d, &(struct task_new){ .kind = TASK_REPORT, .subject_id = entry_id.v, .line = e.fact[FACT_NAME],
		.href = arena_fmt(d->arena, "/desk/reports/%s", id_text(d->arena, entry_id.v).s), .due_at = moment_add(d->now, DAYS_TO_ANSWER * DAY_MS),
		.operator_id = e.operator_id, .area_id = e.area_id, .least = ROLE_SITE });
	return DIRECTORY_OK;
}

size_t directory_reports(struct desk *d, struct entry_id entry_id, struct directory_report_line **ret)
{
	struct directory_day_reports_of_row *r;
	size_t n = directory_day_reports_of(d, entry_id, REPORTS_MOST, &r);
	*ret = ARENA_ARRAY(d->arena, struct directory_report_line, n + 1);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = (struct directory_report_line){ r[i].what, r[i].words, r[i].said_at };
	return n;
}

size_t directory_report_places(struct desk *d, struct directory_report_place **ret)
{
	struct may_reach reach = directory_desk_reach(d);
	struct directory_day_report_places_row *r;
	size_t n = directory_day_report_places(d, &(struct directory_day_report_places_in){ .is_everywhere = reach.is_everywhere,
		.is_unowned_seen = reach.is_unowned_seen, .operator_id = reach.operator_id, .has_all_areas = reach.has_all_areas,
		.area_list = reach.area_list, .limit_n = LIST_MOST }, &r);
	*ret = ARENA_ARRAY(d->arena, struct directory_report_place, n + 1);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = (struct directory_report_place){ r[i].entry_id, r[i].name, r[i].report_n, r[i].last_at };
	return n;
}

enum directory_refusal directory_reports_done(struct desk *d, struct entry_id entry_id, bool is_true)
{
	struct directory_entry e;
	if (!directory_by_id(d, entry_id, &e))
		return DIRECTORY_NO_SUCH;
	if (!directory_may_edit(d, &e))
		return DIRECTORY_NOT_YOURS;
	directory_day_reports_settle(d, d->now, d->who.name, entry_id);
	task_settle_subject(d, TASK_REPORT, entry_id.v);
	if (is_true)
		directory_verify_right(d, &e, directory_keeper(d, e.operator_id));
	audit_note(d, "directory.report-done", "entry", entry_id.v, STR_NONE);
	return DIRECTORY_OK;
}

/* ---- news ---- */

static size_t news_of(struct desk *d, const struct directory_day_news_row *r, size_t n, struct directory_news **ret)
{
	*ret = ARENA_ARRAY(d->arena, struct directory_news, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct directory_news *v = &(*ret)[i];
		struct str why;
		*v = (struct directory_news){ .news_id = r[i].news_id, .area_id = r[i].area_id, .words = r[i].words, .url = r[i].url,
			.from_on = r[i].from_on, .to_on = r[i].to_on, .by_name = r[i].by_name };
		const struct json *others = r[i].others.n ? json_read(d->arena, r[i].others, &why) : NULL;
		for (enum lang lang = LANG_EASY; lang < LANG_N; lang++)
			v->other[lang] = json_text(others, lang_code(lang));
	}
	return n;
}

enum lang directory_news_lang(const struct directory_news *v, enum lang reader)
{
	return reader == LANG_JA || v->other[reader].n ? reader : v->other[LANG_EASY].n ? LANG_EASY : LANG_JA;
}

struct str directory_news_words(const struct directory_news *v, enum lang lang)
{
	return lang == LANG_JA ? v->words : v->other[lang];
}

static struct str others_of(struct desk *d, const struct directory_news *v)
{
	struct out o = { .arena = d->arena };
	for (enum lang lang = LANG_EASY; lang < LANG_N; lang++) {
		if (!v->other[lang].n)
			continue;
		out_fmt(&o, "%s\"%s\":", o.n ? "," : "{", lang_code(lang));
		out_json(&o, v->other[lang]);
	}
	if (o.n)
		out_z(&o, "}");
	return o.n ? out_done(&o) : STR_NONE;
}

enum directory_refusal directory_news_put(struct desk *d, struct directory_news *v)
{
	bool is_address = !v->url.n || str_starts(v->url, "https://") || str_starts(v->url, "http://") || str_starts(v->url, "/");
	if (!v->words.n || day_is_none(v->from_on) || day_is_none(v->to_on) || v->to_on.n < v->from_on.n || !is_address)
		return DIRECTORY_BAD;
	v->news_id = (struct news_id){ id_new() };
	v->by_name = d->who.name.s ? d->who.name : STR("");
	directory_day_news_add(d, &(struct directory_day_news_add_in){ .news_id = v->news_id, .area_id = v->area_id, .words = v->words,
		.others = others_of(d, v), .url = v->url, .from_on = v->from_on, .to_on = v->to_on, .by_name = v->by_name, .made_at = d->now });
	audit_note(d, "directory.news", "news", v->news_id.v, STR_NONE);
	return DIRECTORY_OK;
}

enum directory_refusal directory_news_stop(struct desk *d, struct news_id news_id)
{
	if (!directory_day_news_end(d, (struct day){ d->today.n - 1 }, news_id))
		return DIRECTORY_NO_SUCH;
	audit_note(d, "directory.news-end", "news", news_id.v, STR_NONE);
	return DIRECTORY_OK;
}

size_t directory_news_today(struct desk *d, int64_t limit_n, struct directory_news **ret)
{
	struct directory_day_news_row *r;
	size_t n = directory_day_news_now(d, d->today, limit_n, &r);
	return news_of(d, r, n, ret);
}

size_t directory_news_coming(struct desk *d, struct directory_news **ret)
{
	struct directory_day_news_row *r;
	size_t n = directory_day_news_all(d, d->today, NEWS_MOST, &r);
	return news_of(d, r, n, ret);
}

/* ---- where an entry came from ---- */

size_t directory_origins(struct desk *d, struct entry_id entry_id, struct directory_origin **ret)
{
	struct directory_day_sources_of_row *r;
	size_t n = directory_day_sources_of(d, entry_id, &r);
	*ret = ARENA_ARRAY(d->arena, struct directory_origin, n + 1);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = (struct directory_origin){ r[i].source, r[i].publisher, r[i].licence, r[i].credit, r[i].imported_at };
	return n;
}
