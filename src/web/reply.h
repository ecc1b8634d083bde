/* Ways to answer. */
#pragma once
#include "web/call.h"

void reply_status(struct call *, int status);
void reply_header(struct call *, const char *name, struct str value);
/* Pictures of this page may also come from there, an origin that the town has chosen: https://tiles.example.jp */
void reply_images_from(struct call *, struct str origin);
void reply_see_other(struct call *, struct str to);     /* 303; a path inside the site, made absolute by the caller's base */
/* This page may ask for camera and microphone; no other may. */
void reply_camera(struct call *);
void reply_text(struct call *, int status, struct str text);
/* Something to keep, 200, under that name; the bytes are not copied. Whoever shows it all the same runs nothing of it. */
void reply_file(struct call *, struct str bytes, const char *type, const char *name);
/* Compresses the page, where the browser takes it and nobody else can learn from its length: see pack.c. Before it leaves. */
void reply_pack(struct call *);
void reply_json(struct call *, int status, struct str json);
struct cookie { const char *name; struct str value; struct str path; int64_t age_s; bool is_secure; bool is_script_readable; };
void reply_cookie(struct call *, const struct cookie *);        /* HttpOnly and SameSite=Lax unless said; age_s 0 is a session's, < 0 removes */
