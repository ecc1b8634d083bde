/* The permission table and the three questions asked of it. */
#include "desk/may.h"
#include "base/check.h"
#include "base/out.h"
#include "desk/tenant.h"

enum { SIGNED_IN = ROLE_FAMILY | ROLE_HELPER | ROLE_STAFF };

struct row { enum may act; int roles, relations; };

/* Managers are bound to their legal body, workers and sites also to their areas; administrators look after accounts and settings and do not read
 * what families write. A secret link is a right of its own, whoever is signed in on that device. */
static const struct row table[] = {
	{ MAY_READ_SITE, ROLE_ANYONE, REL_ANY },
	{ MAY_SIGN_IN, ROLE_ANYONE, REL_ANY },
	{ MAY_SIGN_OUT, SIGNED_IN, REL_ANY },
	{ MAY_OWN_ACCOUNT, SIGNED_IN, REL_OWN },
	{ MAY_DEMO_ENTER, ROLE_ANYONE, REL_ANY },
	{ MAY_READ_DESK, ROLE_STAFF, REL_ANY },
	{ MAY_SETTLE_TASK, ROLE_ADMIN, REL_ANY },
	{ MAY_SETTLE_TASK, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_SETTLE_TASK, ROLE_SITE | ROLE_WORKER, REL_AREA },
	{ MAY_INVITE, ROLE_ADMIN, REL_ANY },
	{ MAY_INVITE, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_LIST_ACCOUNTS, ROLE_ADMIN, REL_ANY },
	{ MAY_LIST_ACCOUNTS, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_SET_TENANT, ROLE_ADMIN, REL_ANY },
	{ MAY_READ_AUDIT, ROLE_ADMIN, REL_ANY },
	{ MAY_READ_AUDIT, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_HOOK, ROLE_ANYONE, REL_ANY },
	{ MAY_CONSULT_ASK, ROLE_ANYONE, REL_ANY },
	{ MAY_CONSULT_READ_OWN, ROLE_ANYONE, REL_HELD | REL_OWN },
	{ MAY_CONSULT_READ, ROLE_SITE | ROLE_WORKER, REL_AREA },
	{ MAY_CONSULT_READ, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_CONSULT_ANSWER, ROLE_SITE | ROLE_WORKER, REL_AREA },
	{ MAY_CONSULT_ANSWER, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_COUNT_READ, ROLE_SITE | ROLE_WORKER, REL_AREA },
	{ MAY_COUNT_READ, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_COUNT_CLOSE, ROLE_MANAGER, REL_ANY },
	{ MAY_DIRECTORY_READ, ROLE_ANYONE, REL_ANY },
	{ MAY_DIRECTORY_EDIT, ROLE_SITE | ROLE_MANAGER, REL_OPERATOR },
	{ MAY_DIRECTORY_EDIT, ROLE_WORKER, REL_AREA },
	{ MAY_DIRECTORY_EDIT, ROLE_ADMIN, REL_ANY },
	{ MAY_DIRECTORY_APPROVE, ROLE_MANAGER | ROLE_ADMIN, REL_ANY },
	{ MAY_DIRECTORY_IMPORT, ROLE_MANAGER | ROLE_ADMIN, REL_ANY },
	{ MAY_STAFF_READ, ROLE_SITE | ROLE_WORKER | ROLE_MANAGER, REL_OPERATOR },
	{ MAY_STAFF_READ, ROLE_ADMIN, REL_ANY },
	{ MAY_STAFF_EDIT, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_STAFF_EDIT, ROLE_ADMIN, REL_ANY },
	{ MAY_STAFF_OWN, ROLE_STAFF, REL_OWN },
	{ MAY_STAFF_TIME, ROLE_SITE | ROLE_WORKER, REL_OWN },
	{ MAY_STAFF_TIME, ROLE_MANAGER, REL_OPERATOR | REL_OWN },
	{ MAY_STAFF_TIME, ROLE_ADMIN, REL_ANY },
	{ MAY_HELPER_READ, ROLE_SITE | ROLE_WORKER | ROLE_MANAGER, REL_OPERATOR },
	{ MAY_HELPER_EDIT, ROLE_WORKER | ROLE_MANAGER, REL_OPERATOR },
	{ MAY_HELPER_MANAGE, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_HELPER_OWN, ROLE_HELPER | ROLE_SITE | ROLE_WORKER | ROLE_MANAGER, REL_OWN },
	{ MAY_HELPER_APPLY, ROLE_ANYONE, REL_ANY },
	{ MAY_FAMILY_READ, ROLE_SITE | ROLE_WORKER, REL_AREA },
	{ MAY_FAMILY_READ, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_FAMILY_WRITE, ROLE_SITE | ROLE_WORKER, REL_AREA },
	{ MAY_FAMILY_WRITE, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_FAMILY_REGISTER, ROLE_SITE | ROLE_WORKER | ROLE_MANAGER, REL_ANY },
	{ MAY_FAMILY_LIST, ROLE_SITE | ROLE_WORKER, REL_AREA },
	{ MAY_FAMILY_LIST, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_FAMILY_OWN, ROLE_ANYONE, REL_ANY },
	{ MAY_FAMILY_REVIEW, ROLE_MANAGER, REL_ANY },
	{ MAY_FAMILY_LOOKS, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_CHARGE_DECIDE, ROLE_SITE | ROLE_WORKER, REL_AREA },
	{ MAY_CHARGE_DECIDE, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_CHARGE_BALANCE, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_VISIT_READ, ROLE_SITE | ROLE_WORKER, REL_AREA },
	{ MAY_VISIT_READ, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_VISIT_WRITE, ROLE_SITE | ROLE_WORKER, REL_AREA },
	{ MAY_VISIT_WRITE, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_VISIT_OWN, ROLE_FAMILY, REL_OWN },
	{ MAY_GIFT_READ, ROLE_SITE | ROLE_WORKER | ROLE_MANAGER, REL_ANY },
	{ MAY_GIFT_PAY, ROLE_WORKER | ROLE_MANAGER, REL_ANY },
	{ MAY_GIFT_OWN, ROLE_FAMILY, REL_OWN },
	{ MAY_VOICE_SAY, ROLE_ANYONE, REL_ANY },
	{ MAY_VOICE_HELD, ROLE_ANYONE, REL_HELD },
	{ MAY_VOICE_READ, ROLE_SITE | ROLE_WORKER | ROLE_MANAGER, REL_ANY },
	{ MAY_VOICE_ANSWER, ROLE_WORKER | ROLE_MANAGER, REL_ANY },
	{ MAY_TOUCH, ROLE_SITE | ROLE_WORKER, REL_AREA },
	{ MAY_TOUCH, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_DISCLOSE, ROLE_SITE | ROLE_WORKER, REL_AREA },
	{ MAY_DISCLOSE, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_SOS_SEE, ROLE_SITE | ROLE_WORKER, REL_AREA | REL_OWN },
	{ MAY_SOS_SEE, ROLE_MANAGER, REL_OPERATOR | REL_OWN },
	{ MAY_CONSULT_COUNT, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_CARE_OWN, ROLE_FAMILY, REL_OWN },
	{ MAY_CARE_HELP, ROLE_HELPER | ROLE_SITE | ROLE_WORKER | ROLE_MANAGER, REL_OWN },
	{ MAY_CARE_READ, ROLE_SITE | ROLE_WORKER, REL_AREA },
	{ MAY_CARE_READ, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_CARE_WRITE, ROLE_SITE | ROLE_WORKER, REL_AREA },
	{ MAY_CARE_WRITE, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_CARE_PRIVATE, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_CARE_SET, ROLE_MANAGER, REL_ANY },
	{ MAY_FEE_READ, ROLE_WORKER, REL_AREA },
	{ MAY_FEE_READ, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_FEE_PAY, ROLE_WORKER, REL_AREA },
	{ MAY_FEE_PAY, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_FEE_MONTH, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_FEE_RULE, ROLE_MANAGER | ROLE_ADMIN, REL_ANY },
	{ MAY_FEE_OWN, ROLE_FAMILY, REL_OWN },
	{ MAY_FEE_EARNED, ROLE_HELPER | ROLE_STAFF, REL_OWN },
	{ MAY_UNMET_READ, ROLE_WORKER, REL_AREA },
	{ MAY_UNMET_READ, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_TALK_ASK, ROLE_ANYONE, REL_ANY },
	{ MAY_TALK_HELD, ROLE_ANYONE, REL_HELD },
	{ MAY_TALK_OWN, ROLE_FAMILY, REL_OWN },
	{ MAY_TALK_READ, ROLE_SITE | ROLE_WORKER, REL_AREA },
	{ MAY_TALK_READ, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_TALK_WRITE, ROLE_SITE | ROLE_WORKER, REL_AREA },
	{ MAY_TALK_WRITE, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_NOTICE_READ, ROLE_STAFF, REL_ANY },
	{ MAY_NOTICE_WRITE, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_NOTICE_WRITE, ROLE_ADMIN, REL_ANY },
	{ MAY_NOTICE_SEND, ROLE_MANAGER, REL_OPERATOR },
	{ MAY_NOTICE_OWN, ROLE_FAMILY, REL_OWN },
	/* make room adds rows here */
};
enum { TABLE_N = sizeof table / sizeof *table };

static const char *const words[MAY_N] = {
	[MAY_NOTHING] = "nothing",
	[MAY_READ_SITE] = "read-site",
	[MAY_SIGN_IN] = "sign-in",
	[MAY_SIGN_OUT] = "sign-out",
	[MAY_OWN_ACCOUNT] = "own-account",
	[MAY_DEMO_ENTER] = "demo-enter",
	[MAY_READ_DESK] = "read-desk",
	[MAY_SETTLE_TASK] = "settle-task",
	[MAY_INVITE] = "invite",
	[MAY_LIST_ACCOUNTS] = "list-accounts",
	[MAY_SET_TENANT] = "set-tenant",
	[MAY_READ_AUDIT] = "read-audit",
	[MAY_HOOK] = "hook",
	[MAY_CONSULT_ASK] = "consult-ask",
	[MAY_CONSULT_READ_OWN] = "consult-read-own",
	[MAY_CONSULT_READ] = "consult-read",
	[MAY_CONSULT_ANSWER] = "consult-answer",
	[MAY_COUNT_READ] = "count-read",
	[MAY_COUNT_CLOSE] = "count-close",
	[MAY_DIRECTORY_READ] = "directory-read",
	[MAY_DIRECTORY_EDIT] = "directory-edit",
	[MAY_DIRECTORY_APPROVE] = "directory-approve",
	[MAY_DIRECTORY_IMPORT] = "directory-import",
	[MAY_STAFF_READ] = "staff-read",
	[MAY_STAFF_EDIT] = "staff-edit",
	[MAY_STAFF_OWN] = "staff-own",
	[MAY_STAFF_TIME] = "staff-time",
	[MAY_HELPER_READ] = "helper-read",
	[MAY_HELPER_EDIT] = "helper-edit",
	[MAY_HELPER_MANAGE] = "helper-manage",
	[MAY_HELPER_OWN] = "helper-own",
	[MAY_HELPER_APPLY] = "helper-apply",
	[MAY_FAMILY_READ] = "family-read",
	[MAY_FAMILY_WRITE] = "family-write",
	[MAY_FAMILY_REGISTER] = "family-register",
	[MAY_FAMILY_LIST] = "family-list",
	[MAY_FAMILY_OWN] = "family-own",
	[MAY_FAMILY_REVIEW] = "family-review",
	[MAY_FAMILY_LOOKS] = "family-looks",
	[MAY_CHARGE_DECIDE] = "charge-decide",
	[MAY_CHARGE_BALANCE] = "charge-balance",
	[MAY_VISIT_READ] = "visit-read",
	[MAY_VISIT_WRITE] = "visit-write",
	[MAY_VISIT_OWN] = "visit-own",
	[MAY_GIFT_READ] = "gift-read",
	[MAY_GIFT_PAY] = "gift-pay",
	[MAY_GIFT_OWN] = "gift-own",
	[MAY_VOICE_SAY] = "voice-say",
	[MAY_VOICE_HELD] = "voice-held",
	[MAY_VOICE_READ] = "voice-read",
	[MAY_VOICE_ANSWER] = "voice-answer",
	[MAY_TOUCH] = "touch",
	[MAY_DISCLOSE] = "disclose",
	[MAY_SOS_SEE] = "sos-see",
	[MAY_CONSULT_COUNT] = "consult-count",
	[MAY_CARE_OWN] = "care-own",
	[MAY_CARE_HELP] = "care-help",
	[MAY_CARE_READ] = "care-read",
	[MAY_CARE_WRITE] = "care-write",
	[MAY_CARE_PRIVATE] = "care-private",
	[MAY_CARE_SET] = "care-set",
	[MAY_FEE_READ] = "fee-read",
	[MAY_FEE_PAY] = "fee-pay",
	[MAY_FEE_MONTH] = "fee-month",
	[MAY_FEE_RULE] = "fee-rule",
	[MAY_FEE_OWN] = "fee-own",
	[MAY_FEE_EARNED] = "fee-earned",
	[MAY_UNMET_READ] = "unmet-read",
	[MAY_TALK_ASK] = "talk-ask",
	[MAY_TALK_HELD] = "talk-held",
	[MAY_TALK_OWN] = "talk-own",
	[MAY_TALK_READ] = "talk-read",
	[MAY_TALK_WRITE] = "talk-write",
	[MAY_NOTICE_READ] = "notice-read",
	[MAY_NOTICE_WRITE] = "notice-write",
	[MAY_NOTICE_SEND] = "notice-send",
	[MAY_NOTICE_OWN] = "notice-own",
	/* make room adds words here */
};

/* ---- the table ---- */

/* The relations that are enough for this role; 0: never. */
static int enough(enum role role, enum may act)
{
	int relations = 0;
	for (size_t i = 0; i < TABLE_N; i++)
		if (table[i].act == act && (table[i].roles & (int)role))
			relations |= table[i].relations;
	return relations;
}

/* A locked desk is unlocked or left, and nothing else. */
static bool is_open_to(const struct desk *d, enum may act)
{
	if (d->who.is_locked)
		return act == MAY_SIGN_IN || act == MAY_SIGN_OUT;
	return act != MAY_DEMO_ENTER || d->is_demo;
}

bool may_role_ever(enum role role, enum may act)
{
	return enough(role, act) != 0;
}

bool may_ever(const struct desk *d, enum may act)
{
	return is_open_to(d, act) && may_role_ever(d->who.role, act);
}

/* ---- the asker's reach ---- */

/* In a town with one legal body everybody on the desk belongs to it; with several, somebody without one reaches none of theirs. */
static struct operator_id own_operator(const struct desk *d)
{
	if (!d->who.operator_id.v && d->tenant && d->tenant->operator_n == 1)
		return d->tenant->operator[0].operator_id;
	return d->who.operator_id;
}

/* A private body works under contract where a public one stands beside it; in a town of NPOs alone nobody does. */
static bool is_contractor(const struct desk *d, struct operator_id own)
{
	bool is_private = false, has_public = false;
	for (size_t i = 0; d->tenant && i < d->tenant->operator_n; i++) {
		const struct tenant_operator *x = &d->tenant->operator[i];
		has_public = has_public || str_is(x->kind, "public");
		is_private = is_private || (x->operator_id.v == own.v && str_is(x->kind, "private"));
	}
	return is_private && has_public;
}

/* Decimal, with a comma on both sides of every area; areas are kept as ids in text. */
static struct str area_list(const struct desk *d)
{
	struct out out = { .arena = d->arena };
	struct str rest = d->who.area_ids, one;
	while (str_cut(&rest, ',', &one)) {
		int64_t id;
		if (id_parse(str_trim(one), &id) || str_int(str_trim(one), &id)) {
			out_put(&out, ",", 1);
			out_int(&out, id);
		}
	}
	out_put(&out, ",", 1);
	return out_done(&out);
}

struct may_reach may_reach(const struct desk *d, enum may act)
{
	int relations = may_ever(d, act) ? enough(d->who.role, act) : 0;
	bool has_areas = str_trim(d->who.area_ids).n > 0;
	struct may_reach reach = { .area_list = STR(",") };
	if (relations & REL_ANY)
		return (struct may_reach){ .is_everywhere = true, .area_list = STR(",") };
	if (!(relations & (REL_OPERATOR | REL_AREA)) || !(d->who.role & ROLE_STAFF))
		return reach;
	reach.operator_id = own_operator(d);
	reach.is_unowned_seen = !(has_areas && is_contractor(d, reach.operator_id));
	reach.has_all_areas = (relations & REL_OPERATOR) || !has_areas;
	if (!reach.has_all_areas)
		reach.area_list = area_list(d);
	return reach;
}

static bool reaches(const struct desk *d, const struct may_reach *reach, const struct thing *thing)
{
	if (!thing->operator_id.v ? !reach->is_unowned_seen : thing->operator_id.v != reach->operator_id.v)
		return false;
	if (reach->has_all_areas || !thing->area_id.v)
		return true;
	return str_has(reach->area_list, arena_fmt(d->arena, ",%lld,", (long long)thing->area_id.v).s);
}

bool may(const struct desk *d, enum may act, const struct thing *thing)
{
	static const struct thing none;
	const struct thing *t = thing ? thing : &none;
	int relations = may_ever(d, act) ? enough(d->who.role, act) : 0;
	if (relations & REL_ANY)
		return true;
	if ((relations & REL_HELD) && t->is_held)
		return true;
	if ((relations & REL_OWN) && t->owner_id.v && t->owner_id.v == d->who.account_id.v)
		return true;
	if (!(relations & (REL_OPERATOR | REL_AREA)))
		return false;
	struct may_reach reach = may_reach(d, act);
	return reaches(d, &reach, t);
}

/* ---- words and the check at start-up ---- */

const char *may_word(enum may act)
{
	CHECK(act >= 0 && act < MAY_N && words[act]);
	return words[act];
}

bool may_check_table(struct str *ret_why, struct arena *a)
{
	for (int act = MAY_NOTHING + 1; act < MAY_N; act++) {
		bool has_row = enough((enum role)ROLE_ANYONE, (enum may)act) != 0;
		if (has_row && words[act])
			continue;
		*ret_why = arena_fmt(a, "act %d (%s) has no row or no word in desk/may.c", act, words[act] ? words[act] : "?");
		return false;
	}
	for (size_t i = 0; i < TABLE_N; i++) {
		if (table[i].act != MAY_NOTHING && table[i].roles && table[i].relations)
			continue;
		*ret_why = arena_fmt(a, "row %zu of desk/may.c names no act, no role or no relation", i);
		return false;
	}
	return true;
}
