/* Lines of the command language: which commands they hold. */
#include "ui/line.h"

#include "../test.h"
#include "base/array.h"

/* The commands as "COUNT*name|argument|argument", parted by blanks. */
static const struct {
	const char *line, *commands; /* NULL: refused */
	const char *error;           /* a piece of it */
} rows[] = {
	{"", "", NULL},
	{"  ", "", NULL},
	{"# star", "", NULL},
	{";", "", NULL},
	{" ; ; star", "star", NULL},
	{"star", "star", NULL},
	{"star # and on", "star", NULL},
	{"star ; next", "star next", NULL},
	{"star; next", "star next", NULL},
	{"star;next", NULL, "no command 'star;next'"},
	{"5 down", "5*down", NULL},
	{"5down", "5*down", NULL},
	{"12", "12*top", NULL},
	{"12 ; star", "12*top star", NULL},
	{"99999999999999999999 down", "99999*down", NULL},
	{"tag 'sea wall' old ; star", "tag|sea wall|old star", NULL},
	{"tag a;b", "tag|a;b", NULL},
	{"tag \"a ; b\"", "tag|a ; b", NULL},
	{"tag 'a", NULL, "not closed"},
	{"search \"sea wall\" -tag:x ; down", "search|\"sea wall\" -tag:x down",
	 NULL},
	{"search #17", "search|#17", NULL},
	{"search", "search", NULL},
	{"pipe grep \"a ; b\" ; cat # x", "pipe|grep \"a ; b\" ; cat # x",
	 NULL},
	{"bind text ; older ; star", "bind|text|;|older ; star", NULL},
	{"bind text ; \"older\"", "bind|text|;|\"older\"", NULL},
	{"bind text", "bind|text", NULL},
	{"set width 40 ; set card off", "set|width|40 set|card|off", NULL},
	{"set width 40 50", NULL, "'50' is a word too many"},
	{"messages", "view|messages", NULL},
	{"view messages", "view|messages", NULL},
	{"q", "close", NULL},
	{"q!", "quit", NULL},
	{"w x.md", "save|x.md", NULL},
	{"redr", "redraw", NULL},
	{"re", NULL, "several commands begin with 're'"},
	{"fly", NULL, "there is no command 'fly'"},
	{"\"star\"", NULL, "there is no command '\"star\"'"},
	{"star next", NULL, "'next' is a word too many"},
	{"\x01\x02", NULL, "there is no command"},
	{"tag 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2",
	 NULL, "too many words"},
};

static const char *spell(struct arena *a, const struct command_line *line)
{
	const char *all =
		line->count ? arena_printf(a, "%d*", line->count) : "";

	for (uint32_t i = 0; i < line->n; i++)
		all = arena_printf(a, "%s%s%s", all, i ? "|" : "",
				   line->words[i]);
	return all;
}

static void a_line_holds_these_commands(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < array_length(rows); i++) {
		struct slice rest = slice_of(rows[i].line);
		struct command_line line;
		struct error err = {""};
		const char *all = "";
		bool done = true;

		while (done && rest.at) {
			done = line_next(&a, &rest, &line, &err);
			if (done && line.action >= 0)
				all = arena_printf(&a, "%s%s%s", all,
						   *all ? " " : "",
						   spell(&a, &line));
		}
		if (done != (rows[i].commands != NULL) ||
		    (done && strcmp(all, rows[i].commands) != 0) ||
		    (!done && !strstr(err.text, rows[i].error)))
			fail_msg("'%s': '%s' %s", rows[i].line, all, err.text);
		assert_int_equal(line_check(slice_of(rows[i].line), &err),
				 rows[i].commands != NULL);
	}
	arena_free(&a);
}

static const struct {
	const char *action;
	uint32_t at;
	const char *name;
} arguments[] = {
	{"star", 0, ""},        {"set", 0, "OPTION"},   {"set", 1, "VALUE"},
	{"set", 2, ""},         {"bind", 0, "PLACE"},   {"bind", 1, "KEYS"},
	{"bind", 2, "COMMAND"}, {"bind", 7, "COMMAND"}, {"tag", 0, "TAG"},
	{"tag", 3, "TAG"},
};

static void the_table_names_what_comes_next(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < array_length(arguments); i++)
		assert_string_equal(
			line_argument(&a, action_find(arguments[i].action),
				      arguments[i].at),
			arguments[i].name);
	arena_free(&a);
}

static void any_bytes_are_a_line_or_an_error(void **state)
{
	static const char letters[] = "\"';# 5:bindsetag\t\\\x80\xff;";
	uint32_t seed = 1;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		char text[24];
		struct error err;

		for (size_t k = 0; k < sizeof(text); k++) {
			seed = seed * 1664525 + 1013904223;
			text[k] = letters[(seed >> 16) % (sizeof(letters) - 1)];
		}
		(void)!line_check(
			(struct slice){text, seed >> 27 < 24 ? seed >> 27 : 24},
			&err);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_line_holds_these_commands),
		TEST(the_table_names_what_comes_next),
		TEST(any_bytes_are_a_line_or_an_error),
	};

	return cmocka_run_group_tests_name("ui/line", tests, NULL, NULL);
}
