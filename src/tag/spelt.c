/* "Union of Dockers and Sailors in Corvant (UDSC)": the letters in brackets
 * spell out where the name before them begins, and that it is one name. */
#include "tag/scan.h"

#include <string.h>

#define LETTERS_LEAST 3
#define LETTERS_MOST  8
#define TOKENS_MOST   14 /* of the name */

/* Words of a name that an acronym leaves out. */
static bool is_small(const struct scan *s, uint32_t i)
{
	static const char *const small[] = {"of", "the", "for",  "and", "in",
					    "on", "to",  "with", "at",  "a",
					    "-",  "&",   NULL};

	return scan_is_one(s, i, small);
}

/* The behind of "Co-operation". */
static bool is_rest_of_word(const struct scan *s, uint32_t i)
{
	return i > 0 && scan_flags(s, i) & TOKEN_GLUED &&
	       scan_is(s, i - 1, "-");
}

/* Where the name begins whose words before token `end` have these initials;
 * `end` when there is none. */
static uint32_t spelt_first(const struct scan *s, uint32_t end,
			    struct slice letters)
{
	size_t left = letters.len;

	for (uint32_t i = end; i-- > 0 && end - i <= TOKENS_MOST;) {
		if (scan_flags(s, i) & SCAN_CAPITAL) {
			if (scan_word(s, i).at[0] != letters.at[--left])
				return end;
			if (left == 0)
				return i;
		} else if (!is_small(s, i) && !is_rest_of_word(s, i)) {
			return end;
		}
		if (scan_flags(s, i) & TOKEN_FIRST)
			return end;
	}
	return end;
}

/* The names within [first, end) are one, if the first of them begins there. */
static void join(struct scan *s, uint32_t first, uint32_t end)
{
	uint32_t at = 0, n = 0;

	while (at < s->n_names && s->names[at].end <= first)
		at++;
	if (at == s->n_names || s->names[at].first != first ||
	    s->names[at].end >= end || s->names[at].type == TYPE_PERSON)
		return;
	while (at + n < s->n_names && s->names[at + n].first < end)
		n++;
	if (s->names[at + n - 1].end > end)
		return;
	if (s->names[at].type == TYPE_PLACE || s->names[at].type == TYPE_GROUP)
		s->names[at].type = TYPE_ORG;
	s->names[at].end = end;
	s->names[at].weak = false;
	for (uint32_t i = first; i < end; i++)
		s->marks[i].is_name = true;
	memmove(s->names + at + 1, s->names + at + n,
		(s->n_names - at - n) * sizeof(*s->names));
	s->n_names -= n - 1;
}

void tag_spell_out(struct scan *s)
{
	for (uint32_t i = 3; i + 2 < s->art->n_tokens; i++) {
		struct slice letters = scan_word(s, i + 1);
		uint32_t first;

		if (!scan_is(s, i, "(") || !scan_is(s, i + 2, ")") ||
		    !(scan_flags(s, i + 1) & TOKEN_CAPITALS) ||
		    letters.len < LETTERS_LEAST || letters.len > LETTERS_MOST)
			continue;
		first = spelt_first(s, i, letters);
		if (first < i)
			join(s, first, i);
	}
}
