/* Panes on the screen, and its last line. */
#ifndef GAZETTE_UI_SCREEN_H
#define GAZETTE_UI_SCREEN_H

struct ui;

/* Draw the screen as it should be now. */
void screen_draw(struct ui *ui);

/* Panes by width: one below SCREEN_TWO columns, the text and its index from
 * there, the list too from SCREEN_THREE. */
#define SCREEN_TWO   110
#define SCREEN_THREE 150

#endif
