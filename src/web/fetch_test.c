/* Letters, and what is made of a mail server's answers. */
#include "tests/test.h"
#include "web/letter.h"
#include "base/clock.h"
#include <arpa/inet.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static struct letter sample(void)
{
	return (struct letter){ .from = STR("no-reply@akune.example.jp"), .from_name = STR("阿久根市 こども課"), .to = STR("hana@example.jp"),
		.subject = STR("お返事がとどきました。あなたのご質問に、保健師がお返事を書きました。"), .text = STR("こんにちは。\nリンクをひらいてください。\n"),
		.message_id = STR("abc@akune.example.jp"), .timeout_s = 3 };
}

TEST(a_letter_is_plain_ascii_on_its_way)
{
	struct out o = { .arena = test_arena() };
	struct letter l = sample();
	struct str why = STR_NONE;
	clock_set((struct moment){ 1764082800000 });
	REQUIRE(letter_write(&o, &l, &why));
	struct str text = out_done(&o), line;
	EXPECT(str_starts(text, "Date: Wed, 26 Nov 2025 00:00:00 +0900\r\n"
		"From: =?UTF-8?B?6Zi/5LmF5qC55biCIOOBk+OBqeOCguiqsg==?=\r\n <no-reply@akune.example.jp>\r\n"));
	EXPECT(str_has(text, "\r\nMessage-ID: <abc@akune.example.jp>\r\n") && str_has(text, "?=\r\n =?UTF-8?B?"));
	EXPECT(str_ends(text, "\r\n\r\n44GT44KT44Gr44Gh44Gv44CCDQrjg6rjg7Pjgq/jgpLjgbLjgonjgYTjgabjgY/jgaDjgZXjgYTj\r\ngIINCg==\r\n"));
	for (size_t i = 0; i < text.n; i++)
		EXPECT((unsigned char)text.s[i] < 0x80);
	while (str_cut(&text, '\n', &line))
		EXPECT(line.n <= 79);
}

TEST(no_text_begins_a_head_line_of_its_own)
{
	struct out o = { .arena = test_arena() };
	struct letter l = sample();
	struct str why = STR_NONE;
	l.subject = STR("Hi\r\nBcc: all@example.jp");
	l.from_name = STR("A\"\r\nBcc: x@example.jp");
	REQUIRE(letter_write(&o, &l, &why));
	EXPECT(!str_has(out_done(&o), "Bcc:"));
	l.to = STR("a@example.jp>\r\nRCPT TO:<b@example.jp");
	EXPECT(!letter_write(&o, &l, &why) && str_has(why, "recipient"));
	l = sample();
	l.message_id = STR("a b@c");
	EXPECT(!letter_write(&o, &l, &why));
	l = sample();
	l.reply_to = STR("nobody");
	EXPECT(!letter_write(&o, &l, &why));
}

/* A mail server that answers each command by a script; NULL hangs up. */
struct post { int listener, port; const char *greeting, *rcpt, *data, *end; struct out got; pthread_t t; };

static void answer(int fd, const char *line)
{
	if (send(fd, line, strlen(line), MSG_NOSIGNAL) < 0)
		return;
}

static const char *answer_to(const struct post *p, const char *line, bool *in_data)
{
	if (*in_data) {
		*in_data = strcmp(line, ".\r\n") != 0;
		return *in_data ? "" : p->end;
	}
	*in_data = strncmp(line, "DATA", 4) == 0;
	return *in_data ? p->data : strncmp(line, "RCPT", 4) == 0 ? p->rcpt : strncmp(line, "QUIT", 4) == 0 ? "221 bye\r\n" : "250 fine\r\n";
}

static void *serve(void *arg)
{
	struct post *p = arg;
	int fd = accept(p->listener, NULL, NULL);
	FILE *in = fdopen(fd, "r");
	char line[1024];
	bool in_data = false;
	answer(fd, p->greeting);
	while (fgets(line, sizeof line, in)) {
		out_put(&p->got, line, strlen(line));
		const char *reply = answer_to(p, line, &in_data);
		if (!reply)
			break;
		answer(fd, reply);
	}
	fclose(in);
	return NULL;
}

static enum fetch_end try(struct post p, struct str *ret_got)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof at;
	struct letter l = sample();
	struct str why = STR_NONE;
	p.got.arena = arena_new(1 << 20);
	p.listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(p.listener, (struct sockaddr *)&at, n) != 0 || listen(p.listener, 1) != 0 || getsockname(p.listener, (struct sockaddr *)&at, &n) != 0)
		return FETCH_UNKNOWN;
	l.smtp_url = arena_fmt(test_arena(), "smtp://127.0.0.1:%d", ntohs(at.sin_port));
	pthread_create(&p.t, NULL, serve, &p);
	enum fetch_end end = fetch_letter(&l, test_arena(), &why);
	pthread_join(p.t, NULL);
	*ret_got = arena_str(test_arena(), out_done(&p.got));
	EXPECT((end == FETCH_DONE) == (why.n == 0));
	arena_free(p.got.arena);
	close(p.listener);
	return end;
}

TEST(a_mail_server_may_take_refuse_postpone_or_vanish)
{
	const struct post good = { .greeting = "220 here\r\n", .rcpt = "250 fine\r\n", .data = "354 go on\r\n", .end = "250 taken\r\n" };
	struct post p = good;
	struct str got = STR_NONE;
	EXPECT_INT(try(p, &got), FETCH_DONE);
	EXPECT(str_has(got, "RCPT TO:<hana@example.jp>\r\n") && str_has(got, "\r\n.\r\n") && str_has(got, "MAIL FROM:<no-reply@akune.example.jp>"));
	p.rcpt = "550 nobody of that name\r\n";
	EXPECT_INT(try(p, &got), FETCH_REFUSED);
	p.rcpt = "451 later\r\n";
	EXPECT_INT(try(p, &got), FETCH_LATER);
	p.rcpt = NULL;
	EXPECT_INT(try(p, &got), FETCH_LATER);
	p = good;
	p.end = "554 no such thing\r\n";
	EXPECT_INT(try(p, &got), FETCH_REFUSED);
	p.end = "421 closing\r\n";
	EXPECT_INT(try(p, &got), FETCH_LATER);
	p.end = NULL;
	EXPECT_INT(try(p, &got), FETCH_UNKNOWN);
	p.end = "";
	EXPECT_INT(try(p, &got), FETCH_UNKNOWN);
	p = good;
	p.greeting = "421 busy\r\n";
	EXPECT_INT(try(p, &got), FETCH_LATER);
}

TEST(no_mail_server_means_later)
{
	struct letter l = sample();
	struct str why = STR_NONE;
	l.smtp_url = STR("smtp://127.0.0.1:1");
	EXPECT_INT(fetch_letter(&l, test_arena(), &why), FETCH_LATER);
	EXPECT(why.n > 0);
	l.smtp_url = STR("file:///etc/passwd");
	EXPECT_INT(fetch_letter(&l, test_arena(), &why), FETCH_LATER);
	l.to = STR("nobody");
	EXPECT_INT(fetch_letter(&l, test_arena(), &why), FETCH_REFUSED);
}
