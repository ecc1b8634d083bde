/* What was sent while the database was away, in the town of the sweeps. */
#include "desk/once.h"
#include "spool/spool.h"
#include "tests/town/things.h"

static void make_taken(struct desk *d, struct wish *w)
{
	struct str ignored;
	struct seal_key seal = once_seal(d);
	w->thing = id_token(d->arena);
	once_used(d, w->thing, &ignored);
	once_led_to(d, w->thing, seal_box(d->arena, &seal, STR("/ask")));
}

static void make_refused(struct desk *d, struct wish *w)
{
	struct refused_id refused_id = { id_new() };
	spool_refused_raise(d, &(struct spool_refused_add_in){ .refused_id = refused_id, .taken_at = d->now, .refused_at = d->now,
		.place = STR("/t/{token}"),
		.words = STR("Is it all right?") });
	w->thing = id_text(d->arena, refused_id.v);
}

const struct town_thing town_spool[] = { { "token:taken", make_taken }, { "refused", make_refused }, { NULL, NULL } };
