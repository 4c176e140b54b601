/* One entity: how it is written, when, what it said and what was said of it,
 * where it stands and with whom.
 *
 * --with looks at the sentences that hold two; --why at what put each form
 * there. */
#include <stdio.h>
#include <string.h>

#include "base/out.h"
#include "cli/articles.h"
#include "cli/portrait.h"
#include "store/edit.h"

#define LIMIT 10

static const struct cli_option name_options[] = {
	{"with", 0, "NAME", "print the sentences that hold both"},
	{"why", 0, NULL, "print what put each form there"},
	{"limit", 0, "N",
	 "print at most N of each list (default: 10, with --with all)"},
	CLI_OPTION_JSON,
	CLI_OPTION_CSV,
	{0},
};

/* ---- --why ---- */

enum why_column { WHY_FORM, WHY_COUNT, WHY_KIND, WHY_REASON, WHY_FIRST };

static const struct cli_column why_columns[] = {
	[WHY_FORM] = {"written", COLUMN_BOTH, 40},
	[WHY_COUNT] = {"count", COLUMN_BOTH | COLUMN_RIGHT, 0},
	[WHY_KIND] = {"form", COLUMN_BOTH, 0},
	[WHY_REASON] = {"why", COLUMN_BOTH, 0},
	[WHY_FIRST] = {"article", COLUMN_BOTH | COLUMN_RIGHT, 0},
	{0},
};

/* A step: how the form came, and by whose word it stands here. */
static const char *reason_of(struct arena *a, const struct entity_form *f)
{
	const char *why = resolve_whys.at[f->why];

	if (f->surface && resolve_mixes_scripts(f->surface))
		why = arena_printf(a, "%s, letters of two scripts", why);
	return f->merged ? arena_printf(a, "%s as %s, merged", why, f->merged)
			 : why;
}

static void print_forms(struct cli *cli, const struct portrait *p,
			enum cli_format format)
{
	struct cli_grid g;

	cli_grid_init(&g, why_columns, format);
	for (uint32_t i = 0; i < p->n_forms; i++) {
		const struct entity_form *f = &p->forms[i];
		const char **cell = cli_grid_add(&g, &cli->arena)->cell;

		cell[WHY_FORM] = f->surface ? f->surface : "-";
		cell[WHY_COUNT] = arena_printf(&cli->arena, "%u", f->count);
		cell[WHY_KIND] = article_forms.at[f->form];
		cell[WHY_REASON] = reason_of(&cli->arena, f);
		if (f->first_seen)
			cell[WHY_FIRST] = arena_printf(
				&cli->arena, "%lld", (long long)f->first_seen);
	}
	(void)cli_grid_flush(&g);
}

/* What users said that concerns the name. */
static void print_edits(struct cli *cli, const struct edit_rows *edits)
{
	for (uint32_t i = 0; i < edits->n; i++) {
		const struct edit_row *e = &edits->at[i];

		out_printf(stdout, "edit %lld\t%s\t%s\t%s\n", (long long)e->n,
			   cli_day_number(&cli->arena,
					  (int32_t)(e->at / DATE_DAY)),
			   e->who, e->words);
	}
}

static void print_why_json(struct arena *a, const struct portrait *p,
			   const struct edit_rows *edits)
{
	json_t *list = cli_forms_object(p), *form;
	size_t i;

	json_array_foreach(list, i, form) cli_json(json_incref(form));
	json_decref(list);
	for (i = 0; i < edits->n; i++) {
		const char *line = store_edit_line(a, &edits->at[i]);

		out_json(stdout, line, strlen(line));
	}
}

static int print_why(struct cli *cli, const struct entity_row *entity,
		     enum cli_format format)
{
	struct edit_rows edits;
	struct portrait p = {0};
	struct error err;

	if (!store_entity_forms(cli->store, &cli->arena, entity->id, &p.forms,
				&p.n_forms, &err) ||
	    !store_edits_of(cli->store, &cli->arena, entity->id, &edits, &err))
		return cli_fail(CLI_FAILED, &err);
	if (format == CLI_JSON) {
		print_why_json(&cli->arena, &p, &edits);
		return CLI_DONE;
	}
	print_forms(cli, &p, format);
	if (format == CLI_LINES)
		print_edits(cli, &edits);
	return CLI_DONE;
}

/* ---- --with ---- */

enum with_column { WITH_ID, WITH_DATE, WITH_SENTENCE, WITH_SOURCE };

static const struct cli_column with_columns[] = {
	[WITH_ID] = {"article", COLUMN_BOTH | COLUMN_RIGHT, 0},
	[WITH_DATE] = {"published", COLUMN_BOTH, 0},
	[WITH_SENTENCE] = {"sentence", COLUMN_BOTH | COLUMN_FILL, 0},
	[WITH_SOURCE] = {"source", COLUMN_BOTH, 14},
	{0},
};

struct meeting {
	struct cli *cli;
	int64_t one, other; /* entities */
	enum cli_format format;
	struct cli_grid grid;
	int64_t left;
	struct error err;
	bool failed;
};

/* Is the entity meant anywhere in the span, by whatever form? */
static bool is_named_in(const struct article *art, struct span span,
			int64_t entity)
{
	for (uint32_t i = 0; i < art->n_mentions; i++) {
		const struct mention *m = &art->mentions[i];

		if (m->span.start >= span.end)
			break;
		if (m->span.start >= span.start && m->chain >= 0 &&
		    art->chains[m->chain].entity == entity)
			return true;
	}
	return false;
}

static json_t *sentence_object(const struct article *art, struct slice text)
{
	struct slice title = article_slice(art, art->title);
	json_t *to = json_object();
	char date[32];

	date_write(&art->published, date);
	json_object_set_new(to, "article", json_integer(art->id));
	json_object_set_new(to, "sentence", json_stringn(text.at, text.len));
	json_object_set_new(to, "title", json_stringn(title.at, title.len));
	json_object_set_new(to, "source",
			    art->source ? json_string(art->source)
					: json_null());
	json_object_set_new(to, "url",
			    art->url ? json_string(art->url) : json_null());
	json_object_set_new(to, "published",
			    *date ? json_string(date) : json_null());
	return to;
}

static void add_sentence(struct meeting *m, struct arena *a,
			 const struct article *art, struct slice text)
{
	const char **cell;

	m->left--;
	if (m->format == CLI_JSON) {
		cli_json(sentence_object(art, text));
		return;
	}
	cell = cli_grid_add(&m->grid, a)->cell;
	cell[WITH_ID] = arena_printf(a, "%lld", (long long)art->id);
	cell[WITH_DATE] = cli_day(&m->grid, a, &art->published);
	cell[WITH_SENTENCE] = arena_copy(a, text.at, text.len);
	cell[WITH_SOURCE] = art->source ? arena_string(a, art->source) : "";
}

static void add_sentences(struct meeting *m, struct arena *a,
			  const struct article *art)
{
	for (uint32_t i = 0; i < art->n_sentences && m->left > 0; i++) {
		struct span span = art->sentences[i].span;

		if (is_named_in(art, span, m->one) &&
		    is_named_in(art, span, m->other))
			add_sentence(m, a, art, article_slice(art, span));
	}
}

static bool with_page(void *self, struct arena *a,
		      const struct article_rows *rows)
{
	struct meeting *m = self;

	for (uint32_t i = 0; i < rows->n && !m->failed && m->left > 0; i++) {
		struct article *art;
		struct arena own;

		arena_init(&own);
		m->failed =
			!store_article_get(m->cli->store, &own,
					   rows->at[i].art->id, &art, &m->err);
		if (!m->failed && art)
			add_sentences(m, a, art);
		arena_free(&own);
	}
	return cli_grid_flush(&m->grid) && !m->failed && m->left > 0;
}

static int print_with(struct cli *cli, const struct entity_row *one,
		      const struct entity_row *other, enum cli_format format)
{
	struct meeting m = {.cli = cli,
			    .one = one->id,
			    .other = other->id,
			    .format = format};
	struct cli_walk walk = {.page = with_page, .self = &m};
	const char *text =
		arena_printf(&cli->arena, "name:#%lld name:#%lld",
			     (long long)one->id, (long long)other->id);
	struct query *q;
	int status;

	if (!cli_number(cli, "limit", 1, INT32_MAX, INT64_MAX, &m.left))
		return CLI_USAGE;
	status = cli_query_open(cli, text, &q);
	if (status)
		return status;
	cli_grid_init(&m.grid, with_columns, format);
	status = cli_walk_query(q, &walk);
	query_close(q);
	return m.failed ? cli_fail(CLI_FAILED, &m.err) : status;
}

/* ---- the command ---- */

/* As CSV a name is its articles: a table has one kind of row. */
static int print_csv(struct cli *cli, const struct entity_row *entity)
{
	struct store_page page = {.limit = 200};
	struct article_rows rows = {.has_more = true};
	struct cli_grid g;
	struct error err;
	struct arena a;
	bool done = true;

	cli_grid_init(&g, cli_article_columns, CLI_CSV);
	arena_init(&a);
	while (rows.has_more) {
		done = store_entity_articles(cli->store, &a, entity->id, &page,
					     &rows, &err);
		for (uint32_t i = 0; done && i < rows.n; i++)
			cli_article_add(&g, &a, &rows.at[i]);
		if (!done || !cli_grid_flush(&g) || rows.n == 0)
			break;
		page.from = rows.at[rows.n - 1].docid;
		arena_reset(&a);
	}
	arena_free(&a);
	return done ? CLI_DONE : cli_fail(CLI_FAILED, &err);
}

static int print_name(struct cli *cli, struct entity_row *entity,
		      enum cli_format format)
{
	struct portrait p = {.entity = entity};
	struct arena *a = &cli->arena;
	json_t *object;
	struct error err;
	int64_t limit;

	if (!cli_number(cli, "limit", 1, 10000, LIMIT, &limit))
		return CLI_USAGE;
	if (format == CLI_CSV)
		return print_csv(cli, entity);
	if (!cli_portrait_read(cli->store, a, (uint32_t)limit, &p, &err))
		return cli_fail(CLI_FAILED, &err);
	if (format != CLI_JSON) {
		cli_portrait_print(a, &p);
		return CLI_DONE;
	}
	object = cli_portrait_object(cli->store, a, &p, &err);
	if (!object)
		return cli_fail(CLI_FAILED, &err);
	cli_json(object);
	return CLI_DONE;
}

static int name_run(struct cli *cli)
{
	const char *with = cli_value(cli, "with");
	struct entity_row *entity, *other = NULL;
	enum cli_format format;
	int status;

	if (!cli_format(cli, &format))
		return CLI_USAGE;
	if (!cli_open(cli, STORE_READ))
		return CLI_FAILED;
	status = cli_entity(cli, cli_query(cli), &entity);
	if (!status && with)
		status = cli_entity(cli, with, &other);
	if (status)
		return status;
	if (other)
		return print_with(cli, entity, other, format);
	if (cli_flag(cli, "why"))
		return print_why(cli, entity, format);
	return print_name(cli, entity, format);
}

const struct command cmd_name = {
	.name = "name",
	.operands = "NAME",
	.text = "Show one name: its forms, days, quotations, articles, company",
	.more = "NAME is a number as in '#17', the name itself, or a form that "
		"only one has.\nLists are newest first; of the company those "
		"are chosen that tell most. --csv prints\nits articles.",
	.options = name_options,
	.least = 1,
	.most = -1,
	.run = name_run,
};
