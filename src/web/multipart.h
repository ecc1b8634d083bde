/* multipart/form-data (RFC 7578), read strictly: a body is either what browsers send or broken. */
#pragma once
#include "web/call.h"

enum { FORM_FIELDS_MAX = 200 };

/* Appends to ret, which has room for FORM_FIELDS_MAX fields. A file's bytes stay where they are in the body. False when broken. */
bool multipart_read(struct arena *, struct str content_type, struct str body, struct fields *ret);
