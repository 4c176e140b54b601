#include "ui/layout.h"

#include "../test.h"

/* The lines of a body as text, parted by |. */
static const char *lay(struct arena *a, const char *body, uint32_t width,
		       uint8_t kind, struct layout *out)
{
	struct article *art = article_new(a);
	const char *all = "";

	article_set_text(art, SLICE("T"), slice_of(body));
	if (kind != BLOCK_KINDS) {
		art->blocks = arena_alloc(a, sizeof(*art->blocks));
		art->blocks[0] = (struct block){art->body, kind, 1};
		art->n_blocks = 1;
	}
	layout_make(a, art, width, 0, out);
	for (uint32_t i = 0; i < out->n; i++) {
		struct span s = {out->at[i].start, out->at[i].end};
		struct slice text = article_slice(art, s);

		all = arena_printf(a, "%s%s%.*s", all, i ? "|" : "",
				   (int)text.len, text.at);
	}
	return all;
}

static const struct {
	const char *body;
	uint32_t width;
	uint8_t kind;
	const char *lines;
} rows[] = {
	{"one two three", 10, BLOCK_PARAGRAPH, "one two|three"},
	{"one two three four", 13, BLOCK_PARAGRAPH, "one two three|four"},
	{"trailing blanks   ", 40, BLOCK_PARAGRAPH, "trailing blanks"},
	{"one   two three", 10, BLOCK_PARAGRAPH, "one   two|three"},
	{"Donaudampfschifffahrt", 10, BLOCK_PARAGRAPH,
	 "Donaudampf|schifffahr|t"},
	{"a Donaudampfschiff b", 10, BLOCK_PARAGRAPH, "a|Donaudampf|schiff b"},
	{"an ill-advised word", 10, BLOCK_PARAGRAPH, "an ill-|advised|word"},
	{"minus -12 -13 -14", 10, BLOCK_PARAGRAPH, "minus -12|-13 -14"},
	{"日本語の文章です。", 10, BLOCK_PARAGRAPH, "日本語の文|章です。"},
	{"日本語の文。章", 10, BLOCK_PARAGRAPH, "日本語の|文。章"},
	{"first\nsecond line", 40, BLOCK_PARAGRAPH, "first|second line"},
	{"no\u00a0break here now", 13, BLOCK_PARAGRAPH,
	 "no\u00a0break here|now"},
	{"  keep   this\nas it is", 40, BLOCK_PRE, "  keep   this|as it is"},
	{"Team\tPts\nCity\t12", 20, BLOCK_TABLE, "Team\tPts|City\t12"},
	{"a long cell\tand another\nx\ty", 12, BLOCK_TABLE,
	 "a long cell|and another|x\ty"},
	{"dit « oui » et non", 10, BLOCK_PARAGRAPH, "dit|« oui » et|non"},
	{"vraiment oui ? non", 13, BLOCK_PARAGRAPH, "vraiment|oui ? non"},
	{"« aaaaaaaaaaaaaa", 10, BLOCK_PARAGRAPH, "« aaaaaaaa|aaaaaa"},
	{"no blocks at all", 10, BLOCK_KINDS, "no blocks|at all"},
	{"", 10, BLOCK_KINDS, ""},
};

static void it_breaks_between_words_and_graphemes(void **state)
{
	(void)state;
	for (size_t i = 0; i < array_length(rows); i++) {
		struct arena a;
		struct layout l;

		arena_init(&a);
		assert_string_equal(
			lay(&a, rows[i].body, rows[i].width, rows[i].kind, &l),
			rows[i].lines);
		arena_free(&a);
	}
}

static void it_aligns_numbers_of_a_table_at_the_right(void **state)
{
	struct arena a;
	struct layout l;

	(void)state;
	arena_init(&a);
	lay(&a, "Team\tPts\nCity\t12\nHarbour\t7", 30, BLOCK_TABLE, &l);
	assert_int_equal(l.n, 3);
	assert_int_equal(l.at[1].stops[0], 0);
	assert_int_equal(l.at[1].stops[1], 10);
	assert_int_equal(l.at[2].stops[1], 11);
	arena_free(&a);
}

static void it_marks_quotations_and_finds_lines(void **state)
{
	struct arena a;
	struct layout l;
	struct article *art;
	struct quote quotes[2] = {0};

	(void)state;
	arena_init(&a);
	art = article_new(&a);
	article_set_text(art, SLICE(""),
			 SLICE("one two three four five six seven."));
	quotes[0].span =
		(struct span){art->body.start + 4, art->body.start + 13};
	quotes[0].kind = QUOTE_INDIRECT;
	quotes[1].span =
		(struct span){art->body.start + 19, art->body.start + 23};
	quotes[1].kind = QUOTE_DIRECT;
	art->quotes = quotes;
	art->n_quotes = 2;
	layout_make(&a, art, 10, 0, &l);
	/* one two | three four | five six | seven. */
	assert_int_equal(l.n, 4);
	assert_int_equal(l.at[0].bar, BAR_REPORTED);
	assert_int_equal(l.at[0].quote, 0);
	assert_int_equal(l.at[1].bar, BAR_REPORTED);
	assert_int_equal(l.at[1].quote, -1);
	assert_int_equal(l.at[2].bar, BAR_WORDS);
	assert_int_equal(l.at[2].quote, 1);
	assert_int_equal(l.at[3].bar, BAR_NONE);
	assert_int_equal(layout_line(&l, art->body.start), 0);
	assert_int_equal(layout_line(&l, art->body.start + 19), 2);
	assert_int_equal(layout_line(&l, 9999), 3);
	arena_free(&a);
}

static void a_link_has_a_cell_for_its_arrow(void **state)
{
	static const char body[] = "one (two) three four";
	struct arena a;
	struct layout l;
	struct article *art;
	struct link links[2] = {{.kind = LINK_INLINE}, {.kind = LINK_RELATED}};

	(void)state;
	arena_init(&a);
	art = article_new(&a);
	article_set_text(art, SLICE("T"), slice_of(body));
	links[0].span = (struct span){art->body.start + 5, art->body.start + 8};
	links[1].span =
		(struct span){art->body.start + 10, art->body.start + 10};
	art->links = links;
	art->n_links = 1;
	layout_make(&a, art, 10, 0, &l);
	/* one (>two) | three four: ten cells */
	assert_int_equal(l.n, 2);
	assert_int_equal(l.n_inserts, 1);
	assert_non_null(layout_insert(&l, links[0].span.start));
	assert_null(layout_insert(&l, links[0].span.start + 1));
	links[0].span.start = art->body.start + 10;
	links[0].span.end = art->body.start + 15;
	layout_make(&a, art, 10, 0, &l);
	/* one (two) | >three | four */
	assert_int_equal(l.n, 3);
	arena_free(&a);
}

static void it_takes_any_width_and_any_bytes(void **state)
{
	static const char odd[] =
		"\xff\xfe a\t\tb \u0301\u200b👨‍👩‍👧 "
		"日本\n\n\n   \t x\xe6";
	struct arena a;
	struct layout l;

	(void)state;
	for (uint32_t width = 0; width < 30; width++) {
		for (uint8_t kind = 0; kind <= BLOCK_KINDS; kind++) {
			arena_init(&a);
			lay(&a, odd, width, kind, &l);
			assert_true(l.n < 40);
			arena_free(&a);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_breaks_between_words_and_graphemes),
		TEST(it_aligns_numbers_of_a_table_at_the_right),
		TEST(it_marks_quotations_and_finds_lines),
		TEST(a_link_has_a_cell_for_its_arrow),
		TEST(it_takes_any_width_and_any_bytes),
	};

	return cmocka_run_group_tests_name("ui/layout", tests, NULL, NULL);
}
