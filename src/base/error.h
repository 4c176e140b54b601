/* What the world did wrong, in words for a person.
 *
 * Low code says what broke, each caller adds what it was doing, cli or ui
 * prints once.  Messages start lower-case, quote their subject and end
 * without a stop.
 */
#ifndef GAZETTE_BASE_ERROR_H
#define GAZETTE_BASE_ERROR_H

#include <stdbool.h>

#define MUST_CHECK        __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))

struct error {
	char text[1024]; /* "" while nothing failed; always terminated */
};

/* Set *err to a formatted message; the former one is lost.
 *
 * Returns false, so that a caller can say "return error_set(...)".
 */
bool error_set(struct error *err, const char *format, ...) PRINTF_LIKE(2, 3);

/* As error_set, with ": " and the words of strerror(number) behind. */
bool error_system(struct error *err, int number, const char *format, ...)
	PRINTF_LIKE(3, 4);

/* Put what the caller was doing in front of *err: "doing: cause".
 *
 * Returns false.
 */
bool error_note(struct error *err, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
