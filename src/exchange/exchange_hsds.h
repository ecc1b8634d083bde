/* HSDS 3.1 (Open Referral) with a Japanese child-rearing profile: an entry is a service (and, where it has an address, a location), the body that
 * offers it an organization, our types and needs two taxonomies. What HSDS has no place for stands in attributes (docs/hsds.md). */
#pragma once
#include "directory/directory.h"

/* Made from our number, so that nothing need be kept: bytes of version 8. place tells apart several things of one entry. */
enum exchange_uuid_kind { UUID_SERVICE = 1, UUID_LOCATION, UUID_AT, UUID_ORGANIZATION, UUID_PHONE, UUID_SCHEDULE, UUID_LANGUAGE, UUID_COST,
	UUID_DOCUMENT, UUID_ADDRESS, UUID_ACCESS, UUID_ATTRIBUTE, UUID_TAXONOMY, UUID_TERM, UUID_IDENTIFIER };
struct exchange_uuid { char s[37]; };
struct exchange_uuid exchange_uuid(enum exchange_uuid_kind, int64_t id, int place);
bool exchange_uuid_read(struct str, enum exchange_uuid_kind, int64_t *ret_id, int *ret_place);

void exchange_hsds_service(struct desk *, const struct directory_entry *, struct out *);
void exchange_hsds_service_line(struct desk *, const struct directory_entry *, struct out *);   /* as in lists: one-to-one fields only */
void exchange_hsds_at(struct desk *, const struct directory_entry *, bool is_line, struct out *);       /* a service at its location */
struct exchange_body { struct str name; struct entry_id entry_id; };    /* an empty name: the town itself, with entry_id of its first entry */
void exchange_hsds_body(struct desk *, const struct exchange_body *, bool is_line, struct out *);

/* Taxonomies: 0 types, 1 needs. Terms by taxonomy and place in directory_types or directory_needs. */
enum { EXCHANGE_TAXONOMY_N = 2 };
int exchange_term_n(int taxonomy);
void exchange_hsds_taxonomy(struct desk *, int taxonomy, struct out *);
void exchange_hsds_term(struct desk *, int taxonomy, int place, struct out *);
struct str exchange_term_word(int taxonomy, int place);
