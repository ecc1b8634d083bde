/* What the handlers of notices lend each other. */
#pragma once
#include "notice/notice_send_page.h"

/* Fills in numbers and draws. */
void notice_send_show(struct desk *, struct call *, struct notice_send_view *);
/* The fields of the second press; complaints stay in the form. */
enum notice_refusal notice_send_press(struct desk *, struct form *, const struct notice_row *);
