/* HTML from outside to HTML that may be kept and shown anywhere. */
#ifndef GAZETTE_HTML_SANITISE_H
#define GAZETTE_HTML_SANITISE_H

#include "base/arena.h"
#include "base/str.h"

/* Write a piece of HTML anew with what is allowed only: elements that lay out
 * text, of their attributes href, src, alt, title, cite and datetime; http(s)
 * addresses, made absolute.  Scripts and styles go with what is in them, other
 * elements leave their text.
 *
 * Returns clean text (utf8_clean), trimmed, with a NUL behind it.
 */
struct slice html_sanitise(struct arena *a, struct slice html,
			   const char *base);

/* U+0080 to U+009F, which nobody means, as windows-1252 has them. */
struct slice html_mend_c1(struct arena *a, struct slice text);

#endif
