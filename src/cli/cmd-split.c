/* A name is two. */
#include <string.h>

#include "base/utf8.h"
#include "cli/articles.h"
#include "cli/corrections.h"

static const struct cli_option split_options[] = {
	{"written", 0, "FORM", "what is written so"},
	{"article", 0, "ID", "in this article; 'ID,ID...' in these"},
	{"in", 0, "QUERY", "in the articles of a query"},
	{"as", 0, "NEW", "the name it gets, or one that is there"},
	CLI_CORRECTION_OPTIONS,
	{0},
};

static int add_articles(struct cli *cli, const char *list, struct edit *edit)
{
	struct slice rest = slice_of(list);
	int status = CLI_DONE;

	while (rest.at && !status) {
		struct slice id = slice_trim(slice_cut(&rest, ','));

		status = cli_correction_article(
			cli, arena_copy(&cli->arena, id.at, id.len), edit);
	}
	return status;
}

struct gather {
	struct cli *cli;
	struct edit *edit;
	bool failed;
};

static bool add_page(void *self, struct arena *a,
		     const struct article_rows *rows)
{
	struct gather *g = self;

	(void)a;
	for (uint32_t i = 0; i < rows->n && !g->failed; i++)
		g->failed =
			!store_edit_key(g->cli->store, rows->at[i].art->id,
					array_add(&g->cli->arena, g->edit->keys,
						  g->edit->n_keys));
	return !g->failed;
}

/* The articles of a query that name it. */
static int add_query(struct cli *cli, const char *text, struct edit *edit)
{
	struct gather g = {cli, edit, false};
	struct cli_walk walk = {
		.with_copies = true, .page = add_page, .self = &g};
	const char *both = arena_printf(&cli->arena, "name:#%lld (%s)",
					(long long)edit->names[0], text);
	struct query *q;
	int status = cli_query_open(cli, both, &q);

	if (status)
		return status;
	status = cli_walk_query(q, &walk);
	query_close(q);
	if (!status && edit->n_keys == 0)
		return cli_wrong(cli, "no article of '%s' names it", text);
	edit->query = text;
	return status;
}

/* Who has the new name already takes it. */
static int find_taker(struct cli *cli, const char *name, struct edit *edit)
{
	struct entity_rows rows;
	struct error err;
	uint32_t n = 0;
	int64_t taker = 0;

	if (*name == '#')
		return cli_correction_name(cli, name, edit);
	if (!store_entities_named(cli->store, &cli->arena, name, false, &rows,
				  &err))
		return cli_fail(CLI_FAILED, &err);
	for (uint32_t i = 0; i < rows.n; i++) {
		if (rows.at[i].id == edit->names[0] ||
		    strcmp(rows.at[i].name, name) != 0)
			continue;
		taker = rows.at[i].id;
		n++;
	}
	if (n > 1)
		return cli_wrong(cli,
				 "'%s' are %u names; give a number as in '#17'",
				 name, n);
	if (n == 1)
		*array_add(&cli->arena, edit->names, edit->n_names) = taker;
	else
		edit->text = name;
	return CLI_DONE;
}

static int split_run(struct cli *cli)
{
	const char *written = cli_value(cli, "written");
	const char *article = cli_value(cli, "article");
	const char *in = cli_value(cli, "in"), *as = cli_value(cli, "as");
	struct edit edit = {.kind = EDIT_SPLIT, .written = written};
	struct entity_row *entity;
	int status;

	if (!written && !article && !in)
		return cli_wrong(cli, "split wants --written, --article or "
				      "--in");
	if ((as && !*as) || (written && !*written))
		return cli_wrong(cli, "a name is empty");
	if (!cli_correction_open(cli))
		return CLI_FAILED;
	status = cli_entity(cli, cli_query(cli), &entity);
	if (status)
		return status;
	*array_add(&cli->arena, edit.names, edit.n_names) = entity->id;
	if (article)
		status = add_articles(cli, article, &edit);
	if (!status && in)
		status = add_query(cli, in, &edit);
	if (!status && as)
		status = find_taker(cli, as, &edit);
	if (!as)
		edit.text = written ? written : entity->name;
	return status ? status : cli_correction_apply(cli, &edit);
}

const struct command cmd_split = {
	.name = "split",
	.operands = "NAME",
	.text = "Say that a name is two: part of it is another",
	.more = "With --written all that is written FORM, now and in new "
		"articles, is the other;\nwith --article or --in what is named "
		"there. Without --as the other is called\nFORM, or as NAME is.",
	.options = split_options,
	.least = 1,
	.most = -1,
	.run = split_run,
};
