/* How commands print: lists as aligned columns on a terminal, parted by TAB
 * elsewhere, as CSV or as JSON Lines; and who reads them. */
#ifndef GAZETTE_CLI_PRINT_H
#define GAZETTE_CLI_PRINT_H

#include "article/json.h"
#include "cli/cli.h"
#include "query/query.h"

enum cli_format { CLI_LINES, CLI_CSV, CLI_JSON };

/* Options that commands share. */
#define CLI_OPTION_JSON                                                        \
	{                                                                      \
		"json", 0, NULL, "print JSON Lines, one object a line"         \
	}
#define CLI_OPTION_CSV                                                         \
	{                                                                      \
		"csv", 0, NULL, "print comma-separated values, names first"    \
	}

#define CLI_OPTION_LIMIT                                                       \
	{                                                                      \
		"limit", 0, "N", "print at most N (default: all)"              \
	}
#define CLI_OPTION_AFTER                                                       \
	{                                                                      \
		"after", 0, "KEY",                                             \
			"go on behind this key, the \"after\" of --json"       \
	}
#define CLI_OPTION_COPIES                                                      \
	{                                                                      \
		"copies", 0, NULL, "show copies too, not folded"               \
	}

/* What --json and --csv ask for.
 * Errors  false, said: both. */
MUST_CHECK bool cli_format(const struct cli *cli, enum cli_format *out);

/* Columns of the terminal on standard output; 0 when it is none. */
uint32_t cli_width(void);

/* May marks (bold, underline) be printed, colours or not? */
bool cli_has_marks(void);

/* Write what is buffered.  false: nobody reads any more, or the disk is full;
 * a command then stops, cli_main says what there is to say. */
bool cli_more(void);

/* Print a value as one line, which frees it. */
void cli_json(json_t *value);

/* "1.5 MiB", in the arena. */
const char *cli_bytes(struct arena *a, int64_t bytes);

/* "2024-03-21", in the arena. */
const char *cli_day_number(struct arena *a, int32_t day);

/* An article's key as 32 hex digits, in the arena. */
const char *cli_key(struct arena *a, const uint8_t key[16]);

/* ---- columns ---- */

enum cli_column_use {
	COLUMN_LINES = 1 << 0, /* for people: on a terminal, parted by TAB */
	COLUMN_CSV = 1 << 1,
	COLUMN_BOTH = COLUMN_LINES | COLUMN_CSV,
	COLUMN_RIGHT = 1 << 2, /* aligned at the right */
	COLUMN_FILL = 1 << 3,  /* has what width the others leave */
};

struct cli_column {
	const char *name; /* head of a CSV column; NULL ends the list */
	uint8_t use;      /* enum cli_column_use */
	uint16_t most;    /* cells on a terminal; 0 no bound */
};

struct cli_row {
	const char **cell; /* [columns], never NULL */
	const char *below; /* a further line on terminals, or NULL */
};

struct cli_grid {
	const struct cli_column *columns;
	uint32_t n_columns, width; /* width: of the terminal, or 0 */
	enum cli_format format;
	struct cli_row *rows; /* of this page */
	uint32_t n_rows;
	bool has_head; /* the CSV head was printed */
};

void cli_grid_init(struct cli_grid *g, const struct cli_column *columns,
		   enum cli_format format);

/* A row whose cells are to be filled; it lives in the arena until it is
 * flushed. */
struct cli_row *cli_grid_add(struct cli_grid *g, struct arena *a);

/* A day as a cell: "2024-03-21"; for a time that is not known "-", in CSV
 * nothing. */
const char *cli_day(const struct cli_grid *g, struct arena *a,
		    const struct when *when);

/* Print the rows that were added; false as cli_more. */
bool cli_grid_flush(struct cli_grid *g);

/* ---- queries ---- */

/* Open a query; notes are printed on standard error.
 * Returns CLI_DONE with *out filled, else the exit status, said. */
int cli_query_open(struct cli *cli, const char *text, struct query **out);

/* Say an error of a query, pointing at the place; returns the status. */
int cli_query_fault(const char *text, const struct query_fault *fault,
		    const struct error *err);

/* The article that an operand means: its number.
 * Returns CLI_DONE, else the exit status, said. */
int cli_article(struct cli *cli, const char *text, int64_t *id);

#endif
