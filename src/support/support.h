/* "What can we get?": a few questions lead to the programmes that fit, those that do not, and those that must be asked about (要確認), each with the
 * sentence of its source. Door of the room. Programmes themselves are entries of the directory. */
#pragma once
#include "base/lang.h"
#include "directory/directory.h"
#include "support/support.sql.h"
#include "support/support_rules.h"

enum { SUPPORT_CHOICES = 12, SUPPORT_QUESTIONS = 40 };

struct support_choice { struct choice_id choice_id; struct str words[LANG_N]; struct str source_key; };
struct support_question {
	struct question_id question_id;
	struct str state;                               /* live | hidden */
	struct str words[LANG_N];                       /* Japanese always; others may be absent */
	struct support_choice choice[SUPPORT_CHOICES]; size_t choice_n;
	struct str source, source_key;
	int64_t place_n, version_n;
};

/* In their order; hidden ones for staff only (is_staff). At most SUPPORT_QUESTIONS. */
size_t support_questions(struct desk *, bool is_staff, struct support_question **ret);
/* {0} makes a new one. Choices without Japanese words go, new ones get their ids; a choice that went is unknown to every rule. */
enum support_refusal { SUPPORT_OK, SUPPORT_NO_SUCH, SUPPORT_CHANGED, SUPPORT_BAD };
enum support_refusal support_question_put(struct desk *, struct support_question *);

/* A rule as staff write it. confirmed_by: who pressed 確認した with it; absent: a confirmation stays only while nothing else changes. */
enum support_refusal support_rule_put(struct desk *, const struct support_rule_row *, struct str confirmed_by);
bool support_rule_is_same(const struct support_rule_row *, const struct support_rule_row *);     /* but for its confirmation */
int64_t support_confirm_source(struct desk *, struct str source);      /* 確認した for everything of one source; how many */

struct support_reason { struct str question, sentence, source_url; enum support_verdict verdict; };
struct support_result {
	struct entry_id entry_id;
	struct str name, summary, phone;
	enum support_verdict verdict;
	struct support_reason *reason; size_t reason_n;         /* those of the verdict; what fits: all */
};
/* Every live programme that has a rule, best first within its verdict by name. Answers are looked at and forgotten. */
size_t support_match(struct desk *, const struct support_answer *, size_t answer_n, struct support_result **ret);

/* ---- bringing in what others wrote: the same again changes nothing, and what a person edited here stays ---- */
/* source names where it came from, at most 100 letters; confirmed_by: an officer's name when the rules may be told at once, else absent. Counts:
 * what was read, and how many of all that were new or changed. */
struct support_load { struct str source, confirmed_by; int64_t question_n, programme_n, rule_n, changed_n; };

/* Our own layout (docs/support.md): source, confirmed_by, questions [{key, words, choices [{key, words}]}], programmes [{key, facts, rules
 * [{question, fits, fails, sentence, url}]}]. False with a sentence for administrators; the caller then keeps nothing. */
bool support_load_own(struct desk *, struct str json, struct support_load *, struct str *ret_why);
/* The three documents of civichat: questions.json, answers.json (which answer lets which system through, "1" or "0") and systemsdata.json. */
bool support_load_civichat(struct desk *, const struct str file[3], struct support_load *, struct str *ret_why);
