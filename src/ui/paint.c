#include "ui/paint.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

/* Cells that are the same but stand between two that differ are drawn again
 * when there are no more than this: cheaper than moving. */
#define PAINT_GAP 4

/* Cells behind a doubtful grapheme that a terminal may have drawn over. */
#define PAINT_OVERFLOW 8

static bool same(const struct cell *a, const struct cell *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

static bool is_blank(const struct cell *cell)
{
	return cell->len == 1 && cell->text[0] == ' ' &&
	       cell->style == STYLE_TEXT && cell->over == STYLE_TEXT;
}

/* ---- scrolling ---- */

static uint64_t row_hash(const struct canvas *c, int y)
{
	return hash_bytes(canvas_at(c, y, 0),
			  (size_t)c->cols * sizeof(struct cell), 0);
}

static bool row_is_blank(const struct canvas *c, int y)
{
	for (int x = 0; x < c->cols; x++) {
		if (!is_blank(canvas_at(c, y, x)))
			return false;
	}
	return true;
}

struct shift {
	int by;         /* new row y is old row y + by */
	int start, end; /* new rows [start, end) */
	int gain;       /* rows that need not be drawn */
};

/* The longest run of rows that moved by `by`. */
static struct shift find_run(const uint64_t *old, const uint64_t *new,
			     const bool *is_empty, int rows, int by)
{
	struct shift best = {by, 0, 0, 0}, run = {by, 0, 0, 0};

	for (int y = 0; y < rows; y++) {
		if (y + by < 0 || y + by >= rows || new[y] != old[y + by]) {
			run = (struct shift){by, y + 1, y + 1, 0};
			continue;
		}
		run.end = y + 1;
		run.gain += new[y] != old[y] && !is_empty[y];
		if (run.gain > best.gain)
			best = run;
	}
	return best;
}

/* Rows that stood still inside the region would have to be drawn again. */
static int lost_rows(const uint64_t *old, const uint64_t *new, int from, int to)
{
	int lost = 0;

	for (int y = from; y < to; y++)
		lost += old[y] == new[y];
	return lost;
}

/* Cells of a row that would be drawn on another, or on a blank one. */
static int cost(const struct canvas *wanted, int y, const struct canvas *shown,
		int from)
{
	int cells = 0;

	for (int x = 0; x < wanted->cols; x++)
		cells += !same(canvas_at(wanted, y, x),
			       canvas_at(shown, from, x));
	return cells;
}

static int cost_on_blank(const struct canvas *wanted, int y)
{
	int cells = 0;

	for (int x = 0; x < wanted->cols; x++)
		cells += !is_blank(canvas_at(wanted, y, x));
	return cells;
}

/* Cells saved when row y moves too.  At the end where blank rows come in, the
 * last of them then is another one. */
static int saved(const struct canvas *shown, const struct canvas *wanted, int y,
		 int by, bool is_blank_end)
{
	int from = y + by, cells = -cost(wanted, y, shown, from);

	if (!is_blank_end)
		return cells + cost(wanted, y, shown, y);
	return cells + cost_on_blank(wanted, y) +
	       cost(wanted, from, shown, from) - cost_on_blank(wanted, from);
}

/* Rows beside the run that differ in little, a mark or a lit name, move with
 * it: as many of them, in a direction, as save most.  Returns their number. */
static int beside(const struct canvas *shown, const struct canvas *wanted,
		  const struct shift *s, int step)
{
	bool is_blank_end = (step > 0) == (s->by > 0);
	int y = step > 0 ? s->end : s->start - 1;
	int cells = 0, most = 0, best = 0;

	for (int n = 1; y >= 0 && y < shown->rows; n++, y += step) {
		if (y + s->by < 0 || y + s->by >= shown->rows)
			break;
		cells += saved(shown, wanted, y, s->by, is_blank_end);
		if (cells < -shown->cols)
			break;
		if (cells > most) {
			most = cells;
			best = n;
		}
	}
	return best;
}

static struct shift find_shift(const struct canvas *shown,
			       const struct canvas *wanted)
{
	int rows = shown->rows;
	struct shift best = {0, 0, 0, 1};
	uint64_t *old = malloc((size_t)rows * 2 * sizeof(*old));
	bool *is_empty = malloc((size_t)rows);

	if (!old || !is_empty)
		goto out;
	for (int y = 0; y < rows; y++) {
		old[y] = row_hash(shown, y);
		old[rows + y] = row_hash(wanted, y);
		is_empty[y] = row_is_blank(wanted, y);
	}
	for (int by = 1 - rows; by < rows; by++) {
		struct shift run;

		if (by == 0)
			continue;
		run = find_run(old, old + rows, is_empty, rows, by);
		if (run.gain <= best.gain)
			continue;
		run.gain -= by > 0 ? lost_rows(old, old + rows, run.end,
					       run.end + by)
				   : lost_rows(old, old + rows, run.start + by,
					       run.start);
		if (run.gain > best.gain)
			best = run;
	}
	if (best.by != 0) {
		best.start -= beside(shown, wanted, &best, -1);
		best.end += beside(shown, wanted, &best, 1);
	}
out:
	free(old);
	free(is_empty);
	return best;
}

static void blank_row(struct canvas *c, int y)
{
	static const struct cell blank = {
		.text = " ", .len = 1, .width = 1, .style = STYLE_TEXT};

	for (int x = 0; x < c->cols; x++)
		*canvas_at(c, y, x) = blank;
}

static void scroll(const struct painter *to, struct canvas *shown,
		   const struct canvas *wanted)
{
	struct shift s = find_shift(shown, wanted);
	int by = s.by, top, bottom, keep;

	if (by == 0 || !to->scroll)
		return;
	top = by > 0 ? s.start : s.start + by;
	bottom = by > 0 ? s.end + by : s.end;
	if (!to->scroll(to->self, top, bottom, by))
		return;
	keep = bottom - top - abs(by);
	memmove(canvas_at(shown, by > 0 ? top : top - by, 0),
		canvas_at(shown, by > 0 ? top + by : top, 0),
		(size_t)keep * (size_t)shown->cols * sizeof(struct cell));
	for (int y = 0; y < abs(by); y++)
		blank_row(shown, by > 0 ? bottom - 1 - y : top + y);
}

/* ---- rows ---- */

/* The first column of the blank end of a row. */
static int blank_from(const struct canvas *c, int y)
{
	int x = c->cols;

	while (x > 0 && is_blank(canvas_at(c, y, x - 1)))
		x--;
	return x;
}

static void mark_changes(const struct canvas *shown,
			 const struct canvas *wanted, int y, bool *must)
{
	int cols = wanted->cols, gap = -1;

	for (int x = 0; x < cols; x++) {
		const struct cell *old = canvas_at(shown, y, x);
		const struct cell *new = canvas_at(wanted, y, x);

		if (same(old, new))
			continue;
		must[x] = true;
		if (!old->is_doubtful && !new->is_doubtful)
			continue;
		for (int i = x; i < cols && i <= x + PAINT_OVERFLOW; i++)
			must[i] = true;
	}
	for (int x = 0; x < cols; x++) {
		if (!must[x])
			continue;
		if (gap >= 0 && x - gap - 1 <= PAINT_GAP)
			memset(must + gap, true, (size_t)(x - gap));
		gap = x;
	}
	for (int x = 0; x < cols; x++) {
		if (must[x] && canvas_at(wanted, y, x)->width == 0 && x > 0)
			must[x - 1] = true;
		if (must[x] && canvas_at(wanted, y, x)->width == 2)
			must[x + 1] = true;
	}
}

static void paint_cells(const struct painter *to, const struct canvas *wanted,
			int y, int end, const bool *must)
{
	int last = wanted->cols - 1;

	for (int x = 0; x < end; x++) {
		const struct cell *cell = canvas_at(wanted, y, x);

		if (!must[x] || cell->width == 0)
			continue;
		if (to->no_corner && y == wanted->rows - 1 &&
		    x + cell->width > last)
			continue;
		to->move(to->self, y, x);
		to->look(to->self, cell->style, cell->over);
		to->put(to->self, cell->text, cell->len, cell->width,
			cell->is_doubtful || x + cell->width > last);
	}
}

static void paint_row(const struct painter *to, const struct canvas *shown,
		      const struct canvas *wanted, int y, bool *must)
{
	int old_end = blank_from(shown, y), end = blank_from(wanted, y);
	int cols = wanted->cols;

	memset(must, false, (size_t)cols);
	mark_changes(shown, wanted, y, must);
	if (old_end - end <= 3) {
		paint_cells(to, wanted, y, cols, must);
		return;
	}
	paint_cells(to, wanted, y, end, must);
	to->move(to->self, y, end);
	to->look(to->self, STYLE_TEXT, STYLE_TEXT);
	to->erase(to->self, cols - end);
}

void paint(const struct painter *to, struct canvas *shown,
	   const struct canvas *wanted)
{
	size_t row = (size_t)wanted->cols * sizeof(struct cell);
	bool *must = malloc((size_t)wanted->cols + 1);

	if (!must)
		return;
	scroll(to, shown, wanted);
	for (int y = 0; y < wanted->rows; y++) {
		struct cell *old = canvas_at(shown, y, 0);
		const struct cell *new = canvas_at(wanted, y, 0);

		if (memcmp(old, new, row) == 0)
			continue;
		paint_row(to, shown, wanted, y, must);
		memcpy(old, new, row);
	}
	free(must);
	to->move(to->self, wanted->cursor_y, wanted->cursor_x);
	shown->cursor_y = wanted->cursor_y;
	shown->cursor_x = wanted->cursor_x;
}
