/* LINE in the town of the sweeps: both towns have the same channel secret; messages that LINE would send, and ways into talks that came by it. */
#include "tests/town/things.h"
#include "base/seal.h"
#include "consult/consult_line.h"

enum { TOKEN = 26 };
static const char secret[] = "a-channel-secret-of-32-characters";

void town_line_settle(struct desk *d)
{
	struct str why = STR_NONE;
	if (tenant_set(d, STR("line.channel_secret"), str_of(secret), &why) != TENANT_OK)
		test_failed(__FILE__, __LINE__, "%.*s", STR_ARG(why));
}

struct str town_line_body(void)
{
	return arena_fmt(test_arena(), "{\"destination\":\"U1\",\"events\":[{\"type\":\"message\",\"mode\":\"active\",\"timestamp\":1795568400000,"
		"\"source\":{\"type\":\"user\",\"userId\":\"U%s\"},\"webhookEventId\":\"%s\",\"deliveryContext\":{\"isRedelivery\":false},"
		"\"replyToken\":\"%s\",\"message\":{\"type\":\"text\",\"id\":\"%s\",\"quoteToken\":\"q\",\"text\":\"Is it all right?\"}}]}",
		id_token(test_arena()).s, id_token(test_arena()).s, id_token(test_arena()).s, id_token(test_arena()).s);
}

struct str town_line_signature(struct str body)
{
	return seal_signature(test_arena(), str_of(secret), body);
}

static void make_way(struct desk *d, struct wish *w)
{
	struct line_event event = { .kind = LINE_TEXT, .key = id_token(d->arena), .user = id_token(d->arena), .words = STR("Hello"), .at = d->now };
	struct consult_line_events_row *row;
	(void)w;
	consult_line_take(d, &event, 1);
	size_t n = consult_line_events(d, 1, &row);
	struct str way = consult_line_way(d, n ? row[0].thread_id : (struct thread_id){ 0 }), head;
	str_cut(&way, '?', &head);
	w->thing = (struct str){ head.s + head.n - TOKEN, TOKEN };
}

const struct town_thing town_line[] = { { "token:line", make_way }, { NULL, NULL } };
