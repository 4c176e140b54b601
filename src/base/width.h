/* Graphemes, and how many cells of a terminal they take: the one place that
 * knows.
 *
 * Terminals, libc and Unicode differ on thousands of code points.  What is
 * doubtful is said, so that whoever draws can move the cursor by address
 * behind it.
 */
#ifndef GAZETTE_BASE_WIDTH_H
#define GAZETTE_BASE_WIDTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Cells of one code point: 0, 1 or 2.  Controls have 1: they are drawn as a
 * mark.  Source: UAX #11 through utf8proc. */
int cell_width(uint32_t rune);

struct cluster {
	uint32_t len;     /* bytes */
	uint8_t width;    /* cells, 0 to 2 */
	bool is_doubtful; /* terminals do not agree about its width */
};

/* The grapheme cluster at text[0..len), len >= 1.  Ill-formed bytes are
 * clusters of one byte.  Source: UAX #29 through utf8proc. */
struct cluster cell_next(const char *text, size_t len);

/* Cells that text[0..len) takes. */
size_t cell_text(const char *text, size_t len);

/* The bytes of the longest start of text that fits in cols cells; *used (may
 * be NULL) are the cells it takes. */
size_t cell_fit(const char *text, size_t len, size_t cols, size_t *used);

#endif
