/* A name is of no interest. */
#include "cli/corrections.h"

static const struct cli_option hide_options[] = {CLI_CORRECTION_OPTIONS, {0}};

static int hide_run(struct cli *cli)
{
	struct edit edit = {.kind = EDIT_HIDE};
	int status;

	if (!cli_correction_open(cli))
		return CLI_FAILED;
	status = cli_correction_name(cli, cli_query(cli), &edit);
	return status ? status : cli_correction_apply(cli, &edit);
}

const struct command cmd_hide = {
	.name = "hide",
	.operands = "NAME",
	.text = "Leave a name out of the index of names",
	.more = "Its articles stay, and '#17' finds it still.",
	.options = hide_options,
	.least = 1,
	.most = -1,
	.run = hide_run,
};
