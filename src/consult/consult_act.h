/* What was done in a talk: acts that are counted, ways laid side by side with the family, and the steps of an application. Edits keep
 * every version. */
#pragma once
#include "consult/consult.h"
#include "consult/consult_act.sql.h"
#include "count/count.h"

enum { CONSULT_OPTIONS_MOST = 4 };
/* Fills in what is likely: the way it came, the topic by its words, the place of the area, the child's age where the family has one child. */
void consult_act_suggest(struct desk *, const struct consult_thread_row *, struct consult_act_row *ret);
/* A new act (no act_id) or a new version of one, at the version that was seen; it is counted in the same transaction. done_on DAY_NONE: today. BAD: a
 * code that is none, no channel, more minutes than a day has, or a day to come. */
enum consult_refusal consult_act_put(struct desk *, struct thread_id, struct consult_act_row *);
/* It was not done after all: a last version says so, and nothing is counted any more. */
enum consult_refusal consult_act_take_back(struct desk *, struct thread_id, struct act_id, int64_t version_n);
/* All versions, act by act, the newest version first. */
size_t consult_acts(struct desk *, struct thread_id, struct consult_act_row **ret);
/* A talk that is closed has its act: as suggested, where nobody wrote one. */
void consult_act_ensure(struct desk *, const struct consult_thread_row *);
void consult_act_forget(struct desk *, struct thread_id);       /* what was counted stays counted, without the talk */

/* BAD: no title, too long, or more than CONSULT_OPTIONS_MOST. */
struct consult_option_new { struct str title, good, hard; struct entry_id entry_id; };
enum consult_refusal consult_option_lay(struct desk *, struct thread_id, const struct consult_option_new *);
enum consult_refusal consult_option_drop(struct desk *, struct thread_id, struct option_id);
/* The one that the family chose, instead of what it chose before; words: why, in the family's own words. Staff, together with the family. */
enum consult_refusal consult_option_choose(struct desk *, struct thread_id, struct option_id, struct str words);
/* The same by the family itself, in its own talk. BAD: it does not lie there. */
enum consult_refusal consult_option_choose_own(struct desk *, const struct consult_thread_row *, struct option_id);
size_t consult_options(struct desk *, struct thread_id, struct consult_act_option_row **ret);

/* Help through an application: what to do, which paper, by which day. */
struct consult_step_new { struct str line, paper; struct day due_on; };
enum consult_refusal consult_step_put(struct desk *, struct thread_id, const struct consult_step_new *);
enum consult_refusal consult_step_done(struct desk *, struct thread_id, struct step_id, bool is_done);
/* What came of it; the newest holds and the earlier ones stay. BAD: a word that is none, a day to come, or a line too long. */
extern const char *const consult_results[];             /* granted, waiting (on the list), refused, withdrawn, open (none after all); then NULL */
struct consult_result_new { struct str result, line; struct day decided_on; };  /* decided_on DAY_NONE: today */
enum consult_refusal consult_result_put(struct desk *, struct thread_id, const struct consult_result_new *);
size_t consult_steps(struct desk *, struct thread_id, struct consult_act_step_row **ret);

struct consult_topic_word { const char *word, *topic, *matter; };
extern const struct consult_topic_word consult_topic_words[];   /* consult_inbox_words.c; the last has no word */
