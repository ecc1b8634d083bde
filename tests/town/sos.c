/* Calls for help in the town of the sweeps: one that rings, and one that the asker has taken. */
#include "tests/town/things.h"
#include "push/push.h"
#include "sos/sos.h"

static struct sos_id raise(struct desk *d, const struct wish *w)
{
	return sos_raise(d, &(struct sos_new){ .source = "staff", .reason = STR("Help"), .operator_id = town_operator(d->tenant, town_operator_of(w)),
		.area_id = town_area(d->tenant, town_area_of(w)) });
}

static void make_sos(struct desk *d, struct wish *w)
{
	w->thing = id_text(d->arena, raise(d, w).v);
}

static void make_taken(struct desk *d, struct wish *w)
{
	struct sos_id sos_id = raise(d, w);
	sos_take_open(d, d->now, w->asks->account_id.v ? w->asks->account_id : (struct account_id){ 1 }, STR("Mori"), sos_id);
	w->thing = id_text(d->arena, sos_id.v);
}

/* A browser of the asker's, else of somebody else's. */
static void make_push(struct desk *d, struct wish *w)
{
	struct place_id place_id = { id_new() };
	push_place_put(d, &(struct push_place_put_in){ .place_id = place_id,
		.account_id = w->whose == WHOSE_OWN && w->asks->account_id.v ? w->asks->account_id : (struct account_id){ 1 },
		.place_hash = seal_hash(d->arena, id_text(d->arena, place_id.v)), .place_box = STR("x"), .device = STR("PC"), .made_at = d->now });
	w->thing = id_text(d->arena, place_id.v);
}

const struct town_thing town_sos[] = { { "push", make_push }, { "sos", make_sos }, { "sos:taken", make_taken }, { NULL, NULL } };
