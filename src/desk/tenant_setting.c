/* The one list of what may be set, what each value must look like, and the act of setting it. */
#include "base/conf.h"
#include "desk/audit.h"
#include "desk/tenant.h"
#include "desk/tenant.sql.h"
#include <ctype.h>

/* `what` is for the administrator at the command line; the settings page has words of its own. least and most: letters, or the number itself. */
const struct tenant_setting_kind tenant_setting_kinds[] = {
	{ "title", "", "name of the service, as families read it", SET_LINE, 1, 60 },
	{ "town", "", "name of the town", SET_LINE, 0, 60 },
	{ "kind", "public", "public (a municipality) or private (an NPO, a council)", SET_LINE, 6, 7 },
	{ "host", "", "own host name, e.g. kosodate.example.jp", SET_LINE, 0, 120 },
	{ "site_url", "", "address of the site for links in letters sent by commands, e.g. https://kosodate.example.jp", SET_URL, 0, 200 },
	{ "lead", "", "one sentence under the name", SET_LINE, 0, 200 },
	{ "hue", "165", "colour, 0-359; 8-45 belongs to danger and is moved to its nearer edge", SET_INT, 0, 359 },
	{ "logo", "", "address of the logo", SET_URL, 0, 300 },
	{ "languages", "ja,ja-easy,en,zh,vi,pt", "languages that families may choose; ja is always among them", SET_LIST, 2, 60 },
	{ "rooms", "consult", "open rooms; none: counters and texts alone", SET_LIST, 0, 200 },
	{ "worker_word", "", "what staff are called", SET_LINE, 1, 30 },
	{ "leave_url", "https://www.jma.go.jp/", "where the leave-this-page link goes", SET_URL, 8, 300 },
	{ "phone", "", "telephone of the town's first counter", SET_LINE, 0, 100 },
	{ "mail_from", "", "address that letters come from", SET_MAIL, 0, 200 },
	{ "mail_name", "", "name that letters come from", SET_LINE, 0, 60 },
	{ "privacy", "", "how personal data is kept", SET_TEXT, 0, 20000 },
	{ "access_text", "", "accessibility statement", SET_TEXT, 0, 20000 },
	{ "terms", "", "terms of use", SET_TEXT, 0, 20000 },
	{ "retain_months", "60", "months that closed talks are kept", SET_INT, 1, 600 },
	{ "closed_days", "", "dates on which nobody is there, e.g. 2026-12-29,2026-12-30", SET_LIST, 0, 4000 },
	{ "directory.partner_changes", "live", "changes of partner groups: live, or approve (they wait for the office)", SET_LINE, 4, 7 },
	{ "directory.verify_months", "6", "months until an entry is asked about again; 0: never", SET_INT, 0, 60 },
	{ "charge.order", "", "points of the named worker's terms: known=60,first=30,language=50,area=40,load=100,leave=35,years=5,days=180",
		SET_LINE, 0, 300 },
	{ "charge.load", "", "what a family weighs, e.g. pregnancy=20,newborn=40,infant=25,toddler=15,child=10,first=10,watch=30", SET_LINE, 0, 300 },
	{ "consult.labels", "", "labels that staff put on talks, e.g. growth,moving (at most 12)", SET_LINE, 0, 300 },
	{ "helper.checks", "no", "yes: confirmations under the act on preventing sexual violence against children are kept for helpers", SET_BOOL, 2, 3 },
	{ "helper.check_login", "", "sign-in name of the one manager who keeps them", SET_LINE, 0, 100 },
	{ "care.match", "", "points of the ranking of helpers, e.g. way=1,family=6,area=5,lang=20,load=12,evening=4,urgent=4,rest=3,fairness=100",
		SET_LINE, 0, 300 },
	{ "care.uses", "", "why help is used, where the town has to count it, e.g. work,medical,birth,sibling,ceremony,study,refresh,other",
		SET_LINE, 0, 100 },
	{ "directory.verify_types", "", "the same for some types alone, e.g. sick_care=1,park=12 (also in the words of the town)", SET_LINE, 0, 400 },
	{ "map.tiles", "", "pictures below the map, e.g. https://tiles.example.jp/{z}/{x}/{y}.png; none: only outlines", SET_URL, 0, 200 },
	{ "map.credit", "", "whose pictures they are, as their licence asks", SET_LINE, 0, 100 },
	{ "lock_minutes", "15", "minutes until an unused desk locks itself; 0: never", SET_INT, 0, 480 },
	{ "closed", "no", "yes: families see that the service is resting", SET_BOOL, 2, 3 },
	{ "smtp.url", "", "mail server, e.g. smtp://mail.example.jp:587 or smtps://mail.example.jp:465", SET_URL, 0, 200 },
	{ "smtp.user", "", "its user", SET_LINE, 0, 200 },
	{ "smtp.password", "", "its password (kept sealed, never shown)", SET_SECRET, 0, 200 },
	{ "smtp.tls", "yes", "yes: refuse to send without STARTTLS", SET_BOOL, 2, 3 },
	{ "files.store", "disk", "where attached files lie, sealed: disk (DATA/files) or s3", SET_LINE, 2, 4 },
	{ "files.s3_base", "", "address of the bucket, e.g. https://s3.example.jp/yorisoi", SET_URL, 0, 300 },
	{ "files.s3_region", "us-east-1", "region of the bucket, as its store calls it", SET_LINE, 1, 60 },
	{ "files.s3_key", "", "access key of the bucket", SET_LINE, 0, 200 },
	{ "files.s3_secret", "", "its secret (kept sealed, never shown)", SET_SECRET, 0, 200 },
	{ "line.channel_secret", "", "LINE channel secret (kept sealed, never shown)", SET_SECRET, 0, 200 },
	{ "line.channel_token", "", "LINE channel access token (kept sealed, never shown)", SET_SECRET, 0, 400 },
	{ "oidc.issuer", "", "the staff's own sign-in (OpenID Connect): its issuer, e.g. https://login.example.lg.jp/realms/town", SET_URL, 8, 200 },
	{ "oidc.client_id", "", "its client id of this service", SET_LINE, 0, 200 },
	{ "oidc.client_secret", "", "its client secret (kept sealed, never shown)", SET_SECRET, 0, 400 },
	{ "oidc.label", "", "what its button says it is", SET_LINE, 0, 40 },
	{ "line_login.channel_id", "", "LINE Login: channel id; families may come in by LINE then", SET_LINE, 0, 40 },
	{ "line_login.secret", "", "LINE Login: channel secret (kept sealed, never shown)", SET_SECRET, 0, 200 },
	{ "line_login.base_url", "https://access.line.me", "LINE Login: issuer", SET_URL, 8, 200 },
	{ "sos.night", "", "night duty: who watches outside the counters' hours, e.g. Mon-Sun 00:00-08:30; Mon-Sun 17:15-24:00", SET_LINE, 0, 300 },
	{ "sos.word", "no", "yes: families read the word SOS; needs a night duty that covers every hour", SET_BOOL, 2, 3 },
	{ "sos.minutes", "5", "minutes until a call for help that nobody took goes one rung up the ladder", SET_INT, 1, 60 },
	{ "sos.gateway_url", "", "telephone gateway: a service that rings the duty's telephones when it is asked by POST", SET_URL, 0, 300 },
	{ "sos.gateway_token", "", "its token (kept sealed, never shown)", SET_SECRET, 0, 400 },
	{ "push.hosts", "fcm.googleapis.com,updates.push.services.mozilla.com,*.push.apple.com,*.notify.windows.com",
		"push services that notices may go to; *. stands for any name before it", SET_LINE, 0, 1000 },
	{ "push.base", "", "for trials: every push is sent to this address instead of its own host", SET_URL, 0, 200 },
	{ "push.contact", "", "whom a push service may write to: mailto:kosodate@example.jp, or an https address; none: mail_from", SET_LINE, 0, 200 },
	{ "line.greeting", "", "what a new friend on LINE reads first; none: our own words", SET_TEXT, 0, 1000 },
	{ "line.menu", "", "cells of the menu below the LINE chat, of ask,find,support,book,call,help; none: no menu of ours", SET_LIST, 0, 100 },
	{ "line.push_budget", "0", "pushes a month that the LINE plan allows; 0: no limit is kept", SET_INT, 0, 100000000 },
	{ "video.turn_url", "", "relays of video talks, e.g. turn:turn.example.jp:3478,turns:turn.example.jp:443?transport=tcp", SET_LINE, 0, 400 },
	{ "video.turn_secret", "", "the relays' shared secret (coturn static-auth-secret; kept sealed, never shown)", SET_SECRET, 0, 200 },
	{ "video.relay_only", "yes", "yes: with a relay, neither side ever learns the other's address", SET_BOOL, 2, 3 },
	{ "video.group_url", "", "where lectures for many are held, e.g. https://meet.example.jp/hiroba or a Zoom link", SET_URL, 8, 300 },
	{ "line.mode", "door", "door: nothing personal over LINE; room: staff's answers also go by LINE", SET_LINE, 4, 4 },
	{ "line.api_base", "https://api.line.me", "LINE Messaging API", SET_URL, 8, 200 },
	{ "line.data_base", "https://api-data.line.me", "LINE content API", SET_URL, 8, 200 },
};
const size_t tenant_setting_kind_n = sizeof tenant_setting_kinds / sizeof *tenant_setting_kinds;

const char *const tenant_rooms_known[] = { "consult", "directory", "family", "visit", "gift", "voice", "care", "talk", NULL };

const struct tenant_setting_kind *tenant_setting_kind_of(struct str key)
{
	for (size_t i = 0; i < tenant_setting_kind_n; i++)
		if (str_is(key, tenant_setting_kinds[i].key))
			return &tenant_setting_kinds[i];
	return NULL;
}

/* ---- what a value must look like ---- */

static bool has_control(struct str s, bool may_break)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.s[i];
		if (c == 0x7F || (c < 0x20 && !(may_break && (c == '\n' || c == '\t'))))
			return true;
	}
	return false;
}

static bool has_space(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (isspace((unsigned char)s.s[i]) || strchr("<>\"'", s.s[i]))
			return true;
	return false;
}

static bool is_host(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.s[i];
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'))
			return false;
	}
	return !str_starts(s, ".") && !str_ends(s, ".") && !str_has(s, "..");
}

/* A pattern of addresses on one host, over https, without anything that a policy's line could be ended with. */
static bool is_tiles(struct str s)
{
	struct str rest = s.n > 8 ? (struct str){ s.s + 8, s.n - 8 } : STR_NONE, host = STR_NONE;
	return str_starts(s, "https://") && str_cut(&rest, '/', &host) && host.n && is_host(host) && str_has(s, "{z}") && str_has(s, "{x}")
		&& str_has(s, "{y}") && !str_has(s, ";") && !str_has(s, ",");
}

static bool is_url(struct str key, struct str s)
{
	if (str_is(key, "map.tiles"))
		return is_tiles(s) && !has_space(s);
	bool is_server = str_is(key, "smtp.url");
	bool fits = is_server ? str_starts(s, "smtp://") || str_starts(s, "smtps://") : str_starts(s, "https://") || str_starts(s, "http://");
	bool is_path = str_is(key, "logo") && str_starts(s, "/") && !str_starts(s, "//");
	const char *mark = memmem(s.s, s.n, "://", 3);
	bool has_host = mark && (size_t)(mark - s.s) + 3 < s.n && mark[3] != '/';
	return !has_space(s) && (is_path || (fits && has_host));
}

static bool is_mail(struct str s)
{
	struct str rest = s, local = STR_NONE;
	str_cut(&rest, '@', &local);
	return local.n && rest.n > 2 && str_has(rest, ".") && !str_has(rest, "@") && !has_space(s) && !str_has(s, ",") && !str_starts(rest, ".");
}

static bool is_room(struct str word)
{
	for (const char *const *known = tenant_rooms_known; *known; known++)
		if (str_is(word, *known))
			return true;
	return false;
}

static bool is_menu_cell(struct str word)
{
	static const char *const cell[] = { "ask", "find", "support", "book", "call", "help" };
	for (size_t i = 0; i < sizeof cell / sizeof *cell; i++)
		if (str_is(word, cell[i]))
			return true;
	return false;
}

static bool list_is_fine(struct str key, struct str value)
{
	struct str rest = value, one;
	bool has_japanese = false;
	while (str_cut(&rest, ',', &one)) {
		enum lang lang;
		struct day day;
		one = str_trim(one);
		has_japanese = has_japanese || str_is(one, "ja");
		if (!one.n && !value.n)
			continue;
		if (str_is(key, "rooms") ? !is_room(one) : str_is(key, "line.menu") ? !is_menu_cell(one)
			: str_is(key, "languages") ? !lang_parse(one, &lang) : !day_parse(one, &day))
			return false;
	}
	return has_japanese || !str_is(key, "languages");
}

/* word=months,word=months */
static bool months_are_fine(struct str list)
{
	struct str one, word;
	int64_t n;
	while (str_cut(&list, ',', &one))
		if (!str_cut(&one, '=', &word) || !str_trim(word).n || !str_int(str_trim(one), &n) || n < 0 || n > 60)
			return false;
	return true;
}

/* turn:HOST, turns:HOST or stun:HOST, with a port and ?transport= or without, by commas. */
static bool relays_are_fine(struct str list)
{
	struct str one;
	while (str_cut(&list, ',', &one)) {
		one = str_trim(one);
		if (!str_starts(one, "turn:") && !str_starts(one, "turns:") && !str_starts(one, "stun:"))
			return false;
		if (one.n < 8 || has_space(one) || str_has(one, "//"))
			return false;
	}
	return true;
}

static bool line_is_fine(struct str key, struct str value)
{
	if (str_is(key, "kind"))
		return str_is(value, "public") || str_is(value, "private");
	if (str_is(key, "files.store"))
		return str_is(value, "disk") || str_is(value, "s3");
	if (str_is(key, "line.mode"))
		return str_is(value, "door") || str_is(value, "room");
	if (str_is(key, "video.turn_url"))
		return relays_are_fine(value);
	if (str_is(key, "directory.verify_types"))
		return months_are_fine(value);
	if (str_is(key, "directory.partner_changes"))
		return str_is(value, "live") || str_is(value, "approve");
	if (str_is(key, "sos.night"))
		return tenant_hours_rule_is_fine(value);
	return !str_is(key, "host") || is_host(value);
}

static enum tenant_wrong check_kind(const struct tenant_setting_kind *k, struct str key, struct str value)
{
	int64_t n;
	switch (k->kind) {
	case SET_INT:
		if (!str_int(value, &n))
			return TENANT_NOT_NUMBER;
		return n < k->least || n > k->most ? TENANT_OUT_OF_RANGE : TENANT_FINE;
	case SET_BOOL:
		return str_is(value, "yes") || str_is(value, "no") ? TENANT_FINE : TENANT_NOT_YES_NO;
	case SET_URL:
		return is_url(key, value) ? TENANT_FINE : TENANT_NOT_URL;
	case SET_MAIL:
		return is_mail(value) ? TENANT_FINE : TENANT_NOT_MAIL;
	case SET_LIST:
		return list_is_fine(key, value) ? TENANT_FINE : TENANT_NOT_CHOICE;
	case SET_LINE:
		return line_is_fine(key, value) ? TENANT_FINE : TENANT_NOT_CHOICE;
	case SET_TEXT:
	case SET_SECRET:
		break;
	}
	return TENANT_FINE;
}

/* An empty list of rooms is a choice (a town may live on its counters alone), and no town is without a title; anything else that is empty goes
 * back to its default. */
static bool is_reset(const struct tenant_setting_kind *k, struct str value)
{
	bool is_needed = k->kind == SET_LINE && k->least > 0 && !k->fallback[0];
	return !value.n && !is_needed && !str_is(str_of(k->key), "rooms");
}

enum tenant_wrong tenant_setting_check(struct str key, struct str value)
{
	const struct tenant_setting_kind *k = tenant_setting_kind_of(key);
	if (!k)
		return TENANT_NOT_CHOICE;
	if (!str_is_utf8(value) || has_control(value, k->kind == SET_TEXT))
		return TENANT_NOT_TEXT;
	if (is_reset(k, value))
		return TENANT_FINE;
	int64_t letters = (int64_t)str_letters(value);
	if (k->kind != SET_INT && letters > k->most)
		return TENANT_TOO_LONG;
	enum tenant_wrong wrong = check_kind(k, key, value);
	return wrong == TENANT_FINE && k->kind != SET_INT && letters < k->least ? TENANT_MISSING : wrong;
}

int tenant_hue_mend(int hue)
{
	hue = (hue % 360 + 360) % 360;
	if (hue < 8 || hue > 45)
		return hue;
	return hue - 7 < 46 - hue ? 7 : 46;
}

/* ---- setting ---- */

static const char *wrong_sentence(enum tenant_wrong wrong)
{
	static const char *const say[] = {
		[TENANT_FINE] = "is fine",
		[TENANT_MISSING] = "is too short",
		[TENANT_TOO_LONG] = "is too long",
		[TENANT_NOT_TEXT] = "holds characters that are no text",
		[TENANT_NOT_NUMBER] = "is not a whole number",
		[TENANT_OUT_OF_RANGE] = "is out of range",
		[TENANT_NOT_YES_NO] = "is neither yes nor no",
		[TENANT_NOT_URL] = "is not an address of the right kind",
		[TENANT_NOT_MAIL] = "is not a mail address",
		[TENANT_NOT_CHOICE] = "is not one of the choices",
	};
	return say[wrong];
}

/* As it is stored: lists without blanks, the hue out of danger's range, secrets sealed. */
static struct str stored(struct desk *d, const struct tenant_setting_kind *k, struct str key, struct str value)
{
	int64_t n = 0;
	if (k->kind == SET_SECRET) {
		struct seal_key seal = seal_derive(d->tenant_key, STR("setting"), d->tenant_id.v);
		return seal_box(d->arena, &seal, value);
	}
	if (str_is(key, "hue") && str_int(value, &n))
		return arena_fmt(d->arena, "%d", tenant_hue_mend((int)n));
	if (k->kind != SET_LIST)
		return value;
	char *tight = arena_get(d->arena, value.n + 1);
	size_t used = 0;
	for (size_t i = 0; i < value.n; i++)
		if (value.s[i] != ' ')
			tight[used++] = value.s[i];
	return (struct str){ tight, used };
}

/* Without night duty the word SOS is not shown, so it cannot be switched on, nor the duty taken from under it. */
static bool is_word_kept(struct desk *d, struct str key, struct str value)
{
	bool is_word = str_is(key, "sos.word") && str_is(value, "yes"), is_night = str_is(key, "sos.night");
	struct tenant *now = is_word || is_night ? tenant_load(d, d->arena) : NULL;
	if (!now)
		return true;
	if (is_word)
		return tenant_has_night_duty(now);
	return !str_is(tenant_get(now, "sos.word"), "yes") || tenant_night_covers(now, value);
}

enum tenant_refusal tenant_set(struct desk *d, struct str key, struct str value, struct str *ret_why)
{
	const struct tenant_setting_kind *k = tenant_setting_kind_of(key);
	if (!k) {
		*ret_why = arena_fmt(d->arena, "There is no setting called %.*s.", STR_ARG(key));
		return TENANT_NO_SUCH_KEY;
	}
	value = str_trim(value);
	enum tenant_wrong wrong = tenant_setting_check(key, value);
	if (wrong != TENANT_FINE) {
		*ret_why = arena_fmt(d->arena, "The value of %s %s (%s).", k->key, wrong_sentence(wrong), k->what);
		return TENANT_BAD_VALUE;
	}
	if (!is_word_kept(d, key, value)) {
		*ret_why = STR("The word SOS needs somebody on duty at every hour: set sos.night to all hours that no counter is open, "
			"and keep it while sos.word is yes.");
		return TENANT_BAD_VALUE;
	}
	if (is_reset(k, value))
		tenant_setting_drop(d, key);
	else
		tenant_setting_put(d, key, stored(d, k, key, value));
	tenant_version_bump(d);
	audit_note(d, "tenant.set", "tenant", d->tenant_id.v, key);
	return TENANT_OK;
}
