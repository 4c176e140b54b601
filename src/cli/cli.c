/* argv to a command: global options may stand before or after its name, "--"
 * ends the options. */
#include "cli/cli.h"

#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"
#include "base/out.h"
#include "base/str.h"
#include "cli/help.h"

#define COMMAND(name) extern const struct command cmd_##name;
#include "cli/commands.def"
#undef COMMAND

#define COMMAND(name) &cmd_##name,
const struct command *const cli_commands[] = {
#include "cli/commands.def"
};
#undef COMMAND

const uint32_t cli_n_commands = array_length(cli_commands);

const struct cli_option cli_global_options[] = {
	{"archive", 0, "PATH", "use this archive, not the user's own"},
	{"help", 'h', NULL, "say how to use the command"},
	{"version", 'V', NULL, "print the version"},
	{0},
};

#define CLI_GIVEN 32

struct cli_values {
	struct {
		const struct cli_option *option;
		const char *value;
	} given[CLI_GIVEN];
	uint32_t n;
};

const char *cli_value(const struct cli *cli, const char *name)
{
	for (uint32_t i = cli->values->n; i-- > 0;) {
		if (strcmp(cli->values->given[i].option->name, name) == 0)
			return cli->values->given[i].value;
	}
	return NULL;
}

const char *cli_value_at(const struct cli *cli, const char *name, uint32_t n)
{
	for (uint32_t i = 0; i < cli->values->n; i++) {
		if (strcmp(cli->values->given[i].option->name, name) == 0 &&
		    n-- == 0)
			return cli->values->given[i].value;
	}
	return NULL;
}

bool cli_flag(const struct cli *cli, const char *name)
{
	return cli_value(cli, name) != NULL;
}

bool cli_number(const struct cli *cli, const char *name, int64_t low,
		int64_t high, int64_t otherwise, int64_t *out)
{
	const char *text = cli_value(cli, name);
	char *end;

	*out = otherwise;
	if (!text)
		return true;
	*out = strtoll(text, &end, 10);
	if (end != text && *end == '\0' && *out >= low && *out <= high)
		return true;
	out_message("--%s must be a whole number from %lld to %lld, not '%s'",
		    name, (long long)low, (long long)high, text);
	return false;
}

/* Bringing an archive to the newest schema: progress while it takes long, and
 * in the end where the copy is. */
struct upgrade {
	time_t since;
	bool is_shown;
};

static void show_upgrade(void *self, const char *what, unsigned percent)
{
	struct upgrade *u = self;
	time_t now = time(NULL);

	if (u->since == 0)
		u->since = now;
	if (percent == 100) {
		if (u->is_shown)
			fputs("\r\033[K", stderr);
		out_message("%s", what);
		*u = (struct upgrade){0};
	} else if (now > u->since + 1 && isatty(STDERR_FILENO)) {
		u->is_shown = true;
		out_printf(stderr, "%s", what);
		fprintf(stderr, ", %u%%\r", percent);
	}
}

/* The user's own folder is made; one that he named and that is not there may
 * be a slip. */
static bool make_folder(struct cli *cli, struct error *err)
{
	const char *path = cli->paths.archive, *slash = strrchr(path, '/');
	const char *folder;

	if (!cli->paths.is_given)
		return paths_make_folder_of(path, err);
	if (!slash || slash == path)
		return true;
	folder = arena_copy(&cli->arena, path, (size_t)(slash - path));
	return access(folder, F_OK) == 0 ||
	       error_set(err,
			 "there is no folder '%s' for an archive; make it "
			 "first",
			 folder);
}

bool cli_open(struct cli *cli, enum store_mode mode)
{
	struct upgrade upgrade = {0};
	struct store_paths paths = {.archive = cli->paths.archive,
				    .progress = show_upgrade,
				    .self = &upgrade};
	struct error err;

	/* without a folder for it nothing that is read is remembered; the
	 * first attempt to says so */
	if (!paths_make_folder_of(cli->paths.reader, &err))
		cli->paths.reader = NULL;
	paths.reader = cli->paths.reader;
	if (mode == STORE_WRITE && !make_folder(cli, &err)) {
		out_message("%s", err.text);
		return false;
	}
	if (store_open(&paths, mode, &cli->store, &err))
		return true;
	out_message("%s", err.text);
	return false;
}

static void complain(void *self, const char *what)
{
	(void)self;
	out_message("%s", what);
}

bool cli_conf(struct cli *cli, struct conf *out)
{
	struct error err;

	conf_init(out);
	if (conf_load(out, cli->paths.config, complain, NULL, &err))
		return true;
	out_message("%s", err.text);
	return false;
}

const char *cli_query_from(struct cli *cli, int first)
{
	struct str all = {0};
	const char *query;

	for (int i = first; i < cli->n_operands; i++) {
		if (i > first)
			str_add_char(&all, ' ');
		str_add_text(&all, cli->operands[i]);
	}
	query = arena_string(&cli->arena, str_text(&all));
	str_free(&all);
	return query;
}

const char *cli_query(struct cli *cli)
{
	return cli_query_from(cli, 0);
}

int cli_fail(int status, const struct error *err)
{
	out_message("%s", err->text);
	return status;
}

int cli_wrong(const struct cli *cli, const char *format, ...)
{
	struct error err;
	va_list args;

	va_start(args, format);
	vsnprintf(err.text, sizeof(err.text), format, args);
	va_end(args);
	out_message("%s (see 'gazette %s%s--help')", err.text,
		    cli->command ? cli->command->name : "",
		    cli->command ? " " : "");
	return CLI_USAGE;
}

static void list_candidates(const struct entity_rows *rows)
{
	for (uint32_t i = 0; i < rows->n; i++) {
		const struct entity_row *e = &rows->at[i];
		const char *type = article_types.at[e->type];

		out_printf(stderr, "  #%lld\t%s\t%s\t%u %s\n", (long long)e->id,
			   e->name, type ? type : "-", e->articles,
			   e->articles == 1 ? "article" : "articles");
	}
}

/* A surname alone is somebody of whom no article says more; those who have it
 * with another name are named beside. */
static void say_namesakes(struct cli *cli, const char *name,
			  const struct entity_row *e)
{
	struct entity_rows rows, namesakes = {0};
	struct error ignored;

	if (!e->is_bare || *name == '#' ||
	    !store_entities(cli->store, &cli->arena, name, e->type, 0, 20,
			    &rows, &ignored))
		return;
	for (uint32_t i = 0; i < rows.n; i++) {
		if (rows.at[i].id != e->id)
			*array_add(&cli->arena, namesakes.at, namesakes.n) =
				rows.at[i];
	}
	if (!namesakes.n)
		return;
	out_message("this is '%s' where no article says more; others are:",
		    e->name);
	list_candidates(&namesakes);
}

int cli_entity(struct cli *cli, const char *name, struct entity_row **out)
{
	struct entity_rows rows;
	struct error err;

	if (!store_entities_named(cli->store, &cli->arena, name, false, &rows,
				  &err))
		return cli_fail(CLI_FAILED, &err);
	if (rows.n == 1) {
		*out = &rows.at[0];
		say_namesakes(cli, name, *out);
		return CLI_DONE;
	}
	if (rows.n > 1) {
		out_message("'%s' may be one of %u names; give its number:",
			    name, rows.n);
		list_candidates(&rows);
		return CLI_USAGE;
	}
	if (!store_entities_named(cli->store, &cli->arena, name, true, &rows,
				  &err))
		return cli_fail(CLI_FAILED, &err);
	out_message(rows.n ? "nobody and nothing is called '%s'; like it are:"
			   : "nobody and nothing is called '%s'",
		    name);
	list_candidates(&rows);
	return CLI_USAGE;
}

/* ---- parsing ---- */

struct parse {
	struct cli *cli;
	char **argv;
	int argc, at;
	bool ended; /* "--" was seen */
};

static const struct cli_option *find_option(const struct cli_option *options,
					    struct slice name, char letter)
{
	for (; options && options->name; options++) {
		if (letter ? options->letter == letter
			   : slice_equals(name, options->name))
			return options;
	}
	return NULL;
}

static const struct cli_option *find_any(const struct cli *cli,
					 struct slice name, char letter)
{
	const struct cli_option *found =
		find_option(cli_global_options, name, letter);

	if (!found && cli->command)
		found = find_option(cli->command->options, name, letter);
	return found;
}

static bool take_option(struct parse *p, const struct cli_option *option,
			const char *shown, const char *value)
{
	struct cli_values *values = p->cli->values;

	if (option->value && option->value[0] == '[' && !value)
		value = "";
	if (option->value && !value) {
		if (p->at >= p->argc) {
			cli_wrong(p->cli, "%s wants %s", shown, option->value);
			return false;
		}
		value = p->argv[p->at++];
	}
	if (!option->value && value) {
		cli_wrong(p->cli, "%s takes no value", shown);
		return false;
	}
	if (values->n == CLI_GIVEN) {
		cli_wrong(p->cli, "too many options");
		return false;
	}
	values->given[values->n].option = option;
	values->given[values->n++].value = value ? value : "";
	return true;
}

static bool parse_long(struct parse *p, const char *word)
{
	const char *equals = strchr(word, '=');
	struct slice name = {word + 2, equals ? (size_t)(equals - word - 2)
					      : strlen(word + 2)};
	const struct cli_option *option = find_any(p->cli, name, 0);

	if (!option) {
		cli_wrong(p->cli, "there is no option '%s'", word);
		return false;
	}
	return take_option(p, option, word, equals ? equals + 1 : NULL);
}

/* A query may be meant: one begins with '-' as an option does. */
static bool wants_query(const struct cli *cli)
{
	return cli->command && strstr(cli->command->operands, "QUERY");
}

static bool parse_letters(struct parse *p, const char *word)
{
	for (const char *c = word + 1; *c; c++) {
		const struct cli_option *option =
			find_any(p->cli, (struct slice){0}, *c);

		if (!option) {
			cli_wrong(p->cli, "there is no option '-%c'%s", *c,
				  wants_query(p->cli)
					  ? "; put -- before a query that "
					    "begins with '-'"
					  : "");
			return false;
		}
		if (option->value && c[1])
			return take_option(p, option, word, c + 1);
		if (!take_option(p, option, word, NULL))
			return false;
	}
	return true;
}

static bool is_option(const struct parse *p, const char *word)
{
	return !p->ended && word[0] == '-' && word[1] != '\0';
}

/* "help" and "help COMMAND" are --help by another name. */
static bool find_command(struct parse *p, const char *word)
{
	if (strcmp(word, "help") == 0)
		return take_option(
			p, find_option(cli_global_options, slice_of("help"), 0),
			word, NULL);
	for (uint32_t i = 0; i < cli_n_commands; i++) {
		if (strcmp(cli_commands[i]->name, word) == 0) {
			p->cli->command = cli_commands[i];
			return true;
		}
	}
	cli_wrong(p->cli, "there is no command '%s'", word);
	return false;
}

static bool parse(struct parse *p)
{
	while (p->at < p->argc) {
		char *word = p->argv[p->at++];
		bool done = true;

		if (is_option(p, word) && strcmp(word, "--") == 0)
			p->ended = true;
		else if (is_option(p, word))
			done = word[1] == '-' ? parse_long(p, word)
					      : parse_letters(p, word);
		else if (!p->cli->command)
			done = find_command(p, word);
		else
			p->cli->operands[p->cli->n_operands++] = word;
		if (!done)
			return false;
	}
	return true;
}

static int check_operands(const struct cli *cli)
{
	const struct command *command = cli->command;

	if (cli->n_operands < command->least)
		return cli_wrong(cli, "%s wants %s", command->name,
				 command->operands);
	if (command->most >= 0 && cli->n_operands > command->most)
		return cli_wrong(cli, "%s: '%s' is too much", command->name,
				 cli->operands[command->most]);
	return CLI_DONE;
}

static int run(struct cli *cli)
{
	struct error err;
	int status;

	if (cli_flag(cli, "version")) {
		printf("gazette %s\n", PACKAGE_VERSION);
		return CLI_DONE;
	}
	if (cli_flag(cli, "help")) {
		if (cli->command)
			cli_help_command(cli->command);
		else
			cli_help();
		return CLI_DONE;
	}
	if (!paths_find(&cli->arena, cli_value(cli, "archive"), &cli->paths,
			&err))
		return cli_fail(CLI_FAILED, &err);
	status = check_operands(cli);
	return status ? status : cli->command->run(cli);
}

static bool wants_colour(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && !(no && *no) && term &&
	       strcmp(term, "dumb") != 0;
}

int cli_main(int argc, char **argv)
{
	struct cli cli = {.has_colour = wants_colour()};
	struct parse p = {&cli, argv, argc, 1, false};
	struct error err;
	int status = CLI_USAGE;

	arena_init(&cli.arena);
	cli.values = arena_alloc(&cli.arena, sizeof(*cli.values));
	cli.operands = arena_array(&cli.arena, (size_t)argc + 1,
				   sizeof(*cli.operands));
	if (parse(&p)) {
		if (!cli.command && !cli_flag(&cli, "help") &&
		    !cli_flag(&cli, "version"))
			find_command(&p, "read");
		if (cli.command || cli.values->n)
			status = run(&cli);
	}
	store_close(cli.store);
	if (!out_flush(&err) && status != CLI_FAILED)
		status = cli_fail(CLI_FAILED, &err);
	arena_free(&cli.arena);
	return status;
}
