/* A process shuts itself in: afterwards it may read and write the files that are open, ask for memory, and end. Anything else kills it. */
#pragma once
#include <stdbool.h>

bool cage_files(void);                                  /* landlock: no path can be opened; true also where the kernel has none */
bool cage_calls(void);                                  /* seccomp: a short list of system calls */
static inline bool cage_close(void)
{
	return cage_files() && cage_calls();
}
