/* A town for the desk floor's own tests: a store, a key that is always the same, and one write turn at a time. */
#pragma once
#include "desk/tenant.h"
#include "base/clock.h"
#include "base/conf.h"
#include "tests/pg.h"

struct town {
	struct store *store;
	struct seal_key key;
	struct arena *arena;                            /* of one turn */
	struct tenant *tenant;
	struct who who;
	struct moment now;
	enum store_fault fault;
	bool is_demo, is_kept;
	int64_t number;                                 /* PostgreSQL: the tenant's id, known before its row is there */
};
struct town_act { struct store_write write; struct town *town; void (*run)(struct desk *, void *); void *arg; };

/* 2026-11-25 23:40 in Japan. */
#define TOWN_NOW day_moment(day_make(2026, 11, 25), 23 * 60 + 40)

static inline struct desk town_desk(struct town *t, struct store_turn *turn)
{
	return (struct desk){ .arena = turn ? turn->arena : t->arena, .turn = turn, .tenant = t->tenant,
		.tenant_id = { t->tenant ? t->tenant->tenant_id.v : t->number }, .who = t->who, .now = t->now, .today = day_of(t->now),
		.tenant_key = &t->key, .is_demo = t->is_demo, .base = STR("/akune"), .visitor = STR("v"), .form_keys_csrf = STR("csrf"),
		.form_keys_once = STR("once") };
}

static inline void town_run(struct store_write *w, struct store_turn *turn, bool *keep)
{
	struct town_act *act = w->arg;
	struct desk d = town_desk(act->town, turn);
	act->run(&d, act->arg);
	*keep = !d.is_refused;
	act->town->is_kept = *keep;
}

/* One act in a write turn of its own; what it reads lives until the next act. */
static inline void town_do(struct town *t, void (*run)(struct desk *, void *), void *arg)
{
	struct town_act act = { .write = { .run = town_run, .arena = t->arena }, .town = t, .run = run, .arg = arg };
	arena_reset(t->arena);
	act.write.arg = &act;
	t->fault = store_write(t->store, &act.write);
}

static inline void town_load_run(struct desk *d, void *arg)
{
	struct town *t = arg;
	t->tenant = tenant_load(d, test_arena());
}

static inline void town_load(struct town *t)
{
	town_do(t, town_load_run, t);
}

struct town_making { const char *name; const char *profile; enum tenant_refusal refusal; struct str why; };

static inline void town_make_run(struct desk *d, void *arg)
{
	struct town_making *m = arg;
	struct conf conf = { 0 };
	m->refusal = TENANT_BAD_VALUE;
	if (conf_parse(test_arena(), "akune.conf", str_of(m->profile), &conf, &m->why))
		m->refusal = tenant_make(d, str_of(m->name), STR(""), &conf, &m->why);
	m->why = arena_str(test_arena(), m->why);
	if (m->refusal != TENANT_OK)
		desk_refuse(d);
}

static const char town_profile[] =
	"title = 子育て支援コンシェルジュ\ntown = 阿久根市\nkind = public\nhue = 190\nhost = kosodate.example.jp\nlanguages = ja, ja-easy,en\nrooms = consult\n"
	"[operator city]\nname = 阿久根市\n[operator npo]\nname = NPOひだまり\nkind = private\n"
	"[area north]\nname = 北\noperator = city\n[area south]\nname = 南\nnickname = みなみ\noperator = npo\n"
	"[counter hall]\nname = 市役所\narea = north\nphone = 0996-73-1211\nhours = 平日 8時30分から\nhours_rule = Mon-Fri 08:30-17:15; Sat 09:00-12:00\n"
	"[fact 出生]\nvalue = 96人\nnote = 1年\n[person aoi]\nname = 日向 あおい\nrole = worker\n";

/* In memory without a path, or in the tests' PostgreSQL. */
static inline struct town *town_open_at(const char *path)
{
	struct town *t = ARENA_NEW(test_arena(), struct town);
	struct store_conf conf = { .path = path, .make = true, .migrate = true, .is_memory = !path };
	if (!path && test_store()) {
		t->number = id_new();
		conf = (struct store_conf){ .url = test_store(), .tenant_id = t->number };
	}
	struct str why = STR_NONE;
	memset(t->key.b, 7, sizeof t->key.b);
	t->arena = arena_new((size_t)64 << 20);
	t->now = TOWN_NOW;
	t->who = (struct who){ .role = ROLE_NOBODY };
	t->store = store_open(&conf, test_arena(), &why);
	if (!t->store)
		test_failed(__FILE__, __LINE__, "%.*s", STR_ARG(why));
	return t;
}

static inline struct town *town_open(void)
{
	struct town *t = town_open_at(NULL);
	struct town_making m = { .name = "akune", .profile = town_profile };
	town_do(t, town_make_run, &m);
	if (m.refusal != TENANT_OK)
		test_failed(__FILE__, __LINE__, "%.*s", STR_ARG(m.why));
	town_load(t);
	return t;
}

static inline void town_close(struct town *t)
{
	store_close(t->store);
	arena_free(t->arena);
	test_store_end();                               /* the next town finds it empty */
}
