/* What the pages of the room are given. */
#pragma once
#include "care/care_report.h"
#include "desk/account_view.h"
#include "file/file.h"
#include "web/page.h"

struct care_fee_open_view;                              /* care_fee_page.h */

/* A request as lists and pages show it. */
struct care_line { struct care_request_row request; struct care_scene scene; struct family_row family; struct family_child_row *child; size_t child_n;
	struct care_assignment_row visit; struct staff_person person; const struct tenant_area *area; bool has_scene, has_visit; struct day today; };

/* The family's list, and the steps of asking. */
struct care_own_view { const struct tenant *tenant; struct family_row family; struct care_line *line; size_t line_n;
	bool has_family, has_draft; };
struct care_ask_view { const struct tenant *tenant; const struct form *form; struct call *call; struct family_row family;
	struct care_request_row draft; struct care_scene *scene; size_t scene_n; struct care_kind_row *kind; size_t kind_n;
	struct family_child_row *child; size_t child_n; struct care_card_row card; struct care_line line; struct day today; int step;
	bool is_staff, is_closed; const char *lack, *use[CARE_USES]; size_t use_n; const struct care_fee_open_view *fee; };

/* A directory entry that is handed on. */
struct care_place { struct entry_id entry_id; struct str name, phone; bool is_chosen; };

/* One request on the family's or the helper's phone, and at the desk. */
struct care_view { const struct tenant *tenant; const struct form *form; struct call *call; struct care_line line; struct care_card_row card;
	struct care_voice_row voice; struct care_place *place; size_t place_n; struct file_line_row *photo; size_t photo_n; struct str photo_base, query;
	struct str way;                                 /* by which the helper usually comes */
	const struct care_fee_row *fee; struct moment now; bool has_card, has_voice, may_cancel, is_refused, is_changed, has_sos; struct moment keep_until;
	const struct file_batch *batch; struct sos_watch watch; struct sos_row sos; };  /* sos: this visit's open call; watch: who would hear one */

/* The desk. */
struct care_list_view { const struct tenant *tenant; struct care_line *urgent, *line; size_t urgent_n, line_n; int64_t stage_n, count_n[4];
	struct str state; struct request_id after_request_id; bool is_more, may_set, may_private, may_month, may_count; };
struct care_offer_line { struct care_offer_row offer; struct staff_person person; };
struct care_person_line { struct staff_person person; bool was_asked, is_busy, is_warned; };
struct care_desk_view { struct care_view v; struct care_offer_line *offer; size_t offer_n; struct care_person_line *person; size_t person_n;
	struct care_incident_row *incident; size_t incident_n; struct staff_person stuck; enum care_refusal refusal; enum staff_time_refusal time;
	bool may_write, has_stuck, is_past; };
bool care_is_chosen(const struct care_desk_view *, struct person_id);   /* ticked in what was sent and refused */
struct care_private_view { const struct tenant *tenant; const struct form *form; struct care_private_row *row; struct staff_person *person;
	struct family_row *family; size_t row_n; };
struct care_set_view { const struct tenant *tenant; const struct form *form; struct care_kind_row kind[8]; bool uses[CARE_USES];
	struct care_scene *scene, fresh, *written; size_t scene_n; bool is_scene_changed, is_scene_wrong; };    /* written: sent and refused */
extern const char *const care_scene_icons[];            /* NULL at the end */
int64_t care_scene_place(const struct care_set_view *, const struct care_scene *);      /* 1 first */
const struct care_scene *care_scene_written(const struct care_set_view *, const struct care_scene *);    /* as it was sent, where it was refused */

/* The helper's phone. */
struct care_ask_line { struct care_offer_row offer; struct care_line line; };
struct care_help_view { const struct tenant *tenant; struct staff_person person; struct care_ask_line *ask; size_t ask_n;
	struct care_line *visit; size_t visit_n; struct moment now; bool is_there, is_late, is_taken, is_thanked; };

struct str care_typed(struct call *, const char *name, struct str kept);        /* what came back from the form, else what is kept */
struct str care_clock(struct page *, struct moment);                            /* "09:00"; absent: nothing */
bool care_has_child(const struct care_request_row *, struct child_id);
bool care_has_point(const struct care_assignment_row *, const char *point);
int care_months(struct day born_on, struct day on);                             /* whole months of age */
