/* A list of places is imported, and the disk is full in the middle of it: at whatever moment, the command says so and what to do, families see all of
 * the list or nothing, and the next import ends with every row once. */
#include "tests/disk/full.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PLACES = 4000, MOMENTS = 8, SAID_CAP = 1 << 16 };

static void places_write(const char *path)
{
	FILE *f = fopen(path, "we");
	must(f && fputs("ID,name,address,phone,type\n", f) >= 0, "a list");
	for (int i = 0; i < PLACES; i++)
		fprintf(f, "P%d,Hiroba %d,Street %d,000-%02d-%04d,hiroba\n", i, i, i, i % 100, i);
	must(fclose(f) == 0, "a list");
}

static pid_t run_into(const struct town *t, const char *const *words, const char *out)
{
	pid_t pid = fork();
	must(pid >= 0, "fork");
	if (pid)
		return pid;
	int to = open(out, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	dup2(to, 1);
	dup2(to, 2);
	for (int i = 0; i < 4 && t->more[i][0]; i++)
		setenv(t->more[i][0], t->more[i][1], 1);
	if (t->preload)
		setenv("LD_PRELOAD", t->preload, 1);
	execv(t->program, (char *const *)(uintptr_t)words);
	_exit(127);
}

static int ended(pid_t pid)
{
	int status = -1;
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int count_in(const char *path, const char *word)
{
	size_t cap = (size_t)16 << 20;
	char *all = malloc(cap);
	FILE *f = fopen(path, "re");
	size_t n = f && all ? fread(all, 1, cap - 1, f) : 0;
	int found = 0;
	must(all && f, "what was said");
	all[n] = 0;
	for (const char *at = all; (at = strstr(at, word)); at++)
		found++;
	fclose(f);
	free(all);
	return found;
}

struct place { char list[100], said[100]; int64_t takes_ms; };

static int import(const struct town *t, const struct place *p, struct fault_switch *fault, int64_t full_ms)
{
	const char *const words[] = { t->program, "import", p->list, "--tenant", "hana", "--json", "--data", t->data, NULL };
	pid_t pid = run_into(t, words, p->said);
	if (full_ms >= 0) {
		rest_ms((uint32_t)full_ms);
		fault->kind = FAULT_FULL;
	}
	int code = ended(pid);
	fault->kind = FAULT_NONE;
	return code;
}

static int seen_n(const struct town *t, const struct place *p)
{
	char out[120];
	snprintf(out, sizeof out, "%s.seen", p->said);
	const char *const words[] = { t->program, "export", "--tenant", "hana", "--format", "json", "--data", t->data, NULL };
	must(ended(run_into(t, words, out)) == 0, "the export");
	return count_in(out, "{\"id\":");
}

void full_in_mid_import(struct town *(*town_new)(void), struct fault_switch *(*fault_of)(void))
{
	int told_n = 0, half_n = 0, whole_n = 0, failed_n = 0;
	struct place p = { .takes_ms = 0 };
	for (int i = 0; i <= MOMENTS; i++) {
		struct town *t = town_new();
		struct fault_switch *fault = fault_of();
		fault->every = 1;
		snprintf(p.list, sizeof p.list, "%s/places.csv", t->folder);
		snprintf(p.said, sizeof p.said, "%s/said", t->folder);
		places_write(p.list);
		must(town_found(t), "the town");
		int64_t from = ms_now();
		int code = import(t, &p, fault, i ? p.takes_ms * i / (MOMENTS + 1) : -1);
		p.takes_ms = i ? p.takes_ms : ms_now() - from;
		must(i || code == 0, "the import on a whole disk");
		failed_n += code != 0;
		told_n += code != 0 && count_in(p.said, "the disk is full.") == 1 && count_in(p.said, "Make room") + count_in(p.said, "when there is room") == 1;
		int seen = seen_n(t, &p);
		half_n += seen != 0 && seen != PLACES;
		whole_n += import(t, &p, fault, -1) == 0 && seen_n(t, &p) == PLACES;
		remove_all(t->folder);
	}
	say(failed_n > 2 && told_n == failed_n, "an import meets a full disk at %d moments: %d times it says so and what to do", failed_n, told_n);
	say(half_n == 0, "families see all of a list or nothing (%d times something between)", half_n);
	say(whole_n == MOMENTS + 1, "the next import ends with every row once (%d of %d)", whole_n, MOMENTS + 1);
}
