/* mutate: mangled inputs into a program of ours, many a second. usage: mutate SECONDS FOUND_FOLDER INPUT SEED... -- PROGRAM ARGUMENT...
 * INPUT is the file that is written anew for every run and named among the arguments. The program must end with 0 or 1 within five seconds;
 * whatever makes it end otherwise is kept in FOUND_FOLDER, and mutate ends with 1. */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SEED_MOST = 256, BYTES_MOST = 1 << 20, PATIENCE_S = 5 };

struct seed { char *b; size_t n; };

static struct seed seeds[SEED_MOST];
static size_t seed_n;
static char text[2 * BYTES_MOST];
static size_t text_n;

static size_t any(size_t below)
{
	return below ? (size_t)random() % below : 0;
}

static void read_seed(const char *path)
{
	FILE *in = fopen(path, "rb");
	if (!in || seed_n == SEED_MOST)
		exit(2);
	struct seed *s = &seeds[seed_n++];
	s->b = malloc(BYTES_MOST);
	s->n = fread(s->b, 1, BYTES_MOST, in);
	fclose(in);
}

static void cut(size_t at, size_t n)
{
	memmove(text + at, text + at + n, text_n - at - n);
	text_n -= n;
}

static void insert(size_t at, const char *b, size_t n)
{
	if (text_n + n > BYTES_MOST)
		return;
	memmove(text + at + n, text + at, text_n - at);
	memcpy(text + at, b, n);
	text_n += n;
}

/* Pieces that the generators give a meaning to. */
static void insert_word(size_t at)
{
	static const char *const words[] = { "{", "}", "@end\n", "@if x\n", "@for\n", "@page x(void)\n", "@part y(int a)\n", "<", ">", "\"", "'",
		"<!--", "-->", "<script>", "</", "&", "{|}", "@", "-- q: one\n", ":tenant_id", ":x_at", ";", "SELECT ", " AS x", "(", ")", "\n", "\\", "\xe3\x81",
		"\xff", "/*", "{icon ", "{asset ", "@let", "@show ", "@help\n", "@title ", ",", "@id", "NOT NULL", "PRIMARY KEY", "%s", "msgid \"", "msgstr \"" };
	const char *word = words[any(sizeof words / sizeof *words)];
	insert(at, word, strlen(word));
}

static void mangle(void)
{
	const struct seed *s = &seeds[any(seed_n)], *other = &seeds[any(seed_n)];
	memcpy(text, s->b, s->n);
	text_n = s->n;
	for (size_t times = 1 + any(4); times--;) {
		size_t at = any(text_n), most = text_n - at;
		switch (any(6)) {
		case 0: cut(at, any(most < 64 ? most : 64)); break;
		case 1: cut(at, most); break;
		case 2: insert_word(at); break;
		case 3: insert(at, other->b, any(other->n)); break;
		case 4: insert(at, text + any(text_n / 2), any(text_n / 2)); break;
		default: if (text_n) text[at] = (char)any(256);
		}
	}
}

static bool survives(const char *input, char **program)
{
	int status, file = open(input, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	if (file < 0 || write(file, text, text_n) != (ssize_t)text_n)
		exit(2);
	close(file);
	pid_t child = fork();
	if (!child) {
		int nowhere = open("/dev/null", O_RDWR);
		dup2(nowhere, 1);
		dup2(nowhere, 2);
		alarm(PATIENCE_S);
		execv(program[0], program);
		_exit(127);
	}
	waitpid(child, &status, 0);
	return WIFEXITED(status) && WEXITSTATUS(status) <= 1;
}

static void keep(const char *folder, const char *program, int number)
{
	char path[512];
	const char *name = strrchr(program, '/');
	mkdir(folder, 0755);
	snprintf(path, sizeof path, "%s/%s-%d", folder, name ? name + 1 : program, number);
	FILE *out = fopen(path, "wb");
	if (!out || fwrite(text, 1, text_n, out) != text_n || fclose(out) != 0)
		exit(2);
	printf("mutate: %s broke on %s\n", program, path);
}

int main(int argc, char **argv)
{
	int i = 4, run_n = 0, found_n = 0;
	while (i < argc && strcmp(argv[i], "--") != 0)
		read_seed(argv[i++]);
	if (argc < 6 || i + 1 >= argc || !seed_n) {
		fprintf(stderr, "usage: mutate SECONDS FOUND_FOLDER INPUT SEED... -- PROGRAM ARGUMENT...\n");
		return 2;
	}
	setenv("ASAN_OPTIONS", "exitcode=99:detect_leaks=0", 1);
	srandom((unsigned)time(NULL));
	for (time_t end = time(NULL) + atoi(argv[1]); time(NULL) < end && found_n < 5; run_n++) {
		mangle();
		if (!survives(argv[3], argv + i + 1))
			keep(argv[2], argv[i + 1], found_n++);
	}
	printf("mutate: %s: %d runs, %d broke it\n", argv[i + 1], run_n, found_n);
	return found_n != 0;
}
