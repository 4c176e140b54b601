/* The reader: what gazette is without a command. */
#include <time.h>

#include "cli/cli.h"
#include "ui/ui.h"

static int read_run(struct cli *cli)
{
	struct ui_start start = {.paths = &cli->paths,
				 .query = cli_query(cli),
				 .now = (int64_t)time(NULL)};
	struct error err;

	if (!cli_open(cli, STORE_WRITE))
		return CLI_FAILED;
	start.store = cli->store;
	if (!ui_run(&start, &err))
		return cli_fail(CLI_FAILED, &err);
	return CLI_DONE;
}

const struct command cmd_read = {
	.name = "read",
	.operands = "[QUERY]",
	.text = "Open the reader, as gazette without a command does",
	.more = "With a QUERY it begins with the articles that match.  In the "
		"reader, ? says what\nthe keys do.",
	.least = 0,
	.most = -1,
	.run = read_run,
};
