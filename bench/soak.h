/* What the soak's people share: a small client (cookies, forms, streams; loopback only), what things took in each window, and how large the
 * server is. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Up to four cookies, and the keys of the form that was learned last. */
struct soak_jar { char cookie[4][200]; char csrf[128], once[64]; };
struct soak_wire { int port, fd; char *in; size_t in_cap; };
struct soak_request { struct soak_jar *jar; const char *path, *body; int number; };     /* number: whose address it comes from; body: a POST */
struct soak_said { int status; const char *text; char location[200]; int64_t took_ns; };        /* text: until the next question */

int64_t soak_now(void);
struct soak_said soak_ask(struct soak_wire *, const struct soak_request *);    /* status 0: no answer */
int soak_stream(struct soak_wire *, const struct soak_request *);      /* its socket once the head said 200, else -1 */
void soak_learn(const char *html, const char *anchor, struct soak_jar *);      /* csrf and once of the form behind the anchor */
int soak_version(const char *html);                     /* name="version" behind the form of an answer */

enum soak_kind { SOAK_DESK, SOAK_TALK, SOAK_POST, SOAK_KINDS };
void soak_windows(int window_s);
void soak_note(int64_t begun_ns, enum soak_kind, int64_t took_ns);
struct soak_size { long pss_kib; int file_n, thread_n; };
void soak_measure(int pid, struct soak_size *ret);
void soak_print(int window, int window_s, const struct soak_size *);
void soak_print_ratio(int first, int last);
