/* The room of a video talk: who sits there, the door where a worker lets people in, and the words by which browsers find the way to each other.
 * Pictures and voices never pass through here; nothing is recorded. Whoever sits there hears topic "meet-NUMBER" and asks again. */
#pragma once
#include "base/out.h"
#include "talk/talk.h"
#include "talk/talk_room.sql.h"

enum { TALK_SEATS = 4, TALK_WAITING = 6, TALK_SEEN_S = 60, TALK_SIGNAL_MOST = 60000 };

/* Staff sit down inside, others wait. FULL: four are in, or six wait. */
enum talk_refusal talk_sit(struct desk *, const struct talk_row *, bool is_staff, bool has_camera, struct seat_id *ret);
/* A seat of this talk, on this side of the door. False: unknown, or left. */
bool talk_seat_of(struct desk *, const struct talk_row *, struct seat_id, bool is_staff, struct talk_room_seat_row *ret);
void talk_here(struct desk *, const struct talk_room_seat_row *, bool has_camera);      /* "I am still there", with a camera or without */
enum talk_refusal talk_admit(struct desk *, const struct talk_row *, struct seat_id);   /* by staff; FULL: four are in */
void talk_leave(struct desk *, const struct talk_row *, const struct talk_room_seat_row *);
/* From one seat to another of the same room; both must be in. words: JSON that only the browsers read. */
enum talk_refusal talk_signal(struct desk *, const struct talk_row *, const struct talk_room_seat_row *from, struct seat_id to, struct str words);
/* What a seat needs to know, as JSON: itself, who else sits there, what was sent to it behind `after` (0: everything), what was written, and, once it
 * is in, the relay with credentials that end an hour after the talk. */
void talk_state_write(struct desk *, const struct talk_row *, const struct talk_room_seat_row *, struct signal_id after, struct out *);
/* The relay alone, for trying a device: `{"ice":...}`, good for five minutes. */
void talk_relay_write(struct desk *, struct moment until_at, struct out *);
struct str talk_topic(struct desk *, const struct talk_row *);  /* "meet-NUMBER" */
void talk_hear(struct desk *, const struct talk_row *);         /* something changed in the room */
