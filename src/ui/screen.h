/* Panes on the screen, and its last line. */
#ifndef GAZETTE_UI_SCREEN_H
#define GAZETTE_UI_SCREEN_H

#include <stdbool.h>

struct ui;

/* Draw the screen as it should be now. */
void screen_draw(struct ui *ui);

/* The same into the canvas alone: a view that keys meet before it was drawn
 * has its size and its lines from this. */
void screen_compose(struct ui *ui);

/* Is there nothing on it but a text? */
bool screen_is_zen(const struct ui *ui);

/* Panes by width: one below SCREEN_TWO columns, the text and its index from
 * there, the list too from SCREEN_THREE. */
#define SCREEN_TWO   110
#define SCREEN_THREE 150

#endif
