/* The box that a family may choose one of (応援BOX): kinds are a town's own, the stock is a ledger of what came and went, and it is handed over in
 * person. Beside it the year's money and what it bought. Door of the room. */
#pragma once
#include "desk/tenant.h"
#include "gift/gift.sql.h"

enum gift_refusal { GIFT_OK, GIFT_NO_SUCH, GIFT_OUT_OF_STOCK, GIFT_HANDED_ALREADY, GIFT_CHANGED, GIFT_BAD };

struct gift_kind {
	struct kind_id kind_id;
	struct str words[LANG_N];                       /* its name; Japanese always */
	int64_t place_n, unit_yen, version_n;
	bool is_open;                                   /* may be chosen */
	int64_t stock_n;                                /* what lies there */
	int64_t chosen_n, handed_n;                     /* boxes that wait for it, and that were handed over, ever */
};
/* In the language of the desk, else Japanese. */
struct str gift_name(const struct desk *, const struct gift_kind *);
size_t gift_kinds(struct desk *, struct gift_kind **ret);               /* all, in their order; is_open says which may be chosen */
bool gift_kind_of(struct desk *, struct kind_id, struct gift_kind *ret);
bool gift_kind_is_free(const struct gift_kind *);                       /* open, and more lies there than waits */
/* Adds (no kind_id) or changes at the version that was seen. BAD: no Japanese name. */
enum gift_refusal gift_kind_put(struct desk *, struct gift_kind *);

/* One step of the ledger, up or down. OUT_OF_STOCK: it would fall below zero; nothing is written.
 * reason: bought | given | handed | returned | counted. */
struct gift_step { struct kind_id kind_id; int64_t change_n; const char *reason; struct gift_id gift_id; };
enum gift_refusal gift_step(struct desk *, const struct gift_step *);
enum gift_refusal gift_count(struct desk *, struct kind_id, int64_t counted_n);         /* so many lie there, whatever the ledger said */
size_t gift_ledger(struct desk *, struct kind_id, struct gift_steps_row **ret); /* newest first, at most 50 */

/* ---- a family's box ---- */
struct gift_box { struct gift_id gift_id; struct family_id family_id; struct kind_id kind_id; struct gift_kind kind; bool is_handed, is_by_family;
	struct moment chosen_at, handed_at; struct str by_name; int64_t visit_n; };
/* The latest of the family; false: none yet. The room that asks says who may see the family. */
bool gift_of_family(struct desk *, struct family_id, struct gift_box *ret);
/* Chosen, or chosen anew as long as it was not handed over. OUT_OF_STOCK: not as many lie there as wait. */
enum gift_refusal gift_choose(struct desk *, struct family_id, struct kind_id, bool is_by_family);
/* Handed over in person; visit_n 0: at no visit. What was not chosen before is chosen by it. Takes one out of the stock. */
enum gift_refusal gift_hand_over(struct desk *, struct family_id, struct kind_id, int64_t visit_n);
/* It was not handed over after all: back into the stock, and it waits again. */
enum gift_refusal gift_take_back(struct desk *, struct family_id);
/* Boxes that wait to be handed over, oldest choice first; at most 200. */
size_t gift_waiting(struct desk *, struct gift_boxes_waiting_row **ret);

/* ---- money ---- */
struct gift_cost { struct cost_id cost_id; struct day paid_on; struct str line; int64_t cost_yen, piece_n; struct kind_id kind_id; };
struct gift_year { int64_t year_n, budget_yen, spent_yen, box_yen, other_yen, handed_n; struct gift_cost *cost; size_t cost_n; };
void gift_year(struct desk *, int64_t year_n, struct gift_year *ret);
void gift_budget_set(struct desk *, int64_t year_n, int64_t budget_yen);
/* Writes the cost; with a kind its pieces also come into the stock. BAD: no line, less than nothing, or pieces without a kind. */
enum gift_refusal gift_pay(struct desk *, const struct gift_cost *);
