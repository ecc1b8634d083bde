/* A worry reaches a person: a family writes, without a name if it wishes, and holds a secret link; the people of the desk answer.
 * Door of the room. */
#pragma once
#include "consult/consult.sql.h"
#include "desk/tenant.h"
#include "base/out.h"
#include "file/file.h"

/* What a family wrote. words 1-4,000 letters; nickname up to 20; mail for a notice without content; area by its key; to whom, where it was
 * written by the code on a label. Absent is fine. */
struct consult_new { struct str words, nickname, notice_mail; struct area_id area_id; struct person_id to_person_id;
	const struct consult_said *said; };
/* One thing that came by another channel: what kind it was (line_kind_word; NULL: words), when it was said, the id that it gets. */
struct consult_said { struct str words; const char *kind; struct message_id message_id; struct moment at; };

/* TAKEN: somebody else was first. BAD: what was given cannot be (consult_inbox.h, consult_act.h say when). */
enum consult_refusal { CONSULT_OK, CONSULT_NO_SUCH, CONSULT_CHANGED, CONSULT_CLOSED, CONSULT_TAKEN, CONSULT_BAD };

/* Opens a talk: message, task on 今日 for who may see it, audit. *ret_token is the family's secret link, kept nowhere else. */
struct thread_id consult_ask(struct desk *, const struct consult_new *, struct str *ret_token);

/* The talk behind a secret link. NO_SUCH for an unknown one. */
enum consult_refusal consult_by_token(struct desk *, struct str token, struct consult_thread_row *ret);
/* The talk of the signed-in family: NO_SUCH for anybody else's. */
enum consult_refusal consult_for_owner(struct desk *, struct thread_id, struct consult_thread_row *ret);
/* The talk for staff: NO_SUCH also where this person may not (another operator's, another area's). */
enum consult_refusal consult_for_staff(struct desk *, struct thread_id, struct consult_thread_row *ret);
/* The family goes on writing; a closed talk opens again. */
enum consult_refusal consult_write(struct desk *, const struct consult_thread_row *, struct str words);
/* The same for what came by another channel; and a line that asks for no answer (somebody became a friend, blocked us). */
enum consult_refusal consult_write_as(struct desk *, const struct consult_thread_row *, const struct consult_said *);
void consult_note_as(struct desk *, const struct consult_thread_row *, const struct consult_said *);
/* Staff answer or close what they saw at version_n; CHANGED when somebody was faster: nothing is written. */
enum consult_refusal consult_answer(struct desk *, struct thread_id, int64_t version_n, struct str words);
enum consult_refusal consult_close(struct desk *, struct thread_id, int64_t version_n);
/* What was attached to the talk's messages; whoever may read the talk may read that. */
size_t consult_files(struct desk *, struct thread_id, struct file_line_row **ret);
void consult_file_send(struct desk *, struct call *, struct thread_id, struct str file);
/* The latest moment of an answer to what is written now, by the hours of the counter of that area (or of the tenant's first). */
struct moment consult_promise_now(struct desk *, struct area_id, bool *ret_is_open);
/* Talks whose last word is older than the tenant keeps them (setting retain_months) are erased with their photos, at most `most_n` at a time.
 * How many. */
int64_t consult_forget(struct desk *, int64_t most_n);
/* Whoever holds the talk's secret link and is bound to a family makes it hers: it stands in her story and in her list. CLOSED: it is another's. */
enum consult_refusal consult_join(struct desk *, const struct consult_thread_row *);
/* The same for who writes by another channel and sends the code that staff gave her, or that came to a contact that they recorded: the guardian's
 * account, made where there is none, owns the talk. NO_SUCH: it is no code that opens. CLOSED: the talk is another's. */
enum consult_refusal consult_join_by_code(struct desk *, const struct consult_thread_row *, struct str code);
bool consult_is_code(struct desk *, struct str words);
/* The talks of one family account, for its own export: `"talks":[...]`. */
void consult_export(struct desk *, struct out *, struct account_id);
struct family_told;
size_t consult_told(struct desk *, struct account_id, struct family_told **ret);
