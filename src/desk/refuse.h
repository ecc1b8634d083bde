/* The answers of the house when a request leads nowhere. What may not be seen answers exactly like what does not exist. */
#pragma once
#include "desk/desk.h"
#include "web/call.h"

void refuse_missing(struct desk *, struct call *);      /* 404; nothing is kept */
void refuse_ended(struct desk *, struct call *);        /* 410: a link that was used or is past its time */
void refuse_form(struct desk *, struct call *);         /* 403: the form's token does not fit; press again */
void refuse_fault(struct desk *, struct call *);        /* 500 with the request's number */
void refuse_large(struct desk *, struct call *);        /* 413: photos too large or too many; what was typed is shown */
void refuse_busy(struct desk *, struct call *, int after_s);    /* 429: too much from one place; Retry-After */
void refuse_away(struct desk *, struct call *);         /* 503: the database is away; Retry-After */
void refuse_moving(struct desk *, struct call *);       /* 503: the tenant is on its way to another store; Retry-After */
