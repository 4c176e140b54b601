/* Remove articles, or bring back what was removed last. */
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/out.h"
#include "cli/articles.h"
#include "cli/known.h"

static const struct cli_option remove_options[] = {
	{"dry-run", 'n', NULL, "say what would be removed, remove nothing"},
	{"undo", 0, NULL, "bring back what was removed last"},
	{0},
};

/* The articles of a query; they are removed when all are found. */
struct found {
	struct arena arena;
	int64_t *ids;
	uint32_t n, n_saved, n_starred, n_read;
	bool lists; /* they are printed */
};

static bool add_page(void *self, struct arena *a,
		     const struct article_rows *rows)
{
	struct found *f = self;
	struct cli_grid grid;

	cli_grid_init(&grid, cli_article_columns, CLI_LINES);
	for (uint32_t i = 0; i < rows->n; i++) {
		const struct article_row *row = &rows->at[i];

		*array_add(&f->arena, f->ids, f->n) = row->art->id;
		f->n_saved += row->is_saved;
		f->n_starred += row->art->is_starred;
		f->n_read += row->art->is_read;
		if (f->lists)
			cli_article_add(&grid, a, row);
	}
	return cli_grid_flush(&grid);
}

/* "24" is a word to look for, as everywhere: who means the article that lists
 * show by that number is told how to say so. */
static int refuse_number(struct cli *cli)
{
	const char *query = "";

	for (int i = 0; i < cli->n_operands; i++) {
		const char *text = cli->operands[i];

		if (text[strspn(text, "0123456789")] || strlen(text) > 9 ||
		    !store_docid(cli->store, strtoll(text, NULL, 10)))
			return CLI_DONE;
		query = arena_printf(&cli->arena, "%s%sid:%s", query,
				     i ? " OR " : "", text);
	}
	return cli_wrong(cli,
			 "%s: a number alone is a word to look for; the "
			 "%s of that number: '%s'; the word: '\"%s\"'",
			 cli_query(cli),
			 cli->n_operands == 1 ? "article" : "articles", query,
			 cli->operands[0]);
}

static int find(struct cli *cli, struct found *f)
{
	struct cli_walk walk = {
		.with_copies = true, .page = add_page, .self = f};
	struct query *q;
	int status = cli_query_open(cli, cli_query(cli), &q);

	if (status)
		return status;
	status = cli_walk_query(q, &walk);
	query_close(q);
	return status;
}

static const char *articles(uint32_t n)
{
	return n == 1 ? "article" : "articles";
}

static int say_found(const struct found *f)
{
	out_printf(stdout,
		   "%u %s would be removed: %u added by hand, %u of feeds; %u "
		   "starred, %u read\n",
		   f->n, articles(f->n), f->n_saved, f->n - f->n_saved,
		   f->n_starred, f->n_read);
	return CLI_DONE;
}

static const char *who(struct cli *cli)
{
	const struct passwd *user = getpwuid(geteuid());

	return user ? arena_string(&cli->arena, user->pw_name)
		    : arena_printf(&cli->arena, "%ld", (long)geteuid());
}

/* A run that ends early has removed some: they are kept as one removal, too. */
static int remove_found(struct cli *cli, const struct found *f)
{
	struct store *st = cli->store;
	struct error err, ignored;
	int64_t removal;
	uint32_t done = 0;

	if (!store_batch_begin(st, &err) ||
	    !store_removal_begin(st, who(cli), cli_query(cli), &removal, &err))
		return cli_fail(CLI_FAILED, &err);
	while (done < f->n &&
	       store_article_remove(st, f->ids[done], removal, &err))
		done++;
	if (!store_batch_commit(st, done == f->n ? &err : &ignored) ||
	    done < f->n)
		return cli_fail(done ? CLI_PART : CLI_FAILED, &err);
	out_printf(stdout, "%u %s removed\n", done, articles(done));
	return CLI_DONE;
}

static int remove_query(struct cli *cli)
{
	struct found f = {.n = 0};
	bool is_dry = cli_flag(cli, "dry-run");
	int status;

	if (cli->n_operands == 0)
		return cli_wrong(cli, "remove wants QUERY");
	if (!cli_open(cli, is_dry ? STORE_READ : STORE_WRITE))
		return CLI_FAILED;
	status = refuse_number(cli);
	if (status)
		return status;
	f.lists = is_dry;
	arena_init(&f.arena);
	status = find(cli, &f);
	if (!status && is_dry)
		status = say_found(&f);
	else if (!status && f.n == 0)
		out_printf(stdout, "nothing found, nothing removed\n");
	else if (!status)
		status = remove_found(cli, &f);
	arena_free(&f.arena);
	return status;
}

static const char *day_of(struct arena *a, int64_t time)
{
	return cli_day_number(a, (int32_t)(time / DATE_DAY));
}

static int undo(struct cli *cli)
{
	struct removal removal;
	struct known *known;
	struct error err;
	uint32_t n = 0;

	if (cli->n_operands)
		return cli_wrong(cli, "--undo takes no query");
	if (!cli_open(cli, STORE_WRITE))
		return CLI_FAILED;
	if (!store_removal_find(cli->store, &cli->arena, 0, &removal, &err) ||
	    !cli_known(cli, &known, &err))
		return cli_fail(CLI_FAILED, &err);
	if (!removal.n_ids) {
		out_printf(stdout, "nothing was removed that can be brought "
				   "back\n");
		return CLI_DONE;
	}
	if (!cli_flag(cli, "dry-run") &&
	    !store_removal_undo(cli->store, known, removal.n, &n, &err))
		return cli_fail(n ? CLI_PART : CLI_FAILED, &err);
	out_printf(stdout, "%u %s %s back, removed on %s by %s: %s\n",
		   removal.n_ids, articles(removal.n_ids),
		   cli_flag(cli, "dry-run") ? "would come" : "came",
		   day_of(&cli->arena, removal.at), removal.who, removal.query);
	return CLI_DONE;
}

static int remove_run(struct cli *cli)
{
	return cli_flag(cli, "undo") ? undo(cli) : remove_query(cli);
}

const struct command cmd_remove = {
	.name = "remove",
	.operands = "[QUERY]",
	.text = "Remove articles",
	.more = "They leave every list and count, and do not come again with "
		"the next fetch or\nadd. Their text is kept until 'gazette "
		"gc': until then --undo brings back what\nwas removed last, "
		"and once more what was removed before. What was read, "
		"starred\nor noted of them stays.",
	.options = remove_options,
	.least = 0,
	.most = -1,
	.run = remove_run,
};
