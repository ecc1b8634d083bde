/* Reply first, push after: each letter at most once. */
#include "app/courier_line.h"

static void pushed(const struct line_wire *w, const struct line_letter *l, struct arena *a, struct carried *ret)
{
	if (l->is_spent) {
		*ret = (struct carried){ .end = OUTBOX_FAILED, .why = STR("this month's pushes are used up (line.push_budget)") };
		return;
	}
	enum line_end end = line_push(w, l, a, &ret->why);
	ret->is_busy = end == LINE_BUSY;
	ret->end = end == LINE_SENT ? OUTBOX_SENT : end == LINE_REFUSED || end == LINE_SPENT ? OUTBOX_FAILED : OUTBOX_LATER;
}

/* No answer to the first asking: the token tells, for it works once. */
static enum line_end asked_again(const struct line_wire *w, const struct line_letter *l, struct arena *a, struct str *ret_why)
{
	enum line_end end = line_reply(w, l, a, ret_why);
	return end == LINE_SPENT ? LINE_SENT : end;
}

void courier_line(const struct line_wire *w, const struct line_letter *l, int64_t try_n, struct arena *a, struct carried *ret)
{
	*ret = (struct carried){ .end = OUTBOX_LATER };
	if (!w->token.n) {
		ret->why = STR("no LINE channel is set (line.channel_token)");
		return;
	}
	if (!l->reply_token.n) {
		pushed(w, l, a, ret);
		return;
	}
	enum line_end end = line_reply(w, l, a, &ret->why);
	if (end == LINE_UNKNOWN)
		end = asked_again(w, l, a, &ret->why);
	ret->is_busy = end == LINE_BUSY;
	if (end == LINE_SENT)
		ret->end = OUTBOX_SENT;
	if (end == LINE_SENT || end == LINE_BUSY)
		return;
	if (end == LINE_UNKNOWN || (end == LINE_SPENT && try_n > 1)) {
		ret->end = OUTBOX_FAILED;
		ret->why = STR("LINE gave no answer: it may have arrived, and is not sent twice");
		return;
	}
	ret->is_token_spent = true;                     /* surely not sent by it: from here on a push, by its retry key */
	if (end == LINE_SPENT)
		pushed(w, l, a, ret);
}
