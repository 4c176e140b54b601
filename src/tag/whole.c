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
	       a->end - a->first == 1 && !scan_has(s, b->first, FACT_GIVEN) &&
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

/* "(R)", "(D-Ohio)": a party's letter. */
static bool is_letter(const struct scan *s, const struct name *name)
{
	return name->end - name->first == 1 && name->first > 0 &&
	       scan_word(s, name->first).len == 1 &&
	       scan_is(s, name->first - 1, "(");
}

static void drop_letters(struct scan *s)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < s->n_names; i++) {
		if (is_letter(s, &s->names[i]))
			s->marks[s->names[i].first].is_name = false;
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

/* ---- one thing, two kinds ---- */

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
		if (s->names[i].percent < SHAKEN && s->names[i].percent)
			side_with_others(s, &s->names[i], looks);
	}
}

void tag_make_whole(struct scan *s)
{
	drop_letters(s);
	join_firms(s);
	for (uint32_t i = 0; i < s->n_names; i++) {
		take_surname(s, &s->names[i]);
		take_event(s, &s->names[i]);
		cut_role(s, &s->names[i]);
		take_ground(s, &s->names[i]);
	}
	agree_on_kinds(s);
}
