/* One line for each room. The switchboard of events stands here too, as soon as one room's news concerns another. */
#include "app/rooms.h"
#include "app/live_web.h"
#include "app/machine_web.h"
#include "base/check.h"
#include "consult/consult.h"
#include "consult/consult_line_menu.h"
#include "consult/consult_promise.h"
#include "family/family.h"
#include "family/family_charge_web.h"
#include "family/family_own.h"
#include "family/family_web.h"
#include "staff/staff.h"
#include "staff/staff_web.h"
#include "consult/consult_web.h"
#include "count/count_web.h"
#include "directory/directory.h"
#include "directory/directory_web.h"
#include "exchange/exchange.h"
#include "exchange/exchange_web.h"
#include "desk/account.h"
#include "door/door_web.h"
#include "notice/notice.h"
#include "notice/notice_web.h"
#include "desk/account_web.h"
#include "disclose/disclose_web.h"
#include "desk/audit_web.h"
#include "desk/desk_web.h"
#include "desk/may.h"
#include "desk/once.h"
#include "desk/outbox.h"
#include "desk/public.h"
#include "desk/setting_web.h"
#include "exchange/exchange_api_web.h"
#include "exchange/exchange_hsds_web.h"
#include "push/push_web.h"
#include "sos/sos_web.h"
#include "spool/spool_web.h"
#include "support/support_web.h"
#include "gift/gift_web.h"
#include "touch/touch.h"
#include "touch/touch_web.h"
#include "talk/talk.h"
#include "talk/talk_web.h"
#include "care/care_match_web.h"
#include "helper/helper_web.h"
#include "visit/visit_web.h"
#include "care/care_fee_web.h"
#include "voice/voice_web.h"
#include "care/care_web.h"
#include <pthread.h>

enum { MOST = 800 };

static const struct { const struct route *route; const size_t *n; } rooms[] = {
	{ public_routes, &public_route_n },
	{ account_routes, &account_route_n },
	{ account_enter_routes, &account_enter_route_n },
	{ account_own_routes, &account_own_route_n },
	{ door_passkey_routes, &door_passkey_route_n },
	{ door_oidc_routes, &door_oidc_route_n },
	{ account_admin_routes, &account_admin_route_n },
	{ setting_routes, &setting_route_n },
	{ setting_place_routes, &setting_place_route_n },
	{ desk_routes, &desk_route_n },
	{ audit_routes, &audit_route_n },
	{ live_routes, &live_route_n },
	{ machine_routes, &machine_route_n },
	{ consult_routes, &consult_route_n },
	{ consult_inbox_routes, &consult_inbox_route_n },
	{ consult_act_routes, &consult_act_route_n },
	{ consult_line_routes, &consult_line_route_n },
	{ family_routes, &family_route_n },
	{ family_record_routes, &family_record_route_n },
	{ family_charge_routes, &family_charge_route_n },
	{ family_balance_routes, &family_balance_route_n },
	{ family_year_routes, &family_year_route_n },
	{ family_own_routes, &family_own_route_n },
	{ family_people_routes, &family_people_route_n },
	{ family_loss_routes, &family_loss_route_n },
	{ family_resident_routes, &family_resident_route_n },
	{ family_edit_routes, &family_edit_route_n },
	{ family_looks_routes, &family_looks_route_n },
	{ directory_desk_routes, &directory_desk_route_n },
	{ directory_edit_routes, &directory_edit_route_n },
	{ directory_verify_routes, &directory_verify_route_n },
	{ directory_conflict_routes, &directory_conflict_route_n },
	{ directory_routes, &directory_route_n },
	{ directory_map_routes, &directory_map_route_n },
	{ directory_home_routes, &directory_home_route_n },
	{ directory_day_routes, &directory_day_route_n },
	{ directory_find_routes, &directory_find_route_n },
	{ directory_sought_routes, &directory_sought_route_n },
	{ exchange_hsds_routes, &exchange_hsds_route_n },
	{ exchange_api_routes, &exchange_api_route_n },
	{ support_routes, &support_route_n },
	{ support_desk_routes, &support_desk_route_n },
	{ exchange_routes, &exchange_route_n },
	{ spool_routes, &spool_route_n },
	{ staff_routes, &staff_route_n },
	{ staff_edit_routes, &staff_edit_route_n },
	{ staff_time_routes, &staff_time_route_n },
	{ visit_routes, &visit_route_n },
	{ visit_own_routes, &visit_own_route_n },
	{ gift_routes, &gift_route_n },
	{ voice_routes, &voice_route_n },
	{ touch_routes, &touch_route_n },
	{ disclose_own_routes, &disclose_own_route_n }, { disclose_routes, &disclose_route_n },
	{ push_routes, &push_route_n },
	{ sos_routes, &sos_route_n },
	{ consult_sos_routes, &consult_sos_route_n },
	{ care_set_routes, &care_set_route_n },
	{ care_ask_routes, &care_ask_route_n },
	{ care_routes, &care_route_n },
	{ care_own_routes, &care_own_route_n },
	{ care_help_routes, &care_help_route_n },
	{ care_fee_month_routes, &care_fee_month_route_n },
	{ care_fee_rule_routes, &care_fee_rule_route_n },
	{ care_fee_routes, &care_fee_route_n },
	{ care_fee_own_routes, &care_fee_own_route_n },
	{ talk_routes, &talk_route_n },
	{ talk_room_routes, &talk_room_route_n },
	{ talk_desk_routes, &talk_desk_route_n },
	{ count_routes, &count_route_n },
	{ care_unmet_routes, &care_unmet_route_n },
	{ care_match_routes, &care_match_route_n },
	{ helper_routes, &helper_route_n },
	{ helper_edit_routes, &helper_edit_route_n },
	{ helper_own_routes, &helper_own_route_n },
	{ notice_routes, &notice_route_n },
	{ notice_own_routes, &notice_own_route_n },
	/* make room adds here */
};

/* What stands on a town's front page below the invitation to talk. */
const struct public_piece public_pieces[] = {
	{ "directory", directory_home_read, directory_home_show },
	{ "directory", support_home_read, support_home_show },
	{ "voice", voice_home_read, voice_home_show },
};
const size_t public_piece_n = sizeof public_pieces / sizeof *public_pieces;

/* What stands on a family's own page, above its talks. */
const struct public_piece own_pieces[] = {
	{ "family", notice_own_read, notice_own_show },
};
const size_t own_piece_n = sizeof own_pieces / sizeof *own_pieces;

/* What stands on top of 今日. */
const struct desk_piece desk_pieces[] = {
	{ notice_today_read, notice_today_show },
};
const size_t desk_piece_n = sizeof desk_pieces / sizeof *desk_pieces;

/* What stands on top of every page of the desk. */
const struct frame_piece frame_pieces[] = {
	{ NULL, sos_top_read, sos_top_show },
};
const size_t frame_piece_n = sizeof frame_pieces / sizeof *frame_pieces;

/* What rooms above the family's record add to a guardian's own export. */
const struct family_piece family_pieces[] = {
	{ "consult", consult_export, consult_told },
	{ "care", care_export, NULL },
};
const size_t family_piece_n = sizeof family_pieces / sizeof *family_pieces;

/* Whom no touchpoint counts. */
touch_hush_fn *const touch_hushes[] = { family_own_is_hushed };
const size_t touch_hush_n = sizeof touch_hushes / sizeof *touch_hushes;

static const struct route *all[MOST];
static size_t all_n;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void join(void)
{
	for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++)
		for (size_t k = 0; k < *rooms[i].n; k++) {
			CHECK(all_n < MOST);
			all[all_n++] = &rooms[i].route[k];
		}
}

const struct route *const *rooms_routes(size_t *ret_n)
{
	pthread_once(&once, join);
	*ret_n = all_n;
	return all;
}

static const struct { const struct route_spooled *entry; const size_t *n; } spooled[] = {
	{ consult_spooled, &consult_spooled_n },
	{ consult_line_spooled, &consult_line_spooled_n },
};

static const struct route_asked *const asked[] = { &public_asked, &desk_asked };

void (*rooms_asked(const struct route *route))(struct desk *)
{
	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
		if (asked[i]->handle == route->handle)
			return asked[i]->ask;
	return NULL;
}

bool (*rooms_spooled(const struct route *route))(struct desk *, struct call *)
{
	for (size_t i = 0; i < sizeof spooled / sizeof *spooled; i++)
		for (size_t k = 0; k < *spooled[i].n; k++)
			if (spooled[i].entry[k].handle == route->handle)
				return spooled[i].entry[k].is_whole;
	return NULL;
}

bool rooms_check_routes(const struct route *const *route, size_t n, struct str *ret_why, struct arena *a)
{
	for (size_t i = 0; i < n; i++)
		if (route[i]->may <= MAY_NOTHING || route[i]->may >= MAY_N) {
			*ret_why = arena_fmt(a, "the route %s has no permission: name one of desk/may.h in its row", route[i]->path);
			return false;
		}
	return true;
}

bool rooms_check(struct str *ret_why, struct arena *a)
{
	size_t n;
	const struct route *const *route = rooms_routes(&n);
	return rooms_check_routes(route, n, ret_why, a) && may_check_table(ret_why, a);
}

bool rooms_hourly(struct desk *d)
{
	enum { PIECE = 50 };
	account_hourly(d);
	staff_hourly(d);
	consult_pace_hourly(d);
	family_hourly(d);
	family_charge_hourly(d);
	once_forget(d);
	outbox_forget(d);
	if (tenant_has_room(d->tenant, "care")) {
		helper_hourly(d);
		care_private_hourly(d);
	}
	bool is_more = directory_hourly(d, PIECE);
	is_more = exchange_sweep(d) || is_more;
	if (tenant_has_room(d->tenant, "visit"))
		is_more = visit_remind(d, PIECE) == PIECE || is_more;
	if (tenant_has_room(d->tenant, "care"))
		is_more = care_fee_hourly(d) || is_more;
	if (tenant_has_room(d->tenant, "talk")) {
		talk_room_sweep(d);
		is_more = talk_remind(d, PIECE) == PIECE || is_more;
	}
	struct import_id unfinished = exchange_unfinished(d);
	int64_t conflict_n;
	if (unfinished.v)
		is_more = exchange_apply(d, unfinished, PIECE, &conflict_n) > 0 || is_more;
	is_more = sos_forget(d, PIECE) == PIECE || is_more;
	return consult_forget(d, PIECE) == PIECE || is_more;
}

bool rooms_is_due(struct desk *d)
{
	return (tenant_has_room(d->tenant, "care") && care_is_due(d)) || (tenant_has_room(d->tenant, "consult") && consult_menu_is_due(d));
}

bool rooms_minutely(struct desk *d)
{
	enum { PIECE = 50 };
	if (tenant_has_room(d->tenant, "consult"))
		consult_menu_catch_up(d);
	return tenant_has_room(d->tenant, "care") && care_minutely(d, PIECE) == PIECE;
}
