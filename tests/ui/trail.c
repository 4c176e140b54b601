#include "ui/trail.h"

#include "../test.h"
#include "base/array.h"

/* A walk: letters go to places, < and > step, ^ closes, as do the keys.  What
 * is asserted is where one is after each, "." where nothing moved. */
static const struct {
	const char *walk, *places;
} rows[] = {
	{"abc<<>", "abcbab"},
	{"abc<<<", "abcba."},
	{"ab>", "ab."},
	/* what was ahead stays: a, b, c, a again, d */
	{"abc<<d<<<<<", "abcbadacba."},
	{"abc<<d<<>>", "abcbadacad"},
	/* closing leads to the opener, and forward from there again */
	{"ab^>", "abab"},
	{"ab^c<<<", "abacaba"},
	{"a^", "a."},
};

static void nothing_visited_is_forgotten(void **state)
{
	(void)state;
	for (size_t i = 0; i < array_length(rows); i++) {
		struct trail t;

		trail_init(&t, 100);
		for (size_t k = 0; rows[i].walk[k]; k++) {
			struct place place = {.id = rows[i].walk[k]};
			bool moved = true;

			switch (rows[i].walk[k]) {
			case '<':
				moved = trail_step(&t, -1);
				break;
			case '>':
				moved = trail_step(&t, 1);
				break;
			case '^':
				moved = trail_close(&t);
				break;
			default:
				trail_add(&t, &place, t.now);
			}
			assert_int_equal(moved ? trail_now(&t)->place.id : '.',
					 rows[i].places[k]);
		}
		trail_free(&t);
	}
}

static void the_oldest_go_when_there_is_no_room(void **state)
{
	struct trail t;

	(void)state;
	trail_init(&t, 4);
	for (int64_t id = 1; id <= 6; id++) {
		struct place place = {.id = id};

		trail_add(&t, &place, t.now);
	}
	assert_int_equal(t.n, 4);
	assert_int_equal(t.at[0].place.id, 3);
	assert_int_equal(t.at[0].opener, -1);
	assert_int_equal(t.at[3].opener, 2);
	/* from the midst: 4 is visited again, between 6 and 7 */
	trail_step(&t, -1);
	trail_step(&t, -1);
	trail_add(&t, &(struct place){.id = 7}, t.now);
	assert_int_equal(t.n, 4);
	assert_int_equal(trail_now(&t)->place.id, 7);
	assert_true(trail_close(&t));
	assert_int_equal(trail_now(&t)->place.id, 4);
	trail_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_visited_is_forgotten),
		TEST(the_oldest_go_when_there_is_no_room),
	};

	return cmocka_run_group_tests_name("ui/trail", tests, NULL, NULL);
}
