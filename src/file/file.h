/* What people attach: photos made safe, papers. The slow part (opening, sealing, writing) happens in a route's prepare with no transaction open; the
 * handler then attaches what was staged, in the transaction that names it. Read through the permission of what it hangs on, which the room checks.
 * Door of the room. */
#pragma once
#include "file/file.sql.h"
#include "picture/picture.h"
#include "web/form.h"

enum { FILE_MOST = 3 };                                 /* in one form */

/* Why a file was not taken; FILE_TOO_MANY and those of picture/picture.h. */
enum file_refusal { FILE_OK = PICTURE_OK, FILE_UNKNOWN = PICTURE_UNKNOWN, FILE_HEIC = PICTURE_HEIC, FILE_SVG = PICTURE_SVG,
	FILE_MOVIE = PICTURE_MOVIE,
	FILE_BROKEN = PICTURE_BROKEN, FILE_LARGE = PICTURE_LARGE, FILE_SLOW = PICTURE_SLOW, FILE_NO_HELPER = PICTURE_NO_HELPER, FILE_TOO_MANY,
	FILE_NO_PLACE };

/* Lies outside, sealed with `key`, and is nobody's until it is attached. */
struct file_staged { struct str name; const char *place; struct picture picture; struct seal_key key; };
struct file_batch { struct file_staged file[FILE_MOST]; size_t n; enum file_refusal refusal; struct str refused_name; };

/* What forgets as one, and what inside of it the file belongs to: kind "thread", subject the talk, part the message. */
struct file_place { const char *kind; int64_t subject_id, part_id; };     /* neither is 0 */

/* The `prepare` of every route whose form may carry files: takes all that are chosen in it, or none. Skipped by the server when there are none. */
void file_prepare(struct desk *, struct call *);
bool file_is_sent(struct call *);                       /* the form carries a chosen file */
const struct file_batch *file_batch(const struct desk *);       /* what prepare made of it; n is 0 without files */
/* One file by hand; slow. FILE_OK: staged. file_stage_any takes sound and film (picture/picture.h) too, which no form does. */
enum file_refusal file_stage(struct desk *, struct str bytes, struct file_staged *ret);
enum file_refusal file_stage_any(struct desk *, struct str bytes, struct file_staged *ret);
void file_attach(struct desk *, const struct file_place *, const struct file_staged *);
void file_attach_all(struct desk *, const struct file_place *);         /* the batch of this request */

size_t file_list(struct desk *, const struct file_place *, struct file_line_row **ret);  /* of the subject, whatever the part; oldest first */
/* Answers with the bytes (small: the picture of at most PICTURE_SMALL_SIDE), or as for what does not exist. */
void file_send(struct desk *, struct call *, const struct file_place *, struct str file_id_text);
/* For a GET that draws with a photo: found in its turn, read when that has ended (desk->later). NULL or false: there is none. */
struct file_reading;
struct file_reading *file_reading_of(struct desk *, const struct file_place *, struct file_id, bool is_small);
bool file_reading_get(struct desk *, struct file_reading *, struct str *ret);
/* The holder's key and those of its files are overwritten: neither the rows nor older copies of the bytes can be opened any more. */
void file_erase(struct desk *, const struct file_place *);
void file_erase_part(struct desk *, const struct file_place *);         /* only what belongs to that part */

/* Timed, outside of transactions: drops the bytes of erased files, and those that were never named (folders only). */
/* In an older copy of the store: the holder is wiped there too. 1 when it had not been yet. */
int64_t file_strike(struct desk *, struct holder_id);
struct keep;
struct keep file_keep(struct desk *, struct str place);
size_t file_gone_list(struct desk *, int64_t limit_n, struct file_gone_row **ret);
