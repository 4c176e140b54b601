/* Roles and titles beside a person's name:
 *
 *	before it	"Egyptian Foreign Minister" Sameh Shoukry
 *			"president of the European Commission" Ursula ...
 *			the "mayor of Delvik", Ana Ruiz
 *	behind it	Ana Ruiz, the "mayor of Delvik", said
 *
 * A role is a role word with the names, possessives and words such as
 * "former" before it and what "of" or "for" adds behind it.
 */
#include "tag/scan.h"

#include <string.h>

#define NAME_NONE  UINT32_MAX
#define WORDS_MOST 2 /* plain words between a country and the role word */

static const char *const behind[] = {"of", "for", "at", "to", NULL};
static const char *const articles[] = {"the", "a", "an", "our", "its", NULL};

struct beside {
	struct scan *s;
	uint32_t from, end; /* tokens of the sentence */
	uint32_t done;      /* roles found so far end here */
};

static uint32_t name_at(const struct beside *b, uint32_t i)
{
	return i >= b->from && i < b->end ? b->s->marks[i].name - 1 : NAME_NONE;
}

static const struct name *name_beginning(const struct beside *b, uint32_t i)
{
	uint32_t n = name_at(b, i);

	return n != NAME_NONE && b->s->names[n].first == i ? &b->s->names[n]
							   : NULL;
}

static const struct name *name_ending(const struct beside *b, uint32_t i)
{
	uint32_t n = i > b->from ? name_at(b, i - 1) : NAME_NONE;

	return n != NAME_NONE && b->s->names[n].end == i ? &b->s->names[n]
							 : NULL;
}

static struct name *person_beginning(const struct beside *b, uint32_t i)
{
	const struct name *name = name_beginning(b, i);

	return name && name->type == TYPE_PERSON ? &b->s->names[name_at(b, i)]
						 : NULL;
}

static bool is_word(const struct beside *b, uint32_t i, const char *word)
{
	return i >= b->from && i < b->end && scan_is(b->s, i, word);
}

/* Tokens of a role or title at i, 0 none; *gender what it tells. */
static uint32_t role_at(const struct beside *b, uint32_t i, uint8_t *gender,
			bool *is_honorific)
{
	const struct facts *title, *role;
	uint32_t n = 0, m;

	if (name_at(b, i) != NAME_NONE || b->s->marks[i].is_name)
		return 0;
	if (scan_flags(b->s, i) & TOKEN_CAPITAL)
		n = scan_match(b->s, i, b->end, false, FACT_TITLE, 0, &title);
	m = scan_match(b->s, i, b->end, true, FACT_ROLE, 0, &role);
	for (uint32_t k = i; k < i + (m > n ? m : n); k++) {
		if (name_at(b, k) != NAME_NONE)
			return 0;
	}
	if (m > n || (m == n && m)) {
		*gender = role->gender;
		*is_honorific = m == n && (title->flags & FACT_HONORIFIC);
		return m;
	}
	if (n) {
		*gender = title->gender;
		*is_honorific = (title->flags & FACT_HONORIFIC) != 0;
	}
	return n;
}

static bool is_modifier(const struct beside *b, uint32_t i)
{
	const struct facts *f = b->s->marks[i].lower_facts;

	return f && (f->flags & (FACT_MODIFIER | FACT_ROLE)) &&
	       !b->s->marks[i].is_name;
}

static bool is_plain(const struct beside *b, uint32_t i)
{
	static const char *const others[] = {
		"under", "by",      "with",    "from", "as",    "on",
		"after", "before",  "against", "than", "while", "when",
		"over",  "through", "but",     "or",   "who",   "that",
		"has",   "have",    "told",    "said", NULL};
	const struct facts *f = b->s->marks[i].facts;

	if (scan_is_one(b->s, i, others) ||
	    b->s->marks[i].regime == REGIME_SHOUT)
		return false;
	return (scan_flags(b->s, i) & TOKEN_WORD) && !b->s->marks[i].is_name &&
	       !(f && (f->flags & (FACT_STOP | FACT_FUNCTION | FACT_PARTICLE)));
}

static const struct name *country_ending(const struct beside *b, uint32_t i)
{
	const struct name *name = name_ending(b, i);

	return name && name->type != TYPE_PERSON ? name : NULL;
}

/* Where a role whose word is at i begins. */
static uint32_t role_start(const struct beside *b, uint32_t i)
{
	const struct name *name;
	uint32_t at;

	for (;;) {
		while (i > b->from && is_modifier(b, i - 1))
			i--;
		if (i > b->from + 1 && scan_is(b->s, i - 1, "-") &&
		    (is_modifier(b, i - 2) || country_ending(b, i - 1))) {
			i--;
			continue;
		}
		if ((name = country_ending(b, i)) != NULL) {
			i = name->first;
			continue;
		}
		if (i > b->from &&
		    (is_word(b, i - 1, "'s") || is_word(b, i - 1, "\u2019s")) &&
		    (name = country_ending(b, i - 1)) != NULL)
			return name->first;
		break;
	}
	for (at = i; at > b->from && i - at < WORDS_MOST; at--) {
		if (!is_plain(b, at - 1) || scan_is_one(b->s, at - 1, articles))
			return i;
		if (country_ending(b, at - 1))
			return country_ending(b, at - 1)->first;
	}
	return i;
}

/* Where a role whose word ends at i ends: behind "of the X". */
static uint32_t role_end(const struct beside *b, uint32_t i)
{
	uint32_t at = i;
	const struct name *name;

	if (at + 1 >= b->end || !scan_is_one(b->s, at, behind))
		return i;
	at++;
	if (scan_is_one(b->s, at, articles))
		at++;
	name = name_beginning(b, at);
	if (!name || (name->type == TYPE_PERSON && !name->weak))
		return i;
	return name->end;
}

static void put_role(struct beside *b, uint32_t first, uint32_t end,
		     struct name *person, uint8_t gender, bool is_honorific)
{
	struct article *art = b->s->art;
	int32_t m;

	if (person->gender == GENDER_UNKNOWN)
		person->gender = gender;
	if (person->mention >= 0 && gender != GENDER_UNKNOWN)
		art->mentions[person->mention].gender = person->gender;
	if (is_honorific && end - first == 1)
		return;
	m = tag_mention(b->s, first, end, TYPE_PERSON, FORM_ROLE);
	art->mentions[m].of = person->mention;
	art->mentions[m].gender = gender;
}

/* Does an apposition end before token i?  "..., the US official said" does
 * not: there the role itself speaks. */
static bool is_closed(const struct beside *b, uint32_t i)
{
	static const char *const closing[] = {"who",  "whose", "whom",  "and",
					      "with", "in",    "since", NULL};

	return i >= b->end || (scan_flags(b->s, i) & TOKEN_MARK) ||
	       scan_is_one(b->s, i, closing);
}

/* The start of the words that a role ends: "the union's", "a former crane". */
static uint32_t apposition_start(const struct beside *b, uint32_t start)
{
	uint32_t at = start, n = 0;

	while (at > b->from && n++ < WORDS_MOST + 2) {
		if (scan_is_one(b->s, at - 1, articles))
			return at - 1;
		if (is_word(b, at - 1, ",") ||
		    (!is_plain(b, at - 1) && !is_modifier(b, at - 1) &&
		     !is_word(b, at - 1, "'s") &&
		     !is_word(b, at - 1, "\u2019s")))
			return at;
		at--;
	}
	return start;
}

/* The person that a role of [start, end) stands beside, or NULL; its role word
 * is [first, word). */
static struct name *person_beside(const struct beside *b, uint32_t start,
				  uint32_t first, uint32_t word, uint32_t end)
{
	struct name *person = person_beginning(b, end);
	bool has_article =
		start > b->from && scan_is_one(b->s, start - 1, articles);
	bool is_introduced = has_article || end > word || start < first ||
			     is_word(b, start - 1, "'s") ||
			     is_word(b, start - 1, "\u2019s");
	uint32_t comma;
	const struct name *before;

	if (person || (person = person_beginning(b, word)) != NULL)
		return person;
	if (is_word(b, end, ",") && is_introduced &&
	    (person = person_beginning(b, end + 1)) != NULL &&
	    (person->end - person->first > 1 || !person->weak) &&
	    !is_word(b, person->end, "and"))
		return person;
	if (!is_closed(b, end))
		return NULL;
	comma = apposition_start(b, start);
	if (comma <= b->from + 1 || !is_word(b, comma - 1, ","))
		return NULL;
	before = name_ending(b, comma - 1);
	if (!before || before->type != TYPE_PERSON)
		return NULL;
	return &b->s->names[name_at(b, comma - 2)];
}

static uint32_t read_role(struct beside *b, uint32_t i)
{
	uint8_t gender = GENDER_UNKNOWN;
	bool is_honorific = false;
	uint32_t n = role_at(b, i, &gender, &is_honorific), start, end;
	struct name *person;

	if (!n)
		return i + 1;
	start = is_honorific ? i : role_start(b, i);
	end = role_end(b, i + n);
	person = person_beside(b, start, i, i + n, end);
	if (!person)
		return i + n;
	if (person->first == i + n)
		end = i + n; /* "minister of X" would reach into the name */
	if (start < b->done)
		start = b->done < i ? b->done : i;
	put_role(b, start, end, person, gender, is_honorific);
	b->done = end;
	return end;
}

void tag_roles(struct scan *s, const struct sentence *sentence)
{
	struct beside b = {.s = s,
			   .from = sentence->token,
			   .end = sentence->token + sentence->n_tokens,
			   .done = sentence->token};

	for (uint32_t i = b.from; i < b.end;)
		i = read_role(&b, i);
}
