/* A phrase is walked from the end that touches the verb, item by item, until
 * a word that cannot be inside one.  Names are taken whole.  Before a name
 * only words that may be a role stay; a determiner closes the phrase.
 */
#include "quote/phrase.h"

#define APPOSITION_MOST 24 /* items between the commas */
#define PHRASE_MOST     12 /* items of a phrase */

static bool is_subject_pronoun(const struct item *it)
{
	return item_is(it, WORD_PRON) && !item_is(it, WORD_POSS);
}

static bool stops(const struct item *it)
{
	return !item_is_word(it) || item_is(it, WORD_STOPS);
}

/* A form that could be a verb, where only a noun can be: "the report",
 * "Secretary of State". */
static bool is_noun(const struct sheet *s, uint32_t from, uint32_t i)
{
	const struct item *it = &s->items[i], *before = it - 1;

	if (i <= from || !item_is(it, WORD_SAY) ||
	    item_is(it, WORD_STOPS & ~(uint32_t)WORD_SAY))
		return false;
	if (item_is_capital(it) ||
	    (before->name >= 0 && item_is(it, WORD_BASE) &&
	     !item_is(it, WORD_CLAUSE)))
		return true;
	return before->name < 0 &&
	       item_is(before, WORD_DET | WORD_POSS | WORD_PREP);
}

/* Does the item end in a possessive 's, or is it one? */
static bool is_possessive(const struct sheet *s, const struct item *it)
{
	const char *text = s->art->text;
	uint32_t end = it->span.end, len = end - it->span.start;

	if (len < 2 || (text[end - 1] | 32) != 's')
		return false;
	return text[end - 2] == '\'' ||
	       (len >= 4 && (unsigned char)text[end - 2] == 0x99 &&
		(unsigned char)text[end - 3] == 0x80);
}

/* The first item of the name that covers item i. */
static uint32_t name_first(const struct sheet *s, uint32_t from, uint32_t i)
{
	while (i > from && s->items[i].name >= 0 &&
	       s->items[i - 1].name == s->items[i].name)
		i--;
	return i;
}

static uint32_t name_end(const struct sheet *s, uint32_t i, uint32_t end)
{
	uint32_t k = i + 1;

	while (k < end && s->items[k].name >= 0 &&
	       s->items[k].name == s->items[i].name)
		k++;
	return k;
}

/* A stop or hyphen that belongs to the words it is glued between: "Mr.",
 * "vice-president", "J. R.". */
static bool is_glue(const struct sheet *s, uint32_t i)
{
	const struct item *it = &s->items[i];

	return (it->sign == '.' || it->sign == '-' || it->sign == '&' ||
		it->sign == '/') &&
	       it->flags & TOKEN_GLUED;
}

static bool is_person(const struct sheet *s, uint32_t i)
{
	int32_t name = s->items[i].name;

	return name >= 0 && s->art->mentions[name].type == TYPE_PERSON;
}

/* "the campaign manager, NAME, VERB": both are the phrase. */
static struct phrase before_name(const struct sheet *s, uint32_t from,
				 uint32_t first, uint32_t second)
{
	struct phrase p = {0, 0};
	int32_t name = s->items[second - 1].name;

	if (name < 0 || s->art->mentions[name].type != TYPE_PERSON ||
	    first <= from)
		return p;
	p = quote_phrase_left(s, from, first - 1);
	if (phrase_is(p))
		p.end = second;
	return p;
}

/* NAME , apposition , VERB: the phrase before the first comma.  `comma` is
 * the second one. */
static struct phrase before_apposition(const struct sheet *s, uint32_t from,
				       uint32_t comma)
{
	struct phrase none = {0, 0}, p;

	for (uint32_t i = comma; i > from && comma - i < APPOSITION_MOST; i--) {
		const struct item *it = &s->items[i - 1];

		if (it->quoted >= 0 || it->sign == ';' || it->sign == ':')
			return none;
		if (it->sign != ',' || i - 1 == from)
			continue;
		p = before_name(s, from, i - 1, comma);
		if (phrase_is(p) && !is_person(s, i - 2))
			return p;
		if (item_is_capital(&s->items[i - 2]) ||
		    s->items[i - 2].name >= 0)
			return quote_phrase_left(s, from, i - 2);
	}
	return none;
}

static struct phrase before_bracket(const struct sheet *s, uint32_t from,
				    uint32_t bracket)
{
	uint32_t i = bracket;

	while (i > from && s->items[i].sign != '(')
		i--;
	if (i == from)
		return (struct phrase){0, 0};
	return quote_phrase_left(s, from, i - 1);
}

/* "the chairman of the board": from item `of`, the first item of a phrase
 * that begins with a determiner or capital; of itself when there is none. */
static uint32_t before_of(const struct sheet *s, uint32_t from, uint32_t of)
{
	for (uint32_t i = of; i > from && of - i < 6; i--) {
		const struct item *it = &s->items[i - 1];

		if (it->name >= 0)
			return name_first(s, from, i - 1);
		if (item_is(it, WORD_DET | WORD_POSS))
			return i - 1;
		if (stops(it))
			return item_is_word(&s->items[i]) && i < of &&
					       item_is_capital(&s->items[i])
				       ? i
				       : of;
		if (i - 1 == from && item_is_capital(it))
			return from;
	}
	return of;
}

static bool is_of(const struct item *it, const struct sheet *s)
{
	struct slice w = article_slice(s->art, it->span);

	return slice_equals(w, "of") || slice_equals(w, "for");
}

/* Can a lower-case word stand before item j of the phrase? */
static bool may_precede(const struct sheet *s, const struct item *before,
			uint32_t j, uint32_t last)
{
	struct slice w = article_slice(s->art, before->span);

	if (w.len > 3 && !item_is_capital(before) && w.at[w.len - 1] == 'y' &&
	    w.at[w.len - 2] == 'l' &&
	    !item_is(before, WORD_ROLE | WORD_MUTE | WORD_THING))
		return false;
	return last - j < PHRASE_MOST;
}

/* One word with no determiner: a name, somebody's role, or a plural. */
static bool may_stand_alone(const struct sheet *s, uint32_t i)
{
	const struct item *it = &s->items[i];

	return it->name >= 0 || item_is_capital(it) ||
	       item_is(it, WORD_ROLE | WORD_MEDIA | WORD_DET) ||
	       s->art->text[it->span.end - 1] == 's' ||
	       slice_equals(article_slice(s->art, it->span), "people") ||
	       slice_equals(article_slice(s->art, it->span), "police");
}

struct phrase quote_phrase_left(const struct sheet *s, uint32_t from,
				uint32_t last)
{
	const struct item *it = &s->items[last];
	uint32_t j = last;

	if (it->sign == ',')
		return before_apposition(s, from, last);
	if (it->sign == ')')
		return before_bracket(s, from, last);
	if (is_subject_pronoun(it))
		return (struct phrase){last, last + 1};
	if (it->name < 0 && stops(it) && !is_noun(s, from, last))
		return (struct phrase){0, 0};
	for (;;) {
		const struct item *before;

		j = name_first(s, from, j);
		if (j == from)
			break;
		before = &s->items[j - 1];
		if (is_glue(s, j - 1) && j - 1 > from &&
		    item_is_word(&s->items[j - 2])) {
			j -= 2;
			continue;
		}
		if (before->name >= 0) {
			j--;
			continue;
		}
		if (before->flags & TOKEN_GLUED && is_possessive(s, before) &&
		    before->span.end - before->span.start <= 4 &&
		    j - 1 > from && item_is_word(&s->items[j - 2]) &&
		    !item_is(&s->items[j - 2], WORD_STOPS)) {
			j -= 2;
			continue;
		}
		if (item_is(before, WORD_DET | WORD_POSS)) {
			j--;
			break;
		}
		if (is_of(before, s) && j - 1 > from &&
		    before_of(s, from, j - 1) < j - 1) {
			j = before_of(s, from, j - 1);
			if (s->items[j].name < 0 ||
			    !is_possessive(s, &s->items[j]))
				break;
			continue;
		}
		if ((stops(before) && !is_noun(s, from, j - 1)) ||
		    !may_precede(s, before, j, last))
			break;
		j--;
	}
	if (j == last && !may_stand_alone(s, last))
		return (struct phrase){0, 0};
	return (struct phrase){j, last + 1};
}

/* "Obama took a lighter tone", "Quist shot back", "Ruiz last week": does the
 * word behind a person's name begin something else? */
static bool leaves_name(const struct sheet *s, uint32_t i, uint32_t end)
{
	const struct item *it = &s->items[i], *next = it + 1;

	if (!is_person(s, i - 1) || it->name >= 0 || item_is_capital(it) ||
	    item_is(it, WORD_ROLE | WORD_MEDIA | WORD_NOUN) ||
	    !item_is_word(it) || i + 1 >= end || next->name >= 0)
		return false;
	return item_is(next,
		       WORD_DET | WORD_POSS | WORD_PRON | WORD_ADV | WORD_TIME);
}

/* The 's that makes the name before it a possessor, with a noun behind. */
static bool is_owned(const struct sheet *s, uint32_t i, uint32_t end)
{
	const struct item *it = &s->items[i];

	return it->flags & TOKEN_GLUED && is_possessive(s, it) &&
	       it->span.end - it->span.start <= 4 && i + 1 < end &&
	       item_is_word(&s->items[i + 1]) &&
	       !item_is(&s->items[i + 1], WORD_STOPS | WORD_DET | WORD_TIME);
}

static bool may_begin(const struct sheet *s, uint32_t first, uint32_t end)
{
	const struct item *it = &s->items[first];

	if (it->name >= 0 || item_is_capital(it) ||
	    item_is(it, WORD_DET | WORD_POSS | WORD_ROLE))
		return true;
	for (uint32_t i = first + 1; i < end && i < first + 5; i++) {
		it = &s->items[i];
		if (it->name >= 0 || item_is_capital(it) ||
		    item_is(it, WORD_ROLE))
			return true;
		if (!item_is_word(it) && it->sign != '/')
			return false;
		if (item_is(it, WORD_STOPS))
			return false;
	}
	return false;
}

struct phrase quote_phrase_right(const struct sheet *s, uint32_t first,
				 uint32_t end)
{
	struct phrase none = {0, 0};
	uint32_t j = first;

	if (first >= end || !item_is_word(&s->items[first]))
		return none;
	if (is_subject_pronoun(&s->items[first]))
		return (struct phrase){first, first + 1};
	if ((s->items[first].name < 0 &&
	     item_is(&s->items[first], WORD_STOPS)) ||
	    !may_begin(s, first, end))
		return none;
	for (;;) {
		j = name_end(s, j, end);
		if (j >= end || j - first > PHRASE_MOST ||
		    leaves_name(s, j, end))
			break;
		if (is_owned(s, j, end)) {
			j++;
			continue;
		}
		if (is_glue(s, j) && j + 1 < end &&
		    (s->items[j + 1].flags & TOKEN_GLUED ||
		     item_is_capital(&s->items[j + 1])) &&
		    item_is_word(&s->items[j + 1])) {
			j++;
			continue;
		}
		if (is_of(&s->items[j], s) && j + 1 < end &&
		    item_is_word(&s->items[j + 1]) &&
		    !item_is(&s->items[j + 1], WORD_STOPS)) {
			j++;
			continue;
		}
		if (s->items[j].name < 0 &&
		    ((stops(&s->items[j]) && !is_noun(s, first, j)) ||
		     item_is(&s->items[j], WORD_TIME)))
			break;
		if (item_is(&s->items[j], WORD_DET | WORD_POSS) &&
		    !is_of(&s->items[j - 1], s))
			break;
	}
	return (struct phrase){first, j};
}

struct span quote_phrase_span(const struct sheet *s, struct phrase p)
{
	return (struct span){s->items[p.first].span.start,
			     s->items[p.end - 1].span.end};
}
