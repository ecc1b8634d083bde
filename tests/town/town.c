/* The town of the sweeps: how it is founded and who moves in. What belongs to whom: things.c. */
#include "tests/town/things.h"
#include "app/rooms.h"
#include "exchange/exchange.h"
#include "base/clock.h"
#include "base/conf.h"
#include "consult/consult.h"
#include "directory/directory_day.h"
#include "directory/directory_proposal.h"
#include "directory/directory_verify.sql.h"
#include "exchange/exchange_hsds.h"
#include "tests/issuer.h"
#include "support/support.h"
#include "tests/pg.h"
#include "desk/account.sql.h"
#include "desk/account_key.h"
#include "desk/outbox.h"
#include "desk/setting.sql.h"
#include "desk/task.h"
#include "door/door_passkey.sql.h"

static const struct { const char *word; enum role role; const char *operator, *area; } persons[PERSON_N] = {
	[PERSON_NOBODY] = { "nobody", ROLE_NOBODY, "", "" },
	[PERSON_FAMILY] = { "family", ROLE_FAMILY, "", "" },
	[PERSON_HELPER] = { "helper", ROLE_HELPER, "", "" },
	[PERSON_SITE] = { "site", ROLE_SITE, "city", "north" },
	[PERSON_WORKER] = { "worker", ROLE_WORKER, "city", "north" },
	[PERSON_WORKER_EAST] = { "worker of another area", ROLE_WORKER, "city", "east" },
	[PERSON_WORKER_NPO] = { "worker of another operator", ROLE_WORKER, "npo", "south" },
	[PERSON_MANAGER] = { "manager", ROLE_MANAGER, "city", "" },
	[PERSON_ADMIN] = { "admin", ROLE_ADMIN, "", "" },
	[PERSON_LOCKED] = { "worker with a locked screen", ROLE_WORKER, "city", "north" },
	[PERSON_INVITED] = { "worker who is setting up", ROLE_WORKER, "city", "north" },
};

const char *person_word(enum person who)
{
	return persons[who].word;
}

enum role person_role(enum person who)
{
	return who == PERSON_INVITED ? ROLE_NOBODY : persons[who].role;
}

const char *whose_word(enum whose whose)
{
	static const char *const word[WHOSE_N] = { "own", "a neighbour's", "another area's", "another operator's", "another tenant's", "nobody's" };
	return word[whose];
}

/* ---- founding ---- */

static const char profile[] =
	"title = Hidamari\ntown = Hana\nkind = public\nhue = 190\nlanguages = ja,en\nrooms = consult,directory,family,visit,gift,voice,care,talk\n"
	"phone = 0996-73-1211\n"
	"[operator city]\nname = City\n[operator npo]\nname = Npo\nkind = private\n"
	"[area north]\nname = North\noperator = city\n[area east]\nname = East\noperator = city\n[area south]\nname = South\noperator = npo\n"
	"[counter hall]\nname = Hall\narea = north\nphone = 0996-73-1211\nhours_rule = Mon-Fri 08:30-17:15\n"
	"[fact births]\nvalue = 96\n";

static struct served *found(struct town *t, const char *name)
{
	struct conf conf = { 0 };
	struct str why = STR_NONE;
	struct served *s = NULL;
	if (conf_parse(test_arena(), "town.conf", str_of(profile), &conf, &why))
		s = tenants_make(&t->tenants, str_of(name), STR("Hidamari"), &conf, &why);
	if (!s)
		test_failed(__FILE__, __LINE__, "%s was not founded: %.*s", name, STR_ARG(why));
	return s;
}

static void put_logo(struct desk *d, void *arg)
{
	(void)arg;
	setting_file_put(d, &(struct setting_file_put_in){
		.name = STR("logo"), .type = STR("image/png"), .body = STR("89504e47"), .hash = STR("0"), .put_at = d->now });
}

static void put_issuer(struct desk *d, void *arg)
{
	(void)arg;
	issuer_settle(d);
	town_line_settle(d);
}

static void open_in(struct town *t, struct str data)
{
	struct str why = STR_NONE;
	test_store_end();                               /* a town of an earlier round is left behind */
	t->tenants.url = test_store() ? str_of(test_store()) : STR_NONE;
	if (!tenants_open(&t->tenants, data, arena_fmt(test_arena(), "%.*s.keys", STR_ARG(data)), TENANTS_MAKE | TENANTS_DEMO, &why))
		test_failed(__FILE__, __LINE__, "%.*s", STR_ARG(why));
}

static void found_both(struct town *t)
{
	t->here = found(t, "hana");
	t->there = found(t, "tori");
	if (t->here)
		town_act(t, t->here, put_logo, NULL);
	town_act(t, t->here, put_issuer, NULL);
	town_act(t, t->there, put_issuer, NULL);
}

/* Files of towns are founded once in a process and copied afterwards: the schema is brought forward step by step at every founding. */
static const char *model_of_towns(void)
{
	static char folder[80];
	if (folder[0])
		return folder;
	struct town t = { .arena = arena_new((size_t)64 << 20) };
	test_lasting_folder(folder, sizeof folder);
	open_in(&t, arena_fmt(test_arena(), "%s/town", folder));
	found_both(&t);
	tenants_close(&t.tenants);
	arena_free(t.arena);
	return folder;
}

static void copy_model(struct str data)
{
	const char *model = model_of_towns();
	struct str line = arena_fmt(test_arena(), "cp -R %s/town '%.*s' && cp -R %s/town.keys '%.*s.keys'", model, STR_ARG(data), model, STR_ARG(data));
	if (system(line.s) != 0)
		test_failed(__FILE__, __LINE__, "the model of the towns cannot be copied");
}

struct town *town_build(void)
{
	struct town *t = ARENA_NEW(test_arena(), struct town);
	struct str data = arena_fmt(test_arena(), "%s/%s", test_folder(), id_token(test_arena()).s);
	clock_set(day_moment(day_make(2026, 11, 25), 10 * 60));
	t->serve.tenants = &t->tenants;
	t->arena = arena_new((size_t)64 << 20);
	if (!test_store())
		copy_model(data);
	open_in(t, data);
	if (test_store())
		found_both(t);
	t->here = tenants_by_name(&t->tenants, STR("hana"));
	t->there = tenants_by_name(&t->tenants, STR("tori"));
	return t;
}

void town_leave(struct town *t)
{
	town_watch_end(t);
	tenants_close(&t->tenants);
	arena_free(t->arena);
}

void town_act(struct town *t, struct served *s, void (*run)(struct desk *, void *), void *arg)
{
	struct work work = { .run = run, .arg = arg };
	arena_reset(t->arena);
	enum store_fault fault = tenants_write(s, t->arena, &work);
	if (fault != STORE_OK || !work.is_kept)
		test_failed(__FILE__, __LINE__, "an act of the town was not kept: %s", store_fault_word(fault));
}

struct str town_content(struct town *t, struct served *s)
{
	struct str hex = STR_NONE;
	arena_reset(t->arena);
	if (!store_content_hash(s->store, t->arena, &hex))
		test_failed(__FILE__, __LINE__, "the store cannot be read");
	return arena_str(test_arena(), hex);
}

/* ---- who lives there ---- */

struct operator_id town_operator(const struct tenant *t, const char *key)
{
	return tenant_operator_named(t, str_of(key));
}

struct area_id town_area(const struct tenant *t, const char *key)
{
	return tenant_area_named(t, str_of(key));
}

struct account_id town_account(struct desk *d, enum person who, struct str *ret_login, struct str *ret_link)
{
	struct area_id area_id = town_area(d->tenant, persons[who].area);
	struct account_new new = { .role = persons[who].role, .operator_id = town_operator(d->tenant, persons[who].operator) };
	struct account_id account_id = { 0 };
	new.login = arena_fmt(d->arena, "p%s", id_text(d->arena, id_new()).s);
	new.name = STR("Person");
	new.mail = arena_fmt(d->arena, "%s@example.jp", new.login.s);
	new.area_ids = area_id.v ? id_text(d->arena, area_id.v) : STR("");
	if (account_add(d, &new, &account_id, ret_link) != ACCOUNT_OK)
		test_failed(__FILE__, __LINE__, "no account for a %s", persons[who].word);
	if (ret_login)
		*ret_login = arena_str(test_arena(), new.login);
	return account_id;
}

/* Hashing is slow on purpose: once is enough for everybody's password and PIN. */
static struct str hashed(struct desk *d, const char *what, char (*kept)[200])
{
	if (!(*kept)[0])
		snprintf(*kept, sizeof *kept, "%s", seal_password(d->arena, str_of(what)).s);
	return str_of(*kept);
}

static void secrets_make(struct desk *d, struct account_id account_id, enum person who)
{
	static char password[200], pin[200];
	struct str code[ACCOUNT_CODE_N];
	account_totp_begin(d, account_id);
	account_put_password(d, hashed(d, town_password, &password), account_id);
	account_codes_make(d, account_id, code);
	if (who == PERSON_INVITED)
		return;
	account_put_pin(d, hashed(d, town_pin, &pin), account_id);
	account_put_totp_on(d, true, account_id);
	account_keep_ready(d, account_id);
}

struct session_id town_newest_session(struct desk *d, struct account_id account_id)
{
	struct account_session_line *line;
	struct session_id newest = { 0 };
	size_t n = account_sessions(d, account_id, &line);
	for (size_t i = 0; i < n; i++)
		if (line[i].session_id.v > newest.v)
			newest = line[i].session_id;
	return newest;
}

static void move_in(struct desk *d, void *arg)
{
	struct resident *r = arg;
	struct str link;
	if (r->person == PERSON_NOBODY)
		return;
	r->account_id = town_account(d, r->person, &r->login, &link);
	if (r->person != PERSON_FAMILY)
		secrets_make(d, r->account_id, r->person);
	if (r->person == PERSON_FAMILY)
		town_family_settle(d, r->account_id);
	r->device = id_token(test_arena());
	account_device_signed(d, r->device, r->account_id);
	r->session = arena_str(test_arena(), account_session_start(d, &(struct account_session_new){ .account_id = r->account_id,
		.role = persons[r->person].role, .device = STR("PC"), .device_token = r->device, .is_setup = r->person == PERSON_INVITED }));
	r->session_id = town_newest_session(d, r->account_id);
	d->who.session_id = r->session_id;
	if (r->person == PERSON_LOCKED)
		account_lock(d);
}

void town_move_in(struct town *t, struct served *s, enum person who, struct resident *ret)
{
	*ret = (struct resident){ .person = who };
	town_act(t, s, move_in, ret);
}

struct asked_code { struct account_id account_id; struct str code; };

static void read_code(struct desk *d, void *arg)
{
	struct asked_code *v = arg;
	struct account_secret secret;
	if (account_secret_of(d, v->account_id, &secret) && secret.totp_box.s)
		v->code = arena_str(test_arena(), account_totp_now(d, &secret));
}

struct str town_code_now(struct town *t, struct served *s, struct account_id account_id)
{
	struct asked_code v = { .account_id = account_id, .code = STR("000000") };
	town_act(t, s, read_code, &v);
	return v.code;
}

/* ---- the routes that a sweep goes through ---- */

static bool is_named(const char *path, const char *pieces)
{
	struct str rest = str_of(pieces), piece;
	while (rest.n) {
		str_cut(&rest, ',', &piece);
		if (piece.n && memmem(path, strlen(path), piece.s, piece.n))
			return true;
	}
	return false;
}

const struct route *const *town_routes(size_t *ret_n)
{
	const char *pieces = getenv("YORISOI_ROUTES");
	size_t n;
	const struct route *const *all = rooms_routes(&n);
	if (!pieces || !*pieces) {
		*ret_n = n;
		return all;
	}
	const struct route **some = arena_get(test_arena(), n * sizeof *some);
	*ret_n = 0;
	for (size_t i = 0; i < n; i++)
		if (is_named(all[i]->path, pieces))
			some[(*ret_n)++] = all[i];
	printf("YORISOI_ROUTES: %zu of %zu routes, the others are left out\n", *ret_n, n);
	return some;
}
