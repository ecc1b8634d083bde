/* Runs the C that queryc made of the small town's queries, on a store in memory. */
#include "gift/gift.sql.h"
#include "base/check.h"

static struct str why;

static void fill(struct store_write *w, struct store_turn *turn, bool *keep)
{
	struct desk d = { .arena = w->arena, .turn = turn, .tenant_id = { 7 } };
	for (int i = 1; i <= 20; i++) {
		struct gift_box_put_in in = { .box_id = { i }, .name = i == 3 ? STR("箱") : STR("box"), .stock_n = 2, .is_open = i != 5,
			.made_at = { 1000 + i }, .until_on = i == 1 ? DAY_NONE : (struct day){ i - 2 }, .by_account_id = { i - 1 } };
		CHECK(gift_box_put(&d, &in) == 1);
	}
	d.tenant_id.v = 8;
	CHECK(gift_box_put(&d, &(struct gift_box_put_in){ .box_id = { 1 }, .name = STR("other"), .made_at = { 1 } }) == 1);
	*keep = true;
}

static void take(struct store_write *w, struct store_turn *turn, bool *keep)
{
	struct desk d = { .arena = w->arena, .turn = turn, .tenant_id = { 7 } };
	struct gift_take_row taken = { 99 };
	CHECK(gift_take(&d, (struct box_id){ 3 }, &taken) && taken.stock_n == 1);
	CHECK(gift_take(&d, (struct box_id){ 3 }, &taken) && taken.stock_n == 0);
	CHECK(!gift_take(&d, (struct box_id){ 3 }, &taken) && taken.stock_n == 0);
	CHECK(gift_close_all(&d) == 20);
	struct gift_box_row box;
	CHECK(gift_box_find(&d, (struct box_id){ 4 }, &box) && str_is(box.name, "it's \"closed\"; /* -- */") && !box.is_open);
	*keep = false;
}

static void break_off(struct store_write *w, struct store_turn *turn, bool *keep)
{
	struct desk d = { .arena = w->arena, .turn = turn, .tenant_id = { 7 } };
	struct gift_box_row box = { .is_open = true }, *list = &box;
	CHECK(gift_box_put(&d, &(struct gift_box_put_in){ .box_id = { 1 }, .name = STR("twice") }) == 0 && turn->fault == STORE_SQL);
	CHECK(!gift_box_find(&d, (struct box_id){ 4 }, &box) && !box.is_open && box.until_on.n == INT32_MIN);
	CHECK(gift_boxes_open(&d, STR_NONE, 5, &list) == 0 && !list);
	*keep = true;
}

static void look(struct store *store, struct arena *arena)
{
	struct store_turn turn;
	CHECK(store_read_begin(store, arena, &turn));
	struct desk d = { .arena = arena, .turn = &turn, .tenant_id = { 7 } };
	struct gift_box_row box, *list;
	CHECK(gift_box_find(&d, (struct box_id){ 1 }, &box));
	CHECK(box.box_id.v == 1 && str_is(box.name, "box") && box.stock_n == 2 && box.is_open && box.made_at.ms == 1001);
	CHECK(box.until_on.n == INT32_MIN && box.by_account_id.v == 0 && box.price_yen == 0);
	CHECK(gift_box_find(&d, (struct box_id){ 2 }, &box) && box.until_on.n == 0 && box.by_account_id.v == 1);
	CHECK(!gift_box_find(&d, (struct box_id){ 21 }, &box) && !box.name.s);
	CHECK(gift_boxes_open(&d, STR_NONE, 100, &list) == 19 && list[4].box_id.v == 6 && list[18].box_id.v == 20);
	CHECK(gift_boxes_open(&d, STR("箱"), 100, &list) == 1 && list[0].box_id.v == 3);
	CHECK(gift_boxes_open(&d, STR("none"), 100, &list) == 0 && !list);
	store_read_end(&turn);
}

int main(void)
{
	struct arena *arena = arena_new(1 << 24);
	struct store_conf conf = { .is_memory = true, .make = true };
	struct store *store = store_open(&conf, arena, &why);
	CHECK(store);
	struct store_write write[] = { { .run = fill, .arena = arena }, { .run = take, .arena = arena }, { .run = break_off, .arena = arena } };
	static const enum store_fault expected[] = { STORE_OK, STORE_OK, STORE_SQL };
	for (int i = 0; i < 3; i++) {
		CHECK(store_write(store, &write[i]) == expected[i]);
		look(store, arena);
	}
	store_close(store);
	arena_free(arena);
	return 0;
}
