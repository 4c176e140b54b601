/* Take a correction back. */
#include <stdlib.h>

#include "cli/corrections.h"

static const struct cli_option undo_options[] = {CLI_CORRECTION_OPTIONS, {0}};

static int undo_run(struct cli *cli)
{
	const char *text = cli->n_operands ? cli->operands[0] : NULL;
	struct edit_done done;
	struct error err;
	long long n = 0;
	char *end = NULL;

	if (text)
		n = strtoll(text, &end, 10);
	if (text && (end == text || *end || n < 1))
		return cli_wrong(cli, "'%s' is no number of an edit", text);
	if (!cli_correction_open(cli))
		return CLI_FAILED;
	if (!store_edit_undo(cli->store, &cli->arena, n,
			     cli_flag(cli, "dry-run"), &done, &err))
		return cli_fail(done.is_refused ? CLI_USAGE : CLI_FAILED, &err);
	done.words = store_edit_undo_words(&cli->arena, done.words);
	return cli_correction_print(cli, "undo", &done);
}

const struct command cmd_undo = {
	.name = "undo",
	.operands = "[EDIT]",
	.text = "Take a correction back: the last, or that of a number",
	.more = "The archive is as though it had never been said; what was "
		"said after it stays.\nAn undo is an edit, too: undone, the "
		"correction holds again.",
	.options = undo_options,
	.least = 0,
	.most = 1,
	.run = undo_run,
};
