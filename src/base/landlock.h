/* Landlock, the kernel's way to give up the file system and more for good.
 * Source: landlock(7). */
#ifndef GAZETTE_BASE_LANDLOCK_H
#define GAZETTE_BASE_LANDLOCK_H

#include <stddef.h>

#include "base/error.h"

/* The version that the kernel has; 0 none. */
int landlock_version(void);

/* Give up the file system but for reading below some paths (those that are
 * not there are passed over).  With n 0 also TCP, and signals and abstract
 * sockets to outside, as far as the kernel knows them.
 *
 * A kernel without Landlock is no error; no_new_privs must be set.
 * Errors  false: the kernel refused; the caller must not go on.
 */
MUST_CHECK bool landlock_enter(const char *const *readable, size_t n,
			       struct error *err);

#endif
