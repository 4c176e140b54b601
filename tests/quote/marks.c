#include "quote/marks.h"
#include "../test.h"

/* What the marks of a text enclose, parted by '|'; '+' before a string that
 * goes on from the paragraph before, '?' before one without its closing mark.
 * Paragraphs are parted by LF. */
static const struct {
	const char *text, *strings;
} rows[] = {
	{"", ""},
	{"No marks at all.", ""},
	{"“It holds,” she said.", "It holds,"},
	{"\"It holds,\" she said. \"For now.\"", "It holds,|For now."},
	{"''It holds,'' she said.", "It holds,"},
	{"``It holds,'' she said.", "It holds,"},
	{"«It holds», she said.", "It holds"},
	{"« It holds », she said.", "It holds"},
	{"»Es hält«, sagte sie.", "Es hält"},
	{"„Es hält“, sagte sie. „Noch.“", "Es hält|Noch."},
	{"”Det håller”, sade hon.", "Det håller"},
	{"「It holds」 she said.", "It holds"},
	{"‘It holds,’ she said.", "It holds,"},
	{"'It holds,' she said.", "It holds,"},
	{"The players' union and the '90s don't count.", ""},
	{"He called it ‘the players’ revenge’.", "the players’ revenge"},
	{"It’s Ana’s and it isn’t theirs.", ""},
	{"He is 6' 4\" tall and wears a 12\" boot.", ""},
	{"“He told me ‘stop’ and left,” she said.",
	 "He told me ‘stop’ and left,"},
	{"\"He said 'stop' to us,\" she said.", "He said 'stop' to us,"},
	{"“He said “stop” to us,” she said.", "He said “stop” to us,"},
	{"She said: “It holds.", "?It holds."},
	{"She said, “It holds.“ Nobody moved.", "It holds."},
	{"“It holds. He added, “for now,” and left.", "?It holds.|for now,"},
	{"It holds,” she said.", "It holds,"},
	{"“One.\n“Two.\n“Three,” she said.", "?One.|?+Two.|+Three,"},
	{"“One.\nNo mark here.\n“Two.”", "?One.|Two."},
	{"<tweet id=\"7\" by=\"x\"> he wrote \"yes\".", "yes"},
	{"a < b and \"c > d\"", "c > d"},
	{"\"\" and “” are empty", ""},
	{"\"", ""},
	{"“", ""},
	{"“““““", ""},
	{"”””””", ""},
	{"“…and then nothing,” she said.", "…and then nothing,"},
	{"the “smart city”—a plan", "smart city"},
	{"(“yes”)", "yes"},
};

static void show(const char *text, const struct quoted_list *list,
		 struct str *out)
{
	for (uint32_t i = 0; i < list->n; i++) {
		const struct quoted *q = &list->at[i];

		if (out->len)
			str_add_char(out, '|');
		if (!q->is_closed)
			str_add_char(out, '?');
		if (q->goes_on)
			str_add_char(out, '+');
		str_add(out, text + q->words.start,
			q->words.end - q->words.start);
	}
}

static void marks_of(struct arena *a, const char *text, size_t len,
		     struct quoted_list *list)
{
	bool carry = false;
	uint32_t from = 0;

	for (uint32_t i = 0; i <= len; i++) {
		if (i < len && text[i] != '\n')
			continue;
		quote_marks(a, text, (struct span){from, i}, &carry, list);
		from = i + 1;
	}
}

static void marks_of_every_kind_enclose_their_words(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < array_length(rows); i++) {
		struct quoted_list list = {0};
		struct str out = {0};

		marks_of(&a, rows[i].text, strlen(rows[i].text), &list);
		show(rows[i].text, &list, &out);
		if (strcmp(str_text(&out), rows[i].strings) != 0)
			print_error("in: %s\n", rows[i].text);
		assert_string_equal(str_text(&out), rows[i].strings);
		str_free(&out);
	}
	arena_free(&a);
}

/* Marks thrown together at random: strings stay in order, do not overlap and
 * hold a word. */
static void any_heap_of_marks_gives_ordered_strings(void **state)
{
	static const char *const pieces[] = {
		"“", "”", "\"", "''", "‘",  "’", "'", "«", "»",  "„",  "‹",
		"a", " ", "b.", ",",  "\n", "<", ">", "6", "``", "」", "ß",
	};
	struct arena a;
	uint32_t seed = 7;

	(void)state;
	arena_init(&a);
	for (int round = 0; round < 3000; round++) {
		struct quoted_list list = {0};
		struct str text = {0};

		for (int i = 0; i < 24; i++) {
			seed = seed * 1664525u + 1013904223u;
			str_add_text(
				&text,
				pieces[(seed >> 16) % array_length(pieces)]);
		}
		marks_of(&a, text.at, text.len, &list);
		for (uint32_t i = 0; i < list.n; i++) {
			const struct quoted *q = &list.at[i];

			assert_true(q->outer.start <= q->words.start);
			assert_true(q->words.start < q->words.end);
			assert_true(q->words.end <= q->outer.end);
			assert_true(q->outer.end <= text.len);
			assert_true(q->n_words > 0);
			if (i)
				assert_true(list.at[i - 1].outer.end <=
					    q->outer.start);
		}
		str_free(&text);
		arena_reset(&a);
	}
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(marks_of_every_kind_enclose_their_words),
		TEST(any_heap_of_marks_gives_ordered_strings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
