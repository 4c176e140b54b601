/* What neither the model nor the lists tell of names: titles and roles that
 * were taken into a name, first names, datelines, a misspelt title line.
 */
#include "tag/scan.h"

#include <string.h>

#define ROLE_REACH 3 /* tokens of a role before a name */

struct name *tag_insert_name(struct scan *s, uint32_t at)
{
	array_add(s->art->arena, s->names, s->n_names);
	memmove(s->names + at + 1, s->names + at,
		(s->n_names - 1 - at) * sizeof(*s->names));
	s->names[at] = (struct name){.mention = -1};
	return &s->names[at];
}

/* ---- misspelt surnames ---- */

#define WORD_MOST 24 /* bytes of a word that is compared */

/* The edit distance of two short words, case aside (Levenshtein). */
static uint32_t distance(struct slice a, struct slice b)
{
	uint32_t row[WORD_MOST + 1];

	for (uint32_t j = 0; j <= b.len; j++)
		row[j] = j;
	for (uint32_t i = 1; i <= a.len; i++) {
		uint32_t left_up = row[0]++;

		for (uint32_t j = 1; j <= b.len; j++) {
			bool same =
				(a.at[i - 1] | 0x20) == (b.at[j - 1] | 0x20);
			uint32_t best = left_up + !same;

			left_up = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[b.len];
}

static bool same_letter(struct slice a, struct slice b)
{
	return (a.at[0] | 0x20) == (b.at[0] | 0x20);
}

/* Is the word of token i nearly that of token k? */
static bool is_near(const struct scan *s, uint32_t i, uint32_t k, size_t least,
		    uint32_t most)
{
	struct slice a = scan_word(s, i), b = scan_word(s, k);

	return same_letter(a, b) && a.len >= least && b.len >= least &&
	       a.len <= WORD_MOST && b.len <= WORD_MOST &&
	       distance(a, b) <= most;
}

/* Are the tokens i and i + 1 nearly the words of a full name? */
static bool is_misspelt(const struct scan *s, uint32_t i,
			const struct name *full)
{
	return full->type == TYPE_PERSON && full->end - full->first == 2 &&
	       is_near(s, i, full->first, 3, 1) &&
	       is_near(s, i + 1, full->first + 1, 5, 2);
}

/* "Anthony bliken" or "Ero lahtivaara" in the title, where the article has
 * "Anthony Blinken" and "Eero Lahtivaara". */
static void take_misspelt(struct scan *s, uint32_t i)
{
	struct name *lone = s->marks[i].is_name && s->n_names ? s->names : NULL;

	if (lone && (lone->first != i || lone->end != i + 1))
		return;
	for (uint32_t n = 0; n < s->n_names; n++) {
		struct name meant = s->names[n];

		if (!is_misspelt(s, i, &meant))
			continue;
		if (!lone)
			lone = tag_insert_name(s, 0);
		*lone = meant;
		lone->first = i;
		lone->end = i + 2;
		s->marks[i].is_name = s->marks[i + 1].is_name = true;
		return;
	}
}

/* A title of one name alone is where slips happen and nothing else tells. */
static void take_misspelt_title(struct scan *s)
{
	const struct article *art = s->art;

	if (art->n_tokens < 3 || art->sentences[0].n_tokens != 2 ||
	    art->tokens[1].span.end > art->title.end || s->marks[1].is_name ||
	    !(scan_flags(s, 0) & TOKEN_CAPITAL) ||
	    !(scan_flags(s, 1) & TOKEN_WORD))
		return;
	take_misspelt(s, 0);
}

/* "the archivist, Lubna Orchard": whoever is something is a person. */
static void take_bearer(struct scan *s, struct name *name)
{
	static const char *const commas[] = {",", NULL};
	uint32_t i = name->first;
	const struct facts *f;

	if (name->type == TYPE_PERSON || name->end - name->first < 2 || i < 2 ||
	    !scan_has(s, i, FACT_GIVEN) ||
	    scan_match(s, i, name->end, false, 0, UINT16_MAX, &f))
		return;
	i -= scan_is_one(s, i - 1, commas) ? 2 : 1;
	f = s->marks[i].lower_facts;
	if (f && (f->flags & FACT_ROLE) &&
	    !(scan_flags(s, i) & TOKEN_CAPITAL)) {
		name->type = TYPE_PERSON;
		name->gender = s->marks[name->first].facts->gender;
	}
}

/* "said printer Odo Brandreth", of which the surname alone was found: a capital
 * between what somebody is and a person is of the person. */
static void take_first_name(struct scan *s, struct name *name)
{
	static const char *const says[] = {"said", "says", "added", "adds",
					   NULL};
	uint32_t i = name->first - 1;
	const struct facts *role;

	if (name->type != TYPE_PERSON || name->first < 2 ||
	    (scan_flags(s, name->first) & TOKEN_FIRST) ||
	    (scan_flags(s, i) & TOKEN_FIRST) || s->marks[i].is_name ||
	    !(scan_flags(s, i) & TOKEN_CAPITAL) ||
	    s->marks[i].regime != REGIME_PLAIN ||
	    scan_has(s, i, FACT_STOP | FACT_TITLE | FACT_DATE) ||
	    (s->marks[i].lower_facts &&
	     (s->marks[i].lower_facts->flags & FACT_ROLE)))
		return;
	role = s->marks[i - 1].lower_facts;
	if ((scan_flags(s, i - 1) & TOKEN_CAPITAL) ||
	    !((role && (role->flags & FACT_ROLE)) ||
	      (i > 1 && scan_is_one(s, i - 2, says))))
		return;
	name->first = i;
	s->marks[i].is_name = true;
}

/* ---- titles that were taken into a name ---- */

/* Is the word short for a title: "Dr", "Gen."? */
static bool is_short(const struct scan *s, uint32_t i)
{
	static const char *const shorts[] = {"Dr", "Prof", NULL};
	struct slice w = scan_word(s, i);

	return w.at[w.len - 1] == '.' || scan_is_one(s, i, shorts);
}

/* "Dr Sander Hollin" is Sander Hollin; "Pope Francis" may stay whole, as do
 * "Don Wright" and "St. Louis Cardinals". */
static void strip_title(struct scan *s, struct name *name)
{
	static const char *const saints[] = {"St.", "St", NULL};
	const struct facts *f;
	uint32_t n =
		scan_match(s, name->first, name->end, false, FACT_TITLE, 0, &f);

	if (!n || name->first + n >= name->end || (f->flags & FACT_GIVEN) ||
	    scan_is_one(s, name->first, saints) ||
	    !((f->flags & FACT_HONORIFIC) || is_short(s, name->first)))
		return;
	if (name->gender == GENDER_UNKNOWN)
		name->gender = f->gender;
	for (uint32_t i = name->first; i < name->first + n; i++)
		s->marks[i].is_name = false;
	name->first += n;
	name->type = TYPE_PERSON;
}

/* Tokens of a role or title of two words or more at i, 0 none. */
static uint32_t long_role(const struct scan *s, uint32_t i, uint32_t end)
{
	const struct facts *f;
	uint32_t n = scan_match(s, i, end, false, FACT_TITLE, 0, &f);
	uint32_t m = scan_match(s, i, end, true, FACT_ROLE, 0, &f);

	if (m > n)
		n = m;
	return n > 1 ? n : 0;
}

/* "Secretary of State" before or at the start of a person's name is not of
 * it. */
static void strip_role(struct scan *s, struct name *name)
{
	for (uint32_t i = name->first + 1; i + 2 < name->end; i++) {
		uint32_t n = long_role(s, i, name->end);

		if (!n || i + n >= name->end)
			continue;
		for (uint32_t t = name->first; t < i + n; t++)
			s->marks[t].is_name = false;
		name->first = i + n;
	}
	for (uint32_t k = 0; k <= ROLE_REACH && k <= name->first; k++) {
		uint32_t i = name->first - k, n = long_role(s, i, name->end);

		if (n > k && i + n < name->end) {
			for (uint32_t t = name->first; t < i + n; t++)
				s->marks[t].is_name = false;
			name->first = i + n;
			return;
		}
		if (scan_flags(s, i) & TOKEN_FIRST)
			return;
	}
}

/* ---- datelines ---- */

#define DATELINE_MOST 16 /* tokens */
#define AT_DATELINE   80 /* percent: how sure such a place is */
#define DATELINES     8  /* sentences of an article that may have one */

/* Where the dash of a dateline stands, "CAIRO (AP) --"; the start when the
 * sentence does not begin with one. */
static uint32_t dateline_end(const struct scan *s, const struct sentence *st)
{
	static const char *const dashes[] = {"--", "-", "\u2014", "\u2013",
					     NULL};
	uint32_t end = st->token + st->n_tokens;

	for (uint32_t i = st->token; i < end && i < st->token + DATELINE_MOST;
	     i++) {
		uint16_t flags = scan_flags(s, i);

		if (i > st->token && !(flags & TOKEN_GLUED) &&
		    scan_is_one(s, i, dashes))
			return i;
		if (!(flags & (TOKEN_CAPITAL | TOKEN_NUMBER | TOKEN_MARK)))
			return st->token;
	}
	return st->token;
}

static void put_dateline(struct scan *s, uint32_t first, uint32_t end)
{
	uint32_t at = 0;
	struct name *name;

	while (at < s->n_names && s->names[at].end <= first)
		at++;
	if (at < s->n_names && s->names[at].first < end) {
		if (s->names[at].end <= end)
			s->names[at].type = TYPE_PLACE;
		return;
	}
	for (uint32_t i = first; i < end; i++) {
		if (s->marks[i].is_name || scan_has(s, i, FACT_STOP))
			return;
	}
	name = tag_insert_name(s, at);
	name->first = first;
	name->end = end;
	name->type = TYPE_PLACE;
	name->percent = AT_DATELINE;
	for (uint32_t i = first; i < end; i++)
		s->marks[i].is_name = true;
}

/* The place at the start of a dateline: capitals up to a comma, bracket or
 * dash. */
static void read_dateline(struct scan *s, const struct sentence *st)
{
	uint32_t dash = dateline_end(s, st), end = st->token;

	while (end < dash && (scan_flags(s, end) & TOKEN_CAPITALS))
		end++;
	if (end == st->token || end > st->token + 4 ||
	    (end < dash && !scan_is(s, end, ",") && !scan_is(s, end, "(")))
		return;
	put_dateline(s, st->token, end);
}

void tag_mend(struct scan *s)
{
	tag_acronyms(s);
	for (uint32_t i = 0; i < s->n_names; i++) {
		strip_title(s, &s->names[i]);
		if (s->names[i].type == TYPE_PERSON)
			strip_role(s, &s->names[i]);
		take_bearer(s, &s->names[i]);
		take_first_name(s, &s->names[i]);
	}
	tag_ground(s);
	for (uint32_t i = 0; i < s->art->n_sentences && i < DATELINES; i++)
		read_dateline(s, &s->art->sentences[i]);
	take_misspelt_title(s);
}
