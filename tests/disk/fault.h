/* The switch between the test and the shim inside the program: a small file that both have mapped. */
#pragma once
#include <stdatomic.h>

enum fault_kind {
	FAULT_NONE, FAULT_SYNC,                         /* fsync says EIO */
	FAULT_LIE,                                      /* fsync does nothing and says that all is well */
	FAULT_WRITE,                                    /* a write says EIO, half of it done */
	FAULT_FULL,                                     /* a write says ENOSPC, half of it done */
	FAULT_READ,                                     /* a read says EIO */
	FAULT_STORE_MEMORY,                             /* SQLite gets no memory */
	FAULT_MEMORY,                                   /* nobody gets memory */
};

struct fault_switch { atomic_int kind, every, seen_n, failed_n; };     /* every: of so many calls one fails */
