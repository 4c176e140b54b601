/* What the rules of the sweep share. */
#ifndef GAZETTE_PAGE_SWEEP_H
#define GAZETTE_PAGE_SWEEP_H

#include "page/work.h"

/* Take shortcodes ("[caption id=x]") out of a line.
 * Fills   line->text and its links when prose is left.
 * Returns true when nothing but shortcodes and what they enclose was there. */
bool page_shortcode(struct page_work *w, struct page_line *line);

/* Is this a line that only credits agencies or papers ("AFP/ Al Jazeera")?
 * Fills   credit[0..8) with the names, *n their number, when it is. */
bool page_credit(const struct page_work *w, const struct page_line *line,
		 const char *credit[8], uint32_t *n);

/* The full name of an agency ("AFP"); NULL: it is none. */
const char *page_agency(const struct page_work *w, struct slice name);

/* Does the text begin with a capital and hold at most `most` words, all of
 * them capitalised but for small words like "and" and "von"? */
bool page_is_names(struct slice text, uint32_t most);

/* Does the line hold a day and hardly anything else? */
bool page_is_dateline(const struct page_work *w, const struct page_line *line);

#endif
