/* What the files of tenants share; private to them. */
#pragma once
#include "app/tenants.h"
#include <pthread.h>

extern pthread_mutex_t tenants_lock;

/* Where a store lies: a file, or what PostgreSQL opens by (url: only where it is not that of all). */
struct place { struct str path; int64_t number; struct str url; };

struct str tenants_file(struct tenants *, struct str name);
struct served *tenants_find(struct tenants *, struct str name);
struct served *served_open(struct tenants *, struct str name, struct place, bool make, struct str *ret_why);
/* Opened and added, if there is a tenant in it. */
bool served_add_named(struct tenants *, struct str name, struct place, struct str *ret_why);
/* The file of this name, or the database that NAME.at names. */
bool served_add_found(struct tenants *, struct str name, struct str *ret_why);
void tenants_part_remove(struct tenants *, struct str part);
/* Gives a file that is whole its name. */
bool tenants_part_named(struct tenants *, struct str part, struct str path);
