/* Several names are one. */
#include "cli/corrections.h"

static const struct cli_option merge_options[] = {CLI_CORRECTION_OPTIONS, {0}};

static int merge_run(struct cli *cli)
{
	struct edit edit = {.kind = EDIT_MERGE};
	int status = CLI_DONE;

	if (!cli_correction_open(cli))
		return CLI_FAILED;
	for (int i = 0; i < cli->n_operands && !status; i++)
		status = cli_correction_name(cli, cli->operands[i], &edit);
	return status ? status : cli_correction_apply(cli, &edit);
}

const struct command cmd_merge = {
	.name = "merge",
	.operands = "FROM... INTO",
	.text = "Say that names are one",
	.more = "What is said of FROM is said of INTO from now on, and what is "
		"written FROM in new\narticles is INTO. Prints how much moves "
		"and the number of the edit, which\n'gazette undo' takes back "
		"exactly.",
	.options = merge_options,
	.least = 2,
	.most = -1,
	.run = merge_run,
};
