/* The tenants of a data folder: one file each, opened once, their profiles kept until a setting moves.
 * DATA/tenants/NAME.db, DATA/demo (marks a demo's folder); the machine's key lies outside, in DATA.keys/ unless told otherwise.
 * DATA/tenants/NAME.at says that this tenant has moved to the database whose address it holds, and is served from there.
 * With a url they lie in PostgreSQL instead, the key in --keys. */
#pragma once
#include "desk/tenant.h"

struct profile { struct tenant *tenant; struct arena *arena; int users; };

struct served {
	struct served *next, *gone_next;
	struct tenants *all;
	struct str name;
	struct store *store;
	struct str files;                               /* DATA/files/NAME: what people attached, sealed */
	struct seal_key key;                            /* the tenant's own, opened */
	enum tenant_key_found key_found;
	struct str key_mark;                            /* of the machine's key that sealed it */
	struct str url;                                 /* the database where it lies, or none: a file */
	int64_t number;                                 /* the tenant's id: the channel of its event streams */
	struct profile *profile;                        /* taken by profile_take, given back by profile_drop */
	_Atomic int has_news, has_letters;              /* something was written: the sealer looks, then the carrier */
	int64_t line_next_ns;                           /* the carrier's own: when the platform takes the next of a long list */
	struct after *_Atomic after;                    /* counts that wait to be written: after_flush (app/after.c) */
	_Atomic bool is_gone;                           /* the store holds the tenant no longer: see tenants_again */
};

struct tenants {
	struct arena *arena;
	struct str url, data, keys;                     /* url: set before tenants_open, or none */
	struct str keeper, tls;                         /* whose administrators look after the machine; folder of the certificate; set by commands */
	int64_t clock_offset_ms;                        /* of serve's start: see app/machine.h; 0 elsewhere */
	bool is_looking;                                /* older files are not brought forward but refused */
	struct seal_key machine_key, next_key;          /* next: of a rotation that is under way, or was killed */
	struct seal_key sheet_key;                      /* set before tenants_open, with has_sheet: what opens tenants of another machine */
	bool has_next_key, has_sheet, is_key_new;       /* new: made just now; its sheet must be printed */
	int key_lock;                                   /* TENANTS_ALONE: held until tenants_close */
	bool is_demo;
	struct served *first, *gone;                    /* gone: their stores stay open for requests on the way; by gone_next */
	void (*schedule)(struct store *, void *);
	void *schedule_arg;
	int64_t looked_at_ms;
};

/* Make the folder when there is none; it must be a demo's, or new; change nothing, not even the version of old files; never make a key (but take
 * the sheet's); nobody else makes tenants meanwhile. */
enum { TENANTS_MAKE = 1, TENANTS_DEMO = 2, TENANTS_LOOK = 4, TENANTS_NO_NEW_KEY = 8, TENANTS_ALONE = 16 };
/* False with what to do next in *ret_why. Migrates every file forward, unless it may only look. */
bool tenants_open(struct tenants *, struct str data, struct str keys, int how, struct str *ret_why);
void tenants_close(struct tenants *);
struct served *tenants_by_name(struct tenants *, struct str name);      /* looks for new files at most once a second */
struct served *tenants_by_host(struct tenants *, struct str host);
/* A new tenant's file with its rows from the profile (may be empty). Nothing is left behind on refusal. */
struct served *tenants_make(struct tenants *, struct str name, struct str title, const struct conf *profile, struct str *ret_why);
bool tenants_name_is_fine(struct str name);

/* ---- keys (tenants_key.c): KEYS/machine.key, and while it is being replaced machine.key.next and machine.key.old ---- */
bool tenants_keys_read(struct tenants *, bool make, struct str *ret_why);
/* Makes and restores of tenants share the lock, a rotation has it alone: -1 with a sentence when it cannot be had. Given back by close(). */
int tenants_keys_lock(struct tenants *, bool is_alone, struct str *ret_why);
/* In a read turn of this tenant: opens its key by the machine's, looking at the key files again when they were replaced meanwhile. */
void tenants_key_open(struct served *, struct desk *);
/* A file that is to become a tenant's: where only the sheet's key opens it, its key is sealed anew by the machine's. False with a sentence. */
bool tenants_key_adopt(struct tenants *, struct str path, struct str *ret_why);
bool tenants_key_is_open(const struct served *, struct str *ret_why);
/* Carries a tenant of another place over to here while it is served there; its file is then put aside with NAME.at in its place, or its rows are gone
 * (PostgreSQL). NULL with a sentence. */
struct store_moved;
struct served *tenants_take(struct tenants *, struct served *from, struct store_moved *ret, struct str *ret_why);
/* A tenant whose store holds it no longer: where it is now, once it is there, waiting at most so long. NULL: not known here. */
struct served *tenants_again(struct served *, int wait_ms);
/* Where they are, for sentences: the folder, or PostgreSQL without what may be secret in its address. */
struct str tenants_place(const struct tenants *);

/* The profile as it is at this transaction (with NULL: as last seen). Must be dropped by the same request. */
struct profile *profile_take(struct served *, struct desk *);
void profile_drop(struct served *, struct profile *);

/* One operation of a command or a timed job, in its own write turn: the desk is filled, who is nobody (or the administrator of the machine).
 * Returns the fault; *keep is the operation's word. */
struct work { void (*run)(struct desk *, void *arg); void *arg; bool is_kept; };
enum store_fault tenants_write(struct served *, struct arena *, struct work *);
/* By store_write_beside: for work that changes only rows which its own query has locked, and tells no news. The profile is the one last seen. */
enum store_fault tenants_write_beside(struct served *, struct arena *, struct work *);
bool tenants_read(struct served *, struct arena *, struct work *);
void after_flush(struct served *);                      /* writes them; does nothing when there are none */
void after_forget(struct served *);                     /* those that came too late: a count that is lost is no fault */
