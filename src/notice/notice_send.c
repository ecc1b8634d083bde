/* A message goes out piece by piece. A piece is one write: which households, by which way, their letters, the line in their story, how far it came,
 * and the timer of the next piece. Whatever dies before its commit has done nothing, and the timer comes again. */
#include "notice/notice_send.h"
#include "channel/line.h"
#include "consult/consult_line.h"
#include "desk/audit.h"
#include "desk/may.h"
#include "desk/outbox.h"
#include "family/family.h"
#include "notice/notice.page.h"
#include "notice/notice_inside.h"
#include "notice/notice_rules.h"
#include "push/push.h"

enum { LINE_KEEP_S = 24 * 3600, MAIL_KEEP_S = 3 * 24 * 3600, CALM_MS = 1000 };

static const char *const ways[NOTICE_WAY_N] = { "line", "push", "mail", "page", "paper" };

/* ---- whom ---- */

/* Those of no body belong to everybody but a contractor. */
static struct notice_send_households_in households_of(struct desk *d, const struct notice_row *n, struct moment at)
{
	struct notice_born born = notice_born_on(day_of(at), n->age_from_n, n->age_until_n);
	return (struct notice_send_households_in){ .reached_family_id = { n->reached_family_id.v ? n->reached_family_id.v : 1 },
		.operator_id = n->operator_id, .is_unowned_seen = !notice_is_contractor(d, n->operator_id), .has_all_areas = !n->area_list.n,
		.area_list = n->area_list.n ? n->area_list : STR(","), .has_all_ages = born.is_any, .from_on = born.from_on, .until_on = born.until_on,
		.limit_n = NOTICE_PIECE };
}

int64_t notice_chosen(struct desk *d, const struct notice_row *n, struct moment at)
{
	struct notice_send_chosen_count_row row = { 0 };
	struct notice_send_households_in x = households_of(d, n, at);
	notice_send_chosen_count(d, &(struct notice_send_chosen_count_in){ .operator_id = x.operator_id, .is_unowned_seen = x.is_unowned_seen,
		.has_all_areas = x.has_all_areas, .area_list = x.area_list, .has_all_ages = x.has_all_ages, .from_on = x.from_on,
		.until_on = x.until_on }, &row);
	return row.family_n;
}

int64_t notice_line_left(struct desk *d)
{
	struct day_parts today = day_split(d->today);
	struct notice_send_lines_waiting_row waiting = { 0 };
	int64_t budget_n = 0;
	str_int(tenant_get(d->tenant, "line.push_budget"), &budget_n);
	if (budget_n <= 0)
		return INT64_MAX;
	notice_send_lines_waiting(d, &waiting);
	int64_t left_n = budget_n - waiting.person_n - outbox_pushed(d, STR("line"), day_moment(day_make(today.year, today.month, 1), 0));
	return left_n > 0 ? left_n : 0;
}

/* ---- a piece ---- */

struct home { struct family_id family_id; enum notice_way way; struct account_id account_id; struct str to, lang; bool is_quiet, is_mourning; };
struct piece { struct home *home; size_t n; int64_t line_left_n; bool is_whole; };      /* whole: there may be more behind it */
struct known { struct notice_send_guardians_row *guardian; size_t guardian_n, guardian_at;
	struct consult_line_friend *friend; size_t friend_n, friend_at; };

static bool is_mourning(const struct notice_send_households_row *h)
{
	return h->lost_n + h->lost_due_n > 0 && h->here_n + h->due_n == 0;
}

/* The lists lie in the order of the households, so each is walked once. */
static const struct consult_line_friend *friend_of(struct known *k, struct family_id family_id)
{
	while (k->friend_at < k->friend_n && k->friend[k->friend_at].family_id.v < family_id.v)
		k->friend_at++;
	return k->friend_at < k->friend_n && k->friend[k->friend_at].family_id.v == family_id.v ? &k->friend[k->friend_at] : NULL;
}

static void guardians_of(struct known *k, const struct notice_send_households_row *h, struct home *x)
{
	x->way = NOTICE_PAPER;
	x->to = h->mail;
	while (k->guardian_at < k->guardian_n && k->guardian[k->guardian_at].family_id.v < h->family_id.v)
		k->guardian_at++;
	for (; k->guardian_at < k->guardian_n && k->guardian[k->guardian_at].family_id.v == h->family_id.v; k->guardian_at++) {
		const struct notice_send_guardians_row *g = &k->guardian[k->guardian_at];
		if (g->account_id.v && x->way == NOTICE_PAPER)
			x->way = NOTICE_PAGE;
		if (g->account_id.v && g->place_n > 0 && x->way != NOTICE_PUSH) {
			x->way = NOTICE_PUSH;
			x->account_id = g->account_id;
		}
		x->to = x->to.n ? x->to : g->mail;
	}
	if (x->way != NOTICE_PUSH && x->to.n)
		x->way = NOTICE_MAIL;
}

static struct home home_of(const struct notice_send_households_row *h, struct known *k, int64_t *line_left_n)
{
	struct home x = { .family_id = h->family_id, .lang = h->lang, .is_quiet = h->is_secret || h->quiet_n > 0, .is_mourning = is_mourning(h) };
	const struct consult_line_friend *friend = friend_of(k, h->family_id);
	guardians_of(k, h, &x);
	if (x.is_quiet || x.is_mourning) {
		x.way = NOTICE_PAGE;
	} else if (friend && *line_left_n > 0) {
		x.way = NOTICE_LINE;
		x.to = friend->to;
		(*line_left_n)--;
	}
	return x;
}

static void piece_read(struct desk *d, const struct notice_send_households_in *in, struct piece *ret)
{
	struct notice_send_households_row *h;
	struct known k = { .friend_n = 0 };
	size_t n = notice_send_households(d, in, &h);
	ret->home = ARENA_ARRAY(d->arena, struct home, n + 1);
	ret->n = n;
	ret->is_whole = n == (size_t)in->limit_n;
	if (!n)
		return;
	k.guardian_n = notice_send_guardians(d, in->reached_family_id, h[n - 1].family_id, &k.guardian);
	if (tenant_is_set(d->tenant, "line.channel_token"))
		k.friend_n = consult_line_friends(d, in->reached_family_id, h[n - 1].family_id, &k.friend);
	for (size_t i = 0; i < n; i++)
		ret->home[i] = home_of(&h[i], &k, &ret->line_left_n);
}

void notice_count(struct desk *d, const struct notice_row *n, struct moment at, struct notice_reach_count *ret)
{
	struct notice_send_households_in in = households_of(d, n, at);
	struct piece x = { .line_left_n = notice_line_left(d), .is_whole = true };
	*ret = (struct notice_reach_count){ .all_n = 0 };
	in.reached_family_id.v = 1;
	while (x.is_whole && !desk_is_faulted(d)) {
		piece_read(d, &in, &x);
		for (size_t i = 0; i < x.n; i++) {
			ret->mourning_n += x.home[i].is_mourning;
			ret->quiet_n += !x.home[i].is_mourning && x.home[i].is_quiet;
			ret->way_n[x.home[i].way] += !x.home[i].is_mourning;
			ret->all_n += !x.home[i].is_mourning;
		}
		if (x.n)
			in.reached_family_id = x.home[x.n - 1].family_id;
	}
}

/* ---- sent ---- */

static void timer(struct desk *d, struct notice_id notice_id, struct moment at)
{
	outbox_put(d, &(struct outbox_letter){ .channel = STR("notice"), .to = id_text(d->arena, notice_id.v), .reason = STR("notice"),
		.subject_id = notice_id.v, .not_before = at });
}

enum notice_refusal notice_send(struct desk *d, const struct notice_row *n, struct moment at, int64_t shown_n)
{
	at = at.ms ? at : d->now;
	if (!notice_may_edit(d, n) || !str_is(n->kind, "area"))
		return NOTICE_NO_SUCH;
	if (!str_is(n->state, "draft") || at.ms < d->now.ms || at.ms > d->now.ms + NOTICE_AHEAD_DAYS * DAY_MS)
		return NOTICE_NOT_NOW;
	if (!n->is_urgent && !notice_is_day(at, NOTICE_FROM_MINUTE, NOTICE_UNTIL_MINUTE))
		return NOTICE_NIGHT;
	int64_t chosen_n = notice_chosen(d, n, d->now);         /* as it was shown; who is of that age on the day itself is told */
	if (!chosen_n || chosen_n != shown_n)
		return chosen_n ? NOTICE_COUNT : NOTICE_NOBODY;
	if (notice_send_put(d, &(struct notice_send_put_in){ .send_at = at, .shown_n = shown_n, .changed_at = d->now, .notice_id = n->notice_id,
		.version_n = n->version_n }) != 1)
		return NOTICE_NOT_NOW;
	timer(d, n->notice_id, at);
	audit_note(d, "notice.send", "notice", n->notice_id.v, STR_NONE);
	return NOTICE_OK;
}

static struct letter_id push_one(struct desk *d, const struct notice_row *n, const struct home *x)
{
	struct out text = { .arena = d->arena };
	struct page p = { .out = &text, .base = d->base };
	lang_parse(x->lang, &p.lang);
	notice_push_text(&p);
	return push_tell_newest(d, x->account_id, &(struct push_notice){ .title = notice_who_title(d), .body = str_trim(out_done(&text)),
		.path = STR("me/notice"), .tag = STR("notice"), .reason = STR("notice"), .subject_id = n->notice_id.v, .keep_s = LINE_KEEP_S });
}

static struct letter_id mail_one(struct desk *d, const struct notice_row *n, const struct home *x)
{
	struct out text = { .arena = d->arena };
	struct page p = { .out = &text, .base = d->base };
	lang_parse(x->lang, &p.lang);
	notice_mail_text(&p, d->tenant, n, arena_fmt(d->arena, "%.*s/me/notice", STR_ARG(d->site)));
	return outbox_put(d, &(struct outbox_letter){ .channel = STR("mail"), .to = x->to, .subject = notice_who_title(d), .text = out_done(&text),
		.reason = STR("notice"), .subject_id = n->notice_id.v, .not_after = moment_add(d->now, MAIL_KEEP_S * SECOND) });
}

/* One letter to all of the piece: the same words for everybody, none of them of anybody. */
static struct letter_id line_many(struct desk *d, const struct notice_row *n, const struct piece *x)
{
	struct out to = { .arena = d->arena }, text = { .arena = d->arena };
	struct page p = { .out = &text, .base = d->base };
	int64_t person_n = 0;
	for (size_t i = 0; i < x->n; i++)
		if (x->home[i].way == NOTICE_LINE) {
			out_z(&to, person_n++ ? "," : "[");
			out_json(&to, x->home[i].to);
		}
	if (!person_n)
		return (struct letter_id){ 0 };
	notice_line_text(&p, d->tenant, n, arena_fmt(d->arena, "%.*s/me/notice?openExternalBrowser=1", STR_ARG(d->site)));
	struct str words = out_done(&text);
	out_z(&to, "]\n");
	struct str messages = line_messages(d->arena, &words, 1);
	out_put(&to, messages.s, messages.n);
	return outbox_put(d, &(struct outbox_letter){ .channel = STR("lines"), .to = arena_fmt(d->arena, "%lld", (long long)person_n),
		.text = out_done(&to), .reason = STR("notice"), .subject_id = n->notice_id.v, .is_many = true,
		.not_after = moment_add(d->now, LINE_KEEP_S * SECOND) });
}

/* Letters to one person each leave one after another, and an answer to a mother must not wait behind hundreds of them. */
static void calm(struct piece *x)
{
	int letter_n = 0;
	for (size_t i = 0; i < x->n; i++) {
		letter_n += !x->home[i].is_mourning && (x->home[i].way == NOTICE_PUSH || x->home[i].way == NOTICE_MAIL);
		if (letter_n < NOTICE_CALM)
			continue;
		x->is_whole = x->is_whole || i + 1 < x->n;
		x->n = i + 1;
	}
}

static void put_one(struct desk *d, const struct notice_row *n, const struct home *x, struct letter_id lines)
{
	struct letter_id letter_id = { 0 };
	if (x->is_mourning)
		return;
	if (x->way == NOTICE_LINE)
		letter_id = lines;
	else if (x->way == NOTICE_PUSH)
		letter_id = push_one(d, n, x);
	else if (x->way == NOTICE_MAIL)
		letter_id = mail_one(d, n, x);
	notice_send_reach_add(d, &(struct notice_send_reach_add_in){ .notice_id = n->notice_id, .family_id = x->family_id, .way = str_of(ways[x->way]),
		.letter_id = letter_id, .put_at = d->now });
	family_story_add(d, &(struct family_line_new){ .family_id = x->family_id, .kind = STR("notice"), .line = n->title, .room = STR("notice"),
		.subject_id = n->notice_id.v, .who_may_see = STR("family") });
}

static bool is_busy(struct desk *d)
{
	struct notice_send_letters_busy_row busy = { 0 };
	notice_send_letters_busy(d, d->now, &busy);
	return busy.letter_n >= NOTICE_CALM;
}

static void piece_put(struct desk *d, const struct notice_row *n)
{
	struct notice_send_households_in in = households_of(d, n, n->send_at);
	struct piece x = { .line_left_n = notice_line_left(d) };
	piece_read(d, &in, &x);
	calm(&x);
	struct letter_id lines = line_many(d, n, &x);
	for (size_t i = 0; i < x.n; i++)
		put_one(d, n, &x.home[i], lines);
	notice_send_reached(d, x.is_whole ? STR("going") : STR("done"), x.n ? x.home[x.n - 1].family_id : in.reached_family_id, n->notice_id);
	if (x.is_whole)
		timer(d, n->notice_id, d->now);
}

void notice_step(struct desk *d, struct notice_id notice_id)
{
	struct notice_row n;
	if (!notice_by_id(d, notice_id, &n) || (!str_is(n.state, "waiting") && !str_is(n.state, "going")))
		return;
	struct moment day_at = n.is_urgent ? d->now : notice_next_day(d->now, NOTICE_FROM_MINUTE, NOTICE_UNTIL_MINUTE);
	if (day_at.ms > d->now.ms || n.send_at.ms > d->now.ms)
		timer(d, notice_id, n.send_at.ms > day_at.ms ? n.send_at : day_at);
	else if (is_busy(d))
		timer(d, notice_id, moment_add(d->now, CALM_MS));
	else
		piece_put(d, &n);
}

enum notice_refusal notice_stop(struct desk *d, const struct notice_row *n)
{
	if (!notice_may_edit(d, n) || !str_is(n->kind, "area"))
		return NOTICE_NO_SUCH;
	if (notice_send_stop_put(d, d->now, n->notice_id) != 1)
		return NOTICE_NOT_NOW;
	outbox_stop(d, n->notice_id.v);
	audit_note(d, "notice.stop", "notice", n->notice_id.v, STR_NONE);
	return NOTICE_OK;
}

/* ---- how it went ---- */

void notice_progress(struct desk *d, const struct notice_row *n, struct notice_progress *ret)
{
	struct notice_send_reach_sums_row *row;
	size_t row_n = notice_send_reach_sums(d, n->notice_id, &row);
	*ret = (struct notice_progress){ .all_n = 0 };
	for (size_t i = 0; i < row_n; i++) {
		bool is_sent = str_is(row[i].state, "sent"), is_failed = str_is(row[i].state, "failed");
		for (int way = 0; way < NOTICE_WAY_N; way++)
			if (str_is(row[i].way, ways[way]))
				ret->way_n[way] += row[i].family_n;
		ret->all_n += row[i].family_n;
		ret->sent_n += is_sent ? row[i].family_n : 0;
		ret->failed_n += is_failed ? row[i].family_n : 0;
		ret->waiting_n += row[i].state.n && !is_sent && !is_failed ? row[i].family_n : 0;
	}
}
