/* Articles that belong with one, with the reason for each. */
#include "base/out.h"
#include "cli/articles.h"

#define LIMIT 50
#define MOST  500

enum related_column {
	RELATED_ID,
	RELATED_DATE,
	RELATED_TITLE,
	RELATED_SOURCE,
	RELATED_REASON,
	RELATED_SCORE,
	RELATED_URL,
	RELATED_COLUMNS
};

/* Elsewhere than on a terminal the reason is a column. */
static const struct cli_column columns[] = {
	[RELATED_ID] = {"id", COLUMN_BOTH | COLUMN_RIGHT, 0},
	[RELATED_DATE] = {"published", COLUMN_BOTH, 0},
	[RELATED_TITLE] = {"title", COLUMN_BOTH | COLUMN_FILL, 0},
	[RELATED_SOURCE] = {"source", COLUMN_BOTH, 20},
	[RELATED_REASON] = {"reason", COLUMN_BOTH, 0},
	[RELATED_SCORE] = {"score", COLUMN_CSV, 0},
	[RELATED_URL] = {"url", COLUMN_CSV, 0},
	{0},
};

static const struct cli_option related_options[] = {
	{"limit", 0, "N", "print at most N articles (default: 50)"},
	{"copies", 0, NULL, "show copies too, as --json and --csv do"},
	CLI_OPTION_JSON,
	CLI_OPTION_CSV,
	{0},
};

static json_t *related_object(const struct related_row *row, const char *reason)
{
	const struct article *art = row->row.art;
	struct slice title = article_slice(art, art->title);
	json_t *to = json_object(), *names = json_array();

	json_object_set_new(to, "id", json_integer(art->id));
	json_object_set_new(to, "ref",
			    art->ref ? json_string(art->ref) : json_null());
	json_object_set_new(to, "title", json_stringn(title.at, title.len));
	json_object_set_new(to, "score", json_real(row->score));
	json_object_set_new(to, "reason", json_string(reason));
	for (uint32_t i = 0; i < row->n_names; i++) {
		json_t *name = json_object();

		json_object_set_new(name, "entity",
				    json_integer(row->names[i].entity));
		json_object_set_new(name, "name",
				    json_string(row->names[i].name));
		json_array_append_new(names, name);
	}
	json_object_set_new(to, "names", names);
	return to;
}

static void add_row(struct cli_grid *g, struct arena *a,
		    const struct related_row *row, const char *reason)
{
	const struct article *art = row->row.art;
	struct slice title = article_slice(art, art->title);
	struct cli_row *to = cli_grid_add(g, a);

	to->cell[RELATED_ID] = arena_printf(a, "%lld", (long long)art->id);
	to->cell[RELATED_DATE] = cli_day(g, a, &art->published);
	to->cell[RELATED_TITLE] = arena_copy(a, title.at, title.len);
	to->cell[RELATED_SOURCE] = art->source ? art->source : "";
	if (g->width)
		to->below = arena_printf(a, "└ %s", reason);
	else
		to->cell[RELATED_REASON] = reason;
	to->cell[RELATED_SCORE] = arena_printf(a, "%.3f", row->score);
	to->cell[RELATED_URL] = art->url ? art->url : "";
}

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
	cli_grid_init(&grid, columns, format);
	for (uint32_t i = 0; i < n && of.n; i++) {
		const char *reason = query_reason(a, &of.at[0], &rows[i]);

		if (format == CLI_JSON)
			cli_json(related_object(&rows[i], reason));
		else
			add_row(&grid, a, &rows[i], reason);
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
