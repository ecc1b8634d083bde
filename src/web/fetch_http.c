/* Asking other servers by HTTP: no redirects, no other schemes, small answers, little time; and answers that are kept for a while. */
#include "web/fetch_inside.h"
#include "base/clock.h"
#include <pthread.h>

enum { KEPT = 32, KEPT_LONGEST = 128 << 10, URL_LONGEST = 500, CONNECT_S = 4, USUAL_S = 8 };

/* Plain http reaches this machine only: a peer in a test, or a proxy that does the TLS. */
bool fetch_is_safe(struct str url)
{
	static const char *const own[] = { "http://127.0.0.1:", "http://127.0.0.1/", "http://localhost:", "http://localhost/", "http://[::1]:" };
	for (size_t i = 0; i < url.n; i++)
		if ((unsigned char)url.s[i] <= ' ' || url.s[i] == '\\' || url.s[i] == '@')
			return false;
	bool is_own = false;
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		is_own = is_own || str_starts(url, own[i]);
	return url.n <= URL_LONGEST && (is_own || (str_starts(url, "https://") && url.n > 8));
}

static size_t take(char *from, size_t size, size_t n, void *arg)
{
	struct fetch_run *r = arg;
	if (r->out.n + size * n > r->most)
		return 0;                               /* libcurl ends the transfer */
	out_put(&r->out, from, size * n);
	return size * n;
}

static void set_up(struct fetch_run *r, const struct fetch_ask *ask, struct arena *a)
{
	CURL *h = r->h;
	curl_easy_setopt(h, CURLOPT_URL, arena_str(a, ask->url).s);
	curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "https,http");
	curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
	curl_easy_setopt(h, CURLOPT_TIMEOUT, (long)(ask->timeout_s > 0 ? ask->timeout_s : USUAL_S));
	curl_easy_setopt(h, CURLOPT_PROXY, "");
	curl_easy_setopt(h, CURLOPT_ACCEPT_ENCODING, NULL);
	curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(h, CURLOPT_WRITEDATA, r);
	curl_easy_setopt(h, CURLOPT_ERRORBUFFER, r->error);
	if (ask->user.n) {
		curl_easy_setopt(h, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
		curl_easy_setopt(h, CURLOPT_USERNAME, arena_str(a, ask->user).s);
		curl_easy_setopt(h, CURLOPT_PASSWORD, arena_str(a, ask->password.s ? ask->password : STR("")).s);
	}
	if (ask->body.s) {
		curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE, (long)ask->body.n);
		curl_easy_setopt(h, CURLOPT_COPYPOSTFIELDS, arena_str(a, ask->body).s);
	}
	if (ask->method)
		curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, ask->method);
}

static struct curl_slist *head_of(const struct fetch_ask *ask, struct curl_slist *head, struct arena *a)
{
	const char *line[3] = {
		ask->bearer.n ? arena_fmt(a, "Authorization: Bearer %.*s", STR_ARG(ask->bearer)).s : NULL,
		ask->type ? arena_fmt(a, "Content-Type: %s", ask->type).s : NULL,
		ask->header.n ? arena_str(a, ask->header).s : NULL,
	};
	for (size_t i = 0; i < sizeof line / sizeof *line; i++) {
		struct curl_slist *longer = line[i] ? curl_slist_append(head, line[i]) : head;
		head = longer ? longer : head;
	}
	for (size_t i = 0; i < ask->more_n; i++) {
		struct curl_slist *longer = curl_slist_append(head, arena_str(a, ask->more[i]).s);
		head = longer ? longer : head;
	}
	return head;
}

/* A connection that never stood carried nothing. */
static bool may_have_arrived(CURLcode code)
{
	return code != CURLE_OK && code != CURLE_COULDNT_CONNECT && code != CURLE_COULDNT_RESOLVE_HOST && code != CURLE_SSL_CONNECT_ERROR
		&& code != CURLE_PEER_FAILED_VERIFICATION && code != CURLE_OUT_OF_MEMORY;
}

static enum fetch_end end_of(CURLcode code, long status)
{
	if (code == CURLE_WRITE_ERROR)
		return FETCH_REFUSED;                   /* too long: it will not be shorter next time */
	if (code != CURLE_OK)
		return FETCH_LATER;
	return status >= 200 && status < 300 ? FETCH_DONE : status >= 500 || status == 429 ? FETCH_LATER : FETCH_REFUSED;
}

bool fetch_run_begin(struct fetch_run *r, const struct fetch_ask *ask, struct arena *a, struct str *ret_why)
{
	r->out = (struct out){ .arena = a };
	r->most = ask->most ? ask->most : KEPT_LONGEST;
	r->head = NULL;
	*r->error = '\0';
	if (!fetch_is_safe(ask->url)) {
		*ret_why = STR("only https addresses are asked");
		return false;
	}
	if (!r->h)
		r->h = fetch_init() ? curl_easy_init() : NULL;
	r->head = r->h ? curl_slist_append(NULL, "Accept: application/json") : NULL;
	if (!r->head) {
		*ret_why = STR("out of memory");
		return false;
	}
	set_up(r, ask, a);
	r->head = head_of(ask, r->head, a);
	curl_easy_setopt(r->h, CURLOPT_HTTPHEADER, r->head);
	return true;
}

enum fetch_end fetch_run_end(struct fetch_run *r, CURLcode code, struct fetch_said *ret, struct str *ret_why)
{
	long status = 0;
	char *type = NULL;
	curl_off_t after_s = 0;
	struct arena *a = r->out.arena;
	curl_easy_getinfo(r->h, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(r->h, CURLINFO_RETRY_AFTER, &after_s);
	curl_easy_getinfo(r->h, CURLINFO_CONTENT_TYPE, &type);
	*ret = (struct fetch_said){ .status = code == CURLE_OK ? (int)status : 0, .body = out_done(&r->out), .is_unknown = may_have_arrived(code),
		.after_s = after_s, .type = type ? arena_str(a, str_of(type)) : STR_NONE };
	curl_slist_free_all(r->head);
	r->head = NULL;
	enum fetch_end end = end_of(code, status);
	*ret_why = end == FETCH_DONE ? STR("") : arena_fmt(a, "%s (HTTP %ld)", *r->error ? r->error : curl_easy_strerror(code), status);
	return end;
}

enum fetch_end fetch_http(const struct fetch_ask *ask, struct arena *a, struct fetch_said *ret, struct str *ret_why)
{
	struct fetch_run r = { .h = NULL };
	if (!fetch_run_begin(&r, ask, a, ret_why)) {
		bool is_safe = fetch_is_safe(ask->url);
		curl_easy_cleanup(r.h);
		return is_safe ? FETCH_LATER : FETCH_REFUSED;
	}
	enum fetch_end end = fetch_run_end(&r, curl_easy_perform(r.h), ret, ret_why);
	curl_easy_cleanup(r.h);
	return end;
}

/* ---- answers that are kept ---- */

/* Few issuers, small answers: a fixed shelf; the one that lay longest makes room. */
struct kept { char url[URL_LONGEST + 1]; char *body; size_t n; struct moment at; };
static struct { pthread_mutex_t lock; struct kept kept[KEPT]; } shelf = { .lock = PTHREAD_MUTEX_INITIALIZER };

static struct kept *place_of(struct str url)
{
	struct kept *oldest = &shelf.kept[0];
	for (int i = 0; i < KEPT; i++) {
		if (str_is(url, shelf.kept[i].url))
			return &shelf.kept[i];
		if (shelf.kept[i].at.ms < oldest->at.ms)
			oldest = &shelf.kept[i];
	}
	return oldest;
}

static bool look(struct str url, int64_t age_ms, struct arena *a, struct str *ret_body)
{
	pthread_mutex_lock(&shelf.lock);
	const struct kept *k = place_of(url);
	int64_t age = clock_now().ms - k->at.ms;
	bool is_there = k->body && str_is(url, k->url) && age >= 0 && age < age_ms;
	if (is_there)
		*ret_body = arena_str(a, (struct str){ k->body, k->n });
	pthread_mutex_unlock(&shelf.lock);
	return is_there;
}

static void keep(struct str url, struct str body)
{
	char *copy = malloc(body.n + 1);
	if (!copy)
		return;
	memcpy(copy, body.s, body.n);
	pthread_mutex_lock(&shelf.lock);
	struct kept *k = place_of(url);
	free(k->body);
	*k = (struct kept){ .body = copy, .n = body.n, .at = clock_now() };
	snprintf(k->url, sizeof k->url, "%.*s", STR_ARG(url));
	pthread_mutex_unlock(&shelf.lock);
}

enum fetch_end fetch_kept(struct str url, int age_s, struct arena *a, struct str *ret_body, struct str *ret_why)
{
	struct fetch_said said;
	if (look(url, (int64_t)age_s * 1000, a, ret_body))
		return FETCH_DONE;
	enum fetch_end end = fetch_http(&(struct fetch_ask){ .url = url }, a, &said, ret_why);
	if (end != FETCH_DONE)
		return end;
	keep(url, said.body);
	*ret_body = said.body;
	return end;
}
