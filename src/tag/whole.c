/* Names that were taken too short, too long or apart, and names of one thing
 * that were told two ways. */
#include "tag/scan.h"

#include <string.h>

#define MORE_MOST  4    /* tokens that a name may lack */
#define NAMES_LOOK 1000 /* names that are compared with each other */
#define SURE       50   /* percent */
#define SHAKEN     60

static bool is_free_capital(const struct scan *s, uint32_t i)
{
	return i < s->art->n_tokens &&
	       (scan_flags(s, i) & (TOKEN_CAPITAL | TOKEN_FIRST)) ==
		       TOKEN_CAPITAL &&
	       !s->marks[i].is_name && s->marks[i].regime == REGIME_PLAIN;
}

static void take_tokens(struct scan *s, struct name *name, uint32_t end)
{
	for (uint32_t i = name->end; i < end; i++)
		s->marks[i].is_name = true;
	name->end = end;
}

static void drop_tokens(struct scan *s, struct name *name, uint32_t end)
{
	for (uint32_t i = end; i < name->end; i++)
		s->marks[i].is_name = false;
	name->end = end;
}

static bool is_surname_of(const struct scan *s, const struct name *person,
			  const struct name *name)
{
	return person->type == TYPE_PERSON && person->end - person->first > 1 &&
	       s->marks[person->end - 1].hash == s->marks[name->first].hash;
}

/* "Steve" "Jobs": a given name alone goes on with the capital behind it. */
static void take_surname(struct scan *s, struct name *name)
{
	uint32_t i = name->end;

	if (name->type != TYPE_PERSON || i - name->first != 1 ||
	    !scan_has(s, name->first, FACT_GIVEN) || !is_free_capital(s, i) ||
	    scan_has(s, i, FACT_STOP | FACT_TITLE | FACT_DATE) ||
	    is_free_capital(s, i + 1))
		return;
	take_tokens(s, name, i + 1);
}

/* "M." of "M. C. Pillai", "van" of "van Dijk". */
static bool is_before_name(const struct scan *s, uint32_t i)
{
	static const char *const particles[] = {
		"bin", "de", "del", "della", "der", "ibn", "van", "von", NULL};
	struct slice w = scan_word(s, i);

	if (s->marks[i].is_name)
		return false;
	if (w.len == 2 && w.at[1] == '.')
		return w.at[0] >= 'A' && w.at[0] <= 'Z';
	return !(scan_flags(s, i) & (TOKEN_CAPITAL | TOKEN_FIRST)) &&
	       scan_is_one(s, i, particles);
}

static void take_before(struct scan *s, struct name *name)
{
	if (name->type != TYPE_PERSON)
		return;
	while (name->first > 0 && !(scan_flags(s, name->first) & TOKEN_FIRST) &&
	       is_before_name(s, name->first - 1))
		s->marks[--name->first].is_name = true;
}

/* "Amsterdam" "Light Festival": a place or people before what ends like an
 * event or a law is of it. */
static void take_event(struct scan *s, struct name *name)
{
	uint32_t end = name->end;
	const struct facts *f;

	if (name->type != TYPE_PLACE && name->type != TYPE_GROUP)
		return;
	while (end < name->end + MORE_MOST && is_free_capital(s, end))
		end++;
	if (end == name->end || is_free_capital(s, end) || end - name->end < 2)
		return;
	f = s->marks[end - 1].facts;
	if (!f || !(f->flags & FACT_HEAD_LAST) ||
	    (f->head != TYPE_EVENT && f->head != TYPE_WORK))
		return;
	name->type = f->head;
	take_tokens(s, name, end);
}

/* "Trump" "Tower Commercial LLC", "Trump Tower". */
static void take_head(struct scan *s, struct name *name)
{
	uint32_t end = name->end;
	const struct facts *f;

	if (name->type != TYPE_PERSON || scan_has(s, name->first, FACT_GIVEN))
		return;
	while (end < name->end + MORE_MOST && is_free_capital(s, end))
		end++;
	f = s->marks[end - 1].facts;
	if (is_free_capital(s, end) || end - name->first < 2 || !f ||
	    !(f->flags & FACT_HEAD_LAST) || (f->flags & FACT_SURNAME))
		return;
	if (f->head != TYPE_ORG && f->head != TYPE_PLACE)
		return;
	name->type = f->head;
	name->gender = GENDER_UNKNOWN;
	take_tokens(s, name, end);
}

/* "Marlow Quay Holdings" is a firm, whatever it is called after. */
static void take_firm(struct scan *s, struct name *name)
{
	static const char *const firms[] = {
		"AG",   "Corp", "Corp.", "GmbH", "Holding", "Holdings", "Inc",
		"Inc.", "LLC",  "Ltd",   "Ltd.", "PLC",     "plc",      NULL};

	if (name->end - name->first < 2 || name->type == TYPE_ORG ||
	    !scan_is_one(s, name->end - 1, firms))
		return;
	name->type = TYPE_ORG;
	name->gender = GENDER_UNKNOWN;
}

/* "United" "States": more of what everybody knows. */
static void take_known(struct scan *s, struct name *name)
{
	uint32_t i = name->first - 1;
	const struct facts *f;

	if (name->first == 0 || (scan_flags(s, name->first) & TOKEN_FIRST) ||
	    !(scan_flags(s, i) & TOKEN_CAPITAL) || s->marks[i].is_name ||
	    scan_match(s, i, name->end, false, 0, UINT16_MAX, &f) !=
		    name->end - i ||
	    !(f->types & ~f->weak))
		return;
	name->first = i;
	name->type = (uint8_t)tag_known_type(f);
	s->marks[i].is_name = true;
}

#define TOLD_ORG    (1u << 1 | 1u << 9) /* "the carmaker X", "X is a firm" */
#define TOLD_PERSON (1u << 0 | 1u << 8) /* of seen->told */

/* "The carmaker Ford" where nobody is called so. */
static void take_maker(struct scan *s, struct name *name)
{
	const struct seen *seen = s->marks[name->first].seen;

	if (name->type != TYPE_PERSON || name->end - name->first != 1 ||
	    !seen || !(seen->told & TOLD_ORG) || (seen->told & TOLD_PERSON))
		return;
	for (uint32_t i = 0; i < s->n_names && i < NAMES_LOOK; i++) {
		if (is_surname_of(s, &s->names[i], name))
			return;
	}
	name->type = TYPE_ORG;
	name->gender = GENDER_UNKNOWN;
}

/* "House of Representatives Speaker": who speaks is not of its name. */
static void cut_role(struct scan *s, struct name *name)
{
	uint32_t last = name->end - 1;
	const struct facts *f = s->marks[last].lower_facts;

	if (name->type != TYPE_ORG || last == name->first || !f ||
	    !(f->flags & FACT_ROLE) ||
	    scan_match(s, name->first, last, false, 0,
		       1u << TYPE_ORG | 1u << TYPE_PLACE,
		       &f) != last - name->first)
		return;
	drop_tokens(s, name, last);
}

/* "Frost" & "Sullivan" is one firm, "Rick" & "Morty" are two. */
static bool is_firm(const struct scan *s, const struct name *a,
		    const struct name *b)
{
	return b->first == a->end + 1 && scan_is(s, a->end, "&") &&
	       (a->type == TYPE_PERSON || a->type == TYPE_ORG) &&
	       (b->type == TYPE_PERSON || b->type == TYPE_ORG) &&
	       a->end - a->first == 1 && !scan_has(s, a->first, FACT_GIVEN) &&
	       !scan_has(s, b->first, FACT_GIVEN) &&
	       !(scan_flags(s, a->end) & TOKEN_FIRST);
}

static void join_firms(struct scan *s)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < s->n_names; i++) {
		struct name *last = n ? &s->names[n - 1] : NULL;

		if (!last || !is_firm(s, last, &s->names[i])) {
			s->names[n++] = s->names[i];
			continue;
		}
		s->marks[last->end].is_name = true;
		last->end = s->names[i].end;
		last->type = TYPE_ORG;
		last->gender = GENDER_UNKNOWN;
	}
	s->n_names = n;
}

/* "(R)", "(D-Ohio)": a party's letter; "US$9": no country. */
static bool is_letter(const struct scan *s, const struct name *name)
{
	uint32_t i = name->end;

	if (i < s->art->n_tokens && (scan_flags(s, i) & TOKEN_GLUED) &&
	    scan_word(s, i).at[0] == '$')
		return true;
	return name->end - name->first == 1 && name->first > 0 &&
	       scan_word(s, name->first).len == 1 &&
	       scan_is(s, name->first - 1, "(");
}

static void drop_letters(struct scan *s)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < s->n_names; i++) {
		if (is_letter(s, &s->names[i]))
			drop_tokens(s, &s->names[i], s->names[i].first);
		else
			s->names[n++] = s->names[i];
	}
	s->n_names = n;
}

/* "the waters of the Halder.": nobody is called so. */
static void take_ground(struct scan *s, struct name *name)
{
	static const char *const the[] = {"the", NULL};
	static const char *const where[] = {"of",     "in",    "on",   "along",
					    "across", "into",  "from", "up",
					    "down",   "below", "near", NULL};
	uint32_t i = name->first;

	if (name->type != TYPE_PERSON || name->end - i != 1 || i < 2 ||
	    name->end >= s->art->n_tokens || !scan_is_one(s, i - 1, the) ||
	    !scan_is_one(s, i - 2, where) ||
	    !(scan_flags(s, name->end) & TOKEN_MARK) ||
	    scan_has(s, i, FACT_GIVEN))
		return;
	name->type = TYPE_PLACE;
	name->gender = GENDER_UNKNOWN;
	name->percent = SHAKEN;
}

/* "Jobs" where there is a Steve Jobs: a capital that nothing asks for is his.
 * The names stay in order. */
static void add_surnames(struct scan *s)
{
	uint32_t n = s->n_names, at = 0;

	for (uint32_t i = 0; i < n && i < NAMES_LOOK; i++) {
		const struct name *name = &s->names[i];

		if (name->type == TYPE_PERSON && name->end - name->first > 1 &&
		    s->marks[name->end - 1].seen)
			s->marks[name->end - 1].seen->is_surname = true;
	}
	for (uint32_t i = 1; i < s->art->n_tokens; i++) {
		const struct seen *seen = s->marks[i].seen;
		struct name *name;

		while (at < s->n_names && s->names[at].end <= i)
			at++;
		if (!seen || !seen->is_surname || !is_free_capital(s, i) ||
		    is_free_capital(s, i + 1) || is_free_capital(s, i - 1) ||
		    !(scan_flags(s, i - 1) & TOKEN_WORD))
			continue;
		name = tag_insert_name(s, at);
		name->first = i;
		name->end = i + 1;
		name->type = TYPE_PERSON;
		name->percent = SHAKEN;
		s->marks[i].is_name = true;
	}
}

/* ---- one thing, two kinds ---- */

#define WHERE 7u /* of seen->context: behind "in", "at" or "from" */

/* "Washington", in which nothing is, where there is a Booker T. Washington. */
static void take_namesake(struct scan *s, struct name *name, uint32_t looks)
{
	const struct seen *seen = s->marks[name->first].seen;

	if (name->type != TYPE_PLACE || name->end - name->first != 1 || !seen ||
	    (seen->context & WHERE) || s->marks[name->first].regime)
		return;
	for (uint32_t i = 0; i < looks && s->names[i].end <= name->first; i++) {
		if (!is_surname_of(s, &s->names[i], name))
			continue;
		name->type = TYPE_PERSON;
		name->gender = s->names[i].gender;
		return;
	}
}

static bool is_same(const struct scan *s, const struct name *a,
		    const struct name *b)
{
	uint32_t n = a->end - a->first;

	if (b->end - b->first != n)
		return false;
	for (uint32_t i = 0; i < n; i++) {
		if (s->marks[a->first + i].hash != s->marks[b->first + i].hash)
			return false;
	}
	return true;
}

/* The kind that the names like this one are surest of, summed up. */
static void side_with_others(struct scan *s, struct name *name, uint32_t looks)
{
	uint32_t sums[TYPES] = {0}, best = name->type;
	uint8_t sure[TYPES] = {0};

	for (uint32_t i = 0; i < looks; i++) {
		const struct name *other = &s->names[i];

		if (!is_same(s, name, other))
			continue;
		sums[other->type] += other->percent;
		if (other->percent > sure[other->type])
			sure[other->type] = other->percent;
	}
	for (uint32_t t = 1; t < TYPES; t++) {
		if (sums[t] > sums[best] && sure[t] >= SURE)
			best = t;
	}
	if (best == name->type || sure[best] <= name->percent)
		return;
	name->type = (uint8_t)best;
	name->gender = GENDER_UNKNOWN;
}

static void agree_on_kinds(struct scan *s)
{
	uint32_t looks = s->n_names < NAMES_LOOK ? s->n_names : NAMES_LOOK;

	for (uint32_t i = 0; i < looks; i++) {
		take_namesake(s, &s->names[i], looks);
		if (s->names[i].percent < SHAKEN && s->names[i].percent)
			side_with_others(s, &s->names[i], looks);
	}
}

void tag_make_whole(struct scan *s)
{
	drop_letters(s);
	join_firms(s);
	for (uint32_t i = 0; i < s->n_names; i++) {
		take_before(s, &s->names[i]);
		take_surname(s, &s->names[i]);
		take_event(s, &s->names[i]);
		take_head(s, &s->names[i]);
		take_firm(s, &s->names[i]);
		take_known(s, &s->names[i]);
		take_maker(s, &s->names[i]);
		cut_role(s, &s->names[i]);
		take_ground(s, &s->names[i]);
	}
	add_surnames(s);
	agree_on_kinds(s);
}
