/* Routes of fees, and what their fronts share. */
#pragma once
#include "care/care_fee_page.h"
#include "web/route.h"

extern const struct route care_fee_routes[], care_fee_rule_routes[], care_fee_own_routes[], care_fee_month_routes[];
extern const size_t care_fee_route_n, care_fee_rule_route_n, care_fee_own_route_n, care_fee_month_route_n;

/* What the request would cost, for the page before it is asked for; NULL: its time is not certain yet, or it is no draft. */
const struct care_fee_open_view *care_fee_before(struct desk *, const struct care_request_row *);
/* Family, helper, lines and money of a statement. */
void care_fee_line_fill(struct desk *, const struct care_fee_row *, struct care_fee_line_of *ret);
/* A receipt as PDF, drawn when no transaction is open. */
void care_fee_send_receipt(struct desk *, struct call *, const struct care_fee_line_of *);

extern const struct route care_unmet_routes[];
extern const size_t care_unmet_route_n;
