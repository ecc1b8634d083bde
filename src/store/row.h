/* Small words for generated queries: how the house's types lie in columns, absent ones as NULL. */
#pragma once
#include "store/store.h"

static inline void row_bind_id(struct store_run *run, int at, int64_t v)
{
	if (v)
		store_bind_int(run, at, v);
	else
		store_bind_none(run, at);
}

static inline void row_bind_moment(struct store_run *run, int at, struct moment m)
{
	row_bind_id(run, at, m.ms);
}

static inline void row_bind_day(struct store_run *run, int at, struct day day)
{
	if (day.n != INT32_MIN)
		store_bind_int(run, at, day.n);
	else
		store_bind_none(run, at);
}

static inline void row_bind_bool(struct store_run *run, int at, bool is_true)
{
	store_bind_int(run, at, is_true);
}

static inline bool row_bool(struct store_run *run, int at)
{
	return store_column_int(run, at) != 0;
}

static inline struct moment row_moment(struct store_run *run, int at)
{
	return (struct moment){ store_column_int(run, at) };
}

static inline struct day row_day(struct store_run *run, int at)
{
	return store_column_is_none(run, at) ? DAY_NONE : (struct day){ (int32_t)store_column_int(run, at) };
}

/* Room for one more row: twice as many as before. */
void *row_grow(struct arena *, void *rows, size_t *cap, size_t row_size);
