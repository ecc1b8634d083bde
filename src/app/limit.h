/* How often one place may send. Generous by address: thousands of mothers come from one carrier's address; stricter by visitor. */
#pragma once
#include "base/str.h"

struct limits;
struct limits *limit_new(int address_a_minute, int visitor_a_minute);
/* False when the bucket is empty; *ret_after_s says when there will be room. */
bool limit_take(struct limits *, struct str address, struct str visitor, int *ret_after_s);
