/* What stands beside the capitals of an article, gathered over all their uses:
 * what is said once of "Caloi" ("the bicycle maker Caloi", "Caloi is a
 * Brazilian company") holds wherever it stands. */
#include "tag/scan.h"

#define TOLD_REACH   9  /* tokens in which "is a ..." says what it is */
#define BRACKET_MOST 14 /* tokens of a bracket between the name and "is" */

/* Words beside a run of capitals that tell what it names; a bit each. */
static const struct {
	const char *word;
	uint8_t bit;
} before_run[] = {{"in", 0}, {"at", 1},  {"from", 2}, {"to", 3},
		  {"of", 4}, {"the", 5}, {"by", 6},   {"with", 6},
		  {",", 7},  {"and", 7}, {"(", 16}},
  behind_run[] = {{"'s", 8},   {"\u2019s", 8}, {"said", 9}, {"says", 9},
		  {"told", 9}, {"was", 10},    {"is", 10},  {"has", 10},
		  {"had", 10}, {"and", 11},    {",", 12},   {"(", 13},
		  {"in", 14},  {"of", 15},     {")", 17}};

#define BIT_OF_NAME  18 /* "Ann Chiang of DAB" */
#define BIT_HAS_NAME 19 /* "DAB's Ann Chiang" */

/* Groups of bits in `told`, each of the four kinds in this order. */
enum told { TOLD_BEFORE, TOLD_BEHIND, TOLD_IS, TOLD_COMMA };

struct run {
	uint32_t first, last;
	uint32_t from, end; /* of its sentence */
};

static bool in_run(const struct scan *s, const struct run *r, uint32_t i)
{
	return i >= r->from && i < r->end && (scan_flags(s, i) & SCAN_CAPITAL);
}

/* ---- words ---- */

static uint32_t context_of(const struct scan *s, const struct run *r)
{
	static const char *const owns[] = {"'s", "\u2019s", NULL};
	uint32_t bits = 0, before = r->first - 1, behind = r->last + 1;

	for (size_t k = 0; r->first > r->from && k < array_length(before_run);
	     k++) {
		if (scan_is(s, before, before_run[k].word))
			bits |= 1u << before_run[k].bit;
	}
	for (size_t k = 0; behind < r->end && k < array_length(behind_run);
	     k++) {
		if (scan_is(s, behind, behind_run[k].word))
			bits |= 1u << behind_run[k].bit;
	}
	if (r->first > r->from && scan_is(s, before, "of") &&
	    in_run(s, r, before - 1))
		bits |= 1u << BIT_OF_NAME;
	if (behind < r->end && scan_is_one(s, behind, owns) &&
	    in_run(s, r, behind + 1))
		bits |= 1u << BIT_HAS_NAME;
	return bits;
}

/* ---- nouns ---- */

/* The kind that the noun at token i says, 1 to 4: person, organisation,
 * place, work or event; 0 it says none. */
static uint8_t kind_at(const struct scan *s, uint32_t i)
{
	const struct mark *m = &s->marks[i];

	if (m->facts && (m->facts->flags & FACT_KIND))
		return m->facts->head == TYPE_ORG     ? 2
		       : m->facts->head == TYPE_PLACE ? 3
						      : 4;
	if (scan_flags(s, i) & TOKEN_CAPITAL)
		return 0;
	return m->lower_facts && (m->lower_facts->flags & FACT_ROLE);
}

static void tell(uint16_t *told, enum told group, uint8_t kind)
{
	if (kind)
		*told |= (uint16_t)(1u << (group * 4 + kind - 1u));
}

/* Behind a bracket that opens at token i. */
static uint32_t skip_bracket(const struct scan *s, const struct run *r,
			     uint32_t i)
{
	if (i >= r->end || !scan_is(s, i, "("))
		return i;
	for (uint32_t k = i + 1; k < r->end && k < i + BRACKET_MOST; k++) {
		if (scan_is(s, k, ")"))
			return k + 1;
	}
	return i;
}

/* What "is a ... company" or ", a ... company" behind the run says. */
static uint8_t told_behind(const struct scan *s, const struct run *r)
{
	static const char *const is[] = {"is",     "was",     "are", "were",
					 "became", "remains", ",",   NULL};
	static const char *const an[] = {"a", "an", "the", "one", NULL};
	static const char *const ends[] = {
		"of",    "in",    "that",    "which", "who",  "for", "from",
		"with",  "based", "located", ",",     ".",    "by",  "at",
		"where", "on",    "founded", ";",     "near", "and", NULL};
	uint32_t i = skip_bracket(s, r, r->last + 1), end;
	uint8_t kind = 0, at;

	if (i + 1 >= r->end || !scan_is_one(s, i, is) ||
	    !scan_is_one(s, i + 1, an))
		return 0;
	end = i + TOLD_REACH < r->end ? i + TOLD_REACH : r->end;
	for (i += 2; i < end && !scan_is_one(s, i, ends); i++) {
		at = kind_at(s, i);
		if (at)
			kind = at;
	}
	return kind;
}

static uint16_t told_of(const struct scan *s, const struct run *r)
{
	uint16_t told = 0;

	if (r->first > r->from)
		tell(&told, TOLD_BEFORE, kind_at(s, r->first - 1));
	if (r->first > r->from + 1 && scan_is(s, r->first - 1, ","))
		tell(&told, TOLD_COMMA, kind_at(s, r->first - 2));
	if (r->last + 1 < r->end)
		tell(&told, TOLD_BEHIND, kind_at(s, r->last + 1));
	tell(&told, TOLD_IS, told_behind(s, r));
	return told;
}

void tag_see_beside(struct scan *s, const struct sentence *st)
{
	struct run r = {.from = st->token, .end = st->token + st->n_tokens};

	for (uint32_t i = r.from; i < r.end; i = r.last + 1) {
		uint32_t context;
		uint16_t told;

		r.first = r.last = i;
		if (!in_run(s, &r, i))
			continue;
		while (in_run(s, &r, r.last + 1))
			r.last++;
		context = context_of(s, &r);
		told = told_of(s, &r);
		for (uint32_t k = r.first; k <= r.last; k++) {
			s->marks[k].seen->context |= context;
			s->marks[k].seen->told |= told;
		}
	}
}
