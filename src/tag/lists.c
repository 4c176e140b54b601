/* The tables of data/ to one index of phrases. */
#include "tag/lists.h"

#include <string.h>

#include "base/table.h"
#include "tag/scan.h"

typedef void row_reader(struct indexing *index, struct slice *column);

static const char *const particles[] = {
	"al",  "bin", "ibn", "bint", "da",  "das", "de",  "del", "della", "den",
	"der", "des", "di",  "do",   "dos", "du",  "e",   "el",  "la",    "le",
	"ter", "und", "van", "von",  "y",   "zu",  "zur", "ul",  "ur"};

/* Words that belong to the role behind them. */
static const char *const modifiers[] = {
	"acting",    "assistant", "associate", "caretaker", "chief",
	"co",        "deputy",    "designate", "elect",     "ex",
	"executive", "exiled",    "federal",   "first",     "former",
	"general",   "incoming",  "incumbent", "interim",   "joint",
	"junior",    "late",      "lead",      "local",     "long-time",
	"longtime",  "national",  "new",       "newly",     "opposition",
	"outgoing",  "permanent", "principal", "regional",  "right-wing",
	"left-wing", "ruling",    "senior",    "special",   "state",
	"then",      "top",       "vice",      "veteran"};

/* Behind a demonym these are a body of that state: "Egyptian" "Foreign
 * Ministry", while "American University" is one name. */
static const char *const states[] = {
	"Air",       "Armed",     "Army",    "Cabinet",    "Coast",
	"Congress",  "Consulate", "Defence", "Defense",    "Department",
	"Embassy",   "Finance",   "Foreign", "Government", "Health",
	"House",     "Interior",  "Justice", "Marine",     "Marines",
	"Military",  "Ministry",  "Navy",    "Parliament", "Police",
	"President", "Prime",     "Senate",  "State",      "Supreme",
	"Treasury",  "Treasuries"};

/* Where these are many, "Bowling Green" is a team. */
static const char *const sports[] = {
	"season",     "coach",        "match",    "league",   "team",
	"game",       "games",        "players",  "player",   "goal",
	"goals",      "cup",          "football", "soccer",   "basketball",
	"tournament", "championship", "scored",   "matches",  "striker",
	"midfielder", "quarterback",  "inning",   "playoffs", "defeated",
	"win",        "final"};

static uint8_t gender_of(struct slice s)
{
	if (slice_equals(s, "m"))
		return GENDER_MALE;
	return slice_equals(s, "f") ? GENDER_FEMALE : GENDER_UNKNOWN;
}

/* Is the item one of those that ';' parts in s? */
static bool has_item(struct slice s, const char *item)
{
	while (s.at) {
		if (slice_equals(slice_cut(&s, ';'), item))
			return true;
	}
	return false;
}

/* form canonical type relation detail */
static void read_known(struct indexing *index, struct slice *column)
{
	int type = names_find(&article_types, column[2]);
	bool weak = has_item(column[4], "ambiguous");
	struct facts *f;
	uint16_t bit;

	if (type <= 0 || column[0].len < 2)
		return;
	bit = (uint16_t)(1u << type);
	f = tag_index_add(index, column[0], SPELLING_EXACT);
	if (slice_equals(column[3], "metonym")) {
		if (f->types)
			return;
		weak = true;
	}
	if (!(f->types & bit) || !weak)
		f->weak = (uint16_t)(weak ? f->weak | bit : f->weak & ~bit);
	f->types |= bit;
}

/* form kind country ambiguous */
static void read_place(struct indexing *index, struct slice *column)
{
	struct facts *f = tag_index_add(index, column[0], SPELLING_EXACT);
	uint16_t bit = 1u << TYPE_PLACE;

	if (!(f->types & bit) && slice_equals(column[3], "1"))
		f->weak |= bit;
	f->types |= bit;
}

static void read_given(struct indexing *index, struct slice *column)
{
	struct facts *f = tag_index_add(index, column[0], SPELLING_EXACT);

	f->flags |= FACT_GIVEN;
	f->gender = gender_of(column[1]);
}

static void read_surname(struct indexing *index, struct slice *column)
{
	struct facts *f = tag_index_add(index, column[0], SPELLING_EXACT);

	f->flags |= FACT_SURNAME;
	if (slice_equals(column[1], "1"))
		f->flags |= FACT_WORD;
}

static void read_title(struct indexing *index, struct slice *column)
{
	struct facts *f = tag_index_add(index, column[0], SPELLING_EXACT);

	f->flags |= FACT_TITLE;
	if (slice_equals(column[2], "honorific"))
		f->flags |= FACT_HONORIFIC;
	if (column[1].len && column[1].at[0] != '-')
		f->gender = gender_of(column[1]);
}

static void read_role(struct indexing *index, struct slice *column)
{
	struct facts *f = tag_index_add(index, column[0], SPELLING_LOWER);

	f->flags |= FACT_ROLE;
	f->gender = gender_of(column[2]);
}

static void read_head(struct indexing *index, struct slice *column)
{
	struct facts *f = tag_index_add(index, column[0], SPELLING_EXACT);
	int type = names_find(&article_types, column[1]);

	if (type <= 0)
		return;
	if (slice_equals(column[2], "first"))
		f->flags |= FACT_HEAD_FIRST;
	else if (slice_equals(column[2], "any"))
		f->flags |= FACT_HEAD_ANY;
	else if (slice_equals(column[2], "noun"))
		f->flags |= FACT_KIND;
	else
		f->flags |= FACT_HEAD_LAST;
	f->head = (uint8_t)type;
}

static void read_stop(struct indexing *index, struct slice *column)
{
	struct facts *f = tag_index_add(index, column[0], SPELLING_EXACT);

	if (slice_equals(column[1], "german") ||
	    slice_equals(column[1], "town")) {
		f->flags |= FACT_GERMAN;
		f->flags |= slice_equals(column[1], "town") ? FACT_TOWN : 0;
		return;
	}
	f->flags |= FACT_STOP;
	if (slice_equals(column[1], "month") ||
	    slice_equals(column[1], "weekday"))
		f->flags |= FACT_DATE;
	if (slice_equals(column[1], "function") ||
	    slice_equals(column[1], "pronoun") ||
	    slice_equals(column[1], "question"))
		f->flags |= FACT_FUNCTION;
}

static void add_words(struct indexing *index, const char *const *words,
		      size_t n, enum spelling spelling, uint32_t flag)
{
	for (size_t i = 0; i < n; i++)
		tag_index_add(index, slice_of(words[i]), spelling)->flags |=
			flag;
}

static const struct {
	size_t table; /* offset in struct tag_tables */
	const char *name;
	uint32_t columns; /* at least */
	row_reader *read;
} readers[] = {
#define TABLE(member, columns, read)                                           \
	{                                                                      \
		offsetof(struct tag_tables, member), #member, columns, read    \
	}
	TABLE(countries, 4, read_known),  TABLE(regions, 4, read_known),
	TABLE(cities, 4, read_known),     TABLE(organisations, 4, read_known),
	TABLE(people, 4, read_known),     TABLE(groups, 4, read_known),
	TABLE(places, 3, read_place),     TABLE(given_names, 2, read_given),
	TABLE(surnames, 1, read_surname), TABLE(titles, 3, read_title),
	TABLE(roles, 2, read_role),       TABLE(head_words, 3, read_head),
	TABLE(stop_names, 2, read_stop),
#undef TABLE
};

static struct slice table_of(const struct tag_tables *tables, size_t i)
{
	return *(const struct slice *)((const char *)tables + readers[i].table);
}

static bool read_table(struct indexing *index, size_t i, struct slice bytes,
		       struct error *err)
{
	struct slice column[TABLE_COLUMNS];
	struct table t;
	uint32_t n;

	table_init(&t, bytes.at, bytes.len);
	while ((n = table_row(&t, column)) > 0) {
		if (n < readers[i].columns || column[0].len == 0)
			return error_set(err,
					 "line %u of the table of %s has %u "
					 "columns, not %u",
					 t.line, readers[i].name, n,
					 readers[i].columns);
		readers[i].read(index, column);
	}
	return true;
}

bool tagger_new(struct arena *a, const struct tag_tables *tables,
		struct tagger **out, struct error *err)
{
	struct tagger *tagger = arena_alloc(a, sizeof(*tagger));
	struct arena scratch;
	struct indexing making, *index = &making;
	size_t bytes = 0;

	for (size_t i = 0; i < array_length(readers); i++)
		bytes += table_of(tables, i).len;
	arena_init(&scratch);
	tag_indexing_init(index, &scratch, bytes);
	for (size_t i = 0; i < array_length(readers); i++) {
		if (!read_table(index, i, table_of(tables, i), err)) {
			arena_free(&scratch);
			return false;
		}
	}
	add_words(index, particles, array_length(particles), SPELLING_EXACT,
		  FACT_PARTICLE);
	add_words(index, modifiers, array_length(modifiers), SPELLING_LOWER,
		  FACT_MODIFIER);
	add_words(index, states, array_length(states), SPELLING_EXACT,
		  FACT_STATE);
	add_words(index, sports, array_length(sports), SPELLING_EXACT,
		  FACT_SPORT);
	tag_date_words(index);
	tag_index_pack(&tagger->index, a, index);
	arena_free(&scratch);
	*out = tagger;
	return true;
}

bool tagger_with_model(struct arena *a, const struct tagger *lists,
		       struct slice model, struct tagger **out,
		       struct error *err)
{
	struct tagger *tagger = arena_alloc(a, sizeof(*tagger));

	*tagger = *lists;
	if (!model_read(&tagger->model, model, err))
		return false;
	for (size_t i = 0; i < array_length(tagger->steps); i++)
		tagger->steps[i] = tagger->model.steps[i];
	tagger->powers = arena_alloc(a, sizeof(*tagger->powers));
	chance_powers_init(tagger->powers, &tagger->model);
	tagger->has_model = true;
	*out = tagger;
	return true;
}
