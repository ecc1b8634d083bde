/* One letter that says: there is another menu. What it is, is asked when it is carried. */
#include "app/courier_menu.h"
#include "consult/consult_line_menu.h"

struct menu_way { const struct outbox_due *due; struct consult_menu menu; struct str image, key, why; enum outbox_end end; bool is_wanted; };

/* Drawing is slow, so the turn that brought the words ends first. */
static void ready_run(struct desk *d, void *arg)
{
	struct menu_way *x = arg;
	x->is_wanted = consult_menu_ready(d, x->due->text, &x->menu);
	desk_turn_end(d);
	if (x->is_wanted && x->menu.n)
		x->image = consult_menu_draw(d->arena, &x->menu);
}

static void told_run(struct desk *d, void *arg)
{
	const struct menu_way *x = arg;
	if (x->end != OUTBOX_GONE)
		consult_menu_told(d, x->due->text, x->end == OUTBOX_SENT ? x->key : STR_NONE, x->why);
	outbox_settle(d, x->due->letter_id, x->end, x->why);
}

static void carry(const struct courier_menu_way *way, struct menu_way *x, struct arena *a)
{
	struct line_menu m = { .data_base = way->data_base, .name = x->menu.key, .body = x->menu.body, .image = x->image };
	enum line_end end = LINE_LATER;
	if (!way->line->token.n)
		x->why = STR("no LINE channel is set (line.channel_token)");
	else if (x->menu.n && !x->image.n)
		x->why = STR("its picture could not be drawn");
	else if (x->menu.n)
		end = line_menu_show(way->line, &m, a, &x->key, &x->why);
	else
		end = line_menu_hide(way->line, a, &x->why);
	if (end == LINE_SENT && !x->menu.n)
		x->key = STR("-");
	x->end = end == LINE_SENT ? OUTBOX_SENT : end == LINE_REFUSED ? OUTBOX_FAILED : OUTBOX_LATER;
}

void courier_menu(struct served *s, const struct courier_menu_way *way, const struct outbox_due *due)
{
	struct arena *a = arena_new((size_t)8 << 20);
	struct menu_way x = { .due = due, .end = OUTBOX_LATER, .why = STR("the town's words could not be read") };
	if (tenants_read(s, a, &(struct work){ .run = ready_run, .arg = &x })) {
		x.end = OUTBOX_GONE;
		if (x.is_wanted)
			carry(way, &x, a);
	}
	tenants_write(s, a, &(struct work){ .run = told_run, .arg = &x });
	arena_free(a);
}
