/* The change of the year on 1 April, step by step: rehearsed any time before, carried out from that day on in short turns, and gone on with
 * wherever it was left. Who has no child before
 * school any more says goodbye to the named worker; the others are shared out by a draft (family_charge_plan.h). */
#pragma once
#include "family/family_charge_plan.h"

/* A family whose last preschool child enters school on that day. */
struct family_leaver { struct family_id family_id; struct str name, kana; struct person_id person_id; };
struct family_year {
	struct day april_on;                            /* the next 1 April, or today's */
	struct family_leaver *leaver; size_t leaver_n;  /* those who still have their worker, by worker; at most FAMILY_YEAR_SHOWN are named */
	struct family_charge_plan_row plan; bool has_plan;      /* the newest draft of this change, or the one that was carried out */
	int64_t left_n, note_n;                         /* moves of the plan that wait; notes that wait to be written or read */
};
enum { FAMILY_YEAR_SHOWN = 200, FAMILY_YEAR_STEP = 50 };

struct day family_year_april(struct day today);
void family_year_read(struct desk *, struct family_year *ret);
/* Farewells of the next FAMILY_YEAR_STEP families, from 1 April on; how many. The hourly turn does the same by itself. */
int64_t family_year_farewell(struct desk *);
