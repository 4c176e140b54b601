/* seccomp, the kernel's filter of system calls: a way to give them up for good.
 * Source: seccomp(2), libseccomp. */
#ifndef GAZETTE_BASE_FILTER_H
#define GAZETTE_BASE_FILTER_H

#ifdef HAVE_SECCOMP
#include <seccomp.h>
#else
typedef void *scmp_filter_ctx;
#endif

#include "base/arena.h"
#include "base/error.h"

/* Add rules to a filter: 0, or the negative error of libseccomp. */
typedef int filter_rules(scmp_filter_ctx filter);

/* What the rules do not name. */
enum filter_rest {
	FILTER_REST_KILLS, /* ends the process */
	FILTER_REST_MAY,   /* is permitted */
};

/* Enter a filter.  A kernel without filters, or a build without libseccomp, is
 * no error: then `rules` does not count; no_new_privs must be set.
 * Errors  false: the kernel refused; the caller must not go on. */
MUST_CHECK bool filter_enter(enum filter_rest rest, filter_rules *rules,
			     struct error *err);

/* What there is of it here, in words. */
const char *filter_describe(struct arena *a);

#endif
