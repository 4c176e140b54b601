/* The log of corrections, and those of others. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/out.h"
#include "cli/corrections.h"

#define PAGE     500
#define LOG_MOST ((size_t)256 << 20)

static const struct cli_option edits_options[] = {
	CLI_OPTION_LIMIT,
	CLI_OPTION_JSON,
	{0},
};

enum edits_column { EDITS_N, EDITS_AT, EDITS_WHO, EDITS_STATE, EDITS_WORDS };

static const struct cli_column edits_columns[] = {
	[EDITS_N] = {"edit", COLUMN_BOTH | COLUMN_RIGHT, 0},
	[EDITS_AT] = {"at", COLUMN_BOTH, 0},
	[EDITS_WHO] = {"who", COLUMN_BOTH, 16},
	[EDITS_STATE] = {"state", COLUMN_BOTH, 0},
	[EDITS_WORDS] = {"words", COLUMN_BOTH | COLUMN_FILL, 0},
	{0},
};

static const char *state_of(struct arena *a, const struct edit_row *row)
{
	if (row->undone_by)
		return arena_printf(a, "undone by %lld",
				    (long long)row->undone_by);
	return row->holds || row->kind >= EDIT_UNDO ? "holds" : "waits";
}

static void add_line(struct cli_grid *g, struct arena *a,
		     const struct edit_row *row)
{
	const char **cell = cli_grid_add(g, a)->cell;
	struct when when = {row->at, 0, WHEN_SECOND};
	char at[32];

	date_write(&when, at);
	cell[EDITS_N] = arena_printf(a, "%lld", (long long)row->n);
	cell[EDITS_AT] = arena_string(a, at);
	cell[EDITS_WHO] = row->who;
	cell[EDITS_STATE] = state_of(a, row);
	cell[EDITS_WORDS] = row->words;
}

/* For people the newest first; as JSON in the order in which another archive
 * must take them. */
static int print_log(struct cli *cli)
{
	bool is_json = cli_flag(cli, "json");
	struct edit_rows rows = {.has_more = true};
	struct cli_grid g;
	int64_t left, from = 0;
	struct error err;
	struct arena a;
	bool done = true;

	if (!cli_number(cli, "limit", 1, INT32_MAX, INT64_MAX, &left))
		return CLI_USAGE;
	if (!cli_open(cli, STORE_READ))
		return CLI_FAILED;
	cli_grid_init(&g, edits_columns, CLI_LINES);
	arena_init(&a);
	while (rows.has_more && left > 0) {
		uint32_t limit = left < PAGE ? (uint32_t)left : PAGE;

		done = store_edits(cli->store, &a, from, !is_json, limit, &rows,
				   &err);
		for (uint32_t i = 0; done && i < rows.n; i++) {
			const struct edit_row *row = &rows.at[i];

			if (is_json) {
				const char *line = store_edit_line(&a, row);

				out_json(stdout, line, strlen(line));
			} else {
				add_line(&g, &a, row);
			}
		}
		if (!done || rows.n == 0 || !cli_grid_flush(&g) || !cli_more())
			break;
		from = rows.at[rows.n - 1].n;
		left -= rows.n;
		arena_reset(&a);
	}
	arena_free(&a);
	return done ? CLI_DONE : cli_fail(CLI_FAILED, &err);
}

/* ---- import ---- */

static int import_log(struct cli *cli, const char *path)
{
	struct slice rest = {NULL, 0};
	uint32_t n[EDIT_WAITS + 1] = {0}, line = 0, failed = 0;
	struct error err;
	struct arena a;

	if (!cli_correction_open(cli))
		return CLI_FAILED;
	rest.at =
		file_read(&cli->arena, strcmp(path, "-") ? path : "/dev/stdin",
			  LOG_MOST, &rest.len, &err);
	if (!rest.at)
		return cli_fail(CLI_FAILED, &err);
	arena_init(&a);
	while (rest.at) {
		struct slice text = slice_trim(slice_cut(&rest, '\n'));
		enum edit_import how;

		line++;
		if (text.len == 0)
			continue;
		if (store_edit_import(cli->store, &a, text, &how, &err)) {
			n[how]++;
		} else {
			out_message("line %u: %s", line, err.text);
			failed++;
		}
		arena_reset(&a);
	}
	arena_free(&a);
	out_printf(
		stdout,
		"%u applied, %u known already, %u wait for names or articles "
		"that are not here\n",
		n[EDIT_APPLIED], n[EDIT_KNOWN], n[EDIT_WAITS]);
	return failed ? CLI_PART : CLI_DONE;
}

static int edits_run(struct cli *cli)
{
	if (cli->n_operands == 0)
		return print_log(cli);
	if (strcmp(cli->operands[0], "import") != 0 || cli->n_operands != 2)
		return cli_wrong(cli, "edits wants nothing, or import FILE");
	return import_log(cli, cli->operands[1]);
}

const struct command cmd_edits = {
	.name = "edits",
	.operands = "[import FILE]",
	.text = "List the corrections of this archive, or take in others'",
	.more = "--json prints what 'edits import' reads, in its order: what "
		"is "
		"known already is\npassed over, what has no name or article "
		"here waits for it ('-' reads standard\ninput).",
	.options = edits_options,
	.least = 0,
	.most = 2,
	.run = edits_run,
};
