/* Corrections in the reader: what has the focus is wrong, and what is right
 * is chosen from a list that narrows as one types. */
#ifndef GAZETTE_UI_CORRECT_H
#define GAZETTE_UI_CORRECT_H

#include "ui/view.h"

/* Begin, or do at once, the correction that an action names; given: what
 * stands behind its name on a typed line, or "". */
void correct_start(struct ui *ui, enum action action, const char *given);

/* What the prompt asks. */
const char *correct_lead(const struct ui *ui);

/* A key of the list; false: it is the prompt's. */
bool correct_key(struct ui *ui, uint32_t key);

/* The line was changed, taken or given up. */
void correct_typed(struct ui *ui);
void correct_ended(struct ui *ui, bool is_kept);

/* Put the chosen row into the line. */
void correct_complete(struct ui *ui);

/* The list above the last line, in the area of the panes. */
void correct_draw(struct ui *ui, const struct area *all);

void correct_free(struct ui *ui);

/* Undo or redo an entry of the log: number becomes that of the undoing. */
bool correct_undo(struct ui *ui, int64_t *entry, bool again);

#endif
