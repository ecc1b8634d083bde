/* What changes from day to day: is there a place for a sick child today, free places by age, news of the town, what readers say is wrong. */
#pragma once
#include "directory/directory.h"

/* ---- today's place for a sick child ---- */
struct directory_mark { struct entry_id entry_id; struct area_id area_id; struct str name, phone, mark, by_name; struct moment marked_at; };
/* "open" (there is room), "few" (ask first), "full"; for today only, with this minute. NOT_YOURS: this person may not; BAD: no such word. */
enum directory_refusal directory_mark(struct desk *, struct entry_id, struct str mark);
bool directory_mark_today(struct desk *, struct entry_id, struct directory_mark *ret);
/* All that were marked today, those with room first; and those this person may mark, marked or not (mark absent). */
size_t directory_marks(struct desk *, int64_t limit_n, struct directory_mark **ret);
size_t directory_marks_mine(struct desk *, struct directory_mark **ret);

/* ---- free places, as cities publish them by month or quarter ---- */
/* age_n: full years at the start of the school year, 0-6. free_n, waiting_n, enrolled_n: -1 when the source does not say. */
struct directory_vacancy { struct day counted_on; int64_t age_n, free_n, waiting_n, enrolled_n; };
/* The same entry, day and age again: the newer figures stand. BAD: no such age or no day. */
enum directory_refusal directory_vacancy_put(struct desk *, struct entry_id, const struct directory_vacancy *);
size_t directory_vacancies(struct desk *, struct entry_id, struct directory_vacancy **ret);     /* of the newest day alone, youngest first */

/* ---- what readers say is wrong ---- */
extern const char *const directory_report_whats[];      /* phone, hours, place, gone, other: NULL at the end */
/* Anybody, without a name; words may be absent. Raises one task an entry for who may edit it. NO_SUCH: no live entry. */
enum directory_refusal directory_report(struct desk *, struct entry_id, struct str what, struct str words);
struct directory_report_line { struct str what, words; struct moment said_at; };
size_t directory_reports(struct desk *, struct entry_id, struct directory_report_line **ret);   /* open ones, newest first */
struct directory_report_place { struct entry_id entry_id; struct str name; int64_t report_n; struct moment last_at; };
size_t directory_report_places(struct desk *, struct directory_report_place **ret);    /* with open reports, where this person may edit */
/* Somebody looked: all open ones of the entry are settled with their task; is_true: it was right, or is now, and counts as verified today. */
enum directory_refusal directory_reports_done(struct desk *, struct entry_id, bool is_true);

/* ---- news ---- */
struct directory_news {
	struct news_id news_id; struct area_id area_id;
	struct str words, url;
	struct str other[LANG_N];                       /* the same for who reads another language; absent: not written */
	struct day from_on, to_on; struct str by_name;
};
/* Which of its words a reader of this language gets: those, else the plain ones, else the Japanese. */
enum lang directory_news_lang(const struct directory_news *, enum lang reader);
struct str directory_news_words(const struct directory_news *, enum lang);
enum directory_refusal directory_news_put(struct desk *, struct directory_news *);      /* BAD: ends before it begins, no words, no address */
enum directory_refusal directory_news_stop(struct desk *, struct news_id);              /* yesterday was its last day */
size_t directory_news_today(struct desk *, int64_t limit_n, struct directory_news **ret);       /* newest first */
size_t directory_news_coming(struct desk *, struct directory_news **ret);               /* today's and later ones, for staff */

/* ---- where an entry came from ---- */
struct directory_origin { struct str source, publisher, licence, credit; struct moment imported_at; };
size_t directory_origins(struct desk *, struct entry_id, struct directory_origin **ret);
