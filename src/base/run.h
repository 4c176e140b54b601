/* Programs of the user's choice, run before us on our terminal: by their
 * argument vector, so that no shell sees what stands in a text. */
#ifndef GAZETTE_BASE_RUN_H
#define GAZETTE_BASE_RUN_H

#include "base/arena.h"
#include "base/error.h"

#define RUN_WORDS 16

/* $VISUAL, $EDITOR or vi. */
const char *run_editor(void);

/* "emacsclient -c" is a program and its first argument; last is put behind
 * them, or in the place of a word "%s". */
void run_split(struct arena *a, const char *command, const char *last,
	       char *argv[RUN_WORDS + 2]);

/* Run a program to its end, with `in` as its standard input (-1: ours).
 *
 * Fills   *status as waitpid(2) does.
 * Errors  false: it cannot be started.
 */
MUST_CHECK bool run_program(char *const *argv, int in, int *status,
			    struct error *err);

/* "ended well", "ended with 3", "was ended by signal 9"; in the arena. */
const char *run_says(struct arena *a, int status);

#endif
