#include "text/lists.h"

#include <string.h>

#include "base/table.h"

/* Before a hyphen these stand for a country without being its demonym. */
static const char *const combining[] = {"Anglo", "Austro", "Euro",  "Franco",
					"Greco", "Indo",   "Italo", "Luso",
					"Russo", "Serbo",  "Sino",  "Turco"};

/* Words that begin an English sentence far more often than they follow an
 * abbreviation inside one. */
static const char *const starters[] = {
	"A",    "After", "All",     "Also", "Although", "An",    "And",
	"As",   "At",    "Both",    "But",  "By",       "For",   "From",
	"He",   "Her",   "His",     "How",  "However",  "I",     "If",
	"In",   "It",    "Its",     "Last", "Many",     "More",  "Most",
	"No",   "Now",   "On",      "Once", "One",      "Or",    "Our",
	"She",  "Since", "So",      "Some", "Such",     "That",  "The",
	"Then", "There", "These",   "They", "This",     "Those", "To",
	"Two",  "Under", "We",      "What", "When",     "Where", "While",
	"Who",  "With",  "Without", "You"};

/* Ordinary words too: abbreviations only before a number. */
static const char *const wordlike[] = {
	"Art.", "Arts.", "Del.",  "Fig.", "Figs.", "Is.",   "Man.", "Mar.",
	"No.",  "Nos.",  "Op.",   "Pen.", "Sat.",  "Sun.",  "Vol.", "Vols.",
	"art.", "arts.", "cont.", "ed.",  "fig.",  "figs.", "fin.", "id.",
	"max.", "min.",  "misc.", "no.",  "nos.",  "op.",   "vol.", "vols."};

bool text_list_has(const struct map *m, const char *word, size_t len)
{
	uint32_t value;

	return map_get(m, word, len, &value);
}

static uint32_t *add(struct arena *a, struct map *m, struct slice word)
{
	bool is_new;

	return map_put(m, arena_copy(a, word.at, word.len), word.len, &is_new);
}

static void add_words(struct arena *a, struct map *m, const char *const *words,
		      size_t n)
{
	for (size_t i = 0; i < n; i++)
		add(a, m, slice_of(words[i]));
}

static bool read_abbreviations(struct arena *a, struct text_lists *l,
			       struct slice bytes, struct error *err)
{
	struct slice column[TABLE_COLUMNS];
	struct table t;
	uint32_t n;

	table_init(&t, bytes.at, bytes.len);
	while ((n = table_row(&t, column)) > 0) {
		uint32_t flags = 0;

		if (n < 3)
			return error_set(err,
					 "line %u of the abbreviations has %u "
					 "columns, not 3",
					 t.line, n);
		if (slice_equals(column[2], "1"))
			flags |= ABBREVIATION_ENDS;
		if (slice_equals(column[1], "number"))
			flags |= ABBREVIATION_NUMBER;
		*add(a, &l->abbreviations, column[0]) = flags;
	}
	return true;
}

static bool language_bit(struct arena *a, struct text_lists *l,
			 struct slice name, uint32_t *bit)
{
	uint32_t i = 0;

	while (i < l->n_languages && !slice_equals(name, l->language[i]))
		i++;
	if (i == TEXT_LANGUAGES)
		return false;
	if (i == l->n_languages)
		l->language[l->n_languages++] =
			arena_copy(a, name.at, name.len);
	*bit = UINT32_C(1) << i;
	return true;
}

static bool read_languages(struct arena *a, struct text_lists *l,
			   struct slice bytes, struct error *err)
{
	struct slice column[TABLE_COLUMNS];
	struct table t;
	uint32_t n, bit;

	table_init(&t, bytes.at, bytes.len);
	while ((n = table_row(&t, column)) > 0) {
		if (n < 2)
			return error_set(err,
					 "line %u of the languages has no word",
					 t.line);
		if (!language_bit(a, l, column[0], &bit))
			return error_set(err, "line %u: more than %d languages",
					 t.line, TEXT_LANGUAGES);
		*add(a, &l->words, column[1]) |= bit;
	}
	return true;
}

static void read_countries(struct arena *a, struct text_lists *l,
			   struct slice bytes)
{
	struct slice column[TABLE_COLUMNS];
	struct table t;

	table_init(&t, bytes.at, bytes.len);
	while (table_row(&t, column) > 0) {
		if (column[0].len && !memchr(column[0].at, ' ', column[0].len))
			add(a, &l->compounds, column[0]);
	}
}

bool text_lists_new(struct arena *a, const struct text_tables *tables,
		    struct text_lists **out, struct error *err)
{
	struct text_lists *l = arena_alloc(a, sizeof(*l));

	map_init(&l->abbreviations, a);
	map_init(&l->compounds, a);
	map_init(&l->words, a);
	map_init(&l->starters, a);
	add_words(a, &l->compounds, combining, array_length(combining));
	add_words(a, &l->starters, starters, array_length(starters));
	if (!read_abbreviations(a, l, tables->abbreviations, err) ||
	    !read_languages(a, l, tables->languages, err))
		return false;
	for (size_t i = 0; i < array_length(wordlike); i++)
		*add(a, &l->abbreviations, slice_of(wordlike[i])) |=
			ABBREVIATION_NUMBER;
	read_countries(a, l, tables->countries);
	*out = l;
	return true;
}
