/* Lines of the command language: what `:` accepts, what keys are bound to,
 * what the configuration files contain.
 */
#ifndef GAZETTE_CONF_LINE_H
#define GAZETTE_CONF_LINE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

#define CONF_WORDS 32

/* Take the next word: blanks part words, '...' and "..." keep them together,
 * # at a word's start ends the line.
 *
 * Fills   *word, in the line; its `at` is NULL when there is none.
 * Errors  false: a mark that is not closed.
 */
MUST_CHECK bool conf_word(struct slice *rest, struct slice *word,
			  struct error *err);

/* Split a line into its words.
 *
 * Fills   words[0..*n), in the arena.
 * Errors  false: a mark that is not closed, too many words.
 */
MUST_CHECK bool conf_words(struct arena *a, struct slice line,
			   const char *words[CONF_WORDS], uint32_t *n,
			   struct error *err);

/* Take what stands before the next `;` that is a word or ends one, outside of
 * marks; *rest is what stands behind it, its `at` NULL when there is none. */
struct slice conf_cut(struct slice *rest);

/* What runs a line; false with *err to refuse it. */
typedef bool conf_run(void *self, struct slice line, struct error *err);

/* Run every line of a file through `run`.  A line that is refused is told
 * with its number to `complain` and passed over; a file that is not there is
 * an empty one.
 *
 * Errors  false: it is there but cannot be read.
 */
MUST_CHECK bool conf_read(const char *path, conf_run *run,
			  void (*complain)(void *self, const char *what),
			  void *self, struct error *err);

#endif
