/* One pass of the article over its names: what is clear in one place decides
 * what is doubtful in another.
 *
 * - a word that ends (or, for a person, begins) a clear name names the same
 *   kind of thing when it stands alone;
 * - "World Council of Farmers (WCF)" declares WCF;
 * - a capital at a sentence's start is a name when the word is one elsewhere.
 */
#include "tag/scan.h"

#include <string.h>

#define FOUND 60 /* percent: how sure what is named elsewhere is */
#define CLEAR 4  /* votes of a clear name against one of a guess */

static void vote(struct scan *s, uint32_t token, const struct name *name,
		 uint32_t votes)
{
	struct seen *seen = s->marks[token].seen;

	if (!seen)
		return;
	seen->votes[name->type] += votes;
	if (name->gender != GENDER_UNKNOWN)
		seen->gender = name->gender;
}

static void vote_name(struct scan *s, const struct name *name)
{
	uint32_t votes = name->votes;
	uint32_t last = name->end - 1;

	if (name->end - name->first == 1) {
		vote(s, last, name, votes);
		return;
	}
	if (name->type != TYPE_PERSON || name->weak)
		return;
	vote(s, last, name, votes + CLEAR);
	if (s->marks[last].seen)
		s->marks[last].seen->is_surname = true;
	if (scan_has(s, name->first, FACT_GIVEN))
		vote(s, name->first, name, 1);
}

static uint8_t elected(const struct seen *seen)
{
	uint8_t best = 0;

	for (uint8_t t = 1; t < TYPES; t++) {
		if (seen->votes[t] > seen->votes[best])
			best = t;
	}
	return best;
}

static void decide(struct scan *s, struct name *name)
{
	const struct seen *seen = s->marks[name->end - 1].seen;
	uint8_t type;

	if (!seen || !name->weak)
		return;
	if (name->end - name->first > 1 && name->type != TYPE_PERSON)
		return;
	if (name->end - name->first > 1 && !seen->is_surname)
		return;
	type = elected(seen);
	if (!type)
		return;
	name->type = type;
	if (type == TYPE_PERSON && name->gender == GENDER_UNKNOWN)
		name->gender = seen->gender;
}

static bool is_found_elsewhere(const struct scan *s, uint32_t i)
{
	const struct mark *m = &s->marks[i];
	uint8_t type;

	if (m->is_name || !m->seen || !(scan_flags(s, i) & TOKEN_CAPITAL) ||
	    scan_has(s, i, FACT_STOP | FACT_FUNCTION | FACT_DATE) ||
	    (s->is_german && scan_has(s, i, FACT_GERMAN)) || m->seen->lower > 0)
		return false;
	type = elected(m->seen);
	return type && m->seen->votes[type] >= CLEAR;
}

/* Take up what the first reading passed over; the names stay in order. */
static void add_missed(struct scan *s)
{
	struct article *art = s->art;
	struct name *old = s->names, *name;
	uint32_t n = s->n_names, at = 0;

	s->names = NULL;
	s->n_names = 0;
	for (uint32_t i = 0; i < art->n_tokens; i++) {
		if (at < n && old[at].first == i) {
			*array_add(art->arena, s->names, s->n_names) = old[at];
			i = old[at++].end - 1;
		} else if (is_found_elsewhere(s, i)) {
			name = array_add(art->arena, s->names, s->n_names);
			*name = (struct name){.first = i,
					      .end = i + 1,
					      .type = elected(s->marks[i].seen),
					      .percent = FOUND,
					      .gender =
						      s->marks[i].seen->gender,
					      .mention = -1};
			s->marks[i].is_name = true;
		}
	}
}

void tag_agree(struct scan *s)
{
	for (uint32_t i = 0; i < s->n_names; i++)
		vote_name(s, &s->names[i]);
	for (uint32_t i = 0; i < s->n_names; i++)
		decide(s, &s->names[i]);
	add_missed(s);
}
