#include "ui/bidi.h"

#include "../test.h"
#include "base/array.h"
#include "base/str.h"

/* Letters of Hebrew stand in the order of the text at the left, as they are
 * to be seen at the right; | is the cursor, put before what it is on. */
static const struct {
	const char *text, *seen;
} rows[] = {
	{"plain text", "plain text"},
	{"אבג", "גבא"},
	{"say אבג now", "say גבא now"},
	{"אבג says 12", "says 12 גבא"},
	{"(אבג)", "(גבא)"},
	/* bars and columns part runs, and stay */
	{"┃ אבג def │ אב", "┃ def גבא │ בא"},
	{"אב   גד", "בא   דג"},
	{"• אב c", "• c בא"},
	/* wide graphemes stay whole, marks on their letters */
	{"אב東京", "東京בא"},
	{"שָב", "בשָ"},
	/* Arabic letters get their joined forms */
	{"سلام", "\uFEE1\uFE8E\uFEE0\uFEB3"},
};

static void show(const struct canvas *c, struct str *out)
{
	str_clear(out);
	for (int x = 0; x < c->cols; x++) {
		const struct cell *cell = canvas_at(c, 0, x);

		str_add(out, cell->text, cell->len);
	}
	while (out->len > 0 && out->at[out->len - 1] == ' ')
		out->at[--out->len] = '\0';
}

static void it_orders_runs_and_nothing_else(void **state)
{
	struct canvas c;
	struct str out = {0};
	struct area all;

	(void)state;
	if (!bidi_is_built())
		skip();
	canvas_init(&c);
	canvas_resize(&c, 1, 40);
	all = area_all(&c);
	for (size_t i = 0; i < array_length(rows); i++) {
		canvas_clear(&c);
		area_string(&all, 0, 0, STYLE_TEXT, rows[i].text);
		bidi_order(&c);
		show(&c, &out);
		assert_string_equal(str_text(&out), rows[i].seen);
	}
	str_free(&out);
	canvas_free(&c);
}

static void the_cursor_stays_on_its_letter(void **state)
{
	struct canvas c;
	struct area all;

	(void)state;
	if (!bidi_is_built())
		skip();
	canvas_init(&c);
	canvas_resize(&c, 1, 40);
	all = area_all(&c);
	area_string(&all, 0, 0, STYLE_TEXT, "say אבג now");
	area_cursor(&all, 0, 4);
	bidi_order(&c);
	assert_int_equal(c.cursor_x, 6);
	area_cursor(&all, 0, 1);
	bidi_order(&c);
	assert_int_equal(c.cursor_x, 1);
	canvas_free(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_orders_runs_and_nothing_else),
		TEST(the_cursor_stays_on_its_letter),
	};

	return cmocka_run_group_tests_name("ui/bidi", tests, NULL, NULL);
}
