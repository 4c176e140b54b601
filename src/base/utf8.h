/* UTF-8 as bytes: reading, checking, counting.  Source: Unicode 15 section
 * 3.9, table 3-7 (well-formed byte sequences). */
#ifndef GAZETTE_BASE_UTF8_H
#define GAZETTE_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define UTF8_BAD 0xFFFDu

/* Read the code point at text[0..len), len >= 1.
 *
 * Fills   *rune; U+FFFD when the bytes are not well-formed.
 * Returns the bytes read, 1 to 4; 1 for each ill-formed byte.
 */
size_t utf8_get(const char *text, size_t len, uint32_t *rune);

/* Write a code point (surrogates and too large ones as U+FFFD).
 *
 * Returns the bytes written, 1 to 4.
 */
size_t utf8_put(char bytes[4], uint32_t rune);

/* The start of the code point before text[at], at >= 1 (well-formed text). */
size_t utf8_before(const char *text, size_t at);

bool utf8_valid(const char *text, size_t len);

/* Is `at` between two code points of well-formed text? */
bool utf8_boundary(const char *text, size_t len, size_t at);

/* The number of code points in well-formed text. */
size_t utf8_count(const char *text, size_t len);

/* The byte at which code point number n of well-formed text begins, len when
 * there are fewer. */
size_t utf8_offset(const char *text, size_t len, size_t n);

/* Copy a string into room[size], as many whole code points as fit; terminated.
 * Returns the bytes copied. */
size_t utf8_copy(char *room, size_t size, const char *text);

/* Make text fit to be kept: well-formed UTF-8 in NFC, with LF line ends, no
 * control characters but TAB and LF, no bidi controls, tags, noncharacters
 * or zero-width no-break spaces inside.
 *
 * Returns a terminated copy in the arena; *out_len its bytes.
 * Source  UAX #15 through utf8proc; TR36 for what is taken out.
 */
char *utf8_clean(struct arena *a, const char *text, size_t len,
		 size_t *out_len);

/* The same without NFC, letters as they were written; the marks of direction
 * U+200E and U+200F, which embed and override nothing, stay. */
char *utf8_strip(struct arena *a, const char *text, size_t len,
		 size_t *out_len);

#endif
