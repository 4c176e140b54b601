/* Moving in from other readers. */
#include <string.h>

#include "base/array.h"
#include "base/out.h"
#include "cli/feeds.h"
#include "cli/import-newsboat.h"
#include "cli/import-saved.h"
#include "cli/stream.h"

/* ---- lists of feeds ---- */

/* What a worker makes of a list; NULL: it was said why not. */
static const char *read_list(struct cli *cli, const char *path)
{
	struct document doc = {.kind = DOCUMENT_OPML, .file = path};
	struct worker_reply reply = {0};
	struct worker_pool *pool;
	struct error err = {""};
	bool any = false;
	int status;

	if (!import_read(&cli->arena, path, &doc.bytes, &doc.time, &err)) {
		error_note(&err, "cannot import '%s'", path);
		cli_fail(CLI_FAILED, &err);
		return NULL;
	}
	if (!cli_workers(cli, PIPELINE_CLEAN, &pool, &status))
		return NULL;
	if (!worker_submit(pool, 0, &doc, &err) ||
	    !worker_next(pool, &cli->arena, &reply, &any, &err))
		cli_fail(CLI_FAILED, &err);
	else if (!reply.words)
		out_message("cannot import '%s': %s", path,
			    reply.reason ? reply.reason : "is no list");
	worker_pool_close(pool);
	return reply.words;
}

static int import_opml(struct cli *cli)
{
	bool is_dry = cli_flag(cli, "dry-run");
	const char *words = read_list(cli, cli->operands[1]);

	if (!words || (!is_dry && !cli_open(cli, STORE_WRITE)))
		return CLI_FAILED;
	return feed_opml_take(cli, words, is_dry);
}

static int import_newsboat_at(struct cli *cli)
{
	return import_newsboat(cli,
			       cli->n_operands > 1 ? cli->operands[1] : NULL,
			       cli_flag(cli, "dry-run"));
}

static int import_service(struct cli *cli)
{
	return import_saved(cli, cli->operands[0], cli->operands[1],
			    cli_flag(cli, "dry-run"));
}

/* ---- the command ---- */

static const struct {
	const char *name;
	int least, most; /* operands with it */
	int (*run)(struct cli *cli);
} sources[] = {
	{"newsboat", 1, 2, import_newsboat_at},
	{"opml", 2, 2, import_opml},
	{"wallabag", 2, 2, import_service},
	{"pocket", 2, 2, import_service},
	{"instapaper", 2, 2, import_service},
	{"readwise", 2, 2, import_service},
};

static int import_run(struct cli *cli)
{
	for (size_t i = 0; i < array_length(sources); i++) {
		if (strcmp(cli->operands[0], sources[i].name) == 0 &&
		    cli->n_operands >= sources[i].least &&
		    cli->n_operands <= sources[i].most)
			return sources[i].run(cli);
	}
	return cli_wrong(cli, "it is 'import newsboat [DIR]', 'import "
			      "opml FILE' or 'import wallabag|pocket|"
			      "instapaper|readwise FILE'");
}

static const struct cli_option import_options[] = {
	{"dry-run", 'n', NULL, "say what would be done, store nothing"},
	{"jobs", 'j', "N", "read with N workers (default: cores, at most 8)"},
	{0},
};

const struct command cmd_import = {
	.name = "import",
	.operands = "newsboat [DIR] | opml FILE | wallabag|pocket|instapaper|"
		    "readwise FILE",
	.text = "Move in: subscriptions and articles of another reader",
	.more = "Of newsboat (DIR: where its urls and cache.db lie) come "
		"its feeds with tags and\n"
		"titles, query feeds as saved views, ignored articles as "
		"rules that hide, and\n"
		"all articles of its cache: what was read is read, each "
		"flag is a tag. Its keys,\nmacros and browser go behind what "
		"your gazette.conf has, between two lines that\nsay so; what "
		"cannot be said in its words is listed. What is\n"
		"in the archive stays as it is: a second run changes "
		"nothing, one that was\n"
		"broken off goes on. Folders of an OPML file become tags. "
		"Each feed gives a line:\n"
		"added, known, restored or refused, its number, its "
		"address. A list can name no\n"
		"program: 'exec:', 'filter:' and what else is no http(s) "
		"address is refused by\n"
		"name.\n\nThe exports of Wallabag (JSON), Pocket (CSV, HTML), "
		"Instapaper and Readwise (CSV)\ngive articles that are saved, "
		"not news: what was archived is read, what was\nstarred is, "
		"tags and folders are tags, marked passages a note. Text comes "
		"from the\nexport where it has it, else from the page, which "
		"is fetched; what is not to be had\nis kept with title, "
		"address and tags, and tried again by the next run.",
	.options = import_options,
	.least = 1,
	.most = -1,
	.run = import_run,
};
