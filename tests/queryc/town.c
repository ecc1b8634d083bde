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

/* What is found follows what is written, changed and dropped, and never comes from another tenant. */
static void put_words(struct store_write *w, struct store_turn *turn, bool *keep)
{
	struct desk d = { .arena = w->arena, .turn = turn, .tenant_id = { *(int64_t *)w->arg } };
	for (int i = 1; i <= 9; i++) {
		struct box_id box_id = { i + 100 * (d.tenant_id.v - 7) };
		CHECK(gift_box_put(&d, &(struct gift_box_put_in){ .box_id = box_id, .name = STR("box"), .made_at = { 1 } }) == 1);
		CHECK(gift_term_put(&d, box_id, i % 3 ? STR("おむ むつ blue") : STR("ミル ルク blue")) == 1);
	}
	if (d.tenant_id.v == 7) {
		CHECK(gift_term_put(&d, (struct box_id){ 1 }, STR("えほ ほん")) == 1);
		CHECK(gift_term_drop(&d, (struct box_id){ 2 }) == 1);
	}
	*keep = true;
}

static void search(struct store *store, struct arena *arena)
{
	struct store_turn turn;
	struct gift_found_row *list;
	CHECK(store_read_begin(store, arena, &turn));
	struct desk d = { .arena = arena, .turn = &turn, .tenant_id = { 7 } };
	CHECK(gift_found(&d, STR("ミル"), 10, &list) == 3 && list[0].box_id.v == 3 && list[2].box_id.v == 9);
	CHECK(gift_found(&d, STR("むつ blue"), 10, &list) == 4 && list[0].box_id.v == 4);
	CHECK(gift_found(&d, STR("ほん"), 10, &list) == 1 && list[0].box_id.v == 1 && str_is(list[0].name, "box"));
	CHECK(gift_found(&d, STR("none"), 10, &list) == 0 && turn.fault == STORE_OK);
	store_read_end(&turn);
}

/* Each tenant has a store of its own on a server, and the file of the test holds both. */
static void try_search(const char *url, const char *owner_url, struct arena *arena)
{
	struct store *store[2];
	int64_t tenant_id[2] = { 7, 8 };
	CHECK(!owner_url || store_prepare(owner_url, arena, &why));
	for (int i = 0; i < 2; i++) {
		struct store_conf conf = { .is_memory = !url, .make = !url, .url = url, .tenant_id = tenant_id[i] };
		store[i] = i && !url ? store[0] : store_open(&conf, arena, &why);
		CHECK(store[i]);
		struct store_write write = { .run = put_words, .arena = arena, .arg = &tenant_id[i] };
		CHECK(store_write(store[i], &write) == STORE_OK);
	}
	search(store[0], arena);
	store_close(store[0]);
	if (url)
		store_close(store[1]);
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_new(1 << 24);
	if (argc == 3) {
		try_search(argv[1], argv[2], arena);
		arena_free(arena);
		return 0;
	}
	try_search(NULL, NULL, arena);
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
