/* One asking by libcurl, for those who ask once and those who ask many. */
#pragma once
#include "web/fetch.h"
#include "base/out.h"
#include <curl/curl.h>

struct fetch_run { CURL *h; struct curl_slist *head; struct out out; size_t most; char error[CURL_ERROR_SIZE]; };
/* Makes the handle ready (one of its own where h is NULL; one that was used is reset by its owner). False with the reason: nothing was asked. The run
 * must stay where it is until its end. */
bool fetch_run_begin(struct fetch_run *, const struct fetch_ask *, struct arena *, struct str *ret_why);
/* What became of it. The handle stays its owner's. */
enum fetch_end fetch_run_end(struct fetch_run *, CURLcode, struct fetch_said *ret, struct str *ret_why);
