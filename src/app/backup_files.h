/* What people attached, as part of a backup. */
#pragma once
#include "command/command.h"

bool backup_files(struct args *, struct served *, int64_t *ret_n);      /* into the backup's folder, a->word[0]; false after saying why */
bool restore_files(struct args *, struct tenants *, struct str name);   /* out of it, before the tenant's rows appear */
/* Keys of what was erased here are destroyed in the older backups that lie beside the new one. How many. */
int64_t backup_strike(struct args *, struct served *);
