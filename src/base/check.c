/* The end of a process that has met a bug. */
#include "base/check.h"
#include <stdio.h>
#include <stdlib.h>

void check_failed(const char *file, int line, const char *what)
{
	fprintf(stderr, "bug: %s:%d: %s does not hold; the process ends here, nothing of this request was kept\n", file, line, what);
	abort();
}
