#include "ui/style.h"

#include <stdlib.h>

#include "../test.h"
#include "base/array.h"

/* ---- colours ---- */

static double channel(uint32_t value)
{
	double c = value / 255.0, power = 1, base;

	if (c <= 0.04045)
		return c / 12.92;
	/* ^2.4 by fifths: no libm here */
	base = (c + 0.055) / 1.055;
	for (int i = 0; i < 12; i++)
		power *= base;
	/* the fifth root of power, by Newton's steps */
	base = 1;
	for (int i = 0; i < 60; i++)
		base -= (base * base * base * base * base - power) /
			(5 * base * base * base * base);
	return base;
}

static double luminance(uint32_t rgb)
{
	return 0.2126 * channel(rgb >> 16 & 255) +
	       0.7152 * channel(rgb >> 8 & 255) + 0.0722 * channel(rgb & 255);
}

/* Source: WCAG 2.1, contrast ratio. */
static double contrast(uint32_t a, uint32_t b)
{
	double x = luminance(a), y = luminance(b);

	return x > y ? (x + 0.05) / (y + 0.05) : (y + 0.05) / (x + 0.05);
}

/* Source: xterm's 256 colours from 16 on. */
static uint32_t rgb_of(int n)
{
	static const uint32_t steps[] = {0, 95, 135, 175, 215, 255};
	uint32_t grey = 8 + (uint32_t)(n - 232) * 10;

	if (n >= 232)
		return grey << 16 | grey << 8 | grey;
	n -= 16;
	return steps[n / 36] << 16 | steps[n / 6 % 6] << 8 | steps[n % 6];
}

static void themes_can_be_read_on_their_backgrounds(void **state)
{
	static const struct {
		enum theme_name name;
		uint32_t back;
	} rows[] = {{THEME_DARK, 0x262626}, {THEME_LIGHT, 0xEEEEEE}};
	struct theme theme;

	(void)state;
	style_init(&theme, 256);
	for (uint32_t i = 0; i < array_length(rows); i++) {
		style_choose(&theme, rows[i].name);
		for (int s = 0; s < STYLES; s++) {
			int16_t fore = theme.look[s].fore;
			double is;

			if (fore < 0 || s == STYLE_RULE)
				continue;
			assert_true(fore >= 16);
			is = contrast(rgb_of(fore), rows[i].back);
			if (is < 4.5)
				print_error("%s in theme %d: %.2f\n",
					    style_name((enum style)s),
					    rows[i].name, is);
			assert_true(is >= 4.5);
		}
	}
	assert_true(contrast(0, 0xFFFFFF) > 20.9);
}

static void nothing_is_told_by_colour_alone(void **state)
{
	static const uint8_t kinds[] = {STYLE_PERSON, STYLE_PLACE, STYLE_ORG};
	static const int colours[] = {0, 8, 16, 256};
	struct theme theme;

	(void)state;
	for (uint32_t i = 0; i < array_length(colours); i++) {
		style_init(&theme, colours[i]);
		for (int t = THEME_TERMINAL; t <= THEME_CONTRAST; t++) {
			style_choose(&theme, (enum theme_name)t);
			for (uint32_t k = 0; k < array_length(kinds); k++)
				for (uint32_t m = 0; m < k; m++)
					assert_int_not_equal(
						theme.look[kinds[k]].attrs,
						theme.look[kinds[m]].attrs);
		}
	}
}

static void contrast_has_no_colour_and_nothing_dim(void **state)
{
	struct theme theme;

	(void)state;
	style_init(&theme, 256);
	style_choose(&theme, THEME_CONTRAST);
	for (int s = 0; s < STYLES; s++) {
		assert_int_equal(theme.look[s].fore, -1);
		assert_false(theme.look[s].attrs & LOOK_DIM);
	}
}

static void without_colours_no_theme_has_any(void **state)
{
	struct theme theme;

	(void)state;
	style_init(&theme, 0);
	for (int t = THEME_TERMINAL; t <= THEME_CONTRAST; t++) {
		style_choose(&theme, (enum theme_name)t);
		for (int s = 0; s < STYLES; s++)
			assert_int_equal(theme.look[s].fore, -1);
	}
}

/* ---- color ---- */

static bool set(struct theme *theme, const char *a, const char *b,
		const char *c, const char *d)
{
	const char *const words[] = {a, b, c, d};
	struct error err;
	uint32_t n = 0;

	while (n < 4 && words[n])
		n++;
	return style_set(theme, words, n, &err);
}

static void themes_leave_what_color_has_set(void **state)
{
	struct theme theme;

	(void)state;
	style_init(&theme, 256);
	assert_true(set(&theme, "person", "208", "bold", NULL));
	style_choose(&theme, THEME_LIGHT);
	assert_int_equal(theme.look[STYLE_PERSON].fore, 208);
	assert_int_equal(theme.look[STYLE_PLACE].fore, 22);
	assert_true(set(&theme, "person", NULL, NULL, NULL));
	assert_int_equal(theme.look[STYLE_PERSON].fore, 24);
	style_choose(&theme, THEME_TERMINAL);
	assert_int_equal(theme.look[STYLE_PERSON].fore, 6);
}

static void colours_have_names_and_numbers(void **state)
{
	static const struct {
		const char *word;
		int colour;
	} rows[] = {
		{"default", -1}, {"black", 0},
		{"white", 7},    {"bright-black", 8},
		{"grey", 8},     {"bright-white", 15},
		{"0", 0},        {"255", 255},
	};
	struct theme theme;

	(void)state;
	style_init(&theme, 256);
	for (uint32_t i = 0; i < array_length(rows); i++) {
		assert_true(set(&theme, "org", rows[i].word, NULL, NULL));
		assert_int_equal(theme.look[STYLE_ORG].fore, rows[i].colour);
		assert_true(set(&theme, "org", "on", rows[i].word, NULL));
		assert_int_equal(theme.look[STYLE_ORG].back, rows[i].colour);
	}
}

static void what_is_no_colour_changes_nothing(void **state)
{
	static const char *const words[] = {
		"256",      "-1",
		"1x",       "bright-",
		"bright-8", "bright-grey",
		"",         "mauve",
		"Bold",     "\xff",
		"on",       "99999999999",
		"red!",     "bright-default",
	};
	struct theme theme, before;

	(void)state;
	style_init(&theme, 256);
	before = theme;
	for (uint32_t i = 0; i < array_length(words); i++) {
		assert_false(set(&theme, "org", words[i], NULL, NULL));
		assert_false(set(&theme, "org", "on", words[i], NULL));
		assert_false(set(&theme, "org", "bold", words[i], NULL));
	}
	assert_false(set(&theme, "orgs", "red", NULL, NULL));
	assert_false(set(&theme, NULL, NULL, NULL, NULL));
	assert_memory_equal(&theme, &before, sizeof(theme));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(themes_can_be_read_on_their_backgrounds),
		TEST(nothing_is_told_by_colour_alone),
		TEST(contrast_has_no_colour_and_nothing_dim),
		TEST(without_colours_no_theme_has_any),
		TEST(themes_leave_what_color_has_set),
		TEST(colours_have_names_and_numbers),
		TEST(what_is_no_colour_changes_nothing),
	};

	return cmocka_run_group_tests_name("ui/style", tests, NULL, NULL);
}
