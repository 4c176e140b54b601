#include "cli/entities.h"

enum entity_column {
	ENTITY_ID,
	ENTITY_NAME,
	ENTITY_TYPE,
	ENTITY_ARTICLES,
	ENTITY_MENTIONS,
	ENTITY_QUOTES,
	ENTITY_FIRST,
	ENTITY_LAST,
	ENTITY_ROLE,
};

const struct cli_column cli_entity_columns[] = {
	[ENTITY_ID] = {"entity", COLUMN_BOTH | COLUMN_RIGHT, 0},
	[ENTITY_NAME] = {"name", COLUMN_BOTH, 40},
	[ENTITY_TYPE] = {"type", COLUMN_BOTH, 0},
	[ENTITY_ARTICLES] = {"articles", COLUMN_BOTH | COLUMN_RIGHT, 0},
	[ENTITY_MENTIONS] = {"mentions", COLUMN_BOTH | COLUMN_RIGHT, 0},
	[ENTITY_QUOTES] = {"quotes", COLUMN_BOTH | COLUMN_RIGHT, 0},
	[ENTITY_FIRST] = {"first", COLUMN_BOTH, 0},
	[ENTITY_LAST] = {"last", COLUMN_BOTH, 0},
	[ENTITY_ROLE] = {"role", COLUMN_CSV, 0},
	{0},
};

/* "-" for the kind that is not known. */
static const char *type_of(const struct entity_row *row)
{
	const char *type = article_types.at[row->type];

	return type ? type : "-";
}

void cli_entity_add(struct cli_grid *g, struct arena *a,
		    const struct entity_row *row)
{
	const char **cell = cli_grid_add(g, a)->cell;

	cell[ENTITY_ID] = arena_printf(a, "#%lld", (long long)row->id);
	cell[ENTITY_NAME] = row->name;
	cell[ENTITY_TYPE] = type_of(row);
	cell[ENTITY_ARTICLES] = arena_printf(a, "%u", row->articles);
	cell[ENTITY_MENTIONS] = arena_printf(a, "%u", row->mentions);
	cell[ENTITY_QUOTES] = arena_printf(a, "%u", row->quotes);
	cell[ENTITY_FIRST] = cli_day_number(a, row->first_day);
	cell[ENTITY_LAST] = cli_day_number(a, row->last_day);
	if (g->format == CLI_CSV && row->role)
		cell[ENTITY_ROLE] = row->role;
}

static json_t *day_object(int32_t day)
{
	struct when when = {.time = day * DATE_DAY, .kind = WHEN_DAY};
	char text[32];

	date_write(&when, text);
	return json_string(text);
}

json_t *cli_entity_object(const struct entity_row *row)
{
	const char *type = article_types.at[row->type];
	json_t *to = json_object();

	json_object_set_new(to, "entity", json_integer(row->id));
	json_object_set_new(to, "name", json_string(row->name));
	json_object_set_new(to, "type", type ? json_string(type) : json_null());
	json_object_set_new(to, "articles", json_integer(row->articles));
	json_object_set_new(to, "mentions", json_integer(row->mentions));
	json_object_set_new(to, "quotes", json_integer(row->quotes));
	json_object_set_new(to, "first", day_object(row->first_day));
	json_object_set_new(to, "last", day_object(row->last_day));
	return to;
}
