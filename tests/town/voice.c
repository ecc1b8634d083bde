/* Voices in the box of the town of the sweeps: said by nobody, for everybody on the desk. */
#include "tests/town/things.h"
#include "voice/voice.h"

static struct voice_id said(struct desk *d, struct str *ret_token)
{
	return voice_say(d, &(struct voice_new){ STR("Thank you"), STR("glad"), STR("public") }, ret_token);
}

static void make_voice(struct desk *d, struct wish *w)
{
	struct str token;
	w->thing = id_text(d->arena, said(d, &token).v);
}

static void make_token(struct desk *d, struct wish *w)
{
	struct voice_id voice_id = said(d, &w->thing);
	voice_answer(d, &(struct voice_answer){ .voice_id = voice_id, .version_n = 1, .answer = STR("With pleasure") });
}

const struct town_thing town_voice[] = { { "voice", make_voice }, { "token:voice", make_token }, { NULL, NULL } };
