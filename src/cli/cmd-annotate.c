/* Articles in, annotated articles out, one for one and in order; nothing is
 * stored. */
#include <stdio.h>
#include <string.h>

#include "article/json.h"
#include "article/key.h"
#include "base/out.h"
#include "cli/conll.h"
#include "cli/print.h"
#include "cli/stream.h"

static const struct cli_option annotate_options[] = {
	{"format", 0, "FORMAT", "jsonl (default), or conll: one token a line"},
	{"mentions", 0, "given", "take the mentions of the input, find none"},
	{"jobs", 'j', "N", "read with N workers (default: cores, at most 8)"},
	{"timing", 0, NULL, "say what CPU time each stage took"},
	{0},
};

struct annotate {
	struct import *import;
	uint32_t n_good, n_bad; /* lines */
	uint32_t n_unread;      /* inputs */
};

static bool annotate_next(void *self, struct stream_item *item)
{
	struct annotate *an = self;

	return import_next(an->import, &item->arena, &item->in);
}

static void print_one(struct annotate *an, const struct stream_item *item)
{
	if (item->in.what == IMPORT_NOTE) {
		out_message("in '%s': %s", item->in.input, item->reason);
		return;
	}
	if (item->n_arts) {
		struct article *art = item->arts[0];

		an->n_good++;
		article_key_set(art);
		cli_json(article_json(art, ARTICLE_JSON_LOCAL));
		return;
	}
	if (item->in.what == IMPORT_FAILURE)
		an->n_unread++;
	else
		an->n_bad++;
	out_message("%s: %s", item->in.input, item->reason);
}

static bool annotate_done(void *self, struct stream_item **at, uint32_t n,
			  bool at_end, struct error *err)
{
	(void)at_end;
	for (uint32_t i = 0; i < n; i++)
		print_one(self, at[i]);
	return cli_more() || out_flush(err);
}

static int annotate_lines(struct cli *cli, struct worker_pool *pool)
{
	char input[] = "-", *operands[] = {input};
	struct import_settings settings = {
		.kind = DOCUMENT_JSON,
		.mentions_given = cli_flag(cli, "mentions"),
	};
	struct annotate an = {0};
	struct stream stream = {
		.pool = pool,
		.self = &an,
		.next = annotate_next,
		.done = annotate_done,
	};
	struct error err;
	bool is_good;

	if (cli->n_operands)
		an.import =
			import_open(cli->operands, cli->n_operands, &settings);
	else
		an.import = import_open(operands, 1, &settings);
	is_good = stream_run(&stream, &err);
	import_close(an.import);
	if (!is_good)
		return cli_fail(CLI_FAILED, &err);
	if (cli_flag(cli, "timing"))
		stream_print_times(pool, an.n_good);
	if (an.n_unread && an.n_good + an.n_bad == 0)
		return CLI_FAILED;
	return an.n_bad + an.n_unread ? CLI_PART : CLI_DONE;
}

static int annotate_run(struct cli *cli)
{
	const char *format = cli_value(cli, "format");
	const char *mentions = cli_value(cli, "mentions");
	bool is_conll = format && strcmp(format, "conll") == 0;
	struct worker_pool *pool;
	int status;

	if (format && !is_conll && strcmp(format, "jsonl") != 0)
		return cli_wrong(cli,
				 "--format must be jsonl or conll, not "
				 "'%s'",
				 format);
	if (mentions && strcmp(mentions, "given") != 0)
		return cli_wrong(cli, "--mentions must be 'given', not '%s'",
				 mentions);
	if (!cli_workers(cli, PIPELINE_TEXTS, &pool, &status))
		return status;
	status = is_conll ? conll_annotate(cli, pool)
			  : annotate_lines(cli, pool);
	worker_pool_close(pool);
	return status;
}

const struct command cmd_annotate = {
	.name = "annotate",
	.operands = "[FILE...]",
	.text = "Find names and quotations in JSON Lines articles, store "
		"nothing",
	.more = "One line out for each in, in order; a line that is no article "
		"is named and\nskipped. --format conll reads one token a line "
		"(its first column), a blank line\nbetween sentences and "
		"-DOCSTART- lines between documents, and prints\n"
		"TOKEN<TAB>TAG.",
	.options = annotate_options,
	.least = 0,
	.most = -1,
	.run = annotate_run,
};
