/* Objects of a bucket, by signed requests (web/fetch.h). */
#include "keep/keep_s3.h"
#include "base/log.h"
#include "web/fetch.h"

static struct fetch_object object_of(const struct keep *k, struct arena *a, const char *method, struct str name)
{
	return (struct fetch_object){ .method = method, .url = arena_fmt(a, "%.*s/%.*s", STR_ARG(k->url), STR_ARG(name)), .region = k->region, .key = k->key,
		.secret = k->secret, .most = KEEP_MOST, .timeout_s = 30 };
}

static bool asked(struct fetch_object *o, struct arena *a, struct str *ret)
{
	struct str why = STR_NONE;
	int status = fetch_object(o, a, ret, &why);
	bool ok = (status >= 200 && status < 300) || (status == 404 && strcmp(o->method, "DELETE") == 0);
	if (!ok)
		log_line(LOG_ERROR, "the S3 store answered %d to %s: %.*s", status, o->method, STR_ARG(why));
	return ok;
}

bool keep_s3_put(const struct keep *k, struct arena *a, struct str name, struct str bytes)
{
	struct fetch_object o = object_of(k, a, "PUT", name);
	struct str ignored;
	o.body = bytes;
	return asked(&o, a, &ignored);
}

bool keep_s3_get(const struct keep *k, struct arena *a, struct str name, struct str *ret)
{
	struct fetch_object o = object_of(k, a, "GET", name);
	return asked(&o, a, ret);
}

bool keep_s3_drop(const struct keep *k, struct arena *a, struct str name)
{
	struct fetch_object o = object_of(k, a, "DELETE", name);
	struct str ignored;
	return asked(&o, a, &ignored);
}
