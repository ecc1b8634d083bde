/* yorisoi migrate: what the owner of a PostgreSQL does for us. */
#include "app/command.h"

int command_migrate(struct args *a)
{
	struct str why = STR_NONE;
	if (!a->store.n || a->word_n)
		return command_usage(a, "Say where: migrate --store postgresql://OWNER@HOST/DATABASE");
	if (!store_prepare(a->store.s, a->arena, &why))
		return command_refused("%.*s", STR_ARG(why));
	printf("The database has schema %d. Serve it as yorisoi_app.\n", store_schema_version());
	return COMMAND_DONE;
}
