/* A form acts once, however often it is sent: its key is stored with the answer for 35 days. */
#pragma once
#include "desk/desk.h"

/* True when the key was used before: *ret_location is where that act led. False: the key is now taken (in this transaction). */
bool once_used(struct desk *, struct str key, struct str *ret_location);
void once_led_to(struct desk *, struct str key, struct str location);
int64_t once_forget(struct desk *);                     /* older than 35 days */
/* Where the act of this key led; false when there was no such act, or it led nowhere. Takes nothing. */
struct seal_key once_seal(const struct desk *);         /* places may hold secret links: they are kept sealed by this */
bool once_place(struct desk *, struct str key, struct str *ret);
