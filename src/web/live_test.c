/* Streams on a real socket: who hears what, slow listeners, the end of a session, hundreds at once. */
#include "base/id.h"
#include "web/server_test.h"

static int open_stream(const struct house *h)
{
	static const char text[] = "GET /live HTTP/1.1\r\n" H "\r\n";
	int fd = dial(h);
	say(fd, text, sizeof text - 1);
	EXPECT(str_has(listen_for(fd, "retry: 3000\n\n", 3000), "text/event-stream"));
	return fd;
}

TEST(a_stream_hears_its_channel_and_topics_only)
{
	struct house h = { 0 };
	REQUIRE(start_in(&h, (struct web_conf){ 0 }));
	int fd = open_stream(&h);
	live_publish(8, STR("inbox"), STR("other town"));
	live_publish(7, STR("secret"), STR("other topic"));
	live_publish(7, STR("inbox"), STR("{\"n\":1}"));
	live_publish(7, STR("thread"), STR("two\nlines"));
	EXPECT_STR(listen_for(fd, "lines\n\n", 3000), "event: inbox\ndata: {\"n\":1}\n\nevent: thread\ndata: two\ndata: lines\n\n");
	EXPECT_INT(live_count(), 1);
	EXPECT(is_good(&h));
	close(fd);
	for (int i = 0; i < 100 && live_count(); i++)
		usleep(10000);
	EXPECT_INT(live_count(), 0);
	web_stop(h.web, 1000);
}

TEST(the_streams_of_a_session_end_with_it_and_others_go_on)
{
	struct house h = { 0 };
	REQUIRE(start_in(&h, (struct web_conf){ 0 }));
	int theirs = open_stream(&h), mine = open_stream(&h);
	char byte;
	live_publish(7, STR(LIVE_END), id_text(test_arena(), 6));       /* nobody's */
	live_publish(8, STR(LIVE_END), id_text(test_arena(), 5));       /* of another channel */
	live_publish(7, STR("inbox"), STR("all"));
	EXPECT(str_has(listen_for(theirs, "all\n\n", 3000), "all") && str_has(listen_for(mine, "all\n\n", 3000), "all"));
	h.own_next = 5;
	int other = open_stream(&h);
	live_publish(7, STR(LIVE_END), id_text(test_arena(), 5));
	EXPECT_INT(recv(other, &byte, 1, 0), 0);
	live_publish(7, STR("inbox"), STR("still"));
	EXPECT(str_has(listen_for(mine, "still\n\n", 3000), "still"));
	EXPECT_INT(live_count(), 2);
	h.own_next = 0;
	close(mine);
	close(theirs);
	close(other);
	web_stop(h.web, 1000);
}

TEST(a_slow_listener_is_told_to_resync)
{
	struct house h = { 0 };
	REQUIRE(start_in(&h, (struct web_conf){ 0 }));
	int fd = open_stream(&h);
	char *data = ARENA_ARRAY(test_arena(), char, 60000);
	memset(data, 'a', 60000);
	for (int i = 0; i < 400; i++)
		live_publish(7, STR("inbox"), (struct str){ data, 60000 });
	EXPECT(str_has(listen_for(fd, "event: resync\n", 5000), "event: resync\n"));
	close(fd);
	web_stop(h.web, 1000);
}

TEST(hundreds_of_streams_do_not_stand_in_the_way)
{
	enum { MANY = 400 };
	struct house h = { 0 };
	int fd[MANY];
	REQUIRE(start_in(&h, (struct web_conf){ 0 }));
	for (int i = 0; i < MANY; i++)
		fd[i] = open_stream(&h);
	live_publish(7, STR("inbox"), STR("all"));
	EXPECT(is_good(&h));
	for (int i = 0; i < MANY; i++)
		EXPECT_STR(listen_for(fd[i], "all\n\n", 2000), "event: inbox\ndata: all\n\n");
	struct web_figures f;
	web_figures(h.web, &f);
	EXPECT_INT(f.stream_n, MANY);
	web_stop(h.web, 1000);
	EXPECT_INT(listen_for(fd[0], NULL, 1000).n, 0);
	for (int i = 0; i < MANY; i++)
		close(fd[i]);
}
