/* A tenant: one municipality, NPO or council; its name, colours, areas, counters (窓口), operators, rooms, texts. Kept in memory while served,
 * read again when its version moves. Settings are key=value; tenant_setting_kinds lists every one that may be set. */
#pragma once
#include "desk/desk.h"

struct tenant_area { struct area_id area_id; struct str key, name, nickname; struct operator_id operator_id; };
struct tenant_operator { struct operator_id operator_id; struct str key, name, kind; };       /* kind: public | private */
/* hours as written for people, and as `Mon-Fri 08:30-17:15; Sat 09:00-12:00` in hours_rule; is_outreach: staff go there. */
struct tenant_counter { struct counter_id counter_id; struct area_id area_id; struct operator_id operator_id;
	struct str key, name, nickname, place, phone, hours, hours_rule, note; bool is_outreach; };
struct tenant_person { struct str login, name, role, title, area, operator, about, face; };     /* demo people of the profile */
struct tenant_fact { struct str label, value, note; };  /* figures of the document, shown on the about page and the demo door */

struct tenant {
	struct tenant_id tenant_id;
	struct str name;                                /* "akune": path part and file name, [a-z][a-z0-9-]{1,30} */
	int64_t version_n;
	struct str title, town, kind, host, lead;       /* 子育て支援コンシェルジュ, 阿久根市, public|private, host name, one sentence */
	int hue;                                        /* 0-359, never 8-45 */
	struct str languages, rooms;                    /* comma lists: "ja,ja-easy,en", "consult,directory" */
	struct str leave_url, phone, mail_from, mail_name, privacy, access_text, terms;
	struct str worker_word;                         /* what staff are called: 保健師, コンシェルジュ */
	struct str logo_url;                            /* address of the logo, or absent */
	int retain_months;
	bool is_demo, is_closed;
	struct tenant_area *area; size_t area_n;
	struct tenant_operator *operator; size_t operator_n;
	struct tenant_counter *counter; size_t counter_n;
	struct tenant_fact *fact; size_t fact_n;
	struct conf_item *setting; size_t setting_n;    /* every key=value, for rooms' own */
};

/* Loads all of it into `arena` from the turn of `d` (d->tenant_id and d->tenant may be unset: there is one tenant in a file). NULL: none or fault. */
struct tenant *tenant_load(struct desk *d, struct arena *);
int64_t tenant_version(struct desk *);                  /* moves with every change of settings */
struct str tenant_get(const struct tenant *, const char *key);  /* value or the kind's default */
bool tenant_has_room(const struct tenant *, const char *room);
bool tenant_has_lang(const struct tenant *, enum lang);
const struct tenant_area *tenant_area_of(const struct tenant *, struct area_id);
/* By the keys of the profile; absent ids: there is none of that key. */
struct operator_id tenant_operator_named(const struct tenant *, struct str key);
struct area_id tenant_area_named(const struct tenant *, struct str key);
const struct tenant_counter *tenant_counter_of(const struct tenant *, struct counter_id);
/* The counter with hours that answers for this area, else the first with hours; NULL: there is none. */
const struct tenant_counter *tenant_counter_for(const struct tenant *, struct area_id);
/* Somebody is on duty at every hour of a week, by a counter's hours or the setting sos.night; else the word SOS cannot be switched on. */
bool tenant_has_night_duty(const struct tenant *);
bool tenant_night_covers(const struct tenant *, struct str night);     /* the same, were the setting `night` */

bool tenant_is_set(const struct tenant *, const char *key);     /* also for secrets, whose values tenant_get never gives */
/* A secret (smtp.password, line.channel_token) opened; false when it is not set or was sealed with another machine's key. */
bool tenant_secret(const struct desk *, const struct tenant *, const char *key, struct str *ret);

/* ---- the tenant's key, sealed by the machine's (desk->tenant_key is the opened one) ---- */
void tenant_key_keep(struct desk *, const struct seal_key *machine);    /* writes d->tenant_key, sealed anew: a new tenant, or a new machine's key */
/* NONE: made before tenants had keys of their own; the machine's key is theirs. *ret_mark names the machine's key that sealed it. */
enum tenant_key_found { TENANT_KEY_FOUND, TENANT_KEY_NONE, TENANT_KEY_OF_OTHER_MACHINE, TENANT_KEY_BROKEN };
enum tenant_key_found tenant_key_find(struct desk *, const struct seal_key *machine, struct seal_key *ret, struct str *ret_mark);

/* ---- setting (commands and the administrator's page) ---- */
enum tenant_refusal { TENANT_OK, TENANT_BAD_NAME, TENANT_TAKEN, TENANT_NO_SUCH_KEY, TENANT_BAD_VALUE };
/* What is wrong with a value, for pages that say it in their own words. */
enum tenant_wrong { TENANT_FINE, TENANT_MISSING, TENANT_TOO_LONG, TENANT_NOT_TEXT, TENANT_NOT_NUMBER, TENANT_OUT_OF_RANGE, TENANT_NOT_YES_NO,
	TENANT_NOT_URL, TENANT_NOT_MAIL, TENANT_NOT_CHOICE };
struct tenant_setting_kind {
	const char *key, *fallback, *what;
	enum { SET_TEXT, SET_LINE, SET_INT, SET_BOOL, SET_URL, SET_MAIL, SET_LIST, SET_SECRET } kind;
	int64_t least, most;
};
extern const struct tenant_setting_kind tenant_setting_kinds[];
extern const size_t tenant_setting_kind_n;
extern const char *const tenant_rooms_known[];          /* rooms that can be opened; NULL at the end */
const struct tenant_setting_kind *tenant_setting_kind_of(struct str key);       /* NULL: there is no such key */
enum tenant_wrong tenant_setting_check(struct str key, struct str value);       /* TENANT_NOT_CHOICE too for an unknown key */
/* An empty value takes the setting back to its default. Audited; moves the version. */
enum tenant_refusal tenant_set(struct desk *, struct str key, struct str value, struct str *ret_why);
int tenant_hue_mend(int hue);                           /* 8-45 belongs to danger: the nearer edge; look.md part 2 */
/* Writes one (by its key; a new key adds it at the end), fills in its id. Audited; moves the version. */
enum tenant_refusal tenant_operator_put(struct desk *, struct tenant_operator *, struct str *ret_why);
enum tenant_refusal tenant_area_put(struct desk *, struct tenant_area *, struct str *ret_why);
enum tenant_refusal tenant_counter_put(struct desk *, struct tenant_counter *, struct str *ret_why);
bool tenant_counter_end(struct desk *, struct counter_id);
bool tenant_hours_rule_is_fine(struct str rule);        /* `Mon-Fri 08:30-17:15; Sat 09:00-12:00`, or empty */
/* Makes the tenant's rows from a profile (demo/NAME.conf or --profile). *ret_why names the line. */
struct conf;
enum tenant_refusal tenant_make(struct desk *, struct str name, struct str title, const struct conf *profile, struct str *ret_why);
