/* Pages that came in an envelope: MHTML, "saved from url", SingleFile. */
#ifndef GAZETTE_HTML_MIME_H
#define GAZETTE_HTML_MIME_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/* What is known of a page beside its bytes. */
struct html_envelope {
	struct slice bytes;  /* the page itself */
	const char *charset; /* its part declared, or NULL */
	const char *url;     /* where it was saved from, or NULL */
};

/* Does it begin like MHTML (a MIME message with HTML in it)? */
bool html_is_mhtml(struct slice bytes);

/* Open the envelope, if there is one.
 *
 * Reads   bytes as they came.
 * Fills   *out, in the arena.  MHTML whose parts cannot be told apart is
 *         handed on whole.
 * Source  RFC 2557, RFC 2045 (quoted-printable, base64); the comments that
 *         browsers and SingleFile write in front of a page.
 */
void html_envelope_open(struct arena *a, struct slice bytes,
			struct html_envelope *out);

#endif
