/* yorisoi: reads the command line and hands over. */
#include "command/command.h"
#include "app/version.h"
#include "base/seal.h"
#include "picture/picture.h"

static const struct { const char *flag; size_t at; } texts[] = {
	{ "--data", offsetof(struct args, data) }, { "--store", offsetof(struct args, store) },
	{ "--replica", offsetof(struct args, replica) },
	{ "--from", offsetof(struct args, from) }, { "--to", offsetof(struct args, to) },
	{ "--keys", offsetof(struct args, keys) }, { "--listen", offsetof(struct args, listen) },
	{ "--tenant", offsetof(struct args, tenant) }, { "--role", offsetof(struct args, role) }, { "--name", offsetof(struct args, name) },
	{ "--profile", offsetof(struct args, profile) }, { "--mail", offsetof(struct args, mail) }, { "--areas", offsetof(struct args, areas) },
	{ "--title", offsetof(struct args, title) }, { "--operator", offsetof(struct args, operator) },
	{ "--trusted-proxy", offsetof(struct args, trusted_proxy) }, { "--profiles", offsetof(struct args, profiles) },
	{ "--conf", offsetof(struct args, conf) }, { "--tls", offsetof(struct args, tls) }, { "--ntp", offsetof(struct args, ntp) },
	{ "--keeper", offsetof(struct args, keeper) },
	{ "--login", offsetof(struct args, login) }, { "--host", offsetof(struct args, host) },
	{ "--sheet", offsetof(struct args, sheet) }, { "--format", offsetof(struct args, format) },
	{ "--kind", offsetof(struct args, kind) }, { "--source", offsetof(struct args, source) }, { "--publisher", offsetof(struct args, publisher) },
	{ "--licence", offsetof(struct args, licence) }, { "--credit", offsetof(struct args, credit) },
};
static const struct { const char *flag; size_t at; } numbers[] = {
	{ "--count", offsetof(struct args, count) }, { "--address-limit", offsetof(struct args, address_limit) },
	{ "--time-limit-ms", offsetof(struct args, time_limit_ms) }, { "--seed", offsetof(struct args, seed) },
	{ "--threads", offsetof(struct args, threads) },
};

/* 1 taken, 2 taken with its value, 0 no option of ours, -1 wrong. */
static int take_option(struct args *a, const char *flag, const char *value)
{
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (strcmp(flag, texts[i].flag) == 0) {
			if (!value)
				return -1;
			*(struct str *)((char *)a + texts[i].at) = str_of(value);
			return 2;
		}
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (strcmp(flag, numbers[i].flag) == 0)
			return value && str_int(str_of(value), (int64_t *)((char *)a + numbers[i].at)) ? 2 : -1;
	if (strcmp(flag, "--help") == 0 || strcmp(flag, "-h") == 0)
		return a->is_help = true, 1;
	if (strcmp(flag, "--json") == 0)
		return a->is_json = true, 1;
	if (strcmp(flag, "--quiet") == 0)
		return a->is_quiet = true, 1;
	if (strcmp(flag, "--dry-run") == 0)
		return a->is_dry = true, 1;
	if (strcmp(flag, "--log") == 0)
		return a->is_logging = true, 1;
	return 0;
}

static int read_args(struct args *a, int argc, char **argv)
{
	for (int i = 0; i < argc;) {
		int took = argv[i][0] == '-' && argv[i][1] ? take_option(a, argv[i], i + 1 < argc ? argv[i + 1] : NULL) : 0;
		if (took < 0)
			return command_usage(a, "%s needs a value.", argv[i]);
		if (took == 0 && argv[i][0] == '-' && argv[i][1])
			return command_usage(a, "There is no option %s.", argv[i]);
		if (took == 0 && a->word_n == 64)
			return command_usage(a, "Too many words.");
		if (took == 0)
			a->word[a->word_n++] = str_of(argv[i]);
		i += took ? took : 1;
	}
	return COMMAND_DONE;
}

static void help_all(FILE *to)
{
	fputs("yorisoi - a named person, the right information, and help that arrives\n\n", to);
	for (size_t i = 0; i < command_n; i++)
		fprintf(to, "  yorisoi %s\n", commands[i].usage);
	fputs("\nEvery command takes --data DIR or --store postgresql://... with --keys DIR, and --help, which shows examples. Without --data and\n"
		"--store, /etc/yorisoi/yorisoi.conf (or --conf FILE) says where they are; without that file they are in var/yorisoi.\n", to);
}

int main(int argc, char **argv)
{
	struct args a = { .arena = arena_new((size_t)256 << 20), .address_limit = 6000 };
	const char *name = argc > 1 ? argv[1] : "--help";
	if (argc == 2 && strcmp(name, PICTURE_HELPER) == 0)
		picture_work();
	if (!seal_init())
		return command_refused("the random generator of this machine does not work.");
	if (strcmp(name, "--version") == 0) {
		printf("yorisoi %s (schema %d)\n", version_word(), store_schema_version());
		return COMMAND_DONE;
	}
	if (strcmp(name, "--help") == 0 || strcmp(name, "help") == 0 || strcmp(name, "-h") == 0) {
		help_all(argc > 1 ? stdout : stderr);
		return argc > 1 ? COMMAND_DONE : COMMAND_USAGE;
	}
	for (size_t i = 0; i < command_n; i++)
		if (strcmp(name, commands[i].name) == 0)
			a.command = &commands[i];
	if (!a.command)
		return command_usage(&a, "There is no command %s.", name);
	int end = read_args(&a, argc - 2, argv + 2);
	if (end == COMMAND_DONE && a.is_help)
		printf("yorisoi %s\n\n%s", a.command->usage, a.command->help);
	else if (end == COMMAND_DONE) {
		end = command_conf(&a);
		if (end == COMMAND_DONE)
			end = command_become(&a);
		if (end == COMMAND_DONE)
			end = a.command->run(&a);
	}
	arena_free(a.arena);
	return end;
}
