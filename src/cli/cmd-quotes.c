/* Who said what, newest first.
 *
 * With a speaker or a name inside, their quotations are walked and the query
 * is asked of each article; without, the query's articles are walked and their
 * quotations taken: each way the shorter list leads. */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/out.h"
#include "cli/articles.h"
#include "cli/quotes.h"

#define PAGE 100u

static const struct cli_option quotes_options[] = {
	{"by", 0, "NAME", "only what NAME said"},
	{"about", 0, "NAME", "only words that name NAME"},
	{"since", 0, "DAY", "only of articles since that day or time (2w)"},
	{"kind", 0, "KIND", "only direct, mixed or indirect ones"},
	{"min-confidence", 0, "P",
	 "only those whose speaker is as sure, 0 to 1"},
	CLI_OPTION_LIMIT,
	CLI_OPTION_AFTER,
	CLI_OPTION_COPIES,
	CLI_OPTION_JSON,
	CLI_OPTION_CSV,
	{0},
};

struct quoting {
	struct cli *cli;
	struct quote_spec spec;
	enum cli_format format;
	struct cli_grid grid;
	struct cli_quotes objects;
	struct query *query; /* NULL: every article */
	struct arena arena;
	struct map seen; /* utterances that were printed */
	int64_t left;    /* to be printed */
	struct error err;
	bool failed;
};

/* ---- options ---- */

static int read_name(struct cli *cli, const char *option, int64_t *entity)
{
	const char *name = cli_value(cli, option);
	struct entity_row *row;
	int status;

	if (!name)
		return CLI_DONE;
	status = cli_entity(cli, name, &row);
	if (!status)
		*entity = row->id;
	return status;
}

static int read_kind(struct cli *cli, struct quote_spec *spec)
{
	const char *kind = cli_value(cli, "kind");

	spec->kind = -1;
	if (!kind)
		return CLI_DONE;
	spec->kind = names_find(&article_quote_kinds, slice_of(kind));
	if (spec->kind >= 0)
		return CLI_DONE;
	return cli_wrong(cli, "--kind is direct, mixed or indirect, not '%s'",
			 kind);
}

static int read_confidence(struct cli *cli, struct quote_spec *spec)
{
	const char *text = cli_value(cli, "min-confidence");
	double p;
	char *end;

	if (!text)
		return CLI_DONE;
	p = strtod(text, &end);
	if (end == text || *end || !(p >= 0 && p <= 1))
		return cli_wrong(
			cli, "--min-confidence is from 0 to 1, not '%s'", text);
	spec->min_confidence = (uint8_t)(p * 100 + 0.5);
	return CLI_DONE;
}

static int read_options(struct quoting *s)
{
	const char *after = cli_value(s->cli, "after");
	int status;

	s->spec.with_copies = cli_flag(s->cli, "copies");
	if (!cli_number(s->cli, "limit", 1, INT32_MAX, INT64_MAX, &s->left))
		return CLI_USAGE;
	if (after && !cli_quote_from(after, &s->spec))
		return cli_wrong(s->cli, "'%s' is no key of a quotation",
				 after);
	status = read_kind(s->cli, &s->spec);
	if (!status)
		status = read_confidence(s->cli, &s->spec);
	if (!status)
		status = read_name(s->cli, "by", &s->spec.by);
	if (!status)
		status = read_name(s->cli, "about", &s->spec.about);
	return status;
}

/* ---- printing ---- */

/* One utterance is printed once, with the number of those who print it too. */
static bool is_again(struct quoting *s, const struct quote_row *row)
{
	const char *key = (const char *)&row->utterance;
	size_t len = sizeof(row->utterance);
	uint32_t value;
	bool is_new;

	if (!row->utterance || s->spec.with_copies)
		return false;
	if (map_get(&s->seen, key, len, &value))
		return true;
	/* the row dies with its page, the key must not */
	map_put(&s->seen, arena_copy(s->seen.arena, key, len), len, &is_new);
	return false;
}

/* false: enough. */
static bool add_rows(struct quoting *s, struct arena *a,
		     const struct quote_rows *rows)
{
	for (uint32_t i = 0; i < rows->n && s->left > 0 && !s->failed; i++) {
		const struct quote_row *row = &rows->at[i];
		json_t *object;

		if ((s->query && !query_matches(s->query, row->docid)) ||
		    is_again(s, row))
			continue;
		s->left--;
		if (s->format != CLI_JSON) {
			cli_quote_add(&s->grid, a, row);
			continue;
		}
		object = cli_quote_object(&s->objects, row, &s->err);
		s->failed = !object;
		if (object)
			cli_json(object);
	}
	return s->left > 0 && !s->failed;
}

static void walk_quotes(struct quoting *s)
{
	struct quote_rows rows = {.has_more = true};
	bool goes_on = true;
	struct arena a;

	arena_init(&a);
	s->spec.limit = PAGE;
	while (goes_on && rows.has_more) {
		s->failed = !store_quotes(s->cli->store, &a, &s->spec, &rows,
					  &s->err);
		if (s->failed)
			break;
		goes_on = add_rows(s, &a, &rows) && rows.n;
		goes_on = cli_grid_flush(&s->grid) && goes_on;
		if (goes_on) {
			s->spec.from = rows.at[rows.n - 1].docid;
			s->spec.from_quote = rows.at[rows.n - 1].id;
		}
		arena_reset(&a);
	}
	arena_free(&a);
}

/* The quotations of one article, behind those of a page before. */
static bool add_article(struct quoting *s, struct arena *a, int64_t docid)
{
	struct quote_spec spec = s->spec;
	struct quote_rows rows;
	uint32_t n;

	spec.limit = PAGE;
	spec.with_copies = spec.with_hidden = true; /* the query knows */
	if (spec.from != docid) {
		spec.from = docid;
		spec.from_quote = -1;
	}
	do {
		s->failed =
			!store_quotes(s->cli->store, a, &spec, &rows, &s->err);
		if (s->failed)
			return false;
		for (n = 0; n < rows.n && rows.at[n].docid == docid;)
			n++;
		rows.has_more &= n == rows.n && n > 0;
		rows.n = n;
		if (!add_rows(s, a, &rows))
			return false;
		if (n)
			spec.from_quote = rows.at[n - 1].id;
	} while (rows.has_more);
	return true;
}

static bool print_page(void *self, struct arena *a,
		       const struct article_rows *rows)
{
	struct quoting *s = self;
	bool goes_on = true;

	for (uint32_t i = 0; i < rows->n && goes_on; i++)
		goes_on = add_article(s, a, rows->at[i].docid);
	return cli_grid_flush(&s->grid) && goes_on;
}

static int walk_articles(struct quoting *s)
{
	struct query *query = s->query;
	struct cli_walk walk = {.from = s->spec.from,
				.with_copies = s->spec.with_copies,
				.page = print_page,
				.self = s};
	int status;

	if (walk.from) /* that article has more, perhaps */
		walk.from++;
	s->query = NULL; /* its articles match */
	status = cli_walk_query(query, &walk);
	s->query = query;
	return status;
}

/* The operands, and --since in the words of a query. */
static const char *query_text(struct cli *cli)
{
	const char *since = cli_value(cli, "since");
	const char *query = cli->n_operands ? cli_query(cli) : "";

	if (!since)
		return query;
	if (!*query)
		return arena_printf(&cli->arena, "since:%s", since);
	return arena_printf(&cli->arena, "(%s) since:%s", query, since);
}

static int run(struct quoting *s)
{
	int status = read_options(s);
	const char *query;

	query = query_text(s->cli);
	if (!status && *query)
		status = cli_query_open(s->cli, query, &s->query);
	if (status)
		return status;
	if (s->query && !s->spec.by && !s->spec.about)
		status = walk_articles(s);
	else
		walk_quotes(s);
	query_close(s->query);
	return s->failed ? cli_fail(CLI_FAILED, &s->err) : status;
}

static int quotes_run(struct cli *cli)
{
	struct quoting s = {.cli = cli};
	int status;

	if (!cli_format(cli, &s.format))
		return CLI_USAGE;
	if (!cli_open(cli, STORE_READ))
		return CLI_FAILED;
	cli_grid_init(&s.grid, cli_quote_columns, s.format);
	cli_quotes_init(&s.objects, cli->store);
	arena_init(&s.arena);
	map_init(&s.seen, &s.arena);
	status = run(&s);
	arena_free(&s.arena);
	cli_quotes_free(&s.objects);
	return status;
}

const struct command cmd_quotes = {
	.name = "quotes",
	.operands = "[QUERY]",
	.text = "List quotations: who said what, newest first",
	.more = "One line a quotation: the article's number, its day, the kind "
		"(direct: the\nspeaker's own words; mixed: some of them; "
		"indirect: reported), the speaker, the\nwords and the source. "
		"--by and --about together hold of one quotation. With a\n"
		"QUERY, of the articles that match it. Words that several "
		"articles print are\nlisted once, +N before the source for N "
		"others, unless --copies is given.\n\"Speaker uncertain\" "
		"stands for a name less sure than 0.7; JSON and CSV have it.",
	.options = quotes_options,
	.least = 0,
	.most = -1,
	.run = quotes_run,
};
