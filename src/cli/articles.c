#include "cli/articles.h"

#include <string.h>

#include "article/json.h"
#include "base/array.h"
#include "base/out.h"

#define PAGE 200u

enum article_column {
	ARTICLE_ID,
	ARTICLE_DATE,
	ARTICLE_TITLE,
	ARTICLE_SOURCE,
	ARTICLE_BYLINE,
	ARTICLE_LANGUAGE,
	ARTICLE_URL,
	ARTICLE_KEY,
};

const struct cli_column cli_article_columns[] = {
	[ARTICLE_ID] = {"id", COLUMN_BOTH | COLUMN_RIGHT, 0},
	[ARTICLE_DATE] = {"published", COLUMN_BOTH, 0},
	[ARTICLE_TITLE] = {"title", COLUMN_BOTH | COLUMN_FILL, 0},
	[ARTICLE_SOURCE] = {"source", COLUMN_BOTH, 20},
	[ARTICLE_BYLINE] = {"byline", COLUMN_CSV, 0},
	[ARTICLE_LANGUAGE] = {"language", COLUMN_CSV, 0},
	[ARTICLE_URL] = {"url", COLUMN_CSV, 0},
	[ARTICLE_KEY] = {"key", COLUMN_CSV, 0},
	{0},
};

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static const char *title_of(struct arena *a, const struct article_row *row)
{
	struct slice title = store_row_title(row);

	return arena_copy(a, title.at, title.len);
}

const char *cli_key(struct arena *a, const uint8_t key[16])
{
	char *hex = arena_alloc(a, 33);

	for (size_t i = 0; i < 16; i++)
		snprintf(hex + 2 * i, 3, "%02x", key[i]);
	return hex;
}

struct cli_row *cli_article_add(struct cli_grid *g, struct arena *a,
				const struct article_row *row)
{
	struct cli_row *to = cli_grid_add(g, a);
	const struct article *art = row->art;

	to->cell[ARTICLE_ID] = arena_printf(a, "%lld", (long long)art->id);
	to->cell[ARTICLE_DATE] = cli_day(g, a, &art->published);
	to->cell[ARTICLE_TITLE] = title_of(a, row);
	to->cell[ARTICLE_SOURCE] = or_empty(art->source);
	if (g->format != CLI_CSV)
		return to;
	to->cell[ARTICLE_BYLINE] = or_empty(art->byline);
	to->cell[ARTICLE_LANGUAGE] = or_empty(art->language);
	to->cell[ARTICLE_URL] = or_empty(art->url);
	to->cell[ARTICLE_KEY] = cli_key(a, art->key);
	return to;
}

json_t *cli_article_object(const struct article_row *row, int64_t after)
{
	json_t *object = article_json(row->art, ARTICLE_JSON_BRIEF);

	if (after)
		json_object_set_new(object, "after", json_integer(after));
	return object;
}

int cli_walk_query(struct query *q, const struct cli_walk *walk)
{
	struct store_page page = {.from = walk->from,
				  .with_copies = walk->with_copies};
	int64_t left = walk->most ? walk->most : INT64_MAX;
	struct article_rows rows = {.has_more = true};
	struct error err;
	struct arena a;
	bool done = true;

	arena_init(&a);
	while (done && rows.has_more && left > 0) {
		page.limit = left < PAGE ? (uint32_t)left : PAGE;
		if (walk->is_best) {
			page.limit =
				left < UINT32_MAX ? (uint32_t)left : UINT32_MAX;
			done = query_best(q, &a, &page, &rows, &err);
			left = 0;
		} else {
			done = query_rows(q, &a, &page, &rows, &err);
			page.from = query_reached(q);
			left -= rows.n;
		}
		if (done && !walk->page(walk->self, &a, &rows))
			break;
		arena_reset(&a);
	}
	arena_free(&a);
	return done ? CLI_DONE : cli_fail(CLI_FAILED, &err);
}
