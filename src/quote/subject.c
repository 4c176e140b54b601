/* The subject of a row's main clause, and what can be none. */
#include <string.h>

#include "quote/cue.h"

/* "Asked whether ...", "Speaking to reporters". */
static bool is_participle(const struct item *it)
{
	return it->name < 0 && item_is(it, WORD_SAY) &&
	       !item_is(it, WORD_BASE | WORD_NOUN);
}

/* Skip "During a joint press conference with Shoukry, " at the start. */
static uint32_t main_start(const struct sheet *s, const struct row *row)
{
	uint32_t i = row->first;

	while (i < row->end && !item_is_word(&s->items[i]) &&
	       s->items[i].quoted < 0)
		i++;
	if (i < row->end && item_is(&s->items[i], WORD_CONJ))
		i++;
	if (i >= row->end ||
	    !(item_is(&s->items[i], WORD_PREP | WORD_SUB) ||
	      (i == row->first && is_participle(&s->items[i]))))
		return i;
	for (uint32_t k = i; k < row->end && k < i + 24; k++) {
		if (s->items[k].sign == ',')
			return k + 1;
	}
	return i;
}

/* Words that speak for nobody when they stand alone; "some" and "both" do. */
bool quote_is_empty_word(struct slice w)
{
	static const char *const words[] = {
		"a",  "an",  "the",   "this", "that", "these", "such",
		"no", "any", "every", "last", "you",  "those", "another"};

	for (size_t i = 0; i < array_length(words); i++) {
		if (strlen(words[i]) == w.len &&
		    !strncasecmp(words[i], w.at, w.len))
			return true;
	}
	return false;
}

/* The noun of a phrase: "areas" of "the areas of the south". */
static const struct item *head_noun(const struct sheet *s, struct phrase p)
{
	uint32_t i = p.first + 1;

	while (i < p.end &&
	       (!item_is(&s->items[i], WORD_PREP) || s->items[i].name >= 0))
		i++;
	return &s->items[i - 1];
}

/* What cannot speak: a determiner alone, a day, a stretch of land. */
bool quote_is_nobody(const struct sheet *s, struct phrase p)
{
	const struct item *head;

	if (!phrase_is(p))
		return false;
	head = head_noun(s, p);
	if (head->name >= 0)
		return false;
	if (p.end == p.first + 1 &&
	    quote_is_empty_word(article_slice(s->art, head->span)))
		return true;
	return item_is(head, WORD_MUTE) && !item_is_capital(head);
}

/* "A few minutes later they ...": the first pronoun or person behind what is
 * no subject. */
static struct phrase later_subject(const struct sheet *s, const struct row *row,
				   uint32_t i)
{
	for (; i < row->end && s->items[i].quoted < 0; i++) {
		const struct item *it = &s->items[i];

		if (item_is(it, WORD_SAY))
			break;
		if ((item_is(it, WORD_PRON) && !item_is(it, WORD_POSS)) ||
		    (it->name >= 0 &&
		     s->art->mentions[it->name].type == TYPE_PERSON))
			return quote_phrase_right(s, i, row->end);
	}
	return (struct phrase){0, 0};
}

struct phrase quote_main_subject(const struct sheet *s, const struct row *row)
{
	uint32_t i = main_start(s, row);
	struct phrase p = {0, 0};

	if (i >= row->end)
		return p;
	p = quote_phrase_right(s, i, row->end);
	if (!phrase_is(p) && i + 1 < row->end)
		p = quote_phrase_right(s, i + 1, row->end);
	return quote_is_nobody(s, p) ? later_subject(s, row, p.end) : p;
}
