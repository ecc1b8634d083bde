/* The command line: one row a command. Errors say what to do next; 0 done, 1 refused, 2 used wrongly. */
#pragma once
#include "app/tenants.h"

struct support_load;
struct args {
	const struct command *command;                  /* whose words these are */
	struct arena *arena;
	int word_n; struct str word[64];                /* what is no option */
	struct str data, store, replica, keys, from, to, listen, tenant, role, name, profile, mail, areas, title, operator, login, trusted_proxy, profiles;
	struct str conf, tls, ntp, keeper, host, sheet, format;
	struct str kind, source, publisher, licence, credit;    /* import */
	int64_t count, address_limit, time_limit_ms, seed, threads;
	bool is_help, is_json, is_quiet, is_logging, is_dry;
};

struct command { const char *name; const char *usage; const char *help; int (*run)(struct args *); };
extern const struct command commands[];
extern const size_t command_n;

enum { COMMAND_DONE = 0, COMMAND_REFUSED = 1, COMMAND_USAGE = 2 };

int command_refused(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Takes from /etc/yorisoi/yorisoi.conf (or --conf FILE) what was not said, unless --data or --store were. 0, or the end of the command. */
int command_conf(struct args *);
/* Root becomes the one to whom the data belongs, so that no file of root's is left among them. */
int command_become(const struct args *);
int command_usage(const struct args *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A line that is written over on a terminal, and only at its end elsewhere. */
void command_progress(const char *what, int64_t done, int64_t all);
/* Keys of areas (`east,west`) as the numbers that accounts keep. */
struct str command_areas(struct desk *, struct str keys, bool *ret_all_known);
struct exchange_ask;
/* A file into a tenant, as the command does it; its bytes are read here. False: ret_why says why, or it was said on standard error. */
bool command_import_file(struct served *, struct arena *, const char *path, const struct exchange_ask *how, struct str *ret_why);
/* The bytes of a file, at most EXCHANGE_BYTES_MOST; false after saying why not. */
bool command_file_read(struct arena *, const char *path, struct str *ret);
bool command_open(struct args *, struct tenants *, int how);

/* Reads --sheet FILE (or - for what is typed) into the tenants that are about to be opened. False after saying why. */
bool command_sheet_read(struct args *, struct tenants *);
void command_sheet_print(struct args *, const struct tenants *);

/* A turn of the demo: boxes, their budget, visits; arg is the profile. */
void command_demo_visits(struct desk *, void *arg);
void command_demo_care(struct desk *, void *arg);
void command_demo_fees(struct desk *, void *arg);
/* A turn of the demo: which trainings open what, and helpers; arg is the profile. */
void command_demo_helpers(struct desk *, void *arg);
int command_serve(struct args *);
int command_demo(struct args *);
int command_support(struct args *);
/* Brings a document of questions and programmes (or civichat's folder) into a tenant. False after saying why. */
bool command_support_load(struct args *, struct served *, const char *path, struct support_load *);
int command_tenant(struct args *);
int command_account(struct args *);
int command_backup(struct args *);
int command_restore(struct args *);
int command_audit(struct args *);
int command_import(struct args *);
int command_load(struct args *);
int command_search(struct args *);
int command_check(struct args *);
int command_export(struct args *);
int command_plan(struct args *);
int command_tls(struct args *);
int command_setup(struct args *);
int command_rehearse(struct args *);
int command_migrate(struct args *);
int command_move(struct args *);
int command_key(struct args *);
