#include "ui/keys.h"

#include <stdio.h>

#include "../test.h"
#include "base/array.h"

static const struct {
	uint8_t view, class;
	const char *keys;
	enum keys_found found;
	const char *command;
} rows[] = {
	{WHERE_ARTICLE, WHERE_TEXT, "j", KEYS_FOUND, "down"},
	{WHERE_ARTICLE, WHERE_TEXT, "Tab", KEYS_FOUND, "next-name"},
	{WHERE_ARTICLES, WHERE_LIST, "Tab", KEYS_FOUND, "next"},
	{WHERE_NAME, WHERE_LIST, "Tab", KEYS_FOUND, "next-block"},
	{WHERE_ARTICLE, WHERE_TEXT, "v", KEYS_MORE, NULL},
	{WHERE_ARTICLE, WHERE_TEXT, "vn", KEYS_FOUND, "view names"},
	{WHERE_ARTICLE, WHERE_TEXT, "vx", KEYS_NONE, NULL},
	{WHERE_NAME, WHERE_LIST, "*", KEYS_NONE, NULL},
	{WHERE_NAME, WHERE_LIST, "\\", KEYS_FOUND, "search"},
};

static void it_finds_what_keys_do_in_each_view(void **state)
{
	struct arena a;
	struct keys keys;

	(void)state;
	arena_init(&a);
	keys_init(&keys, &a);
	for (size_t i = 0; i < array_length(rows); i++) {
		uint32_t sequence[KEYS_LONGEST];
		const struct binding *b;
		const char *at = rows[i].keys;
		uint8_t n = 0;

		while (*at)
			at += key_read(at, &sequence[n++]);
		assert_int_equal(keys_find(&keys, rows[i].view, rows[i].class,
					   sequence, n, &b),
				 rows[i].found);
		if (rows[i].command)
			assert_string_equal(b->command, rows[i].command);
	}
	arena_free(&a);
}

static const struct {
	const char *where, *keys, *command;
	const char *error; /* a piece of it; NULL: it is bound */
} binds[] = {
	{"all", "e", "down", NULL},
	{"article", ";", "view names", NULL},
	{"text", "Ctrl-x s", "quit", NULL},
	{"list", "PgDn", "bottom", NULL},
	{"nowhere", "e", "down", "nowhere"},
	{"all", "e", "fly", "fly"},
	{"all", "Ctrl-i", "down", "as Tab"},
	{"all", "Ctrl-m", "down", "as Enter"},
	{"all", "Ctrl-[", "down", "as Esc"},
	{"all", "Alt-x", "down", "Esc"},
	{"all", "F5", "down", "function keys"},
	{"all", "abcdefghi", "down", "more than"},
	{"all", "x Ctrl-i", "down", "as Tab"},
	{"all", "x<C-m>", "down", "as Enter"},
	{"all", "<C-x>s", "quit", NULL},
	{"all", "<Space>n", "down", NULL},
	{"all", "<", "down", NULL},
	{"all", "<>", "down", NULL},
	{"all", "<<C-", "down", NULL},
	{"all", "Ctrl-_", "undo", NULL},
	{"article", ",p", "star ; next", NULL},
	{"article", ",p", "\"star ; next\"", NULL},
	{"article", ",p", "star; next", NULL},
	{"article", ",p", "star ; fly", "fly"},
	{"article", ",p", "star next", "a word too many"},
	{"article", ",p", "\"star ; next\" -- star, then on", NULL},
	{"article", ",p", "\"star\" next", "behind the command"},
	{"article", ",p", "\"star", "not closed"},
	{"article,articles", ",p", "star", NULL},
	{"article,", ",p", "star", "not in ''"},
	{",", ",p", "star", "not in ''"},
	{"all", "\xff", "down", NULL},
	{"all", ",g", "search \"ground offensive\" -Vale ; down", NULL},
	{"all", ",s", "pipe grep -c \"a ; b\" ; cat", NULL},
	{"all", ",m", "messages", NULL},
	{"all", ",5", "5 down ; 12", NULL},
	{"all", ",;", ";", NULL},
	{"all", ",n", "nothing", NULL},
	{"all", "", "down", "no key"},
};

static void it_binds_keys_and_refuses_those_terminals_confuse(void **state)
{
	struct arena a;
	struct keys keys;

	(void)state;
	arena_init(&a);
	keys_init(&keys, &a);
	for (size_t i = 0; i < array_length(binds); i++) {
		struct error err = {""};
		bool done = keys_bind(&keys, binds[i].where, binds[i].keys,
				      binds[i].command, &err);

		assert_int_equal(done, binds[i].error == NULL);
		if (binds[i].error)
			assert_non_null(strstr(err.text, binds[i].error));
	}
	arena_free(&a);
}

static void it_puts_the_users_binding_first_and_takes_it_away(void **state)
{
	struct arena a;
	struct keys keys;
	const struct binding *b;
	struct error err;
	uint32_t j = 'j';

	(void)state;
	arena_init(&a);
	keys_init(&keys, &a);
	assert_true(keys_bind(&keys, "all", "j", "bottom", &err));
	assert_int_equal(keys_find(&keys, WHERE_NAME, WHERE_LIST, &j, 1, &b),
			 KEYS_FOUND);
	assert_string_equal(b->command, "bottom");
	assert_true(keys_bind(&keys, "name", "j", NULL, &err));
	assert_int_equal(keys_find(&keys, WHERE_NAME, WHERE_LIST, &j, 1, &b),
			 KEYS_NONE);
	assert_int_equal(keys_find(&keys, WHERE_NAMES, WHERE_LIST, &j, 1, &b),
			 KEYS_FOUND);
	arena_free(&a);
}

static const struct {
	const char *place, *keys, *command; /* bound in this order */
	const char *typed, *does;           /* does NULL: waits for more */
} orders[] = {
	{"all", "gd", "done", "g", NULL},  /* a longer one takes g over */
	{"all", "gd", NULL, "g", "top"},   /* and gives it back */
	{"all", "c", "star", "c", "star"}, /* a shorter one the c menu */
	{"article", "cr", "rename", "c", NULL},
	{"article", "c", "star", "c", "star"},
	{"list", "g", "bottom", "g", "top"}, /* of lists, not of texts */
	{"text", "g", "bottom", "g", "bottom"},
};

static void the_later_of_short_and_long_sequences_holds(void **state)
{
	struct arena a;
	struct keys keys;

	(void)state;
	arena_init(&a);
	keys_init(&keys, &a);
	for (size_t i = 0; i < array_length(orders); i++) {
		const struct binding *b;
		struct error err;
		uint32_t typed;
		enum keys_found found;

		assert_true(keys_bind(&keys, orders[i].place, orders[i].keys,
				      orders[i].command, &err));
		key_read(orders[i].typed, &typed);
		found = keys_find(&keys, WHERE_ARTICLE, WHERE_TEXT, &typed, 1,
				  &b);
		if (!orders[i].does) {
			assert_int_equal(found, KEYS_MORE);
			continue;
		}
		assert_int_equal(found, KEYS_FOUND);
		assert_string_equal(b->command, orders[i].does);
	}
	arena_free(&a);
}

static void the_help_of_a_binding_is_its_own_or_its_commands(void **state)
{
	struct arena a;
	struct keys keys;
	struct error err;

	(void)state;
	arena_init(&a);
	keys_init(&keys, &a);
	assert_true(keys_bind(&keys, "all", ",a", "star ; done", &err));
	assert_string_equal(keys_help(&keys.at[keys.n - 1]), "star ; done");
	assert_true(keys_bind(&keys, "all", ",a", "\"star\" -- on  it ", &err));
	assert_string_equal(keys_help(&keys.at[keys.n - 1]), "on  it");
	assert_string_equal(keys.at[keys.n - 1].command, "star");
	assert_true(keys_bind(&keys, "all", ",a", "star -- a star", &err));
	assert_string_equal(keys_help(&keys.at[keys.n - 1]), "a star");
	assert_true(keys_bind(&keys, "all", ",a", "quit", &err));
	assert_string_equal(keys_help(&keys.at[keys.n - 1]), "leave gazette");
	arena_free(&a);
}

static void it_names_an_action_in_every_default(void **state)
{
	struct arena a;
	struct keys keys;

	(void)state;
	arena_init(&a);
	keys_init(&keys, &a);
	assert_true(keys.n > 80);
	for (uint32_t i = 0; i < keys.n; i++) {
		char first[32];

		snprintf(first, sizeof(first), "%.*s",
			 (int)strcspn(keys.at[i].command, " "),
			 keys.at[i].command);
		assert_true(action_find(first) >= 0);
		assert_true(strlen(keys_help(&keys.at[i])) > 0);
	}
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_finds_what_keys_do_in_each_view),
		TEST(it_binds_keys_and_refuses_those_terminals_confuse),
		TEST(it_puts_the_users_binding_first_and_takes_it_away),
		TEST(the_later_of_short_and_long_sequences_holds),
		TEST(the_help_of_a_binding_is_its_own_or_its_commands),
		TEST(it_names_an_action_in_every_default),
	};

	return cmocka_run_group_tests_name("ui/keys", tests, NULL, NULL);
}
