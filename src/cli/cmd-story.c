/* The running story an article is part of, in order of time. */
#include "cli/related.h"

static const struct cli_option story_options[] = {
	CLI_OPTION_JSON,
	CLI_OPTION_CSV,
	{0},
};

static int print_story(struct cli *cli, int64_t id, enum cli_format format)
{
	struct arena *a = &cli->arena;
	const struct article_row *of = NULL;
	struct related_row *rows;
	struct cli_grid grid;
	struct error err;
	uint32_t n;

	if (!query_story(cli->store, a, id, &rows, &n, &err))
		return cli_fail(CLI_FAILED, &err);
	for (uint32_t i = 0; i < n; i++) {
		if (rows[i].row.art->id == id)
			of = &rows[i].row;
	}
	cli_grid_init(&grid, cli_related_columns, format);
	for (uint32_t i = 0; i < n && of; i++) {
		const char *reason = &rows[i].row == of
					     ? "the article itself"
					     : query_reason(a, of, &rows[i]);

		if (format == CLI_JSON)
			cli_json(cli_related_object(&rows[i], reason));
		else
			cli_related_add(&grid, a, &rows[i], reason);
	}
	(void)cli_grid_flush(&grid);
	return CLI_DONE;
}

static int story_run(struct cli *cli)
{
	enum cli_format format;
	int64_t id;
	int status;

	if (!cli_format(cli, &format))
		return CLI_USAGE;
	if (!cli_open(cli, STORE_READ))
		return CLI_FAILED;
	status = cli_article(cli, cli->operands[0], &id);
	return status ? status : print_story(cli, id, format);
}

const struct command cmd_story = {
	.name = "story",
	.operands = "ID",
	.text = "List the articles of one running story in order of time",
	.more = "What is much related to the article and, from there, to two "
		"others of the story\nnot long before or behind them. Copies "
		"are folded. The reason names what an\narticle shares with the "
		"one it was found by.",
	.options = story_options,
	.least = 1,
	.most = 1,
	.run = story_run,
};
