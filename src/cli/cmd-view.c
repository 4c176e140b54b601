/* Saved views: queries that have a name. */
#include <string.h>
#include <time.h>

#include "base/out.h"
#include "cli/print.h"

static const struct cli_column view_columns[] = {
	{"name", COLUMN_BOTH, 0},
	{"query", COLUMN_BOTH | COLUMN_FILL, 0},
	{0},
};

static const char *query_of(struct cli *cli, const char *name, int *status)
{
	const char *query = NULL;
	struct error err;

	*status = CLI_DONE;
	if (!store_view_get(cli->store, &cli->arena, name, &query, &err))
		*status = cli_fail(CLI_FAILED, &err);
	return query;
}

static int view_save(struct cli *cli)
{
	const char *name = cli->operands[1], *text = cli_query_from(cli, 2);
	struct query_fault fault;
	const char *notes, *was;
	struct error err;
	int status;

	name += name[0] == '@';
	if (!query_view_check(cli->store, &cli->arena, name, text,
			      (int64_t)time(NULL), &notes, &fault, &err)) {
		if (fault.start != fault.end)
			return cli_query_fault(text, &fault, &err);
		return cli_fail(CLI_USAGE, &err);
	}
	was = query_of(cli, name, &status);
	if (status)
		return status;
	if (!store_view_set(cli->store, name, text, &err))
		return cli_fail(CLI_FAILED, &err);
	if (was && strcmp(was, text) != 0)
		out_message("'@%s' was: %s", name, was);
	if (notes)
		out_message("saved, but now it finds nothing: %s", notes);
	return CLI_DONE;
}

/* What leans on a view must not fall with it. */
static int name_user(struct cli *cli, const char *name)
{
	int64_t now = (int64_t)time(NULL);
	struct view_row *views;
	struct rule *rules;
	uint32_t n_views, n_rules;
	struct error err;

	if (!store_views(cli->store, &cli->arena, &views, &n_views, &err) ||
	    !store_rules(cli->store, &cli->arena, &rules, &n_rules, &err))
		return cli_fail(CLI_FAILED, &err);
	for (uint32_t i = 0; i < n_views; i++) {
		if (!query_uses_view(views[i].query, name, now))
			continue;
		out_message("cannot remove '@%s': the saved view '@%s' uses it",
			    name, views[i].name);
		return CLI_USAGE;
	}
	for (uint32_t i = 0; i < n_rules; i++) {
		if (!query_uses_view(rules[i].query, name, now))
			continue;
		out_message("cannot remove '@%s': rule %lld uses it", name,
			    (long long)rules[i].n);
		return CLI_USAGE;
	}
	return CLI_DONE;
}

static int view_remove(struct cli *cli)
{
	const char *name = cli->operands[1], *was;
	struct error err;
	int status;

	name += name[0] == '@';
	was = query_of(cli, name, &status);
	if (status)
		return status;
	if (!was) {
		out_message("no view is saved as '@%s'", name);
		return CLI_USAGE;
	}
	status = name_user(cli, name);
	if (status)
		return status;
	if (!store_view_set(cli->store, name, NULL, &err))
		return cli_fail(CLI_FAILED, &err);
	out_message("'@%s' was: %s", name, was);
	return CLI_DONE;
}

static int view_list(struct cli *cli)
{
	struct view_row *views;
	enum cli_format format;
	struct cli_grid grid;
	struct error err;
	uint32_t n;

	if (!cli_format(cli, &format))
		return CLI_USAGE;
	if (!store_views(cli->store, &cli->arena, &views, &n, &err))
		return cli_fail(CLI_FAILED, &err);
	cli_grid_init(&grid, view_columns, format);
	for (uint32_t i = 0; i < n; i++) {
		struct cli_row *row;

		if (format == CLI_JSON) {
			cli_json(json_pack("{s:s, s:s}", "name", views[i].name,
					   "query", views[i].query));
			continue;
		}
		row = cli_grid_add(&grid, &cli->arena);
		row->cell[0] = views[i].name;
		row->cell[1] = views[i].query;
	}
	cli_grid_flush(&grid);
	return CLI_DONE;
}

static const struct {
	const char *name;
	int least, most; /* operands with it; most -1: no bound */
	int (*run)(struct cli *cli);
} verbs[] = {
	{"save", 3, -1, view_save},
	{"list", 1, 1, view_list},
	{"remove", 2, 2, view_remove},
};

static int view_run(struct cli *cli)
{
	for (size_t i = 0; i < array_length(verbs); i++) {
		if (strcmp(cli->operands[0], verbs[i].name) != 0)
			continue;
		if (cli->n_operands < verbs[i].least ||
		    (verbs[i].most >= 0 && cli->n_operands > verbs[i].most))
			break;
		return cli_open(cli, STORE_READ) ? verbs[i].run(cli)
						 : CLI_FAILED;
	}
	return cli_wrong(cli, "it is 'view save NAME QUERY', 'view list' or "
			      "'view remove NAME'");
}

static const struct cli_option view_options[] = {
	CLI_OPTION_JSON,
	CLI_OPTION_CSV,
	{0},
};

const struct command cmd_view = {
	.name = "view",
	.operands = "save NAME QUERY | list | remove NAME",
	.text = "Save a query under a name, to be used as @NAME",
	.more = "A saved view stands in any query, in other saved views too: "
		"'gazette list @NAME\nis:unread'. To save under a name that is "
		"taken replaces the view and says what it\nwas. Saved views "
		"are the user's own, as what was read is.",
	.options = view_options,
	.least = 1,
	.most = -1,
	.run = view_run,
};
