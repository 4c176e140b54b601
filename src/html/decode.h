/* Bytes in any encoding to UTF-8. */
#ifndef GAZETTE_HTML_DECODE_H
#define GAZETTE_HTML_DECODE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/* Open every converter and ready libxml2.  Call it once, before the process
 * gives up its file system: nothing in html opens a file after it.  A second
 * call does nothing. */
void html_prepare(void);

/* Make text of bytes.
 *
 * Reads   bytes; charset: what a server declared, or NULL; is_html: look for a
 *         declaration in the bytes too.
 * Fills   *name: the encoding found, a constant string (may be NULL).
 * Returns well-formed UTF-8 without NUL and without byte order mark, ended by a
 *         NUL, in the arena or the bytes themselves where they are that
 *         already.  Bytes that mean nothing become U+FFFD.
 * Source  Order: byte order mark, valid UTF-8 (many pages are re-encoded when
 *         saved and keep their old declaration), server, declaration,
 *         uchardet, windows-1252.  Labels: WHATWG Encoding.
 */
struct slice html_decode(struct arena *a, struct slice bytes,
			 const char *charset, bool is_html, const char **name);

/* The same for XML (and JSON): what is declared is believed sooner.
 *
 * Fills   *name: the encoding in small letters, as it was declared or found;
 *         in the arena or constant.
 * Source  Order: byte order mark, zeros around '<', valid UTF-8 beyond ASCII,
 *         server, <?xml encoding?>, uchardet, windows-1252.
 */
struct slice html_decode_xml(struct arena *a, struct slice bytes,
			     const char *charset, const char **name);

#endif
