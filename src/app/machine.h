/* Looks over the machine: what an administrator would otherwise have to know to look for. The quick points cost a few calls of the system and are
 * asked every hour and for the page; the deep ones read all data or speak to others and belong to `yorisoi check`. */
#pragma once
#include "app/tenants.h"
#include "desk/machine.h"

/* Disk, rights of folders, clock, age of the backup, leftovers, certificate. */
void machine_look_quick(const struct tenants *, struct machine_points *);
/* The chained record; and with it the mail server's answer: one tenant. */
void machine_look_audit(struct served *, struct machine_points *);
void machine_look_tenant(struct served *, struct machine_points *);
/* Files that this program cannot serve as they are: of another version. False when one is there: then the tenants are not to be opened. */
bool machine_look_versions(struct str data, struct machine_points *);
bool machine_look_files(struct str data, struct machine_points *);         /* reads every page of every file */
/* Who answers at this address: ours, nobody, or a stranger. */
void machine_look_serving(struct str listen, struct machine_points *);
/* What a time server says (SNTP, a second at most). */
void machine_look_time(struct str host, struct machine_points *);

/* How far the wall clock is ahead of the time since the machine began: it only moves when somebody moves the clock. */
int64_t machine_clock_offset(void);

/* Is the tenant's administrator also the machine's? Of a machine with one town, of the town that --keeper names, and in a demo. */
bool machine_is_kept_by(const struct served *);

/* ---- the record of backups: DATA/backup.begun while one runs, DATA/backup.done of the last whole one ---- */
struct backup_record { struct moment at; struct str to; int64_t tenant_n, pid; };
bool backup_record_read(struct arena *, struct str data, bool is_done, struct backup_record *ret);
bool backup_record_write(struct arena *, struct str data, bool is_done, const struct backup_record *);
/* Removes NAME.db.part-PID of copies whose process is gone. How many. */
int backup_sweep(struct arena *, struct str folder);
