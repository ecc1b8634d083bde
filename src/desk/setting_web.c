/* Groups of settings and the logo. What was typed wrong is shown again beside its complaint; what was right is not kept without the rest. */
#include "desk/setting_web.h"
#include "desk/account_web.h"
#include "desk/frame.h"
#include "desk/may.h"
#include "desk/refuse.h"
#include "desk/setting.page.h"
#include "desk/setting.sql.h"
#include "desk/setting_view.h"
#include "web/reply.h"

enum { LOGO_MOST = 256 * 1024, FIELD_MOST = 12 };

static const struct setting_field of_look[] = {
	{ "title", "title", CONTROL_LINE }, { "town", "town", CONTROL_LINE }, { "lead", "lead", CONTROL_LINE }, { "kind", "kind", CONTROL_KIND },
	{ "worker_word", "worker-word", CONTROL_LINE }, { "phone", "phone", CONTROL_LINE }, { "hue", "hue", CONTROL_HUE },
	{ "leave_url", "leave-url", CONTROL_LINE },
};
static const struct setting_field of_rooms[] = { { "rooms", "rooms", CONTROL_ROOMS }, { "closed", "closed", CONTROL_BOOL } };
static const struct setting_field of_languages[] = { { "languages", "languages", CONTROL_LANGUAGES } };
static const struct setting_field of_texts[] = {
	{ "privacy", "privacy", CONTROL_TEXT }, { "terms", "terms", CONTROL_TEXT }, { "access_text", "access-text", CONTROL_TEXT },
};
static const struct setting_field of_keeping[] = {
	{ "retain_months", "retain-months", CONTROL_INT }, { "lock_minutes", "lock-minutes", CONTROL_INT }, { "closed_days", "closed-days", CONTROL_LINE },
};
static const struct setting_field of_directory[] = {
	{ "directory.partner_changes", "partner-changes", CONTROL_PARTNER }, { "directory.verify_months", "verify-months", CONTROL_INT },
	{ "directory.verify_types", "verify-types", CONTROL_LINE },
	{ "map.tiles", "map-tiles", CONTROL_LINE }, { "map.credit", "map-credit", CONTROL_LINE },
};
static const struct setting_field of_mail[] = {
	{ "mail_from", "mail-from", CONTROL_LINE }, { "mail_name", "mail-name", CONTROL_LINE }, { "smtp.url", "smtp-url", CONTROL_LINE },
	{ "smtp.user", "smtp-user", CONTROL_LINE }, { "smtp.password", "smtp-password", CONTROL_SECRET }, { "smtp.tls", "smtp-tls", CONTROL_BOOL },
};
static const struct setting_field of_line[] = {
	{ "line.mode", "line-mode", CONTROL_LINE_MODE }, { "line.channel_secret", "line-secret", CONTROL_SECRET },
	{ "line.channel_token", "line-token", CONTROL_SECRET }, { "line.push_budget", "line-push-budget", CONTROL_INT },
	{ "line.greeting", "line-greeting", CONTROL_TEXT },
};
static const struct setting_field of_sos[] = {
	{ "sos.minutes", "sos-minutes", CONTROL_INT }, { "sos.night", "sos-night", CONTROL_LINE }, { "sos.word", "sos-word", CONTROL_BOOL },
	{ "sos.gateway_url", "sos-gateway", CONTROL_LINE }, { "sos.gateway_token", "sos-token", CONTROL_SECRET },
};
static const struct setting_field of_video[] = {
	{ "video.turn_url", "turn-url", CONTROL_LINE }, { "video.turn_secret", "turn-secret", CONTROL_SECRET },
	{ "video.relay_only", "relay-only", CONTROL_BOOL }, { "video.group_url", "group-url", CONTROL_LINE },
};
#define GROUP(word, fields) { word, fields, sizeof fields / sizeof fields[0] }
static const struct setting_group groups[] = {
	GROUP("look", of_look), GROUP("rooms", of_rooms), GROUP("languages", of_languages), GROUP("texts", of_texts),
	GROUP("keeping", of_keeping), GROUP("directory", of_directory), GROUP("mail", of_mail), GROUP("line", of_line), GROUP("sos", of_sos),
	GROUP("video", of_video),
};
enum { GROUP_N = sizeof groups / sizeof groups[0] };

/* Named hues; any other may be typed. */
const struct setting_hue setting_hues[] = {
	{ 58, "kaki" }, { 85, "yamabuki" }, { 118, "cha" }, { 145, "wakaba" }, { 165, "yorisoi" }, { 190, "umi" }, { 228, "yukizora" },
	{ 260, "ai" }, { 290, "sumire" }, { 318, "ajisai" }, { 355, "tsubaki" },
};
const size_t setting_hue_n = sizeof setting_hues / sizeof setting_hues[0];

bool setting_list_has(struct str comma_list, const char *word)
{
	struct str rest = comma_list, one;
	while (str_cut(&rest, ',', &one))
		if (str_is(str_trim(one), word))
			return true;
	return false;
}

static void show_overview(struct desk *d, struct call *c)
{
	struct page p;
	frame_begin(&p, d, c, TAB_SETTINGS);
	setting_page(&p, &(struct setting_view){ .group = groups, .group_n = GROUP_N, .tenant = d->tenant });
}

static const struct setting_group *group_of(struct desk *d, struct call *c)
{
	for (size_t i = 0; i < GROUP_N; i++)
		if (str_is(c->part[0], groups[i].word))
			return &groups[i];
	refuse_missing(d, c);
	return NULL;
}

static void draw_group(struct desk *d, struct call *c, const struct setting_group_view *v)
{
	struct page p;
	frame_begin(&p, d, c, TAB_SETTINGS);
	frame_of(&p)->back = STR("/desk/settings");
	if (v->form)
		frame_complaints(&p, v->form);
	setting_group_page(&p, v);
}

/* The word for staff has a default that is no setting yet. */
static struct str value_of(const struct tenant *t, const char *key)
{
	struct str value = tenant_get(t, key);
	return !value.n && str_is(str_of(key), "worker_word") ? t->worker_word : value;
}

static void show_group(struct desk *d, struct call *c)
{
	const struct setting_group *g = group_of(d, c);
	struct str value[FIELD_MOST];
	if (!g)
		return;
	for (size_t i = 0; i < g->field_n; i++)
		value[i] = value_of(d->tenant, g->field[i].key);
	draw_group(d, c, &(struct setting_group_view){ .group = g, .value = value, .tenant = d->tenant, .is_saved = form_value(c, "saved").n > 0 });
}

/* Ticked boxes of one name, as a comma list; ja is always among the languages. */
static struct str ticked(struct call *c, const struct setting_field *f)
{
	struct out o = { .arena = c->arena };
	const char *name = arena_fmt(c->arena, "%s[]", f->name).s;
	if (f->control == CONTROL_LANGUAGES)
		out_z(&o, "ja");
	for (size_t i = 0; i < c->fields.field_n; i++) {
		const struct field *x = &c->fields.field[i];
		if (str_is(x->name, name) && x->value.n && !(f->control == CONTROL_LANGUAGES && str_is(x->value, "ja")))
			out_fmt(&o, "%s%.*s", o.n ? "," : "", STR_ARG(x->value));
	}
	return out_done(&o);
}

static struct str typed(struct call *c, struct form *form, const struct setting_field *f)
{
	struct str other;
	switch (f->control) {
	case CONTROL_ROOMS:
	case CONTROL_LANGUAGES:
		return ticked(c, f);
	case CONTROL_TEXT:
		return form_text(form, f->name, 20000, false);
	case CONTROL_HUE:
		other = form_text(form, "hue-other", 3, false);
		return str_is(form_value(c, f->name), "other") ? other : form_text(form, f->name, 5, false);
	case CONTROL_SECRET:
		return str_trim(form_value(c, f->name));
	default:
		return form_text(form, f->name, 4000, false);
	}
}

static enum complaint complaint_of(enum tenant_wrong wrong)
{
	switch (wrong) {
	case TENANT_FINE: return COMPLAINT_NONE;
	case TENANT_MISSING: return COMPLAINT_MISSING;
	case TENANT_TOO_LONG: return COMPLAINT_TOO_LONG;
	case TENANT_NOT_TEXT: return COMPLAINT_NOT_TEXT;
	case TENANT_NOT_NUMBER: return COMPLAINT_NOT_NUMBER;
	case TENANT_OUT_OF_RANGE: return COMPLAINT_OUT_OF_RANGE;
	case TENANT_NOT_MAIL: return COMPLAINT_NOT_MAIL;
	case TENANT_NOT_YES_NO:
	case TENANT_NOT_URL:
	case TENANT_NOT_CHOICE: break;
	}
	return wrong == TENANT_NOT_URL ? COMPLAINT_WRONG : COMPLAINT_NOT_CHOICE;
}

static void read_group(struct call *c, struct form *form, const struct setting_group *g, struct str *ret_value)
{
	for (size_t i = 0; i < g->field_n; i++) {
		const struct setting_field *f = &g->field[i];
		ret_value[i] = typed(c, form, f);
		enum complaint what = complaint_of(tenant_setting_check(str_of(f->key), ret_value[i]));
		if (what == COMPLAINT_NONE && f->key == of_look[0].key && !ret_value[i].n)
			what = COMPLAINT_MISSING;       /* a town without a name for its service has no pages to read */
		if (what != COMPLAINT_NONE)
			form_complain(form, f->name, what);
	}
}

/* What only the whole tenant can judge is complained of here. */
static bool keep_group(struct desk *d, struct form *form, const struct setting_group *g, const struct str *value)
{
	struct str why;
	for (size_t i = 0; i < g->field_n; i++) {
		const struct setting_field *f = &g->field[i];
		bool is_same = f->control == CONTROL_SECRET ? !value[i].n : str_eq(value[i], value_of(d->tenant, f->key));
		if (!is_same && tenant_set(d, str_of(f->key), value[i], &why) != TENANT_OK) {
			form_complain(form, f->name, COMPLAINT_NOT_CHOICE);
			return false;
		}
	}
	return true;
}

static void put_group(struct desk *d, struct call *c)
{
	const struct setting_group *g = group_of(d, c);
	struct form form = form_of(c);
	struct str value[FIELD_MOST];
	if (!g || !form_read(c))
		return;
	read_group(c, &form, g, value);
	if (form_is_fine(&form) && keep_group(d, &form, g, value)) {
		account_go(d, c, arena_fmt(d->arena, "/desk/settings/%s?saved=1", g->word));
		return;
	}
	desk_refuse(d);
	reply_status(c, 422);
	draw_group(d, c, &(struct setting_group_view){ .form = &form, .group = g, .value = value, .tenant = d->tenant });
}

/* ---- the logo ---- */
static const char *image_type(struct str b)
{
	if (b.n > 8 && memcmp(b.s, "\x89PNG\r\n\x1a\n", 8) == 0)
		return "image/png";
	if (b.n > 3 && memcmp(b.s, "\xff\xd8\xff", 3) == 0)
		return "image/jpeg";
	if (b.n > 12 && memcmp(b.s, "RIFF", 4) == 0 && memcmp(b.s + 8, "WEBP", 4) == 0)
		return "image/webp";
	return NULL;
}

static void draw_logo(struct desk *d, struct call *c, const struct form *form)
{
	struct page p;
	frame_begin(&p, d, c, TAB_SETTINGS);
	frame_of(&p)->back = STR("/desk/settings");
	if (form)
		frame_complaints(&p, form);
	setting_logo_page(&p, &(struct setting_group_view){ .form = form, .tenant = d->tenant, .is_saved = form_value(c, "saved").n > 0 });
}

static void show_logo(struct desk *d, struct call *c)
{
	draw_logo(d, c, NULL);
}

static const char hex[] = "0123456789abcdef";

static struct str to_hex(struct arena *a, struct str raw)
{
	char *b = arena_get(a, raw.n * 2 + 1);
	for (size_t i = 0; i < raw.n; i++) {
		b[2 * i] = hex[(unsigned char)raw.s[i] >> 4];
		b[2 * i + 1] = hex[raw.s[i] & 15];
	}
	return (struct str){ b, raw.n * 2 };
}

static void put_bytes(struct out *o, struct str text)
{
	out_grow(o, text.n / 2);
	for (size_t i = 0; i + 1 < text.n; i += 2) {
		const char *high = strchr(hex, text.s[i]), *low = strchr(hex, text.s[i + 1]);
		char byte = (char)(high && low ? (high - hex) << 4 | (low - hex) : 0);
		out_put(o, &byte, 1);
	}
}

static void keep_logo(struct desk *d, struct str file, const char *type)
{
	struct str hash = seal_hash(d->arena, file), why;
	setting_file_put(d, &(struct setting_file_put_in){
		.name = STR("logo"), .type = str_of(type), .body = to_hex(d->arena, file), .hash = hash, .put_at = d->now });
	tenant_set(d, STR("logo"), arena_fmt(d->arena, "/logo?v=%.8s", hash.s), &why);
}

static void put_logo(struct desk *d, struct call *c)
{
	struct form form = form_of(c);
	struct str file = form_value(c, "logo"), why;
	const char *type = file.n ? image_type(file) : NULL;
	if (form_is_on(&form, "remove")) {
		setting_file_drop(d, STR("logo"));
		tenant_set(d, STR("logo"), STR(""), &why);
	} else if (type && file.n <= LOGO_MOST) {
		keep_logo(d, file, type);
	} else {
		form_complain(&form, "logo", !file.n ? COMPLAINT_MISSING : file.n > LOGO_MOST ? COMPLAINT_TOO_LONG : COMPLAINT_NOT_IMAGE);
		desk_refuse(d);
		reply_status(c, 422);
		draw_logo(d, c, &form);
		return;
	}
	account_go(d, c, STR("/desk/settings/logo?saved=1"));
}

/* Its address carries its hash, so it may be kept for a year. */
static void send_logo(struct desk *d, struct call *c)
{
	struct setting_file_find_row row;
	if (!setting_file_find(d, STR("logo"), &row)) {
		refuse_missing(d, c);
		return;
	}
	c->reply.body.arena = c->arena;
	c->reply.body.n = 0;
	put_bytes(&c->reply.body, row.body);
	c->reply.type = row.type.s;
	reply_status(c, 200);
	reply_header(c, "Cache-Control", STR("public, max-age=31536000, immutable"));
}

const struct route setting_routes[] = {
	{ METHOD_GET, "/logo", MAY_READ_SITE, .handle = send_logo },
	{ METHOD_GET, "/desk/settings", MAY_SET_TENANT, .handle = show_overview },
	{ METHOD_GET, "/desk/settings/logo", MAY_SET_TENANT, .handle = show_logo },
	{ METHOD_POST, "/desk/settings/logo", MAY_SET_TENANT, .handle = put_logo, .sample = "remove=on" },
	{ METHOD_GET, "/desk/settings/{group}", MAY_SET_TENANT, .handle = show_group, .holes = "word:look" },
	{ METHOD_POST, "/desk/settings/{group}", MAY_SET_TENANT, .handle = put_group, .holes = "word:look",
		.sample = "title=Hidamari&town=Machi&worker-word=Nurse&kind=public&hue=190" },
};
const size_t setting_route_n = sizeof setting_routes / sizeof setting_routes[0];
