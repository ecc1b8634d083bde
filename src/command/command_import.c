/* yorisoi import: a file that somebody published goes into a tenant's directory; lists of people go by command_roll.c. */
#include "command/command_roll.h"
#include "app/importer.h"
#include "base/out.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { JOB_ARENA = 1 << 30, PIECE_ARENA = 512 << 20 };

/* ---- the file ---- */

static bool read_whole(int fd, char *to, size_t n)
{
	for (size_t at = 0; at < n;) {
		ssize_t got = read(fd, to + at, n - at);
		if (got <= 0)
			return false;
		at += (size_t)got;
	}
	return true;
}

bool command_file_read(struct arena *a, const char *path, struct str *ret)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool is_fine = fd >= 0 && fstat(fd, &st) == 0;
	if (!is_fine)
		command_refused("%s cannot be read: %s.", path, strerror(errno));
	else if (!S_ISREG(st.st_mode))
		is_fine = command_refused("%s is no file. Import files one by one.", path) == COMMAND_DONE;
	else if (st.st_size > EXCHANGE_BYTES_MOST)
		is_fine = command_refused("%s is larger than %d MB. Split it, and import the pieces one by one.", path, EXCHANGE_BYTES_MOST >> 20)
			== COMMAND_DONE;
	if (is_fine) {
		char *bytes = arena_get(a, (size_t)st.st_size + 1);
		is_fine = read_whole(fd, bytes, (size_t)st.st_size);
		*ret = (struct str){ bytes, (size_t)st.st_size };
		if (!is_fine)
			command_refused("%s could not be read to its end.", path);
	}
	if (fd >= 0)
		close(fd);
	return is_fine;
}

/* ---- the report ---- */

static const char *why_of(const struct exchange_item *x)
{
	return x->broken ? x->broken : exchange_why_says(x->why);
}

static void print_json(struct arena *a, const struct exchange_job *job)
{
	struct out o = { .arena = a };
	bool is_first = true;
	out_fmt(&o, "{\"read_n\":%zu,\"added_n\":%lld,\"changed_n\":%lld,\"unchanged_n\":%lld,\"rejected_n\":%lld,\"rejected\":[", job->item_n,
		(long long)job->added_n, (long long)job->changed_n, (long long)job->unchanged_n, (long long)job->rejected_n);
	for (size_t i = 0; i < job->item_n; i++) {
		if (job->item[i].end != EXCHANGE_REJECTED)
			continue;
		out_fmt(&o, "%s{\"line_n\":%lld,\"reason\":", is_first ? "" : ",", (long long)job->item[i].line_n);
		out_json(&o, str_of(why_of(&job->item[i])));
		out_z(&o, "}");
		is_first = false;
	}
	out_z(&o, "]}\n");
	fwrite(o.b, 1, o.n, stdout);
}

static void print_words(const struct args *a, const struct exchange_job *job, const struct importer *m)
{
	int64_t conflict_n = m->conflict_n;
	printf("%.*s: %s, %s, %zu rows of kind %.*s, source \"%.*s\"%s\n", STR_ARG(job->file_name), job->form, job->encoding, job->item_n,
		STR_ARG(job->kind), STR_ARG(job->source), a->is_dry ? " (dry run: nothing was written)" : "");
	printf("  read      %zu\n  added     %lld\n  changed   %lld\n  unchanged %lld\n  rejected  %lld\n", job->item_n, (long long)job->added_n,
		(long long)job->changed_n, (long long)job->unchanged_n, (long long)job->rejected_n);
	if (conflict_n)
		printf("  %lld facts were edited here and differ now: they stay as they are, and wait for a decision\n", (long long)conflict_n);
	if (job->gone_n)
		printf("  %zu entries of this source are no longer in it; they stay. Look at them on the desk\n", job->gone_n);
	if (job->turned_n)
		printf("  %lld coordinates had latitude and longitude swapped and were put right\n", (long long)job->turned_n);
	if (job->off_n)
		printf("  %lld coordinates are impossible or outside Japan and were left empty\n", (long long)job->off_n);
	if (job->broken_n)
		printf("  %zu letters could not be read\n", job->broken_n);
	if (job->more_n)
		printf("  %zu columns fit no fact; their words are kept with each entry\n", job->more_n);
	if (m->held_ns)
		printf("  others who write waited for at most %lld ms at a time\n", (long long)(m->held_ns / 1000000));
	for (size_t i = 0; i < job->item_n; i++)
		if (job->item[i].end == EXCHANGE_REJECTED)
			printf("  %s %lld: %s\n", str_ends(str_of(job->form), "JSON") ? "record" : "line", (long long)job->item[i].line_n, why_of(&job->item[i]));
}

/* ---- all of it ---- */

static void tell(void *arg, const char *what, int64_t done, int64_t all)
{
	(void)what;
	command_progress(arg, done, all);
}

static int import(struct args *a, struct served *s, struct exchange_job *job, const struct exchange_ask *ask)
{
	struct str why = STR_NONE;
	struct importer m = { .served = s, .arena = arena_new(PIECE_ARENA), .tell = a->is_json || a->is_quiet ? NULL : tell, .tell_arg = "import" };
	bool is_fine = exchange_open(job->arena, ask, job, &why);
	if (!is_fine)
		command_refused("%.*s: %.*s", STR_ARG(ask->file_name), STR_ARG(why));
	else if (!a->is_dry)
		importer_resume(&m);
	m.why = STR_NONE;
	is_fine = is_fine && importer_match(&m, job);
	if (is_fine && !a->is_dry)
		is_fine = importer_stage(&m, job) && importer_apply(&m, job->import_id, job->added_n + job->changed_n);
	if (!is_fine && m.why.n)
		command_refused("%.*s: %.*s", STR_ARG(ask->file_name), STR_ARG(m.why));
	else if (is_fine && a->is_json)
		print_json(job->arena, job);
	else if (is_fine)
		print_words(a, job, &m);
	arena_free(m.arena);
	return is_fine ? COMMAND_DONE : COMMAND_REFUSED;
}

bool command_import_file(struct served *s, struct arena *a, const char *path, const struct exchange_ask *how, struct str *ret_why)
{
	struct exchange_ask ask = *how;
	struct arena *arena = arena_new(JOB_ARENA);
	struct exchange_job job = { .arena = arena };
	struct str why = STR_NONE;
	struct importer m = { .served = s, .arena = arena_new(PIECE_ARENA) };
	bool is_fine = command_file_read(arena, path, &ask.bytes) && exchange_open(arena, &ask, &job, &why) && importer_match(&m, &job)
		&& importer_stage(&m, &job) && importer_apply(&m, job.import_id, job.added_n + job.changed_n);
	if (!is_fine)
		*ret_why = arena_str(a, m.why.n ? m.why : why);
	arena_free(m.arena);
	arena_free(arena);
	return is_fine;
}

int command_import(struct args *a)
{
	static const char *const kind[] = { "facility", "service", "programme", "informal", "vacancy", "outline", NULL };
	struct tenants t = { 0 };
	struct exchange_ask ask = { .kind = a->kind, .source = a->source, .publisher = a->publisher, .licence = a->licence, .credit = a->credit };
	if (!a->tenant.n || a->word_n != 1)
		return command_usage(a, "Name one file and a tenant: import FILE --tenant T");
	if (str_is(a->kind, "worker"))
		return command_import_worker(a);
	if (str_is(a->kind, "family"))
		return command_import_family(a);
	if (a->kind.n && !exchange_is_one_of(a->kind, kind))
		return command_usage(a, "--kind is one of facility, service, programme, informal, vacancy, outline, worker or family.");
	if (a->source.n > 100 || a->publisher.n > 200 || a->licence.n > 200 || a->credit.n > 500)
		return command_usage(a, "--source has at most 100 bytes, --publisher and --licence 200, --credit 500.");
	const char *slash = memrchr(a->word[0].s, '/', a->word[0].n);
	ask.file_name = str_of(slash ? slash + 1 : a->word[0].s);
	struct arena *arena = arena_new(JOB_ARENA);
	struct exchange_job job = { .arena = arena };
	int end = COMMAND_REFUSED;
	if (command_file_read(arena, a->word[0].s, &ask.bytes) && command_open(a, &t, a->is_dry ? TENANTS_LOOK : 0)) {
		struct served *s = tenants_by_name(&t, a->tenant);
		end = s ? import(a, s, &job, &ask) : command_refused("There is no tenant %.*s here. See: yorisoi tenant list", STR_ARG(a->tenant));
		tenants_close(&t);
	}
	arena_free(arena);
	return end;
}
