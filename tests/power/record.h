/* What the recorder writes and the rebuilder reads: one head, its name, its data, for everything that reaches the disk or the network. */
#pragma once
#include <stdint.h>

enum record_kind {
	RECORD_MAKE = 'C',                              /* a file that was not there */
	RECORD_FOLDER = 'M',
	RECORD_WRITE = 'W',                             /* n bytes at `at` */
	RECORD_LENGTH = 'T',                            /* now `at` bytes long */
	RECORD_SYNC = 'S',                              /* of a file, or of a folder's names */
	RECORD_SYNC_FAILED = 'E',
	RECORD_REMOVE = 'U',
	RECORD_LINK = 'L',                              /* data: one more name */
	RECORD_RENAME = 'R',                            /* data: the new name */
	RECORD_TOLD = 'A',                              /* data: what somebody outside now relies on */
};

/* Names are below POWER_DIR; "." is itself. */
struct record_head { uint8_t kind; uint16_t name_n; uint64_t at, n; } __attribute__((packed));
