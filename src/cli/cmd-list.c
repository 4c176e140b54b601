/* Articles, newest first; and best first, as search. */
#include <stdlib.h>
#include <string.h>

#include "base/out.h"
#include "cli/articles.h"

struct listing {
	struct cli_grid grid;
	bool is_json;
};

static bool print_page(void *self, struct arena *a,
		       const struct article_rows *rows)
{
	struct listing *l = self;

	for (uint32_t i = 0; i < rows->n; i++) {
		const struct article_row *row = &rows->at[i];

		if (l->is_json)
			cli_json(cli_article_object(row, row->docid));
		else
			cli_article_add(&l->grid, a, row);
	}
	return cli_grid_flush(&l->grid);
}

/* --limit, --after and --copies. */
static bool read_bounds(const struct cli *cli, struct cli_walk *walk)
{
	walk->with_copies = cli_flag(cli, "copies");
	return cli_number(cli, "limit", 1, INT32_MAX, 0, &walk->most) &&
	       cli_number(cli, "after", INT64_MIN + 1, INT64_MAX, 0,
			  &walk->from);
}

static int run(struct cli *cli, struct cli_walk *walk)
{
	struct listing listing = {0};
	enum cli_format format;
	struct query *q;
	int status;

	if (!cli_format(cli, &format) || !read_bounds(cli, walk))
		return CLI_USAGE;
	if (!cli_open(cli, STORE_READ))
		return CLI_FAILED;
	status = cli_query_open(cli, cli_query(cli), &q);
	if (status)
		return status;
	listing.is_json = format == CLI_JSON;
	cli_grid_init(&listing.grid, cli_article_columns, format);
	walk->page = print_page;
	walk->self = &listing;
	status = cli_walk_query(q, walk);
	query_close(q);
	return status;
}

static int list_run(struct cli *cli)
{
	struct cli_walk walk = {0};

	return run(cli, &walk);
}

static int search_run(struct cli *cli)
{
	const char *sort = cli_value(cli, "sort");
	struct cli_walk walk = {.is_best = !sort || strcmp(sort, "best") == 0};

	if (sort && !walk.is_best && strcmp(sort, "new") != 0)
		return cli_wrong(cli, "--sort is 'best' or 'new', not '%s'",
				 sort);
	return run(cli, &walk);
}

static const struct cli_option list_options[] = {
	CLI_OPTION_LIMIT, CLI_OPTION_AFTER, CLI_OPTION_COPIES,
	CLI_OPTION_JSON,  CLI_OPTION_CSV,   {0},
};

const struct command cmd_list = {
	.name = "list",
	.operands = "[QUERY]",
	.text = "List articles, newest first",
	.more = "One line an article: its number, day, title and source. "
		"Elsewhere than on a\nterminal the columns are parted by TAB. "
		"Articles that repeat another one are\nfolded into it.\n\n"
		"A QUERY is words that must all be there: rafah blinken · "
		"\"ground offensive\" ·\nceasef* · -hamas or NOT hamas · "
		"a OR b, ( ) · title: author: source: tag: ·\nname:Blinken "
		"(mentions), said:, about: · "
		"is:unread|read|starred|saved|\nduplicate|undated|stale|hidden "
		"· "
		"since:2024-03-01 until: on: (also 3d, 2w, 1m, 1y\nago) · "
		"near:12 id:12 feed:coast · @VIEW. Put -- before a query that "
		"begins with "
		"'-'.",
	.options = list_options,
	.least = 0,
	.most = -1,
	.run = list_run,
};

static const struct cli_option search_options[] = {
	{"sort", 0, "HOW", "best (default) or new: newest first"},
	CLI_OPTION_LIMIT,
	CLI_OPTION_AFTER,
	CLI_OPTION_COPIES,
	CLI_OPTION_JSON,
	CLI_OPTION_CSV,
	{0},
};

const struct command cmd_search = {
	.name = "search",
	.operands = "QUERY",
	.text = "Find articles, best first among the newest 5,000 that match",
	.more = "Prints the same lines as list. 'gazette list --help' says "
		"what a QUERY may be.",
	.options = search_options,
	.least = 1,
	.most = -1,
	.run = search_run,
};
