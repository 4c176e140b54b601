/* Right-to-left text in the order in which it is seen, for terminals that do
 * not order it themselves (set bidi on). */
#ifndef GAZETTE_UI_BIDI_H
#define GAZETTE_UI_BIDI_H

#include "ui/canvas.h"

/* false: built without fribidi; bidi_order does nothing. */
bool bidi_is_built(void);

/* Order the cells of every row: each run of words between bars and columns by
 * itself, so that nothing leaves its place on the screen.  Arabic letters get
 * their joined forms, brackets are mirrored; the cursor stays on what it was
 * on.
 * Source  UAX #9 through fribidi. */
void bidi_order(struct canvas *c);

#endif
