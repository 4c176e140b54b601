/* A line of the command language to its commands.
 *
 *	line     command { ";" command }
 *	command  [COUNT] NAME { ARGUMENT }, or a number alone: top
 *
 * A `;` parts commands when it is a word or ends one, outside of marks.  Of
 * a command whose last argument is a LINE or a COMMAND it does not: that is all
 * of the line behind it, as it is written; a QUERY is taken as it is
 * written too, up to the `;`.
 */
#ifndef GAZETTE_UI_LINE_H
#define GAZETTE_UI_LINE_H

#include "conf/line.h"
#include "ui/keys.h"

#define LINE_COUNT_MOST 99999

struct command_line {
	int action; /* enum action; -1: there is no command */
	int count;  /* 0: none was written */
	const char *words[CONF_WORDS]; /* the action's name first */
	uint32_t n;
};

/* Take the next command of a line.
 *
 * Fills   *out, its words in the arena; action is -1 when the line has
 *         none, *rest what is behind it, its `at` NULL at the end.
 * Errors  false: no such command, too many words, a mark not closed.
 */
MUST_CHECK bool line_next(struct arena *a, struct slice *rest,
			  struct command_line *out, struct error *err);

/* Are all commands of a line known, with words that fit? */
MUST_CHECK bool line_check(struct slice line, struct error *err);

/* Does the line have more than one command? */
bool line_is_macro(const char *line);

/* What the i-th argument of an action is called, without "[]" and "...": the
 * last one where it repeats, "" behind the last; in the arena. */
const char *line_argument(struct arena *a, int action, uint32_t i);

#endif
