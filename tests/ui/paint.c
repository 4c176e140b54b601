#include "ui/paint.h"

#include <stdlib.h>

#include "../test.h"

/* A terminal of cells that does what the painter says, and counts. */
struct fake {
	struct canvas canvas;
	int y, x, puts, scrolls;
	uint8_t style, over;
};

static void on_move(void *self, int y, int x)
{
	struct fake *f = self;

	f->y = y;
	f->x = x;
}

static void on_look(void *self, uint8_t style, uint8_t over)
{
	struct fake *f = self;

	f->style = style;
	f->over = over;
}

static void on_put(void *self, const char *text, size_t len, int width,
		   bool is_lost)
{
	struct fake *f = self;
	struct area all = area_all(&f->canvas);

	area_over(&all, f->y, f->x, f->style, f->over, text, len);
	f->x += width;
	f->puts++;
	if (is_lost)
		f->y = -1;
}

static void on_erase(void *self, int cols)
{
	struct fake *f = self;
	struct area all = area_all(&f->canvas);

	assert_int_equal(f->style, STYLE_TEXT);
	area_repeat(&all, f->y, f->x, f->x + cols, STYLE_TEXT, " ");
}

static bool on_scroll(void *self, int top, int bottom, int n)
{
	struct fake *f = self;
	size_t cols = (size_t)f->canvas.cols;
	size_t all_cells = cols * (size_t)f->canvas.rows;
	struct cell *copy = calloc(all_cells, sizeof(*copy));
	struct area all = area_all(&f->canvas);

	assert_non_null(copy);
	memcpy(copy, f->canvas.cells, all_cells * sizeof(*copy));
	for (int y = top; y < bottom; y++) {
		if (y + n >= top && y + n < bottom)
			memcpy(canvas_at(&f->canvas, y, 0),
			       copy + (size_t)(y + n) * cols,
			       cols * sizeof(*copy));
		else
			area_repeat(&all, y, 0, f->canvas.cols, STYLE_TEXT,
				    " ");
	}
	free(copy);
	f->scrolls++;
	return true;
}

struct setting {
	struct canvas shown, wanted;
	struct painter painter;
	struct fake fake;
};

static void set_up(struct setting *s, int rows, int cols)
{
	memset(s, 0, sizeof(*s));
	canvas_resize(&s->shown, rows, cols);
	canvas_resize(&s->wanted, rows, cols);
	canvas_resize(&s->fake.canvas, rows, cols);
	s->fake.y = -1;
	s->painter = (struct painter){.self = &s->fake,
				      .move = on_move,
				      .look = on_look,
				      .put = on_put,
				      .erase = on_erase,
				      .scroll = on_scroll};
}

static void tear_down(struct setting *s)
{
	canvas_free(&s->shown);
	canvas_free(&s->wanted);
	canvas_free(&s->fake.canvas);
}

static bool is_same(const struct canvas *a, const struct canvas *b)
{
	return memcmp(a->cells, b->cells,
		      (size_t)a->rows * (size_t)a->cols * sizeof(*a->cells)) ==
	       0;
}

static void fill(struct canvas *c, unsigned seed)
{
	static const char *const words[] = {"a", "bc",      "日本", " ",
					    "👍", "e\u0301", "xyz"};
	struct area all = area_all(c);

	canvas_clear(c);
	for (int y = 0; y < c->rows; y++) {
		for (int x = 0, steps = 0; x < c->cols && steps < 99; steps++) {
			seed = seed * 1103515245u + 12345u;
			x = area_string(&all, y, x, (uint8_t)(seed >> 8 & 3),
					words[(seed >> 16) % 7]) +
			    (int)(seed >> 24 & 3);
			if ((seed >> 20 & 15) == 0)
				break;
		}
	}
}

static void it_ends_with_what_was_wanted(void **state)
{
	struct setting s;

	(void)state;
	set_up(&s, 6, 23);
	for (unsigned i = 0; i < 300; i++) {
		fill(&s.wanted, i * 7919u);
		paint(&s.painter, &s.shown, &s.wanted);
		assert_true(is_same(&s.shown, &s.wanted));
		assert_true(is_same(&s.fake.canvas, &s.wanted));
	}
	tear_down(&s);
}

static void it_sends_only_what_differs(void **state)
{
	struct setting s;
	struct area all;

	(void)state;
	set_up(&s, 3, 20);
	all = area_all(&s.wanted);
	area_string(&all, 0, 0, STYLE_TEXT, "the same but here");
	paint(&s.painter, &s.shown, &s.wanted);
	s.fake.puts = 0;
	area_string(&all, 0, 13, STYLE_TEXT, "HERE");
	paint(&s.painter, &s.shown, &s.wanted);
	assert_int_equal(s.fake.puts, 4);
	s.fake.puts = 0;
	paint(&s.painter, &s.shown, &s.wanted);
	assert_int_equal(s.fake.puts, 0);
	tear_down(&s);
}

static void it_scrolls_where_that_is_less(void **state)
{
	struct setting s;
	struct area all;

	(void)state;
	set_up(&s, 10, 30);
	for (int top = 0; top < 5; top++) {
		canvas_clear(&s.wanted);
		all = area_all(&s.wanted);
		area_string(&all, 0, 0, STYLE_TITLE, "head");
		for (int y = 1; y < 9; y++)
			area_printf(&all, y, 0, STYLE_TEXT,
				    "line %d of a long text", top + y);
		area_string(&all, 9, 0, STYLE_STATUS, "foot");
		s.fake.puts = 0;
		paint(&s.painter, &s.shown, &s.wanted);
		assert_true(is_same(&s.fake.canvas, &s.wanted));
		if (top > 0)
			assert_true(s.fake.puts < 30);
	}
	assert_int_equal(s.fake.scrolls, 4);
	tear_down(&s);
}

static void rows_that_differ_in_a_mark_scroll_too(void **state)
{
	struct setting s;
	struct area all;

	(void)state;
	set_up(&s, 10, 40);
	for (int top = 0; top < 5; top++) {
		canvas_clear(&s.wanted);
		all = area_all(&s.wanted);
		area_string(&all, 0, 0, STYLE_TITLE, "head");
		for (int y = 1; y < 9; y++)
			area_printf(&all, y, 1, STYLE_TEXT,
				    "line %d of a long text", top + y);
		area_string(&all, 6, 9, STYLE_PERSON, "lit");
		area_string(&all, 8, 0, STYLE_CURSOR, ">");
		s.fake.puts = 0;
		paint(&s.painter, &s.shown, &s.wanted);
		assert_true(is_same(&s.fake.canvas, &s.wanted));
		if (top > 0)
			assert_true(s.fake.puts < 35);
	}
	assert_int_equal(s.fake.scrolls, 4);
	tear_down(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_ends_with_what_was_wanted),
		TEST(it_sends_only_what_differs),
		TEST(it_scrolls_where_that_is_less),
		TEST(rows_that_differ_in_a_mark_scroll_too),
	};

	return cmocka_run_group_tests_name("ui/paint", tests, NULL, NULL);
}
