/* Which program this is. */
#include "app/version.h"

#ifndef YORISOI_VERSION
#define YORISOI_VERSION "unknown"
#endif

const char *version_word(void)
{
	return YORISOI_VERSION;
}
