/* Names that were spelled by ear. */
#include "../test.h"

#include "../store/sample.h"
#include "query/query.h"

#define NOW SAMPLE_TIME

static int setup(void **state)
{
	struct sample *s = malloc(sizeof(*s));

	sample_new(s);
	sample_put(s, "https://example.org/1", 0, "One",
		   "{0:Antony Blenkinson} spoke in {1:Ostrel}.", STORE_STORED);
	sample_put(s, "https://example.org/2", 1, "Two",
		   "{0:Dagny Morrow} spoke in Kolvik.", STORE_STORED);
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
	const char *query, *meant; /* NULL: as it is */
} rows[] = {
	{"blenkinsen", "name:\"Antony Blenkinson\""},
	{"spoke blenkinsen*", "spoke name:\"Antony Blenkinson\""},
	{"(kolvik OR blenkinsen) two",
	 "(kolvik OR name:\"Antony Blenkinson\") two"},
	{"said:blenkinsen", "said:\"Antony Blenkinson\""},
	{"about:\"antony blenkinsen\" one", "about:\"Antony Blenkinson\" one"},
	{"name:anto", "name:\"Antony Blenkinson\""},
	{"name:\"antony blenkinson\"", NULL},
	{"blenkinson", NULL},
	{"spoke -blenkinsen", NULL}, /* what is not wanted may be nowhere */
	{"title:blenkinsen", NULL},
	{"qqqqq", NULL},
	{"(blenkinsen", NULL},
	{"", NULL},
};

static void what_nobody_writes_is_the_name_that_sounds_so(void **state)
{
	struct sample *s = *state;

	for (size_t i = 0; i < array_length(rows); i++) {
		const char *meant, *notes;

		must(query_spell(s->st, &s->arena, rows[i].query, NOW, &meant,
				 &notes, err));
		if (!meant != !rows[i].meant ||
		    (meant && strcmp(meant, rows[i].meant) != 0))
			fail_msg("'%s' is meant for '%s'", rows[i].query,
				 meant ? meant : "itself");
		assert_int_equal(!notes, !meant);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_nobody_writes_is_the_name_that_sounds_so),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
