/* Shared between the files of fees: whose month is closed, and one statement written. */
#pragma once
#include "care/care_fee.h"

/* The last closed month of each legal body, read once for a turn. */
struct care_fee_shut { struct care_fee_months_closed_row *row; size_t n; };
void care_fee_shut_read(struct desk *, struct care_fee_shut *ret);
/* The month of the day, or the one after the last that was closed. */
int64_t care_fee_booked_in(const struct care_fee_shut *, struct operator_id, struct day);
