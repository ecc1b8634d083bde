/* Web push (RFC 8030): a notice that only one browser can open (RFC 8291: ECDH on P-256, HKDF, aes128gcm of RFC 8188), signed with the town's own key
 * (VAPID, RFC 8292). By OpenSSL. No decisions: who is told what is the room's. */
#pragma once
#include "base/arena.h"
#include "base/seal.h"
#include "web/fetch.h"

enum { PUSH_PRIVATE = 32, PUSH_PUBLIC = 65, PUSH_AUTH = 16, PUSH_SALT = 16, PUSH_PLAIN_MOST = 3000 };
struct push_pair { unsigned char secret[PUSH_PRIVATE], open[PUSH_PUBLIC]; };    /* open: the point, uncompressed */
/* The pair with this secret; false for one that is no key of the curve. */
bool push_pair_of(const unsigned char secret[PUSH_PRIVATE], struct push_pair *ret);
/* The town's own pair: grown from its key, so nothing of it is kept anywhere. */
struct push_pair push_pair_grow(const struct seal_key *);

/* Where a browser listens: an address, its point and its secret, as bytes. */
struct push_place { struct str endpoint, open, auth; };
bool push_place_is_fine(const struct push_place *);     /* https, 65 bytes on the curve, 16 bytes */
/* The body of one push. What is fresh must be so each time; push_seal makes it. False: the browser's point is none. */
struct push_fresh { struct push_pair pair; unsigned char salt[PUSH_SALT]; };
bool push_seal_with(struct arena *, const struct push_place *, struct str plain, const struct push_fresh *, struct str *ret);
bool push_seal(struct arena *, const struct push_place *, struct str plain, struct str *ret);
/* The signed token for that push service. contact: mailto: or https:. */
struct str push_token(struct arena *, const struct push_pair *, struct str audience, struct str contact, int64_t until_s);
struct str push_origin(struct str address);             /* "https://host" of an address; absent: it is none */
/* Is the address's host in this comma list? "*.push.apple.com" stands for any name before it. */
bool push_is_listed(struct str address, struct str hosts);

/* base: for trials, instead of the address's own host. */
struct push_wire { struct push_pair pair; struct str contact, base, hosts; int timeout_s; };
/* topic: up to 32 letters; a later one takes its place there */
struct push_letter { struct str plain, topic; int64_t keep_s; bool is_urgent; };
/* GONE: the browser listens no more. LATER: wait *ret_after_s when it is more than 0. */
enum push_end { PUSH_SENT, PUSH_GONE, PUSH_LATER, PUSH_REFUSED };
struct push_said { enum push_end end; int64_t after_s; struct str why; };
struct push_said push_send(const struct push_wire *, const struct push_place *, const struct push_letter *, struct arena *);
