/* The queue on disk: whole and in order, bounded, never believing what was changed, never losing what it told as taken. */
#include "spool/spool.h"
#include "base/clock.h"
#include "base/log.h"
#include "tests/test.h"
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct seal_key key = { { 7 } };
enum { QUIET = LOG_ERROR + 1 };

static struct str folder(void)
{
	return arena_fmt(test_arena(), "%s/spool/hana", test_folder());
}

static void open_queue(struct spool_queue *q)
{
	spool_open(q, test_arena(), folder(), &key, 5);
}

static struct spool_post post_of(int64_t n)
{
	struct arena *a = test_arena();
	return (struct spool_post){ .number = id_new(), .at = { 1750000000000 + n }, .base = STR("/hana"), .path = STR("/ask"), .host = STR("localhost"),
		.cookie = STR("visitor=abc; lang=vi"), .type = STR("application/x-www-form-urlencoded"), .language = STR("vi"),
		.address = STR("203.0.113.9"), .once = id_token(a), .body = arena_fmt(a, "words=%lld\n\n%%00", (long long)n), .is_secure = n % 2 == 1 };
}

static int64_t put(struct spool_queue *q, int64_t n)
{
	struct spool_post post = post_of(n);
	EXPECT(spool_put(q, test_arena(), &post));
	return post.number;
}

static struct str file_of(int64_t number)
{
	return arena_fmt(test_arena(), "%s/%s.post", folder().s, id_text(test_arena(), number).s);
}

static int entries(void)
{
	int n = 0;
	DIR *dir = opendir(folder().s);
	for (struct dirent *e; dir && (e = readdir(dir));)
		n += e->d_name[0] != '.';
	if (dir)
		closedir(dir);
	return n;
}

TEST(what_was_taken_comes_back_whole_and_in_order_after_a_new_start)
{
	struct spool_queue q;
	int64_t *number;
	open_queue(&q);
	EXPECT_INT(spool_waiting(&q), 0);
	for (int64_t i = 0; i < 20; i++)
		put(&q, i);
	open_queue(&q);
	EXPECT_INT(spool_waiting(&q), 20);
	REQUIRE(spool_list(&q, test_arena(), &number) == 20);
	for (int64_t i = 0; i < 20; i++) {
		struct spool_post is, was = post_of(i);
		REQUIRE(spool_get(&q, test_arena(), number[i], &is));
		EXPECT(is.at.ms == was.at.ms && is.is_secure == was.is_secure && is.number == number[i]);
		EXPECT(str_eq(is.body, was.body) && str_eq(is.cookie, was.cookie) && str_eq(is.path, was.path) && str_eq(is.base, was.base));
		EXPECT(str_eq(is.host, was.host) && str_eq(is.type, was.type) && str_eq(is.language, was.language) && id_is_token(is.once));
		spool_drop(&q, test_arena(), number[i]);
	}
	EXPECT_INT(spool_waiting(&q), 0);
	EXPECT_INT(q.byte_n, 0);
	EXPECT_INT(entries(), 0);
}

TEST(nobody_reads_what_people_wrote_from_the_folder)
{
	struct spool_queue q;
	char b[4096] = "";
	struct stat st;
	log_quiet((enum log_level)QUIET);
	open_queue(&q);
	struct spool_post post = post_of(1);
	post.body = STR("words=BESIDEMYSELF");
	EXPECT(spool_put(&q, test_arena(), &post));
	int fd = open(file_of(post.number).s, O_RDONLY);
	ssize_t n = read(fd, b, sizeof b);
	EXPECT(fstat(fd, &st) == 0 && (st.st_mode & 0777) == 0600);
	close(fd);
	REQUIRE(n > 100);
	EXPECT(!memmem(b, (size_t)n, "BESIDEMYSELF", 12) && !memmem(b, (size_t)n, "visitor", 7));
	struct spool_queue other;
	struct spool_post read_post;
	spool_open(&other, test_arena(), folder(), &(struct seal_key){ { 8 } }, 5);
	EXPECT(!spool_get(&other, test_arena(), post.number, &read_post));
	log_quiet(LOG_ERROR);
}

/* Each byte turned, each length cut. */
TEST(a_torn_or_changed_file_is_put_aside_and_its_neighbours_come)
{
	struct spool_queue q;
	struct spool_post post;
	log_quiet((enum log_level)QUIET);
	open_queue(&q);
	int64_t number = put(&q, 1), next = put(&q, 2);
	struct stat st;
	REQUIRE(stat(file_of(number).s, &st) == 0);
	char *whole = arena_get(test_arena(), (size_t)st.st_size);
	int fd = open(file_of(number).s, O_RDONLY);
	REQUIRE(read(fd, whole, (size_t)st.st_size) == st.st_size);
	close(fd);
	for (off_t i = 0; i < 2 * st.st_size; i++) {
		off_t n = i < st.st_size ? st.st_size : i - st.st_size;
		fd = open(file_of(number).s, O_WRONLY | O_CREAT | O_TRUNC, 0600);
		whole[i % st.st_size] ^= i < st.st_size ? 0x10 : 0;
		EXPECT(write(fd, whole, (size_t)n) == n);
		whole[i % st.st_size] ^= i < st.st_size ? 0x10 : 0;
		close(fd);
		EXPECT(!spool_get(&q, test_arena(), number, &post));
		EXPECT(access(file_of(number).s, F_OK) != 0);
	}
	EXPECT(rename(file_of(next).s, file_of(number).s) == 0);       /* in the place of another */
	EXPECT(!spool_get(&q, test_arena(), number, &post));
	int64_t last = put(&q, 3);
	EXPECT(spool_get(&q, test_arena(), last, &post));
	log_quiet(LOG_ERROR);
}

TEST(halves_that_were_never_told_as_taken_are_removed)
{
	struct spool_queue q;
	open_queue(&q);
	put(&q, 1);
	struct str part = arena_fmt(test_arena(), "%s/%s.part", folder().s, id_text(test_arena(), id_new()).s);
	close(open(part.s, O_WRONLY | O_CREAT, 0600));
	open_queue(&q);
	EXPECT_INT(spool_waiting(&q), 1);
	EXPECT_INT(entries(), 1);
}

TEST(a_full_queue_takes_nothing_and_loses_nothing)
{
	struct spool_queue q;
	open_queue(&q);
	put(&q, 1);
	struct spool_post post = post_of(2);
	struct moment at = post.at;
	q.post_n = SPOOL_POSTS_MOST;
	EXPECT(!spool_put(&q, test_arena(), &post));
	q.post_n = 1;
	q.byte_n = SPOOL_BYTES_MOST;
	EXPECT(!spool_put(&q, test_arena(), &post));
	q.byte_n = 1;
	post.at = moment_add(at, (SPOOL_HOURS_MOST + 1) * (int64_t)HOUR);
	EXPECT(!spool_put(&q, test_arena(), &post));
	post.at = at;
	post.body = (struct str){ arena_get(test_arena(), SPOOL_POST_MOST), SPOOL_POST_MOST };
	EXPECT(!spool_put(&q, test_arena(), &post));
	EXPECT_INT(entries(), 1);
	EXPECT_INT(spool_waiting(&q), 1);
	put(&q, 3);
}

TEST(a_full_disk_refuses_and_leaves_no_half)
{
	struct spool_queue q;
	struct rlimit before;
	log_quiet((enum log_level)QUIET);
	open_queue(&q);
	put(&q, 1);
	getrlimit(RLIMIT_FSIZE, &before);
	signal(SIGXFSZ, SIG_IGN);
	struct spool_post post = post_of(2);
	for (rlim_t most = 0; most <= 200; most += 50) {
		setrlimit(RLIMIT_FSIZE, &(struct rlimit){ most, before.rlim_max });
		EXPECT(!spool_put(&q, test_arena(), &post));
		setrlimit(RLIMIT_FSIZE, &before);
	}
	signal(SIGXFSZ, SIG_DFL);
	EXPECT_INT(entries(), 1);
	EXPECT_INT(spool_waiting(&q), 1);
	EXPECT(spool_put(&q, test_arena(), &post));
	log_quiet(LOG_ERROR);
}

/* Each child tells what it wrote, not how it is numbered: all begin with the same number, as after a clock that was put back. */
static void put_until_killed(int64_t from_n, int pipe_fd)
{
	struct spool_queue q;
	open_queue(&q);
	for (int64_t n = from_n;; n++) {
		struct spool_post post = post_of(n);
		if (!spool_put(&q, test_arena(), &post) || write(pipe_fd, &n, sizeof n) != sizeof n)
			_exit(1);
	}
}

TEST(what_was_told_as_taken_survives_kill_9)
{
	bool is_told[100000] = { 0 }, is_there[100000] = { 0 };
	int64_t *number, n, told_n = 0;
	struct spool_queue q;
	folder();
	for (int round = 0; round < 10; round++) {
		int ends[2];
		REQUIRE(pipe(ends) == 0);
		pid_t child = fork();
		if (!child)
			put_until_killed(round * 10000, ends[1]);
		close(ends[1]);
		for (int i = 0; read(ends[0], &n, sizeof n) == sizeof n; i++) {
			is_told[n] = true;
			told_n++;
			if (i == 10 + round)
				kill(child, SIGKILL);
		}
		waitpid(child, NULL, 0);
		close(ends[0]);
	}
	open_queue(&q);
	size_t there_n = spool_list(&q, test_arena(), &number);
	for (size_t i = 0; i < there_n; i++) {
		struct spool_post post;
		EXPECT(spool_get(&q, test_arena(), number[i], &post));
		is_there[post.at.ms - 1750000000000] = true;
	}
	EXPECT(told_n >= 150);
	for (int i = 0; i < 100000; i++)
		EXPECT(is_there[i] || !is_told[i]);
}
