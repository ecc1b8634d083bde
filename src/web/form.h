/* Declared fields of a request. Complaints are collected per field; what was typed is never lost. */
#pragma once
#include "web/call.h"
#include "base/day.h"

enum complaint { COMPLAINT_NONE, COMPLAINT_MISSING, COMPLAINT_TOO_LONG, COMPLAINT_NOT_TEXT, COMPLAINT_NOT_NUMBER,
	COMPLAINT_OUT_OF_RANGE, COMPLAINT_NOT_DAY, COMPLAINT_NOT_MAIL, COMPLAINT_NOT_CHOICE, COMPLAINT_NOT_SAME, COMPLAINT_WEAK, COMPLAINT_WRONG,
	COMPLAINT_TAKEN, COMPLAINT_NOT_IMAGE };

struct complaint_at { const char *field; enum complaint what; };
struct form { struct call *call; struct complaint_at complaint[24]; size_t complaint_n; };

/* Query first, then an urlencoded or multipart body. False (400) when it is broken or has more than 200 fields. */
bool form_read(struct call *);
struct str form_value(struct call *, const char *name);         /* first of that name, else STR_NONE */
struct form form_of(struct call *);
/* Text of 1..max letters (0..max when not required), trimmed; line breaks become \n; refused: control characters, bad UTF-8. */
struct str form_text(struct form *, const char *name, size_t max, bool is_required);
int64_t form_int(struct form *, const char *name, int64_t least, int64_t most, bool is_required);
struct day form_day(struct form *, const char *name, bool is_required);         /* a date field, or name-year, name-month, name-day */
/* "9:15" or "09:15:00" as a minute of the day, 0-1440, on a multiple of step_n minutes; -1 when absent or wrong (then with a complaint). */
int form_clock(struct form *, const char *name, int step_n, bool is_required);
struct str form_mail(struct form *, const char *name, bool is_required);
/* One of the zero-ended list of words; gives its place, or -1 with a complaint. */
int form_choice(struct form *, const char *name, const char *const *words, bool is_required);
bool form_is_on(struct form *, const char *name);
int64_t form_id(struct form *, const char *name, bool is_required);
void form_complain(struct form *, const char *name, enum complaint);
bool form_is_fine(const struct form *);
enum complaint form_complaint(const struct form *, const char *name);
