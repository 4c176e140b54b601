#include "ui/bidi.h"

#include <string.h>

#include "base/utf8.h"

#ifdef HAVE_FRIBIDI
#include <fribidi.h>

/* Graphemes of one run; longer ones are left as they are. */
#define RUN_MOST 1024

/* A run of a row: graphemes [0, n) at columns from x on. */
struct run {
	struct cell cell[RUN_MOST];
	FriBidiChar rune[RUN_MOST];
	FriBidiCharType type[RUN_MOST];
	FriBidiBracketType bracket[RUN_MOST];
	FriBidiLevel level[RUN_MOST];
	FriBidiArabicProp joins[RUN_MOST];
	uint16_t order[RUN_MOST]; /* place on the screen to place in the text */
	int n, x, end;
};

static FriBidiChar rune_of(const struct cell *cell)
{
	uint32_t rune = ' ';

	if (cell->len > 0)
		utf8_get(cell->text, cell->len, &rune);
	return rune;
}

/* Strong right-to-left letters stand in these blocks alone. */
static bool is_right(FriBidiChar rune)
{
	return (rune >= 0x590 && rune <= 0x8FF) ||
	       (rune >= 0xFB1D && rune <= 0xFEFC) ||
	       (rune >= 0x10800 && rune <= 0x10FFF) ||
	       (rune >= 0x1E800 && rune <= 0x1EFFF);
}

/* Bars and marks of rows part runs. */
static bool is_bar(const struct cell *cell, FriBidiChar rune)
{
	return (rune >= 0x2500 && rune <= 0x257F) || rune == 0x2022 ||
	       rune == 0x2192 || cell->style == STYLE_CURSOR;
}

/* Does another column of a list or a head begin behind the blank at x?  What
 * stands aside is dim. */
static bool is_edge(const struct canvas *c, int y, int x)
{
	const struct cell *next = canvas_at(c, y, x + 1);

	return rune_of(next) == ' ' ||
	       (x > 0 && (next->style == STYLE_DIM) !=
				 (canvas_at(c, y, x - 1)->style == STYLE_DIM));
}

/* The next run of a row from column x: up to a bar or the end of a column.
 * Returns whether there is something to order in it. */
static bool take_run(const struct canvas *c, int y, int x, struct run *r)
{
	bool has_right = false;

	while (x < c->cols && rune_of(canvas_at(c, y, x)) == ' ')
		x++;
	r->x = r->end = x;
	r->n = 0;
	for (; x < c->cols; x++) {
		const struct cell *cell = canvas_at(c, y, x);
		FriBidiChar rune = rune_of(cell);

		if (cell->width == 0)
			continue;
		if (is_bar(cell, rune))
			break;
		if (rune == ' ' && x + 1 < c->cols && is_edge(c, y, x))
			break;
		if (r->n == RUN_MOST)
			break;
		r->cell[r->n] = *cell;
		r->rune[r->n++] = rune;
		has_right |= is_right(rune);
	}
	r->end = x;
	if (r->n > 0 && r->rune[r->n - 1] == ' ')
		r->n--;
	return has_right;
}

/* Rule L2: from the highest level down, what is at least that high is turned
 * round. */
static void turn(struct run *r, FriBidiLevel highest)
{
	for (int i = 0; i < r->n; i++)
		r->order[i] = (uint16_t)i;
	for (FriBidiLevel level = highest; level > 0; level--) {
		for (int from = 0; from < r->n; from++) {
			int to = from;

			while (to < r->n && r->level[to] >= level)
				to++;
			for (int a = from, b = to - 1; a < b; a++, b--) {
				uint16_t place = r->order[a];

				r->order[a] = r->order[b];
				r->order[b] = place;
			}
			from = to;
		}
	}
}

/* Joined forms of Arabic letters, mirrored brackets. */
static void reshape(struct run *r, const FriBidiChar *before)
{
	for (int i = 0; i < r->n; i++) {
		struct cell *cell = &r->cell[i];
		FriBidiChar rune = r->rune[i], twin;
		char bytes[4], rest[CELL_BYTES];
		size_t n, old, left;

		if ((r->level[i] & 1) && fribidi_get_mirror_char(rune, &twin))
			rune = twin;
		if (rune == before[i] || cell->len == 0)
			continue;
		n = utf8_put(bytes, rune);
		old = utf8_get(cell->text, cell->len, &twin);
		left = cell->len - old;
		if (n + left > CELL_BYTES)
			continue;
		memcpy(rest, cell->text + old, left);
		memset(cell->text, 0, sizeof(cell->text));
		memcpy(cell->text, bytes, n);
		memcpy(cell->text + n, rest, left);
		cell->len = (uint8_t)(n + left);
	}
}

static bool find_order(struct run *r)
{
	FriBidiParType base = FRIBIDI_PAR_ON;
	FriBidiChar before[RUN_MOST];
	FriBidiLevel highest;

	memcpy(before, r->rune, (size_t)r->n * sizeof(before[0]));
	fribidi_get_bidi_types(r->rune, r->n, r->type);
	fribidi_get_bracket_types(r->rune, r->n, r->type, r->bracket);
	highest = fribidi_get_par_embedding_levels_ex(r->type, r->bracket, r->n,
						      &base, r->level);
	if (highest == 0)
		return false;
	fribidi_get_joining_types(r->rune, r->n, r->joins);
	fribidi_join_arabic(r->type, r->n, r->level, r->joins);
	fribidi_shape_arabic(FRIBIDI_FLAG_SHAPE_ARAB_PRES, r->level, r->n,
			     r->joins, r->rune);
	reshape(r, before);
	turn(r, (FriBidiLevel)(highest - 1));
	return true;
}

/* Put the graphemes back in their order; returns the cursor's new column. */
static int put_run(struct canvas *c, int y, const struct run *r, int cursor)
{
	int starts[RUN_MOST], x = r->x, moved = cursor;

	for (int i = 0; i < r->n; i++) {
		starts[i] = x;
		x += r->cell[i].width;
	}
	x = r->x;
	for (int i = 0; i < r->n; i++) {
		const struct cell *cell = &r->cell[r->order[i]];

		if (starts[r->order[i]] == cursor)
			moved = x;
		*canvas_at(c, y, x) = *cell;
		if (cell->width == 2) {
			struct cell *right = canvas_at(c, y, x + 1);

			*right = *cell;
			right->width = right->len = 0;
			right->is_doubtful = false;
		}
		x += cell->width;
	}
	return moved;
}

static void order_row(struct canvas *c, int y)
{
	struct run r;
	int cursor = c->cursor_y == y ? c->cursor_x : -1;

	for (int x = 0; x < c->cols; x = r.end + 1) {
		if (take_run(c, y, x, &r) && find_order(&r)) {
			bool is_in = cursor >= r.x && cursor < r.end;
			int moved = put_run(c, y, &r, cursor);

			if (is_in)
				c->cursor_x = moved;
		}
	}
}

/* A glance at the lead bytes spares nearly every row all of this. */
static bool may_have_right(const struct canvas *c, int y)
{
	for (int x = 0; x < c->cols; x++) {
		const struct cell *cell = canvas_at(c, y, x);

		if (cell->len > 1 && (unsigned char)cell->text[0] >= 0xD6 &&
		    is_right(rune_of(cell)))
			return true;
	}
	return false;
}

bool bidi_is_built(void)
{
	return true;
}

void bidi_order(struct canvas *c)
{
	for (int y = 0; y < c->rows; y++) {
		if (may_have_right(c, y))
			order_row(c, y);
	}
}

#else

bool bidi_is_built(void)
{
	return false;
}

void bidi_order(struct canvas *c)
{
	(void)c;
}

#endif
