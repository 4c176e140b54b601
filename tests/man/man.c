/* The man page says what the tables say: every command and every option of
 * it stands in its own section, with the very words of the table, and there
 * is nothing there that the program does not have. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/str.h"
#include "cli/cli.h"

struct page {
	struct arena arena;
	struct slice text;
};

static int load(void **state)
{
	static struct page page;
	const char *sources = getenv("SOURCES");
	struct error err;
	size_t len;
	char *bytes;

	arena_init(&page.arena);
	bytes = file_read(&page.arena,
			  arena_printf(&page.arena, "%s/man/gazette.1",
				       sources ? sources : "."),
			  1 << 20, &len, &err);
	if (!bytes)
		return -1;
	page.text = (struct slice){ bytes, len };
	*state = &page;
	return 0;
}

static int unload(void **state)
{
	struct page *page = *state;

	arena_free(&page->arena);
	return 0;
}

/* The lines from ".Ss name" to the next heading. */
static struct slice section(struct page *page, const char *name)
{
	const char *head = arena_printf(&page->arena, "\n.Ss %s\n", name);
	const char *from = strstr(page->text.at, head), *to, *other;

	if (!from)
		return (struct slice){ NULL, 0 };
	from += strlen(head);
	to = strstr(from, "\n.Ss ");
	other = strstr(from, "\n.Sh ");
	if (!to || (other && other < to))
		to = other ? other : page->text.at + page->text.len;
	return (struct slice){ from, (size_t)(to - from) };
}

static bool has(struct page *page, struct slice in, const char *what)
{
	return in.at &&
	       strstr(arena_copy(&page->arena, in.at, in.len), what) != NULL;
}

static void every_command_has_its_section(void **state)
{
	struct page *page = *state;

	for (uint32_t i = 0; i < cli_n_commands; i++) {
		if (!section(page, cli_commands[i]->name).at)
			fail_msg("man/gazette.1 has no section '.Ss %s'",
				 cli_commands[i]->name);
	}
}

static void check_options(struct page *page, struct slice in,
			  const char *where, const struct cli_option *o)
{
	for (; o && o->name; o++) {
		const char *line = arena_printf(
			&page->arena, "Fl \\-%s%s%s", o->name,
			o->value ? " Ar " : "", o->value ? o->value : "");

		if (!has(page, in, line))
			fail_msg("man/gazette.1, %s: '%s' is missing", where,
				 line);
	}
}

static void every_option_is_explained(void **state)
{
	struct page *page = *state;

	for (uint32_t i = 0; i < cli_n_commands; i++)
		check_options(page, section(page, cli_commands[i]->name),
			      cli_commands[i]->name, cli_commands[i]->options);
	check_options(page, page->text, "everywhere", cli_global_options);
}

/* Options that stand in a command's section without being in its table. */
static void no_option_is_invented(void **state)
{
	struct page *page = *state;

	for (uint32_t i = 0; i < cli_n_commands; i++) {
		const struct command *c = cli_commands[i];
		struct slice in = section(page, c->name);
		const char *text = arena_copy(&page->arena, in.at, in.len);

		while ((text = strstr(text, ".It Fl \\-"))) {
			const struct cli_option *o = c->options;
			size_t len;

			text += strlen(".It Fl \\-");
			len = strcspn(text, " \n");
			while (o && o->name &&
			       (strlen(o->name) != len ||
				memcmp(o->name, text, len) != 0))
				o++;
			if (!o || !o->name)
				fail_msg("gazette %s has no --%.*s", c->name,
					 (int)len, text);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_command_has_its_section),
		TEST(every_option_is_explained),
		TEST(no_option_is_invented),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
