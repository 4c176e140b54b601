#include "ui/canvas.h"

#include "../test.h"
#include "base/array.h"
#include "base/str.h"

/* Row y of a canvas as text, blanks at the end cut. */
static const char *row_text(const struct canvas *c, int y, struct str *out)
{
	str_clear(out);
	for (int x = 0; x < c->cols; x++)
		str_add(out, canvas_at(c, y, x)->text, canvas_at(c, y, x)->len);
	while (out->len > 0 && out->at[out->len - 1] == ' ')
		out->at[--out->len] = '\0';
	return str_text(out);
}

static const struct {
	const char *text;
	int x, cols;
	const char *row;
	int end;
} drawn[] = {
	{"plain", 0, 8, "plain", 5},
	{"too long for it", 0, 8, "too long", 8},
	{"clipped left", -3, 8, "pped lef", 8},
	{"日本語", 0, 8, "日本語", 6},
	{"日本語", 0, 5, "日本", 4},         /* no half of a wide one */
	{"e\u0301té", 0, 8, "e\u0301té", 3}, /* marks join their letter */
	{"a\u200b"
	 "b",
	 0, 8, "ab", 2}, /* what has no width is left out */
	{"a\tb\nc", 0, 8, "a b c", 5},
	{"\033[31mred", 0, 12, "␛[31mred", 8},
	{"bell\a del\x7f", 0, 12, "bell␇ del␡", 10},
	{"c1 \xc2\x9b"
	 "31m",
	 0, 12, "c1 \ufffd31m", 7},
	{"rlo \u202egpj", 0, 12, "rlo \ufffdgpj", 8},
	{"bad \xff\xc3(", 0, 12, "bad \ufffd\ufffd(", 7},
};

static void it_draws_text_clipped_and_filtered(void **state)
{
	struct str out = {0};

	(void)state;
	for (size_t i = 0; i < array_length(drawn); i++) {
		struct canvas c;
		struct area all;
		int end;

		canvas_init(&c);
		canvas_resize(&c, 1, drawn[i].cols);
		all = area_all(&c);
		end = area_string(&all, 0, drawn[i].x, STYLE_TEXT,
				  drawn[i].text);
		assert_string_equal(row_text(&c, 0, &out), drawn[i].row);
		assert_int_equal(end, drawn[i].end);
		canvas_free(&c);
	}
	str_free(&out);
}

static const struct {
	const char *text;
	int cols;
	const char *row;
} cut[] = {
	{"fits", 4, "fits"},    {"does not fit", 8, "does no…"},
	{"no blank", 4, "no…"}, {"日本語", 5, "日本…"},
	{"日本語", 4, "日…"},   {"", 3, ""},
	{"x", 0, ""},
};

static void it_cuts_long_text_with_a_mark(void **state)
{
	struct str out = {0};

	(void)state;
	for (size_t i = 0; i < array_length(cut); i++) {
		struct canvas c;
		struct area all;

		canvas_init(&c);
		canvas_resize(&c, 1, 20);
		all = area_all(&c);
		area_cut(&all, 0, 0, cut[i].cols, STYLE_TEXT, cut[i].text,
			 strlen(cut[i].text));
		assert_string_equal(row_text(&c, 0, &out), cut[i].row);
		canvas_free(&c);
	}
	str_free(&out);
}

static void it_leaves_no_half_of_a_wide_grapheme(void **state)
{
	struct str out = {0};
	struct canvas c;
	struct area all;

	(void)state;
	canvas_init(&c);
	canvas_resize(&c, 1, 6);
	all = area_all(&c);
	area_string(&all, 0, 0, STYLE_TEXT, "日本語");
	area_string(&all, 0, 1, STYLE_TEXT, "x");
	assert_string_equal(row_text(&c, 0, &out), " x本語");
	area_string(&all, 0, 4, STYLE_TEXT, "y");
	assert_string_equal(row_text(&c, 0, &out), " x本y");
	canvas_free(&c);
	str_free(&out);
}

static void it_keeps_parts_inside_their_area(void **state)
{
	struct canvas c;
	struct area all, part;

	(void)state;
	canvas_init(&c);
	canvas_resize(&c, 4, 10);
	all = area_all(&c);
	part = area_part(&all, 2, 8, 5, 5);
	assert_int_equal(part.rows, 2);
	assert_int_equal(part.cols, 2);
	area_string(&part, 0, 0, STYLE_TEXT, "abc");
	area_string(&part, 7, 0, STYLE_TEXT, "abc");
	assert_int_equal(canvas_at(&c, 2, 9)->text[0], 'b');
	assert_int_equal(canvas_at(&c, 3, 0)->text[0], ' ');
	area_cursor(&part, 9, 9);
	assert_int_equal(c.cursor_y, 3);
	assert_int_equal(c.cursor_x, 9);
	area_repeat(&part, 9, 0, 99, STYLE_TEXT, "-");
	part = area_part(&all, 9, 20, 1, 1);
	assert_int_equal(part.rows, 0);
	area_string(&part, 0, 0, STYLE_TEXT, "nothing");
	canvas_free(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_draws_text_clipped_and_filtered),
		TEST(it_cuts_long_text_with_a_mark),
		TEST(it_leaves_no_half_of_a_wide_grapheme),
		TEST(it_keeps_parts_inside_their_area),
	};

	return cmocka_run_group_tests_name("ui/canvas", tests, NULL, NULL);
}
