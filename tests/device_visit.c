/* The device in the hands of a visitor of the sweeps: the page's challenge, signed. */
#include "tests/device.h"
#include "tests/visit.h"
#include "base/passkey.h"
#include "door/door_passkey.sql.h"

static const char rp[] = "localhost", origin[] = "http://localhost:8080";

static struct str challenge_on(struct visit *v, const char *path)
{
	visit_get(v, path);
	const char *at = v->body.n ? strstr(v->body.s, "data-challenge=\"") : NULL;
	return at ? arena_str(test_arena(), (struct str){ at + 16, strcspn(at + 16, "\"") }) : STR("none");
}

static struct device next_device(void)
{
	static int number;
	return (struct device){ .alg = PASSKEY_ES256, .number = ++number, .sign_n = 1 };
}

struct str device_body_make(struct visit *v)
{
	struct device device = next_device();
	struct device_act act = { .rp = rp, .origin = origin, .challenge = challenge_on(v, "/me/keys") };
	struct device_said said;
	device_make(&device, &act, &said);
	return arena_fmt(test_arena(), "challenge=%s&client=%s&auth=%s", act.challenge.s, said.client.s, said.auth.s);
}

struct keeping { struct device *device; struct account_id account_id; };

static void keep(struct desk *d, void *arg)
{
	struct keeping *v = arg;
	struct device_act act = { .rp = rp, .origin = origin, .challenge = STR("c29tZXRoaW5n") };
	struct passkey_rule rule = { .rp = STR("localhost"), .origin = STR("http://localhost:8080"), .challenge = act.challenge };
	struct device_said said;
	struct passkey key;
	device_make(v->device, &act, &said);
	EXPECT_INT(passkey_read(d->arena, &rule, said.client, said.auth, &key), PASSKEY_FINE);
	door_passkey_put(d, &(struct door_passkey_put_in){ .passkey_id = { id_new() }, .account_id = v->account_id, .rp = STR("localhost"),
		.credential = key.credential, .public_key = key.public_key, .alg_n = key.alg_n, .sign_n = key.sign_n, .name = STR("Key"), .made_at = d->now });
}

struct str device_body_enter(struct visit *v, struct account_id account_id)
{
	struct device device = next_device();
	struct device_said said;
	town_act(v->town, v->served, keep, &(struct keeping){ &device, account_id });
	struct device_act act = { .rp = rp, .origin = origin, .challenge = challenge_on(v, "/sign-in") };
	device_sign(&device, &act, &said);
	return arena_fmt(test_arena(), "challenge=%s&credential=%s&client=%s&auth=%s&signature=%s", act.challenge.s, said.credential.s, said.client.s,
		said.auth.s, said.signature.s);
}
