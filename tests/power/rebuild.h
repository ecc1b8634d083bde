/* A disk that loses its power: replays a record up to any cut, and lays out a state that a disk may be left in by then. What was synced is there; of
 * the rest nothing, everything, or any part, torn at so many bytes. Names are synced with their folder, apart from the bytes of the file. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DISK_FILES = 64, DISK_NAMES = 64, DISK_NAME = 100, TOLD_MOST = 1 << 16 };
enum cut_kind { CUT_NOTHING, CUT_EVERYTHING, CUT_TORN_512, CUT_TORN_4096, CUT_KINDS };

struct bytes { uint8_t *b; size_t n, cap; };
struct step { uint8_t kind; const uint8_t *name, *data; size_t name_n, n; uint64_t at; };
struct record { uint8_t *b; struct step *step; size_t step_n; };

struct file { bool is_folder; struct bytes synced; struct step *waiting; size_t waiting_n, waiting_cap; };
struct name { char name[DISK_NAME]; int file; };        /* file: a number, -1 for none */
struct change { char name[DISK_NAME]; int file; char gone[DISK_NAME]; };       /* name now is file; gone is no more */

struct disk {
	struct file file[DISK_FILES];
	struct name now[DISK_NAMES], synced[DISK_NAMES];
	struct change change[DISK_NAMES];               /* of names, not synced yet, in order */
	int file_n, change_n;
	const struct step *told[TOLD_MOST];
	int told_n;
	uint64_t dice;
};

bool record_read(struct record *, const char *path);
void record_free(struct record *);
struct disk *disk_new(uint64_t seed);
void disk_free(struct disk *);
void disk_take(struct disk *, const struct step *);     /* one more step has happened */
void disk_lay_out(struct disk *, enum cut_kind, const char *folder);   /* the folder is empty */
uint32_t disk_dice(struct disk *, uint32_t below);
