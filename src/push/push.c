/* Browsers that listen, and the letters that go to them. */
#include "push/push.h"
#include "base/base64.h"
#include "base/out.h"
#include "desk/audit.h"
#include "desk/outbox.h"

static struct seal_key place_key(const struct desk *d)
{
	return seal_derive(d->tenant_key, STR("push"), d->tenant_id.v);
}

static struct push_pair own_pair(const struct desk *d)
{
	struct seal_key key = place_key(d);
	return push_pair_grow(&key);
}

struct str push_key_text(struct desk *d)
{
	struct push_pair pair = own_pair(d);
	return base64_text(d->arena, (struct str){ (const char *)pair.open, PUSH_PUBLIC });
}

/* ---- who listens ---- */

static bool place_read(struct desk *d, struct str endpoint, struct str open, struct str auth, struct push_place *ret)
{
	ret->endpoint = endpoint;
	return base64_read(d->arena, open, &ret->open) && base64_read(d->arena, auth, &ret->auth) && push_place_is_fine(ret);
}

enum push_refusal push_put(struct desk *d, const struct push_new *v)
{
	struct push_place place;
	struct seal_key key = place_key(d);
	struct place_id place_id = { id_new() };
	if (!push_is_listed(v->endpoint, tenant_get(d->tenant, "push.hosts")))
		return PUSH_NOT_LISTED;
	if (!place_read(d, v->endpoint, v->open, v->auth, &place))
		return PUSH_BAD;
	struct str box = arena_fmt(d->arena, "%.*s\n%.*s\n%.*s\n%.*s", STR_ARG(v->endpoint), STR_ARG(v->open), STR_ARG(v->auth), STR_ARG(v->path));
	push_place_put(d, &(struct push_place_put_in){ .place_id = place_id, .account_id = v->account_id,
		.place_hash = seal_mac(d->arena, &key, v->endpoint), .place_box = seal_box(d->arena, &key, box), .device = v->device, .made_at = d->now });
	audit_note(d, "push.put", "account", v->account_id.v, STR_NONE);
	return PUSH_OK;
}

void push_drop_all(struct desk *d, struct account_id account_id)
{
	push_place_drop_of(d, account_id);
}

bool push_listens(struct desk *d, struct account_id account_id)
{
	struct push_places_of_row *place;
	return push_places_of(d, account_id, &place) > 0;
}

bool push_drop_own(struct desk *d, struct place_id place_id)
{
	bool is_gone = push_place_drop_own(d, place_id, d->who.account_id) == 1;
	if (is_gone)
		audit_note(d, "push.drop", "account", d->who.account_id.v, STR_NONE);
	return is_gone;
}

/* Its own path, or an empty one; absent: the box does not open. */
static struct str box_open(struct desk *d, struct str box, struct push_place *ret)
{
	struct seal_key key = place_key(d);
	struct str rest, endpoint, open, auth;
	if (!seal_open(d->arena, &key, box, &rest) || !str_cut(&rest, '\n', &endpoint) || !str_cut(&rest, '\n', &open) || !str_cut(&rest, '\n', &auth))
		return STR_NONE;
	return place_read(d, endpoint, open, auth, ret) ? rest.s ? rest : STR("") : STR_NONE;
}

/* ---- told ---- */

static struct str words_of(struct desk *d, const struct push_notice *n, struct str path)
{
	struct out o = { .arena = d->arena };
	out_z(&o, "{\"title\":");
	out_json(&o, n->title);
	out_z(&o, ",\"body\":");
	out_json(&o, n->body);
	out_z(&o, ",\"url\":");
	out_json(&o, path.n ? path : n->path);
	out_z(&o, ",\"tag\":");
	out_json(&o, n->tag);
	out_z(&o, "}");
	return out_done(&o);
}

static int64_t tell(struct desk *d, struct account_id account_id, const struct push_notice *n, struct letter_id *ret_newest)
{
	struct push_places_of_row *place;
	size_t place_n = push_places_of(d, account_id, &place);
	for (size_t i = 0; i < place_n; i++) {
		struct push_place there;
		struct str path = box_open(d, place[i].place_box, &there);
		*ret_newest = outbox_put(d, &(struct outbox_letter){ .channel = STR("push"),
			.to = id_text(d->arena, place[i].place_id.v), .text = words_of(d, n, path),
			.reason = n->reason, .subject_id = n->subject_id, .not_after = moment_add(d->now, n->keep_s * SECOND) });
	}
	return (int64_t)place_n;
}

int64_t push_tell(struct desk *d, struct account_id account_id, const struct push_notice *n)
{
	struct letter_id newest;
	return tell(d, account_id, n, &newest);
}

struct letter_id push_tell_newest(struct desk *d, struct account_id account_id, const struct push_notice *n)
{
	struct letter_id newest = { 0 };
	tell(d, account_id, n, &newest);
	return newest;
}

/* ---- carried ---- */

static struct str contact_of(struct desk *d)
{
	struct str contact = tenant_get(d->tenant, "push.contact");
	if (!contact.n && d->tenant->mail_from.n)
		contact = arena_fmt(d->arena, "mailto:%.*s", STR_ARG(d->tenant->mail_from));
	return arena_str(d->arena, contact.n ? contact : tenant_get(d->tenant, "site_url"));
}

void push_wire_of(struct desk *d, struct push_wire *ret)
{
	*ret = (struct push_wire){ .pair = own_pair(d), .contact = contact_of(d), .base = arena_str(d->arena, tenant_get(d->tenant, "push.base")),
		.hosts = arena_str(d->arena, tenant_get(d->tenant, "push.hosts")) };
}

struct push_ready push_ready_of(struct desk *d, struct str place_text)
{
	struct push_ready r = { .is_there = false };
	struct push_place_by_id_row row;
	r.is_there = id_parse(place_text, &r.place_id.v) && push_place_by_id(d, r.place_id, &row) && box_open(d, row.place_box, &r.place).s;
	return r;
}

void push_settled(struct desk *d, struct place_id place_id, enum push_end end)
{
	if (end == PUSH_SENT)
		push_place_sent(d, d->now, place_id);
	else if (end == PUSH_GONE)
		push_place_drop(d, place_id);
}
