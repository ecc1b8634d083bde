/* The few things every room says to its desk. */
#include "desk/desk.h"
#include "base/check.h"

void desk_refuse(struct desk *d)
{
	d->is_refused = true;
}

bool desk_is_faulted(const struct desk *d)
{
	return d->turn && d->turn->fault != STORE_OK;
}

/* Kept in the order of the acts: the chain is sealed in that order. */
void desk_trace(struct desk *d, const struct desk_trace *trace)
{
	struct desk_trace **end = &d->trace;
	CHECK(trace->act.n > 0);
	while (*end)
		end = &(*end)->next;
	*end = ARENA_NEW(d->arena, struct desk_trace);
	**end = *trace;
	(*end)->next = NULL;
}

void desk_count(struct desk *d, const struct desk_count *count)
{
	struct desk_count *first = ARENA_NEW(d->arena, struct desk_count);
	*first = *count;
	first->next = d->count;
	d->count = first;
}

void desk_tell(struct desk *d, struct str topic, struct str data)
{
	struct desk_news **end = &d->news;
	for (; *end; end = &(*end)->next)
		if (str_eq((*end)->topic, topic) && str_eq((*end)->data, data))
			return;
	*end = ARENA_NEW(d->arena, struct desk_news);
	**end = (struct desk_news){ .topic = topic, .data = data };
}
