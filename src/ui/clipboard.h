/* Text for the clipboard of the terminal that shows us, also of one at the
 * other end of a line. */
#ifndef GAZETTE_UI_CLIPBOARD_H
#define GAZETTE_UI_CLIPBOARD_H

#include "base/str.h"

/* Encoded: what terminals take at once. */
#define CLIPBOARD_MOST 65536u

/* Put the sequence that hands text to the clipboard behind out.  Controls and
 * what turns the direction of text are taken out first: what is pasted into a
 * shell does nothing there by itself.
 *
 * Errors  false: encoded it has more than CLIPBOARD_MOST bytes; out is as it
 *         was.
 * Source  xterm's ctlseqs, "OSC Ps ; Pt" with Ps = 52; RFC 4648 section 4.
 */
MUST_CHECK bool clipboard_put(struct str *out, struct slice text);

#endif
