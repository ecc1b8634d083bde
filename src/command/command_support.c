/* yorisoi support: questions and programmes of "what can we get?" out of a document, in one step or not at all. */
#include "command/command.h"
#include "support/support.h"
#include <errno.h>
#include <sys/stat.h>

enum { FILE_MOST = 16 * 1024 * 1024 };

struct bringing { struct str file[3]; bool is_civichat, is_fine; struct support_load *load; char why[400]; };

static void bring_run(struct desk *d, void *arg)
{
	struct bringing *b = arg;
	struct str why = STR_NONE;
	b->is_fine = b->is_civichat ? support_load_civichat(d, b->file, b->load, &why) : support_load_own(d, b->file[0], b->load, &why);
	if (!b->is_fine)
		desk_refuse(d);
	snprintf(b->why, sizeof b->why, "%.*s", STR_ARG(why));
}

static bool read_file(struct args *a, const char *path, struct str *ret)
{
	FILE *in = fopen(path, "re");
	struct stat st;
	if (!in || fstat(fileno(in), &st) != 0 || st.st_size > FILE_MOST) {
		command_refused("%s: %s", path, in ? "larger than 16 MiB" : strerror(errno));
		if (in)
			fclose(in);
		return false;
	}
	char *b = arena_get(a->arena, (size_t)st.st_size + 1);
	*ret = (struct str){ b, fread(b, 1, (size_t)st.st_size, in) };
	fclose(in);
	return true;
}

bool command_support_load(struct args *a, struct served *s, const char *path, struct support_load *load)
{
	static const char *const names[] = { "questions.json", "answers.json", "systemsdata.json" };
	struct stat st;
	struct bringing b = { .load = load };
	b.is_civichat = stat(path, &st) == 0 && S_ISDIR(st.st_mode);
	if (b.is_civichat && !load->source.n)
		load->source = STR("civichat");
	for (int i = 0; i < (b.is_civichat ? 3 : 1); i++)
		if (!read_file(a, b.is_civichat ? arena_fmt(a->arena, "%s/%s", path, names[i]).s : path, &b.file[i]))
			return false;
	struct work work = { .run = bring_run, .arg = &b };
	enum store_fault fault = tenants_write(s, a->arena, &work);
	if (fault == STORE_OK && work.is_kept)
		return true;
	command_refused("%s: %s Nothing was changed.", path, b.why[0] ? b.why : store_fault_word(fault));
	return false;
}

int command_support(struct args *a)
{
	struct tenants t = { 0 };
	struct support_load load = { .question_n = 0 };
	if (a->word_n != 1 || !a->tenant.n)
		return command_usage(a, "Say which document, and for which tenant.");
	if (!command_open(a, &t, 0))
		return COMMAND_REFUSED;
	struct served *s = tenants_by_name(&t, a->tenant);
	bool is_done = s && command_support_load(a, s, a->word[0].s, &load);
	if (!s)
		command_refused("There is no tenant called %.*s here.", STR_ARG(a->tenant));
	tenants_close(&t);
	if (is_done)
		printf("Read %lld questions, %lld programmes and %lld rules; %lld of them were new or changed.\n", (long long)load.question_n,
			(long long)load.programme_n, (long long)load.rule_n, (long long)load.changed_n);
	return is_done ? COMMAND_DONE : COMMAND_REFUSED;
}
