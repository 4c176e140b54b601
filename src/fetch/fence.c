/* A fetcher reads hostile answers with a large library, but needs little of
 * the machine: sockets, the resolver's files, certificates.  The rest is given
 * up before the first request. */
#include <errno.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "base/array.h"
#include "base/filter.h"
#include "base/landlock.h"
#include "fetch/serve.h"

#define MEMORY_BYTES ((rlim_t)1 << 30)

/* What may be read: libraries that the resolver loads late, its files, the
 * system's certificates. */
static const char *const readable[] = {
	"/lib",
	"/lib32",
	"/lib64",
	"/usr/lib",
	"/usr/lib32",
	"/usr/lib64",
	"/usr/share/ca-certificates",
	"/usr/local/share/ca-certificates",
	"/usr/share/zoneinfo",
	"/etc/ca-certificates",
	"/etc/crypto-policies",
	"/etc/gai.conf",
	"/etc/host.conf",
	"/etc/hosts",
	"/etc/ld.so.cache",
	"/etc/localtime",
	"/etc/nsswitch.conf",
	"/etc/pki",
	"/etc/resolv.conf",
	"/etc/services",
	"/etc/ssl",
	"/dev/urandom",
	"/run/nscd",
	"/run/resolvconf",
	"/run/systemd/resolve",
	"/var/run/nscd",
};

static bool enter_landlock(const struct serve_settings *s, struct error *err)
{
	const char *paths[array_length(readable) + 2];
	size_t n = 0;

	for (; n < array_length(readable); n++)
		paths[n] = readable[n];
	if (s->ca_file)
		paths[n++] = s->ca_file;
	if (s->ca_folder)
		paths[n++] = s->ca_folder;
	return landlock_enter(paths, n, err);
}

#ifdef HAVE_SECCOMP

/* Nothing that fetches has a use for these. */
static const int refused[] = {
	SCMP_SYS(execve),
	SCMP_SYS(execveat),
	SCMP_SYS(ptrace),
	SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev),
	SCMP_SYS(mount),
	SCMP_SYS(umount2),
	SCMP_SYS(pivot_root),
	SCMP_SYS(chroot),
	SCMP_SYS(unshare),
	SCMP_SYS(setns),
	SCMP_SYS(bpf),
	SCMP_SYS(keyctl),
	SCMP_SYS(add_key),
	SCMP_SYS(request_key),
	SCMP_SYS(perf_event_open),
	SCMP_SYS(userfaultfd),
	SCMP_SYS(init_module),
	SCMP_SYS(finit_module),
	SCMP_SYS(kexec_load),
	SCMP_SYS(io_uring_setup),
	SCMP_SYS(io_uring_enter),
	SCMP_SYS(io_uring_register),
	SCMP_SYS(listen),
	SCMP_SYS(accept),
	SCMP_SYS(accept4),
};

static int refuse_calls(scmp_filter_ctx filter)
{
	int fault = 0;

	for (size_t i = 0; !fault && i < array_length(refused); i++)
		fault = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM),
					 refused[i], 0);
	return fault;
}

#else
#define refuse_calls NULL
#endif

static void set_limits(void)
{
	const struct rlimit none = {0, 0},
			    memory = {MEMORY_BYTES, MEMORY_BYTES};

	/* a lower bound that is there already is as good */
	(void)setrlimit(RLIMIT_CORE, &none);
	(void)setrlimit(RLIMIT_FSIZE, &none);
#ifndef SANITIZED
	(void)setrlimit(RLIMIT_DATA, &memory);
#else
	(void)memory;
#endif
}

bool fence_enter(const struct serve_settings *settings, struct error *err)
{
	set_limits();
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return error_system(err, errno,
				    "cannot give up new privileges");
	return enter_landlock(settings, err) &&
	       filter_enter(FILTER_REST_MAY, refuse_calls, err);
}
