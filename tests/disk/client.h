/* The real program from outside: makes a town, serves it (under a shim, where one is named), asks as families ask. Shared by the tests of power and
 * of faults; kept apart from the house's own code, so that what it sees is what a browser would see.
 * An HTTP status of 0 says that no whole answer came, -1 that nobody took the request. */
#pragma once
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

enum { REPLY_CAP = 1 << 18, QUESTION_MOST = 1 << 20, READY_MS = 20000 };

struct town {
	char folder[64], data[80], program[4096];
	const char *preload;                            /* a shim for the program, or NULL */
	const char *more[4][2];                         /* its environment, until a NULL */
	bool is_big_file_error;                         /* a file that may not grow is an error, not the end (SIGXFSZ) */
	int port;
	pid_t pid;
};

/* ---- what is found ---- */
void say(bool is_so, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void skip(const char *why);
int tally(void);                                        /* prints "N passed, N failed", and how many were skipped; the exit code */
void must(bool is_so, const char *what);                /* without it there is no test */
void bye_later(const struct town *);                    /* its folder goes when the test ends */

/* ---- small helpers ---- */
int64_t ms_now(void);
uint32_t any(uint32_t below);
void rest_ms(uint32_t ms);
void remove_all(const char *folder);

/* ---- the program ---- */
void town_folder(struct town *, const char *program);   /* an empty place with the profile of a town called hana */
pid_t town_run(struct town *, const char *const *words, bool is_quiet);
int town_run_whole(struct town *, const char *const *words);   /* its exit code; -1 when it ended otherwise */
bool town_found(struct town *);                         /* tenant create */
bool town_demo(struct town *);                          /* the same as a demo, which may be filled */
void town_serve(struct town *);                         /* returns when it answers */
int town_stop(struct town *, int how);                  /* what waitpid says */
bool town_holds(struct town *);                         /* audit verify */

/* ---- families ---- */
struct question { char token[40], words[48]; };
/* page_n: pages of a fault that show the typed words again; empty_n: such pages instead of an empty form; bare_n: anything else that is no
 * answer (the first one's status in bare); lost_n: no whole answer came. */
struct asked { struct question *list; atomic_int n, page_n, empty_n, bare_n, bare, lost_n; };

int http_get(const struct town *, const char *path, const char *cookies, char *reply);
int http_post(const struct town *, const char *path, const char *cookies, const char *body, char *reply);
bool http_cut(const char *text, const char *mark, char stop, char *ret, size_t cap);         /* what stands behind `mark`, up to `stop` */
struct form { bool is_filled, is_sent; char cookies[400], csrf[80], once[40], words[48]; };
int form_fetch(const struct town *, const char *path, struct form *ret, char *reply);   /* the status; 0 when no form came */
/* Sends the form, filled with new words when it is new; 303 is noted in `asked`, and the form is new again: until then the same one is sent, with its
 * key. The status; 0 no whole answer, -1 nobody took it. */
int town_ask(const struct town *, struct asked *, struct form *, char *reply);
/* `n` families that ask until *is_over; patient ones then go on until what they sent is answered. */
struct families { struct town *town; struct asked *asked; int n; bool is_patient; atomic_bool is_over; uint64_t thread[32]; };
void families_begin(struct families *);
void families_end(struct families *);
int asked_missing(const struct town *, const struct asked *);   /* how many acknowledged questions cannot be read with their words, once */
