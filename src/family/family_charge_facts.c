/* Families as far as sharing out asks: read by worker, since every worker's families lie together in an index. */
#include "family/family_charge.h"
#include "family/family_charge_facts.sql.h"

enum { LATE_DAYS = 14 };                                /* past its day by so much, a pregnancy is taken for a newborn */

struct heap {
	struct family_charge_facts_child_row *child; size_t child_n;
	struct family_charge_facts_pregnancy_row *pregnancy; size_t pregnancy_n;
	struct charge_weights weights;
	struct day on;
};

static void add_child(struct family_charge_facts *f, const struct heap *h, const struct charge_child *x)
{
	int64_t load = family_charge_child_load(&h->weights, x, h->on);
	struct day school_on = family_charge_school_on(x->born_on);        /* a weight of nought is a child all the same */
	if (school_on.n <= h->on.n) {
		f->schooled_n++;
		return;
	}
	f->child_n++;
	f->load_n += load;
	if (day_is_none(f->school_on) || school_on.n > f->school_on.n)
		f->school_on = school_on;
}

static void add_children(struct family_charge_facts *f, const struct heap *h)
{
	int64_t all = 0;
	for (size_t i = 0; i < h->child_n; i++) {
		const struct family_charge_facts_child_row *x = &h->child[i];
		if (x->family_id.v != f->family_id.v)
			continue;
		bool is_twin = (i && x[-1].birth_id.v == x->birth_id.v) || (i + 1 < h->child_n && x[1].birth_id.v == x->birth_id.v);
		all++;
		add_child(f, h, &(struct charge_child){ .is_first = x->birth_order_n == 1, .is_multiple = is_twin, .born_on = x->born_on });
		f->asks.is_first = all == 1 && x->birth_order_n <= 1;
	}
}

static void add_pregnancies(struct family_charge_facts *f, const struct heap *h)
{
	for (size_t i = 0; i < h->pregnancy_n; i++) {
		const struct family_charge_facts_pregnancy_row *x = &h->pregnancy[i];
		if (x->family_id.v != f->family_id.v)
			continue;
		bool is_born = !day_is_none(x->due_on) && x->due_on.n + LATE_DAYS < h->on.n;
		struct charge_child child = { .is_pregnancy = !is_born, .is_first = x->is_first, .is_multiple = x->fetus_n > 1, .born_on = x->due_on };
		f->asks.is_first = x->is_first;
		if (is_born) {
			add_child(f, h, &child);
			continue;
		}
		f->pregnancy_n++;
		f->load_n += family_charge_child_load(&h->weights, &child, h->on);
	}
	if (f->pregnancy_n)
		f->school_on = DAY_NONE;
}

static void facts_read(const struct family_charge_facts_household_row *x, const struct heap *h, struct family_charge_facts *ret)
{
	*ret = (struct family_charge_facts){ .family_id = x->family_id, .name = x->name, .kana = x->kana, .area_id = x->area_id, .person_id = x->person_id,
		.from_on = x->from_on, .school_on = DAY_NONE };
	if (!lang_parse(x->lang, &ret->lang))
		ret->lang = LANG_JA;
	ret->asks.has_area = x->area_id.v != 0;
	ret->asks.needs_language = ret->lang != LANG_JA && ret->lang != LANG_EASY;
	add_children(ret, h);
	add_pregnancies(ret, h);
	if (ret->load_n && x->is_interpreted)
		ret->load_n += h->weights.interpreter;
	if (ret->load_n && x->watch_n)
		ret->load_n += h->weights.watch;
}

bool family_charge_is_over(const struct family_charge_facts *f)
{
	return f->schooled_n && !f->child_n && !f->pregnancy_n;
}

static struct heap heap_of(struct desk *d, struct day on)
{
	struct heap h = { .on = on };
	family_charge_weights_read(tenant_get(d->tenant, "charge.load"), &h.weights);
	return h;
}

bool family_charge_facts_of(struct desk *d, struct family_id family_id, struct day on, struct family_charge_facts *ret)
{
	struct family_charge_facts_household_row x;
	struct heap h = heap_of(d, on);
	if (!family_charge_facts_household(d, family_id, &x))
		return false;
	h.child_n = family_charge_facts_child(d, family_id, &h.child);
	h.pregnancy_n = family_charge_facts_pregnancy(d, family_id, &h.pregnancy);
	facts_read(&x, &h, ret);
	return true;
}

/* Rows of all three come in the order of families, so each family's part is found by going on. */
static size_t facts_of_person(struct desk *d, struct person_id person_id, struct day on, struct family_charge_facts **ret)
{
	struct family_charge_facts_household_row *x;
	struct heap all = heap_of(d, on), h = all;
	size_t n = family_charge_facts_households(d, person_id, &x), child = 0, pregnancy = 0;
	all.child_n = family_charge_facts_children(d, person_id, &all.child);
	all.pregnancy_n = family_charge_facts_pregnancies(d, person_id, &all.pregnancy);
	*ret = ARENA_ARRAY(d->arena, struct family_charge_facts, n + 1);
	for (size_t i = 0; i < n; i++) {
		int64_t family = x[i].family_id.v;
		while (child < all.child_n && all.child[child].family_id.v < family)
			child++;
		while (pregnancy < all.pregnancy_n && all.pregnancy[pregnancy].family_id.v < family)
			pregnancy++;
		h.child = all.child + child;
		h.pregnancy = all.pregnancy + pregnancy;
		for (h.child_n = 0; child + h.child_n < all.child_n && h.child[h.child_n].family_id.v == family; h.child_n++)
			;
		for (h.pregnancy_n = 0; pregnancy + h.pregnancy_n < all.pregnancy_n && h.pregnancy[h.pregnancy_n].family_id.v == family; h.pregnancy_n++)
			;
		facts_read(&x[i], &h, &(*ret)[i]);
	}
	return n;
}

size_t family_charge_facts_all(struct desk *d, struct person_id person_id, struct day on, struct family_charge_facts **ret)
{
	struct family_charge_facts_people_row *person;
	size_t person_n = person_id.v ? 0 : family_charge_facts_people(d, &person), n = 0;
	if (person_id.v)
		return facts_of_person(d, person_id, on, ret);
	size_t *each_n = ARENA_ARRAY(d->arena, size_t, person_n + 1);
	struct family_charge_facts **each = ARENA_ARRAY(d->arena, struct family_charge_facts *, person_n + 1);
	for (size_t i = 0; i < person_n; i++)
		n += each_n[i] = facts_of_person(d, person[i].person_id, on, &each[i]);
	*ret = ARENA_ARRAY(d->arena, struct family_charge_facts, n + 1);
	n = 0;
	for (size_t i = 0; i < person_n; i++) {
		for (size_t k = 0; k < each_n[i]; k++)
			(*ret)[n + k] = each[i][k];
		n += each_n[i];
	}
	return n;
}
