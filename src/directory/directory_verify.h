/* Is it still true? Each entry is due some months after somebody last confirmed it (setting directory.verify_months); its keeper gets a letter with
 * a link that needs no signing in, later a reminder, and then the office has it on 今日. */
#pragma once
#include "directory/directory.h"

enum { DIRECTORY_LINK_DAYS = 30, DIRECTORY_REMIND_DAYS = 10, DIRECTORY_OFFICE_DAYS = 20 };

bool directory_verify_is_due(const struct desk *, const struct directory_entry *);
/* Somebody looked and it is true, today: the round of asking ends, its links too. */
void directory_verify_right(struct desk *, struct directory_entry *, struct str by_name);

/* Its keeper answered with a change that waits: the round ends, its links too, but nothing is confirmed yet. */
void directory_verify_answered(struct desk *, struct entry_id);

/* Asks the entry's keeper now: the mail address in its facts, or that of an account of its operator. False: nobody can be reached by mail. */
bool directory_verify_ask(struct desk *, const struct directory_entry *);
/* The entry behind a letter's link; DIRECTORY_NO_SUCH for an unknown, used or ended one, or when the entry is not live any more. *ret_mail is where
 * the letter went. Looking consumes nothing. */
enum directory_refusal directory_verify_by_token(struct desk *, struct str token, struct directory_entry *ret, struct str *ret_mail);
