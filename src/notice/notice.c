/* A notice is written once and read by each in their own time; who has not is a question, never a copy. */
#include "notice/notice_inside.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/outbox.h"
#include "notice/notice_desk.page.h"
#include "push/push.h"

enum { KEEP_S = 24 * 3600 };

/* ---- whom it is for ---- */

bool notice_list_has(const struct desk *d, struct str list, int64_t id)
{
	return !list.n || str_has(list, arena_fmt(d->arena, ",%lld,", (long long)id).s);
}

/* Who serves all of an operator's areas serves each of them. */
static bool has_operator_of(const struct desk *d, struct str area_list, struct operator_id operator_id)
{
	for (size_t i = 0; i < d->tenant->area_n; i++)
		if (d->tenant->area[i].operator_id.v == operator_id.v && notice_list_has(d, area_list, d->tenant->area[i].area_id.v))
			return true;
	return false;
}

static bool is_of_areas(const struct desk *d, struct str area_list, const struct account_line *x)
{
	struct str rest = x->area_ids, one;
	int64_t id;
	if (!area_list.n)
		return true;
	if (!str_trim(rest).n)
		return !x->operator_id.v || has_operator_of(d, area_list, x->operator_id);
	while (str_cut(&rest, ',', &one))
		if ((id_parse(str_trim(one), &id) || str_int(str_trim(one), &id)) && notice_list_has(d, area_list, id))
			return true;
	return false;
}

bool notice_is_for(const struct desk *d, const struct notice_row *n, const struct account_line *x)
{
	enum role role = ROLE_NOBODY;
	struct str word = arena_fmt(d->arena, ",%.*s,", STR_ARG(x->role));
	if (!account_role_parse(x->role, &role) || !((int)role & ROLE_STAFF) || x->ended_at.ms)
		return false;
	if (n->operator_list.n && !notice_list_has(d, n->operator_list, x->operator_id.v))
		return false;
	return (!n->role_list.n || str_has(n->role_list, word.s)) && is_of_areas(d, n->area_list, x);
}

static struct account_line myself(const struct desk *d)
{
	return (struct account_line){ .account_id = d->who.account_id, .operator_id = d->who.operator_id, .area_ids = d->who.area_ids,
		.role = str_of(account_role_word(d->who.role)) };
}

struct str notice_who_title(const struct desk *d)
{
	return arena_fmt(d->arena, "%.*s %.*s", STR_ARG(d->tenant->town), STR_ARG(d->tenant->title));
}

/* ---- written ---- */

bool notice_may_edit(const struct desk *d, const struct notice_row *n)
{
	return may(d, str_is(n->kind, "area") ? MAY_NOTICE_SEND : MAY_NOTICE_WRITE, &(struct thing){ .operator_id = n->operator_id });
}

/* A private body works under contract where a public one stands beside it. */
bool notice_is_contractor(const struct desk *d, struct operator_id own)
{
	bool is_private = false, has_public = false;
	for (size_t i = 0; i < d->tenant->operator_n; i++) {
		const struct tenant_operator *x = &d->tenant->operator[i];
		has_public = has_public || str_is(x->kind, "public");
		is_private = is_private || (x->operator_id.v == own.v && str_is(x->kind, "private"));
	}
	return is_private && has_public;
}

static struct str bodies(const struct desk *d, const struct notice_new *v, struct operator_id own)
{
	return notice_is_contractor(d, own) ? arena_fmt(d->arena, ",%lld,", (long long)own.v) : v->operator_list;
}

static enum notice_refusal correct(struct desk *d, const struct notice_new *v)
{
	struct notice_row was;
	if (notice_for_staff(d, v->notice_id, &was) != NOTICE_OK || !notice_may_edit(d, &was) || !str_eq(was.kind, v->kind))
		return NOTICE_NO_SUCH;
	if (!str_is(was.state, "open") && !str_is(was.state, "draft"))
		return NOTICE_NOT_NOW;
	if (notice_change(d, &(struct notice_change_in){ .title = v->title, .words = v->words, .area_list = v->area_list,
		.operator_list = bodies(d, v, was.operator_id), .role_list = v->role_list, .until_on = v->until_on, .is_confirm = v->is_confirm,
		.is_urgent = v->is_urgent, .age_from_n = v->age_from_n, .age_until_n = v->age_until_n, .changed_at = d->now,
		.notice_id = v->notice_id, .version_n = v->version_n }) != 1)
		return NOTICE_CHANGED;
	notice_version_add(d, &(struct notice_version_add_in){ .notice_id = was.notice_id, .version_n = was.version_n, .title = was.title,
		.words = was.words, .by_name = was.by_name, .written_at = was.changed_at });
	audit_note(d, "notice.correct", "notice", was.notice_id.v, STR_NONE);
	return NOTICE_OK;
}

enum notice_refusal notice_put(struct desk *d, const struct notice_new *v, struct notice_id *ret)
{
	bool is_area = str_is(v->kind, "area");
	struct may_reach reach = may_reach(d, is_area ? MAY_NOTICE_SEND : MAY_NOTICE_WRITE);
	if (!may_ever(d, is_area ? MAY_NOTICE_SEND : MAY_NOTICE_WRITE))
		return NOTICE_NO_SUCH;
	if (v->notice_id.v) {
		*ret = v->notice_id;
		return correct(d, v);
	}
	*ret = (struct notice_id){ id_new() };
	notice_add(d, &(struct notice_add_in){ .notice_id = *ret, .kind = v->kind, .state = is_area ? STR("draft") : STR("open"), .title = v->title,
		.words = v->words, .operator_id = reach.operator_id, .area_list = v->area_list, .operator_list = bodies(d, v, reach.operator_id),
		.role_list = v->role_list, .until_on = v->until_on, .is_confirm = v->is_confirm, .is_urgent = v->is_urgent,
		.age_from_n = v->age_from_n, .age_until_n = v->age_until_n, .by_account_id = d->who.account_id, .by_name = d->who.name,
		.made_at = d->now });
	audit_note(d, "notice.write", "notice", ret->v, STR_NONE);
	if (!is_area)
		desk_tell(d, STR("task"), STR("changed"));
	return NOTICE_OK;
}

enum notice_refusal notice_withdraw(struct desk *d, const struct notice_row *n)
{
	if (!notice_may_edit(d, n))
		return NOTICE_NO_SUCH;
	if (notice_state(d, STR("withdrawn"), d->now, n->notice_id, str_is(n->kind, "area") ? STR("draft") : STR("open")) != 1)
		return NOTICE_NOT_NOW;
	audit_note(d, "notice.withdraw", "notice", n->notice_id.v, STR_NONE);
	desk_tell(d, STR("task"), STR("changed"));
	return NOTICE_OK;
}

/* ---- read ---- */

static bool may_read(const struct desk *d, const struct notice_row *n)
{
	struct account_line me = myself(d);
	return notice_may_edit(d, n) || (str_is(n->kind, "office") && may_ever(d, MAY_NOTICE_READ) && notice_is_for(d, n, &me));
}

enum notice_refusal notice_for_staff(struct desk *d, struct notice_id notice_id, struct notice_row *ret)
{
	struct notice_row n;
	if (!notice_by_id(d, notice_id, &n) || !may_read(d, &n))
		return NOTICE_NO_SUCH;
	*ret = n;
	return NOTICE_OK;
}

size_t notice_waiting(struct desk *d, struct notice_row **ret)
{
	struct account_line me = myself(d);
	size_t n = notice_unread(d, d->who.account_id, d->today, ret), kept = 0;
	for (size_t i = 0; i < n; i++)
		if (notice_is_for(d, &(*ret)[i], &me) && (*ret)[i].by_account_id.v != d->who.account_id.v)
			(*ret)[kept++] = (*ret)[i];
	return kept;
}

size_t notice_mine(struct desk *d, const char *kind, struct notice_row **ret)
{
	size_t n = notice_list(d, str_of(kind), NOTICE_LIST_MOST, ret), kept = 0;
	for (size_t i = 0; i < n; i++)
		if (may_read(d, &(*ret)[i]) && (!str_is((*ret)[i].state, "withdrawn") || notice_may_edit(d, &(*ret)[i])))
			(*ret)[kept++] = (*ret)[i];
	return kept;
}

static bool is_done(const struct notice_row *n, const struct notice_mark_row *x)
{
	return x->read_at.ms && x->version_n >= n->version_n && (!n->is_confirm || x->confirmed_at.ms);
}

bool notice_is_read(struct desk *d, const struct notice_row *n)
{
	struct notice_mark_row x;
	return notice_read_of(d, n->notice_id, d->who.account_id, &x) && is_done(n, &x);
}

enum notice_refusal notice_mark(struct desk *d, const struct notice_row *n, bool is_confirmed)
{
	struct notice_mark_row was = { .version_n = 0 };
	if (!str_is(n->state, "open"))
		return NOTICE_NOT_NOW;
	bool is_same = notice_read_of(d, n->notice_id, d->who.account_id, &was) && was.version_n >= n->version_n;
	notice_read_put(d, &(struct notice_read_put_in){ .notice_id = n->notice_id, .account_id = d->who.account_id, .version_n = n->version_n,
		.read_at = is_same ? was.read_at : d->now,
		.confirmed_at = is_same && was.confirmed_at.ms ? was.confirmed_at : is_confirmed ? d->now : MOMENT_NONE });
	audit_note(d, is_confirmed ? "notice.confirm" : "notice.open", "notice", n->notice_id.v, STR_NONE);
	return NOTICE_OK;
}

/* ---- who has, and who has not ---- */

static struct str operator_name(const struct desk *d, struct operator_id operator_id)
{
	for (size_t i = 0; i < d->tenant->operator_n; i++)
		if (d->tenant->operator[i].operator_id.v == operator_id.v)
			return d->tenant->operator[i].name;
	return STR_NONE;
}

static struct str area_names(const struct desk *d, struct str area_ids)
{
	struct out o = { .arena = d->arena };
	struct str one;
	while (str_cut(&area_ids, ',', &one)) {
		struct area_id id;
		const struct tenant_area *area = NULL;
		if (id_parse(str_trim(one), &id.v) || str_int(str_trim(one), &id.v))
			area = tenant_area_of(d->tenant, id);
		if (area)
			out_fmt(&o, "%s%.*s", o.n ? " " : "", STR_ARG(area->name));
	}
	return out_done(&o);
}

static const struct notice_mark_row *mark_of(const struct notice_mark_row *x, size_t n, struct account_id account_id)
{
	size_t from = 0, until = n;
	while (from < until) {
		size_t at = (from + until) / 2;
		if (x[at].account_id.v == account_id.v)
			return &x[at];
		*(x[at].account_id.v < account_id.v ? &from : &until) = x[at].account_id.v < account_id.v ? at + 1 : at;
	}
	return NULL;
}

/* Those who have not come first, by body and area; the order of the list is kept inside. */
static size_t sorted(const struct notice_reader *all, size_t n, struct notice_reader *ret)
{
	size_t kept = 0;
	for (int is_read = 0; is_read < 2; is_read++)
		for (size_t i = 0; i < n; i++)
			if (all[i].is_read == is_read)
				ret[kept++] = all[i];
	return kept;
}

size_t notice_readers(struct desk *d, const struct notice_row *n, struct notice_reader **ret, size_t *ret_read_n)
{
	struct account_line *line;
	struct notice_mark_row *mark;
	size_t line_n = account_list(d, NOTICE_STAFF_MOST, &line), mark_n = notice_reads(d, n->notice_id, &mark), kept = 0;
	struct notice_reader *all = ARENA_ARRAY(d->arena, struct notice_reader, line_n + 1);
	*ret = ARENA_ARRAY(d->arena, struct notice_reader, line_n + 1);
	*ret_read_n = 0;
	for (size_t i = 0; i < line_n; i++) {
		const struct notice_mark_row *x = mark_of(mark, mark_n, line[i].account_id);
		if (!notice_is_for(d, n, &line[i]) || line[i].account_id.v == n->by_account_id.v)
			continue;
		all[kept] = (struct notice_reader){ .account_id = line[i].account_id, .name = line[i].name, .title = line[i].title, .mail = line[i].mail,
			.operator = operator_name(d, line[i].operator_id), .area = area_names(d, line[i].area_ids), .is_read = x && is_done(n, x) };
		if (x && x->version_n >= n->version_n) {
			all[kept].read_at = x->read_at;
			all[kept].confirmed_at = x->confirmed_at;
		}
		kept++;
		*ret_read_n += all[kept - 1].is_read;
	}
	return sorted(all, kept, *ret);
}

static void tell(struct desk *d, const struct notice_row *n, const struct notice_reader *x)
{
	struct out text = { .arena = d->arena };
	struct page p = { .out = &text, .base = d->base };
	struct str path = arena_fmt(d->arena, "desk/notice/%s", id_text(d->arena, n->notice_id.v).s);
	notice_again_push(&p);
	push_tell(d, x->account_id, &(struct push_notice){ .title = notice_who_title(d), .body = str_trim(out_done(&text)), .reason = STR("notice"),
		.path = path, .tag = STR("notice"), .subject_id = n->notice_id.v, .keep_s = KEEP_S });
	if (!x->mail.n)
		return;
	text = (struct out){ .arena = d->arena };
	notice_again_mail(&p, d->tenant, arena_fmt(d->arena, "%.*s/%.*s", STR_ARG(d->site), STR_ARG(path)));
	outbox_put(d, &(struct outbox_letter){ .channel = STR("mail"), .to = x->mail, .subject = notice_who_title(d), .text = out_done(&text),
		.reason = STR("notice"), .subject_id = n->notice_id.v, .not_after = moment_add(d->now, KEEP_S * SECOND) });
}

enum notice_refusal notice_again(struct desk *d, const struct notice_row *n, int64_t *ret_n)
{
	struct notice_reader *x;
	size_t read_n, all_n = notice_readers(d, n, &x, &read_n);
	if (!notice_may_edit(d, n) || !str_is(n->kind, "office"))
		return NOTICE_NO_SUCH;
	if (!str_is(n->state, "open"))
		return NOTICE_NOT_NOW;
	if (read_n == all_n)
		return NOTICE_NOBODY;
	if (notice_again_put(d, d->today, n->notice_id) != 1)
		return NOTICE_TODAY;
	for (size_t i = 0; i < all_n - read_n; i++)
		tell(d, n, &x[i]);
	*ret_n = (int64_t)(all_n - read_n);
	audit_note(d, "notice.again", "notice", n->notice_id.v, STR_NONE);
	return NOTICE_OK;
}
