/* Results to standard output, messages to standard error.
 *
 * What comes from outside goes through here and nowhere else: control
 * characters, bidi controls and ill-formed bytes become visible marks, so
 * that no byte of an article reaches a terminal unfiltered.
 */
#ifndef GAZETTE_BASE_OUT_H
#define GAZETTE_BASE_OUT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/error.h"

/* Print format with its arguments, all filtered; TAB and LF pass. */
void out_printf(FILE *to, const char *format, ...) PRINTF_LIKE(2, 3);

/* Print text[0..len), filtered.  With one_line, TAB and LF become blanks. */
void out_text(FILE *to, const char *text, size_t len, bool one_line);

/* Print a line of JSON: inside its strings, what out_text would mark is
 * escaped, so that nothing is lost. */
void out_json(FILE *to, const char *text, size_t len);

/* Print "gazette: " and a message on standard error, filtered, as one line. */
void out_message(const char *format, ...) PRINTF_LIKE(1, 2);

/* Write what is buffered on standard output.
 *
 * Errors  false when something printed there was lost (disk full, say); not
 *         when nobody reads it any more.
 */
MUST_CHECK bool out_flush(struct error *err);

#endif
