/* The table of commands, and what they share. */
#include "command/command.h"
#include "base/out.h"
#include <stdarg.h>
#include <unistd.h>

const struct command commands[] = {
	{ "serve", "serve [--data DIR] [--listen 127.0.0.1:8080]",
		"Serves every tenant of the data folder until it is stopped (Ctrl-C or SIGTERM: what is under way is finished first).\n"
		"  --listen ADDRESS:PORT or /path/of.socket   where; LISTEN_FDS of a service manager wins\n"
		"  --trusted-proxy 127.0.0.1,unix             whose X-Forwarded-For and -Proto are believed\n"
		"  --address-limit N                          forms a minute from one address (6000; a carrier's address stands for thousands);\n"
		"                                             each process counts for itself: divide where several serve one database\n"
		"  --replica postgresql://...                 who answers readers while the database of --store is away (deploy/cell)\n"
		"  --log                                      a line for each request: way, end, time; no personal data\n\n"
		"Examples:\n  yorisoi serve --data /var/lib/yorisoi --listen 127.0.0.1:8080\n  yorisoi serve --listen /run/yorisoi/web.sock --trusted-proxy unix\n",
		command_serve },
	{ "demo", "demo [--data DIR] [--profiles demo]",
		"Makes the ten towns of the demo in a folder of their own, with invented people, when they are not there yet.\n\n"
		"Example:\n  yorisoi demo --data var/demo && yorisoi serve --data var/demo\n", command_demo },
	{ "setup", "setup [--tenant T --name TEXT --login NAME] [--host HOST] [--mail M]",
		"The first town and its first administrator; asks for what was not said, on a terminal. Prints a link that works once, for 72 hours.\n"
		"  --quiet   prints neither link nor recovery sheet: for installers, whose output is kept in logs\n\n"
		"Examples:\n  sudo yorisoi setup\n  yorisoi setup --tenant akune --name 子育て相談 --login mina --host kosodate.example.jp\n", command_setup },
	{ "support", "support FILE|DIR --tenant T [--data DIR]",
		"Brings in the questions and programmes behind \"what can we get?\": a document of our own layout (docs/support.md), or a folder with the\n"
		"questions.json, answers.json and systemsdata.json of civichat. The same again changes nothing; what was edited here stays.\n"
		"Families are told what a rule says once an officer pressed 確認した on the page of the desk.\n\n"
		"Example:\n  yorisoi support programmes.json --tenant akune --data /var/lib/yorisoi\n", command_support },
	{ "tenant", "tenant create NAME --name TEXT [--profile FILE] | set NAME KEY=VALUE ... | list",
		"Makes a municipality or NPO, changes its settings, lists them.\n\n"
		"Examples:\n  yorisoi tenant create akune --name 阿久根市子育て支援 --profile demo/akune.conf\n"
		"  yorisoi tenant set akune hue=190 smtp.url=smtp://127.0.0.1:25 mail_from=kosodate@example.jp\n  yorisoi tenant list\n", command_tenant },
	{ "account", "account add NAME --tenant T --role worker|manager|admin|site|helper [--name TEXT] [--mail M] [--areas A,B] [--operator KEY]"
		" | list | reset NAME | bind NAME SUBJECT | end NAME",
		"Accounts of the people who help. add and reset print a link that works once, for 72 hours; no mail is needed. bind says as whom the\n"
		"town's own sign-in (oidc.issuer, oidc.client_id, oidc.client_secret) names this person.\n\n"
		"Examples:\n  yorisoi account add hinata --tenant akune --role worker --name '日向 あおい'\n  yorisoi account list --tenant akune\n"
		"  yorisoi account reset hinata --tenant akune\n  yorisoi account end hinata --tenant akune\n", command_account },
	{ "backup", "backup TO [--tenant T] [--data DIR]",
		"Copies every tenant (or one) into the folder TO while they are served, and verifies each copy. The machine's key is not in it:\n"
		"that is on the recovery sheet (yorisoi key sheet). Sweeps away what a backup left that was killed; `yorisoi check` knows how old\n"
		"the last one is.\n\n"
		"Example:\n  yorisoi backup /mnt/backup/2026-11-22 --data /var/lib/yorisoi\n", command_backup },
	{ "restore", "restore FROM [--sheet FILE] [--tenant T] [--data DIR]",
		"Puts tenants of a backup back. A tenant that is there is not overwritten: move its file away first.\n"
		"  --sheet FILE   on an empty machine, or when the backup is of another one: its recovery sheet, or - to type the key\n\n"
		"Examples:\n  yorisoi restore /mnt/backup/2026-11-22 --tenant akune --data /var/lib/yorisoi\n"
		"  yorisoi restore /mnt/backup/2026-11-22 --sheet - --data /var/lib/yorisoi\n", command_restore },
	{ "key", "key sheet | rotate [--data DIR]",
		"sheet prints the recovery sheet: with it and a backup everything can be put back on an empty machine. Keep it in a safe.\n"
		"rotate makes a new machine's key and seals every tenant's key with it, while they are served. Killed half-way, run it again.\n"
		"Backups made before need the old sheet: keep it as long as they are kept.\n\n"
		"Examples:\n  yorisoi key sheet --data /var/lib/yorisoi | lp\n  yorisoi key rotate --data /var/lib/yorisoi\n", command_key },
	{ "audit", "audit verify [--tenant T] [--data DIR]",
		"Checks the record of who looked and who did: every row's seal and the chain over all of them.\n\n"
		"Example:\n  yorisoi audit verify --tenant akune --data /var/lib/yorisoi\n", command_audit },
	{ "migrate", "migrate --store postgresql://yorisoi_owner@HOST/DATABASE",
		"Makes the schema in a PostgreSQL, or brings an older one forward, as the owner of its tables.\n"
		"Files of SQLite need none of this: serve does it.\n\n"
		"Example:\n  yorisoi migrate --store 'postgresql://yorisoi_owner@/yorisoi?host=/run/postgresql'\n", command_migrate },
	{ "move", "move --tenant T --from sqlite:DIR|postgresql://... --to sqlite:DIR|postgresql://... [--keys DIR]",
		"Carries a tenant from one store into the other while it is served; writing waits at the end, for some seconds at most, until every row\n"
		"was compared. Killed, it can be begun again. Both sides use the same machine's key. A file that was moved away stays as T.db.moved, and\n"
		"T.at says where the tenant is now: a server on that folder goes on from there by itself. Rows that left a PostgreSQL are gone there, and a\n"
		"server that only knows that PostgreSQL answers 503; serve the folder then.\n\n"
		"Example:\n  yorisoi move --tenant akune --from sqlite:/var/lib/yorisoi --to postgresql://yorisoi_app@/yorisoi\n", command_move },
	{ "export", "export --tenant T --format ods|ods-v1|geojson|json|hsds [--data DIR]",
		"Writes the live entries of a town's directory as open data: the layout that municipalities exchange (ods: 53 columns, ods-v1: the\n"
		"older 28; CSV in UTF-8 with BOM), GeoJSON, JSON, or services of HSDS 3.1.\n\n"
		"Example:\n  yorisoi export --tenant akune --format ods > akune.csv\n", command_export },
	{ "plan", "plan FILE|- --format gap [--time-limit-ms N] [--seed N] [--threads N]",
		"Solves an assignment that somebody else wrote: OR-Library text (agents, jobs, costs, loads, capacities), least cost. Prints JSON with\n"
		"the cost, a bound below which nothing can lie, whether that proves it, and the agent of each job, counted from 0.\n\n"
		"Example:\n  yorisoi plan instance.txt --format gap --time-limit-ms 10000 --threads 2\n", command_plan },
	{ "import", "import FILE --tenant T [--kind facility|programme|vacancy|outline|worker|family] [--json] [--dry-run]",
		"Takes a file of open data into a tenant's directory: CSV, TSV, JSON or GeoJSON, in UTF-8, UTF-16 or CP932; columns are known by their headings.\n"
		"Importing it again changes nothing; what somebody edited here is never overwritten, it waits for a decision instead.\n"
		"  --dry-run           reads and compares, writes nothing\n"
		"  --json              the report as JSON: read_n, added_n, changed_n, unchanged_n, rejected_n, rejected\n"
		"  --kind WORD         facility, service, programme, informal, vacancy (places free) or outline (of areas); else told by the headings.\n"
		"                      worker: a list of staff (氏名, かな, 職種, 地区, 電話, 採用日, 言語, 職員番号 ...)\n"
		"                      family: the daily list of residents (宛名番号, 世帯番号, 氏名, カナ, 生年月日, 性別, 住所, 異動事由 ...);\n"
		"                      what differs waits on the desk. Never with My Numbers\n"
		"  --source NAME       what this data is called here when it comes again; else the file's name without digits\n"
		"  --publisher, --licence, --credit TEXT       shown with every entry of it\n\n"
		"Examples:\n  yorisoi import hoikuen.csv --tenant akune --dry-run\n"
		"  yorisoi import hoikuen.csv --tenant akune --publisher 阿久根市 --licence 'CC BY 4.0'\n", command_import },
	{ "search", "search rebuild --tenant T [--data DIR]",
		"Makes the index of a town's directory anew from its entries, while it is served: after a disk that lost pages, after readings were installed\n"
		"(libmecab2, mecab-ipadic-utf8), or when what is found is not what is there. Others wait for a second or so at its beginning.\n\n"
		"Example:\n  yorisoi search rebuild --tenant akune --data /var/lib/yorisoi\n", command_search },
	{ "load", "load --tenant T --count N [--data DIR]",
		"Fills a tenant of a demo folder with N invented questions, for measuring. Refuses real data.\n\n"
		"Example:\n  yorisoi load --tenant akune --count 100000 --data var/demo\n", command_load },
	{ "rehearse", "rehearse FOLDER [--data DIR]",
		"Tries on copies what this program would do to data of an older one: brings each copy forward, reads all of it, checks the record of who\n"
		"looked. The copies as they were stay in FOLDER: with the program of before they are the way back. The data itself is not touched,\n"
		"and people may work meanwhile. Ends with 1 when something does not go well: then do not upgrade.\n\n"
		"Example:\n  yorisoi rehearse /var/backups/yorisoi/before-2 --data /var/lib/yorisoi\n", command_rehearse },
	{ "tls", "tls ca [DOMAIN ...] | cert HOST ... | renew [now] | import FILE.pfx | show [--tls /etc/yorisoi/tls]",
		"Certificates without the internet, for the nginx or Caddy in front (deploy/), which read site.crt and site.key in that folder.\n"
		"  ca       makes an authority of your own, for ten years; with domains it can sign for nothing else\n"
		"  cert     makes a certificate of it for these hosts, for 397 days\n"
		"  renew    makes it anew when 30 days or less are left (a timer of the package asks every day)\n"
		"  import   takes one that was bought or given; asks for the password of the file\n"
		"`yorisoi check` and the administrator's page warn 30 days ahead.\n\n"
		"Examples:\n  sudo yorisoi tls ca town.example.jp\n  sudo yorisoi tls cert kosodate.town.example.jp\n", command_tls },
	{ "check", "check [serving] [--data DIR] [--listen ADDRESS] [--ntp HOST] [--json]",
		"Looks over an installation and says in words how it stands, with what to do next: versions, disk, folders, clock, age of the backup,\n"
		"leftovers, certificate, data, the record of who looked, mail server; who answers at --listen; what a time server says (--ntp).\n"
		"Changes nothing. Ends with 0 when all is well, 3 when something should be mended soon, 1 when something is wrong.\n"
		"  check serving    only asks whether ours answers at --listen: for containers and watchers\n\n"
		"Examples:\n  yorisoi check --data /var/lib/yorisoi\n  yorisoi check serving --listen 127.0.0.1:8080\n", command_check },
};
const size_t command_n = sizeof commands / sizeof *commands;

int command_refused(const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	fputs("yorisoi: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	return COMMAND_REFUSED;
}

int command_usage(const struct args *a, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	fputs("yorisoi: ", stderr);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	if (a->command)
		fprintf(stderr, "\nUse it so:  yorisoi %s\nMore, with examples:  yorisoi %s --help\n", a->command->usage, a->command->name);
	else
		fputs("\nSee: yorisoi --help\n", stderr);
	return COMMAND_USAGE;
}

void command_progress(const char *what, int64_t done, int64_t all)
{
	bool is_end = done >= all;
	if (!isatty(2) && !is_end)
		return;
	int percent = all > 0 ? (int)(done * 100 / all) : 100;
	fprintf(stderr, isatty(2) ? "\r%s %3d%%%s" : "%s %d%%%s", what, percent, is_end ? "\n" : "");
}

bool command_open(struct args *a, struct tenants *t, int how)
{
	struct str why = STR_NONE;
	t->url = a->store;
	if (a->store.n && !str_starts(a->store, "postgresql://") && !str_starts(a->store, "postgres://"))
		return command_refused("--store takes the address of a PostgreSQL: postgresql://USER@HOST/DATABASE.") == COMMAND_DONE;
	if (tenants_open(t, a->data, a->keys, how, &why)) {
		if (t->is_key_new && !t->is_demo && !a->is_quiet)
			command_sheet_print(a, t);
		return true;
	}
	command_refused("%.*s", STR_ARG(why));
	return false;
}

/* Keys of areas as people write them, to the list of numbers that accounts keep. Unknown ones are left out and noticed by the caller. */
struct str command_areas(struct desk *d, struct str keys, bool *ret_all_known)
{
	struct out out = { .arena = d->arena };
	struct str key;
	*ret_all_known = true;
	while (keys.n && str_cut(&keys, ',', &key)) {
		struct area_id area_id = tenant_area_named(d->tenant, str_trim(key));
		if (area_id.v)
			out_fmt(&out, "%s%lld", out.n ? "," : "", (long long)area_id.v);
		*ret_all_known = *ret_all_known && area_id.v;
	}
	return out.n ? out_done(&out) : STR_NONE;
}
