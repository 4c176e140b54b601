/* Subcommands: one file cmd-NAME.c each, one line in commands.def.
 *
 * A command's table entry holds its options and its help, so that --help, the
 * man page's check and the parser read the same words.
 */
#ifndef GAZETTE_CLI_CLI_H
#define GAZETTE_CLI_CLI_H

#include "base/arena.h"
#include "conf/options.h"
#include "conf/paths.h"
#include "store/store.h"

enum cli_status {
	CLI_DONE = 0,
	CLI_PART = 1,  /* each failure was named, the rest is kept */
	CLI_USAGE = 2, /* wrong use */
	CLI_FAILED = 3,
};

struct cli_option {
	const char *name;  /* without the dashes */
	char letter;       /* 'n' for -n; 0 none */
	const char *value; /* what its value is called; NULL: a flag;
			    * "[=N]": it may be left out */
	const char *text;
};

struct cli;

struct command {
	const char *name;
	const char *operands;             /* "PATH|URL|-...", "" for none */
	const char *text;                 /* one line of help */
	const char *more;                 /* further lines, or NULL */
	const struct cli_option *options; /* ends with name NULL; or NULL */
	int least, most;                  /* operands; most -1: no bound */
	int (*run)(struct cli *cli);
};

struct cli {
	struct arena arena; /* of the whole run */
	struct paths paths;
	const struct command *command;
	char **operands; /* [n_operands] */
	int n_operands;
	struct cli_values *values;
	struct store *store; /* once cli_store has opened it */
	bool has_colour; /* standard output is a terminal that may have it */
};

extern const struct command *const cli_commands[];
extern const uint32_t cli_n_commands;
extern const struct cli_option cli_global_options[];

/* Run argv; returns the exit status. */
int cli_main(int argc, char **argv);

/* The value an option was given, NULL when it was not. */
const char *cli_value(const struct cli *cli, const char *name);
bool cli_flag(const struct cli *cli, const char *name);

/* Of an option that may stand more than once: value number n, from 0; NULL
 * behind the last. */
const char *cli_value_at(const struct cli *cli, const char *name, uint32_t n);

/* An option's value as a whole number from low to high; `otherwise` when it
 * was not given.
 * Errors  false, said on standard error: no such number. */
MUST_CHECK bool cli_number(const struct cli *cli, const char *name, int64_t low,
			   int64_t high, int64_t otherwise, int64_t *out);

/* Open the archive into cli->store.
 * Errors  false, said on standard error. */
MUST_CHECK bool cli_open(struct cli *cli, enum store_mode mode);

/* What the configuration files set; wrong lines are said on standard error.
 * Errors  false, said there: a file cannot be read. */
MUST_CHECK bool cli_conf(struct cli *cli, struct conf *out);

/* The operands from `first` on joined by blanks: a QUERY. */
const char *cli_query_from(struct cli *cli, int first);

/* All of them. */
const char *cli_query(struct cli *cli);

/* Find the one entity that NAME means.
 * Returns CLI_DONE with *out filled; else the exit status, the candidates
 *         with their numbers on standard error. */
int cli_entity(struct cli *cli, const char *name, struct entity_row **out);

/* Say an error and return a status. */
int cli_fail(int status, const struct error *err);
int cli_wrong(const struct cli *cli, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
