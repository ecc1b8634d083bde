/* Lists of people on the command line: one turn, one report like that of open data. */
#pragma once
#include "command/command.h"
#include "base/roll.h"

/* Reads FILE into the roll (whose columns are set), runs it in one turn of the tenant, or in pieces until all rows are done (nothing is written with
 * --dry-run), and prints the report. */
struct command_roll { struct roll roll; const char *must; bool is_in_pieces; void (*run)(struct desk *, struct roll *, bool is_dry); };
int command_roll(struct args *, struct command_roll *);
/* `import --kind worker`. */
int command_import_worker(struct args *);
/* `import --kind family`. */
int command_import_family(struct args *);
