#include "base/filter.h"

#ifdef HAVE_SECCOMP

#include <errno.h>
#include <stdint.h>
#include <sys/prctl.h>

static const uint32_t rests[] = {
	[FILTER_REST_KILLS] = SCMP_ACT_KILL_PROCESS,
	[FILTER_REST_MAY] = SCMP_ACT_ALLOW,
};

/* A kernel without filters says EINVAL. */
static bool is_there(void)
{
	return prctl(PR_GET_SECCOMP) >= 0;
}

bool filter_enter(enum filter_rest rest, filter_rules *rules, struct error *err)
{
	scmp_filter_ctx filter = seccomp_init(rests[rest]);
	int fault = filter ? rules(filter) : -ENOMEM;

	if (!fault)
		fault = seccomp_load(filter);
	seccomp_release(filter);
	if (fault && is_there())
		return error_system(err, -fault,
				    "cannot load the system call filter");
	return true;
}

const char *filter_describe(struct arena *a)
{
	const struct scmp_version *v = seccomp_version();

	if (!is_there())
		return "no seccomp in this kernel";
	return arena_printf(a, "seccomp (libseccomp %u.%u.%u)", v->major,
			    v->minor, v->micro);
}

#else

bool filter_enter(enum filter_rest rest, filter_rules *rules, struct error *err)
{
	(void)rest;
	(void)rules;
	(void)err;
	return true;
}

const char *filter_describe(struct arena *a)
{
	(void)a;
	return "built without seccomp";
}

#endif
