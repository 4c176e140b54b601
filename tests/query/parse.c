/* Queries to trees. */
#include "../test.h"

#include <stdlib.h>

#include "query/tree.h"

/* Thursday, 21 March 2024, noon */
#define NOW (INT64_C(1711022400))

static const struct {
	const char *query, *tree;
} rows[] = {
	{"", "(all)"},
	{"  \t ", "(all)"},
	{"rafah", "rafah"},
	{"rafah blinken", "(and rafah blinken)"},
	{"rafah AND blinken", "(and rafah blinken)"},
	{"rafah & blinken", "(and rafah blinken)"},
	{"rafah -- blinken", "(and rafah blinken)"},
	{"rafah - blinken", "(and rafah blinken)"},
	{"\"ground offensive\"", "\"ground offensive\""},
	{"“ground offensive” now", "(and \"ground offensive\" now)"},
	{"«la presse»", "\"la presse\""},
	{"\" ground  \"", "\"ground\""},
	{"ceasef*", "ceasef*"},
	{"\"ground offen*\"", "\"ground offen\"*"},
	{"\"ground offen\"*", "\"ground offen\"*"},
	{"中*", "中*"},
	{"-hamas", "(not hamas)"},
	{"NOT hamas", "(not hamas)"},
	{"NOT -hamas", "hamas"},
	{"rafah -hamas NOT gaza", "(and rafah (not hamas) (not gaza))"},
	{"-(a b)", "(not (and a b))"},
	{"-\"a b\"", "(not \"a b\")"},
	{"covid-19", "covid-19"},
	{"a OR b", "(or a b)"},
	{"a OR b OR c", "(or a b c)"},
	{"a b OR c d", "(or (and a b) (and c d))"},
	{"a (b OR c) d", "(and a (or b c) d)"},
	{"(a OR (b -c))", "(or a (and b (not c)))"},
	{"((a))", "a"},
	{"(a)(b)", "(and a b)"},
	{"a(b)", "(and a b)"},
	{"or and not", "(and or and not)"},
	{"ORDER", "ORDER"},
	{"\"OR\"", "\"OR\""},
	{"title:strike", "(title strike)"},
	{"title:\"port strike\"", "(title \"port strike\")"},
	{"-title:strike*", "(not (title strike*))"},
	{"author:\"Ana Lund\"", "(author Ana Lund)"},
	{"source:Courier tag:ports", "(and (source Courier) (tag ports))"},
	{"name:Blinken", "(name Blinken)"},
	{"name:\"Sameh Shoukry\"", "(name Sameh Shoukry)"},
	{"name:#17", "(name #17)"},
	{"said:#1 about:Rafah", "(and (said #1) (about Rafah))"},
	{"is:unread is:stale", "(and (is unread) (is stale))"},
	{"since:2024-03-01", "(days 2024-03-01..)"},
	{"since:2w", "(days 2024-03-07..)"},
	{"until:3d", "(days ..2024-03-18)"},
	{"since:1m", "(days 2024-02-21..)"},
	{"on:1y", "(days 2023-03-21..2023-03-21)"},
	{"on:2024-02", "(days 2024-02-01..2024-02-29)"},
	{"until:2023", "(days ..2023-12-31)"},
	{"since:2023", "(days 2023-01-01..)"},
	{"on:today", "(days 2024-03-21..2024-03-21)"},
	{"on:yesterday", "(days 2024-03-20..2024-03-20)"},
	{"near:12", "(near 12)"},
	{"near:#12", "(near 12)"},
	{"id:12 OR id:#7", "(or (id 12) (id 7))"},
	{"@morning", "(view morning)"},
	{"a@b", "a@b"},
	{"3:2", "3:2"},
	{"https://example.org/a", "https://example.org/a"},
	{"Live: the vote", "(and Live: the vote)"},
	{"Ostřel straße", "(and Ostřel straße)"},
};

static const struct {
	const char *query;
	uint32_t start, end;
	const char *words; /* of the message */
} faults[] = {
	{"rafah (blinken", 6, 7, "never closed"},
	{"rafah) blinken", 5, 6, "closes nothing"},
	{"a ( ) b", 2, 5, "nothing stands"},
	{"a \"b c", 2, 3, "never closed"},
	{"a “b", 2, 5, "never closed"},
	{"OR a", 0, 2, "before"},
	{"a OR", 2, 4, "behind"},
	{"a OR OR b", 5, 7, "before"},
	{"(a OR) b", 3, 5, "behind"},
	{"a NOT", 2, 3, "not said"},
	{"a NOT OR b", 6, 8, "between NOT and OR"},
	{"(NOT)", 1, 2, "not said"},
	{"-&", 1, 2, "no letter"},
	{"& …", 0, 5, "no letter"},
	{"\"\"", 0, 2, "no letter"},
	{"ce*se", 0, 5, "end of a word"},
	{"a ce*", 2, 5, "three letters"},
	{"*", 0, 1, "three letters"},
	{"titel:strike", 0, 6, "no field 'titel:'"},
	{"name:", 0, 5, "wants a name"},
	{"name: blinken", 0, 5, "wants a name"},
	{"name:(a)", 0, 5, "wants a name"},
	{"name:\"\"", 0, 7, "wants a name"},
	{"name:Blin*", 9, 10, "does not go with name:"},
	{"x is:red", 2, 8, "is: knows"},
	{"since:soon", 0, 10, "no date"},
	{"on:2024-02-30", 0, 13, "no date"},
	{"on:2024-13", 0, 10, "no date"},
	{"near:x", 0, 6, "number of an article"},
	{"id:x", 0, 4, "id: wants the number of an article"},
	{"near:0", 0, 6, "number of an article"},
	{"near:99999999999999999999", 0, 25, "number of an article"},
	{"a \xff", 2, 3, "UTF-8"},
};

static bool parse(struct arena *a, const char *text, struct query_node **tree,
		  struct query_fault *fault, struct error *err)
{
	return query_parse(a, text, NOW, tree, fault, err);
}

static void it_understands_the_language(void **state)
{
	struct arena a;
	struct error err;
	struct query_node *tree;
	struct query_fault fault;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < array_length(rows); i++) {
		struct str out = {0};

		if (!parse(&a, rows[i].query, &tree, &fault, &err))
			fail_msg("'%s': %s", rows[i].query, err.text);
		query_print(tree, &out);
		assert_string_equal(str_text(&out), rows[i].tree);
		str_free(&out);
	}
	arena_free(&a);
}

static void it_points_at_what_it_does_not_understand(void **state)
{
	struct arena a;
	struct error err;
	struct query_node *tree;
	struct query_fault fault;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < array_length(faults); i++) {
		bool done = parse(&a, faults[i].query, &tree, &fault, &err);

		if (done)
			fail_msg("'%s' was not seen", faults[i].query);
		if (!strstr(err.text, faults[i].words) ||
		    fault.start != faults[i].start ||
		    fault.end != faults[i].end)
			fail_msg("'%s': %u-%u %s", faults[i].query, fault.start,
				 fault.end, err.text);
	}
	arena_free(&a);
}

/* What a finished or half-typed query may look like. */
static const char *const odd[] = {
	("rafah (blinken OR \"ground offensive\") -name:\"Sameh Shoukry\" "
	 "since:2w title:cease* @morning near:#12 is:unread NOT (a b)"),
	"((((((((((((((((((((((((((((((((((((((((((((((((((((((((a",
	"))))((((",
	"-----(-(-(-a",
	"\"\"\"\"\"",
	"“«\"»”",
	"name:name:name:",
	"::::",
	"@@@ @ #",
	"*****",
	"a*b*c* ***",
	"\xf0\x9f\x98\x80 -\xe4\xb8",
	"NOT NOT NOT NOT",
	"OR OR AND OR",
	"since:until:on:2024-0-0",
	"near:-1 near:1e9 near:0x10",
	"\x01\x02\x7f title:\x03",
};

static void any_beginning_gives_a_tree_or_a_place_inside(void **state)
{
	struct arena a;
	struct error err;
	struct query_node *tree;
	struct query_fault fault;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < array_length(odd); i++) {
		for (size_t n = 0; n <= strlen(odd[i]); n++) {
			const char *text = arena_copy(&a, odd[i], n);
			struct str out = {0};

			if (parse(&a, text, &tree, &fault, &err)) {
				query_print(tree, &out);
				assert_true(out.len > 0);
			} else {
				assert_true(err.text[0] != '\0');
				assert_true(fault.start < fault.end);
				assert_true(fault.start < n);
			}
			str_free(&out);
		}
		arena_reset(&a);
	}
	arena_free(&a);
}

static void garbage_never_breaks_the_parser(void **state)
{
	static const char letters[] = "ab \"(:)-*@#OR NOT\xc2\xab:is2w\xff";
	struct arena a;
	struct error err;
	struct query_node *tree;
	struct query_fault fault;
	uint32_t seed = 1;

	(void)state;
	arena_init(&a);
	for (int i = 0; i < 20000; i++) {
		char text[24];
		size_t n = 0;

		while (n < sizeof(text) - 1 && (n == 0 || seed % 13)) {
			seed = seed * 1664525u + 1013904223u;
			text[n++] =
				letters[(seed >> 16) % (sizeof(letters) - 1)];
		}
		seed = seed * 1664525u + 1013904223u;
		text[n] = '\0';
		if (!parse(&a, text, &tree, &fault, &err))
			assert_true(fault.start < fault.end);
		arena_reset(&a);
	}
	arena_free(&a);
}

static void a_query_has_bounds(void **state)
{
	struct arena a;
	struct error err;
	struct query_node *tree;
	struct query_fault fault;
	struct str text = {0};

	(void)state;
	arena_init(&a);
	for (uint32_t i = 0; i <= QUERY_TERMS; i++)
		str_add_text(&text, "word ");
	assert_false(parse(&a, text.at, &tree, &fault, &err));
	assert_int_equal(fault.start, 5 * QUERY_TERMS);
	str_clear(&text);
	for (uint32_t i = 0; i <= QUERY_DEPTH; i++)
		str_add_char(&text, '(');
	assert_false(parse(&a, text.at, &tree, &fault, &err));
	assert_int_equal(fault.start, QUERY_DEPTH);
	str_clear(&text);
	for (uint32_t i = 0; i <= UINT16_MAX; i++)
		str_add_char(&text, 'a');
	assert_false(parse(&a, text.at, &tree, &fault, &err));
	str_free(&text);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_understands_the_language),
		TEST(it_points_at_what_it_does_not_understand),
		TEST(any_beginning_gives_a_tree_or_a_place_inside),
		TEST(garbage_never_breaks_the_parser),
		TEST(a_query_has_bounds),
	};

	setenv("TZ", "UTC0", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
