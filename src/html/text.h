/* HTML that stands in a field (a feed's summary, a headline) to text. */
#ifndef GAZETTE_HTML_TEXT_H
#define GAZETTE_HTML_TEXT_H

#include "base/arena.h"
#include "base/str.h"

/* The text of a piece of HTML: blocks parted by a blank line, <br> as a line
 * end, dead elements left out.
 *
 * Reads   html: any UTF-8; text without a tag or reference comes back as it
 *         is, trimmed.
 * Returns clean text (utf8_clean) in the arena.
 */
struct slice html_to_text(struct arena *a, struct slice html);

/* The same as one line: every run of blanks is one space. */
struct slice html_to_line(struct arena *a, struct slice html);

/* Runs of blanks and line ends made one space, trimmed; clean. */
struct slice html_one_line(struct arena *a, struct slice text);

#endif
