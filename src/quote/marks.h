/* Quoted strings: which marks open, which close, and what stands between. */
#ifndef GAZETTE_QUOTE_MARKS_H
#define GAZETTE_QUOTE_MARKS_H

#include "article/article.h"

/* One quoted string of the outermost level. */
struct quoted {
	struct span outer; /* with its marks */
	struct span words; /* without them and without blanks at the ends */
	bool is_closed;
	bool is_guessed; /* an opening mark was missing and is assumed */
	bool goes_on;    /* from the paragraph before */
	uint32_t n_words;
};

struct quoted_list {
	struct quoted *at;
	uint32_t n;
};

/* Find the quoted strings of one paragraph and append them.
 *
 * Reads   text[part): a paragraph, a heading or the title.
 * Fills   *list, in text order, not overlapping; in the arena.  Nested
 *         strings belong to the one around them; apostrophes, inches and
 *         what stands in a tag are no marks.
 * carry   whether the paragraph before ended inside a string; set for the
 *         next one.
 * Source  CLDR, delimiters of the languages; American practice of opening
 *         each paragraph of a long quotation and closing the last.
 */
void quote_marks(struct arena *a, const char *text, struct span part,
		 bool *carry, struct quoted_list *list);

#endif
