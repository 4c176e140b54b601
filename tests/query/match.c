/* The sentence by which a text shows that it matches. */
#include "../test.h"

#include "../store/sample.h"
#include "query/query.h"

#define NOW SAMPLE_TIME

static int setup(void **state)
{
	struct sample *s = malloc(sizeof(*s));

	sample_new(s);
	sample_put(s, "https://example.org/1", 0, "One",
		   "{0:Dagny Morrow} spoke in Ostrel.", STORE_STORED);
	*state = s;
	return 0;
}

static int teardown(void **state)
{
	sample_free(*state);
	free(*state);
	return 0;
}

static const struct {
	const char *query, *text;
	const char *shown; /* the sentence with [matches]; NULL: none */
} rows[] = {
	{"wall", "The sea. A Wall fell.\nNo wall.", "A [Wall] fell."},
	{"sea wall", "The sea. A wall at sea.", "A [wall] at [sea]."},
	{"har*", "He sat.\n\nHarbours harden.", "[Harbours] [harden]."},
	{"harbour", "The harbour’s end", "The [harbour]’s end"},
	{"\"sea wall\"", "He said “a sea wall.” Then no.",
	 "He said “a [sea] [wall].”"},
	{"name:\"Dagny Morrow\"", "It rained.\nMs Morrow left.",
	 "Ms [Morrow] left."},
	{"cafe", "Un Café fermé!", "Un [Café] fermé!"},
	{"東京", "A twin.\n東京タワー is tall.", "[東京タワー] is tall."},
	{"wall -sea", "The sea.", NULL},
	{"wall", "wallpaper", NULL},
	{"wall", "", NULL},
	{"wall", "\xff\xfe wall \xc3", "\xff\xfe [wall] \xc3"},
	{"wall", ".... ?! .\n\n. wall", "[wall]"},
};

static void the_sentence_with_most_of_it_is_shown(void **state)
{
	struct sample *s = *state;

	for (size_t i = 0; i < array_length(rows); i++) {
		struct query_match m;
		struct query_fault fault;
		struct str got = {0};
		const char *notes, *text = rows[i].text;
		struct query *q;
		uint32_t at;

		must(query_open(s->st, &s->arena, rows[i].query, NOW, &q,
				&notes, &fault, err));
		assert_true(query_has_words(q));
		if (query_match(q, slice_of(text), &m)) {
			at = m.sentence.start;
			for (uint32_t k = 0; k < m.n; k++) {
				str_printf(&got, "%.*s[%.*s]",
					   (int)(m.at[k].start - at), text + at,
					   (int)(m.at[k].end - m.at[k].start),
					   text + m.at[k].start);
				at = m.at[k].end;
			}
			str_add(&got, text + at, m.sentence.end - at);
		}
		if (strcmp(str_text(&got), rows[i].shown ? rows[i].shown : ""))
			fail_msg("%s: '%s'", rows[i].query, str_text(&got));
		str_free(&got);
		query_close(q);
	}
}

static void what_asks_for_no_word_has_no_sentence(void **state)
{
	static const char *const queries[] = {"is:unread", "-wall", "",
					      "since:2020"};
	struct sample *s = *state;

	for (size_t i = 0; i < array_length(queries); i++) {
		struct query_fault fault;
		const char *notes;
		struct query *q;

		must(query_open(s->st, &s->arena, queries[i], NOW, &q, &notes,
				&fault, err));
		assert_false(query_has_words(q));
		query_close(q);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_sentence_with_most_of_it_is_shown),
		cmocka_unit_test(what_asks_for_no_word_has_no_sentence),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
