/* What has the focus, for elsewhere: its address, its words, its citation. */
#ifndef GAZETTE_UI_YANK_H
#define GAZETTE_UI_YANK_H

#include "ui/view.h"

/* Copy what the action names to the terminal's clipboard, and say so. */
void yank(struct ui *ui, enum action action);

#endif
