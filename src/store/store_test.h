/* The shelf: a small table with which the store's tests work. */
#pragma once
#include "store/store.h"

struct shelf_job {
	struct store_write write;
	int64_t place_n, found_n, changed_n;
	struct str words;
	bool keep;
	int done_n;
	enum store_fault told;
};

const char *shelf_path(const char *name);               /* in the test's folder */
struct store *shelf_open(const char *path, bool is_memory);
struct store *shelf_at(const char *name);               /* opened, with an empty shelf */
int64_t shelf_rows(struct store *);

void shelf_run_put(struct store_write *, struct store_turn *, bool *keep);      /* a row at the job's place */
void shelf_run_next(struct store_write *, struct store_turn *, bool *keep);     /* a row behind the last */
struct shelf_job *shelf_job(void (*run)(struct store_write *, struct store_turn *, bool *), int64_t place_n);
enum store_fault shelf_write(struct store *, struct shelf_job *);
int64_t shelf_query(struct store_turn *, const struct query *, int64_t *ret_changed);  /* first column of the first row; -1 at fault */
