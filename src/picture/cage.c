/* landlock and seccomp without a library: a ruleset without rules, and a filter of a few lines. */
#include "picture/cage.h"
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
enum { OWN_ARCH = (int)AUDIT_ARCH_X86_64 };
#elif defined(__aarch64__)
enum { OWN_ARCH = (int)AUDIT_ARCH_AARCH64 };
#else
#error "name the architecture for seccomp here"
#endif

bool cage_files(void)
{
	/* The rights of the first version; a newer kernel refuses no old ones. */
	struct landlock_ruleset_attr all = { .handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1 };
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return false;
	long rules = syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
	if (rules < 0)
		return errno == ENOSYS || errno == EOPNOTSUPP;
	bool ok = syscall(SYS_landlock_restrict_self, (int)rules, 0) == 0;
	close((int)rules);
	return ok;
}

#define ALLOWED(call) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define WORD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define KILL BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)

/* Memory may be asked for, but none in which machine code could run. */
static struct sock_filter filter[] = {
	WORD(arch), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)OWN_ARCH, 1, 0), KILL,
	WORD(nr),
	ALLOWED(read), ALLOWED(write), ALLOWED(munmap), ALLOWED(mremap), ALLOWED(brk), ALLOWED(madvise), ALLOWED(futex), ALLOWED(exit_group),
	ALLOWED(exit), ALLOWED(clock_gettime), ALLOWED(getrandom), ALLOWED(sched_yield), ALLOWED(rt_sigreturn),
#ifdef __SANITIZE_ADDRESS__
	ALLOWED(sigaltstack),                           /* its way of leaving a function for good */
#endif
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 2, 0), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mprotect, 1, 0), KILL,
	WORD(args[2]), BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1), KILL,
	BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
};

bool cage_calls(void)
{
	struct sock_fprog program = { sizeof filter / sizeof *filter, filter };
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}
