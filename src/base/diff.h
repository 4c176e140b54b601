/* What changed from one text to another, in words, as one can read it. */
#ifndef GAZETTE_BASE_DIFF_H
#define GAZETTE_BASE_DIFF_H

#include "base/arena.h"
#include "base/str.h"

enum diff_what { DIFF_SAME, DIFF_GONE, DIFF_NEW };

/* A piece of the new text, or of the old one if it is gone; the blanks behind
 * its last word belong to it. */
struct diff_piece {
	uint8_t what; /* enum diff_what */
	struct slice text;
};

/* Compare two texts of paragraphs that blank lines part.
 *
 * Paragraphs that are the same are found first, then words between them; what
 * has hardly a word in common is not compared word by word, and neither are
 * islands of a short word or two between changes.
 *
 * Fills   *out: in order; same and new ones together are the new text, same
 *         and gone ones the old but for blanks; gone ones come before new
 *         ones.  They point into the texts, which must live as long.
 * Source  E. Myers, An O(ND) Difference Algorithm and Its Variations, 1986.
 */
void diff_texts(struct arena *a, struct slice old_text, struct slice new_text,
		struct diff_piece **out, uint32_t *n);

#endif
