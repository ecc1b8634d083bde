/* One object of an S3 store: put, got or dropped by a request that libcurl signs (AWS Signature Version 4). */
#include "web/fetch.h"
#include "base/out.h"
#include "base/seal.h"
#include <curl/curl.h>

struct answer { struct out o; size_t most; };

static size_t take(char *b, size_t size, size_t n, void *arg)
{
	struct answer *v = arg;
	if (size * n > v->most - v->o.n)
		return 0;
	out_put(&v->o, b, size * n);
	return size * n;
}

static void set_up(CURL *h, const struct fetch_object *q, struct arena *a, struct answer *v)
{
	curl_easy_setopt(h, CURLOPT_URL, arena_str(a, q->url).s);
	curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(h, CURLOPT_PROXY, "");
	curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, 10L);
	curl_easy_setopt(h, CURLOPT_TIMEOUT, (long)q->timeout_s);
	curl_easy_setopt(h, CURLOPT_AWS_SIGV4, arena_fmt(a, "aws:amz:%.*s:s3", STR_ARG(q->region)).s);
	curl_easy_setopt(h, CURLOPT_USERNAME, arena_str(a, q->key).s);
	curl_easy_setopt(h, CURLOPT_PASSWORD, arena_str(a, q->secret).s);
	curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(h, CURLOPT_WRITEDATA, v);
	if (q->body.s) {
		curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)q->body.n);
		curl_easy_setopt(h, CURLOPT_POSTFIELDS, q->body.s);
	}
	if (strcmp(q->method, "GET") != 0)
		curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, q->method);
}

int fetch_object(const struct fetch_object *q, struct arena *a, struct str *ret_body, struct str *ret_why)
{
	CURL *h = fetch_init() ? curl_easy_init() : NULL;
	struct answer v = { .o = { .arena = a }, .most = q->most };
	long status = 0;
	*ret_why = STR("no memory");
	if (!h)
		return 0;
	/* S3 wants the body's hash as a header; libcurl of Debian 12 signs it when it is there, and does not make it. */
	struct str hash = seal_hash(a, q->body.s ? q->body : STR(""));
	struct curl_slist *plain = curl_slist_append(NULL, "Content-Type: application/octet-stream");
	struct curl_slist *both = curl_slist_append(plain, arena_fmt(a, "x-amz-content-sha256: %s", hash.s).s);
	set_up(h, q, a, &v);
	curl_easy_setopt(h, CURLOPT_HTTPHEADER, both);
	CURLcode code = curl_easy_perform(h);
	curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
	*ret_body = out_done(&v.o);
	*ret_why = code != CURLE_OK ? arena_str(a, str_of(curl_easy_strerror(code))) : (struct str){ ret_body->s, ret_body->n < 300 ? ret_body->n : 300 };
	curl_slist_free_all(both ? both : plain);
	curl_easy_cleanup(h);
	return code == CURLE_OK ? (int)status : 0;
}
