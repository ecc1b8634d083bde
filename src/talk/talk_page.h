/* What the pages of the room are given. */
#pragma once
#include "talk/talk.h"
#include "web/form.h"
#include "web/page.h"

/* Choosing a time: how, then a week of free beginnings, then whatever else is asked. path: where its links and its form lead ("/meet/at/..."). */
struct talk_pick_view {
	const struct tenant *tenant;
	const struct form *form; struct call *call;
	struct talk_with with; struct str face_name;
	enum talk_how how; bool may_home;
	struct str path;                                /* of this page; the form posts to it, too */
	struct moment *slot; size_t slot_n;             /* of the week that is shown */
	struct moment chosen;
	struct day from_on, before_on, after_on;
	struct talk_row old; bool has_old;              /* a talk that is to be moved */
	bool is_taken, asks_name, asks_mail, has_phone; /* what the form asks for besides */
	struct str phone;
};

/* Where one may begin: a family's own talks, its worker, and counters. */
struct talk_home_view { const struct tenant *tenant; struct talk_row *mine; struct str *token; size_t mine_n; struct talk_with with;
	struct family_id family_id; const struct tenant_counter **counter; size_t counter_n; struct str group_url; };

/* The talk of a link. */
struct talk_own_view { const struct tenant *tenant; struct talk_row talk; struct str token, link, face_name; const struct tenant_counter *counter;
	const struct form *form; struct call *call; bool is_new, is_open, is_over, is_settled, has_ics, has_felt; };

/* Staff. */
struct talk_line { struct talk_row talk; struct str name, person; const struct tenant_counter *counter; };
struct talk_day_view { const struct tenant *tenant; struct talk_line *line; size_t line_n; struct day on, before_on, after_on; struct str group_url;
	bool is_all; };
struct talk_view { const struct tenant *tenant; const struct form *form; struct call *call; struct talk_row talk; struct family_row family;
	struct str name, person, link; const struct tenant_counter *counter; struct staff_person *other; size_t other_n; bool is_changed, is_open;
	enum staff_time_refusal refusal; };
struct talk_plan_view { const struct tenant *tenant; const struct form *form; struct call *call; struct family_row family; struct talk_with with;
	struct staff_person *other; size_t other_n; struct family_guardian_row *guardian; size_t guardian_n; struct moment *slot; size_t slot_n;
	enum staff_time_refusal refusal; };

/* The room of a video talk, and trying a device. path: below the tenant; base: as the script asks for it. */
struct talk_room_view { const struct tenant *tenant; bool is_staff, is_over; struct str path, base, topic, phone, name; };

struct str talk_typed(struct call *, const char *name);
struct str talk_clock(struct page *, struct moment);            /* "13:00", for fields */
/* Links of the page where a time is chosen. */
struct url talk_way_how(struct page *, const struct talk_pick_view *, enum talk_how);
struct url talk_way_slot(struct page *, const struct talk_pick_view *, struct moment);
struct url talk_way_week(struct page *, const struct talk_pick_view *, struct day);
struct url talk_way_try(struct page *, const struct talk_room_view *);
struct url talk_way_words(struct page *, const struct talk_room_view *);        /* where what is typed beside the talk goes */
