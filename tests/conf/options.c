/* Options: what they take, and the files that set them. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "conf/options.h"

#define DAY INT64_C(86400)

static const struct {
	const char *name, *value;
	int64_t number; /* -2: refused */
} rows[] = {
	{"width", "72", 72},
	{"width", "7", -2},
	{"width", "72 ", -2},
	{"card", "off", 0},
	{"card", "", 1},
	{"card", "maybe", -2},
	{"min-free", "0", 0},
	{"min-free", "1G", INT64_C(1) << 30},
	{"min-free", "500M", INT64_C(500) << 20},
	{"min-free", "8388607T", INT64_C(8388607) << 40},
	{"min-free", "8388608T", -2},
	{"min-free", "99999999999999999999999G", -2},
	{"min-free", "1", -2}, /* of what? */
	{"min-free", "G", -2},
	{"min-free", "1GB", -2},
	{"min-free", "-1G", -2},
	{"min-free", "", -2},
	{"keep-originals", "all", CONF_ALL},
	{"keep-originals", "none", 0},
	{"keep-originals", "90d", 90 * DAY},
	{"keep-originals", "12w", 84 * DAY},
	{"keep-originals", "2y", 730 * DAY},
	{"keep-originals", "0d", -2},
	{"keep-originals", "90", -2},
	{"keep-originals", "some", -2},
	{"nonsense", "1", -2},
};

static uint32_t which(const char *name)
{
	for (uint32_t i = 0; i < CONF_OPTIONS; i++) {
		if (strcmp(conf_options[i].name, name) == 0)
			return i;
	}
	return 0;
}

static void values_are_read_or_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint32_t at = which(rows[i].name);
		struct conf conf, before;
		struct error err;

		conf_init(&conf);
		before = conf;
		if (conf_set(&conf, rows[i].name, rows[i].value, &err) !=
		    (rows[i].number != -2))
			fail_msg("set %s %s", rows[i].name, rows[i].value);
		if (rows[i].number == -2)
			assert_memory_equal(&conf, &before, sizeof(conf));
		else
			assert_int_equal(conf.number[at], rows[i].number);
	}
}

static void every_option_begins_with_its_default(void **state)
{
	struct conf conf;

	(void)state;
	conf_init(&conf);
	assert_int_equal(conf.number[CONF_WIDTH], 66);
	assert_int_equal(conf.number[CONF_KEEP_ORIGINALS], CONF_ALL);
	assert_int_equal(conf.number[CONF_MIN_FREE], 0);
	assert_string_equal(conf.text[CONF_KEEP_ORIGINALS], "all");
}

static void count(void *self, const char *what)
{
	(void)what;
	++*(int *)self;
}

static void a_file_sets_what_it_can_and_tells_the_rest(void **state)
{
	static const char text[] = "# ours\n"
				   "set min-free 1G\n"
				   "bind text ; \"older\"\n"
				   "set keep-originals forever\n"
				   "set\n"
				   "set width 80 # wide\n";
	char path[] = "/tmp/gazette-conf-XXXXXX";
	int fd = mkstemp(path), wrong = 0;
	struct conf conf;
	struct error err;

	(void)state;
	assert_int_equal(write(fd, text, sizeof(text) - 1), sizeof(text) - 1);
	close(fd);
	conf_init(&conf);
	assert_true(conf_load(&conf, path, count, &wrong, &err));
	unlink(path);
	assert_int_equal(wrong, 1);
	assert_int_equal(conf.number[CONF_MIN_FREE], INT64_C(1) << 30);
	assert_int_equal(conf.number[CONF_WIDTH], 80);
	assert_int_equal(conf.number[CONF_KEEP_ORIGINALS], CONF_ALL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(values_are_read_or_refused),
		TEST(every_option_begins_with_its_default),
		TEST(a_file_sets_what_it_can_and_tells_the_rest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
