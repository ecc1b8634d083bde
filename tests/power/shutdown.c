/* shutdown [ROUNDS] [BUILD]: a real file system (ext4 in a file, on a loop device) stops in the middle of everything, its log not flushed, while
 * families write; mounted again, every acknowledged question must be there. With a disk that only says it has synced, some must be missing: else
 * this test sees nothing. Skipped where the machine lets us have no device. Ends with "N passed, N failed". */
#include "tests/disk/client.h"
#include "tests/disk/fault.h"
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SHUTDOWN _IOR('X', 125, uint32_t)               /* EXT4_IOC_SHUTDOWN */
enum { FAMILIES = 8, NO_LOG_FLUSH = 2 };

static char image[100], disk[100], switch_path[100];
static struct fault_switch *fault;

static bool disk_mount(void)
{
	char command[300];
	snprintf(command, sizeof command, "mount -o loop %s %s 2>/dev/null", image, disk);
	return system(command) == 0;
}

static bool disk_make(const struct town *t)
{
	char command[300];
	snprintf(image, sizeof image, "%s/image", t->folder);
	snprintf(disk, sizeof disk, "%s/disk", t->folder);
	snprintf(command, sizeof command, "truncate -s 128M %s && mkfs.ext4 -q -F %s >/dev/null 2>&1", image, image);
	return unshare(CLONE_NEWNS) == 0 && mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 && mkdir(disk, 0700) == 0 &&
		system(command) == 0 && disk_mount();
}

static void switch_make(const struct town *t)
{
	snprintf(switch_path, sizeof switch_path, "%s/switch", t->folder);
	int fd = open(switch_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	must(fd >= 0 && ftruncate(fd, sizeof *fault) == 0, "the switch");
	fault = mmap(NULL, sizeof *fault, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	must(fault != MAP_FAILED, "the switch");
	close(fd);
	fault->every = 1;
}

/* Nothing reaches the disk from here on; what asks is killed before it can say anything more. */
static void power_off(struct town *t)
{
	uint32_t how = NO_LOG_FLUSH;
	int fd = open(disk, O_RDONLY | O_CLOEXEC);
	must(fd >= 0, "the disk");
	kill(t->pid, SIGSTOP);
	must(ioctl(fd, SHUTDOWN, &how) == 0, "the shutdown of the disk");
	close(fd);
	town_stop(t, SIGKILL);
	for (int i = 0; umount(disk) != 0; i++, rest_ms(20))
		must(i < 200, "taking the disk away");
	must(disk_mount(), "the disk, again");
}

static void families_until_off(struct town *t, struct asked *asked)
{
	struct families all = { .town = t, .asked = asked, .n = FAMILIES };
	town_serve(t);
	families_begin(&all);
	rest_ms(300 + any(700));
	all.is_over = true;
	power_off(t);
	families_end(&all);
}

/* How many are missing; -1 when the town does not open, or its record does not hold. */
static int missing_after(struct town *t, const struct asked *asked)
{
	if (!town_holds(t))
		return -1;
	town_serve(t);
	int missing_n = asked_missing(t, asked);
	town_stop(t, SIGTERM);
	return missing_n;
}

static void rounds(struct town *t, struct asked *asked, int round_n)
{
	int missing_n = 0;
	for (int i = 0; i < round_n && missing_n == 0; i++) {
		families_until_off(t, asked);
		missing_n = missing_after(t, asked);
	}
	say(missing_n == 0 && asked->n > 20 * round_n, "a file system that stopped %d times has every acknowledged question (%d of %d missing)", round_n,
		missing_n, asked->n);
	fault->kind = FAULT_LIE;
	families_until_off(t, asked);
	fault->kind = FAULT_NONE;
	missing_n = missing_after(t, asked);
	say(missing_n != 0, "a disk that lies about its syncs is found out (%d missing)", missing_n);
}

int main(int argc, char **argv)
{
	struct town t = { 0 };
	struct asked asked = { .list = calloc(QUESTION_MOST, sizeof *asked.list) };
	char path[4096], shim[4096];
	int round_n = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 5;
	const char *build = argc > 2 ? argv[2] : "build";
	snprintf(path, sizeof path, "%.4000s/disk/fault.so", build);
	must(asked.list && realpath(path, shim) != NULL, "the shim");
	snprintf(path, sizeof path, "%.4000s/yorisoi", build);
	signal(SIGPIPE, SIG_IGN);
	town_folder(&t, path);
	if (!disk_make(&t)) {
		skip("this machine lets us have no file system of our own");
		return tally();
	}
	snprintf(t.data, sizeof t.data, "%.60s/disk/data", t.folder);
	switch_make(&t);
	t.preload = shim;
	t.more[0][0] = "FAULT_SWITCH";
	t.more[0][1] = switch_path;
	must(town_found(&t), "the town");
	rounds(&t, &asked, round_n);
	umount(disk);
	return tally();
}
