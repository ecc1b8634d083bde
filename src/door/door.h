/* The front doors beside password and mail link: passkeys, the town's own sign-in, LINE. What the desk's pages of entering need of them. */
#pragma once
#include "desk/account_key.h"

struct call;

/* What a page of entering offers. Without a challenge no passkey can be asked for at this address. `allow`: which keys, blank between them. */
struct door_ask { struct str challenge, rp, allow, to, ticket, town_label; bool is_strict, has_town, has_line, is_line_bound; };
struct door_ask *door_asks(struct desk *, struct call *);
/* The step behind a right password, drawn as the reply; false when this person has no passkey that works at this address. */
bool door_ask_second(struct desk *, struct call *, const struct account_secret *);

int64_t door_key_count(struct desk *, struct account_id);       /* passkeys of this account */
void door_forget(struct desk *, struct account_id);             /* the account is set back or ended: nothing of it opens any more */
/* An administrator knows as whom the town's own sign-in names this person. False: not set up, or already bound. */
bool door_record(struct desk *, struct account_id, struct str subject);
void door_hourly(struct desk *);
