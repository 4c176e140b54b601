/* Related articles as related and story print them. */
#include "cli/related.h"

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
const struct cli_column cli_related_columns[] = {
	[RELATED_ID] = {"id", COLUMN_BOTH | COLUMN_RIGHT, 0},
	[RELATED_DATE] = {"published", COLUMN_BOTH, 0},
	[RELATED_TITLE] = {"title", COLUMN_BOTH | COLUMN_FILL, 0},
	[RELATED_SOURCE] = {"source", COLUMN_BOTH, 20},
	[RELATED_REASON] = {"reason", COLUMN_BOTH, 0},
	[RELATED_SCORE] = {"score", COLUMN_CSV, 0},
	[RELATED_URL] = {"url", COLUMN_CSV, 0},
	{0},
};

json_t *cli_related_object(const struct related_row *row, const char *reason)
{
	const struct article *art = row->row.art;
	struct slice title = article_slice(art, art->title);
	json_t *to = json_object(), *names = json_array();
	char day[32];

	json_object_set_new(to, "id", json_integer(art->id));
	json_object_set_new(to, "ref",
			    art->ref ? json_string(art->ref) : json_null());
	json_object_set_new(to, "title", json_stringn(title.at, title.len));
	date_write(&art->published, day);
	json_object_set_new(to, "published",
			    *day ? json_string(day) : json_null());
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

void cli_related_add(struct cli_grid *g, struct arena *a,
		     const struct related_row *row, const char *reason)
{
	const struct article *art = row->row.art;
	struct slice title = store_row_title(&row->row);
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
