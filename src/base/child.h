/* A process of ours as its parent sees it: started, heard, ended. */
#ifndef GAZETTE_BASE_CHILD_H
#define GAZETTE_BASE_CHILD_H

#include <sys/types.h>

#include "base/arena.h"
#include "base/str.h"

#define CHILD_WORDS 512u

struct child_needs;

struct child {
	const struct child_needs *needs;
	pid_t pid;  /* 0: none */
	int socket; /* non-blocking */
	int words;  /* reading end of its standard error; -1 closed */
	struct str last_words; /* at most words_most bytes */
	size_t words_most;     /* CHILD_WORDS, unless more is wanted */
};

/* What of our environment it gets, how to find its libraries apart. */
struct child_needs {
	const char *const *variables; /* [n_variables] */
	size_t n_variables;
	unsigned memory_mb; /* that it was given; 0: no bound */
};

/* How it ended. */
enum child_end {
	CHILD_RETIRED, /* by itself, in order */
	CHILD_KILLED,  /* by somebody outside: not its own fault */
	CHILD_FAILED,
};

/* Start argv[0] with a socket as its descriptor 0, in a process group of its
 * own, with next to no environment.  needs must live as long. */
MUST_CHECK bool child_start(struct child *c, char *const *argv,
			    const struct child_needs *needs, struct error *err);

/* Read what it says on standard error; the last bytes are kept. */
void child_hear(struct child *c);

/* Wait for its end, for which there is a reason, or make one.
 * Fills   *reason in words, in the arena: "crashed (signal 11)". */
enum child_end child_end(struct child *c, struct arena *a, const char **reason);

/* Kill it, whatever it does. */
void child_kill(struct child *c);

/* The child's own beginning: to end with its parent, to have no descriptor
 * but 0, 1 and 2.  Errors  false: the parent is gone. */
MUST_CHECK bool child_begin(struct error *err);

#endif
