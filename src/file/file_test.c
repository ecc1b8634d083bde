/* A file is sealed under its holder's key, attached in the transaction that names it, and forgotten with the holder: also in a copy of the store and
 * of the bytes that was made before. */
#include "desk/town_test.h"
#include "base/clock.h"
#include "file/file.h"
#include "keep/keep.h"
#include <dirent.h>
#include <sys/stat.h>
#include <utime.h>

struct tale { struct str bytes, id; struct file_staged staged; enum file_refusal r; int64_t subject, n; struct file_line_row *line; struct call *call;
	struct keep keep; struct str range; };

static const char paper[] = "%PDF-1.4\nThe diary of Mikan\n%%EOF\n";

static struct file_place place_of(const struct tale *t)
{
	return (struct file_place){ .kind = "thread", .subject_id = t->subject, .part_id = 3 };
}

static void stage_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	d->files = arena_fmt(test_arena(), "%s/files/akune", test_folder());
	t->r = file_stage(d, t->bytes, &t->staged);
	t->staged.name = arena_str(test_arena(), t->staged.name);
	t->keep = file_keep(d, STR("disk"));
}

static void stage_any_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	d->files = arena_fmt(test_arena(), "%s/files/akune", test_folder());
	t->r = file_stage_any(d, t->bytes, &t->staged);
	t->staged.name = arena_str(test_arena(), t->staged.name);
}

static void attach_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct file_place p = place_of(t);
	file_attach(d, &p, &t->staged);
	t->n = (int64_t)file_list(d, &p, &t->line);
	t->id = arena_str(test_arena(), id_text(d->arena, t->n ? t->line[t->n - 1].file_id.v : 1));
}

static void send_run(struct desk *d, void *arg)
{
	struct tale *t = arg;
	struct file_place p = place_of(t);
	t->call = ARENA_NEW(test_arena(), struct call);
	*t->call = (struct call){ .arena = test_arena(), .range = t->range, .reply = { .body = { .arena = test_arena() } } };
	d->files = arena_fmt(test_arena(), "%s/files/akune", test_folder());
	d->arena = test_arena();
	file_send(d, t->call, &p, t->id);
	if (d->later)
		d->later->run(d, t->call, d->later);
	d->is_refused = false;
}

static void erase_run(struct desk *d, void *arg)
{
	struct file_place p = place_of(arg);
	file_erase(d, &p);
}

static void gone_run(struct desk *d, void *arg)
{
	struct file_gone_row *row;
	((struct tale *)arg)->n = (int64_t)file_gone_list(d, 10, &row);
}

static bool says(const struct tale *t, const char *words)
{
	struct str body = { t->call->reply.body.b, t->call->reply.body.n };
	return body.n && memmem(body.s, body.n, words, strlen(words));
}

static struct tale *attached(struct town *town, int64_t subject)
{
	struct tale *t = ARENA_NEW(test_arena(), struct tale);
	*t = (struct tale){ .bytes = str_of(paper), .subject = subject };
	town_do(town, stage_run, t);
	EXPECT_INT(t->r, FILE_OK);
	town_do(town, attach_run, t);
	EXPECT_INT(town->fault, STORE_OK);
	return t;
}

TEST(a_file_comes_back_as_it_was_put_and_lies_sealed)
{
	struct town *town = town_open();
	struct tale *t = attached(town, 77);
	struct str sealed;
	EXPECT_INT(t->n, 1);
	town_do(town, send_run, t);
	EXPECT_INT(t->call->reply.status, 200);
	EXPECT(says(t, "The diary of Mikan"));
	REQUIRE(keep_get(&t->keep, test_arena(), t->staged.name, &sealed));
	EXPECT(sealed.n > sizeof paper && !memmem(sealed.s, sealed.n, "diary", 5));
	t->subject = 78;                                /* another talk's page does not lead to it */
	town_do(town, send_run, t);
	EXPECT_INT(t->call->reply.status, 404);
	t->subject = 77;
	t->id = STR("0000000000001");
	town_do(town, send_run, t);
	EXPECT_INT(t->call->reply.status, 404);
	town_close(town);
}

TEST(what_was_damaged_on_the_disk_is_not_shown)
{
	struct town *town = town_open();
	struct tale *t = attached(town, 77);
	struct str path = arena_fmt(test_arena(), "%.*s/%.2s/%.*s", STR_ARG(t->keep.folder), t->staged.name.s, STR_ARG(t->staged.name));
	FILE *f = fopen(path.s, "r+e");
	REQUIRE(f);
	fseek(f, 30, SEEK_SET);
	fputc('x', f);
	fclose(f);
	town_do(town, send_run, t);
	EXPECT_INT(t->call->reply.status, 500);
	EXPECT(!says(t, "diary"));
	town_close(town);
}

TEST(erasing_destroys_the_keys_and_leaves_the_bytes_to_be_dropped)
{
	struct town *town = town_open();
	struct tale *t = attached(town, 77), *other = attached(town, 78);
	town_do(town, erase_run, t);
	town_do(town, send_run, t);
	EXPECT_INT(t->call->reply.status, 404);
	town_do(town, gone_run, t);
	EXPECT_INT(t->n, 1);
	town_do(town, send_run, other);
	EXPECT(says(other, "The diary of Mikan"));
	town_do(town, erase_run, t);                    /* once more does nothing */
	town_do(town, gone_run, t);
	EXPECT_INT(t->n, 1);
	town_close(town);
}

/* ---- the folder ---- */

TEST(strays_are_found_a_day_later_and_not_before)
{
	struct keep k = { .folder = arena_fmt(test_arena(), "%s/files/akune", test_folder()) };
	struct str name = STR("0123456789abcdefghjkmnpqrs"), *old, got;
	REQUIRE(keep_put(&k, test_arena(), name, STR("sealed")));
	EXPECT_INT(keep_old(&k, test_arena(), 10, &old), 0);
	struct str path = arena_fmt(test_arena(), "%.*s/01/%.*s", STR_ARG(k.folder), STR_ARG(name));
	time_t yesterday = time(NULL) - 26 * 3600;
	EXPECT(utime(path.s, &(struct utimbuf){ yesterday, yesterday }) == 0);
	REQUIRE(keep_old(&k, test_arena(), 10, &old) == 1);
	EXPECT_STR(old[0], name.s);
	EXPECT(keep_get(&k, test_arena(), name, &got) && str_is(got, "sealed"));
	EXPECT(keep_drop(&k, test_arena(), name) && keep_drop(&k, test_arena(), name));
}

TEST(files_are_copied_once_and_whole)
{
	struct keep k = { .folder = arena_fmt(test_arena(), "%s/files/akune", test_folder()) };
	struct str to = arena_fmt(test_arena(), "%s/copy", test_folder()), why, got;
	struct keep copy = { .folder = to };
	int64_t n = -1;
	EXPECT(keep_copy(k.folder.s, to.s, &n, &why, test_arena()) && n == 0);
	REQUIRE(keep_put(&k, test_arena(), STR("0123456789abcdefghjkmnpqrs"), STR("sealed")));
	REQUIRE(keep_put(&k, test_arena(), STR("zz23456789abcdefghjkmnpqrs"), STR("too")));
	EXPECT(keep_copy(k.folder.s, to.s, &n, &why, test_arena()) && n == 2);
	EXPECT(keep_copy(k.folder.s, to.s, &n, &why, test_arena()) && n == 2);
	EXPECT(keep_get(&copy, test_arena(), STR("zz23456789abcdefghjkmnpqrs"), &got) && str_is(got, "too"));
}

TEST(a_player_is_sent_the_piece_that_it_asks_for)
{
	static const char film[] = "\0\0\0\x10" "ftypisom0000" "\0\0\0\x2c" "moov" "\0\0\0\x24" "trak" "\0\0\0\x1c" "mdia" "\0\0\0\x14" "hdlr"
		"\0\0\0\0\0\0\0\0" "vide" "\0\0\0\x0c" "mdat" "dots";
	struct town *town = town_open();
	struct tale t = { .bytes = { film, sizeof film - 1 }, .subject = 77 };
	town_do(town, stage_run, &t);
	EXPECT(t.r != FILE_OK);                         /* no form takes a film */
	town_do(town, stage_any_run, &t);
	REQUIRE(t.r == FILE_OK);
	town_do(town, attach_run, &t);
	t.range = STR("bytes=4-7");
	town_do(town, send_run, &t);
	EXPECT_INT(t.call->reply.status, 206);
	EXPECT_INT(t.call->reply.body.n, 4);
	EXPECT(says(&t, "ftyp"));
	static const char *const no_range[] = { "bytes=9-3", "bytes=900-", "bytes=-5", "lines=0-1", "bytes=0-1, 5-6", "" };
	for (size_t i = 0; i < sizeof no_range / sizeof *no_range; i++) {
		t.range = str_of(no_range[i]);
		town_do(town, send_run, &t);
		EXPECT_INT(t.call->reply.status, 200);
		EXPECT_INT(t.call->reply.body.n, sizeof film - 1);
	}
	town_close(town);
}
