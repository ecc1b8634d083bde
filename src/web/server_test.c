/* The server on a real socket: hostile requests, slow clients, full queues, and the way out. Streams: live_test.c. */
#include "web/server_test.h"
#include <sys/un.h>

static int status_of(struct str reply)
{
	int64_t status = 0;
	if (reply.n > 12)
		str_int((struct str){ reply.s + 9, 3 }, &status);
	return (int)status;
}

#define RAW(text) { text, sizeof text - 1 }
static const struct { const char *text; size_t n; } hostile[] = {
	RAW("POST / HTTP/1.1\r\n" H "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"),
	RAW("POST / HTTP/1.1\r\n" H "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"),
	RAW("POST / HTTP/1.1\r\n" H "Content-Length: 5, 5\r\n\r\nhello"),
	RAW("POST / HTTP/1.1\r\n" H "Content-Length: +5\r\n\r\nhello"),
	RAW("POST / HTTP/1.1\r\n" H "Content-Length: -5\r\n\r\nhello"),
	RAW("POST / HTTP/1.1\r\n" H "Content-Length: 0x5\r\n\r\nhello"),
	RAW("POST / HTTP/1.1\r\n" H "Content-Length: 99999999999999999999\r\n\r\nhello"),
	RAW("POST / HTTP/1.1\r\n" H "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
	RAW("POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
	RAW("POST / HTTP/1.1\r\n" H "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
	RAW("POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n"),
	RAW("POST / HTTP/1.1\r\n" H "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
	RAW("GET / HTTP/1.1\r\n\r\n"),
	RAW("GET / HTTP/1.0\r\n\r\n"),
	RAW("GET / HTTP/1.1\r\n" H "Host: b.example\r\n\r\n"),
	RAW("GET / HTTP/1.1\r\nHost: a/b@c\r\n\r\n"),
	RAW("GET / HTTP/1.1\r\nHost : a.example\r\n\r\n"),
	RAW("GET / HTTP/1.1\r\n" H "X: a\r\n folded\r\n\r\n"),
	RAW("GET / HTTP/1.1\r\n" H "X: a\r\n\tfolded\r\nY: b\r\n\r\n"),
	RAW("GET / HTTP/1.1\r\n" H "X: a\0b\r\n\r\n"),
	RAW("GET / HTTP/1.1\r\n" H "X: a\0\r\nY: b\n\r\n"),
	RAW("GET / HTTP/1.1\r\n" H "X: a\rb\r\n\r\n"),
	RAW("GET / HTTP/1.1\r\n" H "X: a\x01" "b\r\n\r\n"),
	RAW("GET / HTTP/1.1\n" "Host: a.example\n\n"),
	RAW("GET / HTTP/1.1\r\nHost: a.example\nX: b\r\n\r\n"),
	RAW("GET / HTTP/1.1\r\n" H "no colon\r\n\r\n"),
	RAW("GET / HTTP/1.1\r\n" H ": empty\r\n\r\n"),
	RAW("GET /a\0b HTTP/1.1\r\n" H "\r\n"),
	RAW("GET /a%00b HTTP/1.1\r\n" H "\r\n"),
	RAW("GET /a?b=%00 HTTP/1.1\r\n" H "\r\n"),
	RAW("GET /a%0d%0aX:b HTTP/1.1\r\n" H "\r\n"),
	RAW("GET /a%2fb HTTP/1.1\r\n" H "\r\n"),
	RAW("GET /a%5cb HTTP/1.1\r\n" H "\r\n"),
	RAW("GET /a\\b HTTP/1.1\r\n" H "\r\n"),
	RAW("GET /../etc/passwd HTTP/1.1\r\n" H "\r\n"),
	RAW("GET /a/%2e%2e/b HTTP/1.1\r\n" H "\r\n"),
	RAW("GET /a/./b HTTP/1.1\r\n" H "\r\n"),
	RAW("GET //evil.example/ HTTP/1.1\r\n" H "\r\n"),
	RAW("GET /%zz HTTP/1.1\r\n" H "\r\n"),
	RAW("GET /%e3%81 HTTP/1.1\r\n" H "\r\n"),
	RAW("GET /a b HTTP/1.1\r\n" H "\r\n"),
	RAW("GET  / HTTP/1.1\r\n" H "\r\n"),
	RAW("GET / HTTP/1.1 \r\n" H "\r\n"),
	RAW("GET http://b.example/ HTTP/1.1\r\n" H "\r\n"),
	RAW("GET a.example/ HTTP/1.1\r\n" H "\r\n"),
	RAW("GET / HTTP/1.2\r\n" H "\r\n"),
	RAW("GET / HTTP/2.0\r\n" H "\r\n"),
	RAW("GET /\r\n\r\n"),
	RAW("GET / HTTP/1.1\r\n" H "Content-Length: 5\r\n\r\nhello"),
	RAW("GET / HTTP/1.1\r\n" H "Expect: something\r\n\r\n"),
	RAW("GET / HTTP/1.1\r\n" H "Origin: https://a\r\nOrigin: https://b\r\n\r\n"),
	RAW("PUT / HTTP/1.1\r\n" H "\r\n"),
	RAW("TRACE / HTTP/1.1\r\n" H "\r\n"),
	RAW("BREW / HTTP/1.1\r\n" H "\r\n"),
	RAW("G\x01T / HTTP/1.1\r\n" H "\r\n"),
	RAW("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
	RAW("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
};

TEST(hostile_requests_are_refused_and_good_ones_still_served)
{
	struct house h = { 0 };
	REQUIRE(start_in(&h, (struct web_conf){ .header_s = 1, .body_s = 1 }));
	for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
		struct str got = ask(&h, hostile[i].text, hostile[i].n);
		int status = status_of(got);
		if (got.n && (status < 400 || status == 500 || str_has(got, "page")))
			test_failed(__FILE__, __LINE__, "request %zu (%s) got %d", i, hostile[i].text, status);
	}
	EXPECT(is_good(&h));
	EXPECT_INT(status_of(ask(&h, hostile[8].text, hostile[8].n)), 411);
	EXPECT_INT(status_of(ask(&h, hostile[51].text, hostile[51].n)), 405);
	EXPECT_INT(status_of(ask(&h, hostile[53].text, hostile[53].n)), 501);
	web_stop(h.web, 1000);
}

TEST(odd_but_honest_requests_are_served)
{
	static const struct { const char *text; size_t n; } honest[] = {
		RAW("GET /page HTTP/1.1\r\nhost:a.example:8080\r\nX:1\r\nEmpty:\r\nBlank: \r\nWide:    a  b\t\r\nConnection:close\r\n\r\n"),
		RAW("\r\nGET /page?a=%20&b=+%e3%81%82 HTTP/1.1\r\n" H "Connection: close\r\n\r\n"),
		RAW("GET /page HTTP/1.0\r\n" H "\r\n"),
		RAW("GET /p%61ge HTTP/1.1\r\nHost: [::1]:8080\r\nUser-Agent: \xe3\x81\x82\r\nCookie: a=b\r\nCookie: c=d\r\nConnection: close\r\n\r\n"),
		RAW("GET http://a.example/page HTTP/1.1\r\n" H "Connection: close\r\n\r\n"),
		RAW("POST /page HTTP/1.1\r\n" H "Content-Length: 0\r\nConnection: close\r\n\r\n"),
	};
	struct house h = { 0 };
	REQUIRE(start_in(&h, (struct web_conf){ 0 }));
	for (size_t i = 0; i < sizeof honest / sizeof *honest; i++)
		EXPECT(str_has(ask(&h, honest[i].text, honest[i].n), "page /page"));
	int fd = dial(&h);
	struct str r = arena_fmt(test_arena(), "GET /page HTTP/1.1\r\n" H "Long: %0800d\r\nLonger: %09000d\r\nLast: 1\r\n\r\n", 1, 2);
	for (size_t i = 0; i < r.n; i += i < 1000 ? 1 : 700) {
		say(fd, r.s + i, i < 1000 ? 1 : r.n - i < 700 ? r.n - i : 700);
		usleep(i < 1000 ? 100 : 1000);
	}
	EXPECT(str_has(listen_for(fd, "page /page", 2000), "page /page"));
	close(fd);
	web_stop(h.web, 1000);
}

static struct str long_request(const char *what, size_t n, const char *rest)
{
	struct out o = { .arena = test_arena() };
	out_z(&o, what);
	while (o.n < n)
		out_put(&o, "aaaaaaaaaaaaaaaa", 16);
	out_z(&o, rest);
	return out_done(&o);
}

TEST(every_size_has_a_limit)
{
	struct house h = { 0 };
	REQUIRE(start_in(&h, (struct web_conf){ .body_max = 1000 }));
	struct str r = long_request("GET /", 3000, " HTTP/1.1\r\n" H "\r\n");
	EXPECT_INT(status_of(ask(&h, r.s, r.n)), 414);
	r = long_request("GET /page HTTP/1.1\r\n" H "X: ", 40000, "\r\n\r\n");
	int status = status_of(ask(&h, r.s, r.n));
	EXPECT(status == 431 || status == 0);
	r = long_request("GET /page HTTP/1.1\r\n" H "X: ", 12000, "\r\nConnection: close\r\n\r\n");
	EXPECT_INT(status_of(ask(&h, r.s, r.n)), 200);
	struct out many = { .arena = test_arena() };
	out_z(&many, "GET /page HTTP/1.1\r\n" H);
	for (int i = 0; i < 110; i++)
		out_fmt(&many, "X-%d: 1\r\n", i);
	out_z(&many, "\r\n");
	EXPECT_INT(status_of(ask(&h, many.b, many.n)), 431);
	r = long_request("POST /echo HTTP/1.1\r\n" H "Connection: close\r\nContent-Length: 5000\r\n\r\n", 5000 + 83, "");
	EXPECT_INT(status_of(ask(&h, r.s, r.n)), 413);
	r = STR("POST /echo HTTP/1.1\r\n" H "Content-Length: 500000\r\nExpect: 100-continue\r\n\r\n");
	EXPECT_INT(status_of(ask(&h, r.s, r.n)), 413);
	r = long_request("POST /echo HTTP/1.1\r\n" H "Connection: close\r\nContent-Length: 1000\r\n\r\n", 84 + 1000, "");
	EXPECT_INT(status_of(ask(&h, r.s, r.n)), 200);
	EXPECT(is_good(&h));
	web_stop(h.web, 1000);
}

TEST(replies_carry_what_protects_families)
{
	static const char *const must[] = { "Content-Security-Policy: default-src 'none'", "X-Content-Type-Options: nosniff", "Referrer-Policy: same-origin",
		"Permissions-Policy:", "Cross-Origin-Opener-Policy: same-origin", "Cross-Origin-Resource-Policy: same-origin", "Cache-Control: no-store" };
	struct house h = { 0 };
	REQUIRE(start_in(&h, (struct web_conf){ .trusted_proxy = STR("192.0.2.9, 127.0.0.1") }));
	struct str good = get(&h, "/page"), bad = get(&h, "/a%00");
	for (size_t i = 0; i < sizeof must / sizeof *must; i++)
		EXPECT(str_has(good, must[i]) && str_has(bad, must[i]));
	EXPECT(!str_has(good, "Strict-Transport"));
	struct str r = STR("GET http://A.example/who HTTP/1.1\r\nHost: A.example\r\nX-Forwarded-For: 10.0.0.1, 203.0.113.5, 192.0.2.9\r\n"
		"X-Forwarded-Proto: https\r\nConnection: close\r\n\r\n");
	struct str got = ask(&h, r.s, r.n);
	EXPECT(str_has(got, "203.0.113.5 safe a.example") && str_has(got, "Strict-Transport-Security"));
	EXPECT_INT(status_of(get(&h, "/silent")), 500);
	r = STR("HEAD /page HTTP/1.1\r\n" H "Connection: close\r\n\r\n");
	got = ask(&h, r.s, r.n);
	EXPECT(status_of(got) == 200 && !str_has(got, "page /page") && str_has(got, "Content-Length: 10"));
	web_stop(h.web, 1000);
}

TEST(a_stranger_cannot_forge_his_address)
{
	struct house h = { 0 };
	REQUIRE(start_in(&h, (struct web_conf){ .trusted_proxy = STR("192.0.2.9") }));
	struct str r = STR("GET /who HTTP/1.1\r\n" H "X-Forwarded-For: 10.0.0.1\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n");
	EXPECT(str_has(ask(&h, r.s, r.n), "127.0.0.1 open a.example"));
	web_stop(h.web, 1000);
}

TEST(many_requests_share_a_connection)
{
	struct house h = { 0 };
	REQUIRE(start_in(&h, (struct web_conf){ 0 }));
	int fd = dial(&h);
	for (int i = 0; i < 50; i++) {
		struct str r = arena_fmt(test_arena(), "POST /echo HTTP/1.1\r\n" H "Content-Length: 6\r\n\r\nsaid%02d", i);
		say(fd, r.s, r.n);
		EXPECT(str_has(listen_for(fd, r.s + r.n - 6, 2000), r.s + r.n - 6));
	}
	static const char two[] = "GET /1 HTTP/1.1\r\n" H "\r\nGET /2 HTTP/1.1\r\n" H "\r\n";
	say(fd, two, sizeof two - 1);
	EXPECT(str_has(listen_for(fd, "page /2", 2000), "page /1"));
	close(fd);
	for (size_t i = 0; i < asset_n; i++) {
		struct str got = get(&h, asset_table[i].url);
		EXPECT(status_of(got) == 200 && str_has(got, "ETag: \"") && str_has(got, "max-age="));
	}
	web_stop(h.web, 1000);
}

TEST(an_idle_connection_is_closed_and_a_waiting_one_is_not)
{
	struct house h = { 0 };
	REQUIRE(start_in(&h, (struct web_conf){ .idle_s = 1, .header_s = 1, .body_s = 1 }));
	int idle = dial(&h), waiting = dial(&h);
	static const char page[] = "GET /page HTTP/1.1\r\n" H "\r\n", hold_it[] = "GET /hold HTTP/1.1\r\n" H "\r\n";
	say(idle, page, sizeof page - 1);
	say(waiting, hold_it, sizeof hold_it - 1);
	EXPECT(str_has(listen_for(idle, "page /page", 1000), "page /page"));
	int64_t from = now_ms();
	EXPECT_INT(listen_for(idle, NULL, 4000).n, 0);
	EXPECT(now_ms() - from < 3000);
	h.may_go = 1;
	EXPECT(str_has(listen_for(waiting, "page /hold", 1000), "page /hold"));
	close(idle);
	close(waiting);
	web_stop(h.web, 1000);
}

TEST(two_hundred_slow_clients_are_cut_while_a_good_one_is_served)
{
	enum { SLOW = 200 };
	static const char *const start[] = { "GET / HTTP/1.1\r\nHost: a", "POST /echo HTTP/1.1\r\n" H "Content-Length: 50\r\n\r\nabc", "", "G" };
	struct house h = { 0 };
	int fd[SLOW], cut_n = 0;
	REQUIRE(start_in(&h, (struct web_conf){ .header_s = 1, .body_s = 1 }));
	for (int i = 0; i < SLOW; i++) {
		fd[i] = dial(&h);
		say(fd[i], start[i % 4], strlen(start[i % 4]));
	}
	int64_t until = now_ms() + 3000;
	while (now_ms() < until) {
		for (int i = 0; i < SLOW; i += 4)
			say(fd[i], "x", 1);
		EXPECT(is_good(&h));
		usleep(200000);
	}
	for (int i = 0; i < SLOW; i++) {
		char b[256];
		ssize_t n = recv(fd[i], b, sizeof b, MSG_DONTWAIT);
		cut_n += n == 0 || (n < 0 && errno != EAGAIN);
		close(fd[i]);
	}
	struct web_figures f;
	web_figures(h.web, &f);
	EXPECT_INT(cut_n, SLOW);
	EXPECT(f.cut_n >= SLOW);
	web_stop(h.web, 1000);
}

TEST(a_full_queue_answers_at_once)
{
	struct house h = { 0 };
	REQUIRE(start_in(&h, (struct web_conf){ .fast_n = 1, .fast_queue_n = 2 }));
	static const char hold_it[] = "GET /hold HTTP/1.1\r\n" H "\r\n";
	int fd[3];
	for (int i = 0; i < 3; i++) {
		fd[i] = dial(&h);
		say(fd[i], hold_it, sizeof hold_it - 1);
		while (h.waiting_n == 0)
			usleep(1000);
	}
	struct str got = STR("");
	for (int i = 0; i < 100 && status_of(got) != 503; i++) {
		struct web_figures f;
		web_figures(h.web, &f);
		if (f.fast_wait_n == 2)
			got = get(&h, "/page");
		usleep(5000);
	}
	EXPECT(status_of(got) == 503 && str_has(got, "Retry-After: 2"));
	EXPECT(!web_post(h.web, LANE_FAST, NULL, NULL, false));
	h.may_go = 1;
	for (int i = 0; i < 3; i++) {
		EXPECT(str_has(listen_for(fd[i], "page /hold", 3000), "page /hold"));
		close(fd[i]);
	}
	EXPECT(is_good(&h));
	web_stop(h.web, 1000);
}

static void *let_go(void *arg)
{
	struct house *h = arg;
	usleep(300000);
	EXPECT(web_is_stopping(h->web));
	h->may_go = 1;
	return NULL;
}

TEST(a_stop_lets_what_is_under_way_finish)
{
	struct house h = { 0 };
	pthread_t t;
	REQUIRE(start_in(&h, (struct web_conf){ 0 }));
	int fd = dial(&h), idle = dial(&h);
	static const char hold_it[] = "GET /hold HTTP/1.1\r\n" H "\r\n";
	say(fd, hold_it, sizeof hold_it - 1);
	while (h.waiting_n == 0)
		usleep(1000);
	pthread_create(&t, NULL, let_go, &h);
	web_stop(h.web, 5000);
	pthread_join(t, NULL);
	struct str got = listen_for(fd, NULL, 1000);
	EXPECT(str_has(got, "page /hold") && str_has(got, "Connection: close"));
	EXPECT_INT(listen_for(idle, NULL, 1000).n, 0);
	close(fd);
	close(idle);
}

TEST(a_taken_port_and_a_stale_socket_are_understood)
{
	struct house h = { 0 }, other = { 0 };
	struct str why = STR_NONE, path = arena_fmt(test_arena(), "%s/web.sock", test_folder());
	REQUIRE(start_in(&h, (struct web_conf){ 0 }));
	struct web_conf same = { .listen = arena_fmt(test_arena(), "127.0.0.1:%d", web_port(h.web)), .handle = handle };
	EXPECT(!web_start(&same, test_arena(), &why) && str_has(why, "already in use"));
	same.listen = STR("nonsense");
	EXPECT(!web_start(&same, test_arena(), &why) && str_has(why, "no address to listen on"));
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	snprintf(at.sun_path, sizeof at.sun_path, "%s", path.s);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	EXPECT(bind(fd, (struct sockaddr *)&at, sizeof at) == 0);
	close(fd);
	REQUIRE(start_in(&other, (struct web_conf){ .listen = path }));
	same.listen = path;
	EXPECT(!web_start(&same, test_arena(), &why) && str_has(why, "already serves"));
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	EXPECT(connect(fd, (struct sockaddr *)&at, sizeof at) == 0);
	static const char who[] = "GET /who HTTP/1.1\r\n" H "\r\n";
	say(fd, who, sizeof who - 1);
	EXPECT(str_has(listen_for(fd, "a.example", 2000), "unix open"));
	close(fd);
	web_stop(other.web, 1000);
	EXPECT(access(path.s, F_OK) != 0);
	web_stop(h.web, 1000);
}
