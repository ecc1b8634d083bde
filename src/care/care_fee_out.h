/* What leaves on paper or as a table: words from the catalogue of a page, figures from statements. */
#pragma once
#include "care/care_fee_paper.h"
#include "care/care_fee_page.h"
#include "picture/sheet.h"

/* Words by line and place in care_fee_words (care_fee_money.page): care_fee_word(w, 5, 0) is 領収書. */
struct care_fee_said { struct str word[12][12]; };
void care_fee_said_read(struct desk *, struct care_fee_said *ret);

struct str care_fee_money_text(struct arena *, int64_t yen);            /* 12,345 */
struct str care_fee_day_text(struct arena *, struct day);               /* 2026-11-26 */
/* who issues it: the town, its title, its telephone */
struct care_paper care_fee_receipt(struct desk *, const struct care_fee_line_of *);
/* One for each family with its lines of the month. */
size_t care_fee_statements(struct desk *, const struct care_fee_month_view *, struct care_paper **ret);
struct care_paper care_fee_payout_paper(struct desk *, const struct care_fee_month_view *);
struct care_paper care_fee_report_paper(struct desk *, const struct care_fee_month_view *);
struct sheet care_fee_lines_sheet(struct desk *, const struct care_fee_month_view *);
struct sheet care_fee_payout_sheet(struct desk *, const struct care_fee_person_line *, size_t n);
struct sheet care_fee_report_sheet(struct desk *, const struct care_fee_month_view *);
