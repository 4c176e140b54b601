/* What changed, as one reads it. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/diff.h"

#define LONG_WALL "The wall holds, they say, and it will hold for many years."

static const struct {
	const char *from, *to, *shown;
} rows[] = {
	{"", "", ""},
	{"", "New.", "{+New.+}"},
	{"Old.", "", "[-Old.-]"},
	{"The same.", "The same.", "The same."},
	{"It came three hours late.", "It came two hours late.",
	 "It came [-three -]{+two +}hours late."},
	{"It came late.", "It came late, they say.",
	 "It came [-late.-]{+late, they say.+}"},
	{"One.\n\nTwo.\n\nThree.", "One.\n\nThree.",
	 "One.\n\n[-Two.\n\n-]Three."},
	{"One.\n\nThree.", "One.\n\nTwo.\n\nThree.",
	 "One.\n\n{+Two.\n\n+}Three."},
	{LONG_WALL "\n\nEnd.", LONG_WALL "\n\nEnd of it.",
	 LONG_WALL "\n\n[-End.-]{+End of it.+}"},
	/* nothing in common but small words: not torn to pieces */
	{"The mayor of Kolvik opened a bridge in the rain.",
	 "Nobody in Ostrel has seen any ferry of late.",
	 "[-The mayor of Kolvik opened a bridge in the rain.-]"
	 "{+Nobody in Ostrel has seen any ferry of late.+}"},
	/* the island "of" between two changes */
	{"She spoke about plans of Kolvik and then she left the hall again.",
	 "She spoke about works of Ostrel and then she left the hall again.",
	 "She spoke about [-plans of Kolvik -]{+works of Ostrel +}and then she "
	 "left the hall again."},
	/* without blanks, sign by sign */
	{"\xe6\x9d\xb1\xe4\xba\xac\xe9\x83\xbd\xe5\xba\x81",
	 "\xe6\x9d\xb1\xe4\xba\xac\xe5\xb8\x82\xe5\xba\x81",
	 "\xe6\x9d\xb1\xe4\xba\xac[-\xe9\x83\xbd-]{+\xe5\xb8\x82+}"
	 "\xe5\xba\x81"},
	{"  \n\n \n", "\n", "[-  \n\n \n-]"},
};

static void show(const struct diff_piece *at, uint32_t n, struct str *out)
{
	static const char *const marks[][2] = {
		[DIFF_SAME] = {"", ""},
		[DIFF_GONE] = {"[-", "-]"},
		[DIFF_NEW] = {"{+", "+}"},
	};

	for (uint32_t i = 0; i < n; i++) {
		str_add_text(out, marks[at[i].what][0]);
		str_add(out, at[i].text.at, at[i].text.len);
		str_add_text(out, marks[at[i].what][1]);
	}
}

static void changes_are_shown_as_one_reads_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct diff_piece *pieces;
		struct str out = {0};
		struct arena a;
		uint32_t n;

		arena_init(&a);
		diff_texts(&a, slice_of(rows[i].from), slice_of(rows[i].to),
			   &pieces, &n);
		show(pieces, n, &out);
		assert_string_equal(str_text(&out), rows[i].shown);
		str_free(&out);
		arena_free(&a);
	}
}

static uint32_t next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static void random_text(struct str *out, uint32_t *seed, uint32_t words)
{
	static const char *const some[] = {
		"a",    "the", "ferry", "of",     "harbour",
		"\n\n", "\n",  "  ",    "Kolvik", "\xe4\xba\xac"};

	for (uint32_t i = 0; i < words; i++) {
		str_add_text(out, some[next(seed) % 10]);
		if (next(seed) % 4)
			str_add_char(out, ' ');
	}
}

/* The bytes of a text that are no blanks, in order. */
static void add_words(struct str *out, struct slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (!strchr(" \n\t", text.at[i]))
			str_add_char(out, text.at[i]);
	}
}

static void both_texts_are_in_the_pieces(void **state)
{
	uint32_t seed = 11;

	(void)state;
	for (int round = 0; round < 400; round++) {
		struct str from = {0}, to = {0}, is_old = {0}, is_new = {0};
		struct str old_words = {0}, new_words = {0};
		struct diff_piece *pieces;
		struct arena a;
		uint32_t n;

		arena_init(&a);
		random_text(&from, &seed, next(&seed) % 60);
		random_text(&to, &seed, next(&seed) % 60);
		diff_texts(&a, (struct slice){str_text(&from), from.len},
			   (struct slice){str_text(&to), to.len}, &pieces, &n);
		for (uint32_t i = 0; i < n; i++) {
			if (pieces[i].what != DIFF_NEW)
				add_words(&is_old, pieces[i].text);
			if (pieces[i].what != DIFF_GONE)
				add_words(&is_new, pieces[i].text);
		}
		add_words(&old_words, (struct slice){from.at, from.len});
		add_words(&new_words, (struct slice){to.at, to.len});
		assert_string_equal(str_text(&is_old), str_text(&old_words));
		assert_string_equal(str_text(&is_new), str_text(&new_words));
		str_free(&from);
		str_free(&to);
		str_free(&is_old);
		str_free(&is_new);
		str_free(&old_words);
		str_free(&new_words);
		arena_free(&a);
	}
}

static void texts_of_another_world_are_all_gone_and_new(void **state)
{
	struct str from = {0}, to = {0};
	struct diff_piece *pieces;
	struct arena a;
	uint32_t n;

	(void)state;
	arena_init(&a);
	for (int i = 0; i < 20000; i++) {
		str_printf(&from, "a%d ", i);
		str_printf(&to, "b%d ", i);
	}
	diff_texts(&a, (struct slice){from.at, from.len},
		   (struct slice){to.at, to.len}, &pieces, &n);
	assert_int_equal(n, 2);
	str_free(&from);
	str_free(&to);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(changes_are_shown_as_one_reads_them),
		TEST(both_texts_are_in_the_pieces),
		TEST(texts_of_another_world_are_all_gone_and_new),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
