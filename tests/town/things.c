/* What belongs to whom in the town of the sweeps. */
#include "tests/town/things.h"
#include "exchange/exchange.h"
#include "base/clock.h"
#include "base/conf.h"
#include "consult/consult.h"
#include "consult/consult_inbox.h"
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

const char *town_operator_of(const struct wish *w)
{
	return w->whose == WHOSE_OTHER_OPERATOR ? "npo" : "city";
}

const char *town_area_of(const struct wish *w)
{
	return w->whose == WHOSE_OTHER_OPERATOR ? "south" : w->whose == WHOSE_OTHER_AREA ? "east" : "north";
}

enum person town_owner_of(const struct wish *w)
{
	return w->whose == WHOSE_OTHER_OPERATOR ? PERSON_WORKER_NPO : w->whose == WHOSE_OTHER_AREA ? PERSON_WORKER_EAST : PERSON_WORKER;
}

static struct thread_id last_thread;                    /* what the hole "file" behind a talk's hangs on */

static struct thread_id thread_make(struct desk *d, struct wish *w, struct str *ret_token)
{
	struct str link;
	bool is_own = w->whose == WHOSE_OWN;
	struct consult_new new = { .words = STR("Is it all right?"), .nickname = STR("Mikan"), .area_id = town_area(d->tenant, town_area_of(w)) };
	if (!is_own || w->asks->person == PERSON_FAMILY)
		d->who = (struct who){ .role = ROLE_FAMILY, .account_id = is_own ? w->asks->account_id : town_account(d, PERSON_FAMILY, NULL, &link) };
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

/* A talk whose last words are those of the one who asks, as if a manager there had written them;
 * a colleague has it, so nothing but its place opens it. */
static void make_answered(struct desk *d, struct wish *w)
{
	struct str token;
	struct consult_thread_row t;
	struct thread_id thread_id = thread_make(d, w, &token);
	d->who = (struct who){ .role = ROLE_MANAGER, .account_id = { 1 }, .operator_id = town_operator(d->tenant, town_operator_of(w)),
		.name = STR("Nurse") };
	if (consult_take(d, thread_id) != CONSULT_OK)
		test_failed(__FILE__, __LINE__, "nobody took it");
	d->who.account_id = w->asks->account_id;
	if (consult_for_staff(d, thread_id, &t) != CONSULT_OK || consult_answer(d, thread_id, t.version_n, STR("Fine")) != CONSULT_OK)
		test_failed(__FILE__, __LINE__, "no answer");
	w->thing = id_text(d->arena, thread_id.v);
}

struct str town_file(struct desk *d, const struct file_place *place)
{
	struct file_staged staged;
	struct file_line_row *line;
	if (file_stage(d, STR("%PDF-1.7\n%%EOF\n"), &staged) != FILE_OK)
		test_failed(__FILE__, __LINE__, "no file was staged");
	file_attach(d, place, &staged);
	size_t n = file_list(d, place, &line);
	return n ? id_text(d->arena, line[n - 1].file_id.v) : STR_NONE;
}

static void make_file(struct desk *d, struct wish *w)
{
	w->thing = town_file(d, &(struct file_place){ .kind = "thread", .subject_id = last_thread.v, .part_id = 1 });
}

static void make_account(struct desk *d, struct wish *w)
{
	struct str link;
	bool is_own = w->whose == WHOSE_OWN && w->asks->account_id.v;
	w->thing = id_text(d->arena, is_own ? w->asks->account_id.v : town_account(d, town_owner_of(w), NULL, &link).v);
}

static void make_link(struct desk *d, struct wish *w)
{
	town_account(d, town_owner_of(w), NULL, &w->thing);
}

static void make_session(struct desk *d, struct wish *w)
{
	struct str link;
	bool is_own = w->whose == WHOSE_OWN && w->asks->account_id.v;
	struct account_id account_id = is_own ? w->asks->account_id : town_account(d, town_owner_of(w), NULL, &link);
	account_session_start(d, &(struct account_session_new){ .account_id = account_id, .role = ROLE_WORKER, .device = STR("PC") });
	w->thing = id_text(d->arena, town_newest_session(d, account_id).v);
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
	struct account_id account_id = is_own ? w->asks->account_id : town_account(d, town_owner_of(w), NULL, &link);
	struct passkey_id passkey_id = { id_new() };
	door_passkey_put(d, &(struct door_passkey_put_in){ .passkey_id = passkey_id, .account_id = account_id, .rp = STR("localhost"),
		.credential = id_token(d->arena), .public_key = STR("AAAA"), .alg_n = -7, .name = STR("Key"), .made_at = d->now });
	w->thing = id_text(d->arena, passkey_id.v);
}

static void make_task(struct desk *d, struct wish *w)
{
	w->thing = id_text(d->arena, task_raise(d, &(struct task_new){ .kind = TASK_LETTER_FAILED, .subject_id = id_new(), .line = STR("a@example.jp"),
		.operator_id = town_operator(d->tenant, town_operator_of(w)), .area_id = town_area(d->tenant, town_area_of(w)), .least = ROLE_SITE }).v);
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
	w->thing = id_text(d->arena, town_operator(d->tenant, town_operator_of(w)).v);
}

static void make_area(struct desk *d, struct wish *w)
{
	w->thing = id_text(d->arena, town_area(d->tenant, town_area_of(w)).v);
}

static void make_counter(struct desk *d, struct wish *w)
{
	struct str key = id_text(d->arena, id_new()), why;
	struct tenant_counter counter = { .key = key, .name = key, .area_id = town_area(d->tenant, town_area_of(w)),
		.operator_id = town_operator(d->tenant, town_operator_of(w)) };
	if (tenant_counter_put(d, &counter, &why) != TENANT_OK)
		test_failed(__FILE__, __LINE__, "no counter: %.*s", STR_ARG(why));
	w->thing = id_text(d->arena, counter.counter_id.v);
}

static struct directory_entry entry_make(struct desk *d, struct wish *w)
{
	struct directory_entry e = { .kind = STR("facility"), .state = STR("live"), .type = STR("hiroba"), .area_id = town_area(d->tenant, town_area_of(w)),
		.operator_id = town_operator(d->tenant, town_operator_of(w)), .age_from_n = -1, .age_to_n = -1, .verified_on = DAY_NONE,
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

static const struct town_thing things[] = {
	{ "thread", make_thread }, { "token:thread", make_thread_token }, { "answered", make_answered },
	{ "file", make_file }, { "account", make_account }, { "token:link", make_link },
	{ "session", make_session }, { "task", make_task }, { "operator", make_operator }, { "area", make_area }, { "counter", make_counter },
	{ "entry", make_entry }, { "news", make_news }, { "proposal", make_proposal }, { "token:verify", make_verify },
	{ "programme", make_programme }, { "question", make_question },
	{ "passkey", make_passkey }, { "import", make_import },
	{ "letter", make_letter },
	{ "uuid:service", make_service }, { "uuid:at", make_at }, { "uuid:body", make_body },
	{ NULL, NULL }
};

/* Each room beside these brings its own table: tests/town/ROOM.c. */
static const struct town_thing *const tables[] = {
	things,
	town_spool,
	town_staff,
	town_helper,
	town_line,
	town_family,
	town_touch,
	town_disclose,
	town_charge,
	town_visit,
	town_voice,
	town_notice,
	town_sos,
	town_fee,
	town_care,
	town_talk,
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
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		for (const struct town_thing *x = tables[i]; x->word; x++)
			if (str_is(word, x->word))
				m.make = x->make;
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
