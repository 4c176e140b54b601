/* Three walls, each enough for most attacks: limits (every kernel), Landlock
 * with an empty rule set (5.13 and later), a list of permitted system calls
 * (libseccomp).  A forbidden call kills the process: a parser that wants to
 * open a file is no parser any more.
 */
#include "worker/cage.h"

#include <errno.h>
#include <jansson.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"
#include "base/filter.h"
#include "base/landlock.h"

/* ---- limits ---- */

/* SIGXCPU, which says why, comes first; then SIGKILL. */
#define CPU_SLACK_S 2
#define STACK_BYTES ((rlim_t)8 << 20)

static bool set_limit(int which, rlim_t value, rlim_t slack, const char *name,
		      struct error *err)
{
	struct rlimit now, wanted = {value, value + slack};

	/* never above what the process had: that would need a privilege */
	if (getrlimit(which, &now) == 0 && now.rlim_max < value + slack)
		wanted.rlim_cur = wanted.rlim_max = now.rlim_max;
	if (setrlimit(which, &wanted) == 0)
		return true;
	return error_system(err, errno, "cannot limit %s", name);
}

static bool set_limits(unsigned cpu_s, struct error *err)
{
#ifndef SANITIZED /* the sanitizer reserves terabytes and opens /proc */
	if (!set_limit(RLIMIT_AS, (rlim_t)CAGE_MEMORY_MB << 20, 0, "memory",
		       err) ||
	    !set_limit(RLIMIT_NOFILE, 3, 0, "open files", err) ||
	    !set_limit(RLIMIT_STACK, STACK_BYTES, 0, "the stack", err))
		return false;
#endif
	return set_limit(RLIMIT_FSIZE, 0, 0, "the size of files", err) &&
	       set_limit(RLIMIT_CORE, 0, 0, "core files", err) &&
	       set_limit(RLIMIT_NPROC, 0, 0, "processes", err) &&
	       set_limit(RLIMIT_CPU, cpu_s, CPU_SLACK_S, "processor time", err);
}

/* ---- system calls ---- */

#ifdef HAVE_SECCOMP

static const int allowed_calls[] = {
	SCMP_SYS(read),
	SCMP_SYS(write),
	SCMP_SYS(writev),
	SCMP_SYS(close),
	SCMP_SYS(brk),
	SCMP_SYS(munmap),
	SCMP_SYS(mremap),
	SCMP_SYS(madvise),
	SCMP_SYS(futex),
	SCMP_SYS(exit),
	SCMP_SYS(exit_group),
	SCMP_SYS(restart_syscall),
	SCMP_SYS(rt_sigreturn),
	SCMP_SYS(rt_sigprocmask), /* abort */
	SCMP_SYS(getpid),
	SCMP_SYS(gettid),
	SCMP_SYS(clock_gettime),
	SCMP_SYS(gettimeofday),
	SCMP_SYS(getrandom),
	SCMP_SYS(sched_yield),
	SCMP_SYS(fstat), /* of a descriptor, no path */
#ifdef SANITIZED
	SCMP_SYS(rt_sigaction),
	SCMP_SYS(sigaltstack),
	SCMP_SYS(sched_getaffinity),
	SCMP_SYS(getrlimit),
#endif
};

static const int mapping_calls[] = {SCMP_SYS(mmap), SCMP_SYS(mprotect)};

/* Libraries ask for these and live without: they are refused, not fatal. */
static const struct {
	int call, error;
} refused_calls[] = {
	{SCMP_SYS(lseek), ESPIPE}, /* stdio: as if it were a pipe */
	{SCMP_SYS(newfstatat), EPERM}, {SCMP_SYS(ioctl), EPERM},
	{SCMP_SYS(sysinfo), EPERM},
#ifdef SANITIZED /* its report looks for symbols and for other threads */
	{SCMP_SYS(open), EPERM},       {SCMP_SYS(openat), EPERM},
	{SCMP_SYS(readlink), EPERM},   {SCMP_SYS(readlinkat), EPERM},
	{SCMP_SYS(prctl), EPERM},      {SCMP_SYS(prlimit64), EPERM},
#endif
};

static int allow_calls(scmp_filter_ctx filter)
{
	uint64_t self = (uint64_t)getpid();
	int fault = 0;

	for (size_t i = 0; !fault && i < array_length(allowed_calls); i++)
		fault = seccomp_rule_add(filter, SCMP_ACT_ALLOW,
					 allowed_calls[i], 0);
	for (size_t i = 0; !fault && i < array_length(refused_calls); i++)
		fault = seccomp_rule_add(
			filter,
			SCMP_ACT_ERRNO((uint32_t)refused_calls[i].error),
			refused_calls[i].call, 0);
	/* memory, but none that can be executed: code was loaded before */
	for (size_t i = 0; !fault && i < array_length(mapping_calls); i++)
		fault = seccomp_rule_add(
			filter, SCMP_ACT_ALLOW, mapping_calls[i], 1,
			SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	/* a failed assert must look like one */
	if (!fault)
		fault = seccomp_rule_add(filter, SCMP_ACT_ALLOW,
					 SCMP_SYS(tgkill), 1,
					 SCMP_A0(SCMP_CMP_EQ, self, 0));
	return fault;
}

#else
#define allow_calls NULL
#endif

/* ---- all of it ---- */

static int compare_bytes(const void *a, const void *b)
{
	return *(const char *)a - *(const char *)b;
}

void cage_prepare(void)
{
	char many[4096] = {0};

	tzset();
	json_object_seed(0);
	qsort(many, sizeof(many), 1, compare_bytes);
}

bool cage_enter(unsigned cpu_s, struct error *err)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return error_system(err, errno,
				    "cannot give up new privileges");
	return landlock_enter(NULL, 0, err) && set_limits(cpu_s, err) &&
	       filter_enter(FILTER_REST_KILLS, allow_calls, err);
}

const char *cage_describe(struct arena *a)
{
	int version = landlock_version();
	const char *landlock = version ? arena_printf(a, "Landlock %d", version)
				       : "no Landlock in this kernel";

#ifdef SANITIZED
	return arena_printf(a, "%s, %s, no limit of memory (sanitizer)",
			    landlock, filter_describe(a));
#else
	return arena_printf(a, "%s, %s, at most %u MB of memory", landlock,
			    filter_describe(a), CAGE_MEMORY_MB);
#endif
}
