#include "base/run.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "../test.h"
#include "base/array.h"

static const struct {
	const char *command, *words[4];
} splits[] = {
	{"vi", {"vi", "a b; rm $HOME"}},
	{"emacsclient  -c", {"emacsclient", "-c", "a b; rm $HOME"}},
	{"open %s now", {"open", "a b; rm $HOME", "now"}},
	{"", {"a b; rm $HOME"}},
};

static const struct {
	const char *line, *says;
} ends[] = {
	{"exit 0", "ended well"},
	{"exit 3", "ended with 3"},
	{"kill -9 $$", "was ended by signal 9"},
	{"read line; test \"$line\" = given", "ended well"},
};

static void it_splits_commands_and_nothing_else(void **state)
{
	char *argv[RUN_WORDS + 2];
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < array_length(splits); i++) {
		size_t n = 0;

		run_split(&a, splits[i].command, "a b; rm $HOME", argv);
		for (; splits[i].words[n]; n++)
			assert_string_equal(argv[n], splits[i].words[n]);
		assert_null(argv[n]);
	}
	arena_free(&a);
}

static void it_tells_how_a_program_ended(void **state)
{
	struct arena a;
	struct error err;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < array_length(ends); i++) {
		char sh[] = "sh", c[] = "-c";
		char *argv[] = {sh, c, arena_string(&a, ends[i].line), NULL};
		int ends_of[2], status;

		assert_int_equal(pipe2(ends_of, O_CLOEXEC), 0);
		assert_int_equal(write(ends_of[1], "given\n", 6), 6);
		close(ends_of[1]);
		assert_true(run_program(argv, ends_of[0], &status, &err));
		assert_string_equal(run_says(&a, status), ends[i].says);
		close(ends_of[0]);
	}
	arena_free(&a);
}

static void what_is_not_there_is_named(void **state)
{
	char name[] = "/nowhere/at/all";
	char *argv[] = {name, NULL};
	struct error err;
	int status;

	(void)state;
	assert_false(run_program(argv, -1, &status, &err));
	assert_non_null(strstr(err.text, "cannot start '/nowhere/at/all'"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_splits_commands_and_nothing_else),
		cmocka_unit_test(it_tells_how_a_program_ended),
		cmocka_unit_test(what_is_not_there_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
