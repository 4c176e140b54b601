/* Two names are not one. */
#include "cli/corrections.h"

static const struct cli_option apart_options[] = {CLI_CORRECTION_OPTIONS, {0}};

static int apart_run(struct cli *cli)
{
	struct edit edit = {.kind = EDIT_APART};
	int status;

	if (!cli_correction_open(cli))
		return CLI_FAILED;
	status = cli_correction_name(cli, cli->operands[0], &edit);
	if (!status)
		status = cli_correction_name(cli, cli->operands[1], &edit);
	return status ? status : cli_correction_apply(cli, &edit);
}

const struct command cmd_apart = {
	.name = "apart",
	.operands = "A B",
	.text = "Say that two names are not one",
	.more = "A surname alone is not taken for a holder it is kept apart "
		"from.",
	.options = apart_options,
	.least = 2,
	.most = 2,
	.run = apart_run,
};
