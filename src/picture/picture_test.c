/* What families send: turned, made anew, with nothing hidden left in it; or refused by its name. And the cage of the process that opens it. */
#include "picture/cage.h"
#include "picture/canvas.h"
#include "picture/exif.h"
#include "base/out.h"
#include "tests/test.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- what is sent ---- */

/* Red on the left, blue on the right. */
static struct str photo(int width, int height)
{
	struct canvas c = { width, height, arena_get(test_arena(), (size_t)width * (size_t)height * 3) };
	struct str jpeg = STR_NONE;
	for (int i = 0; i < width * height; i++)
		c.rgb[i * 3 + (i % width < width / 2 ? 0 : 2)] = 230;
	EXPECT(jpeg_write(&c, 90, &jpeg));
	struct str kept = arena_str(test_arena(), jpeg);
	free((void *)(uintptr_t)jpeg.s);
	return kept;
}

/* EXIF in the order of Motorola: how it is turned, and where it was taken. */
static struct str exif(int turn)
{
	struct out o = { .arena = test_arena() };
	const unsigned char directory[] = { 'M', 'M', 0, '*', 0, 0, 0, 8, 0, 2, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (unsigned char)turn, 0, 0,
		0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38, 0, 0, 0, 0 };
	out_put(&o, "Exif\0\0", 6);
	out_put(&o, (const char *)directory, sizeof directory);
	out_z(&o, "GPS 32.0144N 130.1956E Akune");
	return out_done(&o);
}

static struct str with_exif(struct str jpeg, int turn)
{
	struct str e = exif(turn);
	struct out o = { .arena = test_arena() };
	out_put(&o, jpeg.s, 2);
	out_put(&o, (const char[]){ '\xff', '\xe1', (char)((e.n + 2) >> 8), (char)(e.n + 2) }, 4);
	out_str(&o, e);
	out_put(&o, jpeg.s + 2, jpeg.n - 2);
	return out_done(&o);
}

static bool holds(struct str b, const char *words)
{
	return memmem(b.s, b.n, words, strlen(words)) != NULL;
}

static enum picture_end made(struct str b)
{
	struct picture p;
	return picture_make(test_arena(), b, &p);
}

static char colour_at(struct str jpeg, int x, int y)
{
	struct canvas c = { 0 };
	int turn = 1;
	EXPECT_INT(jpeg_read(test_arena(), jpeg, &c, &turn), PICTURE_OK);
	const unsigned char *dot = c.rgb + ((size_t)y * (size_t)c.width + (size_t)x) * 3;
	return dot[0] > 150 && dot[2] < 100 ? 'r' : dot[2] > 150 && dot[0] < 100 ? 'b' : '?';
}

TEST(a_photo_is_turned_and_forgets_where_it_was_taken)
{
	struct picture p = { 0 };
	struct str sent = with_exif(photo(60, 30), 6);
	EXPECT(holds(sent, "Akune") && exif_turn(exif(6)) == 6);
	REQUIRE(picture_make(test_arena(), sent, &p) == PICTURE_OK);
	EXPECT_INT(p.width, 30);
	EXPECT_INT(p.height, 60);
	EXPECT(colour_at(p.whole, 15, 5) == 'r' && colour_at(p.whole, 15, 55) == 'b');
	EXPECT(colour_at(p.small, 15, 5) == 'r' && colour_at(p.small, 15, 55) == 'b');
	EXPECT(!holds(p.whole, "Akune") && !holds(p.whole, "Exif") && !holds(p.small, "Akune") && !holds(p.small, "Exif"));
}

TEST(every_turn_of_exif_puts_the_left_side_where_it_belongs)
{
	static const struct { int turn; bool is_across, is_red_first; } way[] = { { 1, true, true }, { 2, true, false }, { 3, true, false },
		{ 4, true, true }, { 5, false, true }, { 6, false, true }, { 7, false, false }, { 8, false, false } };
	for (size_t i = 0; i < sizeof way / sizeof *way; i++) {
		struct picture p = { 0 };
		REQUIRE(picture_make(test_arena(), with_exif(photo(60, 30), way[i].turn), &p) == PICTURE_OK);
		EXPECT_INT(p.width, way[i].is_across ? 60 : 30);
		EXPECT_INT(colour_at(p.whole, 5, 5), way[i].is_red_first ? 'r' : 'b');
	}
}

TEST(a_large_photo_comes_back_small_enough_for_a_telephone)
{
	struct picture p = { 0 };
	REQUIRE(picture_make(test_arena(), photo(5000, 1000), &p) == PICTURE_OK);
	EXPECT(p.width == PICTURE_SIDE && p.height == 410 && p.small_width == PICTURE_SMALL_SIDE && p.small_height == 64);
	EXPECT(colour_at(p.whole, 100, 200) == 'r' && colour_at(p.whole, 2000, 200) == 'b');
	EXPECT(p.small.n < 20000);
}

TEST(what_was_behind_or_inside_a_photo_is_gone)
{
	struct picture p = { 0 };
	struct out o = { .arena = test_arena() };
	out_str(&o, photo(40, 40));
	out_z(&o, "<html><script>alert(1)</script>");
	out_put(&o, "PK\3\4 the beginning of an archive", 32);
	REQUIRE(picture_make(test_arena(), out_done(&o), &p) == PICTURE_OK);
	EXPECT(!holds(p.whole, "script") && !holds(p.whole, "PK\3\4") && !holds(p.small, "script"));
	EXPECT_STR(str_of(p.type), "image/jpeg");
}

/* Sides that would fill gigabytes, in a file of a few bytes. */
TEST(a_bomb_of_dots_is_refused_before_it_unfolds)
{
	struct str jpeg = photo(40, 40);
	char *b = (char *)(uintptr_t)jpeg.s;
	for (size_t i = 0; i + 9 < jpeg.n; i++)
		if ((unsigned char)b[i] == 0xFF && (unsigned char)b[i + 1] == 0xC0)
			memcpy(b + i + 5, "\xfd\xe8\xfd\xe8", 4);
	EXPECT_INT(made(jpeg), PICTURE_LARGE);
	static const unsigned char png[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 0xc3, 0x50, 0, 0, 0xc3,
		0x50, 8, 2, 0, 0, 0, 0x0d, 0xb3, 0x3f, 0x35, 0, 0, 0, 0, 'I', 'D', 'A', 'T', 0x35, 0xaf, 0x06, 0x1e };
	enum picture_end end = made((struct str){ (const char *)png, sizeof png });
	EXPECT(end == PICTURE_LARGE || end == PICTURE_BROKEN);
	EXPECT_INT(made((struct str){ arena_get(test_arena(), PICTURE_BYTES_MOST + 1), PICTURE_BYTES_MOST + 1 }), PICTURE_LARGE);
}

TEST(a_cut_off_photo_is_refused_as_broken)
{
	struct str jpeg = photo(400, 300);
	EXPECT_INT(made((struct str){ jpeg.s, jpeg.n / 2 }), PICTURE_BROKEN);
	EXPECT_INT(made((struct str){ jpeg.s, 20 }), PICTURE_BROKEN);
	EXPECT_INT(made(STR("\x89PNG\r\n\x1a\n and nothing")), PICTURE_BROKEN);
	EXPECT_INT(made(STR("RIFF\x10\0\0\0WEBPVP8 nothing")), PICTURE_BROKEN);
	EXPECT_INT(made(STR("%PDF-1.7 cut off")), PICTURE_BROKEN);
}

TEST(other_files_are_refused_by_name)
{
	EXPECT_INT(made((struct str){ "\0\0\0\x18" "ftypheic\0\0\0\0", 16 }), PICTURE_HEIC);
	EXPECT_INT(made((struct str){ "\0\0\0\x18" "ftypmif1\0\0\0\0", 16 }), PICTURE_HEIC);
	EXPECT_INT(made((struct str){ "\0\0\0\x18" "ftypisom\0\0\0\0", 16 }), PICTURE_MOVIE);
	EXPECT_INT(made(STR("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>")), PICTURE_SVG);
	EXPECT_INT(made(STR("GIF89a")), PICTURE_UNKNOWN);
	EXPECT_INT(made(STR("<html>")), PICTURE_UNKNOWN);
	EXPECT_INT(made(STR("")), PICTURE_UNKNOWN);
	struct picture p = { 0 };
	EXPECT_INT(picture_make(test_arena(), STR("%PDF-1.7\n1 0 obj\n%%EOF\n"), &p), PICTURE_OK);
	EXPECT_STR(str_of(p.type), "application/pdf");
	EXPECT(!p.small.n);
}

TEST(exif_that_leads_nowhere_turns_nothing)
{
	EXPECT_INT(exif_turn(STR("")), 1);
	EXPECT_INT(exif_turn(STR("MM\0*\xff\xff\xff\xff")), 1);
	EXPECT_INT(exif_turn((struct str){ "II*\0\x08\0\0\0\xff\xff", 10 }), 1);
	EXPECT_INT(exif_turn((struct str){ "II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\x08\0\0\0", 22 }), 8);
	EXPECT_INT(exif_turn((struct str){ "II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\x09\0\0\0", 22 }), 1);
}

TEST(what_the_helper_says_is_not_believed)
{
	struct picture p;
	enum picture_end end;
	EXPECT(picture_answer_read(STR("5\n"), &p, &end) && end == PICTURE_BROKEN);
	static const char *const lies[] = { "", "0\n", "7\n", "99\n", "-1\n", "5\nand more", "0 1 1 1 1 0 0\n", "0 1 1 1 1 3 3\nabcdef",
		"0 9999 1 1 1 5 5\n",
		"0 1 1 1 1 9223372036854775807 9223372036854775807\n", "0 1 1 1 1 5 5 5\n" };
	for (size_t i = 0; i < sizeof lies / sizeof *lies; i++)
		EXPECT(!picture_answer_read(str_of(lies[i]), &p, &end));
}

/* ---- the cage: each act in a process of its own ---- */

static void leave(int code)
{
	syscall(SYS_exit_group, code);
}

/* How it ended: 0-255 its own word, else -signal. */
static int alone(void (*act)(void))
{
	int status = 0;
	pid_t pid = fork();
	if (pid == 0) {
		act();
		leave(200);
	}
	waitpid(pid, &status, 0);
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static void open_without_files(void)
{
	int before = open("/etc/passwd", O_RDONLY);
	bool is_closed = cage_files();
	int after = open("/etc/passwd", O_RDONLY);
	leave(before >= 0 && is_closed && after < 0 && errno == EACCES ? 0 : 1);
}

static void read_on(void)
{
	char b[8];
	int fd = open("/dev/zero", O_RDONLY);
	bool is_closed = cage_close();
	leave(is_closed && read(fd, b, sizeof b) == sizeof b ? 0 : 1);
}

static void open_in_cage(void)
{
	cage_close();
	open("/etc/passwd", O_RDONLY);
}

static void call_out(void)
{
	cage_close();
	socket(AF_INET, SOCK_STREAM, 0);
}

static void start_another(void)
{
	cage_close();
	execl("/bin/true", "true", (char *)NULL);
}

static void split(void)
{
	cage_close();
	fork();
}

TEST(the_helper_can_read_what_it_has_and_reach_nothing_else)
{
	EXPECT_INT(alone(open_without_files), 0);
	EXPECT_INT(alone(read_on), 0);
	EXPECT_INT(alone(open_in_cage), -SIGSYS);
	EXPECT_INT(alone(call_out), -SIGSYS);
	EXPECT_INT(alone(start_another), -SIGSYS);
	EXPECT_INT(alone(split), -SIGSYS);
}
