/* --help, from the commands' own tables, in 79 columns. */
#include "cli/help.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#define WIDTH  79
#define OPTION 29 /* where an option's words begin */

/* Words up to the width; lines begin `indent` cells in, the first at
 * `column`.  A line end is a blank, an empty line parts. */
static void put_words(const char *text, size_t column, size_t indent)
{
	struct slice rest = slice_of(text);
	bool is_first = true;

	while (rest.at) {
		const char *end = strpbrk(rest.at, " \n");
		size_t len = end ? (size_t)(end - rest.at) : rest.len;
		size_t cells = utf8_count(rest.at, len);
		bool parts = end && end[0] == '\n' && end[1] == '\n';

		if (len && !is_first && column + 1 + cells > WIDTH) {
			printf("\n%*s", (int)indent, "");
			column = indent;
		} else if (len && !is_first && column > indent) {
			putchar(' ');
			column++;
		}
		printf("%.*s", (int)len, rest.at);
		column += cells;
		is_first = is_first && len == 0;
		if (parts) {
			printf("\n\n%*s", (int)indent, "");
			column = indent;
			is_first = true;
		}
		rest = end ? slice_of(end + (parts ? 2 : 1))
			   : (struct slice){NULL, 0};
	}
	putchar('\n');
}

/* "--archive PATH", "--diff[=N]" */
static const char *option_parts(const struct cli_option *o)
{
	return !o->value ? "" : o->value[0] == '[' ? "" : " ";
}

static void put_options(const struct cli_option *options)
{
	for (; options && options->name; options++) {
		char left[64];
		int n = snprintf(left, sizeof(left), "%c%c%c --%s%s%s",
				 options->letter ? '-' : ' ',
				 options->letter ? options->letter : ' ',
				 options->letter ? ',' : ' ', options->name,
				 option_parts(options),
				 options->value ? options->value : "");
		size_t at = 2 + (n < OPTION - 3 ? OPTION - 3 : (size_t)n) + 1;

		printf("  %-*s ", OPTION - 3, left);
		put_words(options->text, at, OPTION);
	}
}

void cli_help(void)
{
	printf("usage: gazette [--archive PATH] [COMMAND ...]\n\n"
	       "A newspaper that knows its names. Without a command it opens "
	       "the reader.\n\n");
	for (uint32_t i = 0; i < cli_n_commands; i++) {
		printf("  %-12s ", cli_commands[i]->name);
		put_words(cli_commands[i]->text, 15, 15);
	}
	printf("\nEverywhere:\n");
	put_options(cli_global_options);
	printf("\n'gazette COMMAND --help' says more, gazette(1) "
	       "everything.\n");
}

void cli_help_command(const struct command *command)
{
	struct str usage = {0};

	str_printf(&usage, "%s%s%s%s", command->name,
		   command->options ? " [OPTION...]" : "",
		   *command->operands ? " " : "", command->operands);
	printf("usage: gazette ");
	put_words(str_text(&usage), 15, 15);
	str_free(&usage);
	printf("\n%s.\n", command->text);
	if (command->more) {
		printf("\n");
		put_words(command->more, 0, 0);
	}
	if (command->options) {
		printf("\n");
		put_options(command->options);
	}
	printf("\nEverywhere:\n");
	put_options(cli_global_options);
}
