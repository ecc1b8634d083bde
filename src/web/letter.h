/* The text of a letter as it travels: RFC 5322 head, MIME, UTF-8 in base64. */
#pragma once
#include "web/fetch.h"
#include "base/out.h"

/* False with a sentence when an address or the Message-ID could not stand in a head line. */
bool letter_write(struct out *, const struct letter *, struct str *ret_why);
