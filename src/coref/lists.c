#include "coref/lists.h"

#include <string.h>

#include "base/fold.h"
#include "base/table.h"

#define LOWER_MOST 64 /* bytes of a noun or title that is looked up */

/* General nouns and the classes of data/roles.tsv they may speak of. */
static const struct general {
	const char *noun, *classes;
} generals[] = {
	{"official", "official politician police military"},
	{"leader", "official politician religious activist"},
	{"politician", "politician official"},
	{"lawmaker", "politician official"},
	{"diplomat", "official"},
	{"statesman", "official politician"},
	{"minister", "official"},
	{"envoy", "official"},
	{"officer", "police military"},
	{"commander", "military"},
	{"executive", "business"},
	{"businessman", "business"},
	{"businesswoman", "business"},
	{"boss", "business sport"},
	{"billionaire", "business"},
	{"tycoon", "business"},
	{"mogul", "business"},
	{"scientist", "academic"},
	{"researcher", "academic"},
	{"academic", "academic"},
	{"player", "sport"},
	{"star", "sport arts"},
	{"athlete", "sport"},
	{"artist", "arts"},
	{"judge", "legal"},
	{"justice", "legal"},
	{"lawyer", "legal"},
	{"attorney", "legal"},
	{"cleric", "religious"},
	{"candidate", "politician official"},
	{"nominee", "politician official"},
	{"reporter", "media"},
	{"journalist", "media"},
};

static size_t lower(char low[LOWER_MOST], struct slice s)
{
	if (s.len > LOWER_MOST)
		return 0;
	for (size_t i = 0; i < s.len; i++)
		low[i] = s.at[i] >= 'A' && s.at[i] <= 'Z' ? s.at[i] | 32
							  : s.at[i];
	return s.len;
}

const struct fact *coref_fact(const struct coref_lists *lists,
			      const struct map *map, struct slice form)
{
	uint32_t at;

	if (form.len > 4 && !memcmp(form.at, "the ", 4)) {
		form.at += 4;
		form.len -= 4;
	}
	if (!map_get(map, form.at, form.len, &at))
		return NULL;
	return &lists->facts[at];
}

const struct role_noun *coref_noun(const struct coref_lists *lists,
				   struct slice words)
{
	char low[LOWER_MOST];
	size_t len = lower(low, words);
	uint32_t at;

	if (len == 0 || !map_get(&lists->roles, low, len, &at))
		return NULL;
	return &lists->nouns[at];
}

bool coref_title(const struct coref_lists *lists, struct slice words,
		 uint8_t *gender)
{
	char low[LOWER_MOST];
	size_t len = lower(low, words);
	uint32_t at;

	while (len && low[len - 1] == '.')
		len--;
	if (len == 0 || !map_get(&lists->titles, low, len, &at))
		return false;
	*gender = (uint8_t)at;
	return true;
}

uint8_t coref_given_gender(const struct coref_lists *lists, struct slice folded)
{
	uint8_t gender = GENDER_UNKNOWN;

	bytemap_get(&lists->given, folded.at, folded.len, &gender);
	return gender;
}

/* "a TAB b"; returns its length, 0 when it is too long. */
static size_t pair_of(char pair[LOWER_MOST], struct slice a, struct slice b)
{
	if (a.len + b.len + 1 > LOWER_MOST)
		return 0;
	memcpy(pair, a.at, a.len);
	pair[a.len] = '\t';
	memcpy(pair + a.len + 1, b.at, b.len);
	return a.len + b.len + 1;
}

bool coref_nicknames(const struct coref_lists *lists, struct slice a,
		     struct slice b)
{
	char pair[LOWER_MOST];
	size_t len = pair_of(pair, a, b);
	uint8_t value;

	return len && bytemap_get(&lists->nicknames, pair, len, &value);
}

bool coref_noun_covers(struct slice noun, struct slice class)
{
	for (size_t i = 0; i < array_length(generals); i++) {
		struct slice rest = slice_of(generals[i].classes);
		char low[LOWER_MOST];
		size_t len = lower(low, noun);

		if (!slice_equals((struct slice){low, len}, generals[i].noun))
			continue;
		while (rest.at) {
			if (slice_same(slice_cut(&rest, ' '), class))
				return true;
		}
	}
	return false;
}

static uint8_t gender_of(struct slice s)
{
	return slice_equals(s, "m")   ? GENDER_MALE
	       : slice_equals(s, "f") ? GENDER_FEMALE
				      : GENDER_UNKNOWN;
}

static bool has_item(struct slice detail, const char *item)
{
	while (detail.at) {
		if (slice_equals(slice_cut(&detail, ';'), item))
			return true;
	}
	return false;
}

/* The rows of a table of data/known whose forms may stand for their thing. */
static void add_known(struct coref_lists *lists, struct slice bytes,
		      struct map *map)
{
	struct slice c[TABLE_COLUMNS];
	struct table t;

	table_init(&t, bytes.at, bytes.len);
	while (table_row(&t, c) >= 5) {
		bool is_metonym = slice_equals(c[3], "metonym"), is_new;
		struct map *to = is_metonym ? &lists->metonyms : map;
		uint32_t *at;

		if (slice_equals(c[3], "office") ||
		    (has_item(c[4], "ambiguous") &&
		     !slice_equals(c[3], "name") &&
		     !slice_equals(c[3], "demonym")))
			continue;
		at = map_put(to, c[0].at, c[0].len, &is_new);
		if (!is_new && !slice_equals(c[3], "name"))
			continue;
		*at = lists->n_facts;
		*array_add(lists->arena, lists->facts, lists->n_facts) =
			(struct fact){c[1], slice_equals(c[3], "demonym"),
				      is_metonym, slice_equals(c[3], "agency")};
	}
}

/* A capital may stand for its country's government. */
static void add_capitals(struct coref_lists *lists, struct slice bytes)
{
	struct slice c[TABLE_COLUMNS];
	struct table t;

	table_init(&t, bytes.at, bytes.len);
	while (table_row(&t, c) >= 5) {
		struct slice country = c[4];
		bool is_new;
		uint32_t *at;

		if (!slice_equals(c[3], "capital"))
			continue;
		country = slice_cut(&c[4], ';');
		at = map_put(&lists->metonyms, c[0].at, c[0].len, &is_new);
		if (!is_new)
			continue;
		*at = lists->n_facts;
		*array_add(lists->arena, lists->facts, lists->n_facts) =
			(struct fact){country, false, true, false};
	}
}

static void add_given(struct coref_lists *lists, struct slice bytes)
{
	struct slice c[TABLE_COLUMNS];
	struct arena passing;
	struct table t;

	arena_init(&passing);
	bytemap_init(&lists->given, lists->arena, table_rows(bytes));
	table_init(&t, bytes.at, bytes.len);
	while (table_row(&t, c) >= 2) {
		size_t len;
		char *name = fold_text(&passing, c[0].at, c[0].len, &len);

		bytemap_put(&lists->given, name, len, gender_of(c[1]));
		arena_reset(&passing);
	}
	arena_free(&passing);
}

static void add_titles(struct coref_lists *lists, struct slice bytes)
{
	struct slice c[TABLE_COLUMNS];
	struct table t;

	table_init(&t, bytes.at, bytes.len);
	while (table_row(&t, c) >= 2) {
		char *form = arena_copy(lists->arena, c[0].at, c[0].len);
		size_t len = lower(form, c[0].len > LOWER_MOST
						 ? (struct slice){NULL, 0}
						 : c[0]);
		bool is_new;

		while (len && form[len - 1] == '.')
			len--;
		if (len)
			*map_put(&lists->titles, form, len, &is_new) =
				gender_of(c[1]);
	}
}

static void add_roles(struct coref_lists *lists, struct slice bytes)
{
	struct slice c[TABLE_COLUMNS];
	struct table t;

	table_init(&t, bytes.at, bytes.len);
	while (table_row(&t, c) >= 2) {
		char *noun = arena_copy(lists->arena, c[0].at, c[0].len);
		bool is_new;
		uint32_t *at;

		for (size_t i = 0; i < c[0].len; i++) {
			if (noun[i] >= 'A' && noun[i] <= 'Z')
				noun[i] |= 32;
		}
		at = map_put(&lists->roles, noun, c[0].len, &is_new);
		if (!is_new)
			continue;
		*at = lists->n_nouns;
		*array_add(lists->arena, lists->nouns, lists->n_nouns) =
			(struct role_noun){c[1], gender_of(c[2])};
	}
}

static void add_nicknames(struct coref_lists *lists, struct slice bytes)
{
	struct slice c[TABLE_COLUMNS];
	struct table t;

	table_init(&t, bytes.at, bytes.len);
	bytemap_init(&lists->nicknames, lists->arena, 2 * table_rows(bytes));
	while (table_row(&t, c) >= 2) {
		char pair[LOWER_MOST];
		size_t len = pair_of(pair, c[0], c[1]);

		if (!len)
			continue;
		bytemap_put(&lists->nicknames, pair, len, 1);
		bytemap_put(&lists->nicknames, pair, pair_of(pair, c[1], c[0]),
			    1);
	}
}

bool coref_lists_new(struct arena *a, const struct coref_tables *tables,
		     struct coref_lists **out, struct error *err)
{
	struct coref_lists *lists = arena_alloc(a, sizeof(*lists));
	struct map *maps[] = {&lists->countries,     &lists->metonyms,
			      &lists->organisations, &lists->people,
			      &lists->titles,        &lists->roles};

	lists->arena = a;
	for (size_t i = 0; i < array_length(maps); i++)
		map_init(maps[i], a);
	map_reserve(&lists->organisations, table_rows(tables->organisations));
	add_known(lists, tables->countries, &lists->countries);
	add_known(lists, tables->organisations, &lists->organisations);
	add_known(lists, tables->people, &lists->people);
	add_known(lists, tables->groups, &lists->organisations);
	add_capitals(lists, tables->cities);
	add_given(lists, tables->given_names);
	add_titles(lists, tables->titles);
	add_roles(lists, tables->roles);
	add_nicknames(lists, tables->nicknames);
	if (lists->n_nouns == 0)
		return error_set(err, "the table of roles is empty");
	lists->facts = array_settle(a, lists->facts, lists->n_facts,
				    sizeof(*lists->facts));
	lists->nouns = array_settle(a, lists->nouns, lists->n_nouns,
				    sizeof(*lists->nouns));
	*out = lists;
	return true;
}
