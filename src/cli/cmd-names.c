/* The entities of the archive, or of the articles that match a query.
 *
 * Of the archive they are a range of an index, with kept counts.  Of a query
 * they are counted: its articles are read one after the other, and only what
 * is counted stays. */
#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "base/map.h"
#include "base/out.h"
#include "cli/articles.h"
#include "cli/entities.h"

#define PAGE 200u

static const struct cli_option names_options[] = {
	{"in", 0, "QUERY", "only of the articles that match; counted there"},
	{"type", 0, "TYPE",
	 "only person, org, place, group, event, work or misc"},
	CLI_OPTION_LIMIT,
	CLI_OPTION_JSON,
	CLI_OPTION_CSV,
	{0},
};

struct listing {
	struct cli *cli;
	enum cli_format format;
	struct cli_grid grid;
	const char *prefix; /* folded */
	uint8_t type;       /* TYPE_UNKNOWN: all */
	int64_t left;
};

static bool print_rows(struct listing *s, struct arena *a,
		       const struct entity_row *rows, uint32_t n)
{
	for (uint32_t i = 0; i < n && s->left > 0; i++, s->left--) {
		if (s->format == CLI_JSON)
			cli_json(cli_entity_object(&rows[i]));
		else
			cli_entity_add(&s->grid, a, &rows[i]);
	}
	return cli_grid_flush(&s->grid);
}

/* ---- of the archive ---- */

static int print_all(struct listing *s)
{
	struct entity_rows rows = {.has_more = true};
	uint32_t skip = 0;
	struct error err;
	struct arena a;
	bool done = true;

	arena_init(&a);
	while (rows.has_more && s->left > 0) {
		done = store_entities(
			s->cli->store, &a, s->prefix, s->type, skip,
			s->left < PAGE ? (uint32_t)s->left : PAGE, &rows, &err);
		if (!done || !print_rows(s, &a, rows.at, rows.n) || !rows.n)
			break;
		skip += rows.n;
		arena_reset(&a);
	}
	arena_free(&a);
	return done ? CLI_DONE : cli_fail(CLI_FAILED, &err);
}

/* ---- of a query ---- */

struct tally {
	int64_t entity;
	uint32_t articles, mentions, quotes;
	int32_t first_day, last_day;
	int64_t seen; /* docid that was counted last */
};

struct counting {
	struct listing *naming;
	struct arena arena; /* of the tallies */
	struct map map;     /* entity to place in at */
	struct tally *at;
	uint32_t n;
	struct error err;
	bool failed;
};

static struct tally *tally_of(struct counting *c, int64_t entity)
{
	uint32_t place;
	bool is_new;

	if (!map_get(&c->map, (const char *)&entity, sizeof(entity), &place)) {
		struct tally *t = array_add(&c->arena, c->at, c->n);
		char *key = arena_copy(&c->arena, (const char *)&entity,
				       sizeof(entity));

		*t = (struct tally){.entity = entity,
				    .first_day = INT32_MAX,
				    .last_day = INT32_MIN};
		place = c->n - 1;
		*map_put(&c->map, key, sizeof(entity), &is_new) = place;
	}
	return &c->at[place];
}

static int32_t day_of(const struct article_row *row)
{
	struct when when = {.time = row->docid, .kind = WHEN_SECOND};

	return (int32_t)date_day_of(
		row->art->published.kind ? &row->art->published : &when);
}

static void count_article(struct counting *c, const struct article *art,
			  const struct article_row *row)
{
	int32_t day = day_of(row);

	for (uint32_t i = 0; i < art->n_chains; i++) {
		struct tally *t;

		if (!art->chains[i].entity)
			continue;
		t = tally_of(c, art->chains[i].entity);
		t->mentions += art->chains[i].mentions;
		t->articles += t->seen != row->docid;
		t->seen = row->docid;
		t->first_day = day < t->first_day ? day : t->first_day;
		t->last_day = day > t->last_day ? day : t->last_day;
	}
	for (uint32_t i = 0; i < art->n_quotes; i++) {
		int32_t chain = art->quotes[i].chain;

		if (chain >= 0 && art->chains[chain].entity)
			tally_of(c, art->chains[chain].entity)->quotes++;
	}
}

static bool count_page(void *self, struct arena *a,
		       const struct article_rows *rows)
{
	struct counting *c = self;

	(void)a;
	for (uint32_t i = 0; i < rows->n && !c->failed; i++) {
		struct article *art;
		struct arena own;

		arena_init(&own);
		c->failed =
			!store_article_get(c->naming->cli->store, &own,
					   rows->at[i].art->id, &art, &c->err);
		if (!c->failed && art)
			count_article(c, art, &rows->at[i]);
		arena_free(&own);
	}
	return !c->failed;
}

static int most_first(const void *left, const void *right)
{
	const struct tally *a = left, *b = right;

	if (a->articles != b->articles)
		return a->articles > b->articles ? -1 : 1;
	if (a->mentions != b->mentions)
		return a->mentions > b->mentions ? -1 : 1;
	return (a->entity > b->entity) - (a->entity < b->entity);
}

/* Does a word of the name begin with the prefix? */
static bool has_prefix(struct arena *a, const char *name, const char *prefix)
{
	const char *at = fold_text(a, name, strlen(name), NULL);
	size_t len = strlen(prefix);

	while (at && strncmp(at, prefix, len) != 0) {
		at = strpbrk(at, " -'");
		at = at ? at + 1 : NULL;
	}
	return at != NULL;
}

static bool is_wanted(struct listing *s, struct arena *a,
		      const struct entity_row *row)
{
	return (s->type == TYPE_UNKNOWN || row->type == s->type) &&
	       has_prefix(a, row->name, s->prefix);
}

static bool print_tally(struct counting *c, struct arena *a,
			const struct tally *t)
{
	struct listing *s = c->naming;
	struct entity_row *row;

	c->failed =
		!store_entity_get(s->cli->store, a, t->entity, &row, &c->err);
	if (c->failed || !row || !is_wanted(s, a, row))
		return !c->failed;
	row->articles = t->articles;
	row->mentions = t->mentions;
	row->quotes = t->quotes;
	row->first_day = t->first_day;
	row->last_day = t->last_day;
	if (s->format == CLI_JSON)
		return print_rows(s, a, row, 1);
	s->left--;
	cli_entity_add(&s->grid, a, row);
	return true;
}

static void print_tallies(struct counting *c)
{
	struct listing *s = c->naming;
	bool goes_on = true;
	struct arena a;

	arena_init(&a);
	if (c->n)
		qsort(c->at, c->n, sizeof(*c->at), most_first);
	for (uint32_t i = 0; i < c->n && goes_on && s->left > 0; i++) {
		goes_on = print_tally(c, &a, &c->at[i]);
		if (s->grid.n_rows < PAGE)
			continue;
		goes_on = cli_grid_flush(&s->grid) && goes_on;
		arena_reset(&a);
	}
	(void)cli_grid_flush(&s->grid);
	arena_free(&a);
}

static int print_of(struct listing *s, const char *query)
{
	struct counting c = {.naming = s};
	struct cli_walk walk = {.page = count_page, .self = &c};
	struct query *q;
	int status = cli_query_open(s->cli, query, &q);

	if (status)
		return status;
	arena_init(&c.arena);
	map_init(&c.map, &c.arena);
	status = cli_walk_query(q, &walk);
	if (!status && !c.failed)
		print_tallies(&c);
	query_close(q);
	arena_free(&c.arena);
	return c.failed ? cli_fail(CLI_FAILED, &c.err) : status;
}

/* ---- the command ---- */

static int read_type(const struct cli *cli, uint8_t *type)
{
	const char *name = cli_value(cli, "type");
	int found;

	*type = TYPE_UNKNOWN;
	if (!name)
		return CLI_DONE;
	found = names_find(&article_types, slice_of(name));
	if (found <= 0 || found == TYPE_DATE)
		return cli_wrong(cli,
				 "--type is person, org, place, group, event, "
				 "work or misc, not '%s'",
				 name);
	*type = (uint8_t)found;
	return CLI_DONE;
}

static int names_run(struct cli *cli)
{
	struct listing s = {.cli = cli};
	const char *in = cli_value(cli, "in"), *prefix = cli_query(cli);
	int status;

	if (!cli_format(cli, &s.format) ||
	    !cli_number(cli, "limit", 1, INT32_MAX, INT64_MAX, &s.left))
		return CLI_USAGE;
	status = read_type(cli, &s.type);
	if (status)
		return status;
	if (!cli_open(cli, STORE_READ))
		return CLI_FAILED;
	s.prefix = fold_text(&cli->arena, prefix, strlen(prefix), NULL);
	cli_grid_init(&s.grid, cli_entity_columns, s.format);
	return in ? print_of(&s, in) : print_all(&s);
}

const struct command cmd_names = {
	.name = "names",
	.operands = "[PREFIX]",
	.text = "List names, most written about first",
	.more = "One line a name: its number, the name, its kind, how many "
		"articles, mentions\nand quotations it has, and its first and "
		"last day. PREFIX begins the name or a\nword of it, in any "
		"case and without accents.",
	.options = names_options,
	.least = 0,
	.most = -1,
	.run = names_run,
};
