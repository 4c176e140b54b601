/* What of a page is worth keeping. */
#ifndef GAZETTE_STORE_STRIP_H
#define GAZETTE_STORE_STRIP_H

#include "base/str.h"

/* Append the page to out without what no later cleaner can use: script
 * (JSON-LD stays), style, svg, comments, and the bytes of data: addresses.
 *
 * Errors  none: whatever the bytes, no text outside of those goes.  What is
 *         opened and never closed is kept.
 */
void strip_html(struct slice page, struct str *out);

#endif
