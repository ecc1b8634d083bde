/* The menu below the chats of a LINE channel (rich menu), as its Messaging API describes it. */
#pragma once
#include "channel/line.h"

/* name: ours, which no other menu has; whatever else there is called LINE_MENU_OURS... was ours once. body: for createRichMenu, with that name in
 * it. image: PNG of the size that the body says, at most 1 MB. */
#define LINE_MENU_OURS "yorisoi-"
struct line_menu { struct str data_base, name, body, image; };
/* Brings the platform to where this menu is everybody's and no other of ours is left: looks what is there, makes what is missing (create, picture,
 * default), takes away what was before. Begun again at any point it ends the same, and makes no second menu: creating has no retry key there, so
 * it is looked for by its name first. SENT: it stands, as *ret_key. LATER: try again. REFUSED: for good. *ret_why is for staff. */
enum line_end line_menu_show(const struct line_wire *, const struct line_menu *, struct arena *, struct str *ret_key, struct str *ret_why);
/* No menu of ours any more; whoever made another one keeps it. */
enum line_end line_menu_hide(const struct line_wire *, struct arena *, struct str *ret_why);
