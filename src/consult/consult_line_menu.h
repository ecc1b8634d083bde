/* The menu below the chats of LINE: its cells stand in the setting line.menu. What is wanted is made there by the courier (channel/line_menu.h),
 * again and again until it stands; whatever moves it (cells, hue, address of the site, telephone, rooms) makes another menu, which takes its
 * place. */
#pragma once
#include "consult/consult.h"
#include "consult/consult_line_menu.sql.h"

enum { CONSULT_MENU_MOST = 6, CONSULT_MENU_WIDE = 2500, CONSULT_MENU_ROW = 843 };
/* In the order in which they lie: "ask" (opens the keyboard: what is written is a talk), "find", "support", "book", "call" (the town's telephone),
 * "help" (numbers for the worst hour). Those whose room is shut, or that have no telephone, are left out. NULL at the end. */
extern const char *const consult_menu_words[];
bool consult_menu_is_open(const struct desk *, const char *word);

struct consult_menu_cell { const char *word; struct str label, more, mark; };   /* more: in English, where the town speaks it */
/* key: its name at the platform, another one for any other menu. body: as createRichMenu wants it; absent without cells. */
struct consult_menu { struct str key, body; struct consult_menu_cell cell[CONSULT_MENU_MOST]; size_t n; int hue; };
struct consult_menu_box { int x, y, wide, high; };
/* Where the i-th of n cells lies, in dots of a picture of CONSULT_MENU_WIDE x consult_menu_high(n). */
struct consult_menu_box consult_menu_box(size_t i, size_t n);
int consult_menu_high(size_t n);

/* Sets the cells (in the order of consult_menu_words) and asks for the menu anew, also when nothing changed. BAD: a word that is none. */
enum consult_refusal consult_menu_put(struct desk *, struct str cells);
/* What is wanted is not what was asked for last: somebody changed a setting elsewhere. Then catch_up asks for it. */
bool consult_menu_is_due(struct desk *);
void consult_menu_catch_up(struct desk *);
/* For the courier: the menu of this name, where it is still the one that is wanted. */
bool consult_menu_ready(struct desk *, struct str key, struct consult_menu *ret);
struct str consult_menu_draw(struct arena *, const struct consult_menu *);      /* PNG; slow; absent: it could not be drawn */
/* platform_key: by what name it stands there now; absent: it does not, and *why* says why. */
void consult_menu_told(struct desk *, struct str key, struct str platform_key, struct str why);
