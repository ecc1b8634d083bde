/* Certificates for towns without internet: an authority of one's own, certificates it signs, a PFX from elsewhere, and how long one is still good.
 * Keys are EC P-256. Files are PEM; keys have mode 0600 and are on disk before a name points at them. All of it by OpenSSL. */
#pragma once
#include "base/arena.h"
#include "base/day.h"

/* An authority for 10 years, FOLDER/ca.crt and FOLDER/ca.key. With domains (a comma list) it may sign only for them and what lies below them, so that
 * a stolen key signs nothing else. Refuses when there is one. */
bool cert_make_ca(struct arena *, struct str folder, struct str name, struct str domains, struct str *ret_why);
/* A certificate of that authority for hosts (names or addresses, a comma list) for 397 days: FOLDER/site.crt (with the authority's behind it) and
 * FOLDER/site.key, which the examples for nginx and Caddy read. */
bool cert_make(struct arena *, struct str folder, struct str hosts, struct str *ret_why);
/* Takes key and certificates out of a PFX (PKCS#12) file into FOLDER/site.crt and site.key. Refuses what has ended, or whose key does not fit. */
bool cert_import(struct arena *, struct str folder, const char *path, const char *password, struct str *ret_why);

struct cert { struct moment from_at, until_at; struct str hosts, issuer; bool is_own; };        /* is_own: signed by the authority in its folder */
bool cert_read(struct arena *, struct str path, struct cert *ret, struct str *ret_why);
