/* The answers of the house when a request leads nowhere. */
#include "desk/refuse.h"
#include "desk/error.page.h"
#include "desk/frame.h"
#include "web/reply.h"

/* The request's own page, if it had begun one, is forgotten; what was typed is shown again, so that nothing is lost. */
static void begin(struct page *p, struct desk *d, struct call *c, int status)
{
	d->is_refused = true;
	c->reply.body.n = 0;
	reply_status(c, status);
	frame_begin(p, d, c, TAB_NONE);
	frame_of(p)->is_noindex = true;
}

static struct str phone(const struct desk *d)
{
	return d->tenant ? d->tenant->phone : STR_NONE;
}

static struct str typed(struct call *c)
{
	return c->method == METHOD_POST ? form_value(c, "words") : STR_NONE;
}

void refuse_missing(struct desk *d, struct call *c)
{
	struct page p;
	begin(&p, d, c, 404);
	error_missing_page(&p, phone(d));
}

void refuse_ended(struct desk *d, struct call *c)
{
	struct page p;
	begin(&p, d, c, 410);
	error_ended_page(&p, phone(d));
}

void refuse_form(struct desk *d, struct call *c)
{
	struct page p;
	begin(&p, d, c, 403);
	error_form_page(&p, typed(c));
}

void refuse_fault(struct desk *d, struct call *c)
{
	struct page p;
	begin(&p, d, c, 500);
	error_fault_page(&p, d->request_no, typed(c));
}

void refuse_large(struct desk *d, struct call *c)
{
	struct page p;
	begin(&p, d, c, 413);
	error_large_page(&p, typed(c));
}

void refuse_busy(struct desk *d, struct call *c, int after_s)
{
	struct page p;
	begin(&p, d, c, 429);
	reply_header(c, "Retry-After", arena_fmt(d->arena, "%d", after_s));
	error_busy_page(&p, typed(c));
}

void refuse_away(struct desk *d, struct call *c)
{
	struct page p;
	bool is_sent = c->method == METHOD_POST;
	begin(&p, d, c, 503);
	reply_header(c, "Retry-After", is_sent ? STR("60") : STR("5"));
	error_away_page(&p, typed(c), is_sent);
}

void refuse_moving(struct desk *d, struct call *c)
{
	struct page p;
	begin(&p, d, c, 503);
	reply_header(c, "Retry-After", STR("10"));
	error_moving_page(&p, typed(c));
}
