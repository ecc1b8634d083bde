/* yorisoi tls: certificates without the internet, for whoever stands in front of us (nginx, Caddy). We speak no TLS ourselves: the key of the
 * certificate is then not in the process that holds the children's data, and TLS is mended by Debian's own updates. */
#include "command/command.h"
#include "base/cert.h"
#include "base/clock.h"
#include <errno.h>
#include <termios.h>
#include <unistd.h>

enum { RENEW_DAYS = 30 };


static struct str words_after(struct args *a, int from)
{
	struct str all = STR("");
	for (int i = from; i < a->word_n; i++)
		all = arena_fmt(a->arena, "%.*s%s%.*s", STR_ARG(all), all.n ? "," : "", STR_ARG(a->word[i]));
	return all;
}

static struct str site_of(struct args *a)
{
	return arena_fmt(a->arena, "%.*s/site.crt", STR_ARG(a->tls));
}

static int64_t days_left(const struct cert *c)
{
	return (c->until_at.ms - clock_now().ms) / DAY_MS;
}

static int show(struct args *a)
{
	struct cert c;
	struct str why;
	if (!cert_read(a->arena, site_of(a), &c, &why))
		return command_refused("%.*s Make one: yorisoi tls ca, then yorisoi tls cert HOST", STR_ARG(why));
	printf("%.*s: for %.*s, %lld days left, %s\n", STR_ARG(site_of(a)), STR_ARG(c.hosts), (long long)days_left(&c),
		c.is_own ? "signed by our own authority (yorisoi tls renew)" : "signed elsewhere (bring the new one: yorisoi tls import)");
	return COMMAND_DONE;
}

static int ca(struct args *a)
{
	struct str why, name = a->name.n ? a->name : STR("Yorisoi");
	if (!cert_make_ca(a->arena, a->tls, name, words_after(a, 1), &why))
		return command_refused("%.*s", STR_ARG(why));
	printf("Made an authority for ten years. Put %.*s/ca.crt into the PCs and phones that are to trust it (docs/install.md),\n"
		"keep a copy of ca.key in a safe, and go on: yorisoi tls cert HOST\n", STR_ARG(a->tls));
	return COMMAND_DONE;
}

static int cert(struct args *a)
{
	struct str why;
	if (a->word_n < 2)
		return command_usage(a, "Name the hosts: tls cert kosodate.example.jp");
	if (!cert_make(a->arena, a->tls, words_after(a, 1), &why))
		return command_refused("%.*s", STR_ARG(why));
	printf("Made site.crt and site.key in %.*s. Let the server in front read them: systemctl reload nginx\n", STR_ARG(a->tls));
	return COMMAND_DONE;
}

/* Without the word now only when 30 days or less are left, so that a timer may ask every day. */
static int renew(struct args *a)
{
	struct cert c;
	struct str why;
	if (!cert_read(a->arena, site_of(a), &c, &why))
		return command_refused("%.*s", STR_ARG(why));
	if (days_left(&c) > RENEW_DAYS && !(a->word_n == 2 && str_is(a->word[1], "now"))) {
		if (!a->is_quiet)
			printf("%lld days are left: nothing to do.\n", (long long)days_left(&c));
		return COMMAND_DONE;
	}
	if (!c.is_own)
		return command_refused("The certificate for %.*s has %lld days left and was signed elsewhere: bring the new one (yorisoi tls import FILE).",
			STR_ARG(c.hosts), (long long)days_left(&c));
	if (!cert_make(a->arena, a->tls, c.hosts, &why))
		return command_refused("%.*s", STR_ARG(why));
	printf("Renewed the certificate for %.*s.\n", STR_ARG(c.hosts));
	return COMMAND_DONE;
}

/* Asked for without showing it on a terminal; else the first line of the input. */
static void read_password(char *to, size_t n)
{
	struct termios before, quiet;
	bool is_tty = tcgetattr(0, &before) == 0;
	quiet = before;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	if (is_tty) {
		fputs("Password of the PFX file: ", stderr);
		tcsetattr(0, TCSAFLUSH, &quiet);
	}
	if (!fgets(to, (int)n, stdin))
		to[0] = 0;
	to[strcspn(to, "\r\n")] = 0;
	if (is_tty) {
		tcsetattr(0, TCSAFLUSH, &before);
		fputc('\n', stderr);
	}
}

static int import(struct args *a)
{
	char password[256];
	struct str why;
	if (a->word_n != 2)
		return command_usage(a, "Name the file: tls import FILE.pfx");
	read_password(password, sizeof password);
	if (!cert_import(a->arena, a->tls, a->word[1].s, password, &why))
		return command_refused("%.*s", STR_ARG(why));
	printf("Took key and certificate into %.*s. Let the server in front read them: systemctl reload nginx\n", STR_ARG(a->tls));
	return COMMAND_DONE;
}

int command_tls(struct args *a)
{
	struct str verb = a->word_n ? a->word[0] : STR("show");
	if (!a->tls.n)
		a->tls = STR("/etc/yorisoi/tls");
	if (str_is(verb, "show"))
		return show(a);
	if (str_is(verb, "ca"))
		return ca(a);
	if (str_is(verb, "cert"))
		return cert(a);
	if (str_is(verb, "renew"))
		return renew(a);
	return str_is(verb, "import") ? import(a) : command_usage(a, "Say ca, cert, renew, import or show.");
}
