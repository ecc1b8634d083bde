/* What the frames around every page show. Filled by app/serve (frame_fill) and by handlers that know more (tab, back). */
#pragma once
#include "desk/tenant.h"
#include "web/call.h"
#include "web/form.h"
#include "web/page.h"

enum tab { TAB_NONE, TAB_HOME, TAB_TALK, TAB_FIND, TAB_NUMBERS, TAB_PLAN, TAB_ME, TAB_TODAY, TAB_INBOX, TAB_PLACES, TAB_ACCOUNTS, TAB_SETTINGS,
	TAB_AUDIT, TAB_STAFF, TAB_FAMILY, TAB_CHARGE, TAB_VISIT, TAB_CARE, TAB_HELP };

/* What an open room puts on top of every page of the desk; the list stands in app/rooms.c. read may give NULL: nothing to show. */
struct frame_piece { const char *room; const void *(*read)(struct desk *); void (*show)(struct page *, const void *view); };
extern const struct frame_piece frame_pieces[];
extern const size_t frame_piece_n;
enum { FRAME_PIECES = 4 };
struct frame_shown { const struct frame_piece *piece; const void *view; };

struct frame {
	const struct desk *d;
	const struct tenant *tenant;                    /* NULL on the machine's own front door */
	enum tab tab;
	bool is_noindex, is_signed_in, is_night;
	struct str back;                                /* where the back link leads; absent: none */
	/* Path (below the tenant; {url} adds its base) and query of this page without lang, ruby, mode, ending in ? or &: the language switch
	 * is <a href="{url url_of(f->here)}lang=en">. */
	struct str here;
	struct str notice;                              /* word of a notice: "saved" */
	int64_t task_n;
	struct frame_shown top[FRAME_PIECES]; size_t top_n;
	bool has_room_consult, has_room_directory, has_room_family, has_room_visit, has_room_talk, has_live;
	struct complaint_at *complaint; size_t complaint_n;     /* an error summary stands above the form when there are any */
};

/* A page for this desk and call, status 200 unless set: handlers do
 *   struct page p; frame_begin(&p, d, c, TAB_TALK); consult_ask_page(&p, &v);
 * and the reply's body holds it. */
void frame_begin(struct page *, struct desk *, struct call *, enum tab);
struct frame *frame_of(struct page *);                  /* to set back, notice before the page is drawn */
/* What a part says, without spaces around: for papers, tables, headings. */
struct str frame_words(struct desk *, enum lang, void (*part)(struct page *));
void frame_complaints(struct page *, const struct form *);
struct str desk_csrf(const struct desk *, const struct seal_key *tenant_key);
