/* The cage around whoever reads hostile bytes.
 *
 * Inside it a process can compute, read and write the descriptors it has, and
 * end.  It has no file system, no network, no new process, no signal to
 * others, and bounds on memory and time.  What the kernel does not know is
 * left out; what it knows and refuses is an error.
 */
#ifndef GAZETTE_WORKER_CAGE_H
#define GAZETTE_WORKER_CAGE_H

#include "base/arena.h"

#define CAGE_MEMORY_MB 768u

/* Do now what libraries would open a file for later: the time zone, the seed
 * of jansson's hash, qsort's look at the size of memory. */
void cage_prepare(void);

/* Enter the cage, for good.
 *
 * cpu_s is the processor time in seconds that the process may use in all.
 * Errors  false: the kernel refused a part of it; the caller must not go on.
 * Source  landlock(7), seccomp(2), setrlimit(2); the system calls are those
 *         of glibc's malloc, stdio without buffers, abort and exit.
 */
MUST_CHECK bool cage_enter(unsigned cpu_s, struct error *err);

/* What the cage consists of on this kernel, in words. */
const char *cage_describe(struct arena *a);

#endif
