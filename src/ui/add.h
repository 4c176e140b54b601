/* Asking what is to be taken in, or subscribed to. */
#ifndef GAZETTE_UI_ADD_H
#define GAZETTE_UI_ADD_H

#include "ui/view.h"

/* Take in `given`, or ask for it where it is "". */
void add_start(struct ui *ui, enum action action, const char *given);

/* What the prompt asks, completing the line, and its end. */
const char *add_lead(const struct ui *ui);
void add_complete(struct ui *ui);
void add_ended(struct ui *ui, bool is_kept);

#endif
