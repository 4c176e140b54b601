/* What must be sent so that a screen that shows one canvas shows another: the
 * cells that differ, after one scroll of a region where that saves bytes. */
#ifndef GAZETTE_UI_PAINT_H
#define GAZETTE_UI_PAINT_H

#include "ui/canvas.h"

/* The terminal's side; term.c implements it, a test records it. */
struct painter {
	void *self;
	void (*move)(void *self, int y, int x);
	void (*look)(void *self, uint8_t style, uint8_t over);
	/* Draw at the place moved to; is_lost: where the cursor stands then is
	 * not known. */
	void (*put)(void *self, const char *text, size_t len, int width,
		    bool is_lost);
	void (*erase)(void *self, int cols); /* plain, to the line's end */
	/* Move rows [top, bottom) up by n (down when negative), leaving blank
	 * ones; false: it cannot. */
	bool (*scroll)(void *self, int top, int bottom, int n);
	bool no_corner; /* the last cell of the screen must not be drawn */
};

/* Bring a screen from shown to wanted, both of one size; shown becomes equal
 * to wanted.  The cursor is moved last. */
void paint(const struct painter *to, struct canvas *shown,
	   const struct canvas *wanted);

#endif
