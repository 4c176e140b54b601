/* Places and their people that no table has, by what stands beside them: the
 * model takes a strange word for a person's name.
 */
#include "tag/scan.h"

#include <string.h>

#define NAMES_LOOK 1000 /* names that are compared with each other */
#define DOUBTFUL   45   /* percent */

/* ---- people ---- */

/* The name of a place without what makes it that of its people. */
static struct slice stem_of(struct slice w)
{
	static const char *const ends[] = {"ians", "ian", "ans", "ese", "ish",
					   "an",   "ers", "er",  "ns",  "is",
					   "n",    "i",   "s"};

	for (size_t i = 0; i < array_length(ends); i++) {
		size_t n = strlen(ends[i]);

		if (w.len > n + 3 && memcmp(w.at + w.len - n, ends[i], n) == 0)
			return (struct slice){w.at, w.len - n};
	}
	return (struct slice){w.at, 0};
}

/* "Tarvian" where the article names the place Tarvia: does a name of one word
 * that is no person's begin with the stem and go on by at most a letter? */
static bool is_place_with(const struct name *place, struct slice word,
			  struct slice stem)
{
	return place->type == TYPE_PLACE && word.len >= stem.len &&
	       word.len <= stem.len + 2 &&
	       memcmp(word.at, stem.at, stem.len) == 0;
}

static void take_people(struct scan *s, struct name *name)
{
	struct slice w = scan_word(s, name->first), stem = stem_of(w);
	uint32_t looks = s->n_names < NAMES_LOOK ? s->n_names : NAMES_LOOK;

	if (name->end - name->first != 1 || stem.len == 0 ||
	    s->marks[name->first].facts)
		return;
	for (uint32_t n = 0; n < looks; n++) {
		const struct name *place = &s->names[n];
		struct slice p = scan_word(s, place->first);

		if (place->end - place->first == 1 && p.len < w.len &&
		    is_place_with(place, p, stem)) {
			name->type = TYPE_GROUP;
			return;
		}
	}
}

/* "Tarvian ports", "a Tarvian actress": of a place that is not named here. */
static void take_demonym(const struct scan *s, struct name *name)
{
	static const char *const ends[] = {"ian", "ians", "ese"};
	uint32_t i = name->first, next = name->end;
	struct slice w = scan_word(s, i);

	if (next - i != 1 || name->type == TYPE_PERSON || w.len < 6 ||
	    s->marks[i].facts || next >= s->art->n_tokens ||
	    !(scan_flags(s, next) & TOKEN_WORD) ||
	    (scan_flags(s, next) & (SCAN_CAPITAL | TOKEN_GLUED)))
		return;
	for (size_t k = 0; k < array_length(ends); k++) {
		size_t n = strlen(ends[k]);

		if (memcmp(w.at + w.len - n, ends[k], n) == 0)
			name->type = TYPE_GROUP;
	}
}

/* ---- places ---- */

/* Is the word the last of a person's longer name? */
static bool is_surname_here(const struct scan *s, struct slice word)
{
	uint32_t looks = s->n_names < NAMES_LOOK ? s->n_names : NAMES_LOOK;

	for (uint32_t n = 0; n < looks; n++) {
		const struct name *name = &s->names[n];

		if (name->type == TYPE_PERSON && name->end - name->first > 1 &&
		    slice_same(scan_word(s, name->end - 1), word))
			return true;
	}
	return false;
}

#define LAND_LOOK 4000u /* tokens: not to be long over a long text */

/* Is the word what the people or things of the place `land` are called?
 * "Trumps" and "Trumpers" tell of no place. */
static bool is_of_land(struct slice word, struct slice land)
{
	struct slice stem = stem_of(word);

	return stem.len > 0 && word.len > land.len &&
	       !strchr("sr", word.at[word.len - 1]) && land.len >= stem.len &&
	       land.len <= stem.len + 2 &&
	       memcmp(land.at, stem.at, stem.len) == 0;
}

/* "Tarvia" where the article says "Tarvian" and nobody is called so: no
 * person. */
static void take_land(struct scan *s, struct name *name)
{
	struct slice w = scan_word(s, name->first);
	uint32_t looks =
		s->art->n_tokens < LAND_LOOK ? s->art->n_tokens : LAND_LOOK;

	if (name->type != TYPE_PERSON || name->end - name->first != 1 ||
	    (name->first > 0 && scan_has(s, name->first - 1, FACT_TITLE)) ||
	    is_surname_here(s, w))
		return;
	for (uint32_t i = 0; i < looks; i++) {
		struct slice other = scan_word(s, i);

		if (other.at[0] == w.at[0] && is_of_land(other, w)) {
			name->type = TYPE_PLACE;
			name->gender = GENDER_UNKNOWN;
			return;
		}
	}
}

/* "the mayor of Brockmar": what a mayor is of is no person. */
static void take_seat(struct scan *s, struct name *name)
{
	static const char *const of[] = {"of", NULL};
	static const char *const heads[] = {
		"mayor",   "governor", "bishop", "archbishop",   "king",
		"queen",   "emir",     "sultan", "city",         "town",
		"village", "port",     "island", "municipality", NULL};

	if (name->type != TYPE_PERSON || name->end - name->first != 1 ||
	    name->first < 2 || !scan_is_one(s, name->first - 1, of) ||
	    !scan_is_one(s, name->first - 2, heads) ||
	    is_surname_here(s, scan_word(s, name->first)))
		return;
	name->type = TYPE_PLACE;
	name->gender = GENDER_UNKNOWN;
}

/* "Lethmar's largest port", "Lethmar's prime minister": what nobody has. */
static bool has_ground(const struct scan *s, uint32_t i)
{
	static const char *const owns[] = {"'s", "\u2019s", NULL};
	static const char *const ground[] = {
		"airspace",   "ambassador", "border",
		"borders",    "capital",    "coast",
		"coastline",  "eastern",    "economy",
		"foreign",    "largest",    "northern",
		"parliament", "population", "premier",
		"president",  "prime",      "second-largest",
		"southern",   "voters",     "western",
		NULL};

	return i + 2 < s->art->n_tokens && scan_is_one(s, i + 1, owns) &&
	       scan_is_one(s, i + 2, ground);
}

/* A name of one word that has what only places have, here or elsewhere in the
 * article, is a place wherever nobody is called so. */
static void take_country(struct scan *s, const struct name *name)
{
	uint32_t looks = s->n_names < NAMES_LOOK ? s->n_names : NAMES_LOOK;
	struct slice w = scan_word(s, name->first);

	if (name->end - name->first != 1 || !has_ground(s, name->first) ||
	    scan_has(s, name->first, FACT_GIVEN | FACT_SURNAME) ||
	    (s->marks[name->first].facts &&
	     s->marks[name->first].facts->types) ||
	    (name->type != TYPE_PERSON && name->type != TYPE_PLACE) ||
	    is_surname_here(s, w))
		return;
	for (uint32_t n = 0; n < looks; n++) {
		struct name *other = &s->names[n];

		if (other->type != TYPE_PERSON ||
		    other->end - other->first != 1 ||
		    !slice_same(scan_word(s, other->first), w))
			continue;
		other->type = TYPE_PLACE;
		other->gender = GENDER_UNKNOWN;
	}
}

/* "The clock of Skellan": what something that is no person is of and what
 * nobody is known to be called is rather a place. */
static void take_owner(struct scan *s, struct name *name)
{
	static const char *const of[] = {"of", NULL};
	uint32_t i = name->first;
	const struct facts *f;

	if (name->type != TYPE_PERSON || name->end - i != 1 || i < 2 ||
	    name->percent >= DOUBTFUL || !scan_is_one(s, i - 1, of) ||
	    scan_has(s, i, FACT_GIVEN | FACT_SURNAME) ||
	    is_surname_here(s, scan_word(s, i)))
		return;
	f = s->marks[i - 2].lower_facts;
	if ((f && (f->flags & FACT_ROLE)) ||
	    (scan_flags(s, i - 2) & (TOKEN_CAPITAL | TOKEN_MARK)))
		return;
	name->type = TYPE_PLACE;
}

void tag_ground(struct scan *s)
{
	for (uint32_t i = 0; i < s->n_names; i++) {
		take_seat(s, &s->names[i]);
		take_owner(s, &s->names[i]);
		take_land(s, &s->names[i]);
	}
	for (uint32_t i = 0; i < s->n_names; i++)
		take_country(s, &s->names[i]);
	for (uint32_t i = 0; i < s->n_names; i++)
		take_demonym(s, &s->names[i]);
	for (uint32_t i = 0; i < s->n_names; i++)
		take_people(s, &s->names[i]);
}
