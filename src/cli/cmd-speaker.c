/* Somebody else said it. */
#include "cli/corrections.h"

static const struct cli_option speaker_options[] = {CLI_CORRECTION_OPTIONS,
						    {0}};

static int speaker_run(struct cli *cli)
{
	struct edit edit = {.kind = EDIT_SPEAKER};
	int status;

	if (!cli_correction_open(cli))
		return CLI_FAILED;
	status = cli_correction_place(cli, cli->operands[0], &edit);
	if (!status)
		status = cli_correction_name_or_none(cli, cli->operands[1],
						     &edit);
	return status ? status : cli_correction_apply(cli, &edit);
}

const struct command cmd_speaker = {
	.name = "speaker",
	.operands = "ID:START NAME|none",
	.text = "Say who said a quotation",
	.more = "ID is the article, START where the quotation begins, as "
		"'quotes --json' and\n'show --json' print it.",
	.options = speaker_options,
	.least = 2,
	.most = 2,
	.run = speaker_run,
};
