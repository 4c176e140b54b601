#include "base/width.h"

#include "../test.h"

static const struct {
	const char *text;
	uint32_t len;
	int width;
} clusters[] = {
	{"a", 1, 1},
	{"é", 2, 1},
	{"e\u0301x", 3, 1},
	{"日", 3, 2},
	{"한국", 3, 2},
	{"\u1112\u1161\u11ab", 9, 2}, /* jamo make one syllable */
	{"👍x", 4, 2},
	{"👍🏽x", 8, 2},             /* a skin tone belongs to it */
	{"👨‍👩‍👧 x", 18, 2}, /* a family is one */
	{"🇫🇮🇸🇪", 8, 2},                  /* two letters a flag */
	{"❤️x", 6, 2},               /* shown as an emoji */
	{"\u0301", 2, 0},
	{"\u200b", 3, 0},
	{"\u00ad", 2, 0},
	{"\xff", 1, 1},
	{"\xe6\x97", 1, 1},
	{"\r\n", 1, 1},
	{"\033", 1, 1},
};

static void it_knows_graphemes_and_their_cells(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(clusters) / sizeof(clusters[0]); i++) {
		struct cluster c =
			cell_next(clusters[i].text, strlen(clusters[i].text));

		if (c.len != clusters[i].len || c.width != clusters[i].width)
			print_error("row %zu: %u bytes, %d cells\n", i, c.len,
				    c.width);
		assert_int_equal(c.len, clusters[i].len);
		assert_int_equal(c.width, clusters[i].width);
	}
}

static const struct {
	const char *text;
	size_t cols, bytes, used;
} fits[] = {
	{"abc", 2, 2, 2},      {"abc", 9, 3, 3}, {"日本", 3, 3, 2},
	{"e\u0301e", 1, 3, 1}, {"", 3, 0, 0},    {"日", 1, 0, 0},
};

static void it_fits_whole_graphemes_only(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(fits) / sizeof(fits[0]); i++) {
		size_t used, n = cell_fit(fits[i].text, strlen(fits[i].text),
					  fits[i].cols, &used);

		assert_int_equal(n, fits[i].bytes);
		assert_int_equal(used, fits[i].used);
	}
}

static void it_doubts_what_terminals_do_not_agree_on(void **state)
{
	(void)state;
	assert_false(cell_next("a", 1).is_doubtful);
	assert_false(cell_next("“", 3).is_doubtful);
	assert_false(cell_next("┃", 3).is_doubtful);
	assert_false(cell_next("日", 3).is_doubtful);
	assert_false(cell_next("e\u0301", 3).is_doubtful);
	assert_true(cell_next("👍", 4).is_doubtful);
	assert_true(cell_next("👍🏽", 8).is_doubtful);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_knows_graphemes_and_their_cells),
		TEST(it_fits_whole_graphemes_only),
		TEST(it_doubts_what_terminals_do_not_agree_on),
	};

	return cmocka_run_group_tests_name("base/width", tests, NULL, NULL);
}
