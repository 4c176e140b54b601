/* Noun phrases beside a verb, without a parser. */
#ifndef GAZETTE_QUOTE_PHRASE_H
#define GAZETTE_QUOTE_PHRASE_H

#include "quote/row.h"

/* Items [first, end); empty: none. */
struct phrase {
	uint32_t first, end;
};

static inline bool phrase_is(struct phrase p)
{
	return p.end > p.first;
}

/* The noun phrase whose last item is `last`, within items [from, last]: a
 * pronoun, a name with its roles, "the US official", "a spokesman for the
 * port", NAME before ", apposition,". */
struct phrase quote_phrase_left(const struct sheet *s, uint32_t from,
				uint32_t last);

/* The noun phrase that begins at item `first`, within [first, end). */
struct phrase quote_phrase_right(const struct sheet *s, uint32_t first,
				 uint32_t end);

/* The bytes of a phrase. */
struct span quote_phrase_span(const struct sheet *s, struct phrase p);

#endif
