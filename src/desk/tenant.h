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
const struct tenant_counter *tenant_counter_of(const struct tenant *, struct counter_id);

/* ---- setting (commands and the administrator's page) ---- */
enum tenant_refusal { TENANT_OK, TENANT_BAD_NAME, TENANT_TAKEN, TENANT_NO_SUCH_KEY, TENANT_BAD_VALUE };
struct tenant_setting_kind { const char *key, *fallback, *what; enum { SET_TEXT, SET_LINE, SET_INT, SET_BOOL, SET_URL, SET_MAIL, SET_LIST, SET_SECRET } kind; int64_t least, most; };
extern const struct tenant_setting_kind tenant_setting_kinds[];
extern const size_t tenant_setting_kind_n;
enum tenant_refusal tenant_set(struct desk *, struct str key, struct str value, struct str *ret_why);
int tenant_hue_mend(int hue);                           /* 8-45 belongs to danger: the nearer edge; look.md part 2 */
/* Makes the tenant's rows from a profile (demo/NAME.conf or --profile). *ret_why names the line. */
struct conf;
enum tenant_refusal tenant_make(struct desk *, struct str name, struct str title, const struct conf *profile, struct str *ret_why);
