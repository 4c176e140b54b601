/* XML that a strict parser refuses, made well-formed in one linear pass. */
#ifndef GAZETTE_HTML_MEND_H
#define GAZETTE_HTML_MEND_H

#include <stdbool.h>

#include "base/str.h"

/* The name of the root element, with its prefix; empty: there is none. */
struct slice mend_root(struct slice text);

/* Append to out what stands from the root element on: declaration, comments,
 * document type and garbage in front are left out.  References to the plain
 * entities that the document type declares are replaced.
 *
 * Returns false when an element has so many attributes that a parser which
 *         compares each with each must not see it: mend it first.
 */
bool mend_prologue(struct slice text, struct str *out);

/* Append text to out, made well-formed: '&' and '<' that mean themselves,
 * entities of HTML, end tags that are missing or too many, attributes without
 * quotes or twice, comments, characters that XML does not have.  Elements
 * nested deeper than any feed's are left out, their text is not. */
void mend_xml(struct slice text, struct str *out);

#endif
