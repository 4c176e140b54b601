/* Somebody else, or nobody, is named at a place. */
#include "cli/corrections.h"

static const struct cli_option mention_options[] = {CLI_CORRECTION_OPTIONS,
						    {0}};

static int mention_run(struct cli *cli)
{
	struct edit edit = {.kind = EDIT_MENTION};
	int status;

	if (!cli_correction_open(cli))
		return CLI_FAILED;
	status = cli_correction_place(cli, cli->operands[0], &edit);
	if (!status)
		status = cli_correction_name_or_none(cli, cli->operands[1],
						     &edit);
	return status ? status : cli_correction_apply(cli, &edit);
}

const struct command cmd_mention = {
	.name = "mention",
	.operands = "ID:START NAME|none",
	.text = "Say whom a place of an article names",
	.more = "START is where the mention begins, as 'show --json' prints it "
		"('ID:title:START'\nin the title); 'none' says that it is no "
		"name. 'ID:START-END NAME' names what\nwas not seen to be a "
		"name.",
	.options = mention_options,
	.least = 2,
	.most = 2,
	.run = mention_run,
};
