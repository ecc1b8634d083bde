/* The menu below the chats of LINE: asked for once, also when another setting moves it; its cells fill the picture without a gap. */
#include "consult/consult_line_menu.h"
#include "base/json.h"
#include "desk/outbox.h"
#include "desk/town_test.h"

struct menu_tale { struct str cells, key, platform_key, why; enum consult_refusal r; struct consult_menu menu; bool is_due, is_ready; size_t letter_n;
	struct consult_line_menu_last_row last; };

static void put_run(struct desk *d, void *arg)
{
	struct menu_tale *t = arg;
	d->site = STR("https://kosodate.example.jp/akune");
	t->r = consult_menu_put(d, t->cells);
}

static void look_run(struct desk *d, void *arg)
{
	struct menu_tale *t = arg;
	struct outbox_due *due;
	t->is_due = consult_menu_is_due(d);
	consult_menu_catch_up(d);
	t->letter_n = outbox_take(d, 10, &due);
	for (size_t i = 0; i < t->letter_n; i++)
		outbox_settle(d, due[i].letter_id, OUTBOX_SENT, STR_NONE);
	if (!consult_line_menu_last(d, &t->last))
		return;
	d->arena = test_arena();
	t->key = arena_str(test_arena(), t->last.menu_key);
	t->is_ready = consult_menu_ready(d, t->key, &t->menu);
}

static void told_run(struct desk *d, void *arg)
{
	struct menu_tale *t = arg;
	consult_menu_told(d, t->key, t->platform_key, t->why);
	consult_line_menu_last(d, &t->last);
}

TEST(a_menu_is_asked_for_once_and_again_when_the_telephone_moves)
{
	struct town *town = town_open();
	struct menu_tale t = { .cells = STR("ask,call,help") };
	town->tenant->phone = STR("0996-73-1211");
	town_do(town, look_run, &t);
	EXPECT(!t.is_due && t.letter_n == 0);
	town_do(town, put_run, &t);
	EXPECT_INT(t.r, CONSULT_OK);
	town->tenant->setting = (struct conf_item[]){ { .key = STR("line.menu"), .value = STR("ask,call,help") },
		{ .key = STR("line.channel_token"), .value = STR("sealed") } };
	town->tenant->setting_n = 2;
	town_do(town, look_run, &t);
	EXPECT(!t.is_due && t.letter_n == 1 && t.is_ready);
	EXPECT_INT(t.menu.n, 3);
	EXPECT(str_has(t.menu.body, "\"tel:0996-73-1211\"") && str_has(t.menu.body, "openKeyboard"));
	struct str first = t.key, why;
	EXPECT(json_read(test_arena(), t.menu.body, &why) != NULL);
	town_do(town, look_run, &t);
	EXPECT(t.letter_n == 0);
	town->tenant->phone = STR("0996-73-9999");
	town_do(town, look_run, &t);
	EXPECT(t.is_due && t.letter_n == 1 && !str_eq(t.key, first) && t.is_ready);
	t.platform_key = STR("richmenu-1");
	town_do(town, told_run, &t);
	EXPECT(t.last.shown_at.ms > 0 && !t.last.why.s);
	town_close(town);
}

TEST(cells_whose_room_is_shut_are_left_out_and_words_that_are_none_refused)
{
	struct town *town = town_open();
	struct menu_tale t = { .cells = STR("ask,dance") };
	town_do(town, put_run, &t);
	EXPECT_INT(t.r, CONSULT_BAD);
	town->tenant->rooms = STR("consult");
	town->tenant->phone = STR_NONE;
	t.cells = STR("help,book,call,find,ask");
	town_do(town, put_run, &t);
	town->tenant->setting = (struct conf_item[]){ { .key = STR("line.menu"), .value = t.cells } };
	town->tenant->setting_n = 1;
	town_do(town, look_run, &t);
	EXPECT(t.is_ready);
	EXPECT_INT(t.menu.n, 2);
	EXPECT_STR(str_of(t.menu.cell[0].word), "ask");
	EXPECT_STR(str_of(t.menu.cell[1].word), "help");
	town_close(town);
}

TEST(cells_fill_the_picture_without_a_gap)
{
	for (size_t n = 1; n <= CONSULT_MENU_MOST; n++) {
		int64_t dots = 0;
		for (size_t i = 0; i < n; i++) {
			struct consult_menu_box b = consult_menu_box(i, n);
			dots += (int64_t)b.wide * b.high;
			EXPECT(b.x >= 0 && b.x + b.wide <= CONSULT_MENU_WIDE && b.y + b.high <= consult_menu_high(n));
		}
		EXPECT_INT(dots, (int64_t)CONSULT_MENU_WIDE * consult_menu_high(n));
	}
}

TEST(a_picture_of_the_menu_is_a_png_that_the_platform_takes)
{
	struct consult_menu m = { .n = 2, .hue = 145, .cell = { { "ask", STR("相談する"), STR("Talk to us"), STR("話") },
		{ "help", STR("すぐに助けて"), STR("Help now"), STR("助") } } };
	struct str png = consult_menu_draw(test_arena(), &m);
	EXPECT(png.n > 1000 && png.n < 1 << 20);
	EXPECT(memcmp(png.s, "\x89PNG\r\n\x1a\n", 8) == 0);
	EXPECT_INT((unsigned char)png.s[18] << 8 | (unsigned char)png.s[19], CONSULT_MENU_WIDE);
	EXPECT_INT((unsigned char)png.s[22] << 8 | (unsigned char)png.s[23], CONSULT_MENU_ROW);
}
