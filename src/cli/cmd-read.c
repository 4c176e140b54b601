/* The reader: what gazette is without a command. */
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"
#include "ui/ui.h"

/* An archive that is there and may only be read is read; else it is made, or
 * the reason why it cannot be is said. */
static enum store_mode mode(const struct cli *cli)
{
	bool is_there = access(cli->paths.archive, F_OK) == 0;

	return is_there && access(cli->paths.archive, W_OK) != 0 ? STORE_READ
								 : STORE_WRITE;
}

static int read_run(struct cli *cli)
{
	struct ui_start start = {.paths = &cli->paths,
				 .query = cli_query(cli),
				 .now = (int64_t)time(NULL)};
	struct error err;

	if (!cli_open(cli, mode(cli)))
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
