/* Letters leave by SMTP. What happened is told in four words, so that the outbox never sends twice without knowing. */
#include "web/fetch.h"
#include "web/letter.h"
#include <curl/curl.h>
#include <pthread.h>

struct feed { struct str rest; bool is_all_read; };

static void init_once(void)
{
	curl_global_init(CURL_GLOBAL_DEFAULT);
}

bool fetch_init(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	return pthread_once(&once, init_once) == 0 && curl_version_info(CURLVERSION_NOW) != NULL;
}

static size_t feed_read(char *to, size_t size, size_t n, void *arg)
{
	struct feed *f = arg;
	size_t room = size * n, take = room < f->rest.n ? room : f->rest.n;
	if (take)
		memcpy(to, f->rest.s, take);
	f->rest = (struct str){ f->rest.s + take, f->rest.n - take };
	f->is_all_read = take == 0;
	return take;
}

/* 530, 535 and 538 speak about our own account, not about this letter: that can be mended. */
static enum fetch_end end_of(CURLcode code, long status, const struct feed *f)
{
	if (code == CURLE_OK)
		return FETCH_DONE;
	if (status >= 500 && status < 600 && status != 530 && status != 535 && status != 538 && code != CURLE_LOGIN_DENIED)
		return FETCH_REFUSED;
	if (status >= 400 && status < 600)
		return FETCH_LATER;
	return f->is_all_read ? FETCH_UNKNOWN : FETCH_LATER;
}

static void set_up(CURL *h, const struct letter *l, struct arena *a, struct feed *f)
{
	curl_easy_setopt(h, CURLOPT_URL, arena_str(a, l->smtp_url).s);
	curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(h, CURLOPT_TIMEOUT, (long)(l->timeout_s > 0 ? l->timeout_s : 30));
	curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, 10L);
	curl_easy_setopt(h, CURLOPT_PROXY, "");
	if (l->needs_tls)
		curl_easy_setopt(h, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
	if (l->user.n) {
		curl_easy_setopt(h, CURLOPT_USERNAME, arena_str(a, l->user).s);
		curl_easy_setopt(h, CURLOPT_PASSWORD, arena_str(a, l->password.s ? l->password : STR("")).s);
	}
	curl_easy_setopt(h, CURLOPT_MAIL_FROM, arena_fmt(a, "<%.*s>", STR_ARG(l->from)).s);
	curl_easy_setopt(h, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(h, CURLOPT_READFUNCTION, feed_read);
	curl_easy_setopt(h, CURLOPT_READDATA, f);
}

enum fetch_end fetch_letter(const struct letter *l, struct arena *a, struct str *ret_why)
{
	struct out text = { .arena = a };
	char error[CURL_ERROR_SIZE] = "";
	long status = 0;
	if (!letter_write(&text, l, ret_why))
		return FETCH_REFUSED;
	struct feed f = { .rest = out_done(&text) };
	CURL *h = fetch_init() ? curl_easy_init() : NULL;
	struct curl_slist *to = h ? curl_slist_append(NULL, arena_fmt(a, "<%.*s>", STR_ARG(l->to)).s) : NULL;
	if (!to) {
		curl_easy_cleanup(h);
		*ret_why = STR("out of memory");
		return FETCH_LATER;
	}
	set_up(h, l, a, &f);
	curl_easy_setopt(h, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(h, CURLOPT_ERRORBUFFER, error);
	CURLcode code = curl_easy_perform(h);
	curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_cleanup(h);
	curl_slist_free_all(to);
	*ret_why = code == CURLE_OK ? STR("") : arena_fmt(a, "%s (SMTP %ld)", error[0] ? error : curl_easy_strerror(code), status);
	return end_of(code, status, &f);
}

bool fetch_mail_ready(const struct letter *l, struct arena *a, struct str *ret_why)
{
	struct feed none = { 0 };
	char error[CURL_ERROR_SIZE] = "";
	CURL *h = fetch_init() ? curl_easy_init() : NULL;
	if (!h) {
		*ret_why = STR("out of memory");
		return false;
	}
	set_up(h, l, a, &none);
	curl_easy_setopt(h, CURLOPT_UPLOAD, 0L);
	curl_easy_setopt(h, CURLOPT_CONNECT_ONLY, 1L);
	curl_easy_setopt(h, CURLOPT_ERRORBUFFER, error);
	CURLcode code = curl_easy_perform(h);
	curl_easy_cleanup(h);
	if (code != CURLE_OK)
		*ret_why = arena_fmt(a, "%s", error[0] ? error : curl_easy_strerror(code));
	return code == CURLE_OK;
}
