/* Articles with everything known of them. */
#include <string.h>

#include "article/json.h"
#include "base/out.h"
#include "cli/articles.h"

static const struct cli_option export_options[] = {
	{"format", 0, "FORMAT", "jsonl (default): one object a line"},
	CLI_OPTION_LIMIT,
	CLI_OPTION_AFTER,
	{0},
};

struct exporting {
	struct cli *cli;
	struct error err;
	bool failed;
};

static bool export_page(void *self, struct arena *a,
			const struct article_rows *rows)
{
	struct exporting *s = self;

	(void)a;
	for (uint32_t i = 0; i < rows->n && !s->failed; i++) {
		struct article *art;
		struct arena own;

		arena_init(&own);
		s->failed =
			!store_article_get(s->cli->store, &own,
					   rows->at[i].art->id, &art, &s->err);
		if (!s->failed && art)
			cli_json(article_json(art, ARTICLE_JSON_ALL));
		arena_free(&own);
	}
	return !s->failed && cli_more();
}

static int export_run(struct cli *cli)
{
	const char *format = cli_value(cli, "format");
	struct exporting s = {.cli = cli};
	struct cli_walk walk = {
		.with_copies = true, .page = export_page, .self = &s};
	struct query *q;
	int status;

	if (format && strcmp(format, "jsonl") != 0)
		return cli_wrong(cli, "--format is jsonl, not '%s'", format);
	if (!cli_number(cli, "limit", 1, INT32_MAX, 0, &walk.most) ||
	    !cli_number(cli, "after", INT64_MIN + 1, INT64_MAX, 0, &walk.from))
		return CLI_USAGE;
	if (!cli_open(cli, STORE_READ))
		return CLI_FAILED;
	status = cli_query_open(cli, cli_query(cli), &q);
	if (status)
		return status;
	status = cli_walk_query(q, &walk);
	query_close(q);
	return s.failed ? cli_fail(CLI_FAILED, &s.err) : status;
}

const struct command cmd_export = {
	.name = "export",
	.operands = "[QUERY]",
	.text = "Print articles with everything known of them",
	.more = "Newest first, copies too: text, blocks, links, names, "
		"quotations, what was\ndropped, reading state.",
	.options = export_options,
	.least = 0,
	.most = -1,
	.run = export_run,
};
