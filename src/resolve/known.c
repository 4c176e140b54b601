/* What everybody knows: the tables of data/known, by folded form.
 *
 * A form may stand for several things; rows of one form are a chain.  Only
 * relations that the tables' README allows to merge are kept; "former" is
 * used when nothing else is known, "metonym" and "office" are not names.
 */
#include <string.h>

#include "base/array.h"
#include "base/map.h"
#include "base/table.h"
#include "resolve/known.h"
#include "resolve/name.h"

struct known {
	struct arena *arena;
	struct map forms; /* folded form -> index of its last row */
	struct known_row *rows;
	uint32_t n_rows;
	struct map nicknames; /* "name TAB nickname", both ways */
	struct map initials;  /* given name -> those of its other names */
};

static const struct {
	const char *name;
	uint8_t how;
} relations[] = {
	{"name", KNOWN_NAME},     {"capital", KNOWN_NAME},
	{"short", KNOWN_NAME},    {"long", KNOWN_NAME},
	{"local", KNOWN_NAME},    {"abbr", KNOWN_ABBR},
	{"alias", KNOWN_NAME},    {"agency", KNOWN_NAME},
	{"former", KNOWN_FORMER}, {"demonym", KNOWN_DEMONYM},
	{"metonym", KNOWN_NOT},   {"office", KNOWN_NOT},
};

static uint8_t relation_of(struct slice name)
{
	for (size_t i = 0; i < array_length(relations); i++) {
		if (slice_equals(name, relations[i].name))
			return relations[i].how;
	}
	return KNOWN_NOT;
}

static bool is_ambiguous(struct slice detail)
{
	while (detail.at) {
		struct slice item = slice_cut(&detail, ';');

		if (slice_equals(slice_trim(item), "ambiguous"))
			return true;
	}
	return false;
}

static void add_row(struct known *k, struct slice form,
		    const struct known_row *row)
{
	struct name name;
	bool is_new;
	uint32_t *place;

	name_read(k->arena, form.at, form.len, &name);
	if (!*name.whole)
		return;
	place = map_put(&k->forms, name.whole, strlen(name.whole), &is_new);
	*array_add(k->arena, k->rows, k->n_rows) = *row;
	k->rows[k->n_rows - 1].next = is_new ? 0 : *place;
	*place = k->n_rows; /* index + 1 */
}

static bool read_row(struct known *k, const struct slice *column, uint32_t line,
		     bool is_users, struct error *err)
{
	int type = names_find(&article_types, column[2]);
	struct known_row row = {
		.canonical = arena_copy(k->arena, column[1].at, column[1].len),
		.how = relation_of(column[3]),
		.is_ambiguous = is_ambiguous(column[4]),
		.is_users = is_users,
	};

	if (type < 0 || column[0].len == 0 || column[1].len == 0)
		return error_set(err,
				 "line %u of a table of known names is "
				 "broken",
				 line);
	row.type = (uint8_t)type;
	if (row.how == KNOWN_DEMONYM)
		row.type = TYPE_PLACE; /* the demonym is its country's */
	if (row.how != KNOWN_NOT)
		add_row(k, column[0], &row);
	return true;
}

static bool read_table(struct known *k, struct slice table, bool is_users,
		       struct error *err)
{
	struct slice column[TABLE_COLUMNS];
	struct table t;

	table_init(&t, table.at, table.len);
	while (table_row(&t, column)) {
		if (!read_row(k, column, t.line, is_users, err))
			return false;
	}
	return true;
}

bool known_add(struct known *k, struct slice table, struct error *err)
{
	return read_table(k, table, true, err);
}

bool known_new(struct arena *a, const struct slice *tables, uint32_t n,
	       struct known **out, struct error *err)
{
	struct known *k = arena_alloc(a, sizeof(*k));

	k->arena = a;
	map_init(&k->forms, a);
	map_init(&k->nicknames, a);
	map_init(&k->initials, a);
	for (uint32_t i = 0; i < n; i++) {
		if (!read_table(k, tables[i], false, err))
			return false;
	}
	*out = k;
	return true;
}

/* Better first: a name before a demonym before a former name. */
static bool is_better(const struct known_row *a, const struct known_row *b)
{
	return !b || a->how < b->how;
}

static bool same_thing(const struct known_row *a, const struct known_row *b)
{
	return !strcmp(a->canonical, b->canonical) && a->type == b->type;
}

/* What type is asked for fits what the row is: a demonym is a group or its
 * country. */
static bool fits(const struct known_row *row, uint8_t type)
{
	return type == TYPE_UNKNOWN || type == TYPE_MISC || type == row->type ||
	       (row->how == KNOWN_DEMONYM && type == TYPE_GROUP) ||
	       (row->type == TYPE_PLACE && type == TYPE_ORG) ||
	       (row->type == TYPE_ORG && type == TYPE_PLACE) ||
	       (row->type == TYPE_GROUP && type == TYPE_ORG);
}

/* Several words that mean nothing else mean it whatever the type, which may
 * be a guess ("Ford Motor Company" a person's name by its look). */
static bool is_plain(const struct known_row *row, const char *form)
{
	return !row->is_ambiguous && row->how <= KNOWN_ABBR &&
	       strchr(form, ' ');
}

const struct known_row *known_find(const struct known *k, const char *form,
				   uint8_t type)
{
	const struct known_row *found = NULL;
	uint32_t at = 0;

	if (!k || !map_get(&k->forms, form, strlen(form), &at))
		return NULL;
	for (; at; at = k->rows[at - 1].next) {
		const struct known_row *row = &k->rows[at - 1];

		if ((!fits(row, type) && !is_plain(row, form)) ||
		    (row->is_ambiguous && type != row->type &&
		     !(row->how == KNOWN_DEMONYM && type == TYPE_GROUP)))
			continue;
		if (found && found->is_users && !row->is_users)
			break; /* later tables come first */
		if (found && !same_thing(found, row) && found->how == row->how)
			return NULL; /* two things, one form: it says nothing */
		if (is_better(row, found))
			found = row;
	}
	return found;
}

const struct known_row *known_guess(const struct known *k, const char *form)
{
	const struct known_row *found = NULL;
	uint32_t at = 0;

	if (!k || !map_get(&k->forms, form, strlen(form), &at))
		return NULL;
	for (; at; at = k->rows[at - 1].next) {
		const struct known_row *row = &k->rows[at - 1];

		if (row->how != KNOWN_NAME)
			continue;
		if (found && found->is_users && !row->is_users)
			break;
		if (found && !same_thing(found, row))
			return NULL;
		found = row;
	}
	return found;
}

const struct known_row *known_canonical(const struct known *k, struct arena *a,
					const char *name)
{
	struct name read;
	uint32_t at = 0;

	if (!k)
		return NULL;
	name_read(a, name, strlen(name), &read);
	if (!map_get(&k->forms, read.whole, strlen(read.whole), &at))
		return NULL;
	for (; at; at = k->rows[at - 1].next) {
		const struct known_row *row = &k->rows[at - 1];

		if (!strcmp(row->canonical, name))
			return row;
	}
	return NULL;
}

/* ---- nicknames ---- */

static void add_nickname(struct known *k, struct slice name,
			 struct slice nickname)
{
	char *key = arena_printf(k->arena, "%.*s\t%.*s", (int)name.len, name.at,
				 (int)nickname.len, nickname.at);
	unsigned letter = (unsigned char)nickname.at[0] - 'a';
	bool is_new;
	uint32_t *set;

	*map_put(&k->nicknames, key, strlen(key), &is_new) = 1;
	set = map_put(&k->initials, key, name.len, &is_new);
	*set = (is_new ? 0 : *set) | (letter < 26 ? 1u << letter : 0);
}

void known_nicknames(struct known *k, struct slice table)
{
	struct slice column[TABLE_COLUMNS];
	struct table t;

	table_init(&t, table.at, table.len);
	while (table_row(&t, column) >= 2) {
		if (!column[0].len || !column[1].len)
			continue;
		add_nickname(k, column[0], column[1]);
		add_nickname(k, column[1], column[0]);
	}
}

bool known_is_nickname(const struct known *k, const char *a, const char *b)
{
	char key[64];
	uint32_t at;
	size_t la = strlen(a), lb = strlen(b);

	if (!k || la + lb + 1 > sizeof(key))
		return false;
	memcpy(key, a, la);
	key[la] = '\t';
	memcpy(key + la + 1, b, lb);
	return map_get(&k->nicknames, key, la + lb + 1, &at);
}

uint32_t known_initials(const struct known *k, const char *given)
{
	uint32_t set = 0;

	if (k)
		map_get(&k->initials, given, strlen(given), &set);
	return set;
}
