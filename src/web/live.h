/* Event streams: one per browser. A listener hears topics of one tenant that it may hear; the app publishes after commit. */
#pragma once
#include "web/call.h"

struct live_listener;
/* Turns this call's reply into an event stream for these topics (comma list) of this channel (the tenant's number). */
void live_open(struct call *, int64_t channel, struct str topics);
/* Whose stream it is (a session's number). Publishing LIVE_END with that id (13 characters) ends every stream of that owner: nothing more is sent. */
void live_own(struct live_listener *, int64_t owner);
#define LIVE_END "session-end"
/* Sends `event: topic` with one line of data to every listener of the channel that hears the topic. Any thread. */
void live_publish(int64_t channel, struct str topic, struct str data);
int live_count(void);
/* Drops a listener whose call never got a socket: calls made by hand in tests, and refused streams. */
void live_drop(struct live_listener *);
