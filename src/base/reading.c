/* MeCab by dlopen: who wants readings installs it, nobody else needs it. Its tagger is for one thread at a time. */
#include "base/reading.h"
#include "base/log.h"
#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

static struct {
	void *tagger;
	const char *(*read)(void *tagger, const char *s, size_t n);
} mecab;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void find(void)
{
	void *(*begin)(const char *);
	void *library = dlopen("libmecab.so.2", RTLD_NOW | RTLD_LOCAL);
	if (!library)
		return;
	*(void **)&begin = dlsym(library, "mecab_new2");
	*(void **)&mecab.read = dlsym(library, "mecab_sparse_tostr2");
	if (begin && mecab.read)
		mecab.tagger = begin("-Oyomi");
	if (!mecab.tagger)
		log_line(LOG_WARN, "MeCab is here without a dictionary (mecab-ipadic-utf8): words are found as they are written, not as they are read");
}

bool reading_is_known(void)
{
	pthread_once(&once, find);
	return mecab.tagger != NULL;
}

struct str reading_of(struct arena *a, struct str s)
{
	if (!s.n || !reading_is_known())
		return STR_NONE;
	pthread_mutex_lock(&lock);
	const char *said = mecab.read(mecab.tagger, s.s, s.n);
	struct str r = said ? arena_str(a, (struct str){ said, strlen(said) }) : STR_NONE;
	pthread_mutex_unlock(&lock);
	return str_trim(r);
}
