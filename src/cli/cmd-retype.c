/* A name is of another kind. */
#include <string.h>

#include "cli/corrections.h"

static const struct cli_option retype_options[] = {CLI_CORRECTION_OPTIONS, {0}};

static int retype_run(struct cli *cli)
{
	struct edit edit = {.kind = EDIT_RETYPE};
	const char *kind = cli->operands[1];
	int type = strcmp(kind, "none") == 0
			   ? TYPE_UNKNOWN
			   : names_find(&article_types, slice_of(kind));
	int status;

	if (type < 0 || type == TYPE_DATE)
		return cli_wrong(cli,
				 "there is no kind '%s': person, org, place, "
				 "group, event, work, misc or none",
				 kind);
	edit.type = (uint8_t)type;
	if (!cli_correction_open(cli))
		return CLI_FAILED;
	status = cli_correction_name(cli, cli->operands[0], &edit);
	return status ? status : cli_correction_apply(cli, &edit);
}

const struct command cmd_retype = {
	.name = "retype",
	.operands = "NAME KIND",
	.text = "Say what kind a name is of",
	.more = "KIND is person, org, place, group, event, work, misc or none.",
	.options = retype_options,
	.least = 2,
	.most = 2,
	.run = retype_run,
};
