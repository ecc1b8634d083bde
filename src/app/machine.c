/* The quick points: what a few calls of the system tell. */
#include "app/machine.h"
#include "base/cert.h"
#include "base/clock.h"
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

enum { MB = 1000000, DISK_WRONG_MB = 512, DISK_SOON_MB = 2048, BACKUP_SOON_HOURS = 36, BACKUP_WRONG_HOURS = 8 * 24, AHEAD_MS = 2 * MINUTE,
	LEFTOVER_S = 600, JUMP_MS = 60000, CERTIFICATE_DAYS = 30 };

/* ---- disk and rights ---- */

static void look_disk(const struct tenants *t, struct machine_points *all)
{
	struct statvfs v;
	struct machine_point p = { .kind = MACHINE_DISK, .of = t->data };
	if (statvfs(t->data.s, &v) != 0)
		return;
	p.n = (int64_t)((double)v.f_bavail * (double)v.f_frsize / MB);
	p.state = p.n < DISK_WRONG_MB ? MACHINE_WRONG : p.n < DISK_SOON_MB ? MACHINE_SOON : MACHINE_WELL;
	p.says = arena_fmt(all->arena, "%lld MB are free on the disk of %.*s", (long long)p.n, STR_ARG(t->data));
	if (p.state != MACHINE_WELL)
		p.next = STR("make room: remove old backups and logs from this disk, or give it a bigger one; when it is full nothing new is kept");
	machine_add(all, p);
}

static void look_rights(struct str folder, const char *what, struct machine_points *all)
{
	struct stat st;
	struct machine_point p = { .kind = MACHINE_RIGHTS, .of = folder };
	if (stat(folder.s, &st) != 0) {
		p.state = MACHINE_WRONG;
		p.says = arena_fmt(all->arena, "the folder of the %s cannot be seen: %s", what, strerror(errno));
		p.next = arena_fmt(all->arena, "run this as the user that serves, or look whether %.*s is there", STR_ARG(folder));
	} else if (st.st_mode & 077) {
		p.state = MACHINE_WRONG;
		p.says = arena_fmt(all->arena, "other users of this machine may read the folder of the %s", what);
		p.next = arena_fmt(all->arena, "chmod 700 %.*s", STR_ARG(folder));
	} else if (st.st_uid != geteuid()) {
		p.state = MACHINE_WRONG;
		p.says = arena_fmt(all->arena, "the folder of the %s belongs to another user (number %u)", what, st.st_uid);
		p.next = arena_fmt(all->arena, "chown -R %u %.*s, or run this as that user", geteuid(), STR_ARG(folder));
	} else
		p.says = arena_fmt(all->arena, "only its user may read the folder of the %s", what);
	machine_add(all, p);
}

/* ---- clock ---- */

static int64_t wall_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t machine_clock_offset(void)
{
	struct timespec t;
	clock_gettime(CLOCK_BOOTTIME, &t);
	return wall_ms() - ((int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000);
}

static int64_t newest_ms(const struct tenants *t, struct arena *a)
{
	int64_t newest = 0;
	struct str folder = arena_fmt(a, "%.*s/tenants", STR_ARG(t->data));
	DIR *dir = opendir(folder.s);
	for (struct dirent *e; dir && (e = readdir(dir));) {
		struct stat st;
		if (stat(arena_fmt(a, "%s/%s", folder.s, e->d_name).s, &st) == 0 && st.st_mtim.tv_sec * 1000 > newest)
			newest = st.st_mtim.tv_sec * 1000;
	}
	if (dir)
		closedir(dir);
	return newest;
}

static void look_date(struct machine_points *all)
{
	struct day_parts today = day_split(day_of((struct moment){ wall_ms() }));
	bool is_fine = today.year >= 2026 && today.year < 2100;
	machine_add(all, (struct machine_point){ .kind = MACHINE_CLOCK_DATE, .state = is_fine ? MACHINE_WELL : MACHINE_WRONG,
		.says = arena_fmt(all->arena, "this machine believes that it is %04d-%02d-%02d in Japan", today.year, today.month, today.day),
		.next = is_fine ? STR_NONE : STR("set the clock (timedatectl set-time), then start the server again") });
}

/* Files written in the future: the clock has been set back since. */
static void look_files(const struct tenants *t, struct machine_points *all)
{
	int64_t ahead = newest_ms(t, all->arena) - wall_ms();
	bool is_fine = ahead < AHEAD_MS;
	machine_add(all, (struct machine_point){ .kind = MACHINE_CLOCK_FILES, .state = is_fine ? MACHINE_WELL : MACHINE_WRONG, .n = ahead,
		.says = is_fine ? STR("no file of the data was written in the future")
			: arena_fmt(all->arena, "the data was last written %lld minutes in the future: the clock was wrong then, or is now", (long long)ahead / MINUTE),
		.next = is_fine ? STR_NONE : STR("compare the clock with a watch; if it is behind, set it (timedatectl set-time)") });
}

static void look_jump(const struct tenants *t, struct machine_points *all)
{
	int64_t jump = t->clock_offset_ms ? machine_clock_offset() - t->clock_offset_ms : 0;
	bool is_fine = jump < JUMP_MS && jump > -JUMP_MS;
	if (t->clock_offset_ms)
		machine_add(all, (struct machine_point){ .kind = MACHINE_CLOCK_JUMP, .state = is_fine ? MACHINE_WELL : MACHINE_SOON, .n = jump,
			.says = is_fine ? STR("the clock ran evenly since the start")
				: arena_fmt(all->arena, "the clock was moved by %lld seconds since the start", (long long)jump / SECOND),
			.next = is_fine ? STR_NONE : STR("see that one time service keeps the clock (timedatectl), then start the server again") });
}

/* What the kernel says of its clock. A sandbox may forbid the question: then there is nothing to say. */
static void look_kept(struct machine_points *all)
{
	struct timex x = { 0 };
	int state = adjtimex(&x);
	if (state < 0)
		return;
	bool is_kept = state != TIME_ERROR && !(x.status & STA_UNSYNC);
	machine_add(all, (struct machine_point){ .kind = MACHINE_CLOCK_KEPT, .state = is_kept ? MACHINE_WELL : MACHINE_NOTE,
		.says = is_kept ? STR("a time service keeps the clock") : STR("no time service on this machine keeps the clock"),
		.next = is_kept ? STR_NONE : STR("fine where the host or your network does it; else: apt install chrony, with your town's time server") });
}

/* ---- backup ---- */

static bool is_gone(const struct backup_record *r)
{
	return r->pid > 0 && kill((pid_t)r->pid, 0) != 0 && errno == ESRCH;
}

static void look_age(const struct tenants *t, struct machine_points *all)
{
	struct backup_record r = { 0 };
	struct machine_point p = { .kind = MACHINE_BACKUP };
	if (backup_record_read(all->arena, t->data, true, &r)) {
		p.of = r.to;
		p.at = r.at;
		p.n = (wall_ms() - r.at.ms) / HOUR;
		p.state = p.n >= BACKUP_WRONG_HOURS ? MACHINE_WRONG : p.n >= BACKUP_SOON_HOURS ? MACHINE_SOON : MACHINE_WELL;
		p.says = arena_fmt(all->arena, "the last whole backup is %lld hours old and lies in %.*s", (long long)p.n, STR_ARG(r.to));
	} else {
		p.n = -1;
		p.state = t->is_demo ? MACHINE_NOTE : MACHINE_WRONG;
		p.says = STR("there has been no backup yet");
	}
	if (p.state != MACHINE_WELL)
		p.next = arena_fmt(all->arena, "yorisoi backup /mnt/backup/$(date +%%F), every night, onto another disk than %.*s", STR_ARG(t->data));
	machine_add(all, p);
}

static void look_place(const struct tenants *t, struct machine_points *all)
{
	struct backup_record r = { 0 };
	struct stat there, here;
	if (!backup_record_read(all->arena, t->data, true, &r) || stat(r.to.s, &there) != 0 || stat(t->data.s, &here) != 0)
		return;
	bool is_same = there.st_dev == here.st_dev;
	machine_add(all, (struct machine_point){ .kind = MACHINE_BACKUP_PLACE, .state = is_same && !t->is_demo ? MACHINE_SOON : MACHINE_WELL, .of = r.to,
		.says = is_same ? STR("the backup lies on the same disk as the data: both would be lost together") : STR("the backup lies on another disk"),
		.next = is_same ? STR("give yorisoi backup a folder on another disk or another machine") : STR_NONE });
}

static void look_killed(const struct tenants *t, struct machine_points *all)
{
	struct backup_record r = { 0 };
	if (backup_record_read(all->arena, t->data, false, &r) && is_gone(&r))
		machine_add(all, (struct machine_point){ .kind = MACHINE_LEFTOVER, .state = MACHINE_SOON, .of = r.to,
			.says = arena_fmt(all->arena, "a backup into %.*s was ended before it was whole", STR_ARG(r.to)),
			.next = STR("run yorisoi backup again: it sweeps away what the other left") });
}

/* Parts of files in the data folder: of a command that was killed. Nobody opens them. */
static void look_parts(const struct tenants *t, struct machine_points *all)
{
	struct str folder = arena_fmt(all->arena, "%.*s/tenants", STR_ARG(t->data));
	DIR *dir = opendir(folder.s);
	for (struct dirent *e; dir && (e = readdir(dir));) {
		struct str path = arena_fmt(all->arena, "%s/%s", folder.s, e->d_name);
		struct stat st;
		if (strstr(e->d_name, ".part") && stat(path.s, &st) == 0 && wall_ms() / 1000 - st.st_mtim.tv_sec > LEFTOVER_S)
			machine_add(all, (struct machine_point){ .kind = MACHINE_LEFTOVER, .state = MACHINE_SOON, .of = path,
				.says = arena_fmt(all->arena, "%s is the beginning of something that was never finished; nobody reads it", path.s),
				.next = arena_fmt(all->arena, "rm %s", path.s) });
	}
	if (dir)
		closedir(dir);
}

/* ---- certificate ---- */

static void look_certificate(const struct tenants *t, struct machine_points *all)
{
	struct cert c;
	struct str why = STR_NONE, path = arena_fmt(all->arena, "%.*s/site.crt", STR_ARG(t->tls));
	struct machine_point p = { .kind = MACHINE_CERTIFICATE, .of = path };
	if (!t->tls.n || access(path.s, F_OK) != 0)
		return;
	if (!cert_read(all->arena, path, &c, &why)) {
		p.state = MACHINE_WRONG;
		p.says = why;
		p.next = STR("make it again (yorisoi tls cert HOST), or bring it again (yorisoi tls import FILE)");
	} else {
		p.of = c.hosts;
		p.at = c.until_at;
		p.n = (c.until_at.ms - wall_ms() - (c.until_at.ms < wall_ms() ? DAY_MS : 0)) / DAY_MS;
		p.state = p.n < 0 ? MACHINE_WRONG : p.n <= CERTIFICATE_DAYS ? MACHINE_SOON : MACHINE_WELL;
		p.says = arena_fmt(all->arena, "the certificate for %.*s %s %lld days", STR_ARG(c.hosts), p.n < 0 ? "has ended; left are" : "is good for another",
			(long long)p.n);
		if (p.state != MACHINE_WELL)
			p.next = c.is_own ? STR("yorisoi tls renew, then: systemctl reload nginx")
				: STR("get the new one where this one came from, then: yorisoi tls import FILE && systemctl reload nginx");
	}
	machine_add(all, p);
}

void machine_look_quick(const struct tenants *t, struct machine_points *all)
{
	look_date(all);
	look_jump(t, all);
	look_kept(all);
	look_rights(t->keys, "key", all);
	look_certificate(t, all);
	if (t->url.n)
		return;
	look_files(t, all);
	look_disk(t, all);
	look_rights(t->data, "data", all);
	look_age(t, all);
	look_place(t, all);
	look_killed(t, all);
	look_parts(t, all);
}

bool machine_is_kept_by(const struct served *s)
{
	const struct tenants *all = s->all;
	if (all->keeper.n)
		return str_eq(all->keeper, s->name);
	return all->is_demo || (all->first == s && !s->next);
}
