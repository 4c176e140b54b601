/* Articles that belong with one, with the reason for each. */
#include "cli/related.h"

#define LIMIT 50
#define MOST  500

static const struct cli_option related_options[] = {
	{"limit", 0, "N", "print at most N articles (default: 50)"},
	{"copies", 0, NULL, "show copies too, as --json and --csv do"},
	CLI_OPTION_JSON,
	CLI_OPTION_CSV,
	{0},
};

typedef bool find_related(struct store *st, struct arena *a, int64_t id,
			  uint32_t limit, struct related_row **out, uint32_t *n,
			  struct error *err);

static int print_related(struct cli *cli, int64_t id, enum cli_format format,
			 uint32_t limit)
{
	struct arena *a = &cli->arena;
	struct article_rows of;
	struct related_row *rows;
	struct cli_grid grid;
	int64_t docid = store_docid(cli->store, id);
	bool is_folded = format == CLI_LINES && !cli_flag(cli, "copies");
	find_related *find = is_folded ? query_related : query_related_all;
	struct error err;
	uint32_t n;

	if (!store_rows(cli->store, a, &docid, 1, &of, &err) ||
	    !find(cli->store, a, id, limit, &rows, &n, &err))
		return cli_fail(CLI_FAILED, &err);
	cli_grid_init(&grid, cli_related_columns, format);
	for (uint32_t i = 0; i < n && of.n; i++) {
		const char *reason = query_reason(a, &of.at[0], &rows[i]);

		if (format == CLI_JSON)
			cli_json(cli_related_object(&rows[i], reason));
		else
			cli_related_add(&grid, a, &rows[i], reason);
	}
	(void)cli_grid_flush(&grid);
	return CLI_DONE;
}

static int related_run(struct cli *cli)
{
	enum cli_format format;
	int64_t id, limit;
	int status;

	if (!cli_format(cli, &format) ||
	    !cli_number(cli, "limit", 1, MOST, LIMIT, &limit))
		return CLI_USAGE;
	if (!cli_open(cli, STORE_READ))
		return CLI_FAILED;
	status = cli_article(cli, cli->operands[0], &id);
	if (status)
		return status;
	return print_related(cli, id, format, (uint32_t)limit);
}

const struct command cmd_related = {
	.name = "related",
	.operands = "ID",
	.text = "List articles that belong with one, and why",
	.more = "Best first. The reason names what both articles are about "
		"and how many days lie\nbetween them.",
	.options = related_options,
	.least = 1,
	.most = 1,
	.run = related_run,
};
