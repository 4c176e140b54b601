/* A canvas of cells, and areas of it that views draw on.
 *
 * Drawing clips; half a wide grapheme is never left standing.  What is drawn
 * is filtered here: controls, bidi controls and ill-formed bytes become
 * visible marks, so that no byte of an article reaches a terminal as it is.
 */
#ifndef GAZETTE_UI_CANVAS_H
#define GAZETTE_UI_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "ui/style.h"

#define CELL_BYTES 26

struct cell {
	char text[CELL_BYTES]; /* one grapheme; marks that do not fit are cut */
	uint8_t len;         /* its bytes; 0 in the right half of a wide one */
	uint8_t width;       /* 1, 2; 0 in the right half */
	uint8_t style, over; /* enum style */
	bool is_doubtful;    /* terminals differ about its width */
};

struct canvas {
	int rows, cols;
	struct cell *cells; /* [rows * cols] */
	int cursor_y, cursor_x;
};

void canvas_init(struct canvas *c);
void canvas_free(struct canvas *c);

/* Make it rows x cols, all blank. */
void canvas_resize(struct canvas *c, int rows, int cols);
void canvas_clear(struct canvas *c);

static inline struct cell *canvas_at(const struct canvas *c, int y, int x)
{
	return &c->cells[(size_t)y * (size_t)c->cols + (size_t)x];
}

/* A rectangle of a canvas; drawing in it counts from its corner. */
struct area {
	struct canvas *canvas;
	int y, x, rows, cols;
};

struct area area_all(struct canvas *c);

/* The part of an area; cut to what there is. */
struct area area_part(const struct area *area, int y, int x, int rows,
		      int cols);

/* Draw text[0..len) from column x; returns the column behind it.  What does
 * not fit is left out. */
int area_text(const struct area *area, int y, int x, uint8_t style,
	      const char *text, size_t len);
int area_over(const struct area *area, int y, int x, uint8_t style,
	      uint8_t over, const char *text, size_t len);
int area_string(const struct area *area, int y, int x, uint8_t style,
		const char *text);
int area_printf(const struct area *area, int y, int x, uint8_t style,
		const char *format, ...) PRINTF_LIKE(5, 6);

/* Draw text in at most cols columns, with … when it is longer; returns the
 * column behind it. */
int area_cut(const struct area *area, int y, int x, int cols, uint8_t style,
	     const char *text, size_t len);

/* Draw text so that it ends before column `end`; returns its first column. */
int area_right(const struct area *area, int y, int end, uint8_t style,
	       const char *text);

/* Repeat a grapheme of width 1 from x to before `end`. */
void area_repeat(const struct area *area, int y, int x, int end, uint8_t style,
		 const char *grapheme);

/* Put the cursor there (cut to the area). */
void area_cursor(const struct area *area, int y, int x);

#endif
