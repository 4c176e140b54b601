/* Words of lines, and files of them. */
#include "conf/line.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../test.h"

static const struct {
	const char *line, *words; /* parted by |; NULL: refused */
} rows[] = {
	{"", ""},
	{"   \t\r", ""},
	{"# all of it", ""},
	{"set width 72", "set|width|72"},
	{"set\twidth  72\r", "set|width|72"},
	{"set width 72 # wide", "set|width|72"},
	{"set width#72", "set|width#72"},
	{"bind all 'a b' \"c d\"", "bind|all|a b|c d"},
	{"bind all ' older", "bind|all|'|older"},
	{"bind all \"", "bind|all|\""},
	{"tag ''", "tag|"},
	{"tag 'it\"s'", "tag|it\"s"},
	{"tag it's", "tag|it's"},
	{"tag 'a'b", "tag|a|b"},
	{"tag 'a", NULL},
	{"tag \"a'", NULL},
};

static void blanks_and_marks_part_words(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *words[CONF_WORDS], *all = "";
		struct error err;
		uint32_t n;
		bool done =
			conf_words(&a, slice_of(rows[i].line), words, &n, &err);

		for (uint32_t k = 0; done && k < n; k++)
			all = arena_printf(&a, "%s%s%s", all, k ? "|" : "",
					   words[k]);
		if (done != (rows[i].words != NULL) ||
		    (done && strcmp(all, rows[i].words) != 0))
			fail_msg("'%s': '%s'", rows[i].line, all);
	}
	arena_free(&a);
}

static const struct {
	const char *line, *head, *rest; /* NULL: nothing behind it */
} cuts[] = {
	{"star", "star", NULL},
	{"star ; next", "star ", " next"},
	{"star; next", "star", " next"},
	{"star;next", "star;next", NULL},
	{"tag ';' ; b", "tag ';' ", " b"},
	{"tag \"a; b\"; c", "tag \"a; b\"", " c"},
	{"tag 'a ; b", "tag 'a ; b", NULL},
	{"star # a ; b", "star # a ; b", NULL},
	{";", "", ""},
	{"", "", NULL},
};

static void a_semicolon_outside_of_marks_cuts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
		struct slice rest = slice_of(cuts[i].line);
		struct slice head = conf_cut(&rest);

		if (!slice_equals(head, cuts[i].head) ||
		    (rest.at != NULL) != (cuts[i].rest != NULL) ||
		    (rest.at && !slice_equals(rest, cuts[i].rest)))
			fail_msg("'%s': '%.*s'", cuts[i].line, (int)head.len,
				 head.at);
	}
}

struct heard {
	char lines[200], errors[400];
};

static bool hear(void *self, struct slice line, struct error *err)
{
	struct heard *heard = self;

	if (line.len > 5)
		return error_set(err, "it is long");
	strncat(heard->lines, line.at, line.len);
	strcat(heard->lines, "|");
	return true;
}

static void hear_error(void *self, const char *what)
{
	struct heard *heard = self;

	strcat(heard->errors, strrchr(what, '/'));
	strcat(heard->errors, "|");
}

static void
what_is_wrong_is_told_with_its_line_and_the_rest_is_read(void **state)
{
	static const char text[] = "one\n"
				   "\xff\xfe\n"
				   "much too long\n"
				   "\n"
				   "last";
	char path[] = "/tmp/gazette-line-XXXXXX", all[400];
	int fd = mkstemp(path);
	struct heard heard = {"", ""};
	struct error err;

	(void)state;
	assert_int_equal(write(fd, text, sizeof(text) - 1), sizeof(text) - 1);
	close(fd);
	assert_true(conf_read(path, hear, hear_error, &heard, &err));
	unlink(path);
	assert_string_equal(heard.lines, "one||last|");
	snprintf(all, sizeof(all), "%s:2: it is not UTF-8|%s:3: it is long|",
		 strrchr(path, '/'), strrchr(path, '/'));
	assert_string_equal(heard.errors, all);
	assert_true(conf_read(path, hear, hear_error, &heard, &err));
	assert_false(conf_read("/tmp", hear, hear_error, &heard, &err));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(blanks_and_marks_part_words),
		TEST(a_semicolon_outside_of_marks_cuts),
		TEST(what_is_wrong_is_told_with_its_line_and_the_rest_is_read),
	};

	return cmocka_run_group_tests_name("conf/line", tests, NULL, NULL);
}
