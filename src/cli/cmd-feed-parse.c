/* Feeds to JSON Lines; nothing is stored. */
#include <stdio.h>
#include <string.h>

#include "base/out.h"
#include "base/utf8.h"
#include "cli/print.h"
#include "cli/stream.h"

static const struct cli_option parse_options[] = {
	{"url", 0, "URL", "the address of the feed"},
	{"jobs", 'j', "N", "read with N workers (default: cores, at most 8)"},
	{0},
};

struct parse {
	struct cli *cli;
	int at;
	uint32_t n_failed;
};

static bool parse_next(void *self, struct stream_item *item)
{
	struct parse *p = self;

	if (p->at == p->cli->n_operands)
		return false;
	stream_item_read(item, p->cli->operands[p->at++]);
	item->in.doc.kind = DOCUMENT_FEED_PARSE;
	item->in.doc.url = cli_value(p->cli, "url");
	return true;
}

static void print_failure(struct parse *p, const struct stream_item *item)
{
	const char *file = item->in.input;
	json_t *to = json_object();
	size_t len;

	p->n_failed++;
	file = utf8_clean(&p->cli->arena, file, strlen(file), &len);
	json_object_set_new(to, "file", json_string(file));
	json_object_set_new(to, "error", json_string(item->reason));
	cli_json(to);
}

static bool parse_done(void *self, struct stream_item **at, uint32_t n,
		       bool at_end, struct error *err)
{
	struct parse *p = self;

	(void)at_end;
	for (uint32_t i = 0; i < n; i++) {
		if (at[i]->words)
			out_json(stdout, at[i]->words, strlen(at[i]->words));
		else
			print_failure(p, at[i]);
	}
	return cli_more() || out_flush(err);
}

static int parse_run(struct cli *cli)
{
	struct parse p = {.cli = cli};
	struct stream stream = {
		.self = &p,
		.next = parse_next,
		.done = parse_done,
	};
	struct error err;
	bool is_good;
	int status;

	if (!cli_workers(cli, PIPELINE_CLEAN, &stream.pool, &status))
		return status;
	is_good = stream_run(&stream, &err);
	worker_pool_close(stream.pool);
	if (!is_good)
		return cli_fail(CLI_FAILED, &err);
	return !p.n_failed                              ? CLI_DONE
	       : p.n_failed < (uint32_t)cli->n_operands ? CLI_PART
							: CLI_FAILED;
}

const struct command cmd_feed_parse = {
	.name = "feed-parse",
	.operands = "FILE...",
	.text = "Print what feeds say as JSON Lines, store nothing",
	.more = "One object a file: its format, what the feed says of itself, "
		"and its entries.\nA file that is no feed gives an object with "
		"the error, and status 1 (3: all).",
	.options = parse_options,
	.least = 1,
	.most = -1,
	.run = parse_run,
};
