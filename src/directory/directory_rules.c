/* Out of the facts of an entry, what can be compared. */
#include "directory/directory_rules.h"
#include "directory/directory_words.h"

const struct directory_type directory_types[] = {
	{ "nursery", "leave" }, { "kodomoen", "leave" }, { "kindergarten", "leave" }, { "small_nursery", "leave" }, { "unlicensed", "leave" },
	{ "temporary", "leave,hard" }, { "sick_care", "sick,leave" }, { "family_support", "leave,hard" }, { "after_school", "leave" },
	{ "hiroba", "play,talk" }, { "children_hall", "play" }, { "park", "play" }, { "library", "play" }, { "circle", "play,talk" },
	{ "salon", "play,talk" }, { "shop", "play" }, { "counter", "talk,money,hard" }, { "counsel", "talk,hard" }, { "clinic", "sick" },
	{ "birth", "born,talk" }, { "disability", "talk,hard" }, { "programme", "money" }, { "event", "play" }, { "other", "" },
};
const size_t directory_type_n = sizeof directory_types / sizeof *directory_types;
const char *const directory_needs[] = { "leave", "talk", "play", "money", "hard", "sick", "born", NULL };
const char *const directory_amenities[] = { "nursing", "diaper", "food", "stroller_loan", "stroller", "elevator", "wheelchair", "toilet", "parking",
	"temporary", "extended", "holiday", "night", "sick", NULL };

const struct directory_type *directory_type_of(struct str word)
{
	for (size_t i = 0; i < directory_type_n; i++)
		if (str_is(word, directory_types[i].word))
			return &directory_types[i];
	return NULL;
}

bool directory_list_has(struct str list, const char *word)
{
	struct str rest = list, one;
	while (str_cut(&rest, ',', &one))
		if (str_is(one, word))
			return true;
	return false;
}

static struct str hours_of(struct arena *a, const struct str fact[FACT_N])
{
	int64_t opens, closes;
	struct str days = directory_days_rule(a, fact[FACT_DAYS]);
	if (fact[FACT_HOURS].n && !fact[FACT_DAYS].n && !fact[FACT_OPENS].n)
		return directory_hours_read(a, fact[FACT_HOURS]);
	if (!days.n || !directory_clock_read(fact[FACT_OPENS], &opens) || !directory_clock_read(fact[FACT_CLOSES], &closes) || closes <= opens)
		return STR_NONE;
	return arena_fmt(a, "%s %02d:%02d-%02d:%02d", days.s, (int)(opens / 60), (int)(opens % 60), (int)(closes / 60), (int)(closes % 60));
}

static struct str amenities_of(struct arena *a, const struct str fact[FACT_N])
{
	static const struct { enum directory_fact fact; const char *word; } row[] = { { FACT_NURSING_ROOM, "nursing" }, { FACT_DIAPER, "diaper" },
		{ FACT_FOOD, "food" }, { FACT_STROLLER_LOAN, "stroller_loan" }, { FACT_STROLLER, "stroller" }, { FACT_ELEVATOR, "elevator" },
		{ FACT_WHEELCHAIR, "wheelchair" }, { FACT_TOILET, "toilet" }, { FACT_PARKING, "parking" }, { FACT_TEMPORARY, "temporary" },
		{ FACT_EXTENDED, "extended" }, { FACT_HOLIDAY_CARE, "holiday" }, { FACT_NIGHT, "night" }, { FACT_SICK_CARE, "sick" } };
	struct out o = { .arena = a };
	out_z(&o, ",");
	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		if (directory_is_yes(str_trim(fact[row[i].fact])))
			out_fmt(&o, "%s,", row[i].word);
	return out_done(&o);
}

struct directory_derived directory_derive(struct arena *a, struct str type, const struct str fact[FACT_N])
{
	struct directory_derived r = { .age_from_n = DIRECTORY_AGE_UNKNOWN, .age_to_n = DIRECTORY_AGE_UNKNOWN };
	const struct directory_type *t = directory_type_of(type);
	if (!t)
		t = directory_type_of(str_of(directory_type_guess(fact)));
	r.type = str_of(t->word);
	r.needs = *t->needs ? arena_fmt(a, ",%s,", t->needs) : STR(",");
	r.amenities = amenities_of(a, fact);
	r.fee_kind = directory_fee_kind(fact);
	r.hours_rule = hours_of(a, fact);
	if (directory_list_has(r.amenities, "temporary") && !directory_list_has(r.needs, "leave"))
		r.needs = arena_fmt(a, "%.*sleave,", STR_ARG(r.needs));
	if (fact[FACT_AGES].n)
		directory_age_read(fact[FACT_AGES], &r.age_from_n, &r.age_to_n);
	return r;
}
