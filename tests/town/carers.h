/* What stories of helping begin with: every kind of help is open, there are helpers of the city, and 山川 花 has a child of two. */
#pragma once
#include "care/care.h"
#include "desk/town_test.h"

static inline void carers_open(struct desk *d)
{
	for (const char *const *kind = care_kind_words; *kind; kind++)
		EXPECT_INT(care_kind_put(d, &(struct care_kind_row){ .kind = str_of(*kind), .legal = STR("family_support"), .legal_on = DAY_NONE,
			.is_open = true }), CARE_OK);
}

static inline struct person_id carers_person(struct desk *d, struct str name)
{
	struct staff_person x = { .name = name, .kana = name, .kind = STR("concierge"), .operator_id = d->tenant->operator[0].operator_id,
		.began_on = DAY_NONE, .joined_on = DAY_NONE, .left_on = DAY_NONE };
	EXPECT_INT(staff_put(d, &x), STAFF_OK);
	return x.person_id;
}

static inline struct family_row carers_family(struct desk *d)
{
	struct family_row ret = { .version_n = 0 };
	struct family_id family_id = family_register(d, &(struct family_new){ .name = STR("山川 花"), .kana = STR("やまかわ はな"), .due_on = DAY_NONE,
		.born_on = DAY_NONE, .child_born_on = day_make(2024, 10, 1), .notified_on = DAY_NONE, .area_id = d->tenant->area[0].area_id,
		.mail = STR("hana@example.jp") });
	EXPECT(family_by_id(d, family_id, &ret));
	return ret;
}
