/* MIME: a message's parts, the fields of their heads, and what they encode. */
#ifndef GAZETTE_HTML_PART_H
#define GAZETTE_HTML_PART_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/* What an honest message stays below. */
#define PART_HEAD_MOST ((size_t)256 << 10)
#define PART_DEPTH     16u
#define PARTS_MOST     1000u

struct html_part {
	struct slice head; /* its fields as they stand */
	struct slice body; /* encoded as it came */
};

/* Cut a message into its head and what follows. */
struct html_part html_part_of(struct slice message);

/* A field's value without its name, folded as it stands; empty: it has none.
 */
struct slice html_field(struct slice head, const char *name);

/* The value of name=value or name="value" in a field; empty: not there. */
struct slice html_parameter(struct slice field, const char *name);

/* A field's words as one line of clean UTF-8, in the arena; NULL: none.
 * Source  RFC 2047. */
const char *html_words(struct arena *a, struct slice field);

/* The part's bytes, base64 and quoted-printable undone: in the arena, or where
 * they stand. */
struct slice html_part_bytes(struct arena *a, const struct html_part *part);

/* Is its type "text/html", "multipart/..."?  Without one it is text/plain. */
bool html_part_is(const struct html_part *part, const char *type);

/* The parts of a message that hold no parts themselves, in their order.
 *
 * Fills   *out, an array in the arena; of a message that is no multipart, or
 *         has no boundary, itself.
 * Errors  false: a head larger than PART_HEAD_MOST, parts nested deeper than
 *         PART_DEPTH, more of them than PARTS_MOST.
 * Source  RFC 2045, RFC 2046 section 5.1.
 */
MUST_CHECK bool html_parts(struct arena *a, struct slice message,
			   struct html_part **out, uint32_t *n,
			   struct error *err);

#endif
