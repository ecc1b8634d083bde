/* Notices on telephones and screens that show no page of ours (web push). Whoever wants them presses once on each device. What leaves never says of
 * whom or what it is: it says that there is something, and where it is read. Door of the room. */
#pragma once
#include "channel/push.h"
#include "desk/tenant.h"
#include "push/push.sql.h"

enum push_refusal { PUSH_OK, PUSH_NO_SUCH, PUSH_BAD, PUSH_NOT_LISTED };
struct str push_key_text(struct desk *);                /* the town's open key, as a browser wants it */
/* Somebody's browser listens there: address, point and secret as the browser names them (base64url). NOT_LISTED: not one of push.hosts. Whose: an
 * account's, or where nobody has one, that of the talk whose number stands in its place (numbers are never the same). path: where its notices lead,
 * when that is a secret of this browser's alone; kept sealed. */
struct push_new { struct account_id account_id; struct str endpoint, open, auth, device, path; };
enum push_refusal push_put(struct desk *, const struct push_new *);
/* The fields endpoint, open and auth of a form. */
struct form;
struct push_new push_read(struct form *);
bool push_drop_own(struct desk *, struct place_id);
void push_drop_all(struct desk *, struct account_id);
bool push_listens(struct desk *, struct account_id);

/* A letter of the outbox for each browser of that account; how many. path: below the tenant, "desk/sos/...". Not sent any more after keep_s. */
struct push_notice { struct str title, body, path, tag, reason; int64_t subject_id, keep_s; };
int64_t push_tell(struct desk *, struct account_id, const struct push_notice *);
/* The same; the letter to the newest of them, {0} where nobody listens. */
struct letter_id push_tell_newest(struct desk *, struct account_id, const struct push_notice *);

/* ---- for the courier ---- */
struct push_ready { struct push_place place; struct place_id place_id; bool is_there; };
void push_wire_of(struct desk *, struct push_wire *ret);
struct push_ready push_ready_of(struct desk *, struct str place_text);  /* the `to` of a letter; it lives in the desk's arena */
void push_settled(struct desk *, struct place_id, enum push_end);       /* GONE: the place goes */

/* A form that would be taken, for the sweeps; the keys are those of RFC 8291's appendix. */
#define PUSH_SAMPLE \
	"endpoint=https%3A%2F%2Ffcm.googleapis.com%2Ffcm%2Fsend%2Fx" \
	"&open=BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4" \
	"&auth=BTBZMqHH6r4Tts7J_aSIgg"
