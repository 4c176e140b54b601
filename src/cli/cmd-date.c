/* An article is of another day. */
#include <string.h>

#include "cli/corrections.h"

static const struct cli_option date_options[] = {CLI_CORRECTION_OPTIONS, {0}};

static int date_run(struct cli *cli)
{
	struct edit edit = {.kind = EDIT_DATE};
	const char *day = cli->operands[1];
	int status;

	if (date_read_iso(day, strlen(day), &edit.day) != strlen(day))
		return cli_wrong(cli,
				 "'%s' is no day like 2024-03-21 and no time "
				 "like 2024-03-21T09:00:00Z",
				 day);
	if (!cli_correction_open(cli))
		return CLI_FAILED;
	status = cli_correction_article(cli, cli->operands[0], &edit);
	return status ? status : cli_correction_apply(cli, &edit);
}

const struct command cmd_date = {
	.name = "date",
	.operands = "ID DAY",
	.text = "Say when an article was published",
	.options = date_options,
	.least = 2,
	.most = 2,
	.run = date_run,
};
