/* Somebody else is named at a place, or said what stands there; or nobody. */
#include "cli/corrections.h"

static const struct cli_option place_options[] = {CLI_CORRECTION_OPTIONS, {0}};

static int run(struct cli *cli, uint8_t kind)
{
	struct edit edit = {.kind = kind};
	int status;

	if (!cli_correction_open(cli))
		return CLI_FAILED;
	status = cli_correction_place(cli, cli->operands[0], &edit);
	if (!status)
		status = cli_correction_name_or_none(cli, cli->operands[1],
						     &edit);
	return status ? status : cli_correction_apply(cli, &edit);
}

static int mention_run(struct cli *cli)
{
	return run(cli, EDIT_MENTION);
}

static int speaker_run(struct cli *cli)
{
	return run(cli, EDIT_SPEAKER);
}

const struct command cmd_mention = {
	.name = "mention",
	.operands = "ID:START NAME|none",
	.text = "Say whom a place of an article names",
	.more = "START is where the mention begins, as 'show --json' prints it "
		"('ID:title:START'\nin the title); 'none' says that it is no "
		"name. 'ID:START-END NAME' names what\nwas not seen to be a "
		"name.",
	.options = place_options,
	.least = 2,
	.most = 2,
	.run = mention_run,
};

const struct command cmd_speaker = {
	.name = "speaker",
	.operands = "ID:START NAME|none",
	.text = "Say who said a quotation",
	.more = "ID is the article, START where the quotation begins, as "
		"'quotes --json' and\n'show --json' print it.",
	.options = place_options,
	.least = 2,
	.most = 2,
	.run = speaker_run,
};
