/* What the pages of the room are given. */
#pragma once
#include "desk/account_view.h"
#include "file/file.h"
#include "web/page.h"
#include "staff/staff_time.h"

/* One line of the list, and how that person is now. */
struct staff_line { struct staff_person person; struct staff_leave leave; struct str stand_in; bool is_away, is_here; };
struct staff_list_view { const struct tenant *tenant; struct staff_line *line; size_t line_n, here_n; struct day today; bool may_add, is_here_only; };

struct staff_person_view { const struct tenant *tenant; struct staff_person person; struct day today; struct staff_training *training;
	size_t training_n; const struct form *form; struct str typed; bool may_edit, may_time, is_own; };

struct staff_edit_view { const struct tenant *tenant; const struct form *form; struct staff_person person; struct str login;
	bool is_new, is_changed; };

struct staff_own_view { const struct tenant *tenant; const struct form *form; struct staff_person person; const struct file_batch *batch;
	bool is_there, is_changed; };

/* A fortnight of one person. */
struct staff_day { struct day on; struct staff_span span[STAFF_SPANS]; size_t span_n; struct staff_time *time; size_t time_n;
	bool is_away, is_shift; };
struct staff_time_view { const struct tenant *tenant; const struct form *form; const char *form_of; struct staff_person person;
	struct staff_day *day; size_t day_n; struct staff_leave *leave; size_t leave_n; struct staff_person *other; size_t other_n;
	struct day today, from_on, before_on, after_on; enum staff_time_refusal refusal; bool may_time; };

/* "09:00" of a minute of the day, for fields. */
struct str staff_clock(struct page *, int minute);
/* Address of the photo, where one is shown or it is a colleague's; absent: the drawn face. */
struct url staff_photo_url(struct page *, const struct staff_person *);
bool staff_list_has_area(const struct staff_person *, struct area_id);
const struct staff_person *staff_one_of(const struct staff_time_view *, struct person_id);
