#include "ui/canvas.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/utf8.h"
#include "base/width.h"

static const struct cell blank = {
	.text = " ", .len = 1, .width = 1, .style = STYLE_TEXT};

void canvas_init(struct canvas *c)
{
	memset(c, 0, sizeof(*c));
}

void canvas_free(struct canvas *c)
{
	free(c->cells);
	canvas_init(c);
}

void canvas_clear(struct canvas *c)
{
	size_t n = (size_t)c->rows * (size_t)c->cols;

	for (size_t i = 0; i < n; i++)
		c->cells[i] = blank;
	c->cursor_y = c->cursor_x = 0;
}

void canvas_resize(struct canvas *c, int rows, int cols)
{
	size_t n = (size_t)rows * (size_t)cols;

	free(c->cells);
	c->cells = malloc((n ? n : 1) * sizeof(*c->cells));
	if (!c->cells)
		die("out of memory for the screen");
	c->rows = rows;
	c->cols = cols;
	canvas_clear(c);
}

/* ---- areas ---- */

struct area area_all(struct canvas *c)
{
	return (struct area){c, 0, 0, c->rows, c->cols};
}

static int between(int low, int value, int high)
{
	return value < low ? low : value > high ? high : value;
}

struct area area_part(const struct area *area, int y, int x, int rows, int cols)
{
	y = between(0, y, area->rows);
	x = between(0, x, area->cols);
	return (struct area){
		.canvas = area->canvas,
		.y = area->y + y,
		.x = area->x + x,
		.rows = between(0, rows, area->rows - y),
		.cols = between(0, cols, area->cols - x),
	};
}

void area_cursor(const struct area *area, int y, int x)
{
	if (area->rows < 1 || area->cols < 1)
		return;
	area->canvas->cursor_y = area->y + between(0, y, area->rows - 1);
	area->canvas->cursor_x = area->x + between(0, x, area->cols - 1);
}

/* Both halves of a wide grapheme go when one is drawn over. */
static void mend(struct canvas *c, int y, int x)
{
	struct cell *cell = canvas_at(c, y, x);

	if (cell->width == 0 && x > 0)
		*canvas_at(c, y, x - 1) = blank;
	if (cell->width == 2 && x + 1 < c->cols)
		*canvas_at(c, y, x + 1) = blank;
	*cell = blank;
}

/* Bytes of a grapheme that a cell can hold, whole code points. */
static size_t fitting(const char *text, size_t len)
{
	size_t at = 0;

	while (at < len) {
		uint32_t rune;
		size_t n = utf8_get(text + at, len - at, &rune);

		if (at + n > CELL_BYTES)
			break;
		at += n;
	}
	return at;
}

static bool is_harmful(uint32_t rune)
{
	return (rune >= 0x7F && rune < 0xA0) || rune == 0x061C ||
	       rune == 0x200E || rune == 0x200F ||
	       (rune >= 0x2028 && rune <= 0x202E) ||
	       (rune >= 0x2060 && rune <= 0x206F) || rune == 0xFEFF ||
	       (rune >= 0xE0000 && rune <= 0xE0FFF) ||
	       (rune >= 0xFFF9 && rune <= 0xFFFB);
}

/* Fill a cell's text from a cluster, everything that could act on a terminal
 * made a mark; returns false for what has no cells. */
static bool fill(struct cell *cell, const char *text, struct cluster c)
{
	uint32_t rune, next;
	size_t n = utf8_get(text, c.len, &rune);
	bool is_bad = n == 1 && (unsigned char)text[0] >= 0x80;

	if (!is_bad && rune >= 0x20 && !is_harmful(rune)) {
		for (size_t at = n; at < c.len;) {
			at += utf8_get(text + at, c.len - at, &next);
			is_bad |= is_harmful(next) && next != 0x200D;
		}
	}
	if (rune == '\t' || rune == '\n') {
		cell->text[0] = ' ';
		cell->len = 1;
	} else if (is_bad || rune < 0x20 || is_harmful(rune)) {
		rune = is_bad || rune >= 0x80 ? UTF8_BAD
		       : rune == 0x7F         ? 0x2421
					      : 0x2400 + rune;
		cell->len = (uint8_t)utf8_put(cell->text, rune);
		c.width = 1;
		c.is_doubtful = true;
	} else if (c.width == 0) {
		return false;
	} else {
		cell->len = (uint8_t)fitting(text, c.len);
		memcpy(cell->text, text, cell->len);
	}
	cell->width = c.width;
	cell->is_doubtful = c.is_doubtful;
	return true;
}

static void place(const struct area *area, int y, int x,
		  const struct cell *cell)
{
	struct canvas *c = area->canvas;

	y += area->y;
	x += area->x;
	mend(c, y, x);
	if (cell->width == 2) {
		struct cell *right = canvas_at(c, y, x + 1);

		mend(c, y, x + 1);
		*right = *cell;
		right->width = right->len = 0;
		right->is_doubtful = false;
	}
	*canvas_at(c, y, x) = *cell;
}

int area_over(const struct area *area, int y, int x, uint8_t style,
	      uint8_t over, const char *text, size_t len)
{
	if (y < 0 || y >= area->rows)
		return x;
	for (size_t at = 0; at < len;) {
		struct cluster c = cell_next(text + at, len - at);
		struct cell cell = {.style = style, .over = over};

		if (fill(&cell, text + at, c)) {
			if (x + cell.width > area->cols)
				return x;
			if (x >= 0)
				place(area, y, x, &cell);
			x += cell.width;
		}
		at += c.len;
	}
	return x;
}

int area_text(const struct area *area, int y, int x, uint8_t style,
	      const char *text, size_t len)
{
	return area_over(area, y, x, style, STYLE_TEXT, text, len);
}

int area_string(const struct area *area, int y, int x, uint8_t style,
		const char *text)
{
	return text ? area_text(area, y, x, style, text, strlen(text)) : x;
}

int area_printf(const struct area *area, int y, int x, uint8_t style,
		const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return area_string(area, y, x, style, text);
}

int area_cut(const struct area *area, int y, int x, int cols, uint8_t style,
	     const char *text, size_t len)
{
	size_t fits;

	if (cols <= 0)
		return x;
	fits = cell_fit(text, len, (size_t)cols, NULL);
	if (fits == len)
		return area_text(area, y, x, style, text, len);
	fits = cell_fit(text, len, (size_t)cols - 1, NULL);
	while (fits > 0 && text[fits - 1] == ' ')
		fits--;
	x = area_text(area, y, x, style, text, fits);
	return area_string(area, y, x, style, "…");
}

int area_right(const struct area *area, int y, int end, uint8_t style,
	       const char *text)
{
	int x = end - (int)cell_text(text, strlen(text));

	area_string(area, y, x, style, text);
	return x;
}

void area_repeat(const struct area *area, int y, int x, int end, uint8_t style,
		 const char *grapheme)
{
	size_t len = strlen(grapheme);

	for (; x < end && x < area->cols; x++)
		area_text(area, y, x, style, grapheme, len);
}
