/* A deterministic stream of linked articles as JSON Lines, to measure with.
 *
 *	generate COUNT [WORDS [SEED]]   (with GAZETTE_DATA naming data/)
 *
 * Idea: stories.  A story has a week, a place, a handful of people and bodies
 * and its own words; articles belong to stories, stories share people.  Words
 * and names follow Zipf's law, sentences have names, roles, days and
 * quotations as news has; one article in thirty is a copy of the one before
 * with another title.  The same arguments give the same bytes everywhere:
 * integers only.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/date.h"
#include "base/file.h"
#include "base/str.h"
#include "base/table.h"

#define VOCABULARY 40000u
#define PEOPLE	   60000u
#define BODIES	   8000u
#define STORY_SIZE 12u /* articles a story, about */
#define FIRST_DAY  16437 /* 2015-01-02 */
#define DAYS	   4000

struct words {
	const char **at;
	uint32_t n;
};

struct generator {
	struct arena arena;
	uint64_t state;
	struct words given, surnames, places, vocabulary, people, bodies;
};

/* xorshift64*: Vigna 2016. */
static uint64_t next(struct generator *g)
{
	g->state ^= g->state >> 12;
	g->state ^= g->state << 25;
	g->state ^= g->state >> 27;
	return g->state * UINT64_C(2685821657736338717);
}

static uint32_t below(struct generator *g, uint32_t n)
{
	return (uint32_t)((next(g) >> 33) % n);
}

/* A rank below n, about as Zipf's law has it: the octaves are equally
 * likely. */
static uint32_t zipf(struct generator *g, uint32_t n)
{
	uint32_t octaves = 32 - (uint32_t)__builtin_clz(n);
	uint32_t low = 1u << below(g, octaves);
	uint32_t rank = low - 1 + below(g, low);

	return rank < n ? rank : below(g, n);
}

static const char *pick(struct generator *g, const struct words *w)
{
	return w->at[zipf(g, w->n)];
}

static void keep(struct generator *g, struct words *w, const char *word)
{
	*array_add(&g->arena, w->at, w->n) = word;
}

/* The first column of a table, but what the test refuses. */
static void load(struct generator *g, const char *name, uint32_t column_kept,
		 const char *value, struct words *out)
{
	struct slice column[TABLE_COLUMNS];
	const char *data = getenv("GAZETTE_DATA");
	struct table t;
	struct error err;
	size_t len;
	char *bytes = file_read(&g->arena,
				arena_printf(&g->arena, "%s/%s",
					     data ? data : "data", name),
				1 << 24, &len, &err);

	if (!bytes) {
		fprintf(stderr, "generate: %s\n", err.text);
		exit(3);
	}
	table_init(&t, bytes, len);
	while (table_row(&t, column)) {
		if (!value || slice_equals(column[column_kept], value))
			keep(g, out, arena_copy(&g->arena, column[0].at,
						column[0].len));
	}
	if (out->n == 0) {
		fprintf(stderr, "generate: nothing to use in %s\n", name);
		exit(3);
	}
}

/* Words that sound like words: one to four syllables. */
static void make_vocabulary(struct generator *g)
{
	static const char *const heads[] = { "b", "d",  "f",  "g",  "l", "m",
					     "n", "p",  "r",  "s",  "t", "v",
					     "w", "st", "tr", "pl", "ch", "sh" };
	static const char *const tails[] = { "a",  "e",	 "i",  "o",  "u", "an",
					     "er", "en", "al", "on", "ing", "ed",
					     "ess", "ort", "ent", "ity" };

	for (uint32_t i = 0; i < VOCABULARY; i++) {
		uint32_t syllables = 1 + (i > 60) + (i > 2000) + (i > 12000);
		char word[64] = "";

		for (uint32_t s = 0; s < syllables; s++) {
			strcat(word, heads[below(g, array_length(heads))]);
			strcat(word, tails[below(g, array_length(tails))]);
		}
		keep(g, &g->vocabulary, arena_string(&g->arena, word));
	}
}

static void make_names(struct generator *g)
{
	static const char *const kinds[] = { "Ministry of %s", "%s Bank",
					     "%s University", "%s Council",
					     "%s Workers Union",
					     "%s Airlines" };

	for (uint32_t i = 0; i < PEOPLE; i++)
		keep(g, &g->people,
		     arena_printf(&g->arena, "%s %s",
				  g->given.at[below(g, g->given.n)],
				  g->surnames.at[below(g, g->surnames.n)]));
	for (uint32_t i = 0; i < BODIES; i++) {
		const char *kind = kinds[below(g, array_length(kinds))];
		const char *place = g->places.at[below(g, g->places.n)];
		const char *hole = strstr(kind, "%s");

		keep(g, &g->bodies,
		     arena_printf(&g->arena, "%.*s%s%s", (int)(hole - kind),
				  kind, place, hole + 2));
	}
}

#define CAST 5

struct story {
	const char *people[CAST], *places[2], *bodies[2], *words[24];
	int64_t day;
};

static void begin_story(struct generator *g, struct story *s, int64_t day)
{
	for (uint32_t i = 0; i < CAST; i++)
		s->people[i] = pick(g, &g->people);
	for (uint32_t i = 0; i < 2; i++) {
		s->places[i] = pick(g, &g->places);
		s->bodies[i] = pick(g, &g->bodies);
	}
	for (uint32_t i = 0; i < array_length(s->words); i++)
		s->words[i] = g->vocabulary.at[below(g, VOCABULARY)];
	s->day = day;
}

static const char *last_word(const char *name)
{
	const char *blank = strrchr(name, ' ');

	return blank ? blank + 1 : name;
}

static const char *person(struct generator *g, const struct story *s)
{
	const char *name = s->people[zipf(g, CAST)];

	return below(g, 3) ? last_word(name) : name;
}

static uint32_t put_words(struct generator *g, const struct story *s,
			  struct str *out, uint32_t n)
{
	static const char *const small[] = { "the", "of", "to", "and", "in",
					     "a",   "for", "on", "that", "with",
					     "was", "by",  "has" };

	for (uint32_t i = 0; i < n; i++) {
		uint32_t dice = below(g, 10);

		str_add_char(out, ' ');
		if (dice < 4)
			str_add_text(out, small[zipf(g, array_length(small))]);
		else if (dice < 6)
			str_add_text(out,
				     s->words[zipf(g, array_length(s->words))]);
		else
			str_add_text(out, pick(g, &g->vocabulary));
	}
	return n;
}

static uint32_t put_sentence(struct generator *g, const struct story *s,
			     struct str *out)
{
	static const char *const days[] = { "Monday", "Tuesday", "Wednesday",
					    "Thursday", "Friday" };
	uint32_t n = 8 + below(g, 16);

	switch (below(g, 6)) {
	case 0:
		str_printf(out, "%s said on %s that the", person(g, s),
			   days[below(g, array_length(days))]);
		n = put_words(g, s, out, n) + 6;
		break;
	case 1:
		str_add_text(out, "“The");
		n = put_words(g, s, out, n);
		str_printf(out, ",” %s said", person(g, s));
		break;
	case 2:
		str_printf(out, "The %s in %s", s->bodies[zipf(g, 2)],
			   s->places[zipf(g, 2)]);
		n = put_words(g, s, out, n) + 6;
		break;
	case 3:
		str_printf(out, "President %s and %s met in %s where the",
			   last_word(s->people[0]), person(g, s),
			   pick(g, &g->places));
		n = put_words(g, s, out, n) + 9;
		break;
	default:
		str_add_text(out, "The");
		n = put_words(g, s, out, n) + 1;
	}
	str_add_char(out, '.');
	return n;
}

static void put_body(struct generator *g, const struct story *s,
		     uint32_t words, struct str *out)
{
	uint32_t n = 0, sentences = 0;

	while (n < words) {
		if (sentences)
			str_add_text(out, sentences % 3 ? " " : "\\n\\n");
		n += put_sentence(g, s, out);
		sentences++;
	}
}

static void put_article(struct generator *g, const struct story *s, uint32_t id,
			const struct str *body)
{
	int64_t year;
	unsigned month, day;
	struct str title = { 0 };

	date_civil(s->day, &year, &month, &day);
	put_words(g, s, &title, 3);
	printf("{\"id\":\"b%" PRIu32
	       "\",\"url\":\"https://paper%" PRIu32 ".example/%" PRIu32
	       "\",\"source\":\"Paper %" PRIu32 "\",\"title\":\"%s%s"
	       "\",\"published\":\"%04d-%02u-%02uT%02" PRIu32 ":%02" PRIu32
	       ":%02" PRIu32 "Z\",\"text\":\"%s\"}\n",
	       id, id % 97, id, id % 97, last_word(s->people[zipf(g, CAST)]),
	       title.at, (int)year, month, day, below(g, 24), below(g, 60),
	       below(g, 60), body->at);
	str_free(&title);
}

static void generate(struct generator *g, uint32_t count, uint32_t words)
{
	struct story s;
	struct str body = { 0 };

	begin_story(g, &s, FIRST_DAY);
	for (uint32_t i = 0; i < count; i++) {
		int64_t day = FIRST_DAY + (int64_t)i * DAYS / count;

		if (below(g, STORY_SIZE) == 0)
			begin_story(g, &s, day);
		s.day = day + (int64_t)below(g, 3);
		if (i == 0 || below(g, 30) != 0) {
			str_clear(&body);
			put_body(g, &s, words / 2 + below(g, words), &body);
		}
		put_article(g, &s, i + 1, &body);
	}
	str_free(&body);
}

int main(int argc, char **argv)
{
	struct generator g = { 0 };
	uint32_t count = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 0;
	uint32_t words = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 450;

	if (count == 0 || words < 10) {
		fprintf(stderr, "usage: generate COUNT [WORDS [SEED]]\n");
		return 2;
	}
	g.state = argc > 3 ? strtoull(argv[3], NULL, 10) : 0;
	g.state ^= UINT64_C(0x9e3779b97f4a7c15);
	arena_init(&g.arena);
	load(&g, "given-names.tsv", 0, NULL, &g.given);
	load(&g, "surnames.tsv", 0, NULL, &g.surnames);
	load(&g, "places.tsv", 1, "city", &g.places);
	make_vocabulary(&g);
	make_names(&g);
	generate(&g, count, words);
	arena_free(&g.arena);
	return fflush(stdout) || ferror(stdout) ? 3 : 0;
}
