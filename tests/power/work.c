/* work DATA N safe|unsafe: asks N questions through the room's own door in the town hana of DATA, and tells the recorder of each as soon as the store
 * says that it is kept. With `unsafe` the store does not wait for the disk (synchronous=NORMAL): the test of power must see that answers get lost. */
#include "app/tenants.h"
#include "base/check.h"
#include "consult/consult.h"
#include "desk/desk.h"
#include <dlfcn.h>
#include <pthread.h>

enum { HANDS = 4 };

struct hand { struct served *town; int n; int which; };
struct asking { struct consult_new v; struct str token; };

static void (*told)(const char *);

static void ask(struct desk *d, void *arg)
{
	struct asking *asking = arg;
	consult_ask(d, &asking->v, &asking->token);
}

static void *ask_on(void *arg)
{
	struct hand *hand = arg;
	struct arena *arena = arena_new((size_t)8 << 20);
	for (int i = 0; i < hand->n; i++) {
		arena_reset(arena);
		struct asking asking = { .v = { .words = arena_fmt(arena, "night-%d-%d", hand->which, i) } };
		struct work work = { .run = ask, .arg = &asking };
		CHECK(tenants_write(hand->town, arena, &work) == STORE_OK && work.is_kept);
		if (told)
			told(asking.token.s);
	}
	arena_free(arena);
	return NULL;
}

int main(int argc, char **argv)
{
	struct tenants all = { 0 };
	struct hand hand[HANDS];
	pthread_t thread[HANDS];
	struct str why = STR_NONE;
	CHECK(argc == 4 && seal_init() && tenants_open(&all, str_of(argv[1]), STR(""), 0, &why));
	struct served *town = tenants_by_name(&all, STR("hana"));
	CHECK(town);
	*(void **)&told = dlsym(RTLD_DEFAULT, "power_told");
	struct str path = arena_fmt(all.arena, "%s/tenants/hana.db", all.data.s);
	store_close(town->store);
	town->store = store_open(&(struct store_conf){ .path = path.s, .is_unsafe = !strcmp(argv[3], "unsafe") }, all.arena, &why);
	CHECK(town->store);
	for (int i = 0; i < HANDS; i++) {
		hand[i] = (struct hand){ town, (int)strtol(argv[2], NULL, 10) / HANDS, i };
		CHECK(pthread_create(&thread[i], NULL, ask_on, &hand[i]) == 0);
	}
	for (int i = 0; i < HANDS; i++)
		pthread_join(thread[i], NULL);
	tenants_close(&all);
	return 0;
}
