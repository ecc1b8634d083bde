/* The town of the sweeps: how it is founded, who moves in, and what belongs to whom. */
#include "tests/town.h"
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
	"title = Hidamari\ntown = Hana\nkind = public\nhue = 190\nlanguages = ja,en\nrooms = consult,directory\nphone = 0996-73-1211\n"
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
}

struct town *town_build(void)
{
	struct town *t = ARENA_NEW(test_arena(), struct town);
	struct str why = STR_NONE, data = arena_fmt(test_arena(), "%s/%s", test_folder(), id_token(test_arena()).s);
	clock_set(day_moment(day_make(2026, 11, 25), 10 * 60));
	t->serve.tenants = &t->tenants;
	t->arena = arena_new((size_t)64 << 20);
	test_store_end();                               /* a town of an earlier round is left behind */
	t->tenants.url = test_store() ? str_of(test_store()) : STR_NONE;
	if (!tenants_open(&t->tenants, data, arena_fmt(test_arena(), "%.*s.keys", STR_ARG(data)), TENANTS_MAKE | TENANTS_DEMO, &why))
		test_failed(__FILE__, __LINE__, "%.*s", STR_ARG(why));
	t->here = found(t, "hana");
	t->there = found(t, "tori");
	if (t->here)
		town_act(t, t->here, put_logo, NULL);
	town_act(t, t->here, put_issuer, NULL);
	town_act(t, t->there, put_issuer, NULL);
	return t;
}

void town_leave(struct town *t)
{
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

static struct operator_id operator_called(const struct tenant *t, const char *key)
{
	for (size_t i = 0; i < t->operator_n; i++)
		if (str_is(t->operator[i].key, key))
			return t->operator[i].operator_id;
	return (struct operator_id){ 0 };
}

static struct area_id area_called(const struct tenant *t, const char *key)
{
	for (size_t i = 0; i < t->area_n; i++)
		if (str_is(t->area[i].key, key))
			return t->area[i].area_id;
	return (struct area_id){ 0 };
}

static struct account_id account_make(struct desk *d, enum person who, struct str *ret_login, struct str *ret_link)
{
	struct area_id area_id = area_called(d->tenant, persons[who].area);
	struct account_new new = { .role = persons[who].role, .operator_id = operator_called(d->tenant, persons[who].operator) };
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

static struct session_id newest_session(struct desk *d, struct account_id account_id)
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
	r->account_id = account_make(d, r->person, &r->login, &link);
	if (r->person != PERSON_FAMILY)
		secrets_make(d, r->account_id, r->person);
	r->device = id_token(test_arena());
	account_device_signed(d, r->device, r->account_id);
	r->session = arena_str(test_arena(), account_session_start(d, &(struct account_session_new){ .account_id = r->account_id,
		.role = persons[r->person].role, .device = STR("PC"), .device_token = r->device, .is_setup = r->person == PERSON_INVITED }));
	r->session_id = newest_session(d, r->account_id);
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

/* ---- what belongs to them ---- */

struct wish { const struct resident *asks; enum whose whose; struct str thing; };

static const char *operator_of(const struct wish *w)
{
	return w->whose == WHOSE_OTHER_OPERATOR ? "npo" : "city";
}

static const char *area_of(const struct wish *w)
{
	return w->whose == WHOSE_OTHER_OPERATOR ? "south" : w->whose == WHOSE_OTHER_AREA ? "east" : "north";
}

static enum person owner_of(const struct wish *w)
{
	return w->whose == WHOSE_OTHER_OPERATOR ? PERSON_WORKER_NPO : w->whose == WHOSE_OTHER_AREA ? PERSON_WORKER_EAST : PERSON_WORKER;
}

static struct thread_id last_thread;                    /* what the hole "file" behind a talk's hangs on */

static struct thread_id thread_make(struct desk *d, struct wish *w, struct str *ret_token)
{
	struct str link;
	bool is_own = w->whose == WHOSE_OWN;
	struct consult_new new = { .words = STR("Is it all right?"), .nickname = STR("Mikan"), .area_id = area_called(d->tenant, area_of(w)) };
	if (!is_own || w->asks->person == PERSON_FAMILY)
		d->who = (struct who){ .role = ROLE_FAMILY, .account_id = is_own ? w->asks->account_id : account_make(d, PERSON_FAMILY, NULL, &link) };
	last_thread = consult_ask(d, &new, ret_token);
	return last_thread;
}

static void make_thread(struct desk *d, struct wish *w)
{
	struct str token;
	w->thing = id_text(d->arena, thread_make(d, w, &token).v);
}

static void make_thread_token(struct desk *d, struct wish *w)
{
	thread_make(d, w, &w->thing);
}

static void make_file(struct desk *d, struct wish *w)
{
	struct file_place place = { .kind = "thread", .subject_id = last_thread.v, .part_id = 1 };
	struct file_staged staged;
	struct file_line_row *line;
	if (file_stage(d, STR("%PDF-1.7\n%%EOF\n"), &staged) != FILE_OK)
		test_failed(__FILE__, __LINE__, "no file was staged");
	file_attach(d, &place, &staged);
	size_t n = file_list(d, &place, &line);
	w->thing = n ? id_text(d->arena, line[n - 1].file_id.v) : STR_NONE;
}

static void make_account(struct desk *d, struct wish *w)
{
	struct str link;
	bool is_own = w->whose == WHOSE_OWN && w->asks->account_id.v;
	w->thing = id_text(d->arena, is_own ? w->asks->account_id.v : account_make(d, owner_of(w), NULL, &link).v);
}

static void make_link(struct desk *d, struct wish *w)
{
	account_make(d, owner_of(w), NULL, &w->thing);
}

static void make_session(struct desk *d, struct wish *w)
{
	struct str link;
	bool is_own = w->whose == WHOSE_OWN && w->asks->account_id.v;
	struct account_id account_id = is_own ? w->asks->account_id : account_make(d, owner_of(w), NULL, &link);
	account_session_start(d, &(struct account_session_new){ .account_id = account_id, .role = ROLE_WORKER, .device = STR("PC") });
	w->thing = id_text(d->arena, newest_session(d, account_id).v);
}

static void make_import(struct desk *d, struct wish *w)
{
	struct exchange_job job = { .source = STR("list"), .kind = STR("facility"), .file_name = STR("list.csv"), .layout = STR("name\tname\n") };
	exchange_begin(d, &job);
	exchange_ready(d, &job);
	w->thing = id_text(d->arena, job.import_id.v);
}

static void make_passkey(struct desk *d, struct wish *w)
{
	struct str link;
	bool is_own = w->whose == WHOSE_OWN && w->asks->account_id.v;
	struct account_id account_id = is_own ? w->asks->account_id : account_make(d, owner_of(w), NULL, &link);
	struct passkey_id passkey_id = { id_new() };
	door_passkey_put(d, &(struct door_passkey_put_in){ .passkey_id = passkey_id, .account_id = account_id, .rp = STR("localhost"),
		.credential = id_token(d->arena), .public_key = STR("AAAA"), .alg_n = -7, .name = STR("Key"), .made_at = d->now });
	w->thing = id_text(d->arena, passkey_id.v);
}

static void make_task(struct desk *d, struct wish *w)
{
	w->thing = id_text(d->arena, task_raise(d, &(struct task_new){ .kind = TASK_LETTER_FAILED, .subject_id = id_new(), .line = STR("a@example.jp"),
		.operator_id = operator_called(d->tenant, operator_of(w)), .area_id = area_called(d->tenant, area_of(w)), .least = ROLE_SITE }).v);
}

/* One that was given up. Letters belong to no area or operator. */
static void make_letter(struct desk *d, struct wish *w)
{
	struct letter_id id = outbox_put(d, &(struct outbox_letter){ .to = STR("a@example.jp"), .subject = STR("x"), .text = STR("x"),
		.reason = STR("answer") });
	outbox_settle(d, id, OUTBOX_FAILED, STR("550"));
	w->thing = id_text(d->arena, id.v);
}

static void make_operator(struct desk *d, struct wish *w)
{
	w->thing = id_text(d->arena, operator_called(d->tenant, operator_of(w)).v);
}

static void make_area(struct desk *d, struct wish *w)
{
	w->thing = id_text(d->arena, area_called(d->tenant, area_of(w)).v);
}

static void make_counter(struct desk *d, struct wish *w)
{
	struct str key = id_text(d->arena, id_new()), why;
	struct tenant_counter counter = { .key = key, .name = key, .area_id = area_called(d->tenant, area_of(w)),
		.operator_id = operator_called(d->tenant, operator_of(w)) };
	if (tenant_counter_put(d, &counter, &why) != TENANT_OK)
		test_failed(__FILE__, __LINE__, "no counter: %.*s", STR_ARG(why));
	w->thing = id_text(d->arena, counter.counter_id.v);
}

static struct directory_entry entry_make(struct desk *d, struct wish *w)
{
	struct directory_entry e = { .kind = STR("facility"), .state = STR("live"), .type = STR("hiroba"), .area_id = area_called(d->tenant, area_of(w)),
		.operator_id = operator_called(d->tenant, operator_of(w)), .age_from_n = -1, .age_to_n = -1, .verified_on = DAY_NONE,
		.fact = { [FACT_NAME] = STR("Hidamari"), [FACT_PHONE] = STR("0996-73-1211") } };
	if (directory_put(d, &e, &(struct directory_change){ .by_name = STR("Office") }) != DIRECTORY_OK)
		test_failed(__FILE__, __LINE__, "no entry");
	return e;
}

static void make_entry(struct desk *d, struct wish *w)
{
	w->thing = id_text(d->arena, entry_make(d, w).entry_id.v);
}

/* The same entry under its numbers of /hsds. */
static struct str uuid_thing(struct arena *a, struct str word, int64_t id)
{
	enum exchange_uuid_kind kind = str_is(word, "uuid:at") ? UUID_AT : str_is(word, "uuid:body") ? UUID_ORGANIZATION : UUID_SERVICE;
	return arena_str(a, str_of(exchange_uuid(kind, id, 0).s));
}

static void make_service(struct desk *d, struct wish *w)
{
	w->thing = uuid_thing(d->arena, STR("uuid:service"), entry_make(d, w).entry_id.v);
}

static void make_at(struct desk *d, struct wish *w)
{
	w->thing = uuid_thing(d->arena, STR("uuid:at"), entry_make(d, w).entry_id.v);
}

static void make_body(struct desk *d, struct wish *w)
{
	w->thing = uuid_thing(d->arena, STR("uuid:body"), entry_make(d, w).entry_id.v);
}

static void make_proposal(struct desk *d, struct wish *w)
{
	struct directory_entry e = entry_make(d, w);
	struct directory_proposal p = { 0 };
	e.fact[FACT_PHONE] = STR("0996-00-0000");
	directory_proposal_put(d, &e, &(struct directory_change){ .by_name = STR("Group") }, STR_NONE);
	directory_proposal_of(d, e.entry_id, &p);
	w->thing = id_text(d->arena, p.proposal_id.v);
}

static void make_verify(struct desk *d, struct wish *w)
{
	w->thing = id_token(d->arena);
	directory_verify_put(d, &(struct directory_verify_put_in){ .entry_id = entry_make(d, w).entry_id, .token_hash = seal_hash(d->arena, w->thing),
		.to_mail = STR("a@example.jp"), .asked_at = d->now, .until_at = moment_add(d->now, 30 * DAY_MS) });
}

static void make_news(struct desk *d, struct wish *w)
{
	struct directory_news news = { .words = STR("Closed tomorrow"), .from_on = d->today, .to_on = d->today };
	if (directory_news_put(d, &news) != DIRECTORY_OK)
		test_failed(__FILE__, __LINE__, "no news");
	w->thing = id_text(d->arena, news.news_id.v);
}

static void make_programme(struct desk *d, struct wish *w)
{
	struct directory_entry e = entry_make(d, w);
	e.kind = STR("programme");
	directory_put(d, &e, &(struct directory_change){ .by_name = STR("Office"), .version_n = e.version_n });
	w->thing = id_text(d->arena, e.entry_id.v);
}

static void make_question(struct desk *d, struct wish *w)
{
	struct support_question q = { .state = STR("live"), .words = { STR("How old?") }, .choice = { { .words = { STR("One") } } }, .choice_n = 1 };
	support_question_put(d, &q);
	w->thing = id_text(d->arena, q.question_id.v);
}

static const struct { const char *word; void (*make)(struct desk *, struct wish *); } things[] = {
	{ "thread", make_thread }, { "token:thread", make_thread_token }, { "file", make_file }, { "account", make_account }, { "token:link", make_link },
	{ "session", make_session }, { "task", make_task }, { "operator", make_operator }, { "area", make_area }, { "counter", make_counter },
	{ "entry", make_entry }, { "news", make_news }, { "proposal", make_proposal }, { "token:verify", make_verify },
	{ "programme", make_programme }, { "question", make_question },
	{ "passkey", make_passkey }, { "import", make_import },
	{ "letter", make_letter },
	{ "uuid:service", make_service }, { "uuid:at", make_at }, { "uuid:body", make_body },
	/* make room adds things here */
};

struct making { struct wish wish; void (*make)(struct desk *, struct wish *); };

static void make_one(struct desk *d, void *arg)
{
	struct making *m = arg;
	m->make(d, &m->wish);
	m->wish.thing = arena_str(test_arena(), m->wish.thing);
}

struct str town_thing(struct town *t, const struct resident *asks, struct str word, enum whose whose)
{
	struct making m = { .wish = { .asks = asks, .whose = whose } };
	if (str_starts(word, "word:"))
		return whose == WHOSE_NOBODY ? STR("no-such-word") : (struct str){ word.s + 5, word.n - 5 };
	for (size_t i = 0; i < sizeof things / sizeof *things; i++)
		if (str_is(word, things[i].word))
			m.make = things[i].make;
	if (!m.make)
		return STR_NONE;
	if (whose == WHOSE_NOBODY && str_starts(word, "uuid:"))
		return uuid_thing(test_arena(), word, id_new());
	if (whose == WHOSE_NOBODY)
		return str_starts(word, "token:") ? id_token(test_arena()) : id_text(test_arena(), id_new());
	if (whose == WHOSE_OTHER_TENANT)
		m.wish.whose = WHOSE_NEIGHBOUR;
	town_act(t, whose == WHOSE_OTHER_TENANT ? t->there : t->here, make_one, &m);
	return m.wish.thing;
}
