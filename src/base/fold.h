/* One folding for names, search words and keys: what differs only in case,
 * accents, width or compatibility form is the same word. */
#ifndef GAZETTE_BASE_FOLD_H
#define GAZETTE_BASE_FOLD_H

#include <stddef.h>

#include "base/arena.h"

/* Raised when fold_text gives other bytes for some text: stored full-text rows
 * can only be deleted when they are fed the very same words again. */
#define FOLD_VERSION 1

/* Fold text[0..len) (well-formed UTF-8): compatibility decomposition, full
 * case folding, marks and ignorable code points removed; curly apostrophes
 * and dashes as their ASCII twins; blanks as they are.
 *
 * Returns a terminated copy in the arena; *out_len its bytes (may be NULL).
 * Source  Unicode 15 section 3.13 (toCasefold), UAX #15 NFKD, by utf8proc.
 */
char *fold_text(struct arena *a, const char *text, size_t len, size_t *out_len);

#endif
