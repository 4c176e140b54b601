/* A growing string on the heap, and slices of strings that others own. */
#ifndef GAZETTE_BASE_STR_H
#define GAZETTE_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* Bytes that somebody else owns; not terminated. */
struct slice {
	const char *at;
	size_t len;
};

#define SLICE(literal) ((struct slice){(literal), sizeof(literal) - 1})

struct slice slice_of(const char *text); /* NULL gives an empty slice */
bool slice_equals(struct slice s, const char *text);
bool slice_same(struct slice a, struct slice b);

/* Without blanks (space, tab, line ends, U+00A0) at both ends. */
struct slice slice_trim(struct slice s);

/* Cut *rest at the first byte `at`: returns what is before it and leaves in
 * *rest what is behind; without such a byte returns all and leaves nothing
 * (rest->at becomes NULL). */
struct slice slice_cut(struct slice *rest, char at);

struct str {
	char *at; /* terminated; NULL while empty and never grown */
	size_t len, room;
};

/* All zero is an empty string.  str_free makes it one again. */
void str_free(struct str *s);
void str_clear(struct str *s);
void str_add(struct str *s, const char *bytes, size_t len);
/* Make room for so many bytes behind the text; returns where they go.  Who
 * writes them adds to len and sets the NUL. */
char *str_reserve(struct str *s, size_t more);

void str_add_text(struct str *s, const char *text);
void str_add_char(struct str *s, char c);
void str_add_rune(struct str *s, uint32_t rune); /* as UTF-8 */
/* With & < > and " as XML and HTML write them, in text and in attributes. */
void str_add_xml(struct str *s, struct slice text);
void str_printf(struct str *s, const char *format, ...) PRINTF_LIKE(2, 3);
const char *str_text(const struct str *s); /* never NULL */

#endif
